"""What the rules of dates see of a paragraph: its tokens, and which of them are numbers, days, years and months."""

from __future__ import annotations

from search.analysis.dates import vocabulary as dw
from search.analysis.dates.types import Token

DASHES = frozenset("-–—‐‑−")
CURRENCY = frozenset("$€£¥#№§©%°+=/\\_*@~^")

CLAUSE_END = frozenset({"", ".", ",", ";", ":", ")", "!", "?", "”", '"', "’", "—", "–"})

# Words for whom a year's number may stand before: "in 1994 police", "since 1994 members".
_AFTER_YEAR = frozenset({"people", "police", "workers", "members", "students", "voters", "local"})


class Tokens:
    """One paragraph's tokens, looked at from any place; beyond the ends there is nothing."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.size = len(tokens)

    def low(self, i: int) -> str:
        """The token in lower case, or nothing beyond the ends."""
        return self.tokens[i].low if 0 <= i < self.size else ""

    def joined(self, i: int) -> bool:
        """Whether token `i` follows the one before it without a space."""
        return 0 < i < self.size and self.tokens[i].start == self.tokens[i - 1].end

    def number(self, i: int) -> int | None:
        """The number at `i`."""
        return self.tokens[i].number if 0 <= i < self.size else None

    def day(self, i: int) -> int | None:
        """A day of the month at `i`: 5, 05, 5th."""
        if not 0 <= i < self.size:
            return None
        text = self.tokens[i].text
        if text[-2:] in ("st", "nd", "rd", "th"):
            text = text[:-2]
        if not (text.isascii() and text.isdigit() and len(text) <= 2 and 1 <= int(text) <= 31):
            return None
        if self.glued_left(i) or (self.joined(i + 1) and self.low(i + 1) in ("%", "°", "/")):
            return None
        if (
            self.joined(i + 1)
            and self.low(i + 1) in (":", ".", ",")
            and self.joined(i + 2)
            and self.low(i + 2)[:1].isdigit()
        ):
            return None
        return int(text)

    def glued_left(self, i: int) -> bool:
        """Whether a number at `i` is the tail of something else: $5, 3.5, 2,018, #7."""
        if not self.joined(i):
            return False
        sign = self.low(i - 1)
        if sign in CURRENCY or sign.isalnum():
            return True
        return sign in (".", ",", ":") and self.joined(i - 1) and self.low(i - 2)[:1].isdigit()

    def plain_year(self, i: int) -> int | None:
        """A number that can be a year, whatever stands before it."""
        value = self.number(i)
        if value is None or len(self.tokens[i].text) != 4 or not 1000 <= value <= 2199 or self.glued_left(i):
            return None
        if self.joined(i + 1) and (self.low(i + 1) in CURRENCY - {"/"} or self.low(i + 1).isalpha()):
            return None
        sign = self.low(i + 1)
        if sign in (",", ".", ":") and self.joined(i + 1) and self.joined(i + 2) and self.low(i + 2)[:1].isdigit():
            return None
        if sign in DASHES and self.joined(i + 1) and self.joined(i + 2):
            after = self.low(i + 2)
            if after.isalpha() and after not in ("era", "election", "elections"):
                return None
            if after.isdigit() and len(after) not in (2, 4):
                return None
        return value

    def bare_year(self, i: int) -> int | None:
        """A year that stands alone: only where the words around it call for one."""
        value = self.plain_year(i)
        if value is None or not 1200 <= value <= 2150 or self._is_a_number(i):
            return None
        if self.low(i - 1) == "." and self.joined(i - 1) and self.circa(i - 2):
            return value  # "c. 1850"
        return value if not self._counts(i) and self._year_called(i) else None

    def _is_a_number(self, i: int) -> bool:
        """Whether a number that could be a year is that of something: a range's tail, "No. 1984", "model year 1994"."""
        before, after = self.low(i - 1), self.low(i + 1)
        if i > 0 and before in DASHES and self.joined(i):
            return True  # the tail of a range or a code; ranges are read from their head
        if before in dw.NUMBER_BEFORE or before in CURRENCY or self.number(i - 1) is not None:
            return True
        if before == "." and self.low(i - 2) in dw.NUMBER_BEFORE:
            return True
        if before == ")" and self.low(i - 2) == "c":
            return True
        if (before == "year" and self.low(i - 2) == "model") or after == "model":
            return True
        return before in ("copyright", "at") or self.number(i + 1) is not None

    def _counts(self, i: int) -> bool:
        """Whether a number that could be a year counts what follows: "one in 1994 people"."""
        before, after = self.low(i - 1), self.low(i + 1)
        if before == "between" and self.low(i + 3) in dw.NUMBER_AFTER:
            return True  # "between 1990 and 1994 votes"
        if before == "of" and self.low(i - 2) in dw.CROWDS:
            return True
        if after not in dw.NUMBER_AFTER:
            return False
        if before == "in" and self.low(i - 2) in dw.CARDINALS:
            return True
        return before not in ("in", "since", "until", "during") or after not in _AFTER_YEAR

    def _year_called(self, i: int) -> bool:
        """Whether the words around a number call for a year."""
        before, after = self.low(i - 1), self.low(i + 1)
        if before in dw.YEAR_BEFORE or (before in dw.DONE and after in CLAUSE_END):
            return True
        if before == "(" and after in (")", ",", ";", ":", "-", "–", "—"):
            return True
        if before == "," and self.plain_year(i - 2) is not None and after in (",", "and", "or"):
            return True  # "in 1952, 1974 and 1998"
        if before in (",", ";", ":", "–", "—", "", "(") and after in (",", ";", ":", ")", "–", "—", ".", ""):
            return before != "" or after in (":", "–", "—")
        return i > 0 and self.tokens[i - 1].text.lower().replace("’", "'").endswith("'s")

    def circa(self, i: int) -> bool:
        """Whether "c" or "ca" stands at `i` by itself: not that of "28 U.S.C. 1331"."""
        return 0 <= i < self.size and self.tokens[i].text in ("c", "ca") and not self.joined(i)

    def short_year(self, i: int) -> int | None:
        """The year of '94 with its apostrophe at `i`: from 1930 to 2029."""
        token = self.tokens[i + 1] if 0 <= i < self.size - 1 else None
        if token is None or self.low(i) not in ("'", "’", "‘") or not self.joined(i + 1):
            return None
        if len(token.text) != 2 or not (token.text.isascii() and token.text.isdigit()):
            return None
        return full_year(int(token.text))

    def month(self, i: int) -> int | None:
        """A month's name at `i`, a full stop after a short one not included."""
        token = self.tokens[i] if 0 <= i < self.size else None
        if token is None or not (token.capital or token.low not in dw.AMBIGUOUS_MONTHS):
            return None
        return dw.MONTHS.get(token.low)

    def after_month(self, i: int) -> int:
        """The place after the month at `i`: past the full stop of an abbreviation."""
        if (
            len(self.low(i)) <= 4
            and self.low(i) not in ("may", "june", "july")
            and self.low(i + 1) == "."
            and self.joined(i + 1)
        ):
            return i + 2
        return i + 1

    def has_before(self, i: int, wanted: frozenset[str], reach: int) -> bool:
        """Whether one of `wanted` stands among the `reach` tokens before `i`, in its sentence."""
        for k in range(i - 1, max(-1, i - 1 - reach), -1):
            if self.low(k) in (".", "!", "?", ";"):
                return False
            if self.low(k) in wanted:
                return True
        return False

    def sentence_start(self, i: int) -> bool:
        """Whether `i` begins a sentence or a quotation."""
        return i == 0 or self.low(i - 1) in {".", "!", "?", '"', "“", "”", "‘", "(", ":", ";", "—", "–", "•", "-"}


def full_year(short: int) -> int:
    """The year two digits mean: 30–99 of the last century, 00–29 of this."""
    return short + (1900 if short >= 30 else 2000)
