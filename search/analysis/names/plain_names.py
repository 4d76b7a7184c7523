"""Names that no rule for institutions, offices or places knows: acronyms, places by a word, or left open."""

from __future__ import annotations

from collections.abc import Sequence

from search.analysis.lexicon import words
from search.analysis.names.prefixes import Piece, Prefixes
from search.analysis.names.words import Word

_STORMS = words("hurricane cyclone typhoon storm")
_SMALL_PLACES = words("little great upper lower nether much")
_NO_NAME_ENDS = words("day eve season")
FIRST_OF_PLACE = words("river lake lough loch mount cape fort camp isle")
_MONTHS = words("january february march april june july august september october november december")
_MAX_LEN_ACRONYM = 5  # letters; longer words in capitals at the head of a line are mostly headings
_CONSTITUENCIES = words("north south east west central")
_NO_ENDS = words("of for on and the , & . at")
_ARTICLES = words("the a an this that")


class PlainNames:
    """Reads what is left of a run when institutions, offices and places were looked for."""

    def __init__(self, prefixes: Prefixes) -> None:
        self.words, self.lex = prefixes.words, prefixes.lex
        self.key = prefixes.key

    def pieces(self, i: int, stop: int) -> list[Piece]:
        """The name in words `i`–`stop`: an acronym, a place by its last word, or weak; none where it names nothing."""
        stop = self._trimmed(i, stop)
        if stop <= i:
            return []
        piece = self._single(i) if stop - i == 1 else self._several(i, stop)
        return [piece] if piece is not None else []

    def _trimmed(self, i: int, stop: int) -> int:
        """The end of the name without small words, signs and a heading's words behind it."""
        while stop > i and self.key(stop - 1) in _NO_ENDS:
            stop -= 1
        while stop > i + 1 and self.key(stop - 1) in self.lex.headings:
            stop -= 1
        return stop

    # ---- one word ----

    def _single(self, i: int) -> Piece | None:
        """What a single word names, if anything."""
        word, before = self.words[i], self.key(i - 1)
        surname = word.key in ("may", "will")  # let through by the chunker only where a name is likely
        if not surname and (len(word.key) < 2 or word.key in self.lex.no_names or word.key in self.lex.function_words):
            return None
        if before in _ARTICLES and (word.key in self.lex.weak_heads or word.key in self.lex.law_heads):
            return self._short_body(i)
        if word.acronym:
            return self._acronym(i)
        if word.text.replace(".", "") in self.lex.no_bodies:
            return None
        if word.key in self.lex.foreign_heads and before in ("the", "la", "el"):
            return Piece(i, i + 1, "organization", "tail")
        if word.key in self.lex.single_heads:
            return Piece(i, i + 1, "organization", "head")
        return None if self._common(i, word) else Piece(i, i + 1, "organization", "weak")

    def _short_body(self, i: int) -> Piece | None:
        """ "The Board": counts where one body's name ends so."""
        tail = self.key(i) in self.lex.weak_heads and self.key(i - 1) in ("the", "this")
        return Piece(i, i + 1, "organization", "tail") if tail else None

    def _acronym(self, i: int) -> Piece | None:
        """The body of an acronym; None for what follows names ("MP"), zones of time and headings."""
        word = self.words[i]
        letters = word.text.replace(".", "")
        if letters in self.lex.no_bodies or letters.rstrip("s") in self.lex.no_bodies:
            return None
        heading = len(letters) > _MAX_LEN_ACRONYM and word.initial and self.key(i + 1) in (".", ":", "")
        if heading or word.key in self.lex.after_names:
            return None
        return Piece(i, i + 1, "organization", "acronym")

    def _common(self, i: int, word: Word) -> bool:
        """Whether a single word is no name: a compound ("Post-war"), a month, people by what they do."""
        if word.key.partition("-")[0] in self.lex.no_names:
            return True
        if word.key in _MONTHS and self.key(i + 1) not in self.lex.saying:
            return True
        role = word.key[:-1] in self.lex.roles or word.key[:-1] in self.lex.relations
        return word.initial and word.key[-1:] == "s" and role  # "Colleagues said"

    # ---- several words ----

    def _several(self, i: int, stop: int) -> Piece | None:
        """What several words name, if anything."""
        if all(w.text.replace(".", "") in self.lex.no_bodies for w in self.words[i:stop]):
            return None  # "PM EDT"
        keys = [self.key(k) for k in range(i, stop)]
        if " ".join(keys) in self.lex.single_heads:
            return Piece(i, stop, "organization", "head")
        if keys[-1] in _NO_NAME_ENDS or keys[0] in _STORMS:
            return None
        if self._small_place(keys) or self._named_as_place(keys):
            return Piece(i, stop, "place", "head")
        return self._by_words(i, stop, keys)

    def _by_words(self, i: int, stop: int, keys: Sequence[str]) -> Piece | None:
        """What several words of a name that is no place's come to: none or a body where all of them are common."""
        lex = self.lex
        if all(k in lex.no_names or k in lex.weak_heads for k in keys):
            return None  # "Press Release"
        if all(k in lex.no_names or k in lex.function_words or k in lex.portfolio for k in keys):
            return Piece(i, stop, "organization", "head") if "and" in keys else None
        return Piece(i, stop, "person", "weak")

    def _small_place(self, keys: Sequence[str]) -> bool:
        """ "Upper Marsh"."""
        if len(keys) != 2 or keys[0] not in _SMALL_PLACES:
            return False
        return keys[1] not in self.lex.given and keys[1] not in self.lex.no_names

    def _named_as_place(self, keys: Sequence[str]) -> bool:
        """Whether a word is a place's: "Abbey Road", "Wexford South", "Cape Verde"; "Anna Hill" is rather a person."""
        if keys[0] in FIRST_OF_PLACE or (keys[0] in self.lex.places_of and keys[1] == "of"):
            return True
        if keys[-1] in _CONSTITUENCIES:
            return len(keys) == 2 and keys[0] not in self.lex.given
        if keys[-1] in self.lex.place_surnames and keys[0] in self.lex.given:
            return False
        return keys[-1] in self.lex.place_words
