"""Which documents are one text, which are its later versions, and which passages went from one into another.

Candidates come from MinHash and locality-sensitive hashing (datasketch) and from sentences that few documents have;
each is then decided sentence by sentence. A text is compared with a few others at most, so a corpus of one text, or of
forms filled in, takes no longer than any other.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from search.analysis.copies.pairs import Hands, Pair, Text, compared_pair, text_of
from search.analysis.copies.reuse import Passages
from search.analysis.copies.shingles import Sentences
from search.analysis.findings import ident
from search.model import Copied, DateValue
from search.text.wording import counted

# 16 bands of 4 rows: texts that share half of their trigrams meet with 64 %, those with three quarters with 99.7 %.
_BANDS, _ROWS = 16, 4
_SEED = 20
_BATCH = 20_000  # trigrams that are hashed at once: some megabytes
_MAX_CANDIDATES = 12  # texts that one is compared with
_ENOUGH = 4  # that it is one with; where none of so many is, the others are a crowd of forms
_CROWD = 50  # texts that are alike, beyond which no more are remembered to compare with; also holders of a sentence
_MIN_REPEATED = 8  # words of a sentence that stands elsewhere: "Police are investigating" is said of two things
_MIN_WORDS = 12  # of a document: two shorter ones that are the same may be so by chance


@dataclass(frozen=True, slots=True)
class Copies:
    """What is one text in several documents.

    `versions`: document → (id of the text, place in the order of versions); versions of one day have one place, and
    versions without a day none. `repeated` holds for each document the stretches it shares: (start, end, first
    document); `twice` the starts of sentences that another document has as well, those of the same text too.
    """

    found: tuple[Copied, ...] = ()
    versions: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    firsts: Mapping[str, str] = field(default_factory=dict)
    repeated: Mapping[str, tuple[tuple[int, int, str], ...]] = field(default_factory=dict)
    twice: Mapping[str, frozenset[int]] = field(default_factory=dict)

    def elsewhere(self, doc: str, start: int) -> bool:
        """Whether the sentence that begins at a character of a document stands word for word in another."""
        return start in self.twice.get(doc, ())

    def voice(self, doc: str, start: int, end: int) -> str:
        """The document whose words the characters `start`–`end` of a document repeat, else that document.

        That is the first document to have the sentence they begin in, or the first to have the document's whole text.
        """
        rows = self.repeated.get(doc, ())
        at = bisect_right(rows, start, key=lambda row: row[0]) - 1
        for row in rows[max(0, at) : at + 2]:  # the passage may begin before the sentence, at a space or a dateline
            if row[0] < max(end, start + 1) and start < row[1]:
                return row[2]
        return self.firsts.get(doc, doc)


def copies(
    texts: Mapping[str, str],
    days: Mapping[str, DateValue | None],
    sources: Mapping[str, str | None] | None = None,
    titles: Mapping[str, str] | None = None,
) -> Copies:
    """Copies, versions and copied passages among the documents of `texts`, by document id.

    `days` are the days of publication: they give the order. `sources` and `titles` tell a source's own later version
    from what another source made of a text.
    """
    told = {doc: day.start if (day := days.get(doc)) and day.start else "" for doc in texts}
    order = sorted(texts, key=lambda doc: (told[doc] or "~", doc))
    read = Sentences({doc: texts[doc] for doc in order})
    same: dict[tuple[int, ...], list[str]] = defaultdict(list)
    for doc in order:
        same[tuple(one.key for one in read.of[doc])].append(doc)
    bodies = [text_of(docs, read) for keys, docs in same.items() if keys]
    groups = _Groups(len(bodies))
    large = [number for number, text in enumerate(bodies) if text.length >= _MIN_WORDS]
    hands = Hands(told, sources or {}, titles or {})
    _join(bodies, large, groups, read, hands)
    found, versions, firsts = _listed(bodies, groups, told)
    repeated, shared = Passages(bodies, groups.roots(), read, firsts, texts, sources or {}).found()
    return Copies((*found, *shared), versions, firsts, repeated, _twice(read))


def _twice(read: Sentences) -> dict[str, frozenset[int]]:
    holders: Counter[int] = Counter(key for rows in read.of.values() for key in {row.key for row in rows})
    often = {key for key, count in holders.items() if count > 1 and len(read.keys[key].words) >= _MIN_REPEATED}
    found = ((doc, frozenset(row.span.start for row in rows if row.key in often)) for doc, rows in read.of.items())
    return {doc: starts for doc, starts in found if starts}


class _Groups:
    """Which texts belong together: as one text (`same`), and as one text or versions of it (`any`)."""

    def __init__(self, count: int) -> None:
        self.same = list(range(count))
        self.any = list(range(count))
        self.pairs: dict[int, list[Pair]] = defaultdict(list)

    @staticmethod
    def root(of: list[int], number: int) -> int:
        """The first text of a text's group."""
        while of[number] != number:
            of[number] = of[of[number]]
            number = of[number]
        return number

    def union(self, of: list[int], one: int, two: int) -> None:
        """Make the groups of two texts one."""
        a, b = self.root(of, one), self.root(of, two)
        of[max(a, b)] = min(a, b)

    def roots(self) -> list[int]:
        """For each text the first of those it is one with, versions included."""
        return [self.root(self.any, number) for number in range(len(self.any))]


