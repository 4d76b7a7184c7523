"""Bytes → text: what is set, byte order marks, UTF-8, -16 and -32, and else a guess; binary files are refused."""

from __future__ import annotations

import codecs
import glob
import json
import re
import unicodedata
from difflib import get_close_matches
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
_CONTROLS = bytes(code for code in range(32) if code not in (9, 10, 12, 13, 27)) + b"\x7f"
_HIGH = bytes(range(128, 256))
_OTHER = re.compile(r"[^\x00-\x7f\ufffd]")
_SAMPLE = 200_000  # characters by which text that is partly UTF-8 is told
_SHIFTS = re.compile(rb"\x1b\$(?:[@B]|\([CD]|\)C)")  # to two bytes a character: RFC 1468, 1554 and 1557
_STRAY = re.compile("[\udc80-\udcff]")  # as Python escapes bytes that are no UTF-8 (PEP 383)
_FEW_STRAYS = re.compile("(?<![\udc80-\udcff])[\udc80-\udcff]{1,2}(?![\udc80-\udcff])")  # words are not made of them
_CP1252 = bytes(range(128, 256)).decode("cp1252", errors="replace")
_MAX_STRAY = 100_000  # bytes that are looked at one by one
_REMEDY = "Save it as plain text (UTF-8), or take it out of the folder or give it its right ending."
# Codecs of Python that no file is written in, or that exist on one system only.
_NOT_OF_FILES = ("idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "mbcs", "oem")
_WELL_KNOWN = ("utf-8", "utf-16", "cp1252", "cp1250", "cp1251", "koi8-r", "iso-8859-2", "mac-roman", "cp850", "gb18030")


_LOOKED_AT = 4_096  # characters


class Decoded(NamedTuple):
    """A text, the encoding that it was read by (Python's name), and what was guessed or could not be read."""

    text: str
    encoding: str
    problems: tuple[Problem, ...] = ()


def decode(path: Path, data: bytes, encoding: str = "") -> Decoded:
    """The text of a file; `encoding` is what corpus.yaml sets for it, "" where it is to be found out.

    A problem tells of single characters that could not be read, another of an encoding that was guessed: the file does
    not say it, and it does not show by itself, as UTF-8 does. Raises CorpusError for an empty or a binary file, and for
    an encoding that there is not.
    """
    name = sanitise_line(path.name)
    decoded = _decode(name, data, encoding) if data.strip() else None
    if decoded is None or not decoded.text or decoded.text.isspace():
        raise SetAsideError("Empty document", f"{name} has no text.", "Take it out of the folder, or fill it.")
    return decoded


def _decode(name: str, data: bytes, encoding: str) -> Decoded:
    for mark, marked in _MARKS:
        if data.startswith(mark):
            return _lenient(name, data[len(mark) :], marked)
    if encoding:
        return _as_set(name, data, encoding)
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise CorpusError("Not a text file", f"{name} is {what}, whatever its ending says.", _REMEDY)
    if _SHIFTS.search(data) and (shifted := _shifted(data)) is not None:
        return shifted
    if (b"\x00" in data or _controls(data) > 0.1) and (wide := _wide(name, data)) is not None:
        return wide
    if data.count(b"\x00") > max(2, len(data) // 1000):
        raise _not_text(name)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        return _undeclared(name, data, error)


def _not_text(name: str) -> CorpusError:
    return CorpusError("Not a text file", f"{name} holds bytes that no text has.", _REMEDY)


def _controls(data: bytes) -> float:
    """The share of control bytes."""
    return 1 - len(data.translate(None, _CONTROLS)) / len(data)


def _as_set(name: str, data: bytes, encoding: str) -> Decoded:
    try:
        codec = codecs.lookup(encoding)
        if codec.name.replace("_", "-") in _NOT_OF_FILES:
            raise LookupError
        decoded = _lenient(name, data, codec.name)
    except (LookupError, ValueError):  # ValueError: a name that holds what no name may
        near = get_close_matches(encoding.lower(), _WELL_KNOWN, n=1, cutoff=0.5)
        raise CorpusError(
            "Unknown encoding",
            f"{name}: corpus.yaml sets the encoding {sanitise_line(encoding)}, which there is not.",
            f"Did you mean {near[0]}?" if near else f"Known are, among others: {', '.join(_WELL_KNOWN)}.",
        ) from None
    if decoded.text.count("\x00") > max(2, len(decoded.text) // 1000):
        raise _not_text(name)
    return decoded


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


def _guess(name: str, read_as: str, other: str) -> Problem:
    return Problem(
        "Encoding guessed",
        f"{name}: {read_as}, which the file does not say.",
        "If it reads wrong, name its encoding in corpus.yaml under "
        f"encodings: {{{json.dumps(glob.escape(name), ensure_ascii=False)}: {other}}}.",
    )


def _shifted(data: bytes) -> Decoded | None:
    """ISO 2022, whose shifts to two bytes a character show it."""
    for encoding in ("iso2022_jp", "iso2022_jp_ext", "iso2022_kr"):
        try:
            return Decoded(data.decode(encoding), encoding)
        except UnicodeDecodeError:
            pass
    return None


def _wide(name: str, data: bytes) -> Decoded | None:
    """UTF-32 or UTF-16 without a mark."""
    for encoding in ("utf-32-le", "utf-32-be"):
        try:
            text = data[: len(data) & ~3].decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_assigned(text[:_LOOKED_AT]):
            return _lenient(name, data, encoding)
    encoding = _zeros(data)
    if encoding:
        return _lenient(name, data, encoding)
    from search.corpus.readers.encodings import shown, utf16  # seldom needed

    encoding = utf16(data)
    if not encoding:
        return None
    decoded = _lenient(name, data, encoding)
    other = "utf-16-be" if encoding == "utf-16-le" else "utf-16-le"
    return decoded._replace(problems=(_guess(name, f"read as {shown(encoding)}", other), *decoded.problems))


def _is_assigned(text: str) -> bool:
    """Whether a text is of characters that there are: numbers in a binary file often are code points, of nothing."""
    none = sum(unicodedata.category(char) in ("Cn", "Co", "Cc", "Cs") and char not in "\t\n\r\f" for char in text)
    return 20 * none <= len(text)


def _zeros(data: bytes) -> str:
    """UTF-16 of Western text shows: nearly every second byte of it is zero."""
    pairs = len(data) // 2
    for encoding, zeros in (("utf-16-le", data[1::2].count(0)), ("utf-16-be", data[0::2].count(0))):
        others = data.count(0) - zeros
        if pairs and zeros >= 0.6 * pairs and others <= 0.02 * pairs:
            return encoding
    return ""


def _undeclared(name: str, data: bytes, error: UnicodeDecodeError) -> Decoded:
    """What is not UTF-8, or not all of it."""
    if (mended := _mostly_utf8(name, data, error)) is not None:
        return mended
    if (wide := _wide(name, data)) is not None:
        return wide
    if _controls(data) > 0.02:
        raise _not_text(name)
    from search.corpus.readers.encodings import guessed, shown  # seldom needed

    encoding, other = guessed(data)
    decoded = _lenient(name, data, encoding)
    return decoded._replace(problems=(_guess(name, f"read as {shown(encoding)}", other), *decoded.problems))


def _mostly_utf8(name: str, data: bytes, error: UnicodeDecodeError) -> Decoded | None:
    """UTF-8 with stretches of Windows-1252, or with damaged bytes."""
    text = data.decode("utf-8", errors="replace")
    stray = text.count("\ufffd")
    others = len(text) - len(data.translate(None, _HIGH)) - stray
    if not others or (stray > _MAX_STRAY and others < stray):
        return None
    first = _OTHER.search(text)
    seen = _OTHER.findall(text, first.start(), first.start() + _SAMPLE) if first else []
    if stray <= _MAX_STRAY and 2 * sum(map(_is_common, seen)) >= len(seen) > 0:
        mixed, fitting = _with_windows_1252(data)
        if fitting >= 0.9 * stray:
            read_as = f"UTF-8, with {stray:,} bytes read as Windows-1252"
            return Decoded(mixed, "utf-8", (_guess(name, read_as, "cp1252"),))
    from search.corpus.readers.encodings import is_wide  # seldom needed

    if others >= stray and not (others < 10 * stray and is_wide(data)):
        return Decoded(text, "utf-8", (_damaged(name, "utf-8", data, error),))
    return None


def _is_common(char: str) -> bool:
    """Whether a character of a European text is one that two legacy bytes do not make by chance."""
    return "\u00a0" <= char <= "\u024f" or "\u0370" <= char <= "\u045f" or "\u2010" <= char <= "\u2122"


def _with_windows_1252(data: bytes) -> tuple[str, int]:
    """UTF-8 whose stray bytes are read as Windows-1252, and how many of these fit where they stand."""
    escaped = data.decode("utf-8", errors="surrogateescape")
    strays = [at for run in _FEW_STRAYS.finditer(escaped) for at in range(*run.span())]
    mixed = _STRAY.sub(lambda stray: _CP1252[ord(stray[0]) - 0xDC80], escaped)
    fitting = sum(_fits(mixed[at], mixed[max(at - 1, 0) : at], mixed[at + 1 : at + 2]) for at in strays)
    return mixed, fitting


def _fits(char: str, before: str, after: str) -> bool:
    """Whether a character of Windows-1252 stands as it should between two others."""
    if char.isalpha():
        # Ã and Â are what is left of many a damaged character of UTF-8.
        beside = before.isalpha() or after.isalpha()
        return beside and (char.islower() or (char not in "ÃÂ" and not before.islower()))
    if char in "“‘„«":
        return not before.isalnum() and not after.isspace()
    if char in "’”»…":
        return not before.isspace() and before != ""
    if char in "–—":
        return before.isspace() == after.isspace()
    if char in "€£§":
        return after.isalnum() or before.isdigit() or (before == " " and after == " ")
    return char in "°º²" and before.isdigit()
