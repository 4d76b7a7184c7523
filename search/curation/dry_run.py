"""What names would come to with other aliases and corrections: tried on the stored mentions, nothing is written."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from search.analysis.corrections import names as name_corrections
from search.analysis.corrections.merges import entities_with, merge_requests
from search.analysis.entities import resolver as identity
from search.analysis.names.mention import RawMention
from search.store.stage_cache import Stages
from search.workspace import Workspace

if TYPE_CHECKING:
    from search.codebook.codebook import KnownAlias
    from search.model import Correction

Outcome = frozenset[tuple[object, ...]]


class DryRun:
    """Identity and corrections over a corpus's mentions as they were last found."""

    def __init__(self, workspace: Workspace) -> None:
        with workspace.store.reading() as db:
            found = db.execute(
                "SELECT d.id, d.text_sha, d.analysed, t.text FROM documents d JOIN texts t USING (n)"
                " WHERE d.analysed != '' ORDER BY d.id"
            ).fetchall()
        stages = Stages(workspace.folder.parent)
        try:
            self._raw = {
                doc: (text, [RawMention.from_json(row) for row in json.loads(payload)])
                for doc, sha, analysed, text in found
                if (payload := stages.get(sha, "names", analysed.partition("|")[0])) is not None
            }
        finally:
            stages.close()

    def names(self, aliases: Sequence[KnownAlias], rows: Sequence[Correction]) -> Outcome:
        """What the reader would see of every entity: its name, type, other names and places."""
        said = merge_requests(rows)
        found = entities_with(said, lambda apart: identity.resolve(self._raw, aliases, apart))
        done = name_corrections.apply(rows, said, *found)
        places: dict[str, list[tuple[str, int, int]]] = {entity.id: [] for entity in done.entities}
        for mention in done.mentions:
            places[mention.entity].append((mention.doc, mention.start, mention.end))
        return frozenset((e.name, e.type, frozenset(e.aliases), frozenset(places[e.id])) for e in done.entities)
