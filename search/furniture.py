"""What belongs to the site and not to the document: menus, buttons, pleas, credits, teasers.

Lines are the units, their order is kept, and in doubt a line stays. Three degrees of certainty:

- *certain*: nothing but furniture looks like that ("SEE ALSO: …", a row of share icons, a plea to subscribe);
- *likely*: a label that a document may have as a heading too ("Sections", "Analysis", "Comments"). It goes only from
  the top or the tail of a page that shows itself to be one;
- *by place*: what follows a certain mark to the end of the page, where hardly any prose follows; the teasers under
  "Related"; a headline between two paragraphs of a page; a caption given twice.

A picture's caption stays (it is about the matter); its credit goes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from search.furniture_words import (
    AGENCY,
    AGENCY_WORDS,
    ALWAYS,
    BUTTONS,
    CREDIT_LABEL,
    HEADLINE_VERBS,
    LIST_LABEL,
    MENU,
    PLEAS,
    POINTER,
    READERS_COMMENTS,
    REPORTING,
    SOURCE_LINE,
    TAIL_LABEL,
)
from search.metadata import stamped


@dataclass(frozen=True, slots=True)
class Stripped:
    """`text` without furniture; `furniture` the lines and parts of lines set aside, in their order."""

    text: str
    furniture: tuple[str, ...] = ()


_KEPT, _LIKELY, _CERTAIN, _LABEL = range(4)

_PROSE_WORDS = 12
_PROSE_ENDS = (".", "!", "?", "”", '"', "’", ")", "]", ":", ";", "»", ".'")
_SHORT = 320  # characters; what is longer is no menu, label, button or teaser
_PLEA = 700  # characters; pleas and licence notes can be paragraphs
_TAIL_PROSE = 0.2  # of a document's characters may be prose after the tail begins
_LEAST_KEPT = 0.05  # of a document's characters: where less would stay, nothing is furniture


def strip(text: str) -> Stripped:
    """Separate furniture from sanitised `text`. Linear; empty lines in a row become one, trailing spaces go."""
    lines = [line.rstrip() for line in text.split("\n")]
    page = _Page([line.strip() for line in lines if line])
    page.mark()
    return page.result(lines)


class _Page:
    """The non-empty lines of a text and what is thought of each."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.kinds = [_KEPT] * len(lines)
        self.credits: dict[int, int] = {}  # line → where its picture's credit begins
        self.prose = [line.count(" ") + 1 >= _PROSE_WORDS and line.endswith(_PROSE_ENDS) for line in lines]
        self.total = sum(map(len, lines))

    # ---- what each line is -------------------------------------------------------------------------------------

    def mark(self) -> None:
        """Judge every line, then by its place."""
        for number, line in enumerate(self.lines):
            if len(line) <= _PLEA:
                self.kinds[number] = self._kind(line)
            if (cut := _credit_at(line)) is not None:
                if cut == 0:
                    self.kinds[number] = _CERTAIN
                else:
                    self.credits[number] = cut
        self._doubles()
        if not self._evidence():
            return
        self._lists()
        self._tail()
        self._top()
        self._buttons()
        self._teasers()

    def _kind(self, line: str) -> int:
        if len(line) <= _SHORT:
            low = line.lower()
            if low in MENU or low in BUTTONS:
                return _LIKELY
            words = line.count(" ") + 1
            if words <= 8 and LIST_LABEL.fullmatch(line):
                return _LABEL
            ended = line.endswith((".", "”", '"'))
            if ALWAYS.fullmatch(line) or (words <= 30 and not ended and POINTER.fullmatch(line)):
                return _CERTAIN
            if words <= 8 and TAIL_LABEL.fullmatch(line):
                return _LIKELY
            if CREDIT_LABEL.match(line) and words <= 16:
                return _CERTAIN
            if not ended and words <= 14 and SOURCE_LINE.fullmatch(line):
                return _CERTAIN
            if REPORTING.fullmatch(line) and (line[0] == "(" or ";" in line):
                return _CERTAIN
            if _crumbs(line):
                return _CERTAIN
            if words <= 8 and _FULL_REPORT.fullmatch(line):
                return _LIKELY
        low = line.lower()
        for cue, pattern in PLEAS:
            if cue in low and pattern.search(line) and not _quotes(line):
                return _CERTAIN
        return _KEPT

    def _evidence(self) -> bool:
        """Whether the text shows itself to be a page: a certain line, a picture's credit, or likely ones in company."""
        if self.credits or any(kind >= _CERTAIN for kind in self.kinds):
            return True
        return self.kinds[: self._body()].count(_LIKELY) >= 2

    def _body(self) -> int:
        """The first line of prose."""
        return next((number for number, prose in enumerate(self.prose) if prose), len(self.lines))

    # ---- by place ----------------------------------------------------------------------------------------------

    def _doubles(self) -> None:
        """A caption or title given twice: the line that the next one begins with, or that ends a run-on menu."""
        for number in range(len(self.lines) - 1):
            line, after = self.lines[number], self.lines[number + 1]
            if len(line) > _SHORT or self.kinds[number] >= _CERTAIN:
                continue
            if line.count(" ") >= 3 and after.startswith(line) and (len(after) == len(line) or len(line) >= 40):
                self.kinds[number] = _CERTAIN
            elif len(after) < len(line) and len(after) >= 8 and line.endswith(after) and _run_on(line[: -len(after)]):
                self.kinds[number] = _CERTAIN

    def _lists(self) -> None:
        """Under "Related …" everything is a teaser until prose begins again."""
        open_list = False
        for number, line in enumerate(self.lines):
            if self.kinds[number] == _LABEL:
                open_list = True
            elif open_list and (_teaser(line) or self.kinds[number] != _KEPT or stamped(line) or _labelled_day(line)):
                self.kinds[number] = max(self.kinds[number], _CERTAIN)
            else:
                open_list = False

    def _tail(self) -> None:
        """From the first mark that hardly any prose follows, all is the page's."""
        kept_after = [0] * (len(self.lines) + 1)  # characters of prose from here on
        prose_after = [0] * (len(self.lines) + 1)  # lines of it
        for number in range(len(self.lines) - 1, -1, -1):
            counts = self.prose[number] and self.kinds[number] == _KEPT
            kept_after[number] = kept_after[number + 1] + (len(self.lines[number]) if counts else 0)
            prose_after[number] = prose_after[number + 1] + counts
        before = 0
        for number, line in enumerate(self.lines):
            marked = self.kinds[number] in (_CERTAIN, _LABEL) or (
                self.kinds[number] == _LIKELY and TAIL_LABEL.fullmatch(line) is not None
            )
            left = len(self.lines) - number - 1
            if marked and left and before > 0.4 * self.total:
                few = kept_after[number] <= _TAIL_PROSE * self.total and prose_after[number] <= 0.4 * left
                if (few and not self._prose_next(number)) or READERS_COMMENTS.fullmatch(line):
                    self.kinds[number:] = [_CERTAIN] * (left + 1)
                    self.credits = {at: cut for at, cut in self.credits.items() if at < number}
                    return
            before += len(line)

    def _prose_next(self, number: int) -> bool:
        """Whether the body goes on right after this line, so that the line only interrupts it."""
        for after in range(number + 1, min(number + 3, len(self.lines))):
            if self.kinds[after] == _KEPT:
                return self.prose[after]
        return False

    def _top(self) -> None:
        """Menus and section labels above the body, and labels in the tail."""
        body = self._body()
        for number in range(body):
            if self.kinds[number] == _LIKELY and number + 1 < len(self.lines):
                self.kinds[number] = _CERTAIN

    def _buttons(self) -> None:
        """Buttons beside other furniture."""
        last = len(self.lines) - 1
        for number, kind in enumerate(self.kinds):
            if kind != _LIKELY:
                continue
            beside = self.kinds[number - 1] if number else _KEPT
            after = self.kinds[number + 1] if number < last else _CERTAIN
            if self.lines[number].lower() in BUTTONS and (beside >= _CERTAIN or after in (_LIKELY, _CERTAIN, _LABEL)):
                self.kinds[number] = _CERTAIN
            elif number == last or (beside >= _CERTAIN and after >= _CERTAIN):
                self.kinds[number] = _CERTAIN

    def _teasers(self) -> None:
        """A headline in title case, with a verb, standing between two paragraphs."""
        for number in range(1, len(self.lines) - 1):
            line = self.lines[number]
            if self.kinds[number] != _KEPT or self.prose[number] or len(line) > 160:
                continue
            if self._is_prose(number - 1) and self._is_prose(number + 1) and _headline(line):
                self.kinds[number] = _CERTAIN

    def _is_prose(self, number: int) -> bool:
        return self.prose[number] and self.kinds[number] == _KEPT

    # ---- the outcome -------------------------------------------------------------------------------------------

    def result(self, lines: list[str]) -> Stripped:
        """The kept lines of `lines` (with their indentation) and the others."""
        kept: list[str] = []
        aside: list[str] = []
        stays = number = 0
        for line in lines:
            if not line:
                if kept and kept[-1]:
                    kept.append("")
                continue
            if self.kinds[number] >= _CERTAIN:
                aside.append(self.lines[number])
            elif (cut := self.credits.get(number)) is not None:
                caption = self.lines[number][:cut].rstrip(" (-–—|")
                kept.append(caption)
                aside.append(self.lines[number][cut:].strip())
                stays += len(caption)
            else:
                kept.append(line)
                stays += len(line)
            number += 1
        if stays < _LEAST_KEPT * self.total or not stays:
            return Stripped("\n".join(lines).strip("\n"))
        while kept and not kept[-1]:
            kept.pop()
        return Stripped("\n".join(kept), tuple(aside))


