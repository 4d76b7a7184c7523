"""Corrections as a corpus.yaml that others can use: aliases, days of publication, and what else there is, as rows.

The text of the corpus.yaml that is there stays as it is, comments and all; rows are put into it where they belong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from search.codebook.codebook import KnownAlias
from search.codebook.correction_rows import row_of
from search.codebook.metadata import canonical
from search.codebook.parser import parsed_codebook
from search.codebook.yaml_edit import with_first
from search.errors import CorpusError
from search.model import VERDICTS, Correction, EntityType
from search.text.folding import name_key

if TYPE_CHECKING:
    import yaml

LOST = "# Written anew by Sourcebook; the comments of the old corpus.yaml are not in it.\n"
MAX_TRIED = 40  # corrections tried one by one as an alias; each takes as long as identity does
HEAD = "# Made by Sourcebook from a reader's corrections.\n"


@dataclass
class _Group:
    """Names that are one."""

    name: str
    type: EntityType | None = None
    aliases: dict[str, None] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Whether a name is among them."""
        return name_key(name) in {name_key(each) for each in (self.name, *self.aliases)}

    def known(self) -> KnownAlias:
        """What a codebook says of them."""
        return KnownAlias(self.name, self.type, tuple(name for name in self.aliases if name != self.name))

    def row(self) -> dict[str, Any]:
        """A row of `aliases`."""
        others = [name for name in self.aliases if name != self.name]
        kind = {"type": self.type} if self.type else {}
        return {"name": self.name, **kind, **({"aliases": others} if others else {})}


