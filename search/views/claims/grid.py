"""The claim grid: for a name, an event, a topic or a conflict what each source answers to the questions about it.

Worked out when asked for, from what is stored. Which things are the same, and which values rule each other out, is for
the stored findings to say: what the reader has dismissed, or a later report replaced, is no ≠ here either.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from search.model import ClaimGrid, ClaimRow, ConflictKind, Event, Question
from search.views.claims.dates_places import when, where
from search.views.claims.evidence import Evidence
from search.views.claims.people import described_as, in_which_words, who
from search.views.claims.quantities import how_many
from search.views.claims.rows import voices_of
from search.views.claims.scope import Scope, scope_of
from search.views.selection import Selection

MAX_ROWS = 15
# Rows of one question: a name of which much is told is not to fill the grid with dates alone.
MAX_OF: dict[Question, int] = {
    "when": 5, "where": 3, "how many": 5, "who": 3, "in which words": 4, "described as": 2,
}  # fmt: skip
QUESTIONS: tuple[Question, ...] = ("when", "where", "how many", "who", "in which words", "described as")
_QUESTION: dict[ConflictKind, Question] = {
    "date": "when", "number": "how many", "name": "who", "place": "where", "quotation": "in which words",
}  # fmt: skip
_MAX_PLACED = 3  # happenings of which it is asked where


def claims(selection: Selection, subject: str, query: str = "", docs: Sequence[str] | None = None) -> ClaimGrid:
    """Questions × sources about one subject, as `Library.claims` describes it. Raises CorpusError."""
    scope = scope_of(selection, subject, query, docs)
    rows = _rows(scope)
    if scope.kind == "conflict":  # what it says of its one question, and what else the same sentences share
        rows = [row for row in rows if _is_asked(row, scope) or voices_of(row, scope.voice) > 1]
    kept = _kept(rows, scope)
    return ClaimGrid(
        subject=subject,
        kind=scope.kind,
        title=scope.title,
        documents=scope.documents,
        rows=kept,
        more=len(rows) - len(kept),
        unread=scope.unread,
    )


def _rows(scope: Scope) -> list[ClaimRow]:
    evidence = Evidence(scope)
    lead = [e for e in scope.events if e.modality == "fact"]
    joined = evidence.merged_clusters
    rings: dict[str, list[Event]] = defaultdict(list)
    own = {joined.get(e.cluster or e.id, e.cluster or e.id) for e in lead}
    for event in (*lead, *(e for e in scope.beside if e.modality == "fact")):
        ring = joined.get(event.cluster or event.id, event.cluster or event.id)
        if ring in own:
            rings[ring].append(event)
    happenings = sorted(rings.values(), key=lambda row: (-len({scope.voice(e.doc) for e in row}), not row[0].trigger))
    if scope.kind in ("event", "conflict"):
        happenings = [[e for row in happenings for e in row]] if happenings else []
    return [
        *when(evidence),
        *where(evidence, happenings[:_MAX_PLACED]),
        *how_many(evidence),
        *who(evidence, called=scope.kind == "entity"),
        *in_which_words(evidence),
        *described_as(evidence, scope.main[:2]),
    ]


def _kept(rows: Sequence[ClaimRow], scope: Scope) -> tuple[ClaimRow, ...]:
    """The best rows of each question, in the order of the questions."""
    ranked = sorted(rows, key=lambda row: -_worth(row, scope))
    count: dict[str, int] = defaultdict(int)
    kept: list[ClaimRow] = []
    for row in ranked:
        if len(kept) < MAX_ROWS and count[row.question] < MAX_OF[row.question]:
            count[row.question] += 1
            kept.append(row)
    order = {question: place for place, question in enumerate(QUESTIONS)}
    return tuple(sorted(kept, key=lambda row: (not _is_asked(row, scope), order[row.question], -_worth(row, scope))))


def _is_asked(row: ClaimRow, scope: Scope) -> bool:
    """Whether a row is the conflict that was asked for."""
    one = scope.asked
    if one is None or row.why != one.why or row.question != _QUESTION[one.kind]:
        return False
    mine = {(said.doc, said.start_char) for value in one.values for said in value.statements}
    return any((doc, claim.statement.start_char) in mine for doc, cell in row.cells.items() for claim in cell)


def _worth(row: ClaimRow, scope: Scope) -> float:
    """How much a row tells: the voices that answer, more where they differ; the subject's own matter before others'."""
    asked = _is_asked(row, scope)
    own = {(e.doc, e.start_char) for e in scope.events} if row.question == "when" and scope.others else set()
    central = bool(own) and any(
        (doc, claim.statement.start_char) in own for doc, claims_of in row.cells.items() for claim in claims_of
    )
    bonus = {"≠": 1.5, "≈": 0.5, "=": 0.5, "·": 0.0}[row.mark]
    described = 0.2 * ("when: “" not in row.label)
    return voices_of(row, scope.voice) + bonus + described + 100 * asked + 20 * central
