"""What statements stand in when they are compared: sentences, names and words, and how common those are.

Two documents tell one story when they share names that few others have; two sentences tell of one thing when they
share words and names that few others have. How rare is measured over the corpus (document frequency).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import combinations, pairwise
from math import log

from search.analysis.dates import vocabulary as dw
from search.analysis.lexicon import ENGLISH
from search.analysis.lexicon.gazetteer import gazetteer
from search.analysis.quantities.vocabulary import NUMERALS
from search.model import DateValue, Entity, Event, Mention, Span, Statement
from search.text.analyzer import stem
from search.text.folding import fold
from search.text.segmentation import sentences

_WORD = re.compile(r"[^\W\d_]+")
# Names and words that more documents have than this share of the corpus (and this number) tell no story from another.
_RARE_SHARE, _RARE_LEAST = 0.02, 8
# Two documents with names in common of this weight tell of the same affair.
_SAME_STORY = 1.5
# Fewer documents are read as files of one affair: two that share no names are joined by those between them.
SMALL = 13
_IN_COMMON = 1.0
# Fewer sentences tell nothing of how rare a word is: so many are taken.
_MIN_SENTENCES = 150
# A toll that a report gives of what ended longer ago than this grows no more.
_SETTLED_DAYS = 180
# Dates of one sentence that are looked at: keeps the time linear where a sentence is a list of dates.
_MAX_DAYS = 8
# A report whose first sentences tell of the last days is news of something that may still go on.
_OPENING, _NEWS_DAYS = 4, 7
_DULL = ENGLISH.words("comparison", "dull words")


class Setting:
    """The documents of a comparison as sentences with their names and stems; worked out as they are asked for."""

    def __init__(
        self,
        entities: Sequence[Entity],
        mentions: Sequence[Mention],
        texts: Mapping[str, str],
        published: Mapping[str, DateValue | None],
        events: Sequence[Event] = (),
    ) -> None:
        self.texts = texts
        self.entities = {e.id: e for e in entities}
        self.published = published
        self.named: dict[str, list[Mention]] = {doc: [] for doc in texts}
        for mention in mentions:
            if mention.doc in self.named:
                self.named[mention.doc].append(mention)
        self._begins: dict[str, list[int]] = {}
        self._docs: dict[str, set[str]] = defaultdict(set)
        self._mentions: dict[str, list[Mention]] = defaultdict(list)
        for doc, rows in self.named.items():
            rows.sort(key=lambda m: (m.start, m.end, m.entity))
            self._begins[doc] = [m.start for m in rows]
            for mention in rows:
                self._docs[mention.entity].add(doc)
                self._mentions[mention.entity].append(mention)
        self._spans: dict[str, tuple[Span, ...]] = {}
        self._starts: dict[str, list[int]] = {}
        self._stems: dict[tuple[str, int, int], frozenset[str]] = {}
        self._near: dict[tuple[str, str], float] = {}
        self._affair: dict[str, set[str]] | None = None
        self._rare: dict[str, frozenset[str]] = {}
        self._name_words: dict[str, frozenset[str]] = {}
        self.one_affair = len(texts) < SMALL
        self.most = max(_RARE_LEAST, int(_RARE_SHARE * len(texts)))
        self._in_docs: dict[str, int] = {}
        self._in_sentences: dict[str, int] = {}
        self._rarity: dict[str, float] = {}
        self._bits = 0.0
        self._last: dict[tuple[str, int], str] = {}
        self._news: dict[str, bool] = {}
        self._days: dict[tuple[str, int], list[DateValue]] = defaultdict(list)
        for event in events:
            if event.date.basis != "publication":
                self._days[event.doc, event.start_char].append(event.date)
            if event.date.end is not None and event.date.basis != "publication":
                key = event.doc, event.start_char
                self._last[key] = max(self._last.get(key, ""), event.date.end)

    # ---- sentences ----------------------------------------------------------------------------------------------

    def sentences(self, doc: str) -> tuple[Span, ...]:
        """The sentences of a document, in order."""
        if doc not in self._spans:
            self._spans[doc] = sentences(self.texts[doc])
            self._starts[doc] = [span.start for span in self._spans[doc]]
        return self._spans[doc]

    def number_at(self, doc: str, at: int) -> int:
        """The number of the sentence that holds character `at`, or of the last one that begins before it."""
        self.sentences(doc)
        return max(0, bisect_right(self._starts[doc], at) - 1)

    def sentence_at(self, doc: str, at: int) -> Span:
        """The sentence that holds a character; an empty span where the document has none."""
        spans = self.sentences(doc)
        return spans[self.number_at(doc, at)] if spans else Span(at, at)

    def statement(self, doc: str, span: Span) -> Statement:
        """A stretch of a document as a quotable statement."""
        return Statement(doc, self.texts[doc][span.start : span.end], span.start, span.end)

    def before(self, doc: str, span: Span) -> frozenset[str]:
        """The stems of the sentence before one of the same paragraph."""
        n = self.number_at(doc, span.start)
        if n == 0 or "\n" in self.texts[doc][self._spans[doc][n - 1].start : span.start]:
            return frozenset()
        return self.stems(doc, self._spans[doc][n - 1].start, self._spans[doc][n - 1].end)

    def settled(self, doc: str, span: Span) -> bool:
        """Whether a sentence tells of a time long over when its document appeared: numbers of then grow no more."""
        last, day = self._last.get((doc, span.start)), self.published.get(doc)
        if last is None or day is None or day.start is None:
            return False
        return (date.fromisoformat(day.start) - date.fromisoformat(last)).days > _SETTLED_DAYS

    def days(self, doc: str, span: Span) -> tuple[DateValue, ...]:
        """The dates that a sentence gives what it tells, the first few of a sentence that is a list of them."""
        return tuple(self._days.get((doc, span.start), ())[:_MAX_DAYS])

    def is_news(self, doc: str) -> bool:
        """Whether a document tells of a happening of the days before it appeared."""
        day = self.published.get(doc)
        if day is None or day.start is None or day.precision != "day":
            return False
        if doc not in self._news:
            today = date.fromisoformat(day.start)
            spans = self.sentences(doc)[:_OPENING]
            told = [d for span in spans for d in self.days(doc, span) if d.precision == "day" and d.start is not None]
            self._news[doc] = any(0 <= (today - date.fromisoformat(str(d.start))).days <= _NEWS_DAYS for d in told)
        return self._news[doc]

    # ---- names --------------------------------------------------------------------------------------------------

    def mentions(self, doc: str, start: int, end: int) -> Sequence[Mention]:
        """The mentions that begin within a stretch of a document."""
        begins = self._begins[doc]
        return self.named[doc][bisect_left(begins, start) : bisect_left(begins, end)]

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
        """Whether few enough documents name an entity for it to tell one story from another."""
        return 0 < len(self._docs[entity]) <= self.most

    def same_story(self, one: str, two: str) -> bool:
        """Whether two documents tell of one affair: they share names that few others have, or others join them."""
        key = (one, two) if one < two else (two, one)
        near = self._near.get(key)
        if near is None:
            near = self._near[key] = self._shared(one, two)
        return near >= _SAME_STORY or (self.one_affair and self._chained(one, two))

    def _chained(self, one: str, two: str) -> bool:
        """Whether, among a handful of documents, others that tell of the same affair lie between two."""
        if self._affair is None:
            self._affair = {doc: {doc} for doc in self.texts}
            pairs = combinations(sorted(self.texts), 2) if len(self.texts) < SMALL else ()
            for a, b in pairs:
                met, other = self._affair[a], self._affair[b]
                if met is not other and self._shared(a, b) >= _IN_COMMON:
                    met |= other
                    self._affair.update(dict.fromkeys(other, met))
        return two in self._affair[one]

    def _shared(self, one: str, two: str) -> float:
        """The weight of the names that two documents share and few others have."""
        shared = self._rare_in(one) & self._rare_in(two)
        return sum(0.5 if self.kind(e) == "place" else 1.0 for e in shared) if shared else 0.0

    def _rare_in(self, doc: str) -> frozenset[str]:
        if doc not in self._rare:
            self._rare[doc] = frozenset(e for e in {m.entity for m in self.named[doc]} if self.rare(e))
        return self._rare[doc]

    # ---- words --------------------------------------------------------------------------------------------------

    def stems(self, doc: str, start: int, end: int) -> frozenset[str]:
        """The stems of the telling words of a stretch: no small words, numbers, months or weekdays."""
        key = (doc, start, end)
        if key not in self._stems:
            self._stems[key] = stems_of(self.texts[doc][start:end])
        return self._stems[key]

    def weight(self, word: str) -> float:
        """How much a stem tells that two sentences share: 1 for a rare one, less the more documents have it."""
        self._count()
        if word.startswith("="):
            return 2.0  # the other number of a pair
        n, of = self._in_docs.get(word, 0), len(self.texts)
        if n <= self.most:
            return 1.0 if n <= max(3, of / 2) else 0.5
        return max(0.0, 0.6 - n / max(1, of))

    def rarity(self, word: str) -> float:
        """How rare a stem is among the sentences: 1 for one that a single sentence has, 0 for one that all have."""
        found = self._rarity.get(word)
        if found is None:
            self._count()
            found = self._rarity[word] = max(0.0, 1.0 - log(max(1, self._in_sentences.get(word, 1))) / self._bits)
        return found

    def _count(self) -> None:
        """Count the documents and sentences that have each stem, once."""
        if self._bits:
            return
        sentences_of, docs, number = Counter[str](), Counter[str](), 0
        for doc in self.texts:
            met: set[str] = set()
            for span in self.sentences(doc):
                told = self.stems(doc, span.start, span.end)
                sentences_of.update(told)
                met |= told
                number += 1
            docs.update(met)
        self._in_docs, self._in_sentences = docs, sentences_of
        self._bits = log(max(_MIN_SENTENCES, number))

    def anchors(self, stems: Iterable[str], entities: Iterable[str]) -> list[str]:
        """Of some words and names those that few documents have: what statements are looked up by."""
        out = [word for word in stems if self.weight(word) >= 0.5]
        out.extend(entity for entity in entities if self.rare(entity))
        return out

    def shared(self, one: frozenset[str], two: frozenset[str]) -> float:
        """The weight of the stems that two stretches share."""
        return sum(self.weight(word) for word in one & two)

    def name_words(self, entity: str) -> frozenset[str]:
        """The stems of the words of an entity's names."""
        if entity not in self._name_words:
            found = self.entities.get(entity)
            told = " ".join((found.name, *found.aliases)) if found else ""
            self._name_words[entity] = stems_of(told)
        return self._name_words[entity]


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


def in_order(values: Sequence[float]) -> bool:
    """Whether each value is at least the one before."""
    return all(a <= b for a, b in pairwise(values))
