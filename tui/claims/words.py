"""The words behind a cell of a claim grid: each value in full, who says it on which page, and the passage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from search.model import Claim, ClaimRow, Document, Places, Span
from tui.claims.table import told
from tui.panes.text import byline_within, text_lines
from tui.session.messages import Spot
from tui.widgets.cells import Cell, Line
from tui.widgets.line_list import Row
from tui.wording import citation

PASSAGE_LINES = 12


@dataclass(frozen=True, slots=True)
class Words:
    """Makes the rows: `documents` by id, `places` the pages of what they say."""

    documents: Mapping[str, Document]
    places: Places

    def rows(self, row: ClaimRow, doc: str, width: int) -> list[Row]:
        """What a source answers; where it answers nothing, what the others do."""
        own = row.cells.get(doc, ())
        out: list[Row] = []
        if not own:
            out.append(
                _aside("absent", f"{row.label}: not found in this source ({self.called(doc)}). Others say:", width)
            )
        claims = own or tuple(claim for cell in row.cells.values() for claim in cell)
        out += [self._claim(claim, number, width) for number, claim in enumerate(claims)]
        if row.why:
            out.append(_aside("why", f"Why they are compared: {row.why}.", width))
        return out

    def called(self, doc: str) -> str:
        """Who speaks, and when."""
        return byline_within(self.documents.get(doc), 60) or doc

    def cited(self, spot: Spot) -> str:
        """The citation of a passage; empty for one of a document that is gone."""
        document = self.documents.get(spot.doc)
        return citation(document, spot.text, self.places.words(spot.doc, spot.start, spot.end)) if document else ""

    def _claim(self, claim: Claim, number: int, width: int) -> Row:
        """The value in full, who says it, and the passage with its words marked."""
        said = claim.statement
        value: list[Line] = list(text_lines(told(claim), width, most=PASSAGE_LINES, style="heading"))
        place = self.places.words(said.doc, claim.start if claim.start >= 0 else said.start_char)
        by = Cell(byline_within(self.documents.get(said.doc), width, place) or said.doc, "source", grow=True)
        spans = (Span(claim.start - said.start_char, claim.end - said.start_char),) if claim.start >= 0 else ()
        if claim.start >= 0 and claim.words.strip() == said.text.strip():
            spans = ()
        passage = text_lines(said.text, width, spans, most=PASSAGE_LINES)
        spot = Spot(said.doc, said.start_char, said.end_char, said.text)
        return Row(f"{number}", (*value, (by,), *passage, ()), data=spot)


def _aside(name: str, text: str, width: int) -> Row:
    lines = text_lines(text, width, most=4, style="dim")
    return Row(f"# {name}", (*((Cell("  "), *line) for line in lines), ()), selectable=False)
