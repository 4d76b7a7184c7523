"""Text folded for comparing: case, accents and typographic marks do not count. Linear time; nothing here raises."""

from __future__ import annotations

import re
import unicodedata

from search.text.scripts import IGNORED, is_mark, is_point

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
    if "\uff66" <= char <= "\uff9f":  # half-width kana
        return unicodedata.normalize("NFKC", char)
    lower = char.casefold()
    if len(lower) != 1:
        lower = char.lower()
    if len(lower) != 1:  # İ: a letter and a mark
        lower = lower[0]
    parts = unicodedata.normalize("NFD", lower)
    if len(parts) > 1 and all(map(is_point, parts[1:])):
        lower = parts[0]
    return _STROKES.get(lower, lower)


_FOLDED = _Folded()


def fold(text: str) -> str:
    """`text` for comparing, exactly as long: lower case, without accents, quotes and dashes straight.

    Character for character, so a span of the folded text is a span of the text; ß, æ and ligatures stay as they are,
    and so do marks that are characters of their own: `expanded` is for these.
    """
    if not text.isascii():
        text = _NOT_ASCII.sub(_fold_run, text)
    return text.lower()


def _fold_run(run: re.Match[str]) -> str:
    return run.group().translate(_FOLDED)


# Letters that stand for two, where Unicode has no decomposition.
_PAIRS = {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
TATWEEL = "\u0640"
"""Lengthens an Arabic word and is no letter."""

_IGNORED = re.compile(f"[{IGNORED}]")
_LETTER_FORMS = ("<compat>", "<font>", "<initial>", "<medial>", "<final>", "<isolated>", "<narrow>", "<wide>")


class _Expanded(dict[int, str]):
    """Folded character → what it stands for in a word, any number of characters, worked out when first met."""

    def __missing__(self, code: int) -> str:
        found = self[code] = _expand_char(chr(code))
        return found


def _expand_char(char: str) -> str:
    pair = _PAIRS.get(char)
    if pair is not None:
        return pair
    if char == TATWEEL or _IGNORED.match(char):
        return ""
    if is_mark(char):
        return "" if is_point(char) else char
    if unicodedata.decomposition(char).split(" ")[0] in _LETTER_FORMS:
        letters = "".join(map(_fold_char, unicodedata.normalize("NFKC", char)))
        letters = "".join(each for each in letters if not (is_mark(each) and is_point(each)))
        if letters.isalnum():
            return letters  # ligatures, and the forms of Arabic letters
    return char


EXPANDED: dict[int, str] = _Expanded()
"""Folded character → what it stands for in a word: itself, two letters, or nothing."""


def expanded(word: str) -> str:
    """A folded word with what is compared alone: ß as ss, ligatures as letters, without points and joiners.

    Hebrew points and Arabic vowel signs go as accents do; vowel signs of other scripts are letters and stay.
    """
    if word.isascii():
        return word
    word = word.translate(EXPANDED)
    return word if word.isascii() else unicodedata.normalize("NFC", word)


QUOTES = '"“”„‟«»″〝〞＂'
"""Quotation marks: any of them opens what any of them closes."""

WITHOUT_QUOTES = {ord(mark): " " for mark in QUOTES}


def name_key(name: str) -> str:
    """A name as it is compared: folded, without quotation marks, its spaces single."""
    return " ".join(fold(name).translate(WITHOUT_QUOTES).split())
