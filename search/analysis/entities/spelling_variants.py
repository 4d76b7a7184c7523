"""Spellings of one name: transcriptions, first names with several, and names a letter wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from search.analysis.entities.union_find import UnionFind
from search.analysis.lexicon.gazetteer import gazetteer
from search.analysis.names.forms import Form


class Spelled:
    """Joins people's names that are spelled in two ways; `full` are the numbers of the forms of full names."""

    def __init__(self, forms: Sequence[Form], union: UnionFind, show: dict[int, str], full: Sequence[int]) -> None:
        self.forms, self.union, self.show = forms, union, show
        self.lex = gazetteer()
        self.full = full
        self.bearers = frozenset(full)

    def one(self, numbers: Sequence[int]) -> int | None:
        """The single set the forms belong to, or None."""
        if not numbers:
            return None
        first = self.union.find(numbers[0])
        return numbers[0] if all(self.union.find(n) == first for n in numbers) else None

    def named_words(self, n: int) -> tuple[str, ...]:
        """A name's words without the title and the seat of a peer: "Lord Marsh of Ketton" bears the surname Marsh."""
        words = self.forms[n].words
        if words[0] in self.lex.named_by_title and "of" in words[1:]:
            return ("", *words[1 : words.index("of")])
        return words

    def last_name(self, n: int) -> str:
        """The last word of a name that is no suffix: of father and son alike."""
        words = [w for w in self.named_words(n) if w not in self.lex.suffixes]
        return words[-1] if words else ""

    def spellings(self) -> None:
        """Rustam Aliev and Rustam Aliyev, Giorgos and Georgios Stavrou: one, where no document has both."""
        groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for n in self.full:
            words = self.forms[n].words
            for k in (0, len(words) - 1):
                groups[(str(k and -1), *words[:k], "", *words[k + 1 :])].append(n)
        for key, numbers in sorted(groups.items()):
            at = int(key[0])
            for n, m in combinations(numbers, 2):
                one, two = self.forms[n].words[at], self.forms[m].words[at]
                if _spelled_alike(one, two, surname=at == -1) and not self.docs_of(n) & self.docs_of(m):
                    reason = f"“{self.show[m]}” is another spelling of “{self.show[n]}”; no document has both"
                    self.union.join(n, m, reason)

    def docs_of(self, n: int) -> set[str]:
        """The documents of all forms joined with form `n` so far."""
        return {doc for k in self.union.members(n) if k in self.bearers for doc in self.forms[k].docs}

    def misspellings(self) -> None:
        """Travis Coyl for Travis Coyle: a letter off a much more frequent name, the other words the same."""
        counts: dict[str, int] = defaultdict(int)
        for form in self.forms:
            for word in form.words if form.type == "person" else ():
                counts[word] += len(form.mentions)
        firsts: dict[str, set[str]] = defaultdict(set)
        groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for n in self.full:
            words = self.forms[n].words
            firsts[words[-1]].add(words[0])
            groups[("", *words[:-1])].append(n)
            if len(words) > 2 or len(words[0]) > 1:
                groups[(*words[1:], "")].append(n)
        for key, numbers in sorted(groups.items()):
            at = 0 if key[-1] == "" else -1
            for n, m in combinations(numbers[:_MANY], 2):
                rare, often = sorted((n, m), key=lambda k: counts[self.forms[k].words[at]])
                one, two = self.forms[rare].words[at], self.forms[often].words[at]
                near = _MISSPELT - 1 <= len(two) <= _LONGEST and one[0] == two[0] and _edits(one, two) == 1
                if not near or counts[one] * _FREQUENT > counts[two] or self.docs_of(rare) & self.docs_of(often):
                    continue
                if at == -1 and firsts[one] - firsts[two]:
                    continue  # "Ortega" and "Ortego" are two where each has first names of its own
                if at == 0 and (one in self.lex.given) == (two in self.lex.given) and one[-1] != two[-1]:
                    continue  # "Mario" and "Maria"
                name, right = self.show[rare], self.show[often]
                reason = f"“{name}” is one letter off the more frequent “{right}”; no document has both"
                self.union.join(often, rare, reason)
        self.misspelt_surnames(counts, firsts)

    def misspelt_surnames(self, counts: dict[str, int], firsts: dict[str, set[str]]) -> None:
        """ "Cienfugos" alone, or a double surname with a letter wrong, for the only bearer of the right name."""
        holes: dict[str, set[str]] = defaultdict(set)
        bearers: dict[str, list[int]] = defaultdict(list)
        for n in self.full:
            for word in self.forms[n].words[1:]:
                if len(word) >= _MISSPELT:
                    bearers[word].append(n)
        for word in bearers:
            for hole in _holes(word):
                holes[hole].add(word)
        for n, form in enumerate(self.forms):
            if form.type != "person" or form.words[0] in self.lex.given or form.strong_place:
                continue
            wrong = [w for w in form.words if w not in bearers or set(bearers[w]) == {n}]
            if len(wrong) != 1 or len(wrong[0]) < _MISSPELT - 1 or len(form.words) > 2 or wrong[0] in self.lex.given:
                continue
            word = wrong[0]
            near = {w for hole in _holes(word) for w in holes.get(hole, ()) if w != word and _edits(w, word) == 1}
            near = {w for w in near if w[0] == word[0] and counts[w] >= _FREQUENT * counts[word]}
            if len(near) != 1 or (len(form.words) == 1 and form.common):
                continue
            right = near.pop()
            whole = tuple(right if w == word else w for w in form.words)
            fits = [
                m
                for m in bearers[right]
                if m != n
                and (self.forms[m].words[-len(whole) :] == whole or (len(whole) == 1 and self.last_name(m) == right))
            ]
            target = self.one(fits) if fits else None
            if target is not None and not form.docs & {d for m in fits for d in self.forms[m].docs if len(whole) == 1}:
                reason = (
                    f"“{self.show[n]}” is one letter off the surname of “{self.show[target]}”, the only one so called"
                )
                self.union.join(target, n, reason)


_LONGEST = 30  # letters of a name
# A misspelt name's letters, how much more frequent the right one is, and how many namesakes are compared.
_MISSPELT, _FREQUENT, _MANY = 6, 2, 40


def _holes(word: str) -> set[str]:
    """The word with a letter left out, and itself: two words a letter apart have one of them in common.

    None for words longer than any name, whose holes would be many.
    """
    if len(word) > _LONGEST:
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
    if abs(len(one) - len(two)) > 2 or max(len(one), len(two)) > _LONGEST:
        return _LONGEST
    row = list(range(len(two) + 1))
    for k, a in enumerate(one, 1):
        left, row[0] = row[0], k
        for j, b in enumerate(two, 1):
            left, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, left + (a != b))
    return row[-1]
