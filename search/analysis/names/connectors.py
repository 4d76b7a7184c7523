"""What may stand between two capitalised words of one name: "of", "and", commas, brackets, the clerk's apostrophe.

Each function is given a paragraph's words and the place of the word in question, and says where the name goes on
(the index after the last word that belongs to it), or 0 where it does not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from search.analysis.lexicon import ENGLISH
from search.analysis.lexicon import words as listed
from search.analysis.lexicon.gazetteer import Gazetteer

if TYPE_CHECKING:
    from search.analysis.names.chunker import Word

_CONNECTING = listed("of for on and in against to the & with")
_LISTING_HEADS = listed(
    """ministry department bureau office secretariat committee commission council institute faculty directorate
    school"""
)
_STATUTES = listed("act bill code convention treaty regulations order ordinance law agreement rules statute")
_OFFICIALS = ENGLISH.words("names", "officials with an office")
_OFFICES = listed("office department bench counsel council guard service court commission inspectorate")
_PEERAGE = listed("lord lady baroness baron viscount viscountess earl countess duke duchess marquess")
_LEGAL = listed("ltd limited plc inc llc")
_FAR = 9
_ORDINAL = re.compile(r"\d{1,3}(?:st|nd|rd|th)\Z")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d\Z")


def capital(words: Sequence[Word], k: int) -> bool:
    """Whether there is a word with a capital letter at `k` that is not shouted."""
    return 0 <= k < len(words) and words[k].capital and not words[k].shouted


def statute_ahead(words: Sequence[Word], lex: Gazetteer, k: int) -> bool:
    """Whether the name goes on after the small word `k` as a statute's: "Prevention | of | Corruption Act"."""
    for j in range(k + 1, min(len(words), k + _FAR)):
        word = words[j]
        if word.capital:
            if word.key in _STATUTES and j > k + 1:
                return True
            if word.possessive or (word.key,) in lex.titles or word.key in lex.function_words:
                return False
        elif word.text in ("(", ")"):
            continue
        elif word.key not in ("of", "and", "for", "&") or (word.key == "and" and not capital(words, j + 1)):
            return False
    return False


def statute_goes_on(words: Sequence[Word], lex: Gazetteer, first: int, k: int) -> int:
    """After a law's head: "Bill on Safety | in | Sports Grounds"."""
    if words[first].key not in _STATUTES or words[k].key not in _CONNECTING or words[k].capital:
        return 0
    step = 2 if words[k].key != "the" and k + 1 < len(words) and words[k + 1].key == "the" else 1
    if not capital(words, k + step) or (words[k + step].key,) in lex.titles:
        return 0
    if words[k + step].key in lex.single_heads:
        return 0
    if words[k].key in ("and", "with", "to") and (
        (words[k + step].key,) in lex.places or words[k + step].key in lex.given or words[k + step].key in lex.demonyms
    ):
        return 0
    return k + step + 1


def bracketed(words: Sequence[Word], lex: Gazetteer, k: int) -> int:
    """ "Diplomatic Premises (Protection) Act": up to the statute's head after a bracket of capitalised words."""
    if words[k].text != "(":
        return 0
    for j in range(k + 1, min(len(words), k + 7)):
        if words[j].text == ")":
            closes = capital(words, j + 1) and words[j + 1].key in _STATUTES | _LEGAL
            return j + 2 if j > k + 1 and closes else 0
        if not words[j].capital and words[j].key not in _CONNECTING:
            return 0
    return 0


def legal_form(words: Sequence[Word], legal: frozenset[str], k: int) -> int:
    """ "Corvane Logistics, Inc.": the legal form after a comma."""
    if words[k].text != "," or not capital(words, k + 1):
        return 0
    return k + 2 if words[k + 1].key in legal and words[k + 1].key not in ("as", "co", "corp") else 0


def portfolio_list(words: Sequence[Word], lex: Gazetteer, first: int, k: int) -> int:
    """ "Bureau of Alcohol, Tobacco, Firearms and Explosives": the whole enumeration after a body's head and "of"."""
    if words[k].text not in (",", "and", "&") or not any(words[j].key == "of" for j in range(first, k)):
        return 0
    if not any(words[j].key in _LISTING_HEADS for j in range(first, k)) or not words[k - 1].capital:
        return 0
    j, commas = k, 0
    while j + 1 < len(words) and words[j].text in (",", "and", "&"):
        last = words[j].text != "," or words[j + 1].key in ("and", "&")
        j += 2 if words[j].text == "," and last else 1
        item = j
        while capital(words, j) and j - item < 3 and _plain(words, lex, j):
            j += 1
        if j == item:
            return 0
        if last:
            return j if commas or words[k - 1].key in lex.portfolio else 0
        commas += 1
    return 0


def _plain(words: Sequence[Word], lex: Gazetteer, j: int) -> bool:
    """Whether a word can be a thing a ministry is for, rather than another name."""
    word = words[j]
    taken = word.key in lex.given or (word.key,) in lex.places or word.key in lex.demonyms or (word.key,) in lex.titles
    return not (taken or word.acronym or word.possessive or word.key in lex.function_words)