# ---- single lines ----------------------------------------------------------------------------------------------

_FULL_REPORT = re.compile(
    r"(?:full|original|complete) (?:report|article|story|text|interview|statement):? \S.*", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"[.!?][”’\"')]*\s+")
_CAPITAL_WORD = re.compile(
    r"[A-ZÀ-ÖØ-Þ0-9(@/][^\s]*|(?:of|de|del|la|via|for|by|and|the|from|in|/|\||-|–|—|&)", re.UNICODE
)
_NOTICE = re.compile(r"[^a-z]*")
_MENU_RUN = re.compile(r"(?:[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+){2,}")
_CRUMB = re.compile(r"\s*[›»>/|·•→]\s*")
_LABELLED_DAY = re.compile(r"[\w &-]{2,40}\s*[/|·•–—-]\s*(.{6,30})")


def _credit_at(line: str) -> int | None:
    """Where a picture's credit begins in `line`: after the caption's last sentence, to the end; None without one.

    A credit is names and an agency, and perhaps an agency's notice in capitals: no word in it begins small.
    """
    tail = line[-260:]
    if not any(word in tail for word in AGENCY_WORDS):
        return None
    offset = len(line) - len(tail)
    ends = [match.end() for match in _SENTENCE_END.finditer(tail)]
    starts = [0, *ends] if not offset else ends
    for agency in AGENCY.finditer(tail):
        before = tail[agency.start() - 1 : agency.start()]
        after = tail[agency.end() : agency.end() + 1]
        if before.isalnum() or after.isalnum():
            continue
        rest = tail[agency.end() :].strip(" .)/|,")
        if rest and not (_NOTICE.fullmatch(rest) or _names_only(rest)):
            continue
        start = max((at for at in starts if at <= agency.start()), default=None)
        opened = tail.rfind("(", 0, agency.start())
        if opened >= 0 and ")" not in tail[opened : agency.start()]:
            start = opened
        if start is None or not _names_only(tail[start : agency.start()].strip(" (,/")):
            continue
        marked = re.search(r"(?:\bvia|\bfor|/|\||,|-|–|—|:|\bPhoto\b|\bby)\s*$", tail[start : agency.start()])
        if (marked or start > 0 or offset) and (start + offset or marked):
            return start + offset
    return None


