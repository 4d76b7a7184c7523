"""Topics that a corpus itself suggests, where nobody has given any.

A matter shows in two words, or a name and a word, that sources put into one sentence more often than chance would
have it (Dunning 1993, log-likelihood). Such pairs are gathered around the word they share, those of one source alone
are left out, and the rest is written as a query of the search line: `immunity (diplomatic OR agents)`. Sentences that
several documents share word for word count once: a copy is no second voice, and boilerplate none at all.

Everything is counted once and looked up by rare words, so the time is linear in the length of the texts.
"""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from search.analysis.doc import Doc
from search.analysis.lexicon.event_triggers import trigger_class
from search.analysis.topics.collocations import Corpus, Named, Pair, capital, spread
from search.codebook.topic_rows import TopicRow, key_of
from search.model import Entity, Span
from search.query.matcher import PassageMatcher, TextWords
from search.text.segmentation import passages

MAX_TOPICS = 12  # topics
MAX_ALONE = 60  # words that are tried by themselves
MAX_PARTNERS = 4  # words in the brackets of a query
ENOUGH_TOPICS = 7  # topics up to which words that stand alone are taken, where pairs are few
MAX_PASSAGE_SHARE = 0.2  # of all passages that a topic may find
SAME_TOPIC_THRESHOLD = 0.5  # share of passages by which two topics are one
MAX_SAMPLE = 300  # documents that are read for it; of more, these tell as well what they are about
MIN_PASSAGES = 4  # that a topic may find however few there are
MIN_SHARE = 0.2  # of the best topic's weight
MIN_DOCUMENTS = 3  # documents in which a topic is found widely enough to stay as narrow as it is
MAX_SHARE_ALONE = 0.08  # of all passages: a word as rare as that may stand alone
PARTNER_THRESHOLD = 0.4  # of a word's best partner's weight, for another one