def curated_text(
    file: Path,
    corrections: Sequence[Correction],
    single: frozenset[str],
    rehearse: Callable[[Sequence[KnownAlias], Sequence[Correction]], object],
) -> str:
    """The corpus.yaml in `file`, if there is one, with corrections worked into it. Raises CorpusError.

    `single` are folded names that mean one entity: only these can be named anew by an alias without joining others.
    `rehearse` says what aliases and corrections come to: an alias takes a correction's place only where the outcome is
    the same.
    """
    text = ""
    if file.is_file():
        try:
            text = file.read_bytes().decode("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise CorpusError("Codebook not read", f"{file}: {error}.", "Make it readable, as UTF-8.") from error
    book = parsed_codebook(text, file.name)

    def same(aliases: Sequence[_Group], rest: Sequence[Correction]) -> bool:
        rows = (*(group.known() for group in aliases), *book.aliases)
        return bool(rehearse(rows, (*book.corrections, *rest)) == wanted)

    wanted = rehearse(book.aliases, (*book.corrections, *corrections))
    aliases, rest = _equivalent(corrections, single, same)
    published = {row.docs[0]: row for row in corrections if row.kind == "published"}
    sections = {"aliases": [group.row() for group in aliases], "corrections": [row_of(row) for row in rest]}
    try:
        made = _in_text(text, sections, published)
        parsed_codebook(made, file.name)
    except (_CannotError, CorpusError):
        made = _anew(text, sections, published)
        parsed_codebook(made, file.name)
    return made


def _equivalent(
    corrections: Sequence[Correction], single: frozenset[str], same: Callable[[list[_Group], list[Correction]], bool]
) -> tuple[list[_Group], list[Correction]]:
    """As many corrections as aliases as leave the outcome the same."""
    able = frozenset(row.id for row in corrections if row.kind in ("merge", "rename", "retype"))
    whole = _aliases_and_rest(corrections, single, able)
    if same(*whole):
        return whole
    allowed: frozenset[str] = frozenset()
    best = _aliases_and_rest(corrections, single, allowed)
    for row in [row for row in corrections if row.id in able][:MAX_TRIED]:
        tried = _aliases_and_rest(corrections, single, allowed | {row.id})
        if same(*tried):
            allowed, best = allowed | {row.id}, tried
    return best


class _CannotError(Exception):
    """The text is written in a way that rows cannot be put into."""


def _aliases_and_rest(
    corrections: Iterable[Correction], single: frozenset[str], able: frozenset[str]
) -> tuple[list[_Group], list[Correction]]:
    """Corrections (of the ids `able`) that aliases can say, the latest first, and those that they cannot, in order.

    Names are read after the rows before them, so nothing that follows a row that must stay one is turned into an alias
    where it speaks of the same names.
    """
    groups: list[_Group] = []
    rest: list[Correction] = []
    held: set[str] = set()
    for row in corrections:
        keys = {name_key(name) for name in (*row.names, row.to) if name}
        joined = [group for group in groups if any(group.has(name) for name in row.names)]
        if row.id in able and not held & keys and _put_into(groups, joined, row, single):
            continue
        if row.kind != "published":
            rest.append(row)
            if row.kind not in VERDICTS and row.names:  # the names of a verdict are values
                held |= keys
    return groups, rest


def _put_into(groups: list[_Group], joined: list[_Group], row: Correction, single: frozenset[str]) -> bool:
    """Say a correction by an alias, of the groups `joined` that have its names; whether that can be said."""
    if row.kind == "merge":
        group = _Group(row.names[0], row.type)
        for other in joined:
            group.type = group.type or other.type
            group.aliases |= {other.name: None, **other.aliases}
            groups.remove(other)
        group.aliases |= dict.fromkeys(row.names[1:])
        groups.insert(0, group)
        return True
    known = len(joined) == 1 or (not joined and name_key(row.names[0]) in single) if row.names else False
    if row.kind not in ("rename", "retype") or not known:
        return False
    group = joined[0] if joined else _Group(row.names[0])
    if not joined:
        groups.insert(0, group)
    if row.kind == "rename":
        group.aliases |= {group.name: None, row.names[0]: None}
        group.name = row.to
    else:
        group.type = row.type
    return True


def _in_text(text: str, sections: dict[str, list[dict[str, Any]]], published: dict[str, Correction]) -> str:
    """The old text with rows put into it. Raises _CannotError."""
    made = text if text.strip() else HEAD
    for doc, row in published.items():
        made = _with_published(made, doc, row.to)
    for key, rows in sections.items():
        if rows:
            if key == "corrections":
                found = _with_last(made, key, rows)
            else:
                found = with_first(made, key, rows)
            if found is None:
                raise _CannotError
            made = found
    return made


def _with_last(text: str, key: str, rows: list[dict[str, Any]]) -> str | None:
    """The reader's rows come after those that are there: later rows win."""
    import yaml

    from search.codebook.yaml_edit import edited

    before = yaml.safe_load(text) or {}
    if not before.get(key):
        return with_first(text, key, rows)
    return edited(text, before, {**before, key: [*before[key], *rows]})


def _with_published(text: str, doc: str, day: str) -> str:
    """The text with a document's day of publication. Raises _CannotError."""
    import yaml

    root = yaml.compose(text, Loader=yaml.SafeLoader)
    rows = root.value if isinstance(root, yaml.MappingNode) else []
    listed = next((value for key, value in rows if key.value == "documents"), None)
    entry = _entry_of(listed, doc) if isinstance(listed, yaml.SequenceNode) else None
    if entry is None:
        made = with_first(text, "documents", [{"file": doc, "published": day}])
        if made is None:
            raise _CannotError
        return made
    known = {canonical(key.value): value for key, value in entry.value}
    changes = [
        (known[key], value)
        for key, value in (
            ("published", repr(day)),
            ("published_basis", "stated"),
            ("published_why", "set by a reader"),
        )
        if key in known
    ]
    if "published" not in known:
        at = entry.start_mark.index + bool(entry.flow_style)
        space = ", " if entry.flow_style else "\n" + " " * entry.start_mark.column
        text = f"{text[:at]}published: {day!r}{space}{text[at:]}"
        shift = len(f"published: {day!r}{space}")
    else:
        shift = 0
    for node, value in sorted(changes, key=lambda pair: -pair[0].start_mark.index):
        if not isinstance(node, yaml.ScalarNode) or node.style in ("|", ">"):
            raise _CannotError
        text = text[: node.start_mark.index + shift] + value + text[node.end_mark.index + shift :]
    return text


def _entry_of(listed: yaml.SequenceNode, doc: str) -> yaml.MappingNode | None:
    """The entry that speaks of a document by its path or, failing that, by its bare name."""
    import yaml

    entries = [node for node in listed.value if isinstance(node, yaml.MappingNode)]
    for wanted in (doc, doc.rpartition("/")[2]):
        for entry in entries:
            for key, value in entry.value:
                if key.value == "file" and getattr(value, "value", None) == wanted:
                    return entry
    return None


def _anew(text: str, sections: dict[str, list[dict[str, Any]]], published: dict[str, Correction]) -> str:
    """The same as a file written anew: comments are lost, and the head line says so."""
    import yaml

    data = yaml.safe_load(text) if text.strip() else None
    data = data if isinstance(data, dict) else {}
    documents = list(data.get("documents") or [])
    for doc, row in published.items():
        entry = next((e for name in (doc, doc.rpartition("/")[2]) for e in documents if e.get("file") == name), None)
        if entry is None:
            entry = {"file": doc}
            documents.insert(0, entry)
        for key in [key for key in entry if canonical(str(key)) in ("published", "published_basis", "published_why")]:
            del entry[key]
        entry["published"] = row.to
    if documents:
        data["documents"] = documents
    if sections["aliases"]:
        data["aliases"] = [*sections["aliases"], *(data.get("aliases") or [])]
    if sections["corrections"]:
        data["corrections"] = [*(data.get("corrections") or []), *sections["corrections"]]
    return (LOST if "#" in text else HEAD) + str(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=100))
