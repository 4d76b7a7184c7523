"""Wrapping long text to columns, keeping offsets: a list of (start, end) character spans, one a screen line.

Lines break at blanks, else between letters. A megabyte on a single line wraps in well under a second, since
stretches where every character is one column wide are measured by their length alone.
"""

from __future__ import annotations

from tui.widgets.cells import MAX_CHARACTERS, UNEVEN, columns_of

CJK = "\u2e80"  # from here on, a line may break between any two letters (roughly: UAX #14 class ID)


def wrap(text: str, width: int, *, spaced: bool = False) -> tuple[list[int], list[int]]:
    """First and last (exclusive) character of each screen line of at most `width` columns.

    `spaced` puts an empty line between paragraphs that follow each other without one.
    """
    starts: list[int] = []
    ends: list[int] = []
    width = max(1, width)
    narrow = not UNEVEN.search(text.replace("\n", " "))
    position, size = 0, len(text)
    while position <= size:
        stop = text.find("\n", position)
        stop = size if stop < 0 else stop
        if spaced and starts and stop > position and ends[-1] > starts[-1]:
            starts.append(position)
            ends.append(position)
        _paragraph(text, position, stop, width, narrow, starts, ends)
        position = stop + 1
    return starts, ends


def runs_on(text: str, measure: int) -> bool:
    """Whether paragraphs of more than two lines follow each other without an empty one between, and want one."""
    longest = max((len(line) for line in text.split("\n")), default=0)
    return "\n\n" not in text and longest > 2 * measure


def _paragraph(text: str, start: int, stop: int, width: int, narrow: bool, starts: list[int], ends: list[int]) -> None:
    while True:
        if narrow or not UNEVEN.search(text, start, min(stop, start + width + 1)):
            end = start + width
        else:
            end = _fits(text, start, stop, width)
        if end >= stop:
            break
        following = end
        if text[end] == " ":
            following = end + 1
        elif text[end] < CJK and text[end - 1] < CJK:
            blank = text.rfind(" ", start + 1, end)
            hyphen = max(
                text.rfind("-", start + 1, end), text.rfind("—", start + 1, end), text.rfind("–", start + 1, end)
            )
            if blank > start and blank >= hyphen:
                end, following = blank, blank + 1
            elif hyphen > start:
                end = following = hyphen + 1
        starts.append(start)
        ends.append(end)
        start = following
    starts.append(start)
    ends.append(stop)


def _fits(text: str, start: int, stop: int, width: int) -> int:
    """The end of the longest stretch from `start` that fits; at least one character, with its combining marks."""
    columns = 0
    most = min(stop, start + width * MAX_CHARACTERS)
    position = start
    while position < most:
        columns += columns_of(text[position])
        if columns > width and position > start:
            break
        position += 1
    return position