def suggest_topics(docs: Mapping[str, Doc], entities: Sequence[Entity]) -> tuple[TopicRow, ...]:
    """At most `MAX_TOPICS` topics, the most telling first, each found in two documents or more.

    The same for the same texts. Nothing for a single document: nothing could be compared.
    """
    if len(docs) < 2:
        return ()
    if len(docs) > MAX_SAMPLE:
        # By a digest of their names: one document more changes the choice by one at most.
        order = sorted(docs, key=lambda doc: hashlib.sha256(doc.encode("utf-8", "surrogatepass")).digest())
        docs = {doc: docs[doc] for doc in order[:MAX_SAMPLE]}
    corpus = Corpus(docs, entities)
    pairs = corpus.pairs()
    return _chosen(corpus, pairs)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A term with those it comes together with, the strongest first."""

    hub: str
    partners: tuple[str, ...]
    weight: float

    @property
    def keys(self) -> tuple[str, str]:
        """The two that nothing else is to be headed by."""
        return self.hub, self.partners[0]


def _candidates(corpus: Corpus, pairs: Mapping[tuple[str, str], Pair]) -> list[_Candidate]:
    """Every term that may head a topic, the most telling first."""
    by_term: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for (one, other), pair in pairs.items():
        if pair.weight > 0:
            by_term[one].append((pair.weight, other))
            by_term[other].append((pair.weight, one))
    found = []
    for hub, rows in by_term.items():
        if corpus.is_role(hub):
            continue
        rows.sort(key=lambda row: (-row[0], row[1]))
        kept = [row for row in rows if row[0] >= PARTNER_THRESHOLD * rows[0][0]][:MAX_PARTNERS]
        weight = sum(weight / (place + 1) for place, (weight, _) in enumerate(kept))
        weight *= corpus.idf(hub) / math.log(1 + corpus.total) * corpus.heading(hub)
        found.append(_Candidate(hub, tuple(key for _, key in kept), weight))
    found.sort(key=lambda one: (-one.weight, one.hub))
    return found


def _alone(corpus: Corpus) -> list[str]:
    """Words that may be a topic by themselves, the most telling first: nouns and happenings that are rather rare."""
    rows = []
    for key, term in corpus.terms.items():
        if len(term.docs) > 1 and not term.name and term.telling and not corpus.is_role(key):
            happens = trigger_class(term.form) not in ("", "say")
            rows.append((spread(len(term.docs)) * corpus.idf(key) * (1.2 if happens else 1.0), key))
    return [key for _, key in sorted(rows, key=lambda row: (-row[0], row[1]))]


def _chosen(corpus: Corpus, pairs: Mapping[tuple[str, str], Pair]) -> tuple[TopicRow, ...]:
    """The best candidates that find passages of several documents, and not those that another has found."""
    choice = _Choice(corpus)
    candidates = _candidates(corpus, pairs)
    for one in candidates:
        if len(choice.rows) == MAX_TOPICS or one.weight < MIN_SHARE * candidates[0].weight:
            break
        if one.hub not in choice.used:
            listed = " or ".join(f"“{corpus.written(key)}”" for key in one.partners)
            about = f"What is said of “{corpus.written(one.hub)}”"
            choice.offer(
                corpus.words_for(one.hub, one.partners, pairs), (f"{about} with {listed}.", f"{about}."), one.keys
            )
    for key in _alone(corpus)[:MAX_ALONE]:
        if len(choice.rows) >= ENOUGH_TOPICS:
            break
        if key not in choice.used:
            word = corpus.written(key)
            choice.offer(((capital(word), word),) * 2, (f"What is said of “{word}”.",) * 2, (key,))
    return tuple(choice.rows)


class _Choice:
    """Topics as they are chosen, and what they find."""

    def __init__(self, corpus: Corpus) -> None:
        self.rows: list[TopicRow] = []
        self.used: set[str] = set()
        self._sample = _Sample(corpus)
        self._names: set[str] = set()
        self._taken: list[frozenset[tuple[int, int]]] = []

    def offer(self, ways: tuple[Named, Named], about: tuple[str, str], keys: Iterable[str]) -> None:
        """Take a topic that finds passages of two documents or more, not too many, and not those of another.

        `ways` are its name and query, narrow and wide, `about` its description either way.
        """
        which, found = self._sample.best(ways[0][1], ways[1][1])
        name, query = ways[which]
        if key_of(name) in self._names:
            return
        if _documents(found) < 2 or len(found) > max(MAX_PASSAGE_SHARE * self._sample.total, MIN_PASSAGES):
            return
        if any(len(found & other) > SAME_TOPIC_THRESHOLD * min(len(found), len(other)) for other in self._taken):
            return
        self.rows.append(TopicRow(name, about[which], query, origin="proposed"))
        self._taken.append(found)
        self._names.add(key_of(name))
        self.used.update(keys)


class _Sample:
    """The passages of the documents, to try queries on."""

    def __init__(self, corpus: Corpus) -> None:
        self._known: dict[int, tuple[str, tuple[Span, ...], TextWords]] = {}
        for number, doc in enumerate(corpus.docs):
            self._known[number] = (doc.text, passages(doc.text), TextWords(doc.text))
        self.total = sum(len(cut) for _, cut, _ in self._known.values())

    def best(self, narrow: str, wide: str) -> tuple[int, frozenset[tuple[int, int]]]:
        """0 for the narrow query, 1 for the wide one where it finds more documents in few passages; what it finds."""
        found, more = self.found(narrow), self.found(wide)
        few = _documents(found) < MIN_DOCUMENTS
        if (
            few
            and wide != narrow
            and len(more) <= MAX_SHARE_ALONE * self.total
            and _documents(more) > _documents(found)
        ):
            return 1, more
        return 0, found

    def found(self, query: str) -> frozenset[tuple[int, int]]:
        """(document, place) of the passages that a query finds."""
        matcher = PassageMatcher(query)
        return frozenset(
            (number, span.start)
            for number, (text, cut, known) in self._known.items()
            for span, _, _ in matcher.find(text, cut, known)
        )


def _documents(found: Iterable[tuple[int, int]]) -> int:
    return len({doc for doc, _ in found})
