"""Places, nationalities and offices at a word: what the reading of a run looks up before it decides anything."""

from __future__ import annotations

from collections.abc import Sequence

from search.analysis.lexicon.gazetteer import Gazetteer
from search.analysis.names.words import Word

_FATHERS = frozenset({"bin", "ibn", "bint"})


class Offices:
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
        end = i
        for size in range(min(self.lex.longest_title, last - i), 0, -1):
            parts = tuple(part for k in range(i, i + size) for part in self.key(k).split("-"))
            if parts in self.lex.titles:
                end = i + size
                break
        if end == i and self.key(i) in self.lex.roles and i + 1 < last and self.key(i + 1) in self.lex.given:
            end = i + 1  # "Referee Colin Marsh"
        if end == i:
            end = self.ministry_office(i, last)
        while end > i and end < len(self.words) and self.article_at(end):
            end -= 1  # "Sheikh Sultan bin Saqr": the last title is his name
        if end == i:
            return i
        if (
            self.key(end - 1) == "general"
            and end - i == 1
            and self.key(end) in ("motors", "electric", "assembly", "mills")
        ):
            return i
        if self.key(end) == "." and end < last:
            end += 1
        if self.key(end) in ("of", "for") and end < last and self.key(end - 1) in self.lex.office_heads | {"general"}:
            k = end + 1
            if self.key(k) == "the":
                k += 1
            while k < last and (
                self.key(k) in self.lex.portfolio
                or (self.key(k) in ("and", "of", "the", ",", "&") and self.key(k + 1) in self.lex.portfolio)
            ):
                k += 1
            if k <= last and any(self.key(n) in self.lex.weak_heads for n in (k, k - 1)) and k > end + 1:
                return end  # "Chairman of the Defence Committee": the body is named, not his portfolio
            place = self.place_at(k, last)
            end = place or k
            if self.key(end) in ("of", "for"):
                end = last
        more = self.office(end, last) if end < last else end
        return max(end, more)

    def ministry_office(self, i: int, last: int) -> int:
        """The end of "Trade Minister", "Labour and Social Affairs Secretary" at `i`; `i` without one."""
        k = i
        while k < min(last, i + 6) and (
            self.key(k) in self.lex.portfolio or (k > i and self.key(k) in ("and", "&") and not self.words[k].capital)
        ):
            k += 1
        return k + 1 if k > i and k < last and self.key(k) in ("minister", "secretary", "commissioner") else i
