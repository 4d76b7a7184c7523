"""Topics as they are written down: in a corpus.yaml, and in the reader's own topics.yaml.

    topics:
      - name: Contact reports
        description: Officials have to report whom they meet.
        query: report (contact OR meeting)
        add:                                # passages that belong to it though the query does not find them
          - {file: a.md, text: the words of the passage, at: 120}
        drop:                               # passages that it finds and that do not belong to it
          - {file: b.md, text: …}

`text` is looked up as it is, blanks taken as one; `at` is the character where it stood, for a text that stands in
several places. In the reader's own file a topic without a query takes that of the codebook's topic of its name, and
`hidden: true` leaves a codebook's topic out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from search.model import Span, TopicOrigin

KEYS = ("name", "description", "query", "add", "drop")
OWN_KEYS = (*KEYS, "hidden")
PASSAGE_KEYS = ("file", "text", "at")
FORM = "A topic is name: …, description: …, query: …."
PASSAGE_FORM = "A passage is {file: name.md, text: its words, at: 120}."
MAX_LEN_NAME = 120  # characters: a topic's name is a row's label


class TopicError(ValueError):
    """A row that is no topic: what is wrong with it, and what a topic is."""

    def __init__(self, message: str, hint: str = FORM) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class HandPassage:
    """A passage put into a topic or taken out of it by hand: its document, its words, where it stood (-1: not said)."""

    doc: str
    text: str
    at: int = -1


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A row to compare sources by: `query` is in the query language and finds its passages.

    `file` and `line` say where the query is written, for messages; `hidden` leaves the topic out.
    """

    name: str
    description: str = ""
    query: str = ""
    add: tuple[HandPassage, ...] = ()
    drop: tuple[HandPassage, ...] = ()
    origin: TopicOrigin = "codebook"
    file: str = ""
    line: int = 0
    hidden: bool = False


def passage_of(row: object) -> HandPassage:
    """A passage from {file, text, at}. Raises TopicError."""
    if not isinstance(row, dict):
        raise TopicError("a passage must be keys and values", PASSAGE_FORM)
    file, text, at = row.get("file"), row.get("text"), row.get("at", -1)
    if not isinstance(file, str) or not file.strip():
        raise TopicError("a passage without a file", PASSAGE_FORM)
    if not isinstance(text, str) or not text.strip():
        raise TopicError("a passage without its words", PASSAGE_FORM)
    try:
        at = int(at)
    except (TypeError, ValueError) as error:
        raise TopicError("“at” must be a number of characters", PASSAGE_FORM) from error
    return HandPassage(file.strip(), text, at)


def topic_of(row: object) -> TopicRow:
    """A topic of the reader's own from a row of YAML. Raises TopicError."""
    if not isinstance(row, dict):
        raise TopicError("it must be keys and values")
    unknown = next((str(key) for key in row if key not in OWN_KEYS), None)
    if unknown is not None:
        raise TopicError(f"unknown key “{unknown[:60]}”", f"Known are: {', '.join(OWN_KEYS)}.")
    given = {key: _line(row.get(key)) for key in ("name", "description", "query")}
    if not given["name"]:
        raise TopicError("a topic without a name")
    lists: dict[str, tuple[HandPassage, ...]] = {}
    for key in ("add", "drop"):
        rows = row.get(key) or []
        if not isinstance(rows, list):
            raise TopicError(f"“{key}” must be a list", PASSAGE_FORM)
        lists[key] = tuple(map(passage_of, rows))
    return TopicRow(
        given["name"],
        given["description"],
        given["query"],
        lists["add"],
        lists["drop"],
        origin="own",
        hidden=row.get("hidden") is True,
    )


def row_of(topic: TopicRow, *, own: bool = True) -> dict[str, Any]:
    """A topic as a row of YAML; with `own` False as one of a corpus.yaml."""
    row: dict[str, Any] = {"name": topic.name}
    if topic.description:
        row["description"] = topic.description
    if topic.query:
        row["query"] = topic.query
    for key, passages in (("add", topic.add), ("drop", topic.drop)):
        if passages:
            row[key] = [{"file": p.doc, "text": p.text} | ({"at": p.at} if p.at >= 0 else {}) for p in passages]
    if own and topic.hidden:
        row["hidden"] = True
    return row


def named(rows: Iterable[TopicRow], name: str) -> TopicRow | None:
    """The row of a name, capitals aside; None where there is none."""
    wanted = key_of(name)
    return next((row for row in rows if key_of(row.name) == wanted), None)


def key_of(name: str) -> str:
    """What names of topics are told apart by."""
    return " ".join(name.split()).casefold()


def effective(curated: Sequence[TopicRow], own: Sequence[TopicRow]) -> tuple[TopicRow, ...]:
    """The codebook's topics in their order, those of the reader's own in place of theirs, then the others of these.

    A topic of the reader's without a query has the codebook's, with its passages and those of the reader's hand.
    """
    mine = {key_of(row.name): row for row in own}
    out: list[TopicRow] = []
    for row in curated:
        over = mine.pop(key_of(row.name), None)
        if over is None:
            out.append(row)
        elif not over.hidden:
            out.append(over if over.query else _inherited(row, over))
    return (*out, *(row for row in mine.values() if not row.hidden))


def _inherited(row: TopicRow, over: TopicRow) -> TopicRow:
    return replace(
        over,
        description=over.description or row.description,
        query=row.query,
        add=(*(p for p in row.add if not _among(p, over.drop)), *over.add),
        drop=(*(p for p in row.drop if not _among(p, over.add)), *over.drop),
        file=row.file,
        line=row.line,
    )


def _among(passage: HandPassage, others: Sequence[HandPassage]) -> bool:
    return any(same_passage(passage, other) for other in others)


def same_passage(one: HandPassage, other: HandPassage) -> bool:
    """Whether two rows mean the same words of the same document, as far as can be said without its text."""
    if one.doc != other.doc or one.text.split() != other.text.split():
        return False
    return one.at == other.at or -1 in (one.at, other.at)


def place_of(passage: HandPassage, text: str) -> Span | None:
    """Where the words of a passage stand in its document's text, nearest to where they stood; None: nowhere."""
    words = passage.text.strip()
    if passage.at >= 0 and text.startswith(words, passage.at):
        return Span(passage.at, passage.at + len(words))
    pattern = re.compile(r"\s+".join(map(re.escape, words.split())))
    found = [Span(match.start(), match.end()) for match in pattern.finditer(text)]
    return min(found, key=lambda span: abs(span.start - max(passage.at, 0)), default=None)


def _line(value: object) -> str:
    """One line of text: what YAML takes for a number or a date is text here too."""
    return "" if value is None or isinstance(value, dict | list) else " ".join(str(value).split())
