"""What several words of a text make together: numbers with separators, names with signs, words with a hyphen.

The words stay as they are, each at its place. What they make is a term besides, at the place of the first of them:
"1,200,000" is also 1200000, "+44 20 7946 0958" also 442079460958, "C++" also c++, and "e-mail" is also the word email,
spelt otherwise (its term begins with a hyphen, so that the typed spelling can be ranked first). Dates, decimals and
lists of numbers make nothing. Each kind is looked for by its sign, so that plain text costs next to nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

MAX_DIGITS = 20
"""A telephone number has at most 15 (E.164), a payment card 19 (ISO/IEC 7812)."""

MAX_IBAN = 34
"""Letters and digits (ISO 13616)."""

_MAX_PART = 24  # letters of one half of a hyphenated word
MIN_DIGITS = 4  # digits of a number that has other spellings


@dataclass(frozen=True, slots=True)
class Compound:
    """Characters `start`–`end` of a folded text, and what they make: letters and digits, or a name with its signs.

    `hyphenated`: `key` is the word that it is when it is written as one.
    `may_be_several`: one separator alone is a weak sign, "12 345" may be two numbers and "3.141" a decimal.
    """

    start: int
    end: int
    key: str
    hyphenated: bool = False
    may_be_several: bool = False

    @property
    def is_number(self) -> bool:
        """Whether it is a number, of whatever kind."""
        return not self.hyphenated and self.key.isalnum()


def compounds(folded: str) -> list[Compound]:
    """All that the words of a folded text make together, in no order."""
    found = [*numbers(folded), *signed(folded)]
    if "-" in folded:
        found += hyphenated(folded)
    return found


# ---- numbers ---------------------------------------------------------------------------------------------------

# Digits, one separator, digits: where a number with separators may be.
_DIGITS_APART = re.compile(r"[0-9](?:[ .,'/-]|\) ?)[0-9(a-z]")
_RUN = re.compile(r"(?:\+ ?|\()?[0-9]+(?:(?: ?\(0?\) ?|[ .,'/-]|\) ?| \()[0-9]+)+")
_RUN_CHARACTERS = "0123456789 .,'/-()+"


@lru_cache(maxsize=1)
def _thousands() -> re.Pattern[str]:
    """Groups of three digits: 1,200,000. Not within a longer list of groups with the same separator."""
    return re.compile(
        r"(?<![\w+])(?<![0-9][.,'/-])[1-9][0-9]{0,2}(?:([.,' ])[0-9]{3})(?:\1[0-9]{3}){0,5}(?!\w)(?!\1[0-9]|[/-][0-9])"
    )


@lru_cache(maxsize=1)
def _identifier() -> re.Pattern[str]:
    """Telephone numbers, cards, ISBNs, and the like: groups of digits that are one number."""
    sep = "[ ./-]"
    date = rf"(?![0-9]{{1,2}}({sep})[0-9]{{1,2}}\1[0-9]{{4}}\b)"
    years = r"(?!(?:(?:1[0-9]|20)[0-9]{2}\b[ -]?){3})"
    return re.compile(
        rf"\+ ?[1-9][0-9]{{0,2}}(?: ?\(0?\) ?|{sep}| \()[0-9]+(?:(?:\) ?|{sep})[0-9]+)*"  # +44 20 …, +1 (555) …
        rf"|\+[1-9][0-9]{{6,14}}"
        rf"|\((?:\+|00)?[0-9]{{1,5}}\) ?[0-9]+(?:{sep}[0-9]+)*"  # (020) 7946-0958
        rf"|{date}0[0-9]{{1,5}}(?:{sep}[0-9]{{2,8}})+"  # 020 7946 0958, 0049 30 …
        rf"|(?:1[ .-])?[2-9][0-9]{{2}}([ .-])[0-9]{{3}}\2[0-9]{{4}}"  # 555-123-4567, of North America
        rf"|{years}[0-9]{{4}}([ -])[0-9]{{4}}\3[0-9]{{4}}(?:\3[0-9]{{1,4}}){{0,2}}"  # cards, in fours
        r"|3[47][0-9]{2}([ -])[0-9]{6}\4[0-9]{5}"
        r"|97[89]([ -])(?:[0-9]{1,7}\5){2,3}[0-9]"  # ISBN
        r"|[0-9]{3}-[0-9]{2}-[0-9]{4}"
    )


def numbers(folded: str) -> list[Compound]:
    """Numbers written with separators, without them."""
    found: list[Compound] = []
    at = 0
    search = _DIGITS_APART.search
    while (apart := search(folded, at)) is not None:
        place = apart.start()
        account = _account(folded, place) if folded[place - 1 : place].isdigit() else None
        if account is not None:
            found.append(account)
            at = account.end
            continue
        begin = place
        while begin > at and folded[begin - 1] in "0123456789":
            begin -= 1
        begin = _opening(folded, begin, at)
        run = _RUN.match(folded, begin)
        if run is None:
            at = place + 1
            continue
        more = _in_run(folded, run.start(), run.end())
        found += more
        at = more[0].end if len(more) == 1 else run.end()
    return found


def _opening(folded: str, begin: int, least: int) -> int:
    """Where a number begins that may have a plus or a parenthesis before its first digit."""
    if begin > least and folded[begin - 1] == "(":
        begin -= 1
    if begin > least and folded[begin - 1] == "+":
        begin -= 1
        if begin > least and folded[begin - 1] == "(":
            begin -= 1
    return begin


def _in_run(folded: str, start: int, end: int) -> list[Compound]:
    """The numbers of a run of digits with single separators."""
    if start and (folded[start - 1].isalnum() or folded[start - 1] == "_"):
        return []
    known = _identifier().match(folded, start, end)
    if known is not None and not folded[known.end() : known.end() + 1].isalnum():
        key = _digits(known.group())
        if 7 <= len(key) <= MAX_DIGITS and (known.group()[0] != "0" or len(key) > 8):
            return [Compound(start, known.end(), key)]
    found = []
    for match in _thousands().finditer(folded, start, end):
        if match.end() == end and folded[end : end + 1].isalpha():
            continue
        space = match.group(1) == " "
        if space and start < match.start() and folded[match.start() - 1] == " ":
            continue  # one of a row of numbers
        key = _digits(match.group())
        weak = match.group(1) in " ." and len(match.group()) - len(key) == 1
        found.append(Compound(match.start(), match.end(), key, may_be_several=weak))
    return found


def _digits(number: str) -> str:
    """The digits of a number; the 0 that is dialled within a country alone – +44 (0)20 – left out."""
    if number.startswith("+"):
        number = number.replace("(0)", "")
    return "".join(char for char in number if char in "0123456789")


@lru_cache(maxsize=1)
def _account_pattern() -> re.Pattern[str]:
    return re.compile(r"(?<!\w)[a-z]{2}[0-9]{2}(?:([ .-])[a-z0-9]{4})(?:\1[a-z0-9]{4}){1,6}(?:\1[a-z0-9]{1,3})?(?!\w)")


def _account(folded: str, place: int) -> Compound | None:
    """An IBAN in groups of four, whose second check digit stands at `place`."""
    begin = place - 3
    if begin < 0 or not folded[begin : begin + 2].isalpha():
        return None
    match = _account_pattern().match(folded, begin)
    if match is None:
        return None
    # Words may follow it: the longest stretch whose check digits are right, else the groups that have digits.
    groups = re.split("[ .-]", match.group())
    for count in range(len(groups), 3, -1):
        key = "".join(groups[:count])
        if 15 <= len(key) <= MAX_IBAN and _checked(key):
            return Compound(begin, begin + len(key) + count - 1, key)
    while len(groups) > 3 and not any(char in "0123456789" for char in groups[-1]):
        groups.pop()
    key = "".join(groups)
    if 15 <= len(key) <= MAX_IBAN and sum(char in "0123456789" for char in key) > len(key) // 2:
        return Compound(begin, begin + len(key) + len(groups) - 1, key)
    return None


def _checked(iban: str) -> bool:
    """Whether the check digits of an IBAN are right (ISO 7064, MOD 97-10)."""
    moved = iban[4:] + iban[:4]
    return moved.isascii() and int("".join(str(int(char, 36)) for char in moved)) % 97 == 1


def spelt_otherwise(word: str) -> bool:
    """Whether a bare word may stand in a text with separators between its characters."""
    return len(word) >= MIN_DIGITS and word[2:4].isdigit() and word.isascii() and word.isalnum()


# ---- names with signs ------------------------------------------------------------------------------------------

_SIGNS = re.compile(r"[+#]+")
_STEM = re.compile(r"(?<![\w+#.&])[a-z][a-z0-9]{0,11}\Z")
_AND = re.compile(r"&(?= ?[a-z])")
_LEFT = re.compile(r"(?<![\w&'])[a-z]{1,3} ?\Z")
_RIGHT = re.compile(r"& ?([a-z]{1,3})(?![\w&])")
_NAME = r"\.[a-z][a-z0-9]{1,7}(?![\w.])"
_DOT = re.compile(_NAME)
_DOTS = tuple((opening, re.compile(re.escape(opening) + _NAME[2:])) for opening in (" .", "\n.", "(.", '".'))


def signed(folded: str) -> list[Compound]:
    """Names of which a sign is a part: C++, F#, A+, AT&T, R & D, .NET."""
    found: list[Compound] = []
    if "+" in folded or "#" in folded:
        for sign in _SIGNS.finditer(folded):
            if not (sign.start() and folded[sign.start() - 1].isalnum()):
                continue
            stem = _STEM.search(folded, max(0, sign.start() - 14), sign.start())
            after = folded[sign.end() : sign.end() + 1]
            word = after.isalpha() if sign.group() == "++" else after.isalnum()
            if stem is not None and sign.group() in ("+", "++", "#") and not word and after != "_":
                found.append(Compound(stem.start(), sign.end(), stem.group() + sign.group()))
    if "&" in folded:
        for sign in _AND.finditer(folded):
            left = _LEFT.search(folded, max(0, sign.start() - 5), sign.start())
            right = _RIGHT.match(folded, sign.start())
            if left is not None and right is not None:
                found.append(Compound(left.start(), right.end(), f"{left.group().rstrip()}&{right.group(1)}"))
    if folded[:1] == "." and (name := _DOT.match(folded)):
        found.append(Compound(0, name.end(), name.group()))
    for opening, name_after in _DOTS:
        if opening in folded:
            for name in name_after.finditer(folded):
                found.append(Compound(name.start() + 1, name.end(), name.group()[1:]))
    return found


