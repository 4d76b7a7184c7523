"""What happened, finer than a trigger's class, and whom a sentence speaks of that it does not name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from search.analysis.comparison.context import ComparisonContext, known_stem, telling_stem
from search.analysis.lexicon import ENGLISH
from search.model import Mention, Span
from search.text.folding import fold

_WORD = re.compile(r"[^\W\d_]+")
# "Left Spain", "left Hull": a place in capitals, not an office.
_LEFT = re.compile(r"\bleft [A-ZÀ-Þ]")
_DETERMINERS = frozenset(("the", "a", "an", "his", "her", "its", "their"))
# Words on either side of what happened in which its subject or object is looked for.
_REACH = 8
# "He was born in …": somebody named before; looked for in so many sentences.
PRONOUN = re.compile(r"\b(?:he|she|him|his|her)\b")
OPENS = re.compile(r"\W*(?:He|She|His|Her)\b")
_BACK = 8
# "A day before the shooting", "over the death of": what is only spoken of.
_BACKGROUND = re.compile(
    r"\b(?:before|after|since|over|about|following|despite|because of|in the wake of)"
    r"((?: (?:the|his|her|its|their|that|this|a|an)){1,2} [^\W\d_]+)"
)
# Kinds that are told for one another: what is begun is opened, who vanishes sinks or dies.
_FAMILIES = tuple(
    frozenset(row.split(","))
    for row in (
        "open,begin,found,build",
        "close,finish,leave office,stop",
        "die,attack,collapse,sink,flood,fire,injure,destroy",
        "hand over,issue,sign,publish,write,give money",
        "buy,hand over,take office",
        "pass,vote,sign,issue,order",
        "inspect,find",
        "arrest,hand over,board",
        "announce,warn,request,publish,write",
        "depart,die,sink",
        "begin,strike",
    )
)
# "SIÂN LLŶR: …", "**Chair:** …": who speaks, of whom nothing is told.
_LABEL = re.compile(r"\**:")


@dataclass(frozen=True, slots=True)
class _Kinds:
    """Words with their kinds, phrases by their first word: (the other words, kind), and the first words of all."""

    whole: Mapping[str, frozenset[str]]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    first: frozenset[str]


@cache
def _known() -> _Kinds:
    whole: dict[str, set[str]] = defaultdict(set)
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for kind, entries in ENGLISH.sections("happenings").items():
        for entry in entries:
            first, *others = _WORD.findall(fold(entry))
            if others:
                phrases[first].append((tuple(others), kind))
            else:
                whole[first].add(kind)
    return _Kinds(
        {w: frozenset(k) for w, k in whole.items()},
        {w: tuple(rows) for w, rows in phrases.items()},
        frozenset((*whole, *phrases)),
    )


def _told(low: str) -> Iterator[tuple[int, int, str]]:
    """(first word, number of words, kind) of what the words of a folded text tell of."""
    return _told_in(_WORD.findall(low))


def _told_in(told: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    known = _known()
    for n, word in enumerate(told):
        if word not in known.first:
            continue
        for kind in known.whole.get(word, ()):
            yield n, 1, kind
        for others, kind in known.phrases.get(word, ()):
            if tuple(told[n + 1 : n + 1 + len(others)]) == others:
                yield n, 1 + len(others), kind


@lru_cache(maxsize=4_096)
def kinds_in(text: str) -> frozenset[str]:
    """What the words of a clause tell of, finer than a trigger's class: "leave office", "rename", "depart" …"""
    low = fold(text)
    if _BACKGROUND.search(low):
        low = _BACKGROUND.sub(" ", low)
    found = {kind for _, _, kind in _told(low)}
    if _LEFT.search(text):
        found.add("depart")
    return frozenset(found)


def one_family(one: frozenset[str], two: frozenset[str]) -> bool:
    """Whether two happenings are of kinds that are told for one another."""
    return any(not family.isdisjoint(one) and not family.isdisjoint(two) for family in _FAMILIES)


