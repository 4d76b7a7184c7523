"""What the words beside a name say of its type, where the name itself says nothing.

"Born in Ulsan", "Stavrou, 61," and "Meridian Re, a firm in Ajman" say more than a language model knows of rare names.
"""

from __future__ import annotations

from collections.abc import Sequence

from search.analysis.lexicon import ENGLISH
from search.analysis.lexicon import words as listed
from search.analysis.lexicon.gazetteer import Gazetteer
from search.analysis.names.words import Word
from search.model import EntityType

# How many small words an apposition may have before its noun: "a small but growing firm".
_MAX_LEN_APPOSITION = 4
_PRINTED = frozenset(
    {"published", "wrote", "writing", "printed", "appeared", "article", "paper", "column", "interview"}
)
_CONCERNS = ENGLISH.words("names", "concerns")
_PREMISES = ENGLISH.words("names", "premises")
# Prepositions of place that open a sentence.
_OPENING = listed("in near outside across inside throughout")
_TOWNSMEN = ENGLISH.words("names", "townsmen")
_MAX_AGE = 110
_ENDS_OF_NOUN = frozenset({"of", "in", "for", "at", "from", "who", "that"})
_DETERMINERS = frozenset({"a", "an", "the", "then", "former", "its", "his", "her"})
_AFTER_ROLE = frozenset({*",.;:)", "who", "whose", "of", "in", "at", "for", "with", "from", "and", "on", "to"})


class TypeCues:
    """Reads the words around the name at words `first`–`last` (exclusive) of a paragraph."""

    def __init__(self, words: Sequence[Word], lexicon: Gazetteer) -> None:
        self.words, self.lex = words, lexicon

    def small(self, k: int) -> str:
        """The folded word at `k` where it is written small, or a sign, or opens a sentence ("In X"); else nothing."""
        if not 0 <= k < len(self.words):
            return ""
        word = self.words[k]
        return word.key if not word.capital or (word.initial and word.key in _OPENING) else ""

    def capital(self, k: int) -> bool:
        """Whether there is a capitalised word at `k`."""
        return 0 <= k < len(self.words) and self.words[k].capital

    def person(self, first: int, last: int) -> bool:
        """An age or "who" after it, a relation before it: "Vane, 41,", "the judge's son Iker"."""
        if self.words[last - 1].possessive:
            return False
        comma = self.small(last) == ","
        age = self.small(last + 1)
        if comma and age.isdigit() and int(age) <= _MAX_AGE and self.small(last + 2) in (",", ".", ";"):
            return True
        if (self.role_after(last) and not self.placed(first)) or self.speaker(last):
            return True
        before, called = self.small(first - 1), self.lex.relations | self.lex.roles
        if before == ",":  # "his lawyer, Vera Olm,": closed by a sign, else a clause ends there
            return self.small(last) in (",", ".", ";", ")", "") and self.small(first - 2) in called
        return before in self.lex.relations or (before in self.lex.roles and last - first > 1)

    def placed(self, first: int) -> bool:
        """ "In X, a spokesman said": what comes after the comma is no apposition to the place."""
        before = self.words[first - 1].key if first else ""
        opens = first == 1 or (first > 1 and self.words[first - 1].initial) or self.small(first - 2) in (",", "and")
        return before in ("in", "at", "near", "from") and opens

    def role_after(self, last: int) -> bool:
        """Whether a person's role stands in apposition: "X, the safety officer,"."""
        if self.small(last) != "," or self.small(last + 1) not in _DETERMINERS:
            return False
        for k in range(last + 2, last + 2 + _MAX_LEN_APPOSITION):
            word = self.small(k)
            if word in self.lex.roles and self.small(k + 1) in _AFTER_ROLE:
                return True
            if not word[:1].isalpha() or word in _AFTER_ROLE:
                return False
        return False

    def speaker(self, last: int) -> bool:
        """ "X said that she": the pronoun tells a person."""
        if self.small(last) not in self.lex.saying:
            return False
        return any(self.small(k) in ("he", "she") for k in range(last + 1, last + 4))

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
        if after in self.lex.places_after or (before in ("its", "their") and after in _PREMISES):
            return "place"
        if after == "," and self.small(last + 1) in ("a", "an", "the"):
            return self.apposed_kind(last + 2)
        return None

    def apposed_kind(self, first: int) -> EntityType | None:
        """What the noun of the apposition that begins at `first` is said of: "a Piraeus company", "a resort"."""
        for k in range(first, first + _MAX_LEN_APPOSITION):
            if self.capital(k):
                continue
            noun = self.small(k)
            if noun in self.lex.kinds or noun in _CONCERNS:
                return "organization"
            if noun in self.lex.place_nouns:
                return "place"
            if not noun[:1].isalpha() or noun in _ENDS_OF_NOUN:
                return None
        return None

    def place(self, first: int, last: int) -> bool:
        """Whether it is where something is or goes: "in X", "near X", "sent to X", "of the village of X"."""
        before = self.small(first - 1)
        if before == "of" and self.small(first - 2) in self.lex.places_of:
            return True
        if self.words[last - 1].possessive or last - first > 3:
            return False
        if before in ("near", "outside", "across", "throughout", "inside"):
            return True
        if before == "in":
            return not self.held(first) and not self.printed(first)
        if before == "of" and first >= 3:
            return self.home(first, last)
        if before in ("to", "from", "for", "into"):
            return self.goal(first, before)
        if before == "as" and self.small(first - 2) in ("far", "away"):
            return True
        return self.address(first, last)

    def home(self, first: int, last: int) -> bool:
        """ "Ms Holt, 38, of Abbots Lea", "Florence Vane of Hull", "Nordkost of Bremen", "a cotton merchant of X"."""
        if self.small(first - 2) in _TOWNSMEN and last - first == 1:
            return True
        aged = self.small(first - 2) == "," and self.words[first - 3].key.isdigit()
        return aged or (self.capital(first - 2) and not self.words[first - 2].initial)

    def goal(self, first: int, before: str) -> bool:
        """ "The member for X", "sent to X", "from X to Y"."""
        if before == "for" and first >= 2 and self.words[first - 2].key in self.lex.seats:
            return True
        return self.movement(first - 2) or (before == "to" and self.small(first - 3) == "from")

    def held(self, first: int) -> bool:
        """ "A stake in X", "confidence in X": X is no place for its "in"."""
        return first >= 2 and self.words[first - 2].key in self.lex.holdings

    def at(self, first: int, last: int) -> bool:
        """ "At X", "from X", where nobody works there or gets anything from it: rather a place than a body."""
        lead = self.small(first - 2)
        plain = last - first == 1 and not self.words[first].possessive
        return (
            plain
            and self.small(first - 1) in ("at", "from")
            and lead not in (self.lex.work | self.lex.roles | self.lex.holdings)
        )

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
            two = tuple(w.key for w in self.words[last + 1 : last + 3])
            return ((self.words[last + 1].key,) in self.lex.places and not self.words[last + 1].possessive) or (
                two in self.lex.places
            )
        return False

    def printed(self, first: int) -> bool:
        """ "Published the results in X": a journal, no place."""
        return any(self.small(k) in _PRINTED for k in range(max(0, first - 6), first - 1))
