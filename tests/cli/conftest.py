"""A small library in memory, so that the command is tested without an index."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

import search
from search.errors import SourcebookError
from search.model import (
    Arrival,
    AuditRow,
    Companion,
    Comparison,
    Conflict,
    Context,
    Copied,
    DateValue,
    Described,
    Document,
    Entity,
    Event,
    FolderAccount,
    Hit,
    Link,
    Mention,
    NameUse,
    Only,
    Passage,
    Places,
    Problem,
    Profile,
    Progress,
    Provenance,
    QueryProblem,
    Quotation,
    Results,
    Silent,
    Span,
    StatedValue,
    Statement,
    Status,
    Topic,
)

HOSTILE = "[bold]not markup[/] \x1b[31mred\x1b[0m \u202egnol :smile:"

ONE = Document(
    "one.txt", f"First {HOSTILE}", "Vice", None, "2020-12-09", provenance={"published": Provenance("text", True, "why")}
)
TWO = Document("sub/two.md", "Second report", "Brookings", "V. F.", None)
SAID = Statement("one.txt", "He was arrested in October.", 10, 37)
AGAINST = Statement("sub/two.md", "He was arrested in November.", 5, 33)


class FakeLibrary:
    """Answers as `search.Library` does, out of constants; what is asked of it is kept in `asked`."""

    arrival: Arrival | None = None
    stale = True
    empty = False
    raises: SourcebookError | None = None
    found: Results | None = None
    asked: list[object] = []  # noqa: RUF012 - one library a test
    pages: Mapping[str, tuple[int, ...]] = MappingProxyType({})

    def __init__(
        self, corpus: Path | str, *, codebook: str | None = None, curated: bool = True, follow_links: bool = False
    ) -> None:
        self.root, self.title = Path(corpus), "A corpus"
        self.asked.append(("open", str(corpus), codebook, curated, follow_links))

    def status(self) -> Status:
        return (
            Status()
            if self.empty
            else Status(documents=2, searchable=2, analysed=2, revision=1, model="a model", problems=1)
        )

    def changed(self, *, analysis: bool = True) -> bool:
        return self.stale

    def update(
        self,
        on_progress: Callable[[Progress], None] | None = None,
        *,
        analyse: bool = True,
        cancelled: Callable[[], bool] | None = None,
    ) -> Status:
        self.asked.append(("update", analyse))
        if self.raises:
            raise self.raises
        if on_progress:
            on_progress(Progress("reading", 0, 2))
            on_progress(Progress("reading", 2, 2))
            on_progress(Progress("done", 2, 2))
        return self.status()

    def problems(self) -> tuple[Problem, ...]:
        return (Problem("Not text", "bad\x1b.txt is binary.", "Take it out.", "bad\x1b.txt"),)

    accounted: FolderAccount | None = None

    def account(self) -> FolderAccount:
        return self.accounted or FolderAccount(2, 2, 2, holding={"one.txt": 1, "sub/two.md": 1})

    def diagnose(self) -> tuple[tuple[str, str], ...]:
        return (("index", "sound"),)

    def documents(self, query: str = "") -> tuple[Document, ...]:
        return (ONE, TWO)

    def places(self, documents: Iterable[Document]) -> Places:
        return Places({document.id: self.pages[document.id] for document in documents if document.id in self.pages})

    def search(self, query: str, *, limit: int = 20, any_word: bool = False) -> Results:
        self.asked.append(("search", query, limit, any_word))
        if self.found is not None:
            return self.found
        hit = Hit(ONE, 1.23456, "an arrest\nin \x1b[1mOctober", (Span(3, 9),), 40)
        problem = QueryProblem("There is no filter “foo:”", 2, 6, "Did you mean for:?")
        return Results(query, (hit,), 1, 1.5, "arrests", "no document has both; showing any", (problem,))

    def entities(self, query: str = "") -> tuple[Entity, ...]:
        return (
            Entity("person:x", HOSTILE, "person", ("X", "Y"), 3, ("one.txt",), ("an acronym",)),
            Entity("law:y", "The Law", "law", (), 1, ("sub/two.md",), unsure=("person:x",), first="2019-03-01"),
        )

    def profile(self, entity: str, query: str = "") -> Profile:
        self.asked.append(("profile", entity, query))
        (found,) = (one for one in self.entities() if one.id == entity)
        if self.empty:
            return Profile(entity=Entity(found.id, found.name, found.type))
        said = Quotation("one.txt", 4, 12, f"words {HOSTILE}", entity, "said", "He said words.", ("law:y",))
        about = Quotation("sub/two.md", 4, 12, "of it", "law:y", "", "of it", (entity,))
        linked = replace(found, links=(Link("law:y", "renamed to", "the text says so"),), unsure=("law:y",))
        return Profile(
            entity=linked,
            names=(NameUse("X", (("one.txt", 2), ("sub/two.md", 1))),),
            contexts=(
                Context("one.txt", 4, 5, "the old", "X", "zebra came"),
                Context("one.txt", 9, 10, "an aunt of", "X", "barn owls"),
            ),
            events=self.events(),
            companions=(Companion("law:y", "The Law", "law", 2, ("one.txt",)),),
            described={"one.txt": ("the minister",)},
            said=(said,),
            about=(about,),
            others={"law:y": "The Law"},
            read=1,
            more_events=3,
        )

    def audit(self, query: str = "") -> tuple[AuditRow, ...]:
        self.asked.append(("audit", query))
        if self.empty:
            return ()
        either = DateValue("2020-04-03", "2020-04-03", "2020-04-03", "day", words="3/4/2020", otherwise="2020-03-04")
        return (
            AuditRow("published:one.txt", "published", "one.txt", either, f"why {HOSTILE}", rests=2),
            AuditRow("e9", "ambiguous", "one.txt", either, "either", "On 3/4/2020.", 0, 12, "3/4/2020", 3),
            AuditRow("stale:c1", "stale", "gone.txt", None, "gone", words="May", correction="c1"),
        )

    def mentions(self, entity: str, doc: str | None = None) -> tuple[Mention, ...]:
        return (Mention(entity, "one.txt", 4, 9, "Words"),)

    def events(self, query: str = "") -> tuple[Event, ...]:
        stated = DateValue("2020-10", "2020-10-01", "2020-10-31", "month", "stated", "October", "month")
        published = DateValue("2020-12-09", "2020-12-09", "2020-12-09", "day", "publication", why="the report's day")
        return (
            Event("e1", stated, "fact", "one.txt", SAID.text, 10, 37, ("person:x",), "c1", "arrest"),
            Event("e2", published, "planned", "one.txt", "A plan.", 40, 47),
        )

    def comparison(self, query: str = "", docs: Sequence[str] | None = None) -> Comparison:
        self.asked.append(("compare", query, docs))
        if self.empty:
            return Comparison()
        values = (StatedValue("2020-10", (SAID,)), StatedValue("2020-11", (AGAINST,)))
        tolls = (StatedValue("12", (SAID,)), StatedValue("14", (AGAINST,)))
        return Comparison(
            (ONE, TWO),
            (Conflict("k1", "date", ("X",), values, "same arrest"),),
            (Conflict("k2", "date", ("Y",), values[:1]),),
            (
                Topic(
                    "Immunity", "What of it", "immunity", {"one.txt": (Passage("one.txt", "A passage.", 1, 11, 2.0),)}
                ),
            ),
            (Described("X", {"one.txt": ("the [red]minister[/red]",)}),),
            (Only("one.txt", (SAID,)),),
            (Conflict("k3", "number", ("Z",), tolls, update=True),),
            (Conflict("k4", "place", ("W",), values),),
            (Copied("p1", "version", ("one.txt", "sub/two.md"), 0.9, why="9 of 10 sentences are the same"),),
            (Silent("sub/two.md", ("law:y",), ("Immunity",)),),
            {"sub/two.md": "one.txt"},
        )

    def close(self) -> None:
        self.asked.append(("close",))


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> type[FakeLibrary]:
    """`search.Library` is the small library, and $SOURCEBOOK_CORPUS a folder."""
    made = type("Fake", (FakeLibrary,), {"asked": []})
    monkeypatch.setitem(vars(search), "Library", made)  # the real one is not even imported
    monkeypatch.setenv("SOURCEBOOK_CORPUS", str(tmp_path))
    return made
