"""Readers: every encoding arrives as text, binaries are refused, Markdown becomes prose, wrapped lines paragraphs."""

# ruff: noqa: E501 (tables and pages: a row a line)

from __future__ import annotations

import codecs
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.codebook.metadata import published_of
from search.corpus.byline import from_text
from search.corpus.readers import Raw, reader_for, suffixes
from search.corpus.readers.markdown import prose_of
from search.corpus.readers.unwrapping import unwrapped
from search.errors import CorpusError

SPANISH = "El general Salvador Ibáñez llegó a México en otoño, según él mismo señaló. ¿Quién más? La niña, el señor y el país."


def read(data: bytes, name: str = "a.txt") -> Raw:
    reader = reader_for(name)
    assert reader is not None
    return reader.read(Path(name), data)


@pytest.mark.parametrize(
    "data",
    [
        SPANISH.encode(),
        codecs.BOM_UTF8 + SPANISH.encode(),
        codecs.BOM_UTF16_LE + SPANISH.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + SPANISH.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + SPANISH.encode("utf-32-le"),
        SPANISH.encode("utf-16-le"),
        SPANISH.encode("utf-16-be"),
        SPANISH.encode("cp1252"),
        "“El general” — dijo — señaló".encode("cp1252"),
        "Срочная новость: генерал прибыл в город вчера вечером, сообщили местные газеты.".encode("cp1251"),
    ],
)
def test_encodings(data: bytes) -> None:
    text = read(data).text
    assert text in (
        SPANISH,
        "“El general” — dijo — señaló",
        "Срочная новость: генерал прибыл в город вчера вечером, сообщили местные газеты.",
    )


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.4 text",
        b"PK\x03\x04rest",
        b"\x89PNG\r\n",
        b"{\\rtf1 hello}",
        bytes(range(256)) * 40,
        b"",
        b" \n\t\n",
        b"abc\x00\x00\x00\x00",
    ],
)
def test_what_is_no_text_is_refused_with_a_remedy(data: bytes) -> None:
    with pytest.raises(CorpusError) as caught:
        read(data)
    assert "a.txt" in caught.value.message
    assert caught.value.hint


def test_damaged_utf8_is_read_and_reported() -> None:
    raw = read("Ibáñez señaló\n".encode() * 20 + b"bad \xff byte\n")
    assert "bad \ufffd byte" in raw.text
    assert "line 21" in raw.problems[0].message


def test_endings() -> None:
    assert {".md", ".txt"} <= set(suffixes())
    assert reader_for("A.MD") is reader_for(Path("b.md"))
    assert reader_for("README") is None
    assert reader_for(".txt") is None


def test_headers_of_a_text_file() -> None:
    raw = read(b"Title: A strike\nBy: Ana Ruiz\nDate: 12 May 2021\nX-Mood: calm\n\nBody: text.\n")
    assert raw.meta == {"title": "A strike", "author": "Ana Ruiz", "published": "12 May 2021"}
    assert raw.text == "Body: text.\n"
    assert raw.line_offset == 5
    assert read(b"Held: no.\nThe end: soon.\n\nx").text.startswith("Held")


def test_hard_wrapped_text_is_joined() -> None:
    wrapped = """                    THE HARBOUR

The port of Santa Rita reopened on Monday after a strike of eleven
days that had stopped every crane in the harbour, and the well-
known harbour master, who had slept in her office since the first
of the month, went home for the first time. She was not the only
one.

  Ships had been waiting outside the bay since the beginning of the
month, some of them with fruit.
  - one was Greek
  - another was not
"""
    assert unwrapped(wrapped).split("\n") == [
        "                    THE HARBOUR",
        "",
        "The port of Santa Rita reopened on Monday after a strike of eleven days that had stopped every crane in the harbour, and the well-known harbour master, who had slept in her office since the first of the month, went home for the first time. She was not the only one.",
        "",
        "  Ships had been waiting outside the bay since the beginning of the month, some of them with fruit.",
        "  - one was Greek",
        "  - another was not",
        "",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "O rose thou art sick\nThe invisible worm\nThat flies in the night\nIn the howling storm\n\n" * 3,
        "Ana Ruiz\n12 Harbour Street\nSanta Rita\nTel. 555 010\n\nDear Sir,\n",
        "A paragraph a line, some short.\nAnother, which is rather longer than the one before it was, by a good deal.\n"
        * 6,
    ],
)
def test_lines_that_mean_something_stay(text: str) -> None:
    assert unwrapped(text) == text


