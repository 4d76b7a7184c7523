"""The subject of a claim grid: a name, an event, a topic or a finding, and what is stored about it."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from search.analysis.doc import meets
from search.errors import CorpusError
from search.files import dumps
from search.model import Comparison, Conflict, Event, Span, SubjectKind, Topic
from search.text.folding import fold
from search.text.wording import date_words
from search.views.claims.reads import MAX_EVENTS, chosen_condition, events_where
from search.workspace import Workspace

MAX_RINGS = 24  # clusters of events of a name that are looked at, those that most sources tell first


@dataclass(kw_only=True)
class Subject:
    """What is known of a subject before any text is read.

    `events` are of the subject, `others` of the same storyline, `main` the entities it is about, `spans` the stretches
    about it that are known already. `asked` is the finding that was asked for, `named` how often documents name it.
    """

    kind: SubjectKind
    title: str
    events: list[Event]
    others: list[Event]
    main: list[str]
    spans: dict[str, list[Span]]
    asked: Conflict | None = None
    named: Mapping[str, int] | None = None


def subject_of(
    workspace: Workspace,
    db: sqlite3.Connection,
    kind: SubjectKind,
    name: str,
    found: Comparison,
    chosen: Sequence[str] | None,
) -> Subject:
    """The subject of a kind and name (an id, or what a topic is called). Raises CorpusError where there is none."""
    match kind:
        case "entity":
            return _entity(workspace, db, name, chosen)
        case "event":
            return _event(workspace, db, name, chosen)
        case "topic":
            return _topic(db, name, found, chosen)
        case _:
            return _conflict(db, name, found, chosen)


def _entity(workspace: Workspace, db: sqlite3.Connection, name: str, chosen: Sequence[str] | None) -> Subject:
    entity = workspace.entity(name)
    where, values = chosen_condition(chosen)
    counts: dict[str, int] = dict(
        db.execute(
            f"SELECT d.id, g.mentions FROM naming g JOIN documents d USING (n) WHERE g.entity = ?{where}",
            (name, *values),
        ).fetchall()
    )
    voices: dict[str, set[str]] = defaultdict(set)
    often: Counter[str] = Counter()
    told: set[str] = set()
    for ident, cluster, doc, kind in db.execute(
        "SELECT e.id, e.cluster, d.id, e.kind FROM naming g JOIN events e USING (n) JOIN documents d USING (n)"
        f" WHERE g.entity = ? AND instr(e.entities, ?) > 0{where}",
        (name, dumps(name), *values),
    ):
        voices[cluster or ident].add(doc)
        often[cluster or ident] += 1
        if kind and kind != "say":
            told.add(cluster or ident)
    rings = sorted(voices, key=lambda one: (-len(voices[one]), one not in told, -often[one], one))[:MAX_RINGS]
    wanted = "(e.cluster IN (SELECT value FROM json_each(?)) OR e.id IN (SELECT value FROM json_each(?)))"
    events = events_where(db, wanted, (dumps(rings), dumps(rings)), chosen)
    return Subject(kind="entity", title=entity.name, events=events, others=[], main=[name], spans={}, named=counts)


def _event(workspace: Workspace, db: sqlite3.Connection, name: str, chosen: Sequence[str] | None) -> Subject:
    events = events_where(db, "e.cluster = ?", (name,), chosen) or events_where(db, "e.id = ?", (name,), chosen)
    if not events:
        raise _gone("event", "It may have been dropped, or no chosen source tells of it.")
    others = _same_storyline(db, events, chosen)
    main = _main(db, events)
    lead = events[0]
    names = [workspace.entity(one).name for one in main[:1]]
    title = " · ".join([*([lead.trigger] if lead.trigger else []), *names, date_words(lead.date.edtf)])
    return Subject(kind="event", title=title, events=events, others=others, main=main, spans=_sentences_of(events))


def _topic(db: sqlite3.Connection, name: str, found: Comparison, chosen: Sequence[str] | None) -> Subject:
    topic = next((one for one in found.topics if one.name == name), None)
    topic = topic or next((one for one in found.topics if fold(one.name) == fold(name)), None)
    if topic is None:
        raise CorpusError(
            "No such topic", f"No topic is called “{name}”.",
            "There are: " + ", ".join(one.name for one in found.topics[:8]) if found.topics else "There are none yet.",
        )  # fmt: skip
    return Subject(
        kind="topic", title=topic.name, events=_within(db, topic, chosen), others=[], main=[], spans=_passages(topic)
    )


def _within(db: sqlite3.Connection, topic: Topic, chosen: Sequence[str] | None) -> list[Event]:
    """The events whose sentences meet a topic's passages."""
    spans = {doc: tuple(Span(p.start_char, p.end_char) for p in row) for doc, row in topic.cells.items()}
    told = events_where(db, "d.id IN (SELECT value FROM json_each(?))", (dumps(list(spans)),), chosen, most=0)
    return [e for e in told if meets(spans.get(e.doc, ()), e.start_char, e.end_char)][:MAX_EVENTS]


