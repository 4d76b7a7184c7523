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

from search.corpus.boilerplate_lines import (
    AGENCY_HINT,
    CODE,
    CONTACT,
    FULL_REPORT,
    GOING_ON,
    REACHED,
    SHORT,
    credit_at,
    crumbs,
    headline,
    labelled_day,
    quotes,
    run_on,
    teaser,
)
from search.corpus.boilerplate_words import (
    ALWAYS,
    BUTTONS,
    CONTACT_CUES,
    COPYRIGHT,
    CREDIT_LABEL,
    END_MARK,
    LIST_LABEL,
    MENU,
    OPENINGS,
    PLEAS,
    POINTER,
    REPORTING,
    SOURCE_LINE,
    TAIL_LABEL,
)
from search.corpus.byline import stamped


@dataclass(frozen=True, slots=True)
class Stripped:
    """`text` without furniture; `furniture` the lines and parts of lines set aside, in their order.

    `kept` are the numbers of the lines that stay, counted among those that hold anything; None where all do.
    """

    text: str
    furniture: tuple[str, ...] = ()
    kept: tuple[int, ...] | None = None


# From _CERTAIN on a line is set aside; a _CREDIT alone does not show a text to be a page: reports have them too.
_KEPT, _LIKELY, _CERTAIN, _LABEL, _CREDIT = range(5)

_PROSE_WORDS = 12
_PROSE_ENDS = (".", "!", "?", "”", '"', "’", ")", "]", ":", ";", "»", ".'")
_PLEA = 700  # characters; pleas and licence notes can be paragraphs
_TAIL_PROSE = 0.2  # of a document's characters may be prose after the tail begins
_PAGE_PROSE = 0.25  # of a page's characters are prose; code, tables and lists are judged line by line only
_MAX_LEN_LIST = 60  # lines of teasers
_LABELS = MENU | BUTTONS
_MIN_KEPT = 0.05  # of a document's characters: where less would stay, nothing is furniture
_GAP = re.compile(r"\n{3,}")


def strip(text: str) -> Stripped:
    """Separate furniture from sanitised `text`. Linear; empty lines in a row become one, trailing spaces go."""
    lines = [line.rstrip() for line in text.split("\n")]
    page = _Page(text, [line.strip() for line in lines if line])
    page.mark()
    return page.result(lines)


