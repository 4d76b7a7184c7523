"""What statements are compared in: the documents with their names and words, and how common those are.

Two documents are of one storyline when they share names that few others have; two sentences are of one thing when they
share words and names that few others have. How rare is measured over the corpus (document frequency).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import combinations
from math import log

from search.analysis.dates import vocabulary as dw
from search.analysis.doc import Doc
from search.analysis.entities.union_find import UnionFind
from search.analysis.lexicon import ENGLISH
from search.analysis.lexicon.gazetteer import gazetteer
from search.analysis.quantities.vocabulary import NUMERALS
from search.model import DateValue, Entity, Event, Mention, Span
from search.text.analyzer import stem
from search.text.folding import fold

_WORD = re.compile(r"[^\W\d_]+")
# Names and words are rare that no more documents have than this share of the corpus, or this number.
_RARE_SHARE, _MIN_RARE = 0.02, 8
# Two documents with rare names in common of this weight are of one storyline.
_STORYLINE_THRESHOLD = 1.5
# A corpus of at most this many documents was put together for one matter: two that share no names are joined by those
# between them, which have names in common of this weight.
SMALL_CORPUS = 12
_CHAIN_THRESHOLD = 1.0
# Fewer sentences tell nothing of how rare a word is: so many are taken.
_MIN_SENTENCES = 150
# A toll that a report gives of what ended longer ago than this grows no more.
_SETTLED_DAYS = 180
# Dates of one sentence that are looked at: keeps the time linear where a sentence is a list of dates.
_MAX_DATES = 8
# A report whose first sentences tell of the last days is news of something that may still go on.
_OPENING, _NEWS_DAYS = 4, 7
_DULL = ENGLISH.words("comparison", "dull words")


class ComparisonContext:
    """The documents of a comparison with names and stems; what is asked for again is kept.

    `docs` are annotated documents by id, with their mentions and days of publication; `events` those of their dates.
    """

    def __init__(self, entities: Sequence[Entity], docs: Mapping[str, Doc], events: Sequence[Event] = ()) -> None:
        self.docs = docs
        self.texts: Mapping[str, str] = {id_: doc.text for id_, doc in docs.items()}
        self.published: Mapping[str, DateValue | None] = {id_: doc.published for id_, doc in docs.items()}
        self.entities = {e.id: e for e in entities}
        # Whether the documents were put together for one matter.
        self.one_storyline = len(docs) <= SMALL_CORPUS
        # Documents that may have a rare name or word.
        self.max_rare = max(_MIN_RARE, int(_RARE_SHARE * len(docs)))
        self._docs_of: dict[str, set[str]] = defaultdict(set)
        self._mentions: dict[str, list[Mention]] = defaultdict(list)
        for id_, doc in docs.items():
            for mention in doc.mentions:
                self._docs_of[mention.entity].add(id_)
                self._mentions[mention.entity].append(mention)
        self._dates: dict[tuple[str, int], list[DateValue]] = defaultdict(list)
        for event in events:
            if event.date.basis != "publication":
                self._dates[event.doc, event.start_char].append(event.date)
        self._news: dict[str, bool] = {}
        self._rare_names: dict[str, frozenset[str]] = {}
        self._in_common: dict[tuple[str, str], float] = {}
        self._chains: dict[str, int] | None = None
        self._stems: dict[tuple[str, int, int], frozenset[str]] = {}
        self._name_words: dict[str, frozenset[str]] = {}
        self._docs_with: dict[str, int] = {}
        self._sentences_with: dict[str, int] = {}
        self._idf: dict[str, float] = {}
        self._max_idf = 0.0

    # ---- dates --------------------------------------------------------------------------------------------------

    def dates(self, doc: str, sentence: Span) -> tuple[DateValue, ...]:
        """The dates that a sentence gives what it tells, the first few of a sentence that is a list of them."""
        return tuple(self._dates.get((doc, sentence.start), ())[:_MAX_DATES])

    def is_settled(self, doc: str, sentence: Span) -> bool:
        """Whether a sentence tells of a time long over when its document appeared: numbers of then grow no more."""
        day = self.published.get(doc)
        if day is None or day.start is None:
            return False
        last = max((d.end for d in self._dates.get((doc, sentence.start), ()) if d.end is not None), default=None)
        return last is not None and (date.fromisoformat(day.start) - date.fromisoformat(last)).days > _SETTLED_DAYS

    def is_news(self, doc: str) -> bool:
        """Whether a document tells of a happening of the days before it appeared."""
        day = self.published.get(doc)
        if day is None or day.start is None or day.precision != "day":
            return False
        if doc not in self._news:
            today = date.fromisoformat(day.start)
            opening = self.docs[doc].sentences[:_OPENING]
            days = [d.start for span in opening for d in self.dates(doc, span) if d.precision == "day"]
            self._news[doc] = any(d and 0 <= (today - date.fromisoformat(d)).days <= _NEWS_DAYS for d in days)
        return self._news[doc]

    # ---- names --------------------------------------------------------------------------------------------------

    def by_entity(self, entity: str) -> Sequence[Mention]:
        """The mentions of an entity in the documents, document by document."""
        return self._mentions.get(entity, ())

    def kind(self, entity: str) -> str:
        """The type of an entity, "" for an unknown one."""
        found = self.entities.get(entity)
        return found.type if found else ""

    def name(self, entity: str) -> str:
        """The name of an entity."""
        found = self.entities.get(entity)
        return found.name if found else entity

    def rare(self, entity: str) -> bool:
        """Whether few enough documents name an entity for it to tell one storyline from another."""
        return 0 < len(self._docs_of[entity]) <= self.max_rare

    def same_storyline(self, one: str, two: str) -> bool:
        """Whether two documents are of one storyline: they share rare names, or in a small corpus others join them."""
        key = (one, two) if one < two else (two, one)
        weight = self._in_common.get(key)
        if weight is None:
            weight = self._in_common[key] = self._names_in_common(one, two)
        return weight >= _STORYLINE_THRESHOLD or (self.one_storyline and self._chained(one, two))

    def _chained(self, one: str, two: str) -> bool:
        """Whether, in a small corpus, other documents of the storyline lie between two."""
        if self._chains is None:
            ids = sorted(self.docs)
            union = UnionFind(len(ids))
            for a, b in combinations(range(len(ids)), 2):
                if union.find(a) != union.find(b) and self._names_in_common(ids[a], ids[b]) >= _CHAIN_THRESHOLD:
                    union.join(a, b)
            self._chains = {id_: union.find(n) for n, id_ in enumerate(ids)}
        return self._chains[one] == self._chains[two]

    def _names_in_common(self, one: str, two: str) -> float:
        """The weight of the rare names that two documents share: a place counts half."""
        shared = self._rare_in(one) & self._rare_in(two)
        return sum(0.5 if self.kind(e) == "place" else 1.0 for e in shared) if shared else 0.0

    def _rare_in(self, doc: str) -> frozenset[str]:
        if doc not in self._rare_names:
            named = {m.entity for m in self.docs[doc].mentions}
            self._rare_names[doc] = frozenset(e for e in named if self.rare(e))
        return self._rare_names[doc]

    def name_words(self, entity: str) -> frozenset[str]:
        """The stems of the words of an entity's names."""
        if entity not in self._name_words:
            found = self.entities.get(entity)
            self._name_words[entity] = stems_of(" ".join((found.name, *found.aliases)) if found else "")
        return self._name_words[entity]

    # ---- words --------------------------------------------------------------------------------------------------

    def stems(self, doc: str, start: int, end: int) -> frozenset[str]:
        """The stems of the telling words of a stretch: no small words, numbers, months or weekdays."""
        key = (doc, start, end)
        if key not in self._stems:
            self._stems[key] = stems_of(self.texts[doc][start:end])
        return self._stems[key]

    def stems_before(self, doc: str, sentence: Span) -> frozenset[str]:
        """The stems of the sentence before one of the same paragraph."""
        annotated = self.docs[doc]
        n = annotated.sentence_number(sentence.start)
        if n == 0:
            return frozenset()
        before = annotated.sentences[n - 1]
        if "\n" in annotated.text[before.start : sentence.start]:
            return frozenset()
        return self.stems(doc, before.start, before.end)

    def weight(self, word: str) -> float:
        """How much a stem tells that two sentences share: 1 for a rare one, less the more documents have it."""
        self._count()
        if word.startswith("="):
            return 2.0  # the other number of a pair
        n, of = self._docs_with.get(word, 0), len(self.docs)
        if n <= self.max_rare:
            return 1.0 if n <= max(3, of / 2) else 0.5
        return max(0.0, 0.6 - n / max(1, of))

    def idf(self, word: str) -> float:
        """The inverse document frequency of a stem, of sentences: 1 for a stem of one sentence, 0 for one of all."""
        found = self._idf.get(word)
        if found is None:
            self._count()
            often = max(1, self._sentences_with.get(word, 1))
            found = self._idf[word] = max(0.0, 1.0 - log(often) / self._max_idf)
        return found

    def _count(self) -> None:
        """Count the documents and sentences that have each stem, once."""
        if self._max_idf:
            return
        in_sentences, in_docs, number = Counter[str](), Counter[str](), 0
        for id_, doc in self.docs.items():
            met: set[str] = set()
            for span in doc.sentences:
                stems = self.stems(id_, span.start, span.end)
                in_sentences.update(stems)
                met |= stems
                number += 1
            in_docs.update(met)
        self._docs_with, self._sentences_with = in_docs, in_sentences
        self._max_idf = log(max(_MIN_SENTENCES, number))

    def anchors(self, stems: Iterable[str], entities: Iterable[str]) -> list[str]:
        """Of some words and names those that few documents have: what statements are looked up by."""
        out = [word for word in stems if self.weight(word) >= 0.5]
        out.extend(entity for entity in entities if self.rare(entity))
        return out

    def as_written(self, text: str, stems: Iterable[str]) -> list[str]:
        """The words of a text that have some stems, as written, those that tell most first."""
        written = {known_stem(fold(word)): word for word in _WORD.findall(text)}
        return [written[s] for s in sorted(stems, key=lambda s: (-self.weight(s), s)) if s in written]

    def shared(self, one: frozenset[str], two: frozenset[str]) -> float:
        """The weight of the stems that two stretches share."""
        return sum(self.weight(word) for word in one & two)


