"""Text made harmless: nothing in it can mislead a terminal or a reader. Linear time; nothing here raises."""

from __future__ import annotations

import re
import unicodedata

from search.text.folding import SPACES

# What ends a line in Unicode (UAX #14, class BK and NL) becomes a newline.
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")

# What is never let through: controls, soft hyphen, grapheme joiner, bidi marks, embeddings, overrides and isolates
# (UAX #9), zero widths, byte order mark, interlinear annotation, variation selectors and tags (both smuggle hidden
# text), unpaired surrogates, and code points that are no characters.
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_UNSAFE_ASCII = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_OTHER = re.compile(r"[^\x00-\x7f]")

# Marks on one letter beyond 30 are dropped (the Stream-Safe Text Format of UAX #15): ordering them takes quadratic
# time in unicodedata. A run that can hold so many is neither letters, spaces nor ASCII.
_MAX_MARKS = 30
_MARK_RUN = re.compile(r"[^\w\s\x00-\x7f]{31,}")


class _Kinds(dict[str, int]):
    """Character → what it asks for: 0 nothing, 1 a plain space, 2 a break or to be dropped, 4 normalising."""

    def __missing__(self, char: str) -> int:
        if char in SPACES:
            kind = 1
        elif _DROPPED.match(char) or _BREAKS.match(char):
            kind = 2
        elif unicodedata.category(char)[0] == "M" or "\u1100" <= char <= "\u11ff":
            kind = 4  # may join what stands before it
        else:
            kind = 0 if unicodedata.is_normalized("NFC", char) else 4
        self[char] = kind
        return kind


_KINDS = _Kinds()


def sanitise(raw: str) -> str:
    """`raw` without anything a terminal or a reader could be misled by.

    NFC; every kind of line break is a newline; typographic spaces are spaces; tabs stay; other controls, direction
    characters, zero widths, tags and unpaired surrogates are dropped. Idempotent.
    """
    # One quick look at the characters there are: most texts ask for nothing.
    others = set() if raw.isascii() else set(_OTHER.findall(raw))
    kinds = {_KINDS[char] for char in others}
    if 2 in kinds or _UNSAFE_ASCII.search(raw):
        raw = _DROPPED.sub("", _BREAKS.sub("\n", raw))
    if 1 in kinds:
        for char in others.intersection(SPACES):
            raw = raw.replace(char, " ")
    if 4 in kinds:
        raw = _few_marks(unicodedata.normalize("NFC", _few_marks(raw)))
    return raw


def sanitise_line(raw: str) -> str:
    """`raw` sanitised and on one line, runs of white space one space each: for titles, names and file names."""
    return " ".join(sanitise(raw).split())


def _few_marks(text: str) -> str:
    return _MARK_RUN.sub(_cut_marks, text)


def _cut_marks(run: re.Match[str]) -> str:
    kept: list[str] = []
    marks = 0
    for char in run.group():
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= _MAX_MARKS:
            kept.append(char)
    return "".join(kept)
