"""Spellings of one name: transcriptions, first names with several, and names a letter wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from search.analysis.entities.persons.names import PersonNames


class SpellingVariants:
    """Joins people's names that are spelled in two ways."""

    def __init__(self, names: PersonNames) -> None:
        self.names, self.sets, self.forms, self.show = names, names.sets, names.forms, names.show
        self.lex = names.lex

    def join(self) -> None:
        """All steps."""
        self.spellings()
        counts = self._word_counts()
        self.misspellings(counts)
        self.misspelt_surnames(counts)

    def spellings(self) -> None:
        """Rustam Aliev and Rustam Aliyev, Giorgos and Georgios Stavrou: one, where no document has both."""
        groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for n in self.names.full:
            words = self.forms[n].words
            for k in (0, len(words) - 1):
                groups[(str(k and -1), *words[:k], "", *words[k + 1 :])].append(n)
        for key, numbers in sorted(groups.items()):
            at = int(key[0])
            for n, m in combinations(numbers, 2):
                one, two = self.forms[n].words[at], self.forms[m].words[at]
                if _spelled_alike(one, two, surname=at == -1) and not self.names.docs_of(n) & self.names.docs_of(m):
                    reason = f"“{self.show[m]}” is another spelling of “{self.show[n]}”; no document has both"
                    self.sets.join(n, m, reason)

    def _word_counts(self) -> dict[str, int]:
        """How often each word stands in people's names."""
        counts: dict[str, int] = defaultdict(int)
        for form in self.forms:
            for word in form.words if form.type == "person" else ():
                counts[word] += len(form.mentions)
        return counts

    def misspellings(self, counts: dict[str, int]) -> None:
        """Travis Coyl for Travis Coyle: a letter off a much more frequent name, the other words the same."""
        firsts: dict[str, set[str]] = defaultdict(set)  # surname → first names
        groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for n in self.names.full:
            words = self.forms[n].words
            firsts[words[-1]].add(words[0])
            groups[("", *words[:-1])].append(n)
            if len(words) > 2 or len(words[0]) > 1:
                groups[(*words[1:], "")].append(n)
        for key, numbers in sorted(groups.items()):
            at = 0 if key[-1] == "" else -1
            for n, m in combinations(numbers[:_MAX_NAMESAKES], 2):
                rare, often = sorted((n, m), key=lambda k: counts[self.forms[k].words[at]])
                one, two = self.forms[rare].words[at], self.forms[often].words[at]
                if not _misspelt(one, two) or counts[one] * _MIN_RATIO > counts[two]:
                    continue
                other = self._other_surname(one, two, firsts) if at else self._other_first_name(one, two)
                if not other and not self.names.docs_of(rare) & self.names.docs_of(often):
                    name, right = self.show[rare], self.show[often]
                    reason = f"“{name}” is one letter off the more frequent “{right}”; no document has both"
                    self.sets.join(often, rare, reason)

    @staticmethod
    def _other_surname(one: str, two: str, firsts: dict[str, set[str]]) -> bool:
        """ "Ortega" and "Ortego" are two where each has first names of its own."""
        return bool(firsts[one] - firsts[two])

    def _other_first_name(self, one: str, two: str) -> bool:
        """ "Mario" and "Maria" are two."""
        return (one in self.lex.given) == (two in self.lex.given) and one[-1] != two[-1]

    def misspelt_surnames(self, counts: dict[str, int]) -> None:
        """ "Cienfugos" alone, or a double surname with a letter wrong, for the only bearer of the right name."""
        bearers: dict[str, list[int]] = defaultdict(list)
        for n in self.names.full:
            for word in self.forms[n].words[1:]:
                if len(word) >= _MIN_LEN_MISSPELT:
                    bearers[word].append(n)
        holes: dict[str, set[str]] = defaultdict(set)
        for word in bearers:
            for hole in _holes(word):
                holes[hole].add(word)
        for n in range(len(self.forms)):
            wrong = self._unknown_surname(n, bearers)
            right = _frequent_neighbour(wrong, holes, counts) if wrong else ""
            if right:
                self._join_misspelt(n, wrong, right, bearers[right])

    def _unknown_surname(self, n: int, bearers: dict[str, list[int]]) -> str:
        """The only word of a short name that nobody else bears, if it can be a surname with a letter wrong; else ""."""
        form = self.forms[n]
        if form.type != "person" or form.words[0] in self.lex.given or form.strong_place or len(form.words) > 2:
            return ""
        unknown = [w for w in form.words if w not in bearers or set(bearers[w]) == {n}]
        if len(unknown) != 1 or (len(form.words) == 1 and form.common):
            return ""
        return unknown[0] if len(unknown[0]) >= _MIN_LEN_MISSPELT - 1 and unknown[0] not in self.lex.given else ""

    def _join_misspelt(self, n: int, wrong: str, right: str, bearers: Sequence[int]) -> None:
        """Joins form `n` with the only bearer of the `right` surname, if there is one that its document lacks."""
        form = self.forms[n]
        whole = tuple(right if w == wrong else w for w in form.words)
        fits = [m for m in bearers if m != n and self._ends_so(m, whole)]
        target = self.sets.single(fits)
        if target is None or (len(whole) == 1 and self.sets.near(fits, form.docs)):
            return
        reason = f"“{self.show[n]}” is one letter off the surname of “{self.show[target]}”, the only one so called"
        self.sets.join(target, n, reason)

    def _ends_so(self, m: int, words: tuple[str, ...]) -> bool:
        """Whether a full name ends in the words, or has the single one as its last name."""
        if self.forms[m].words[-len(words) :] == words:
            return True
        return len(words) == 1 and self.names.last_name(m) == words[0]


