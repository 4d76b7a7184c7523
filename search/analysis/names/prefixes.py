"""What begins at a word of a run: places, nationalities and offices, and names that a rule of their own settles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from search.analysis.lexicon import words
from search.analysis.lexicon.gazetteer import Gazetteer
from search.analysis.names import connectors as links
from search.analysis.names.forms import LEGAL
from search.analysis.names.words import Word
from search.model import EntityType

_FATHERS = frozenset({"bin", "ibn", "bint"})
_SHIPS = words("USS HMS RMS MV SS MT RRS HMAS HMCS RFA USNS")
_CHAPTERS = words("local lodge branch")  # "AWPW Local 318"
_COMPANIES_OF_GENERAL = words("motors electric assembly mills")  # "General Motors": no general


@dataclass(frozen=True, slots=True)
class Piece:
    """Words `first`–`last` (exclusive) taken for one name; `rule` "weak" leaves its type to other evidence."""

    first: int
    last: int
    type: EntityType
    rule: str
    extra: tuple[tuple[str, str], ...] = ()


class Prefixes:
    """Looks up what begins at a word of one paragraph; each answer is the index after its last word."""

    def __init__(self, words: Sequence[Word], lexicon: Gazetteer) -> None:
        self.words = words
        self.lex = lexicon

    def key(self, i: int) -> str:
        """The folded word at `i`."""
        return self.words[i].key if 0 <= i < len(self.words) else ""

    def place_at(self, i: int, last: int) -> int:
        """The end of the longest place name of the gazetteer at `i`, or 0."""
        for size in range(min(self.lex.longest_place, last - i), 0, -1):
            if tuple(self.key(k) for k in range(i, i + size)) in self.lex.places:
                if size == 1 and self.words[i].text == "Us":
                    continue
                return i + size
        return 0

    def demonym(self, i: int, last: int) -> int:
        """The end of a nationality at `i`, or 0."""
        for size in (2, 1):
            if i + size <= last and " ".join(self.key(k) for k in range(i, i + size)) in self.lex.demonyms:
                return i + size
        parts = self.key(i).split("-")
        return i + 1 if len(parts) == 2 and parts[1] in self.lex.demonyms else 0

    def article_at(self, k: int) -> bool:
        """Whether word `k` is "bin", or bears its article in small letters: the second part of an Arabic name."""
        word = self.words[k]
        return (word.key in _FATHERS and not word.text[:1].isupper()) or word.article

    def office(self, i: int, last: int) -> int:
        """The end of a title or office at `i`: "Attorney General", "Minister of Public Works"; `i` without one."""
        end = self._title(i, last)
        if end == i or (end - i == 1 and self.key(i) == "general" and self.key(end) in _COMPANIES_OF_GENERAL):
            return i
        if self.key(end) == "." and end < last:
            end += 1
        if self._has_portfolio(end, last):
            stop = self._past_portfolio(end, last)
            if stop <= last and stop > end + 1 and self._ends_with_body(stop):
                return end  # "Chairman of the Defence Committee": the body is named, not his portfolio
            end = self.place_at(stop, last) or stop
            if self.key(end) in ("of", "for"):
                end = last
        more = self.office(end, last) if end < last else end
        return max(end, more)

    def _title(self, i: int, last: int) -> int:
        """The end of a title, role or minister's office at `i`, without what it is of; `i` without one."""
        end = self._known_title(i, last)
        if end == i and self.key(i) in self.lex.roles and i + 1 < last and self.key(i + 1) in self.lex.given:
            end = i + 1  # "Referee Colin Marsh"
        if end == i:
            end = self.ministry_office(i, last)
        while end > i and end < len(self.words) and self.article_at(end):
            end -= 1  # "Sheikh Sultan bin Saqr": the last title is his name
        return end

    def _known_title(self, i: int, last: int) -> int:
        """The end of the longest listed title at `i`; `i` without one."""
        for size in range(min(self.lex.longest_title, last - i), 0, -1):
            parts = tuple(part for k in range(i, i + size) for part in self.key(k).split("-"))
            if parts in self.lex.titles:
                return i + size
        return i

    def _has_portfolio(self, end: int, last: int) -> bool:
        """Whether "of" or "for" follows an office that is one of something: "Minister | of Health"."""
        lead = self.key(end - 1)
        return self.key(end) in ("of", "for") and end < last and (lead in self.lex.office_heads or lead == "general")

    def _past_portfolio(self, end: int, last: int) -> int:
        """The end of what the office before "of" at `end` is for: "of | Public Works and Transport"."""
        portfolio, k = self.lex.portfolio, end + 1
        if self.key(k) == "the":
            k += 1
        while k < last and (
            self.key(k) in portfolio or (self.key(k) in ("and", "of", "the", ",", "&") and self.key(k + 1) in portfolio)
        ):
            k += 1
        return k

    def _ends_with_body(self, k: int) -> bool:
        """Whether a body's head noun stands at or before `k`."""
        return self.key(k) in self.lex.weak_heads or self.key(k - 1) in self.lex.weak_heads

    def ministry_office(self, i: int, last: int) -> int:
        """The end of "Trade Minister", "Labour and Social Affairs Secretary" at `i`; `i` without one."""
        k = i
        while k < min(last, i + 6) and (
            self.key(k) in self.lex.portfolio or (k > i and self.key(k) in ("and", "&") and not self.words[k].capital)
        ):
            k += 1
        return k + 1 if k > i and k < last and self.key(k) in ("minister", "secretary", "commissioner") else i

    def end_of_name(self, i: int, last: int, splits: Sequence[int]) -> int:
        """Where a plain name that begins at `i` ends: before an office, a split or the run's end."""
        for k in range(i + 1, last):
            if k in splits and not self.second_surname(i, k, last):
                return k
            if self.key(k) not in self.lex.given and k < self.office(k, last) < last:
                return k
            if self._acronym_apart(k):
                return k
        return last

    def _acronym_apart(self, k: int) -> bool:
        """Whether the acronym at `k` is no part of the name before it: "Anna Berg | MP", "Anna Berg | NATO"."""
        word = self.words[k]
        if not word.acronym:
            return False
        if word.key in self.lex.after_names:
            return True
        return len(word.text) > 2 and not self.words[k - 1].acronym and word.key not in self.lex.suffixes

    def second_surname(self, i: int, k: int, last: int) -> bool:
        """ "Ana Cruz Toledo": the last word, be it a town's, after first name and surname."""
        if k != i + 2 or last != k + 1 or self.key(i) not in self.lex.given or self.words[k].acronym:
            return False
        lex = self.lex
        taken = (lex.given, lex.portfolio, lex.no_names, lex.function_words, lex.demonyms)
        return not any(self.key(n) in t for t in taken for n in (k, i + 1))


