"""Dated statements, and which of them state the same event.

An event is a sentence with a date: every one is listed. A trigger word, where one is known, says what happened; it
ranks and clusters, it does not filter (FACTS: filtering by triggers cost up to three quarters of the recall).
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from search.analysis.dates import Dated
from search.analysis.edtf import overlap, sort_key, span_days
from search.analysis.rules import read_sections
from search.analysis.wordsets import words
from search.model import DateValue, Entity, Event, Mention, Modality, Span
from search.text import fold, sentences

EVENTS_VERSION = "3"

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# Longer sentences are cut around their date: a paragraph without a full stop is no evidence one can read.
_LONGEST = 700
# A date further apart than this many characters from its trigger is another statement's.
_REACH = 160
# Happenings told within this many characters of the nearest one may belong to the same date.
_AROUND = 130
_PLANNED = words(
    """will shall plans planned planning scheduled due intends intend aims pledged vowed promised expected upcoming
    expects hopes"""
)
_HYPOTHETICAL = words("would could might may if unless should whether possibly perhaps potentially")
# Only statements as precise as this many days are taken for one event; wider ones describe times, not events.
_CLUSTER_DAYS = 366


@cache
def _stems() -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    """Whole words → class, and stems → class, longest first."""
    whole: dict[str, str] = {}
    stems: list[tuple[str, str]] = []
    for kind, entries in read_sections("triggers.txt").items():
        for entry in entries:
            if entry.startswith("="):
                whole.setdefault(entry[1:], kind)
            else:
                stems.append((entry, kind))
    return whole, tuple(sorted(stems, key=lambda row: (-len(row[0]), row[0])))


# Words that begin like a trigger and are none.
_NO_TRIGGER = words(
    """state states executive executives execution-style signal significant significance significantly open openly
    statistics fundamental foundation founder wedding wednesday warehouse warm warrant ward wars sentence sentences
    passage passenger passengers passport endemic endanger agreement table tables table-top report reporter
    reporters station stationed status stature ruler rulers rural closely close closer closest firearm firearms
    firefighter firefighters firm signatory meeting-room charger leader endless foundling electric electricity
    electronic creature creative settler settlers sentencing-guidelines stable buyer buyers war metal metre metres
    meter meters method metropolitan leftist investigator investigators investment prosecutor prosecutors deathly
    passion passive findings finding shotgun shots striking strikingly fighter fighters murderer killers killer
    battlefield"""
)


@cache
def trigger_class(word: str) -> str:
    """What kind of happening a word tells of ("arrest", "kill", "law" …); "" for none."""
    low = fold(word)
    whole, stems = _stems()
    if low in whole:
        return whole[low]
    if low in _NO_TRIGGER:
        return ""
    for stem, kind in stems:
        if low.startswith(stem) and (len(stem) > 3 or len(low) <= len(stem) + 3):
            return kind
    return ""


def events_in(doc: str, text: str, dated: Sequence[Dated], mentions: Sequence[Mention]) -> tuple[Event, ...]:
    """An event for every date of a sentence, in order; `mentions` are this document's, in any order.

    `entities` are those named in the sentence, the nearest to what happened first. A line that is nothing but a date
    (a page's head, a dateline) states nothing.
    """
    spans = sentences(text)
    starts = [span.start for span in spans]
    named = sorted((m for m in mentions if m.doc == doc), key=lambda m: (m.start, m.end, m.entity))
    begins = [m.start for m in named]
    out: list[Event] = []
    for one in dated:
        n = bisect_right(starts, one.span.start) - 1
        if n < 0 or one.span.start >= spans[n].end:
            continue
        sentence = _cut(text, spans[n], one.span)
        words = text[sentence.start : sentence.end]
        inside = named[bisect_right(begins, sentence.start - 1) : bisect_right(begins, sentence.end - 1)]
        rest = _WORD.findall(words.replace(one.value.words, " ", 1))
        told = len(rest) == 2 and any(w[0].islower() and (inside or trigger_class(w)) for w in rest)
        if len(rest) < 3 and not told:
            continue
        if out and (out[-1].start_char, out[-1].date.edtf) == (sentence.start, one.value.edtf):
            continue  # a dateline and the weekday after it
        trigger = _trigger(text, sentence, one.span, inside)
        subject = _subject(text, spans, n, named, begins)
        near = sorted(inside, key=lambda m: (_distance(text, m, trigger, one.span), m.start))
        ident = _ident(doc, one)
        out.append(
            Event(
                ident, one.value, _modality(text, sentence, one.span), doc, words, sentence.start, sentence.end,
                tuple(dict.fromkeys((*subject, *(m.entity for m in near)))), ident,
                text[trigger.start : trigger.end] if trigger else "",
            )
        )  # fmt: skip
    return tuple(out)


# Words that begin another clause, whose happening has another time.
_CLAUSES = re.compile(r"\b(?:and|but|which|who|while|when|that|because|although)\b")
_PRONOUN = re.compile(r"(?:[^,.;:]{1,60}, )?(?:[Hh]e|[Ss]he)\b")


def _subject(
    text: str, spans: Sequence[Span], n: int, named: Sequence[Mention], begins: Sequence[int]
) -> tuple[str, ...]:
    """Who "he" or "she" at the head of sentence `n` is: the first person of the sentence before that names one.

    Only within the paragraph, at most three sentences back, and only where the sentence itself names nobody.
    """
    if not _PRONOUN.match(text, spans[n].start, spans[n].end):
        return ()
    for k in range(n, max(-1, n - 4), -1):
        if "\n" in text[spans[k].start : spans[n].start]:
            return ()
        rows = named[bisect_right(begins, spans[k].start - 1) : bisect_right(begins, spans[k].end - 1)]
        people = [m.entity for m in rows if m.entity.startswith("person:")]
        if people:
            return () if k == n else (people[0],)
    return ()


def _ident(doc: str, one: Dated) -> str:
    key = f"{doc}\0{one.span.start}\0{one.span.end}\0{one.value.edtf}"
    return "ev-" + hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _cut(text: str, sentence: Span, date: Span) -> Span:
    """The sentence, or where it is very long a stretch of words around the date."""
    if sentence.end - sentence.start <= _LONGEST:
        return Span(sentence.start, max(sentence.end, date.end))
    start, end = max(sentence.start, date.start - _LONGEST // 2), min(sentence.end, date.end + _LONGEST // 2)
    while start > sentence.start and start < date.start and not text[start - 1].isspace():
        start += 1
    while end < sentence.end and end > date.end and not text[end].isspace():
        end -= 1
    return Span(start, max(end, date.end))


def _candidates(
    text: str, low: int, high: int, date: Span, taken: Sequence[Span] = ()
) -> list[tuple[float, Span, str]]:
    """Trigger words of `text[low:high]` with how far they stand from the date, nearest first.

    A comma, a semicolon or a bracket between makes far; "said" counts after what was done. Words inside names (`taken`,
    or capitals within a sentence) tell of nothing.
    """
    out: list[tuple[float, Span, str]] = []
    for hit in _WORD.finditer(text, low, high):
        if hit.start() < date.end and hit.end() > date.start:
            continue
        word = hit.group()
        kind = trigger_class(word)
        if not kind or any(span.start <= hit.start() < span.end for span in taken):
            continue
        if word[0].isupper() and hit.start() > low and text[max(0, hit.start() - 2)].isalpha():
            continue
        gap = date.start - hit.end() if hit.end() <= date.start else hit.start() - date.end
        between = text[min(hit.end(), date.end) : max(hit.start(), date.start)]
        clauses = len(_CLAUSES.findall(between))
        far = (
            gap
            + 30 * clauses
            + 40 * between.count(",")
            + 80 * sum(between.count(c) for c in ";—()")
            + (60 if kind == "say" else 0)
        )
        out.append((far, Span(hit.start(), hit.end()), kind))
    return sorted(out, key=lambda row: (row[0], row[1].start))


def _trigger(text: str, sentence: Span, date: Span, named: Sequence[Mention]) -> Span | None:
    """The word of a happening nearest to the date."""
    low, high = max(sentence.start, date.start - _REACH), min(sentence.end, date.end + _REACH)
    rows = _candidates(text, low, high, date, [Span(m.start, m.end) for m in named])
    return rows[0][1] if rows else None


@cache
def _classes(text: str, words: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    at = text.find(words)
    if at < 0:
        return (), ()
    date = Span(at, at + len(words))
    rows = _candidates(text, max(0, date.start - _REACH), min(len(text), date.end + _REACH), date)
    if not rows:
        return (), ()
    lead = rows[0][1]
    told = [kind for _, span, kind in rows if span == lead or _coordinated(text, lead, span)]
    around = [kind for far, _, kind in rows if far <= rows[0][0] + _AROUND]
    return tuple(dict.fromkeys(told)), tuple(dict.fromkeys(around))[:3]


def _coordinated(text: str, one: Span, two: Span) -> bool:
    """Whether two happenings are told in one breath: "the kidnap and murder"."""
    between = _WORD.findall(text[min(one.end, two.end) : max(one.start, two.start)])
    return len(between) <= 3 and ("and" in between or "or" in between)


def classes_of(event: Event) -> tuple[str, ...]:
    """The classes of what an event's date is told of: its trigger's, and those coordinated with it."""
    lead = trigger_class(event.trigger) if event.trigger else ""
    return tuple(dict.fromkeys((*((lead,) if lead else ()), *_classes(event.text, event.date.words)[0])))


def classes_around(event: Event) -> tuple[str, ...]:
    """The classes of all that is told near an event's date, the nearest first; at most three and the trigger's."""
    return tuple(dict.fromkeys((*classes_of(event), *_classes(event.text, event.date.words)[1])))


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


def _modality(text: str, sentence: Span, date: Span) -> Modality:
    """Planned or hypothetical when words of the date's own clause say so; else a fact."""
    before = text[sentence.start : date.start]
    cut = max(
        (before.rfind(sign) for sign in (";", " and ", " but ", " which ", " when ", " after ", " since ")), default=-1
    )
    clause = fold(before[cut + 1 :])
    after = fold(re.split(r"[;,.]", text[date.end : sentence.end])[0]) if not _WORD.search(before) else ""
    if not _WORD.search(before):
        after = fold(text[date.end : sentence.end][:120])
    words = [w.group() for w in _WORD.finditer(clause + " " + after)]
    for n, word in enumerate(words):
        if word == "may" and n + 1 < len(words) and words[n + 1] in ("have", "not"):
            return "hypothetical"
        if word == "could" and words[n + 1 : n + 2] == ["not"]:
            continue
        if word in _HYPOTHETICAL:
            return "hypothetical"
        if word in ("set", "due", "likely") and words[n + 1 : n + 2] == ["to"]:
            return "planned"
        if word in _PLANNED or (word == "plans" and words[n + 1 : n + 2] == ["to"]):
            return "planned"
    return "fact"


# ---- the same event ---------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Cluster:
    days: tuple[str, str]
    members: list[Event]


def keys_of(event: Event, types: Mapping[str, str]) -> tuple[str, ...]:
    """Whom the event is about: its nearest person, else its nearest law, else its nearest organisation (FACTS)."""
    out = []
    for kind in ("person", "law", "organization"):
        nearest = next((e for e in event.entities if types.get(e) == kind), None)
        if nearest:
            out.append(nearest)
    return tuple(out)


def _narrow(value: DateValue) -> bool:
    return value.start is not None and value.end is not None and span_days(value) <= _CLUSTER_DAYS


def cluster(events: Sequence[Event], entities: Sequence[Entity]) -> tuple[Event, ...]:
    """The events sorted by date, those stating the same happening under one `cluster` id.

    Same: dates with a day in common, one class of trigger, and the same nearest person, else law, else organisation;
    or the same day, the same class and three telling words in common. The more precise dates lead, so that two days of
    a year are never joined by a statement of the year.
    """
    types = {e.id: e.type for e in entities}
    ordered = sorted(events, key=lambda e: (span_days(e.date), e.date.start or "", e.doc, e.start_char, e.id))
    by_key: dict[tuple[str, str], list[_Cluster]] = defaultdict(list)
    by_day: dict[tuple[str, str], list[_Cluster]] = defaultdict(list)
    home: dict[str, _Cluster] = {}
    for event in ordered:
        kinds = classes_around(event)
        if not kinds or not _narrow(event.date) or event.modality == "hypothetical":
            continue
        first, last = event.date.start or "", event.date.end or ""
        slots = [(kind, key) for key in keys_of(event, types)[:1] for kind in kinds]
        fits = [c for slot in slots for c in by_key[slot] if c.days[0] <= last and first <= c.days[1]]
        if event.date.precision == "day":
            fits += [
                c for kind in kinds for c in by_day[kind, first] if any(_alike(event, other) for other in c.members)
            ]
        fits = list({id(c): c for c in fits}.values())
        if len(fits) > 1:  # the one that tells of the same happening first
            fits = [c for c in fits if any(classes_of(m)[:1] == kinds[:1] for m in c.members)]
        if len(fits) == 1:
            found = fits[0]
            found.days = max(found.days[0], first), min(found.days[1], last)
            found.members.append(event)
        else:
            found = _Cluster((first, last), [event])
        home[event.id] = found
        for slot in slots:
            if found not in by_key[slot]:
                by_key[slot].append(found)
        if event.date.precision == "day":
            for kind in kinds:
                if found not in by_day[kind, first]:
                    by_day[kind, first].append(found)
    out = []
    for event in events:
        found_home = home.get(event.id)
        out.append(replace(event, cluster=min(m.id for m in found_home.members)) if found_home else event)
    return tuple(sorted(out, key=lambda e: (sort_key(e.date), e.doc, e.start_char, e.id)))


@cache
def telling_words(text: str) -> frozenset[str]:
    """The stems (six letters) of a sentence's words of five letters and more."""
    return frozenset(word[:6] for word in _WORD.findall(fold(text)) if len(word) > 4)


def _alike(a: Event, b: Event) -> bool:
    return len(telling_words(a.text) & telling_words(b.text)) >= 3


def same_day(a: Event, b: Event) -> bool:
    """Whether two events' dates have a day in common."""
    return overlap(a.date, b.date)
