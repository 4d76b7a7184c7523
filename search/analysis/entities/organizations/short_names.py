"""Short names of bodies: their first words, their last, a word left out, or without place or what they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from search.analysis.entities.form_sets import FormSets
from search.analysis.entities.organizations.organizations import country_of
from search.analysis.lexicon import ENGLISH, words
from search.analysis.lexicon.gazetteer import gazetteer
from search.analysis.names.forms import LEGAL, Form, only_legal

_LOCAL = ENGLISH.words("entities", "local bodies")
# A family's firm: its name is the family's before it is the firm's.
_KIN = words("son sons daughter daughters brothers bros")


class FirstWords:
    """Joins the first word or words of a body's name, alone, with it: "Halden" for "Halden Shipping"."""

    def __init__(self, sets: FormSets) -> None:
        self.sets, self.forms, self.show = sets, sets.forms, sets.show
        self.lex = gazetteer()
        self.by_first: dict[str, list[int]] = defaultdict(list)
        for n, form in enumerate(self.forms):
            if form.type == "organization" and len(form.words) > 1 and form.strength > 0:
                self.by_first[form.words[0]].append(n)
        self.sets_before = sets.union.sets()
        self.surnames = {f.words[-1] for f in self.forms if len(f.words) > 1 and f.type == "person" and f.strength}
        self._people: dict[int, bool] = {}  # representative → whether its set is a person's; joinings make no people
        self._longer: dict[tuple[str, ...], list[int]] = {}

    def join(self) -> None:
        """All forms."""
        for n, form in enumerate(self.forms):
            if self._may_be_short(n, form):
                self._join_with_longer(n, form, self._longer_names(form.words))

    def _may_be_short(self, n: int, form: Form) -> bool:
        """Whether a form can be the beginning of a body's name: no common word, place, law or person."""
        first, lex = form.words[0], self.lex
        if first not in self.by_first or form.strong_place or form.type == "law":
            return False
        if first in lex.portfolio or first in lex.given or first in lex.no_names:
            return False
        if first in lex.countries or first in lex.demonyms or "title" in form.rules:
            return False
        return not self._is_person(n)

    def _is_person(self, n: int) -> bool:
        """Whether the set of a form, as it was before the first joining here, is a person's."""
        root = self.sets.union.find(n)
        if root not in self._people:
            self._people[root] = person_in(self.forms, self.sets_before.get(root, [n]))
        return self._people[root]

    def _longer_names(self, words: tuple[str, ...]) -> list[int]:
        """The bodies whose names begin with the words and are longer."""
        if words not in self._longer:
            self._longer[words] = [
                m
                for m in self.by_first[words[0]]
                if len(self.forms[m].words) > len(words) and self.forms[m].words[: len(words)] == words
            ]
        return self._longer[words]

    def _join_with_longer(self, n: int, form: Form, fits: list[int]) -> None:
        """Joins a form with the longer name that it means, by the surest rule that holds."""
        size, show = len(form.words), self.show
        legal = [m for m in fits if only_legal(self.forms[m].words[size:])]
        if self.sets.are_one(legal):
            self.sets.join(legal[0], n, f"“{show[n]}” is “{show[legal[0]]}” without its legal form")
            return
        one = self.sets.are_one(fits)
        towns = [m for m in fits if size > 1 and self.forms[m].words[size:] in self.lex.places]
        if one and towns and form.type == "organization":
            self.sets.join(towns[0], n, f"“{show[n]}” is “{show[towns[0]]}” without its town")
            return
        foreign = form.words[0] in self.lex.foreign_heads
        if one and foreign and size == 1:
            self.sets.join(fits[0], n, f"“{show[n]}” begins the name of “{show[fits[0]]}”, the only one so called")
            return
        near = self.sets.near(fits, form.docs)
        if (not foreign and self._rather_place(form, fits, near)) or self._familys(form, fits):
            return
        if not near and form.type == "organization" and (form.firm or form.rules["context"]):
            near = fits
        if one and near and not (form.common and form.only_initial):
            self.sets.join(near[0], n, f"“{show[n]}” begins the name of “{show[near[0]]}” alone")

    def _rather_place(self, form: Form, fits: Sequence[int], near: Sequence[int]) -> bool:
        """Whether the first word of bodies named for where they are is the place itself.

        A model's vote for a place is no more than that where the document has "X Y Ltd".
        """
        if any(self.forms[m].words[-1] in _LOCAL for m in fits):
            return True
        voted = set(form.rules) <= {"model", "weak"} and any(self.forms[m].words[-1] in LEGAL for m in near)
        return form.type == "place" and not voted

    def _familys(self, form: Form, fits: Sequence[int]) -> bool:
        """Whether the name is a family's before it is the firm's: "Ashe & Sons"."""
        if form.sense:
            return True
        return form.key in self.surnames and any(self.forms[m].words[-1] in _KIN for m in fits)


