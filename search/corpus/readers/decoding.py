"""Bytes → text: byte order marks, UTF-8, UTF-16, and what a file does not declare; binary files are refused."""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import NamedTuple

from search.errors import CorpusError, SetAsideError
from search.model import Problem
from search.text.sanitise import sanitise_line

# The longest first: UTF-32's mark begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# First bytes of formats that are often given a text file's name by mistake (the `file` utility's magic).
_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "a rich text document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\x00", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"BZh", "a compressed file"),
    (b"\xfd7zXZ", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"Rar!", "a compressed file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "a database"),
    (b"ID3", "a sound recording"),
    (b"OggS", "a sound recording"),
)
_SAMPLE = 32_768  # bytes
_UNUSED = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")  # the five bytes that Windows-1252 leaves without a character
_CONTROLS = bytes(code for code in range(32) if code not in (9, 10, 12, 13, 27)) + b"\x7f"
_REMEDY = "Save it as plain text (UTF-8), or take it out of the folder or give it its right ending."


class Decoded(NamedTuple):
    """A text, the encoding that it was read by, and what was wrong with single characters of it."""

    text: str
    encoding: str
    problems: tuple[Problem, ...] = ()


def decode(path: Path, data: bytes, encoding: str = "") -> Decoded:
    """The text, its encoding, and a problem where single characters could not be read.

    Raises CorpusError for an empty or binary file.
    """
    name = sanitise_line(path.name)
    if not data.strip():
        raise SetAsideError("Empty document", f"{name} has no text.", "Take it out of the folder, or fill it.")
    for mark, marked in _MARKS:
        if data.startswith(mark):
            return _lenient(name, data[len(mark) :], marked)
    if encoding:
        return _lenient(name, data, encoding)
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise CorpusError("Not a text file", f"{name} is {what}, whatever its ending says.", _REMEDY)
    if b"\x00" in data:
        if (unmarked := _utf16(data)) is not None:
            return _lenient(name, data, unmarked)
        if data.count(b"\x00") > max(2, len(data) // 1000):
            raise CorpusError("Not a text file", f"{name} holds bytes that no text has.", _REMEDY)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        return _undeclared(name, data, error)


def _lenient(name: str, data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        return Decoded(data.decode(encoding, errors="replace"), encoding, (_damaged(name, encoding, data, error),))


def _damaged(name: str, encoding: str, data: bytes, error: UnicodeDecodeError) -> Problem:
    line = data.count(b"\n", 0, error.start) + 1
    return Problem(
        "Damaged characters",
        f"{name}, line {line}: bytes that are not {encoding.upper()}; they are shown as \ufffd.",
        "Save the file again as UTF-8.",
    )


def _utf16(data: bytes) -> str | None:
    """UTF-16 without a mark: nearly every second byte of Western text is zero."""
    sample = data[:_SAMPLE]
    pairs = len(sample) // 2
    for encoding, zeros in (("utf-16-le", sample[1::2].count(0)), ("utf-16-be", sample[0::2].count(0))):
        others = sample.count(0) - zeros
        if pairs and zeros >= 0.6 * pairs and others <= 0.02 * pairs:
            return encoding
    return None


def _undeclared(name: str, data: bytes, error: UnicodeDecodeError) -> Decoded:
    sample = data[:_SAMPLE]
    if len(sample) - len(sample.translate(None, _CONTROLS)) > len(sample) // 50:
        raise CorpusError("Not a text file", f"{name} holds bytes that no text has.", _REMEDY)
    # UTF-8 with single damaged bytes is still UTF-8: most of its high bytes decode.
    high = sum(byte > 127 for byte in sample)
    lost = sample.decode("utf-8", errors="replace").count("\ufffd")
    if lost * 5 < high:
        return Decoded(data.decode("utf-8", errors="replace"), "utf-8", (_damaged(name, "utf-8", data, error),))
    encoding = _detected(sample)
    return _lenient(name, data, encoding)


def _detected(sample: bytes) -> str:
    """The likeliest encoding of bytes that are not UTF-8; Windows-1252 where it fits as well as the best."""
    from charset_normalizer import from_bytes  # slow to import, seldom needed

    matches = from_bytes(sample)
    best = matches.best()
    if best is None:
        return "cp1252"
    western = next((match for match in matches if "cp1252" in (match.encoding, *match.could_be_from_charset)), None)
    if (
        western is not None
        and not _UNUSED.search(sample)
        and western.chaos <= best.chaos + 0.02
        and western.coherence >= best.coherence - 0.1
    ):
        return "cp1252"
    return best.encoding
