"""Institutions and laws in a run of capitalised words: told by their head nouns."""

from __future__ import annotations

from search.analysis.lexicon import words
from search.analysis.names import connectors as links
from search.analysis.names.forms import LEGAL
from search.analysis.names.prefixes import Piece, Prefixes

_COMPLEMENTS = words("of for on against")  # what a body or law is of stands behind its head noun
_NATIONAL_BODIES = words("council trust association society board agency authority commission")


class Institutions:
    """Reads the institution or law that begins at a word."""

    def __init__(self, prefixes: Prefixes) -> None:
        self.prefixes, self.words, self.lex = prefixes, prefixes.words, prefixes.lex
        self.key = prefixes.key

    def at(self, i: int, last: int) -> Piece | None:
        """An institution or a law that begins at `i`, or None."""
        if last - i == 2 and (self.key(i), self.key(i + 1)) in self.lex.places:
            return None
        best = self._longest(i, last)
        return self.with_tail(best, last) if best is not None else None

    def _longest(self, i: int, last: int) -> Piece | None:
        """The longest institution or law that begins at `i`, up to what its head noun is followed by; None without."""
        best: Piece | None = None
        k = i
        while k < last:
            if k > i and best is None and self._breaks_off(i, k, last):
                return None
            head = self.head_at(k, last)
            if head:
                best = self.organisation(i, k, head, last) or best
                if best and best.last >= head and head < last and self.key(head) in _COMPLEMENTS:
                    break
            elif found := self._law_or_ending(i, k, last, best):
                best = found
                if found.last > k + 1:
                    break
            k = head or k + 1
        return best

    def _law_or_ending(self, i: int, k: int, last: int, best: Piece | None) -> Piece | None:
        """A law, if longer than `best`, or a firm, if word `k` ends one; None where the word tells neither."""
        if self.key(k) in self.lex.law_heads:
            law = self.law(i, k, last)
            return law if law and (best is None or law.last > best.last) else None
        return Piece(i, k + 1, "organization", "head") if k > i and self._ends_body(best, k) else None

    def _breaks_off(self, i: int, k: int, last: int) -> bool:
        """Whether words `i`–`k`, without a head noun so far, are no institution's: "of" or an office follows."""
        if self.words[k].key in ("of", "for"):
            goes_on = self.opens_with_head(i, k) or links.statute_ahead(self.words, self.lex, k)
            if not goes_on and not self.of_place_body(k, last):
                return True
        key = self.key(k)
        if key in self.lex.law_heads or key in self.lex.org_endings or self.head_at(k, last):
            return False
        return self.prefixes.office(k, last) > k and not self.leads_to_head(k, last)

    def _ends_body(self, best: Piece | None, k: int) -> bool:
        """Whether word `k` is a firm's legal form or other ending that belongs to the body found so far, if any."""
        if self.key(k) not in self.lex.org_endings:
            return False
        if best is None or best.last == k or (best.last == k - 1 and self.words[k - 1].text == ","):
            return True
        return self.key(k) in LEGAL and best.type == "organization"

    def head_at(self, k: int, last: int) -> int:
        """The end of an institution's head noun at `k`, or 0."""
        for size in (4, 3, 2, 1):
            if k + size <= last and tuple(self.key(n) for n in range(k, k + size)) in self.lex.org_heads:
                return k + size
        return 0

    def of_place_body(self, k: int, last: int) -> bool:
        """ "Port of London Authority": a head noun ends what begins as a place's name."""
        return self.key(k - 1) in self.lex.places_of and bool(self.head_at(last - 1, last)) and last - k > 2

    def opens_with_head(self, i: int, k: int) -> bool:
        """Whether a head noun stands among words `i`–`k`."""
        return any(self.head_at(n, k) or self.key(n) in self.lex.law_heads for n in range(i, k))

    def leads_to_head(self, k: int, last: int) -> bool:
        """Whether a title's word is part of an institution's name: "Attorney General Office", "Justice Department"."""
        return any(self.head_at(n, last) for n in range(k + 1, min(last, k + 3)))

    def organisation(self, i: int, k: int, head: int, last: int) -> Piece | None:
        """The body whose head noun is words `k`–`head`."""
        follows = head < last and self.key(head) in ("of", "for", "on", "against", "at")
        if k == i and not follows:
            name = self.key(k)
            if head - k > 1 or name in self.lex.single_heads:
                return Piece(i, head, "organization", "head")
            return None
        if follows:
            return Piece(i, self.campus(last) if self.key(k) == "university" else last, "organization", "head")
        modifiers = [self.key(n) for n in range(i, k)]
        if self.key(head - 1) in self.lex.weak_heads and all(m in self.lex.function_words for m in modifiers):
            return None
        return Piece(i, head, "organization", "head")

    def campus(self, last: int) -> int:
        """ "University of Illinois, Chicago": the city after the comma belongs to the name."""
        if self.key(last) != "," or last + 1 >= len(self.words) or (self.key(last - 1),) not in self.lex.places:
            return last
        return self.prefixes.place_at(last + 1, min(len(self.words), last + 4)) or last

    def law(self, i: int, k: int, last: int) -> Piece | None:
        """The law whose head noun is word `k`, with the year behind its name: two Acts of one name are told by it."""
        follows = k + 1 < last and self.key(k + 1) in _COMPLEMENTS
        weak = self.key(k) in self.lex.weak_law_heads
        if k == i:
            return self.dated(Piece(i, last, "law", "head")) if follows and not weak else None
        modifiers = [self.key(n) for n in range(i, k) if self.key(n) not in ("and", ",", "the")]
        if weak and not any(m not in self.lex.demonyms and m not in self.lex.countries for m in modifiers):
            return None
        if all(m in self.lex.function_words for m in modifiers):
            return None
        first = self.parties_before(i) if modifiers[-1] in self.lex.countries else i
        return self.dated(Piece(first, last if follows else k + 1, "law", "head"))

    def dated(self, law: Piece) -> Piece:
        """The law with the year behind its name, where its head noun ends that."""
        year = links.year_after(self.words, law.last)
        named = self.key(law.last - 1) in self.lex.law_heads and law.last - law.first > 1
        return Piece(law.first, year, "law", law.rule, law.extra) if year and named else law

    def parties_before(self, i: int) -> int:
        """The first word of "A, B and C Agreement", where `i` is the last party: commas divide the run's beginning."""
        k = i
        while k >= 2:
            sign = self.words[k - 1]
            if sign.text != "," and sign.key not in ("and", "the"):
                break
            end = k - (2 if self.words[k - 2].text == "," or sign.key == "the" else 1)
            places = (end - size for size in (3, 2, 1))
            start = next((s for s in places if s >= 0 and self.prefixes.place_at(s, end) == end), None)
            if start is None:
                break
            k = start
        return k

    def with_tail(self, piece: Piece, last: int) -> Piece:
        """An institution's name goes on after its head: "Cartel New Dawn"; not into an office or a person."""
        k = piece.last
        if k >= last or piece.type != "organization" or self._begins_another(k, last):
            return piece
        if (
            self.words[k].acronym
            or self.key(k) in ("new", "the")
            # "Health Service Executive"
            or (last - k == 1 and (self.key(k) == "executive" or self.key(k) in self.lex.portfolio))
            or (k - piece.first > 1 and self.country_behind(k, last))
        ):
            return Piece(piece.first, last, piece.type, piece.rule, piece.extra)
        return piece

    def _begins_another(self, k: int, last: int) -> bool:
        """Whether word `k` begins a person's name, an office or a nationality, or is no name."""
        key = self.key(k)
        known = key in self.lex.given or key in self.lex.no_names or key in self.lex.demonyms
        return known or self.prefixes.office(k, last) > k

    def country_behind(self, k: int, last: int) -> bool:
        """ "Arts Council England": the country or nation ends the name of a body that is for all of it."""
        if self.key(k - 1) not in _NATIONAL_BODIES or self.key(k) not in self.lex.countries:
            return False
        after = self.words[last] if last < len(self.words) else None
        return self.prefixes.place_at(k, last) == last and (after is None or not after.capital)
