"""A run of capitalised words cut into the names it holds, as far as rules can tell."""

from __future__ import annotations

from collections.abc import Sequence

from search.analysis.lexicon import words
from search.analysis.lexicon.gazetteer import Gazetteer
from search.analysis.names import connectors as links
from search.analysis.names.institutions import Institutions
from search.analysis.names.plain_names import FIRST_OF_PLACE, PlainNames
from search.analysis.names.prefixes import Piece, Prefixes, SettledNames
from search.analysis.names.words import Word

_BETWEEN = words("of the for and on in at , & ( ) .")
_TITLES_AND_NAMES = words("dean earl duke prince marshal baron major miles")
_PARTY = words(
    """democrat democrats republican republicans conservative conservatives liberal liberals socialist independent"""
)
_SEATS = words("D- R- I-")  # "Sen. Ann Vane, D-Boone": party and seat
_COUNTED = words("first second third fourth fifth sixth seventh eighth ninth tenth")
_CARRYING = FIRST_OF_PLACE | _COUNTED | {"may", "new", "old", "little", "north", "south", "east", "west"}
_MAX_LEN_HOLDER = 6  # words of an office holder's name


class Segmenter:
    """Reads runs of one paragraph from left to right."""

    def __init__(self, words: Sequence[Word], lexicon: Gazetteer) -> None:
        self.words, self.lex = words, lexicon
        self.prefixes = Prefixes(words, lexicon)
        self.settled = SettledNames(self.prefixes)
        self.institutions = Institutions(self.prefixes)
        self.plain = PlainNames(self.prefixes)
        self.key = self.prefixes.key

    def pieces(self, first: int, last: int, splits: Sequence[int] = ()) -> list[Piece]:
        """The names in words `first`–`last`; `splits` are places where a model begins another one."""
        out: list[Piece] = []
        i = first
        while i < last:
            found, i = self.next(i, last, splits)
            out.extend(found)
        return out

    def next(self, i: int, last: int, splits: Sequence[int]) -> tuple[list[Piece], int]:
        """The names that begin at word `i`, and where to go on."""
        if self.key(i) in _BETWEEN and not self.words[i].capital:
            return [], i + 1
        if pair := self.hyphen_pair(i):
            return [pair], i + 1
        if self.new_before_place(i, last):
            return [], i + 1
        if name := self.settled.at(i, last):
            return [name], name.last
        office = self.prefixes.office(i, last)
        body = self.institutions.at(i, last)
        # "Administrative Law Judge", "Treasury Secretary": an office, not a law or a body.
        if body and office <= body.last - (body.type == "law"):
            return [body], body.last
        if office > i:
            return self.titled(i, office, last)
        if place := self.place(i, last):
            return [place], place.last
        return self.rest(i, last, splits)

    def rest(self, i: int, last: int, splits: Sequence[int]) -> tuple[list[Piece], int]:
        """What is no pair, institution, office or place: a nationality, common words, or a plain name."""
        people = self.prefixes.demonym(i, last)
        if people:
            return [], people
        lex = self.lex
        if last - i < 3 and all(self.key(k) in lex.portfolio or self.key(k) in lex.no_names for k in range(i, last)):
            return [], last
        if self.names_nothing(i, last):
            return [], i + 1
        stop = self.prefixes.end_of_name(i, last, splits)
        return self.plain.pieces(i, stop), stop

    # ---- what can begin ----

    def hyphen_pair(self, i: int) -> Piece | None:
        """ "US-Canada" is two places, "US-backed" one; "U.S.-Canada" comes as three words and needs nothing."""
        text = self.words[i].text
        if "-" not in text or len(text) < 4:
            return None
        if text[:2] in _SEATS and text[2:3].isupper() and self.key(i - 1) == ",":
            return Piece(i, i + 1, "place", "pair")
        left, _, right = text.partition("-")
        if not self._country(left.lower().replace(".", ""), left.lower()):
            return None
        two = self._country(right.lower().replace(".", ""), right.lower())
        return Piece(i, i + 1, "place", "pair") if two or right[:1].islower() else None

    def _country(self, key: str, low: str) -> bool:
        """Whether a word is a country's name (without full stops) or a nationality."""
        return key in self.lex.countries or low in self.lex.demonyms

    def new_before_place(self, i: int, last: int) -> bool:
        """ "The new X Y": new, and the city X Y, where "New X" is a place as well."""
        if self.key(i) not in ("new", "old") or i + 2 >= last:
            return False
        return (self.key(i + 1), self.key(i + 2)) in self.lex.places

    def place(self, i: int, last: int) -> Piece | None:
        """The place that begins at `i`: "City of London", or one of the gazetteer that stands alone."""
        if self.key(i) in self.lex.places_of and self.key(i + 1) == "of":
            stop = self.prefixes.place_at(i + 2, last)
            if stop:
                return Piece(i, stop, "place", "head")
        stop = self.prefixes.place_at(i, last)
        if not stop or (stop < last and not self.after_place(stop, last)):
            return None
        if stop - i == 1 and self.homonym_person(i, last):
            return None
        return Piece(i, stop, "place", "gazetteer")

    def after_place(self, k: int, last: int) -> bool:
        """Whether what follows a place in its run begins something else: a title, a nationality, another place."""
        return (
            self.prefixes.office(k, last) > k
            or self.key(k) in _PARTY
            or self.prefixes.demonym(k, last) > 0
            or bool(self.prefixes.place_at(k, last))
            or self.institutions.at(k, last) is not None
        )

    def homonym_person(self, i: int, last: int) -> bool:
        """Whether a place that is also a person's name stands beside other names: "Paris Hilton"."""
        return self.key(i) in self.lex.homonyms and last - i > 1

    def names_nothing(self, i: int, last: int) -> bool:
        """Whether a common word opens no name: no initial, no "Will Smith"."""
        key = self.key(i)
        if (key not in self.lex.no_names and key not in self.lex.function_words) or self.carried(i, last):
            return False
        initial = len(key) == 1 and self.key(i + 1) == "."
        return not initial and not (last - i == 1 and key in ("may", "will"))

    def carried(self, i: int, last: int) -> bool:
        """Whether a word that alone names nothing opens a longer name ("North Face", "Will Smith")."""
        if i + 1 >= last or self.key(i + 1) in self.lex.no_names:
            return False
        return self.key(i) in self.lex.given or self.key(i) in _CARRYING

    # ---- offices and their holders ----

    def titled(self, i: int, office: int, last: int) -> tuple[list[Piece], int]:
        """The holder of an office named before it; an office alone names nobody."""
        if office >= last:
            return [], last
        if self._no_holder(office, last):
            return [], office
        stop = self.prefixes.end_of_name(office, last, ())
        if stop == office:
            return [], office + 1
        if office == i + 1 and self._first_name(i):
            return [Piece(i, stop, "person", "lexicon")], stop  # "their captain, Dean Holloway"
        stop = self._before_seat(office, stop)
        first = self._holder_begins(i, office, stop)
        if first == office:
            if self.key(office) in ("of", "for") and not self.words[office].capital:
                return [], self._past_portfolio(office, last)
            if stop - office > _MAX_LEN_HOLDER or self._place_alone(office, stop, last):
                return self.plain.pieces(office, stop), stop
        title = " ".join(w.text for w in self.words[i:office])
        return [Piece(first, stop, "person", "title", (("title", title),))], stop

    def _no_holder(self, office: int, last: int) -> bool:
        """Whether a body, a pair of places or a nationality follows the office that ends at `office`."""
        if self.institutions.at(office, last) or self.hyphen_pair(office):
            return True
        return self.prefixes.demonym(office, last) > 0

    def _first_name(self, i: int) -> bool:
        """Whether the title at `i` is a first name: it stands in apposition, "their captain, Dean Holloway"."""
        if self.key(i) not in _TITLES_AND_NAMES or self.key(i - 1) != ",":
            return False
        return self.key(i - 2) in self.lex.roles or self.key(i - 2) in self.lex.relations

    def _before_seat(self, office: int, stop: int) -> int:
        """The end of the holder's name before what the office is of: "Mayor Ana Cruz | of Guiuan"."""
        if self.key(office - 1) in self.lex.named_by_title:
            return stop
        seats = (k for k in range(office + 1, stop) if self.key(k) == "of" and not self.words[k].capital)
        return next(seats, stop)

    def _holder_begins(self, i: int, office: int, stop: int) -> int:
        """Where the holder's name begins: with a peer's title, else after the office."""
        rank = self.key(office - 1)
        if links.is_peerage(rank) and any(self.key(k) == "of" for k in range(office, stop)):
            return office - 1  # "Lord Marsh of Ketton"
        if rank == "justice" and office - i > 1 and links.is_peerage(self.key(office - 2)) and stop - office == 1:
            return office - 2  # "Lord Justice Marsh"
        return office

    def _past_portfolio(self, office: int, last: int) -> int:
        """ "Secretary of State for Health and Social Care": where an office that goes on with "for" ends."""
        k = office + 1
        while k < last and (self.key(k) in self.lex.portfolio or self.key(k) in ("and", "of", "the", "&", ",")):
            k += 1
        return k

    def _place_alone(self, office: int, stop: int, last: int) -> bool:
        """Whether what follows an office is a place that no person is called by."""
        return self.prefixes.place_at(office, last) == stop and self.key(office) not in self.lex.homonyms
