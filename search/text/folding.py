"""Text folded for comparing: case, accents and typographic marks do not count. Linear time; nothing here raises."""

from __future__ import annotations

import re
import unicodedata

SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
"""Typographic spaces: for comparing and for the screen they are plain ones."""

# Letters whose stroke is no combining mark in Unicode, so that decomposing leaves it on.
_STROKES = {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "ð": "d", "ƒ": "f", "ɨ": "i", "ƶ": "z"}
_MARKS = {
    **dict.fromkeys("‘’‚‛′ʼʹˈ´`＇", "'"),
    **dict.fromkeys("“”„‟«»″〝〞＂", '"'),
    **dict.fromkeys("‐‑‒–—―−⁃﹘﹣－", "-"),
    **dict.fromkeys(SPACES, " "),
}
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")


class _Folded(dict[int, str]):
    """Character → its folded form, one character each, worked out when first met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_char(chr(code))
        return folded


def _fold_char(char: str) -> str:
    mark = _MARKS.get(char)
    if mark is not None:
        return mark
    if "\uff01" <= char <= "\uff5e":  # full-width ASCII
        return chr(ord(char) - 0xFEE0).lower()
    lower = char.casefold()
    if len(lower) != 1:
        lower = char.lower()
    if len(lower) != 1:  # İ: a letter and a mark
        lower = lower[0]
    parts = unicodedata.normalize("NFD", lower)
    if len(parts) > 1 and all(unicodedata.combining(mark) for mark in parts[1:]):
        lower = parts[0]
    return _STROKES.get(lower, lower)


_FOLDED = _Folded()


def fold(text: str) -> str:
    """`text` for comparing, exactly as long: lower case, without accents, quotes and dashes straight.

    Character for character, so a span of the folded text is a span of the text; ß, æ and ligatures stay as they are.
    """
    if not text.isascii():
        text = _NOT_ASCII.sub(_fold_run, text)
    return text.lower()


def _fold_run(run: re.Match[str]) -> str:
    return run.group().translate(_FOLDED)


QUOTES = '"“”„‟«»″〝〞＂'
"""Quotation marks: any of them opens what any of them closes."""

WITHOUT_QUOTES = {ord(mark): " " for mark in QUOTES}


def name_key(name: str) -> str:
    """A name as it is compared: folded, without quotation marks, its spaces single."""
    return " ".join(fold(name).translate(WITHOUT_QUOTES).split())
