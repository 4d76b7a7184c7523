"""Classes of characters by script, for finding words: marks, joiners, and scripts that put no space between words.

The classes are written for use inside the brackets of a regular expression. Those of marks are gathered from Python's
Unicode tables when a text first needs them (3 ms), so that they are those of the Python that runs.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

CJK = (
    "\u3005-\u3007\u3040-\u3096\u309d-\u30ff\u3105-\u312f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
    "\uf900-\ufaff\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
"""Chinese, Japanese and Korean: each character is a word."""

COMPLEX = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e80-\u0eff\u1000-\u103f\u1050-\u109f\u1780-\u17d3\u17d7\u17dc\u17dd\u1950-\u197f"
    "\u1980-\u19cf\u1a20-\u1a7f\uaa60-\uaadf\ua9e0-\ua9ef\ua9fa-\ua9fe\U00011700-\U0001174f"
)
"""Scripts of South East Asia without spaces (UAX #14, class SA), digits left out: each letter with its marks is a word.

Thai, Lao, Burmese, Khmer, Tai Le, New Tai Lue, Tai Tham, Tai Viet, Ahom.
"""

IGNORED = "\u00ad\u034f\u061c\u180b\u180c\u180d\u200b\u200c\u200d\u200e\u200f\u2060\ufe0e\ufe0f\ufeff"
"""Joiners, non-joiners, direction marks and selectors (UAX #44, Default_Ignorable): within a word they say nothing."""

# Where Unicode has marks, planes and blocks without any left out.
_WITH_MARKS = (
    (0x300, 0x3200),
    (0xA000, 0xAC00),
    (0xFB00, 0x10000),
    (0x10000, 0x12000),
    (0x16A00, 0x17000),
    (0x1BC00, 0x1C000),
    (0x1D100, 0x1D300),
    (0x1DA00, 0x1E900),
)
_TAI_THAM_TONES = ("\u1a75", "\u1a7c")


@lru_cache(maxsize=1)
def marks() -> str:
    """Combining marks of all scripts (categories Mn, Mc and Me) and what is ignored."""
    found: list[str] = []
    for low, high in _WITH_MARKS:
        start = None
        for code in range(low, high + 1):
            if code < high and is_mark(chr(code)):
                start = code if start is None else start
            elif start is not None:
                found.append(f"{chr(start)}-{chr(code - 1)}")
                start = None
    return "".join(found) + IGNORED


def is_mark(char: str) -> bool:
    """Whether a character belongs to the letter before it."""
    return unicodedata.category(char)[0] == "M"


def is_point(mark: str) -> bool:
    """Whether a mark is left out when words are compared: an accent, a Hebrew point, an Arabic vowel sign.

    Told by its canonical combining class (UAX #44): 1 strikes through, 10–36 are the points of Hebrew, Arabic and
    Syriac, from 200 on stand accents and signs of cantillation. Vowel signs, viramas, nuktas and tones of the scripts
    of India and South East Asia have others, and are letters; so are the sounding marks of Japanese.
    """
    kind = unicodedata.combining(mark)
    if kind == 0:
        return unicodedata.category(mark) == "Me"
    return (kind == 1 or 10 <= kind <= 36 or kind >= 200) and not _TAI_THAM_TONES[0] <= mark <= _TAI_THAM_TONES[1]
