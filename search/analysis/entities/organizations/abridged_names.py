"""Bodies whose name is written with a word left out, or cut before "of"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from search.analysis.entities.form_sets import FormSets
from search.analysis.lexicon.gazetteer import gazetteer

_MAX_LEFT_OUT = 2  # words
_MAX_NAMESAKES = 40  # that are compared


class Abridged:
    """Joins names with a word left out; each step takes what is unique in the corpus only."""

    def __init__(self, sets: FormSets) -> None:
        self.sets, self.forms, self.union, self.show = sets, sets.forms, sets.union, sets.show
        self.lex = gazetteer()
        self.common = (
            self.lex.portfolio
            | self.lex.no_names
            | self.lex.function_words
            | self.lex.weak_heads
            | self.lex.org_endings
            | self.lex.kinds
            | set(self.lex.countries)
            | set(self.lex.demonyms)
            | {word for head in self.lex.org_heads for word in head}
        )

    def join(self) -> None:
        """All steps."""
        self.left_out()
        self.beginnings()

    def left_out(self) -> None:
        """ "Ana Cruz Front" for "Ana Cruz Popular Front", "Halden Marine" for "Halden Marine Assurance".

        The first word and one more must be names, no words for what a body is or does; no document has both.
        """
        by_first: dict[str, list[int]] = defaultdict(list)
        for n, form in enumerate(self.forms):
            if form.type == "organization" and len(form.words) > 1 and form.words[0] not in self.common:
                by_first[form.words[0]].append(n)
        for first, numbers in sorted(by_first.items()):
            if (first,) in self.lex.places:
                continue
            for n in numbers[:_MAX_NAMESAKES]:
                fits = self._abridged_of(n, numbers[:_MAX_NAMESAKES])
                if fits and not any(self.forms[m].docs & self.forms[n].docs for m in fits):
                    why = f"“{self.show[n]}” is “{self.show[fits[0]]}” with a word left out; no document has both"
                    self.sets.join(fits[0], n, why)

    def _abridged_of(self, n: int, numbers: Sequence[int]) -> list[int]:
        """The forms of the only body whose name is that of `n` with a word more; none where that is not sure."""
        short = self.forms[n].words
        fits = [m for m in numbers if m != n and _within(short, self.forms[m].words)]
        named = sum(w not in self.common for w in short) > 1
        cut = all(self.forms[m].words[: len(short)] == short for m in fits)
        return fits if (named or cut) and self.sets.are_one(fits) else []

    def beginnings(self) -> None:
        """ "Supreme Court" for the only "Supreme Court of X" of the corpus; no document has both."""
        longer: dict[tuple[str, ...], list[int]] = defaultdict(list)
        bodies = [(n, form) for n, form in enumerate(self.forms) if form.type == "organization" and form.strong]
        for n, form in bodies:
            if "of" in form.words[2:] and form.words[1] != "of":
                longer[form.words[: form.words.index("of")]].append(n)
        seen: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for n, form in bodies:
            if form.words in longer:
                seen[form.words].append(n)
        for key, numbers in sorted(seen.items()):
            n, fits = numbers[0], longer[key]
            if not self.sets.are_one(fits) or not self.sets.are_one(numbers) or self._of_two([*numbers, *fits]):
                continue
            if not any(self.forms[m].docs & self.forms[n].docs for m in fits):
                m = fits[0]
                reason = f"“{self.show[n]}” begins “{self.show[m]}”, the only one so called; no document has both"
                self.sets.join(m, n, reason)

    def _of_two(self, numbers: Sequence[int]) -> bool:
        """Whether the forms are given to more than one country."""
        owners = {owner for n in numbers for owner in (self.forms[n].owner, *self.forms[n].owners) if owner}
        return len(owners) > 1


def _within(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether a name is a longer one with words left out: the beginning is the same."""
    if not len(short) < len(long) <= len(short) + _MAX_LEFT_OUT or short[0] != long[0]:
        return False
    rest = iter(long)
    return all(word in rest for word in short)
