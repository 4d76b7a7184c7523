"""Runs of capitalised words: where a name can be, before anything is decided about what it names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from search.analysis.dates import vocabulary as dw
from search.analysis.lexicon import ENGLISH, words
from search.analysis.lexicon.gazetteer import Gazetteer
from search.analysis.names import connectors as links
from search.analysis.names.forms import LEGAL
from search.text.folding import fold

# Letters with full stops between (U.S.), a word with hyphens, apostrophes or an ampersand, digits, or a sign.
_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}|[^\W\d_](?:[^\W_]|[-‐&](?=[^\W_])|['’´](?=[^\W\d_])|(?<=s)['’](?=\s[^\W\d_]))*|[0-9]+(?:[.,:/-][0-9]+)*[^\W_]*|\S"
)
_POSSESSIVE = re.compile(r"(?:['’´]s|(?<=s)['’´])\Z", re.IGNORECASE)
_STOPS = frozenset('.!?"“”‘:;()[]—–•…*|')
_ABBREVIATIONS = ENGLISH.words("names", "abbreviations")
# No name is longer, in words; keeps the work linear on text that is all capitals.
_MAX_LEN_RUN = 25
_SMALL_WORDS = ENGLISH.words("names", "words in capitals")
_PARTICIPLES = ENGLISH.words("names", "after a hyphen")
_ARTICLES = ENGLISH.words("names", "articles before a hyphen")
_CONTRACTED = ENGLISH.words("names", "before an apostrophe")
_DETERMINERS = ENGLISH.words("names", "determiners")
_COUNTED = words("first second third fourth fifth sixth seventh eighth ninth tenth")
_NOT_BEFORE_MAY = ENGLISH.words("names", "before the month of May")
_AREAS = ENGLISH.words("names", "parts of a region")
OPENING, CLOSING = frozenset("“‘\"'«"), frozenset("”’\"'»")


@dataclass(frozen=True, slots=True)
class Word:
    """A token; `key` is folded and without full stops and possessive ending, which `end` leaves out too."""

    start: int
    end: int
    text: str
    key: str
    possessive: bool
    initial: bool  # may be capitalised only for beginning a sentence
    shouted: bool  # in a run of capitals, so capitals say nothing

    @property
    def capital(self) -> bool:
        """Whether it is a word with a capital letter in front, be it after an article: "al-Sadr", "d'Estaing"."""
        return self.text[:1].isupper() or self.article

    @property
    def article(self) -> bool:
        """Whether a small article is tied to its name."""
        if "-" not in self.text and "'" not in self.text and "’" not in self.text:
            return False
        head, _, tail = re.sub("['’]", "-", self.text).partition("-")
        return head in _ARTICLES and tail[:1].isupper()

    @property
    def acronym(self) -> bool:
        """WHO, U.N., S&P: two to seven letters, at least two capitals and no small one but a plural s."""
        letters = self.text.replace(".", "").replace("&", "")
        core = letters[:-1] if letters.endswith("s") and len(letters) > 3 else letters
        return 2 <= len(core) <= 7 and core.isupper() and core.isalnum() and not core[0].isdigit()


def words_of(text: str, start: int, end: int) -> list[Word]:
    """The tokens of `text[start:end]`, hyphenated pairs kept whole."""
    raw = [part for hit in _WORD.finditer(text, start, end) for part in _parted(hit.start(), hit.group())]
    shouted = _shouted([word for _, word in raw])
    out: list[Word] = []
    for n, (at, word) in enumerate(raw):
        ending = _POSSESSIVE.search(word) if len(word) > 2 else None
        bare = word[: ending.start()] if ending and word[0].isalpha() else word
        previous = out[-1] if out else None
        initial = previous is None or previous.text in _STOPS or (previous.text in OPENING)
        if previous is not None and previous.text == "." and len(out) > 1:
            last = out[-2]
            if last.end == previous.start and (last.key in _ABBREVIATIONS or (len(last.text) == 1 and last.capital)):
                initial = False
        if previous is not None and previous.text == "-" and previous.start > 0 and text[previous.start - 1].isspace():
            initial = True
        key = fold(bare).replace(".", "") if bare[0].isalpha() else bare
        out.append(Word(at, at + len(bare), bare, key, bare != word, initial, shouted[n]))
    return out


def _parted(at: int, word: str) -> list[tuple[int, str]]:
    """A word, or the name and the participle of "London-based"."""
    head, dash, tail = word.rpartition("-")
    if not dash or tail not in _PARTICIPLES or not head[:1].isupper():
        return [(at, word)]
    return [(at, head), (at + len(head), dash + tail)]


def _shouted(words: Sequence[str]) -> list[bool]:
    """For each token, whether it lies in a run of at least three words in capitals, one of them long."""
    out = [False] * len(words)
    run: list[int] = []

    def close() -> None:
        letters = [k for k in run if words[k][0].isalpha()]
        signed = (
            len(letters) < 5 and len(words[letters[0]]) == 1 and words[letters[0] + 1 : letters[0] + 2] == ["."]
            if letters
            else 0
        )
        spoken = sum(words[k].lower() in _SMALL_WORDS for k in letters) if len(letters) >= 3 else 0
        if len(letters) >= 3 and not signed and (spoken or any(len(words[k]) > 5 for k in letters)):
            for k in run:
                out[k] = True
        run.clear()

    for n, word in enumerate(words):
        if word[0].isalpha():
            if word.isupper():
                run.append(n)
            else:
                close()
        elif run and word not in ",-–—'’&.:":
            close()
    close()
    return out


def headline(words: Sequence[Word]) -> bool:
    """Whether a paragraph is set in title case or capitals, so that capitals tell no names."""
    real = [w for w in words if w.text[0].isalpha()]
    long = [w for w in real if len(w.text) > 3 and w.key not in dw.MONTHS and w.key not in dw.WEEKDAYS]
    if real and len(real) < 8 and all(w.text.isupper() for w in real) and sum(len(w.text) for w in real) > 5:
        return words[-1].text not in (".", ",", ";", ":")
    if len(real) < 4 or len(real) > 30 or len(long) < 3 or not real[0].capital or words[-1].text in (".", ",", ";"):
        return False
    capitals = sum(w.capital for w in long)
    if capitals == len(long):
        return len(long) >= 5 or all(w.capital for w in real)
    return len(real) >= 5 and capitals >= 0.75 * len(long)


class Chunker:
    """Cuts a paragraph's words into runs that may be names."""

    def __init__(self, lexicon: Gazetteer) -> None:
        self.lex = lexicon
        self.heads = {head[-1] for head in lexicon.org_heads} | lexicon.law_heads
        self.ranked = self.heads | {"engineer", "armoured", "infantry", "national", "district", "circuit", "people"}
        self.first_heads = (
            {head[0] for head in lexicon.org_heads} | lexicon.law_heads | lexicon.office_heads | {"university", "house"}
        )

    def can_be_in_a_name(self, words: Sequence[Word], i: int) -> bool:
        """Whether word `i` can be part of a name by its capital letter."""
        w = words[i]
        if not w.capital or w.shouted or len(w.key) == 0:
            return False
        if w.key in dw.MONTHS and w.key not in ("may", "june", "april", "august", "jan", "mar", "dec", "march"):
            return False
        if w.key in dw.FULL_WEEKDAYS and not self.head_near(words, i):
            return False
        day = i + 2 if i + 1 < len(words) and words[i + 1].text == "." else i + 1  # "Jan 9", "Jan. 9"
        if w.key in dw.MONTHS and day < len(words) and words[day].text[:1].isdigit():
            return False
        if (
            w.key in dw.MONTHS
            and i
            and (
                words[i - 1].text[:1].isdigit()
                or words[i - 1].key in ("in", "early", "late", "mid", "since", "last", "until")
            )
        ):
            return False
        if "'" in w.key and w.key.partition("'")[0] in _CONTRACTED:
            return False  # "I've", "Don't"
        if w.key in self.lex.function_words:
            if w.text in ("I", "A") and i + 2 < len(words) and words[i + 1].text == "." and words[i + 1].start == w.end:
                more = len(words[i + 2].text) == 1 and words[i + 2].capital and words[i + 2].text != w.text
                told = i > 0 and (words[i - 1].capital and words[i - 1].key in self.lex.given)
                told = told or (i > 0 and words[i - 1].key in (",", "and", "mr", "mrs", "miss", "dr", "(", "colleague"))
                return words[i + 2].capital and (told or more)
            if w.key == "new" and w.initial and links.seat(words, self.lex, i):
                return True
            if w.key in ("may", "april", "june") and self.given_month(words, i):
                return True
            if w.key in ("may", "will") and w.initial and i + 1 < len(words):
                after = words[i + 1].key  # "May retired in the spring": no verb follows "may" that way
                return after in self.lex.saying or (after.endswith("ed") and len(after) > 4)
            if w.key in _COUNTED:
                return self.numbered_body(words, i)
            return w.key in ("may", "will", "new", "old", "little") and not w.initial and self.follows_given(words, i)
        return True

    def numbered_body(self, words: Sequence[Word], i: int) -> bool:
        """Whether a number word opens a body's name: "the First Armoured Division", "First Harbour Corporation"."""
        after = words[i + 1] if i + 1 < len(words) else words[i]
        if not after.capital or after.shouted or after.key in self.lex.function_words:
            return False
        if not words[i].initial and after.key in self.ranked:
            return True
        taken = self.lex.no_names | self.lex.portfolio | self.lex.place_words | self.lex.demonyms.keys()
        if after.key in taken or after.acronym or (after.key,) in self.lex.titles or words[i].shouted:
            return False
        for k in range(i + 2, min(len(words), i + 5)):
            if not words[k].capital or words[k - 1].possessive:
                break
            if words[k].key in self.heads | LEGAL:
                return True
        # "Shares of First Harbour fell": the short form, where no article makes it a plain number.
        lead = words[i - 1] if i and not words[i].initial else None
        told = lead is not None and not lead.capital and not lead.possessive and lead.key not in _DETERMINERS
        return told and after.key not in self.ranked

    def given_month(self, words: Sequence[Word], i: int) -> bool:
        """Whether a month's name is a first name: "says May Olivares", "a spokeswoman, May Lindqvist, declined"."""
        if not links.capital(words, i + 1) or words[i].possessive:
            return False
        after = words[i + 1]
        other = (after.key,) in self.lex.titles or (after.key,) in self.lex.places or after.key in self.lex.demonyms
        if other or after.acronym or after.key in self.lex.function_words | self.lex.no_names | self.lex.portfolio:
            return False
        if not words[i].initial:
            return words[i - 1].key not in _NOT_BEFORE_MAY and not words[i - 1].text[:1].isdigit()
        then = words[i + 2].key if i + 2 < len(words) else ""
        return not after.possessive and (then in self.lex.saying or then in (",", "was", "is", "has", "had", "who"))

    def head_near(self, words: Sequence[Word], i: int) -> bool:
        """Whether a weekday opens the name of a paper ("Sunday Times")."""
        return i + 1 < len(words) and words[i + 1].capital and words[i + 1].key in self.heads

    def follows_given(self, words: Sequence[Word], i: int) -> bool:
        """Whether word `i`, a common word, is carried by a name: "Theresa May", "New Delhi"."""
        if words[i].key in ("new", "old", "little"):
            return i + 1 < len(words) and words[i + 1].capital
        if i == 0 or not words[i - 1].capital:
            return False
        return words[i - 1].key in self.lex.given or (words[i - 1].key,) in self.lex.titles  # "Mrs May"

    def runs(self, words: Sequence[Word]) -> list[tuple[int, int]]:
        """The runs as (first, last) word indexes, last exclusive, in order."""
        out: list[tuple[int, int]] = []
        i = 0
        while i < len(words):
            opens = self.can_be_in_a_name(words, i) or self.opens_place(words, i)
            if not opens and not links.ordinal(words, i, self.ranked):
                i += 1
                continue
            k = i + 1
            while k < min(len(words), i + _MAX_LEN_RUN):
                step = self.joined(words, i, k)
                if not step:
                    break
                k = step
            out.append((i, k))
            i = k
        return out

    def opens_place(self, words: Sequence[Word], i: int) -> bool:
        """ "New Zealand" at the head of a sentence, "The Hague"."""
        if not words[i].capital or words[i].shouted or i + 1 >= len(words):
            return False
        return (words[i].key, words[i + 1].key) in self.lex.places and words[i].key in (
            "new",
            "the",
            "la",
            "el",
            "los",
            "las",
        )

    def joined(self, words: Sequence[Word], first: int, k: int) -> int:
        """Where the run goes on after word `k` is looked at; 0 where it ends before it."""
        before, w = words[k - 1], words[k]
        if before.possessive and not self.carries_on(words, first, k):
            return 0
        gap = w.start - before.end - (2 if before.possessive else 0)
        if w.text == "." and gap == 0 and (len(before.text) == 1 or before.key in _ABBREVIATIONS) and before.capital:
            return k + 1 if k + 1 < len(words) and self.can_be_in_a_name(words, k + 1) else 0
        if before.text == ".":
            return k + 1 if self.can_be_in_a_name(words, k) else 0
        if gap > 2:
            return 0
        if self.can_be_in_a_name(words, k) or w.text in ("plc", "AS"):
            return k + 1
        if more := (
            links.bracketed(words, self.lex, k)
            or links.listed_office(words, self.lex, first, k)
            or links.legal_form(words, LEGAL, k)
            or (k + 2 if k == first + 1 and links.inverted(words, self.lex, k) else 0)
            or links.statute_goes_on(words, self.lex, first, k)
            or links.portfolio_list(words, self.lex, first, k)
        ):
            return more
        after = k + 1 < len(words) and self.can_be_in_a_name(words, k + 1)
        has_head = any(words[j].key in self.first_heads for j in range(first, k))
        if w.key in self.lex.particles and not w.capital:
            k2 = k
            while k2 < len(words) and k2 < k + 3 and words[k2].key in self.lex.particles and not words[k2].capital:
                k2 += 1
            if k2 < len(words) and self.can_be_in_a_name(words, k2) and not words[k2].shouted:
                return k2 + 1
        if w.key == "at" and after and any(words[j].key == "university" for j in range(first, k)):
            return k + 2
        if (
            w.key in ("of", "for", "on", "and", "&")
            and after
            and before.capital
            and links.statute_ahead(words, self.lex, k)
        ):
            return k + 2
        if links.of_peer(words, first, k):
            return k + 2
        if w.key in ("of", "for", "on", "against") and not w.capital and (has_head or before.key in self.lex.places_of):
            if after:
                return k + 2
            if k + 2 < len(words) and words[k + 1].key == "the" and self.can_be_in_a_name(words, k + 2):
                return k + 3
            return 0
        if w.key in ("and", "&") and after and self.joins_and(words, first, k, has_head):
            return k + 2
        if after and (more := links.two_parts(words, self.lex, self.heads, first, k)):
            return more
        if (
            w.text == ","
            and after
            and has_head
            and before.key in self.lex.portfolio
            and words[k + 1].key in self.lex.portfolio
        ):
            return k + 2
        return 0

    def carries_on(self, words: Sequence[Word], first: int, k: int) -> bool:
        """Whether a possessive is part of a body's name: "Magistrates' Court", "St Mary's Hospital"."""
        before = words[k - 1]
        if links.officials_office(words, k):
            return True
        plural = (
            before.text.endswith("s") and before.key not in self.lex.countries and (before.key,) not in self.lex.places
        )
        plural = plural or before.key in ("women", "men", "children", "people", "mothers")
        saint = words[first].key in ("st", "saint", "king", "queen", "lloyd")
        firm = words[k].capital and (words[k].key in LEGAL or words[first].key == "lloyd")
        return firm or ((plural or saint) and words[k].capital and words[k].key in self.heads)

    def joins_and(self, words: Sequence[Word], first: int, k: int, has_head: bool) -> bool:
        """Whether "and" stays inside a name: "Labour and Social Affairs Committee"."""
        if words[k].text == "&":
            return True
        before, after = words[k - 1].key, words[k + 1].key
        if k - first == 1 and after in _AREAS:  # "London and North Eastern Railway"
            return any(words[j].capital and words[j].key in self.heads for j in range(k + 2, min(len(words), k + 5)))
        if before == "securities" and k - first == 1 and after in self.lex.portfolio:
            return True
        if before not in self.lex.portfolio:
            return False
        if has_head and before not in self.heads and after in self.lex.portfolio:
            return True
        stop = min(len(words), k + 7)
        later = 0
        for j in range(k + 1, stop):
            if words[j].key in self.heads and words[j].capital:
                known = sum(words[n].key in self.lex.portfolio for n in range(k + 1, j))
                return bool(known) and known >= j - k - 2 and before not in self.heads
            if not words[j].capital:
                break
            later += words[j].key in self.lex.portfolio
        return later >= 2  # "Housing and Urban Planning"
