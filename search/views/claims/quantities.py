"""How many, as the sources of a claim grid say it: what stored findings take for one thing, then like words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from search.analysis.comparison.numbers.number_fact import NumberFact
from search.analysis.quantities.tagger import Quantity, quantities_in
from search.analysis.quantities.vocabulary import TIMES
from search.model import ClaimRow, Conflict, Statement
from search.text.folding import fold
from search.views.claims.evidence import Evidence
from search.views.claims.rows import SourceAnswer, how_of, row

_SAME_UNITS = frozenset({"yen", "baht", "won", "yuan", "rand", "lei", "hertz"})


def how_many(evidence: Evidence) -> list[ClaimRow]:
    """A row a counted thing: first those that stored findings join, then what only the subject's own words join."""
    scope = evidence.scope
    out: list[ClaimRow | None] = []
    used: set[tuple[str, int]] = set()
    for one in scope.touching:
        if one.kind == "number":
            sides = [_numbers(evidence, one, v.value, v.statements) for v in one.values]
            used |= {(said.doc, said.start) for side in sides for said in side}
            how = how_of(one)
            out.append(row("how many", _counted_of(evidence, one, sides), sides, scope.voice, how, one.why))
    blocks: dict[tuple[str, str], list[NumberFact]] = defaultdict(list)
    for doc, facts in evidence.facts.items():
        for fact in facts:
            at = fact.quantity.start
            if (doc, at) not in used and scope.holds(doc, at, fact.quantity.end):
                blocks[fact.key].append(fact)
    for (kind, _), block in blocks.items():
        for group in _groups(block):
            if len(group) < 2 and kind.partition(":")[2] in TIMES:
                continue  # how long something takes tells little by itself
            said = [_number(evidence, fact) for fact in group]
            out.append(row("how many", _counted(group[0]), [said], scope.voice))
    return [one for one in out if one is not None]


def _groups(block: Sequence[NumberFact]) -> list[list[NumberFact]]:
    """Numbers of one thing that can be one number and stand in like words; any other stays by itself."""
    groups: list[list[NumberFact]] = []
    for fact in sorted(block, key=lambda f: (f.quantity.hedged, f.doc, f.quantity.start)):
        for group in groups:
            if all(_one_thing(fact, other) for other in group):
                group.append(fact)
                break
        else:
            groups.append([fact])
    return groups


def _one_thing(a: NumberFact, b: NumberFact) -> bool:
    """Whether two numbers with one key are surely of one thing: other documents, compatible, told in like words."""
    if a.doc == b.doc or not a.quantity.meets(b.quantity):
        return False
    counted = frozenset(a.key[0].split())
    shared = len((a.clause & (b.clause | b.stems)) - counted) + len(a.entities & b.entities)
    return shared >= (2 if ":" in a.key[0] or a.key[0] == "share" or a.quantity.value < 10 else 1)


def _number(evidence: Evidence, fact: NumberFact) -> SourceAnswer:
    one = fact.quantity
    statement = evidence.attributed(evidence.context.docs[fact.doc].statement(fact.span), one.start)
    words = fact.words if fact.key[0] != "votes" else evidence.scope.texts[fact.doc][one.start : one.end]
    return SourceAnswer(
        words=words, statement=statement, start=one.start, end=one.end, value=f"{one.value:g}", quantity=one
    )


def _numbers(evidence: Evidence, found: Conflict, value: str, statements: Sequence[Statement]) -> list[SourceAnswer]:
    """What statements of a stored number say as written."""
    wanted = quantities_in(value)
    out = []
    for one in statements:
        if one.doc not in evidence.context.texts:
            continue
        here = [f for f in evidence.facts.get(one.doc, ()) if one.start_char <= f.quantity.start < one.end_char]
        told = _best(value, wanted, [f.quantity for f in here], {id(f.quantity): f.words for f in here})
        if told is None:
            told = _best(value, wanted, quantities_in(evidence.scope.texts[one.doc], one.start_char, one.end_char), {})
        at = re.search(rf"(?<!\w){re.escape(value)}(?!\w)", one.text)
        if at and (told is None or one.start_char + at.start() != told.start):
            start = one.start_char + at.start()
            out.append(
                SourceAnswer(
                    words=value,
                    statement=one,
                    start=start,
                    end=start + len(value),
                    value=value,
                    quantity=wanted[0] if wanted else None,
                )
            )
        elif told is not None:
            words = evidence.scope.texts[one.doc][told.start : told.end]
            out.append(
                SourceAnswer(
                    words=words, statement=one, start=told.start, end=told.end, value=f"{told.value:g}", quantity=told
                )
            )
        else:
            out.append(SourceAnswer(words=value, statement=one, value=value))
    return out


def _best(value: str, wanted: Sequence[Quantity], here: Sequence[Quantity], written: dict[int, str]) -> Quantity | None:
    """The quantity of a sentence that is a finding's: in the same words, else one that it can be."""
    same = next((q for q in here if written.get(id(q), "") == value), None)
    fits = (q for q in here for w in wanted if q.unit == w.unit and q.meets(w))
    return same or next(fits, None) or next((q for q in here for w in wanted if q.meets(w)), None)


def _counted(fact: NumberFact) -> str:
    """ "how many: people killed"."""
    kind, what = fact.key
    noun = fact.quantity.noun or kind.partition(":")[2] or ("percent" if kind == "share" else kind)
    noun = noun.removeprefix("part ")
    if kind.startswith(("money:", "measure:")):
        noun = _units(noun)
    if kind == "votes":
        what = {"more": "of the winning side", "fewer": "of the losing side", "margin": "of a margin"}.get(what, what)
    return "how many: " + " ".join(part for part in (noun, what) if part)


def _counted_of(evidence: Evidence, found: Conflict, sides: Sequence[Sequence[SourceAnswer]]) -> str:
    """The label of a stored finding: what is counted as its facts say, else its last names."""
    names = {fold(name) for e in evidence.scope.entities.values() for name in (e.name, *e.aliases)}
    things = [word for word in found.about if fold(word) not in names]
    about = [word for word in found.about if fold(word) in names]
    if things:
        mine = {fold(evidence.name(one)) for one in evidence.scope.main[:1]}
        who = [word for word in about if fold(word) not in mine][:1] if things == ["age"] else []
        return "how many: " + " ".join([*things, *(f"of {word}" for word in who)])
    units = [one.quantity.unit.partition(":")[2] for side in sides for one in side if one.quantity is not None]
    unit = next((unit for unit in units if unit), "")
    return "how many: " + (_units(unit) if unit else ", ".join(found.about[:2]))


def _units(unit: str) -> str:
    """A unit in the plural."""
    return {"foot": "feet", "inch": "inches", "percent": "percent"}.get(unit) or (
        unit if unit in _SAME_UNITS or unit.endswith("s") else unit + "s"
    )
