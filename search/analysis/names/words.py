"""The words of a paragraph: what each is written like, and whether its capital letter says anything."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from search.analysis.dates import vocabulary as dw
from search.analysis.lexicon import ENGLISH
from search.text.folding import fold

# Letters with full stops between (U.S.), a word with hyphens, apostrophes or an ampersand, digits, or a sign. What is
# read is never given back (possessive): else each letter of an endless word would take a hundred bytes meanwhile.
_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}+|[^\W\d_](?:[^\W_]|[-‐&](?=[^\W_])|['’´](?=[^\W\d_])|(?<=s)['’](?=\s[^\W\d_]))*+"
    r"|[0-9]+(?:[.,:/-][0-9]+)*+[^\W_]*+|\S"
)
_POSSESSIVE = re.compile(r"(?:['’´]s|(?<=s)['’´])\Z", re.IGNORECASE)
_STOPS = frozenset('.!?"“”‘:;()[]—–•…*|')
# Abbreviations whose full stop ends no sentence and no name.
ABBREVIATIONS = ENGLISH.words("names", "abbreviations")
_SMALL_WORDS = ENGLISH.words("names", "words in capitals")
_PARTICIPLES = ENGLISH.words("names", "after a hyphen")
_ARTICLES = ENGLISH.words("names", "articles before a hyphen")
OPENING, CLOSING = frozenset("“‘\"'«"), frozenset("”’\"'»")


@dataclass(frozen=True, slots=True, kw_only=True)
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
        key = fold(bare).replace(".", "") if bare[0].isalpha() else bare
        out.append(
            Word(
                start=at,
                end=at + len(bare),
                text=bare,
                key=key,
                possessive=bare != word,
                initial=_begins_sentence(text, out),
                shouted=shouted[n],
            )
        )
    return out


def _begins_sentence(text: str, words: Sequence[Word]) -> bool:
    """Whether a sentence may begin after the words so far."""
    if not words:
        return True
    previous = words[-1]
    if previous.text == "-":
        return previous.start > 0 and text[previous.start - 1].isspace()  # a dash
    if previous.text == "." and len(words) > 1 and _abbreviated(words[-2], previous):
        return False
    return previous.text in _STOPS or previous.text in OPENING


def _abbreviated(word: Word, stop: Word) -> bool:
    """Whether a full stop belongs to the word before it: an abbreviation's or an initial's."""
    return word.end == stop.start and (word.key in ABBREVIATIONS or (len(word.text) == 1 and word.capital))


def _parted(at: int, word: str) -> list[tuple[int, str]]:
    """A word, or the name and the participle of "London-based"."""
    head, dash, tail = word.rpartition("-")
    if not dash or tail not in _PARTICIPLES or not head[:1].isupper():
        return [(at, word)]
    return [(at, head), (at + len(head), dash + tail)]


def _shouted(words: Sequence[str]) -> list[bool]:
    """For each token, whether it lies in a run of at least three words in capitals, one of them long."""
    out = [False] * len(words)
    for run in _capital_runs(words):
        if _tells_nothing(words, run):
            for k in run:
                out[k] = True
    return out


def _capital_runs(words: Sequence[str]) -> Iterator[list[int]]:
    """The indexes of words in capitals that follow one another, be it with commas, dashes or full stops between."""
    run: list[int] = []
    for n, word in enumerate(words):
        if word[0].isalpha() and word.isupper():
            run.append(n)
        elif run and (word[0].isalpha() or word not in ",-–—'’&.:"):
            yield run
            run = []
    if run:
        yield run


def _tells_nothing(words: Sequence[str], run: Sequence[int]) -> bool:
    """Whether words in capitals are shouted: not "J. W. TRASK", and one is long or a small word ("THE", "OF")."""
    signed = len(run) < 5 and len(words[run[0]]) == 1 and words[run[0] + 1 : run[0] + 2] == ["."]
    if len(run) < 3 or signed:
        return False
    return any(len(words[k]) > 5 or words[k].lower() in _SMALL_WORDS for k in run)


def headline(words: Sequence[Word]) -> bool:
    """Whether a paragraph is set in title case or capitals, so that capitals tell no names."""
    real = [w for w in words if w.text[0].isalpha()]
    if real and len(real) < 8 and all(w.text.isupper() for w in real) and sum(len(w.text) for w in real) > 5:
        return words[-1].text not in (".", ",", ";", ":")
    if not 4 <= len(real) <= 30 or not real[0].capital or words[-1].text in (".", ",", ";"):
        return False
    return _title_case(real)


def _title_case(words: Sequence[Word]) -> bool:
    """Whether all long words but dates, or three quarters of them, are written large."""
    long = [w for w in words if len(w.text) > 3 and w.key not in dw.MONTHS and w.key not in dw.WEEKDAYS]
    capitals = sum(w.capital for w in long)
    if len(long) < 3:
        return False
    if capitals == len(long):
        return len(long) >= 5 or all(w.capital for w in words)
    return len(words) >= 5 and capitals >= 0.75 * len(long)
