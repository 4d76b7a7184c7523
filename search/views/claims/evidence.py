"""The evidence of a claim grid and what is worked out from its texts: sentences, numbers, speakers, dates."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property

from search.analysis.comparison.attribution import Speakers
from search.analysis.comparison.context import ComparisonContext
from search.analysis.comparison.numbers.facts import number_facts
from search.analysis.comparison.numbers.number_fact import NumberFact
from search.analysis.doc import docs_of, line_at
from search.model import DateValue, Event, Mention, Span, Statement
from search.model.edtf import bounds, date_value
from search.text.folding import fold
from search.text.wording import date_words
from search.views.claims.rows import SourceAnswer
from search.views.claims.scope import Scope


class Evidence:
    """A scope with what is worked out from its texts when first asked for."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    @cached_property
    def context(self) -> ComparisonContext:
        """The scope's documents as they are compared, cut down to the paragraphs that matter: the rest is blank."""
        scope = self.scope
        wanted: dict[str, set[tuple[int, int]]] = defaultdict(set)
        for doc, spans in scope.spans.items():
            for span in spans:
                wanted[doc].add((span.start, span.end))
        for one in scope.touching:
            for value in one.values:
                for said in value.statements:
                    wanted[said.doc].add((said.start_char, said.end_char))
        for event in (*scope.events, *scope.beside):
            wanted[event.doc].add((event.start_char, event.end_char))
        texts = {doc: _masked(scope.texts[doc], spans) for doc, spans in wanted.items() if doc in scope.texts}
        mentions = [m for doc in texts for m in scope.mentions.get(doc, ())]
        published = {doc.id: day(doc.published) for doc in scope.documents}
        return ComparisonContext(list(scope.entities.values()), docs_of(texts, mentions, published), scope.events)

    @cached_property
    def speakers(self) -> Speakers:
        """Whose words a statement is."""
        return Speakers(
            self.context, self.scope.quotations, (*self.scope.events, *self.scope.others, *self.scope.beside)
        )

    @cached_property
    def facts(self) -> dict[str, list[NumberFact]]:
        """The numbers of the paragraphs that matter, by document."""
        return {doc: list(number_facts(doc, self.context)) for doc in sorted(self.context.texts)}

    @cached_property
    def at(self) -> dict[tuple[str, int], list[Event]]:
        """Events by document and beginning of their sentence."""
        out: dict[tuple[str, int], list[Event]] = defaultdict(list)
        for event in (*self.scope.events, *self.scope.others, *self.scope.beside):
            out[event.doc, event.start_char].append(event)
        return out

    @cached_property
    def merged_clusters(self) -> dict[str, str]:
        """Clusters that stored conflicts of date take for one happening → the first of them."""
        out: dict[str, str] = {}
        for one in self.scope.touching:
            if one.kind != "date":
                continue
            met = [c for value in one.values for c in sorted(date_answers(self, value.value, value.statements)[1])]
            home = next((out[c] for c in met if c in out), met[0] if met else "")
            out.update({c: home for c in met if c not in out})
        return out

    def name(self, entity: str) -> str:
        """What an entity is called."""
        found = self.scope.entities.get(entity)
        return found.name if found else entity

    def kind(self, entity: str) -> str:
        """The type of an entity, "" for an unknown one."""
        found = self.scope.entities.get(entity)
        return found.type if found else ""

    def attributed(self, statement: Statement, at: int) -> Statement:
        """A statement with who says what stands at a character of it, where it is not the source itself."""
        if statement.speaker or statement.doc not in self.context.texts:
            return statement
        who = self.speakers.speaker(statement, at)
        return Statement(statement.doc, statement.text, statement.start_char, statement.end_char, who)

    def mentions_within(self, doc: str, span: Span) -> list[Mention]:
        """The mentions within a stretch of a document."""
        return [m for m in self.scope.mentions.get(doc, ()) if span.start <= m.start and m.end <= span.end]


def day(edtf: str | None) -> DateValue | None:
    """A date as the store has it, None without one or for what is no date."""
    try:
        return date_value(edtf) if edtf else None
    except ValueError:
        return None


def _masked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """A text of the same length with only the paragraphs of these stretches left."""
    lines = sorted({(line_at(text, start).start, line_at(text, max(start, end - 1)).end) for start, end in spans})
    out, at = [], 0
    for start, end in lines:
        if end <= at:
            continue
        start = max(start, at)
        if start > at:
            out.append(" " * (start - at - 1) + "\n")
        out.append(text[start:end])
        at = end
    out.append(" " * (len(text) - at))
    return "".join(out)


