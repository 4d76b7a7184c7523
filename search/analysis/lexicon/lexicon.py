"""The word lists of the analysis by language: the folders beside this module, plain text, sections in brackets."""

from __future__ import annotations

from pathlib import Path

from search.text.wordlists import WordLists


class Lexicon(WordLists):
    """The word lists of a language, by its code (ISO 639-1): `Lexicon("en")` reads the files of `en/`."""

    def __init__(self, language: str) -> None:
        super().__init__(Path(__file__).with_name(language))


ENGLISH = Lexicon("en")
