"""Rich text (RTF 1.9) by striprtf; the properties of the file by a look at its \\info group."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from search.corpus.readers import Raw
from search.corpus.readers.blocks import MAX_TEXT
from search.corpus.readers.container import broken
from search.corpus.readers.properties import metadata

_WHAT = "a rich text document"
_MAX_RTF = 24 * 1024 * 1024  # bytes; pictures are taken out first
_PICTURE = re.compile(rb"(?<=[\s0-9a-z])[0-9a-fA-F\r\n]{2000,}")
_INFO = re.compile(rb"\{\\(title|author)[ ]([^{}]{0,1000})\}")
_CREATED = re.compile(rb"\{\\creatim\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})")
_HIDDEN = re.compile(
    r"\{(?:\\\*)?\\(?:deleted|v)(?![a-z0-9])[^{}]{0,100000}\}|\\(?:deleted|v)(?![a-z0-9]) ?[^{}\\]{0,100000}\\(?:deleted0|v0)(?![0-9]) ?"
)
_EMPTY = re.compile(r"\n{3,}")
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")


class Rtf:
    """Reads .rtf."""

    name = "rtf"
    suffixes: Sequence[str] = (".rtf",)

    def read(self, path: Path, data: bytes) -> Raw:
        """The text, a paragraph a line. Raises CorpusError for bytes that are no rich text."""
        from striprtf.striprtf import rtf_to_text

        if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf"):
            raise broken(path, _WHAT)
        data = _PICTURE.sub(b"", data)[:_MAX_RTF]
        try:
            text = rtf_to_text(_HIDDEN.sub("", data.decode("latin-1")), errors="replace")
        except Exception as error:  # (it stumbles over damaged control words in whatever way they are damaged)
            raise broken(path, _WHAT) from error
        if not text.strip():
            raise broken(path, _WHAT)
        # Characters beyond the first plane come as two halves: \\u takes 16 bits.
        text = _SURROGATES.sub(lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), text)
        return Raw(_blocks(text)[:MAX_TEXT], _properties(data), "format", "rtf")


def _blocks(text: str) -> str:
    """Paragraphs apart, the rows of tables (cells end in |) and lists close."""
    lines = [line.strip().rstrip("|").replace("|", " | ").strip() for line in text.replace("\r", "").split("\n")]
    out: list[str] = []
    before = ""
    for line in lines:
        close = (" | " in line and " | " in before) or (line[:1] in "•·-" and before[:1] in "•·-")
        if line and out and not (close and before):
            out.append("")
        if line:
            out.append(" ".join(line.split()))
        before = line or before
    return _EMPTY.sub("\n\n", "\n".join(out))


def _properties(data: bytes) -> dict[str, str]:
    head = data[:65_536]
    said: dict[str, str | None] = {}
    for match in _INFO.finditer(head):
        said.setdefault(match[1].decode("ascii"), _plain(match[2]))
    if created := _CREATED.search(head):
        said["created"] = "{}-{:02}-{:02}".format(*map(int, created.groups()))
    return metadata(said)


def _plain(value: bytes) -> str:
    """A property's words: \\'xx is a byte of Windows-1252, \\uN a character with one more byte after it."""
    text = re.sub(rb"\\u(-?\d{1,6}) ?(?:\\'[0-9a-f]{2}|[^\\])?", _unicode, value)
    text = re.sub(
        rb"\\'([0-9a-fA-F]{2})", lambda match: bytes([int(match[1], 16)]).decode("cp1252", "replace").encode(), text
    )
    return re.sub(rb"\\[a-z]+-?\d* ?", b"", text).decode("utf-8", "replace")


def _unicode(match: re.Match[bytes]) -> bytes:
    return chr(int(match[1]) % 65_536).encode("utf-8", "replace")
