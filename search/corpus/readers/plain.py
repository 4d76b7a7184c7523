"""Plain text: lines are paragraphs, unless they are hard-wrapped; a block of headers may stand first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from search.codebook.metadata import canonical
from search.corpus.readers import DEFAULTS, Options, Raw
from search.corpus.readers.decoding import decode
from search.corpus.readers.unwrapping import unwrapped

_HEADER = re.compile(r"([A-Za-z][A-Za-z _-]{1,20}):[ \t]+(\S.*)")


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
