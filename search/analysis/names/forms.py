"""Name forms: what is left of a surface once case, accents, quotes, nicknames and small differences are folded away."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from search.analysis.lexicon import ENGLISH, words
from search.analysis.lexicon.gazetteer import gazetteer
from search.model import ENTITY_TYPES, EntityType
from search.text.folding import fold

# How much a mention's rule says about the type of what it names. Measured on the development stories.
WEIGHTS = {
    "corpus.yaml": 50.0, "definition": 3.0, "head": 4.0, "title": 3.0, "nickname": 3.0, "gazetteer": 3.0,
    "lexicon": 2.0, "context": 1.3, "model": 1.0, "where": 0.7, "acronym": 0.5, "weak": 0.0, "tail": 0.0,
    "echo": 0.0,
}  # fmt: skip
# A single word typed by the model alone is right less often than several; several words in capitals within a
# sentence are a name even where the model sees none.
SINGLE_MODEL = 0.6
SEVERAL_WEAK = 0.6
STRONG = frozenset({"definition", "head", "title", "nickname", "gazetteer", "lexicon", "corpus.yaml"})

QUOTED = re.compile(r"[“\"‘'«][^”\"’'»]{1,40}[”\"’'»]")
_INVERTED = re.compile(r"([^\W\d_]{4,}), ([^\W\d_]+(?: [^\W\d_]+)?)")  # LÓPEZ, Ana
_JUNK = re.compile(r"[^\w]+")
_SPELLINGS = ENGLISH.forms("names", "spellings")
_GENERATIONS = {"second": "ii", "third": "iii", "fourth": "iv"}
_TURNING = ENGLISH.words("names", "heads that turn round")
_SYNONYMS = {
    "affairs": "",
    "us": "",
    "relations": "",
    "external": "foreign",
    "of": "",
    "for": "",
    "on": "",
    "and": "",
    "the": "",
    "national": "national",
}


# Last words of firms' names that are left out: "Merrow" for "Merrow Group".
CONCERNS = words("group holdings")


@lru_cache(maxsize=1 << 16)  # one name is read at every mention
def norm(surface: str) -> str:
    """The folded words of a name: no accents, case, quotes, nicknames or full stops; one spelling of British words."""
    if "," in surface and (turn := _INVERTED.fullmatch(surface)) and turn[1].isupper():
        surface = f"{turn[2]} {turn[1]}"
    plain = QUOTED.sub(" ", surface) if any(q in surface for q in '“"‘«') else surface
    folded = fold(plain if plain.strip() else surface).replace(".", "").replace("&", " and ")
    folded = folded.replace("'s ", " ").replace("'", "").replace("co-op", "coop").replace("co-ord", "coord")
    words = [_SPELLINGS.get(w, w) for w in _JUNK.sub(" ", folded).split()]
    if len(words) > 2 and words[-2] == "of" and len(words[-1]) == 4 and words[-1].isdigit():
        del words[-2]  # "the Fair Trading Act of 1973"
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    if len(words) > 3 and words[-2] == "the" and words[-1] in _GENERATIONS:
        words[-2:] = [_GENERATIONS[words[-1]]]
    if len(words) > 3 and words[-2] == "the" and words[-1] in ("younger", "elder"):
        del words[-2]
    return " ".join(words)


def without_country(key: str) -> tuple[str, str]:
    """A body's key without the country or nationality in front, and that country ("" without one)."""
    lex = gazetteer()
    words = key.split()
    for size in (2, 1):
        lead = " ".join(words[:size])
        country = lex.demonyms.get(lead) or lex.countries.get(lead)
        if country and len(words) > size and words[size] not in ("and", "of"):
            return " ".join(words[size:]), country
    return key, ""


LEGAL = ENGLISH.words("names", "legal forms")


