"""Which words and names of a corpus come together in one sentence more often than chance would have it.

Everything is counted once and looked up by rare words, so the time is linear in the length of the texts.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TypeAlias

from search.analysis.doc import Doc
from search.analysis.lexicon import ENGLISH
from search.analysis.lexicon.event_triggers import trigger_class
from search.analysis.lexicon.gazetteer import gazetteer
from search.model import Entity
from search.text import analyzer
from search.text.folding import fold

MAX_TERMS = 600  # words and names that are paired; the most telling of the corpus
MAX_REACH = 8  # telling words between the two of a pair
MAX_SPREAD = 8  # documents; more do not make a matter more of one
SHARED_THRESHOLD = 0.6  # of its mentions that have a word of a name


Named: TypeAlias = tuple[str, str]
"""A topic's name and its query."""


@dataclass(slots=True)
class Term:
    """A word by its stem, or a name by its entity: where it stands, and how it is written."""

    key: str
    name: bool = False
    count: int = 0  # sentences
    docs: set[int] = field(default_factory=set)
    forms: Counter[str] = field(default_factory=Counter)
    heads: Counter[str] = field(default_factory=Counter)
    """How it is written where it ends a noun phrase: “the diplomatic immunity of”."""

    @property
    def form(self) -> str:
        """How it is written most often, as a noun where it is one; of those, the shortest."""
        nouns = sum(self.heads.values()) * 4 >= sum(self.forms.values())
        forms = self.heads if nouns else self.forms
        return min(forms, key=lambda form: (-forms[form], len(form), form))

    @property
    def noun(self) -> bool:
        """Whether it is a name, or was seen to end a noun phrase, or ends as nouns alone do."""
        return self.name or bool(self.heads) or self.form.endswith(_NOUNS)

    def ends(self, phrase: str) -> bool:
        """Whether it is a noun as it stands at the end of a phrase."""
        last = phrase.lower().split()[-1:]
        return any(word in self.heads or word.endswith((*_NOUNS, "ing")) for word in last)

    @property
    def telling(self) -> bool:
        """Whether it may stand for a matter: a name, a noun, or a word for a happening."""
        return self.noun or trigger_class(self.form) not in ("", "say")


@dataclass(slots=True)
class Pair:
    """Two terms of one sentence: in how many, in which documents, how often one follows the other at once."""

    count: int = 0
    docs: set[int] = field(default_factory=set)
    beside: Counter[str] = field(default_factory=Counter)
    weight: float = 0.0


@cache
def _general() -> frozenset[str]:
    """Stems of words that name no matter."""
    general = {fold(word) for word in ENGLISH.entries("general", "general")}
    general.update(fold(word) for form in gazetteer().demonyms for word in form.split())
    titles = {fold(title[0]).rstrip(".") for title in gazetteer().titles if len(title) == 1}
    general |= titles - {fold(word) for word in ENGLISH.entries("roles", "people")}
    return frozenset(map(analyzer.stem, general))


_OPENING = ENGLISH.words("topics", "openings")
_NOUNS = ENGLISH.entries("topics", "endings of nouns")
_VERBAL = ("ed", "ing")  # “the charges dropped”, “a man driving”: seldom nouns
_BREAK = re.compile(r"[^\s’'‘“”\"-]")


@cache
def _function_words() -> frozenset[str]:
    return frozenset(word.lower() for word in ENGLISH.entries("words", "function words")) - {"former", "new", "old"}


@cache
def _roles() -> frozenset[str]:
    """Stems of what people are."""
    return frozenset(analyzer.stem(word) for word in ENGLISH.entries("roles", "people"))


def _name_words(form: str) -> list[str]:
    """The words of a name, without a possessive."""
    return [word for word in re.split(r"\s+", re.sub(r"[’']s?(?=\s|$)", "", form)) if word.strip(".,")]


def capital(words: str) -> str:
    """Words with a large first letter."""
    return words[:1].upper() + words[1:]


_Token = tuple[int, int, str]
"""A word of the folded text: start, end, the word."""

