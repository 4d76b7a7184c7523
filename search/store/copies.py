"""What is one text in several documents, as it is stored, and as far as chosen documents have it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from typing import cast

from search.files import dumps
from search.model import Copied, CopyKind, Document, Statement
from search.store import serialization as rows


def store_copies(db: sqlite3.Connection, copies: Sequence[Copied]) -> None:
    """Add the rows; the table is empty."""
    db.executemany(
        "INSERT INTO copies VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (
                rank,
                one.id,
                one.kind,
                dumps(one.docs),
                one.shared,
                dumps([rows.statement_to_json(said) for said in one.statements]),
                one.why,
            )
            for rank, one in enumerate(copies)
        ),
    )


def chosen_copies(
    db: sqlite3.Connection, known: Mapping[str, Document], chosen: Collection[str]
) -> tuple[tuple[Copied, ...], dict[str, str]]:
    """(copies, voices) of the chosen documents: what two or more of them have; document → the first that has its text.

    Of versions, each is told by the first chosen document that has it. A passage that only documents of one text have
    is none.
    """
    found: list[Copied] = []
    texts: dict[str, tuple[str, ...]] = {}  # the first of a text, of all documents → those of them that are chosen
    voices: dict[str, str] = {}

    def first(docs: Collection[str]) -> str:
        return min(docs, key=lambda doc: (known[doc].published or "~", doc))

    # Copies first: of a version only the first document is stored.
    for row in db.execute(
        "SELECT id, kind, docs, shared, why, statements FROM copies"
        " ORDER BY CASE kind WHEN 'copy' THEN 0 WHEN 'version' THEN 1 ELSE 2 END, rank"
    ):
        every = json.loads(row[2])
        docs = tuple(doc for doc in every if doc in chosen)
        statements: tuple[Statement, ...] = ()
        members = docs
        if row[1] == "copy":
            texts[every[0]] = docs
        elif row[1] == "version":
            printed = [texts.get(doc, (doc,) if doc in chosen else ()) for doc in every]
            docs = tuple(each[0] for each in printed if each)
            members = tuple(doc for each in printed for doc in each)
        elif len({voices.get(doc, doc) for doc in docs}) > 1:
            statements = tuple(said for each in json.loads(row[5]) if (said := Statement(*each)).doc in chosen)
        else:
            continue
        if row[1] != "passage" and len(members) > 1:
            voice = first(members)
            voices.update((doc, voice) for doc in members)
        if len(docs) > 1:
            found.append(Copied(row[0], cast(CopyKind, row[1]), docs, row[3], statements, row[4]))
    return tuple(found), {doc: voice for doc, voice in voices.items() if doc != voice}
