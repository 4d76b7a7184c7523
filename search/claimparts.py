"""The answers to each question of a claim grid: when, where, how many, who, in which words, described as."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property

from search.analysis.attribution import Speakers
from search.analysis.edtf import bounds, date_value
from search.analysis.numberfacts import NumberFact, number_facts
from search.analysis.quantities import Quantity, quantities_in
from search.analysis.quantitywords import TIMES
from search.analysis.quotations import Placed
from search.analysis.rules import lexicon
from search.analysis.setting import Setting, stems_of
from search.claimrows import Said, how_of, row
from search.claimscope import Scope, line_at, sentence_at
from search.comparemodel import ClaimRow
from search.model import Conflict, DateValue, Event, Mention, Span, Statement
from search.text import fold
from search.wording import date_words

_AT = re.compile(
    r"\b(?P<at>in|at|near|outside|inside|off|around|on the outskirts of)\s+(?:the\s+)?"
    r"(?:(?:[\w'’-]+\s+){0,4}(?:town|city|village|port|district|suburb|state|province|county|island|region|capital"
    r"|quarter|borough|parish)\s+of\s+)?\Z",
    re.IGNORECASE,
)
# What may go on behind a place's name: "Los Angeles airport", "Halden Town Hall"; and what makes it an owner's.
_GOES_ON = re.compile(
    r"(?: [A-Z][\w-]+){0,3}(?: (?:airport|station|prison|jail|court|hotel|port|harbour|harbor|university|hospital"
    r"|embassy|dam|bridge|stadium|museum|cathedral|market|square|barracks|base|border))?(?![\w-])"
)
_OWNS = re.compile(r"['’]s?(?!\w)")
_BESIDE = re.compile(r",? (?:in |in the )?\Z")
_SAME_UNITS = frozenset({"yen", "baht", "won", "yuan", "rand", "lei", "hertz"})
_REACH = 80  # characters before a place in which a preposition is looked for
_PLACES = 2  # places of one sentence, the nearest to what happened
_NAMED = 6  # people and bodies of one source that are listed as taking part
_LONG_QUOTE = 600  # characters: longer ones are turns of a talk
_SHORT_QUOTE = 2  # blanks: one or two quoted words say little by themselves


class Ground:
    """A scope with what is worked out from its texts when first asked for."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    @cached_property
    def setting(self) -> Setting:
        """The scope's documents as they are compared, cut down to the paragraphs that matter: the rest is blank."""
        scope = self.scope
        wanted: dict[str, set[tuple[int, int]]] = defaultdict(set)
        for doc, spans in scope.spans.items():
            for span in spans:
                wanted[doc].add((span.start, span.end))
        for one in scope.touching:
            for value in one.values:
                for said in value.statements:
                    wanted[said.doc].add((said.start_char, said.end_char))
        for event in (*scope.events, *scope.beside):
            wanted[event.doc].add((event.start_char, event.end_char))
        texts = {doc: _masked(scope.texts[doc], spans) for doc, spans in wanted.items() if doc in scope.texts}
        mentions = [m for doc in texts for m in scope.mentions.get(doc, ())]
        published = {doc.id: _day(doc.published) for doc in scope.documents}
        return Setting(list(scope.entities.values()), mentions, texts, published, scope.events)

    @cached_property
    def speakers(self) -> Speakers:
        """Whose words a statement is."""
        return Speakers(
            self.setting, self.scope.quotations, (*self.scope.events, *self.scope.others, *self.scope.beside)
        )

    @cached_property
    def facts(self) -> dict[str, list[NumberFact]]:
        """The numbers of the paragraphs that matter, by document."""
        return {doc: list(number_facts(doc, self.setting)) for doc in sorted(self.setting.texts)}

    @cached_property
    def at(self) -> dict[tuple[str, int], list[Event]]:
        """Events by document and beginning of their sentence."""
        out: dict[tuple[str, int], list[Event]] = defaultdict(list)
        for event in (*self.scope.events, *self.scope.others, *self.scope.beside):
            out[event.doc, event.start_char].append(event)
        return out

    @cached_property
    def joined(self) -> dict[str, str]:
        """Clusters that stored conflicts of date take for one happening → the first of them."""
        out: dict[str, str] = {}
        for one in self.scope.touching:
            if one.kind != "date":
                continue
            met = [c for value in one.values for c in sorted(_dated(self, value.value, value.statements)[1])]
            home = next((out[c] for c in met if c in out), met[0] if met else "")
            out.update({c: home for c in met if c not in out})
        return out

    def name(self, entity: str) -> str:
        """What an entity is called."""
        found = self.scope.entities.get(entity)
        return found.name if found else entity

    def kind(self, entity: str) -> str:
        """The type of an entity, "" for an unknown one."""
        found = self.scope.entities.get(entity)
        return found.type if found else ""

    def spoken(self, statement: Statement, at: int) -> Statement:
        """A statement with who says what stands at a character of it, where it is not the source itself."""
        if statement.speaker or statement.doc not in self.setting.texts:
            return statement
        who = self.speakers.speaker(statement, at)
        return Statement(statement.doc, statement.text, statement.start_char, statement.end_char, who)

    def mentioned(self, doc: str, span: Span) -> list[Mention]:
        """The mentions within a stretch of a document."""
        return [m for m in self.scope.mentions.get(doc, ()) if span.start <= m.start and m.end <= span.end]


