"""Corrections: what the reader puts right about names, how it is taken back, and the list of all of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from search.model import ENTITY_TYPES, Entity
from tui.corrections.remedies import NameRemedies, another
from tui.corrections.wording import KINDS, correction, correction_words
from tui.entities.names import folded_name
from tui.entities.pane import EntitiesPane
from tui.session.context import CommandGroup, Correctable, ExplorerContext, Remedy
from tui.wording import called, counted

if TYPE_CHECKING:
    from search.model import Correction
    from tui.dialogs.picker import Choice

MIN_LEN_WORD = 4  # letters of the words of names that are looked at for likeness


class CorrectionCommands(CommandGroup):
    """The commands that make corrections and take them back."""

    def __init__(self, explorer: ExplorerContext, entities: EntitiesPane) -> None:
        super().__init__(explorer)
        self._entities = entities

    # ---- making one ----------------------------------------------------------------------------------------------

    def corrected(self, message: str) -> None:
        """Something was put right: say what, and have the corpus worked through with it."""
        self.explorer.rework(f"{message} · {self.explorer.keymap.first('undo')} undoes")

    def make(self, correction: Correction) -> None:
        """Keep a correction, or say why it cannot be one."""

        def made(kept: Correction) -> None:
            self._entities.lines.touched = True  # the cursor stays with what was corrected
            self.corrected(self._words(kept))

        library = self.explorer.library
        self.explorer.perform(lambda: library.corrections.make(correction), made)

    def _words(self, correction: Correction) -> str:
        words = correction_words(correction, self.explorer.documents)
        return words[:1].upper() + words[1:]

    # ---- choosing what to do -------------------------------------------------------------------------------------

    def do_mend(self) -> None:
        """What can be put right about the row under the cursor."""
        row = self.explorer.pane.correctable
        if row is None:
            self._offer("Correct", self.explorer.remedies())
        else:
            self._with_names(row, partial(self._offer_for_name, row))

    def _offer_for_name(self, row: Correctable, name_of: Callable[[str], str]) -> None:
        about = NameRemedies(row, self, self.explorer.documents, name_of)
        remedies = [*about.of_row(), *self.explorer.remedies(), *about.of_entity()]
        self._offer(f"Correct “{row.entity.name}”", remedies)

    def _with_names(self, row: Correctable, then: Callable[[Callable[[str], str]], object]) -> None:
        """Go on with the names of the entities that the one of the row may be, in the view or outside it."""
        here = self._entities.name_of
        unknown = [ident for ident in row.entity.unsure if not here(ident)]
        if not unknown:
            then(here)
            return
        library = self.explorer.library

        def find() -> dict[str, str]:
            return {one.id: one.name for one in library.entities("") if one.id in unknown}

        self.explorer.prepare(find, lambda found: then(lambda ident: here(ident) or found.get(ident, "")))

    def _offer(self, title: str, remedies: Sequence[Remedy]) -> None:
        if not remedies:
            self.explorer.say("There is nothing to correct here: go to a name, a date or a conflict.")
            return
        from tui.dialogs.picker import Choice, Picker

        choices = [Choice(one, one.label, one.detail) for one in remedies]
        self.explorer.ask(Picker(title, choices), lambda one: one.do() if one is not None else None)

    # ---- merging, splitting, keeping apart -----------------------------------------------------------------------

    def _with_all(self, do: Callable[[tuple[Entity, ...]], None]) -> None:
        """Go on with every entity of the corpus, not only with those of the view."""
        if self.explorer.view.empty and self._entities.entities:
            do(self._entities.entities)
        else:
            library = self.explorer.library
            self.explorer.prepare(lambda: library.entities(""), do)

    def _choices(self, entities: Sequence[Entity], besides: Entity, *, first: Sequence[str] = ()) -> list[Choice[str]]:
        """Entities to choose from by name, each name once: those in `first` (ids), then those that share a word."""
        from tui.dialogs.picker import Choice

        near, own = set(first), words_of(besides)

        def rank(one: Entity) -> tuple[bool, bool, bool, int]:
            shares = bool(own & words_of(one))
            return one.id not in near, not shares, one.type != besides.type, -one.mentions

        ordered = sorted((one for one in entities if one.id != besides.id), key=rank)
        return [Choice(one.name, one.name, _described(one)) for one in {one.name: one for one in ordered}.values()]

    def ask_same(self, entity: Entity) -> None:
        """Ask for other names of the same, and merge them."""

        def ask(entities: tuple[Entity, ...]) -> None:
            from tui.dialogs.multi_picker import MultiPicker

            near = (*entity.unsure, *(link.entity for link in entity.links))
            choices = self._choices(entities, entity, first=near)
            picker = MultiPicker(f"“{entity.name}” is the same as …", choices, verb="merge")
            self.explorer.ask(picker, lambda names: self.merge(entity, names, entities) if names else None)

        self._with_all(ask)

    def merge(self, entity: Entity, others: Sequence[str], entities: Sequence[Entity] = ()) -> None:
        """Take the entity and these names for one; the one that is named most gives the name."""
        mentions = {one.name: one.mentions for one in entities or self._entities.entities}
        mentions[entity.name] = max(mentions.get(entity.name, 0), entity.mentions)
        names = sorted((entity.name, *others), key=lambda name: -mentions.get(name, 0))
        kinds = {one.type for one in entities if one.name in names} | {entity.type}
        by_name = {one.name: one.type for one in (*entities, entity)}
        kind = by_name.get(names[0], entity.type) if len(kinds) > 1 else None
        self.make(correction("merge", tuple(names), type=kind))

    def ask_split(self, entity: Entity, names: Sequence[str]) -> None:
        """Ask which of its names mean another, where, and whom."""
        from tui.dialogs.multi_picker import MultiPicker
        from tui.dialogs.picker import Choice

        picker = MultiPicker(
            f"Names that are not “{entity.name}”", [Choice(name, name) for name in names], verb="split off"
        )
        self.explorer.ask(picker, lambda chosen: self._ask_where(entity, chosen) if chosen is not None else None)

    def _ask_where(self, entity: Entity, names: tuple[str, ...]) -> None:
        """In which documents the names are split off: everywhere, or in one or more."""
        if len(entity.documents) < 2:
            self.ask_who(entity, names, ())
            return
        from tui.dialogs.multi_picker import MultiPicker
        from tui.dialogs.picker import Choice

        choices: list[Choice[str | None]] = [Choice(None, "everywhere", "in every document")]
        for doc in entity.documents:
            document = self.explorer.documents.get(doc)
            choices.append(Choice(doc, called(document) if document else doc, document.title if document else ""))
        picker = MultiPicker(f"Where “{names[0]}” means {another(entity)}", choices, verb="split off")

        def chosen(docs: tuple[str | None, ...] | None) -> None:
            if docs is not None:
                self.ask_who(entity, names, tuple(doc for doc in docs if doc is not None))

        self.explorer.ask(picker, chosen)

    def ask_who(self, entity: Entity, names: tuple[str, ...], docs: tuple[str, ...]) -> None:
        """Ask who is meant instead, and split the names off."""
        from tui.dialogs.picker import Choice, Picker

        def ask(entities: tuple[Entity, ...]) -> None:
            own = Choice("", "nobody in this list", "a name of its own")
            choices = [own, *self._choices(entities, entity, first=entity.unsure)]
            split = correction("split", names, docs=docs)
            self.explorer.ask(
                Picker(f"Who or what “{names[0]}” is", choices),
                lambda to: self.make(replace(split, to=to)) if to is not None else None,
            )

        self._with_all(ask)

    def ask_apart(self, entity: Entity) -> None:
        """Ask which name is never the same."""
        from tui.dialogs.picker import Choice, Picker

        def ask(entities: tuple[Entity, ...]) -> None:
            own = [Choice(name, name, "now one of its names") for name in entity.aliases if name != entity.name]
            picker = Picker(f"“{entity.name}” is not …", [*own, *self._choices(entities, entity, first=entity.unsure)])
            self.explorer.ask(
                picker, lambda name: self.make(correction("apart", (entity.name, name))) if name else None
            )

        self._with_all(ask)

    def ask_name(self, entity: Entity) -> None:
        """Ask for another name."""
        from tui.dialogs.prompt import Prompt

        def check(typed: str) -> str:
            if not typed.strip():
                return "A name needs a letter; to take it out of the list, hide it."
            return "That is its name already." if typed.strip() == entity.name else ""

        prompt = Prompt("Rename", f"“{entity.name}” is to be called", entity.name, check=check)
        self.explorer.ask(
            prompt, lambda to: self.make(correction("rename", (entity.name,), to=to.strip())) if to else None
        )

    def ask_type(self, entity: Entity) -> None:
        """Ask for another type."""
        rest = [kind for kind in ENTITY_TYPES if kind != entity.type]
        self._offer(
            f"“{entity.name}” is …",
            [Remedy(KINDS[k], "", partial(self.make, correction("retype", (entity.name,), type=k))) for k in rest],
        )

    # ---- taking back ---------------------------------------------------------------------------------------------

    def do_undo(self) -> None:
        """Take back the latest correction."""
        library = self.explorer.library
        taken = partial(self._taken_back, otherwise="There is no correction to take back.")
        self.explorer.perform(lambda: library.corrections.undo(), taken)

    def _taken_back(self, gone: Correction | None, otherwise: str) -> None:
        """Say what was taken back; or `otherwise` where nothing was."""
        if gone is None:
            self.explorer.say(otherwise)
            return
        message = f"Taken back: {self._words(gone)}"
        if gone.kind in ("dismiss", "confirm"):
            self.explorer.say(message)
            self.explorer.compare_again()  # nothing needs to be analysed for it
        else:
            self._entities.lines.touched = True
            self.explorer.rework(message)

    def do_corrections(self) -> None:
        """The corrections, newest first."""
        library = self.explorer.library
        self.explorer.prepare(lambda: library.corrections.all(), self._list)

    def _list(self, corrections: Sequence[Correction]) -> None:
        if not corrections:
            key = self.explorer.keymap.first("mend")
            self.explorer.say(f"Nothing has been corrected yet: {key} on a name or a date puts it right.")
            return
        from tui.corrections.list import CorrectionList

        self.explorer.ask(
            CorrectionList(corrections, self.explorer.documents),
            lambda one: self._ask_back(one) if one is not None else None,
        )

    def _ask_back(self, correction: Correction) -> None:
        remedies = [
            Remedy("Take it back", "", partial(self._take_back, correction.id)),
            Remedy("Keep it", "", self.do_corrections),
        ]
        self._offer(self._words(correction), remedies)

    def _take_back(self, ident: str) -> None:
        library = self.explorer.library
        taken = partial(self._taken_back, otherwise="It was taken back already.")
        self.explorer.perform(lambda: library.corrections.remove(ident), taken)


def words_of(entity: Entity) -> frozenset[str]:
    """The words of an entity's names, folded, that are long enough to tell something."""
    names = (entity.name, *entity.aliases)
    return frozenset(word for name in names for word in folded_name(name).split() if len(word) >= MIN_LEN_WORD)


def _described(entity: Entity) -> str:
    """What tells an entity from others in a list."""
    also = ", ".join(name for name in entity.aliases[:3] if name != entity.name)
    return f"{entity.type}, {counted(entity.mentions, 'mention')}{f' · also {also}' if also else ''}"
