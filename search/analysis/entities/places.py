"""Which name forms are one place: names of countries, "Republic of X", rivers and islands without what they are."""

from __future__ import annotations

from collections import defaultdict

from search.analysis.entities.form_sets import FormSets
from search.analysis.lexicon import words
from search.analysis.lexicon.gazetteer import gazetteer
from search.analysis.names.forms import Form

# "X of Y" is Y for these; "City of Y" is mostly its council.
_STATES = words("state province republic county emirate kingdom sultanate principality duchy")
# "The Sordo" is the Sordo River; "Hebrides" the Hebrides Islands.
_WATERS = words("river canal reservoir dam estuary brook")
_ISLANDS = words("islands isles archipelago")


class PlaceResolver:
    """Joins the forms of places."""

    def __init__(self, sets: FormSets) -> None:
        self.sets, self.forms, self.show = sets, sets.forms, sets.show

    def join(self) -> None:
        """All steps."""
        self.countries()
        self.states()
        self.waters()

    def countries(self) -> None:
        """US, U.S. and United States."""
        names: dict[str, int] = {}
        for n, form in enumerate(self.forms):
            country = gazetteer().countries.get(form.key)
            if country and form.type == "place" and form.strong:
                first = names.setdefault(country, n)
                self.sets.join(first, n, f"“{self.show[n]}” and “{self.show[first]}” are names of one country")

    def states(self) -> None:
        """ "Republic of X" is X, but the old kingdom is not the republic of its name."""
        by_key = {form.key: n for n, form in reversed(list(enumerate(self.forms)))}
        ruled: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for form in self.forms:
            if _is_state(form):
                ruled[form.words[2:]].add(form.words[0])
        for n, form in enumerate(self.forms):
            if not _is_state(form) or (len(ruled[form.words[2:]]) > 1 and form.words[0] != "republic"):
                continue
            m = by_key.get(" ".join(form.words[2:]))
            if m is not None and form.words[2:] != ("mexico",) and self.forms[m].type == "place":
                self.sets.join(m, n, f"“{self.show[n]}” is “{self.show[m]}” with what it is")

    def waters(self) -> None:
        """ "The Sordo" for the only Sordo River; "Cape Verde" for the Cape Verde Islands."""
        full: dict[str, list[int]] = defaultdict(list)
        for n, form in enumerate(self.forms):
            if form.type == "place" and (bare := _bare_water(form)):
                full[bare].append(n)
        for n, form in enumerate(self.forms):
            fits = full.get(form.key, [])
            if not self.sets.are_one(fits):
                continue
            islands = self.forms[fits[0]].words[-1] in _ISLANDS
            if (form.type == "place" and islands) or (not form.strong and form.article and not form.titles):
                if form.type != "place":
                    form.votes["place"] += 1.0 + form.strength
                self.sets.join(fits[0], n, f"“{self.show[n]}” is “{self.show[fits[0]]}” without what it is")


def _is_state(form: Form) -> bool:
    """Whether a form is "Republic of X" or the like."""
    return len(form.words) > 2 and form.words[0] in _STATES and form.words[1] == "of"


def _bare_water(form: Form) -> str:
    """The name of a river, reservoir or islands without what it is; "" for others."""
    if len(form.words) < 2:
        return ""
    if form.words[-1] in _WATERS or form.words[-1] in _ISLANDS:
        return " ".join(form.words[:-1])
    return " ".join(form.words[1:]) if form.words[0] == "river" else ""
