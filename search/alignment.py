"""Documents side by side: which of their passages are on the same matter, and which values in them differ.

What is stored comes first: conflicts and updates whose statements lie in these documents, passages copied from one
another, agreements. Then sentences that tell of the same (`search.alignunits`). Precision before recall: a passage
without a link is read all the same, a wrong link misleads. Worked out on asking; nothing of it is stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from search.aligngroups import Group, Groups
from search.alignunits import NEARLY, Unit, Units
from search.comparemodel import Alignment, Matter, MatterKind
from search.errors import CorpusError
from search.model import Span
from search.wording import date_words, reason_words

if TYPE_CHECKING:
    from search.library import Library

MOST_DOCUMENTS = 8
_NAMED = 4  # things in common that `why` names at most
_LONGEST = 600  # characters that a passage grows to at most as the sentence after joins it
_LONGEST_CHANGED = 5_000  # characters of a passage whose changed words are looked for


def aligned(library: Library, docs: Sequence[str]) -> Alignment:
    """Two to eight documents, by id, with their passages on the same matters.

    Raises CorpusError for an unknown document, for fewer than two different ones and for more than eight.
    """
    ids = list(dict.fromkeys(docs))
    if len(ids) < 2:
        raise CorpusError(
            "Nothing to put side by side", "Two different documents are needed, or more.", "Mark at least two sources."
        )
    if len(ids) > MOST_DOCUMENTS:
        raise CorpusError(
            "Too many documents",
            f"{len(ids)} documents were chosen; at most {MOST_DOCUMENTS} can be read side by side.",
            f"Mark {MOST_DOCUMENTS} sources or fewer.",
        )
    documents = tuple(library.document(doc) for doc in ids)
    texts = [library.text(doc).text for doc in ids]
    events = {doc: library.events_in(doc) for doc in ids}
    units = Units(texts, [library.mentions_in(doc) for doc in ids], [events[doc] for doc in ids])
    groups = Groups(units, ids, events)
    groups.seed(library.comparison(docs=ids))
    groups.link()
    return Alignment(documents, _matters(units, groups, ids, library))


def _matters(units: Units, groups: Groups, ids: Sequence[str], library: Library) -> tuple[Matter, ...]:
    """Groups as matters, neighbours that run on in every document joined, in the order of the first that has them."""
    names: dict[str, str] = {}
    drawn: list[tuple[Matter, list[tuple[Unit, Unit]]]] = []
    for group in _ordered(units, groups.all):
        matter = _matter(units, group, len(ids), names, library)
        ends = [(units.all[unit], units.all[unit]) for _, unit in sorted(group.units.items())]
        if drawn and matter.kind != "differ" and _runs_on(drawn[-1], matter, ends):
            before, first = drawn[-1]
            drawn[-1] = _joined(before, matter), [(a, b) for (a, _), (_, b) in zip(first, ends, strict=True)]
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


def _matter(units: Units, group: Group, size: int, names: dict[str, str], library: Library) -> Matter:
    spans: list[Span | None] = [None] * size
    for doc, unit in group.units.items():
        spans[doc] = units.all[unit].span
    members = list(group.units.values())
    least = min(units.verbatim(one, two) for one, two in combinations(members, 2))
    kind: MatterKind = "like"
    marks: tuple[tuple[Span, ...], ...] = ()
    why = "; ".join(reason_words(one) for one in group.whys)
    if group.differ:
        kind = "differ"
        marks = tuple(tuple(sorted(group.marks.get(doc, ()), key=lambda one: one.start)) for doc in range(size))
    elif least >= NEARLY:
        changed = _changed(units, group, size)
        kind = "differ" if any(changed) and groups_value(units, changed) else "same"
        marks = changed if kind == "differ" else ()
        why = why or ("word for word" if least == 1 and not any(changed) else "nearly word for word")
    return Matter(kind, tuple(spans), marks, why or _in_common(units, members, names, library))
