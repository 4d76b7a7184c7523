"""Hard-wrapped text: the lines of a paragraph joined, line by line on evidence, however short the document is.

A text that evidently is hard-wrapped throughout is joined wherever nothing speaks against it. Elsewhere a line goes on
in the next where it ends within a sentence and near the width of its block, and where nothing shows that lines mean
something: verse, addresses, lists, tables, titles, bylines, datelines, logs, code, headers.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from search.corpus.lexicon import ENGLISH

_MAX_WIDTH = 100  # characters; typewriters, mail and Project Gutenberg wrap at 60 to 80
_MIN_WIDTH = 40
_VERSE = 0.8  # of the lines begin with a capital: more than in wrapped prose of any language
_WIDE = 55  # lines of verse are shorter
_LIST_ITEM = re.compile(r"\s*(?:[-*•▪●◦‣–—+]\s|\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.)]\s)")
_OPENING = " \t\"'“‘«„([¿¡*_"
_CLOSING = " \"'”’»)]*_"
_KEY = re.compile(r"(?:[A-Z][\w.'’-]{0,30} ){0,2}[A-Z][\w.'’-]{0,30}:(?:\s|$)")
_SMALL_KEY = re.compile(r"[a-z][\w-]{0,30}:(?:\s|$)")
_STAMP = re.compile(r"[\[(]?(?:\d{4}-\d\d-\d\d|\d{1,2}[:.]\d\d(?::\d\d)?(?=[\s\])]))|<[\w@+-]{1,30}>\s")
_GAP = re.compile(r"[^\s.!?:;\"”’)] {2,}\S|\t|\|.*\||\S {4,}\S")
_DATELINE = re.compile(r"[A-Z][A-Z .'’]{2,40}(?:, [^—–]{0,40}| \([^()]{1,30})?(?: [—–-]|--|\)) ")
_ADDRESS = re.compile(r"\s*(?:\S*(?:https?://|www\.)\S+|\S+@\S+\.\w+)\s*")
_DAY = re.compile(r"\b(?:\d{1,2}\.? [^\W\d_]{3,12}|[A-Z][a-z]{2,12} \d{1,2},)$")
_YEAR = re.compile(r"[12]\d{3}\b")
_LETTER = re.compile(r"[^\W_]")
_CODE = str.maketrans("", "", "{}[];=<>_\\/*|#~^")
_MAX_CODE = 0.06  # of a line's characters
_LONG = 1_000  # characters of a text of which a rule or a signature is a small part
_MAX_SIGNS = 0.025  # of a text's characters; prose has some .002, with a table in it .01

End = Literal["open", "neutral", "title", "ended"]
"""How a line stands to the next: its sentence goes on; may go on; it is no sentence; its sentence is at its end."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """A line, the next of its block, and how the one stands to the other."""

    line: str
    after: str
    end: End

    def is_full(self, width: int, slack: int = 0) -> bool:
        """Whether the next line's first word had no room in a width."""
        return len(self.line) + 1 + len(self.after.split(None, 1)[0]) > width - slack


def unwrapped(text: str) -> str:
    """`text` with the lines of hard-wrapped paragraphs joined; all other lines stay as they are. Linear time.

    Evidently wrapped is a text of which no line is longer than 100 characters, and of the lines that another follows in
    the same block at least five, and four in five, could not have taken the next line's first word without passing the
    longest line's length.
    """
    lines = [line.rstrip() for line in text.split("\n")]
    width = max(map(len, lines))
    evident = _MIN_WIDTH <= width <= _MAX_WIDTH and _is_hard_wrapped(lines, width)
    blocks = [list(block) for filled, block in itertools.groupby(lines, bool) if filled]
    if evident:
        joins = [_all_joins(block, width) for block in blocks]
    elif len(text) > _LONG and len(text) - len(text.translate(_CODE)) > _MAX_SIGNS * len(text):
        return text  # a program's text, a table, a log
    else:
        pairs = [_pairs(block) for block in blocks]
        seen = _seen(pairs)
        joins = [_joins(block, found, seen) for block, found in zip(blocks, pairs, strict=True)]
    if not evident and not any(map(any, joins)):
        return text
    paragraphs = map(_paragraphs, blocks, joins)
    out: list[str] = []
    for filled, block in itertools.groupby(lines, bool):
        out.extend(next(paragraphs) if filled else block)
    return "\n".join(out)


