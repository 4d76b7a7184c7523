"""Writing and merging segments of a Whoosh index, quickly, and reading their postings block by block.

What is written is what Whoosh 2.7.4's own `W3Codec(compression=0)` writes – its readers and queries work on it, which
the tests hold – but without a Python call a posting: a batch is kept as term → documents and positions, and
written term by term. Merging joins sorted terms of the segments one at a time, so its memory is that of one term.
"""

# ruff: noqa: I001 - search.text.analyzer comes first: it silences what Python warns of when it compiles Whoosh

from __future__ import annotations

import bisect
import heapq
import pickle
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, MutableSequence, Sequence
from functools import partial
from itertools import groupby
from operator import itemgetter, sub
from pathlib import Path
from struct import Struct
from typing import Any, TypeAlias

from search.text import analyzer
from search.index import vocabulary
from search.index.postings import INFO, MAGIC, Entry, Postings
from search.index.segment_reader import SegmentFile, segment_row
from search.text.compounds import Compound
from search.text.folding import fold
from whoosh import formats
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import RamStorage
from whoosh.reading import SegmentReader
from whoosh.system import pack_int
from whoosh.util.numeric import length_to_byte
from whoosh.writing import SegmentWriter

BLOCK = 128  # postings a block, as Whoosh's
MAX_SEGMENTS = 12  # a term is looked up once a segment
STALE_THRESHOLD = 0.3  # share of deleted documents beyond which a segment is written anew

_EXTENT = Struct("!qi")
_PROTOCOL = 4  # the first with bytes of their own; Whoosh's 2 writes each value as a call, ten times slower to read
_COUNT = Struct("!I").pack
_dumps = pickle.dumps

LONG = 1_000_000
"""Characters of a text whose words are not all held at once: a list of them takes twenty times its size."""

Places: TypeAlias = "defaultdict[str, MutableSequence[int]]"
_Row: TypeAlias = list[tuple[int, Sequence[int]]]
"""A term's documents in a batch, each with the positions it has there."""


def _encoded(places: Sequence[int]) -> bytes:
    """Positions as `whoosh.formats.Positions` keeps them: how many, and each one's difference from the one before."""
    deltas = [places[0], *map(sub, places[1:], places)]
    return _COUNT(len(deltas)) + _dumps(deltas, 2)


def _placed(folded: str, distinct: set[str]) -> tuple[Places, int]:
    """Where the terms of a long text stand, and how many there are: no list of its words, four bytes a place."""
    found: Places = defaultdict(partial(array, "I"))
    terms = analyzer.TERMS
    length = 0
    for place, match in enumerate(analyzer.spans(folded)):
        word = match.group()
        distinct.add(word)
        if term := terms[word]:
            found[term].append(place)
            length += 1
    return found, length


def _start(joined: tuple[Compound, str]) -> int:
    return joined[0].start


class _Single(dict[int, bytes]):
    """One position, encoded: what most postings hold."""

    def __missing__(self, place: int) -> bytes:
        value = _encoded((place,))
        if place < 20_000:
            self[place] = value
        return value


_SINGLE = _Single()


# ---- writing ---------------------------------------------------------------------------------------------------


class _Merged:
    """A segment on its way into a new one: its terms in order, and where its documents go."""

    def __init__(self, reader: Any, file: SegmentFile) -> None:
        self.reader, self.file = reader, file
        self.numbers: Mapping[int, int] | None = None  # old → new number, where documents were deleted
        self.shift = 0

    def terms(self, rank: int) -> Iterator[tuple[tuple[str, bytes], int, Any]]:
        for field, text, entry in self.file.terms.items():
            yield (field, text), rank, entry

    def postings(self, entry: Entry) -> Postings:
        numbers, weights, values = self.file.terms.postings(entry)
        if self.numbers is None:
            shift = self.shift
            return [number + shift for number in numbers], weights, values
        kept = [at for at, number in enumerate(numbers) if number in self.numbers]
        return (
            [self.numbers[numbers[at]] for at in kept],
            [weights[at] for at in kept],
            [values[at] for at in kept] if values else values,
        )


