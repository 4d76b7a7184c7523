"""Dated statements: what happened, when, who takes part.

An event is a sentence with a date: every one is listed. A trigger word, where one is known, says what happened; it
ranks and clusters, it does not filter (FACTS: filtering by triggers cost up to three quarters of the recall).
Which of them state the same, `search.analysis.events.clustering` says.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Sequence

from search.analysis.dates import vocabulary as dw
from search.analysis.doc import Dated, Doc
from search.analysis.events.modality import modality_of, negated
from search.analysis.lexicon import ENGLISH
from search.analysis.lexicon.event_triggers import REACH, WORD, candidates, trigger_class
from search.model import Event, Mention, Span
from search.model.edtf import date_value
from search.text.folding import fold

# Longer sentences are cut around their date: a paragraph without a full stop is no evidence one can read.
_MAX_LEN_SENTENCE = 700


def events_in(doc: Doc) -> tuple[Event, ...]:
    """An event for every date of a sentence, in order.

    `entities` are those named in the sentence, the nearest to what happened first. A line that is nothing but a date
    (a page's head, a dateline) states nothing, nor does a dateline before another day. Where the day of publication is
    given, the undated lead of a report with a dateline is an event of that day (basis "publication").
    """
    out: list[Event] = []
    lead = _lead(doc)
    for one in (*((lead,) if lead else ()), *doc.dates):
        n = doc.sentence_before(one.span.start)
        if n < 0 or one.span.start >= doc.sentences[n].end:
            continue
        sentence = _cut(doc.text, doc.sentences[n], one.span)
        inside = doc.mentions_in(sentence.start, sentence.end)
        if not _states_something(doc.text, sentence, one, inside):
            continue
        if out and (out[-1].start_char, out[-1].date.edtf) == (sentence.start, one.value.edtf):
            continue  # a dateline and the weekday after it
        if _is_dateline(doc.text, sentence, one.span) and _other_day(doc.dates, sentence, one):
            continue
        out.append(_event(doc, n, sentence, one, inside, written=one is not lead))
    return tuple(out)


def _states_something(text: str, sentence: Span, one: Dated, inside: Sequence[Mention]) -> bool:
    """Whether a sentence says anything beside its date: it has three words more, or two of which one tells."""
    words = text[sentence.start : sentence.end]
    rest = WORD.findall(words.replace(one.value.words, " ", 1))
    if len(rest) < 3 and not (_answer(text, sentence, words) or _two_words_tell(words, rest, inside)):
        return False
    return not _stamp(text, sentence, rest)


def _two_words_tell(words: str, rest: Sequence[str], inside: Sequence[Mention]) -> bool:
    """Whether the two words beside a date state what happened: "Olm resigned, 1994"."""
    return len(rest) == 2 and any(w[0].islower() and (inside or trigger_class(w) or words[-1] in ".!") for w in rest)


def _event(doc: Doc, n: int, sentence: Span, one: Dated, inside: Sequence[Mention], *, written: bool) -> Event:
    """The event of a date in sentence `n`, of which `sentence` is read; `written`: the date stands in the text."""
    text = doc.text
    trigger = _trigger(text, sentence, one.span, inside, _others(doc.dates, sentence, one))
    near = sorted(inside, key=lambda m: (_distance(text, m, trigger, one.span), m.start))
    ident = _ident(doc.id, one)
    words = text[trigger.start : trigger.end] if trigger else ""
    return Event(
        ident, one.value, modality_of(text, sentence, one.span), doc.id, text[sentence.start : sentence.end],
        sentence.start, sentence.end, tuple(dict.fromkeys((*_subject(doc, n), *(m.entity for m in near)))), ident,
        words, trigger_class(words) if trigger else "", negated(text, sentence, one.span, trigger), ident,
        *((one.span.start, one.span.end) if written else (-1, -1)),
    )  # fmt: skip


# A place in capitals, perhaps its state and the agency: "HEBRON, Ky. (MCP)"; then a date or a dash.
_PLACE = r"[A-ZÀ-Þ][A-ZÀ-Þ .'’/-]{2,40}(?:, ?[A-ZÀ-Þ][\w.]{1,15}){0,2},?(?: ?\([A-Z][\w .]{1,20}\))?"
_DATELINE = re.compile(rf"{_PLACE} *\Z")
_DASH = re.compile(r",?(?: ?\([A-Z][\w .]{1,20}\))? *[-–—]")
_UNDATED = re.compile(rf"{_PLACE} *(?:--|[-–—]) ?(?=\w|[“\"‘])")


def _is_dateline(text: str, sentence: Span, date: Span) -> bool:
    """Whether a date is a dateline's: "LISBON, 5 March 2019 (Agency) —"."""
    return bool(_DATELINE.match(text, sentence.start, date.start) and _DASH.match(text, date.end, sentence.end))


def _others(dated: Sequence[Dated], sentence: Span, one: Dated) -> list[Span]:
    """Where the dates of a sentence beside `one` stand, the nearest eight."""
    first = bisect_right(dated, one.span.start, key=lambda d: d.span.start)
    near = dated[max(0, first - 5) : first + 4]
    return [d.span for d in near if d is not one and sentence.start <= d.span.start < sentence.end]


def _other_day(dated: Sequence[Dated], sentence: Span, one: Dated) -> bool:
    """Whether a sentence that begins with the dateline `one` is dated by a day once more."""
    first = bisect_right(dated, one.span.start, key=lambda d: d.span.start)
    near = dated[first : first + 4]
    return any(d.value.precision == "day" and d.span.start < sentence.end for d in near)


def _lead(doc: Doc) -> Dated | None:
    """The lead of a report, dated by the day of publication: the first sentence after a dateline without a date."""
    published, dated = doc.published, doc.dates
    if published is None or published.precision != "day":
        return None
    for span in doc.sentences[:4]:
        head = _UNDATED.match(doc.text, span.start, span.end)
        if head is None:
            continue
        first = bisect_right(dated, span.start, key=lambda d: d.span.start - 1)
        if first < len(dated) and dated[first].span.start < span.end:
            return None
        note = ", itself inferred" if published.basis == "inferred" else ""
        why = f"the report opens without a date; this is its day of publication{note}"
        value = date_value(published.edtf, basis="publication", rule="publication", anchor=published.edtf, why=why)
        return Dated(Span(head.end(), head.end()), value)
    return None


_PRONOUN = re.compile(r"(?:[^,.;:]{1,60}, )?(?:[Hh]e|[Ss]he)\b")


def _subject(doc: Doc, n: int) -> tuple[str, ...]:
    """Who "he" or "she" at the head of sentence `n` is: the first person of the sentence before that names one.

    Only within the paragraph, at most three sentences back, and only where the sentence itself names nobody.
    """
    spans = doc.sentences
    if not _PRONOUN.match(doc.text, spans[n].start, spans[n].end):
        return ()
    for k in range(n, max(-1, n - 4), -1):
        if "\n" in doc.text[spans[k].start : spans[n].start]:
            return ()
        rows = doc.mentions_in(spans[k].start, spans[k].end)
        people = [m.entity for m in rows if m.entity.startswith("person:")]
        if people:
            return () if k == n else (people[0],)
    return ()


# A page's own dates: "Posted: Oct. 4, 2024 / 11:52 PM EDT | Updated: Oct. 6, 2024".
_STAMP = re.compile(
    r"(?:first |originally |last )?(?:published|posted|updated|modified|uploaded|released|filed)\b[ :](?:on |at )?",
    re.IGNORECASE,
)
_STAMP_WORDS = ENGLISH.words("events", "page stamps")


def _stamp(text: str, sentence: Span, rest: Sequence[str]) -> bool:
    """Whether a line only tells when a page was put up."""
    told = [w for w in rest if fold(w) not in _STAMP_WORDS and len(w) > 3 and w[:3].lower() not in dw.MONTHS]
    return bool(_STAMP.match(text, sentence.start, sentence.end)) and not told


def _answer(text: str, sentence: Span, words: str) -> bool:
    """Whether a date alone answers a question or goes on in its paragraph: "On the 19th of November. He wept." """
    if not words.startswith(("On ", "In ", "Since ", "Until ", "By ")) or not words.endswith((".", "!")):
        return False
    return text[sentence.end : sentence.end + 1] == " " or text[sentence.start - 1 : sentence.start] == " "


def _ident(doc: str, one: Dated) -> str:
    key = f"{doc}\0{one.span.start}\0{one.span.end}\0{one.value.edtf}"
    return "ev-" + hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _cut(text: str, sentence: Span, date: Span) -> Span:
    """The sentence, or where it is very long a stretch of words around the date."""
    if sentence.end - sentence.start <= _MAX_LEN_SENTENCE:
        return Span(sentence.start, max(sentence.end, date.end))
    half = _MAX_LEN_SENTENCE // 2
    start, end = max(sentence.start, date.start - half), min(sentence.end, date.end + half)
    while start > sentence.start and start < date.start and not text[start - 1].isspace():
        start += 1
    while end < sentence.end and end > date.end and not text[end].isspace():
        end -= 1
    return Span(start, max(end, date.end))


def _trigger(
    text: str, sentence: Span, date: Span, named: Sequence[Mention], others: Sequence[Span] = ()
) -> Span | None:
    """The word of a happening nearest to the date, none that stands nearer to one of the sentence's `others` dates.

    Dates in a row ("in March 2020 and February 2021") share what happened.
    """
    taken = [Span(m.start, m.end) for m in named]
    low, high = max(sentence.start, date.start - REACH), min(sentence.end, date.end + REACH)
    rows = candidates(text, low, high, date, taken)
    for other in others:
        between = text[min(date.end, other.end) : max(date.start, other.start)]
        if not rows or len(WORD.findall(between)) <= _MAX_WORDS_IN_ROW:
            continue
        near = {span: far for far, span, _ in candidates(text, low, high, other, taken)}
        rows = [row for row in rows if near.get(row[1], row[0]) >= row[0]]
    return rows[0][1] if rows else None


# Dates with no more words between them than this stand in a row.
_MAX_WORDS_IN_ROW = 2


def _distance(text: str, mention: Mention, trigger: Span | None, date: Span) -> float:
    """How far a mention stands from what happened: from the trigger or the date, whichever is nearer.

    Between the two it is nearer the closer to the date it stands. Commas and brackets count as thirty characters.
    """
    far = float(_gap(text, mention, date))
    if trigger is None:
        return far
    between = min(trigger.start, date.start) <= mention.start and mention.end <= max(trigger.end, date.end)
    return far / 2 if between else min(far, float(_gap(text, mention, trigger)))


def _gap(text: str, mention: Mention, span: Span) -> int:
    low, high = (mention.end, span.start) if mention.end <= span.start else (span.end, mention.start)
    return max(0, high - low) + 30 * sum(text.count(c, low, max(low, high)) for c in ",;()—")
