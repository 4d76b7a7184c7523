"""Who says what a statement states: the source itself, or somebody it lets speak ("Hope says that …")."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from search.analysis.comparison.context import ComparisonContext
from search.analysis.comparison.descriptions import is_role
from search.analysis.lexicon import ENGLISH
from search.model import Conflict, EntityType, Event, Only, QuotationSpan, StatedValue, Statement

_SAYS = ENGLISH.pattern("comparison", "verbs of saying")
# What is told only with "that": "the inquiry found that …", and not "the inquiry found the log".
_FINDS = ENGLISH.pattern("comparison", "verbs of finding")
# Verbs that need no "that" ("Ruiz says the wall fell"), and words that begin no clause: "said on Friday", "said so".
_BARE = ENGLISH.pattern("comparison", "verbs of saying without that")
_NO_CLAUSE = rf"{ENGLISH.pattern('comparison', 'no clause after a verb of saying')}\b"
# A letter of a name; the full stop of an abbreviation is one too ("Sheriff Ray Cole Jr. said").
_STOPPED = "|".join(rf"(?<=\b{short})\." for short in ENGLISH.entries("comparison", "abbreviations in names"))
_L = rf"(?:[^,.;:“”\"]|{_STOPPED}|(?<=\b[A-Z])\.)"
_APPOSED = rf"(?:, (?P<apposed>{_L}{{2,120}}?(?:, {_L}{{2,40}}?)?),)?"
# "…, officials said." "…, said Ana Ruiz, its secretary."
_BEHIND = re.compile(
    rf"[,”\"] (?P<who>{_L}{{2,60}}?){_APPOSED}(?: (?:has|have|had|also|later|then))? {_SAYS}\b(?! that)"
    r"(?:[^,;.]|\.(?= ?\d)){0,60}[.!?]?[”\"]?\s*\Z"
)
_SAID = re.compile(
    rf"[,”\"] (?!told |tells ){_SAYS} (?!in |on |at |that |to |by |it |he |she )"
    rf"(?P<who>(?:{_L}|,(?= )){{2,120}})[.!?]?[”\"]?\s*\Z"
)
# "Ana Ruiz, its secretary, said that …" "According to Ana Ruiz, …" "…, according to Ana Ruiz."
_BEFORE = re.compile(
    rf"(?P<who>(?:{_L}|,(?=[ \d])){{2,120}}?){_APPOSED} (?:(?:{_SAYS}|{_FINDS})\b[^.;:,“”\"]{{0,40}}?"
    rf"(?:, [^,.;:]{{2,60}},)? that\b"
    rf"|{_BARE} (?!{_NO_CLAUSE})|{_SAYS} it\b)"
)
# "The wall, Ruiz said, was rotten." "The wall, says Ruiz, its builder, was rotten."
_WITHIN = re.compile(rf", (?P<who>{_L}{{2,40}}?)(?: (?:also|has|had))? (?:{_SAYS}|{_FINDS}), ")
_WITHIN_TURNED = re.compile(rf", (?!told |tells ){_SAYS} (?P<who>(?!that\b|it\b|so\b){_L}{{2,60}}?), ")
# What every match of the patterns above has, and what is found fast: they are tried only where it stands.
_VERBS = frozenset(re.findall(r"[a-z]+", f"{_SAYS} {_FINDS} {_BARE}"))
_BEHIND_HINT = re.compile(rf" {_SAYS}\b(?! that)(?:[^,;.]|\.(?= ?\d)){{0,60}}[.!?]?[”\"]?\s*\Z")
_BEFORE_HINT = re.compile(
    rf" (?:(?:{_SAYS}|{_FINDS})\b[^.;:,“”\"]{{0,40}}?(?:, [^,.;:]{{2,60}},)? that\b"
    rf"|{_BARE} (?!{_NO_CLAUSE})|{_SAYS} it\b)"
)
_WITHIN_HINT = re.compile(rf" (?:{_SAYS}|{_FINDS}), ")
_NOT_BEFORE = re.compile(r"[;:“”\"]")
_MAX_LEN_BEFORE = 300  # characters before the verb that `_BEFORE` reads at most, and a few more
_ACCORDING = re.compile(rf"\b[Aa]ccording to (?P<who>{_L}{{2,80}}){_APPOSED}")
_HINTS = {_BEHIND: _BEHIND_HINT, _WITHIN: _WITHIN_HINT}
_WORD = re.compile(r"[^\W\d_]+")
# Titles and roles may stand before a speaker's name, within so many characters; a preposition begins another's.
_MAX_LEN_LEAD = 40
_BETWEEN = re.compile(r"\b(?:by|of|in|to|with|from|for|that|who|and)\b", re.IGNORECASE)
# Words that say a verb behind them is a noun ("a claims clerk"), and another subject between a name and the verb.
_NOUN = re.compile(rf"\b{ENGLISH.pattern('comparison', 'before a noun like a verb')}$")
_ANOTHER = re.compile(r"\b(?:I|we|he|she|they|you)\b")
_WHO = re.compile(r",? who$")
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being|got)(?: \w+ly)?$")
_NO_VERB = re.compile(rf"[”\"’)]?(?:,|\s+{ENGLISH.pattern('comparison', 'no verb after')}\b)")
_BEHIND_WHO = re.compile(f"(?: {ENGLISH.pattern('comparison', 'between a speaker and the verb')})+$")
_OPENING = re.compile(rf"{ENGLISH.pattern('comparison', 'openings before a speaker')}\b")
_HE = re.compile(r"(?:[Hh]e|[Ss]he)\b")
# Who speaks without a name: people in a body, and what is written.
_WRITTEN = ENGLISH.words("comparison", "written sources")
_SOURCES = _WRITTEN | ENGLISH.words("comparison", "unnamed sources")
# "To the Minister, " before a name, ", he said" behind it.
_TO = re.compile(r"(?:^|[.!?;,]\s+)(?:To|to)\s+(?:[^.!?;:]{0,50},\s*)?(?:[\w.]+\s+){0,3}$")
_THEN = re.compile(r",?\s+(?:he|she|they|I|we)\b")
_MAX_WORDS = 4  # of a role that speaks
_MAX_LEN = 1_000  # characters of a sentence that are read


def _speaks(word: str) -> bool:
    return word.lower() in _SOURCES or any(is_role(word, kind) for kind in _SPEAKING)


def _may_begin(text: str) -> bool:
    """Whether `_BEFORE` can match: its verb stands early enough, and before it nothing that it does not go over."""
    hit = _BEFORE_HINT.search(text)
    return hit is not None and hit.start() <= _MAX_LEN_BEFORE and not _NOT_BEFORE.search(text, 0, hit.start())


_SPEAKING: tuple[EntityType, ...] = ("person", "organization")


def _is_quoted(text: str, at: int) -> bool:
    """Whether a mark of quotation stands right before or at a character."""
    marks = text[max(0, at - 1) : at + 1]
    return "”" in marks or '"' in marks


class Speakers:
    """Whose words the statements of findings are. `quotations` and `events` are those of all documents."""

    def __init__(
        self, context: ComparisonContext, quotations: Sequence[QuotationSpan], events: Sequence[Event]
    ) -> None:
        self._context = context
        self._quoted: dict[str, list[QuotationSpan]] = defaultdict(list)
        for row in quotations:
            self._quoted[row.doc].append(row)
        for rows in self._quoted.values():
            rows.sort(key=lambda q: q.span.start)
        self._starts = {doc: [q.span.start for q in rows] for doc, rows in self._quoted.items()}
        self._dates: dict[tuple[str, int], list[tuple[str, int]]] = defaultdict(list)
        for event in events:
            if event.date_start >= 0:
                self._dates[event.doc, event.start_char].append((event.date.edtf, event.date_start))

    def named(self, found: Sequence[Conflict]) -> tuple[Conflict, ...]:
        """The findings with the speaker of each statement filled in."""
        return tuple(
            replace(one, values=values) if values != one.values else one
            for one in found
            for values in (tuple(self._spoken(v, one.kind) for v in one.values),)
        )

    def _spoken(self, value: StatedValue, kind: str) -> StatedValue:
        told = tuple(self._with(s, value.value, kind) for s in value.statements)
        return replace(value, statements=told) if told != value.statements else value

    def alone(self, found: Only, dates: Mapping[Statement, int]) -> Only:
        """What one document alone states, with its speakers; `dates` are where the date of a statement stands."""
        rows = ((s, self.speaker(s, dates.get(s, -1))) for s in found.statements)
        return replace(found, statements=tuple(replace(s, speaker=who) if who else s for s, who in rows))

    def _with(self, statement: Statement, value: str, kind: str) -> Statement:
        if statement.speaker:
            return statement
        dates = self._dates.get((statement.doc, statement.start_char), []) if kind == "date" else []
        at = next((start for edtf, start in dates if edtf == value), dates[0][1] if dates else -1)
        if at < 0:
            within = statement.text.find(value)
            at = statement.start_char + within if within >= 0 else -1
        who = self.speaker(statement, at)
        return replace(statement, speaker=who) if who else statement

    def speaker(self, statement: Statement, at: int) -> str:
        """Who says what stands at character `at` of the document (-1: unknown) in a statement, "" for the source."""
        quotation = self._quotation_at(statement.doc, at)
        if quotation is not None:
            known = quotation.speaker and not addressed(quotation, self._context)
            return self._context.name(str(quotation.speaker)) if known else ""
        text = statement.text[:_MAX_LEN]
        told = not _VERBS.isdisjoint(_WORD.findall(text))
        for found in self._attributions(statement, text, told):
            # What stands outside of the quoted words is the source's own.
            outside = at >= 0 and found.re is not _ACCORDING and _is_quoted(text, found.start())
            if not outside and (who := self._who(statement, found)):
                return who
        before = _BEFORE.match(text) if told and _may_begin(text) else None
        if before and (at < 0 or at >= statement.start_char + before.end()):
            return self._who(statement, before)
        return ""

    def _quotation_at(self, doc: str, at: int) -> QuotationSpan | None:
        """The quotation that holds a character of a document."""
        rows = self._quoted.get(doc, [])
        k = bisect_right(self._starts.get(doc, []), at) - 1
        return rows[k] if at >= 0 and k >= 0 and rows[k].span.start <= at < rows[k].span.end else None

    def _attributions(self, statement: Statement, text: str, told: bool) -> Iterator[re.Match[str]]:
        """Where a sentence says whose words it reports: behind, within; `told`: it has a verb of saying."""
        according = "ccording to " in text
        for pattern in (_BEHIND, _SAID, _ACCORDING, _WITHIN, _WITHIN_TURNED):
            if not (according if pattern is _ACCORDING else told):
                continue
            hint = _HINTS.get(pattern)
            found = pattern.search(text) if hint is None or hint.search(text) else None
            if found is not None and (pattern not in (_SAID, _WITHIN_TURNED) or self._ends(statement, found)):
                yield found

    def _who(self, statement: Statement, found: re.Match[str]) -> str:
        """The name in the words that say who speaks, or those words where they are a role ("officials", "the police").

        Of "Ana Ruiz, its secretary," and of "its secretary, Ana Ruiz," it is the name.
        """
        start, told = found.start("who"), found["who"]
        cut = told.rfind(", ") + 2 if ", " in told else 0
        if cut and _OPENING.match(told):
            start, told = start + cut, told[cut:]
        told = _BEHIND_WHO.sub("", told)
        if _PASSIVE.search(told) or _NOUN.search(told):
            return ""
        if _WHO.search(told):
            return self._name_before(statement, start, _WHO.sub("", told))
        if _HE.fullmatch(told.strip()):
            return self._last_named(statement)
        if name := self._name(statement, start, told):
            return name
        role = self._role(told)
        written = bool(role) and _WORD.findall(role)[-1].lower() in _WRITTEN
        return (not written and self._apposed(statement, found)) or role

    def _apposed(self, statement: Statement, found: re.Match[str]) -> str:
        """The name behind the words that say who speaks: "its secretary, Ana Ruiz,"."""
        apposed = found.groupdict().get("apposed") or ""
        return self._name(statement, found.start("apposed"), apposed) if apposed else ""

    def _ends(self, statement: Statement, found: re.Match[str]) -> bool:
        """Whether the name behind "said" is not the subject of what is said: “…, said Ruiz of the union.”"""
        low, stop = statement.start_char + found.start("who"), statement.start_char + found.end("who")
        rows = [m for m in self._context.docs[statement.doc].mentions_in(low, stop) if m.start - low <= _MAX_LEN_LEAD]
        if not rows:
            return len(_WORD.findall(found["who"])) <= _MAX_WORDS
        behind = self._context.texts[statement.doc][rows[0].end : stop]
        return not behind.strip(" .") or bool(_NO_VERB.match(behind))

    def _name(self, statement: Statement, start: int, told: str) -> str:
        """The person or body that a few words name as their subject, "" for none."""
        low = statement.start_char + start
        text = self._context.texts[statement.doc]
        for m in self._context.docs[statement.doc].mentions_in(low, low + len(told)):
            if self._context.kind(m.entity) not in ("person", "organization"):
                continue
            if text[m.end : m.end + 2] in ("'s", "’s") or text[m.end : m.end + 2] in ("' ", "’ "):
                continue  # "Ruiz's lawyer" is not Ruiz
            before = told[: m.start - low]
            if len(before) > _MAX_LEN_LEAD or _BETWEEN.search(before):
                return ""
            return "" if _ANOTHER.search(told[m.end - low :]) else self._context.name(m.entity)
        return ""

    def _name_before(self, statement: Statement, start: int, told: str) -> str:
        """The person named last in a few words, whom "who says" is about."""
        low = statement.start_char + start
        rows = self._context.docs[statement.doc].mentions_in(low, low + len(told))
        people = [m for m in rows if self._context.kind(m.entity) == "person"]
        return self._context.name(people[-1].entity) if people else ""

    def _role(self, told: str) -> str:
        row = list(_WORD.finditer(told))
        if _ANOTHER.search(told):
            return ""
        if 0 < len(row) <= _MAX_WORDS and _speaks(row[-1].group()):
            return told.strip()
        # "documents lodged with the court", "a report completed in May": the words up to the source.
        head = next((hit for hit in row[:3] if hit.group().lower() in _SOURCES), None) if len(row) > 2 else None
        return told[: head.end()].strip() if head else ""

    def _last_named(self, statement: Statement) -> str:
        """Whom "he said" means: the only person named in the two sentences before, in the same paragraph."""
        doc, text = statement.doc, self._context.texts[statement.doc]
        spans, n = self._context.docs[doc].sentences, self._context.docs[doc].sentence_number(statement.start_char)
        line = text.rfind("\n", 0, statement.start_char) + 1
        low = max(line, spans[max(0, n - 2)].start) if spans else line
        rows = self._context.docs[doc].mentions_in(low, statement.start_char)
        people = {m.entity for m in rows if self._context.kind(m.entity) == "person"}
        return self._context.name(people.pop()) if len(people) == 1 else ""


def addressed(placed: QuotationSpan, context: ComparisonContext) -> bool:
    """Whether the speaker that was found is spoken to: “To the Minister, Ann Rowe, he said: …”"""
    for m in context.docs[placed.doc].mentions_in(placed.around.start, placed.span.start):
        if m.entity == placed.speaker:
            text = context.texts[placed.doc]
            return bool(
                _TO.search(text[max(placed.around.start, m.start - 60) : m.start])
                and _THEN.match(text[m.end : m.end + 20])
            )
    return False
