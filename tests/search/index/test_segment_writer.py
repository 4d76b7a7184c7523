"""What our writer writes is a Whoosh index: Whoosh's own readers, queries and merging find in it what is there."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import index as whoosh_index
from whoosh import query as whoosh_query
from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3Codec, W3TermInfo
from whoosh.columns import VarBytesColumn
from whoosh.filedb.filestore import FileStorage
from whoosh.qparser import QueryParser
from whoosh.util.numeric import byte_to_length

from search.index import postings
from search.index.bm25 import Collection
from search.index.evaluator import Evaluation
from search.index.index import Index
from search.index.schema import OnePass
from search.index.searcher import COLUMNS
from search.index.segment_reader import SegmentFile, length_of, segment_row
from search.index.vocabulary import Vocabulary
from search.model import Document, Text
from search.query.parser import parse
from search.query.request import SearchRequest
from search.text import analyzer
from search.text.folding import fold
from tests.search.indexes import made_up, news, write


@pytest.mark.parametrize("batch", [200, 30])
@pytest.mark.parametrize("compact", [False, True])
def test_whoosh_reads_every_posting(tmp_path: Path, batch: int, compact: bool) -> None:
    documents = made_up(200)
    index = Index(tmp_path / "index")
    write(index, documents, batch)
    gone = {f"{number:04}.txt" for number in range(0, 200, 7)}
    with index.writer() as changes:
        for doc in gone:
            changes.delete(doc)
    if compact:
        index.compact()
    expected: dict[tuple[str, str, str], list[int]] = {}
    lengths: Counter[str] = Counter()
    for document, text in documents:
        if document.id in gone:
            continue
        for place, word in enumerate(analyzer.words(fold(text.text))):
            if term := analyzer.TERMS[word]:
                expected.setdefault((term, document.id, "body"), []).append(place)
                lengths[document.id] += 1
    opened = whoosh_index.open_dir(str(index.path))
    reader = opened.reader()
    ids = reader.column_reader("id")
    found: dict[tuple[str, str, str], list[int]] = {}
    for field, text_bytes in reader.all_terms():
        if field != "body":
            continue
        matcher = reader.postings(field, text_bytes)
        while matcher.is_active():
            doc = ids[matcher.id()]
            places = matcher.value_as("positions")
            assert matcher.weight() == len(places)
            found[text_bytes.decode(), doc, "body"] = places
            matcher.next()
    assert found == expected
    for number in reader.all_doc_ids():
        coded = reader.doc_field_length(number, "body")
        assert coded == pytest.approx(lengths[ids[number]], rel=0.1, abs=1)
    reader.close()


def test_whooshs_own_queries_work(tmp_path: Path) -> None:
    index = news(tmp_path / "index")
    opened = whoosh_index.open_dir(str(index.path))
    with opened.searcher() as searcher:
        parser = QueryParser("body", opened.schema)
        for line, count in (("garcía luna", 1), ('"foreign agents"', 1), ("polic*", 2), ("immunity AND agents", 2)):
            assert len(searcher.search(parser.parse(line))) == count, line
        assert len(searcher.search(whoosh_query.Term("id", "vice.md"))) == 1


def test_what_whoosh_has_written_anew_is_read_too(tmp_path: Path) -> None:
    """Compressed blocks, pickled as Whoosh pickles them."""
    index = Index(tmp_path / "index")
    documents = made_up(300)
    write(index, documents, 100)
    queries = [" ".join(text.text.split()[:2]) for _, text in documents[:20]]
    before = [index.matching(query) for query in queries]
    opened = whoosh_index.open_dir(str(index.path))
    opened.writer(codec=W3Codec(compression=3)).commit(optimize=True)
    collection = Collection([SegmentFile(index.path, segment_row(segment)) for segment in opened._segments()])
    assert len(collection.segments) == 1
    for query, found in zip(queries, before, strict=True):
        answer = Evaluation(parse(query), collection, vocabulary=lambda: Vocabulary([])).run()
        assert set(collection.values("id", np.flatnonzero(answer.mask))) == found


def test_positions_and_blocks_are_what_was_written(tmp_path: Path) -> None:
    index = Index(tmp_path / "index")
    count = 400  # several blocks of 128
    with index.writer() as changes:
        for number in range(count):
            changes.add(
                Document(f"{number:04}", "Title"), Text(f"{number:04}", "zebra " * (number % 3 + 1) + f"x{number}")
            )
    opened = whoosh_index.open_dir(str(index.path))
    reader = opened.reader()
    (segment,) = [SegmentFile(index.path, segment_row(segment)) for segment in opened._segments()]
    terms = segment.terms
    entry = terms.find("body", b"zebra")
    assert entry is not None
    assert entry.documents == count
    assert [rows[3] for rows in terms.blocks(entry)] == [128, 128, 128, 16]
    numbers, weights, values = terms.postings(entry)
    assert list(numbers) == list(range(count))
    assert list(weights) == [number % 3 + 1 for number in range(count)]
    assert [postings.decoded(value) for value in values] == [list(range(number % 3 + 1)) for number in range(count)]
    assert terms.find("body", b"okapi") is None
    assert terms.find("nonsense", b"zebra") is None
    assert [(field, text) for field, text, _ in terms.items()] == list(reader.all_terms())
    info = reader.term_info("body", "zebra")
    assert (info.doc_frequency(), info.max_weight(), info.min_id(), info.max_id()) == (count, 3, 0, count - 1)
    reader.close()


def test_lengths_and_columns_are_what_whoosh_reads(tmp_path: Path) -> None:
    index = news(tmp_path / "index")
    opened = whoosh_index.open_dir(str(index.path))
    reader = opened.reader()
    (segment,) = [SegmentFile(index.path, segment_row(segment)) for segment in opened._segments()]
    for field in ("title", "body"):
        lengths = [reader.doc_field_length(number, field) for number in range(4)]
        assert [length_of(code) for code in segment.length_codes(field)] == lengths
        assert segment.words[field] == reader.field_length(field)
    for field in COLUMNS:
        values = reader.column_reader(field)
        wanted = [value if isinstance(value, str) else value.decode() for value in (values[n] for n in range(4))]
        assert segment.column(field) == wanted
    assert segment.column("nonsense") == [""] * 4
    reader.close()


def test_a_column_of_many_documents_has_another_layout(tmp_path: Path) -> None:
    """Beyond 32,768 documents Whoosh also writes where each value begins."""
    storage = FileStorage(str(tmp_path))
    values = [f"value {number}" if number % 3 else "" for number in range(40_000)]
    with storage.create_file("column") as file:
        writer = VarBytesColumn().writer(file)
        for number, value in enumerate(values):
            writer.add(number, value.encode())
        writer.finish(len(values))
    segment = object.__new__(SegmentFile)
    content = (tmp_path / "column").read_bytes()
    segment.name, segment.documents, segment._columns = "x", len(values), {}
    segment._bytes, segment._parts = memoryview(content), {"x.id.col": {"offset": 0, "length": len(content)}}
    assert content[-1:] == b"X"
    assert segment.column("id") == values


def test_what_is_known_of_whooshs_format_is_so() -> None:
    assert (postings.INFO.format, postings.MAGIC) == (W3TermInfo._struct.format, WHOOSH3_HEADER_MAGIC)
    assert [length_of(code) for code in range(256)] == [byte_to_length(code) for code in range(256)]


def test_searching_imports_nothing_of_whoosh_but_its_stemmer(tmp_path: Path) -> None:
    index = news(tmp_path / "index")
    script = (
        "import sys; from pathlib import Path; from search.index.index import Index;"
        "from search.query.request import SearchRequest;"
        f"assert Index(Path({str(index.path)!r})).search(SearchRequest('garcia luna')).total == 1;"
        "known = {name for name in sys.modules if name.startswith('whoosh')};"
        "assert known == {'whoosh', 'whoosh.lang', 'whoosh.lang.porter'}, known;"
        "assert not {'urllib.request', 'ssl', 'email', 'unittest', 'sqlite3'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="aeiou bcd.'’-éÉİß中国\n3", max_size=80))
def test_index_highlights_and_whooshs_analyzer_see_the_same_words(text: str) -> None:
    folded = fold(text)
    words = analyzer.words(folded)
    assert [match.group() for match in analyzer.spans(folded)] == words
    places = [(place, analyzer.TERMS[word]) for place, word in enumerate(words) if analyzer.TERMS[word]]
    made = {term for compound, term in analyzer.joined_terms(folded) if not compound.hyphenated}
    assert [(token.pos, token.text) for token in OnePass()(text) if token.text not in made] == [
        (place, term) for place, term in places if term not in made
    ]
    assert made <= {token.text for token in OnePass()(text)}
    for match in analyzer.spans(folded):
        assert not analyzer.bare(match.group()) or text[match.start() : match.end()].strip() != ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The U.S.-Mexico law’s end", ["the", "u.s", "mexico", "law's", "end"]),
        ("at 3.5 p.m. don't", ["at", "3", "5", "p.m", "don", "t"]),
        ("J.B. O’Brien’s foo_bar", ["j.b", "o", "brien's", "foo", "bar"]),
        ("中国 and 日本", ["中", "国", "and", "日", "本"]),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert analyzer.words(fold(text)) == words


@pytest.mark.parametrize(
    ("word", "term"),
    [("u.s", "us"), ("law's", "law"), ("policies", "polici"), ("the", ""), ("x" * 200, "x" * 64), ("garcia", "garcia")],
)
def test_terms(word: str, term: str) -> None:
    assert analyzer.TERMS[word] == term


def test_a_long_text_is_indexed_as_others_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "The zebra of Mexico's zoo, 1,200,000 of them; the e-mail said so. " * 40
    found = []
    for number, long in enumerate((1_000_000, 10)):
        monkeypatch.setattr("search.index.segment_writer.LONG", long)
        index = Index(tmp_path / str(number), text_of=lambda ids: dict.fromkeys(ids, text))
        with index.writer() as changes:
            changes.add(Document("a.txt", "A zebra"), Text("a.txt", text))
        queries = ("zebra", '"zebra of mexico"', "1200000", "email", "zeb*", '"zoo zebra"')
        hits = [index.search(SearchRequest(query)).hits for query in queries]
        found.append([[(hit.document.id, round(hit.score, 6)) for hit in each] for each in hits])
        index.close()
    assert found[0] == found[1]
    assert [len(each) for each in found[0]] == [1, 1, 1, 1, 1, 0]