def listed_office(words: Sequence[Word], lex: Gazetteer, first: int, k: int) -> int:
    """ "The Foreign, Trade and Aid Office": an enumeration before a body's head, after an article or possessive."""
    led = first > 0 and (words[first - 1].key in ("the", "uk", "us", "s") or words[first - 1].possessive)
    if words[k].text != "," or k - first > 2 or not led:
        return 0
    j, telling, items = first, 0, 0
    while j < min(len(words), first + _FAR + 3):
        if capital(words, j) and _plain(words, lex, j):
            items, telling, j = items + 1, telling + (words[j].key in lex.portfolio), j + 1
        elif words[j].text == "," and capital(words, j + 1):
            j += 1
        elif words[j].key in ("and", "&") and words[j - 1].text != ",":
            end = j + 1
            while capital(words, end) and end < j + 4 and _plain(words, lex, end):
                if words[end].key in _LISTING_HEADS and end > j + 1:
                    return end + 1 if telling * 2 >= items else 0
                end += 1
            return 0
        else:
            return 0
    return 0


def two_parts(words: Sequence[Word], lex: Gazetteer, heads: frozenset[str] | set[str], first: int, k: int) -> int:
    """ "the Mersey and Dee Joint Water Board": one body, told by the article before and the head behind."""
    if words[k].key != "and" or k - first > 2 or first == 0 or words[first - 1].key not in ("the", "of"):
        return 0
    if any(words[j].key in heads or words[j].possessive or words[j].acronym for j in range(first, k)):
        return 0
    lead = words[k - 1].key
    if lead in lex.countries or lead in lex.demonyms or lead in lex.given or (lead,) in lex.titles:
        return 0
    j = k + 1
    while j < len(words) and capital(words, j) and j < k + 6:
        word = words[j]
        if (
            word.possessive
            or word.acronym
            or word.key in lex.demonyms
            or word.key in lex.given
            or (word.key,) in lex.titles
        ):
            return 0
        if word.key in heads and j > k + 1:
            return j + 1
        j += 1
    return 0


def officials_office(words: Sequence[Word], k: int) -> bool:
    """Whether the possessive before word `k` is an official's, and word `k` the office: "the Ombudsman's Office"."""
    return words[k].capital and words[k - 1].key in _OFFICIALS and words[k].key in _OFFICES


def of_peer(words: Sequence[Word], first: int, k: int) -> bool:
    """Whether "of" at `k` belongs to a peer's name: "Lord Marsh of Ketton"."""
    peer = k - 2 >= first and words[k - 2].key in _PEERAGE and words[k - 1].key not in ("mayor", "justice")
    return words[k].key == "of" and peer and capital(words, k + 1)


def inverted(words: Sequence[Word], lex: Gazetteer, k: int) -> bool:
    """Whether the comma at `k` stands in an inverted name: "LÓPEZ, Ana"."""
    if words[k].text != "," or k == 0 or k + 1 >= len(words):
        return False
    surname, first = words[k - 1], words[k + 1]
    shouted = surname.text.isupper() and len(surname.key) > 3 and not surname.possessive
    known = (surname.key,) in lex.places or surname.key in lex.no_names or surname.key in lex.portfolio
    return shouted and not known and first.text[:1].isupper() and not first.text.isupper() and first.key in lex.given


def seat(words: Sequence[Word], lex: Gazetteer, i: int) -> bool:
    """ "New Romney, Kent": whether a town and what it lies in stand at word `i`."""
    town = capital(words, i + 1) and i + 3 < len(words) and words[i + 2].text == ","
    return town and (words[i + 3].key,) in lex.places


def is_peerage(key: str) -> bool:
    """Whether a title is a peer's."""
    return key in _PEERAGE


def ordinal(words: Sequence[Word], k: int, ranked: set[str]) -> bool:
    """Whether the number "6th" at `k` opens a name: "6th U.S. Circuit Court"."""
    if not _ORDINAL.match(words[k].text):
        return False
    ahead = [words[j].key for j in range(k + 1, min(len(words), k + 4)) if capital(words, j)]
    return bool(ahead) and (ahead[0] in ranked or (ahead[0] == "us" and len(ahead) > 1 and ahead[1] in ranked))


def year_after(words: Sequence[Word], k: int) -> int:
    """The end of the year of a law's name that ends before word `k`: "Act 1933", "Act, 1933", "Act of 1933"."""
    step = 1 if k < len(words) and words[k].text in (",", "of") else 0
    if k + step >= len(words) or not _YEAR.match(words[k + step].text):
        return 0
    after = words[k + step + 1].text if k + step + 1 < len(words) else ""
    if words[k].text == "," and after not in (",", ".", ";", ")", ""):
        return 0  # "the Act, 1933 of them"
    return k + step + 1