_Placed = tuple[int, str, str]
"""A term in a sentence: the number of its word in the document, its key, as written."""


def _follows(text: str, tokens: Sequence[_Token], at: int) -> bool:
    """Whether nothing but space, quotation marks or a hyphen stands between a word and the one before it."""
    return at > 0 and _BREAK.search(text, tokens[at - 1][1], tokens[at][0]) is None


def _after_of(text: str, tokens: Sequence[_Token], at: int) -> bool:
    """Whether the word before is “of”, which goes with the one before that."""
    return at > 1 and tokens[at - 1][2] == "of" and _follows(text, tokens, at - 1)


class _Row:
    """The telling words and names of one sentence as they are read, and what was seen to end a noun phrase there."""

    def __init__(self) -> None:
        self.terms: list[_Placed] = []
        self.heads: list[tuple[str, str]] = []
        """(term, as written)."""
        self._phrase: str | None = None  # the last telling word of the noun phrase so far; None outside of one

    def add_name(self, place: int, entity: str, written: str) -> None:
        """A name; of one in several words, the first is taken."""
        if not self.terms or self.terms[-1][1] != entity:
            self.terms.append((place, entity, written))

    def add_word(self, place: int, word: str, written: str, *, hyphened: bool) -> None:
        """Any other word: it opens, goes on with or ends a noun phrase, and is kept where it tells something."""
        bare, stem, general = analyzer.bare(word), analyzer.TERMS[word], _general()
        if bare in _OPENING:
            self.close()
            self._phrase = ""
        elif not stem or bare in _function_words() or (self._phrase and stem in general):
            self.close()  # “the immunity held by”, “the charges came”
        elif self._phrase is not None:
            self._phrase = stem
        is_tail = hyphened and bare == "elect"  # “President-elect”
        if len(stem) > 2 and stem not in general and not is_tail and not any(char.isdigit() for char in bare):
            self.terms.append((place, stem, written))

    def close(self) -> None:
        """A noun phrase ends, where there is one: its last word, where it is a telling one, is a noun."""
        last, self._phrase = self._phrase, None
        if last and self.terms and self.terms[-1][1] == last and not self.terms[-1][2].endswith(_VERBAL):
            self.heads.append((last, self.terms[-1][2]))


