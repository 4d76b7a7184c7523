"""From annotated documents to findings: the stages that look at a corpus as a whole, one after the other.

Nothing is read or stored here: what a document says by itself (its names and dates) is given, and what is kept from one
run to the next is the caller's. The worker, the tests of stories and the benchmarks all call `analyse`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from search.analysis.comparison import compare, descriptions, unique
from search.analysis.copies.duplicates import copies
from search.analysis.corrections import dates as date_corrections
from search.analysis.corrections import names as name_corrections
from search.analysis.corrections import status
from search.analysis.corrections.merges import Found, Pairs, entities_with, merge_requests
from search.analysis.doc import Doc, annotate_mentions
from search.analysis.entities.resolver import resolve
from search.analysis.events.clustering import cluster, storylines
from search.analysis.events.extractor import events_in
from search.analysis.findings import Findings
from search.analysis.names.mention import RawMention
from search.analysis.quotations.finder import quotations_in
from search.analysis.topics.suggest import suggest_topics
from search.codebook.codebook import KnownAlias
from search.codebook.topic_rows import TopicRow
from search.model import Comparison, Correction, Entity, Event, Progress, Topic, edtf

IDENTITY_STEP = "Who is who"
TOPICS_STEP = "What each source says on each topic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Curation:
    """What people say of a corpus beside its texts.

    `sources` and `titles` are the documents', by id; `corrections` come oldest first.
    """

    aliases: Sequence[KnownAlias] = ()
    corrections: Sequence[Correction] = ()
    sources: Mapping[str, str | None] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hooks:
    """What a caller takes part in while documents are analysed; nothing of it changes what is found.

    `tell` is given each step; `check` raises where the work is to stop. `identities` may keep what identity found: it
    is given the pairs of names that are to be kept apart and the work itself. `topics` gives the passages of topics, of
    those suggested where nobody gave any.
    """

    tell: Callable[[Progress], None] = lambda _: None
    check: Callable[[], None] = lambda: None
    identities: Callable[[Pairs, Callable[[], Found]], Found] = lambda _, find: find()
    topics: Callable[[Sequence[TopicRow]], Sequence[Topic]] = lambda _: ()


def analyse(
    docs: Sequence[Doc],
    names: Mapping[str, Sequence[RawMention]],
    curation: Curation | None = None,
    hooks: Hooks | None = None,
    *,
    suggest: bool = True,
) -> Findings:
    """Who is who, what happened, who copied whom, and what sources state alike and differently.

    `docs` have their dates; they are given their mentions and quotations. `names` are each document's names as the
    recogniser found them. Without `suggest` no topics are suggested: of half a corpus they would be others.
    """
    curation, hooks = curation or Curation(), hooks or Hooks()
    by_id = {doc.id: doc for doc in docs}

    def step(message: str, done: int = len(docs)) -> None:
        hooks.tell(Progress("comparing", done, len(docs), message))

    step(IDENTITY_STEP, 0)
    states = status.publication_states(curation.corrections, by_id)
    states |= _correct_dates(by_id, curation.corrections)
    entities, name_states = _identify(by_id, names, curation, hooks)
    states |= name_states
    states |= status.states_without_documents(curation.corrections, by_id, states)
    found = _events(docs, hooks)
    step("Which statements tell of the same")
    events = tuple(sorted(storylines(cluster(found, entities), entities), key=_chronological))
    step("Who printed the same text")
    copied = copies(docs, curation.sources, curation.titles)
    step("Who says otherwise")
    stated = compare.compared(events, entities, by_id, copied)
    step(TOPICS_STEP)
    suggested = suggest_topics(by_id, entities) if suggest else ()
    topics = hooks.topics(suggested)
    step("How each source introduces whom")
    compared = Comparison(
        conflicts=stated.conflicts,
        agreements=stated.agreements,
        updates=stated.updates,
        copies=copied.found,
        topics=tuple(topics),
        described=tuple(descriptions.described(entities, by_id)),
        only=tuple(unique.unique_statements(events, entities, by_id, copied)),
    )
    hooks.check()
    return Findings(
        entities=entities,
        mentions=tuple(mention for doc in docs for mention in doc.mentions),
        events=events,
        comparison=compared,
        suggested=suggested,
        corrections=states,
    )


def _correct_dates(docs: Mapping[str, Doc], corrections: Sequence[Correction]) -> dict[str, str]:
    """Put the dates right that people put right; returns the states of those corrections."""
    by_doc: dict[str, list[Correction]] = {}
    for row in corrections:
        if row.kind in ("redate", "drop"):
            by_doc.setdefault(row.docs[0], []).append(row)
    states: dict[str, str] = {}
    for name, rows in by_doc.items():
        doc = docs.get(name)
        if doc is None:
            states |= dict.fromkeys((row.id for row in rows), f"there is no document “{name}” any more")
            continue
        done = date_corrections.corrected_dates(rows, doc.text, doc.dates)
        doc.dates = done.dated
        states |= done.states
    return states


def _identify(
    docs: Mapping[str, Doc], names: Mapping[str, Sequence[RawMention]], curation: Curation, hooks: Hooks
) -> tuple[tuple[Entity, ...], Mapping[str, str]]:
    """(the entities as people want them, the states of the corrections of names); documents get their mentions."""
    said = merge_requests(curation.corrections)
    raw = {doc.id: (doc.text, names.get(doc.id, ())) for doc in docs.values()}
    entities, mentions = entities_with(
        said, lambda apart: hooks.identities(apart, lambda: resolve(raw, curation.aliases, apart))
    )
    corrected = name_corrections.apply(curation.corrections, said, entities, mentions)
    annotate_mentions(docs.values(), corrected.mentions)
    return corrected.entities, corrected.states


def _events(docs: Sequence[Doc], hooks: Hooks) -> list[Event]:
    """The events of all documents, which are given their quotations."""
    found: list[Event] = []
    for at, doc in enumerate(docs):
        hooks.tell(Progress("events", at, len(docs)))
        found.extend(events_in(doc))
        doc.quotations = quotations_in(doc)
    return found


def _chronological(event: Event) -> tuple[object, ...]:
    """By first day, then the more precise first; undated ends last."""
    return (*edtf.sort_key(event.date), event.doc, event.start_char)