def _day(edtf: str | None) -> DateValue | None:
    try:
        return date_value(edtf) if edtf else None
    except ValueError:
        return None


def _masked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """A text of the same length with only the paragraphs of these stretches left."""
    lines = sorted({(line_at(text, start).start, line_at(text, max(start, end - 1)).end) for start, end in spans})
    out, at = [], 0
    for start, end in lines:
        if end <= at:
            continue
        start = max(start, at)
        if start > at:
            out.append(" " * (start - at - 1) + "\n")
        out.append(text[start:end])
        at = end
    out.append(" " * (len(text) - at))
    return "".join(out)


# ---- when -------------------------------------------------------------------------------------------------------


def when(ground: Ground) -> list[ClaimRow]:
    """A row a happening: its dates as written; where a stored conflict dates it otherwise, those beside it."""
    scope, out = ground.scope, []
    told = [e for e in scope.events if e.modality != "hypothetical" and not e.negated]
    mine = {e.cluster or e.id for e in told}
    rings: dict[str, list[Event]] = defaultdict(list)
    for event in (*told, *(e for e in scope.others if e.modality != "hypothetical" and not e.negated)):
        rings[event.cluster or event.id].append(event)
    for event in scope.beside:
        rings[event.cluster or event.id].append(event)
    done = {e.cluster or e.id for e in scope.beside} - mine  # shown only beside what it differs from
    for one in scope.touching:
        if one.kind != "date" or len(one.values) < 2:
            continue
        sides, met = [], set()
        for value in one.values:
            said, clusters = _dated(ground, value.value, [s for s in value.statements if s.doc in scope.texts])
            met |= clusters
            said += [_date(ground, e) for c in clusters for e in rings.get(c, ())]
            sides.append(said)
        if not (met & mine) and one is not scope.asked:
            continue
        done |= met
        lead = [e for c in sorted(met) for e in rings.get(c, ())]
        label = _happened(ground, lead) if lead else f"when: {', '.join(one.about[:2])}"
        out.append(row("when", label, sides, scope.voice, how_of(one), one.why))
    for ring, events in rings.items():
        if ring not in done:
            said = [_date(ground, e) for e in _stated(events)]
            out.append(row("when", _happened(ground, events), [said], scope.voice, "agree", _same(events)))
    return [one for one in out if one is not None]


def _stated(events: Sequence[Event]) -> list[Event]:
    """Of each document the events that it dates itself, else those dated by its day of publication."""
    by_doc: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        by_doc[event.doc].append(event)
    out = []
    for own in by_doc.values():
        out += [e for e in own if e.date.basis != "publication"] or own
    return out


def _same(events: Sequence[Event]) -> str:
    words = sorted({e.trigger for e in events if e.trigger})
    if len({e.doc for e in events}) < 2 or not words:
        return ""
    return "the dates have a day in common, and " + ", ".join(f"“{word}”" for word in words[:4]) + " tell of the same"


def _date(ground: Ground, event: Event) -> Said:
    """The date of an event as written."""
    start, end = event.date_start, event.date_end
    statement = ground.spoken(Statement(event.doc, event.text, event.start_char, event.end_char), start)
    if start < 0:
        return Said(
            f"{date_words(event.date.edtf)} (day of publication)", statement, -1, -1, event.date.edtf, event.date
        )
    text = ground.scope.texts.get(event.doc, "")
    words = text[start:end] or event.date.words
    return Said(words, statement, start, end, event.date.edtf, event.date)


