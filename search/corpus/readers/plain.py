"""Plain text: lines are paragraphs, unless the file is evidently hard-wrapped; a block of headers may stand first."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from search.codebook.metadata import canonical
from search.corpus.readers import DEFAULTS, Options, Raw
from search.corpus.readers.decoding import decode

_HEADER = re.compile(r"([A-Za-z][A-Za-z _-]{1,20}):[ \t]+(\S.*)")
_LIST_ITEM = re.compile(r"\s*(?:[-*•▪●◦‣–—+]\s|\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.)]\s)")
_MAX_WIDTH = 100  # characters; typewriters, mail and Project Gutenberg wrap at 60 to 80
_MIN_WIDTH = 40


class Plain:
    """Reads .txt."""

    name = "txt"
    suffixes: Sequence[str] = (".txt", ".text")

    def read(self, path: Path, data: bytes, options: Options = DEFAULTS) -> Raw:
        """The text and, where the file opens with headers ("Title: …", "Date: …"), what they say."""
        text, encoding, problems = decode(path, data, options.encoding)
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        meta, text, offset = _headers(text)
        return Raw(
            text=unwrapped(text),
            meta=meta,
            meta_origin="format",
            encoding=encoding,
            line_offset=offset,
            problems=problems,
        )


def _headers(text: str) -> tuple[dict[str, str], str, int]:
    """Metadata from a block of two or more headers we know, ended by an empty line, and the text after it."""
    meta: dict[str, str] = {}
    start = 0
    for number in range(1, 20):
        end = text.find("\n", start)
        if end < 0 or end - start > 600:
            break
        line = text[start:end].strip()
        start = end + 1
        if not line:
            if len(meta) >= 2:
                return meta, text[start:], number
            break
        header = _HEADER.fullmatch(line)
        key = canonical(header[1]) if header else None
        if header is None or (key is None and not meta):
            break
        if key is not None and header is not None:
            meta.setdefault(key, header[2])
    return {}, text, 0


def unwrapped(text: str) -> str:
    """`text` with the lines of hard-wrapped paragraphs joined, where the file evidently is hard-wrapped.

    Evidently: no line is longer than 100 characters, and of the lines that another follows in the same block at least
    five, and four in five, could not have taken the next line's first word without passing the longest line's length.
    Verse, lists, addresses and one-paragraph-a-line files do not pass. Lines are then joined except before a list item
    or an indented line, and after a line that is short for its block.
    """
    lines = [line.rstrip() for line in text.split("\n")]
    width = max(map(len, lines))
    if not _MIN_WIDTH <= width <= _MAX_WIDTH or not _is_hard_wrapped(lines, width):
        return text
    return "\n".join(_paragraphs(lines, width))


def _is_hard_wrapped(lines: Sequence[str], width: int) -> bool:
    """Whether enough lines, the longest of `width` characters, end where the next line's first word had no room."""
    followed = [(line, after) for line, after in itertools.pairwise(lines) if line and after]
    full = [
        after
        for line, after in followed
        if len(line) + len(after) >= width - 4 and len(line) + 1 + len(after.split(None, 1)[0]) > width - 4
    ]
    wrapped = sum(not _LIST_ITEM.match(after) for after in full)
    most = 5 * wrapped // 4
    # Telling list items takes longest: no more lines are looked at than decide.
    lines_of_prose = (after for _, after in followed if not _LIST_ITEM.match(after))
    return wrapped >= 5 and len(list(itertools.islice(lines_of_prose, most + 1))) <= most


def _starts_anew(line: str, before: str, width: int) -> bool:
    """Whether a line goes on with nothing of the line before it, in a text wrapped at `width` characters."""
    return bool(
        not line
        or not before
        or len(before) < 0.6 * width
        or _LIST_ITEM.match(line)
        or (line[0] in " \t" and before[0] not in " \t")
    )


def _paragraphs(lines: Iterable[str], width: int) -> Iterator[str]:
    """The lines of a hard-wrapped text joined to paragraphs; empty lines stay."""
    paragraph: list[str] = []
    before = ""
    for line in lines:
        if _starts_anew(line, before, width):
            if before:
                yield "".join(paragraph)
            if not line:
                yield ""
            paragraph = [line]
        else:
            # A hyphen at the line's end is kept: mostly it is the word's own.
            paragraph.append(line.lstrip() if before[-1] == "-" and before[-2:-1].isalpha() else " " + line.lstrip())
        before = line
    if before:
        yield "".join(paragraph)
