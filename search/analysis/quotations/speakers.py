"""Who is meant where a text says who speaks: the subject of a verb, a pronoun, "the former agent".

Everything outside quotation marks is looked at, and nothing further away than a paragraph. Where the text names a
speaker whom nobody could look up ("a spokesman said"), the answer is that somebody speaks, and not who.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from search.analysis.dates import vocabulary as dw
from search.analysis.lexicon import ENGLISH, words
from search.analysis.lexicon.gazetteer import gazetteer
from search.analysis.quotations.cues import cues, titles_and_roles
from search.analysis.quotations.marks import Quoted
from search.model import Mention, Span
from search.text.folding import fold
from search.text.segmentation import sentences

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*\.?")
_PRONOUN = re.compile(rf"\b({ENGLISH.pattern('quotations', 'pronouns')})\s*$")
_PHRASE = re.compile(rf"\b({ENGLISH.pattern('quotations', 'determiners')})\s+([^,;:.()]{{2,60}})$")
_BE = re.compile(r"\b(?:is|was|are|were|be|been|being|got)\s*$")
_ROLE_PHRASE = re.compile(rf"({ENGLISH.pattern('quotations', 'determiners of a role')})\s+((?:[\w’'-]+\s*){{1,5}})")
_PREPOSITIONS = ENGLISH.words("quotations", "prepositions")
_INDEFINITE = words("a an another one some several many")
_TO_WHOM = re.compile(r"(?:to|like|unlike|with|for|against|about|of) ")
_ROLE = re.compile(r"\s+([\w-]+)")
_CLAUSE = re.compile(r"[;:]|\b(?:and|but|while|when|after|because|although|as|that|which|who|if)\b")
_FILLED = re.compile(r"\s*\S")
_NAMED_BEFORE, _NAMED_AFTER = 48, 80  # characters in which a role beside a name stands
_REACH = 2_000  # characters of a sentence that are looked at
_BACK = 6  # sentences that a pronoun may reach back


@dataclass(frozen=True, slots=True)
class Somebody:
    """Who speaks: an entity's id, or None where the text does not name them. `spoken`: a subject was there."""

    entity: str | None = None


NOBODY_KNOWN = Somebody()


