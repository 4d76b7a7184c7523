"""A document as its quotations are looked at: what stands in quotation marks, who is named outside of them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from search.analysis.doc import Doc, Quoted
from search.analysis.quotations.cues import cues, titles_and_roles
from search.analysis.quotations.marks import quoted_in
from search.model import Mention, Span
from search.text.folding import fold

_FILLED = re.compile(r"\s*\S")
_MAX_NAMED_BEFORE, _MAX_NAMED_AFTER = 48, 80  # characters in which a role beside a name stands
_MAX_KNOWN, _MAX_NAMED = 40, 60  # people introduced by a role, and names, that are looked at before it


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: an entity's id, or None where the text does not name them."""

    entity: str | None = None


UNNAMED = Speaker()
"""Somebody speaks, and the text does not say who."""


class QuoteContext:
    """The quotation marks of a document, the names outside of them, and what they tell of people."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text = doc.text
        self.folded = fold(doc.text)
        self.quotes = quoted_in(doc)
        self._opens = [q.opens for q in self.quotes]
        self._blotted = _blotted(self.folded, self.quotes)
        within = (m for m in doc.mentions if 0 <= m.start < m.end <= len(doc.text))
        self.everyone = sorted(within, key=lambda m: (m.start, -m.end, m.entity))
        self._all_starts = [m.start for m in self.everyone]
        # Before each line the nearest one that is not empty, by number; -1 where there is none.
        self._filled = list(
            accumulate(
                (n if _FILLED.match(doc.text, line.start, line.end) else -1 for n, line in enumerate(doc.lines)),
                max,
                initial=-1,
            )
        )
        self.named = [m for m in self.everyone if self.quote_at(m.start) is None]
        self._starts = [m.start for m in self.named]
        self.ends = {m.end: m for m in reversed(self.named)}
        """Where a name outside quotation marks ends → the name."""
        self._roles: dict[str, list[tuple[int, str]]] | None = None
        self._genders: dict[str, str] | None = None

    # ---- places ------------------------------------------------------------------------------------------------

    def quote_at(self, at: int) -> Quoted | None:
        """The quoted words that a character stands in."""
        n = bisect_right(self._opens, at) - 1
        return self.quotes[n] if n >= 0 and at <= self.quotes[n].closes else None

    def filled_line_before(self, at: int) -> Span | None:
        """The line before the one that a character stands in, empty ones left out."""
        n = self._filled[max(0, self.doc.line_before(at))]
        return self.doc.lines[n] if n >= 0 else None

    def sentence(self, at: int) -> Span:
        """The sentence that a character stands in, or the one before it; before all of them, what is before it."""
        n = self.doc.sentence_before(at)
        return self.doc.sentences[n] if n >= 0 else Span(0, at)

    def masked(self, start: int, end: int) -> str:
        """The folded text of a stretch with everything in quotation marks blotted out; as long as the stretch."""
        return self._blotted[start:end]

    # ---- names -------------------------------------------------------------------------------------------------

    def names(self, start: int, end: int) -> list[Mention]:
        """Names outside quotation marks that begin in a stretch."""
        return self.named[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def name_before(self, at: int) -> Mention | None:
        """The last name outside quotation marks that begins before a character."""
        n = bisect_left(self._starts, at)
        return self.named[n - 1] if n else None

    def is_named_in(self, start: int, end: int) -> bool:
        """Whether a name outside quotation marks begins in a stretch."""
        return bisect_left(self._starts, end) > bisect_left(self._starts, start)

    def entities_in(self, span: Span) -> tuple[str, ...]:
        """Whom a stretch names, quoted or not, each once."""
        rows = self.everyone[bisect_left(self._all_starts, span.start) : bisect_left(self._all_starts, span.end)]
        return tuple(dict.fromkeys(m.entity for m in rows if m.end <= span.end))

    def is_within_a_name(self, one: Quoted) -> bool:
        """Whether quoted words are a nickname, within a name or all of it."""
        k = bisect_right(self._all_starts, one.start)
        return any(m.end >= one.end for m in self.everyone[max(0, k - 3) : k])

    # ---- what people are ---------------------------------------------------------------------------------------

    def may_be(self, entity: str, word: str) -> bool:
        """Whether a pronoun can mean an entity: it is "it", or the words before its names do not speak against it."""
        return self.genders().get(entity, word) == word or word == "it"

    def genders(self) -> dict[str, str]:
        """Person → "he" or "she", where the words before a name of theirs tell."""
        if self._genders is None:
            votes: dict[str, list[str]] = defaultdict(list)
            for m in self.everyone:
                if m.entity.startswith("person:"):
                    lead = " " + self.folded[max(0, m.start - 24) : m.start].rstrip(" ,")
                    lead = lead.removesuffix(".") if re.search(r"\s[^\W\d_]{1,5}\.$", lead) else lead
                    head = " " + fold(m.text).split(" ")[0].replace(".", "")
                    for word, signs in (("he", cues().him), ("she", cues().her)):
                        if any(lead.endswith(" " + sign) or head == " " + sign for sign in signs):
                            votes[m.entity].append(word)
            self._genders = {entity: rows[0] for entity, rows in votes.items() if len(set(rows)) == 1}
        return self._genders

    def role(self, word: str, at: int) -> Speaker:
        """Whom “the judge” at `at` means: the last person before it who is introduced as one, else nobody known."""
        rows = self.roles().get(word, [])
        n = bisect_left(rows, (at, ""))
        if not n:
            return UNNAMED
        known = {entity for _, entity in rows[max(0, n - _MAX_KNOWN) : n]}
        k = bisect_left(self._starts, at)
        named = self.named[max(0, k - _MAX_NAMED) : k]
        latest = next((m.entity for m in reversed(named) if m.entity in known), rows[n - 1][1])
        return Speaker(latest)

    def roles(self) -> dict[str, list[tuple[int, str]]]:
        """Role → where somebody is introduced as one: (place, person), in order."""
        if self._roles is None:
            known = titles_and_roles()
            self._roles = defaultdict(list)
            for m in self.named:
                if not m.entity.startswith("person:"):
                    continue
                lead = re.split(r"[.;:!?\n](?=\s|$)", self.folded[max(0, m.start - _MAX_NAMED_BEFORE) : m.start])[-1]
                lead = lead.rstrip(" ,").split(",")[-1]
                tail = self.folded[m.end + 1 : m.end + _MAX_NAMED_AFTER] if self.text[m.end : m.end + 1] == "," else ""
                tail = re.split(r"[.,;:!?\n]", tail)[0]
                for word in {*re.findall(r"[^\W\d_]+", lead)[-5:], *re.findall(r"[^\W\d_]+", tail)}:
                    if word in known:
                        self._roles[word].append((m.start, m.entity))
        return self._roles


def _blotted(folded: str, quotes: Sequence[Quoted]) -> str:
    """A text with its quoted words and their marks replaced by dots, as long as it was."""
    out: list[str] = []
    at = 0
    for one in quotes:
        low, high = max(one.opens, at), max(one.closes + 1, at)
        out += (folded[at:low], "·" * (high - low))
        at = high
    return "".join((*out, folded[at:]))