class _Page:
    """The non-empty lines of a text and what is thought of each.

    What gives furniture away is looked for in the whole text first: most texts have little of it, and a line need then
    not be asked for it.
    """

    def __init__(self, text: str, lines: list[str]) -> None:
        self.lines = lines
        low = text.lower()
        self.pleas = [(cue, pattern) for cue, pattern in PLEAS if cue in low]
        self.agencies = set(AGENCY_HINT.findall(text))
        self.has_contacts = any(cue in low for cue in CONTACT_CUES)
        self.kinds = [_KEPT] * len(lines)
        self.credits: dict[int, int] = {}  # line → where its picture's credit begins
        self.prose = [line.count(" ") + 1 >= _PROSE_WORDS and line.endswith(_PROSE_ENDS) for line in lines]
        self.total = sum(map(len, lines))

    # ---- what each line is -------------------------------------------------------------------------------------

    def mark(self) -> None:
        """Judge every line, then by its place."""
        self.kinds = [self._kind(line) if len(line) <= _PLEA else _KEPT for line in self.lines]
        if self.agencies:
            self._credits()
        if self.has_contacts:
            self._contacts()
        if (
            sum(len(line) for line, prose in zip(self.lines, self.prose, strict=True) if prose)
            < _PAGE_PROSE * self.total
        ):
            self.kinds = [_KEPT if kind == _LABEL else kind for kind in self.kinds]
            return
        self._doubles()
        self._copyright()
        if self._is_page():
            self._lists()
            self._tail()
            self._top()
            self._buttons()
            self._teasers()

    def _kind(self, line: str) -> int:
        low = line.lower()
        if len(line) <= SHORT:
            if low in _LABELS:
                return _LIKELY
            opens = low[:3] in OPENINGS or low[0].isdecimal()
            if opens and (kind := _labelled(line)) != _KEPT:
                return kind
            if crumbs(line):
                return _CERTAIN
            if opens and line.count(" ") < 8 and FULL_REPORT.fullmatch(line):
                return _LIKELY
        for cue, pattern in self.pleas:
            if cue in low and pattern.search(line) and not quotes(line):
                return _CERTAIN
        return _KEPT

    def _credits(self) -> None:
        """Where a line's end names who made a picture, or the whole line does."""
        for number, line in enumerate(self.lines):
            if any(word in line for word in self.agencies) and (cut := credit_at(line)) is not None:
                if cut == 0:
                    self.kinds[number] = _CERTAIN
                else:
                    self.credits[number] = cut

    def _is_page(self) -> bool:
        """Whether the text shows itself to be a page: a certain line, an agency's picture, two likely lines on top."""
        if self.credits or any(kind in (_CERTAIN, _LABEL) for kind in self.kinds):
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
            if len(line) > SHORT or self.kinds[number] >= _CERTAIN:
                continue
            longer = len(after) - len(line)
            twice = after.startswith(line) and (not longer or len(line) >= 40) and not CODE.search(line)
            menu = longer < 0 and len(after) >= 8 and line.endswith(after) and run_on(line[:-longer])
            if menu:
                self.kinds[number] = _CERTAIN
            elif twice and len(line.split()) >= 4:
                self.kinds[number] = _CREDIT

    def _contacts(self) -> None:
        """A press office's contacts: a label and the short lines after it up to the last with a number or address."""
        for number, line in enumerate(self.lines):
            if len(line) > 120 or not CONTACT.match(line):
                continue
            last = number if REACHED.search(line) else None
            for after in range(number + 1, min(number + 7, len(self.lines))):
                if len(self.lines[after]) > 90 or self.prose[after] or self.lines[after].endswith((".", "”")):
                    break
                if REACHED.search(self.lines[after]):
                    last = after
            if last is not None:
                self.kinds[number : last + 1] = [_CERTAIN] * (last + 1 - number)

    def _copyright(self) -> None:
        """Copyright lines in the last tenth; a licence has its own on top."""
        left = 0
        for number in range(len(self.lines) - 1, -1, -1):
            line = self.lines[number]
            if len(line) <= SHORT and COPYRIGHT.fullmatch(line):
                self.kinds[number] = _CERTAIN
            left += len(line)
            if left > 0.1 * self.total and number < len(self.lines) - 3:
                return

    def _lists(self) -> None:
        """Under "Related …" everything is a teaser until prose begins again."""
        open_list = 0
        for number, line in enumerate(self.lines):
            if self.kinds[number] == _LABEL:
                open_list = _MAX_LEN_LIST
                if line[:4].lower() == "more" and self._prose_follows(number):
                    self.kinds[number] = _KEPT  # “More on methods”: a heading
            elif open_list and (teaser(line) or self.kinds[number] != _KEPT or stamped(line) or labelled_day(line)):
                self.kinds[number] = max(self.kinds[number], _CERTAIN)
                open_list -= 1
            else:
                open_list = 0

    def _tail(self) -> None:
        """From the first mark that hardly any prose follows, all is the page's."""
        count = len(self.lines)
        characters = [0] * (count + 1)  # of prose from here on
        paragraphs = [0] * (count + 1)
        for number in range(count - 1, -1, -1):
            counts = self._is_prose(number)
            characters[number] = characters[number + 1] + (len(self.lines[number]) if counts else 0)
            paragraphs[number] = paragraphs[number + 1] + counts
        before = 0
        for number, line in enumerate(self.lines):
            left = count - number - 1
            if left and before > 0.4 * self.total and self.kinds[number] in (_LIKELY, _CERTAIN, _LABEL):
                label = TAIL_LABEL.fullmatch(line) is not None
                few = characters[number + 1] <= _TAIL_PROSE * self.total
                if END_MARK.fullmatch(line):
                    ends = few or line[0] not in "#-"
                elif label or self.kinds[number] != _LIKELY:
                    ends = few and paragraphs[number + 1] <= 0.4 * left and not self._prose_follows(number)
                    ends = ends or (label and few and left <= 3)
                else:
                    ends = False
                if ends:
                    self.kinds[number:] = [_CERTAIN] * (left + 1)
                    self.credits = {at: cut for at, cut in self.credits.items() if at < number}
                    return
            before += len(line)

    def _prose_follows(self, number: int) -> bool:
        """Whether the body goes on after this line, or after a few like it, so that it only interrupts it."""
        for after in range(number + 1, min(number + 5, len(self.lines))):
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
            pressed = self.lines[number].lower() in BUTTONS and (beside >= _CERTAIN or after >= _LIKELY)
            if pressed or number == last or (beside >= _CERTAIN and after >= _CERTAIN):
                self.kinds[number] = _CERTAIN

    def _teasers(self) -> None:
        """Headlines of other pages: in title case, with a verb, between two paragraphs that go on over them.

        A document's own headings look alike. So they are teasers only where nothing else stands between paragraphs
        as a heading would, and at least half of the paragraphs after them begin as a new section does not.
        """
        teasers: list[int] = []
        going_on = 0
        for number in range(1, len(self.lines) - 1):
            line = self.lines[number]
            if self.kinds[number] != _KEPT or self.prose[number] or len(line) > 160:
                continue
            if not (self._is_prose(number - 1) and self._is_prose(number + 1)):
                continue
            if headline(line):
                teasers.append(number)
                going_on += GOING_ON.match(self.lines[number + 1]) is not None
            elif not line.endswith(_PROSE_ENDS):
                return
        if 2 * going_on >= len(teasers):
            for number in teasers:
                self.kinds[number] = _CERTAIN

    def _is_prose(self, number: int) -> bool:
        return self.prose[number] and self.kinds[number] == _KEPT

    # ---- the outcome -------------------------------------------------------------------------------------------

    def result(self, lines: list[str]) -> Stripped:
        """The kept lines of `lines` (with their indentation) and the others."""
        if not self.credits and all(kind < _CERTAIN for kind in set(self.kinds)):
            whole = "\n".join(lines).strip("\n")
            return Stripped(_GAP.sub("\n\n", whole) if "\n\n\n" in whole else whole)
        kept: list[str] = []
        aside: list[str] = []
        numbers: list[int] = []
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
                numbers.append(number)
                stays += len(caption)
            else:
                kept.append(line)
                numbers.append(number)
                stays += len(line)
            number += 1
        if stays < _MIN_KEPT * self.total or not stays:
            return Stripped("\n".join(lines).strip("\n"))
        while kept and not kept[-1]:
            kept.pop()
        return Stripped("\n".join(kept), tuple(aside), tuple(numbers))


def _labelled(line: str) -> int:
    """What a short line is whose first words say it."""
    words = line.count(" ") + 1
    if words <= 8 and LIST_LABEL.fullmatch(line):
        return _LABEL
    ended = line.endswith((".", "”", '"'))
    if ALWAYS.fullmatch(line) or (words <= 30 and not ended and POINTER.fullmatch(line)):
        return _CERTAIN
    if words <= 8 and TAIL_LABEL.fullmatch(line):
        return _LIKELY
    if CREDIT_LABEL.match(line) and words <= 16:
        return _CREDIT
    if not ended and words <= 14 and SOURCE_LINE.fullmatch(line):
        return _CREDIT
    if REPORTING.fullmatch(line) and (line[0] == "(" or ";" in line):
        return _CREDIT
    return _KEPT
