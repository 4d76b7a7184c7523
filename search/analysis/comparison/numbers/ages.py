"""Ages that two documents give one person and that the time between them does not explain.

An age holds for a day: that of publication, or for the dead that of their death. "Was 47 when" holds for a day that is
not known: it is compared with the ages of the dead only.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from search.analysis.comparison.context import ComparisonContext
from search.analysis.comparison.pronouns import subject_before
from search.analysis.doc import Doc
from search.analysis.findings import Relations, make_finding, statement_value
from search.analysis.lexicon import ENGLISH
from search.analysis.quantities.vocabulary import NUMERALS, TENS
from search.model import Conflict, Mention, Span, StatedValue

_TENS = "|".join(sorted(TENS))
_ONES = "|".join(word for word, n in NUMERALS.items() if n)
_AGE = rf"(?P<age>\d{{1,3}}|(?:{_TENS})-(?:{_ONES})|(?:{_TENS}|{_ONES}))"
_OLD = r"(?:[ -]years?(?:[ -]old| of age))?"
_BESIDE = re.compile(
    rf"\s?(?:(?:,| \(|\() ?(?:then |now |who (?:is|was) )?(?:aged )?{_AGE}{_OLD}(?=[,.;)])"
    rf"|,? aged {_AGE.replace('age', 'aged', 1)}\b"
    rf"|,? an? {_AGE.replace('age', 'year', 1)}-year-old\b)"
)
_WAS = re.compile(
    rf"\s?(?:,? who)? (?P<verb>was|is) (?:only |just |then |already |about to be |not yet )?{_AGE}{_OLD}"
    r"(?=,|\.|;| (?:when|and|at|on|in|last|that|then|but|years)\b)"
)
_BEFORE = re.compile(r"(?P<age>\d{1,3})-year-old (?:[\w-]+ ){0,2}\Z")
_DEAD_BEFORE = re.compile(
    r"(?:\b(?:body|death|killing|murder|funeral|memory|remains|inquest) (?:of|on) (?:[\w.]+ ){0,2}"
    r"|\b(?:among the dead|the dead man|the victim)(?: was| were|,)? |\bthe late (?:[\w.]+ )?)\Z",
    re.IGNORECASE,
)
_DEAD_AFTER = re.compile(
    r"[^.;]{0,70}?\b(?:died|was (?:found|pronounced|declared) dead"
    r"|was (?:\w+ )?(?:killed|murdered|drowned|shot dead|stabbed to death)|drowned"
    r"|perished|(?:lost|took) (?:his|her) (?:own )?life)\b"
)
# Words of a death, which say of one known to be dead that a document knows it too.
_DEATH = re.compile(rf"\b{ENGLISH.pattern('comparison_numbers', 'death')}\b")
_PRONOUN = re.compile(rf"\b[HhSs]h?e (?:was|is) (?:only |just |then |now |already )?{_AGE}{_OLD}(?=[,.;]| when| and)")
_NOT_AGES = re.compile(r"not yet|about to be")
# Whole years that an age may be off before two of them differ: birthdays fall between the days of two reports.
_SLACK = 1
_MAX_AGE = 115
_UNEXPLAINED = "and the time between the reports does not explain the difference"
# Days before the first report of a death from which on a document's ages may be those at death.
_MOURNED = 31


@dataclass(frozen=True, slots=True)
class _Age:
    doc: str
    entity: str
    years: int
    span: Span
    words: str
    past: bool


def ages(context: ComparisonContext) -> Relations:
    """Conflicts and agreements of the ages of people; `context.published` says for which day an age holds."""
    found: dict[str, list[_Age]] = defaultdict(list)
    dead: set[tuple[str, str]] = set()
    for doc in sorted(context.docs):
        for age in _ages_in(context.docs[doc], context):
            found[age.entity].append(age)
        dead |= {(doc, entity) for entity in _dead_in(context.docs[doc], context)}
    differ: list[Conflict] = []
    alike: list[Conflict] = []
    for entity, rows in sorted(found.items()):
        docs = {row.doc for row in rows}
        if len(docs) < 2 or any(len({r.years for r in rows if r.doc == d}) > 1 for d in docs):
            continue
        names = [context.name(entity), "age"]
        by_years: dict[int, list[_Age]] = defaultdict(list)
        for row in rows:
            by_years[row.years].append(row)
        values = [_value(by_years[years], context) for years in sorted(by_years)]
        if len(values) == 1:
            alike.append(make_finding("number", names, values, f"each gives the age of {names[0]}"))
        elif _all_apart(list(by_years.values()), context, dead):
            at_death = all((doc, entity) in dead for doc in docs)
            when = "at death" if at_death else _UNEXPLAINED
            differ.append(make_finding("number", names, values, f"each gives the age of {names[0]} {when}"))
    return Relations(tuple(differ), tuple(alike))


def _all_apart(groups: Sequence[Sequence[_Age]], context: ComparisonContext, dead: set[tuple[str, str]]) -> bool:
    """Whether no two ages of different groups can both be right."""
    return all(_apart(a, b, context, dead) for one, two in combinations(groups, 2) for a in one for b in two)


def _value(rows: Sequence[_Age], context: ComparisonContext) -> StatedValue:
    return statement_value(rows[0].words, (context.docs[row.doc].statement(row.span) for row in rows))


def _people_in(doc: Doc, context: ComparisonContext) -> Iterator[tuple[Mention, str, str]]:
    """The people named in a document, each with the words before it and behind it in its line."""
    for mention in doc.mentions:
        if context.kind(mention.entity) == "person":
            lead, tail = doc.text[max(0, mention.start - 50) : mention.start], doc.text[mention.end : mention.end + 110]
            yield mention, lead, tail.partition("\n")[0]


def _dead_in(doc: Doc, context: ComparisonContext) -> set[str]:
    """The people of whose death a document tells."""
    people = _people_in(doc, context)
    return {m.entity for m, lead, tail in people if _DEAD_BEFORE.search(lead) or _DEAD_AFTER.match(tail)}


def _ages_in(doc: Doc, context: ComparisonContext) -> Iterator[_Age]:
    """The ages that a document gives, beside names and then by pronouns."""
    for mention, lead, tail in _people_in(doc, context):
        found = _BESIDE.match(tail) or _WAS.match(tail) or _BEFORE.search(lead)
        if found is None or (found.re is _WAS and _NOT_AGES.search(found.group())):
            continue
        words = next(word for word in found.groupdict().values() if word and word not in ("was", "is"))
        past = found.re is _WAS and found["verb"] == "was"
        if 0 < _years(words) < _MAX_AGE:
            yield _Age(doc.id, mention.entity, _years(words), doc.sentence_at(mention.start), words, past)
    for hit in _PRONOUN.finditer(doc.text):
        years, entity = _years(hit["age"]), subject_before(context, doc.id, hit.start())
        if entity and 0 < years < _MAX_AGE:
            yield _Age(doc.id, entity, years, doc.sentence_at(hit.start()), hit["age"], " was " in hit.group())


def _years(words: str) -> int:
    """An age's number: digits or a numeral below a hundred."""
    if words.isdigit():
        return int(words)
    return sum(NUMERALS.get(part, 0) for part in words.lower().split("-"))