def _passages(topic: Topic) -> dict[str, list[Span]]:
    return {
        doc: sorted((Span(p.start_char, p.end_char) for p in row), key=lambda span: span.start)
        for doc, row in topic.cells.items()
    }


def _conflict(db: sqlite3.Connection, name: str, found: Comparison, chosen: Sequence[str] | None) -> Subject:
    everything = (*found.conflicts, *found.updates, *found.agreements, *found.dismissed)
    one = next((one for one in everything if one.id == name), None)
    if one is None:
        raise _gone("conflict", "The documents may have been analysed anew, or fewer of them are chosen.")
    spans: dict[str, list[Span]] = defaultdict(list)
    for value in one.values:
        for said in value.statements:
            spans[said.doc].append(Span(said.start_char, said.end_char))
    told = events_where(db, "d.id IN (SELECT value FROM json_each(?))", (dumps(list(spans)),), chosen, most=0)
    starts = {(doc, span.start) for doc, row in spans.items() for span in row}
    here = [e for e in told if (e.doc, e.start_char) in starts]
    clusters = {e.cluster for e in here if e.cluster} if one.kind == "date" else set()
    events = events_where(db, "e.cluster IN (SELECT value FROM json_each(?))", (dumps(sorted(clusters)),), chosen)
    events = list({e.id: e for e in (*here, *events)}.values())
    return Subject(
        kind="conflict",
        title=", ".join(one.about[:3]),
        events=events,
        others=[],
        main=_main(db, here),
        spans=spans,
        asked=one,
    )


def _gone(what: str, hint: str) -> CorpusError:
    return CorpusError(f"No such {what}", f"This {what} is not found among the chosen sources.", hint)


# ---- events and whom they are about -----------------------------------------------------------------------------


def _same_storyline(db: sqlite3.Connection, events: Sequence[Event], chosen: Sequence[str] | None) -> list[Event]:
    """What else happened in the affairs of some events."""
    affairs = sorted({e.affair for e in events if e.affair})
    mine = {e.id for e in events}
    found = events_where(db, "e.affair IN (SELECT value FROM json_each(?))", (dumps(affairs),), chosen)
    return [e for e in found if e.id not in mine]


def _main(db: sqlite3.Connection, events: Iterable[Event]) -> list[str]:
    """Whom the events are about: people, laws and bodies, those that most sources name first; at most four."""
    docs: dict[str, set[str]] = defaultdict(set)
    near: Counter[str] = Counter()
    for event in events:
        for place, entity in enumerate(event.entities[:6]):
            docs[entity].add(event.doc)
            near[entity] += 6 - place
    kinds = dict(
        db.execute("SELECT id, type FROM entities WHERE id IN (SELECT value FROM json_each(?))", (dumps(list(docs)),))
    )
    ranked = sorted(
        (one for one in docs if kinds.get(one, "place") != "place"),
        key=lambda one: (-len(docs[one]), kinds[one] != "person", -near[one], one),
    )
    return ranked[:4]


def _sentences_of(events: Iterable[Event]) -> dict[str, list[Span]]:
    spans: dict[str, list[Span]] = defaultdict(list)
    for event in events:
        spans[event.doc].append(Span(event.start_char, event.end_char))
    return spans
