"""A library in memory: the methods the explorer uses, over a handful of invented documents. No file, no index."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from search import Library
from search.errors import CorpusError
from search.exports import Exported, Format
from search.model import (
    Alignment,
    Arrival,
    AuditRow,
    Basis,
    Bookmark,
    ClaimGrid,
    Comparison,
    Conflict,
    Correction,
    DateValue,
    Described,
    Document,
    Entity,
    Event,
    FolderAccount,
    FolderNews,
    Link,
    Mention,
    Modality,
    Only,
    Passage,
    Places,
    Precision,
    Problem,
    Profile,
    Progress,
    Provenance,
    Results,
    SavedSearch,
    Settlement,
    Span,
    StatedValue,
    Statement,
    Status,
    Text,
    Topic,
)
from search.model import Hit as FoundHit
from tests.tui.fake.align import aligned
from tests.tui.fake.claims import grid_of
from tests.tui.fake.compare import judged
from tests.tui.fake.profiles import FORMATS, FakeMending, Named, applied, exported, near, profile_of
from tests.tui.fake.topics import FakeTopics
from tui.session.engine import Engine

TEXTS = {
    "harbour.md": (
        "The harbour law\n\nOn 3 May 2019 the council of Port Alder passed the Harbour Act. Mayor Ines Valdo "
        "signed it.\n\n"
        "Every captain must file a report within three days. Ines Valdo said the act protects the port.\n\n"
        "In 1984 a storm had broken the old pier."
    ),
    "gazette.md": (
        "Captains protest\n\nCaptains protested in May 2019 against the Harbour Act. The Sailors' Union called it "
        "a burden.\n\n"
        "The storm of 1985 broke the pier, recalled captain Tomas Reed.\n\nA report must be filed after each voyage."
    ),
    "review.md": (
        "Five years on\n\nThe Harbour Act of 2019 changed little, writes Ada Finch. Reports pile up unread.\n\n"
        "In June 2024 Port Alder may repeal it. Mayor Valdo declined to comment."
    ),
}

DOCUMENTS = (
    Document("harbour.md", "The harbour law", "Alder Post", "Jo March", "2019-05-04", "en", None, "md", 52, "aa",
             {"title": Provenance("front matter"), "published": Provenance("front matter")}),
    Document("gazette.md", "Captains protest", "Sea Gazette", None, "2019-05", "en", None, "md", 34, "bb",
             {"published": Provenance("text", True, "the latest date in the text")}),
    Document("review.md", "Five years on", "Coast Review", "Ada Finch", "2024-06", "en", "https://example.org/five",
             "md", 28, "cc", {}),
)  # fmt: skip

NAMES: Named = {
    "person:ines-valdo": ("Ines Valdo", "person", ("Mayor Valdo", "Valdo")),
    "person:tomas-reed": ("Tomas Reed", "person", ()),
    "person:ada-finch": ("Ada Finch", "person", ()),
    "organization:sailors-union": ("Sailors' Union", "organization", ()),
    "place:port-alder": ("Port Alder", "place", ()),
    "law:harbour-act": ("Harbour Act", "law", ()),
}

REASONS = {"person:ines-valdo": ("“Valdo” is the surname of Ines Valdo alone", "“Mayor” is a title")}
LINKS = {"organization:sailors-union": (Link("place:port-alder", "seated in", "“The Sailors' Union” of the port"),)}
UNSURE = {"person:tomas-reed": ("person:ada-finch", "person:ines-valdo")}

DATES: tuple[tuple[str, str, str, Precision, Basis, str], ...] = (
    ("harbour.md", "1984", "1984", "year", "stated", "storm"),
    ("gazette.md", "1985", "1985", "year", "stated", "storm"),
    ("harbour.md", "3 May 2019", "2019-05-03", "day", "stated", "act"),
    ("gazette.md", "in May 2019", "2019-05", "month", "stated", "act"),
    ("review.md", "of 2019", "2019", "year", "inferred", "alone"),
    ("review.md", "June 2024", "2024-06", "month", "stated", "repeal"),
)


def _sentence(text: str, at: int) -> tuple[int, int]:
    begin = max(text.rfind("\n", 0, at), text.rfind(". ", 0, at) + 1) + 1
    ends = [end for end in (text.find(". ", at), text.find("\n", at)) if end >= 0]
    return begin, (min(ends) + 1 if ends else len(text))


def _last_day(edtf: str) -> str:
    return {4: f"{edtf}-12-31", 7: f"{edtf}-30", 10: edtf}[len(edtf)]


def _events() -> tuple[Event, ...]:
    out = []
    for doc, words, edtf, precision, basis, cluster in DATES:
        text = TEXTS[doc]
        start, end = _sentence(text, text.index(words))
        first = {4: f"{edtf}-01-01", 7: f"{edtf}-01", 10: edtf}[len(edtf)]
        date = DateValue(
            edtf, first, _last_day(edtf), precision, basis, words,
            why="the year of the act" if basis == "inferred" else "",
        )  # fmt: skip
        modality: Modality = "hypothetical" if "may repeal" in text[start:end] else "fact"
        name = f"{doc}:{start}:{edtf}"
        at = text.index(words)
        kind = {"act": "law", "repeal": "law", "storm": "disaster"}.get(cluster, "")
        out.append(
            Event(name, date, modality, doc, text[start:end], start, end, (), cluster,
                  kind=kind, date_start=at, date_end=at + len(words))
        )  # fmt: skip
    return tuple(sorted(out, key=lambda event: (event.date.start or "", event.date.precision)))


def _statement(doc: str, words: str) -> Statement:
    start, end = _sentence(TEXTS[doc], TEXTS[doc].index(words))
    return Statement(doc, TEXTS[doc][start:end], start, end)


def _passage(doc: str, words: str) -> Passage:
    one = _statement(doc, words)
    return Passage(one.doc, one.text, one.start_char, one.end_char, 1.0)


def _within(cells: Mapping[str, tuple[Passage, ...]], docs: set[str]) -> dict[str, tuple[Passage, ...]]:
    return {doc: passages for doc, passages in cells.items() if doc in docs}


class FakeLibrary:
    """Answers as `search.Library` does, from the module's texts."""

    title = "Port Alder"
    root = Path("/nowhere/alder")

    def __init__(
        self, texts: Mapping[str, str] = TEXTS, documents: Sequence[Document] = DOCUMENTS, changed: bool = False
    ) -> None:
        self.texts = dict(texts)
        self.all = tuple(documents)
        self.folder_changed = changed
        self.kept: list[Bookmark] = []
        self.searches: list[SavedSearch] = []
        self.pages: dict[str, tuple[int, ...]] = {}
        """Where the pages of documents begin, by id."""
        self.asked: list[str] = []
        self.troubles: tuple[Problem, ...] = ()
        self.accounted: FolderAccount | None = None
        """Another account than that of the texts, each of them a file that is read."""
        self.arrival: Arrival | None = None
        self.settled: list[Settlement] = []
        self.state = Status(
            documents=len(self.all),
            searchable=len(self.all),
            analysed=len(self.all),
            revision=1,
            model="fake",
            problems=0,
        )
        self.report: Callable[[Progress], None] | None = None
        self.tell: Callable[[FolderNews], None] | None = None
        self.unread = False
        """Whether there are files that no work has read."""
        self.work: FakeWork | None = None
        self.started = 0
        self.names: Named = dict(NAMES)
        self.corrections = FakeMending()
        self.topics = FakeTopics(self.texts)
        self.heeded: tuple[Correction, ...] = ()
        """Corrections that an analysis has gone by."""
        self.given: tuple[Event, ...] | None = None
        """Other events than those of the texts."""
        self.audited: tuple[AuditRow, ...] | None = None
        """Other rows of the audit than the events make."""
        self.compared: Comparison | None = None
        """Another comparison than that of the texts; verdicts apply to it."""

    # ---- narrowing: words, prefixes and field clauses, all of which must hold -------------------------------------

    def _parts(self, query: str) -> tuple[list[str], list[tuple[str, str]]]:
        clauses = [(field, quoted or plain) for field, quoted, plain in re.findall(r'(\w+):(?:"([^"]*)"|(\S+))', query)]
        words = re.sub(r'\w+:(?:"[^"]*"|\S+)', " ", query)
        return [word.casefold().rstrip("*") for word in re.findall(r"[\w'*]+", words)], clauses

    def _selected(self, query: str) -> tuple[Document, ...]:
        words, clauses = self._parts(query)
        return tuple(doc for doc in self.all if self._holds(doc, words, clauses))

    def _holds(self, doc: Document, words: list[str], clauses: list[tuple[str, str]]) -> bool:
        text = self.texts[doc.id].casefold()
        if not all(re.search(rf"\b{re.escape(word)}", text) for word in words):
            return False
        for field, value in clauses:
            match field:
                case "source":
                    holds = doc.source == value
                case "entity":
                    holds = any(doc.id in one.documents for one in self._entities(self.all) if one.name == value)
                case "mentions":
                    holds = any(event.doc == doc.id for event in self.events(f"mentions:{value}"))
                case "topic":
                    holds = any(doc.id in topic.cells for topic in self.comparison().topics if topic.name == value)
                case _:
                    holds = value.casefold() in text
            if not holds:
                return False
        return True

    # ---- the façade ----------------------------------------------------------------------------------------------

    def settle(self, answer: Settlement) -> Arrival:
        about, self.arrival = self.arrival, None
        if about is None:
            raise CorpusError("Which corpus?", "Nothing is asked.", "")
        self.settled.append(answer)
        return about

    def status(self) -> Status:
        return self.state

    @property
    def revision(self) -> int:
        return self.state.revision

    def problems(self) -> tuple[Problem, ...]:
        return self.troubles

    def account(self) -> FolderAccount:
        holding = {document.id: 1 for document in self.all}
        return self.accounted or FolderAccount(len(holding), len(holding), len(holding), holding=holding)

    def changed(self, *, analysis: bool = True) -> bool:
        return self.folder_changed if analysis else self.unread

    def watch(self, on_news: Callable[[FolderNews], None]) -> FakeWatch:
        self.tell = on_news
        return FakeWatch(self)

    def start_work(self, on_progress: Callable[[Progress], None]) -> FakeWork:
        work = self.work = FakeWork()
        self.started += 1

        def report(progress: Progress) -> None:
            work.running = work.running and not progress.error and progress.stage != "done"
            on_progress(progress)

        self.report = report
        return work

    def documents(self, query: str = "") -> tuple[Document, ...]:
        return self._selected(query)

    def document(self, doc: str) -> Document:
        for one in self.all:
            if one.id == doc:
                return one
        raise CorpusError("No such document", doc)

    def text(self, doc: str) -> Text:
        furniture = ("SEE ALSO: other news",) if doc == "harbour.md" else ()
        return Text(doc, self.texts[doc], furniture, self.pages.get(doc, ()))

    def places(self, documents: Iterable[Document]) -> Places:
        return Places({document.id: self.pages[document.id] for document in documents if document.id in self.pages})

    def search(
        self, query: str, *, limit: int = 20, offset: int = 0, any_word: bool = False, as_you_type: bool = False
    ) -> Results:
        self.asked.append(query)
        # As in the engine, a word matches whole words, its last one while typing and with a * also their beginnings.
        words = [] if as_you_type or query.endswith("*") else self._parts(query)[0][-1:]
        whole = [doc for doc in self._selected(query) if all(self._whole(word, doc.id) for word in words)]
        found = tuple(whole)
        hits = []
        for doc in found[offset : offset + limit]:
            spans = self.highlights(query, doc.id)
            start = max(0, spans[0].start - 20) if spans else 0
            snippet = self.texts[doc.id][start : start + 160]
            inside = tuple(Span(s.start - start, s.end - start) for s in spans if s.end - start <= len(snippet))
            hits.append(FoundHit(doc, 1.0, snippet.replace("\n", " "), inside, start))
        suggestion = "harbour" if "harbor" in query else None
        return Results(query, tuple(hits), len(found), 1.0, suggestion)

    def _whole(self, word: str, doc: str) -> bool:
        return bool(re.search(rf"\b{re.escape(word)}(s|ed|ing)?\b", self.texts[doc].casefold()))

    def highlights(self, query: str, doc: str, any_word: bool = False) -> tuple[Span, ...]:
        words, _ = self._parts(query)
        text = self.texts[doc].casefold()
        spans = [Span(m.start(), m.end()) for word in words for m in re.finditer(rf"\b{re.escape(word)}\w*", text)]
        return tuple(sorted(spans, key=lambda span: span.start))

    def facets(self, query: str, field: str) -> Mapping[str, int]:
        counts: dict[str, int] = {}
        for doc in self._selected(query):
            counts[doc.source or ""] = counts.get(doc.source or "", 0) + 1
        return counts

    def _entities(self, documents: Sequence[Document]) -> tuple[Entity, ...]:
        within = {doc.id for doc in documents}
        out = []
        for key, (name, kind, aliases) in self.names.items():
            found = [one for one in self.mentions(key) if one.doc in within]
            docs = tuple(dict.fromkeys(one.doc for one in found))
            days = [event.date.start for event in _events() for one in found
                    if near(one, event, self.texts)]  # fmt: skip
            first = min((day for day in days if day), default=None)
            if found:
                more = (REASONS.get(key, ()), LINKS.get(key, ()), UNSURE.get(key, ()), first)
                out.append(Entity(key, name, kind, aliases, len(found), docs, *more))
        return tuple(sorted(out, key=lambda one: -one.mentions))

    def entities(self, query: str = "") -> tuple[Entity, ...]:
        return self._entities(self._selected(query))

    def entity(self, entity: str) -> Entity:
        found = next((one for one in self._entities(self.all) if one.id == entity), None)
        if found is None:
            raise CorpusError("No such name", entity)
        return found

    def mentions(self, entity: str, doc: str | None = None) -> tuple[Mention, ...]:
        name, _, aliases = self.names[entity]
        out: list[Mention] = []
        for key, text in self.texts.items():
            taken: list[tuple[int, int]] = []
            for form in sorted((name, *aliases), key=len, reverse=True):
                for match in re.finditer(re.escape(form), text):
                    if not any(a < match.end() and match.start() < b for a, b in taken):
                        taken.append(match.span())
            out += [Mention(entity, key, a, b, text[a:b]) for a, b in sorted(taken) if doc in (None, key)]
        return tuple(out)

    def profile(self, entity: str, query: str = "") -> Profile:
        within = {doc.id for doc in self._selected(query)}
        found = self.entity(entity)
        others = [(one, [m for m in self.mentions(one.id) if m.doc in within]) for one in self._entities(self.all)]
        mentions = [one for one in self.mentions(entity) if one.doc in within]
        phrases = {"harbour.md": ("Mayor Ines Valdo",), "review.md": ("Mayor Valdo",)}
        described = {doc: row for doc, row in phrases.items() if doc in within and found.name == "Ines Valdo"}
        found = replace(found, mentions=len(mentions), documents=tuple(dict.fromkeys(one.doc for one in mentions)))
        return profile_of(found, mentions, others, _events(), self.texts, described)

    def analyse(self) -> None:
        """What the analysis makes of the corrections; it ends, and there is something new."""
        self.names = applied(NAMES, self.corrections.rows)
        self.heeded = tuple(self.corrections.rows)
        self.grow()
        if self.report is not None:
            self.report(Progress("done"))

    @property
    def formats(self) -> tuple[Format, ...]:
        return FORMATS

    def export(self, what: str, form: str, query: str = "", docs: Sequence[str] | None = None) -> Exported:
        rows = [one.name for one in self.entities(query)] if what == "entities" else [e.id for e in self.events(query)]
        return exported(what, form, rows)

    def events(self, query: str = "") -> tuple[Event, ...]:
        words, clauses = self._parts(query)
        spans = [value for field, value in clauses if field == "mentions"]
        kinds = [value for field, value in clauses if field == "kind"]
        rest = [(field, value) for field, value in clauses if field not in ("mentions", "kind")]
        docs = {doc.id for doc in self.all if self._holds(doc, words, rest)}
        events = _events() if self.given is None else self.given
        out = [event for event in events if event.doc in docs and event.doc in self.texts]
        out = [event for event in out if all(kind == event.kind for kind in kinds)]
        gone = {(row.docs[0], row.start) for row in self.heeded if row.kind in ("redate", "drop")}
        out = [event for event in out if (event.doc, event.date_start) not in gone]
        for span in spans:
            first, _, last = span.partition("..")
            last = last or first
            out = [
                event for event in out if event.date.start and event.date.end
                and event.date.start <= _last_day(last) and event.date.end >= first
            ]  # fmt: skip
        return tuple(out)

    def kinds(self, query: str = "") -> tuple[tuple[str, int], ...]:
        counts = Counter(event.kind for event in self.events(query) if event.kind)
        return tuple(counts.most_common())

    def audit(self, query: str = "") -> tuple[AuditRow, ...]:
        within = {doc.id for doc in self._selected(query)}
        rows = self.audited
        if rows is None:
            days = [
                AuditRow(f"published {doc.id}", "published", doc.id,
                         DateValue(doc.published or "", None, None, "month"), doc.provenance["published"].why, rests=1)
                for doc in self.all if doc.published_inferred
            ]  # fmt: skip
            dates = [
                AuditRow(event.id, "inferred", event.doc, event.date, event.date.why, event.text, event.start_char,
                         event.end_char, event.date.words, event.date_start)
                for event in self.events(query) if event.date.basis == "inferred"
            ]  # fmt: skip
            rows = (*days, *dates)
        mended = {(row.docs[0], row.start) for row in self.heeded if row.kind in ("redate", "drop", "published")}
        return tuple(row for row in rows if row.doc in within and (row.doc, row.date_start) not in mended)

    def comparison(self, query: str = "", docs: Sequence[str] | None = None) -> Comparison:
        chosen = tuple(doc for doc in self.all if (doc.id in docs if docs else True))
        if query and not docs:
            _, clauses = self._parts(query)
            plain = " ".join(Library.clause(f, v) for f, v in clauses if f != "topic")
            chosen = self._selected(plain)
        if self.compared is not None:
            return judged(self.compared, self.corrections.rows)
        if set(self.texts) != set(TEXTS):
            return Comparison(chosen)
        within = {doc.id for doc in chosen}
        storm = Conflict(
            "storm", "date", ("storm", "pier"),
            (StatedValue("1984", (_statement("harbour.md", "1984"),)),
             StatedValue("1985", (_statement("gazette.md", "1985"),))),
            "the storm that broke the pier",
        )  # fmt: skip
        same = Conflict(
            "act", "date", ("Harbour Act",),
            (StatedValue("2019", (_statement("gazette.md", "May 2019"), _statement("review.md", "of 2019"))),),
        )  # fmt: skip
        reports = {"harbour.md": (_passage("harbour.md", "Every captain"),),
                   "gazette.md": (_passage("gazette.md", "A report"),)}  # fmt: skip
        repeal = {"review.md": (_passage("review.md", "may repeal"),)}
        topics = (
            Topic(
                "Reports are due", "who must report what", "report", {d: c for d, c in reports.items() if d in within}
            ),
            Topic("Repeal", "", "repeal", {d: c for d, c in repeal.items() if d in within}),
            Topic("Fishing rights", "", "fishing", {}),
        )
        described = Described("Ines Valdo", {"harbour.md": ("Mayor Ines Valdo",), "review.md": ("Mayor Valdo",)})
        only = Only("review.md", (_statement("review.md", "pile up"),))
        both = {"harbour.md", "gazette.md"} <= within
        found = Comparison(chosen, (storm,) if both else (), (same,), topics, (described,), (only,))
        return judged(found, self.corrections.rows)

    def claims(self, subject: str, query: str = "", docs: Sequence[str] | None = None) -> ClaimGrid:
        return grid_of(subject, self.texts, self.all, docs)

    def aligned(self, docs: Sequence[str]) -> Alignment:
        return aligned(self.texts, self.all, docs)

    def bookmarks(self) -> tuple[Bookmark, ...]:
        return tuple(self.kept)

    def add_bookmark(self, doc: str, start: int = 0, end: int = 0, text: str = "", note: str = "") -> Bookmark:
        self.kept.append(Bookmark(doc, start, end, text, note))
        return self.kept[-1]

    def remove_bookmark(self, bookmark: Bookmark) -> None:
        self.kept.remove(bookmark)

    def saved_searches(self) -> tuple[SavedSearch, ...]:
        return tuple(self.searches)

    def save_search(self, query: str, name: str = "") -> SavedSearch:
        self.searches.append(SavedSearch(name or query, query))
        return self.searches[-1]

    def interrupt(self) -> None:
        """Nothing runs long here."""

    def close(self) -> None:
        """Nothing to close."""

    def grow(self) -> None:
        """As if the analysis had brought something new."""
        self.state = replace(self.state, revision=self.state.revision + 1)


class FakeWork:
    running = True

    def stop(self, grace: float = 0.0) -> None:
        self.running = False


class FakeWatch:
    def __init__(self, library: FakeLibrary) -> None:
        self.library = library

    def stop(self) -> None:
        self.library.tell = None


_engine: type[Engine] = FakeLibrary
"""The type checker holds the fake to what the explorer asks for."""