def _apart(a: _Age, b: _Age, context: ComparisonContext, dead: set[tuple[str, str]]) -> bool:
    """Whether two ages cannot both be right."""
    if a.doc == b.doc:
        return False
    ended = _at_death(a, context, dead), _at_death(b, context, dead)
    if all(ended):
        return a.years != b.years
    if any(ended):  # the one at death, the other in life: nobody dies younger than he was
        last, living = (a, b) if ended[0] else (b, a)
        return last.years < living.years - _SLACK if not living.past else False
    one, two = _day(a.doc, context), _day(b.doc, context)
    if a.past or b.past:
        near = one is not None and two is not None and abs((one - two).days) < 92
        return near and abs(a.years - b.years) > _SLACK
    if one is None or two is None:
        return False
    passed = (two - one).days / 365.25
    return abs((b.years - a.years) - passed) > _SLACK + 0.1


def _at_death(age: _Age, context: ComparisonContext, dead: set[tuple[str, str]]) -> bool:
    """Whether an age is that at death: its document tells of it, or appeared about when the first one that does."""
    if (age.doc, age.entity) in dead:
        return True
    if not any(entity == age.entity for _, entity in dead):
        return False
    for mention in context.docs[age.doc].mentions:
        if mention.entity == age.entity:
            spans, n = context.docs[age.doc].sentences, context.docs[age.doc].sentence_number(mention.start)
            if _DEATH.search(context.texts[age.doc], spans[n].start, spans[min(n + 1, len(spans) - 1)].end):
                return True
    told = [_day(doc, context) for doc, entity in dead if entity == age.entity]
    day = _day(age.doc, context)
    days = [one for one in told if one is not None]
    if not told or (day is None or not days):
        return bool(told)
    return (min(days) - day).days <= _MOURNED


def _day(doc: str, context: ComparisonContext) -> date | None:
    value = context.published.get(doc)
    if value is None or value.start is None or value.precision not in ("day", "month"):
        return None
    return date.fromisoformat(value.start)