def test_front_matter() -> None:
    raw = read(
        b"---\nheadline: 'A: strike'\nauthors: [Ana Ruiz, {name: Tom Hale}]\ndate: 2021-05-12\noutlet: 1984\ntags: [a]\n---\n\n# Head\n\nBody.\n",
        "a.md",
    )
    assert raw.meta == {
        "title": "A: strike",
        "author": "Ana Ruiz, Tom Hale",
        "published": "2021-05-12",
        "source": "1984",
    }
    assert raw.meta_origin == "front matter"
    assert raw.heading == "Head"
    assert raw.text.strip() == "Head\n\nBody."
    assert not raw.problems


@pytest.mark.parametrize(
    ("block", "line"),
    [
        (b"title: ok\nsource: a: b\n", 3),
        (b"title: [open\nsource: x\n", 3),
        (b"- a\n- b\n", 2),
        (b"a: " + b"[" * 5000 + b"\n", 2),
        (b"a: &x [*x, '\n", 2),
    ],
)
def test_broken_front_matter_names_the_line_and_keeps_the_text(block: bytes, line: int) -> None:
    raw = read(b"---\n" + block + b"---\nThe text.\n", "a.md")
    assert raw.text.strip() == "The text."
    assert not raw.meta
    problem = raw.problems[0]
    assert problem.message.startswith("a.md, line ")
    assert abs(int(problem.message.split("line ")[1].split(":")[0]) - line) <= 1
    assert problem.hint


def test_a_rule_is_no_front_matter() -> None:
    raw = read(b"---\n\nText after a rule.\n", "a.md")
    assert raw.text.strip() == "Text after a rule."
    assert not raw.problems
    unclosed = read(b"---\ntitle: x\n\nText.\n", "a.md")
    assert "not closed" in unclosed.problems[0].message
    assert "Text." in unclosed.text


def test_markdown_becomes_prose() -> None:
    prose, title = prose_of(
        """<!-- hidden
words --># The *Great* Strike #

A paragraph that is
hard-wrapped, with **bold**, _emphasis_, `code`, a [link](http://x.y/a_(b) "t"),
a [reference][1], ![a picture](p.png) and a note[^n]. 2 * 3 * 4, snake_case_name, AT&amp;T, \\*star\\*.

Second
------

> A quotation
> in two lines.

- one
  and more of it
- [x] two
1. first

```python
x = a*b*c  # kept
```

| Port | Ships |
|------|:-----:|
| Rita | 11    |

***
A line<br/>with <em>tags</em>  \nand a hard break, <https://a.example/b>.

[1]: http://x.y
[^n]: The note's text.
"""
    )
    assert title == "The Great Strike"
    assert prose.strip().split("\n") == [
        "The Great Strike",
        "",
        "A paragraph that is hard-wrapped, with bold, emphasis, code, a link, a reference, a picture and a note. 2 * 3 * 4, snake_case_name, AT&T, *star*.",
        "",
        "Second",
        "",
        "A quotation in two lines.",
        "",
        "• one and more of it",
        "• two",
        "1. first",
        "",
        "x = a*b*c  # kept",
        "",
        "Port | Ships",
        "Rita | 11",
        "",
        "A linewith tags",
        "and a hard break, https://a.example/b.",
        "",
        "The note's text.",
    ]