def happening_neighbours(text: str) -> frozenset[str]:
    """The stems of the telling words next to those of a clause that say what happened: its subject and object."""
    told = _WORD.findall(fold(text))
    out: set[str] = set()
    for n, size, _ in _told_in(told):
        out.update([stem_ for word in told[max(0, n - _REACH) : n] if (stem_ := telling_stem(word))][-3:])
        out.update([stem_ for word in told[n + size : n + size + _REACH] if (stem_ := telling_stem(word))][:2])
    return frozenset(out)


def objects_of(text: str) -> frozenset[str]:
    """The stems of the nouns that stand right after what happened: "left the board", "handed to the police"."""
    told = _WORD.findall(fold(text))
    out: set[str] = set()
    for n, size, _ in _told_in(told):
        at = n + size
        at += told[at : at + 1] in (["to"], ["from"])
        if at + 1 < len(told) and told[at] in _DETERMINERS:
            out.add(telling_stem(told[at + 1]))
    return frozenset(out - {""})


def kind_words(text: str, kinds: frozenset[str]) -> list[str]:
    """The words of a text that tell of one of some kinds of happening, as written, in order, each once."""
    low = fold(text)
    source = text if len(low) == len(text) else low
    at = [hit.span() for hit in _WORD.finditer(low)]
    found = [(at[n][0], at[n + size - 1][1]) for n, size, kind in _told(low) if kind in kinds]
    return list(dict.fromkeys(source[start:end] for start, end in sorted(found)))


def happening_stems(text: str) -> frozenset[str]:
    """The stems of the words of a text that say what happened: two happenings of one kind share those anyway."""
    known = _known().whole
    return frozenset(known_stem(word) for word in _WORD.findall(fold(text)) if word in known)


def asks(text: str) -> bool:
    """Whether a sentence is a question, which states nothing."""
    return text.rstrip("”\"’')* \n").endswith("?")


def label(text: str, mention: Mention) -> bool:
    """Whether a name stands before a colon as the one who speaks."""
    return _LABEL.match(text, mention.end) is not None


def people_of(context: ComparisonContext, doc: str, span: Span, clause: Span) -> frozenset[str]:
    """The people a sentence speaks of: those it names, and the one its "he" or "she" stands for.

    A sentence without a person speaks of those named right before and after it in its paragraph.
    """
    text = context.texts[doc]
    who = _people(context, doc, span)
    opens = OPENS.match(text, span.start) is not None
    if opens or (not who and PRONOUN.search(text[clause.start : clause.end])):
        who |= antecedent(context, doc, span)
    if who:
        return frozenset(who)
    n, spans = context.docs[doc].sentence_number(span.start), context.docs[doc].sentences
    for k in (n - 1, n + 1):
        if 0 <= k < len(spans) and "\n" not in text[min(spans[k].start, span.start) : max(spans[k].end, span.end)]:
            who |= _people(context, doc, spans[k])
    return frozenset(who)


def _people(context: ComparisonContext, doc: str, span: Span) -> set[str]:
    text = context.texts[doc]
    rows = context.docs[doc].mentions_in(span.start, span.end)
    return {m.entity for m in rows if context.kind(m.entity) == "person" and not label(text, m)}


def antecedent(context: ComparisonContext, doc: str, span: Span) -> set[str]:
    """The person whom "he" or "she" of a sentence stands for: the first named in the last sentence that names any.

    What begins with "he" or "she" itself only goes on about them.
    """
    spans, text = context.docs[doc].sentences, context.texts[doc]
    n = context.docs[doc].sentence_number(span.start)
    for k in range(n - 1, max(-1, n - 1 - _BACK), -1):
        if OPENS.match(text, spans[k].start):
            continue
        for m in context.docs[doc].mentions_in(spans[k].start, spans[k].end):
            if context.kind(m.entity) == "person" and not label(text, m):
                return {m.entity}
    return set()
