"""Which name forms are one person: accents, shorter and longer names, initials, short forms, nicknames, surnames."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from search.analysis.forms import Form, Union, Unsure
from search.analysis.rules import lexicon


class People:
    """Joins the forms of people; `unsure` collects what could be two."""

    def __init__(self, forms: Sequence[Form], union: Union, show: dict[int, str]) -> None:
        self.forms, self.union, self.show = forms, union, show
        self.lex = lexicon()
        self.unsure: dict[int, Unsure] = {}
        self.full = [n for n, form in enumerate(forms) if _full_name(form)]
        self.bearers = frozenset(self.full)

    def join(self) -> None:
        """All steps, the surest first."""
        self.longer_names()
        self.spellings()
        self.misspellings()
        self.short_forms()
        self.nicknames()
        self.nicknamed()
        self.surnames()

    def one(self, numbers: Sequence[int]) -> int | None:
        """The single set the forms belong to, or None."""
        sets = {self.union.find(n) for n in numbers}
        return numbers[0] if len(sets) == 1 else None

    def choose(self, numbers: Sequence[int], docs: set[str], short: int | None = None) -> int | None:
        """One person out of several: the only one in the same documents, else the only one at all.

        A text shortens a name after it has given it in full: one that has the `short` form first means somebody else.
        """
        near = [n for n in numbers if self.forms[n].docs & docs]
        if short is not None and self.one(near) is not None and self.one(numbers) is None:
            begun = _first_places(self.forms[short])
            after = [
                n for n in near if all(begun[d] < p for d, p in _first_places(self.forms[n]).items() if d in begun)
            ]
            if len(after) == len(near):
                return self.one([n for n in numbers if n not in near])
        return self.one(near) if near else self.one(numbers)

    def longer_names(self) -> None:
        """Anna Berg is Anna Maria Berg; Pérez Soto, with two surnames, is Luis Pérez Soto; A. Berg is Anna Berg."""
        by_word: dict[str, list[int]] = defaultdict(list)
        for n in self.full:
            for word in set(self.forms[n].words):
                by_word[word].append(n)
        shorter = [n for n, f in enumerate(self.forms) if len(f.words) > 1 and not f.strong_other]
        for n in sorted(shorter, key=lambda n: (-len(self.forms[n].words), self.forms[n].key)):
            form = self.forms[n]
            rare = min(form.words, key=lambda w: (len(w) < 2, len(by_word.get(w, ())), w))
            fits: dict[int, str] = {}
            for m in by_word.get(rare, ()):
                how = _contained(form.words, self.forms[m].words, self.lex.suffixes) if m != n else ""
                if how:
                    fits[m] = how
            if not fits:
                continue
            extra = [m for m in fits if _more_initials(form.words, self.forms[m].words)]
            namesakes = [m for m in by_word[form.words[-1]] if m != n and self.forms[m].words[-1] in self.lex.suffixes]
            if len(extra) == len(fits) and (
                namesakes or not any(self.forms[m].titles.keys() & form.titles for m in extra)
            ):
                # An initial more than the full name tells: one person only where both bear one title.
                self.unsure[n] = self.between(form, sorted({*fits, *namesakes}))
                continue
            target = self.choose(sorted(fits), form.docs, n)
            if target is None:
                longest = max(fits, key=lambda m: (len(self.forms[m].words), m))
                if all(
                    m == longest or _contained(self.forms[m].words, self.forms[longest].words, self.lex.suffixes)
                    for m in fits
                ) and not any(self.union.barred(m, longest) for m in fits):
                    target = longest
            if target is None:
                self.unsure[n] = self.between(form, sorted(fits))
                continue
            self.union.join(target, n, f"“{self.show[n]}” is {fits[target]} “{self.show[target]}”")

    def short_forms(self) -> None:
        """Bill and William with one surname, where no second such person is named."""
        groups: dict[tuple[str, str], list[int]] = defaultdict(list)
        for n in self.full:
            words = self.forms[n].words
            if words[0] in self.lex.short_forms:
                stem = min(self.lex.short_forms[words[0]])
                groups[stem, words[-1]].append(n)
        for (_, _), numbers in sorted(groups.items()):
            for n in numbers[1:]:
                first, second = self.forms[numbers[0]].words[0], self.forms[n].words[0]
                if second in self.lex.short_forms.get(first, ()) and second != first:
                    self.union.join(
                        numbers[0],
                        n,
                        f"“{self.show[n]}” bears a short form of the first name of “{self.show[numbers[0]]}”",
                    )

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

    def nicknames(self) -> None:
        """A nickname in quotes inside a name, or after "alias", stands for its bearer where one bears it."""
        bearers: dict[str, list[int]] = defaultdict(list)
        for n, form in enumerate(self.forms):
            for nickname in form.nicknames:
                bearers[nickname].append(n)
        for n, form in enumerate(self.forms):
            if form.key in bearers and "gazetteer" not in form.rules and "head" not in form.rules:
                numbers = [m for m in bearers[form.key] if m != n]
                target = self.choose(numbers, form.docs) if numbers else None
                if target is not None:
                    self.union.join(target, n, f"“{self.show[n]}” is the nickname given to “{self.show[target]}”")

    def nicknamed(self) -> None:
        """ "Pulpo Chunga" for Jhon “Pulpo” Chunga: the nickname in place of the first name."""
        bearers: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for n, form in enumerate(self.forms):
            for nickname in form.nicknames if len(form.words) > 1 else ():
                bearers[(*nickname.split(), form.words[-1])].append(n)
        for n, form in enumerate(self.forms):
            numbers = [m for m in bearers.get(form.words, ()) if m != n]
            target = self.choose(numbers, form.docs) if numbers else None
            if target is not None:
                self.union.join(target, n, f"“{self.show[n]}” is “{self.show[target]}” by nickname and surname")

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
                near = len(two) >= _MISSPELT - 1 and one[0] == two[0] and _edits(one, two) == 1
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
            fits = [m for m in bearers[right] if m != n and self.forms[m].words[-len(whole) :] == whole]
            target = self.one(fits) if fits else None
            if target is not None and not form.docs & {d for m in fits for d in self.forms[m].docs if len(whole) == 1}:
                reason = (
                    f"“{self.show[n]}” is one letter off the surname of “{self.show[target]}”, the only one so called"
                )
                self.union.join(target, n, reason)

    def surnames(self) -> None:
        """A surname alone is the person who bears it: the only one in the document, else in the corpus."""
        by_surname: dict[str, list[int]] = defaultdict(list)
        by_first: dict[str, list[int]] = defaultdict(list)
        shorter: dict[int, set[str]] = defaultdict(set)
        for n in self.full:
            shorter[self.union.find(n)].add(self.forms[n].words[-1])
        for n in self.full:
            words = [w for w in self.named_words(n) if w not in self.lex.particles and w not in self.lex.suffixes]
            # "Lucía Vega Sanz" who is "Lucía Vega" as well is not called by her mother's name alone.
            if len(words) > 2 and words[-2] in shorter[self.union.find(n)]:
                words = words[:-1]
            for word in words[1:]:
                by_surname[word].append(n)
            if words:
                by_first[words[0]].append(n)
        for n, form in enumerate(self.forms):
            word = self.surname_alone(form)
            if not word or form.strong_other or form.sense == "place":
                continue
            bearers = by_surname.get(word, [])
            if bearers:
                if "gazetteer" in form.rules and not form.votes["person"]:
                    continue
                if form.common and form.only_initial and not (form.speaks or form.votes["person"]):
                    continue
                near = [m for m in bearers if form.doc in self.forms[m].docs]
                last = [m for m in near or bearers if self.last_name(m) == word]
                target = self.one(near or bearers)
                if target is None and last:
                    target = self.one(last)
                if n in bearers or (
                    form.key != word and target is not None and self.forms[target].words[0] in form.words
                ):
                    continue
                if target is None:
                    self.unsure[n] = self.between(form, near or bearers)
                elif form.common and not near and not form.titles:
                    continue  # a common word in a text that never gives the full name
                else:
                    where = "in this document" if near else "in the corpus"
                    self.union.join(
                        target, n, f"“{self.show[n]}” is the surname of “{self.show[target]}” alone {where}"
                    )
                continue
            first = [m for m in by_first.get(word, []) if form.doc in self.forms[m].docs]
            place = "gazetteer" in form.rules or (form.type == "place" and bool({"context", "head"} & set(form.rules)))
            target = self.one(first) if first and not place else None
            if target is not None and not form.common:
                self.union.join(
                    target, n, f"“{self.show[n]}” is the first name of “{self.show[target]}” alone in this document"
                )

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

    def surname_alone(self, form: Form) -> str:
        """The surname a form consists of, with its article ("al-Sadr", "de la Cruz") or judge's title; else ""."""
        words = form.words
        if len(words) == 3 and words[0] in self.lex.named_by_title and words[1] == "justice":
            return words[2]
        while len(words) > 1 and words[0] in self.lex.particles:
            words = words[1:]
        return words[0] if len(words) == 1 else ""

    def between(self, form: Form, numbers: Sequence[int]) -> Unsure:
        """Says which people a name could be."""
        roots = sorted({self.union.find(m) for m in numbers})
        names = sorted({self.show[min(m for m in numbers if self.union.find(m) == root)] for root in roots})
        surface = max(form.surfaces, key=lambda s: (form.surfaces[s], s))
        more = " or others" if len(names) > 4 else ""
        return Unsure(f"unsure: “{surface}” could be {' or '.join(names[:4])}{more}; kept apart", tuple(roots))