def is_signed(word: str) -> bool:
    """Whether a word of a query is a name with a sign."""
    return not word.isalnum() and any(sign in word for sign in "+#&.")


# ---- words with a hyphen ---------------------------------------------------------------------------------------

_HYPHEN = re.compile(r"-(?=[^\W_])")
_BEFORE = re.compile(r"[^\W\d_]+\Z")
_AFTER = re.compile(r"-([^\W_]+)(?:'s)?(?![\w-])")


def hyphenated(folded: str) -> list[Compound]:
    """Words of two parts joined by a hyphen, without it: e-mail, plug-in, co-operate, COVID-19."""
    found: list[Compound] = []
    for hyphen in _HYPHEN.finditer(folded):
        at = hyphen.start()
        if not (at and folded[at - 1].isalpha()):
            continue
        after = _AFTER.match(folded, at)
        if after is None or len(after.group(1)) > _MAX_PART:
            continue
        before = _BEFORE.search(folded, max(0, at - _MAX_PART - 1), at)
        if before is None or len(before.group()) > _MAX_PART:
            continue
        start = before.start()
        if start and (folded[start - 1] in "-_'." or folded[start - 1].isdigit()):
            continue
        found.append(Compound(start, after.end(1), before.group() + after.group(1), hyphenated=True))
    return found
