"""What the lists of a Word document count (ECMA-376, 17.9): numbers are not in its text, yet people cite by them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from search.corpus.readers.blocks import local
from search.corpus.readers.container import Element

_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"))
_ROMAN_ONES = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_MAX_LEN = 40  # characters of a number as it is shown


@dataclass(frozen=True, slots=True)
class _Level:
    """A level of a list: how it counts, what it shows (%1 the number of level 1), where it begins."""

    format: str
    shown: str
    start: int


class Numbering:
    """The lists of a document; counts as it is asked."""

    def __init__(self, root: Element | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._family: dict[str, str] = {}
        abstract: dict[str, dict[int, _Level]] = {}
        for one in root if root is not None else ():
            if local(one.tag) == "abstractNum":
                abstract[_value(one, "abstractNumId")] = _levels(one)
            elif local(one.tag) == "num":
                number = _value(one, "numId")
                refers = next((_value(inner, "val") for inner in one if local(inner.tag) == "abstractNumId"), "")
                overrides = {
                    level: changed
                    for inner in one
                    if local(inner.tag) == "lvlOverride"
                    for level, changed in _levels(inner).items()
                }
                self._levels[number] = {**abstract.get(refers, {}), **overrides}
                # Lists of one definition count on in each other unless one begins anew.
                anew = any(local(inner.tag) == "startOverride" for inner in one.iter())
                self._family[number] = f"num {number}" if anew or not refers else f"abstract {refers}"

    def next(self, list_id: str, level: int) -> str:
        """What stands before the next item of a list's level (0 the highest): its number, "•", or "" for nothing."""
        levels = self._levels.get(list_id)
        if levels is None:
            return "" if list_id == "0" else "•"  # 0 takes a paragraph out of its style's list (17.9.18)
        level = min(level, 8)
        own = levels.get(level)
        if own is None or own.format in ("bullet", "none"):
            return "•" if own is None or own.format == "bullet" else ""
        counts = self._counts.setdefault(self._family[list_id], {})
        counts[level] = counts[level] + 1 if level in counts else own.start
        for deeper in [key for key in counts if key > level]:
            del counts[deeper]

        def number(place: re.Match[str]) -> str:
            at = int(place[1]) - 1
            known = levels.get(at, own)
            return counted(counts.get(at, known.start), known.format)

        return _PLACE.sub(number, own.shown)[:_MAX_LEN].strip() or "•"


def counted(number: int, format_: str) -> str:
    """A number as a list's level writes it: decimal, or letters and roman numerals, small or capital."""
    if format_ in ("lowerLetter", "upperLetter") and 0 < number <= 780:
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters if format_ == "lowerLetter" else letters.upper()
    if format_ in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        left, numeral = number, ""
        for worth, sign in _ROMAN:
            numeral += sign * (left // worth)
            left %= worth
        numeral += _ROMAN_ONES[left]
        return numeral if format_ == "lowerRoman" else numeral.upper()
    return f"{number:02}" if format_ == "decimalZero" else str(number)


def _levels(element: Element) -> dict[int, _Level]:
    found: dict[int, _Level] = {}
    for one in element:
        if local(one.tag) != "lvl":
            continue
        said = {local(inner.tag): _value(inner, "val") for inner in one}
        at, start = _value(one, "ilvl"), said.get("start", "")
        if at.isdigit() and len(at) < 3:
            begins = int(start) if start.isdigit() and len(start) < 7 else 1
            found[int(at)] = _Level(said.get("numFmt", "decimal"), said.get("lvlText", f"%{int(at) + 1}."), begins)
    return found


def _value(element: Element, name: str) -> str:
    return next((value for key, value in element.items() if local(key) == name), "")