class Page:
    """A document as the speakers are looked up in it: text, names outside quotation marks, sentences."""

    def __init__(self, text: str, mentions: Sequence[Mention], quotes: Sequence[Quoted]) -> None:
        self.text = text
        self.folded = fold(text)
        self.opens = [q.opens for q in quotes]
        self.quotes = quotes
        self._blotted = _blotted(self.folded, quotes)
        everyone = sorted(mentions, key=lambda m: (m.start, -m.end, m.entity))
        self.everyone = everyone
        self.all_starts = [m.start for m in everyone]
        self.lines = [Span(hit.start(), hit.end()) for hit in re.finditer(r"[^\n]+", text)]
        self.line_starts = [line.start for line in self.lines]
        # Before each line the nearest one that is not empty, by number; -1 where there is none.
        self.filled = list(
            accumulate(
                (n if _FILLED.match(text, line.start, line.end) else -1 for n, line in enumerate(self.lines)),
                max,
                initial=-1,
            )
        )
        self.named = [m for m in everyone if self.quote_at(m.start) is None]
        self.starts = [m.start for m in self.named]
        self.ends = {m.end: m for m in reversed(self.named)}
        self.spans = sentences(text)
        self.begins = [span.start for span in self.spans]
        self.last: tuple[int, Somebody] = (-1, NOBODY_KNOWN)
        self._roles: dict[str, list[tuple[int, str]]] | None = None
        self._genders: dict[str, str] | None = None

    # ---- places ------------------------------------------------------------------------------------------------

    def quote_at(self, at: int) -> Quoted | None:
        """The quoted words that a character stands in."""
        n = bisect_right(self.opens, at) - 1
        return self.quotes[n] if n >= 0 and at <= self.quotes[n].closes else None

    def paragraph(self, at: int) -> Span:
        """The line that a character stands in."""
        n = bisect_right(self.line_starts, at) - 1
        return self.lines[n] if n >= 0 and at <= self.lines[n].end else Span(at, at)

    def line_before(self, at: int) -> Span | None:
        """The line before the one that a character stands in, empty ones left out."""
        n = self.filled[max(0, bisect_right(self.line_starts, at) - 1)]
        return self.lines[n] if n >= 0 else None

    def sentence(self, at: int) -> Span:
        """The sentence that a character stands in, or the one before it."""
        n = bisect_right(self.begins, at) - 1
        return self.spans[n] if n >= 0 else Span(0, at)

    def masked(self, start: int, end: int) -> str:
        """The folded text of a stretch with everything in quotation marks blotted out; as long as the stretch."""
        return self._blotted[start:end]

    def names(self, start: int, end: int) -> list[Mention]:
        """Names outside quotation marks that begin in a stretch."""
        return self.named[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    # ---- the subject of a verb ---------------------------------------------------------------------------------

    def before(self, verb: int, floor: int, word: str, *, close: bool = False) -> Somebody | None:
        """Who the subject of the verb `word` at `verb` is, looked for from `floor` on; None where it has none.

        `close`: only right before the verb.
        """
        lead = self.masked(floor, verb)
        end = len(lead)
        while (end := len(lead[:end].rstrip())) and (
            (last := re.search(r"[^\W\d_]+$", lead[:end]))
            and (last.group() in cues().asides or last.group().endswith("ly"))
        ):
            end = last.start()
        lead = lead[:end].rstrip()
        if _BE.search(lead) and not word.endswith("ing"):
            return None  # “was told”, “is called”
        if lead.endswith(")") and "(" in lead:
            lead = lead[: lead.rfind("(")].rstrip()
        at = floor + len(lead)
        if (pronoun := _PRONOUN.search(lead)) and pronoun.group(1) == "who":
            who = self.pronoun("who", floor + pronoun.start())
            return who if who.entity else self._set_off(floor, floor + pronoun.start(), True) or who
        if pronoun:
            return self.pronoun(pronoun.group(1), floor + pronoun.start())
        if mention := self.ends.get(at):
            if word.endswith("ing") or not self._governed(mention):
                return Somebody(mention.entity)
            return self._owner(mention, floor) or self._phrase(lead, mention, at)
        if lead.endswith((",", "–", "—", "-")):
            return self._set_off(floor, at, close)
        if not close and re.search(r"\b(?:and|but|then|or)$", lead):
            return self.main(floor, verb)
        if found := self._phrase(lead, None, at):
            return found
        if close:
            return None
        if word.endswith("ing") or not lead or self.text[max(0, at - 2) : at] in ("'s", "’s"):
            return self.main(floor, verb)
        word_before = re.search(r"[^\W\d_]+$", self.text[floor:at])
        return NOBODY_KNOWN if word_before and word_before.group()[:1].isupper() else self.main(floor, verb)

    def _owner(self, mention: Mention, floor: int) -> Somebody | None:
        """“Lord Olm of the Court of Appeal”: the name before the one that belongs to it."""
        n = bisect_left(self.starts, mention.start)
        before = self.named[n - 1] if n else None
        if before is None or before.start < floor or self._governed(before) or not before.entity.startswith("person:"):
            return None
        between = self.folded[before.end : mention.start]
        return Somebody(before.entity) if re.fullmatch(r"\s+(?:of|at|for|from|in)\s+(?:the\s+)?", between) else None

    def _phrase(self, lead: str, mention: Mention | None, at: int) -> Somebody | None:
        """“the former agent”, “a spokesman for X”, “X's lawyer” right before a verb."""
        phrase = _PHRASE.search(lead)
        if phrase is None:
            return NOBODY_KNOWN if mention is not None else None
        row = phrase.group(2).split()
        head = next((n for n, word in enumerate(row) if word in _PREPOSITIONS), len(row))
        if not head:
            return None
        role = row[head - 1]
        if mention is not None and role in cues().spokespeople and not mention.entity.startswith("person:"):
            return Somebody(mention.entity)
        if phrase.group(1) in _INDEFINITE or len(row) > 7:
            return NOBODY_KNOWN
        return self.role(role, at)

    def _set_off(self, floor: int, stop: int, close: bool) -> Somebody | None:
        """The subject that an apposition set off by commas belongs to: “X, the director,”; “the director, X,”.

        `close`: only where there is such an apposition.
        """
        rows = [m for m in self.names(floor, stop) if not m.entity.startswith(("place:", "law:"))]
        free = [m for m in rows if not self._governed(m) and not self._owns(m)]
        for m in sorted(free, key=lambda m: (not m.entity.startswith("person:"), m.start)):
            if re.match(r"\s*(?:\([^()\n]{1,40}\))?\s*[,–—-]", self.text[m.end : m.end + 48]):
                return Somebody(m.entity)
        if close:
            return NOBODY_KNOWN if re.match(r"(?:an?|one|another) [^,]{3,80},", self.masked(floor, stop)) else None
        return self.main(floor, stop)

    def main(self, floor: int, stop: int) -> Somebody | None:
        """The subject of the sentence: its first name that belongs to no other word, or a pronoun before that."""
        lead = self.masked(floor, stop)
        free = (m for m in self.names(floor, stop) if not (self._governed(m) or self._owns(m)))
        first = next((m for m in free if not m.entity.startswith("law:")), None)
        head = lead[: first.start - floor] if first else lead
        if found := re.search(r"(?:^|[,;·]\s*|\b(?:and|but|that|because|when|then)\s+)(he|she|it)\b", head):
            return self.pronoun(found.group(1), floor + found.start(1))
        if first is not None and not first.entity.startswith("place:"):
            return Somebody(first.entity)
        return NOBODY_KNOWN if re.search(r"\w", lead) else None

    def after(self, at: int, stop: int) -> Somebody | None:
        """Who speaks where the name comes behind the verb or “according to”, which end at `at`; None: nobody."""
        begin = at + len(self.text[at:stop]) - len(self.text[at:stop].lstrip())
        text = self.masked(begin, stop)
        if found := re.match(r"(he|she|it|they|we|i)\b", text):
            return self.pronoun(found.group(1), begin)
        clause = _CLAUSE.search(text)
        low = begin + (clause.start() if clause else len(text))
        for m in self.names(begin, low):
            between = self.text[begin : m.start]
            if self._owns(m) or (len(between) > 70):
                continue
            spoken_for = any(word in cues().spokespeople for word in fold(between).split())
            if self._governed(m, begin):
                if spoken_for and not m.entity.startswith("person:"):
                    return Somebody(m.entity)
                continue
            office = None if m.entity.startswith("person:") else _ROLE.match(self.folded, m.end)
            if office and (person := self._behind(m)):
                return Somebody(person)
            if office and office.group(1) in titles_and_roles():
                return self.role(office.group(1), begin)  # “the Labour MP”
            if not between.strip() or re.match(r"(?:[\w’'.-]+,?\s+)*$", between):
                return Somebody(m.entity)
        phrase = _ROLE_PHRASE.match(text)
        if phrase is None:
            return NOBODY_KNOWN if text[:1] and self.text[begin].isupper() else None
        row = phrase.group(2).split()
        role = row[next((n for n, word in enumerate(row) if word in _PREPOSITIONS), len(row)) - 1]
        if phrase.group(1) in ("the", "that", "this"):
            return self.role(role, begin)
        return NOBODY_KNOWN

    def _behind(self, mention: Mention) -> str | None:
        """The person of “the Marlow goalkeeper, Olm”, where `mention` is the club."""
        found = re.match(r"(?:\s+[\w-]+){1,3},\s+", self.text[mention.end : mention.end + 60])
        at = mention.end + found.end() if found else -1
        near = self.names(at, at + 16) if found else []
        return next((m.entity for m in near if m.entity.startswith("person:")), None)

    def _governed(self, mention: Mention, floor: int = 0, by: str = "") -> bool:
        """Whether a name belongs to a word before it (to `by`): “of”, “for the”, “by President”."""
        line = self.text[max(floor, mention.start - 60) : mention.start]
        at = len(line)
        for word in reversed(list(_WORD.finditer(line))):
            gap = line[word.end() : at]
            at, low = word.start(), fold(word.group()).rstrip(".")
            stopped = word.group().endswith(".") and len(low) > 1 and (low,) not in gazetteer().titles
            if gap.strip() or "\n" in gap or stopped:
                return False
            if low in _PREPOSITIONS:
                return not by or low == by
            if low in dw.WEEKDAYS or low in dw.MONTHS or low[-1:].isdigit():
                return False
            if low not in ("the", "a", "an", "its", "his", "her") and not word.group()[0].isupper():
                return False
            if word.end() + mention.start - len(line) in self.ends:
                return False
        return False

    def _owns(self, mention: Mention) -> bool:
        """Whether a name is a possessive or part of a compound: “Mexico's minister”, “the FBI-led raid”."""
        return re.match(r"['’]s?\b|['’]\s|-\w", self.text[mention.end : mention.end + 3]) is not None

    # ---- pronouns and roles ------------------------------------------------------------------------------------

    def pronoun(self, word: str, at: int) -> Somebody:
        """Whom a pronoun at `at` means: for “he” and “she” the person just named in the paragraph."""
        if word == "who":
            near = re.search(r"[,\s]*$", self.text[max(0, at - 4) : at])
            mention = self.ends.get(at - len(near.group())) if near else None
            return Somebody(mention.entity) if mention else NOBODY_KNOWN
        if word not in ("he", "she", "it"):
            return NOBODY_KNOWN
        line = self.paragraph(at)
        n = bisect_right(self.begins, at) - 1
        stop = at
        rest: list[Mention] = []
        for k in range(n, max(-1, n - _BACK), -1):
            if self.spans[k].start < line.start:
                break
            low = max(self.spans[k].start, stop - _REACH)
            rows = self._meant(self.names(low, stop), word)
            spoken_to = k == n and _TO_WHOM.match(self.folded, low)
            if spoken_to:  # “To the minister, Olm, he said”
                rows = [m for m in rows if self.folded.count(",", low, m.start) > 1]
            free = [m for m in rows if not self._owns(m) and not self._governed(m)]
            if k == n and not free and not spoken_to:  # “the shoe belonged to Quill, 44, who …, as he told”
                free = [m for m in rows if self.text[m.end : m.end + 1] == "," and not self._governed(m, by="of")]
            if free:
                return Somebody(free[0].entity)
            if word != "it" and self._kin(low, stop, word):
                return NOBODY_KNOWN
            rest += [m for m in rows if not self._owns(m)]
            stop = self.spans[k].start
        if rest:
            return Somebody(rest[0].entity)
        named = bisect_left(self.starts, at) > bisect_left(self.starts, line.start)
        if not named and word != "it" and (earlier := self.spoke_before(line)):
            return earlier if self._fits(earlier.entity or "", word) else NOBODY_KNOWN
        return NOBODY_KNOWN

    def spoke_before(self, line: Span) -> Somebody | None:
        """Who spoke last in the line before, where somebody did."""
        at, speaker = self.last
        before = self.line_before(line.start)
        return speaker if before is not None and before.start <= at <= before.end else None

    def _meant(self, rows: Sequence[Mention], word: str) -> list[Mention]:
        """Those of a sentence's names that a pronoun can mean."""
        wanted = ("organization:", "place:") if word == "it" else ("person:",)
        return [m for m in rows if m.entity.startswith(wanted) and self._fits(m.entity, word)]

    def _kin(self, start: int, stop: int, word: str) -> bool:
        """Whether a relation without a name is there to be meant: “his sister walks …” before “she”."""
        kin = cues().kin_him if word == "he" else cues().kin_her
        found = kin.search(self.masked(start, stop))
        return found is not None and not any(
            m.start <= start + found.end() + 3 for m in self.names(start + found.end(), stop)
        )

    def _fits(self, entity: str, word: str) -> bool:
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

    def role(self, word: str, at: int) -> Somebody:
        """Whom “the judge” at `at` means: the last person before it who is introduced as one, else nobody known."""
        rows = self.roles().get(word, [])
        n = bisect_left(rows, (at, ""))
        if not n:
            return NOBODY_KNOWN
        known = {entity for _, entity in rows[max(0, n - 40) : n]}
        k = bisect_left(self.starts, at)
        named = self.named[max(0, k - 60) : k]
        latest = next((m.entity for m in reversed(named) if m.entity in known), rows[n - 1][1])
        return Somebody(latest)

    def roles(self) -> dict[str, list[tuple[int, str]]]:
        """Role → where somebody is introduced as one: (place, person), in order."""
        if self._roles is None:
            known = titles_and_roles()
            self._roles = defaultdict(list)
            for m in self.named:
                if not m.entity.startswith("person:"):
                    continue
                lead = re.split(r"[.;:!?\n](?=\s|$)", self.folded[max(0, m.start - _NAMED_BEFORE) : m.start])[-1]
                lead = lead.rstrip(" ,").split(",")[-1]
                tail = self.folded[m.end + 1 : m.end + _NAMED_AFTER] if self.text[m.end : m.end + 1] == "," else ""
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
