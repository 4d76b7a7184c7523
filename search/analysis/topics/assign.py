"""Topics × sources: the passages that each topic's query finds in each document, and those put in or out by hand.

What is wrong with a query is said with the row, and an empty row is kept: that no source speaks of it is a finding too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from search.codebook.topic_rows import HandPassage, TopicRow, place_of
from search.model import Passage, Problem, Span, Topic
from search.query.ast import Filter
from search.query.matcher import PassageMatcher, TextWords
from search.text.sanitise import sanitise_line
from search.text.segmentation import passages
from search.text.wording import FINDS_NOTHING

# A cell shows a document's best passages; of the others, the places are known.
MAX_PASSAGES_A_CELL = 3
# A query that finds so large a part of all passages tells none from the others.
MAX_PASSAGE_SHARE = 0.9
MIN_PASSAGES = 10  # passages; in fewer, a topic may well be in all of them
BONUS_BY_HAND = 1.0  # what a passage put in by hand counts beyond the best that the query finds
TITLE = "A topic wants a look"


@dataclass(frozen=True, slots=True)
class Assignment:
    """Topics with every passage in their cells, the best with their words, the others (text "") by their place."""

    topics: tuple[Topic, ...] = ()
    problems: tuple[Problem, ...] = ()


def shown(topic: Topic) -> Topic:
    """A topic with the best passages alone."""
    return replace(topic, cells={doc: found[:MAX_PASSAGES_A_CELL] for doc, found in topic.cells.items()})


def assign_topics(
    rows: Sequence[TopicRow], texts: Mapping[str, str], check: Callable[[], None] | None = None
) -> Assignment:
    """Every row with all of its passages, and what is wrong with rows. `check` is called once a document."""
    if not rows:
        return Assignment()
    finders = [Finder(row) for row in rows]
    total = 0
    for doc in sorted(texts):
        if check is not None:
            check()
        text = texts[doc]
        cut = passages(text)
        total += len(cut)
        known = TextWords(text)
        for finder in finders:
            finder.look(doc, text, cut, known)
    found = [finder.topic(total, texts) for finder in finders]
    return Assignment(tuple(topic for topic, _ in found), tuple(problem for _, problem in found if problem is not None))


class Finder:
    """The passages of one topic, document by document."""

    def __init__(self, row: TopicRow) -> None:
        self.row = row
        self.matcher = PassageMatcher(row.query)
        self._add = _by_document(row.add)
        self._drop = _by_document(row.drop)
        self._cells: dict[str, tuple[Passage, ...]] = {}
        self._stale: list[HandPassage] = []

    def look(self, doc: str, text: str, cut: Sequence[Span], known: TextWords) -> tuple[Passage, ...]:
        """The passages of one document, best first; those put in by hand come before what the query finds."""
        scored = [(span, score) for span, score, _ in self.matcher.find(text, cut, known)]
        added, dropped = self._placed(self._add, doc, text), self._placed(self._drop, doc, text)
        if added or dropped:
            top = max((score for _, score in scored), default=0.0) + BONUS_BY_HAND
            kept = [row for row in scored if not any(mostly(row[0], span) for span in (*added, *dropped))]
            scored = [*((span, top) for span in added), *kept]
        if not scored:
            return ()
        found = tuple(
            Passage(
                doc, text[span.start : span.end] if place < MAX_PASSAGES_A_CELL else "", span.start, span.end, score
            )
            for place, (span, score) in enumerate(scored)
        )
        self._cells[doc] = found
        return found

    def _placed(self, hand: Mapping[str, list[HandPassage]], doc: str, text: str) -> list[Span]:
        """Where passages put in or taken out by hand stand; those that stand nowhere any more are told of."""
        rows = hand.get(doc) or hand.get(doc.rpartition("/")[2]) or []
        places = []
        for row in rows:
            place = place_of(row, text)
            if place is None:
                self._stale.append(row)
            elif place not in places:
                places.append(place)
        return places

    def topic(self, total: int, texts: Mapping[str, str]) -> tuple[Topic, Problem | None]:
        """The row with its cells; `total` passages were looked at."""
        row = self.row
        counts = {doc: len(found) for doc, found in self._cells.items()}
        gone = [p for p in (*row.add, *row.drop) if row.origin == "own" and p.doc not in texts] if texts else []
        problem, hint = trouble(self.matcher, row, sum(counts.values()), total)
        if not problem and (self._stale or gone):
            one = (self._stale or gone)[0]
            words = " ".join(one.text.split())[:60]
            problem = f"the passage “{words}…” is not found in {sanitise_line(one.doc)} any more"
            hint = "Take it out of the topic's “add” or “drop”, or put it in anew."
        made = Topic(row.name, row.description, row.query, dict(self._cells), counts, row.origin, problem)
        if not problem:
            return made, None
        where = f"{row.file}, line {row.line}: " if row.file else ""
        return made, Problem(TITLE, f"{where}the topic “{sanitise_line(row.name)}”: {problem}.", hint)


def trouble(matcher: PassageMatcher, row: TopicRow, found: int, total: int) -> tuple[str, str]:
    """What is wrong with a topic's query and what to do about it; both empty where nothing is."""
    if total >= MIN_PASSAGES and found >= MAX_PASSAGE_SHARE * total:
        return (
            f"its query finds {found:,} of {total:,} passages, nearly all there are",
            "Add a word that only the passages you mean have.",
        )
    query = matcher.query
    if query.problems:
        one = query.problems[0]
        words = sanitise_line(query.text[one.start : one.end])[:60]
        place = f" (“{words}”, character {one.start + 1})" if one.end > one.start else ""
        return f"{_begun(one.message)}{place}", one.hint or "Put it right, or take it out."
    chosen = next((part for part in query.filters if isinstance(part, Filter)), None)
    if chosen is not None:
        words = sanitise_line(query.text[chosen.start : chosen.end])[:60]
        return (
            f"“{words}” chooses documents, not passages, and is passed over here",
            "Take it out of the query; narrow the comparison by it instead.",
        )
    if not matcher.leaves and not row.add:
        return "its query has no words to look for", "Give words, “a phrase”, or several joined by OR."
    if not total:
        return "", ""
    if not found:
        return FINDS_NOTHING, "Ask for fewer words, or join some of them by OR."
    return "", ""


def _begun(message: str) -> str:
    """A message within a sentence."""
    plain = message.rstrip(".")
    return plain[:1].lower() + plain[1:] if plain[1:2].islower() else plain


def mostly(one: Span, other: Span) -> bool:
    """Whether two stretches share more than half of the shorter."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return 2 * shared > min(one.end - one.start, other.end - other.start)


def _by_document(passages: Sequence[HandPassage]) -> dict[str, list[HandPassage]]:
    rows: dict[str, list[HandPassage]] = {}
    for passage in passages:
        rows.setdefault(passage.doc, []).append(passage)
    return rows