# ---- dates as written -------------------------------------------------------------------------------------------


def date_answer(evidence: Evidence, event: Event) -> SourceAnswer:
    """The date of an event as written."""
    start, end = event.date_start, event.date_end
    statement = evidence.attributed(Statement(event.doc, event.text, event.start_char, event.end_char), start)
    if start < 0:
        return SourceAnswer(
            words=f"{date_words(event.date.edtf)} (day of publication)",
            statement=statement,
            start=-1,
            end=-1,
            value=event.date.edtf,
            date=event.date,
        )
    text = evidence.scope.texts.get(event.doc, "")
    words = text[start:end] or event.date.words
    return SourceAnswer(words=words, statement=statement, start=start, end=end, value=event.date.edtf, date=event.date)


def date_answers(
    evidence: Evidence, value: str, statements: Sequence[Statement]
) -> tuple[list[SourceAnswer], set[str]]:
    """What statements of a stored date say as written, and the clusters of their events."""
    out: list[SourceAnswer] = []
    clusters: set[str] = set()
    for one in statements:
        events = [e for e in evidence.at.get((one.doc, one.start_char), ()) if shares(e.date, value)]
        for event in events:
            clusters.add(event.cluster or event.id)
            out.append(date_answer(evidence, event))
        if not events:
            date = day(value)
            at = _written(date, one.text)
            start = one.start_char + at.start if at else -1
            words = one.text[at.start : at.end] if at else date_words(value)
            out.append(
                SourceAnswer(
                    words=words,
                    statement=one,
                    start=start,
                    end=start + len(words) if at else -1,
                    value=value,
                    date=date,
                )
            )
    return out, clusters


def _written(date: DateValue | None, text: str) -> Span | None:
    """Where a sentence writes the year of a date, for one whose words are not stored."""
    found = re.search(rf"\b{date.start[:4]}\b", text) if date is not None and date.start else None
    return Span(*found.span()) if found else None


def shares(date: DateValue, edtf: str) -> bool:
    """Whether a date has a day in common with an EDTF value."""
    try:
        start, end, _ = bounds(edtf)
    except ValueError:
        return False
    return (date.start or "") <= (end or "9999") and (start or "") <= (date.end or "9999")


def event_label(evidence: Evidence, events: Sequence[Event]) -> str:
    """ "when: arrested · Salvador Cienfuegos": what happened and to whom, where the subject does not say."""
    scope = evidence.scope
    often = Counter(e.trigger for e in events if e.trigger)
    event = min(events, key=lambda e: (-often[e.trigger], not e.trigger, e.trigger, e.doc, e.start_char))
    people = [e for e in event.entities if evidence.kind(e) == "person"]
    bodies = [e for e in event.entities if evidence.kind(e) in ("law", "organization")]
    near = next(iter(people[:1] or bodies), "")
    parts = [event.trigger or event.kind] if event.trigger or event.kind else []
    if near and near not in scope.main[:1] and (people or scope.main[:1] != event.entities[:1]):
        parts.append(evidence.name(near))
    elif not parts:
        parts.append(_snippet(event))
    return "when: " + " · ".join(parts)


def _snippet(event: Event) -> str:
    """Some whole words around a date, for what bears no name."""
    return words_around(event.text, max(0, event.date_start - event.start_char))


def words_around(text: str, at: int) -> str:
    """Some whole words of a sentence around one of its characters, quoted."""
    low = text.find(" ", max(0, at - 30), at) + 1 if at > 30 else 0
    high = text.rfind(" ", at, at + 40) if at + 40 < len(text) else len(text)
    words = " ".join(text[low : max(high, low)].split())
    return f"“{'…' if low else ''}{words}{'…' if high < len(text) else ''}”"


def verbatim_answer(statement: Statement, value: str) -> SourceAnswer:
    """A value that stands word for word in a statement, or in other case."""
    at = statement.text.find(value)
    if at < 0:
        at = fold(statement.text).find(fold(value)) if len(fold(statement.text)) == len(statement.text) else -1
    if at < 0:
        return SourceAnswer(words=value, statement=statement, value=value)
    start = statement.start_char + at
    words = statement.text[at : at + len(value)]
    return SourceAnswer(
        words=words,
        statement=statement,
        start=start,
        end=start + len(value),
        value=value,
        keys=frozenset({fold(value)}),
    )