class ShortNames:
    """Joins other short names of bodies; each step takes what is unique."""

    def __init__(self, sets: FormSets) -> None:
        self.sets, self.forms, self.show = sets, sets.forms, sets.show
        self.lex = gazetteer()

    def bare_names(self) -> None:
        """ "Altoandina" for "Minera Altoandina": the name of a body without the foreign word for what it is."""
        by_rest: dict[str, list[int]] = defaultdict(list)
        for n, form in enumerate(self.forms):
            if form.type == "organization" and len(form.words) > 1 and form.words[0] in self.lex.foreign_heads:
                by_rest[" ".join(form.words[1:])].append(n)
        for n, form in enumerate(self.forms):
            fits = [m for m in by_rest.get(form.key, []) if m != n]
            open_type = not form.strong or (len(form.words) > 1 and form.type == "organization")
            open_type = open_type and (len(form.words) > 1 or not person_in(self.forms, self.sets.union.members(n)))
            if open_type and self.sets.are_one(fits):
                self.sets.join(fits[0], n, f"“{self.show[n]}” is “{self.show[fits[0]]}” without what it is")

    def local_names(self) -> None:
        """Without the place in front: "Ellerby Mechanics' Institute", where no other town's is named."""
        places = {form.key for form in self.forms if form.type == "place" and form.strength}
        bodies = {f.key: n for n, f in enumerate(self.forms) if f.type == "organization" and len(f.words) > 1}
        owners: dict[int, set[int]] = defaultdict(set)
        for n in bodies.values():
            words = self.forms[n].words
            for size in (1, 2):
                bare = bodies.get(" ".join(words[size:]))
                told = " ".join(words[:size]) in places or words[:size] in self.lex.places
                if bare is not None and told:
                    owners[bare].add(n)
        for bare, longer in sorted(owners.items()):
            if self.sets.are_one(longer):
                n = min(longer)
                self.sets.join(n, bare, f"“{self.show[bare]}” is “{self.show[n]}” without its place")

    def endings(self) -> None:
        """ "Joint Water Board" for the only body of the document whose longer name ends so."""
        by_end: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for n, form in enumerate(self.forms):
            if form.type == "organization" and form.strong:
                for k in range(1, len(form.words) - 1):
                    by_end[form.words[k:]].append(n)
        for n, form in enumerate(self.forms):
            numbered = len(form.words) == 2 and form.words[1].isdigit()
            if form.type != "organization" or not form.strong or (len(form.words) < 3 and not numbered):
                continue
            fits = [m for m in by_end.get(form.words, ()) if not country_of(self.forms[m])]
            near = [m for m in fits if self.forms[m].docs & form.docs or numbered]
            if near and self.sets.are_one(fits):
                self.sets.join(near[0], n, f"“{self.show[n]}” ends the name of “{self.show[near[0]]}”, the only one")

    def last_words(self) -> None:
        """ "The Courier" for "Wexcombe Courier": the last word alone, of the document's only such body or of all."""
        by_last: dict[str, list[int]] = defaultdict(list)
        for n, form in enumerate(self.forms):
            if form.type == "organization" and len(form.words) > 1 and form.strength > 0:
                by_last[form.words[-1]].append(n)
        for n, form in enumerate(self.forms):
            open_type = form.type != "organization" and set(form.rules) != {"tail"}
            if len(form.words) > 1 or open_type or form.key not in self.lex.weak_heads:
                continue
            fits = by_last.get(form.key, [])
            near = self.sets.near(fits, form.docs)
            if self.sets.are_one(near or fits):
                m = (near or fits)[0]
                self.sets.join(m, n, f"“{self.show[n]}” ends the name of “{self.show[m]}” alone")


def person_in(forms: Sequence[Form], members: Sequence[int]) -> bool:
    """Whether one of the forms was already taken for a person."""
    return any(forms[m].type == "person" and (forms[m].strong or len(forms[m].words) > 1) for m in members)