class BatchWriter(SegmentWriter):  # type: ignore[misc]
    """Whoosh's segment writer with a faster way in (`add`), a faster flush, and merging that streams.

    `on_commit(toc, segments, generation)` is called with the bytes of the new table of contents right before it is
    put in place.
    """

    def __init__(self, ix: Any, on_commit: Any, **options: Any) -> None:
        super().__init__(ix, codec=W3Codec(compression=0), limitmb=1, **options)
        self._on_commit = on_commit
        self._rows: defaultdict[str, defaultdict[str, _Row]] = defaultdict(lambda: defaultdict(list))
        self._lengths: dict[str, bytearray] = {}
        self._counts: Counter[str] = Counter()
        self._sources: list[_Merged] = []
        self._positions = {
            name: isinstance(kind.format, formats.Positions) for name, kind in self.schema.items() if kind.indexed
        }

    def add(self, texts: Mapping[str, str], keys: Mapping[str, str], columns: Mapping[str, str]) -> None:
        """Add one document.

        `texts`: fields of words, by their text. `keys`: fields that are one term. `columns`: values that are kept to
        be shown, sorted and filtered by.
        """
        number, per_doc, schema = self.docnum, self.perdocwriter, self.schema
        terms = analyzer.TERMS
        distinct: set[str] = set()
        per_doc.start_doc(number)
        for field, text in texts.items():
            folded = fold(text)
            if len(folded) < LONG:
                words = analyzer.words(folded)
                distinct.update(words)
                found: Places = defaultdict(list)
                for place, term in enumerate(map(terms.__getitem__, words)):
                    found[term].append(place)
                length = len(words) - len(found.pop("", ()))  # stop words have no term
            else:
                found, length = _placed(folded, distinct)
            if joined := analyzer.joined_terms(folded):
                self._add_joined(folded, joined, found, distinct)
            rows = self._rows[field]
            for term, places in found.items():
                rows[term].append((number, places))
            per_doc.add_field(field, schema[field], None, length)
            self._length(field, number, length_to_byte(length))
        for field, value in keys.items():
            self._rows[field][value].append((number, ()))
        for field, value in columns.items():
            if value:
                per_doc.add_column_value(field, schema[field].column_type, value.encode())
        per_doc.finish_doc()
        self._counts.update(distinct)
        self._added = True
        self.docnum += 1

    @staticmethod
    def _add_joined(folded: str, joined: list[tuple[Compound, str]], found: Places, distinct: set[str]) -> None:
        """Add what words make together, at the place of the first of them; the field gets no longer by it.

        No phrase asks for a hyphenated spelling: its places are those among its own, which nobody has to count.
        """
        at_words = []
        for row in joined:
            if row[0].hyphenated:
                places = found[row[1]]
                places.append(len(places))
            else:
                at_words.append(row)
        if not at_words:
            return
        at_words.sort(key=_start)
        counts = analyzer.counted(folded, [compound.start for compound, _ in at_words])
        for (compound, term), place in zip(at_words, counts, strict=True):
            bisect.insort(found[term], place)
            if compound.is_number:
                distinct.add(compound.key)

    def withdraw(self, number: int) -> None:
        """Leave out a document that was added to this batch; it goes in as a deleted one."""
        self.newsegment.delete_document(number)

    def abandon(self) -> None:
        """Close and remove what was written; the lock stays for the caller to release."""
        for source in self._sources:
            if not source.reader.is_closed:
                source.reader.close()
        try:
            self._close_segment()
        finally:
            import shutil

            shutil.rmtree(self._tempstorage.folder, ignore_errors=True)

    def _length(self, field: str, number: int, code: int) -> None:
        lengths = self._lengths.setdefault(field, bytearray())
        lengths.extend(bytes(number - len(lengths)))
        lengths.append(code)

    # ---- merging -----------------------------------------------------------------------------------------------

    def add_reader(self, reader: Any) -> None:
        """Take a segment in: its documents now, its postings when this segment is written."""
        source = _Merged(reader, SegmentFile(Path(self.storage.folder), segment_row(reader.segment())))
        first = self.docnum
        names = {name for name in reader.indexed_field_names() if name in self.schema} | set(self.schema.names())
        source.numbers = self.write_per_doc(names, reader)
        source.shift = first
        live = range(reader.doc_count_all()) if source.numbers is None else source.numbers
        for field in self._positions:
            codes = source.file.length_codes(field)
            for number, old in enumerate(live, first):
                self._length(field, number, codes[old] if old < len(codes) else 0)
        self._sources.append(source)
        vocabulary.merge(vocabulary.load(Path(self.storage.folder), source.file.name), self._counts)
        self._added = True

    def commit(self, mergetype: Any = None, optimize: Any = None, merge: Any = None) -> None:
        """Write the batch; merge segments where there are too many, or all of them with `optimize`."""
        try:
            super().commit(mergetype=_everything if optimize else _small_ones)
        finally:
            for source in self._sources:
                if not source.reader.is_closed:
                    source.reader.close()

    def _flush_segment(self) -> None:
        self.perdocwriter.close()
        writer = self.fieldwriter
        out = _PostingsFile(writer._postfile)
        field, prefix, lengths = "", b"", b""
        for name, text, (numbers, weights, values) in self._merged_terms() if self._sources else self._batch_terms():
            if name != field:
                if field:
                    writer.finish_field()
                writer.start_field(name, self.schema[name])
                field, prefix = name, writer._fieldid.to_bytes(2, "big")
                lengths = bytes(self._lengths.get(name, b"")).ljust(self.docnum, b"\0")
            if numbers:
                writer._tindex.add(prefix + text, out.term(numbers, weights, values, lengths))
        if field:
            writer.finish_field()
        out.flush()
        writer.close()
        self._rows.clear()  # half a million objects, which nobody who keeps this writer needs any more

    def _batch_terms(self) -> Iterator[tuple[str, bytes, Postings]]:
        """Field, term and postings of this batch, in order."""
        for (field, text), _, row in self._own_terms():
            yield field, text, self._batch(field, row)

    def _merged_terms(self) -> Iterator[tuple[str, bytes, Postings]]:
        """Field, term and postings of this batch and of the segments that are taken in, in order."""
        rows = heapq.merge(
            self._own_terms(), *(source.terms(rank) for rank, source in enumerate(self._sources)), key=itemgetter(0, 1)
        )
        for (field, text), group in groupby(rows, key=itemgetter(0)):
            if field not in self._positions:
                continue
            numbers: list[int] = []
            weights: list[float] = []
            values: list[bytes] = []
            for _, rank, entry in group:
                more = self._batch(field, entry) if rank < 0 else self._sources[rank].postings(entry)
                numbers.extend(more[0])
                weights.extend(more[1])
                values.extend(more[2])
            yield field, text, (numbers, weights, values)

    def _own_terms(self) -> Iterator[tuple[tuple[str, bytes], int, Any]]:
        for field in sorted(self._rows):
            rows = self._rows[field]
            for term in sorted(rows):
                yield (field, term.encode()), -1, rows[term]

    def _batch(self, field: str, row: _Row) -> Postings:
        numbers, places = zip(*row, strict=True)
        if not self._positions[field]:
            return numbers, [1] * len(numbers), ()
        values = [_SINGLE[each[0]] if len(each) == 1 else _encoded(each) for each in places]
        return numbers, list(map(len, places)), values

    # ---- finishing ---------------------------------------------------------------------------------------------

    def _assemble_segment(self) -> None:
        super()._assemble_segment()
        vocabulary.save(self.storage, self.newsegment, self._counts)

    def _commit_toc(self, segments: Any) -> None:
        """As Whoosh's, with `on_commit` between the finished table of contents and its being put in place."""
        from whoosh.index import TOC, clean_files

        memory = RamStorage()
        TOC(self.schema, segments, self.generation).write(memory, self.indexname)
        name = TOC._filename(self.indexname, self.generation)
        content = memory.files[name]
        self._on_commit(name, content, segments)
        with self.storage.create_file(name + ".new") as file:
            file.write(content)
        self.storage.rename_file(name + ".new", name, safe=True)
        clean_files(self.storage, self.indexname, self.generation, segments)