def only_legal(words: Sequence[str]) -> bool:
    """Whether words are no more than a firm's legal form: "Ltd", "& Co", "and Company", "Holdings plc"."""
    form = words[1:] if len(words) > 1 and words[0] == "and" else words
    return set(form) <= LEGAL | CONCERNS or (form is not words and set(form) <= LEGAL | {"company"})


def turned(core: str) -> str:
    """One key for "Ministry of Foreign Affairs" and "Foreign Ministry"; `core` where nothing can be turned."""
    words = core.split()
    while len(words) > 1 and words[-1] in LEGAL:
        words.pop()
    if len(words) > 2 and words[-2:] == ["and", "company"]:
        del words[-2:]
    if len(words) > 1 and words[-1] == "and":
        words.pop()
    core = " ".join(words)
    heads = [w for w in words if w in _TURNING]
    if not heads or len(words) < 2:
        return core
    head = heads[0] if words[0] == heads[0] else heads[-1]
    rest = sorted({_SYNONYMS.get(w, w) for w in words if w != head} - {""})
    return f"{head}: {' '.join(rest)}" if rest else core


_AFTER_PERSON: tuple[EntityType, ...] = tuple(kind for kind in ENTITY_TYPES if kind != "person")


@dataclass(kw_only=True)
class Form:
    """All mentions that share one key (and one document, for a single word that may be a surname)."""

    key: str
    words: tuple[str, ...]
    doc: str = ""  # "" where the form is the whole corpus's
    owner: str = ""
    sense: str = ""  # "person" or "place" where the corpus has both under one word: Lord Selby, the town of Selby
    surfaces: Counter[str] = field(default_factory=Counter)
    votes: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    rules: Counter[str] = field(default_factory=Counter)
    docs: set[str] = field(default_factory=set)
    owners: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    nicknames: set[str] = field(default_factory=set)
    titles: Counter[str] = field(default_factory=Counter)
    defines: set[tuple[str, str]] = field(default_factory=set)  # (document, key of the other form)
    mentions: list[tuple[str, int, int, str]] = field(default_factory=list)
    only_initial: bool = True
    common: bool = False
    speaks: bool = False
    firm: int = 0  # places where the words around are said of firms only
    article: bool = False  # "the X"
    titled: Counter[str] = field(default_factory=Counter)  # the name with its title, as written

    @property
    def strong(self) -> bool:
        """Whether a rule, not only the model, vouches for it."""
        return any(rule in STRONG for rule in self.rules)

    @property
    def strong_other(self) -> bool:
        """Whether a rule vouches for something that is no person."""
        if self.votes["person"] >= max(self.votes["organization"], self.votes["law"], self.votes["place"]) > 0:
            return False
        return bool({"head", "definition"} & set(self.rules)) and self.type != "person"

    @property
    def strong_place(self) -> bool:
        """Whether the gazetteer knows it."""
        return "gazetteer" in self.rules

    @property
    def strength(self) -> float:
        """The sum of its votes."""
        return sum(self.votes.values())

    @property
    def type(self) -> EntityType:
        """The type most voted for; ties go to the more specific rule order of `ENTITY_TYPES`."""
        return majority(self.votes)


def majority(votes: Mapping[str, float]) -> EntityType:
    """The type with most weight; person, organization, place, law in this order where equal."""
    best: EntityType = "person"
    most = votes.get("person", 0.0)
    for kind in _AFTER_PERSON:
        if kind in votes and votes[kind] > most:
            best, most = kind, votes[kind]
    return best


@dataclass(frozen=True, slots=True)
class Unsure:
    """A name that was joined with nobody: in words, and the form numbers of those it may mean."""

    text: str
    forms: tuple[int, ...]


def best_surface(forms: Iterable[Form]) -> str:
    """The surface used most often; the longer, then the first in the alphabet, where equal."""
    counts: Counter[str] = Counter()
    for form in forms:
        counts.update(form.surfaces)
    return max(counts, key=lambda s: (counts[s], len(s), s)) if counts else ""
