"""When and where, as the sources of a claim grid say it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from search.analysis.lexicon import ENGLISH
from search.analysis.lexicon.gazetteer import gazetteer
from search.model import ClaimRow, Conflict, Event, Mention, Span, Statement
from search.text.folding import fold
from search.views.claims.evidence import Evidence, date_answer, date_answers, event_label, verbatim_answer, words_around
from search.views.claims.rows import SourceAnswer, how_of, labelled, row

_AT = re.compile(
    r"\b(?P<at>in|at|near|outside|inside|off|around|on the outskirts of)\s+(?:the\s+)?(?:(?:[\w'’-]+\s+){0,4}"
    rf"{ENGLISH.pattern('places', 'nouns of settlements and regions')}\s+of\s+)?\Z",
    re.IGNORECASE,
)
# What may go on behind a place's name: "Los Angeles airport", "Halden Town Hall"; and what makes it an owner's.
_GOES_ON = re.compile(rf"(?: [A-Z][\w-]+){{0,3}}(?: {ENGLISH.pattern('places', 'premises after a name')})?(?![\w-])")
_OWNS = re.compile(r"['’]s?(?!\w)")
_BESIDE = re.compile(r",? (?:in |in the )?\Z")
_MAX_REACH = 80  # characters before a place in which a preposition is looked for
_MAX_PLACES = 2  # places of one sentence, the nearest to what happened


# ---- when -------------------------------------------------------------------------------------------------------


Clusters = Mapping[str, Sequence[Event]]
"""The cluster of an event, or its id where it stands alone → the events of one happening."""


def when(evidence: Evidence) -> list[ClaimRow]:
    """A row a happening: its dates as written; where a stored conflict dates it otherwise, both sides of that."""
    scope = evidence.scope
    own = [e for e in scope.events if _is_stated(e)]
    mine = {_cluster_of(e) for e in own}
    clusters: dict[str, list[Event]] = defaultdict(list)
    for event in (*own, *filter(_is_stated, scope.others), *scope.beside):
        clusters[_cluster_of(event)].append(event)
    done = {_cluster_of(e) for e in scope.beside} - mine  # shown only as the other side of what they differ from
    out: list[ClaimRow | None] = []
    for one in scope.touching:
        if one.kind != "date" or len(one.values) < 2:
            continue
        sides, met = _sides(evidence, one, clusters)
        if met & mine or one is scope.asked:
            done |= met
            label = _label_of(evidence, one, [e for c in sorted(met) for e in clusters.get(c, ())])
            out.append(row("when", label, sides, scope.voice, how_of(one), one.why))
    for cluster, events in clusters.items():
        if cluster not in done:
            said = [date_answer(evidence, e) for e in _best_dated(events)]
            out.append(row("when", event_label(evidence, events), [said], scope.voice, "agree", _same(events)))
    return _distinct_labels([one for one in out if one is not None])


def _is_stated(event: Event) -> bool:
    """Whether a source says that it happened, or is to happen: what may be or is denied has no row of its own."""
    return event.modality != "hypothetical" and not event.negated


def _cluster_of(event: Event) -> str:
    return event.cluster or event.id


def _sides(evidence: Evidence, found: Conflict, clusters: Clusters) -> tuple[list[list[SourceAnswer]], set[str]]:
    """What each value of a conflict of dates says as written, with the other events of its clusters; and those."""
    sides: list[list[SourceAnswer]] = []
    met: set[str] = set()
    for value in found.values:
        readable = [one for one in value.statements if one.doc in evidence.scope.texts]
        said, own = date_answers(evidence, value.value, readable)
        met |= own
        sides.append([*said, *(date_answer(evidence, e) for cluster in own for e in clusters.get(cluster, ()))])
    return sides, met


def _label_of(evidence: Evidence, found: Conflict, events: Sequence[Event]) -> str:
    """ "when: arrested": what happened, as the events of a conflict of dates say, else whom it is about."""
    return event_label(evidence, events) if events else f"when: {', '.join(found.about[:2])}"


def _distinct_labels(rows: Sequence[ClaimRow]) -> list[ClaimRow]:
    """The rows, those with one label told apart by words around their first date."""
    often = Counter(one.label for one in rows)
    out = []
    for one in rows:
        claim = next(iter(one.cells.values()))[0]
        if often[one.label] > 1 and claim.start >= 0:
            around = words_around(claim.statement.text, claim.start - claim.statement.start_char)
            one = labelled(one, f"{one.label} {around}")
        out.append(one)
    return out


def _best_dated(events: Sequence[Event]) -> list[Event]:
    """Of each document the events that it dates itself, else those dated by its day of publication."""
    by_doc: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        by_doc[event.doc].append(event)
    out = []
    for own in by_doc.values():
        out += [e for e in own if e.date.basis != "publication"] or own
    return out


def _same(events: Sequence[Event]) -> str:
    words = sorted({e.trigger for e in events if e.trigger})
    if len({e.doc for e in events}) < 2 or not words:
        return ""
    return "the dates have a day in common, and " + ", ".join(f"“{word}”" for word in words[:4]) + " tell of the same"


# ---- where ------------------------------------------------------------------------------------------------------


def where(evidence: Evidence, rings: Sequence[Sequence[Event]]) -> list[ClaimRow]:
    """A row a happening: the places that its sentences put it in; and what stored findings place apart, or alike."""
    scope = evidence.scope
    out: list[ClaimRow | None] = []
    used: set[tuple[str, int]] = set()
    alike = []
    for one in scope.touching:
        if one.kind == "place":
            sides = [
                [_place_of(evidence, s, v.value) for s in v.statements if s.doc in scope.texts] for v in one.values
            ]
            if len(one.values) > 1:
                used |= {(said.doc, said.start) for side in sides for said in side}
                out.append(row("where", _placed_label(evidence, one), sides, scope.voice, how_of(one), one.why))
            else:
                alike.append((one, sides))
    shown: set[tuple[str, int]] = set()
    for events in rings:
        said = [p for event in events for p in _places(evidence, event) if (p.doc, p.start) not in used]
        shown |= {(one.doc, one.start) for one in said}
        label = event_label(evidence, events).replace("when:", "where:", 1)
        out.append(row("where", label, [said], scope.voice))
    for one, sides in alike:
        if any((said.doc, said.start) not in shown for side in sides for said in side):
            out.append(row("where", _placed_label(evidence, one), sides, scope.voice, "agree", one.why))
    return [one for one in out if one is not None]


def _placed_label(evidence: Evidence, found: Conflict) -> str:
    """ "where: arrested": what happened there, as its statements' events say, else whom it is about."""
    at = [e for v in found.values for s in v.statements for e in evidence.at.get((s.doc, s.start_char), ())]
    if at:
        return event_label(evidence, at).replace("when:", "where:", 1)
    return f"where: {', '.join(found.about[:2])}"


