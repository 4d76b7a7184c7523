"""Metadata at the head of a text: YAML, TOML and JSON, after empty lines too; the text stays whole where it is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.corpus.readers import Raw
from search.corpus.readers.front_matter import parted
from search.corpus.readers.markdown import Markdown

BODY = "The harbour closed."


def read(text: str) -> Raw:
    return Markdown().read(Path("a.md"), text.encode())


@pytest.mark.parametrize(
    "block",
    [
        "---\ntitle: Cranes\ndate: 2019-05-04\nauthor: Ana Ruiz\n---\n",
        "\n\n---\ntitle: Cranes\ndate: 2019-05-04\nauthor: Ana Ruiz\n---\n",
        '+++\ntitle = "Cranes"\ndate = 2019-05-04\nauthor = "Ana Ruiz"\n+++\n',
        '\n+++\ntitle = "Cranes"\ndate = "2019-05-04"\nauthor = ["Ana Ruiz"]\n+++\n',
        '{"title": "Cranes", "date": "2019-05-04", "author": {"name": "Ana Ruiz"}}\n',
        '{\n  "title": "Cranes",\n  "date": "2019-05-04",\n  "author": ["Ana Ruiz"]\n}\n\n',
        "---\ntitle: Cranes\ndate: 2019-05-04\nauthor: '[[people/ruiz|Ana Ruiz]]'\n---\n",
        "---\ntitle: Cranes\ndate: 2019-05-04\nauthor: [[Ana Ruiz]]\n---\n",
        '+++\ntitle = "Cranes"\ndate = "2019-05-04"\nauthor = "[[Ana Ruiz]]"\n+++\n',
    ],
)
def test_it_says_the_same_in_every_form(block: str) -> None:
    raw = read(f"{block}{BODY}\n")
    assert raw.meta == {"title": "Cranes", "published": "2019-05-04", "author": "Ana Ruiz"}
    assert raw.text.strip() == BODY
    assert raw.problems == ()
    assert raw.line_offset == block.rstrip("\n").count("\n")  # what is left of its last line is the text's


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nA rule stands first.\n",
        "+++ more\n",
        '{"not": "metadata"}\nA text.\n',
        '{"title": "unfinished\nA text.\n',
        '{"title": "Alone"}',
        "{curly} words\n",
        "- a list\n- of things\n",
        "\n\nPlain words.\n",
    ],
)
def test_what_is_none_stays_in_the_text(text: str) -> None:
    assert parted("a.md", text) == ({}, text, None)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\ntitle: [one\n---\nText.\n", 3),
        ("\n\n---\ntitle: 'one\n---\nText.\n", 5),
        ('+++\ntitle = "one"\nauthor =\n+++\nText.\n', 3),
        ("+++\ntitle = 1\nText.\n", 1),
        ("---\ntitle: one\nText.\n", 1),
        ("---\n- one\n---\nText.\n", 2),
    ],
)
def test_a_broken_block_is_named_with_its_line_and_the_text_is_used(text: str, line: int) -> None:
    head = parted("a.md", text)
    assert head.meta == {}
    assert head.body.strip().endswith("Text.")
    assert head.problem is not None
    assert f"a.md, line {line}:" in head.problem.message
    assert head.problem.hint
