"""What may stand between two capitalised words of one name: "of", "and", commas, brackets, the clerk's apostrophe.

Each function is given a paragraph's words and the place of the word in question, and says where the name goes on
(the index after the last word that belongs to it), or 0 where it does not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from search.analysis.lexicon import ENGLISH
from search.analysis.lexicon import words as listed
from search.analysis.lexicon.gazetteer import Gazetteer
from search.analysis.names.words import Word

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
_MAX_REACH = 9  # words that are looked at behind a connector
_SMALL = frozenset({"of", "and", "for", "&"})
_LISTING = frozenset({",", "and", "&"})
_ORDINAL = re.compile(r"\d{1,3}(?:st|nd|rd|th)\Z")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d\Z")


def capital(words: Sequence[Word], k: int) -> bool:
    """Whether there is a word with a capital letter at `k` that is not shouted."""
    return 0 <= k < len(words) and words[k].capital and not words[k].shouted


def statute_ahead(words: Sequence[Word], lex: Gazetteer, k: int) -> bool:
    """Whether the name goes on after the small word `k` as a statute's: "Prevention | of | Corruption Act"."""
    for j in range(k + 1, min(len(words), k + _MAX_REACH)):
        word = words[j]
        if word.capital:
            if word.key in _STATUTES and j > k + 1:
                return True
            if word.possessive or (word.key,) in lex.titles or word.key in lex.function_words:
                return False
        elif word.text not in ("(", ")") and not (word.key in _SMALL and (word.key != "and" or capital(words, j + 1))):
            return False
    return False


def statute_goes_on(words: Sequence[Word], lex: Gazetteer, first: int, k: int) -> int:
    """After a law's head: "Bill on Safety | in | Sports Grounds"."""
    if words[first].key not in _STATUTES or words[k].key not in _CONNECTING or words[k].capital:
        return 0
    at = k + (2 if words[k].key != "the" and k + 1 < len(words) and words[k + 1].key == "the" else 1)
    if not capital(words, at) or (words[at].key,) in lex.titles or words[at].key in lex.single_heads:
        return 0
    if words[k].key in ("and", "with", "to") and _begins_another(words[at], lex):
        return 0
    return at + 1


def _begins_another(word: Word, lex: Gazetteer) -> bool:
    """Whether a word is a place's, a people's or a first name: another name begins."""
    return (word.key,) in lex.places or word.key in lex.given or word.key in lex.demonyms


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
    if words[k].text not in _LISTING or not _has_complement(words, first, k):
        return 0
    at, items = k, 0
    while at + 1 < len(words) and words[at].text in _LISTING:
        last = words[at].text != "," or words[at + 1].key in ("and", "&")
        item = at + (2 if words[at].text == "," and last else 1)
        at = item
        while at - item < 3 and _matter_at(words, lex, at):
            at += 1
        if at == item:
            return 0
        if last:
            return at if items or words[k - 1].key in lex.portfolio else 0
        items += 1
    return 0


def _has_complement(words: Sequence[Word], first: int, k: int) -> bool:
    """Whether the name so far, to a capitalised word before `k`, has a body's head and "of": "Bureau of Alcohol"."""
    keys = {words[j].key for j in range(first, k)}
    return words[k - 1].capital and "of" in keys and not keys.isdisjoint(_LISTING_HEADS)


def _matter_at(words: Sequence[Word], lex: Gazetteer, j: int) -> bool:
    """Whether at `j` stands what a ministry can be for, rather than another name."""
    if not capital(words, j):
        return False
    word = words[j]
    taken = _begins_another(word, lex) or (word.key,) in lex.titles
    return not (taken or word.acronym or word.possessive or word.key in lex.function_words)


def listed_office(words: Sequence[Word], lex: Gazetteer, first: int, k: int) -> int:
    """ "The Foreign, Trade and Aid Office": an enumeration before a body's head, after an article or possessive."""
    if words[k].text != "," or k - first > 2 or first == 0:
        return 0
    if words[first - 1].key not in ("the", "uk", "us", "s") and not words[first - 1].possessive:
        return 0
    j, known, items = first, 0, 0
    while j < min(len(words), first + _MAX_REACH + 3):
        if _matter_at(words, lex, j):
            items, known, j = items + 1, known + (words[j].key in lex.portfolio), j + 1
        elif words[j].text == "," and capital(words, j + 1):
            j += 1
        elif words[j].key in ("and", "&") and words[j - 1].text != ",":
            end = _listing_head_after(words, lex, j)
            return end if known * 2 >= items else 0
        else:
            return 0
    return 0


def _listing_head_after(words: Sequence[Word], lex: Gazetteer, j: int) -> int:
    """The end of the head noun that follows "and" at `j` and one word or two: "and | Aid Office"; 0 without it."""
    for end in range(j + 1, j + 4):
        if not _matter_at(words, lex, end):
            return 0
        if words[end].key in _LISTING_HEADS and end > j + 1:
            return end + 1
    return 0


def two_parts(words: Sequence[Word], lex: Gazetteer, heads: frozenset[str] | set[str], first: int, k: int) -> int:
    """ "the Mersey and Dee Joint Water Board": one body, by the article before and the head behind."""
    if words[k].key != "and" or k - first > 2 or first == 0 or words[first - 1].key not in ("the", "of"):
        return 0
    if any(words[j].key in heads or not _modifies(words[j]) for j in range(first, k)):
        return 0
    if words[k - 1].key in lex.countries or _begins_name(words[k - 1].key, lex):
        return 0
    for j in range(k + 1, min(len(words), k + 6)):
        word = words[j]
        if not capital(words, j) or not _modifies(word) or _begins_name(word.key, lex):
            return 0
        if word.key in heads and j > k + 1:
            return j + 1
    return 0


def _modifies(word: Word) -> bool:
    """Whether a word can stand before a head noun as it is written: neither a possessive nor an acronym."""
    return not (word.possessive or word.acronym)


def _begins_name(key: str, lex: Gazetteer) -> bool:
    """Whether a word is a people's, a person's or an office's, and so begins another name."""
    return key in lex.demonyms or key in lex.given or (key,) in lex.titles


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
    if not surname.text.isupper() or len(surname.key) < 4 or surname.possessive:
        return False
    if (surname.key,) in lex.places or surname.key in lex.no_names or surname.key in lex.portfolio:
        return False
    return first.text[:1].isupper() and not first.text.isupper() and first.key in lex.given


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