def _is_hard_wrapped(lines: Sequence[str], width: int) -> bool:
    """Whether enough lines, the longest of `width` characters, end where the next line's first word had no room."""
    followed = [(line, after) for line, after in itertools.pairwise(lines) if line and after]
    full = [
        after
        for line, after in followed
        if len(line) + len(after) >= width - 4 and len(line) + 1 + len(after.split(None, 1)[0]) > width - 4
    ]
    if sum(after.lstrip(_OPENING)[:1].isupper() and not after.isupper() for after in full) > _VERSE * len(full):
        return False
    wrapped = sum(not _LIST_ITEM.match(after) for after in full)
    most = 5 * wrapped // 4
    # Telling list items takes longest: no more lines are looked at than decide.
    lines_of_prose = (after for _, after in followed if not _LIST_ITEM.match(after))
    return wrapped >= 5 and len(list(itertools.islice(lines_of_prose, most + 1))) <= most


def _all_joins(block: Sequence[str], width: int) -> list[bool]:
    """Which lines of a block go on in the next, in a text that evidently is wrapped at `width` characters."""
    joins = []
    for at, (line, after) in enumerate(itertools.pairwise(block)):
        pair = _pair(line, after) if len(line) >= 0.6 * width else None
        # A block's first line may be a title, whatever its words are.
        is_title = pair is not None and (pair.end == "title" or (at == 0 and not _is_running(pair)))
        joins.append(pair is not None and (pair.end == "open" or pair.is_full(width, 2 if is_title else width // 6)))
    return joins


def _pairs(block: Sequence[str]) -> list[_Pair | None]:
    """Each line of a block with the next; None where they cannot be parts of one paragraph."""
    if len(block) < 2 or max(map(len, block)) > _MAX_WIDTH:
        return []
    is_long = [len(line) >= _MIN_WIDTH for line in block[:-1]]
    if not any(is_long):
        return [None] * len(is_long)
    return [
        _pair(line, after) if long else None
        for long, (line, after) in zip(is_long, itertools.pairwise(block), strict=True)
    ]


def _pair(line: str, after: str) -> _Pair | None:
    if _is_no_prose(line) or _is_no_prose(after):
        return None
    end = _end(line, after)
    return None if _stands_alone(line, after, end) else _Pair(line, after, end)


def _end(line: str, after: str) -> End:
    core = line.rstrip(_CLOSING)
    first = after.lstrip(_OPENING)[:1]
    last = core.rpartition(" ")[2].lstrip(_OPENING)
    if core.endswith((".", "!", "?", "…", ":")):
        if core.endswith(".") and (last[:-1] in _words("short forms") or (len(last) == 2 and last[0].isupper())):
            return "open"
        return "neutral" if first.islower() and "." in last[:-1] else "ended"
    if first.islower() or after.startswith("(") or core.endswith(("-", "—")) or _is_open(last, line):
        return "open"
    if _DAY.search(line) and _YEAR.match(after):
        return "open"
    if after.lstrip(_OPENING).partition(" ")[0] in _words("beginnings") or _is_heading(line):
        return "title"
    return "neutral"


def _is_open(word: str, line: str) -> bool:
    return (word.lower() if line.isupper() else word) in _words("open ends")


@cache
def _words(section: str) -> frozenset[str]:
    return ENGLISH.words("wrapping", section)


def _is_heading(line: str) -> bool:
    """Whether all longer words of a line, four at least, begin with a capital."""
    longer = [word for word in line.split() if len(word) > 3 and word.isalpha()]
    return len(longer) >= 4 and all(word[0].isupper() for word in longer) and not line.isupper()


def _stands_alone(line: str, after: str, end: End) -> bool:
    """Whether the form of two lines shows that they are no parts of one paragraph."""
    indented = len(after) - len(after.lstrip()) - (len(line) - len(line.lstrip()))
    return bool(
        _LIST_ITEM.match(after)
        or (indented > 0 and not _LIST_ITEM.match(line))
        or (end != "open" and ((":" in after and _KEY.match(after)) or _STAMP.match(after)))
        or (_SMALL_KEY.match(after) and _SMALL_KEY.match(line))
        or (after[:2].isupper() and _DATELINE.match(after))
        or (line.isupper() and not after.isupper() and end != "open")
    )


@lru_cache(maxsize=8)  # a line is asked for as the next of one and as the one before the next
def _is_no_prose(line: str) -> bool:
    """Whether a line is a row of a table, code, a link, quoted mail or a rule."""
    return bool(
        line.startswith((">", "|"))
        or len(line) - len(line.translate(_CODE)) > _MAX_CODE * len(line)
        or (("  " in line or "\t" in line or "|" in line) and _GAP.search(line.strip()))
        or (("@" in line or "." in line) and " " not in line.strip() and _ADDRESS.fullmatch(line))
        or not _LETTER.search(line)
    )


def _seen(blocks: Iterable[Sequence[_Pair | None]]) -> int:
    """The width at which lines within sentences end, where there are three of them; else 0."""
    open_ends = [len(pair.line) for pairs in blocks for pair in pairs if pair and pair.end == "open"]
    return max(open_ends) if len(open_ends) >= 3 else 0


def _joins(block: Sequence[str], pairs: Sequence[_Pair | None], seen: int) -> list[bool]:
    """Which lines of a block go on in the next; `seen` is the text's width, 0 where it shows none."""
    if not any(pairs):
        return [False] * len(pairs)
    width = max(map(len, block))
    least = max(_MIN_WIDTH, 0.7 * width)
    wrapped: list[_Pair] = [pair for pair in pairs if pair and pair.end == "open" and len(pair.line) >= least]
    broken = sum(
        len(line) < least and after[0].islower() and line[-1] not in ".!?" for line, after in itertools.pairwise(block)
    )
    prose = block[-1].rstrip(_CLOSING).endswith((".", "!", "?"))
    small = not prose and all(line.lstrip(_OPENING)[:1].islower() for line in block)
    even = _is_even(block, pairs, width)
    if broken > len(wrapped) or (small and not even):
        return [False] * len(pairs)
    is_wrapped = bool(wrapped) or even or (prose and any(pair and _is_running(pair) for pair in pairs))
    # Of a sentence a line nearly every line ends one.
    ended = sum(pair is not None and pair.end == "ended" for pair in pairs)
    kinds: set[End] = {"open"}
    if is_wrapped or seen:
        kinds |= {"neutral", "ended"} if ended <= len(pairs) // 2 + (seen > 0) else {"neutral"}
    return [pair is not None and pair.end in kinds and _is_long(pair, width, seen) for pair in pairs]


def _is_running(pair: _Pair) -> bool:
    """Whether a line that may go on is running text: long, mostly of small words, with a comma or a full stop in it."""
    words = pair.line.split()
    small = sum(word[0].islower() for word in words)
    return (
        pair.end == "neutral"
        and len(pair.line) >= _WIDE
        and small >= 0.6 * len(words)
        and (", " in pair.line or ". " in pair.line)
    )


def _is_even(block: Sequence[str], pairs: Sequence[_Pair | None], width: int) -> bool:
    """Whether four lines or more are all as long as a width allows, and are no verse, whose lines begin alike."""
    capitals = sum(line.lstrip(_OPENING)[:1].isupper() for line in block)
    return (
        len(pairs) >= 3
        and width >= _WIDE
        and (capitals < len(block) or block[0].isupper())
        and all(pair is not None and pair.is_full(width) for pair in pairs)
        and any(pair is not None and pair.end != "ended" for pair in pairs)
    )


def _is_long(pair: _Pair, width: int, seen: int) -> bool:
    """Whether a line is as long as one that goes on must be, in a block of a width and a text of another."""
    width = max(width, seen)
    if pair.end == "open":
        return len(pair.line) >= max(_MIN_WIDTH, 0.7 * width)
    return pair.is_full(width, slack=4 if pair.end == "neutral" and _is_running(pair) else 0)


def _paragraphs(block: Sequence[str], joins: Sequence[bool]) -> Iterator[str]:
    """The lines of a block, those that go on joined with the next."""
    paragraph = [block[0]]
    for before, line, joined in zip(block, block[1:], joins or [False] * len(block), strict=False):
        if not joined:
            yield "".join(paragraph)
            paragraph = [line]
        else:
            # A hyphen at the line's end is kept: mostly it is the word's own.
            paragraph.append(line.lstrip() if before[-1] == "-" and before[-2:-1].isalpha() else " " + line.lstrip())
    yield "".join(paragraph)
