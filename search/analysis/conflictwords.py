"""The same utterance quoted in different words, or in the same.

Two quotations are one utterance when one speaker is named for both (or for one, where the words are nearly the same)
and their telling words meet. Shortened and elided quotations agree; so do those that differ in their marks alone. Words
that somebody said in another language may be two translations, and that is said.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from search.analysis.quotations import Placed
from search.analysis.quotemarks import quoted
from search.analysis.setting import Setting
from search.analysis.stated import Compared, finding, listed, stated
from search.analysis.wordsets import words
from search.analyzer import stem
from search.model import Conflict, Span, Statement
from search.text import fold

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
# Words that deny or compare count as telling: "nobody could have known" and "no one could have foreseen".
_NOT = words("no not nobody none nothing never neither nor cannot without nowhere")
_NOT_ONE = re.compile(r"\bno one\b|\bno-one\b|n['’]t\b")
_ANY = {
    "anyone": "any",
    "anybody": "any",
    "someone": "some",
    "somebody": "some",
    "everyone": "every",
    "everybody": "every",
}
# Everyday verbs whose forms do not share a stem.
_FORMS = {
    "took": "take", "taken": "take", "gave": "give", "given": "give", "went": "go", "gone": "go", "came": "come",
    "saw": "see", "seen": "see", "knew": "know", "known": "know", "told": "tell", "lies": "lie", "lied": "lie",
    "lying": "lie", "fell": "fall", "fallen": "fall", "stood": "stand", "felt": "feel", "kept": "keep", "left": "leave",
    "lost": "lose", "paid": "pay", "bought": "buy", "sold": "sell", "thought": "think", "heard": "hear",
    "built": "build",
    "broke": "break", "broken": "break", "died": "die", "dying": "die", "ate": "eat", "eaten": "eat", "spoke": "speak",
    "drowned": "drown", "men": "man", "women": "woman", "children": "child", "feet": "foot", "houses": "house",
}  # fmt: skip
_EMPTY = words(
    """the and but for that this with from was were are been has have had will would can could may might must shall
    should its his her their our your they them she him who whom whose which what when where how than then there here
    very just only also into onto upon all any some one you out did does done being said say says about after before
    with not because over under again more most much such these those"""
)
# How much of the shorter quotation's telling words must be in the other, and how many of them.
_SHARE, _LEAST = 0.3, 2
# Word for word alike from this ratio of aligned words up; then they agree.
_SAME = 0.9
_TURN = 700  # characters: longer ones are turns of a talk, of which no two are one
_FEWEST = 3  # words of a quotation that is compared
_MOST_OF_ONE = 60  # quotations of one speaker that are compared with each other
_LANGUAGE = re.compile(
    r"\btranslat\w+|\binterpreter\b|\bin (?:his|her|their) (?:native|mother|own) (?:tongue|language)\b"
    r"|\bin (?:Arabic|Chinese|Dutch|Farsi|French|Gaelic|German|Greek|Hebrew|Hindi|Italian|Japanese|Korean|Mandarin"
    r"|Persian|Polish|Portuguese|Quechua|Romanian|Russian|Serbian|Spanish|Swahili|Swedish|Turkish|Ukrainian|Urdu|Welsh|Basque"
    r"|Catalan|Galician|Czech|Danish|Finnish|Hungarian|Norwegian|Latin)\b"
)
_NEGATION = "not"


@dataclass(frozen=True, slots=True)
class _Utterance:
    """A quotation with its telling words (stems), all its words folded, and the name of its speaker.

    `perhaps` are the people named near words of nobody known.
    """

    placed: Placed
    text: str
    told: frozenset[str]
    row: tuple[str, ...]
    speaker: str
    perhaps: frozenset[str] = frozenset()


def quoted_words(quotations: Sequence[Placed], setting: Setting) -> Compared:
    """Conflicts and agreements of quoted words among the documents."""
    rows = [u for q in quotations if q.doc in setting.texts for u in _utterances(q, setting)]
    liked: dict[tuple[int, int], float] = {}
    best: dict[tuple[int, str], tuple[float, int]] = {}
    for a, b in _pairs(rows, setting):
        score = _likeness(rows[a], rows[b], setting)
        if score <= 0:
            continue
        liked[a, b] = score
        for x, y in ((a, b), (b, a)):
            slot = x, rows[y].placed.doc
            if slot not in best or score > best[slot][0]:
                best[slot] = score, y
    kept = sorted(
        (a, b) for a, b in liked if best[a, rows[b].placed.doc][1] == b and best[b, rows[a].placed.doc][1] == a
    )
    differ: list[Conflict] = []
    alike: list[Conflict] = []
    for group in _joined(kept):
        found = _judged([rows[n] for n in group], setting)
        if found is not None:
            (differ if len(found.values) > 1 else alike).append(found)
    return Compared(tuple(differ), tuple(alike))


def _utterances(placed: Placed, setting: Setting) -> list[_Utterance]:
    """A quotation as what is compared: itself, or of a turn in a transcript the words quoted within it."""
    whole = setting.texts[placed.doc]
    text = whole[placed.span.start : placed.span.end]
    inner = quoted(text) if len(text) > _TURN or not placed.cue else ()
    if inner:
        shift = placed.span.start
        rows = [
            replace(placed, span=Span(shift + q.start, shift + q.end), speaker=None)
            for q in inner
        ]  # fmt: skip
        return [u for row in rows if (u := _utterance(row, whole[row.span.start : row.span.end], setting))]
    one = _utterance(placed, text, setting) if len(text) <= _TURN else None
    return [one] if one else []


def _utterance(placed: Placed, text: str, setting: Setting) -> _Utterance | None:
    row = tuple(_WORD.findall(fold(text)))
    if len(row) < _FEWEST:
        return None
    speaker = setting.name(placed.speaker) if placed.speaker else ""
    return _Utterance(placed, text, telling(text), row, speaker, frozenset() if speaker else _named(placed, setting))


def _named(placed: Placed, setting: Setting) -> frozenset[str]:
    """The people who may have spoken words of nobody known: those named in the sentence and the two before it."""
    doc, text = placed.doc, setting.texts[placed.doc]
    spans, n = setting.sentences(doc), setting.number_at(doc, placed.span.start)
    line = text.rfind("\n", 0, placed.span.start) + 1
    low = max(line, spans[max(0, n - 2)].start) if spans else line
    rows = setting.mentions(doc, low, placed.span.start)
    return frozenset(m.entity for m in rows if setting.kind(m.entity) == "person")


def telling(text: str) -> frozenset[str]:
    """The stems of a quotation's telling words; whatever denies is one of them."""
    low = fold(text)
    out: set[str] = set()
    if _NOT_ONE.search(low):
        out.add(_NEGATION)
    for word in _WORD.findall(_NOT_ONE.sub(" ", low)):
        if word in _NOT:
            out.add(_NEGATION)
            if word == "nothing":
                out.add("nothing")
        elif word in _ANY:
            out.add(_ANY[word])
        elif len(word) > 2 and word not in _EMPTY:
            out.add(stem(_FORMS.get(word, word.removesuffix("'s").removesuffix("’s"))))
    return frozenset(out)


