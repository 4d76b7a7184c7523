"""Who, in which words and described as what, as the sources of a claim grid say it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from search.analysis.comparison.context import stems_of
from search.analysis.doc import sentence_at
from search.model import ClaimRow, Conflict, Mention, QuotationSpan, Statement
from search.text.folding import fold
from search.views.claims.evidence import Evidence, verbatim_answer
from search.views.claims.rows import SourceAnswer, how_of, row

_MAX_NAMED = 6  # people and bodies of one source that are listed as taking part
_MAX_LEN_QUOTE = 600  # characters: longer ones are turns of a talk
_MIN_BLANKS = 2  # blanks: one or two quoted words say little by themselves


# ---- who --------------------------------------------------------------------------------------------------------


def who(evidence: Evidence, *, called: bool) -> list[ClaimRow]:
    """Who took part, or (`called`) by which name each source calls the subject; and names that stored findings tell."""
    scope = evidence.scope
    out: list[ClaimRow | None] = []
    for one in scope.touching:
        if one.kind == "name" and (scope.kind == "topic" or one is scope.asked or _is_about(evidence, one)):
            sides = [[verbatim_answer(s, v.value) for s in v.statements] for v in one.values]
            label = f"who: {min(one.about, key=len)}" if one.about else "who"
            how = how_of(one)
            out.append(row("who", label, sides, scope.voice, how, one.why))
    if called and not out:
        out.append(row("who", "who: called", [_names_given(evidence, scope.main[0])], scope.voice))
    elif not called:
        out.append(row("who", "who: named", [_taking_part(evidence)], scope.voice))
    return [one for one in out if one is not None]


def _is_about(evidence: Evidence, found: Conflict) -> bool:
    """Whether a stored finding names somebody that the subject is about."""
    mine = [e for one in evidence.scope.main if (e := evidence.scope.entities.get(one)) is not None]
    names = {fold(name) for e in mine for name in (e.name, *e.aliases)}
    return any(fold(name) in names for name in found.about)


def _names_given(evidence: Evidence, entity: str) -> list[SourceAnswer]:
    """The fullest name that each document gives an entity, where it first does."""
    out = []
    for doc in evidence.scope.texts:
        mine = [m for m in evidence.scope.mentions.get(doc, ()) if m.entity == entity]
        if mine:
            best = max(mine, key=lambda m: (len(m.text.split()), len(m.text), -m.start))
            span = sentence_at(evidence.scope.texts[doc], best.start)
            statement = Statement(doc, evidence.scope.texts[doc][span.start : span.end], span.start, span.end)
            out.append(
                SourceAnswer(
                    words=best.text,
                    statement=statement,
                    start=best.start,
                    end=best.end,
                    value=best.text,
                    keys=frozenset({entity}),
                    loose=True,
                )
            )
    return out


def _taking_part(evidence: Evidence) -> list[SourceAnswer]:
    """The people, bodies and laws that the sentences about the subject name, those that most sources name first."""
    scope = evidence.scope
    first: dict[tuple[str, str], Mention] = {}
    voices: dict[str, set[str]] = defaultdict(set)
    often: Counter[str] = Counter()
    spans = {doc: row for doc, row in scope.spans.items() if doc in scope.texts}
    for doc, row_of in spans.items():
        for span in row_of:
            for mention in evidence.mentions_within(doc, span):
                if evidence.kind(mention.entity) in ("person", "organization", "law"):
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
            if mention_of is None or count[doc] >= _MAX_NAMED:
                continue
            count[doc] += 1
            span = sentence_at(scope.texts[doc], mention_of.start)
            statement = Statement(doc, scope.texts[doc][span.start : span.end], span.start, span.end)
            keys = frozenset({entity})
            out.append(
                SourceAnswer(
                    words=mention_of.text,
                    statement=statement,
                    start=mention_of.start,
                    end=mention_of.end,
                    value=evidence.name(entity),
                    keys=keys,
                )
            )
    return out


# ---- in which words ---------------------------------------------------------------------------------------------


def in_which_words(evidence: Evidence) -> list[ClaimRow]:
    """Quoted words: the same utterance as stored findings join it, then what else is quoted by or about the subject."""
    scope = evidence.scope
    out: list[ClaimRow | None] = []
    used: set[tuple[str, int]] = set()
    for one in scope.touching:
        if one.kind == "quotation":
            sides = [[verbatim_answer(s, v.value) for s in v.statements] for v in one.values]
            used |= {(said.doc, said.start) for side in sides for said in side}
            how = how_of(one)
            out.append(
                row("in which words", f"in which words: {', '.join(one.about[:1])}", sides, scope.voice, how, one.why)
            )
    mine, others = [], []
    for quote in scope.quotations:
        if (quote.doc, quote.span.start) in used or not _is_an_answer(evidence, quote):
            continue
        if scope.kind == "entity" and quote.speaker == scope.main[0]:
            mine.append(_quotation_answer(evidence, quote))
        elif _is_on_subject(evidence, quote):
            others.append(_quotation_answer(evidence, quote))
    name = evidence.name(scope.main[0]) if scope.kind == "entity" else ""
    out.append(row("in which words", f"in which words: {name}" if name else "in which words", [mine], scope.voice))
    out.append(row("in which words", "in which words: of it" if name else "in which words", [others], scope.voice))
    return [one for one in out if one is not None]


def _is_an_answer(evidence: Evidence, quote: QuotationSpan) -> bool:
    """Whether quoted words are neither a turn of a talk nor one or two words."""
    text = evidence.scope.texts[quote.doc][quote.span.start : quote.span.end]
    return len(text) <= _MAX_LEN_QUOTE and text.count(" ") >= _MIN_BLANKS


def _is_on_subject(evidence: Evidence, quote: QuotationSpan) -> bool:
    """Whether a quotation names the subject, or stands in a stretch that is about it."""
    scope = evidence.scope
    if scope.kind == "entity":
        return scope.main[0] in quote.about
    return scope.holds(quote.doc, quote.around.start, quote.around.end)


def _quotation_answer(evidence: Evidence, quote: QuotationSpan) -> SourceAnswer:
    text = evidence.scope.texts[quote.doc]
    speaker = evidence.name(quote.speaker) if quote.speaker else ""
    around = Statement(
        quote.doc, text[quote.around.start : quote.around.end], quote.around.start, quote.around.end, speaker
    )
    words = text[quote.span.start : quote.span.end]
    return SourceAnswer(words=words, statement=around, start=quote.span.start, end=quote.span.end, value=words)


# ---- described as -----------------------------------------------------------------------------------------------


def described_as(evidence: Evidence, entities: Sequence[str]) -> list[ClaimRow]:
    """A row an entity: the phrases that each source uses for it."""
    scope = evidence.scope
    by_entity = {one.entity: one.by for one in scope.found.described}
    out = []
    for entity in entities:
        said = [
            one
            for doc, phrases in by_entity.get(entity, {}).items()
            if doc in scope.texts
            for phrase in phrases
            if (one := _phrase(evidence, entity, doc, phrase)) is not None
        ]
        label = "described as" if scope.kind == "entity" else f"described as: {evidence.name(entity)}"
        out.append(row("described as", label, [said], scope.voice))
    return [one for one in out if one is not None]


def _phrase(evidence: Evidence, entity: str, doc: str, phrase: str) -> SourceAnswer | None:
    """A phrase with its place: right before or behind a mention; None where the text has it no more."""
    text = evidence.scope.texts[doc]
    for mention in evidence.scope.mentions.get(doc, ()):
        if mention.entity != entity:
            continue
        low = max(0, mention.start - 2 * len(phrase) - 20)
        at = text.rfind(phrase, low, mention.start)
        if at < 0:
            at = text.find(phrase, mention.end, mention.end + 2 * len(phrase) + 20)
        if at >= 0:
            span = sentence_at(text, mention.start)
            start, end = min(span.start, at), max(span.end, at + len(phrase))
            return SourceAnswer(
                words=phrase,
                statement=Statement(doc, text[start:end], start, end),
                start=at,
                end=at + len(phrase),
                value=phrase,
                keys=stems_of(phrase),
                loose=True,
            )
    return None
