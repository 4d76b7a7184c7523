"""Records: CSV and TSV, and JSON Lines. The column that holds the text, where there is one, else row by row.

Which column is the text can be told by its name (text, body, content …); other columns that are metadata stand before
it. A file of records is one document; `read_all` gives a document a record where a column holds texts.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from search.codebook.metadata import canonical
from search.corpus.readers import Raw
from search.corpus.readers.blocks import MAX_TEXT, Blocks
from search.corpus.readers.decoding import decode
from search.errors import CorpusError
from search.model import Problem
from search.text.sanitise import sanitise_line

TEXT_COLUMNS = ("text", "body", "content", "full_text", "fulltext", "article", "message", "transcript", "description")
_DELIMITERS = ",;\t|"
_SAMPLE = 16_384  # characters
_MAX_COLUMNS = 2_000
_MAX_LEN_CELL = 1_000_000  # characters
_MAX_RECORDS = 400_000


class Table:
    """Reads .csv and .tsv."""

    name = "csv"
    suffixes: Sequence[str] = (".csv", ".tsv", ".tab")

    def read(self, path: Path, data: bytes) -> Raw:
        """All records as one document."""
        text, encoding, problems = decode(path, data)
        return _document(path, self._records(path, text), encoding, problems)

    def read_all(self, path: Path, data: bytes) -> Iterator[tuple[str, Raw]]:
        """A document a record, where a column holds texts; else all as one."""
        text, encoding, problems = decode(path, data)
        return _documents(path, self._records(path, text), encoding, problems)

    def _records(self, path: Path, text: str) -> Iterator[Mapping[str, str] | Sequence[str]]:
        csv.field_size_limit(_MAX_LEN_CELL)
        dialect = _dialect(text[:_SAMPLE])
        rows = csv.reader(io.StringIO(text.replace("\x00", ""), newline=""), dialect)
        try:
            head = next(rows, [])[:_MAX_COLUMNS]
            named = len(head) > 1 and any(_text_column(name) or canonical(name) for name in head)
            if not named:
                yield head
            for row in rows:
                row = row[:_MAX_COLUMNS]
                yield dict(zip(head, row, strict=False)) if named else row
        except csv.Error as error:
            raise CorpusError(
                "Document not readable",
                f"{sanitise_line(path.name)}, line {rows.line_num}: {error}.",
                "Save it anew as CSV, or give it its right ending.",
            ) from error


class JsonLines:
    """Reads .jsonl and .ndjson."""

    name = "jsonl"
    suffixes: Sequence[str] = (".jsonl", ".ndjson")

    def read(self, path: Path, data: bytes) -> Raw:
        """All records as one document."""
        text, encoding, problems = decode(path, data)
        return _document(path, _lines(path, text), encoding, problems)

    def read_all(self, path: Path, data: bytes) -> Iterator[tuple[str, Raw]]:
        """A document a record, where a field holds texts; else all as one."""
        text, encoding, problems = decode(path, data)
        return _documents(path, _lines(path, text), encoding, problems)


def _dialect(sample: str) -> type[csv.Dialect]:
    """How the values are parted: by the delimiter that gives most lines the same number of them."""

    class Found(csv.excel):
        delimiter = max(_DELIMITERS, key=lambda mark: _regularity(sample, mark))

    return Found


def _regularity(sample: str, mark: str) -> tuple[float, int]:
    counts = [line.count(mark) for line in sample.splitlines()[:50] if line.strip()]
    if not counts or not max(counts):
        return 0.0, 0
    usual = max(set(counts) - {0}, key=counts.count)
    return counts.count(usual) / len(counts), -_DELIMITERS.index(mark)


def _lines(path: Path, text: str) -> Iterator[Mapping[str, str]]:
    """The objects, a line each; their values as text, what is nested left out."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise CorpusError(
                "Document not readable",
                f"{sanitise_line(path.name)}, line {number}: it is no JSON.",
                "Each line must be one JSON object.",
            ) from error
        if not isinstance(record, dict):
            raise CorpusError(
                "Document not readable",
                f"{sanitise_line(path.name)}, line {number}: it is no object with keys and values.",
                "Each line must be one JSON object.",
            )
        yield {str(key): _scalar(value) for key, value in list(record.items())[:_MAX_COLUMNS]}


def _scalar(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, (int, float)):
        return f"{value}"
    if isinstance(value, list):
        return ", ".join(item for item in value[:50] if isinstance(item, str))
    return ""


def _text_column(name: str) -> bool:
    return name.strip().lower().replace(" ", "_").replace("-", "_") in TEXT_COLUMNS


def _text_of(record: Mapping[str, str] | Sequence[str]) -> tuple[dict[str, str], str] | None:
    """A record's metadata and text, or None where no column is known to hold texts."""
    if not isinstance(record, Mapping):
        return None
    column = min((name for name in record if _text_column(name)), key=_rank, default=None)
    if column is None:
        return None
    meta: dict[str, str] = {}
    for name, value in record.items():
        if name != column and (key := canonical(name)) and value.strip():
            meta.setdefault(key, value.strip())
    return meta, record[column].strip()


def _rank(name: str) -> int:
    return TEXT_COLUMNS.index(name.strip().lower().replace(" ", "_").replace("-", "_"))


def _document(
    path: Path,
    records: Iterator[Mapping[str, str] | Sequence[str]],
    encoding: str,
    problems: tuple[Problem, ...],
) -> Raw:
    out = Blocks()
    head: Sequence[str] = ()
    for number, record in enumerate(records):
        if out.full or number >= _MAX_RECORDS:
            cut = Problem(
                "Document too large", f"{sanitise_line(path.name)}: only {number:,} records are read.", "Split it."
            )
            problems = (*problems, cut)
            break
        found = _text_of(record)
        if found is not None:
            meta, text = found
            said = ", ".join(meta[key] for key in ("title", "author", "source", "published") if key in meta)
            out.add(said, "heading", 3)
            for paragraph in text.replace("\r\n", "\n").split("\n"):
                out.add(paragraph)
        elif isinstance(record, Mapping):
            if list(record) != head:
                head = list(record)
                out.row(head)
            out.row(list(record.values()))
        else:
            out.row(record)
    return Raw(out.text, encoding=encoding, problems=problems)


def _documents(
    path: Path,
    records: Iterator[Mapping[str, str] | Sequence[str]],
    encoding: str,
    problems: tuple[Problem, ...],
) -> Iterator[tuple[str, Raw]]:
    kept = list(zip(range(_MAX_RECORDS), records, strict=False))
    if not any(_text_of(record) for _, record in kept):
        yield "1", _document(path, iter([record for _, record in kept]), encoding, problems)
        return
    size = 0
    for number, record in kept:
        found = _text_of(record)
        if found is not None and found[1] and size <= MAX_TEXT:
            size += len(found[1])
            yield str(number + 1), Raw(found[1], found[0], encoding=encoding, problems=problems)
            problems = ()
