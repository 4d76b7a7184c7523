"""A run of capitalised words cut into the names it holds, as far as rules can tell."""

from __future__ import annotations

from collections.abc import Sequence

from search.analysis.lexicon import words
from search.analysis.names import connectors as links
from search.analysis.names.forms import LEGAL
from search.analysis.names.prefixes import Openings, Piece

_BETWEEN = words("of the for and on in at , & ( ) .")
_TITLES_AND_NAMES = words("dean earl duke prince marshal baron major miles")
_PARTY = words(
    """democrat democrats republican republicans conservative conservatives liberal liberals socialist independent"""
)
_SEATS = words("D- R- I-")  # "Sen. Ann Vane, D-Boone": party and seat
_STORMS = words("hurricane cyclone typhoon storm")
_SMALL_PLACES = words("little great upper lower nether much")
_NO_NAME_ENDS = words("day eve season")
_FIRST_OF_PLACE = words("river lake lough loch mount cape fort camp isle")
_COUNTED = words("first second third fourth fifth sixth seventh eighth ninth tenth")
_CARRYING = _FIRST_OF_PLACE | _COUNTED | {"may", "new", "old", "little", "north", "south", "east", "west"}
_MONTHS = words("january february march april june july august september october november december")
_LONG_ACRONYM = 5  # letters; longer words in capitals at the head of a line are mostly headings
_CONSTITUENCIES = words("north south east west central")


