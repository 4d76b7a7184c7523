"""The brief in Markdown (CommonMark with tables)."""

from __future__ import annotations

from collections.abc import Iterable

from search.exports.blocks import Block, Grid, Heading, Item, Items, Paragraph, Run, Sources, Words
from search.exports.brief import report
from search.exports.markdown import plain
from search.exports.selection import ExportSelection, Made


def brief(selection: ExportSelection) -> Made:
    """The brief as a Markdown document."""
    made = report(selection)
    lines = [line for block in made.blocks for line in _lines(block)]
    return Made("\n".join(lines).rstrip() + "\n", made.quotations, made.note)


def _lines(block: Block) -> Iterable[str]:
    match block:
        case Heading():
            yield f"{'#' * block.level} {plain(block.text)}"
        case Paragraph():
            yield _words(block.words)
        case Items():
            for item in block.rows:
                yield from _item(item, "")
        case Grid():
            yield f"| {' | '.join(plain(name) or ' ' for name in block.head)} |"
            yield f"|{' --- |' * len(block.head)}"
            for row in block.rows:
                yield f"| {' | '.join(map(_words, row))} |"
        case Sources():
            # A list of its own numbers would be renumbered; these must stay those of the marks.
            for number, citation in enumerate(block.citations, 1):
                yield f"- \\[{number}\\] {plain(citation)}"
    yield ""


def _item(item: Item, indent: str) -> Iterable[str]:
    yield f"{indent}- {_words(item.words)}"
    for row in item.under:
        yield from _item(row, f"{indent}  ")


def _words(words: Words) -> str:
    return "".join(map(_run, words))


def _run(run: Run) -> str:
    text = plain(run.text)
    match run.style:
        case "strong" | "differ":
            # Markup may not touch white space.
            return f"**{text.strip()}**" + " " * (text != text.rstrip())
        case "quote":
            return f"“{text.strip()}”"
        case "cite":
            return f"\\[{text}\\]"
        case _:
            return text