@given(st.text(st.sampled_from("#*_`~[]()<>!|-=\\&;:. \n\tabé1"), max_size=200))
def test_markdown_never_raises(text: str) -> None:
    prose_of(text)
    unwrapped(text)


@pytest.mark.parametrize(
    "unit",
    [
        "[",
        "[a](",
        "[a](b",
        "**a ",
        "*",
        "_a ",
        "<a ",
        "<!--",
        "-->",
        "`",
        "> ",
        "|",
        "- ",
        "\\",
        "a\n",
        "# ",
        "&",
        "![",
        "((",
    ],
)
def test_a_megabyte_of_markup_is_handled(unit: str) -> None:
    started = time.process_time()
    prose_of("-->" + unit * (1_000_000 // len(unit)))
    assert time.process_time() - started < 60  # linear, whatever the machine: quadratic takes hours


@pytest.mark.parametrize(
    ("written", "edtf"),
    [
        ("2020", "2020"), ("2020-12", "2020-12"), ("2020-12-21", "2020-12-21"), ("2020/12/21", "2020-12-21"),
        ("20201221", "2020-12-21"), ("21 December 2020", "2020-12-21"), ("December 21, 2020", "2020-12-21"),
        ("Mon, 21 Dec 2020 10:00:00 GMT", "2020-12-21"), ("2020-12-21T10:00:00Z", "2020-12-21"),
        ("Monday, Dec. 21st, 2020 at 10:30 a.m. EST", "2020-12-21"), ("2020-12-21 10:00", "2020-12-21"),
        ("December 2020", "2020-12"), ("21st of December 2020", "2020-12-21"), ("21.12.2020", "2020-12-21"),
        ("12/21/2020", "2020-12-21"), ("2020-12~", "2020-12~"), ("2020?", "2020?"), ("202X", "202X"), ("c. 1985", "1985~"),
        ("2020-21", "2020-21"), ("2012/2018", "2012/2018"), ("2012-05/..", "2012-05/.."), ("2020-12-XX", "2020-12-XX"),
        ("03/04/2020", None), ("2020-13-01", None), ("2021-02-30", None), ("30 February 2021", None), ("soon", None),
        ("", None), ("2018/2012", None), ("../..", None), ("0000", None), ("x" * 1000, None), ("/", None),
    ],
)  # fmt: skip
def test_publication_dates(written: str, edtf: str | None) -> None:
    assert published_of(written) == edtf


@given(st.text(st.sampled_from("0123456789-/.X~?% decTZ:,ofma"), max_size=24))
def test_publication_dates_never_raise(written: str) -> None:
    found = published_of(written)
    assert found is None or published_of(found) == found


@pytest.mark.parametrize(
    ("text", "meta"),
    [
        ("A Strike Ends\nby Ana Ruiz. Ruiz teaches law.\n12 May 2021\nProse.", {"title": "A Strike Ends", "author": "Ana Ruiz", "published": "2021-05-12"}),
        ("A Strike Ends\nBy Ana Ruiz and Tom de la Cruz, The Harbour Post\nProse.", {"title": "A Strike Ends", "author": "Ana Ruiz and Tom de la Cruz", "source": "The Harbour Post"}),
        ("21 December 2020\n\n• A point without end\nProse.", {"published": "2020-12-21"}),
        ("A Strike Ends\nSANTA RITA, May 10 (AP) — The port.", {"title": "A Strike Ends", "source": "Associated Press"}),
        ("The port of Santa Rita reopened on Monday.\nBy noon it was shut.\n", {}),
        ("A Strike Ends\nProse.\nPublished: May 12, 2021", {"title": "A Strike Ends", "published": "2021-05-12"}),
        ("One line only", {}),
        ("What Now?\nProse.", {"title": "What Now?"}),
        ("", {}),
    ],
)  # fmt: skip
def test_what_the_text_says_of_itself(text: str, meta: dict[str, str]) -> None:
    assert from_text(text) == meta
