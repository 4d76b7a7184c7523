"""The types of names: by rules, by the words around them, and by a language model's spans."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from search.analysis.lexicon import words
from search.analysis.lexicon.gazetteer import Gazetteer
from search.analysis.names.company_cues import CompanyCues
from search.analysis.names.mention import RawMention
from search.analysis.names.prefixes import Piece
from search.analysis.names.type_cues import TypeCues
from search.analysis.names.words import Word
from search.model import EntityType
from search.text.folding import fold

_LABELS: Mapping[str, EntityType | None] = {
    "PERSON": "person", "ORG": "organization", "GPE": "place", "LOC": "place", "FAC": "place", "LAW": "law",
    "NORP": None,
    "EVENT": None, "WORK_OF_ART": None, "PRODUCT": None, "LANGUAGE": None,
}  # fmt: skip
# Titles that, in small letters, are mostly other words.
_COMMON_TITLES = words("general private major count chair counsel principal chief baron")
_GENERATION = words("younger elder second third fourth")
_HIJO = words("hijo padre fils père filho neto")  # "Óscar Peña hijo" is the son
# Streets and quays of German and Dutch, written as one word: "Prinsengracht".
_STREETS = ("strasse", "straße", "straat", "gracht", "kade", "plein", "gasse", "platz", "allee")
_MAX_LEN_STREET_WORD = 7  # letters that are no street's yet: "Kade", "Strasse"
_MAX_LEN_ACRONYM = 5  # letters; a longer word in capitals before a dash is a town
_MAX_LEN_PERSON = 5  # words
_DATELINE = frozenset({"-", "–", "—", ",", "("})

TypeAndRule = tuple[EntityType, str]


class ModelSpans:
    """A language model's named spans of one paragraph; nothing without a model."""

    def __init__(self, named: Sequence[tuple[int, int, str]]) -> None:
        # In order and apart, as a model's entities are (spaCy's `Doc.ents` never overlap): so they can be bisected.
        self._spans = [(a, b, _LABELS[label]) for a, b, label in named if label in _LABELS]
        self._ends = [b for _, b, _ in self._spans]
        self._peoples = {(a, b) for a, b, label in named if label == "NORP"}

    def within(self, start: int, end: int) -> list[tuple[int, int, EntityType | None]]:
        """The spans that share characters with `start`–`end`; found by bisection, for long paragraphs."""
        first = last = bisect_right(self._ends, start)
        while last < len(self._spans) and self._spans[last][0] < end:
            last += 1
        return self._spans[first:last]

    def type_of(self, start: int, end: int) -> EntityType | None:
        """The type of the span that covers most of `start`–`end`, if it covers more than half."""
        best: tuple[int, EntityType | None] = (0, None)
        for a, b, kind in self.within(start, end):
            shared = min(b, end) - max(a, start)
            if shared > best[0]:
                best = shared, kind
        return best[1] if best[0] * 2 > end - start else None

    def is_people(self, start: int, end: int) -> bool:
        """Whether the model takes exactly these characters for a people's or party's name."""
        return (start, end) in self._peoples