def _dated(ground: Ground, value: str, statements: Sequence[Statement]) -> tuple[list[Said], set[str]]:
    """What statements of a stored date say as written, and the clusters of their events."""
    out: list[Said] = []
    clusters: set[str] = set()
    for one in statements:
        events = [e for e in ground.at.get((one.doc, one.start_char), ()) if _shares(e.date, value)]
        for event in events:
            clusters.add(event.cluster or event.id)
            out.append(_date(ground, event))
        if not events:
            date = _day(value)
            at = _written(date, one.text)
            start = one.start_char + at.start if at else -1
            words = one.text[at.start : at.end] if at else date_words(value)
            out.append(Said(words, one, start, start + len(words) if at else -1, value, date))
    return out, clusters


def _written(date: DateValue | None, text: str) -> Span | None:
    """Where a sentence writes the year of a date, for one whose words are not stored."""
    found = re.search(rf"\b{date.start[:4]}\b", text) if date is not None and date.start else None
    return Span(*found.span()) if found else None


def _shares(date: DateValue, edtf: str) -> bool:
    try:
        start, end, _ = bounds(edtf)
    except ValueError:
        return False
    return (date.start or "") <= (end or "9999") and (start or "") <= (date.end or "9999")


def _happened(ground: Ground, events: Sequence[Event]) -> str:
    """ "when: arrested · Salvador Cienfuegos": what happened and to whom, where the subject does not say."""
    scope = ground.scope
    often = Counter(e.trigger for e in events if e.trigger)
    event = min(events, key=lambda e: (-often[e.trigger], not e.trigger, e.trigger, e.doc, e.start_char))
    people = [e for e in event.entities if ground.kind(e) == "person"]
    bodies = [e for e in event.entities if ground.kind(e) in ("law", "organization")]
    near = next(iter(people[:1] or bodies), "")
    parts = [event.trigger or event.kind] if event.trigger or event.kind else []
    if near and near not in scope.main[:1] and (people or scope.main[:1] != event.entities[:1]):
        parts.append(ground.name(near))
    elif not parts:
        parts.append(_snippet(event))
    return "when: " + " · ".join(parts)


def _snippet(event: Event) -> str:
    """Some whole words around a date, for what bears no name."""
    at = max(0, event.date_start - event.start_char)
    low = event.text.find(" ", max(0, at - 30), at) + 1 if at > 30 else 0
    high = event.text.rfind(" ", at, at + 40) if at + 40 < len(event.text) else len(event.text)
    words = " ".join(event.text[low : max(high, low)].split())
    return f"“{'…' if low else ''}{words}{'…' if high < len(event.text) else ''}”"


# ---- how many ---------------------------------------------------------------------------------------------------


def how_many(ground: Ground) -> list[ClaimRow]:
    """A row a counted thing: first those that stored findings join, then what only the subject's own words join."""
    scope = ground.scope
    out: list[ClaimRow | None] = []
    used: set[tuple[str, int]] = set()
    for one in scope.touching:
        if one.kind == "number":
            sides = [_numbers(ground, one, v.value, v.statements) for v in one.values]
            used |= {(said.doc, said.start) for side in sides for said in side}
            how = how_of(one)
            out.append(row("how many", _counted_of(ground, one, sides), sides, scope.voice, how, one.why))
    blocks: dict[tuple[str, str], list[NumberFact]] = defaultdict(list)
    for doc, facts in ground.facts.items():
        for fact in facts:
            at = fact.quantity.start
            if (doc, at) not in used and scope.holds(doc, at, fact.quantity.end):
                blocks[fact.key].append(fact)
    for (kind, _), block in blocks.items():
        for group in _groups(block):
            if len(group) < 2 and kind.partition(":")[2] in TIMES:
                continue  # how long something takes tells little by itself
            said = [_number(ground, fact) for fact in group]
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
    shared = len((a.near & (b.near | b.stems)) - counted) + len(a.who & b.who)
    return shared >= (2 if ":" in a.key[0] or a.key[0] == "share" or a.quantity.value < 10 else 1)


