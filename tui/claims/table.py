"""The table of a claim grid: a row for each question, a column for each source, values as written with their marks."""

from __future__ import annotations

from collections.abc import Sequence

from search.model import Claim, ClaimRow
from tui.comparison.matrix import GridRow, Matrix, Pieces
from tui.widgets.cells import clean, width_of
from tui.widgets.wrap import wrap

MIN_COLUMN, MAX_COLUMN = 16, 34  # columns that a source takes
LABEL = (18, 34)  # columns that the questions take
LINES = 3  # of a cell; what goes on is counted, and stands below the table
ROOMY = 34  # lines from which there is an empty one below every row
NONE = "–"  # not found in this source

STYLES = {"≠": "differ", "=": "agree", "≈": "", "·": "dim"}


def told(claim: Claim) -> str:
    """ "≠ 12 (Hope)": a claim with its mark, and who says so where that is not the source."""
    who = f" ({claim.statement.speaker})" if claim.statement.speaker else ""
    return f"{claim.mark} {' '.join(claim.words.split())}{who}"


class ClaimTable(Matrix):
    """The grid of claims. `shown` are its columns' document ids."""

    def __init__(self) -> None:
        super().__init__()
        self._claims: dict[str, ClaimRow] = {}
        self.shown: tuple[str, ...] = ()
        self._cut: dict[tuple[str, int, int], list[Pieces]] = {}

    def set_claims(self, rows: Sequence[ClaimRow], docs: Sequence[str], names: Sequence[str]) -> None:
        """Replace everything; the cursor stays on its question and its source where they are still there."""
        here = self.shown[self.column] if self.column < len(self.shown) else ""
        self.shown = tuple(docs)
        self._claims = {f"{n}": row for n, row in enumerate(rows)}
        self._cut = {}
        if here in self.shown:
            self.column = self.shown.index(here)
        self.set_grid([GridRow(key, f"{row.mark} {row.label}", ()) for key, row in self._claims.items()], names)

    @property
    def claim_row(self) -> ClaimRow | None:
        """The question under the cursor."""
        return self._claims.get(self.cell[0]) if self.cell is not None else None

    @property
    def doc(self) -> str:
        """The source under the cursor, "" without any."""
        return self.shown[self.column] if self.column < len(self.shown) else ""

    # ---- geometry ------------------------------------------------------------------------------------------------

    @property
    def gap(self) -> int:  # type: ignore[override]
        """A line between rows where there is room for it."""
        return 1 if self.size.height >= ROOMY else 0

    @property
    def _label_width(self) -> int:
        least, most = LABEL
        return max(least, min(most, self._longest_label(), self.size.width // 4))

    @property
    def _column_width(self) -> int:
        room = self.size.width - self._label_width
        fit = max(1, min(len(self._columns) or 1, room // (MIN_COLUMN + 4)))
        return max(MIN_COLUMN, min(MAX_COLUMN, room // fit)) if fit > 1 else max(MIN_COLUMN, room)

    def _fitting(self) -> int:
        return max(1, min(len(self._columns), (self.size.width - self._label_width) // self._column_width))

    # ---- cells ---------------------------------------------------------------------------------------------------

    def cell_lines(self, row: GridRow, column: int, width: int) -> list[Pieces]:
        """The claims of a cell, wrapped; what is more than its lines is counted."""
        key = row.key, column, width
        if key not in self._cut:
            claims = self._claims[row.key].cells.get(self.shown[column], ()) if column < len(self.shown) else ()
            self._cut[key] = _wrapped(claims, width) if claims else [[(NONE, "dim")]]
        return self._cut[key]


def _wrapped(claims: Sequence[Claim], width: int) -> list[Pieces]:
    lines: list[Pieces] = []
    for number, claim in enumerate(claims):
        text, style = clean(told(claim)), STYLES[claim.mark]
        starts, ends = wrap(text, width)
        parts = [text[start:end].rstrip() for start, end in zip(starts, ends, strict=True)]
        left = len(claims) - number - 1
        room = LINES - len(lines) - bool(left)
        if len(parts) > room > 0:
            parts = [*parts[: room - 1], _ended(parts[room - 1], width)]
        elif room <= 0:
            lines[-1] = _counted(lines[-1], left + 1, width)
            break
        lines += [[(part, style)] for part in parts]
        if left and len(lines) == LINES - 1 and left > 1:
            lines.append([(f"+{left} more", "dim")])
            break
    return lines


def _ended(part: str, width: int) -> str:
    """A line that says that its value goes on."""
    return (part if width_of(part) < width else part[:-1]) + "…"


def _counted(line: Pieces, more: int, width: int) -> Pieces:
    """A line that says how many more there are."""
    note = f" +{more}"
    text, style = line[0]
    while width_of(text) + len(note) > width:
        text = text[:-1]
    return [(text, style), (note, "dim")]
