"""Bodies and places whose name is written with a word left out, and rivers and islands without what they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from search.analysis.entities.union_find import UnionFind
from search.analysis.lexicon import words
from search.analysis.lexicon.gazetteer import gazetteer
from search.analysis.names.forms import Form

_LEFT_OUT = 2  # words
_MANY = 40  # namesakes that are compared
# "The Sordo" is the Sordo River; "Hebrides" the Hebrides Islands.
_WATERS = words("river canal reservoir dam estuary brook")
_ISLANDS = words("islands isles archipelago")


class Shortened:
    """Joins names with a word left out; each step takes what is unique in the corpus only."""

    def __init__(self, forms: Sequence[Form], union: UnionFind, show: dict[int, str]) -> None:
        self.forms, self.union, self.show = forms, union, show
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
        for _, numbers in sorted(by_first.items()):
            for n in numbers[:_MANY]:
                short = self.forms[n].words
                if (short[0],) in self.lex.places or len(short) < 2:
                    continue
                fits = [m for m in numbers[:_MANY] if m != n and _within(short, self.forms[m].words)]
                named = sum(w not in self.common for w in short) > 1
                cut = [m for m in fits if self.forms[m].words[: len(short)] == short]
                one = fits and (named or cut == fits) and len({self.union.find(m) for m in fits}) == 1
                if one and not any(self.forms[m].docs & self.forms[n].docs for m in fits):
                    why = f"“{self.show[n]}” is “{self.show[fits[0]]}” with a word left out; no document has both"
                    self.union.join(fits[0], n, why)

    def beginnings(self) -> None:
        """ "Supreme Court" for the only "Supreme Court of X" of the corpus; no document has both."""
        longer: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for n, form in enumerate(self.forms):
            at = form.words.index("of") if "of" in form.words[2:] else 0
            if form.type == "organization" and at > 1 and form.strong:
                longer[form.words[:at]].append(n)
        seen: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for n, form in enumerate(self.forms):
            if form.words in longer and form.type == "organization" and form.strong:
                seen[form.words].append(n)
        for key, numbers in sorted(seen.items()):
            fits = longer[key]
            apart = {self.union.find(n) for n in numbers}
            owners = {
                owner for n in (*numbers, *fits) for owner in (self.forms[n].owner, *self.forms[n].owners) if owner
            }
            if len({self.union.find(m) for m in fits}) > 1 or len(apart) > 1 or len(owners) > 1:
                continue
            n, m = numbers[0], fits[0]
            if not any(self.forms[k].docs & self.forms[n].docs for k in fits):
                reason = f"“{self.show[n]}” begins “{self.show[m]}”, the only one so called; no document has both"
                self.union.join(m, n, reason)

    def waters(self) -> None:
        """ "The Sordo" for the only Sordo River; "Cape Verde" for the Cape Verde Islands."""
        full: dict[str, list[int]] = defaultdict(list)
        for n, form in enumerate(self.forms):
            if form.type == "place" and len(form.words) > 1:
                if form.words[-1] in _WATERS | _ISLANDS:
                    full[" ".join(form.words[:-1])].append(n)
                elif form.words[0] == "river":
                    full[" ".join(form.words[1:])].append(n)
        for n, form in enumerate(self.forms):
            fits = full.get(form.key, ())
            if not fits or len({self.union.find(m) for m in fits}) > 1:
                continue
            islands = self.forms[fits[0]].words[-1] in _ISLANDS
            if (form.type == "place" and islands) or (not form.strong and form.article and not form.titles):
                if form.type != "place":
                    form.votes["place"] += 1.0 + form.strength
                self.union.join(fits[0], n, f"“{self.show[n]}” is “{self.show[fits[0]]}” without what it is")


def _within(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether a name is a longer one with words left out: the beginning is the same."""
    if not len(short) < len(long) <= len(short) + _LEFT_OUT or short[0] != long[0]:
        return False
    rest = iter(long)
    return all(word in rest for word in short)
