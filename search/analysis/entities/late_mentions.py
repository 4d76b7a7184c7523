"""Names that are recognised only because the corpus has them elsewhere: laws in small letters, names in headings."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence

from search.analysis.lexicon.gazetteer import gazetteer
from search.analysis.names.mention import RawMention
from search.analysis.names.words import headline, words_of
from search.model import Entity, Mention
from search.text.folding import fold
from search.text.segmentation import paragraphs_of, parts

_WORD = re.compile(r"[^\W\d_]+")
_MIN_LAW_WORDS = 3  # of a law's name that is looked for in small letters
_MAX_LEN_HEADING = 200  # characters
_MAX_LEN_NAME = 8  # words
_MIN_CAPITALS = 3  # a heading has at least so many capital letters
_MIN_LEN_SINGLE = 4  # letters of a single word that is looked for in headings

Docs = Mapping[str, tuple[str, Sequence[RawMention]]]
Found = dict[int, list[Mention]]


def laws_in_small_letters(docs: Docs, entities: Sequence[Entity]) -> Found:
    """Places where a law's name of three or more words is written small: number of the entity → mentions."""
    names: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for n, entity in enumerate(entities):
        if entity.type != "law":
            continue
        for surface in (entity.name, *entity.aliases):
            words = tuple(_WORD.findall(fold(surface)))
            if len(words) >= _MIN_LAW_WORDS:
                names.setdefault(words[0], []).append((words, n))
    found: Found = {}
    for doc in sorted(docs) if names else ():
        text, raw = docs[doc]
        folded = fold(text)
        free = _free(raw)
        for part in parts(text):
            for start, end, n in _small_laws(list(_WORD.finditer(folded, part.start, part.end)), names):
                if free(start, end):
                    found.setdefault(n, []).append(Mention(entities[n].id, doc, start, end, text[start:end]))
    return found


def _small_laws(
    hits: Sequence[re.Match[str]], names: Mapping[str, Sequence[tuple[tuple[str, ...], int]]]
) -> Iterator[tuple[int, int, int]]:
    """(start, end, number of the law) of the names that a part's words hold."""
    for k, hit in enumerate(hits):
        for words, n in names.get(hit.group(), ()):
            last = k + len(words) - 1
            if last >= len(hits) or hits[k + 1].group() != words[1]:
                continue
            if tuple(h.group() for h in hits[k : last + 1]) == words:
                yield hit.start(), hits[last].end(), n


def names_in_headings(docs: Docs, entities: Sequence[Entity], mentions: Sequence[Sequence[Mention]]) -> Found:
    """Places in headings, where capitals tell nothing, that hold a name the text itself has.

    A full name is looked for in all headings, a single word only in those of documents that use it so elsewhere, and
    only where it names one entity there. `mentions[n]` are those of `entities[n]`.
    """
    full: dict[tuple[str, ...], set[int]] = {}
    single: dict[tuple[str, str], set[int]] = {}
    lex = gazetteer()
    empty = lex.function_words | lex.no_names | lex.portfolio | lex.weak_heads
    for n, rows in enumerate(mentions):
        for mention in rows:
            words = tuple(_WORD.findall(fold(mention.text)))
            if 1 < len(words) <= _MAX_LEN_NAME:
                full.setdefault(words, set()).add(n)
            elif len(words) == 1 and len(words[0]) >= _MIN_LEN_SINGLE and words[0] not in empty:
                single.setdefault((mention.doc, words[0]), set()).add(n)
    found: Found = {}
    for doc in sorted(docs):
        text, raw = docs[doc]
        free = _free(raw)
        for part in paragraphs_of(text):
            if part.end - part.start > _MAX_LEN_HEADING or text[part.end - 1] in ".,;":
                continue
            if sum(map(str.isupper, text[part.start : part.end])) < _MIN_CAPITALS:
                continue  # no title case: what follows costs more than all the rest
            row = words_of(text, part.start, part.end)
            if not headline(row):
                continue
            keys = [_WORD.findall(word.key) for word in row]
            k = 0
            while k < len(row):
                size, n = _longest(full, single, doc, keys, k)
                start, end = row[k].start, row[k + size - 1].end
                if n >= 0 and row[k].capital and free(start, end):
                    found.setdefault(n, []).append(Mention(entities[n].id, doc, start, end, text[start:end]))
                k += size
    return found


def _longest(
    full: Mapping[tuple[str, ...], set[int]],
    single: Mapping[tuple[str, str], set[int]],
    doc: str,
    keys: Sequence[Sequence[str]],
    k: int,
) -> tuple[int, int]:
    """How many tokens from `k` make the longest known name, and whose it is (-1: nobody's, or of several)."""
    for size in range(min(_MAX_LEN_NAME, len(keys) - k), 0, -1):
        words = tuple(word for key in keys[k : k + size] for word in key)
        named = full.get(words) if len(words) > 1 else single.get((doc, words[0])) if words else None
        if named and keys[k] and keys[k + size - 1]:
            return size, min(named) if len(named) == 1 else -1
    return 1, -1


def _apart(raw: Sequence[RawMention]) -> tuple[array[int], array[int]]:
    """Where the stretches that mentions cover begin and end, in order and apart."""
    starts, ends = array("q"), array("q")
    for start, end in sorted((m.start, m.end) for m in raw if m.end > m.start):
        if ends and start < ends[-1]:
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(start)
            ends.append(end)
    return starts, ends


def _free(raw: Sequence[RawMention]) -> Callable[[int, int], bool]:
    """Whether characters are covered by no mention; what is asked for once is covered from then on."""
    starts, ends = _apart(raw)

    def free(start: int, end: int) -> bool:
        k = bisect_right(ends, start)  # the first that ends behind `start`
        if k < len(starts) and starts[k] < end:
            return False
        starts.insert(k, start)
        ends.insert(k, end)
        return True

    return free
