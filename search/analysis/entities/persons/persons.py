"""Which name forms are one person: accents, shorter and longer names, initials, short forms, nicknames, surnames."""

from __future__ import annotations

from collections import defaultdict

from search.analysis.entities.form_sets import FormSets
from search.analysis.entities.persons.names import PersonNames, containment, more_initials
from search.analysis.entities.persons.spelling_variants import SpellingVariants
from search.analysis.entities.persons.surnames import SurnameResolver
from search.analysis.names.forms import Unsure


class PersonResolver:
    """Joins the forms of people; `unsure` collects what could be two."""

    def __init__(self, sets: FormSets) -> None:
        self.sets, self.forms, self.union, self.show = sets, sets.forms, sets.union, sets.show
        self.names = PersonNames(sets)
        self.lex, self.full = self.names.lex, self.names.full
        self.unsure: dict[int, Unsure] = {}
        self.settled: set[int] = set()

    def join(self) -> None:
        """All steps, the surest first."""
        self.generations()
        self.longer_names()
        SpellingVariants(self.names).join()
        self.short_forms()
        self.nicknames()
        self.nicknamed()
        SurnameResolver(self.names, self.unsure).join()

    def generations(self) -> None:
        """The name without "Jr." is the son's where his father bears "Sr."; else it could be either's."""
        sons: dict[tuple[str, ...], list[int]] = defaultdict(list)
        fathers: set[tuple[str, ...]] = set()
        for n in self.full:
            words = self.forms[n].words
            if len(words) > 2 and words[-1] == "jr":
                sons[words[:-1]].append(n)
            elif len(words) > 2 and words[-1] == "sr":
                fathers.add(words[:-1])
        for n in self.full if sons else ():
            words = self.forms[n].words
            if words not in sons:
                continue
            m = sons[words][0]
            if words in fathers:
                self.settled.add(n)
                reason = f"“{self.show[n]}” is “{self.show[m]}”: the father of his name is called “Sr.”"
                self.union.join(m, n, reason)
            elif self.sets.are_one(sons[words]):
                self.unsure[n] = self.names.between(self.forms[n], [m])

    def longer_names(self) -> None:
        """Anna Berg is Anna Maria Berg; Pérez Soto, with two surnames, is Luis Pérez Soto; A. Berg is Anna Berg."""
        by_word: dict[str, list[int]] = defaultdict(list)
        longer: dict[str, list[int]] = defaultdict(list)  # the same for names of three words and more
        for n in self.full:
            for word in set(self.forms[n].words):
                by_word[word].append(n)
                if len(self.forms[n].words) > 2:
                    longer[word].append(n)
        shorter = [n for n, f in enumerate(self.forms) if len(f.words) > 1 and not f.strong_other]
        shorter = [n for n in shorter if n not in self.settled]
        for n in sorted(shorter, key=lambda n: (-len(self.forms[n].words), self.forms[n].key)):
            # Only a name with initials is contained in one that is no longer.
            index = longer if all(len(w) > 1 for w in self.forms[n].words) else by_word
            if fits := self._containing(n, index):
                self._join_longer(n, fits, by_word)

    def _containing(self, n: int, index: dict[str, list[int]]) -> dict[int, str]:
        """The full names that contain form `n`, and how; looked for by the rarest of its words."""
        words = self.forms[n].words
        rare = min(words, key=lambda w: (len(w) < 2, len(index.get(w, ())), w))
        suffixes = self.lex.suffixes
        others = (m for m in index.get(rare, ()) if m != n)
        return {m: how for m in others if (how := containment(words, self.forms[m].words, suffixes))}

    def _join_longer(self, n: int, fits: dict[int, str], by_word: dict[str, list[int]]) -> None:
        """Joins form `n` with the longer name it is part of, or notes between whom it is left open."""
        form = self.forms[n]
        extra = [m for m in fits if more_initials(form.words, self.forms[m].words)]
        namesakes = [m for m in by_word[form.words[-1]] if m != n and self.forms[m].words[-1] in self.lex.suffixes]
        same_title = any(self.forms[m].titles.keys() & form.titles for m in extra)
        if len(extra) == len(fits) and (namesakes or not same_title):
            # An initial more than the full name tells: one person only where both bear one title.
            self.unsure[n] = self.names.between(form, sorted({*fits, *namesakes}))
            return
        target = self.names.choose(sorted(fits), form.docs, n)
        if target is None:
            target = self._longest(fits)
        if target is None:
            self.unsure[n] = self.names.between(form, sorted(fits))
            return
        self.sets.join(target, n, f"“{self.show[n]}” is {fits[target]} “{self.show[target]}”")

    def _longest(self, fits: dict[int, str]) -> int | None:
        """The longest of several names, where it contains all others and may be one with each of them; else None."""
        longest = max(fits, key=lambda m: (len(self.forms[m].words), m))
        words = self.forms[longest].words
        for m in fits:
            contained = m == longest or containment(self.forms[m].words, words, self.lex.suffixes)
            if not contained or self.union.barred(m, longest):
                return None
        return longest

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

    def nicknames(self) -> None:
        """A nickname in quotes inside a name, or after "alias", stands for its bearer where one bears it."""
        bearers: dict[str, list[int]] = defaultdict(list)
        for n, form in enumerate(self.forms):
            for nickname in form.nicknames:
                bearers[nickname].append(n)
        for n, form in enumerate(self.forms):
            if form.key in bearers and "gazetteer" not in form.rules and "head" not in form.rules:
                numbers = [m for m in bearers[form.key] if m != n]
                target = self.names.choose(numbers, form.docs) if numbers else None
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
            target = self.names.choose(numbers, form.docs) if numbers else None
            if target is not None:
                self.union.join(target, n, f"“{self.show[n]}” is “{self.show[target]}” by nickname and surname")