def _join(bodies: Sequence[Text], large: Sequence[int], groups: _Groups, read: Sentences, hands: Hands) -> None:
    """Compare each text with the earlier ones that it may repeat, and put together what is one text."""
    holders: dict[int, list[int]] = defaultdict(list)
    for number in large:
        for one in bodies[number].sizes:
            if read.keys[one].telling:
                holders[one].append(number)
    crowded = frozenset(one for one, docs in holders.items() if len(docs) > _CROWD)
    near = _near(bodies, large, read)
    earlier: dict[int, list[int]] = defaultdict(list)
    for number in large:
        text = bodies[number]
        shared: Counter[int] = Counter(dict.fromkeys(near.get(number, ()), 1))
        for one in text.sizes:
            if one in holders and one not in crowded:
                for other in earlier[one]:
                    shared[other] += text.sizes[one]
                earlier[one].append(number)
        ranked = sorted(shared, key=lambda other: (-shared[other], other))[:_MAX_CANDIDATES]
        pairs: list[Pair] = []
        for tried, other in enumerate(ranked):
            pair = compared_pair(bodies, other, number, read, crowded, hands)
            pairs += [pair] if pair else []
            if len(pairs) == _ENOUGH or (tried == _ENOUGH and not pairs):
                break
        _put(pairs, groups)


def _put(pairs: Sequence[Pair], groups: _Groups) -> None:
    """Put a text with those it was found to be one with.

    It is the same text as those that are word for word alike; else, unless it is a version of one, as the likest.
    """
    if not pairs:
        return
    exact = [pair for pair in pairs if pair.kind == "copy" and not pair.changed]
    likest = min(pairs, key=lambda pair: (-pair.shared, pair.one))
    if not exact and all(pair.kind == "copy" for pair in pairs):
        exact = [likest]
    later = [pair for pair in pairs if pair.kind == "version"]
    for pair in exact:
        groups.union(groups.same, pair.one, pair.two)
    for pair in pairs:
        groups.union(groups.any, pair.one, pair.two)
    groups.pairs[likest.two].extend(dict.fromkeys((*exact[:1], *later[:1])))


