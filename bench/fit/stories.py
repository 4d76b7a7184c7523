"""The stories that weights are fitted on: invented texts with the differences that were planted in them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from search.analysis.comparison.context import ComparisonContext
from search.analysis.dates.publication import infer
from search.analysis.dates.tagger import expressions_in
from search.analysis.doc import Doc, docs_of
from search.analysis.entities.resolver import resolve
from search.analysis.events.clustering import cluster
from search.analysis.events.extractor import events_in
from search.analysis.names.recognizer import Model, mentions_in
from search.codebook.metadata import published_of
from search.corpus.boilerplate import strip
from search.corpus.readers import reader_for
from search.model import Conflict, Entity, Event
from search.model.edtf import date_value
from search.text.sanitise import sanitise

DATA = Path(__file__).resolve().parents[2] / "tests" / "data"
# Stories that nobody has tuned a rule on: no weight is fitted on them, and they say what new texts may give.
HELD_OUT = frozenset({"ferrycrash", "harvest", "heist"})
# The kinds of difference that were planted in the sets of tests/data/differing.
_PLANTED_IN_SETS = frozenset({"date", "place"})


@dataclass(frozen=True, slots=True)
class Planted:
    """A difference that a reference names: each value with the documents that give it."""

    kind: str
    values: Mapping[str, frozenset[str]]

    def shown(self, conflict: Conflict) -> bool:
        """Whether a conflict is this difference: two of its values, from documents that give them."""
        if conflict.kind != self.kind:
            return False
        met = {value for v in conflict.values for s in v.statements for value in self._values(v.value, s.doc)}
        return len(met) > 1

    def differ(self, one: tuple[str, str], two: tuple[str, str]) -> bool:
        """Whether two (value, document) are two values of this difference."""
        return any(a != b for a in self._values(*one) for b in self._values(*two))

    def _values(self, value: str, doc: str) -> Iterator[str]:
        for known, docs in self.values.items():
            if doc in docs and (_plain(known) in _plain(value) or _plain(value) in _plain(known)):
                yield known


@dataclass(frozen=True, slots=True)
class Story:
    """A story as it is compared, with the differences that were planted in it."""

    name: str
    context: ComparisonContext
    entities: Mapping[str, Entity]
    events: Sequence[Event]
    planted: tuple[Planted, ...]


def stories(kind: str, model: Model | None) -> list[Story]:
    """The stories, and the sets of documents that differ where `kind` ("date", "place" …) was planted in them."""
    references = [(folder, folder / "gold" / "comparison.yaml") for folder in _folders("stories")]
    if kind in _PLANTED_IN_SETS:
        references += [(folder, folder / "planted.yaml") for folder in _folders("differing")]
    # One story has a reference of its names and events alone.
    return [_read(folder, reference, kind, model) for folder, reference in references if reference.exists()]


def _folders(name: str) -> list[Path]:
    return sorted(path for path in (DATA / name).iterdir() if path.is_dir())


def _read(folder: Path, reference: Path, kind: str, model: Model | None) -> Story:
    texts, days = {}, {}
    for path in sorted(folder.glob("*.md")):
        reader = reader_for(path)
        assert reader is not None, path
        raw = reader.read(path, path.read_bytes())
        text, told = strip(sanitise(raw.text)).text, published_of(str(raw.meta.get("published") or ""))
        texts[path.stem], days[path.stem] = text, date_value(told) if told else infer(text)
    entities, mentions = resolve({doc: (text, mentions_in(text, model)) for doc, text in texts.items()})
    docs = docs_of(texts, mentions, days)
    for doc in docs.values():
        doc.dates = expressions_in(doc.text, doc.published)
    # Day of publication unknown to the events themselves, as in the tests of the stories.
    events = [e for d in docs.values() for e in events_in(Doc(d.id, d.text, mentions=d.mentions, dates=d.dates))]
    clustered = cluster(events, entities)
    rows = yaml.load(reference.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)["conflicts"]
    planted = tuple(
        Planted(kind, {value: frozenset(docs) for value, docs in row["values"].items()})
        for row in rows
        if row["kind"] == kind
    )
    context = ComparisonContext(entities, docs, clustered)
    name = folder.name if folder.parent.name == "stories" else f"{folder.parent.name}/{folder.name}"
    return Story(name, context, {e.id: e for e in entities}, clustered, planted)


def _plain(text: str) -> str:
    """A value without accents, case and marks."""
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in text).split())
