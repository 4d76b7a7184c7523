"""Topics as a thing to work with: list, propose, try while typing, keep, change, put passages in by hand, hand on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from search.analysis.topics.assign import Finder, mostly, shown, trouble
from search.codebook.topic_rows import MAX_LEN_NAME, HandPassage, TopicRow, effective, key_of, named, place_of, row_of
from search.errors import CorpusError
from search.model import Passage, Span, Topic
from search.query.ast import And, Everything, Filter, Leaf, Node, Not, Or, Query
from search.query.matcher import TextWords
from search.query.parser import parse
from search.query.request import SearchRequest
from search.text.sanitise import sanitise_line
from search.text.segmentation import passages
from search.text.wording import FINDS_NOTHING
from search.userdata.topics_file import TopicFile, load
from search.views.comparison import comparison
from search.views.selection import Selection
from search.workspace import Workspace

TITLE = "Not a topic"
MAX_LOOKED = 24  # documents whose passages are looked at while a query is typed, the best first
MAX_LOOKED_CHARACTERS = 80_000  # of their texts: some 30 ms
MAX_REMEMBERED = 64  # texts whose words are kept for the next letter

Known = tuple[str, tuple[Span, ...], TextWords]


@dataclass(frozen=True, slots=True)
class Tried:
    """What a query finds: a topic with the passages of the best `looked` of the `documents` that have its words."""

    topic: Topic
    documents: int = 0
    looked: int = 0


class Topics:
    """Topics of one corpus. What is kept here takes effect with the next `Library.update` or `start_work`.

    Methods that write raise StorageError where the reader's file cannot be, and CorpusError for what is no topic.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._known: dict[str, Known] = {}

    # ---- listing -----------------------------------------------------------------------------------------------

    def rows(self) -> tuple[TopicRow, ...]:
        """The codebook's topics and the reader's own as they are written down now. Raises CorpusError."""
        return effective(self._curated(), self._own())

    def all(self) -> tuple[Topic, ...]:
        """The codebook's topics and the reader's own, with passages and problems as of the last work.

        One that was changed since has no passages yet.
        """
        stored = {key_of(topic.name): topic for topic in comparison(Selection(self._workspace)).topics}
        out = []
        for topic in self.listed():
            known = stored.get(key_of(topic.name))
            out.append(replace(topic, cells=known.cells) if known is not None and known.query == topic.query else topic)
        return tuple(out)

    def listed(self) -> tuple[Topic, ...]:
        """The same without the passages themselves: how many there are of each, document by document."""
        stored = self._stored()
        out = []
        for row in self.rows():
            known = stored.get(key_of(row.name))
            if known is not None and known.query == row.query:
                counts, problem = known.counts, known.problem
            else:
                counts, problem = {}, trouble(Finder(row).matcher, row, 0, 0)[0]
            out.append(Topic(row.name, row.description, row.query, {}, counts, row.origin, problem))
        return tuple(out)

    def _stored(self) -> dict[str, Topic]:
        """The topics of the last work by their names, with counts and without passages."""
        with self._workspace.store.reading() as db:
            counts: dict[int, dict[str, int]] = {}
            for rank, doc, count in db.execute(
                "SELECT p.topic, d.id, count(*) FROM passages p JOIN documents d USING (n) GROUP BY p.topic, p.n"
            ):
                counts.setdefault(rank, {})[doc] = count
            found = db.execute("SELECT rank, name, description, query, origin, problem FROM topics").fetchall()
        return {
            key_of(name): Topic(name, description, query, {}, counts.get(rank, {}), origin, problem)
            for rank, name, description, query, origin, problem in found
        }

    def hidden(self) -> tuple[str, ...]:
        """The names of the codebook's topics that the reader has left out."""
        curated = self._curated()
        return tuple(row.name for row in self._own() if row.hidden and named(curated, row.name))

    def proposed(self) -> tuple[Topic, ...]:
        """Topics that the corpus suggests, the best first, without those that are kept already."""
        kept = {key_of(row.name) for row in self.rows()}
        queries = {row.query for row in self.rows()}
        stored = {topic.name: topic for topic in self._stored().values() if topic.origin == "proposed"}
        with self._workspace.store.reading() as db:
            found = db.execute("SELECT name, description, query FROM proposed ORDER BY rank").fetchall()
        return tuple(
            stored.get(name, Topic(name, description, query, origin="proposed"))
            for name, description, query in found
            if key_of(name) not in kept and query not in queries
        )

    def text(self) -> str:
        """All topics as YAML that can be put into a corpus.yaml."""
        import yaml

        rows = [row_of(row, own=False) for row in self.rows()]
        return str(yaml.safe_dump({"topics": rows}, allow_unicode=True, sort_keys=False, width=100))

    def _curated(self) -> tuple[TopicRow, ...]:
        return self._workspace.corpus().codebook.topics

    def _own(self) -> tuple[TopicRow, ...]:
        return load(self._workspace.own_folder()).rows if self._workspace.curated else ()

    def _file(self) -> TopicFile:
        return TopicFile(self._workspace.own_folder(), self._workspace.root)

    # ---- trying ------------------------------------------------------------------------------------------------

    def tried(self, query: str, name: str = "") -> Tried:
        """What a query finds just now, with its best passages, and what is wrong with the query.

        With `name`, as that topic's query: with its passages by hand.

        The index selects and ranks the documents; of the best of them, the passages are looked at.
        """
        row = replace(named(self.rows(), name) or TopicRow(name), query=query) if name else TopicRow("", query=query)
        finder = Finder(row)
        docs, total = self._candidates(finder.matcher.query) if finder.matcher.leaves else ((), 0)
        by_hand = [passage.doc for passage in row.add]
        looked = characters = passed = 0
        for doc in dict.fromkeys((*docs, *by_hand)):
            known = self._words(doc)
            if known is None:
                continue
            text, cut, words = known
            finder.look(doc, text, cut, words)
            looked, characters, passed = looked + 1, characters + len(text), passed + len(cut)
            if looked >= MAX_LOOKED or characters >= MAX_LOOKED_CHARACTERS:
                break
        topic, _ = finder.topic(0, {})
        found = sum(topic.counts.values())
        whole = looked >= self._workspace.store.status().documents
        problem, hint = trouble(finder.matcher, row, found, passed if whole else 0)
        if not problem and not found and (finder.matcher.leaves or row.add):
            problem, hint = FINDS_NOTHING, "Ask for fewer words, or join some by OR."
        said = f"{problem}. {hint}".strip() if problem else ""
        ranked = sorted(topic.cells, key=lambda doc: -topic.cells[doc][0].score)
        cells = {doc: topic.cells[doc] for doc in ranked}
        return Tried(shown(replace(topic, cells=cells, problem=said)), max(total, len(cells)), looked)

    def _candidates(self, query: Query) -> tuple[tuple[str, ...], int]:
        """The documents that may have a passage for a query, the best first, and how many there are."""
        index = self._workspace.index()
        if index is None:
            return (), 0
        wide = _wide(query.tree)
        tree = wide if isinstance(wide, And) else And((wide,))
        strict = replace(query, tree=And(tree.parts, strict=True), problems=())
        with self._workspace.noting_damage():
            results = index.search(SearchRequest(strict, limit=MAX_LOOKED))
        if results.relaxed:
            return (), 0
        return tuple(hit.document.id for hit in results.hits), results.total

    def _words(self, doc: str) -> Known | None:
        """A text with its passages and words; the last ones are kept."""
        known = self._known.pop(doc, None)
        if known is None:
            text = self._workspace.store.texts((doc,)).get(doc)
            if text is None:
                return None
            known = (text, passages(text), TextWords(text))
            if len(self._known) >= MAX_REMEMBERED:
                del self._known[next(iter(self._known))]
        self._known[doc] = known
        return known

    # ---- keeping -----------------------------------------------------------------------------------------------

    def save(self, name: str, description: str, query: str, was: str = "") -> TopicRow:
        """Keep a topic, `was` being its name before. A codebook's topic of that name is replaced, never written over.

        Raises CorpusError for a topic without a name or query, and for a name that another topic has.
        """
        name, description, query = (" ".join(sanitise_line(each).split()) for each in (name, description, query))
        rows = self.rows()
        before = named(rows, was) if was else None
        self._check(name, query, before, rows)
        hand = before or TopicRow(name)
        made = TopicRow(name, description, query, hand.add, hand.drop, "own")
        curated = named(self._curated(), name)
        same = curated is not None and (curated.description, curated.query) == (description, query)
        if same and curated is not None and (made.add, made.drop) == (curated.add, curated.drop):
            self._put((), (name, was))
            return curated
        gone = []
        if before is not None and self._renamed_from_codebook(before, name):
            gone.append(TopicRow(before.name, origin="own", hidden=True))
        self._put((made, *gone), (was,) if before is not None else ())
        return made

    def _check(self, name: str, query: str, before: TopicRow | None, rows: Sequence[TopicRow]) -> None:
        if not name:
            raise CorpusError(TITLE, "A topic needs a name.", "Give it one that says what its passages are about.")
        if len(name) > MAX_LEN_NAME:
            raise CorpusError(
                TITLE, f"Its name has more than {MAX_LEN_NAME} characters.", "Put some of it into the description."
            )
        other = named(rows, name)
        if other is not None and (before is None or key_of(before.name) != key_of(name)):
            raise CorpusError(
                TITLE, f"There is a topic “{other.name}” already.", "Give this one another name, or change that one."
            )
        problem, hint = trouble(Finder(TopicRow(name, query=query)).matcher, TopicRow(name, query=query), 1, 0)
        if not parse(query).words and not (before is not None and before.add):
            raise CorpusError(TITLE, f"{problem[:1].upper()}{problem[1:]}.", hint)

    def _renamed_from_codebook(self, before: TopicRow, name: str) -> bool:
        """Whether a codebook's topic now has another name: its own is left out then."""
        return key_of(before.name) != key_of(name) and bool(named(self._curated(), before.name))

    def accept(self, names: Iterable[str] = ()) -> tuple[TopicRow, ...]:
        """Keep proposed topics, all of them where no names are given. Raises CorpusError for a name that none has."""
        wanted = [key_of(name) for name in names]
        found = [topic for topic in self.proposed() if not wanted or key_of(topic.name) in wanted]
        if len(found) < len(wanted) or not found:
            raise CorpusError(
                TITLE, "No topic of that name is proposed.", "Propositions change with the documents: look again."
            )
        made = tuple(TopicRow(one.name, one.description, one.query, origin="own") for one in found)
        self._put(made, ())
        return made

    def remove(self, name: str) -> None:
        """Take a topic of the reader's out; one of the codebook's is left out here, and its file stays as it is."""
        row = named(self.rows(), name)
        if row is None:
            raise _unknown(name)
        own = named(self._own(), name)
        if own is not None:
            self._put((), (name,))
        else:
            self._put((TopicRow(row.name, origin="own", hidden=True),), ())

    def restore(self, name: str) -> None:
        """Take a codebook's topic in again that was left out."""
        if key_of(name) not in map(key_of, self.hidden()):
            raise _unknown(name)
        self._put((), (name,))

    def undo(self) -> tuple[str, ...]:
        """Take the last change back; once more does it again. Returns the names of the topics that it touched."""
        before = self._written()
        if not self._file().undo():
            return ()
        after = self._written()
        names = {key_of(row.name): row.name for row in (*before, *after)}
        return tuple(name for key, name in names.items() if named(before, key) != named(after, key))

    def _written(self) -> list[TopicRow]:
        """The reader's topics without the places they are written at."""
        return [replace(row, file="", line=0) for row in load(self._workspace.own_folder()).rows]

    def _put(self, made: Sequence[TopicRow], gone: Iterable[str]) -> None:
        """Write topics into the reader's file in place of those of their names, and take others out."""
        out = {key_of(name) for name in gone if name}
        fresh = {key_of(row.name): replace(row, file="", line=0) for row in made}

        def change(rows: list[TopicRow]) -> list[TopicRow]:
            kept = [fresh.pop(key_of(row.name), row) for row in rows if key_of(row.name) not in out - fresh.keys()]
            return [*kept, *fresh.values()]

        self._file().change(change)

    # ---- passages by hand --------------------------------------------------------------------------------------

    def passage_at(self, doc: str, start: int, end: int) -> Passage:
        """The passage around characters `start`–`end` of a document. Raises CorpusError for an unknown document."""
        text = self._workspace.text(doc).text
        end = max(end, start + 1)
        inside = [span for span in passages(text) if span.start < end and span.end > start]
        first, last = (inside[0].start, inside[-1].end) if inside else (start, end)
        return Passage(doc, text[first:last], first, last)

    def holding(self, passage: Passage) -> tuple[str, ...]:
        """The names of the topics that a passage is in, by their queries or by hand."""
        known = self._words(passage.doc)
        if known is None:
            return ()
        here = Span(passage.start_char, passage.end_char)
        text, cut, words = known
        return tuple(
            row.name
            for row in self.rows()
            if any(
                mostly(here, Span(p.start_char, p.end_char)) for p in Finder(row).look(passage.doc, text, cut, words)
            )
        )

    def add(self, name: str, passage: Passage, *, new: bool = False) -> None:
        """Put a passage into a topic by hand; `new` begins one with it. Raises CorpusError for an unknown topic."""
        if new:
            name = " ".join(sanitise_line(name).split())
            begun = TopicRow(name, origin="own", add=(HandPassage(passage.doc, passage.text, passage.start_char),))
            self._check(name, "", begun, [row for row in self.rows() if key_of(row.name) != key_of(name)])
            if named(self.rows(), name) is None:
                self._put((begun,), ())
                return
        self._by_hand(name, passage, put_in=True)

    def drop(self, name: str, passage: Passage) -> None:
        """Take a passage out of a topic by hand. Raises CorpusError for an unknown topic."""
        self._by_hand(name, passage, put_in=False)

    def _by_hand(self, name: str, passage: Passage, *, put_in: bool) -> None:
        row = named(self.rows(), name)
        if row is None:
            raise _unknown(name)
        text = self._workspace.text(passage.doc).text
        here = Span(passage.start_char, passage.end_char)

        def elsewhere(one: HandPassage) -> bool:
            place = place_of(one, text) if one.doc == passage.doc else None
            return place is None or not mostly(here, place)

        own = named(self._own(), name) or TopicRow(row.name, origin="own")
        curated = named(self._curated(), name) if not own.query else None  # whose passages by hand hold here too
        given = curated is not None and not all(map(elsewhere, curated.add))
        taken_out = curated is not None and not all(map(elsewhere, curated.drop))
        found = given or self._found_by_query(row, passage)
        fresh = (HandPassage(passage.doc, text[here.start : here.end], here.start),)
        add, drop = tuple(filter(elsewhere, own.add)), tuple(filter(elsewhere, own.drop))
        if put_in and (taken_out or not found):
            add = (*add, *fresh)
        elif not put_in and found:
            drop = (*drop, *fresh)
        bare = curated is not None and not (add or drop or own.description)
        self._put(() if bare else (replace(own, add=add, drop=drop),), (name,) if bare else ())

    def _found_by_query(self, row: TopicRow, passage: Passage) -> bool:
        """Whether the topic's query alone finds a passage."""
        known = self._words(passage.doc)
        if known is None:
            return False
        text, cut, words = known
        here = Span(passage.start_char, passage.end_char)
        found = Finder(replace(row, add=(), drop=())).look(passage.doc, text, cut, words)
        return any(mostly(here, Span(p.start_char, p.end_char)) for p in found)


def _wide(node: Node) -> Node:
    """A query that selects every document in which a passage may answer `node`.

    Filters and `title:` hold for every passage, and a word that a passage must not have may stand elsewhere.
    """
    if isinstance(node, And):
        parts = tuple(part for part in map(_wide, node.parts) if not isinstance(part, Everything))
        return And(parts, strict=True) if parts else Everything()
    if isinstance(node, Or):
        options = tuple(map(_wide, node.parts))
        return Everything() if any(isinstance(part, Everything) for part in options) else Or(options)
    if isinstance(node, Not | Filter | Everything):
        return Everything()
    leaf: Leaf = node
    return Everything() if leaf.field else leaf


def _unknown(name: str) -> CorpusError:
    return CorpusError(
        "No such topic", f"There is no topic “{sanitise_line(name)[:80]}” here.", "See the list of topics."
    )


__all__ = ["Topics", "Tried"]