class _PostingsFile:
    """Terms' postings, gathered and written a megabyte at a time."""

    def __init__(self, file: Any) -> None:
        self.file = file
        self.offset = file.tell()
        self.parts: list[bytes] = []
        self.waiting = 0

    def term(self, numbers: Sequence[int], weights: Sequence[float], values: Sequence[bytes], lengths: bytes) -> bytes:
        """Write one term's postings; returns its entry for the table of terms."""
        parts = [MAGIC]
        count = len(numbers)
        codes = bytes(map(lengths.__getitem__, numbers))
        for first in range(0, count, BLOCK):
            end = min(first + BLOCK, count)
            ids, tf, code = numbers[first:end], weights[first:end], codes[first:end]
            heaviest = max(tf)
            even = heaviest == min(tf)
            row = (None if heaviest == 1 else float(heaviest)) if even else tuple(tf)
            deltas = (ids[0], *map(sub, ids[1:], ids))
            data = _dumps((deltas, row, tuple(values[first:end]) if values else None), _PROTOCOL)
            head = _dumps((end - first, ids[-1], heaviest, 0, min(code), max(code)), _PROTOCOL)
            length = len(head) + len(data)
            parts += (pack_int(-length if end == count else length), head, data)
        written = b"".join(parts)
        info = INFO.pack(0, sum(weights), count, min(codes), max(codes), max(weights), numbers[0], numbers[-1])
        entry: bytes = info + _EXTENT.pack(self.offset, len(written))
        self.offset += len(written)
        self.parts.append(written)
        self.waiting += len(written)
        if self.waiting > 1 << 20:
            self.flush()
        return entry

    def flush(self) -> None:
        self.file.write(b"".join(self.parts))
        self.parts, self.waiting = [], 0


# ---- which segments to merge -----------------------------------------------------------------------------------


def _everything(writer: BatchWriter, segments: list[Any]) -> list[Any]:
    for segment in segments:
        writer.add_reader(SegmentReader(writer.storage, writer.schema, segment))
    return []


def _small_ones(writer: BatchWriter, segments: list[Any]) -> list[Any]:
    """Merge what is mostly deleted, and, beyond `MAX_SEGMENTS`, the smallest while together they outweigh the next.

    So a document is written anew about log2(n / batch) times in all.
    """
    stale = [each for each in segments if each.deleted_count() > STALE_THRESHOLD * each.doc_count_all()]
    taken = {id(each) for each in stale}
    total = writer.docnum + sum(each.doc_count() for each in stale)
    rest = sorted((each for each in segments if id(each) not in taken), key=lambda each: each.doc_count_all())
    if len(rest) + 1 > MAX_SEGMENTS:
        for rank, segment in enumerate(rest):
            if rank and segment.doc_count_all() > total:
                break
            total += segment.doc_count_all()
            taken.add(id(segment))
    _everything(writer, [each for each in segments if id(each) in taken and each.doc_count()])
    return [each for each in segments if id(each) not in taken]