_MAX_LEN_NAME = 30  # letters of a name
_MIN_LEN_MISSPELT = 6  # letters of a name that can be a misspelt one
_MIN_RATIO = 2  # how many times as frequent the right spelling is
_MAX_NAMESAKES = 40  # that are compared


def _misspelt(one: str, two: str) -> bool:
    """Whether two words of a name's length begin alike and differ in one letter."""
    return _MIN_LEN_MISSPELT - 1 <= len(two) <= _MAX_LEN_NAME and one[0] == two[0] and _edits(one, two) == 1


def _frequent_neighbour(word: str, holes: dict[str, set[str]], counts: dict[str, int]) -> str:
    """The only much more frequent surname that begins like `word` and is a letter off it; "" without one."""
    near = {w for hole in _holes(word) for w in holes.get(hole, ()) if w != word and _edits(w, word) == 1}
    near = {w for w in near if w[0] == word[0] and counts[w] >= _MIN_RATIO * counts[word]}
    return near.pop() if len(near) == 1 else ""


def _holes(word: str) -> set[str]:
    """The word with a letter left out, and itself: two words a letter apart have one of them in common.

    None for words longer than any name, whose holes would be many.
    """
    if len(word) > _MAX_LEN_NAME:
        return set()
    return {word, *(word[:k] + word[k + 1 :] for k in range(len(word)))}


# Letters that transcriptions write one for the other.
_SOUND_ALIKE = frozenset({"iy", "yi", "sz", "zs", "bv", "vb", "ck", "kc", "vw", "wv", "gj", "jg"})


def _spelled_alike(one: str, two: str, *, surname: bool) -> bool:
    """Whether two words can be one name's spellings: a letter more, or letters that sound alike.

    First names must begin and end alike ("Mario" is not "Maria") and may differ in two letters.
    """
    short, long = sorted((one, two), key=len)
    if len(short) < (5 if surname else 6) or one == two or short[0] != long[0] or len(long) - len(short) > 1:
        return False
    if not surname:
        return short[-1] == long[-1] and _edits(short, long) <= 2
    head = next((k for k in range(len(short)) if short[k] != long[k]), len(short))
    if len(long) > len(short) and short[head:] == long[head + 1 :]:
        return head < len(short)  # a letter more inside, not an ending: "Marin" is not "Marino"
    differing = [a + b for a, b in zip(short, long, strict=False) if a != b]
    return len(long) == len(short) and len(differing) == 1 and differing[0] in _SOUND_ALIKE


def _edits(one: str, two: str) -> int:
    """Letters to insert, drop or change to make one word the other; many where more than two or the words are long."""
    if abs(len(one) - len(two)) > 2 or max(len(one), len(two)) > _MAX_LEN_NAME:
        return _MAX_LEN_NAME
    row = list(range(len(two) + 1))
    for k, a in enumerate(one, 1):
        left, row[0] = row[0], k
        for j, b in enumerate(two, 1):
            left, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, left + (a != b))
    return row[-1]