def _number(ground: Ground, fact: NumberFact) -> Said:
    one = fact.quantity
    statement = ground.spoken(ground.setting.statement(fact.doc, fact.span), one.start)
    words = fact.words if fact.key[0] != "votes" else ground.scope.texts[fact.doc][one.start : one.end]
    return Said(words, statement, one.start, one.end, f"{one.value:g}", quantity=one)


def _numbers(ground: Ground, found: Conflict, value: str, statements: Sequence[Statement]) -> list[Said]:
    """What statements of a stored number say as written."""
    wanted = quantities_in(value)
    out = []
    for one in statements:
        if one.doc not in ground.setting.texts:
            continue
        here = [f for f in ground.facts.get(one.doc, ()) if one.start_char <= f.quantity.start < one.end_char]
        told = _best(value, wanted, [f.quantity for f in here], {id(f.quantity): f.words for f in here})
        if told is None:
            told = _best(value, wanted, quantities_in(ground.scope.texts[one.doc], one.start_char, one.end_char), {})
        at = re.search(rf"(?<!\w){re.escape(value)}(?!\w)", one.text)
        if at and (told is None or one.start_char + at.start() != told.start):
            start = one.start_char + at.start()
            out.append(Said(value, one, start, start + len(value), value, quantity=wanted[0] if wanted else None))
        elif told is not None:
            words = ground.scope.texts[one.doc][told.start : told.end]
            out.append(Said(words, one, told.start, told.end, f"{told.value:g}", quantity=told))
        else:
            out.append(Said(value, one, value=value))
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


def _counted_of(ground: Ground, found: Conflict, sides: Sequence[Sequence[Said]]) -> str:
    """The label of a stored finding: what is counted as its facts say, else its last names."""
    names = {fold(name) for e in ground.scope.entities.values() for name in (e.name, *e.aliases)}
    things = [word for word in found.about if fold(word) not in names]
    about = [word for word in found.about if fold(word) in names]
    if things:
        mine = {fold(ground.name(one)) for one in ground.scope.main[:1]}
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


# ---- where ------------------------------------------------------------------------------------------------------


def where(ground: Ground, rings: Sequence[Sequence[Event]]) -> list[ClaimRow]:
    """A row a happening: the places that its sentences put it in; and what stored findings place apart."""
    scope = ground.scope
    out: list[ClaimRow | None] = []
    for one in scope.touching:
        if one.kind == "place":
            sides = [[_place_of(ground, s, v.value) for s in v.statements if s.doc in scope.texts] for v in one.values]
            how = how_of(one)
            out.append(row("where", f"where: {', '.join(one.about[:2])}", sides, scope.voice, how, one.why))
    for events in rings:
        said = [place for event in events for place in _places(ground, event)]
        label = _happened(ground, events).replace("when:", "where:", 1)
        out.append(row("where", label, [said], scope.voice))
    return [one for one in out if one is not None]


def _places(ground: Ground, event: Event) -> list[Said]:
    """Where a sentence puts what happened: "in Los Angeles", "near Guadalajara, Jalisco"; the nearest first."""
    text = ground.scope.texts.get(event.doc)
    if text is None or event.negated or event.modality == "hypothetical":
        return []
    span = Span(event.start_char, event.end_char)
    verb = text.find(event.trigger, span.start, span.end) if event.trigger else span.start
    found: list[tuple[int, Said]] = []
    last: Mention | None = None
    for mention in ground.mentioned(event.doc, span):
        if ground.kind(mention.entity) != "place" or mention.entity in ground.scope.main:
            last = None
            continue
        if last is not None and _BESIDE.fullmatch(text[last.end : mention.start]) and found:
            far, one = found[-1]
            found[-1] = far, Said(
                text[one.start : mention.end], one.statement, one.start, mention.end, one.value,
                keys=one.keys | {mention.entity},
            )  # fmt: skip
            last = mention
            continue
        lead = _AT.search(text, max(span.start, mention.start - _REACH), mention.start)
        at_land = lead is not None and lead["at"].lower() == "at" and fold(mention.text) in lexicon().countries
        if lead is None or at_land or _OWNS.match(text, mention.end):
            last = None
            continue
        goes_on = _GOES_ON.match(text, mention.end, span.end)
        end = goes_on.end() if goes_on else mention.end
        statement = ground.spoken(Statement(event.doc, event.text, span.start, span.end), lead.start())
        keys = frozenset({mention.entity})
        one = Said(text[lead.start() : end], statement, lead.start(), end, ground.name(mention.entity), keys=keys)
        found.append((abs(mention.start - verb), one))
        last = mention
    return [one for _, one in sorted(found, key=lambda pair: pair[0])[:_PLACES]]


