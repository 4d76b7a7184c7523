"""The frame of the main screen: panes, layout, focus, and keys to commands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingsMap
from textual.containers import Container
from textual.widget import Widget

from tui.chronology.pane import ChronologyPane
from tui.comparison.pane import ComparisonPane
from tui.entities.pane import EntitiesPane
from tui.explorer.layout import MIN_HEIGHT, MIN_WIDTH, PANE_NAMES, SIDE_NAMES, Arrangement, arrange
from tui.keys.commands import BY_ID, Place
from tui.keys.keymap import Keymap
from tui.panes.base import Pane
from tui.panes.line import OneLine
from tui.panes.status import StatusBar
from tui.reader.pane import ReaderPane
from tui.results.bar import SearchBar
from tui.results.pane import ResultsPane
from tui.session.context import CommandGroup, Host, PaneName
from tui.widgets.cells import Cell
from tui.widgets.quiet import QuietScreen

STACK_ORDER: tuple[PaneName, ...] = PANE_NAMES


class Frame(QuietScreen[None]):
    """Panes in their places. A key is looked up in the table for the place that has the keys, then run there.

    A command is the method `do_x` of the pane that has the keys, else of one of the groups, else of the screen.
    """

    AUTO_FOCUS: ClassVar[str | None] = ""

    def __init__(self, keymap: Keymap) -> None:
        super().__init__()
        self.keymap = keymap
        self.searchbar = SearchBar()
        self.note = OneLine(id="note")
        self.results = ResultsPane()
        self.reader = ReaderPane()
        self.entities = EntitiesPane()
        self.chronology = ChronologyPane()
        self.comparison = ComparisonPane()
        self.panes: dict[PaneName, Pane] = {
            "results": self.results, "reader": self.reader, "entities": self.entities,
            "chronology": self.chronology, "comparison": self.comparison,
        }  # fmt: skip
        self.body = Container(id="body")
        self.side_column = Container(id="side")
        self.status = StatusBar(keymap)
        self.small = OneLine(id="small")
        self.active: PaneName = "results"
        self.side: PaneName = "entities"
        self.beside: PaneName = "results"
        self.zoomed = False
        self.arrangement = Arrangement("one", frozenset())
        self.groups: Sequence[CommandGroup] = ()
        """The features of the explorer."""
        self._bindings = BindingsMap(
            # With priority, so that a key is done before the next is looked at: "/" and the word typed after it may
            # arrive together.
            [Binding(key, f"press({key!r})", show=False, priority=True) for key in sorted(keymap.pressable)]
        )  # fmt: skip

    @property
    def host(self) -> Host:
        """The app, as far as the explorer needs it."""
        return cast(Host, self.app)

    def compose(self) -> ComposeResult:
        """Search line, what it could not do, the panes, the status line; only what there is room for is laid out."""
        self.arrange_panes(self.app.size.width, self.app.size.height)
        yield self.small
        yield self.searchbar
        yield self.note
        with self.body:
            yield self.results
            yield self.reader
            with self.side_column:
                yield self.entities
                yield self.chronology
                yield self.comparison
        yield self.status

    # ---- layout --------------------------------------------------------------------------------------------------

    def on_resize(self, event: events.Resize) -> None:
        """Arrange the panes for the new size."""
        self.arrange_panes(event.size.width, event.size.height)
        self._show_tabs()

    def arrange_panes(self, width: int = 0, height: int = 0) -> None:
        """Show the panes that belong on the screen now; nothing is laid out anew where that is the same."""
        width, height = width or self.size.width, height or self.size.height
        new = arrange(width, height, active=self.active, side=self.side, beside=self.beside, zoomed=self.zoomed)
        if new.mode == "tiny":
            need = f" Too small: needs {MIN_WIDTH}×{MIN_HEIGHT}, has {width}×{height}."
            self.small.show((Cell(need, "warn"),))
        if new != self.arrangement:
            self.arrangement = new
            self._apply(new)
        self._tell_zoom()

    def _apply(self, new: Arrangement) -> None:
        tiny = new.mode == "tiny"
        self.small.display = tiny
        for widget in (self.searchbar, self.note, self.body, self.status):
            widget.display = not tiny
        for name, pane in self.panes.items():
            pane.display = name in new.visible
            pane.set_class(new.alone, "-alone")
        self.side_column.display = any(name in new.visible for name in SIDE_NAMES)
        self.side_column.set_class(not (new.visible - set(SIDE_NAMES)), "-alone")
        self.side_column.set_class(new.stacked and not new.alone, "-stacked")
        self.set_class(new.mode == "two" and "results" not in new.visible, "-beside")
        self.set_class(new.mode == "two" and not new.alone, "-two")

    def _tell_zoom(self) -> None:
        alone = self.zoomed and self.arrangement.alone
        self.chronology.set_zoomed(alone and self.active == "chronology")
        self.comparison.set_zoomed(alone and self.active == "comparison")

    @property
    def shown(self) -> list[PaneName]:
        """The panes on the screen, in reading order."""
        return [name for name in STACK_ORDER if name in self.arrangement.visible]

    # ---- focus ---------------------------------------------------------------------------------------------------

    def go_to_pane(self, name: PaneName) -> None:
        """Give a pane the keys, and bring it on the screen."""
        if name != "reader":
            self.beside = name
        if name in SIDE_NAMES:
            self.side = name
        self.active = name
        self.arrange_panes()
        self.focus_widget(self.panes[name].mover)
        self.show_active()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """A click may have moved the focus; news of a focus that has moved on since are too late."""
        if event.widget is not self.focused:
            return
        pane = next((one for one in event.widget.ancestors_with_self if isinstance(one, Pane)), None)
        if pane is not None:
            name = next(name for name, own in self.panes.items() if own is pane)
            if name != self.active:
                self.active = name
                self.beside = name if name != "reader" else self.beside
                self.side = name if name in SIDE_NAMES else self.side
        self.show_active()

    def on_pane_stepped(self) -> None:
        """A list of statements was opened or closed."""
        self.show_active()

    def show_active(self) -> None:
        """Show which pane has the keys, and what they mean there."""
        searching = self.place == "search"
        for name, pane in self.panes.items():
            pane.set_active(name == self.active and not searching)
        self.status.show_place(self.place, self.dead())
        self._show_tabs()

    def _show_tabs(self) -> None:
        """With one pane at a time: which one of the five this is."""
        alone = self.arrangement.alone
        number = PANE_NAMES.index(self.active)
        for name, pane in self.panes.items():
            pane.show_tabs(number if alone and name == self.active else None, self.zoomed)

    @property
    def place(self) -> Place:
        """Where keys go just now."""
        if self.focused is self.searchbar.input:
            return "search"
        return self.panes[self.active].place

    @property
    def pane(self) -> Pane:
        """The pane that has the keys, or had them before the search line."""
        return self.panes[self.active]

    def dead(self) -> frozenset[str]:
        """Commands that have nothing to do just now, as the pane and the groups say; the footer leaves them out."""
        return self.pane.dead().union(*(group.dead() for group in self.groups))

    # ---- commands ------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key that means nothing here is left to the widget that has the focus."""
        if action == "press":
            if self.focused is not None and self.focused is self.pane.text_input:
                return False  # what is typed there is text
            return self.keymap.resolve(str(parameters[0]), self.place) is not None
        return super().check_action(action, parameters)

    def action_press(self, key: str) -> None:
        """Run what a key means where the keys go."""
        action = self.keymap.resolve(key, self.place)
        if action is not None:
            self.run_command(action.id)

    def run_command(self, name: str) -> None:
        """Run a command of the table: in the pane that has the keys, else on the screen."""
        if name not in BY_ID:
            raise KeyError(name)
        self.status.say("")
        handler = self.handler(name)
        if handler is not None and not self.must_wait(name):
            handler()

    def must_wait(self, name: str) -> bool:
        """Whether a command has to wait for results that are under way."""
        return False

    def handler(self, name: str) -> Callable[[], object] | None:
        """What runs a command now: the pane's own, else a group's, else the screen's; None where it means nothing."""
        own: Callable[[], object] | None = getattr(self.pane, f"do_{name}", None) if self.place != "search" else None
        of_groups = (found for group in self.groups if (found := group.command(name)) is not None)
        return own or next(of_groups, None) or getattr(self, f"do_{name}", None)

    def do_next_pane(self) -> None:
        """The next pane; with one at a time, the next of the five."""
        self._step_pane(1)

    def do_previous_pane(self) -> None:
        """The pane before."""
        self._step_pane(-1)

    def _step_pane(self, step: int) -> None:
        if self.place == "search":
            self.go_to_pane(self.active)
            return
        order: list[PaneName] = list(PANE_NAMES) if self.arrangement.mode != "three" or self.zoomed else self.shown
        self.go_to_pane(order[(order.index(self.active) + step) % len(order)])

    def do_pane_results(self) -> None:
        """To the results."""
        self.go_to_pane("results")

    def do_pane_reader(self) -> None:
        """To the reader."""
        self.go_to_pane("reader")

    def do_pane_entities(self) -> None:
        """To the entities."""
        self.go_to_pane("entities")

    def do_pane_chronology(self) -> None:
        """To the chronology."""
        self.go_to_pane("chronology")

    def do_pane_comparison(self) -> None:
        """To the comparison."""
        self.go_to_pane("comparison")

    def do_zoom(self) -> None:
        """Give the pane the whole screen, or take it back."""
        self.zoomed = not self.zoomed
        self.arrange_panes()
        self.focus_widget(self.panes[self.active].mover)
        self.show_active()

    def do_search(self) -> None:
        """To the search line; what is typed replaces the words that stand there."""
        self.focus_widget(self.searchbar.input)
        self.searchbar.input.action_select_all()

    def do_enter_results(self) -> None:
        """From the search line to the results."""
        self.go_to_pane("results")

    def on_search_bar_submitted(self) -> None:
        """Enter in the search line."""
        self.run_command("enter_results")

    def focus_widget(self, widget: Widget) -> None:
        """Give a widget the keys now: `Widget.focus` would let keys that wait already go where the focus was."""
        self.set_focus(widget, scroll_visible=False)
