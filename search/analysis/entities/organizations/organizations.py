"""Which forms are one institution or law: turned round, with and without country or year, cut short."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from search.analysis.entities.form_sets import FormSets
from search.analysis.lexicon import words
from search.analysis.names.forms import Form, Unsure, turned, without_country

# Bodies whose name lists what they are for, and is cut short.
_DEPARTMENTS = words("ministry department office secretariat")

_MAX_TOLD = 4  # countries or years that are named in a doubt


class OrganizationResolver:
    """Joins the forms of institutions and laws; `unsure` collects what could be several's."""

    def __init__(self, sets: FormSets) -> None:
        self.sets, self.forms, self.show = sets, sets.forms, sets.show
        self.unsure: dict[int, Unsure] = {}

    def join(self) -> None:
        """All steps."""
        self.institutions()
        self.shorter_ministries()
        self.years()

    def institutions(self) -> None:
        """Ministry of X and X Ministry; with and without the country, where only one country's is named."""
        groups: dict[str, list[int]] = defaultdict(list)
        for n, form in enumerate(self.forms):
            if form.type in ("organization", "law") and (form.strong or len(form.words) > 1) and not form.doc:
                core = without_country(form.key)[0]
                groups[_one_law(core) if form.type == "law" else turned(core)].append(n)
        for _, numbers in sorted(groups.items()):
            owned: dict[str, list[int]] = defaultdict(list)
            for n in numbers:
                owned[country_of(self.forms[n])].append(n)
            self._join_institution(owned.pop("", []), owned)

    def _join_institution(self, bare: list[int], owned: dict[str, list[int]]) -> None:
        """Joins the forms of one institution's name: those of each country, and the `bare` ones of no country."""
        named = sorted(owned)
        for country in named:
            for n in owned[country][1:]:
                self.alike(owned[country][0], n)
        if len(named) < 2:
            for n in bare[1:]:
                self.alike(bare[0], n)
            if named and bare:
                self.alike(owned[named[0]][0], bare[0])
            return
        for n in bare:
            country = self._only_country(n, owned)
            if country:
                self.alike(owned[country][0], n)
                continue
            self.unsure[n] = Unsure(
                f"unsure: “{self.show[n]}” could be that of {' or '.join(named[:_MAX_TOLD])}; kept apart",
                tuple(owned[country][0] for country in named),
            )

    def _only_country(self, n: int, owned: dict[str, list[int]]) -> str:
        """The country whose institution alone all documents of form `n` name; "" without one."""
        docs = self.forms[n].docs
        near = [country for country in sorted(owned) if self.sets.near(owned[country], docs)]
        if len(near) != 1:
            return ""
        named = set[str]().union(*(self.forms[m].docs for m in owned[near[0]]))
        return near[0] if docs <= named else ""

    def years(self) -> None:
        """An Act with and without its year, where no other year's Act of the name is meant."""
        dated: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for n, form in enumerate(self.forms):
            if form.type == "law":
                name, year = split_year(_one_law(without_country(form.key)[0]))
                dated[name][year].append(n)
        for _, by_year in sorted(dated.items()):
            bare = by_year.pop("", [])
            for n in bare if by_year else ():
                self._join_undated(n, by_year)

    def _join_undated(self, n: int, by_year: dict[str, list[int]]) -> None:
        """Joins an Act without a year with the only one of the document, else of the corpus."""
        named = sorted(by_year)
        pool = [year for year in named if self.sets.near(by_year[year], self.forms[n].docs)] or named
        target = by_year[pool[0]][0]
        if len(pool) == 1:
            reason = f"“{self.show[n]}” is “{self.show[target]}” without its year; no other year is named"
            self.sets.join(target, n, reason)
            return
        self.unsure[n] = Unsure(
            f"unsure: “{self.show[n]}” could be that of {' or '.join(pool[:_MAX_TOLD])}; kept apart",
            tuple(by_year[year][0] for year in pool),
        )

    def alike(self, a: int, b: int) -> None:
        """Joins two forms of an institution's name."""
        self.sets.join(a, b, f"“{self.show[b]}” is another form of “{self.show[a]}”")

    def shorter_ministries(self) -> None:
        """ "Housing Ministry" for the only "Ministry of Housing, Construction and Sanitation"."""
        by_head: dict[tuple[str, str], list[tuple[frozenset[str], int]]] = defaultdict(list)
        for n, form in enumerate(self.forms):
            if form.type != "organization" or len(form.words) < 2 or not form.strong:
                continue
            head, _, rest = turned(without_country(form.key)[0]).partition(": ")
            if rest and head in _DEPARTMENTS:
                by_head[head, country_of(form)].append((frozenset(rest.split()), n))
        for _, rows in sorted(by_head.items()):
            for matters, n in rows:
                self._join_shorter(n, [m for more, m in rows if matters < more and self._lists(m, more - matters)])

    def _lists(self, m: int, more: frozenset[str]) -> bool:
        """Whether a ministry's name lists what it is for, so that the words `more` can be left out."""
        return " and " in self.show[m] or "," in self.show[m] or more == {"national"}

    def _join_shorter(self, n: int, wider: Sequence[int]) -> None:
        """Joins a ministry with the only one whose name lists more.

        Turned round it is a paper's short form; in order it may be another country's, or of another time.
        """
        if not self.sets.are_one(wider):
            return
        m = wider[-1]
        whole = self.forms[m].words[: len(self.forms[n].words)] == self.forms[n].words
        if not whole or self.forms[m].docs & self.forms[n].docs:
            reason = f"“{self.show[n]}” is short for “{self.show[m]}”, the only one it begins"
            self.sets.join(m, n, reason)


def country_of(form: Form) -> str:
    """The country a form belongs to: by its own words, else by the possessives before it; "" where that is open."""
    inner = without_country(form.key)[1]
    if inner:
        return inner
    return form.owner or (next(iter(form.owners)) if len(form.owners) == 1 else "")


def _one_law(core: str) -> str:
    """One key for a law however it is called: "Savings Banks Act", "Savings Banks Law"."""
    name, year = split_year(core)
    words = name.split()
    one = " ".join((*words[:-1], "act")) if len(words) > 2 and words[-1] in ("law", "act") else name
    return f"{one} {year}".strip()


def split_year(key: str) -> tuple[str, str]:
    """A law's key without the year at its end, and that year ("" without one)."""
    name, _, year = key.rpartition(" ")
    return (name, year) if len(year) == 4 and year.isdigit() and name else (key, "")
