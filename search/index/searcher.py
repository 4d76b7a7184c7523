"""Answers from one open generation of the index: windows of hits with snippets, ids, counts."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from search.index import manifest, vocabulary
from search.index.bm25 import Array, Cache, Collection, best
from search.index.evaluator import Answer, Evaluation
from search.index.segment_reader import SegmentFile
from search.index.snippets import Finder, snippet
from search.model import Document, Hit, QueryProblem, Results
from search.query.ast import Filter, Phrase, Query, Resolver, clause, leaves
from search.query.request import SearchRequest
from search.text import analyzer
from search.text.folding import fold

COLUMNS = ("id", "title", "source", "author", "published", "format")
"""What the index keeps of each document, to be shown, sorted and filtered by."""

_MAX_FOLDED_BYTES = 32 * 1024 * 1024  # folded texts that are kept for snippets
_MAX_CORRECTED = 6  # a query with more unknown words is not a misspelt one
_MAX_SHOWN = 5_000  # documents that are kept for hits

Documents = Callable[[Sequence[str]], Mapping[str, Document]]
Texts = Callable[[Sequence[str]], Mapping[str, str]]


class Searcher:
    """One generation of the index, open. Use it from one thread at a time.

    Raises FileNotFoundError when a commit has just replaced its files, and almost anything when they are damaged.
    """

    def __init__(self, path: Path, documents: Documents | None, text_of: Texts | None) -> None:
        self.generation = manifest.generation(path)
        content = manifest.read(path, self.generation)
        if content is None:
            if manifest.generation(path) != self.generation:
                raise FileNotFoundError(path)  # a commit came in between
            raise ValueError("the list of its files is missing or damaged")
        self._path = path
        self._segments = [SegmentFile(path, row) for row in content["segments"]]
        self.collection = Collection(self._segments)
        self._documents, self._text_of = documents, text_of
        self._vocabulary: vocabulary.Vocabulary | None = None
        self._folded = Cache(_MAX_FOLDED_BYTES)
        self._shown: dict[int, Document] = {}

    def vocabulary(self) -> vocabulary.Vocabulary:
        """The corpus's words; read when first needed."""
        if self._vocabulary is None:
            self._vocabulary = vocabulary.Vocabulary(
                vocabulary.load(self._path, segment.name) for segment in self._segments
            )
        return self._vocabulary

    # ---- questions ---------------------------------------------------------------------------------------------

    def _evaluate(
        self, query: Query, resolver: Resolver | None, deadline: float | None = None
    ) -> tuple[Answer, Evaluation]:
        evaluation = Evaluation(
            query,
            self.collection,
            vocabulary=self.vocabulary,
            resolver=resolver,
            text_of=self._text_of,
            deadline=deadline,
        )
        return evaluation.run(), evaluation

    def matching(self, query: Query, resolver: Resolver | None) -> frozenset[str]:
        """The ids of the documents that a query finds."""
        answer, _ = self._evaluate(query, resolver)
        return frozenset(self.collection.values("id", np.flatnonzero(answer.mask)))

    def facets(self, query: Query, field: str, resolver: Resolver | None) -> Mapping[str, int]:
        """Counts of a column's values among the documents that a query finds; unknown fields have none."""
        name = {"type": "format", "date": "published", "year": "published"}.get(field, field)
        if name not in COLUMNS:
            return {}
        answer, _ = self._evaluate(query, resolver)
        values = self.collection.values(name, np.flatnonzero(answer.mask))
        counted = Counter(value[:4] if name == "published" else value for value in values if value)
        return dict(sorted(counted.items(), key=lambda row: (-row[1], row[0])))

    def search(self, request: SearchRequest, resolver: Resolver | None, began: float) -> Results:
        """A window of hits; `began` is the `time.perf_counter` second from which the time taken counts."""
        query = request.parsed()
        deadline = None if request.deadline_ms is None else began + request.deadline_ms / 1000
        answer, evaluation = self._evaluate(query, resolver, deadline)
        numbers = np.flatnonzero(answer.mask)
        total = len(numbers)
        limit, offset = max(request.limit, 0), max(request.offset, 0)
        if answer.scored:
            scores = answer.score[numbers]
            window = best(numbers, scores, offset + limit)[offset:]
        else:
            window = best(numbers, -self.collection.order()[numbers], offset + limit)[offset:]
        hits = self._hits(query, answer, window) if limit else ()
        suggestion = None
        if not request.as_you_type or not total:
            suggestion = self._suggestion(query, answer, evaluation, total)
        return Results(
            query=query.text,
            hits=hits,
            total=total,
            took_ms=round((time.perf_counter() - began) * 1000, 3),
            suggestion=suggestion,
            relaxed=answer.relaxed,
            problems=tuple(sorted((*query.problems, *answer.problems), key=_place)),
            partial=answer.partial,
        )

    # ---- hits --------------------------------------------------------------------------------------------------

    def _hits(self, query: Query, answer: Answer, window: Array) -> tuple[Hit, ...]:
        ids = self.collection.values("id", window)
        documents = self._documents(ids) if self._documents is not None else {}
        own = self._own_documents(window) if any(doc not in documents for doc in ids) else {}
        texts = self._text_of(ids) if self._text_of is not None else {}
        finder = Finder(leaves(query.tree, ""), answer.expansions)
        hits: list[Hit] = []
        for doc, number in zip(ids, window.tolist(), strict=True):
            document = documents.get(doc) or own[number]
            text = texts.get(doc, "")
            folded = self._fold(doc, text)
            piece, marks, start = snippet(text, finder.find(folded))
            hits.append(Hit(document, round(float(answer.score[number]), 4), piece, marks, start))
        return tuple(hits)

    def _fold(self, doc: str, text: str) -> str:
        known = self._folded.get(doc)
        if known is not None and known[0] is text:
            return str(known[1])
        folded = fold(text)
        # ASCII takes a byte a character; others up to four, the text itself not counted (it is the store's).
        self._folded.put(doc, (text, folded), len(folded) * (1 if folded.isascii() else 4))
        return folded

    def _own_documents(self, window: Array) -> Mapping[int, Document]:
        """Documents as far as the index knows them, by number."""
        missing = [number for number in window.tolist() if number not in self._shown]
        if missing:
            if len(self._shown) > _MAX_SHOWN:
                self._shown.clear()
                missing = window.tolist()
            numbers = np.array(missing)
            rows = zip(*(self.collection.values(field, numbers) for field in COLUMNS), strict=True)
            for number, (doc, title, source, author, published, kind) in zip(missing, rows, strict=True):
                self._shown[number] = Document(
                    doc, title, source or None, author or None, published or None, format=kind
                )
        return self._shown

    # ---- did you mean ------------------------------------------------------------------------------------------

    def _suggestion(self, query: Query, answer: Answer, evaluation: Evaluation, total: int) -> str | None:
        """The query with words that no document has, and values that there are not, put right; None without a guess."""
        changes: list[tuple[int, int, str]] = []
        corrected: dict[Any, list[str]] = {}
        if len(answer.unknown) > _MAX_CORRECTED:
            return None
        for leaf, word in answer.unknown:
            better = self.vocabulary().correction(word)
            if better is None:
                continue
            words = corrected.setdefault(leaf, list(leaf.words) if isinstance(leaf, Phrase) else [word])
            corrected[leaf] = [better if each == word else each for each in words]
        for leaf, words in corrected.items():
            text = " ".join(words)
            tail = "~" if query.text[leaf.start : leaf.end].rstrip("0123456789").endswith("~") else ""
            changes.append((leaf.start, leaf.end, f'"{text}"' if isinstance(leaf, Phrase) else text + tail))
        if not total:
            for part in query.tree.parts:
                if isinstance(part, Filter) and any(row.start == part.start for row in answer.problems):
                    near = evaluation.nearest(part)
                    if near is not None:
                        changes.append((part.start, part.end, clause(part.field, near)))
        if not changes:
            return None
        text, taken = query.text, len(query.text) + 1
        for start, end, better in sorted(changes, reverse=True):
            if end <= taken:
                text, taken = text[:start] + better + text[end:], start
        return text if analyzer.words_of_query(text) != analyzer.words_of_query(query.text) else None


def _place(problem: QueryProblem) -> tuple[int, int]:
    return problem.start, problem.end
