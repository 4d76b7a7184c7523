"""What can be done about a name: its own remedies, and those of the row of its page that the cursor is on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol

from search.model import Entity, Link
from tui.corrections.wording import KINDS, correction
from tui.session.context import Correctable, Remedy
from tui.wording import called

if TYPE_CHECKING:
    from search.model import Context, Correction, Document


class NameSteps(Protocol):
    """What choosing a remedy leads to: a correction, or a question."""

    def make(self, correction: Correction) -> None:
        """Keep a correction."""

    def merge(self, entity: Entity, others: Sequence[str]) -> None:
        """Take the entity and these names for one."""

    def ask_same(self, entity: Entity) -> None:
        """Ask for other names of the same."""

    def ask_split(self, entity: Entity, names: Sequence[str]) -> None:
        """Ask which of its names mean another."""

    def ask_who(self, entity: Entity, names: tuple[str, ...], docs: tuple[str, ...]) -> None:
        """Ask who is meant by names instead."""

    def ask_apart(self, entity: Entity) -> None:
        """Ask which name is never the same."""

    def ask_name(self, entity: Entity) -> None:
        """Ask for another name."""

    def ask_type(self, entity: Entity) -> None:
        """Ask for another type."""


class NameRemedies:
    """Remedies for one name. `names` says what the entities are called that it may be, by id."""

    def __init__(
        self, row: Correctable, steps: NameSteps, documents: Mapping[str, Document], names: Callable[[str], str]
    ) -> None:
        self._row = row
        self._entity = row.entity
        self._steps = steps
        self._documents = documents
        self._name_of = names

    def of_row(self) -> list[Remedy]:
        """What the row of a page adds to what can be done with its entity."""
        from search.model import Companion, Context, NameUse

        entity = self._entity
        match self._row.about:
            case Context() as about:
                return [*self._here(about), self._means_another((about.text,), (about.doc,))]
            case NameUse() as about:
                docs = (self._row.doc,) if self._row.doc else ()
                out = [self._means_another((about.name,), docs)]
                if about.name != entity.name:
                    shown = correction("rename", (entity.name,), to=about.name)
                    out.append(self._correcting(f"Call it “{about.name}”", "show it under this name", shown))
                return out
            case Companion() as about:
                return self._pair(about.name)
            case Link() as about if about.entity in entity.unsure:
                other = self._name_of(about.entity)
                return [self._decided(other), *self._pair(other)[1:]] if other else []
            case Link() as about:
                other = (self._row.others or {}).get(about.entity, "")
                return self._pair(other) if other else []
            case None:
                return []

    def of_entity(self) -> list[Remedy]:
        """What can be done with the entity from anywhere."""
        entity, steps = self._entity, self._steps
        out = [*self._doubts(), Remedy("The same as …", "merge it with one or more other names",
                                       partial(steps.ask_same, entity))]  # fmt: skip
        others = [name for name in entity.aliases if name != entity.name]
        if others:
            out.append(Remedy("Split off a name …", "one of its names means somebody or something else",
                              partial(steps.ask_split, entity, others)))  # fmt: skip
        return [
            *out,
            Remedy("Not the same as …", "keep it and another name apart", partial(steps.ask_apart, entity)),
            Remedy("Rename …", "show it under another name", partial(steps.ask_name, entity)),
            Remedy("Of another type …", f"it is {KINDS[entity.type]} now", partial(steps.ask_type, entity)),
            self._correcting("Hide", "it is not a name at all", correction("hide", (entity.name,))),
        ]

    def _correcting(self, label: str, detail: str, made: Correction) -> Remedy:
        return Remedy(label, detail, partial(self._steps.make, made))

    def _pair(self, other: str) -> list[Remedy]:
        entity = self._entity
        apart = correction("apart", (entity.name, other))
        return [
            Remedy(f"It is “{other}”", "merge the two", partial(self._steps.merge, entity, (other,))),
            self._correcting(f"It is not “{other}”", "keep the two apart", apart),
        ]

    def _here(self, about: Context) -> list[Remedy]:
        """Whom a name that may be several means in this one document."""
        if len(self._entity.documents) < 2:
            return []
        where = called(self._documents[about.doc]) if about.doc in self._documents else about.doc
        names = [name for ident in self._entity.unsure if (name := self._name_of(ident))]
        return [
            self._correcting(f"It is “{name}” in {where}", "in this document alone",
                             correction("split", (about.text,), to=name, docs=(about.doc,)))
            for name in names
        ]  # fmt: skip

    def _means_another(self, names: tuple[str, ...], docs: tuple[str, ...]) -> Remedy:
        entity = self._entity
        where = f" in {called(self._documents[docs[0]])}" if docs and docs[0] in self._documents else ""
        label = f"“{names[0]}” means {another(entity)}{where} …"
        ask = partial(self._steps.ask_who, entity, names, docs)
        return Remedy(label, f"split it off from “{entity.name}”", ask)

    def _doubts(self) -> list[Remedy]:
        """Whom a name may mean, each in two keys; on a row about one of them that comes before these."""
        here = self._row.about.entity if isinstance(self._row.about, Link) else ""
        names = (self._name_of(ident) for ident in self._entity.unsure if ident != here)
        return [self._decided(name) for name in names if name]

    def _decided(self, other: str) -> Remedy:
        merged = correction("merge", (other, self._entity.name))
        return self._correcting(f"It is “{other}”", "merge the two", merged)


def another(entity: Entity) -> str:
    """What is meant where not this entity is."""
    return "somebody else" if entity.type == "person" else "something else"
