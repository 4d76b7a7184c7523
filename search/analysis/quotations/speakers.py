"""Who is meant where a text says who speaks: the subject of a verb, a pronoun, "the former agent".

Everything outside quotation marks is looked at, and nothing further away than a paragraph. Where the text names a
speaker whom nobody could look up ("a spokesman said"), the answer is that somebody speaks, and not who.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from search.analysis.dates import vocabulary as dw
from search.analysis.lexicon import ENGLISH, words
from search.analysis.lexicon.gazetteer import gazetteer
from search.analysis.quotations.context import UNNAMED, QuoteContext, Speaker
from search.analysis.quotations.cues import cues, titles_and_roles
from search.model import Mention, Span
from search.text.folding import fold

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
_LAST_WORD = re.compile(r"[^\W\d_]+$")
_LINK = re.compile(r"\b(?:and|but|then|or)$")
_PRONOUN_AFTER = re.compile(r"(he|she|it|they|we|i)\b")
_WORDS_ONLY = re.compile(r"(?:[\w’'.-]+,?\s+)*$")
_MAX_LEN_BETWEEN = 70  # characters between “said” and the name behind it
_MAX_REACH = 2_000  # characters of a sentence that are looked at
_MAX_BACK = 6  # sentences that a pronoun may reach back


class SpeakerFinder:
    """Who is said to speak at a place of a document; `last` is where somebody spoke last, and who."""

    def __init__(self, context: QuoteContext) -> None:
        self.context = context
        self.last: tuple[int, Speaker] = (-1, UNNAMED)

    # ---- the subject of a verb ---------------------------------------------------------------------------------

    def before(self, verb: int, floor: int, word: str, *, close: bool = False) -> Speaker | None:
        """Who the subject of the verb `word` at `verb` is, looked for from `floor` on; None where it has none.

        `close`: only right before the verb.
        """
        lead = _without_asides(self.context.masked(floor, verb))
        participle = word.endswith("ing")
        if _BE.search(lead) and not participle:
            return None  # “was told”, “is called”
        if lead.endswith(")") and "(" in lead:
            lead = lead[: lead.rfind("(")].rstrip()
        at = floor + len(lead)
        if pronoun := _PRONOUN.search(lead):
            return self._pronoun_before(pronoun, floor)
        if mention := self.context.ends.get(at):
            if participle or not self._governed(mention):
                return Speaker(mention.entity)
            return self._owner(mention, floor) or self._phrase(lead, mention, at)
        if lead.endswith((",", "–", "—", "-")):
            return self._set_off(floor, at, close)
        if not close and _LINK.search(lead):
            return self.main(floor, verb)
        if found := self._phrase(lead, None, at):
            return found
        if close:
            return None
        if participle or not lead or self.context.text[max(0, at - 2) : at] in ("'s", "’s"):
            return self.main(floor, verb)
        return UNNAMED if self._capital_before(floor, at) else self.main(floor, verb)

    def _pronoun_before(self, pronoun: re.Match[str], floor: int) -> Speaker:
        """Whom the pronoun right before a verb means; “who” also whom the words before it describe."""
        word, at = pronoun.group(1), floor + pronoun.start()
        who = self.pronoun(word, at)
        if word != "who" or who.entity:
            return who
        return self._set_off(floor, at, True) or who

    def _capital_before(self, floor: int, at: int) -> bool:
        """Whether the word right before a place is written large: a name that nobody could look up."""
        word_before = _LAST_WORD.search(self.context.text[floor:at])
        return bool(word_before and word_before.group()[:1].isupper())

    def _owner(self, mention: Mention, floor: int) -> Speaker | None:
        """“Lord Olm of the Court of Appeal”: the name before the one that belongs to it."""
        before = self.context.name_before(mention.start)
        if before is None or before.start < floor or self._governed(before) or not before.entity.startswith("person:"):
            return None
        between = self.context.folded[before.end : mention.start]
        return Speaker(before.entity) if re.fullmatch(r"\s+(?:of|at|for|from|in)\s+(?:the\s+)?", between) else None

    def _phrase(self, lead: str, mention: Mention | None, at: int) -> Speaker | None:
        """“the former agent”, “a spokesman for X”, “X's lawyer” right before a verb."""
        phrase = _PHRASE.search(lead)
        if phrase is None:
            return UNNAMED if mention is not None else None
        row = phrase.group(2).split()
        head = next((n for n, word in enumerate(row) if word in _PREPOSITIONS), len(row))
        if not head:
            return None
        role = row[head - 1]
        if mention is not None and role in cues().spokespeople and not mention.entity.startswith("person:"):
            return Speaker(mention.entity)
        if phrase.group(1) in _INDEFINITE or len(row) > 7:
            return UNNAMED
        return self.context.role(role, at)

    def _set_off(self, floor: int, stop: int, close: bool) -> Speaker | None:
        """The subject that an apposition set off by commas belongs to: “X, the director,”; “the director, X,”.

        `close`: only where there is such an apposition.
        """
        rows = [m for m in self.context.names(floor, stop) if not m.entity.startswith(("place:", "law:"))]
        free = [m for m in rows if not self._governed(m) and not self._owns(m)]
        for m in sorted(free, key=lambda m: (not m.entity.startswith("person:"), m.start)):
            if re.match(r"\s*(?:\([^()\n]{1,40}\))?\s*[,–—-]", self.context.text[m.end : m.end + 48]):
                return Speaker(m.entity)
        if close:
            return UNNAMED if re.match(r"(?:an?|one|another) [^,]{3,80},", self.context.masked(floor, stop)) else None
        return self.main(floor, stop)

    def main(self, floor: int, stop: int) -> Speaker | None:
        """The subject of the sentence: its first name that belongs to no other word, or a pronoun before that."""
        lead = self.context.masked(floor, stop)
        free = (m for m in self.context.names(floor, stop) if not (self._governed(m) or self._owns(m)))
        first = next((m for m in free if not m.entity.startswith("law:")), None)
        head = lead[: first.start - floor] if first else lead
        if found := re.search(r"(?:^|[,;·]\s*|\b(?:and|but|that|because|when|then)\s+)(he|she|it)\b", head):
            return self.pronoun(found.group(1), floor + found.start(1))
        if first is not None and not first.entity.startswith("place:"):
            return Speaker(first.entity)
        return UNNAMED if re.search(r"\w", lead) else None

    def after(self, at: int, stop: int) -> Speaker | None:
        """Who speaks where the name comes behind the verb or “according to”, which end at `at`; None: nobody."""
        begin = at + len(self.context.text[at:stop]) - len(self.context.text[at:stop].lstrip())
        text = self.context.masked(begin, stop)
        if found := _PRONOUN_AFTER.match(text):
            return self.pronoun(found.group(1), begin)
        clause = _CLAUSE.search(text)
        low = begin + (clause.start() if clause else len(text))
        for m in self.context.names(begin, low):
            if who := self._name_after(m, begin):
                return who
        return self._phrase_after(text, begin)

    def _name_after(self, m: Mention, begin: int) -> Speaker | None:
        """Who speaks by a name behind the verb, which ends at `begin`; None where the name is none of the speaker."""
        between = self.context.text[begin : m.start]
        if self._owns(m) or len(between) > _MAX_LEN_BETWEEN:
            return None
        is_person = m.entity.startswith("person:")
        if self._governed(m, begin):
            spoken_for = any(word in cues().spokespeople for word in fold(between).split())
            return Speaker(m.entity) if spoken_for and not is_person else None
        office = None if is_person else _ROLE.match(self.context.folded, m.end)
        if office and (person := self._behind(m)):
            return Speaker(person)
        if office and office.group(1) in titles_and_roles():
            return self.context.role(office.group(1), begin)  # “the Labour MP”
        return Speaker(m.entity) if not between.strip() or _WORDS_ONLY.match(between) else None

    def _phrase_after(self, text: str, begin: int) -> Speaker | None:
        """Who “the former agent” behind a verb is; None where no such words follow."""
        phrase = _ROLE_PHRASE.match(text)
        if phrase is None:
            return UNNAMED if text[:1] and self.context.text[begin].isupper() else None
        row = phrase.group(2).split()
        role = row[next((n for n, word in enumerate(row) if word in _PREPOSITIONS), len(row)) - 1]
        if phrase.group(1) in ("the", "that", "this"):
            return self.context.role(role, begin)
        return UNNAMED

    def _behind(self, mention: Mention) -> str | None:
        """The person of “the Marlow goalkeeper, Olm”, where `mention` is the club."""
        found = re.match(r"(?:\s+[\w-]+){1,3},\s+", self.context.text[mention.end : mention.end + 60])
        at = mention.end + found.end() if found else -1
        near = self.context.names(at, at + 16) if found else []
        return next((m.entity for m in near if m.entity.startswith("person:")), None)

    def _governed(self, mention: Mention, floor: int = 0, by: str = "") -> bool:
        """Whether a name belongs to a word before it (to `by`): “of”, “for the”, “by President”."""
        line = self.context.text[max(floor, mention.start - 60) : mention.start]
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
            if word.end() + mention.start - len(line) in self.context.ends:
                return False
        return False

    def _owns(self, mention: Mention) -> bool:
        """Whether a name is a possessive or part of a compound: “Mexico's minister”, “the FBI-led raid”."""
        return re.match(r"['’]s?\b|['’]\s|-\w", self.context.text[mention.end : mention.end + 3]) is not None

    # ---- pronouns and roles ------------------------------------------------------------------------------------

    def pronoun(self, word: str, at: int) -> Speaker:
        """Whom a pronoun at `at` means: for “he” and “she” the person just named in the paragraph."""
        if word == "who":
            near = re.search(r"[,\s]*$", self.context.text[max(0, at - 4) : at])
            mention = self.context.ends.get(at - len(near.group())) if near else None
            return Speaker(mention.entity) if mention else UNNAMED
        if word not in ("he", "she", "it"):
            return UNNAMED
        line, spans = self.context.doc.line_at(at), self.context.doc.sentences
        own = self.context.doc.sentence_before(at)
        stop = at
        rest: list[Mention] = []
        for k in range(own, max(-1, own - _MAX_BACK), -1):
            if spans[k].start < line.start:
                break
            low = max(spans[k].start, stop - _MAX_REACH)
            rows, free = self._candidates(low, stop, word, own=k == own)
            if free:
                return Speaker(free[0].entity)
            if word != "it" and self._kin(low, stop, word):
                return UNNAMED
            rest += [m for m in rows if not self._owns(m)]
            stop = spans[k].start
        if rest:
            return Speaker(rest[0].entity)
        return self._of_line_before(line, at, word)

    def _candidates(self, low: int, stop: int, word: str, *, own: bool) -> tuple[list[Mention], list[Mention]]:
        """(names of a sentence that a pronoun can mean, those of them that stand for themselves).

        `own`: the sentence is the pronoun's.
        """
        rows = self._meant(self.context.names(low, stop), word)
        spoken_to = own and _TO_WHOM.match(self.context.folded, low)
        if spoken_to:  # “To the minister, Olm, he said”
            rows = [m for m in rows if self.context.folded.count(",", low, m.start) > 1]
        free = [m for m in rows if not self._owns(m) and not self._governed(m)]
        if own and not free and not spoken_to:  # “the shoe belonged to Quill, 44, who …, as he told”
            text = self.context.text
            free = [m for m in rows if text[m.end : m.end + 1] == "," and not self._governed(m, by="of")]
        return rows, free

    def _of_line_before(self, line: Span, at: int, word: str) -> Speaker:
        """Whom a pronoun means in a paragraph that names nobody before it: who spoke last in the one before."""
        if self.context.is_named_in(line.start, at) or word == "it":
            return UNNAMED
        earlier = self.spoke_before(line)
        return earlier if earlier and self.context.may_be(earlier.entity or "", word) else UNNAMED

    def spoke_before(self, line: Span) -> Speaker | None:
        """Who spoke last in the line before, where somebody did."""
        at, speaker = self.last
        before = self.context.filled_line_before(line.start)
        return speaker if before is not None and before.start <= at <= before.end else None

    def _meant(self, rows: Sequence[Mention], word: str) -> list[Mention]:
        """Those of a sentence's names that a pronoun can mean."""
        wanted = ("organization:", "place:") if word == "it" else ("person:",)
        return [m for m in rows if m.entity.startswith(wanted) and self.context.may_be(m.entity, word)]

    def _kin(self, start: int, stop: int, word: str) -> bool:
        """Whether a relation without a name is there to be meant: “his sister walks …” before “she”."""
        kin = cues().kin_him if word == "he" else cues().kin_her
        found = kin.search(self.context.masked(start, stop))
        return found is not None and not any(
            m.start <= start + found.end() + 3 for m in self.context.names(start + found.end(), stop)
        )


def _without_asides(lead: str) -> str:
    """What stands before a verb without the adverbs right before it: “Olm also quietly” said."""
    end = len(lead)
    while (end := len(lead[:end].rstrip())) and (
        (last := _LAST_WORD.search(lead[:end])) and (last.group() in cues().asides or last.group().endswith("ly"))
    ):
        end = last.start()
    return lead[:end].rstrip()
