"""Mending: what the reader puts right about names and dates, how it is taken back, and the list of all of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from search.errors import SourcebookError
from search.model import ENTITY_TYPES, Entity, Link
from tui.corrections.wording import KINDS, correction, correction_words
from tui.entities.names import folded_name
from tui.explorer.ask import Questions
from tui.wording import called, counted

if TYPE_CHECKING:
    from search.model import Context, Correction
    from tui.dialogs.picker import Choice
    from tui.entities.page import Item
    from tui.session.messages import Dated

LEAST = 3  # letters; only words that are longer are looked at for likeness
WAIT = 0.1  # seconds between looks whether the work that runs has ended


@dataclass(frozen=True, slots=True)
class Remedy:
    """One thing that can be done about what is under the cursor."""

    label: str
    detail: str
    do: Callable[[], None]


class Mending(Questions):
    """The commands that make corrections and take them back."""

    _work_wanted = False  # a correction was made while work was running, which may not have seen it

    # ---- making one ----------------------------------------------------------------------------------------------

    def corrected(self, message: str, *, undoes: bool = True, made: Correction | None = None) -> None:
        """Something was put right (or `made` taken back): say what, and have the corpus worked through with it."""
        said = f"{message} · {self.keymap.first('undo')} undoes" if undoes else message
        self.status.say(said)
        self._work_wanted = self.sourcebook.working
        if not self._work_wanted:
            self.sourcebook.start_work()

    def work_ended(self) -> None:
        """Begin again what was wanted while work was running, as soon as its process is gone."""
        if not self._work_wanted:
            return
        if self.sourcebook.working:
            self.set_timer(WAIT, self.work_ended)
        else:
            self._work_wanted = False
            self.sourcebook.start_work()

    def make(self, correction: Correction) -> None:
        """Keep a correction, or say why it cannot be one."""
        try:
            made = self.library.corrections.make(correction)
        except SourcebookError as error:
            self.trouble(error.title, error.message, error.hint)
            return
        self.entities.lines.touched = True  # the cursor stays with what was mended
        self.corrected(self._words(made))

    def _words(self, correction: Correction) -> str:
        words = correction_words(correction, self.documents)
        return words[:1].upper() + words[1:]

    # ---- choosing what to do -------------------------------------------------------------------------------------

    def do_mend(self) -> None:
        """What can be put right about the row under the cursor."""
        remedies: list[Remedy] = []
        title = "Mend"
        if self.active == "entities" and (entity := self.entities.entity) is not None:
            item = self.entities.item
            if item is not None:
                remedies += self._about_row(entity, item)
            remedies += self._about_date() + self._about_entity(entity)
            title = f"Mend “{entity.name}”"
        else:
            remedies = self.about_conflict() + self._about_date()
        if remedies:
            self._choose(title, remedies)
        else:
            self.status.say("There is nothing to mend here: go to a name, a date or a conflict.")

    def about_conflict(self) -> list[Remedy]:
        """What can be done about a conflict under the cursor."""
        return []

    def redate(self, date: Dated) -> None:
        """Ask for another value of a date."""
        raise NotImplementedError

    def _choose(self, title: str, remedies: Sequence[Remedy]) -> None:
        from tui.dialogs.picker import Choice, Picker

        choices = [Choice(str(number), one.label, one.detail) for number, one in enumerate(remedies)]

        def chosen(value: str | None) -> None:
            if value is not None:
                remedies[int(value)].do()

        self.ask(Picker(title, choices), chosen)

    def _about_date(self) -> list[Remedy]:
        """The commands of dates that have something to do on this row."""
        rows: list[tuple[str, str, str]] = []
        dated = self.pane.dated
        if dated is not None and dated.words:
            rows += [
                ("redate", f"Date “{dated.words}” otherwise …", "give the date under the cursor another value"),
                ("drop_date", f"“{dated.words}” dates nothing", "drop this dated statement"),
            ]
        doc = dated.doc if dated is not None else self.pane.spot.doc if self.pane.spot is not None else ""
        if doc in self.documents and (dated is not None or self.active != "entities"):
            rows.append(("set_published", "Set the day of publication …", f"of {self.documents[doc].title}"))
        found = ((label, detail, self.handler(name)) for name, label, detail in rows)
        return [Remedy(label, detail, partial(_run, do)) for label, detail, do in found if do is not None]

    def _about_row(self, entity: Entity, item: Item) -> list[Remedy]:
        """What the row of a page adds to what can be done with its entity."""
        from search.model import Companion, Context, NameUse

        about = item.of
        match about:
            case Context():
                return [*self._here(entity, about), self._means_another(entity, (about.text,), (about.doc,))]
            case NameUse():
                docs = (item.doc,) if item.doc else ()
                out = [self._means_another(entity, (about.name,), docs)]
                if about.name != entity.name:
                    shown = correction("rename", (entity.name,), to=about.name)
                    out.append(Remedy(f"Call it “{about.name}”", "show it under this name", partial(self.make, shown)))
                return out
            case Companion():
                return self._pair(entity, about.name)
            case Link() if about.entity in entity.unsure:
                other = self._name_of(about.entity)
                return [self._decided(entity, about.entity), *self._pair(entity, other)[1:]] if other else []
            case Link():
                other = self.entities.page.profile.others.get(about.entity, "") if self.entities.page else ""
                return self._pair(entity, other) if other else []
            case _:
                return []

    def _pair(self, entity: Entity, other: str) -> list[Remedy]:
        apart = correction("apart", (entity.name, other))
        return [
            Remedy(f"It is “{other}”", "count both as one", partial(self._merge_named, entity, (other,))),
            Remedy(f"It is not “{other}”", "never take them for one", partial(self.make, apart)),
        ]

    def _here(self, entity: Entity, about: Context) -> list[Remedy]:
        """Whom a name that may be several means in this one document."""
        if len(entity.documents) < 2:
            return []
        where = called(self.documents[about.doc]) if about.doc in self.documents else about.doc
        names = [name for ident in entity.unsure if (name := self._name_of(ident))]
        return [
            Remedy(f"It is “{name}” in {where}", "in this document alone",
                   partial(self.make, correction("split", (about.text,), to=name, docs=(about.doc,))))
            for name in names
        ]  # fmt: skip

    def _means_another(self, entity: Entity, names: tuple[str, ...], docs: tuple[str, ...]) -> Remedy:
        where = f" in {called(self.documents[docs[0]])}" if docs and docs[0] in self.documents else ""
        label = f"“{names[0]}” means {_another(entity)}{where} …"
        return Remedy(label, f"split it off from “{entity.name}”", partial(self._ask_who, entity, names, docs))

    def _doubts(self, entity: Entity) -> list[Remedy]:
        """Whom a name may mean, each in two keys; on a row about one of them that comes before these."""
        item = self.entities.item
        here = item.of.entity if item is not None and isinstance(item.of, Link) else ""
        return [self._decided(entity, ident) for ident in entity.unsure if ident != here and self._name_of(ident)]

    def _decided(self, entity: Entity, ident: str) -> Remedy:
        other = self._name_of(ident)
        merged = correction("merge", (other, entity.name))
        return Remedy(f"It is “{other}”", "count both as one", partial(self.make, merged))

    def _name_of(self, ident: str) -> str:
        """What an entity is called, in the view or outside it."""
        known = self.entities.name_of(ident)
        return known or next((one.name for one in self.library.entities("") if one.id == ident), "")

    def _about_entity(self, entity: Entity) -> list[Remedy]:
        out = [
            *self._doubts(entity),
            Remedy("The same as …", "merge it with one or more other names", partial(self._ask_same, entity)),
        ]
        others = [name for name in entity.aliases if name != entity.name]
        if others:
            out.append(Remedy("Split off a name …", "one of its names means somebody or something else",
                              partial(self._ask_split, entity, others)))  # fmt: skip
        hide = correction("hide", (entity.name,))
        return [
            *out,
            Remedy("Not the same as …", "never take it and another name for one", partial(self._ask_apart, entity)),
            Remedy("Rename …", "show it under another name", partial(self._ask_name, entity)),
            Remedy("Of another type …", f"it is {KINDS[entity.type]} now", partial(self._ask_type, entity)),
            Remedy("Hide", "it is no name at all", partial(self.make, hide)),
        ]

    # ---- merging, splitting, keeping apart -----------------------------------------------------------------------

    def _with_all(self, do: Callable[[tuple[Entity, ...]], None]) -> None:
        """Go on with every entity of the corpus, not only with those of the view; at once, for keys may follow."""
        do(self.entities.entities if self.view.empty and self.entities.entities else self.library.entities(""))

    def _choices(self, entities: Sequence[Entity], besides: Entity, *, first: Sequence[str] = ()) -> list[Choice]:
        """Entities to choose from by name, each name once: those in `first` (ids), then those that share a word."""
        from tui.dialogs.picker import Choice

        near, own = set(first), words_of(besides)

        def rank(one: Entity) -> tuple[bool, bool, bool, int]:
            shares = bool(own & words_of(one))
            return one.id not in near, not shares, one.type != besides.type, -one.mentions

        ordered = sorted((one for one in entities if one.id != besides.id), key=rank)
        return [Choice(one.name, one.name, _told(one)) for one in {one.name: one for one in ordered}.values()]

    def _ask_same(self, entity: Entity) -> None:
        def ask(entities: tuple[Entity, ...]) -> None:
            from tui.dialogs.multi_picker import MarkPicker

            near = (*entity.unsure, *(link.entity for link in entity.links))
            picker = MarkPicker(
                f"“{entity.name}” is the same as …", self._choices(entities, entity, first=near), verb="merge"
            )
            self.ask(picker, lambda value: self._merge_named(entity, picker.taken(value), entities) if value else None)

        self._with_all(ask)

    def _merge_named(self, entity: Entity, others: Sequence[str], entities: Sequence[Entity] = ()) -> None:
        """Merge; the one that is named most gives the name."""
        if not others:
            return
        mentions = {one.name: one.mentions for one in entities or self.entities.entities}
        mentions[entity.name] = max(mentions.get(entity.name, 0), entity.mentions)
        names = sorted((entity.name, *others), key=lambda name: -mentions.get(name, 0))
        kinds = {one.type for one in entities if one.name in names} | {entity.type}
        by_name = {one.name: one.type for one in (*entities, entity)}
        kind = by_name.get(names[0], entity.type) if len(kinds) > 1 else None
        self.make(correction("merge", tuple(names), type=kind))

    def _ask_split(self, entity: Entity, names: Sequence[str]) -> None:
        from tui.dialogs.multi_picker import MarkPicker
        from tui.dialogs.picker import Choice

        choices = [Choice(name, name) for name in names]
        picker = MarkPicker(f"Names that are not “{entity.name}”", choices, verb="split off")
        self.ask(picker, lambda value: self._ask_where(entity, picker.taken(value)) if value is not None else None)

    def _ask_where(self, entity: Entity, names: tuple[str, ...]) -> None:
        """In which documents the names are split off: everywhere, or in one or more."""
        from tui.dialogs.picker import Choice

        if len(entity.documents) < 2:
            self._ask_who(entity, names, ())
            return
        from tui.dialogs.multi_picker import MarkPicker

        choices = [Choice("", "everywhere", "in every document")]
        for doc in entity.documents:
            document = self.documents.get(doc)
            choices.append(Choice(doc, called(document) if document else doc, document.title if document else ""))
        picker = MarkPicker(f"Where “{names[0]}” means {_another(entity)}", choices, verb="split off")

        def chosen(value: str | None) -> None:
            if value is not None:
                self._ask_who(entity, names, tuple(doc for doc in picker.taken(value) if doc))

        self.ask(picker, chosen)

    def _ask_who(self, entity: Entity, names: tuple[str, ...], docs: tuple[str, ...]) -> None:
        """Who is meant instead."""

        from tui.dialogs.picker import Choice, Picker

        def ask(entities: tuple[Entity, ...]) -> None:
            own = Choice("", "nobody in this list", "a name of its own")
            choices = [own, *self._choices(entities, entity, first=entity.unsure)]
            split = correction("split", names, docs=docs)
            self.ask(
                Picker(f"Who or what “{names[0]}” is", choices),
                lambda value: self.make(replace(split, to=value)) if value is not None else None,
            )

        self._with_all(ask)

    def _ask_apart(self, entity: Entity) -> None:
        from tui.dialogs.picker import Choice, Picker

        def ask(entities: tuple[Entity, ...]) -> None:
            own = [Choice(name, name, "now one of its names") for name in entity.aliases if name != entity.name]
            picker = Picker(f"“{entity.name}” is not …", [*own, *self._choices(entities, entity, first=entity.unsure)])
            self.ask(picker, lambda value: self.make(correction("apart", (entity.name, value))) if value else None)

        self._with_all(ask)

    def _ask_name(self, entity: Entity) -> None:
        from tui.dialogs.prompt import Prompt

        def check(typed: str) -> str:
            if not typed.strip():
                return "A name needs a letter; to take it out of the list, hide it."
            return "It is called so already." if typed.strip() == entity.name else ""

        prompt = Prompt("Rename", f"“{entity.name}” is to be called", entity.name, check=check)
        self.ask(prompt, lambda to: self.make(correction("rename", (entity.name,), to=to.strip())) if to else None)

    def _ask_type(self, entity: Entity) -> None:
        rest = [kind for kind in ENTITY_TYPES if kind != entity.type]
        self._choose(
            f"“{entity.name}” is …",
            [Remedy(KINDS[k], "", partial(self.make, correction("retype", (entity.name,), type=k))) for k in rest],
        )

    # ---- taking back ---------------------------------------------------------------------------------------------

    def do_undo(self) -> None:
        """Take back the latest correction."""
        try:
            undone = self.library.corrections.undo()
        except SourcebookError as error:
            self.trouble(error.title, error.message, error.hint)
            return
        if undone is None:
            self.status.say("There is no correction to take back.")
        else:
            self.entities.lines.touched = True
            self.corrected(f"Taken back: {self._words(undone)}", undoes=False, made=undone)

    def do_corrections(self) -> None:
        """The corrections, newest first."""
        try:
            corrections = self.library.corrections.all()  # at once, for keys may follow
        except SourcebookError as error:
            self.trouble(error.title, error.message, error.hint)
            return
        if not corrections:
            key = self.keymap.first("mend")
            self.status.say(f"Nothing has been corrected yet: {key} on a name or a date puts it right.")
            return
        from tui.corrections.list import CorrectionList

        by_id = {one.id: one for one in corrections}
        self.ask(
            CorrectionList(corrections, self.documents),
            lambda ident: self._ask_back(by_id[ident]) if ident is not None else None,
        )

    def _ask_back(self, correction: Correction) -> None:
        remedies = [
            Remedy("Take it back", "", partial(self._take_back, correction.id)),
            Remedy("Keep it", "", self.do_corrections),
        ]
        self._choose(self._words(correction), remedies)

    def _take_back(self, ident: str) -> None:
        try:
            gone = self.library.corrections.remove(ident)
        except SourcebookError as error:
            self.trouble(error.title, error.message, error.hint)
            return
        if gone is None:
            self.status.say("It was taken back already.")
        else:
            self.entities.lines.touched = True
            self.corrected(f"Taken back: {self._words(gone)}", undoes=False, made=gone)


def words_of(entity: Entity) -> frozenset[str]:
    """The words of an entity's names, folded, that are long enough to tell something."""
    return frozenset(
        word for name in (entity.name, *entity.aliases) for word in folded_name(name).split() if len(word) > LEAST
    )


def _run(do: Callable[[], object]) -> None:
    do()


def _another(entity: Entity) -> str:
    return "somebody else" if entity.type == "person" else "something else"


def _told(entity: Entity) -> str:
    """What tells an entity from others in a list."""
    also = ", ".join(name for name in entity.aliases[:3] if name != entity.name)
    return f"{entity.type}, {counted(entity.mentions, 'mention')}{f' · also {also}' if also else ''}"
