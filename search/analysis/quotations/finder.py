"""Quoted words: where they stand, who speaks them and whom they name.

Quotation marks also stand around nicknames, titles and words that somebody would rather not answer for. So one to
three words count only where the text says that somebody said them; longer stretches count unless they are a title.
In a transcript the label before a line says who speaks it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from search.analysis.doc import Quoted
from search.analysis.quotations.cues import cues
from search.analysis.quotations.marks import quoted
from search.analysis.quotations.speakers import NOBODY_KNOWN, Page, Somebody
from search.model import Mention, Span
from search.text.folding import fold

FEW_WORDS = 3  # so few quoted words are a quotation only where somebody is said to speak
_BEFORE, _AFTER = 400, 220  # characters within which the words that say who speaks are looked for
_AROUND = 600  # a sentence that is longer is cut
_NEAR = 120  # and within which they must begin for a few quoted words
_WORDS = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_LABEL = re.compile(
    r"^[ \t]*(?P<name>[^\W\d_][^\n:“”\"]{0,48}?)(?:\s*\([^()\n]{1,40}\))?[ \t]*:[ \t]+(?=\S)", re.MULTILINE
)
_PEOPLE = re.compile(r"\b(?:they|nobody|people|everyone|everybody|one|you|we|many|some|locals) (?:\w+ )?$")
_GOES_ON = ",?!…—–-"


@dataclass(frozen=True, slots=True)
class Placed:
    """A quotation in document `doc`: `span` are the quoted words without their marks, `around` the sentences with them.

    `speaker` and `about` are entity ids; `cue` the word that introduces who speaks.
    """

    doc: str
    span: Span
    around: Span
    speaker: str | None = None
    cue: str = ""
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Said:
    """Who speaks, by which word, and where the words that say so begin and end."""

    who: Somebody
    cue: str
    start: int
    end: int


def quotations_in(doc: str, text: str, mentions: Sequence[Mention]) -> tuple[Placed, ...]:
    """The quotations of a document, in order; `mentions` are the document's, in any order."""
    mentions = [m for m in mentions if 0 <= m.start < m.end <= len(text)]
    marks = quoted(text)
    labels = _labels(text, mentions)
    if not marks and not labels:
        return ()
    page = Page(text, mentions, marks)
    spoken = [] if not labels else _lines(text, labels)
    taken = [span.start for span, _ in spoken]
    out = [
        Placed(doc, span, page.paragraph(span.start), who, "", _about(page, span))
        for span, who in spoken
    ]  # fmt: skip
    previous: tuple[Quoted, _Said] | None = None
    for n, one in enumerate(marks):
        k = bisect_right(taken, one.start) - 1
        if k >= 0 and one.start < spoken[k][0].end:
            continue
        said = _said(page, marks, n, previous)
        if not _is_quotation(page, one, said):
            continue
        span = Span(one.start, one.end)
        who = said.who.entity if said else None
        out.append(Placed(doc, span, _around(page, one, said), who, said.cue if said else "", _about(page, span)))
        if said is not None:
            previous = one, said
            page.last = max(one.closes, said.end - 1), said.who
    return tuple(sorted(out, key=lambda placed: placed.span.start))


def _about(page: Page, span: Span) -> tuple[str, ...]:
    rows = page.everyone[bisect_left(page.all_starts, span.start) : bisect_left(page.all_starts, span.end)]
    return tuple(dict.fromkeys(m.entity for m in rows if m.end <= span.end))


def _around(page: Page, one: Quoted, said: _Said | None) -> Span:
    """The sentences from the first to the last of what is quoted and what says who speaks."""
    low, high = one.opens, one.closes
    if said is not None and said.end > said.start:
        low, high = min(low, said.start), max(high, said.end - 1)
    first, last = page.sentence(low), page.sentence(high)
    start = first.start if low - _AROUND < first.start <= low else low
    return Span(start, last.end if high < last.end < high + _AROUND else high + 1)


# ---- is it one -------------------------------------------------------------------------------------------------


def _is_quotation(page: Page, one: Quoted, said: _Said | None) -> bool:
    inside = page.text[one.start : one.end]
    words = _WORDS.findall(inside)
    k = bisect_right(page.all_starts, one.start)
    if any(m.end >= one.end for m in page.everyone[max(0, k - 3) : k]):
        return False  # a nickname, within a name or all of it
    lead = page.folded[max(0, one.opens - 40) : one.opens].rstrip(" ,:(")
    if len(words) <= FEW_WORDS + 2 and cues().nicknames.search(lead) and not (said and len(words) > FEW_WORDS):
        return False
    last = re.search(r"[^\W\d_]+$", lead)
    if (
        last
        and last.group() in cues().titles
        and (said is None or said.end <= one.opens - 30 or len(words) <= FEW_WORDS)
    ):
        return False
    directly = said is not None and (
        said.start >= one.closes or page.text[max(0, one.opens - 3) : one.opens].rstrip().endswith((",", ":"))
    )
    if _is_title(inside, words) and not directly:
        return False
    return len(words) > FEW_WORDS or (said is not None and bool(said.cue))


