"""Resolved identities, kept between runs: a correction that resolving does not depend on uses them again.

Only a corpus with corrections keeps it; most of a re-analysis is identity (1,000 documents: 1.4 of 2.8 s).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from search.analysis.corrections.merges import Found
from search.files import dumps
from search.model import Entity, Link, Mention

if TYPE_CHECKING:
    from search.store.stage_cache import Stages

STAGE = "identity"
APART = "identity, told of names to keep apart"
TEXT = "the corpus as a whole"  # where the stage cache has a text's fingerprint


def kept(stages: Stages, version: str, resolve: Callable[[], Found], apart: bool = False) -> Found:
    """What `resolve` returns; asked once for each `version`, a digest of all that it rests on.

    Two answers are kept: that of identity left to itself, and (`apart`) told of names to keep apart.
    """
    stage = APART if apart else STAGE
    payload = stages.get(TEXT, stage, version)
    if payload is not None:
        return _loaded(payload)
    found = resolve()
    stages.prune(stage, version)
    stages.put([(TEXT, stage, version, _dumped(*found))])
    return found


def _dumped(entities: Sequence[Entity], mentions: Sequence[Mention]) -> str:
    ids = {entity.id: at for at, entity in enumerate(entities)}
    docs = {doc: at for at, doc in enumerate(dict.fromkeys(mention.doc for mention in mentions))}
    who = [
        [
            *(e.id, e.name, e.type, e.aliases, e.mentions, e.documents, e.reasons),
            [[link.entity, link.how, link.why] for link in e.links],
            e.unsure,
        ]
        for e in entities
    ]
    where = [[ids[m.entity], docs[m.doc], m.start, m.end, m.text] for m in mentions]
    return dumps([who, list(docs), where])


def _loaded(payload: str) -> Found:
    who, docs, where = json.loads(payload)
    entities = tuple(
        Entity(
            ident,
            name,
            kind,
            tuple(aliases),
            mentions,
            tuple(documents),
            tuple(reasons),
            tuple(Link(*link) for link in links),
            tuple(unsure),
        )
        for ident, name, kind, aliases, mentions, documents, reasons, links, unsure in who
    )
    ids = [entity.id for entity in entities]
    return entities, tuple(Mention(ids[entity], docs[doc], *place) for entity, doc, *place in where)
