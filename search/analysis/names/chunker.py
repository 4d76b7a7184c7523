"""Runs of capitalised words: where a name can be, before anything is decided about what it names."""

from __future__ import annotations

from collections.abc import Sequence

from search.analysis.dates import vocabulary as dw
from search.analysis.lexicon import ENGLISH, words
from search.analysis.lexicon.gazetteer import Gazetteer
from search.analysis.names import connectors as links
from search.analysis.names.forms import LEGAL
from search.analysis.names.words import ABBREVIATIONS, Word

# No name is longer, in words; keeps the work linear on text that is all capitals.
_MAX_LEN_RUN = 25
_CONTRACTED = ENGLISH.words("names", "before an apostrophe")
_DETERMINERS = ENGLISH.words("names", "determiners")
_COUNTED = words("first second third fourth fifth sixth seventh eighth ninth tenth")
_NOT_BEFORE_MAY = ENGLISH.words("names", "before the month of May")
_AREAS = ENGLISH.words("names", "parts of a region")
# Months that are first names or verbs as well: everything else in "March 3" decides.
_MONTHS_AND_NAMES = words("may june april august jan mar dec march")
_BEFORE_MONTHS = words("in early late mid since last until")
_CALLED = words(", and mr mrs miss dr ( colleague")  # what stands before the initials of a name
_PEOPLE = words("women men children people mothers")  # "Women's Institute"
_PATRONS = words("st saint king queen lloyd")  # "St Mary's Hospital"
_OPENING_PLACES = words("new the la el los las")


class CapitalWords:
    """Which words can be part of a name by their capital letter, and which have it for another reason."""

    def __init__(self, lexicon: Gazetteer) -> None:
        self.lex = lexicon
        self.heads = {head[-1] for head in lexicon.org_heads} | lexicon.law_heads
        self.ranked = self.heads | {"engineer", "armoured", "infantry", "national", "district", "circuit", "people"}

    def can_be_in_a_name(self, words: Sequence[Word], i: int) -> bool:
        """Whether word `i` can be part of a name by its capital letter."""
        w = words[i]
        if not w.capital or w.shouted or not w.key:
            return False
        if w.key in dw.MONTHS and self.part_of_date(words, i):
            return False
        if w.key in dw.FULL_WEEKDAYS and not self.opens_paper(words, i):
            return False
        if "'" in w.key and w.key.partition("'")[0] in _CONTRACTED:
            return False  # "I've", "Don't"
        return w.key not in self.lex.function_words or self.function_word_in_name(words, i)

    def part_of_date(self, words: Sequence[Word], i: int) -> bool:
        """Whether a month is no first name: "Jan. 9", "3 May", "in April"."""
        if words[i].key not in _MONTHS_AND_NAMES:
            return True
        day = i + 2 if i + 1 < len(words) and words[i + 1].text == "." else i + 1
        if day < len(words) and words[day].text[:1].isdigit():
            return True
        return i > 0 and (words[i - 1].text[:1].isdigit() or words[i - 1].key in _BEFORE_MONTHS)

    def opens_paper(self, words: Sequence[Word], i: int) -> bool:
        """Whether a weekday opens the name of a paper ("Sunday Times")."""
        return i + 1 < len(words) and words[i + 1].capital and words[i + 1].key in self.heads

    def function_word_in_name(self, words: Sequence[Word], i: int) -> bool:
        """Whether a word that mostly joins others is a name's here: "A. Berg", "New Romney", "Theresa May"."""
        w = words[i]
        if w.text in ("I", "A") and not w.possessive and i + 2 < len(words) and _has_full_stop(words, i):
            return self.initial_of_name(words, i)
        if w.key == "new" and w.initial and links.seat(words, self.lex, i):
            return True
        if w.key in ("may", "april", "june") and self.given_month(words, i):
            return True
        if w.key in ("may", "will") and w.initial and i + 1 < len(words):
            return self._finite(words[i + 1].key)  # "May retired in the spring": no verb follows "may" that way
        if w.key in _COUNTED:
            return self.numbered_body(words, i)
        return w.key in ("may", "will", "new", "old", "little") and not w.initial and self.follows_given(words, i)

    def _finite(self, key: str) -> bool:
        """Whether a word is a verb of saying or looks like a past tense."""
        return key in self.lex.saying or (key.endswith("ed") and len(key) > 4)

    def initial_of_name(self, words: Sequence[Word], i: int) -> bool:
        """Whether the "A." or "I." at `i` is an initial, not a numeral: after a name or "Mr", or before another one."""
        after = words[i + 2]
        if not after.capital:
            return False
        if len(after.text) == 1 and after.text != words[i].text:
            return True
        before = words[i - 1] if i else None
        if before is None:
            return False
        return before.key in _CALLED or (before.capital and before.key in self.lex.given)

    def numbered_body(self, words: Sequence[Word], i: int) -> bool:
        """Whether a number word opens a body's name: "the First Armoured Division", "First Harbour Corporation"."""
        after = words[i + 1] if i + 1 < len(words) else words[i]
        if not after.capital or after.shouted or after.key in self.lex.function_words:
            return False
        if not words[i].initial and after.key in self.ranked:
            return True
        if self._names_no_body(after) or words[i].shouted:
            return False
        return self._body_ahead(words, i) or self._shortened_body(words, i)

    def _names_no_body(self, word: Word) -> bool:
        """Whether a word after "First" is no body's own name."""
        lex, key = self.lex, word.key
        common = key in lex.no_names or key in lex.portfolio or key in lex.place_words or key in lex.demonyms
        return common or word.acronym or (key,) in lex.titles

    def _body_ahead(self, words: Sequence[Word], i: int) -> bool:
        """Whether a head noun or legal form ends the name: "First Harbour Corporation"."""
        for k in range(i + 2, min(len(words), i + 5)):
            if not words[k].capital or words[k - 1].possessive:
                return False
            if words[k].key in self.heads or words[k].key in LEGAL:
                return True
        return False

    def _shortened_body(self, words: Sequence[Word], i: int) -> bool:
        """ "Shares of First Harbour fell": the short form, where no article makes it a plain number."""
        lead = words[i - 1] if i and not words[i].initial else None
        led = lead is not None and not lead.capital and not lead.possessive and lead.key not in _DETERMINERS
        return led and words[min(i + 1, len(words) - 1)].key not in self.ranked

    def given_month(self, words: Sequence[Word], i: int) -> bool:
        """Whether a month's name is a first name: "says May Olivares", "a spokeswoman, May Lindqvist, declined"."""
        if not links.capital(words, i + 1) or words[i].possessive or self._no_surname(words[i + 1]):
            return False
        if not words[i].initial:
            return words[i - 1].key not in _NOT_BEFORE_MAY and not words[i - 1].text[:1].isdigit()
        then = words[i + 2].key if i + 2 < len(words) else ""
        return not words[i + 1].possessive and (
            then in self.lex.saying or then in (",", "was", "is", "has", "had", "who")
        )

    def _no_surname(self, word: Word) -> bool:
        """Whether a word is something else than a surname."""
        lex, key = self.lex, word.key
        if word.acronym or (key,) in lex.titles or (key,) in lex.places or key in lex.demonyms:
            return True
        return key in lex.function_words or key in lex.no_names or key in lex.portfolio

    def follows_given(self, words: Sequence[Word], i: int) -> bool:
        """Whether word `i`, a common word, is carried by a name: "Theresa May", "New Delhi"."""
        if words[i].key in ("new", "old", "little"):
            return i + 1 < len(words) and words[i + 1].capital
        if i == 0 or not words[i - 1].capital:
            return False
        return words[i - 1].key in self.lex.given or (words[i - 1].key,) in self.lex.titles  # "Mrs May"