def _place_of(ground: Ground, statement: Statement, value: str) -> Said:
    """What a statement of a stored place says as written."""
    span = Span(statement.start_char, statement.end_char)
    for mention in ground.mentioned(statement.doc, span):
        if ground.name(mention.entity) == value:
            text = ground.scope.texts[statement.doc]
            lead = _AT.search(text, max(span.start, mention.start - _REACH), mention.start)
            start = lead.start() if lead else mention.start
            return Said(
                text[start : mention.end], statement, start, mention.end, value, keys=frozenset({mention.entity})
            )
    return _worded(statement, value)


# ---- who --------------------------------------------------------------------------------------------------------


def who(ground: Ground, *, called: bool) -> list[ClaimRow]:
    """Who took part, or (`called`) by which name each source calls the subject; and names that stored findings tell."""
    scope = ground.scope
    out: list[ClaimRow | None] = []
    for one in scope.touching:
        if one.kind == "name" and (scope.kind == "topic" or one is scope.asked or _is_about(ground, one)):
            sides = [[_worded(s, v.value) for s in v.statements] for v in one.values]
            label = f"who: {min(one.about, key=len)}" if one.about else "who"
            how = how_of(one)
            out.append(row("who", label, sides, scope.voice, how, one.why))
    if called and not out:
        out.append(row("who", "who: called", [_called(ground, scope.main[0])], scope.voice))
    elif not called:
        out.append(row("who", "who: named", [_taking_part(ground)], scope.voice))
    return [one for one in out if one is not None]


def _is_about(ground: Ground, found: Conflict) -> bool:
    """Whether a stored finding names somebody that the subject is about."""
    mine = [e for one in ground.scope.main if (e := ground.scope.entities.get(one)) is not None]
    names = {fold(name) for e in mine for name in (e.name, *e.aliases)}
    return any(fold(name) in names for name in found.about)


def _worded(statement: Statement, value: str) -> Said:
    """A value that stands word for word in a statement, or in other case."""
    at = statement.text.find(value)
    if at < 0:
        at = fold(statement.text).find(fold(value)) if len(fold(statement.text)) == len(statement.text) else -1
    if at < 0:
        return Said(value, statement, value=value)
    start = statement.start_char + at
    words = statement.text[at : at + len(value)]
    return Said(words, statement, start, start + len(value), value, keys=frozenset({fold(value)}))


def _called(ground: Ground, entity: str) -> list[Said]:
    """The fullest name that each document gives an entity, where it first does."""
    out = []
    for doc in ground.scope.texts:
        mine = [m for m in ground.scope.mentions.get(doc, ()) if m.entity == entity]
        if mine:
            best = max(mine, key=lambda m: (len(m.text.split()), len(m.text), -m.start))
            span = sentence_at(ground.scope.texts[doc], best.start)
            statement = Statement(doc, ground.scope.texts[doc][span.start : span.end], span.start, span.end)
            out.append(
                Said(best.text, statement, best.start, best.end, best.text, keys=frozenset({entity}), loose=True)
            )
    return out


def _taking_part(ground: Ground) -> list[Said]:
    """The people, bodies and laws that the sentences about the subject name, those that most sources name first."""
    scope = ground.scope
    first: dict[tuple[str, str], Mention] = {}
    voices: dict[str, set[str]] = defaultdict(set)
    often: Counter[str] = Counter()
    spans = {doc: row for doc, row in scope.spans.items() if doc in scope.texts}
    for doc, row_of in spans.items():
        for span in row_of:
            for mention in ground.mentioned(doc, span):
                if ground.kind(mention.entity) in ("person", "organization", "law"):
                    key = doc, mention.entity
                    voices[mention.entity].add(scope.voice(doc))
                    often[mention.entity] += 1
                    if key not in first or len(mention.text) > len(first[key].text):
                        first[key] = mention
    ranked = sorted(voices, key=lambda e: (-len(voices[e]), -often[e], e))
    shared = [e for e in ranked if len(voices[e]) > 1]
    ranked = shared if scope.kind == "topic" and shared else ranked
    count: Counter[str] = Counter()
    out = []
    for entity in ranked:
        for doc in spans:
            mention_of = first.get((doc, entity))
            if mention_of is None or count[doc] >= _NAMED:
                continue
            count[doc] += 1
            span = sentence_at(scope.texts[doc], mention_of.start)
            statement = Statement(doc, scope.texts[doc][span.start : span.end], span.start, span.end)
            keys = frozenset({entity})
            out.append(
                Said(mention_of.text, statement, mention_of.start, mention_of.end, ground.name(entity), keys=keys)
            )
    return out


