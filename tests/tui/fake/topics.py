"""Topics in memory: what the topics screens ask of `Library.topics`, over the texts of the fake library."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from search.codebook.topic_rows import TopicRow
from search.curation.topics import Tried
from search.errors import CorpusError
from search.model import Passage, Topic


class FakeTopics:
    """Kept topics, proposed ones, and passages by hand; every change is noted in `done`."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts
        self.kept = {
            "Reports": Topic("Reports", "what must be reported", "report", {}, {"harbour.md": 1}, "codebook"),
            "Storms": Topic("Storms", "", "storm", {}, {}, "own", "its query finds nothing in these documents"),
        }
        self.offered = {"Old pier": Topic("Old pier", "", '"old pier"', origin="proposed")}
        self.left_out: tuple[str, ...] = ()
        self.hand: list[tuple[str, str, int]] = []
        self.done: list[str] = []
        self.tried_queries: list[str] = []

    def listed(self) -> tuple[Topic, ...]:
        return tuple(self.kept.values())

    def proposed(self) -> tuple[Topic, ...]:
        return tuple(self.offered.values())

    def hidden(self) -> tuple[str, ...]:
        return self.left_out

    def tried(self, query: str, name: str = "") -> Tried:
        self.tried_queries.append(query)
        cells = {}
        for doc, text in self.texts.items():
            if query.strip() and (found := re.search(re.escape(query.strip()), text, re.IGNORECASE)):
                passage = self.passage_at(doc, found.start(), found.end())
                cells[doc] = (passage,)
        counts = {doc: len(found) for doc, found in cells.items()}
        problem = "" if cells else "its query finds nothing in these documents"
        return Tried(Topic(name, "", query, cells, counts, problem=problem), len(cells), len(cells))

    def save(self, name: str, description: str, query: str, was: str = "") -> TopicRow:
        if not name.strip() or not query.strip():
            lacks = "query" if name.strip() else "name"
            raise CorpusError("Not a topic", f"A topic needs a {lacks}.", "Give it one.")
        self.kept.pop(was, None)
        self.offered.pop(name, None)
        self.kept[name] = Topic(name, description, query, origin="own")
        self.done.append(f"save {name}")
        return TopicRow(name, description, query, origin="own")

    def accept(self, names: Iterable[str] = ()) -> tuple[TopicRow, ...]:
        made = [self.offered.pop(name) for name in (tuple(names) or tuple(self.offered))]
        self.kept |= {one.name: replace(one, origin="own") for one in made}
        self.done += [f"accept {one.name}" for one in made]
        return tuple(TopicRow(one.name, one.description, one.query, origin="own") for one in made)

    def remove(self, name: str) -> None:
        gone = self.kept.pop(name)
        if gone.origin == "codebook":
            self.left_out = (*self.left_out, name)
        self.done.append(f"remove {name}")

    def restore(self, name: str) -> None:
        self.left_out = tuple(one for one in self.left_out if one != name)
        self.kept[name] = Topic(name, "", "report", origin="codebook")
        self.done.append(f"restore {name}")

    def undo(self) -> tuple[str, ...]:
        self.done.append("undo")
        return ("Reports",)

    def passage_at(self, doc: str, start: int, end: int) -> Passage:
        text = self.texts[doc]
        first = text.rfind("\n", 0, start) + 1
        last = text.find("\n", max(end, start + 1))
        last = len(text) if last < 0 else last
        return Passage(doc, text[first:last], first, last)

    def holding(self, passage: Passage) -> tuple[str, ...]:
        return tuple(name for name, doc, start in self.hand if (doc, start) == (passage.doc, passage.start_char))

    def add(self, name: str, passage: Passage, *, new: bool = False) -> None:
        if new:
            self.kept[name] = Topic(name, "", "", origin="own")
        self.hand.append((name, passage.doc, passage.start_char))
        self.done.append(f"add {name}")

    def drop(self, name: str, passage: Passage) -> None:
        self.hand.remove((name, passage.doc, passage.start_char))
        self.done.append(f"drop {name}")
