"""Markdown (CommonMark): lists for people, every statement with its words and a numbered citation of its document."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter

from search.exports.selection import UNDATED, EventGroup, ExportSelection, Made, left_out
from search.model import ENTITY_TYPES, Entity, EntityType, Event
from search.text.concordance import context
from search.text.wording import citation, counted, date_words, reason_words

# Signs that CommonMark may take for markup; nothing of a document is markup here.
_MARKUP = re.compile(r"([\\`*_\[\]<>#|~&])")
_TITLES: dict[EntityType, str] = {
    "person": "People", "organization": "Organizations", "place": "Places", "law": "Laws, treaties, programmes",
}  # fmt: skip
_AROUND = 60  # characters of context on either side of a mention


def plain(text: str) -> str:
    """Text on one line in which nothing is markup; a space at either end stays."""
    return _MARKUP.sub(r"\\\1", re.sub(r"\s+", " ", text))


class _Sources:
    """The documents cited, numbered in the order in which they are cited."""

    def __init__(self, selection: ExportSelection) -> None:
        self._documents = selection.documents
        self._places = selection.places
        self._numbers: dict[str, int] = {}

    def mark(self, doc: str, start: int, end: int) -> str:
        """ "[3]" or "[3] p. 7" for characters of a document; a new number where it has not been cited yet."""
        page = self._places.words(doc, start, end)
        return f"\\[{self._numbers.setdefault(doc, len(self._numbers) + 1)}\\]" + (f" {page}" if page else "")

    def lines(self) -> Iterable[str]:
        """The list of sources."""
        yield from ("", "## Sources", "")
        for doc, number in self._numbers.items():
            document = self._documents.get(doc)
            # A list of its own numbers would be renumbered; these must stay those of the marks.
            yield f"- \\[{number}\\] {plain(citation(document) if document else doc)}"
        yield ""


def _head(selection: ExportSelection, what: str) -> list[str]:
    lines = [f"# {plain(selection.title)}: {what}", ""]
    if selection.query:
        lines += [f"Selected by `{selection.query.replace('`', chr(39))}`.", ""]
    return lines


def entities(selection: ExportSelection) -> Made:
    """The entities by type; each with its other names and the first mention in each of its documents."""
    sources = _Sources(selection)
    lines = _head(selection, "who and what is named")
    for kind in ENTITY_TYPES:
        own = [entity for entity in selection.entities if entity.type == kind]
        if own:
            lines += [f"## {_TITLES[kind]}", ""]
            for entity in own:
                lines += _entity(selection, sources, entity)
            lines.append("")
    lines += sources.lines()
    return Made("\n".join(lines), len(selection.entities))


def _entity(selection: ExportSelection, sources: _Sources, entity: Entity) -> Iterable[str]:
    counts = f"{counted(entity.mentions, 'mention')} in {counted(len(entity.documents), 'document')}"
    also = f"; also: {plain(', '.join(entity.aliases))}" if entity.aliases else ""
    yield f"- **{plain(entity.name)}** ({counts}{also})"
    names = selection.names
    if entity.unsure:
        yield f"  - may be {plain(' or '.join(names.get(one, one) for one in entity.unsure))}"
    for link in entity.links:
        yield f"  - {plain(f'{link.how} {names.get(link.entity, link.entity)}')}"
    for _, own in groupby(selection.mentions(entity), key=lambda mention: mention.doc):
        at = next(own)
        left, right = context(selection.text(at.doc), at.start, at.end, _AROUND)
        yield f"  - “…{plain(left)}**{plain(at.text)}**{plain(right)}…” {sources.mark(at.doc, at.start, at.end)}"


def timeline(selection: ExportSelection) -> Made:
    """The chronology by year; an event several sources state has all their sentences."""
    sources = _Sources(selection)
    lines = _head(selection, "what happened when")
    for stretch, told in groupby(selection.event_groups, key=attrgetter("stretch")):
        lines += [f"## {stretch}", ""]
        for one in told:
            lines += _event_lines(sources, one)
        lines.append("")
    lines += sources.lines()
    note = left_out([(selection.undated, UNDATED)])
    return Made("\n".join(lines), len(selection.events), note)


def _event_lines(sources: _Sources, one: EventGroup) -> Iterable[str]:
    yield f"- **{plain(date_words(one.lead.date.edtf))}** {_quoted(sources, one.lead)}"
    for event in one.statements[1:]:
        date = date_words(event.date.edtf)
        when = f"{plain(date)}: " if event.date.edtf != one.lead.date.edtf else ""
        yield f"  - {when}{_quoted(sources, event)}"


def _quoted(sources: _Sources, event: Event) -> str:
    remarks: list[str] = [event.modality] if event.modality != "fact" else []
    remarks += ["denied"] if event.negated else []
    remarks += [reason_words(event.date.why) or event.date.basis] if event.date.basis != "stated" else []
    said = f" *({plain('; '.join(remarks))})*" if remarks else ""
    return f"“{plain(event.text)}” {sources.mark(event.doc, event.start_char, event.end_char)}{said}"
