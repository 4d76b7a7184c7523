"""Which documents are one text, which are its later versions, and which passages went from one into another.

Candidates come from MinHash and locality-sensitive hashing (datasketch) and from sentences that few documents have;
each is then decided sentence by sentence. A text is compared with a few others at most, so a corpus of one text, or of
forms filled in, takes no longer than any other.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from search.analysis.copies.pairs import Pair, Publications, Text, compared_pair, text_of
from search.analysis.copies.reuse import SharedPassages
from search.analysis.copies.shingles import Sentences
from search.analysis.doc import Doc
from search.analysis.findings import finding_id
from search.model import Copied
from search.text.wording import counted

# 16 bands of 4 rows: texts that share half of their trigrams meet with 64 %, those with three quarters with 99.7 %.
_BANDS, _ROWS = 16, 4
_SEED = 20
_BATCH = 20_000  # trigrams that are hashed at once: some megabytes
_MAX_CANDIDATES = 12  # texts that one is compared with
_MAX_ALIKE = 4  # that it is one with; where none of so many is, the others are a crowd of forms
_MAX_CROWD = 50  # texts that are alike, beyond which no more are remembered to compare with; also holders of a sentence
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
    docs: Iterable[Doc], sources: Mapping[str, str | None] | None = None, titles: Mapping[str, str] | None = None
) -> Copies:
    """Copies, versions and copied passages among some documents, by document id.

    The days of publication give the order. `sources` and `titles` (by document id) tell a source's own later version
    from what another source made of a text.
    """
    by_id = {doc.id: doc for doc in docs}
    days = {doc.id: doc.published.start or "" if doc.published else "" for doc in by_id.values()}
    order = _in_order(by_id, days)
    read = Sentences(by_id[doc] for doc in order)
    same: dict[tuple[int, ...], list[str]] = defaultdict(list)
    for name in order:
        same[tuple(one.key for one in read.of[name])].append(name)
    bodies = [text_of(names, read) for keys, names in same.items() if keys]
    groups = _Groups(len(bodies))
    large = [number for number, text in enumerate(bodies) if text.length >= _MIN_WORDS]
    publications = Publications(days, sources or {}, titles or {})
    _join(bodies, large, groups, read, publications)
    found, versions, firsts = _Listing(bodies, groups, days).found()
    passages = SharedPassages(
        bodies=bodies, roots=groups.roots(), read=read, firsts=firsts, docs=by_id, sources=sources or {}
    )
    repeated, shared = passages.found()
    return Copies((*found, *shared), versions, firsts, repeated, _twice(read))


def _in_order(docs: Iterable[str], days: Mapping[str, str]) -> tuple[str, ...]:
    """Documents by day of publication, those without one last."""
    return tuple(sorted(docs, key=lambda doc: (days[doc] or "~", doc)))


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


def _join(
    bodies: Sequence[Text], large: Sequence[int], groups: _Groups, read: Sentences, publications: Publications
) -> None:
    """Compare each text with the earlier ones that it may repeat, and put together what is one text."""
    holders: dict[int, list[int]] = defaultdict(list)
    for number in large:
        for one in bodies[number].sizes:
            if read.keys[one].telling:
                holders[one].append(number)
    crowded = frozenset(one for one, docs in holders.items() if len(docs) > _MAX_CROWD)
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
            pair = compared_pair(bodies, other, number, read, crowded, publications)
            pairs += [pair] if pair else []
            if len(pairs) == _MAX_ALIKE or (tried == _MAX_ALIKE and not pairs):
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
            near[number] = found[:_MAX_CROWD]
        if len(found) < _MAX_CROWD:
            index.insert(number, sketch)
    return near


class _Listing:
    """Copies and versions as they are listed, out of the groups of texts that are one; `days` by document."""

    def __init__(self, bodies: Sequence[Text], groups: _Groups, days: Mapping[str, str]) -> None:
        self._bodies = bodies
        self._groups = groups
        self._days = days
        self._found: list[Copied] = []
        self._versions: dict[str, tuple[str, int]] = {}
        self._firsts: dict[str, str] = {}

    def found(self) -> tuple[list[Copied], dict[str, tuple[str, int]], dict[str, str]]:
        """(copies and versions, places of versions, first documents)."""
        for whole, parts in self._by_text().items():
            if not any(pair.kind == "version" for pair in self._pairs(parts)):
                parts = {whole: sorted(n for numbers in parts.values() for n in numbers)}
            self._list(list(parts.values()))
        order = {doc: place for place, doc in enumerate(self._in_order(self._days))}
        self._found.sort(key=lambda one: (order[one.docs[0]], one.kind, one.id))
        return self._found, self._versions, self._firsts

    def _by_text(self) -> dict[int, dict[int, list[int]]]:
        """First text of those that are one, versions included → first of those that are copies → their numbers."""
        groups = self._groups
        by_any: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        for number in range(len(self._bodies)):
            by_any[groups.root(groups.any, number)][groups.root(groups.same, number)].append(number)
        return by_any

    def _pairs(self, parts: Mapping[int, Sequence[int]]) -> Iterator[Pair]:
        return (pair for numbers in parts.values() for n in numbers for pair in self._groups.pairs[n])

    def _in_order(self, docs: Iterable[str]) -> tuple[str, ...]:
        return _in_order(docs, self._days)

    def _list(self, parts: Sequence[Sequence[int]]) -> None:
        """List one text: `parts` are its versions, each the numbers of the copies of it."""
        printed = [self._in_order(doc for number in numbers for doc in self._bodies[number].docs) for numbers in parts]
        if all(self._bodies[number].length < _MIN_WORDS for numbers in parts for number in numbers):
            return
        everyone = self._in_order(doc for docs in printed for doc in docs)
        if len(everyone) > 1:
            self._firsts.update(dict.fromkeys(everyone, everyone[0]))
        for docs, numbers in zip(printed, parts, strict=True):
            if len(docs) > 1:
                self._list_copies(docs, numbers)
        if len(printed) > 1:
            self._list_versions(printed, parts)

    def _list_copies(self, docs: tuple[str, ...], numbers: Sequence[int]) -> None:
        mine = frozenset(numbers)
        own = (pair for number in numbers for pair in self._groups.pairs[number])
        pairs = [pair for pair in own if pair.kind == "copy" and pair.one in mine]
        shared = min((pair.shared for pair in pairs), default=1.0)
        self._found.append(Copied(finding_id("copy", *docs), "copy", docs, shared, why=_copy_words(pairs)))

    def _list_versions(self, printed: Sequence[tuple[str, ...]], parts: Sequence[Sequence[int]]) -> None:
        heads = self._in_order(docs[0] for docs in printed)
        pairs = [pair for numbers in parts for n in numbers for pair in self._groups.pairs[n]]
        shared = min((pair.shared for pair in pairs if pair.kind == "version"), default=1.0)
        text = finding_id("version", *heads)
        self._found.append(Copied(text, "version", heads, shared, why=_version_words(pairs)))
        days = sorted({self._days[head] for head in heads if self._days[head]})
        for docs in printed:
            if self._days[docs[0]]:
                self._versions.update(dict.fromkeys(docs, (text, days.index(self._days[docs[0]]))))


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
