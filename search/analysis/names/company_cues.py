"""Whether the words around a name say that it is a firm's: what is owned, sold and lost, and who works for it.

One such place in the corpus tells more of a capitalised name nothing is known of than a model's vote does.
"""

from __future__ import annotations

from collections.abc import Sequence

from search.analysis.lexicon import ENGLISH
from search.analysis.lexicon import words as listed
from search.analysis.lexicon.gazetteer import Gazetteer
from search.analysis.names.forms import LEGAL
from search.analysis.names.words import Word

# "Shares in X", "a subsidiary of X", "owned by X", "merged with X": the words before, by the preposition between.
_BEFORE = {
    "in": listed("shares share stake stakes shareholder shareholders shareholding investors"),
    "of": ENGLISH.words("names", "companies, before of"),
    "by": listed("owned manufactured employed operated insured acquired supplied marketed distributed underwritten"),
    "with": listed("merged merger amalgamated business insured"),
    "to": listed("name names"),
    "as": listed("trading trades traded trade listed"),
}
_OWNED = ENGLISH.words("names", "owned by companies")
_STAFF = listed("shares shareholders shareholder executives employees policyholders customers")
# "X employs 300", "X merged with".
_DOES = listed("merged employs employed manufactures manufactured sells trades traded insures")
_EARNS = listed("made makes posted posts reported reports lost")
_EARNED = listed("profit profits loss losses turnover revenue revenues")
_PROFESSIONS = ENGLISH.words("names", "firms called by what they are")
# "His firm, X,", "the gallery, X,".
_HOUSES = listed("firm company bank gallery practice partnership employer publisher brokerage agency dealership")
_OWNERS = listed("his her its their the my our whose")
_PLACING = listed("in at near from to into through off around outside towards across")
_MAX_REACH = 4  # words between "trades" or "changed its name" and the name


class CompanyCues:
    """Reads the words around the name at words `first`–`last` (exclusive) of a paragraph."""

    def __init__(self, words: Sequence[Word], lexicon: Gazetteer) -> None:
        self.words, self.lex = words, lexicon

    def small(self, k: int) -> str:
        """The folded word at `k` where it is written small, or a sign, or opens a sentence; else nothing."""
        if not 0 <= k < len(self.words):
            return ""
        return self.words[k].key if not self.words[k].capital or self.words[k].initial else ""

    def capital(self, k: int) -> bool:
        """Whether there is a capitalised word at `k`."""
        return 0 <= k < len(self.words) and self.words[k].capital

    def firm(self, first: int, last: int) -> bool:
        """Whether what stands beside the name is said of firms only."""
        return self.led_to(first, last) or self.goes_on(first, last)

    def led_to(self, first: int, last: int) -> bool:
        """ "Shares in X", "traded since May as X", "the firm now called X", "his solicitors, X,"."""
        before, lead = self.small(first - 1), self.small(first - 2)
        if lead in _BEFORE.get(before, ()):
            return before != "to" or self.small(first - 4) in ("changed", "changes", "changing", "change")
        if before == "form" and lead == "to":
            return True
        if before == "as":
            return any(self.small(k) in _BEFORE["as"] for k in range(max(0, first - 1 - _MAX_REACH), first - 1))
        if before == "called":
            kinds = self.lex.kinds_before
            return any(self.small(k) in kinds for k in range(max(0, first - _MAX_REACH), first - 1))
        if last - first < 2:
            return False
        if before in ("at", "in") and lead in ("partner", "partners", "solicitor", "accountant"):
            return True
        return before == "," and self.small(last) in (",", ".", ";") and self.apposed(first)

    def apposed(self, first: int) -> bool:
        """Whether the noun before the comma is what firms are: "his solicitors, X", "its bank, X"."""
        lead = self.small(first - 2)
        return lead in _PROFESSIONS or (lead in _HOUSES and self.small(first - 3) in _OWNERS)

    def goes_on(self, first: int, last: int) -> bool:
        """ "X's profits", "X made a loss", "X of Hull, which", "X, formerly Y Ltd"."""
        after = self.small(last)
        if self.words[last - 1].possessive:
            return self.owns(last)
        if after in _STAFF or after in _DOES or (after == "paid" and self.small(last + 1) == "out"):
            return True
        if after in _EARNS:
            return any(self.small(k) in _EARNED for k in range(last + 1, last + 1 + _MAX_REACH))
        if after == "," and self.small(last + 1) in ("formerly", "previously"):
            return any(self.words[k].key in LEGAL for k in range(last + 2, min(len(self.words), last + 7)))
        return last - first > 1 and self.small(first - 1) not in _PLACING and self.is_thing(last)

    def owns(self, last: int) -> bool:
        """What follows the possessive is what firms have: "X's profits", "X's chief executive"."""
        after, then = self.small(last), self.small(last + 1)
        if after in ("chief", "managing", "finance") and then in ("executive", "director"):
            return True
        return after in _OWNED or (then in _OWNED and after not in (",", "."))

    def is_thing(self, last: int) -> bool:
        """ "X, which", "X of Hull, which": people are "who"."""
        if self.small(last) == "of" and self.capital(last + 1):
            last += 2
        return self.small(last) == "," and self.small(last + 1) == "which"