# A misspelt name's letters, how much more frequent the right one is, and how many namesakes are compared.
_MISSPELT, _FREQUENT, _MANY = 6, 2, 40


def _holes(word: str) -> set[str]:
    """The word with a letter left out, and itself: two words a letter apart have one of them in common."""
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
    """Letters to insert, drop or change to make one word the other."""
    row = list(range(len(two) + 1))
    for k, a in enumerate(one, 1):
        left, row[0] = row[0], k
        for j, b in enumerate(two, 1):
            left, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, left + (a != b))
    return row[-1]


def _full_name(form: Form) -> bool:
    """Whether a form is a person's name of several words, not a family's, a place's or a body's."""
    if len(form.words) < 2 or form.words[-1] in ("family", "brothers"):
        return False
    if form.words[1:2] == ("justice",) or all(w in lexicon().particles for w in form.words[:-1]):
        return False  # "Lord Justice Marsh", "al-Rumaili": surnames
    return form.type == "person" and form.strength > 0 and not ({"head", "gazetteer"} & set(form.rules))


def _initialled(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether "J. W. Trask" can be Josiah Warren Trask, or Josiah Trask: initials first, the surname the same."""
    letters = [w for w in short[:-1] if len(w) == 1]
    if len(letters) != len(short) - 1 or not letters or short[-1] != long[-1] or len(long[0]) < 2:
        return False
    given = [w for w in long[:-1] if w]
    return letters[0] == given[0][0] and all(a == b[0] for a, b in zip(letters[1:], given[1:], strict=False))


def _more_initials(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether "J. W. Trask" has an initial that "Josiah Trask" tells nothing of."""
    return len(short) > len([w for w in long if w]) and _initialled(short, long)


def _first_places(form: Form) -> dict[str, int]:
    """Where each document has a form first."""
    places: dict[str, int] = {}
    for doc, start, _, _ in form.mentions:
        places[doc] = min(start, places.get(doc, start))
    return places


def _contained(short: Sequence[str], long: Sequence[str], suffixes: frozenset[str]) -> str:
    """How a name is contained in a longer one, in words; "" where it is not."""
    if len(short) > len(long) and not _initialled(short, long):
        return ""
    if len(short) == len(long) and tuple(short) == tuple(long):
        return ""
    if long[-1] in suffixes and short[-1] not in suffixes:
        return ""  # father and son
    if len(short) < len(long):
        if tuple(long[-len(short) :]) == tuple(short):
            return "the surname part of"
        k = 0
        for word in long:
            if k < len(short) and (word == short[k] or (k and len(short[k]) == 1 and word[0] == short[k])):
                k += 1
        if k == len(short) and long[0] == short[0] and short[-1] in (*long[1:3], long[-1]):
            return "a shorter form of"
    if _initialled(short, long):
        return "the name with initials of"
    if (
        len(short[0]) == 1
        and long[0][0] == short[0]
        and len(long[0]) > 1
        and tuple(short[1:]) == tuple(long[-len(short) + 1 :])
    ):
        return "the name with initials of"
    middles = [w for w in short[1:-1] if len(w) > 1]
    if len(short) == len(long) and short[0] == long[0] and short[-1] == long[-1] and not middles and len(short) > 2:
        return (
            "the name with initials of"
            if all(a[0] == b[0] for a, b in zip(short[1:-1], long[1:-1], strict=True))
            else ""
        )
    return ""
