"""Quoted words: where they stand, who speaks them and whom they name.

Quotation marks also stand around nicknames, titles and words that somebody would rather not answer for. So one to
three words count only where the text says that somebody said them; longer stretches count unless they are a title.
In a transcript the label before a line says who speaks it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from search.analysis.doc import Doc, Quoted
from search.analysis.quotations.context import UNNAMED, QuoteContext, Speaker
from search.analysis.quotations.cues import cues
from search.analysis.quotations.marks import quoted_in
from search.analysis.quotations.speakers import SpeakerFinder
from search.model import Mention, QuotationSpan, Span
from search.text.folding import fold

MAX_FEW_WORDS = 3  # so few quoted words are a quotation only where somebody is said to speak
_MAX_BEFORE, _MAX_AFTER = 400, 220  # characters within which the words that say who speaks are looked for
_MAX_AROUND = 600  # a sentence that is longer is cut
_MAX_NEAR = 120  # and within which they must begin for a few quoted words
_WORDS = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*+")
_LABEL = re.compile(
    r"^[ \t]*(?P<name>[^\W\d_][^\n:“”\"]{0,48}?)(?:\s*\([^()\n]{1,40}\))?[ \t]*:[ \t]+(?=\S)", re.MULTILINE
)
_PEOPLE = re.compile(r"\b(?:they|nobody|people|everyone|everybody|one|you|we|many|some|locals) (?:\w+ )?$")
_GOES_ON = ",?!…—–-"


@dataclass(frozen=True, slots=True)
class _Said:
    """Who speaks, by which word, and where the words that say so begin and end."""

    who: Speaker
    cue: str
    start: int
    end: int


def quotations_in(doc: Doc) -> tuple[QuotationSpan, ...]:
    """The quotations of a document, in order."""
    marks = quoted_in(doc)
    labels = _labels(doc.text, [m for m in doc.mentions if 0 <= m.start < m.end <= len(doc.text)])
    if not marks and not labels:
        return ()
    context = QuoteContext(doc)
    spoken = _lines(doc.text, labels) if labels else []
    out = [
        QuotationSpan(doc.id, span, doc.line_at(span.start), who, "", context.entities_in(span))
        for span, who in spoken
    ]  # fmt: skip
    out += _marked(context, [span for span, _ in spoken])
    return tuple(sorted(out, key=lambda placed: placed.span.start))


def _marked(context: QuoteContext, labelled: Sequence[Span]) -> Iterator[QuotationSpan]:
    """The quotations in quotation marks, in order, but for those within `labelled` lines of a transcript."""
    speakers = SpeakerFinder(context)
    taken = [span.start for span in labelled]
    previous: tuple[Quoted, _Said] | None = None
    for n, one in enumerate(context.quotes):
        k = bisect_right(taken, one.start) - 1
        if k >= 0 and one.start < labelled[k].end:
            continue
        said = _said(speakers, n, previous)
        if not _is_quotation(context, one, said):
            continue
        span, around = Span(one.start, one.end), _around(context, one, said)
        who, cue = (said.who.entity, said.cue) if said else (None, "")
        yield QuotationSpan(context.doc.id, span, around, who, cue, context.entities_in(span))
        if said is not None:
            previous = one, said
            speakers.last = max(one.closes, said.end - 1), said.who


def _around(context: QuoteContext, one: Quoted, said: _Said | None) -> Span:
    """The sentences from the first to the last of what is quoted and what says who speaks."""
    low, high = one.opens, one.closes
    if said is not None and said.end > said.start:
        low, high = min(low, said.start), max(high, said.end - 1)
    first, last = context.sentence(low), context.sentence(high)
    start = first.start if low - _MAX_AROUND < first.start <= low else low
    return Span(start, last.end if high < last.end < high + _MAX_AROUND else high + 1)


# ---- is it one -------------------------------------------------------------------------------------------------


def _is_quotation(context: QuoteContext, one: Quoted, said: _Said | None) -> bool:
    inside = context.text[one.start : one.end]
    words = _WORDS.findall(inside)
    if context.is_within_a_name(one):
        return False
    lead = context.folded[max(0, one.opens - 40) : one.opens].rstrip(" ,:(")
    if len(words) <= MAX_FEW_WORDS + 2 and cues().nicknames.search(lead) and not (said and len(words) > MAX_FEW_WORDS):
        return False
    last = re.search(r"[^\W\d_]+$", lead)
    if (
        last
        and last.group() in cues().titles
        and (said is None or said.end <= one.opens - 30 or len(words) <= MAX_FEW_WORDS)
    ):
        return False
    directly = said is not None and (
        said.start >= one.closes or context.text[max(0, one.opens - 3) : one.opens].rstrip().endswith((",", ":"))
    )
    if _is_title(inside, words) and not directly:
        return False
    return len(words) > MAX_FEW_WORDS or (said is not None and bool(said.cue))


def _is_title(inside: str, words: Sequence[str]) -> bool:
    """Whether every longer word is written large: “How the West Was Won”."""
    if inside[-1:] in ",?!" or len(words) < 2 or len(words) > 12:
        return False
    longer = [word for word in words if len(word) > 3]
    return len(longer) > 1 and all(word[0].isupper() for word in longer)


# ---- who speaks ------------------------------------------------------------------------------------------------


def _said(speakers: SpeakerFinder, n: int, previous: tuple[Quoted, _Said] | None) -> _Said | None:
    """Who speaks the nth quoted words: said behind them, said before them, or still the one who spoke last."""
    one = speakers.context.quotes[n]
    return (
        _said_after(speakers, n)
        or _said_before(speakers, one)
        or _said_at_the_end(speakers, n)
        or _still(speakers, one, previous)
    )


def _said_after(speakers: SpeakerFinder, n: int) -> _Said | None:
    """“…,” said X. “…,” X, the director, said. “…,” according to X."""
    context = speakers.context
    one, text, marks = context.quotes[n], context.text, context.quotes
    at = one.closes + 1
    if text[one.end - 1] not in _GOES_ON and text[at : at + 2].strip()[:1] not in (",", ";", "–", "—"):
        return None
    line = context.doc.line_at(one.closes)
    stop = min(line.end, at + _MAX_AFTER, marks[n + 1].opens if n + 1 < len(marks) else len(text))
    while at < stop and (text[at].isspace() or text[at] in ",;–—-"):
        at += 1
    if at >= stop:
        return None
    sentence = context.sentence(at)
    stop = min(stop, sentence.end if sentence.end > at else stop)
    body = context.folded[at:stop]
    if found := cues().preposition.match(body):
        who = speakers.after(at + found.end(), stop)
        return _Said(who, _word(found.group()), at, stop) if who else None
    if (found := cues().first.match(body)) and found.group(1) not in cues().calling:
        who = speakers.after(at + found.end(), stop)
        if who is not None:
            return _Said(who, _word(found.group(1)), at, stop)
    for found in cues().verbs.finditer(body):
        word = _word(found.group())
        if word.endswith("ing") or word in cues().calling:
            continue
        gap = body[: found.start()]
        if re.search(r"[;:]|\b(?:that|when|after|but)\b", gap):
            return None
        who = speakers.before(at + found.start(), at, word, close=word in cues().nouns) if gap.strip() else None
        return _Said(who, word, at, at + found.end()) if who else None
    return None


def _said_before(speakers: SpeakerFinder, one: Quoted) -> _Said | None:
    """X said: “…” X called it “…” According to X, “…”"""
    context = speakers.context
    floor, stop = _lead(context, one)
    lead = context.masked(floor, stop)
    for found in reversed(list(cues().verbs.finditer(lead))):
        word = _word(found.group())
        if _few(context, one) and stop - (floor + found.end()) > _MAX_NEAR:
            break
        if _few(context, one) and _PEOPLE.search(lead[: found.start()]):
            continue
        who = speakers.before(floor + found.start(), floor, word, close=word in cues().nouns)
        if (
            who is None
            and context.folded[max(floor, floor + found.start() - 3) : floor + found.start()].rstrip()[-1:]
            in (*",·", "")
            and word not in cues().nouns
        ):
            who = speakers.after(floor + found.end(), stop)
        if who is not None and not (word in cues().calling and who == UNNAMED and _few(context, one)):
            return _Said(who, word, floor + found.start(), floor + found.end())
    for pattern in (cues().preposition, cues().noun):
        for found in reversed(list(pattern.finditer(lead))):
            given = found.groupdict().get("given")
            at = floor + found.end()
            who = speakers.before(floor + found.start(), floor, given) if given else speakers.after(at, stop)
            if who is not None and (who.entity or given or pattern is cues().preposition):
                cue = given or found.groupdict().get("noun") or found.group()
                return _Said(who, _word(cue), floor + found.start(), at)
    return None


def _lead(context: QuoteContext, one: Quoted) -> tuple[int, int]:
    """From where to where the words before a quotation say who speaks: its sentence, or the line that announces it."""
    line = context.doc.line_at(one.opens)
    before = context.text[max(line.start, one.opens - _MAX_BEFORE) : one.opens].rstrip()
    if before:
        sentence = context.sentence(one.opens)
        floor = sentence.start
        if floor >= one.opens or not context.text[floor : min(one.opens, floor + _MAX_BEFORE)].strip():
            announced = before.endswith((":", ",")) and line.start < floor
            floor = context.sentence(floor - 1).start if announced else one.opens
        return max(floor, line.start, one.opens - _MAX_BEFORE), one.opens
    above = context.filled_line_before(one.opens)
    end = above.end if above else 0
    while above and end > above.start and context.text[end - 1].isspace():
        end -= 1
    if end and context.text[end - 1] == ":":
        return max(context.sentence(end - 1).start, end - _MAX_BEFORE), end
    return one.opens, one.opens


def _said_at_the_end(speakers: SpeakerFinder, n: int) -> _Said | None:
    """The sentence goes on to other quoted words behind which it says who speaks: “… “so” and then “so,” said X."""
    context = speakers.context
    marks, sentence = context.quotes, context.sentence(context.quotes[n].closes)
    k = n + 1
    while k < len(marks) and k <= n + 4 and marks[k].opens < sentence.end:
        if found := _said_after(speakers, k):
            return found
        k += 1
    return None


def _still(speakers: SpeakerFinder, one: Quoted, previous: tuple[Quoted, _Said] | None) -> _Said | None:
    """Words that follow on: “…,” he said. “…” – or a paragraph that is nothing but quoted words."""
    context = speakers.context
    line = context.doc.line_at(one.opens)
    begins = not context.text[line.start : min(one.opens, line.start + 40)].strip() and one.opens < line.start + 40
    if previous is not None:
        last, said = previous
        end = max(last.closes + 1, said.end)
        between = context.masked(end, one.opens) if end <= one.opens <= end + _MAX_AFTER else ""
        if one.opens <= end + _MAX_AFTER and line.start <= last.opens:
            gap = context.text[end : one.opens].rstrip()
            after = gap[-1:] in ".!?" or not gap.strip(" ,;:–—-")
            same = context.sentence(one.opens).start <= last.opens
            if same or (
                after and len(re.findall(r"[.!?]\s", between)) <= 1 and not _someone_else(context, end, one.opens, said)
            ):
                return _Said(said.who, said.cue, one.opens, one.opens)
        alone = begins and not re.search(r"\w", context.text[one.closes + 1 : context.doc.line_at(one.closes).end])
        if alone and said.who.entity and speakers.spoke_before(line):
            return _Said(said.who, "", one.opens, one.opens)
    return None if begins else _indirect(speakers, one)


def _someone_else(context: QuoteContext, start: int, end: int, said: _Said) -> bool:
    """Whether another person becomes the subject between two quotations."""
    rest = context.text[start:end]
    cut = next((m.end() for m in re.finditer(r"[.!?]\s", rest)), len(rest))
    return any(m.entity.startswith("person:") and m.entity != said.who.entity for m in context.names(start + cut, end))


def _indirect(speakers: SpeakerFinder, one: Quoted) -> _Said | None:
    """A sentence of quoted words after one that says what somebody told: X said that it was late. “…”"""
    context = speakers.context
    sentence = context.sentence(one.opens)
    if context.text[sentence.start : one.opens].strip():
        return None
    before = context.sentence(max(0, sentence.start - 1))
    if before.start >= one.opens or before.start < context.doc.line_at(one.opens).start or before.end > one.opens:
        return None
    floor = max(before.start, before.end - _MAX_BEFORE)
    for found in cues().verbs.finditer(context.masked(floor, before.end)):
        word = _word(found.group())
        if word in cues().calling or word in cues().nouns:
            continue
        who = speakers.before(floor + found.start(), floor, word)
        if who is not None and who.entity:
            return _Said(who, word, floor + found.start(), floor + found.end())
    return None


def _few(context: QuoteContext, one: Quoted) -> bool:
    return len(_WORDS.findall(context.text[one.start : min(one.end, one.start + 120)])) <= MAX_FEW_WORDS


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
