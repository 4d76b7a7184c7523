"""The brief as one HTML file that needs nothing else: no script, no picture, nothing fetched."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from search.exports.blocks import Block, Grid, Heading, Item, Items, Paragraph, Run, Sources, Words
from search.exports.brief import report
from search.exports.selection import ExportSelection, Made

_STYLE = """
:root { color-scheme: light dark; --dim: #595959; --rule: #c8c8c8; --differ: #9c2a10; --link: #0b5394 }
@media (prefers-color-scheme: dark) { :root { --dim: #a8a8a8; --rule: #555; --differ: #ff9d7e; --link: #8ab8ff } }
body { font: 16px/1.5 Georgia, "Times New Roman", serif; max-width: 56rem; margin: 2rem auto; padding: 0 1rem }
h1, h2, h3, th { font-family: system-ui, sans-serif; line-height: 1.25 }
h2 { border-top: 1px solid var(--rule); padding-top: 1rem; margin-top: 2rem }
h3 { margin-bottom: .3rem; font-size: 1.05rem }
table { border-collapse: collapse; width: 100%; font-size: .9rem; display: block; overflow-x: auto }
th, td { border-bottom: 1px solid var(--rule); padding: .3rem .6rem .3rem 0; text-align: left; vertical-align: top }
li { margin: .2rem 0 }
.dim { color: var(--dim); font-size: .9em }
.differ { color: var(--differ); font-weight: bold }
a { color: var(--link); text-decoration: none }
@media print { body { margin: 0; max-width: none } h3 { break-after: avoid } }
"""


def brief(selection: ExportSelection) -> Made:
    """The brief as a web page."""
    made = report(selection)
    body = "\n".join(line for block in made.blocks for line in _lines(block))
    title = escape(selection.title)
    head = (
        f'<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n<title>{title}</title>\n'
        f"<style>{_STYLE}</style>"
    )
    page = f'<!DOCTYPE html>\n<html lang="en">\n<head>\n{head}\n</head>\n<body>\n{body}\n</body>\n</html>\n'
    return Made(page, made.quotations, made.note)


def _lines(block: Block) -> Iterable[str]:
    match block:
        case Heading():
            yield f"<h{block.level}>{escape(block.text)}</h{block.level}>"
        case Paragraph():
            yield f"<p>{_words(block.words)}</p>"
        case Items():
            yield _items(block.rows)
        case Grid():
            yield "<table>"
            heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in block.head)
            yield f"<thead><tr>{heads}</tr></thead>"
            yield "<tbody>"
            for first, *rest in block.rows:
                cells = "".join(f"<td>{_words(cell)}</td>" for cell in rest)
                yield f'<tr><th scope="row">{_words(first)}</th>{cells}</tr>'
            yield "</tbody></table>"
        case Sources():
            yield "<ol>"
            for number, citation in enumerate(block.citations, 1):
                yield f'<li id="source-{number}">{escape(citation)}</li>'
            yield "</ol>"


def _items(rows: Iterable[Item]) -> str:
    made = "".join(f"<li>{_words(row.words)}{_items(row.under) if row.under else ''}</li>" for row in rows)
    return f"<ul>{made}</ul>"


def _words(words: Words) -> str:
    return "".join(map(_run, words))


def _run(run: Run) -> str:
    text = escape(run.text)
    match run.style:
        case "quote":
            return f"<q>{text}</q>"
        case "cite":
            return f'<a href="#source-{text}">[{text}]</a>'
        case "strong":
            return f"<strong>{text}</strong>"
        case "dim" | "differ" | "agree":
            return f'<span class="{run.style}">{text}</span>'
        case _:
            return text