def _names_only(part: str) -> bool:
    words = part.split()
    return len(words) <= 14 and all(_CAPITAL_WORD.fullmatch(word) for word in words)


def _run_on(menu: str) -> bool:
    """Whether what stands before a repeated title is a menu: words run together, or crumbs."""
    menu = menu.strip()
    return (
        bool(menu)
        and len(menu) <= 120
        and (_MENU_RUN.fullmatch(menu) is not None or menu[-1] in "›»>/|·→" or menu.lower() in MENU)
    )


def _crumbs(line: str) -> bool:
    """A line of menu entries: "Home › News › Analysis", "Home | About | Contact", "HomeNewsAnalysis"."""
    if len(line) > 160 or line.endswith("."):
        return False
    if " " not in line:
        parts = re.findall(r"[A-ZÀ-Þ][a-zß-ÿ]+", line)
        return len(parts) >= 3 and "".join(parts) == line and all(part.lower() in MENU for part in parts)
    parts = [part for part in _CRUMB.split(line) if part]
    if len(parts) < 3:
        return False
    known = sum(part.lower() in MENU or part.lower() in BUTTONS for part in parts)
    return known >= 2 and known * 2 >= len(parts) and all(part.count(" ") < 5 for part in parts)


def _teaser(line: str) -> bool:
    """A short line that does not end as a sentence does, or ends in an ellipsis."""
    return len(line) <= _SHORT and (line.endswith(("…", "...")) or not line.endswith((".", "!", "”", '"', ":")))


def _labelled_day(line: str) -> bool:
    """ "COLOMBIA / 3 MAR 2021"."""
    match = _LABELLED_DAY.fullmatch(line) if len(line) <= 90 else None
    return match is not None and stamped(match[1]) is not None


def _headline(line: str) -> bool:
    words = line.split()
    if not 7 <= len(words) <= 22 or line[-1] in '.!?:;,…”"' or line[0] in '•-*–—“"(#0123456789':
        return False
    if words[0].lower() in (
        "how",
        "why",
        "what",
        "where",
        "when",
        "who",
        "which",
        "whether",
        "part",
        "chapter",
        "section",
    ):
        return False
    long = [word for word in words if len(word) >= 4 and word[0].isalpha()]
    if not long or sum(word[0].isupper() for word in long) < 0.9 * len(long):
        return False
    return any(word.lower().strip("’'“”\",") in HEADLINE_VERBS for word in words[1:])


def _quotes(line: str) -> bool:
    """Whether a line is reported speech: a plea somebody in the text makes is the text's own."""
    return line[0] in '“"‘' or (
        ("“" in line or '"' in line) and re.search(r"\b(?:said|says|told|asked|added|wrote)\b", line) is not None
    )
