"""The same utterance quoted in different words, or in the same.

Two quotations of one speaker are weighed: the telling words they share, how they are built, the occasion (what is told
around them) and whether each source quotes that speaker just once. Of nobody known the words must be nearly the same.
Shortened and elided quotations agree; so do those that differ in their marks alone. Words that somebody said in another
language may be two translations, and that is said.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence, Set
from itertools import pairwise
from typing import Literal

from search.analysis.comparison.context import ComparisonContext, telling_stem
from search.analysis.comparison.linkage import Pair, blocks, merged, mutual_best, pairs_in
from search.analysis.comparison.quotations.tokens import NEGATION, NOT, QUANTIFIERS, aligned, key, same_words
from search.analysis.comparison.quotations.utterances import Utterance, utterances
from search.analysis.comparison.same_name import taken_for
from search.analysis.findings import MAX_VERSIONS, Relations, make_finding, quoted_list, statement_value
from search.analysis.lexicon import ENGLISH, words
from search.model import Conflict, QuotationSpan, Span, StatedValue, Statement
from search.text.folding import fold

# What makes two quotations one utterance, and what each weighs. Leave-one-story-out over the development stories puts
# the threshold between 0.97 and 1.56. What the words themselves tell is in `_UtteranceScorer`.
_THRESHOLD = 1.5
_BUILT = 0.5  # built alike: "could have", "any … would", "like a", "because", "nobody's" and "not anybody's"
_IN_ONE_WORD = 0.5  # what one says in two words the other has as one: "the back room", "the backroom"
_TWICE = 0.75  # both say one word twice
_DENIED = -0.5  # one denies and the other does not
_SHARE = 0.5  # of the telling words of the shorter, those that are in the other
_ALL_WORDS = 0.5  # of the words of the shorter, small ones too, those that are in the other
_NEARLY = 1.0  # most words of the shorter stand in the other in their order
_MAX_OCCASION = 2.0  # what words around both weigh together
_JUST_ONE = 0.25  # each source quotes the speaker once
_LIKELY, _PERHAPS = -0.25, -0.5  # the speaker is the only one named near, or the only one who may be meant
_HALF = 0.5  # of the occasion, where it is not sure who speaks
_FEW_WORDS = 5  # fewer words may well be in another quotation
_CALL = 8  # words of a call: “Get out, the wall is falling”
_KNOWN_OCCASION = 0.5  # what the words around two calls must tell for them to be one
# Words that deny or say of how many: they tell how a quotation is built.
_FORMAL = frozenset({NEGATION}) | QUANTIFIERS
_MAX_OF_ONE = 60  # quotations of one speaker that are compared with each other
# Times a word stands outside of quotation marks in two documents that are about it, and what it tells then.
_TOPICAL, _OF_TOPIC = 2, 0.34
_LANGUAGE = re.compile(
    r"\btranslat\w+|\binterpreter\b|\bin (?:his|her|their) (?:native|mother|own) (?:tongue|language)\b|\bin "
    rf"{ENGLISH.pattern('comparison_quotations', 'languages')}\b"
)
_LETTERS = re.compile(r"[^\W\d_]+")
_MODALS = words("could would should must might can cannot")
_ARTICLES = words("a an the of to in")
# Words that join a reason or a condition to what is said: two wordings of one utterance rather have the same.
_JOINS = words("because unless until if though although whoever whatever wherever than instead")
_FEW_TO_JOIN = 25  # words of a quotation in which that tells
_ENDINGS = ENGLISH.words("comparison_quotations", "affixes")
# Both deny of anybody: "we are nobody's children", "they are not anyone's children".
_OF_NOBODY = re.compile(r"\bno(?:body|[ -]one)\b|(?:\bnot|n['’]t)\b(?: \w+){0,2} any(?:body|one)\b")
_COMMON = ENGLISH.words("comparison_quotations", "everyday words")
_EVERYDAY = frozenset(map(key, _COMMON))
# Words that stand around any quotation.
_ANYWHERE = frozenset(map(telling_stem, (*_COMMON, "said", "says", "told", "asked", "added")))


def quoted_words(quotations: Sequence[QuotationSpan], context: ComparisonContext) -> Relations:
    """Conflicts and agreements of quoted words among the documents."""
    kept = [q for q in quotations if q.doc in context.docs]
    rows = utterances(kept, context)
    scorer = _UtteranceScorer(kept, rows, context)
    scored = ((pair, scorer.score(rows[pair[0]], rows[pair[1]])) for pair in _pairs(rows, context))
    scores = {pair: score for pair, score in scored if score >= _THRESHOLD}
    best = mutual_best(scores, lambda n: rows[n].placed.doc)
    found = [_finding([rows[n] for n in group], context) for group in merged(len(rows), best)]
    return Relations(
        tuple(one for one in found if one is not None and len(one.values) > 1),
        tuple(one for one in found if one is not None and len(one.values) == 1),
    )


def _pairs(rows: Sequence[Utterance], context: ComparisonContext) -> list[Pair]:
    """Quotations of two documents that share a speaker, or where nobody is named a rare word."""

    def keys(one: Utterance) -> dict[tuple[str, str], None]:
        names = [*(("speaker", who) for who in one.who), *(("surname", context.name(w).split()[-1]) for w in one.who)]
        words_ = (("word", word) for word in context.anchors(one.told - {NEGATION}, ()))
        return dict.fromkeys(key for key in (*names, *words_) if key[1])

    docs, same = [one.placed.doc for one in rows], context.same_storyline
    found = blocks(map(keys, rows), _MAX_OF_ONE)
    return sorted(pairs_in(found.values(), lambda a, b: docs[a] != docs[b] and same(docs[a], docs[b])))


class _UtteranceScorer:
    """What makes two quotations one utterance: their words, how they are built, the occasion and who speaks.

    Words that two documents are about anyway tell less.
    """

    def __init__(
        self, quotations: Sequence[QuotationSpan], rows: Sequence[Utterance], context: ComparisonContext
    ) -> None:
        self._context = context
        self._spans: dict[str, list[Span]] = defaultdict(list)
        for one in quotations:
            self._spans[one.doc].append(one.span)
        self._counts: dict[str, Counter[str]] = {}
        self._stems: dict[str, Counter[str]] = {}
        self._of: Counter[tuple[str, str]] = Counter((u.placed.doc, who) for u in rows for who in u.who)

    def _plain(self, doc: str) -> list[str]:
        """The folded words of a document outside of its quotations."""
        text, at, plain = self._context.texts[doc], 0, []
        for span in sorted(self._spans[doc], key=lambda span: (span.start, span.end)):
            plain.append(text[at : max(at, span.start)])
            at = max(at, span.end)
        plain.append(text[at:])
        return _LETTERS.findall(fold(" ".join(plain)))

    def _count(self, doc: str) -> Counter[str]:
        if doc not in self._counts:
            row = self._plain(doc)
            self._counts[doc] = Counter(map(key, row))
            self._stems[doc] = Counter(map(telling_stem, row))
        return self._counts[doc]

    def _weight(self, word: str, one: str, two: str) -> float:
        """How much a telling word tells that two quotations of these documents are one."""
        if word == NEGATION or word in QUANTIFIERS or word == "nothing":
            return 0.5
        if self._count(one)[word] + self._count(two)[word] >= _TOPICAL:
            return _OF_TOPIC
        return _OF_TOPIC if word in _EVERYDAY else 1.0

    def _occasion(self, one: Utterance, two: Utterance) -> float:
        """How much the words around two quotations tell that the occasion is one."""
        docs = one.placed.doc, two.placed.doc
        for doc in docs:
            self._count(doc)
        total = 0.0
        for word in (one.around & two.around) - one.told - two.told - _ANYWHERE:
            times = sum(self._stems[doc][word] for doc in docs)
            total += min(1.0, 3.0 / max(3, times), 2 * self._context.weight(word))
        return min(_MAX_OCCASION, total)

    def _just_one(self, one: Utterance, two: Utterance) -> bool:
        """Whether each of two documents quotes its speaker once."""
        return all(u.who and max(self._of[u.placed.doc, who] for who in u.who) == 1 for u in (one, two))

    def score(self, a: Utterance, b: Utterance) -> float:
        """What makes two quotations one utterance weighs: 0 for nothing."""
        shared = a.told & b.told
        sure = _one_speaker(a, b, self._context)
        if not a.told or not b.told or sure is False:
            return 0.0
        content = shared - _FORMAL
        share = len(content) / max(1, min(len(u.told - _FORMAL) for u in (a, b)))
        nearly = share >= 0.5 and _nearly(a.row.words, b.row.words)
        if sure is None:
            # Of nobody known: nearly the same words, and enough of them.
            few = min(len(a.told), len(b.told))
            same = (few >= 3 and len(content) >= 3 and share >= 0.75) or (nearly and len(content) >= 2)
            return _THRESHOLD + share if same else 0.0
        bags = [set(u.row.words) - _ARTICLES for u in (a, b)]
        common = bags[0] & bags[1]
        occasion = self._occasion(a, b)
        if not content and not _formally_alike(a, b, common, shared, occasion):
            return 0.0
        score = _SHARE * share + _NEARLY * nearly
        score += sum(self._weight(word, a.placed.doc, b.placed.doc) for word in shared)
        score += _ALL_WORDS * len(common) / max(_FEW_WORDS, min(map(len, bags)))
        score += _BUILT * _built_alike(a, b, common, shared)
        score += _TWICE * _again(content, a, b) + _IN_ONE_WORD * _compounded(a, b)
        score += _DENIED * ((NEGATION in a.told) != (NEGATION in b.told))
        score += occasion * (1.0 if sure >= _LIKELY else _HALF) + _JUST_ONE * self._just_one(a, b)
        return round(score + sure, 6)  # sums over sets differ in their last bits from run to run


def _formally_alike(a: Utterance, b: Utterance, common: Set[str], shared: frozenset[str], occasion: float) -> bool:
    """Whether two quotations without a telling word in common may be one: both deny or suppose, or are short as a call.

    Else they are two sentences of one speech.
    """
    short = max(len(u.row.words) for u in (a, b)) <= _CALL
    return NEGATION in shared or bool(common & _MODALS) or (short and occasion >= _KNOWN_OCCASION)


def _built_alike(a: Utterance, b: Utterance, common: Set[str], shared: frozenset[str]) -> int:
    """In how many ways two quotations are built alike: "any resident would …", "like a", "because …", "nobody's"."""
    modal = bool(common & _MODALS)
    few = max(len(u.row.words) for u in (a, b)) <= _FEW_TO_JOIN
    ways = (
        modal,
        modal and bool(shared & QUANTIFIERS),
        _likens(a) and _likens(b),
        few and bool(common & _JOINS),
        few and _of_nobody(a) and _of_nobody(b),
    )
    return sum(ways)


def _nearly(one: Sequence[str], two: Sequence[str]) -> bool:
    """Whether most words of the shorter row stand in the other in their order."""
    few, many = (one, two) if len(one) <= len(two) else (two, one)
    return len(few) >= 6 and 2 * len(set(few) & set(many)) >= len(set(few)) and aligned(few, many) >= 0.7


def _likens(one: Utterance) -> bool:
    """Whether a quotation says what something is like."""
    return any(x == "like" and y in ("a", "an", "the") for x, y in pairwise(one.row.words))


def _of_nobody(one: Utterance) -> bool:
    """Whether a quotation denies something of anybody."""
    return bool(_OF_NOBODY.search(fold(one.text)))


def _compounded(a: Utterance, b: Utterance) -> bool:
    """Whether a word of one quotation is the beginning or the end of a longer one of the other."""
    for one, two in ((a, b), (b, a)):
        small = {word for word in one.row.words if len(word) > 3 and key(word) in one.told} - set(two.row.words)
        for word in two.row.words:
            rests = [word.removeprefix(x) if word.startswith(x) else word.removesuffix(x) for x in small]
            if any(2 < len(rest) < len(word) and rest not in _ENDINGS for rest in rests):
                return True
    return False


def _again(content: frozenset[str], a: Utterance, b: Utterance) -> bool:
    """Whether both quotations say a telling word twice: “It was paper, and paper does not sink.”"""
    counts = [Counter(map(key, u.row.words)) for u in (a, b)]
    return any(all(count[word] > 1 for count in counts) for word in content)


def _one_speaker(a: Utterance, b: Utterance, context: ComparisonContext) -> float | None:
    """How sure it is that two quotations have one speaker: 0 or less; False for two, None where that is not known."""
    if a.placed.speaker and b.placed.speaker:
        return _same(a.placed.speaker, b.placed.speaker, context)
    met = [found for one in a.who for two in b.who if (found := _same(one, two, context)) is not False]
    if not met:
        return None
    few = len(a.who) == 1 and len(b.who) == 1
    return (_LIKELY if few else _PERHAPS) + min(0.0, max(met))


def _same(one: str, two: str, context: ComparisonContext) -> float | Literal[False]:
    """How sure it is that two names are one person: 0 for one entity and for two names of one person."""
    if one == two:
        return 0.0
    if two in _unsure(one, context) or one in _unsure(two, context):
        return _PERHAPS
    names = [context.name(who) for who in (one, two)]
    if context.kind(one) == context.kind(two) == "person" and taken_for(*names):
        return 0.0
    words_of = [set(fold(name).split()) for name in names]
    return _PERHAPS if words_of[0] <= words_of[1] or words_of[1] <= words_of[0] else False


def _unsure(entity: str, context: ComparisonContext) -> tuple[str, ...]:
    found = context.entities.get(entity)
    return found.unsure if found else ()


def _finding(group: Sequence[Utterance], context: ComparisonContext) -> Conflict | None:
    """What the quotations of one utterance come to: an agreement, a conflict; None where a source has both wordings."""
    sides = _wordings(group)
    docs = [{u.placed.doc for u in side} for side in sides]
    if len(sides) > MAX_VERSIONS or any(docs[0] & other for other in docs[1:]):
        return None
    about, who = _speaker(group, context)
    values = [_value(side, context) for side in sides]
    if len(sides) == 1:
        if len(docs[0]) < 2:
            return None
        return make_finding("quotation", about, values, f"{who} in the same words, whole or in part")
    values.sort(key=lambda v: (v.statements[0].doc, v.statements[0].start_char))
    shared = frozenset.intersection(*(u.told for u in group))
    written = [w for w in group[0].row.words if w and (key(w) in shared or w in NOT)]
    told = f"{who} with {quoted_list(list(dict.fromkeys(written)))} in common, and the words differ"
    if any(_LANGUAGE.search(_near(u, context)) for u in group):
        told = f"{told}; they were said in another language, so these may be two translations of the same words"
    return make_finding("quotation", about, values, told)


def _wordings(group: Sequence[Utterance]) -> list[list[Utterance]]:
    """Quotations of one wording side by side, those of the longest first."""
    sides: list[list[Utterance]] = []
    for one in sorted(group, key=lambda u: (-len(u.row.words), u.placed.doc)):
        side = next((rows for rows in sides if same_words(one.row, rows[0].row)), None)
        if side is None:
            sides.append([one])
        else:
            side.append(one)
    return sides


def _speaker(group: Sequence[Utterance], context: ComparisonContext) -> tuple[list[str], str]:
    """(who speaks or is named near the words of all, else words of theirs; the same in words)."""
    names = [u.speaker for u in sorted(group, key=lambda u: -len(u.speaker)) if u.speaker]
    if names:
        return names[:1], f"each quotes {names[0]}"
    near = sorted(map(context.name, frozenset.intersection(*(u.perhaps for u in group))))
    if near:
        return near[:1], f"each quotes words beside the name of {near[0]}"
    return [quoted_list([w for w in group[0].row.words if len(w) > 4][:2])], "each quotes somebody"


def _value(side: Sequence[Utterance], context: ComparisonContext) -> StatedValue:
    longest = max(side, key=lambda u: len(u.row.words))
    return statement_value(longest.text.rstrip(" ,;"), (_statement(u, context) for u in side))


def _near(one: Utterance, context: ComparisonContext) -> str:
    text = context.texts[one.placed.doc]
    return text[max(0, one.placed.span.start - 200) : one.placed.span.end + 200]


def _statement(one: Utterance, context: ComparisonContext) -> Statement:
    text, around = context.texts[one.placed.doc], one.placed.around
    return Statement(one.placed.doc, text[around.start : around.end], around.start, around.end, one.speaker)
