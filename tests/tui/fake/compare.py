"""A comparison with every section, in memory: what the comparison pane and its commands are tested with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from search.model import Comparison, Conflict, Copied, Correction, Document, Silent, StatedValue, Statement
from search.userdata.verdicts import Verdicts

TEXTS: Mapping[str, str] = {
    "wire.md": "At least 12 sailors drowned, the coast guard said. Tomas Reed stayed ashore.",
    "echo.md": "At least 12 sailors drowned, the coast guard said. Tomas Reed stayed ashore.",
    "later.md": "The toll has risen to 14 sailors. A witness, Ada Finch, counted 2012 lamps and 15 dead.",
    "undated.md": "Nobody knows how the boat came to sink.",
}
DOCUMENTS = (
    Document("wire.md", "Boat sinks", "Alder Post", None, "2020-03-20"),
    Document("echo.md", "Boat sinks", "Sea Gazette", None, "2020-03-20"),
    Document("later.md", "Toll rises", "Coast Review", None, "2020-03-22"),
    Document("undated.md", "A riddle", "Port Letter", None, None),
)


def said(doc: str, words: str, speaker: str = "", texts: Mapping[str, str] = TEXTS) -> Statement:
    """The sentence of a document that has these words."""
    at = texts[doc].index(words)
    start = max(texts[doc].rfind(". ", 0, at) + 2, 0) if ". " in texts[doc][:at] else 0
    end = texts[doc].find(".", at) + 1 or len(texts[doc])
    return Statement(doc, texts[doc][start:end], start, end, speaker)


TOLL = Conflict(
    "toll", "number", ("Coast guard", "sailors"),
    (StatedValue("12", (said("wire.md", "12"), said("echo.md", "12"))), StatedValue("14", (said("later.md", "14"),))),
    "a number of sailors changes while it is counted", update=True,
)  # fmt: skip
DEAD = Conflict(
    "dead", "number", ("sailors",),
    (StatedValue("12", (said("wire.md", "12"), said("echo.md", "12"))),
     StatedValue("15", (said("later.md", "15", "Ada Finch"),))),
    "each gives a number of dead",
)  # fmt: skip
NAMED = Conflict(
    "named", "name", ("the witness",),
    (StatedValue("Tomas Reed", (said("wire.md", "Tomas"),)), StatedValue("Ada Finch", (said("later.md", "Ada"),))),
)  # fmt: skip
ALIKE = Conflict(
    "alike", "number", ("coast guard",),
    (StatedValue("12", (said("wire.md", "12"), said("echo.md", "12"), said("later.md", "14"))),),
)  # fmt: skip

FULL = Comparison(
    sources=DOCUMENTS,
    conflicts=(DEAD, NAMED),
    agreements=(ALIKE,),
    updates=(TOLL,),
    copies=(
        Copied("c1", "copy", ("wire.md", "echo.md"), 1.0, (), "the same words throughout"),
        Copied("c2", "version", ("wire.md", "later.md"), 0.8),
    ),
    silent=(Silent("undated.md", ("person:tomas-reed",), ("Reports are due",)),),
    voices={"echo.md": "wire.md"},
)


def judged(comparison: Comparison, corrections: Sequence[Correction]) -> Comparison:
    """A comparison as the reader's verdicts leave it: the engine's own rule."""
    shown, aside = Verdicts(corrections).divide(comparison.conflicts)
    return replace(comparison, conflicts=shown, dismissed=aside)


def many(count: int) -> Comparison:
    """As many conflicts, agreements and names described as asked for."""
    one = tuple(replace(DEAD, id=f"d{n}", about=(f"ship {n}",)) for n in range(count))
    same = tuple(replace(ALIKE, id=f"a{n}", about=(f"ship {n}",)) for n in range(count))
    return replace(FULL, conflicts=one, agreements=same)
