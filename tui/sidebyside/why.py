"""Why passages are linked: the reason, what each source says there, and which sources have no such passage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from search.model import NO_PLACES, Document, Matter, Places, Span
from tui.dialogs.info import Detail
from tui.panes.text import text_lines
from tui.widgets.cells import Cell, Line
from tui.widgets.line_list import Row
from tui.wording import byline

TITLES = {"same": "the same words", "like": "about the same thing", "differ": "values differ"}
MAX_LINES = 12  # of a passage


class Why(Detail[None]):
    """A matter to read."""

    def __init__(
        self,
        matter: Matter,
        number: int,
        documents: Sequence[Document],
        texts: Mapping[str, str],
        places: Places = NO_PLACES,
    ) -> None:
        super().__init__(f"{number} · {TITLES[matter.kind]}")
        self._matter = matter
        self._documents = documents
        self._texts = texts
        self._places = places

    def build(self, width: int) -> Sequence[Row]:
        """Why, then a row a source."""
        rows = [Row("# why", (*text_lines(self._matter.why, width, most=8, style="dim"), ()), selectable=False)]
        without: list[str] = []
        for place, document in enumerate(self._documents):
            span = self._matter.spans[place]
            if span is None:
                without.append(byline(document))
                continue
            marks = self._matter.marks[place] if place < len(self._matter.marks) else ()
            inside = tuple(Span(one.start - span.start, one.end - span.start) for one in marks)
            page = self._places.words(document.id, span.start)
            head: Line = (Cell(" · ".join(filter(None, (byline(document), page))), "source", grow=True),)
            text = self._texts[document.id][span.start : span.end]
            rows.append(Row(document.id, (head, *text_lines(text, width, inside, most=MAX_LINES), ())))
        if without:
            told = text_lines("No passage linked in: " + " · ".join(without), width, most=6, style="dim")
            rows.append(Row("# without", told, selectable=False))
        return rows
