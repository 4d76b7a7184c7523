"""Records: CSV and TSV, and JSON Lines. The column that holds the text, where there is one, else row by row.

Which column is the text can be told by its name (text, body, content …); other columns that are metadata stand before
it. A file of records is one document; `read_all` gives a document a record where a column holds texts.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from search.codebook.metadata import canonical
from search.corpus.readers import DEFAULTS, Options, Part, Raw, Refusal
from search.corpus.readers.blocks import MAX_TEXT, Blocks
from search.corpus.readers.decoding import Decoded, decode
from search.errors import CorpusError
from search.model import Problem
from search.text.sanitise import sanitise_line

TEXT_COLUMNS = ("text", "body", "content", "full_text", "fulltext", "article", "message", "transcript", "description")
_DELIMITERS = ",;\t|"
_SAMPLE = 16_384  # characters
_MAX_COLUMNS = 2_000
_MAX_LEN_CELL = 1_000_000  # characters
_MAX_RECORDS = 400_000
_MAX_TEXTS = 4 * MAX_TEXT  # characters of all records together
_MIN_WORDS = 8  # of a text on the average: a column of shorter ones is a column of a table
_DIGITS = 5  # of a record's number, so that names are in its order

Record = Mapping[str, str] | Sequence[str]


class Table:
    """Reads .csv and .tsv."""

    name = "csv"
    suffixes: Sequence[str] = (".csv", ".tsv", ".tab")

    def read(self, path: Path, data: bytes, options: Options = DEFAULTS) -> Raw:
        """All records as one document."""
        decoded = decode(path, data, options.encoding)
        return _document(path, self._records(path, decoded.text, options.columns), decoded, options.columns)

    def read_all(self, path: Path, data: bytes, options: Options = DEFAULTS) -> Iterator[Part]:
        """A document a record, where a column holds texts; else all as one."""
        decoded = decode(path, data, options.encoding)
        return _documents(path, self._records(path, decoded.text, options.columns), decoded, options.columns)

    def _records(self, path: Path, text: str, mapped: Mapping[str, str]) -> Iterator[Record]:
        csv.field_size_limit(_MAX_LEN_CELL)
        dialect = _dialect(text[:_SAMPLE])
        rows = csv.reader(io.StringIO(text.replace("\x00", ""), newline=""), dialect)
        try:
            head = next(rows, [])[:_MAX_COLUMNS]
            named = bool(mapped) or (len(head) > 1 and any(_is_text_column(name) or canonical(name) for name in head))
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

    def read(self, path: Path, data: bytes, options: Options = DEFAULTS) -> Raw:
        """All records as one document."""
        decoded = decode(path, data, options.encoding)
        return _document(path, _lines(path, decoded.text), decoded, options.columns)

    def read_all(self, path: Path, data: bytes, options: Options = DEFAULTS) -> Iterator[Part]:
        """A document a record, where a field holds texts; else all as one."""
        decoded = decode(path, data, options.encoding)
        return _documents(path, _lines(path, decoded.text), decoded, options.columns)


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


def _is_text_column(name: str) -> bool:
    return name.strip().lower().replace(" ", "_").replace("-", "_") in TEXT_COLUMNS


def _rank(name: str) -> int:
    return TEXT_COLUMNS.index(name.strip().lower().replace(" ", "_").replace("-", "_"))


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which columns hold what: `text` is None where none is known to hold texts; `meta` is column → key."""

    text: str | None
    meta: Mapping[str, str]

    @staticmethod
    def of(record: Record, mapped: Mapping[str, str]) -> _Columns:
        """The columns as corpus.yaml names them, else by their own names."""
        if not isinstance(record, Mapping):
            return _Columns(None, {})
        text = mapped.get("text") or min(filter(_is_text_column, record), key=_rank, default=None)
        meta = {name: key for name in record if name != text and (key := canonical(name))}
        return _Columns(text, {**meta, **{name: key for key, name in mapped.items() if key != "text"}})

    def read(self, record: Record) -> tuple[dict[str, str], str] | None:
        """A record's metadata and text; None where it has no text."""
        if self.text is None or not isinstance(record, Mapping) or not record.get(self.text, "").strip():
            return None
        meta: dict[str, str] = {}
        for name, key in self.meta.items():
            if value := record.get(name, "").strip():
                meta.setdefault(key, value)
        return meta, record[self.text].strip().replace("\r\n", "\n")


def _document(path: Path, records: Iterator[Record], decoded: Decoded, mapped: Mapping[str, str]) -> Raw:
    out = Blocks()
    problems = decoded.problems
    head: Sequence[str] = ()
    columns: _Columns | None = None
    for number, record in enumerate(records):
        if out.full or number >= _MAX_RECORDS:
            problems = (*problems, _cut(path, number))
            break
        if isinstance(record, Mapping) and list(record) != head:
            columns = None
        columns = columns or _Columns.of(record, mapped)
        found = columns.read(record)
        if found is not None:
            meta, text = found
            said = ", ".join(meta[key] for key in ("title", "author", "source", "published") if key in meta)
            out.add(said, "heading", 3)
            for paragraph in text.split("\n"):
                out.add(paragraph)
        elif isinstance(record, Mapping):
            if list(record) != head:
                head = list(record)
                out.row(head)
            out.row(list(record.values()))
        else:
            out.row(record)
    return Raw(out.text, encoding=decoded.encoding, problems=problems)


def _documents(path: Path, records: Iterator[Record], decoded: Decoded, mapped: Mapping[str, str]) -> Iterator[Part]:
    kept = list(zip(range(_MAX_RECORDS), records, strict=False))
    _need_columns(path, kept, mapped)
    texts = [(number, found) for number, record in kept if (found := _Columns.of(record, mapped).read(record))]
    words = sum(text.count(" ") + 1 for _, (_, text) in texts)
    if not texts or (not mapped.get("text") and words < _MIN_WORDS * len(texts)):
        yield Part("", _document(path, iter([record for _, record in kept]), decoded, mapped))
        return
    size = 0
    problems = decoded.problems
    for number, (meta, text) in texts:
        size += len(text)
        if size > _MAX_TEXTS:
            cut = _cut(path, number)
            yield Part("", Refusal("unreadable", cut.title, cut.message, cut.hint))
            return
        yield Part(f"{number + 1:0{_DIGITS}}", Raw(text, meta, encoding=decoded.encoding, problems=problems))
        problems = ()


def _need_columns(path: Path, records: Sequence[tuple[int, Record]], mapped: Mapping[str, str]) -> None:
    """Raises CorpusError where corpus.yaml names a column that no record has."""
    there = {name for _, record in records if isinstance(record, Mapping) for name in record}
    missing = next((name for name in mapped.values() if name not in there), None)
    if missing is not None:
        columns = (
            ", ".join(sanitise_line(name) for name in sorted(there)[:20]) or "none: its first line names no columns"
        )
        raise CorpusError(
            "No such column",
            f"{sanitise_line(path.name)} has no column “{sanitise_line(missing)}”, which corpus.yaml names.",
            f"Its columns are: {columns}.",
        )


def _cut(path: Path, number: int) -> Problem:
    return Problem("Document too large", f"{sanitise_line(path.name)}: only {number:,} records are read.", "Split it.")
