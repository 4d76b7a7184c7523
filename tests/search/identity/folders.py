"""Folders of small documents, and the reader's work on them, for the tests of what follows a move."""

from __future__ import annotations

from pathlib import Path

from search.library import Library

TOWNS = ("Tarn", "Alder", "Brey", "Colm", "Dunmore", "Esk", "Fenwick", "Garve", "Holt", "Inver")


def letter(number: int, paragraphs: int = 2) -> str:
    """A text that no other number has."""
    town = TOWNS[number % len(TOWNS)]
    said = f"The ferry number {number} left {town} with {number * 7 + 3} passengers and {number % 5} carts on board."
    return "\n\n".join([f"Letter {number} from {town}", *[f"{said} It was day {day}." for day in range(paragraphs)]])


def make(folder: Path, numbers: range | tuple[int, ...] = range(6), paragraphs: int = 2) -> Path:
    """A folder of letters, a1.txt and so on, with the third in a subfolder."""
    for number in numbers:
        file = folder / ("old" if number == 3 else "") / f"a{number}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(letter(number, paragraphs), "utf-8")
    return folder


def read(folder: Path) -> str:
    """Have a folder read; returns its key."""
    with Library(folder) as library:
        library.update(analyse=False)
        return library.key


def worked_on(folder: Path) -> str:
    """Have a folder read, with a bookmark, a search and a topic kept; returns its key."""
    with Library(folder) as library:
        library.update(analyse=False)
        library.add_bookmark("a1.txt", 3, 9, "words", "a note")
        library.save_search("ferry")
        library.topics.save("Carts", "", "carts")
        library.update(analyse=False)
        return library.key


def kept(folder: Path) -> tuple[list[str], list[str], list[str]]:
    """What the reader has there: documents bookmarked, searches, topics."""
    with Library(folder) as library:
        return (
            [one.doc for one in library.bookmarks()],
            [one.query for one in library.saved_searches()],
            [one.name for one in library.topics.rows() if one.origin == "own"],
        )


WORK = (["a1.txt"], ["ferry"], ["Carts"])
NONE: tuple[list[str], list[str], list[str]] = ([], [], [])
