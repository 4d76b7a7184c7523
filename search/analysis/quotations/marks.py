"""Which stretches of a text stand in quotation marks. Linear in its length; apostrophes, inches and feet are none."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from search.analysis.doc import Doc, Quoted

_DOUBLE = re.compile('["“”„‟＂«»\n]')
_SINGLE = re.compile("['‘’\n]")
_NEXT_LINE = re.compile(r"\s*")
# Quoted words that go on for longer than this are an unclosed mark somewhere.
_MAX_LEN = 8_000
# Words that begin with an apostrophe: “'em”, “'tis”, “the '90s”.
_ELIDED = re.compile(r"(?:em|tis|twas|til|till|cause|n|bout|round|\d0s|\d\d)\b", re.IGNORECASE)
_PUNCTUATION = ".,;:!?…—–)]"
_CLOSER = {"«": "»", "»": "«"}


def quoted_in(doc: Doc) -> Sequence[Quoted]:
    """The stretches of a document in quotation marks, as `quoted` finds them, looked for once."""
    if doc.quoted is None:
        doc.quoted = quoted(doc.text)
    return doc.quoted


def quoted(text: str) -> tuple[Quoted, ...]:
    """The outermost stretches in quotation marks, in order.

    A quotation that goes on in the next paragraph is one where that paragraph opens with the mark again. A mark that
    is never closed opens nothing; one that is opened again before it is closed was never closed.
    """
    doubles = _doubles(text)
    singles = _singles(text, doubles)
    starts = [q.opens for q in singles]
    outer = [q for q in doubles if not _within(q, singles, starts)]
    return tuple(sorted((*outer, *singles), key=lambda q: q.start))


def _doubles(text: str) -> list[Quoted]:
    out: list[Quoted] = []
    opened, mark, resume = -1, "", -1
    for hit in _DOUBLE.finditer(text):
        at, char = hit.start(), hit.group()
        if char == "\n":
            if opened >= 0 and at > resume:
                resume = _reopened(text, at, mark)
                opened = -1 if resume < 0 or resume - opened > _MAX_LEN else opened
            continue
        if at == resume:
            continue  # the mark that says: goes on
        if opened < 0:
            if _opens(text, at, char):
                opened, mark = at, char
        elif mark in _CLOSER:
            if char == _CLOSER[mark]:
                _add(out, text, opened, at)
                opened = -1
            elif char == mark:
                opened = at
        elif char in "«»":
            continue  # a quotation within
        elif char == "”" or (char == "“" and mark == "„") or (char in '"＂' and not _opening(text, at)):
            _add(out, text, opened, at)
            opened = -1
        else:
            opened, mark = at, char
    return out


def _opens(text: str, at: int, char: str) -> bool:
    """Whether a mark outside any quotation opens one."""
    if char in "“„‟«":
        return not text[at + 1 : at + 2].isspace() or char == "«"
    return _opening(text, at)


def _opening(text: str, at: int) -> bool:
    """Whether a mark that looks alike on both sides stands before a word and behind none."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return (
        bool(after)
        and not after.isspace()
        and after not in ",;:!?)"
        and not (before.isalnum() or before in (*".,!?…", ")"))
    )


def _reopened(text: str, newline: int, mark: str) -> int:
    """Where the paragraph after a newline opens with the mark again; -1 where it does not."""
    found = _NEXT_LINE.match(text, newline)
    at = found.end() if found else len(text)
    again = {"“": "“", "„": "„“", "«": "«»", "»": "»«"}.get(mark, mark)
    return at if text[at : at + 1] and text[at] in again else -1


def _singles(text: str, doubles: list[Quoted]) -> list[Quoted]:
    """Stretches in single marks, as far as they cannot be apostrophes, outside the double ones."""
    out: list[Quoted] = []
    starts = [q.opens for q in doubles]
    opened, mark, weak, resume = -1, "", -1, -1
    for hit in _SINGLE.finditer(text):
        at, char = hit.start(), hit.group()
        n = bisect_right(starts, at) - 1
        if n >= 0 and at <= doubles[n].closes:
            continue
        if char == "\n":
            if opened < 0 or at <= resume:
                continue
            if weak >= 0:
                _add(out, text, opened, weak)
                opened = -1
            else:
                resume = _reopened(text, at, mark) if mark == "‘" else -1
                opened = -1 if resume < 0 or resume - opened > _MAX_LEN else opened
            weak = -1
        elif at == resume:
            continue  # the mark that says: goes on
        elif _opens_single(text, at, char):
            if opened >= 0 and weak >= 0:
                _add(out, text, opened, weak)
            opened, mark, weak = at, char, -1
        elif opened >= 0 and _may_close(text, at, char, mark):
            if _surely_closes(text, at):
                _add(out, text, opened, at)
                opened, weak = -1, -1
            elif weak < 0:
                weak = at  # “the lads’ mothers”: the mark closes only if no better one comes
    if opened >= 0 and weak >= 0:
        _add(out, text, opened, weak)
    return out


def _opens_single(text: str, at: int, char: str) -> bool:
    """Whether a single mark stands before a word and behind none, and is no apostrophe of “'em” or “the '90s”."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return char != "’" and not before.isalnum() and after.isalnum() and not _ELIDED.match(text, at + 1)


def _may_close(text: str, at: int, char: str, mark: str) -> bool:
    """Whether a single mark can end what `mark` began: behind a word or a stop, before none."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return char != "‘" and not before.isspace() and not after.isalnum() and (char == "’") == (mark == "‘")


def _surely_closes(text: str, at: int) -> bool:
    """Whether a closing mark is no apostrophe of a genitive: punctuation stands beside it, or no s before."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return before in _PUNCTUATION or after in ("", *_PUNCTUATION, "\n", '"', "”") or before not in "sS"


def _add(out: list[Quoted], text: str, opens: int, closes: int) -> None:
    start, end = opens + 1, closes
    if end - start > _MAX_LEN:
        return
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if any(char.isalnum() for char in text[start:end]):
        out.append(Quoted(start, end, opens, closes))


def _within(one: Quoted, others: list[Quoted], starts: list[int]) -> bool:
    n = bisect_right(starts, one.opens) - 1
    return n >= 0 and one.closes <= others[n].closes