def _near(bodies: Sequence[Text], large: Sequence[int], read: Sentences) -> Mapping[int, Sequence[int]]:
    """For each text the earlier ones whose sketches share a band with its own.

    Of a crowd of texts that are alike only the first are remembered, so that a bucket stays small.
    """
    if len(large) < 2:
        return {}
    from datasketch import MinHash, MinHashLSH  # brings scipy: half a second, for the analysing process alone

    index = MinHashLSH(num_perm=_BANDS * _ROWS, params=(_BANDS, _ROWS))
    fresh = MinHash(num_perm=_BANDS * _ROWS, seed=_SEED, hashfunc=int)
    near: dict[int, Sequence[int]] = {}
    for number in large:
        own = read.trigrams(bodies[number].keys)
        if not len(own):
            continue
        sketch = fresh.copy()
        for at in range(0, len(own), _BATCH):
            sketch.update_batch(own[at : at + _BATCH].tolist())
        found = sorted(index.query(sketch))
        if found:
            near[number] = found[:_CROWD]
        if len(found) < _CROWD:
            index.insert(number, sketch)
    return near


def _listed(
    bodies: Sequence[Text], groups: _Groups, told: Mapping[str, str]
) -> tuple[list[Copied], dict[str, tuple[str, int]], dict[str, str]]:
    """(copies and versions, places of versions, first documents) of the groups."""
    by_any: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number in range(len(bodies)):
        by_any[groups.root(groups.any, number)][groups.root(groups.same, number)].append(number)
    found: list[Copied] = []
    versions: dict[str, tuple[str, int]] = {}
    firsts: dict[str, str] = {}

    def in_order(docs: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(docs, key=lambda doc: (told[doc] or "~", doc)))

    for whole, parts in by_any.items():
        if not any(pair.kind == "version" for numbers in parts.values() for n in numbers for pair in groups.pairs[n]):
            parts = {whole: sorted(n for numbers in parts.values() for n in numbers)}
        printed = [in_order(doc for number in numbers for doc in bodies[number].docs) for numbers in parts.values()]
        if all(bodies[number].length < _MIN_WORDS for numbers in parts.values() for number in numbers):
            continue
        everyone = in_order(doc for docs in printed for doc in docs)
        if len(everyone) > 1:
            firsts.update(dict.fromkeys(everyone, everyone[0]))
        for docs, numbers in zip(printed, parts.values(), strict=True):
            if len(docs) > 1:
                mine = frozenset(numbers)
                own = [pair for number in numbers for pair in groups.pairs[number]]
                pairs = [pair for pair in own if pair.kind == "copy" and pair.one in mine]
                shared = min((pair.shared for pair in pairs), default=1.0)
                found.append(Copied(ident("copy", *docs), "copy", docs, shared, why=_copy_words(pairs)))
        if len(printed) > 1:
            heads = in_order(docs[0] for docs in printed)
            pairs = [pair for numbers in parts.values() for n in numbers for pair in groups.pairs[n]]
            shared = min((pair.shared for pair in pairs if pair.kind == "version"), default=1.0)
            text = ident("version", *heads)
            found.append(Copied(text, "version", heads, shared, why=_version_words(pairs)))
            days = sorted({told[head] for head in heads if told[head]})
            for docs in printed:
                if told[docs[0]]:
                    versions.update(dict.fromkeys(docs, (text, days.index(told[docs[0]]))))
    order = {doc: place for place, doc in enumerate(in_order(told))}
    found.sort(key=lambda one: (order[one.docs[0]], one.kind, one.id))
    return found, versions, firsts


def _copy_words(pairs: Sequence[Pair]) -> str:
    if not pairs:
        return "the same text, word for word"
    if all(pair.shared > 0.999 and not pair.changed for pair in pairs):
        return "the same text, but for what was left out, or for headings and lines around it"
    return f"{min(pair.shared for pair in pairs):.0%} of the shorter text stands in the other"


def _version_words(pairs: Sequence[Pair]) -> str:
    mine = [pair for pair in pairs if pair.kind == "version"]
    changed = sum(pair.changed for pair in mine)
    added = sum(pair.added for pair in mine)
    told = [counted(changed, "sentence") + " changed"] * bool(changed) + [f"{added:,} added"] * bool(added)
    return "mostly the same sentences" + (f"; {', '.join(told)}" if told else "")
