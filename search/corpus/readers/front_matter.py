"""The block of metadata at the head of a text: YAML between lines of ---, TOML between lines of +++, a JSON object.

Empty lines may stand before it. It is the convention of Jekyll, Hugo, Pandoc and note-takers' programs; these write
links to other notes as values, of which the label alone is kept.
"""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from typing import Any, NamedTuple

from search.codebook.metadata import canonical
from search.codebook.yaml_safe import line_of, nests_too_deep
from search.model import Problem

MAX_CHARACTERS = 65_536
_OPENING = re.compile(r"\s*^(-{3,}|\+{3,})[ \t]*\n", re.MULTILINE)
_CLOSINGS = {
    "-": re.compile(r"^(?:-{3,}|\.{3})[ \t]*$", re.MULTILINE),
    "+": re.compile(r"^\+{3,}[ \t]*$", re.MULTILINE),
}
_OBJECT = re.compile(r'\s*\{\s*"')
_WIKI_LINK = re.compile(r"\[\[([^\[\]|]*)(?:\|([^\[\]]*))?\]\]")
_MAX_ITEMS = 20  # of a list; more are no list of authors


class Head(NamedTuple):
    """Metadata by canonical key, the text after the block, and a problem where the block cannot be used."""

    meta: dict[str, str]
    body: str
    problem: Problem | None = None


def parted(name: str, text: str) -> Head:
    """The front matter of a text and the rest of it; a text without is all body. `name` is what problems call it."""
    if opening := _OPENING.match(text):
        return _block(name, text, opening)
    if _OBJECT.match(text):
        return _object(text)
    return Head({}, text)


def _block(name: str, text: str, opening: re.Match[str]) -> Head:
    """A block between two lines of marks; where the second is missing it is no block, or a broken one."""
    start = opening.end()
    first = text.count("\n", 0, start)
    closing = _CLOSINGS[opening[1][0]].search(text, start, start + MAX_CHARACTERS)
    if closing is None:
        line = text[start : text.find("\n", start)]
        if ":" in line if opening[1][0] == "-" else "=" in line:
            why = f"the block that opens here is not closed by a line {opening[1][0] * 3}"
            return Head({}, text[start:], _broken(name, first, why))
        return Head({}, text)
    block, body = text[start : closing.start()], text[closing.end() :]
    try:
        data = _toml(block) if opening[1][0] == "+" else _yaml(block)
    except _BadBlockError as error:
        return Head({}, body, _broken(name, first + error.line, error.why))
    if data is None or data == "":
        return Head({}, body)
    if not isinstance(data, dict):
        return Head({}, body, _broken(name, first + 1, "it is not a list of keys and values (title: …)"))
    return Head(_metadata(data), body)


class _BadBlockError(Exception):
    """A block that is none, with the line of it (from 1) and why."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line, self.why = line, why


def _yaml(block: str) -> object:
    if nests_too_deep(block):
        raise _BadBlockError(1, "it is nested too deeply")
    import frontmatter.default_handlers as handlers  # after the first paint, and only where there is front matter
    import yaml

    try:
        # BaseLoader: every value as it is written, so that "2020-12" stays a date and 1984 a title.
        return handlers.YAMLHandler().load(block, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise _BadBlockError(*line_of(error)) from error


def _toml(block: str) -> object:
    import tomllib

    try:
        return tomllib.loads(block)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        line = re.search(r"line (\d+)", str(error))
        raise _BadBlockError(int(line[1]) if line else 1, f"it is no TOML: {error}") from error


def _object(text: str) -> Head:
    """A JSON object at the head of a text, where it says something we keep and a text follows."""
    start = len(text) - len(text.lstrip())
    try:
        data, end = json.JSONDecoder().raw_decode(text[start : start + MAX_CHARACTERS])
    except (ValueError, RecursionError):
        return Head({}, text)
    meta = _metadata(data) if isinstance(data, dict) else {}
    body = text[start + end :]
    return Head(meta, body) if meta and body.strip() and body.lstrip(" \t")[:1] == "\n" else Head({}, text)


def _metadata(data: dict[Any, Any]) -> dict[str, str]:
    meta: dict[str, str] = {}
    for key, value in data.items():
        known = canonical(key) if isinstance(key, str) else None
        if known and known not in meta and (line := _scalar(value)):
            meta[known] = _WIKI_LINK.sub(lambda link: link[2] or link[1], line)
    return meta


def _scalar(value: object) -> str:
    """A value, or several joined by commas; what is nested deeper is left out."""
    if isinstance(value, str):
        return value
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, dict):
        return next((entry for key in ("name", "title") if isinstance(entry := value.get(key), str)), "")
    if isinstance(value, list):
        if len(value) == 1 and isinstance(value[0], list):  # [[a link]] without quotes, as YAML takes it
            return f"[[{', '.join(item for item in value[0] if isinstance(item, str))}]]"
        return ", ".join(filter(None, (_scalar(item) for item in value[:_MAX_ITEMS] if not isinstance(item, list))))
    return ""


def _broken(name: str, line: int, why: str) -> Problem:
    return Problem(
        "Front matter not read",
        f"{name}, line {line}: {why}. The text is used, its metadata is not.",
        "Correct that line (a value holding “: ” or beginning with “[”, “@” or a quote needs quotes around it).",
    )
