"""Claim grids of the fake library: the storm and the act, as its invented documents tell of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from search.errors import CorpusError
from search.model import Claim, ClaimGrid, ClaimRow, Document, Mark, Statement

LONG = "Captains protested in May 2019 against the Harbour Act. The Sailors' Union called it a burden."


def claim(texts: Mapping[str, str], doc: str, words: str, mark: Mark, sentence: str, speaker: str = "") -> Claim:
    """A claim of words within a sentence of a document."""
    text = texts[doc]
    start = text.index(sentence)
    at = text.index(words, start)
    return Claim(
        words=words,
        mark=mark,
        statement=Statement(doc, sentence, start, start + len(sentence), speaker),
        start=at,
        end=at + len(words),
        value="",
    )


def grid_of(
    subject: str, texts: Mapping[str, str], documents: Sequence[Document], docs: Sequence[str] | None
) -> ClaimGrid:
    """A grid with a conflict, an agreement with three answers of one source, and a source that says nothing."""
    if subject.startswith("entity:person:tomas"):
        raise CorpusError("No such name", "It is gone.", "")
    chosen = tuple(one for one in documents if docs is None or one.id in docs)
    storm = "In 1984 a storm had broken the old pier."
    broke = "The storm of 1985 broke the pier, recalled captain Tomas Reed."
    passed = "On 3 May 2019 the council of Port Alder passed the Harbour Act."
    protest = "Captains protested in May 2019 against the Harbour Act."
    rows: tuple[ClaimRow, ...] = (
        ClaimRow("when", "when: broke", "≠", {
            "harbour.md": (claim(texts, "harbour.md", "1984", "≠", storm),),
            "gazette.md": (claim(texts, "gazette.md", "1985", "≠", broke, "Tomas Reed"),),
        }, "each tells of the storm"),
        ClaimRow("when", "when: passed", "≈", {
            "harbour.md": (claim(texts, "harbour.md", "3 May 2019", "≈", passed),),
            "gazette.md": (claim(texts, "gazette.md", "May 2019", "≈", protest),),
        }),
        ClaimRow("who", "who: named", "=", {
            "gazette.md": (
                claim(texts, "gazette.md", LONG, "=", LONG),
                claim(texts, "gazette.md", "Captains", "·", protest),
                claim(texts, "gazette.md", "Tomas Reed", "·", broke),
            ),
        }),
    )  # fmt: skip
    kept = {one.id for one in chosen}
    rows = tuple(
        ClaimRow(row.question, row.label, row.mark, {d: c for d, c in row.cells.items() if d in kept}, row.why)
        for row in rows
        if kept & set(row.cells)
    )
    return ClaimGrid(
        subject=subject, kind="entity", title="The pier of Port Alder", documents=chosen, rows=rows, more=2
    )
