"""How a reader gets at the letters in pictures of pages: it asks whatever its process has been given to ask.

The reader's process cannot run a program; the one beside it can (`search.corpus.recognition`), and is handed pixels.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

OFF = "off"  # in place of languages: pictures stay pictures
MAX_PICTURES = 500  # pages of a file
MAX_PIXELS = 24_000_000  # of a picture; a page of A4 at 300 dots an inch has 8.7 million, one of A3 17.4


@dataclass(frozen=True, slots=True)
class Picture:
    """A page in shades of grey: a byte a pixel, row by row from the top; `resolution` is in dots an inch."""

    width: int
    height: int
    resolution: int
    pixels: bytes


@dataclass(frozen=True, slots=True)
class Lack:
    """Why no letters are recognised: a title and a remedy, for people. No title where nobody wants them to be."""

    title: str = ""
    hint: str = ""


class Recogniser(Protocol):
    """What recognises letters; `name` is the program with its version."""

    name: str

    def words(self, pictures: Iterable[Picture]) -> Sequence[str]:
        """Words with their boxes, a table a picture as tesseract writes it (TSV); "" for one that came to nothing."""
        ...


class Postponed(BaseException):
    """Reading goes on later: it takes long, and other files are read first."""


# Titles by which files are known that are worth another look once a recogniser is there.
WITHOUT_TEXT = "No text"
PAGES_WITHOUT_TEXT = "Pages without text"
LACKING = Lack(
    WITHOUT_TEXT,
    "Install tesseract (apt-get install tesseract-ocr, brew install tesseract) and it is read; "
    "or make a copy with text: ocrmypdf old.pdf new.pdf",
)

_ask: Callable[[str], Recogniser | Lack] | None = None


def provide(ask: Callable[[str], Recogniser | Lack] | None) -> None:
    """Set what is asked for a recogniser of some languages ("eng+deu", "" for what is usual)."""
    global _ask
    _ask = ask


def recogniser(languages: str, postpone: bool = False) -> Recogniser | Lack:
    """What recognises letters of some languages, or why there is none.

    Raises Postponed where there is one, and `postpone` asks to read what takes long later.
    """
    if languages == OFF:
        return Lack()
    found = _ask(languages) if _ask is not None else LACKING
    if postpone and not isinstance(found, Lack):
        raise Postponed
    return found