class Segmenter(Openings):
    """Reads runs of one paragraph from left to right."""

    def pieces(self, first: int, last: int, splits: Sequence[int] = ()) -> list[Piece]:
        """The names in words `first`–`last`; `splits` are places where a model begins another one."""
        out: list[Piece] = []
        i = first
        while i < last:
            found, i = self.next(i, last, splits, i == first)
            out.extend(found)
        return out

    def next(self, i: int, last: int, splits: Sequence[int], at_head: bool) -> tuple[list[Piece], int]:
        """The names that begin at word `i`, and where to go on."""
        if self.key(i) in _BETWEEN and not self.words[i].capital:
            return [], i + 1
        if pair := self.hyphen_pair(i):
            return pair, i + 1
        if self.new_beside_place(i, last):
            return [], i + 1
        if name := self.foreign(i, last):
            return [name], name.last
        if name := self.inverted(i, last) or self.in_capitals(i, last):
            return [name], name.last
        if (number := self.numbered(i, last)) is not None:
            return [number], number.last
        office = self.office(i, last)
        body = self.body(i, last)
        # "Administrative Law Judge", "Treasury Secretary": an office, not a law or a body.
        if body and office <= body.last - (body.type == "law"):
            return [body], body.last
        if office > i:
            return self.titled(i, office, last)
        if self.key(i) in self.lex.places_of and self.key(i + 1) == "of" and self.place_at(i + 2, last):
            stop = self.place_at(i + 2, last)
            return [Piece(i, stop, "place", "head")], stop
        place = self.place_at(i, last)
        alone = place and (place == last or self.after_place(place, last))
        if alone and (place - i > 1 or not self.homonym_person(i, last)):
            return [Piece(i, place, "place", "gazetteer")], place
        people = self.demonym(i, last)
        if people and people < last:
            return [], people
        if people == last:
            return [], last
        if all(self.key(k) in self.lex.portfolio | self.lex.no_names for k in range(i, last)) and last - i < 3:
            return [], last
        if (
            self.words[i].key in self.lex.no_names | self.lex.function_words
            and not self.carried(i, last)
            and not (len(self.key(i)) == 1 and self.key(i + 1) == ".")
            and not (last - i == 1 and self.key(i) in ("may", "will"))
        ):
            return [], i + 1
        stop = self.end_of_name(i, last, splits)
        return self.plain(i, stop), stop

    # ---- what can begin ----

    def hyphen_pair(self, i: int) -> list[Piece]:
        """ "US-Canada" is two places, "US-backed" one; "U.S.-Canada" comes as three words and needs nothing."""
        text = self.words[i].text
        if "-" not in text or len(text) < 4:
            return []
        if text[:2] in _SEATS and text[2:3].isupper() and self.key(i - 1) == ",":
            return [Piece(i, i + 1, "place", "pair")]
        left, _, right = text.partition("-")
        known = [
            part.lower().replace(".", "") in self.lex.countries or part.lower() in self.lex.demonyms
            for part in (left, right)
        ]
        if not known[0] or not (known[1] or right[:1].islower()):
            return []
        return [Piece(i, i + 1, "place", "pair")]

    def new_beside_place(self, i: int, last: int) -> bool:
        """ "The new X Y": new, and the city X Y, where "New X" is a place as well."""
        if self.key(i) not in ("new", "old") or i + 2 >= last:
            return False
        return (self.key(i + 1), self.key(i + 2)) in self.lex.places

    def after_place(self, k: int, last: int) -> bool:
        """Whether what follows a place in its run begins something else: a title, a nationality, another place."""
        return (
            self.office(k, last) > k
            or self.key(k) in _PARTY
            or self.demonym(k, last) > 0
            or bool(self.place_at(k, last))
            or self.body(k, last) is not None
        )

    def homonym_person(self, i: int, last: int) -> bool:
        """Whether a place that is also a person's name stands beside other names: "Paris Hilton"."""
        return self.key(i) in self.lex.homonyms and last - i > 1

    def carried(self, i: int, last: int) -> bool:
        """Whether a word that alone names nothing opens a longer name ("North Face", "Will Smith")."""
        return i + 1 < last and self.key(i) in self.lex.given | _CARRYING and self.key(i + 1) not in self.lex.no_names

    # ---- offices and their holders ----

    def titled(self, i: int, office: int, last: int) -> tuple[list[Piece], int]:
        """The holder of an office named before it; an office alone names nobody."""
        if office >= last:
            return [], last
        title = " ".join(w.text for w in self.words[i:office])
        if self.body(office, last) or self.hyphen_pair(office) or self.demonym(office, last):
            return [], office
        stop = self.end_of_name(office, last, ())
        if stop == office:
            return [], office + 1
        apposed = self.key(i - 1) == "," and self.key(i - 2) in self.lex.roles | self.lex.relations
        if apposed and office == i + 1 and self.key(i) in _TITLES_AND_NAMES:
            return [Piece(i, stop, "person", "lexicon")], stop  # "their captain, Dean Holloway"
        rank = self.key(office - 1)
        seat = next((k for k in range(office + 1, stop) if self.key(k) == "of" and not self.words[k].capital), 0)
        if seat and rank not in self.lex.named_by_title:
            stop = seat  # "Mayor Ana Cruz of Guiuan"
        if links.is_peerage(rank) and any(self.key(k) == "of" for k in range(office, stop)):
            return [Piece(office - 1, stop, "person", "title", (("title", title),))], stop  # "Lord Marsh of Ketton"
        if rank == "justice" and office - i > 1 and links.is_peerage(self.key(office - 2)) and stop - office == 1:
            return [Piece(office - 2, stop, "person", "title", (("title", title),))], stop  # "Lord Justice Marsh"
        if self.key(office) in ("of", "for") and not self.words[office].capital:
            k = office + 1  # "Secretary of State for Health and Social Care": the office goes on
            while k < last and self.key(k) in self.lex.portfolio | {"and", "of", "the", "&", ","}:
                k += 1
            return [], k
        if stop - office > 6 or (self.place_at(office, last) == stop and self.key(office) not in self.lex.homonyms):
            return self.plain(office, stop), stop
        return [Piece(office, stop, "person", "title", (("title", title),))], stop

    # ---- institutions and laws ----

    def head_at(self, k: int, last: int) -> int:
        """The end of an institution's head noun at `k`, or 0."""
        for size in (4, 3, 2, 1):
            if k + size <= last and tuple(self.key(n) for n in range(k, k + size)) in self.lex.org_heads:
                return k + size
        return 0

    def body(self, i: int, last: int) -> Piece | None:
        """An institution or a law that begins at `i`, or None."""
        if self.lex.places.get(tuple(self.key(n) for n in range(i, min(last, i + 2)))) and last - i == 2:
            return None
        best: Piece | None = None
        k = i
        while k < last:
            small = k > i and best is None and self.words[k].key in ("of", "for")
            goes_on = self.opens_with_head(i, k) or links.statute_ahead(self.words, self.lex, k)
            if small and not goes_on and not self.of_place_body(k, last):
                return None
            head = self.head_at(k, last)
            if head:
                best = self.organisation(i, k, head, last) or best
                if best and best.last >= head and self.key(head) in ("of", "for", "on", "against") and head < last:
                    return best
                k = head
                continue
            if self.key(k) in self.lex.law_heads:
                law = self.law(i, k, last)
                law = self.dated(law) if law else None
                if law and (best is None or law.last > best.last):
                    best = law
                    if law.last > k + 1:
                        return best
            elif (
                k > i
                and self.key(k) in self.lex.org_endings
                and (
                    best is None
                    or best.last == k
                    or (best.last == k - 1 and self.words[k - 1].text == ",")
                    or (self.key(k) in LEGAL and best.type == "organization")
                )
            ):
                best = Piece(i, k + 1, "organization", "head")
            elif k > i and best is None and (self.office(k, last) > k and not self.leads_to_head(k, last)):
                return None
            k += 1
        if best is None:
            return None
        return self.with_tail(best, last)

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
        return self.place_at(last + 1, min(len(self.words), last + 4)) or last

    def dated(self, law: Piece) -> Piece:
        """The law with the year behind its name: two Acts of one name are told apart by it."""
        year = links.year_after(self.words, law.last)
        named = self.key(law.last - 1) in self.lex.law_heads and law.last - law.first > 1
        return Piece(law.first, year, "law", law.rule, law.extra) if year and named else law

    def law(self, i: int, k: int, last: int) -> Piece | None:
        """The law whose head noun is word `k`."""
        head = self.key(k)
        modifiers = [self.key(n) for n in range(i, k) if self.key(n) not in ("and", ",", "the")]
        follows = k + 1 < last and self.key(k + 1) in ("of", "on", "for", "against")
        if k == i:
            return Piece(i, last, "law", "head") if follows and head not in self.lex.weak_law_heads else None
        named = [m for m in modifiers if m not in self.lex.demonyms and m not in self.lex.countries]
        if head in self.lex.weak_law_heads and not named:
            return None
        if all(m in self.lex.function_words for m in modifiers):
            return None
        first = i
        if modifiers and modifiers[-1] in self.lex.countries:
            first = self.parties_before(i)
        return Piece(first, last if follows else k + 1, "law", "head")

    def parties_before(self, i: int) -> int:
        """The first word of "A, B and C Agreement", where `i` is the last party: commas divide the run's beginning."""
        k = i
        while k >= 2:
            sign = self.words[k - 1]
            if sign.text != "," and sign.key not in ("and", "the"):
                break
            step = 2 if self.words[k - 2].text == "," or sign.key == "the" else 1
            start = next(
                (
                    s
                    for size in (3, 2, 1)
                    if (s := k - step - size + 1 - 1) >= 0 and self.place_at(s, s + size) == s + size
                ),
                None,
            )
            if start is None:
                break
            k = start
        return k

    def with_tail(self, piece: Piece, last: int) -> Piece:
        """An institution's name goes on after its head: "Cartel New Dawn"; not into an office or a person."""
        k = piece.last
        if k >= last or piece.type != "organization":
            return piece
        if (
            self.key(k) in self.lex.given
            or self.office(k, last) > k
            or self.key(k) in self.lex.no_names
            or self.key(k) in self.lex.demonyms
        ):
            return piece
        if (
            self.words[k].acronym
            or self.key(k) in ("new", "the")
            or (last - k == 1 and self.key(k) == "executive")  # "Health Service Executive"
            or (last - k == 1 and self.key(k) in self.lex.portfolio)
            or (k - piece.first > 1 and self.country_behind(k, last))
        ):
            return Piece(piece.first, last, piece.type, piece.rule, piece.extra)
        return piece

    def country_behind(self, k: int, last: int) -> bool:
        """ "Arts Council England": the country or nation ends the name of a body that is for all of it."""
        bodies = ("council", "trust", "association", "society", "board", "agency", "authority", "commission")
        named = self.key(k - 1) in bodies and self.place_at(k, last) == last and self.key(k) in self.lex.countries
        after = self.words[last] if last < len(self.words) else None
        return named and (after is None or not after.capital)

    # ---- everything else ----

    def plain(self, i: int, stop: int) -> list[Piece]:
        """A name no rule knows: an acronym, a place by its last word, or weak."""
        while stop > i and self.key(stop - 1) in ("of", "for", "on", "and", "the", ",", "&", ".", "at"):
            stop -= 1
        while stop > i + 1 and self.key(stop - 1) in self.lex.headings:
            stop -= 1
        if stop <= i:
            return []
        single = stop - i == 1
        word = self.words[i]
        surname = word.key in ("may", "will")  # let through by the chunker only where a name is likely
        if single and not surname and (word.key in self.lex.no_names | self.lex.function_words or len(word.key) < 2):
            return []
        if (
            single
            and word.key in self.lex.weak_heads | self.lex.law_heads
            and self.key(i - 1) in ("the", "a", "an", "this", "that")
        ):
            # "The Board": counts where one body's name ends so.
            tail = word.key in self.lex.weak_heads and self.key(i - 1) in ("the", "this")
            return [Piece(i, stop, "organization", "tail")] if tail else []
        if single and word.acronym:
            letters = word.text.replace(".", "")
            empty = {letters, letters.rstrip("s")} & self.lex.no_bodies or word.key in self.lex.after_names
            heading = len(letters) > _LONG_ACRONYM and word.initial and self.key(i + 1) in (".", ":", "")
            return [] if empty or heading else [Piece(i, stop, "organization", "acronym")]
        if all(w.text.replace(".", "") in self.lex.no_bodies for w in self.words[i:stop]):
            return []  # "PM EDT"
        if single and self.key(i) in self.lex.foreign_heads and self.key(i - 1) in ("the", "la", "el"):
            return [Piece(i, stop, "organization", "tail")]
        keys = [self.key(k) for k in range(i, stop)]
        if " ".join(keys) in self.lex.single_heads:
            return [Piece(i, stop, "organization", "head")]
        if not single and (keys[-1] in _NO_NAME_ENDS or keys[0] in _STORMS):
            return []
        if len(keys) == 2 and keys[0] in _SMALL_PLACES and keys[1] not in self.lex.given | self.lex.no_names:
            return [Piece(i, stop, "place", "head")]
        if not single and (
            self.named_as_place(keys)
            or keys[0] in _FIRST_OF_PLACE
            or (keys[0] in self.lex.places_of and keys[1] == "of")
        ):
            return [Piece(i, stop, "place", "head")]
        if single and word.key.partition("-")[0] in self.lex.no_names:
            return []
        if single and word.key in _MONTHS and self.key(stop) not in self.lex.saying:
            return []
        if single and word.initial and word.key[-1:] == "s" and word.key[:-1] in self.lex.roles | self.lex.relations:
            return []  # "Colleagues said"
        if not single and all(k in self.lex.no_names | self.lex.weak_heads for k in keys):
            return []  # "Press Release"
        if not single and all(k in self.lex.no_names | self.lex.function_words | self.lex.portfolio for k in keys):
            return [Piece(i, stop, "organization", "head")] if "and" in keys else []
        return [Piece(i, stop, "person" if not single else "organization", "weak")]

    def named_as_place(self, keys: Sequence[str]) -> bool:
        """Whether the last word is a place's: "Abbey Road", "Wexford South"; "Anna Hill" is rather a person."""
        if keys[-1] in _CONSTITUENCIES:
            return len(keys) == 2 and keys[0] not in self.lex.given
        if keys[-1] in self.lex.place_surnames and keys[0] in self.lex.given:
            return False
        return keys[-1] in self.lex.place_words
