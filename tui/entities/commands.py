"""Pages of entities: opened from anywhere, and kept in step with the view."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from search.errors import CorpusError
from tui.entities.names import same_entity
from tui.entities.pane import EntitiesPane
from tui.session.context import CommandGroup, ExplorerContext

if TYPE_CHECKING:
    from search.model import Profile


class PageCommands(CommandGroup):
    """What opens and renews the page of an entity."""

    def __init__(self, explorer: ExplorerContext, entities: EntitiesPane) -> None:
        super().__init__(explorer)
        self._entities = entities

    def open_page(self, entity: str) -> None:
        """Open the page of an entity, by its id, of what the view selects."""
        if self.explorer.pane.NAME != "entities":
            self.explorer.go_to_pane("entities")
        self._ask(entity, self._opened)

    def _ask(self, entity: str, then: Callable[[Profile | None], object]) -> None:
        library, query = self.explorer.library, self.explorer.view.query

        def find() -> Profile | None:
            try:
                return library.profile(entity, query)
            except CorpusError:
                return None  # a correction or a new analysis has done away with it

        self.explorer.fetch("profile", find, then)

    def _opened(self, profile: Profile | None) -> None:
        if profile is None:
            self.explorer.say("That name is not known here any more.")
        else:
            self._entities.open_page(profile)

    def entities_arrived(self) -> None:
        """The open page follows the view, and its entity, whatever that is called now."""
        page = self._entities.page
        if page is None:
            return
        old = page.profile.entity
        now = old if any(one.id == old.id for one in self._entities.entities) else None
        now = now or same_entity(old, self._entities.entities) or old
        self._ask(now.id, lambda profile: self.renewed(old.id, profile))

    def renewed(self, shown: str, profile: Profile | None) -> None:
        """Other words on the page of the entity `shown`, unless the reader has left it since."""
        page = self._entities.page
        if page is None or page.profile.entity.id != shown:
            return
        if profile is None:
            self._entities.drop_page()
        else:
            self._entities.renew_page(profile)