class NameTyper:
    """Types the names of one paragraph; `small` are the words that the text has in small letters too.

    `opens` is False for a later piece of a long paragraph.
    """

    def __init__(
        self,
        text: str,
        words: Sequence[Word],
        small: set[str],
        spans: ModelSpans,
        lex: Gazetteer,
        *,
        opens: bool = True,
    ) -> None:
        self.opens = opens
        self.text, self.words, self.small, self.spans, self.lex = text, words, small, spans, lex
        self.cues, self.company = TypeCues(words, lex), CompanyCues(words, lex)

    def mentions(self, p: Piece) -> list[RawMention]:
        """The mentions of a piece: two of "US-Canada", else one."""
        return self.pair(p) if p.rule == "pair" else [self.typed(p)]

    def pair(self, p: Piece) -> list[RawMention]:
        """The two places of "US-Canada", the one of "US-backed"."""
        word = self.words[p.first]
        out = []
        at = word.start
        for part in word.text.split("-"):
            if fold(part).replace(".", "") in self.lex.countries:
                out.append(RawMention(start=at, end=at + len(part), text=part, type="place", rule="gazetteer"))
            elif at > word.start and at == word.start + 2:  # "D-Dundalk": of that seat
                seat, extra = word.text[2:], {"inside": "1"}
                out.append(RawMention(start=at, end=word.end, text=seat, type="place", rule="context", extra=extra))
                break
            at += len(part) + 1
        return out

    def typed(self, p: Piece) -> RawMention:
        """The piece as a mention, typed by the model and the words beside it where the rules left it open."""
        start, end = self.words[p.first].start, self.words[p.last - 1].end
        if p.type == "person" and (stop := self.generation(p.last)):
            end = stop
        surface = self.text[start:end]
        extra = self._extra(p)
        kind, rule = self._type(p, surface, extra)
        return RawMention(start=start, end=end, text=surface, type=kind, rule=rule, extra=extra)

    def _extra(self, p: Piece) -> dict[str, str]:
        """What is known of a mention beside its type; see `RawMention`."""
        first, last, single = self.words[p.first], self.words[p.last - 1], p.last - p.first == 1
        after = self.words[p.last] if p.last < len(self.words) else None
        extra = dict(p.extra)
        extra["initial" if first.initial and single else "inside"] = "1"
        if single and first.key in self.small:
            extra["common"] = "1"
        if after is not None and not last.possessive and after.key in self.lex.saying and not after.capital:
            extra["speaks"] = "1"
        if owner := self.owner(p):
            extra.setdefault("owner", owner)
        return extra

    def _type(self, p: Piece, surface: str, extra: dict[str, str]) -> TypeAndRule:
        """The type of a piece and the rule that has it; what the words beside a weak one say is added to `extra`."""
        first, last = self.words[p.first], self.words[p.last - 1]
        if self._dateline(p, surface):
            return "place", "head"
        if p.rule == "weak":
            return self._weak(p, extra)
        if p.rule == "acronym" and self.spans.type_of(first.start, last.end) == "law":
            return "law", p.rule
        # "His wife, Oriel Moss,"; "His widow, Florence, sold the house".
        surname = p.type == "place" and p.rule == "head" and last.key in self.lex.place_surnames and last is not first
        homonym = p.rule == "gazetteer" and first.key in self.lex.homonyms
        if (surname or homonym) and self.cues.person(p.first, p.last):
            return "person", "context"
        return p.type, p.rule

    def _dateline(self, p: Piece, surface: str) -> bool:
        """Whether a name in capitals opens the paragraph and a dash, comma or bracket follows: "LIMA —"."""
        if (
            p.first
            or not self.opens
            or p.last >= len(self.words)
            or self.words[p.last].text not in _DATELINE
            or not surface.isupper()
        ):
            return False
        return p.rule == "weak" or (p.rule == "acronym" and len(surface) > _MAX_LEN_ACRONYM)

    def _weak(self, p: Piece, extra: dict[str, str]) -> TypeAndRule:
        """Type and rule of a weak piece; its title, firm and article go into `extra`."""
        before = self.words[p.first - 1] if p.first else None
        kind, rule = self.weak_type(p, extra)
        if rule == "title" and before is not None:
            extra.setdefault("title", before.text)
        if self.company.firm(p.first, p.last):
            extra["firm"] = "1"
        if before is not None and before.key == "the" and p.last - p.first == 1:
            extra["article"] = "1"
        return kind, rule

    def generation(self, k: int) -> int:
        """Where "the younger" or "the Third" after a person's name ends; 0 without it."""
        words = self.words
        if k < len(words) and words[k].text in _HIJO and not words[k - 1].possessive:
            return words[k].end
        told = k + 1 < len(words) and words[k].key == "the" and words[k + 1].key in _GENERATION
        return words[k + 1].end if told and not words[k - 1].possessive else 0

    # ---- names that no rule of their own knows ----

    def weak_type(self, p: Piece, extra: Mapping[str, str]) -> TypeAndRule:
        """Type and rule of a name that no rule of its own knows: by the words beside it, the model, its first name."""
        if found := self._by_lead(p) or self._by_last_word(p) or self._by_noun(p):
            return found
        told = self.spans.type_of(self.words[p.first].start, self.words[p.last - 1].end)
        return (
            self._by_first_name(p, told)
            or self._by_place(p, told)
            or self._by_model(p, told)
            or self._by_preposition(p)
            or ("person" if "speaks" in extra and "common" not in extra else p.type, "weak")
        )

    def _small_before(self, p: Piece) -> str:
        """The word before the name, where it is written small; else nothing."""
        before = self.words[p.first - 1] if p.first else None
        return before.key if before is not None and not before.capital else ""

    def _given(self, p: Piece) -> bool:
        """Whether several words begin with a first name."""
        return p.last - p.first > 1 and self.words[p.first].key in self.lex.given

    def _by_lead(self, p: Piece) -> TypeAndRule | None:
        """A title or "the city of" before it; an age, role or relation beside it."""
        title = self._small_before(p)
        if (title,) in self.lex.titles and title not in _COMMON_TITLES and p.last - p.first <= 4:
            return "person", "title"
        if self.place_called(p.first):
            return "place", "head"
        return ("person", "context") if self.cues.person(p.first, p.last) else None

    def _by_last_word(self, p: Piece) -> TypeAndRule | None:
        """A shire, a street, and a body named for a place: "Healthwatch Norfolk"."""
        first, last, single = self.words[p.first], self.words[p.last - 1], p.last - p.first == 1
        shire = last.key.endswith("shire")
        if single:
            street = last.key.endswith(_STREETS) and len(last.key) > _MAX_LEN_STREET_WORD
            return ("place", "context") if street or (shire and last.key != "shire") else None
        placed = shire or ((last.key,) in self.lex.places and last.key not in self.lex.homonyms)
        if placed and not self._given(p) and self.spans.type_of(first.start, last.end) == "person":
            return "organization", "context"
        return None

    def _by_noun(self, p: Piece) -> TypeAndRule | None:
        """The noun before or after it; people are no firms: "the developer Victor Halloran Sr."."""
        kind = self.cues.kind(p.first, p.last)
        named = p.last - p.first > 1 and (self._given(p) or self.words[p.last - 1].key in self.lex.suffixes)
        return (kind, "context") if kind and not (named and kind == "organization") else None

    def _by_first_name(self, p: Piece, told: EntityType | None) -> TypeAndRule | None:
        """A known first name, unless the model sees a place that the words beside it allow."""
        size = p.last - p.first
        if not self._given(p) or size > _MAX_LEN_PERSON:
            return None
        person = told != "place" or (size == 2 and not self.cues.place(p.first, p.last))
        return ("person", "lexicon") if person else None

    def _by_place(self, p: Piece, told: EntityType | None) -> TypeAndRule | None:
        """An address, or words that say where something is or goes."""
        size = p.last - p.first
        given = self._given(p) and size <= _MAX_LEN_PERSON
        seated = not given and self.cues.address(p.first, p.last)
        if seated or ((size == 1 or told != "organization") and self.cues.place(p.first, p.last)):
            return "place", "context"
        return None

    def _by_model(self, p: Piece, told: EntityType | None) -> TypeAndRule | None:
        """The model's type `told`; "at X", "from X" where it sees no person."""
        single = p.last - p.first == 1
        if single and told == "person" and self._small_before(p) == "the":
            told = None  # "the Courier": people bear no article
        if told in (None, "organization", "place") and self.cues.at(p.first, p.last):
            return "place", "where"
        if told is not None:
            return told, "model"
        first, last = self.words[p.first], self.words[p.last - 1]
        party = single and first.key.endswith("s") and self.spans.is_people(first.start, last.end)
        return ("organization", "model") if party else None

    def _by_preposition(self, p: Piece) -> TypeAndRule | None:
        """ "In X", "near X", "according to X"."""
        before = self._small_before(p)
        if before in ("in", "at", "near", "from", "outside") and p.last - p.first < 4 and not self.cues.held(p.first):
            return "place", "weak"
        if before == "to" and p.first > 1 and self.words[p.first - 2].key == "according":
            return p.type, "context"
        return None

    def place_called(self, first: int) -> bool:
        """Whether "the city of", "the village of" leads up to it."""
        words = self.words
        return (
            first >= 2
            and words[first - 1].key == "of"
            and words[first - 2].key in self.lex.places_of
            and not words[first - 2].capital
        )

    def owner(self, p: Piece) -> str:
        """The country in whose possessive it stands ("Spain's Ministry of …"), or whose adjective it bears."""
        if p.type not in ("organization", "law") or p.rule == "weak":
            return ""
        return self._possessor(p) or self._adjective(p)

    def _possessor(self, p: Piece) -> str:
        """The country before the name in the possessive, or ""."""
        for size in (1, 2):
            if p.first >= size and self.words[p.first - 1].possessive:
                key = " ".join(w.key for w in self.words[p.first - size : p.first])
                if key in self.lex.countries:
                    return self.lex.countries[key]
        return ""

    def _adjective(self, p: Piece) -> str:
        """The country whose name or adjective opens a longer name, or ""."""
        for size in (2, 1):
            key = " ".join(w.key for w in self.words[p.first : p.first + size])
            if size < p.last - p.first and (key in self.lex.demonyms or key in self.lex.countries):
                return self.lex.demonyms.get(key) or self.lex.countries[key]
        return ""
