"""What the words beside a name tell of its type, where the name itself says nothing.

"Born in Ulsan", "Stavrou, 61," and "Meridian Re, a firm in Ajman" say more than a language model knows of rare names.
"""

from __future__ import annotations

from collections.abc import Sequence

from search.analysis.chunks import Word
from search.analysis.rules import Lexicon
from search.model import EntityType

# How many small words an apposition may have before its noun: "a small but growing firm".
_APPOSITION = 4
_OLDEST = 110


class Beside:
    """Reads the words around the name at words `first`–`last` (exclusive) of a paragraph."""

    def __init__(self, words: Sequence[Word], lexicon: Lexicon) -> None:
        self.words, self.lex = words, lexicon

    def small(self, k: int) -> str:
        """The folded word at `k` where it is written small, or a sign; else nothing."""
        return self.words[k].key if 0 <= k < len(self.words) and not self.words[k].capital else ""

    def capital(self, k: int) -> bool:
        """Whether there is a capitalised word at `k`."""
        return 0 <= k < len(self.words) and self.words[k].capital

    def person(self, first: int, last: int) -> bool:
        """An age or "who" after it, a relation before it: "Vane, 41,", "the judge's son Iker"."""
        if self.words[last - 1].possessive:
            return False
        comma = self.small(last) == ","
        age = self.small(last + 1)
        if comma and age.isdigit() and int(age) <= _OLDEST and self.small(last + 2) in (",", ".", ";"):
            return True
        before = self.small(first - 1)
        return before in self.lex.relations or (
            before == "," and self.small(first - 2) in self.lex.relations and self.owned(first - 3)
        )

    def owned(self, k: int) -> bool:
        """Whether the word at `k` makes a relation somebody's: "his", "Vane's"."""
        return self.small(k) in ("his", "her", "their", "my", "our", "whose") or (
            0 <= k < len(self.words) and self.words[k].possessive
        )

    def kind(self, first: int, last: int) -> EntityType | None:
        """The noun that introduces it or stands in apposition to it: "the law firm X", "X, a resort"."""
        if self.words[last - 1].possessive:
            return None
        before, after = self.small(first - 1), self.small(last)
        if before in self.lex.kinds_before:
            return "organization"
        if after in self.lex.kinds:
            # "A Hamburg company" stands there; "the Calder company" is called so.
            return "place" if before in ("a", "an") and last - first == 1 else "organization"
        if after in self.lex.places_after:
            return "place"
        if after == "," and self.small(last + 1) in ("a", "an", "the"):
            for k in range(last + 2, last + 2 + _APPOSITION):
                if self.capital(k):
                    continue  # "a Piraeus company"
                noun = self.small(k)
                if noun in self.lex.kinds:
                    return "organization"
                if noun in self.lex.place_nouns:
                    return "place"
                if not noun[:1].isalpha() or noun in ("of", "in", "for", "at", "from", "who", "that"):
                    break
        return None

    def place(self, first: int, last: int) -> bool:
        """Whether it is where something is or goes: "in X", "near X", "sent to X", "of the village of X"."""
        before = self.small(first - 1)
        if before == "of" and self.small(first - 2) in self.lex.places_of:
            return True
        if self.words[last - 1].possessive or last - first > 3:
            return False
        if before in ("near", "outside"):
            return True
        if before == "in":
            return self.small(first - 2) not in self.lex.holdings
        if before == "for" and first >= 2 and self.words[first - 2].key in self.lex.seats:
            return True
        if before in ("to", "from", "for", "into"):
            return self.movement(first - 2) or (before == "to" and self.small(first - 3) == "from")
        if before == "of" and first >= 4:  # "Ms Holt, 38, of Abbots Lea", "Florence Vane of Hull"
            lead = self.words[first - 3]
            aged = self.small(first - 2) == "," and lead.key.isdigit()
            named = any(w.key in self.lex.given or (w.key,) in self.lex.titles for w in self.words[first - 4 : first - 2])
            return aged or (self.capital(first - 2) and lead.capital and named)
        if before == "as" and self.small(first - 2) in ("far", "away"):
            return True
        return self.address(first, last)

    def movement(self, k: int) -> bool:
        """Whether the word at `k`, or the one before a short word there, is one of going or sending."""
        return self.small(k) in self.lex.movements or (
            self.small(k) in ("back", "away", "home", "over", "up", "down") and self.small(k - 1) in self.lex.movements
        )

    def address(self, first: int, last: int) -> bool:
        """ "County Hall, Wexcombe" and "Limassol, Cyprus"."""
        if self.small(first - 1) == "," and self.capital(first - 2):
            lead = self.words[first - 2]
            if (lead.key in self.lex.place_words and self.capital(first - 3)) or (lead.key,) in self.lex.places:
                return self.small(last) in (",", ".", ";", "") and last - first < 3
        if self.small(last) == "," and self.capital(last + 1) and last - first < 3:
            return (self.words[last + 1].key,) in self.lex.places and not self.words[last + 1].possessive
        return False