def _pairs(rows: Sequence[_Utterance], setting: Setting) -> list[tuple[int, int]]:
    """Quotations of two documents that share a speaker, or where nobody is named a rare word."""
    slots: dict[tuple[str, str], list[int]] = defaultdict(list)
    for n, one in enumerate(rows):
        keys = [("speaker", one.placed.speaker)] if one.placed.speaker else []
        keys += [("surname", one.speaker.split()[-1])] if one.speaker else []
        keys += [("word", word) for word in setting.anchors(one.told - {_NEGATION}, ())]
        for kind, key in keys:
            if key and len(slots[kind, key]) < _MOST_OF_ONE:
                slots[kind, key].append(n)
    seen = {
        (a, b)
        for found in slots.values()
        for at, a in enumerate(found)
        for b in found[at + 1 :]
        if rows[a].placed.doc != rows[b].placed.doc
    }
    return sorted(pair for pair in seen if setting.same_story(rows[pair[0]].placed.doc, rows[pair[1]].placed.doc))


def _likeness(a: _Utterance, b: _Utterance, setting: Setting) -> float:
    """How sure it is that two quotations are one utterance: 0 for not at all."""
    shared = a.told & b.told
    fewer = min(len(a.told), len(b.told))
    if not fewer:
        return 0.0
    share = len(shared) / fewer
    content = len(shared - {_NEGATION})
    same = _one_speaker(a, b, setting)
    if same is False:
        return 0.0
    if same and content >= 1 and (len(shared) >= _LEAST or fewer <= 3) and share >= _SHARE:
        return 1.0 + share + 0.1 * len(shared)
    # Of nobody known, or of one side only: nearly the same words, and enough of them.
    long_enough = fewer >= 3 and content >= 3
    if same is None and long_enough and share >= 0.75:
        return share
    mine, theirs = (u.perhaps or frozenset((u.placed.speaker or "",)) for u in (a, b))
    if same is None and mine & theirs and content >= 2 and share >= 0.4:
        return share
    return 0.0


