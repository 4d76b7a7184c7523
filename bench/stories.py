"""Prose for measuring the analysis: the repository's own texts, told again under other names and in other years.

A thousand copies of one text would be one event told a thousand times. So in each copy the names are other ones, three
in four of them, and the years others; what stays the same ties the copies together, as places and bodies do.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_WORD = re.compile(r"[^\W\d_]+")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SYLLABLES = ("ba", "ner", "do", "lin", "ka", "ros", "ti", "ven", "mu", "dal", "so", "ret", "pi", "lan", "he", "mor")


def originals() -> list[str]:
    """The bundled corpus and the stories of the tests, front matter and all."""
    files = [*sorted((ROOT / "seeds").glob("*.md")), *sorted((ROOT / "tests/data/stories").glob("*/*.md"))]
    return [file.read_text("utf-8") for file in files]


def _names(texts: list[str]) -> frozenset[str]:
    """Words that are written large in all of their places, some of them within a sentence: names, for the most part."""
    large: Counter[str] = Counter()
    small: set[str] = set()
    for text in texts:
        for found in _WORD.finditer(text):
            word = found.group()
            if word[0].islower():
                small.add(word)
            elif word[1:].islower() and text[max(0, found.start() - 2) : found.start()][:1].isalpha():
                large[word] += 1
    plain = {*_months(), *small}
    return frozenset(word for word in large if len(word) > 3 and word.lower() not in plain)


def _months() -> set[str]:
    import calendar

    return {word.lower() for row in (calendar.month_name, calendar.day_name) for word in row if word}


def _another(word: str, copy: int) -> str:
    """A name of the same length or so, the same for the same word and copy."""
    seed = zlib.crc32(f"{word}{copy}".encode())
    parts = [_SYLLABLES[(seed >> shift) % len(_SYLLABLES)] for shift in range(0, 5 * max(2, len(word) // 3), 5)]
    return "".join(parts).capitalize()


def write(folder: Path, count: int) -> int:
    """Write `count` documents as a corpus; returns how many words they have."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = originals()
    names = _names(texts)
    words = 0
    for number in range(count):
        copy, place = divmod(number, len(texts))
        text = texts[place]
        if copy:
            text = _WORD.sub(lambda found, copy=copy: _told(found.group(), names, copy), text)  # type: ignore[misc]
            text = _YEAR.sub(lambda found, copy=copy: str(int(found.group()) - copy % 30), text)  # type: ignore[misc]
        words += len(_WORD.findall(text))
        (folder / f"{number:05}.md").write_text(text, "utf-8")
    return words


def _told(word: str, names: frozenset[str], copy: int) -> str:
    return _another(word, copy) if word in names and zlib.crc32(word.encode()) % 4 else word
