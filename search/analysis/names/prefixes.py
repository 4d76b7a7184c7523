"""Names told by how they begin or are written: foreign heads, capitals, surname first, numbers behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from search.analysis.lexicon import words
from search.analysis.names import connectors as links
from search.analysis.names.forms import LEGAL
from search.analysis.names.offices import Offices
from search.model import EntityType

_SHIPS = words("USS HMS RMS MV SS MT RRS HMAS HMCS RFA USNS")
_CHAPTERS = words("local lodge branch")  # "AWPW Local 318"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words `first`–`last` (exclusive) taken for one name; `rule` "weak" leaves its type to other evidence."""

    first: int
    last: int
    type: EntityType
    rule: str
    extra: tuple[tuple[str, str], ...] = ()


class Openings(Offices):
    """Names that a rule of their own settles before anything else is looked at."""

    def foreign(self, i: int, last: int) -> Piece | None:
        """A name that opens with a foreign word for a body, a place or a law: "Banco X", "Calle X", "Ley X"."""
        key = self.key(i)
        kinds: tuple[tuple[frozenset[str], EntityType], ...] = (
            (self.lex.foreign_heads, "organization"),
            (self.lex.foreign_places, "place"),
            (self.lex.foreign_laws, "law"),
        )
        if self.words[i].text in _SHIPS and i + 1 < last and not self.words[i + 1].acronym:
            return Piece(i, self.end_of_name(i + 1, last, ()), "organization", "head")
        kind = next((kind for heads, kind in kinds if key in heads), None)
        if kind is None or i + 1 >= last or not self.words[i].capital:
            return None
        stop = self.end_of_name(i, last, ())
        if kind == "organization" and stop < last and self.key(stop) in LEGAL:
            stop += 1
        return Piece(i, stop, kind, "head") if stop > i + 1 else None

    def in_capitals(self, i: int, last: int) -> Piece | None:
        """A person in capitals: a signature, a speaker's label, the first words of an obituary: "OWEN PRICE:"."""
        k = i
        while k < last and k < i + 6 and (self.words[k].text.isupper() or self.words[k].text == "."):
            k += 1
        letters = [self.words[n] for n in range(i, k) if self.words[n].text != "."]
        long = [w for w in letters if len(w.key) > 1]
        if not 1 < len(letters) < 5 or not long or self.words[k - 1].text == "." or long[-1] is not letters[-1]:
            return None
        taken = self.lex.portfolio | self.lex.no_names | self.lex.function_words | self.lex.place_words
        if any(w.key in taken or w.text in self.lex.no_bodies or (w.key,) in self.lex.org_heads for w in letters):
            return None
        named = letters[0].key in self.lex.given or (len(letters[0].key) == 1 and len(long[-1].key) > 3)
        label = i == 0 and len(long) > 1 and k < len(self.words) and self.words[k].text == ":"
        return Piece(i, k, "person", "lexicon") if named or label else None

    def inverted(self, i: int, last: int) -> Piece | None:
        """ "LÓPEZ, Ana": the surname in capitals, a comma and a first name."""
        if i + 2 >= last + 1 or self.key(i + 1) != "," or not links.inverted(self.words, self.lex, i + 1):
            return None
        k = i + 3
        while k < last and self.words[k].text.istitle() and self.key(k) in self.lex.given:
            k += 1
        return Piece(i, k, "person", "lexicon")

    def numbered(self, i: int, last: int) -> Piece | None:
        """A law with a number: "Law 30225", "Executive Order 2024-611"."""
        for k in range(i, min(last, i + 4)):
            at = k + 1
            if self.key(k) not in self.lex.numbered_laws or at >= len(self.words) or at < last:
                continue
            if self.key(at) in ("no", "nº", "number") and at + 1 < len(self.words):
                at += 2 if self.words[at + 1].text == "." else 1
            digits = self.words[at].text if at < len(self.words) else ""
            if len(digits) > 2 and digits[:1].isdigit() and not (at == k + 1 and links.year_after(self.words, at)):
                return Piece(i, at + 1, "law", "head")
        chapter = self.key(last - 1) in _CHAPTERS and last < len(self.words) and self.words[last].text.isdigit()
        if chapter and last - i < 3 and all(w.acronym for w in self.words[i : last - 1]):
            return Piece(i, last + 1, "organization", "head")
        return None

    def second_surname(self, i: int, k: int, last: int) -> bool:
        """ "Ana Cruz Toledo": the last word, be it a town's, after first name and surname."""
        plain = k == i + 2 and last == k + 1 and self.key(i) in self.lex.given
        lex = self.lex
        taken = (lex.given, lex.portfolio, lex.no_names, lex.function_words, lex.demonyms)
        return plain and not self.words[k].acronym and not any(self.key(n) in t for t in taken for n in (k, i + 1))

    def end_of_name(self, i: int, last: int, splits: Sequence[int]) -> int:
        """Where a plain name that begins at `i` ends: before an office, a split or the run's end."""
        for k in range(i + 1, last):
            if (k in splits and not self.second_surname(i, k, last)) or (
                self.office(k, last) > k
                and self.key(k) not in self.lex.given
                and k > i + 0
                and self.office(k, last) < last
            ):
                return k
            if self.words[k].acronym and self.key(k) in self.lex.after_names:
                return k
            if (
                self.words[k].acronym
                and not self.words[k - 1].acronym
                and len(self.words[k].text) > 2
                and self.key(k) not in self.lex.suffixes
            ):
                return k
        return last