class Corpus:
    """The telling words and names of every sentence, in the order of the documents' ids."""

    def __init__(self, docs: Mapping[str, Doc], entities: Sequence[Entity]) -> None:
        self.docs = [docs[doc] for doc in sorted(docs)]
        self.terms: dict[str, Term] = {}
        self.sentences: list[tuple[int, list[_Placed]]] = []
        """(document, its terms)."""
        self.beside: dict[tuple[int, int], str] = {}
        """(document, place) of a word → what stands between it and the word before: "" or "of"."""
        kinds = {entity.id: entity.type for entity in entities}
        seen: set[tuple[str, ...]] = set()
        for number, doc in enumerate(self.docs):
            self._read(number, doc, kinds, seen)
        self.total = max(1, len(self.sentences))

    def _read(self, number: int, doc: Doc, kinds: Mapping[str, str], seen: set[tuple[str, ...]]) -> None:
        """Read the sentences of a document; `kinds` are the known entities' types."""
        text = doc.text
        tokens = [(match.start(), match.end(), match.group()) for match in analyzer.spans(fold(text))]
        named = [mention for mention in doc.mentions if mention.entity in kinds]
        named.sort(key=lambda mention: (mention.start, -mention.end))
        at, name = 0, 0
        for sentence in doc.sentences:
            row = _Row()
            whole: list[str] = []
            while at < len(tokens) and tokens[at][0] < sentence.end:
                start, end, word = tokens[at]
                whole.append(word)
                if _follows(text, tokens, at):
                    self.beside[number, at] = "of" if _after_of(text, tokens, at) else ""
                else:
                    row.close()
                while name < len(named) and named[name].end <= start:
                    name += 1
                if name < len(named) and named[name].start <= start:
                    row.close()  # “the ferry Marigold sank”: the phrase ends here, what follows is no part of it
                    if kinds[named[name].entity] != "place":
                        row.add_name(at, named[name].entity, named[name].text)
                else:
                    row.add_word(at, word, text[start:end], hyphened=text[start - 1 : start] == "-")
                at += 1
            row.close()
            told = tuple(whole)
            if len(row.terms) > 1 and told not in seen:
                seen.add(told)
                self._count(number, row)

    def _count(self, number: int, row: _Row) -> None:
        """Count a sentence's terms, each once."""
        self.sentences.append((number, row.terms))
        for key, form in {key: form for _, key, form in row.terms}.items():
            term = self.terms.get(key)
            if term is None:
                term = self.terms[key] = Term(key, ":" in key)
            term.count += 1
            term.docs.add(number)
            term.forms[form if term.name else form.lower()] += 1
        for key, form in row.heads:
            if key in self.terms:
                self.terms[key].heads[form.lower()] += 1

    def _joined(self, number: int, place: int, other: int, form: str, other_form: str) -> str:
        """Two terms as one phrase, where they are: “contact reports”, “commission of inquiry”; else ""."""
        words = len(form.split())
        between = self.beside.get((number, other))
        if other - place == words and between == "":
            return f"{form} {other_form}"
        return f"{form} of {other_form}" if other - place == words + 1 and between == "of" else ""

    def idf(self, key: str) -> float:
        """How rare a term is among sentences."""
        return math.log(1 + self.total / self.terms[key].count)

    def _telling(self) -> frozenset[str]:
        """The terms worth pairing: in two documents, not everywhere."""
        shared = [term for term in self.terms.values() if len(term.docs) > 1]
        shared.sort(key=lambda term: (-math.log(1 + len(term.docs)) * self.idf(term.key), term.key))
        return frozenset(term.key for term in shared[:MAX_TERMS])

    def pairs(self) -> dict[tuple[str, str], Pair]:
        """Pairs of telling terms that two documents have, with their weights."""
        telling = self._telling()
        found: dict[tuple[str, str], Pair] = {}
        for number, row in self.sentences:
            kept = [each for each in row if each[1] in telling]
            once: set[tuple[str, str]] = set()
            for i, (place, one, form) in enumerate(kept):
                for other_place, other, other_form in kept[i + 1 : i + 1 + MAX_REACH]:
                    if one == other or (":" in one and ":" in other):
                        continue
                    key = (one, other) if one < other else (other, one)
                    pair = found.get(key)
                    if pair is None:
                        pair = found[key] = Pair()
                    if joined := self._joined(number, place, other_place, form, other_form):
                        pair.beside[joined] += 1
                    if key not in once:
                        once.add(key)
                        pair.count += 1
                        pair.docs.add(number)
        kept_pairs = {key: pair for key, pair in found.items() if len(pair.docs) > 1}
        for key, pair in kept_pairs.items():
            pair.weight = self._weight(key, pair)
        return kept_pairs

    def is_role(self, key: str) -> bool:
        """Whether a term says what somebody is: minister, chairman."""
        return key in _roles()

    def heading(self, key: str) -> float:
        """How well a term heads a topic: a noun or a name best, then a happening, then any other word."""
        term = self.terms[key]
        return 1.0 if term.noun else 0.6 if term.telling else 0.4

    def written(self, key: str) -> str:
        """How a term is written where it stands alone."""
        term = self.terms[key]
        return self._short(term) if term.name else term.form

    def _short(self, term: Term) -> str:
        """A name as most of its mentions have it: the one word that they share, else the commonest of them."""
        words: Counter[str] = Counter()
        for form, count in term.forms.items():
            words.update(dict.fromkeys(_name_words(form), count))
        mentions = sum(term.forms.values())
        shared = [word for word, count in words.items() if count >= SHARED_THRESHOLD * mentions and word[:1].isupper()]
        if shared and term.key.startswith("person:"):
            last = _name_words(term.form)
            return max(shared, key=lambda word: (words[word], last.index(word) if word in last else -1))
        return " ".join(_name_words(term.form))

    def _asked(self, key: str) -> str:
        """A term as a query has it."""
        words = analyzer.words_of_query(self.written(key))
        return self.written(key) if len(words) == 1 and self.written(key).isalnum() else f'"{" ".join(words)}"'

    def words_for(
        self, hub: str, partners: Sequence[str], pairs: Mapping[tuple[str, str], Pair]
    ) -> tuple[Named, Named]:
        """A topic's name and query, and a wider one of its first word alone."""
        best = partners[0]
        pair = pairs[(hub, best) if hub < best else (best, hub)]
        phrase = min(pair.beside, key=lambda form: (-pair.beside[form], form), default="")
        ends = self.terms[hub] if phrase.lower().endswith(self.terms[hub].form.lower()) else self.terms[best]
        if sum(pair.beside.values()) * 2 < pair.count or ends.name or not ends.ends(phrase):
            phrase = ""  # “interviewed García” is no name of a topic, “García papers” is
        if len(partners) > 1:
            query = f"{self._asked(hub)} ({' OR '.join(self._asked(key) for key in partners)})"
        elif phrase:
            query = f'"{" ".join(analyzer.words_of_query(phrase))}"'
        else:
            query = f"{self._asked(hub)} {self._asked(best)}"
        others = [self.written(key) for key in partners[: 2 - bool(phrase)] if not phrase or key != best]
        if phrase and partners[1:] and phrase.lower().startswith(self.terms[hub].form.split()[0].lower()):
            others = [self.written(partners[1])]
        elif phrase:
            others = []
        lead = phrase or self.written(hub)
        if not phrase and self.heading(hub) < 1 <= self.heading(best):  # “Ferry: sank”, and not the other way
            lead, others = self.written(best), [self.written(key) for key in (hub, *partners[1:2])]
        words = " and ".join(others)
        name = f"{lead} and {words}" if phrase and words else f"{lead}: {words}" if words else lead
        wide = (capital(self.written(hub)), self._asked(hub))
        return (capital(name), query), wide if self.heading(hub) == 1 else (capital(name), query)

    def _weight(self, key: tuple[str, str], pair: Pair) -> float:
        one, other = (self.terms[each] for each in key)
        strength = log_likelihood(pair.count, one.count, other.count, self.total)
        if strength <= 0:
            return 0.0
        beside = sum(pair.beside.values())
        roles = (self.is_role(one.key), self.is_role(other.key))
        if any(roles) and (all(roles) or one.name or other.name or beside * 2 < pair.count):
            return 0.0  # “President García” says who somebody is; “safety officer” may be a matter
        if (one.name or other.name) and len(pair.docs) < 3 and not beside:
            word = other if one.name else one
            if trigger_class(word.form) in ("", "say"):
                return 0.0  # a name and any word, once in two sources: chance
        weight = math.sqrt(strength) * spread(len(pair.docs)) * math.log(1 + self.total / pair.count)
        weight *= 1 - 1 / pair.count  # twice may be chance
        for term in (one, other):
            if not term.telling and beside * 2 < pair.count:
                weight *= 0.5  # no noun, as far as can be seen; “listening devices” needs none before another
        if beside * 2 >= pair.count:
            weight *= 1.3  # said as one phrase
        if one.name or other.name:
            weight *= 0.8
        if any(trigger_class(term.form) not in ("", "say") for term in (one, other) if not term.name):
            weight *= 1.1
        return weight


def spread(docs: int) -> float:
    """What it counts to be found in several documents: the second and third say most."""
    return float(min(docs, MAX_SPREAD) ** 0.75)


def log_likelihood(both: int, one: int, other: int, total: int) -> float:
    """How much more often two things come together than chance would have it (Dunning 1993, G²); 0 where less often."""
    if both * total <= one * other:
        return 0.0
    cells = ((both, one, other), (one - both, one, total - other), (other - both, total - one, other),
             (total - one - other + both, total - one, total - other))  # fmt: skip
    return 2 * sum(n * math.log(n * total / (row * column)) for n, row, column in cells if n > 0 and row and column)
