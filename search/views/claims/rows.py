"""Rows of a claim grid: what sources say in answer to one question, with the marks that follow from comparing it.

≠ stands only where a stored conflict says so; everything else is compared by its value: equal, compatible, or said by
one voice alone. Copies of one text are one voice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from search.analysis.quantities.tagger import Quantity
from search.model import Claim, ClaimRow, Conflict, DateValue, Mark, Question, Statement
from search.model.edtf import overlap
from search.text.folding import fold

How = Literal["differ", "follow", "agree"]
MAX_CLAIMS = 6  # answers of one source to one question


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceAnswer:
    """An answer before it is compared. `date`, `quantity` or else `keys` are what it is compared by.

    loose: keys in common make answers compatible, and only the same words make them equal.
    """

    words: str
    statement: Statement
    start: int = -1
    end: int = -1
    value: str = ""
    date: DateValue | None = None
    quantity: Quantity | None = None
    keys: frozenset[str] = frozenset()
    loose: bool = False

    @property
    def doc(self) -> str:
        """The document that says so."""
        return self.statement.doc


def how_of(found: Conflict) -> How:
    """How the values of a stored finding stand to each other."""
    return "follow" if found.update else "differ" if len(found.values) > 1 else "agree"


def likeness(a: SourceAnswer, b: SourceAnswer) -> Mark:
    """How two answers to one question compare: "=", "≈" where both can be right, "·" where they have nothing alike."""
    if a.date is not None and b.date is not None:
        return "=" if a.date.edtf == b.date.edtf else "≈" if overlap(a.date, b.date) else "·"
    if a.quantity is not None and b.quantity is not None:
        one, two = a.quantity, b.quantity
        same = (one.low, one.high) == (two.low, two.high) or (
            one.value == two.value and not one.hedged and not two.hedged
        )
        return "=" if same else "≈" if one.meets(two) else "·"
    if fold(a.words).strip() == fold(b.words).strip():
        return "="
    if a.loose or b.loose:
        return "≈" if a.keys & b.keys else "·"
    return "=" if a.keys and a.keys == b.keys else "≈" if a.keys & b.keys else "·"


def row(
    question: Question,
    label: str,
    sides: Sequence[Sequence[SourceAnswer]],
    voice: Callable[[str], str],
    how: How = "agree",
    why: str = "",
) -> ClaimRow | None:
    """The row of some answers, None without any.

    differ: each of `sides` is a value that the others rule out; the side with most voices (the first of equals) is
    what the others are marked against, and where every side has one voice all are marked. follow: each side replaces
    the one before. agree: what is alike is marked so, whatever the sides.
    """
    sides = [side for side in map(_once, sides) if side]
    if not sides:
        return None
    voices = [{voice(one.doc) for one in side} for side in sides]
    lead = max(range(len(sides)), key=lambda n: (len(voices[n]), -n))
    cells: dict[str, list[Claim]] = defaultdict(list)
    told = [one for side in sides for one in side]
    for n, side in enumerate(sides):
        for one in side:
            if how == "differ" and len(sides) > 1:
                mark = "≠" if n != lead or len(voices[lead]) < 2 else _among(one, side, voice, least="≈")
            elif how == "follow":
                mark = "≈"
            else:
                mark = _among(one, told, voice)
            cells[one.doc].append(
                Claim(
                    words=one.words, mark=mark, statement=one.statement, start=one.start, end=one.end, value=one.value
                )
            )
    kept = {doc: _ranked(claims)[:MAX_CLAIMS] for doc, claims in cells.items()}
    return ClaimRow(question, label, _sum(kept.values()), kept, why)


def _among(one: SourceAnswer, others: Sequence[SourceAnswer], voice: Callable[[str], str], least: Mark = "·") -> Mark:
    """The best that an answer has in common with those of other voices."""
    found: Mark = "·"
    for other in others:
        if voice(other.doc) != voice(one.doc):
            mark = likeness(one, other)
            if mark == "=":
                return "="
            found = "≈" if "≈" in (mark, least) else found
    return found


def _once(side: Sequence[SourceAnswer]) -> list[SourceAnswer]:
    """Answers of which a document gives each in the same words once: where it stands first."""
    kept: dict[tuple[str, str, str], SourceAnswer] = {}
    for one in side:
        kept.setdefault((one.doc, fold(one.words).strip(), one.statement.speaker), one)
    return list(kept.values())


_SUMMED: tuple[Mark, ...] = ("≠", "≈", "=")
_ORDER: dict[Mark, int] = {"≠": 0, "=": 1, "≈": 2, "·": 3}


def _ranked(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The answers of a cell: what is disputed or shared first."""
    return tuple(sorted(claims, key=lambda claim: _ORDER[claim.mark]))


def _sum(cells: Iterable[Sequence[Claim]]) -> Mark:
    marks = {claim.mark for claims in cells for claim in claims}
    return next((mark for mark in _SUMMED if mark in marks), "·")


def voices_of(row: ClaimRow, voice: Callable[[str], str]) -> int:
    """How many voices answer a row's question."""
    return len({voice(doc) for doc in row.cells})


def labelled(row: ClaimRow, label: str) -> ClaimRow:
    """The row under another label."""
    return replace(row, label=label)
