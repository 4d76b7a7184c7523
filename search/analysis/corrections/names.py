"""Corrections of names, applied to the entities that were resolved, row by row.

No mention is ever lost but by `hide`. Every entity touched says so in its reasons; every row that changes nothing says
why in `Names.states`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from search.analysis.corrections.draft import EntityDraft, aliases, mentions_to_move, shown_as, slug
from search.analysis.corrections.merges import OVERRULED, MergeRequests
from search.model import Correction, Entity, EntityType, Link, Mention
from search.text.folding import name_key

DOUBT = "unsure"  # how identity's reasons for a doubt begin


@dataclass(frozen=True, slots=True)
class CorrectedNames:
    """Entities and mentions as the reader wants them; `states`: id → why the row changes nothing, "" where it does."""

    entities: tuple[Entity, ...]
    mentions: tuple[Mention, ...]
    states: Mapping[str, str] = field(default_factory=dict)


def apply(
    rows: Sequence[Correction], requests: MergeRequests, entities: Sequence[Entity], mentions: Sequence[Mention]
) -> CorrectedNames:
    """The entities with the rows about names applied in their order; `requests` is what resolving was given of them."""
    wanted = [row for row in rows if row.kind in _HOW]
    if not wanted:
        return CorrectedNames(tuple(entities), tuple(mentions))
    work = _Work(entities, mentions, requests)
    states = {row.id: OVERRULED if row.id in requests.overruled else _HOW[row.kind](work, row) for row in wanted}
    return work.done(states)


class _Work:
    """Entities and mentions while rows are applied to them."""

    def __init__(self, entities: Sequence[Entity], mentions: Sequence[Mention], requests: MergeRequests) -> None:
        self.requests = requests
        self.kept = {entity.id: EntityDraft(entity, []) for entity in entities}
        for mention in mentions:
            self.kept[mention.entity].mentions.append(mention)
        self.now: dict[str, str] = {}
        """Entities that were merged away → what they became."""
        self._shown: dict[str, dict[str, None]] = {}
        self._other: dict[str, dict[str, None]] = {}
        for draft in self.kept.values():
            self._know(draft)

    # ---- looking up --------------------------------------------------------------------------------------------

    def _know(self, draft: EntityDraft) -> None:
        entity = draft.entity
        self._shown.setdefault(name_key(entity.name), {})[entity.id] = None
        for alias in entity.aliases:
            self._other.setdefault(name_key(alias), {})[entity.id] = None

    def _forget(self, draft: EntityDraft) -> None:
        entity = draft.entity
        self._shown.get(name_key(entity.name), {}).pop(entity.id, None)
        for alias in entity.aliases:
            self._other.get(name_key(alias), {}).pop(entity.id, None)

    def change(self, draft: EntityDraft, **fields: object) -> None:
        """Give an entity other values, and a reason."""
        self._forget(draft)
        reason = fields.pop("reason", "")
        entity = replace(draft.entity, **fields)  # type: ignore[arg-type]  # names of Entity's own fields
        if reason and reason not in entity.reasons:
            entity = replace(entity, reasons=(*entity.reasons, str(reason)))
        draft.entity, draft.changed = entity, True
        self._know(draft)

    def named(self, name: str) -> list[EntityDraft]:
        """The entities shown as `name`; where there is none, those that have it among their other names."""
        key = name_key(name)
        return [self.kept[ident] for ident in self._shown.get(key) or self._other.get(key) or ()]

    def one(self, name: str) -> EntityDraft | str:
        """The entity that a name means, or why there is not one."""
        found = self.named(name)
        if not found:
            return not_found(name)
        if len(found) > 1 and not self._shows(found[0], name):
            return _may_be(name, found)
        return found[0]

    # ---- merge and apart ---------------------------------------------------------------------------------------

    def merge(self, row: Correction) -> str:
        """Put everything under one name, as far as it was not resolved to one entity already."""
        names = self._names_of(row)
        parts = self._parts(names)
        if isinstance(parts, str):
            return parts
        missing = [name for name in names if not self.named(name)]
        if not parts or (len(names) - len(missing) < 2 and names[0] not in missing):
            return not_found(missing[0])
        chief = next((each for each in parts if each.entity.name == names[0]), None) or max(
            parts, key=lambda each: len(each.mentions)
        )
        for each in parts:
            if each is not chief:
                self._take_in(chief, each)
        quoted = [f"“{name}”" for name in names]
        by_you = f"{', '.join(quoted[:-1])} and {quoted[-1]} were merged by you"
        self.change(chief, **shown_as(chief, names[0]), type=row.type or chief.entity.type, reason=by_you)
        return ""

    def _parts(self, names: Sequence[str]) -> list[EntityDraft] | str:
        """The entities that a merge is of, or why a name does not tell which: those shown so come first."""
        parts = {each.entity.id: each for name in names for each in self.named(name) if self._shows(each, name)}
        for name in names:
            bearers = self.named(name)
            if not bearers or any(each.entity.id in parts for each in bearers):
                continue
            if len(bearers) > 1:
                return _may_be(name, bearers)
            parts[bearers[0].entity.id] = bearers[0]
        return list(parts.values())

    @staticmethod
    def _shows(draft: EntityDraft, name: str) -> bool:
        return name_key(draft.entity.name) == name_key(name)

    def _names_of(self, row: Correction) -> list[str]:
        """A merge's names without those that a later row keeps apart."""
        mine = [
            alias for alias in self.requests.merges if alias.name == row.names[0] and {*alias.aliases} <= {*row.names}
        ]
        return [mine[0].name, *mine[0].aliases] if mine else list(row.names)

    def _take_in(self, chief: EntityDraft, other: EntityDraft) -> None:
        """Merges `other` into `chief`. A doubt who one of them is ends with it, unless there is one about both."""
        both = [each for each in (chief, other) if each.entity.unsure]
        if len(both) == 1:
            self._settle(both[0])
        self._forget(other)
        del self.kept[other.entity.id]
        self.now[other.entity.id] = chief.entity.id
        chief.mentions += [replace(mention, entity=chief.entity.id) for mention in other.mentions]
        self.change(
            chief,
            aliases=aliases(chief.entity, (*chief.entity.aliases, other.entity.name, *other.entity.aliases)),
            reasons=tuple(dict.fromkeys((*chief.entity.reasons, *other.entity.reasons))),
            links=(*chief.entity.links, *other.entity.links),
            unsure=(*chief.entity.unsure, *other.entity.unsure),
        )

    def _settle(self, draft: EntityDraft, left: tuple[str, ...] = ()) -> None:
        """Leaves an entity in doubt only between those that are `left`."""
        reasons = draft.entity.reasons
        if not left:
            reasons = tuple(reason for reason in reasons if not reason.startswith(DOUBT))
        self.change(draft, unsure=left, reasons=reasons)

    def apart(self, row: Correction) -> str:
        """Say on the entities that they are kept apart, and take the others out of a doubt."""
        found = {name: self.named(name) for name in row.names}
        missing = [name for name, who in found.items() if not who]
        if missing:
            return not_found(missing[0])
        ids = {name: {each.entity.id for each in who} for name, who in found.items()}
        for name, who in found.items():
            self._note_apart(name, who, ids)
        if all(mine == ids[row.names[0]] for mine in ids.values()):
            return f"{' and '.join(f'“{name}”' for name in row.names)} are written alike: split them by document"
        return ""

    def _note_apart(self, name: str, who: Sequence[EntityDraft], ids: Mapping[str, set[str]]) -> None:
        """Says on the entities of a name which names they are kept apart from; they are none of those any more."""
        others = [f"“{other}”" for other, theirs in ids.items() if theirs != ids[name]]
        not_these = set[str]().union(*ids.values()) - ids[name]
        for each in who if others else ():
            left = tuple(one for one in each.entity.unsure if one not in not_these)
            if left != each.entity.unsure:
                self._settle(each, left)
            self.change(each, reason=f"kept apart from {', '.join(others)} by you")

    # ---- split -------------------------------------------------------------------------------------------------

    def split(self, row: Correction) -> str:
        """Give the mentions of some names, in some documents, to another entity."""
        target = next(iter(self.named(row.to)), None) if row.to else None
        moved = self._moved(row, target)
        if not moved:
            return self._not_split(row, target)
        if target is None and len(moved) == 1 and len(moved[0][1]) == len(moved[0][0].mentions):
            if row.to:
                self.change(moved[0][0], **shown_as(moved[0][0], row.to), reason="split and named by you")
                return ""
            return f"“{row.names[0]}” is an entity of its own already"
        source = max(moved, key=lambda pair: len(pair[1]))[0].entity
        kept = self._new(row.to or row.names[0], source.type) if target is None else target
        names = ", ".join(f"“{name}”" for name in row.names)
        for draft, mentions in moved:
            reason = f"{names}{_where(row)} was split off from “{draft.entity.name}” by you"
            self._give(draft, kept, mentions, reason)
        if target is None and not row.to:
            self._tell_apart(kept)
        return ""

    def _moved(self, row: Correction, target: EntityDraft | None) -> list[tuple[EntityDraft, list[Mention]]]:
        """The mentions that a split takes from each entity."""
        wanted = {name_key(name): name for name in row.names}
        docs = frozenset(row.docs)
        bearers = [draft for draft in self.kept.values() if draft is not target and self._bears(draft, wanted)]
        moved = [(draft, mentions) for draft in bearers if (mentions := mentions_to_move(draft, wanted, docs))]
        if target is None:
            return moved
        # Where it was in doubt whether the target is meant, only that is decided.
        return [one for one in moved if target.entity.id in one[0].entity.unsure] or moved

    def _not_split(self, row: Correction, target: EntityDraft | None) -> str:
        """Why a split moves nothing."""
        if target is not None and self._bears(target, [name_key(name) for name in row.names]):
            return f"“{row.names[0]}” is merged into “{target.entity.name}” already"
        return not_found(row.names[0], _where(row))

    def _bears(self, draft: EntityDraft, wanted: Iterable[str]) -> bool:
        """Whether an entity has a name with one of the wanted keys."""
        ident = draft.entity.id
        return any(ident in self._shown.get(key, ()) or ident in self._other.get(key, ()) for key in wanted)

    def _new(self, name: str, kind: EntityType) -> EntityDraft:
        base = ident = f"{kind}:{slug(name)}"
        count = 2
        while ident in self.kept or ident in self.now:
            ident, count = f"{base}-{count}", count + 1
        made = self.kept[ident] = EntityDraft(Entity(ident, name, kind), [])
        self._know(made)
        return made

    def _give(self, giver: EntityDraft, taker: EntityDraft, mentions: Sequence[Mention], reason: str) -> None:
        """Moves mentions with the names that are left nowhere else; a giver without any is gone."""
        gone = {id(mention) for mention in mentions}
        giver.mentions = [mention for mention in giver.mentions if id(mention) not in gone]
        taker.mentions += [replace(mention, entity=taker.entity.id) for mention in mentions]
        left = {mention.text for mention in giver.mentions}
        lost = {mention.text for mention in mentions} - left
        texts = [text for text, _ in Counter(mention.text for mention in mentions).most_common()]
        self.change(taker, aliases=aliases(taker.entity, (*taker.entity.aliases, *texts)), reason=reason)
        if not giver.mentions:
            self._forget(giver)
            del self.kept[giver.entity.id]
            self.now[giver.entity.id] = taker.entity.id
            return
        self.change(giver, aliases=tuple(a for a in giver.entity.aliases if a not in lost), reason=reason)
        if giver.entity.name in lost:
            self._rename_to_own(giver, left)

    def _rename_to_own(self, giver: EntityDraft, left: set[str]) -> None:
        """The name went with its mentions: the entity left is shown by the longest that is its own."""
        counts = Counter(mention.text for mention in giver.mentions)
        best = max(left, key=lambda text: (len(text.split()), counts[text], text))
        self.change(giver, name=best, aliases=tuple(alias for alias in giver.entity.aliases if alias != best))

    def _tell_apart(self, made: EntityDraft) -> None:
        """Number a name that draft else is shown by already, so that later rows can mean either."""
        base, count = made.entity.name, 2
        name = base
        while len(self._shown.get(name_key(name), ())) > (name == base):
            name, count = f"{base} ({count})", count + 1
        if name != base:
            self.change(made, name=name, aliases=aliases(made.entity, (base, *made.entity.aliases), name))

    # ---- rename, retype, hide ----------------------------------------------------------------------------------

    def rename(self, row: Correction) -> str:
        """Show an entity by another name; the old one still finds it."""
        found = self.one(row.names[0])
        if isinstance(found, str):
            return found
        old = found.entity.name
        self.change(found, **shown_as(found, row.to), reason=f"“{old}” was renamed to “{row.to}” by you")
        return ""

    def retype(self, row: Correction) -> str:
        """Give an entity another type."""
        found = self.one(row.names[0])
        if isinstance(found, str):
            return found
        article = "an" if row.type == "organization" else "a"
        self.change(found, type=row.type or found.entity.type, reason=f"it was counted as {article} {row.type} by you")
        return ""

    def hide(self, row: Correction) -> str:
        """Take an entity out; of a name that is only one of several, the mentions under that name."""
        found = self.named(row.names[0])
        if not found:
            return not_found(row.names[0])
        key = name_key(row.names[0])
        for draft in found:
            left = [m for m in draft.mentions if name_key(m.text) != key]
            if name_key(draft.entity.name) == key or not left:
                self._forget(draft)
                del self.kept[draft.entity.id]
                continue
            draft.mentions = left
            rest = tuple(alias for alias in draft.entity.aliases if name_key(alias) != key)
            self.change(draft, aliases=rest, reason=f"“{row.names[0]}” was hidden by you")
        return ""

    # ---- the end -----------------------------------------------------------------------------------------------

    def done(self, states: Mapping[str, str]) -> CorrectedNames:
        """Entities, the most mentioned first, and their mentions by document and place."""
        self._decide()
        entities: list[Entity] = []
        mentions: list[Mention] = []
        for draft in self.kept.values():
            entity = draft.entity
            mine = draft.mentions
            if draft.changed:
                mine = list({(m.doc, m.start, m.end): m for m in mine}.values())
                entity = replace(entity, mentions=len(mine), documents=tuple(sorted({m.doc for m in mine})))
            if entity.links or entity.unsure:
                entity = self._linked(entity)
            entities.append(entity)
            mentions += mine
        entities.sort(key=lambda e: (-e.mentions, e.id))
        mentions.sort(key=lambda m: (m.doc, m.start, m.end, m.entity))
        return CorrectedNames(tuple(entities), tuple(mentions), states)

    def _decide(self) -> None:
        """A name that could be several who are one by now is theirs."""
        apart = {frozenset(map(name_key, names)) for names in self.requests.apart}
        for draft in [each for each in self.kept.values() if len(each.entity.unsure) > 1]:
            who = {self._there(ident) for ident in draft.entity.unsure}
            if len(who) > 1 or (found := who.pop()) is None or found == draft.entity.id:
                continue
            whole = self.kept[found]
            name, other = draft.entity.name, whole.entity.name
            if frozenset((name_key(name), name_key(other))) not in apart:
                self._take_in(whole, draft)
                self.change(whole, reason=f"“{name}” could only be one of those that were merged by you")

    def _linked(self, entity: Entity) -> Entity:
        """An entity whose links lead to entities that are there."""
        links: dict[Link, None] = {}
        for link in entity.links:
            there = self._there(link.entity)
            if there is not None and there != entity.id:
                links[replace(link, entity=there)] = None
        unsure = dict.fromkeys(there for each in entity.unsure if (there := self._there(each)) and there != entity.id)
        return replace(entity, links=tuple(links), unsure=tuple(unsure))

    def _there(self, ident: str) -> str | None:
        """What an entity became by merging, None where it was taken out."""
        while ident in self.now:
            ident = self.now[ident]
        return ident if ident in self.kept else None


_HOW: Mapping[str, Callable[[_Work, Correction], str]] = {
    "merge": _Work.merge,
    "apart": _Work.apart,
    "split": _Work.split,
    "rename": _Work.rename,
    "retype": _Work.retype,
    "hide": _Work.hide,
}


def not_found(name: str, where: str = " here") -> str:
    """Why a row about a name changes nothing."""
    return f"no name “{name}” is found{where} any more"


def _where(row: Correction) -> str:
    """In which documents a row holds, in words; "" where it holds in all."""
    return f" in {', '.join(row.docs)}" if row.docs else ""


def _may_be(name: str, who: Sequence[EntityDraft]) -> str:
    return f"“{name}” may be {' or '.join(f'“{each.entity.name}”' for each in who[:3])}"
