"""Small corpora for the tests of library, pipeline and worker, and what a library shows of one."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.analysis.names import recognizer as names
from search.library import Library
from search.pipeline import inputs

LETTERS = {
    "north.md": """---
title: A bridge is closed
source: Northern Post
published: 2021-03-04
---
On March 2, 2021, police arrested the engineer Ana Ruiz at the old bridge of Tarn. Ruiz said the Harbor Authority had
known of the cracks since 2019. The Bridge Act obliges the Harbor Authority to report every crack within three days.

Ana Ruiz will speak before the council on March 9, 2021.
""",
    "south.md": """---
title: The bridge affair
source: Southern Times
published: 2021-03-10
---
The engineer Ana Ruiz was arrested at the bridge of Tarn on March 3, 2021, the Harbor Authority said.

Nobody at the Harbor Authority had heard of any cracks.
""",
    "east.txt": "Notes on ferries\n\nThe ferry Marigold sails twice a day. Ana Ruiz never took it.\n",
}

# Its day of publication is nowhere given, and can be worked out from the latest date told.
UNDATED = """Minutes

The harbour council met on April 5, 2018. It met again last Saturday to hear the ferrymen, and on April 9, 2018, the
bridge was repaired, Ana Ruiz said on Tuesday.
"""

CODEBOOK = """title: Bridges
topics:
  - {name: Cracks, description: Who knew of the cracks, query: crack*}
  - {name: Ferries, description: Ways across without the bridge, query: ferry}
aliases:
  - {name: Ana Ruiz, type: person, aliases: [the engineer of Tarn]}
"""


def make(folder: Path, codebook: str = CODEBOOK) -> Path:
    """The letters with a codebook, in a new folder."""
    folder.mkdir(parents=True)
    for name, text in LETTERS.items():
        (folder / name).write_text(text, encoding="utf-8")
    if codebook:
        (folder / "corpus.yaml").write_text(codebook, encoding="utf-8")
    return folder


def many(folder: Path, count: int) -> Path:
    """`count` short documents, each with a person, a place and a date."""
    folder.mkdir(parents=True)
    for number in range(count):
        (folder / f"{number:03}.txt").write_text(
            f"Report {number}\n\nOn May {number % 28 + 1}, 2020, Maria Lopez met the Harbor Authority in Lisbon. "
            f"Number{number} was discussed.\n",
            encoding="utf-8",
        )
    return folder


def without_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names by the rules alone: the same everywhere, and a second faster."""
    monkeypatch.setattr(names, "load_model", lambda: None)
    monkeypatch.setattr(inputs, "installed_model", lambda: "")


def seen(library: Library) -> dict[str, object]:
    """Everything a library shows, without counters that depend on how it came to it."""
    documents = library.documents()
    return {
        "title": library.title,
        "documents": documents,
        "texts": [library.text(doc.id) for doc in documents],
        "entities": library.entities(),
        "mentions": [library.mentions_in(doc.id) for doc in documents],
        "events": library.events(),
        "comparison": library.comparison(),
        "problems": library.problems(),
        "found": {
            word: sorted(d.id for d in library.documents(word)) for word in ("bridge", "report", "lopez", "ruiz")
        },
    }