# ---- in which words ---------------------------------------------------------------------------------------------


def in_which_words(ground: Ground) -> list[ClaimRow]:
    """Quoted words: the same utterance as stored findings join it, then what else is quoted by or about the subject."""
    scope = ground.scope
    out: list[ClaimRow | None] = []
    used: set[tuple[str, int]] = set()
    for one in scope.touching:
        if one.kind == "quotation":
            sides = [[_worded(s, v.value) for s in v.statements] for v in one.values]
            used |= {(said.doc, said.start) for side in sides for said in side}
            how = how_of(one)
            out.append(
                row("in which words", f"in which words: {', '.join(one.about[:1])}", sides, scope.voice, how, one.why)
            )
    mine, others = [], []
    for quote in scope.quotations:
        text = scope.texts[quote.doc][quote.span.start : quote.span.end]
        if (quote.doc, quote.span.start) in used or len(text) > _LONG_QUOTE or text.count(" ") < _SHORT_QUOTE:
            continue
        if scope.kind == "entity" and quote.speaker == scope.main[0]:
            mine.append(_quoted(ground, quote))
        elif (scope.kind == "entity" and scope.main[0] in quote.about) or (
            scope.kind != "entity" and scope.holds(quote.doc, quote.around.start, quote.around.end)
        ):
            others.append(_quoted(ground, quote))
    name = ground.name(scope.main[0]) if scope.kind == "entity" else ""
    out.append(row("in which words", f"in which words: {name}" if name else "in which words", [mine], scope.voice))
    out.append(row("in which words", "in which words: of it" if name else "in which words", [others], scope.voice))
    return [one for one in out if one is not None]


def _quoted(ground: Ground, quote: Placed) -> Said:
    text = ground.scope.texts[quote.doc]
    speaker = ground.name(quote.speaker) if quote.speaker else ""
    around = Statement(
        quote.doc, text[quote.around.start : quote.around.end], quote.around.start, quote.around.end, speaker
    )
    words = text[quote.span.start : quote.span.end]
    return Said(words, around, quote.span.start, quote.span.end, words)


# ---- described as -----------------------------------------------------------------------------------------------


def described_as(ground: Ground, entities: Sequence[str]) -> list[ClaimRow]:
    """A row an entity: the phrases that each source uses for it."""
    scope = ground.scope
    by_entity = {one.entity: one.by for one in scope.found.described}
    out = []
    for entity in entities:
        said = [
            one
            for doc, phrases in by_entity.get(entity, {}).items()
            if doc in scope.texts
            for phrase in phrases
            if (one := _phrase(ground, entity, doc, phrase)) is not None
        ]
        label = "described as" if scope.kind == "entity" else f"described as: {ground.name(entity)}"
        out.append(row("described as", label, [said], scope.voice))
    return [one for one in out if one is not None]


def _phrase(ground: Ground, entity: str, doc: str, phrase: str) -> Said | None:
    """A phrase with its place: right before or behind a mention; None where the text has it no more."""
    text = ground.scope.texts[doc]
    for mention in ground.scope.mentions.get(doc, ()):
        if mention.entity != entity:
            continue
        low = max(0, mention.start - 2 * len(phrase) - 20)
        at = text.rfind(phrase, low, mention.start)
        if at < 0:
            at = text.find(phrase, mention.end, mention.end + 2 * len(phrase) + 20)
        if at >= 0:
            span = sentence_at(text, mention.start)
            start, end = min(span.start, at), max(span.end, at + len(phrase))
            return Said(phrase, Statement(doc, text[start:end], start, end), at, at + len(phrase), phrase,
                        keys=stems_of(phrase), loose=True)  # fmt: skip
    return None