class NameChunker:
    """Cuts a paragraph's words into runs that may be names."""

    def __init__(self, lexicon: Gazetteer) -> None:
        self.lex = lexicon
        self.capitals = CapitalWords(lexicon)
        self.heads = self.capitals.heads
        self.first_heads = (
            {head[0] for head in lexicon.org_heads} | lexicon.law_heads | lexicon.office_heads | {"university", "house"}
        )

    def runs(self, words: Sequence[Word]) -> list[tuple[int, int]]:
        """The runs as (first, last) word indexes, last exclusive, in order."""
        out: list[tuple[int, int]] = []
        i = 0
        while i < len(words):
            opens = self.capitals.can_be_in_a_name(words, i) or self.opens_place(words, i)
            if not opens and not links.ordinal(words, i, self.capitals.ranked):
                i += 1
                continue
            k = i + 1
            while k < min(len(words), i + _MAX_LEN_RUN):
                step = self.goes_on(words, i, k)
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
        return words[i].key in _OPENING_PLACES and (words[i].key, words[i + 1].key) in self.lex.places

    def goes_on(self, words: Sequence[Word], first: int, k: int) -> int:
        """Where the run that began at `first` goes on after word `k` is looked at; 0 where it ends before it."""
        before, w = words[k - 1], words[k]
        if before.possessive and not self.carries_on(words, first, k):
            return 0
        if _has_full_stop(words, k - 1) and _may_be_abbreviated(before):
            return k + 1 if self._in_a_name(words, k + 1) else 0
        if before.text == ".":
            return k + 1 if self.capitals.can_be_in_a_name(words, k) else 0
        if w.start - before.end - (2 if before.possessive else 0) > 2:
            return 0
        if self.capitals.can_be_in_a_name(words, k) or w.text in ("plc", "AS"):
            return k + 1
        return self._past_signs(words, first, k) or self._past_particles(words, k) or self._past_word(words, first, k)

    def _in_a_name(self, words: Sequence[Word], k: int) -> bool:
        """Whether there is a word at `k` that can be part of a name."""
        return k < len(words) and self.capitals.can_be_in_a_name(words, k)

    def _past_signs(self, words: Sequence[Word], first: int, k: int) -> int:
        """Where the name goes on after brackets, commas and lists, or 0."""
        return (
            links.bracketed(words, self.lex, k)
            or links.listed_office(words, self.lex, first, k)
            or links.legal_form(words, LEGAL, k)
            or (k + 2 if k == first + 1 and links.inverted(words, self.lex, k) else 0)
            or links.statute_goes_on(words, self.lex, first, k)
            or links.portfolio_list(words, self.lex, first, k)
        )

    def _past_particles(self, words: Sequence[Word], k: int) -> int:
        """Where the name goes on after up to three particles: "Lope | de | la | Cruz"; 0 without them."""
        end = k
        while end < min(len(words), k + 3) and words[end].key in self.lex.particles and not words[end].capital:
            end += 1
        return end + 1 if end > k and self._in_a_name(words, end) and not words[end].shouted else 0

    def _past_word(self, words: Sequence[Word], first: int, k: int) -> int:
        """Where the name goes on after one small word or sign, or 0."""
        if links.of_peer(words, first, k):
            return k + 2
        if not self._in_a_name(words, k + 1):
            the = self._opens_complement(words, first, k) and k + 2 < len(words) and words[k + 1].key == "the"
            return k + 3 if the and self._in_a_name(words, k + 2) else 0
        if (
            self._campus(words, first, k)
            or self._statute(words, k)
            or self._opens_complement(words, first, k)
            or self._joins_and(words, first, k)
            or self._lists_portfolio(words, first, k)
        ):
            return k + 2
        return links.two_parts(words, self.lex, self.heads, first, k)

    def _headed(self, words: Sequence[Word], first: int, k: int) -> bool:
        """Whether a body's, law's or office's head noun stands in the run before word `k`."""
        return any(words[j].key in self.first_heads for j in range(first, k))

    def _campus(self, words: Sequence[Word], first: int, k: int) -> bool:
        """ "University of Texas | at | Austin"."""
        return words[k].key == "at" and any(words[j].key == "university" for j in range(first, k))

    def _statute(self, words: Sequence[Word], k: int) -> bool:
        """ "Prevention | of | Corruption Act"."""
        joining = words[k].key in ("of", "for", "on", "and", "&") and words[k - 1].capital
        return joining and links.statute_ahead(words, self.lex, k)

    def _opens_complement(self, words: Sequence[Word], first: int, k: int) -> bool:
        """ "Ministry | of | Justice", "City | of | London"."""
        if words[k].key not in ("of", "for", "on", "against") or words[k].capital:
            return False
        return words[k - 1].key in self.lex.places_of or self._headed(words, first, k)

    def _lists_portfolio(self, words: Sequence[Word], first: int, k: int) -> bool:
        """ "Ministry of Health | , | Labour and Sport"."""
        portfolio = self.lex.portfolio
        between = words[k].text == "," and words[k - 1].key in portfolio and words[k + 1].key in portfolio
        return between and self._headed(words, first, k)

    def carries_on(self, words: Sequence[Word], first: int, k: int) -> bool:
        """Whether a possessive is part of a body's name: "Magistrates' Court", "St Mary's Hospital"."""
        if links.officials_office(words, k):
            return True
        before, lead = words[k - 1], words[first].key
        if not words[k].capital:
            return False
        if words[k].key in LEGAL or lead == "lloyd":
            return True
        several = before.text.endswith("s") and not (
            before.key in self.lex.countries or (before.key,) in self.lex.places
        )
        return (several or before.key in _PEOPLE or lead in _PATRONS) and words[k].key in self.heads

    def _joins_and(self, words: Sequence[Word], first: int, k: int) -> bool:
        """Whether "and" stays inside a name: "Labour and Social Affairs Committee"."""
        if words[k].key not in ("and", "&"):
            return False
        if words[k].text == "&":
            return True
        before, after = words[k - 1].key, words[k + 1].key
        if k - first == 1 and after in _AREAS:  # "London and North Eastern Railway"
            return any(words[j].capital and words[j].key in self.heads for j in range(k + 2, min(len(words), k + 5)))
        portfolio = self.lex.portfolio
        if before == "securities" and k - first == 1 and after in portfolio:
            return True
        if before not in portfolio:
            return False
        if before not in self.heads and after in portfolio and self._headed(words, first, k):
            return True
        return self._portfolio_ahead(words, k)

    def _portfolio_ahead(self, words: Sequence[Word], k: int) -> bool:
        """Whether what follows "and" at `k` goes on with what a body is for: "Housing and Urban Planning"."""
        portfolio, known = self.lex.portfolio, 0
        for j in range(k + 1, min(len(words), k + 7)):
            if not words[j].capital:
                break
            if words[j].key in self.heads:
                return known > 0 and known >= j - k - 2 and words[k - 1].key not in self.heads
            known += words[j].key in portfolio
        return known >= 2


def _has_full_stop(words: Sequence[Word], k: int) -> bool:
    """Whether a full stop touches word `k`."""
    if k + 1 >= len(words) or words[k + 1].text != ".":
        return False
    return words[k + 1].start == words[k].end + (2 if words[k].possessive else 0)


def _may_be_abbreviated(word: Word) -> bool:
    """Whether a full stop after a word can be an initial's or an abbreviation's."""
    return word.capital and (len(word.text) == 1 or word.key in ABBREVIATIONS)