def _one_speaker(a: _Utterance, b: _Utterance, setting: Setting) -> bool | None:
    """Whether two quotations have one speaker; None where that is not known of one of them."""
    one, two = a.placed.speaker, b.placed.speaker
    if one is None or two is None:
        return None
    if one == two:
        return True
    if two in _unsure(one, setting) or one in _unsure(two, setting):
        return None
    words_of = [set(fold(u.speaker).split()) for u in (a, b)]
    return None if words_of[0] <= words_of[1] or words_of[1] <= words_of[0] else False


def _unsure(entity: str, setting: Setting) -> tuple[str, ...]:
    found = setting.entities.get(entity)
    return found.unsure if found else ()


def _joined(pairs: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Groups of what is paired, directly or through others."""
    home: dict[int, list[int]] = {}
    for a, b in pairs:
        one, two = home.get(a, [a]), home.get(b, [b])
        if one is not two:
            one.extend(two)
            for n in one:
                home[n] = one
    return [sorted(set(group)) for group in {id(g): g for g in home.values()}.values()]


def aligned(one: Sequence[str], two: Sequence[str]) -> float:
    """How much of the shorter row of words stands in the other in order: 1 for a shortened quotation."""
    few, many = (one, two) if len(one) <= len(two) else (two, one)
    blocks = SequenceMatcher(None, few[:400], many[:400], autojunk=False).get_matching_blocks()
    # Scattered words are no excerpt: runs of two words and more count.
    same = sum(block.size for block in blocks if block.size > 1 or len(few) < 4)
    return same / max(1, len(few[:400]))


def _judged(group: Sequence[_Utterance], setting: Setting) -> Conflict | None:
    sides: list[list[_Utterance]] = []
    for one in sorted(group, key=lambda u: (-len(u.row), u.placed.doc)):
        for side in sides:
            if aligned(one.row, side[0].row) >= _SAME:
                side.append(one)
                break
        else:
            sides.append([one])
    docs = [{u.placed.doc for u in side} for side in sides]
    if len(sides) > 1 and any(docs[0] & other for other in docs[1:]):
        return None
    names = [u.speaker for u in sorted(group, key=lambda u: -len(u.speaker)) if u.speaker]
    if not names:
        near = frozenset.intersection(*(u.perhaps for u in group))
        names = sorted(setting.name(e) for e in near)[:1]
    about = names[:1] or [listed([w for w in group[0].row if len(w) > 4][:2])]
    values = [
        stated(max(side, key=lambda u: len(u.row)).text.rstrip(" ,;"), (_statement(u, setting) for u in side))
        for side in sides
    ]
    who = names[0] if names else "one speaker"
    if len(sides) == 1:
        if len({u.placed.doc for u in group}) < 2:
            return None
        return finding("quotation", about, values, f"each quotes {who} in the same words, whole or in part")
    values.sort(key=lambda v: (v.statements[0].doc, v.statements[0].start_char))
    shared = frozenset.intersection(*(u.told for u in group))
    written = [w for w in group[0].row if w and (stem(_FORMS.get(w, w)) in shared or w in _NOT)]
    told = f"each quotes {who} with {listed(list(dict.fromkeys(written)))} in common, and the words differ"
    if any(_LANGUAGE.search(_near(u, setting)) for u in group):
        told = f"{told}; they were said in another language, so these may be two translations of the same words"
    return finding("quotation", about, values, told)


def _near(one: _Utterance, setting: Setting) -> str:
    text = setting.texts[one.placed.doc]
    return text[max(0, one.placed.span.start - 200) : one.placed.span.end + 200]


def _statement(one: _Utterance, setting: Setting) -> Statement:
    text, around = setting.texts[one.placed.doc], one.placed.around
    return Statement(one.placed.doc, text[around.start : around.end], around.start, around.end, one.speaker)