def _is_title(inside: str, words: Sequence[str]) -> bool:
    """Whether every longer word is written large: “How the West Was Won”."""
    if inside[-1:] in ",?!" or len(words) < 2 or len(words) > 12:
        return False
    longer = [word for word in words if len(word) > 3]
    return len(longer) > 1 and all(word[0].isupper() for word in longer)


# ---- who speaks ------------------------------------------------------------------------------------------------


def _said(page: Page, marks: Sequence[Quoted], n: int, previous: tuple[Quoted, _Said] | None) -> _Said | None:
    """Who speaks the nth quoted words: said behind them, said before them, or still the one who spoke last."""
    one = marks[n]
    return (
        _said_after(page, marks, n)
        or _said_before(page, one)
        or _said_at_the_end(page, marks, n)
        or _still(page, one, previous)
    )


def _said_after(page: Page, marks: Sequence[Quoted], n: int) -> _Said | None:
    """“…,” said X. “…,” X, the director, said. “…,” according to X."""
    one, text = marks[n], page.text
    at = one.closes + 1
    if text[one.end - 1] not in _GOES_ON and text[at : at + 2].strip()[:1] not in (",", ";", "–", "—"):
        return None
    line = page.paragraph(one.closes)
    stop = min(line.end, at + _AFTER, marks[n + 1].opens if n + 1 < len(marks) else len(text))
    while at < stop and (text[at].isspace() or text[at] in ",;–—-"):
        at += 1
    if at >= stop:
        return None
    sentence = page.sentence(at)
    stop = min(stop, sentence.end if sentence.end > at else stop)
    body = page.folded[at:stop]
    if found := cues().preposition.match(body):
        who = page.after(at + found.end(), stop)
        return _Said(who, _word(found.group()), at, stop) if who else None
    if (found := cues().first.match(body)) and found.group(1) not in cues().calling:
        who = page.after(at + found.end(), stop)
        if who is not None:
            return _Said(who, _word(found.group(1)), at, stop)
    for found in cues().verbs.finditer(body):
        word = _word(found.group())
        if word.endswith("ing") or word in cues().calling:
            continue
        gap = body[: found.start()]
        if re.search(r"[;:]|\b(?:that|when|after|but)\b", gap):
            return None
        who = page.before(at + found.start(), at, word, close=word in cues().nouns) if gap.strip() else None
        return _Said(who, word, at, at + found.end()) if who else None
    return None


def _said_before(page: Page, one: Quoted) -> _Said | None:
    """X said: “…” X called it “…” According to X, “…”"""
    floor, stop = _lead(page, one)
    lead = page.masked(floor, stop)
    for found in reversed(list(cues().verbs.finditer(lead))):
        word = _word(found.group())
        if _few(page, one) and stop - (floor + found.end()) > _NEAR:
            break
        if _few(page, one) and _PEOPLE.search(lead[: found.start()]):
            continue
        who = page.before(floor + found.start(), floor, word, close=word in cues().nouns)
        if (
            who is None
            and page.folded[max(floor, floor + found.start() - 3) : floor + found.start()].rstrip()[-1:] in (*",·", "")
            and word not in cues().nouns
        ):
            who = page.after(floor + found.end(), stop)
        if who is not None and not (word in cues().calling and who == NOBODY_KNOWN and _few(page, one)):
            return _Said(who, word, floor + found.start(), floor + found.end())
    for pattern in (cues().preposition, cues().noun):
        for found in reversed(list(pattern.finditer(lead))):
            given = found.groupdict().get("given")
            at = floor + found.end()
            who = page.before(floor + found.start(), floor, given) if given else page.after(at, stop)
            if who is not None and (who.entity or given or pattern is cues().preposition):
                cue = given or found.groupdict().get("noun") or found.group()
                return _Said(who, _word(cue), floor + found.start(), at)
    return None


def _lead(page: Page, one: Quoted) -> tuple[int, int]:
    """From where to where the words before a quotation say who speaks: its sentence, or the line that announces it."""
    line = page.paragraph(one.opens)
    before = page.text[max(line.start, one.opens - _BEFORE) : one.opens].rstrip()
    if before:
        sentence = page.sentence(one.opens)
        floor = sentence.start
        if floor >= one.opens or not page.text[floor : min(one.opens, floor + _BEFORE)].strip():
            announced = before.endswith((":", ",")) and line.start < floor
            floor = page.sentence(floor - 1).start if announced else one.opens
        return max(floor, line.start, one.opens - _BEFORE), one.opens
    above = page.line_before(one.opens)
    end = above.end if above else 0
    while above and end > above.start and page.text[end - 1].isspace():
        end -= 1
    if end and page.text[end - 1] == ":":
        return max(page.sentence(end - 1).start, end - _BEFORE), end
    return one.opens, one.opens