class SettledNames:
    """Names that a rule of their own settles before anything else is looked at."""

    def __init__(self, prefixes: Prefixes) -> None:
        self.prefixes, self.words, self.lex = prefixes, prefixes.words, prefixes.lex
        self.key = prefixes.key

    def at(self, i: int, last: int) -> Piece | None:
        """The settled name that begins at word `i` and does not go beyond the run's end but for its number, or None."""
        return self.foreign(i, last) or self.inverted(i, last) or self.in_capitals(i, last) or self.numbered(i, last)

    def foreign(self, i: int, last: int) -> Piece | None:
        """A name that opens with a foreign word for a body, a place or a law: "Banco X", "Calle X", "Ley X"."""
        if i + 1 >= last:
            return None
        if self.words[i].text in _SHIPS and not self.words[i + 1].acronym:
            return Piece(i, self.prefixes.end_of_name(i + 1, last, ()), "organization", "head")
        kind = self._foreign_kind(self.key(i))
        if kind is None or not self.words[i].capital:
            return None
        stop = self.prefixes.end_of_name(i, last, ())
        if kind == "organization" and stop < last and self.key(stop) in LEGAL:
            stop += 1
        return Piece(i, stop, kind, "head") if stop > i + 1 else None

    def _foreign_kind(self, key: str) -> EntityType | None:
        """What a foreign word names: a body, a place, a law."""
        if key in self.lex.foreign_heads:
            return "organization"
        if key in self.lex.foreign_places:
            return "place"
        return "law" if key in self.lex.foreign_laws else None

    def in_capitals(self, i: int, last: int) -> Piece | None:
        """A person in capitals: a signature, a speaker's label, the first words of an obituary: "OWEN PRICE:"."""
        k = i
        while k < last and k < i + 6 and (self.words[k].text.isupper() or self.words[k].text == "."):
            k += 1
        letters = [w for w in self.words[i:k] if w.text != "."]
        if not 1 < len(letters) < 5 or self.words[k - 1].text == "." or len(letters[-1].key) < 2:
            return None
        if any(self._no_persons_word(w) for w in letters):
            return None
        return Piece(i, k, "person", "lexicon") if self._named(letters) or self._label(i, k) else None

    def _named(self, letters: Sequence[Word]) -> bool:
        """Whether words in capitals open with a first name, or with an initial before a surname."""
        return letters[0].key in self.lex.given or (len(letters[0].key) == 1 and len(letters[-1].key) > 3)

    def _no_persons_word(self, word: Word) -> bool:
        """Whether a word in capitals is one that no person is called by."""
        lex, key = self.lex, word.key
        common = key in lex.portfolio or key in lex.no_names or key in lex.function_words or key in lex.place_words
        return common or word.text in lex.no_bodies or (key,) in lex.org_heads

    def _label(self, i: int, k: int) -> bool:
        """Whether words `i`–`k` open the paragraph as a speaker's label: two whole names at least and a colon."""
        if i or k >= len(self.words) or self.words[k].text != ":":
            return False
        return sum(len(w.key) > 1 for w in self.words[:k] if w.text != ".") > 1

    def inverted(self, i: int, last: int) -> Piece | None:
        """ "LÓPEZ, Ana": the surname in capitals, a comma and a first name."""
        if i + 2 > last or self.key(i + 1) != "," or not links.inverted(self.words, self.lex, i + 1):
            return None
        k = i + 3
        while k < last and self.words[k].text.istitle() and self.key(k) in self.lex.given:
            k += 1
        return Piece(i, k, "person", "lexicon")

    def numbered(self, i: int, last: int) -> Piece | None:
        """A law with a number: "Law 30225", "Executive Order 2024-611"; a union's branch: "AWPW Local 318"."""
        for k in range(i, min(last, i + 4)):
            if self.key(k) in self.lex.numbered_laws and last <= k + 1 < len(self.words):
                at = self._number_after(k)
                digits = self.words[at].text if at < len(self.words) else ""
                year = at == k + 1 and links.year_after(self.words, at)
                if len(digits) > 2 and digits[:1].isdigit() and not year:
                    return Piece(i, at + 1, "law", "head")
        return Piece(i, last + 1, "organization", "head") if self._branch(i, last) else None

    def _number_after(self, k: int) -> int:
        """Where the number of the law at `k` stands: after "No." where that is there."""
        at = k + 1
        if self.key(at) in ("no", "nº", "number") and at + 1 < len(self.words):
            return at + (2 if self.words[at + 1].text == "." else 1)
        return at

    def _branch(self, i: int, last: int) -> bool:
        """Whether a number follows acronyms and "Local"."""
        if last - i > 2 or self.key(last - 1) not in _CHAPTERS or last >= len(self.words):
            return False
        return self.words[last].text.isdigit() and all(w.acronym for w in self.words[i : last - 1])