@lru_cache(maxsize=100_000)
def telling_stem(word: str) -> str:
    """The stem of a folded word, "" for one that tells nothing."""
    dull = (
        len(word) <= 2
        or word in _DULL
        or word in gazetteer().function_words
        or word in NUMERALS
        or word in dw.MONTHS
        or word in dw.WEEKDAYS
    )
    return "" if dull else stem(word)


@lru_cache(maxsize=4_096)
def known_stem(word: str) -> str:
    """The stem of a folded word, kept."""
    return stem(word)


def stems_of(text: str) -> frozenset[str]:
    """The stems of the telling words of a text."""
    return frozenset(map(telling_stem, _WORD.findall(fold(text)))) - {""}


# "They found him that night": no clause begins.
_THAT = r"that(?! (?:day|night|evening|morning|afternoon|week|month|year|summer|autumn|winter|spring)\b)"
BREAK = re.compile(rf"[,;:—()]|\b(?:and|but|which|who|when|while|{_THAT}|where|after|before|since|because)\b")


def clause_around(text: str, sentence: Span, start: int, end: int) -> Span:
    """The clause of a sentence that holds `start`–`end`: up to the nearest comma or linking word on either side."""
    cuts = [sentence.start, *(hit.end() for hit in BREAK.finditer(text, sentence.start, start))]
    stop = BREAK.search(text, end, sentence.end)
    return Span(cuts[-1], stop.start() if stop else sentence.end)


def close_numbers(one: str, two: str) -> bool:
    """Whether two digit strings differ by a slip of the pen: one digit, or two exchanged."""
    if len(one) != len(two) or one == two:
        return False
    wrong = [n for n in range(len(one)) if one[n] != two[n]]
    if len(wrong) == 1:
        return True
    return len(wrong) == 2 and one[wrong[0]] == two[wrong[1]] and one[wrong[1]] == two[wrong[0]]


def ordered_days(one: DateValue | None, two: DateValue | None) -> int:
    """-1 when `one` lies before `two`, 1 when after, 0 when they share a day or one is unknown."""
    if one is None or two is None or None in (one.start, one.end, two.start, two.end):
        return 0
    if str(one.end) < str(two.start):
        return -1
    return 1 if str(two.end) < str(one.start) else 0
