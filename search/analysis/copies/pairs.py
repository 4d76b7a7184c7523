"""Two texts compared sentence by sentence: whether they are one text, one a version of the other, or neither."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal

from search.analysis.copies.shingles import Sentence, Sentences, same_words
from search.analysis.dates import vocabulary as dw
from search.text.folding import fold

# A headline, a byline and an outlet's own last line are no sentences and are not counted; what an outlet cuts or puts
# in is some of a wire's ten to twenty sentences. Of the shorter text, so much stands in the other.
_COPY_THRESHOLD = 0.8
# A version has whole paragraphs written anew (a wire's third lead keeps about two thirds of the first).
_VERSION_THRESHOLD = 0.6
# Under another title a source's text that repeats less (of the shorter, of the longer) is its next report, with the
# background of the one before.
_RETITLED_THRESHOLD, _RETITLED_LONGER_THRESHOLD = 0.75, 0.6
# Every outlet has its own headline: what so nearly is another's text of an earlier day, with another figure, is what
# the wire sent later. An outlet that changes nothing in a wire but a figure of its own accord is the rare case.
_REPRINT_THRESHOLD = 0.9
# What is much longer than the text it holds is a round-up or a report that uses it, which has a voice of its own.
_COPY_LONGER_THRESHOLD, _VERSION_LONGER_THRESHOLD = 0.5, 0.3
# Texts that have this share of sentences that few have are judged by those: the others are a house's standing lines.
_MIN_OWN_SHARE = 0.3
# Of a title's words (Dice): "Toll in quake rises to 14" is the title of the story that was "Toll in quake rises to 9".
_TITLE_THRESHOLD = 0.6
# A name in two spellings: "Smyth" and "Smith", "Aliev" and "Aliyev" (difflib's ratio).
_NAME_THRESHOLD = 0.7
# A version may name another person than the one before: "Alan Brown" for "Peter Cole" are two words.
_MAX_REPLACED = 2
_MAX_NAMES = 20  # of a sentence are compared
_TITLE_WORD = re.compile(r"\w+")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One text, however many documents have it word for word.

    `sizes`: class → words of its sentences; of those that end as sentences do, where there are enough. `length` is
    their sum. `keys` are all sentences in order; `by_class` the keys of a class.
    """

    docs: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    keys: tuple[int, ...]
    sizes: Mapping[int, int]
    by_class: Mapping[int, tuple[int, ...]]
    length: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts, by number, of which the second repeats the first; sentences of it that are changed, and added."""

    one: int
    two: int
    kind: Literal["copy", "version"]
    shared: float
    _: KW_ONLY
    changed: int
    added: int


class Publications:
    """Days, sources and titles of documents, and what they say of two texts."""

    def __init__(self, days: Mapping[str, str], sources: Mapping[str, str | None], titles: Mapping[str, str]) -> None:
        self._days = days
        self._sources = {doc: " ".join(fold(source).split()) for doc, source in sources.items() if source}
        self._titles = {doc: _TITLE_WORD.findall(fold(title)) for doc, title in titles.items()}

    def same_day(self, one: str, two: str) -> bool:
        """Whether two documents are known to be of one day."""
        return bool(self._days.get(one)) and self._days.get(one) == self._days.get(two)

    def later(self, one: str, two: str) -> bool:
        """Whether the second of two documents is known to be of a later day."""
        mine, theirs = self._days.get(one), self._days.get(two)
        return bool(mine and theirs) and mine < theirs  # type: ignore[operator]

    def same_source(self, one: str, two: str) -> bool | None:
        """Whether two documents are of one source; None where that of one is not known."""
        mine, theirs = self._sources.get(one), self._sources.get(two)
        return mine == theirs if mine and theirs else None

    def may_follow(self, one: str, two: str, repeated: float, of_longer: float) -> bool:
        """Whether one document, with such a share repeated of the shorter and longer, can be a version of the other.

        Its source is the same, or its title. Two of one day are versions only if of the same source.
        """
        source = self.same_source(one, two)
        if source is False and self.same_day(one, two):
            return False
        mine, theirs = self._titles.get(one, []), self._titles.get(two, [])
        known = len(mine) > 1 and len(theirs) > 1
        if known and same_words(mine, theirs) < _TITLE_THRESHOLD:
            return bool(source) and repeated >= _RETITLED_THRESHOLD and of_longer >= _RETITLED_LONGER_THRESHOLD
        return known or source is not False


def text_of(docs: Sequence[str], read: Sentences) -> Text:
    """The text that documents share word for word."""
    rows = read.of[docs[0]]
    keys = tuple(row.key for row in rows)
    counted = [key for key in keys if read.keys[key].prose]
    if sum(len(read.keys[key].words) for key in counted) < 12:
        counted = list(keys)
    sizes: Counter[int] = Counter()
    by_class: dict[int, list[int]] = {}
    for key in counted:
        sizes[read.classes[key]] += len(read.keys[key].words)
        by_class.setdefault(read.classes[key], []).append(key)
    held = {one: tuple(sorted(mine)) for one, mine in by_class.items()}
    return Text(
        docs=tuple(docs), sentences=rows, keys=keys, sizes=dict(sizes), by_class=held, length=sum(sizes.values())
    )


def compared_pair(
    texts: Sequence[Text], one: int, two: int, read: Sentences, crowded: frozenset[int], publications: Publications
) -> Pair | None:
    """What the later of two texts, by number, is to the earlier; None where each is a text of its own.

    A source's own text that is changed or has grown is a version; where the source is another or not known, the title
    must be the same (or not known either) and a figure another: outlets put a wire into their own style. Under another
    title it is one only if it is of a later day and nothing much but the figure is another.
    """
    mine, theirs = texts[one], texts[two]
    both = [each for each in mine.sizes if each in theirs.sizes]
    shared, short, long = _shared_words(both, mine, theirs, crowded)
    repeated, of_longer = shared / short, shared / long
    if repeated < _VERSION_THRESHOLD or of_longer < _VERSION_LONGER_THRESHOLD:
        return None
    changed = [each for each in both if mine.by_class[each] != theirs.by_class[each]]
    if _form(changed, mine, theirs, read):
        return None
    # Of a changed sentence, what is shared is the words that stayed.
    other = sum(_other(each, mine, theirs, read) for each in changed)
    share = min(1.0, max(0.0, (shared - other) / short))
    added = sum(1 for each in theirs.sizes if each not in mine.sizes)
    counted_anew = any(_figures(mine.by_class[c], read) != _figures(theirs.by_class[c], read) for c in changed)
    reprinted = counted_anew and share >= _REPRINT_THRESHOLD and of_longer >= _REPRINT_THRESHOLD
    grown = bool(changed or added)

    def follows(a: str, b: str) -> bool:
        """Whether document `b` has a version of what `a` has."""
        if reprinted and publications.later(a, b):
            return True
        return publications.may_follow(a, b, repeated, of_longer) and bool(
            counted_anew or (grown and publications.same_source(a, b))
        )

    if any(follows(a, b) for a in mine.docs[:3] for b in theirs.docs[:3]):
        return Pair(one, two, "version", share, changed=len(changed), added=added)
    if repeated < _COPY_THRESHOLD or of_longer < _COPY_LONGER_THRESHOLD:
        return None
    return Pair(one, two, "copy", share, changed=len(changed), added=added)


def _shared_words(both: Sequence[int], mine: Text, theirs: Text, crowded: frozenset[int]) -> tuple[int, int, int]:
    """(words that two texts share, words of the shorter, of the longer).

    Of texts that have enough sentences that few have, those alone are counted: the others are a house's standing lines.
    """
    own = [sum(size for each, size in text.sizes.items() if each not in crowded) for text in (mine, theirs)]
    if crowded and own[0] >= _MIN_OWN_SHARE * mine.length and own[1] >= _MIN_OWN_SHARE * theirs.length:
        return _sum(both, mine, theirs, crowded), min(own), max(own)
    lengths = mine.length, theirs.length
    return _sum(both, mine, theirs, frozenset()), min(lengths), max(lengths)


def _sum(both: Sequence[int], mine: Text, theirs: Text, without: frozenset[int]) -> int:
    return sum(min(mine.sizes[each], theirs.sizes[each]) for each in both if each not in without)


def _times(keys: Sequence[int], read: Sentences) -> frozenset[str]:
    """The years and months of some sentences."""
    months = {word for key in keys for word in read.keys[key].words if word in dw.MONTHS}
    return frozenset(months).union(filter(_YEAR.fullmatch, _figures(keys, read)))


def _figures(keys: Sequence[int], read: Sentences) -> frozenset[str]:
    return frozenset[str]().union(*(read.keys[key].figures for key in keys))


def _other(each: int, mine: Text, theirs: Text, read: Sentences) -> float:
    """How many words of a class of sentences two texts have differently."""
    before = [word for key in mine.by_class[each] for word in read.keys[key].words]
    after = [word for key in theirs.by_class[each] for word in read.keys[key].words]
    return (1 - same_words(before, after)) * min(mine.sizes[each], theirs.sizes[each])


def _form(changed: Sequence[int], mine: Text, theirs: Text, read: Sentences) -> bool:
    """Whether what differs is what a form is filled in with: two names or more, or two years or months, for others.

    A version puts a name right, or adds one; a form has another person in another place.
    """
    gone: set[str] = set()
    times: set[str] = set()
    for each in changed:
        before = [read.keys[key] for key in mine.by_class[each]]
        after = [read.keys[key] for key in theirs.by_class[each]]
        if before[0].words == after[0].words:
            before, after = before[1:], after[1:]
        old = frozenset[str]().union(*(key.names for key in before))
        new = frozenset[str]().union(*(key.names for key in after))
        lost, come = old - new, new - old
        if come:
            gone |= _replaced(sorted(lost)[:_MAX_NAMES], sorted(come)[:_MAX_NAMES])
        old, new = _times(mine.by_class[each], read), _times(theirs.by_class[each], read)
        if new - old:
            times |= {f"{each}:{time}" for time in old - new}
        if len(gone) > _MAX_REPLACED or len(times) > 1:
            return True
    return False


def _replaced(lost: Sequence[str], come: Sequence[str]) -> set[str]:
    """The names that are gone and not spelled otherwise only."""
    return {name for name in lost if not any(_one_name(name[:40], other[:40]) for other in come)}


@lru_cache(maxsize=20_000)
def _one_name(one: str, two: str) -> bool:
    return SequenceMatcher(None, one, two).ratio() >= _NAME_THRESHOLD
