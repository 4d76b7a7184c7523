"""Small indexes to test with."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path

from search.index.index import Index
from search.model import Document, Text

NEWS: Mapping[str, tuple[Document, str]] = {
    doc.id: (doc, text)
    for doc, text in (
        (
            Document("vice.md", "Foreign agents lose immunity", "Vice", "Ana Pérez", "2020-12-08", format="md"),
            "The senate removed the immunity of foreign agents.\nGarcía Luna was arrested. The U.S. reacted at once.",
        ),
        (
            Document("crime.md", "Law limits agents", "InSight Crime", None, "2020-12", format="md"),
            "Agents of the DEA must share intelligence. Immunity ends.\nThe arrest of Cienfuegos came before the law.",
        ),
        (
            Document("old.txt", "The Camarena case", "Vice", "Luis Ortega", "1985", format="txt"),
            "Kiki Camarena was an agent. Who killed him?\nPolicies changed; foreign ministry officials were silent.",
        ),
        (
            Document("undated.txt", "Notes", None, None, None, format="txt"),
            "Notes about the foreign ministry and its policy. The who, the what and the where.",
        ),
    )
}


def texts(ids: Sequence[str]) -> Mapping[str, str]:
    """The texts of `NEWS`."""
    return {doc: NEWS[doc][1] for doc in ids if doc in NEWS}


def news(path: Path) -> Index:
    """An index of `NEWS`."""
    index = Index(path, text_of=texts)
    with index.writer() as changes:
        for document, text in NEWS.values():
            changes.add(document, Text(document.id, text))
    return index


def made_up(count: int, seed: int = 1) -> list[tuple[Document, Text]]:
    """Documents of made-up words whose frequencies fall as those of a language do."""
    chance = random.Random(seed)
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = ["".join(chance.choices(letters, k=chance.randint(2, 9))) for _ in range(3_000)]
    weights = [1 / (rank + 3) for rank in range(len(words))]
    found = []
    for number in range(count):
        body = " ".join(chance.choices(words, weights, k=chance.randint(5, 120)))
        title = " ".join(chance.choices(words, weights, k=chance.randint(1, 6)))
        doc = f"{number:04}.txt"
        found.append((Document(doc, title, f"Source {number % 7}"), Text(doc, body)))
    return found


def write(index: Index, documents: Sequence[tuple[Document, Text]], batch: int) -> None:
    """Add documents, one commit a batch."""
    for first in range(0, len(documents), batch):
        with index.writer() as changes:
            for document, text in documents[first : first + batch]:
                changes.add(document, text)
