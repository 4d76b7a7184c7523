"""A query's tree evaluated over a collection: masks of documents, their scores, and what had to be loosened."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

import numpy as np

from search.index import postings, snippets
from search.index.bm25 import Array, Collection, Scored, united, weighted
from search.index.vocabulary import MAX_EXPANSIONS, Vocabulary
from search.model import QueryProblem
from search.query.ast import And, Filter, Fuzzy, Leaf, Node, Not, Or, Phrase, Query, Resolver, Wildcard, Word
from search.query.matcher import near_runs
from search.text.analyzer import is_stop, otherwise, stem
from search.text.folding import fold
from search.text.wordlists import ENGLISH

MAX_READ = 2_000
"""Texts that are read through for one phrase of stop words, or of words with stop words between them."""

_READ_AT_ONCE = 100
_NUMBERS = ENGLISH.entries("wording", "small numbers")

TextOf = Callable[[Sequence[str]], Mapping[str, str]]


@dataclass(slots=True, kw_only=True)
class Answer:
    """The documents found (a mask) with their scores. `scored` is false for a listing, which has no best."""

    mask: Array
    score: Array
    scored: bool
    relaxed: str = ""
    problems: list[QueryProblem] = field(default_factory=list)
    partial: bool = False
    expansions: dict[Leaf, tuple[str, ...]] = field(default_factory=dict)
    unknown: list[tuple[Leaf, str]] = field(default_factory=list)


class Evaluation:
    """One query over one collection. `deadline` is a `time.perf_counter` second, after which the answer is partial."""

    def __init__(
        self,
        query: Query,
        collection: Collection,
        *,
        vocabulary: Callable[[], Vocabulary],
        resolver: Resolver | None = None,
        text_of: TextOf | None = None,
        deadline: float | None = None,
    ) -> None:
        self.query, self.collection, self.vocabulary = query, collection, vocabulary
        self.resolver, self.text_of, self.deadline = resolver, text_of, deadline
        self.answer = Answer(
            mask=collection.live.copy(), score=np.zeros(collection.size, dtype=np.float32), scored=False
        )

    def run(self) -> Answer:
        """The answer: the documents found, with their scores."""
        answer = self.answer
        for part in self.query.tree.parts:
            if isinstance(part, Filter):
                answer.mask &= self._filter(part)
        for part in self.query.tree.parts:
            if isinstance(part, Not):
                answer.mask &= ~self._node(part.part)[0]
        clauses = self.query.clauses
        if clauses:
            self._clauses(clauses)
        return answer

    def _clauses(self, clauses: Sequence[Node]) -> None:
        """All of the clauses, or as many as can be had; one, when any word is enough."""
        answer = self.answer
        have = np.zeros(self.collection.size, dtype=np.int16)
        asked = 0
        for part in clauses:
            if self._late():
                break
            mask, score = self._node(part)
            have += mask
            asked += 1
            if score is not None:
                answer.score += score
                answer.scored = True
        need = 1 if self.query.any_word else asked
        hits = answer.mask & (have >= max(need, 1))
        while need > 1 and not hits.any():
            need -= 1
            hits = answer.mask & (have >= need)
        if need < asked and not self.query.any_word and hits.any():
            kind = "words" if all(isinstance(part, Word | Wildcard | Fuzzy) for part in clauses) else "parts"
            everything = "both" if asked == 2 else f"all {_in_words(asked)}"
            answer.relaxed = f"no document has {everything} {kind}; showing any {_in_words(need)}"
        answer.mask = hits

    def _late(self) -> bool:
        if self.deadline is not None and time.perf_counter() > self.deadline:
            self.answer.partial = True
            return True
        return False

    # ---- nodes -------------------------------------------------------------------------------------------------

    def _node(self, node: Node) -> tuple[Array, Array | None]:
        """(mask, scores or None) of a node. The scores are zero outside the mask."""
        if isinstance(node, Word | Phrase | Wildcard | Fuzzy):
            return self._dense(self._leaf(node))
        if isinstance(node, And | Or):
            return self._group(node)
        if isinstance(node, Not):
            return ~self._node(node.part)[0], None
        if isinstance(node, Filter):
            return self._filter(node), None
        return np.ones(self.collection.size, dtype=bool), None

    def _group(self, node: And | Or) -> tuple[Array, Array | None]:
        mask = np.full(self.collection.size, isinstance(node, And))
        total: Array | None = None
        for part in node.parts:
            if self._late():
                break
            found, score = self._node(part)
            mask = mask & found if isinstance(node, And) else mask | found
            if score is not None:
                total = score if total is None else total + score
        if total is not None and isinstance(node, And):
            total = np.where(mask, total, np.float32(0))
        return mask, total

    def _dense(self, found: Scored) -> tuple[Array, Array]:
        mask = np.zeros(self.collection.size, dtype=bool)
        score = np.zeros(self.collection.size, dtype=np.float32)
        mask[found[0]] = True
        score[found[0]] = found[1]
        return mask, score

    def _leaf(self, leaf: Leaf) -> Scored:
        if isinstance(leaf, Word):
            found = self._word(leaf.word, leaf.field)
            if not len(found[0]):
                self.answer.unknown.append((leaf, leaf.word))
            return found
        if isinstance(leaf, Phrase):
            return self._phrase(leaf)
        return self._expanded(leaf)

    def _term(self, term: str, field: str) -> Scored:
        """A term in the title, or in title and body together."""
        title = self.collection.scored("title", term)
        if field == "title":
            return title
        body = self.collection.scored("body", term)
        if not len(title[0]):
            return body
        return united([body, title], self.collection.size, np.add)

    def _word(self, word: str, field: str) -> Scored:
        """A word in any of its forms, those with a hyphen ("e-mail" for "email") last."""
        term = stem(word)
        found, hyphenated = self._term(term, field), self._term(otherwise(term), field)
        return self.collection.with_other(found, hyphenated)

    def _expanded(self, leaf: Wildcard | Fuzzy) -> Scored:
        """A pattern or fuzzy word: its words at one and the same score; a word being typed by the best of its words."""
        words: tuple[str, ...]
        vocabulary = self.vocabulary()
        typed = isinstance(leaf, Wildcard) and leaf.typed
        prefix = leaf.prefix or "" if isinstance(leaf, Wildcard) else ""
        if isinstance(leaf, Fuzzy):
            words = vocabulary.near(leaf.word, leaf.edits)
        elif typed:
            words = vocabulary.completions(prefix)
            if not words and not is_stop(prefix):
                words = (prefix,)  # a form that no text has, of a word that some may have
        else:
            words = vocabulary.matching(leaf.pattern)
        self.answer.expansions[leaf] = words
        key = ("expanded", leaf.field, typed, words, prefix)
        known: Scored | None = self.collection.cache.get(key)
        if known is None:
            rows = [self._term(term, leaf.field) for term in dict.fromkeys(map(stem, words))]
            if prefix:
                hyphenated = self._term(otherwise(stem(prefix)), leaf.field)
                rows.append(weighted(hyphenated))
            rows = [row if typed else (row[0], np.ones(len(row[0]), dtype=np.float32)) for row in rows if len(row[0])]
            known = united(rows, self.collection.size, np.maximum)
            self.collection.cache.put(key, known, 200 + known[0].nbytes + known[1].nbytes)
        if not len(known[0]):
            if typed and is_stop(prefix):
                everything = np.arange(self.collection.size, dtype=np.int32)
                return everything, np.zeros(len(everything), dtype=np.float32)
            word = leaf.word if isinstance(leaf, Fuzzy) else prefix
            if word and (typed or isinstance(leaf, Fuzzy)):
                self.answer.unknown.append((leaf, word))
        return known

    # ---- phrases -----------------------------------------------------------------------------------------------

    def _phrase(self, leaf: Phrase) -> Scored:
        key = ("phrase", leaf.words, leaf.slop, leaf.field, leaf.joined, leaf.unfinished)
        known: Scored | None = self.collection.cache.get(key)
        if known is None:
            before = self.answer.partial
            known = self._literal(leaf) if leaf.literal else self._unfinished(leaf)
            if leaf.joined:
                term = stem(leaf.joined)
                known = self.collection.with_other(known, self._term(term, leaf.field))
                hyphenated = self._term(otherwise(term), leaf.field)
                known = united([known, hyphenated], self.collection.size, np.add)
            if self.answer.partial == before:
                self.collection.cache.put(key, known, 200 + known[0].nbytes + known[1].nbytes)
        if not len(known[0]) and not leaf.literal:
            for word in leaf.words:
                if not is_stop(word) and not len(self._term(stem(word), leaf.field)[0]):
                    self.answer.unknown.append((leaf, word))
        return known

    def _unfinished(self, leaf: Phrase) -> Scored:
        """A phrase, the last letter with whatever marks it has where it may have more."""
        if not leaf.unfinished:
            return self._positioned(leaf)
        *before, last = leaf.words
        lasts = dict.fromkeys((last, *self.vocabulary().completions(last, MAX_EXPANSIONS)))
        rows = [self._positioned(replace(leaf, words=(*before, word), unfinished=False)) for word in lasts]
        return united([row for row in rows if len(row[0])], self.collection.size, np.maximum)

    def _positioned(self, leaf: Phrase) -> Scored:
        """A phrase by the positions of its words; where it has stop words, the text is asked too."""
        collection = self.collection
        places = [(at, stem(word)) for at, word in enumerate(leaf.words) if not is_stop(word)]
        terms = list(dict.fromkeys(term for _, term in places))
        fields = ("title",) if leaf.field == "title" else ("title", "body")
        score = np.zeros(collection.size, dtype=np.float32)
        found = np.zeros(collection.size, dtype=bool)
        for name in fields:
            rows = [collection.scored(name, term) for term in terms]
            candidates = rows[0][0]
            for numbers, _ in rows[1:]:
                candidates = np.intersect1d(candidates, numbers, assume_unique=True)
            candidates = candidates[collection.live[candidates]]
            if not len(candidates):
                continue
            hits = candidates
            if len(places) > 1:
                hits = np.array(list(self._adjoining(leaf, name, places, candidates.tolist())), dtype=np.int64)
            found[hits] = True
            for numbers, part in rows:
                kept = found[numbers]
                score[numbers[kept]] += part[kept]
        numbers = np.flatnonzero(found)
        if leaf.slop is None and len(places) < len(leaf.words) and self.text_of is not None:
            numbers = numbers[np.argsort(-score[numbers], kind="stable")]
            kept_numbers = sorted(self._with_phrase(leaf, numbers))
            numbers = np.array(kept_numbers, dtype=np.int64)
        return numbers.astype(np.int32), score[numbers]

    def _adjoining(
        self, leaf: Phrase, field: str, places: Sequence[tuple[int, str]], candidates: Sequence[int]
    ) -> Iterator[int]:
        """Of the candidates, those where the words stand as the phrase has them."""
        rows = {term: self.collection.positions(field, term) for _, term in places}
        first, *rest = places
        for rank, number in enumerate(candidates):
            if rank % 512 == 511 and self._late():
                return
            if leaf.slop is not None:
                if near_runs([postings.decoded(row[number]) for row in rows.values()], leaf.slop):
                    yield number
                continue
            begins = set(postings.decoded(rows[first[1]][number]))
            for at, term in rest:
                shift = at - first[0]
                begins &= {place - shift for place in postings.decoded(rows[term][number])}
                if not begins:
                    break
            if begins:
                yield number

    def _literal(self, leaf: Phrase) -> Scored:
        """A phrase of stop words, which only the texts can answer: as many as may be read are."""
        if self.text_of is None:
            return np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.float32)
        allowed = np.flatnonzero(self.answer.mask)
        allowed = allowed[np.argsort(self.collection.order()[allowed], kind="stable")]
        numbers = np.array(sorted(self._with_phrase(leaf, allowed)), dtype=np.int32)
        return numbers, np.ones(len(numbers), dtype=np.float32)

    def _with_phrase(self, leaf: Phrase, numbers: Array) -> Iterator[int]:
        """Those of the first `MAX_READ` documents whose text (or title) has the phrase word for word."""
        assert self.text_of is not None
        if len(numbers) > MAX_READ:
            self.answer.partial = True
            message = f"Its common words are not indexed: {MAX_READ:,} of {len(numbers):,} texts were read for it."
            self.answer.problems.append(QueryProblem(message, leaf.start, leaf.end, "Add a word that says more."))
        titles = self.collection.column("title")
        rows = iter(numbers[:MAX_READ].tolist())
        while batch := list(islice(rows, _READ_AT_ONCE)):
            if self._late():
                return
            ids = self.collection.values("id", np.array(batch))
            texts = {} if leaf.field == "title" else self.text_of(ids)
            for number, doc in zip(batch, ids, strict=True):
                text = texts.get(doc, "")
                if snippets.contains(fold(text), leaf) or snippets.contains(fold(titles[number]), leaf):
                    yield number

    # ---- filters -----------------------------------------------------------------------------------------------

    def _filter(self, leaf: Filter) -> Array:
        mask = self._selected(leaf)
        if mask is None:
            if leaf.typed:
                return np.ones(self.collection.size, dtype=bool)  # its value is not yet typed to its end
            self._no_such_value(leaf)
            mask = np.zeros(self.collection.size, dtype=bool)
        return ~mask if leaf.negated else mask

    def _selected(self, leaf: Filter) -> Array | None:
        """The documents of a filter's value, None where there is no such value."""
        collection = self.collection
        if leaf.field == "date":
            return collection.published_within(leaf.first, leaf.last)
        if leaf.field in ("source", "author"):
            return self._by_words(leaf.field, leaf.value, leaf.typed)
        value = leaf.value
        if leaf.field == "type":
            formats = {fold(name) for name in collection.column("format")}
            if fold(value) in formats:
                return np.array([fold(name) == fold(value) for name in collection.column("format")], dtype=bool)
        if leaf.field == "mentions":
            value = f"{leaf.first or ''}..{leaf.last or ''}"
        found = self.resolver.documents(leaf.field, value) if self.resolver is not None else None
        return None if found is None else collection.mask_of(found)

    def _by_words(self, field: str, value: str, typed: bool) -> Array | None:
        """Documents whose source or author has all the words of a value; while it is typed, the last may be a part."""
        wanted = _plain_words(value)
        fits: dict[str, bool] = {"": False}
        rows = self.collection.column(field)
        for each in dict.fromkeys(rows):
            if each:
                words = _plain_words(each)
                fits[each] = bool(wanted) and all(
                    word in words or (typed and rank == len(wanted) - 1 and any(w.startswith(word) for w in words))
                    for rank, word in enumerate(wanted)
                )
        return np.array([fits[each] for each in rows], dtype=bool) if any(fits.values()) else None

    def values(self, field: str) -> list[str]:
        """The values that a filter's field has, for "did you mean"."""
        if field in ("source", "author"):
            return list(dict.fromkeys(filter(None, self.collection.column(field))))
        known = list(self.resolver.values(field)) if self.resolver is not None else []
        return [*known, *dict.fromkeys(self.collection.column("format"))] if field == "type" else known

    def _no_such_value(self, leaf: Filter) -> None:
        near = self.nearest(leaf)
        hint = f"Did you mean “{near}”?" if near else ""
        name = {"mentions": "date that the documents mention", "kind": "kind of happening"}.get(leaf.field, leaf.field)
        self.answer.problems.append(QueryProblem(f"There is no {name} “{leaf.value}”.", leaf.start, leaf.end, hint))

    def nearest(self, leaf: Filter) -> str | None:
        """The value that was probably meant by a filter that selects nothing."""
        from difflib import get_close_matches

        values = {fold(value): value for value in islice(self.values(leaf.field), 5_000)}
        near = get_close_matches(fold(leaf.value), values, 1, 0.7)
        if near:
            return values[near[0]]
        # One of the words may be right, or nearly.
        words = _plain_words(leaf.value)
        parts: dict[str, str] = {}
        for folded, value in values.items():
            for word in folded.split():
                parts.setdefault(word, value)
        for word in words:
            close = get_close_matches(word, parts, 1, 0.75) if len(word) > 2 else []
            if close:
                return parts[close[0]]
        return None


def _plain_words(value: str) -> tuple[str, ...]:
    from search.text.analyzer import words_of_query

    return words_of_query(value)


def _in_words(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)
