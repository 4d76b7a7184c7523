"""The entities pane: people, organisations, places and laws, how often each is named; and a page for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget

from search.model import Entity, Event
from tui.entities.finder import Finder
from tui.entities.list import SORTS, Roll
from tui.entities.names import same_entity
from tui.keys.commands import BY_ID, Place
from tui.panes.base import Pane
from tui.panes.tabs import Tabs
from tui.session.context import Correctable
from tui.session.messages import Dated, Spot
from tui.session.view import Chip
from tui.widgets.cells import Cell, Line
from tui.widgets.line_list import Row

if TYPE_CHECKING:
    from search.model import Profile
    from tui.entities.page import Item, Order, Section

MAX_PAGES = 50  # to go back through


@dataclass
class Opened:
    """A page that is open, and where the reader is on it."""

    profile: Profile
    section: Section = "mentions"
    order: Order = "place"
    row: str = ""


class EntitiesPane(Pane):
    """The entities of the narrowed view, and the page of one of them."""

    NAME = "entities"
    TITLE = "Entities"
    EMPTY = "No names yet.\n\nThey appear here\nas the analysis goes on."

    @dataclass(eq=False, repr=False)
    class Pressed(Message):
        """A key that reached the line of text after that was left: a command."""

        key: str

    def __init__(self) -> None:
        super().__init__()
        self.entities: tuple[Entity, ...] = ()
        self.sort = "mentions"
        self.rules_alone = False
        self.finder = Finder(self._found, self._late)
        self.tabs = Tabs()
        self._typed = ""
        self._before = ""  # the key of the row that had the cursor when typing began
        self._pages: list[Opened] = []
        self._by_id: dict[str, Entity] = {}
        self._names: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """Heading, what is typed to find a name, the parts of a page, the list."""
        yield self.heading
        yield self.finder
        yield self.tabs
        yield self.lines

    # ---- data ----------------------------------------------------------------------------------------------------

    def show_entities(self, entities: tuple[Entity, ...]) -> None:
        """Show these; the cursor stays on its entity, whatever that is called now."""
        if entities == self.entities:
            self._heading()
            return
        gone = self._under_cursor()
        order = Roll(self.entities, self.sort).ids() if gone is not None else []
        self.entities = entities
        self._by_id = {entity.id: entity for entity in entities}
        self._names = {entity.id: entity.name for entity in entities}
        self.rebuild()
        if gone is not None and gone.id not in self._by_id and (self.lines.touched or self._levels):
            self._follow(gone, order)

    def _follow(self, gone: Entity, order: Sequence[str]) -> None:
        """To what an entity is called now; where it is no more, to the one that stood below it."""
        now = same_entity(gone, self.entities)
        if now is None:
            after = order[order.index(gone.id) :] if gone.id in order else ()
            before = order[: len(order) - len(after)][::-1]
            now = next((self._by_id[one] for one in (*after, *before) if one in self._by_id), None)
        if now is not None and self._levels:
            rows, height, _, note, right = self._levels[0]
            self._levels[0] = (rows, height, now.id, note, right)
        elif now is not None:
            self.lines.move_to_key(now.id)

    def show_method(self, *, rules_alone: bool) -> None:
        """Whether the names were found by rules alone, without the language model."""
        if rules_alone != self.rules_alone:
            self.rules_alone = rules_alone
            self._heading()

    def rebuild(self) -> None:
        """Set the rows; and those of the page that is open, for its width."""
        self.put_rows(Roll(self.entities, self.sort, "" if self._levels else self._typed).rows(), row_height=1)
        if self._levels:
            self._show_page(keep=True)
        self._heading()

    @property
    def list_height(self) -> int | None:
        """One line an entity."""
        return 1

    def _heading(self) -> None:
        if self._levels:
            return
        count = f"{len(self.entities):,} " if self.entities else ""
        note = [Cell(f"  by {self.sort}", optional=True)]
        if self.rules_alone:
            note.append(Cell("  rules alone", "warn", optional=True))
        self.head(tuple(note), (Cell(count),))

    # ---- where we are --------------------------------------------------------------------------------------------

    @property
    def place(self) -> Place:
        """The list, or an entity's page."""
        return "page" if self._levels else "entities"

    @property
    def page(self) -> Opened | None:
        """The page that is open."""
        return self._pages[-1] if self._levels and self._pages else None

    @property
    def item(self) -> Item | None:
        """What the row under the cursor of the page is about."""
        row = self.lines.cursor_row
        if row is None or self.page is None:
            return None
        from tui.entities.page import Item

        return row.data if isinstance(row.data, Item) else None

    @property
    def spot(self) -> Spot | None:
        """The words behind the cursor."""
        item = self.item
        return item.spot if item is not None else None

    @property
    def dated(self) -> Dated | None:
        """The date of the statement under the cursor of a page's timeline."""
        item = self.item
        if item is None or not isinstance(item.of, Event):
            return None
        event = item.of
        return Dated(event.doc, event.date.words, event.date_start, event.text, event.date.edtf, event.id)

    @property
    def entity(self) -> Entity | None:
        """The entity under the cursor, or whose page is open."""
        return self.page.profile.entity if self.page is not None else self._under_cursor()

    @property
    def subject(self) -> str:
        """What a claim grid of the entity would be about, as `Library.claims` takes it; empty where there is none."""
        entity = self.entity
        return f"entity:{entity.id}" if entity is not None else ""

    @property
    def correctable(self) -> Correctable | None:
        """The entity, and what the row of its page says of it."""
        entity, item = self.entity, self.item
        if entity is None:
            return None
        if item is None or self.page is None:
            return Correctable(entity)
        from search.model import Companion, Context, Link, NameUse

        about = item.of if isinstance(item.of, Context | NameUse | Companion | Link) else None
        return Correctable(entity, about, item.doc, self.page.profile.others)

    @property
    def text_input(self) -> Widget | None:
        """The line in which a name is being typed."""
        return self.finder.input if self.finding else None

    def dead(self) -> frozenset[str]:
        """While a name is typed every key is text; only mentions can be sorted."""
        if self.finding:
            return frozenset(BY_ID)
        page = self.page
        return frozenset({"sort"}) if page is not None and page.section != "mentions" else frozenset()

    def name_of(self, ident: str) -> str:
        """What an entity is called that the list or the open page knows, else ""."""
        others = self.page.profile.others if self.page is not None else {}
        return others.get(ident) or self._names.get(ident, "")

    def _under_cursor(self) -> Entity | None:
        """The entity that the list's cursor is on, even while a page is open above it."""
        if self._levels:
            return self._by_id.get(self._levels[0][2])
        row = self.lines.cursor_row
        return row.data if row is not None and isinstance(row.data, Entity) else None

    def chip(self) -> Chip | None:
        """What narrows to the entity; among its companions, to the one under the cursor."""
        item = self.item
        if item is not None:
            from search.model import Companion

            if isinstance(item.of, Companion):
                return Chip("entity", item.of.name)
        return Chip("entity", self.entity.name) if self.entity else None

    # ---- pages ---------------------------------------------------------------------------------------------------

    def choose(self, row: Row) -> None:
        """An entity leads to its page; a row of the page to its words, or to another page."""
        if isinstance(row.data, Entity):
            self.post_message(self.OpenPage(row.data.id))
        elif (item := self.item) is not None:
            if item.entity:
                self.post_message(self.OpenPage(item.entity))
            elif item.phrase:
                self.post_message(self.OpenPhrase(item.doc, item.phrase))
            elif item.spot is not None:
                super().choose(Row(row.key, row.lines, data=item.spot))
            else:
                self.say("This row comes from the names themselves, not from a passage.")

    def open_page(self, profile: Profile) -> None:
        """Show the page of an entity; `step_out` comes back to where it was opened from."""
        here = self.page
        if here is not None and here.profile.entity.id == profile.entity.id:
            self.renew_page(profile)
            return
        if here is not None:
            row = self.lines.cursor_row
            here.row = row.key if row else ""
            self._pages = [*self._pages[-MAX_PAGES:], Opened(profile)]
            self._show_page()
            self.stepped()
        else:
            self._pages = [Opened(profile)]
            self.step_into((), "")
            self._show_page()

    def renew_page(self, profile: Profile) -> None:
        """The same entity after something has changed: its section and the cursor stay."""
        if self.page is not None and self.page.profile != profile:
            self.page.profile = profile
            self._show_page(keep=True)

    def _show_page(self, *, keep: bool = False) -> None:
        page = self.page
        if page is None:
            return
        from tui.entities.page import Page, counts  # a page's parts are not needed for the first paint

        profile, entity = page.profile, page.profile.entity
        sections = counts(profile)
        if page.section not in dict(sections):
            page.section = "mentions"
        self.tabs.show(sections, page.section)
        made = Page(profile, self.documents, self._names, self.lines.room, self.places)
        rows, height = made.rows(page.section, page.order)
        if keep:
            self.lines.touched = True
        if not rows:
            self.lines.advise("Not named in what is selected.")
        self.lines.set_rows(rows, keep=keep, row_height=height)
        by = f"  by {page.order}" if page.section == "mentions" and page.order != "place" else ""
        note: Line = (Cell(" › "), Cell(entity.name, "entity"), Cell(by, optional=True))
        doubt = (Cell("? ", "inferred"),) if entity.unsure else ()
        self.head(note, (*doubt, Cell(f"{entity.type} ", optional=True)))

    def step_out(self) -> bool:
        """Back to the page before, or to the list; False where no page is open."""
        if not self._levels:
            return False
        self._pages = self._pages[:-1]
        if self._pages:
            row = self._pages[-1].row
            self._show_page()
            self.lines.move_to_key(row)
            self.stepped()
            return True
        self.tabs.show(())
        super().step_out()
        self._heading()
        return True

    def drop_page(self) -> None:
        """The entity of the open page is no more."""
        name = self.entity.name if self.entity else ""
        while self.step_out():
            pass
        self.say(f"“{name}” is no longer a name here.")

    def do_next_section(self) -> None:
        """The next part of the page."""
        self._step_section(1)

    def do_previous_section(self) -> None:
        """The part before."""
        self._step_section(-1)

    def _step_section(self, step: int) -> None:
        page = self.page
        if page is None:
            return
        from tui.entities.page import counts

        names = [name for name, _ in counts(page.profile)]
        page.section = names[(names.index(page.section) + step) % len(names)]
        self._show_page()
        self.stepped()

    # ---- finding by typing ---------------------------------------------------------------------------------------

    @property
    def finding(self) -> bool:
        """Whether a name is being typed."""
        return self.finder.display

    def do_type_filter(self) -> None:
        """Filter the list by typing."""
        row = self.lines.cursor_row
        self._before = row.key if row else ""
        self.finder.begin()
        self.screen.set_focus(self.finder.input, scroll_visible=False)
        self.say("Type letters of a name; ⏎ goes there, Esc leaves it.")

    def on_finder_typed(self) -> None:
        """Show what has these letters."""
        if self.finding:
            self._filter()

    def _filter(self) -> None:
        if self.finder.words == self._typed:
            return
        self._typed = self.finder.words
        self.lines.advise("No name matches.")
        self.lines.touched = False
        self.rebuild()

    def on_finder_step(self, message: Finder.Step) -> None:
        """The list's cursor moves while typing goes on."""
        message.stop()
        for _ in range(abs(message.step)):
            self.lines.action_move(1 if message.step > 0 else -1)

    def _found(self, go: bool, focus: bool) -> None:
        """Back to the whole list: at the name that was found, or where it was before."""
        if go:
            self._filter()  # letters may have come faster than rows
        row = self.lines.cursor_row
        key = row.key if go and row is not None else self._before
        self.finder.end()
        self._typed = ""
        self.rebuild()
        self.lines.move_to_key(key)
        if focus:
            self.screen.set_focus(self.lines, scroll_visible=False)
            self.say("")

    def _late(self, key: str) -> None:
        self.post_message(self.Pressed(key))

    # ---- commands ------------------------------------------------------------------------------------------------

    def do_sort(self) -> None:
        """The list by mentions, documents, name or first date; mentions of a page by place or neighbour."""
        page = self.page
        if page is None:
            self.sort = SORTS[(SORTS.index(self.sort) + 1) % len(SORTS)]
            self.rebuild()
            self.lines.action_first()
        elif page.section == "mentions":
            from tui.entities.page import ORDERS

            page.order = ORDERS[(ORDERS.index(page.order) + 1) % len(ORDERS)]
            self._show_page()

    def do_filter(self) -> None:
        """Narrow everything to the entity."""
        chip = self.chip()
        self.post_message(self.Narrow(chip) if chip is not None else self.Say("There is nothing here to narrow to."))
