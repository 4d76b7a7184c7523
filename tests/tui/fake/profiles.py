"""Pages of entities and corrections of names, in memory: what `Library.profile` and `Library.corrections` give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from search.errors import CorpusError
from search.exports import Exported, Format
from search.model import (
    Companion,
    Conflict,
    Context,
    Correction,
    DateValue,
    Entity,
    EntityType,
    Event,
    Mention,
    NameUse,
    Profile,
    Quotation,
    Verdict,
)
from search.userdata.verdicts import Verdicts, verdict_on

Named = dict[str, tuple[str, EntityType, tuple[str, ...]]]
AROUND = 60

FORMATS = (
    Format("entities", "csv", "csv", "a table, a row an entity", "tables"),
    Format("timeline", "markdown", "md", "a chronology with quotations", "markdown"),
)


def profile_of(
    entity: Entity,
    mentions: Sequence[Mention],
    others: Sequence[tuple[Entity, Sequence[Mention]]],
    events: Sequence[Event],
    texts: Mapping[str, str],
    described: Mapping[str, tuple[str, ...]],
) -> Profile:
    """A page worked out from what the fake library knows; a passage is a paragraph."""
    uses: dict[str, Counter[str]] = {}
    contexts = []
    for one in mentions:
        uses.setdefault(one.text, Counter())[one.doc] += 1
        flat = texts[one.doc].replace("\n", " ")
        contexts.append(
            Context(one.doc, one.start, one.end, flat[max(0, one.start - AROUND) : one.start], one.text,
                    flat[one.end : one.end + AROUND])
        )  # fmt: skip
    own = [event for event in events if any(near(one, event, texts) for one in mentions)]
    company = []
    for other, places in others:
        here = {_paragraph(one, texts) for one in mentions} & {_paragraph(one, texts) for one in places}
        if here and other.id != entity.id:
            docs = tuple(sorted({doc for doc, _ in here}))
            company.append(Companion(other.id, other.name, other.type, len(here), docs))
    said = [quotation for quotation in quotations(texts) if quotation.speaker == entity.id]
    names = {other.id: other.name for other, _ in others}
    return Profile(
        entity=entity,
        names=tuple(NameUse(name, tuple(by.most_common())) for name, by in uses.items()),
        contexts=tuple(contexts),
        events=tuple(own),
        companions=tuple(sorted(company, key=lambda one: -one.passages)),
        described=described,
        said=tuple(said),
        about=(),
        others={one: names[one] for one in (*entity.unsure, *(link.entity for link in entity.links)) if one in names},
    )


def quotations(texts: Mapping[str, str]) -> tuple[Quotation, ...]:
    """The one reported speech of the texts."""
    words = "the act protects the port"
    at = texts.get("harbour.md", "").find(words)
    return (Quotation("harbour.md", at, at + len(words), words, "person:ines-valdo", "said"),) if at >= 0 else ()


def near(mention: Mention, event: Event, texts: Mapping[str, str]) -> bool:
    """Whether both stand in one paragraph."""
    text = texts[mention.doc]
    begin = text.rfind("\n\n", 0, mention.start)
    return mention.doc == event.doc and begin == text.rfind("\n\n", 0, event.end_char)


def _paragraph(mention: Mention, texts: Mapping[str, str]) -> tuple[str, int]:
    return mention.doc, texts[mention.doc].rfind("\n\n", 0, mention.start)


def applied(names: Named, corrections: Sequence[Correction]) -> Named:
    """Names as corrections have them: an id is its type and its name, as in the engine."""
    rows = {key: (name, kind, tuple(aliases)) for key, (name, kind, aliases) in names.items()}
    for one in corrections:
        keys = [key for key, (name, *_) in rows.items() if name in one.names]
        if one.kind == "hide":
            rows = {key: row for key, row in rows.items() if key not in keys}
        elif one.kind == "merge":
            merged = [rows.pop(key) for key in keys]
            names_of = dict.fromkeys(name for row in merged for name in (row[0], *row[2]))
            target = next(row for row in merged if row[0] == one.names[0])
            merged_as = one.type or target[1]
            aliases = tuple(name for name in names_of if name != target[0])
            rows[_id(target[0], merged_as)] = (target[0], merged_as, aliases)
        elif one.kind in ("rename", "retype"):
            for key in keys:
                name, kind, aliases = rows.pop(key)
                to, kind = one.to or name, one.type or kind
                rows[_id(to, kind)] = (to, kind, (*aliases, name) if to != name else aliases)
        elif one.kind == "split":
            for key, (name, kind, aliases) in list(rows.items()):
                if any(alias in one.names for alias in aliases):
                    rows[key] = (name, kind, tuple(alias for alias in aliases if alias not in one.names))
    return rows


def _id(name: str, kind: str) -> str:
    return f"{kind}:{name.casefold().replace(' ', '-')}"


@dataclass
class FakeMending:
    """Corrections in a list."""

    rows: list[Correction] = field(default_factory=list)
    refuse: Callable[[Correction], str] = lambda correction: ""

    def all(self) -> tuple[Correction, ...]:
        return tuple(self.rows)

    def make(self, correction: Correction) -> Correction:
        if trouble := self.refuse(correction):
            raise CorpusError("Not kept", trouble)
        made = replace(correction, id=f"c{len(self.rows) + 1}", created="2026-03-01T10:00:00Z")
        self.rows.append(made)
        return made

    def judge(self, verdict: Verdict, conflict: Conflict) -> Correction:
        return self.make(verdict_on(verdict, conflict))

    def unjudge(self, conflict: Conflict) -> Correction | None:
        row = Verdicts(self.rows).on(conflict)
        return self.remove(row.id) if row is not None else None

    def undo(self) -> Correction | None:
        return self.rows.pop() if self.rows else None

    def remove(self, ident: str) -> Correction | None:
        found = next((one for one in self.rows if one.id == ident), None)
        if found is not None:
            self.rows.remove(found)
        return found

    def date(self, words: str) -> DateValue:
        import re

        if not re.fullmatch(r"\d{4}(-\d\d){0,2}", words):
            raise CorpusError("No date", f"“{words}” is no date that can be read.", "Try 2019, 2019-05 or 2019-05-03.")
        return DateValue(words, None, None, "day")

    def text(self) -> str:
        return ""

    def take(self, file: Path) -> Sequence[Correction]:
        return ()

    def codebook(self) -> str:
        return ""


def exported(what: str, form: str, rows: Sequence[str]) -> Exported:
    """An export of a line a row."""
    if (what, form) not in {(one.what, one.form) for one in FORMATS}:
        raise CorpusError("No such format", f"{what} {form}")
    suffix = next(one.suffix for one in FORMATS if (one.what, one.form) == (what, form))
    return Exported("".join(f"{row}\n" for row in rows), f"alder-{what}.{suffix}", len(rows), "1 left out: it is vague")
