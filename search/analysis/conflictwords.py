"""The same utterance quoted in different words, or in the same.

Two quotations of one speaker are weighed: the telling words they share, how they are built, the occasion (what is told
around them) and whether each source quotes that speaker just once. Of nobody known the words must be nearly the same.
Shortened and elided quotations agree; so do those that differ in their marks alone. Words that somebody said in another
language may be two translations, and that is said.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from search.analysis.attribution import addressed
from search.analysis.conflictpeople import Roles, taken_for
from search.analysis.quotations import Placed
from search.analysis.quotemarks import quoted
from search.analysis.quotewords import NEGATION, NOT, QUANTIFIERS, Row, aligned, key, row_of, same_words, telling
from search.analysis.setting import Setting, stems_of, telling_stem
from search.analysis.stated import MOST_VERSIONS, Compared, finding, listed, stated
from search.analysis.wordsets import words
from search.model import Conflict, Span, Statement
from search.text import fold

# What makes two quotations one utterance, and what each weighs. Leave-one-story-out over the development stories puts
# the threshold between 0.97 and 1.56. What the words themselves tell is in `_Words.weight`.
_ENOUGH = 1.5
_BUILT = 0.5  # built alike: "could have", "any … would", "like a"
_TWICE = 0.75  # both say one word twice
_DENIED = -0.5  # one denies and the other does not
_SHARE = 0.5  # of the telling words of the shorter, those that are in the other
_ALL_WORDS = 0.5  # of the words of the shorter, small ones too, those that are in the other
_NEARLY = 1.0  # most words of the shorter stand in the other in their order
_MOST_OCCASION = 2.0  # what words around both weigh together
_JUST_ONE = 0.25  # each source quotes the speaker once
_LIKELY, _PERHAPS = -0.25, -0.5  # the speaker is the only one named near, or the only one who may be meant
_HALF = 0.5  # of the occasion, where it is not sure who speaks
_TURN = 700  # characters: longer ones are turns of a talk, of which no two are one
_FEW_WORDS = 5  # fewer words may well be in another quotation
_CALL = 8  # words of a call: “Get out, the wall is falling”
_FEWEST = 3  # words of a quotation that is compared
_MOST_OF_ONE = 60  # quotations of one speaker that are compared with each other
# Times a word stands outside of quotation marks in two documents that are about it, and what it tells then.
_TOPICAL, _OF_TOPIC = 2, 0.34
_BETWEEN = 120  # characters between two quotations of one utterance ("…," he said. "…")
_LANGUAGE = re.compile(
    r"\btranslat\w+|\binterpreter\b|\bin (?:his|her|their) (?:native|mother|own) (?:tongue|language)\b"
    r"|\bin (?:Arabic|Chinese|Dutch|Farsi|French|Gaelic|German|Greek|Hebrew|Hindi|Italian|Japanese|Korean|Mandarin"
    r"|Persian|Polish|Portuguese|Quechua|Romanian|Russian|Serbian|Spanish|Swahili|Swedish|Turkish|Ukrainian|Urdu|Welsh|Basque"
    r"|Catalan|Galician|Czech|Danish|Finnish|Hungarian|Norwegian|Latin)\b"
)
_LETTERS = re.compile(r"[^\W\d_]+")
_MODALS = words("could would should must might can cannot")
_ARTICLES = words("a an the of to in")
# Verbs and nouns of everyday speech: two utterances may well have one in common.
_EVERYDAY = frozenset(
    map(
        key,
        words(
            """ask become begin believe bring call come day end feel find get give go happen hear help hold keep know
            leave let like live look lot make man matter mean need people person place put right run say see seem show
            start stay take talk tell thing think time today try turn use want way woman work year good bad big new old
            long first last own same far well even still always every here now back own"""
        ),
    )
)


@dataclass(frozen=True, slots=True)
class _Utterance:
    """A quotation with its telling words (stems), all its words, and the name of its speaker.

    `text` is the quotation as printed; of several parts ("…," he said. "…") they stand in `text` with "…" between.
    `perhaps` are the people named near words of nobody known, or meant by "the director"; `around` are the stems of
    what is told around the words.
    """

    placed: Placed
    text: str
    told: frozenset[str]
    row: Row
    speaker: str
    perhaps: frozenset[str] = frozenset()
    around: frozenset[str] = frozenset()

    @property
    def who(self) -> frozenset[str]:
        """Who speaks, or may speak."""
        return frozenset((self.placed.speaker,)) if self.placed.speaker else self.perhaps


def quoted_words(quotations: Sequence[Placed], setting: Setting) -> Compared:
    """Conflicts and agreements of quoted words among the documents."""
    kept_docs = [q for q in quotations if q.doc in setting.texts]
    roles = Roles(setting)
    rows = [u for run in _runs(kept_docs, setting) for u in _utterances(run, setting, roles)]
    topics = _Words(kept_docs, rows, setting)
    liked: dict[tuple[int, int], float] = {}
    best: dict[tuple[int, str], tuple[float, int]] = {}
    for a, b in _pairs(rows, setting):
        score = _likeness(rows[a], rows[b], setting, topics)
        if score < _ENOUGH:
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


def _runs(quotations: Sequence[Placed], setting: Setting) -> list[list[Placed]]:
    """Quotations by document and place; what one speaker says with nothing but "he said" between is one run."""
    runs: list[list[Placed]] = []
    for one in sorted(quotations, key=lambda q: (q.doc, q.span.start, q.span.end)):
        if runs and _goes_on(runs[-1], one, setting.texts[one.doc]):
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def _goes_on(run: Sequence[Placed], one: Placed, text: str) -> bool:
    """Whether a quotation goes on with those before: “Rain is rain,” he said. “It asks nobody.”"""
    last = run[-1]
    if last.doc != one.doc or one.span.end - run[0].span.start > _TURN:
        return False
    between = text[last.span.end : one.span.start]
    same = last.speaker == one.speaker and last.cue == one.cue and bool(one.cue)
    ended = text[last.span.end - 1 : last.span.end] in tuple(",.!?…—–") or between[1:2] in (",", ".", ";")
    return same and ended and 0 < len(between) <= _BETWEEN and "\n" not in between and one.span.start >= last.span.end


def _utterances(run: Sequence[Placed], setting: Setting, roles: Roles) -> list[_Utterance]:
    """A quotation as what is compared: itself, or of a turn in a transcript the words quoted within it."""
    placed, whole = run[0], setting.texts[run[0].doc]
    if len(run) > 1:
        parts = [whole[q.span.start : q.span.end] for q in run]
        around = Span(min(q.around.start for q in run), max(q.around.end for q in run))
        joined = replace(placed, span=Span(placed.span.start, run[-1].span.end), around=around)
        one = _utterance(joined, parts, setting, roles)
        return [one] if one else []
    text = whole[placed.span.start : placed.span.end]
    inner = quoted(text) if len(text) > _TURN or not placed.cue else ()
    if inner:
        shift = placed.span.start
        rows = [
            replace(placed, span=Span(shift + q.start, shift + q.end), speaker=None)
            for q in inner
        ]  # fmt: skip
        return [u for row in rows if (u := _utterance(row, [whole[row.span.start : row.span.end]], setting, roles))]
    one = _utterance(placed, [text], setting, roles) if len(text) <= _TURN else None
    return [one] if one else []


def _utterance(placed: Placed, parts: Sequence[str], setting: Setting, roles: Roles) -> _Utterance | None:
    row = row_of(parts)
    if len(row.words) < _FEWEST:
        return None
    spoken_to = frozenset[str]()
    if placed.speaker and addressed(placed, setting):
        placed, spoken_to = replace(placed, speaker=None), frozenset((str(placed.speaker),))
    text = " … ".join(part.rstrip(" ,;") if k + 1 < len(parts) else part for k, part in enumerate(parts))
    lead, tail = _surroundings(placed, parts, setting)
    if not placed.speaker and (meant := roles.meant(placed.doc, tail)):
        placed = replace(placed, speaker=meant)
    speaker = setting.name(placed.speaker) if placed.speaker else ""
    perhaps = frozenset[str]() if speaker else _named(placed, parts, setting) - spoken_to
    told = stems_of(f"{lead} {tail}") - _SAYING - roles.stems
    named = setting.mentions(placed.doc, placed.around.start - len(lead), placed.around.end)
    names = frozenset[str]().union(*(stems_of(m.text) for m in named))
    return _Utterance(placed, text, telling(text), row, speaker, perhaps, told - names)


def _surroundings(placed: Placed, parts: Sequence[str], setting: Setting) -> tuple[str, str]:
    """(the two sentences before those of a quotation, in its paragraph; its sentences without the quoted words)."""
    doc, text, around = placed.doc, setting.texts[placed.doc], placed.around
    spans, n = setting.sentences(doc), setting.number_at(doc, around.start)
    line = text.rfind("\n", 0, around.start) + 1
    low = max(line, spans[max(0, n - 2)].start) if spans else line
    tail = text[around.start : around.end]
    for part in parts:
        tail = tail.replace(part, " ")
    return text[min(low, around.start) : around.start], tail


# Words that say that somebody speaks: every quotation has them.
_SAYING = stems_of(
    """said says told wrote declared announced added spoke replied asked answered recalled remembered insisted words
    word sentence according speech statement reporters journalists"""
)


_HE = re.compile(r"\b(?:[Hh]e|[Ss]he)\b")


def _named(placed: Placed, parts: Sequence[str], setting: Setting) -> frozenset[str]:
    """Who may have spoken words of nobody known: the people named in the sentence and the two before it."""
    doc, text = placed.doc, setting.texts[placed.doc]
    spans, n = setting.sentences(doc), setting.number_at(doc, placed.span.start)
    line = text.rfind("\n", 0, placed.span.start) + 1
    low = max(line, spans[max(0, n - 2)].start) if spans else line
    found = _people_in(setting, doc, low, placed.span.start)
    around = text[placed.around.start : placed.around.end]
    for part in parts:
        around = around.replace(part, " ")
    if found or not spans or line <= spans[0].start or not _HE.search(around):
        return found
    # Nobody is named in the paragraph so far: its "he" is of the one before.
    k = setting.number_at(doc, line - 1)
    return _people_in(setting, doc, spans[max(0, k - 1)].start, line)


def _people_in(setting: Setting, doc: str, start: int, end: int) -> frozenset[str]:
    return frozenset(m.entity for m in setting.mentions(doc, start, end) if setting.kind(m.entity) == "person")


def _pairs(rows: Sequence[_Utterance], setting: Setting) -> list[tuple[int, int]]:
    """Quotations of two documents that share a speaker, or where nobody is named a rare word."""
    slots: dict[tuple[str, str], list[int]] = defaultdict(list)
    for n, one in enumerate(rows):
        keys = [("speaker", who) for who in one.who]
        keys += [("surname", setting.name(who).split()[-1]) for who in one.who]
        keys += [("word", word) for word in setting.anchors(one.told - {NEGATION}, ())]
        for slot in dict.fromkeys(keys):
            if slot[1] and len(slots[slot]) < _MOST_OF_ONE:
                slots[slot].append(n)
    seen = {
        (a, b)
        for found in slots.values()
        for at, a in enumerate(found)
        for b in found[at + 1 :]
        if rows[a].placed.doc != rows[b].placed.doc
    }
    return sorted(pair for pair in seen if setting.same_story(rows[pair[0]].placed.doc, rows[pair[1]].placed.doc))


class _Words:
    """How much words of quotations tell, and words around them: those that two documents are about anyway tell less."""

    def __init__(self, quotations: Sequence[Placed], rows: Sequence[_Utterance], setting: Setting) -> None:
        self._setting = setting
        self._spans: dict[str, list[Span]] = defaultdict(list)
        for one in quotations:
            self._spans[one.doc].append(one.span)
        self._counts: dict[str, Counter[str]] = {}
        self._stems: dict[str, Counter[str]] = {}
        self._of: Counter[tuple[str, str]] = Counter((u.placed.doc, who) for u in rows for who in u.who)

    def _plain(self, doc: str) -> list[str]:
        """The folded words of a document outside of its quotations."""
        text, at, plain = self._setting.texts[doc], 0, []
        for span in sorted(self._spans[doc], key=lambda span: (span.start, span.end)):
            plain.append(text[at : max(at, span.start)])
            at = max(at, span.end)
        plain.append(text[at:])
        return _LETTERS.findall(fold(" ".join(plain)))

    def _count(self, doc: str) -> Counter[str]:
        if doc not in self._counts:
            row = self._plain(doc)
            self._counts[doc] = Counter(map(key, row))
            self._stems[doc] = Counter(map(telling_stem, row))
        return self._counts[doc]

    def weight(self, word: str, one: str, two: str) -> float:
        """How much a telling word tells that two quotations of these documents are one."""
        if word == NEGATION or word in QUANTIFIERS or word == "nothing":
            return 0.5
        if self._count(one)[word] + self._count(two)[word] >= _TOPICAL:
            return _OF_TOPIC
        return _OF_TOPIC if word in _EVERYDAY else 1.0

    def occasion(self, one: _Utterance, two: _Utterance) -> float:
        """How much the words around two quotations tell that the occasion is one."""
        docs = one.placed.doc, two.placed.doc
        for doc in docs:
            self._count(doc)
        total = 0.0
        for word in (one.around & two.around) - one.told - two.told:
            times = sum(self._stems[doc][word] for doc in docs)
            total += min(1.0, 3.0 / max(3, times), 2 * self._setting.weight(word))
        return min(_MOST_OCCASION, total)

    def just_one(self, one: _Utterance, two: _Utterance) -> bool:
        """Whether each of two documents quotes its speaker once."""
        return all(u.who and max(self._of[u.placed.doc, who] for who in u.who) == 1 for u in (one, two))


def _likeness(a: _Utterance, b: _Utterance, setting: Setting, topics: _Words) -> float:
    """What makes two quotations one utterance weighs: 0 for nothing."""
    shared = a.told & b.told
    fewer = min(len(a.told), len(b.told))
    sure = _one_speaker(a, b, setting)
    if not fewer or sure is False:
        return 0.0
    content = shared - {NEGATION} - QUANTIFIERS
    share = len(content) / max(1, min(len(u.told - {NEGATION} - QUANTIFIERS) for u in (a, b)))
    nearly = share >= 0.5 and _nearly(a.row.words, b.row.words)
    if sure is None:
        # Of nobody known: nearly the same words, and enough of them.
        if (fewer >= 3 and len(content) >= 3 and share >= 0.75) or (nearly and len(content) >= 2):
            return _ENOUGH + share
        return 0.0
    score = _SHARE * share + _NEARLY * nearly + sum(topics.weight(word, a.placed.doc, b.placed.doc) for word in shared)
    bags = [set(u.row.words) - _ARTICLES for u in (a, b)]
    common = bags[0] & bags[1]
    score += _ALL_WORDS * len(common) / max(_FEW_WORDS, min(map(len, bags)))
    # "Any resident would …": the construction is the same; "was" and "was not" are rather two utterances.
    modal, any_of = bool(common & _MODALS), bool(shared & QUANTIFIERS)
    # Without a telling word in common: two sentences of one speech, unless both deny, or are as short as a call.
    short = max(len(u.row.words) for u in (a, b)) <= _CALL
    if not content and not (NEGATION in shared or modal or short):
        return 0.0
    score += _BUILT * sum((modal, modal and any_of, _likens(a) and _likens(b))) + _TWICE * _again(content, a, b)
    score += _DENIED * ((NEGATION in a.told) != (NEGATION in b.told))
    score += topics.occasion(a, b) * (1.0 if sure >= _LIKELY else _HALF) + _JUST_ONE * topics.just_one(a, b)
    return score + sure


def _nearly(one: Sequence[str], two: Sequence[str]) -> bool:
    """Whether most words of the shorter row stand in the other in their order."""
    few, many = (one, two) if len(one) <= len(two) else (two, one)
    return len(few) >= 6 and 2 * len(set(few) & set(many)) >= len(set(few)) and aligned(few, many) >= 0.7


def _likens(one: _Utterance) -> bool:
    """Whether a quotation says what something is like."""
    return any(x == "like" and y in ("a", "an", "the") for x, y in pairwise(one.row.words))


def _again(content: frozenset[str], a: _Utterance, b: _Utterance) -> bool:
    """Whether both quotations say a telling word twice: “It was paper, and paper does not sink.”"""
    counts = [Counter(map(key, u.row.words)) for u in (a, b)]
    return any(all(count[word] > 1 for count in counts) for word in content)


def _one_speaker(a: _Utterance, b: _Utterance, setting: Setting) -> float | None:
    """How sure it is that two quotations have one speaker: 0 or less; False for two, None where that is not known."""
    if a.placed.speaker and b.placed.speaker:
        return _same(a.placed.speaker, b.placed.speaker, setting)
    met = [found for one in a.who for two in b.who if (found := _same(one, two, setting)) is not False]
    if not met:
        return None
    few = len(a.who) == 1 and len(b.who) == 1
    return (_LIKELY if few else _PERHAPS) + min(0.0, max(met))


def _same(one: str, two: str, setting: Setting) -> float | Literal[False]:
    """How sure it is that two names are one person: 0 for one entity and for two names of one person."""
    if one == two:
        return 0.0
    if two in _unsure(one, setting) or one in _unsure(two, setting):
        return _PERHAPS
    names = [setting.name(who) for who in (one, two)]
    if setting.kind(one) == setting.kind(two) == "person" and taken_for(*names):
        return 0.0
    words_of = [set(fold(name).split()) for name in names]
    return _PERHAPS if words_of[0] <= words_of[1] or words_of[1] <= words_of[0] else False


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


def _judged(group: Sequence[_Utterance], setting: Setting) -> Conflict | None:
    sides: list[list[_Utterance]] = []
    for one in sorted(group, key=lambda u: (-len(u.row.words), u.placed.doc)):
        for side in sides:
            if same_words(one.row, side[0].row):
                side.append(one)
                break
        else:
            sides.append([one])
    docs = [{u.placed.doc for u in side} for side in sides]
    if len(sides) > MOST_VERSIONS:
        return None
    if len(sides) > 1 and any(docs[0] & other for other in docs[1:]):
        return None
    names = [u.speaker for u in sorted(group, key=lambda u: -len(u.speaker)) if u.speaker]
    who = f"each quotes {names[0]}" if names else "each quotes somebody"
    if not names:
        near = sorted(map(setting.name, frozenset.intersection(*(u.perhaps for u in group))))
        names = near[:1]
        who = f"each quotes words beside the name of {names[0]}" if names else who
    about = names[:1] or [listed([w for w in group[0].row.words if len(w) > 4][:2])]
    values = [
        stated(max(side, key=lambda u: len(u.row.words)).text.rstrip(" ,;"), (_statement(u, setting) for u in side))
        for side in sides
    ]
    if len(sides) == 1:
        if len({u.placed.doc for u in group}) < 2:
            return None
        return finding("quotation", about, values, f"{who} in the same words, whole or in part")
    values.sort(key=lambda v: (v.statements[0].doc, v.statements[0].start_char))
    shared = frozenset.intersection(*(u.told for u in group))
    written = [w for w in group[0].row.words if w and (key(w) in shared or w in NOT)]
    told = f"{who} with {listed(list(dict.fromkeys(written)))} in common, and the words differ"
    if any(_LANGUAGE.search(_near(u, setting)) for u in group):
        told = f"{told}; they were said in another language, so these may be two translations of the same words"
    return finding("quotation", about, values, told)


def _near(one: _Utterance, setting: Setting) -> str:
    text = setting.texts[one.placed.doc]
    return text[max(0, one.placed.span.start - 200) : one.placed.span.end + 200]


def _statement(one: _Utterance, setting: Setting) -> Statement:
    text, around = setting.texts[one.placed.doc], one.placed.around
    return Statement(one.placed.doc, text[around.start : around.end], around.start, around.end, one.speaker)