def _said_at_the_end(page: Page, marks: Sequence[Quoted], n: int) -> _Said | None:
    """The sentence goes on to other quoted words behind which it says who speaks: “… “so” and then “so,” said X."""
    sentence = page.sentence(marks[n].closes)
    k = n + 1
    while k < len(marks) and k <= n + 4 and marks[k].opens < sentence.end:
        if found := _said_after(page, marks, k):
            return found
        k += 1
    return None


def _still(page: Page, one: Quoted, previous: tuple[Quoted, _Said] | None) -> _Said | None:
    """Words that follow on: “…,” he said. “…” – or a paragraph that is nothing but quoted words."""
    line = page.paragraph(one.opens)
    begins = not page.text[line.start : min(one.opens, line.start + 40)].strip() and one.opens < line.start + 40
    if previous is not None:
        last, said = previous
        end = max(last.closes + 1, said.end)
        between = page.masked(end, one.opens) if end <= one.opens <= end + _AFTER else ""
        if one.opens <= end + _AFTER and line.start <= last.opens:
            gap = page.text[end : one.opens].rstrip()
            after = gap[-1:] in ".!?" or not gap.strip(" ,;:–—-")
            same = page.sentence(one.opens).start <= last.opens
            if same or (
                after and len(re.findall(r"[.!?]\s", between)) <= 1 and not _someone_else(page, end, one.opens, said)
            ):
                return _Said(said.who, said.cue, one.opens, one.opens)
        alone = begins and not re.search(r"\w", page.text[one.closes + 1 : page.paragraph(one.closes).end])
        if alone and said.who.entity and page.spoke_before(line):
            return _Said(said.who, "", one.opens, one.opens)
    return None if begins else _indirect(page, one)


def _someone_else(page: Page, start: int, end: int, said: _Said) -> bool:
    """Whether another person becomes the subject between two quotations."""
    rest = page.text[start:end]
    cut = next((m.end() for m in re.finditer(r"[.!?]\s", rest)), len(rest))
    return any(m.entity.startswith("person:") and m.entity != said.who.entity for m in page.names(start + cut, end))


def _indirect(page: Page, one: Quoted) -> _Said | None:
    """A sentence of quoted words after one that says what somebody told: X said that it was late. “…”"""
    sentence = page.sentence(one.opens)
    if page.text[sentence.start : one.opens].strip():
        return None
    before = page.sentence(max(0, sentence.start - 1))
    if before.start >= one.opens or before.start < page.paragraph(one.opens).start or before.end > one.opens:
        return None
    floor = max(before.start, before.end - _BEFORE)
    for found in cues().verbs.finditer(page.masked(floor, before.end)):
        word = _word(found.group())
        if word in cues().calling or word in cues().nouns:
            continue
        who = page.before(floor + found.start(), floor, word)
        if who is not None and who.entity:
            return _Said(who, word, floor + found.start(), floor + found.end())
    return None


def _few(page: Page, one: Quoted) -> bool:
    return len(_WORDS.findall(page.text[one.start : min(one.end, one.start + 120)])) <= FEW_WORDS


def _word(cue: str) -> str:
    return " ".join(cue.split())


# ---- transcripts -----------------------------------------------------------------------------------------------


def _labels(text: str, mentions: Sequence[Mention]) -> list[tuple[re.Match[str], str | None]]:
    """The lines of a transcript with who speaks each: labels that come again, of which two or more alternate.

    A label is a name in capitals or one that the document names; anything else before a colon heads a list.
    """
    found = list(_LABEL.finditer(text))
    if len(found) < 3:
        return []
    starts = {label.start("name") for label in found}
    named = {m.start: m.entity for m in mentions if m.start in starts and m.entity.startswith("person:")}
    surnames: dict[str, str | None] = {}
    for m in mentions:
        if m.entity.startswith("person:") and (words := _WORDS.findall(fold(m.text))):
            surnames[words[-1]] = m.entity if surnames.get(words[-1], m.entity) == m.entity else None
    rows: list[tuple[re.Match[str], str | None]] = []
    for label in found:
        name = label.group("name").strip()
        words = _WORDS.findall(fold(name))
        who = named.get(label.start("name")) or surnames.get(words[-1] if words else "")
        if words and len(words) <= 5 and (who or name.isupper()):
            rows.append((label, who))
    often = Counter(fold(label.group("name")) for label, _ in rows)
    kept = [(label, who) for label, who in rows if often[fold(label.group("name"))] > 1]
    return kept if len({fold(label.group("name")) for label, _ in kept}) > 1 else []


def _lines(text: str, labels: Sequence[tuple[re.Match[str], str | None]]) -> list[tuple[Span, str | None]]:
    """What each label introduces: the rest of its line, without quotation marks around all of it."""
    out = []
    for label, who in labels:
        end = text.find("\n", label.end())
        end = len(text) if end < 0 else end
        start = label.end()
        while end > start and text[end - 1].isspace():
            end -= 1
        if end - start > 2 and text[start] in '“"«' and text[end - 1] in '”"»':
            start, end = start + 1, end - 1
        if text[start:end].strip():
            out.append((Span(start, end), who))
    return out
