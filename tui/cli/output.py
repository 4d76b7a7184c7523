"""Printing: rich tables on a terminal, plain tab-separated lines elsewhere, JSON when asked for.

rich is imported only where a table is drawn. Text from documents is made harmless by `clean` and is never parsed as
markup.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Sequence
from typing import IO, TYPE_CHECKING

from search.model import Span
from search.text.sanitise import sanitise_line

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

# Controls of C1, bidi controls, zero widths and separators: inside a JSON string they are written as escapes, so that
# JSON printed on a terminal is harmless too. (json.dumps escapes those of C0 itself.)
_UNSAFE = re.compile("[\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e0fff]")

DUMB = frozenset({"", "dumb", "unknown"})  # values of TERM that promise no escape sequence


def clean(text: str) -> str:
    """Return text on one line, without control, direction or invisible characters."""
    return sanitise_line(text)


def is_rich(stream: IO[str] | None = None) -> bool:
    """Whether a stream (default: standard output) is a terminal that understands escapes."""
    stream = sys.stdout if stream is None else stream
    return stream.isatty() and os.environ.get("TERM", "") not in DUMB


def console() -> Console:
    """Return a rich console on standard output that parses no markup, no emoji names and highlights nothing."""
    from rich.console import Console

    return Console(markup=False, highlight=False, emoji=False, soft_wrap=False)


def styled(text: str, style: str = "") -> Text:
    """Return cleaned text for a rich table; never parsed as markup."""
    from rich.text import Text

    return Text(clean(text), style=style)


def marked(text: str, spans: Sequence[Span], style: str = "bold underline") -> Text:
    """Return a snippet on one line with its matches emphasised; `spans` count characters of `text`."""
    from rich.text import Text

    made, at = Text(), 0
    for span in sorted(spans, key=lambda span: span.start):
        if span.start < at or span.end > len(text):
            continue
        made.append(_inline(text[at : span.start]))
        made.append(_inline(text[span.start : span.end]), style=style)
        at = span.end
    made.append(_inline(text[at:]))
    return made


def table(*columns: str, title: str = "") -> Table:
    """Return an empty rich table with thin rules; a heading that starts with "#" is set to the right."""
    from rich import box
    from rich.table import Table

    made = Table(
        box=box.SIMPLE_HEAD,
        title=title or None,
        title_justify="left",
        pad_edge=False,
        header_style="bold",
        expand=False,
    )
    for name in columns:
        made.add_column(name.removeprefix("#"), justify="right" if name.startswith("#") else "left", overflow="fold")
    return made


def line(*fields: str | int | float) -> None:
    """Print one plain line: cleaned fields separated by tabs."""
    print("\t".join(clean(str(field)) for field in fields))


def print_json(value: object, *, on_one_line: bool = False) -> None:
    """Print JSON in UTF-8 whatever the locale; an unpaired surrogate of a file name is written as its escape.

    On a terminal it is indented, unless it is to be one line of many.
    """
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="backslashreplace")
    text = json.dumps(value, ensure_ascii=False, indent=2 if is_rich() and not on_one_line else None)
    print(_UNSAFE.sub(_escape, text))


def note(message: str) -> None:
    """Print a remark on standard error, where it is in no pipe's way."""
    print(f"sourcebook: {clean(message)}", file=sys.stderr)


def _inline(text: str) -> str:
    """Clean a piece of a line without taking its outer spaces."""
    middle = clean(text)
    if not middle:
        return " " if text else ""
    return f"{' ' * text[0].isspace()}{middle}{' ' * text[-1].isspace()}"


def _escape(match: re.Match[str]) -> str:
    return json.dumps(match.group())[1:-1]