def _places(evidence: Evidence, event: Event) -> list[SourceAnswer]:
    """Where a sentence puts what happened: "in Los Angeles", "near Guadalajara, Jalisco"; the nearest first."""
    text = evidence.scope.texts.get(event.doc)
    if text is None or event.negated or event.modality == "hypothetical":
        return []
    span = Span(event.start_char, event.end_char)
    verb = text.find(event.trigger, span.start, span.end) if event.trigger else span.start
    found: list[tuple[int, SourceAnswer]] = []
    last: Mention | None = None
    for mention in evidence.mentions_within(event.doc, span):
        if evidence.kind(mention.entity) != "place" or mention.entity in evidence.scope.main:
            last = None
            continue
        nested = last is not None and fold(last.text) not in gazetteer().countries  # a country has the next beside it
        if nested and last is not None and _BESIDE.fullmatch(text[last.end : mention.start]) and found:
            far, one = found[-1]
            found[-1] = (
                far,
                SourceAnswer(
                    words=text[one.start : mention.end],
                    statement=one.statement,
                    start=one.start,
                    end=mention.end,
                    value=one.value,
                    keys=one.keys | {mention.entity},
                ),
            )
            last = mention
            continue
        lead = _AT.search(text, max(span.start, mention.start - _MAX_REACH), mention.start)
        at_land = lead is not None and lead["at"].lower() == "at" and fold(mention.text) in gazetteer().countries
        if lead is None or at_land or _OWNS.match(text, mention.end):
            last = None
            continue
        goes_on = _GOES_ON.match(text, mention.end, span.end)
        end = goes_on.end() if goes_on else mention.end
        statement = evidence.attributed(Statement(event.doc, event.text, span.start, span.end), lead.start())
        keys = frozenset({mention.entity})
        one = SourceAnswer(
            words=text[lead.start() : end],
            statement=statement,
            start=lead.start(),
            end=end,
            value=evidence.name(mention.entity),
            keys=keys,
        )
        found.append((abs(mention.start - verb), one))
        last = mention
    return [one for _, one in sorted(found, key=lambda pair: pair[0])[:_MAX_PLACES]]


def _place_of(evidence: Evidence, statement: Statement, value: str) -> SourceAnswer:
    """What a statement of a stored place says as written."""
    span = Span(statement.start_char, statement.end_char)
    for mention in evidence.mentions_within(statement.doc, span):
        if evidence.name(mention.entity) == value:
            text = evidence.scope.texts[statement.doc]
            lead = _AT.search(text, max(span.start, mention.start - _MAX_REACH), mention.start)
            start = lead.start() if lead else mention.start
            return SourceAnswer(
                words=text[start : mention.end],
                statement=statement,
                start=start,
                end=mention.end,
                value=value,
                keys=frozenset({mention.entity}),
            )
    return verbatim_answer(statement, value)
