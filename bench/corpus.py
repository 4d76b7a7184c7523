"""Documents for measuring, made from what every machine with Python has: the sources of its standard library.

The same Python gives the same documents. Nothing is downloaded, nothing is random.
"""

from __future__ import annotations

import os
import random
from pathlib import Path

from search.model import Document, Text
from search.text.folding import fold
from search.text.sanitise import sanitise

CHARACTERS = 3_000


def _sources() -> list[Path]:
    folder = Path(os.__file__).parent
    return sorted(
        (file for file in folder.rglob("*.py") if "site-packages" not in file.parts),
        key=lambda file: ("test" in file.parts, file.relative_to(folder).as_posix()),
    )


def documents(count: int = 5_000) -> list[tuple[Document, Text]]:
    """`count` documents of about 3 KB, each a stretch of a source file, with its first line as the title."""
    found: list[tuple[Document, Text]] = []
    while len(found) < count:
        before = len(found)
        for file in _sources():
            text = sanitise(file.read_text("utf-8", errors="replace"))
            lines: list[str] = []
            size = 0
            for line in text.split("\n"):
                lines.append(line)
                size += len(line) + 1
                if size >= CHARACTERS:
                    found.append(_document(len(found), file.stem, "\n".join(lines)))
                    lines, size = [], 0
                    if len(found) == count:
                        return found
        if len(found) == before:
            raise RuntimeError("This Python came without the sources of its standard library.")
    return found


def _document(number: int, name: str, text: str) -> tuple[Document, Text]:
    doc = f"{number:05}-{name}.txt"
    first = next((line.strip(" #\"'") for line in text.split("\n") if len(line.strip(" #\"'")) > 8), name)
    document = Document(
        doc, f"{name}: {first[:80]}", source=name, published=f"{2000 + number % 25}-{number % 12 + 1:02}", format="txt"
    )
    return document, Text(doc, text)


def queries(found: list[tuple[Document, Text]], count: int = 60) -> list[str]:
    """`count` queries of one to three words that stand together somewhere in the documents."""
    chance = random.Random(7)
    made: list[str] = []
    while len(made) < count:
        text = fold(chance.choice(found)[1].text)
        words = ["".join(char for char in word if char.isalpha()) for word in text.split()]
        words = [word for word in words if 3 <= len(word) <= 14 and word.isascii()]
        if len(words) > 40:
            at = chance.randrange(len(words) - 3)
            made.append(" ".join(words[at : at + len(made) % 3 + 1]))
    return made


def folder(path: Path, found: list[tuple[Document, Text]]) -> None:
    """Write the documents as files, to be read as a corpus."""
    path.mkdir(parents=True, exist_ok=True)
    for document, text in found:
        (path / document.id).write_text(f"{document.title}\n\n{text.text}", "utf-8")
