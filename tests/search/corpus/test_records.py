"""Records and subtitles: columns that hold texts, rows as lines, speech without its times; files under gzip."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from pathlib import Path

import pytest

from search.corpus.readers import Options, Part, Raw, reader_for
from search.corpus.readers.records import JsonLines, Table
from search.errors import CorpusError
from tests.data.formats.make import HERE, PARAGRAPHS


def read(data: str | bytes, name: str) -> Raw:
    reader = reader_for(name)
    assert reader is not None
    return reader.read(Path(name), data.encode() if isinstance(data, str) else data)


RECORDS = 'Title;Date;Text;Mood\nOne;5 Feb 2018;"First text;\nsecond line.";calm\nTwo;2018-02-06;Other.;glad\n'


TEXTS = Options(columns={"text": "Text"})


def records(parts: Iterable[Part]) -> list[tuple[str, Raw]]:
    return [(part.name, part.found) for part in parts if isinstance(part.found, Raw)]


def test_a_column_of_texts() -> None:
    assert read(RECORDS, "a.csv").text == "One, 5 Feb 2018\n\nFirst text;\n\nsecond line.\n\nTwo, 2018-02-06\n\nOther."
    found = records(Table().read_all(Path("a.csv"), RECORDS.encode(), TEXTS))
    assert [(name, raw.text, raw.meta) for name, raw in found] == [
        ("00001", "First text;\nsecond line.", {"title": "One", "published": "5 Feb 2018"}),
        ("00002", "Other.", {"title": "Two", "published": "2018-02-06"}),
    ]


def test_a_column_of_short_texts_is_a_column_of_a_table_unless_it_is_named() -> None:
    assert [name for name, _ in records(Table().read_all(Path("a.csv"), RECORDS.encode()))] == [""]
    longer = RECORDS.replace("Other.", "A text of some length, with more than a few words in it, as texts have.")
    assert [name for name, _ in records(Table().read_all(Path("a.csv"), longer.encode()))] == ["00001", "00002"]


def test_columns_that_corpus_yaml_names() -> None:
    table = "nr,said,by,at\n1,It was closed.,Ana Ruiz,2018-02-05\n2,,Nobody,\n3,It was open.,,2018-02-06\n"
    options = Options(columns={"text": "said", "author": "by", "published": "at"})
    found = records(Table().read_all(Path("a.csv"), table.encode(), options))
    assert [(name, raw.text, raw.meta) for name, raw in found] == [
        ("00001", "It was closed.", {"author": "Ana Ruiz", "published": "2018-02-05"}),
        ("00003", "It was open.", {"published": "2018-02-06"}),
    ]
    with pytest.raises(CorpusError, match="no column “words”") as caught:
        list(Table().read_all(Path("a.csv"), table.encode(), Options(columns={"text": "words"})))
    assert "at, by, nr, said" in caught.value.hint


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_a_table_without_texts_is_read_row_by_row(mark: str) -> None:
    rows = [["ship", "cargo", "tons"], ["Marguerite", "fruit", "5"], ["Old Anselm", "tar", "7"]]
    text = "\n".join(mark.join(row) for row in rows)
    assert read(text, "a.tsv").text.split("\n") == [" | ".join(row) for row in rows]
    assert len(list(Table().read_all(Path("a.csv"), text.encode()))) == 1


def test_json_lines() -> None:
    lines = '{"title": "One", "body": "First text.", "n": [1]}\n\n{"title": "Two", "body": "Other."}\n'
    assert read(lines, "a.jsonl").text == "One\n\nFirst text.\n\nTwo\n\nOther."
    found = records(JsonLines().read_all(Path("a.jsonl"), lines.encode(), Options(columns={"text": "body"})))
    assert [raw.meta["title"] for _, raw in found] == ["One", "Two"]
    for wrong in ('{"a": 1}\n{"a"', "[1, 2]", "[" * 100_000):
        with pytest.raises(CorpusError, match=r"line [12]"):
            read(wrong, "a.jsonl")


SRT = """1
00:00:01,000 --> 00:00:03,000
<i>The harbour</i> is closed,

2
00:00:03,100 --> 00:00:05,000
since Monday.

3
00:00:12,000 --> 00:00:14,000
{\\an8}Zoë Lindqvist: I asked
three times.
"""


def test_subtitles() -> None:
    assert read(SRT, "a.srt").text == "The harbour is closed, since Monday.\n\nZoë Lindqvist: I asked three times."
    vtt = "WEBVTT\n\nNOTE x\n\n00:01.000 --> 00:02.000 align:start\n<v Ana Ruiz>Is it &amp; was <00:01.500><c>it?</c>\n"
    assert read(vtt, "a.vtt").text == "Ana Ruiz: Is it & was it?"
    with pytest.raises(CorpusError, match="subtitles"):
        read("no times at all", "a.srt")


def test_gzip() -> None:
    assert read(gzip.compress(b"Plain words."), "a.txt.gz").text == "Plain words."
    assert PARAGRAPHS[1] in read(gzip.compress((HERE / "memo.docx").read_bytes()), "memo.docx.gz").text
    assert read(gzip.compress(b"No ending, still words."), "a.gz").text == "No ending, still words."
    with pytest.raises(CorpusError, match="a program or part of one"):
        read(gzip.compress(b"\x00\x01" * 100), "a.bin.gz")
    with pytest.raises(CorpusError, match="of a format that is not known"):
        read(gzip.compress(b"\x00\x01" * 100), "a.xyz.gz")
    with pytest.raises(CorpusError, match="damaged"):
        read(gzip.compress(b"Plain words.")[:-6], "a.txt.gz")
