"""What features of the explorer are made of: groups of commands, and what such a group may ask of the explorer.

A feature (corrections, claims, topics, …) is a `CommandGroup` in its own room. It is given an `ExplorerContext` and the
panes that it works with, and knows neither the screen nor the other features.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal, Protocol, TypeVar

if TYPE_CHECKING:
    from search.model import Companion, Conflict, Context, Document, Entity, Link, NameUse, Places, Status
    from tui.keys.commands import Place
    from tui.keys.keymap import Keymap
    from tui.session.engine import Engine
    from tui.session.loader import Loader
    from tui.session.messages import Dated, Failed, Spot
    from tui.session.view import Chip, View
    from tui.widgets.modal import Modal

T = TypeVar("T")

PaneName = Literal["results", "reader", "entities", "chronology", "comparison"]


@dataclass(frozen=True, slots=True)
class Remedy:
    """One thing that can be done about what is under the cursor."""

    label: str
    detail: str
    do: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Correctable:
    """The name under the cursor. `about` is what the row of its page says of it, `doc` the document that row is of.

    `others` are names of entities that the page speaks of, by id.
    """

    entity: Entity
    about: Context | NameUse | Companion | Link | None = None
    doc: str = ""
    others: Mapping[str, str] | None = None


class RowInUse(Protocol):
    """A pane, as far as commands need it: what can be done with the row under its cursor."""

    NAME: ClassVar[PaneName]

    @property
    def spot(self) -> Spot | None:
        """The words behind the row."""
        ...

    @property
    def dated(self) -> Dated | None:
        """The one date behind the row."""
        ...

    @property
    def subject(self) -> str:
        """What a claim grid of the row would be about, as `Engine.claims` takes it; empty where it has none."""
        ...

    @property
    def conflict(self) -> Conflict | None:
        """The conflict, update or agreement that the row is."""
        ...

    @property
    def correctable(self) -> Correctable | None:
        """The name that the row is about."""
        ...

    @property
    def docs_here(self) -> tuple[str, ...]:
        """Ids of the documents that the row compares."""
        ...

    def chip(self) -> Chip | None:
        """What narrows to the row."""
        ...

    def step_out(self) -> bool:
        """Leave what is open in the pane; False where nothing is."""
        ...


class Host(Protocol):
    """What the explorer's screens ask of the app."""

    @property
    def working(self) -> bool:
        """Whether the corpus is being brought up to date."""
        ...

    def opened(self) -> None:
        """The first screen is painted."""

    def start_work(self) -> None:
        """Bring the corpus up to date in the background, unless that is going on."""

    def stop_work(self) -> None:
        """End that, within a second; what was finished is kept. Waits for it, so not to be called by the screen."""

    def start_watching(self) -> None:
        """Be told of files that come, change or go, unless the reader wants it not. As `stop_work`."""

    def open_corpus(self, name: str) -> None:
        """Open another corpus, by its folder or as "demo"."""

    def show_start(self) -> None:
        """Choose a corpus."""

    def pick_theme(self) -> None:
        """Choose the colours."""

    def leave(self) -> None:
        """End."""


class ExplorerContext(Protocol):
    """The explorer of one corpus, as a group of commands sees it."""

    # ---- what is known -------------------------------------------------------------------------------------------

    @property
    def library(self) -> Engine:
        """The corpus. It is asked on other threads only: by `fetch`, `perform` and `prepare`."""
        ...

    @property
    def loader(self) -> Loader:
        """Those threads."""
        ...

    @property
    def keymap(self) -> Keymap:
        """Which keys the commands have."""
        ...

    @property
    def view(self) -> View:
        """What is looked at."""
        ...

    @property
    def documents(self) -> Mapping[str, Document]:
        """Every document of the corpus, by id."""
        ...

    @property
    def places(self) -> Places:
        """On which pages their characters stand."""
        ...

    @property
    def library_status(self) -> Status:
        """How far the corpus is read and analysed."""
        ...

    @property
    def pane(self) -> RowInUse:
        """The pane that has the keys, or had them before the search line."""
        ...

    @property
    def place(self) -> Place:
        """Where keys go just now."""
        ...

    @property
    def shown(self) -> Sequence[PaneName]:
        """The panes on the screen."""
        ...

    # ---- what it does --------------------------------------------------------------------------------------------

    def say(self, text: str, style: str = "") -> None:
        """A line for the reader, until the next key."""

    def trouble(self, title: str, message: str, hint: str = "") -> None:
        """Say what went wrong in one line; the list of problems keeps all of it."""

    def copy(self, text: str, what: str) -> str:
        """Copy a text; returns what to say about it."""
        ...

    def ask(self, modal: Modal[T], then: Callable[[T | None], object]) -> None:
        """Ask for something. Keys that come faster than the questions are for them, in the order in which they came."""

    def fetch(
        self,
        channel: str,
        question: Callable[[], T],
        then: Callable[[T], object],
        failed: Callable[[Failed], object] | None = None,
    ) -> None:
        """Ask the library for what is to be shown; a newer question on the channel takes the place of this one."""

    def perform(
        self,
        work: Callable[[], T],
        then: Callable[[T], object],
        failed: Callable[[Failed], object] | None = None,
    ) -> None:
        """Do what the reader wants kept, in the order of the commands. Trouble is said, unless `failed` does so."""

    def prepare(self, question: Callable[[], T], then: Callable[[T], object]) -> None:
        """Find out what is needed to ask the reader; keys that come meanwhile are for what is asked then."""

    def rework(self, message: str) -> None:
        """Say what was changed, and have the corpus worked through with it."""

    def run_command(self, name: str) -> None:
        """Run a command of the table."""

    def go_to_pane(self, name: PaneName) -> None:
        """Give a pane the keys."""

    def open_spot(self, spot: Spot) -> None:
        """Show a document at a passage, or at its first hit."""

    def set_view(self, view: View) -> None:
        """Look at something else: every pane follows."""

    def narrow(self, chip: Chip) -> None:
        """Narrow every pane."""

    def more_results(self) -> None:
        """Ask for the documents found after those that are here."""

    def compare_again(self) -> None:
        """Ask for the comparison anew; its cursor stays near."""

    def remedies(self) -> list[Remedy]:
        """What all groups can do about the date or conflict under the cursor."""
        ...


class CommandGroup:
    """The commands of one feature: `do_x` runs the command x of the table. Groups are told what happens."""

    def __init__(self, explorer: ExplorerContext) -> None:
        self.explorer = explorer

    def command(self, name: str) -> Callable[[], object] | None:
        """What runs a command; None for one that is not of this group."""
        found: Callable[[], object] | None = getattr(self, f"do_{name}", None)
        return found

    def dead(self) -> frozenset[str]:
        """Commands that have nothing to do just now; the footer leaves them out."""
        return frozenset()

    def remedies(self) -> Sequence[Remedy]:
        """What this group can do about what is under the cursor."""
        return ()

    # ---- what happens --------------------------------------------------------------------------------------------

    def view_changed(self) -> None:
        """The query is another and will stay for a moment."""

    def panes_asked(self, *, again: bool) -> None:
        """The panes were asked for what the view selects; `again`: although they have shown it."""

    def results_arrived(self) -> None:
        """A window of results is on the screen."""

    def entities_arrived(self) -> None:
        """The names of the view are on the screen."""

    def corpus_changed(self) -> None:
        """Documents have come, changed or gone."""

    def work_ended(self) -> None:
        """The analysis has ended, well or not."""
