"""Documents side by side: which of their passages are on the same matter, and which values in them differ.

What is stored comes first: conflicts and updates whose statements lie in these documents, passages copied from one
another, agreements. Then sentences that tell of the same (`search.views.alignment.sentences`). Precision before recall:
a passage without a link is read all the same, a wrong link misleads. Worked out on asking; nothing of it is stored.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from search.analysis.comparison.context import stems_of
from search.errors import CorpusError
from search.model import MAX_SIDE_BY_SIDE, Alignment, Matter, Span
from search.text.wording import date_words, reason_words
from search.views.alignment.groups import Group, Groups, pairs_of
from search.views.alignment.sentences import VERBATIM_THRESHOLD, Unit, Units
from search.views.comparison import comparison
from search.views.selection import Selection
from search.workspace import Workspace

_VERSION_THRESHOLD = (
    0.5  # share of their words that sentences of two versions have in common at least to be one, changed
)
_MAX_NAMED = 4  # things in common that `why` names at most
_MAX_LEN_PASSAGE = 600  # characters that a passage grows to at most as the sentence after joins it
_MAX_LEN_CHANGED = 5_000  # characters of a passage whose changed words are looked for
_WORD = re.compile(r"[^\W\d_]+")
# A changed word that is more than wording: a figure, a name, a denial.
_TELLING = re.compile(r"\d|\b[^\W\d_a-zß-ÿ]\w|\b(?:not?|never|none|nor|without)\b|n[’']t\b")


def alignment_of(selection: Selection, docs: Sequence[str]) -> Alignment:
    """Two to eight documents, by id, with their passages on the same matters.

    Raises CorpusError for an unknown document, for fewer than two different ones and for more than eight.
    """
    ids = list(dict.fromkeys(docs))
    if len(ids) < 2:
        raise CorpusError(
            "Nothing to put side by side", "Two different documents are needed, or more.", "Mark at least two sources."
        )
    if len(ids) > MAX_SIDE_BY_SIDE:
        raise CorpusError(
            "Too many documents",
            f"{len(ids)} documents were chosen; at most {MAX_SIDE_BY_SIDE} can be read side by side.",
            f"Mark {MAX_SIDE_BY_SIDE} sources or fewer.",
        )
    workspace, store = selection.workspace, selection.workspace.store
    documents = tuple(workspace.document(doc) for doc in ids)
    texts = [workspace.text(doc).text for doc in ids]
    events = {doc: store.events_in(doc) for doc in ids}
    units = Units(texts, [store.mentions_in(doc) for doc in ids], [events[doc] for doc in ids])
    groups = Groups(units, ids, events)
    compared = comparison(selection, docs=ids)
    groups.seed(compared)
    groups.link()
    groups.topics(compared.topics)
    versions = [frozenset(one.docs) for one in compared.copies if one.kind != "passage"]
    return Alignment(documents, _matters(units, groups, _Context(workspace, units, ids, versions)))


def _matters(units: Units, groups: Groups, context: _Context) -> tuple[Matter, ...]:
    """Groups as matters, neighbours that run on in every document joined, in the order of the first that has them."""
    drawn: list[tuple[Matter, list[tuple[Unit, Unit]]]] = []
    for group in _ordered(units, groups.all):
        matter = _matter(units, group, context)
        ends = [(units.all[unit], units.all[unit]) for _, unit in sorted(group.units.items())]
        same = drawn and matter.kind != "differ" and drawn[-1][0].kind == matter.kind
        if same and _runs_on(drawn[-1][1], ends):
            before, first = drawn[-1]
            drawn[-1] = _merged(before, matter), [(a, b) for (a, _), (_, b) in zip(first, ends, strict=True)]
        else:
            drawn.append((matter, ends))
    return tuple(matter for matter, _ in drawn)


def _ordered(units: Units, groups: Sequence[Group]) -> list[Group]:
    """Groups by place in the first document; those it lacks after what stands before them in the next that has them."""
    keys: dict[int, tuple[int, ...]] = {}
    by_doc: dict[int, list[Group]] = {}
    for group in groups:
        for doc in group.units:
            by_doc.setdefault(doc, []).append(group)
    for doc in sorted(by_doc):
        before: tuple[int, ...] = (-1,)
        for group in sorted(by_doc[doc], key=lambda one: (units.all[one.units[doc]].start, not one.differ)):
            if id(group) not in keys:
                place = units.all[group.units[doc]].place
                keys[id(group)] = (place,) if doc == 0 else (*before[: 2 * len(units.texts)], doc, place)
            before = keys[id(group)]
    return sorted(groups, key=lambda group: keys[id(group)])


def _matter(units: Units, group: Group, context: _Context) -> Matter:
    size = len(context.ids)
    spans: list[Span | None] = [None] * size
    for doc, unit in group.units.items():
        spans[doc] = units.all[unit].span
    why = "; ".join(reason_words(one) for one in group.whys)
    least = min(units.verbatim(one, two) for one, two in pairs_of(group))
    if group.differ:
        marks = tuple(_within(span, group.marks.get(doc, ())) for doc, span in enumerate(spans))
        return Matter("differ", tuple(spans), marks, why)
    if least < (_VERSION_THRESHOLD if context.one_text(group) else VERBATIM_THRESHOLD):
        return Matter("like", tuple(spans), (), why or context.in_common(group))
    marks, telling = context.changed(group)
    exact = "word for word" if not any(marks) else "nearly word for word"
    if telling:
        return Matter("differ", tuple(spans), marks, why or f"{exact}, with changed words")
    return Matter("same", tuple(spans), (), why or exact)


class _Context:
    """What the matters of some documents are told with."""

    def __init__(
        self, workspace: Workspace, units: Units, ids: Sequence[str], versions: Sequence[frozenset[str]]
    ) -> None:
        self.ids = ids
        self._workspace = workspace
        self._units = units
        self._versions = versions
        self._names: dict[str, str] = {}

    def in_common(self, group: Group) -> str:
        """What passages that are like each other have in common: names, dates and figures, then words."""
        first, *others = group.units.values()
        counts: dict[str, int] = {}
        for other in others:
            for name in self._units.shared(first, other):
                counts[name] = counts.get(name, 0) + 1
        names = sorted(counts, key=lambda name: ("end".find(name[0]) < 0, -counts[name]))
        text = self._units.text(first)
        told: list[str] = []
        for name in names:
            words = self._words(name, text)
            if words and not any(words in other for other in told):
                told.append(words)
        marked = [words for words in told if words.startswith("“")]
        plain = [words for words in told if not words.startswith("“")]
        return "in common: " + ", ".join((plain[:_MAX_NAMED] + marked)[: _MAX_NAMED + 1])

    def _words(self, feature: str, text: str) -> str:
        """A feature as people read it; a stem as the word it is in `text`."""
        kind, _, value = feature.partition(":")
        if kind == "e":
            if value not in self._names:
                self._names[value] = self._workspace.entity(value).name
            return self._names[value]
        if kind == "d":
            return date_words(value)
        if kind == "n":
            return value
        word = next((word for word in _WORD.findall(text) if value in stems_of(word)), "")
        return f"“{word}”" if word else ""

    def one_text(self, group: Group) -> bool:
        """Whether all of a group's documents are versions or copies of one text."""
        docs = {self.ids[doc] for doc in group.units}
        return any(docs <= family for family in self._versions)

    def changed(self, group: Group) -> tuple[tuple[tuple[Span, ...], ...], bool]:
        """Words by which passages that are nearly one differ from the first, by document; whether they tell.

        In versions of one text every change tells; elsewhere one of a figure, a name or a denial does.
        """
        from search.views.version_diff import changes

        (first, unit), *others = sorted(group.units.items())
        found: dict[int, set[tuple[int, int]]] = {doc: set() for doc in range(len(self.ids))}
        telling = False
        before = self._units.all[unit]
        for doc, other in others:
            after = self._units.all[other]
            one, two = self._units.text(unit), self._units.text(other)
            if one == two or max(len(one), len(two)) > _MAX_LEN_CHANGED:
                continue
            version = any({self.ids[first], self.ids[doc]} <= family for family in self._versions)
            for change in changes(one, two):
                words = one[change.before.start : change.before.end], two[change.after.start : change.after.end]
                if not any(any(letter.isalnum() for letter in word) for word in words):
                    continue
                telling |= version or any(_TELLING.search(word) for word in words)
                for number, begin, span in ((first, before.start, change.before), (doc, after.start, change.after)):
                    if span.end > span.start:
                        found[number].add((begin + span.start, begin + span.end))
        return tuple(tuple(Span(*span) for span in sorted(found[doc])) for doc in range(len(self.ids))), telling


def _within(span: Span | None, marks: Sequence[Span]) -> tuple[Span, ...]:
    """Values in order, those of several sentences (a quotation) as far as the passage goes."""
    if span is None:
        return ()
    cut = (Span(max(mark.start, span.start), min(mark.end, span.end)) for mark in marks)
    return tuple(sorted((mark for mark in cut if mark.start < mark.end), key=lambda mark: mark.start))


def _runs_on(before: list[tuple[Unit, Unit]], after: list[tuple[Unit, Unit]]) -> bool:
    """Whether passages of the same documents follow each other at once, within a paragraph, in each of them."""
    if [unit.doc for _, unit in before] != [unit.doc for unit, _ in after]:
        return False
    return all(
        last.place + 1 == first.place
        and last.paragraph == first.paragraph
        and first.end - begin.start <= _MAX_LEN_PASSAGE
        for (begin, last), (first, _) in zip(before, after, strict=True)
    )


def _merged(one: Matter, two: Matter) -> Matter:
    spans = tuple(
        Span(a.start, b.end) if a is not None and b is not None else None
        for a, b in zip(one.spans, two.spans, strict=True)
    )
    return Matter(one.kind, spans, (), one.why if one.why == two.why else f"{one.why}; {two.why}")
