"""Which body an acronym stands for: as the texts define it, else by its initials."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from search.analysis.entities.form_sets import FormSets
from search.analysis.lexicon import ENGLISH, words
from search.analysis.lexicon.gazetteer import gazetteer
from search.analysis.names.forms import Form, Unsure, without_country
from search.analysis.names.parentheticals import initials_fit, is_acronym

_GENERAL = ENGLISH.words("entities", "general words of bodies")
_SMALL = words("of the for and on in de del la")
_LEFT_OUT = words("national international federal united states general state")
_MIN_LEN_TELLING = 3  # letters of an acronym that tell one body of all the corpus
_MAX_TOLD = 4  # bodies that are named in a doubt


class AcronymResolver:
    """Joins acronyms with their long forms; `unsure` are those of several, `notes` what a reader should know."""

    def __init__(self, sets: FormSets) -> None:
        self.sets, self.forms, self.union, self.show = sets, sets.forms, sets.union, sets.show
        self.lex = gazetteer()
        self.unsure: dict[int, Unsure] = {}
        self.notes: dict[int, str] = {}

    # ---- defined ----

    def definitions(self) -> None:
        """An acronym and its long forms, as the texts define them."""
        rivals: dict[str, set[int]] = defaultdict(set)
        for short, longs in sorted(self._long_forms().items()):
            groups = self._alike(longs)
            letters = self.forms[short].key
            fitting = [g for g in groups if any(initials_fit(letters, self.forms[n].key) for n in g)]
            if len(fitting) > 1 and not self.together(groups):
                # Two bodies with these letters in one document: the letters alone tell neither.
                names = "; ".join(self.show[g[0]] for g in fitting)
                self.unsure[short] = Unsure(
                    f"unsure: “{self.show[short]}” stands for several: {names}; kept apart",
                    tuple(g[0] for g in fitting),
                )
                continue
            for n in (n for group in groups for n in group):
                rivals[letters].add(n)
                self.sets.join(short, n, f"“{self.show[short]}” is given for “{self.show[n]}” in {longs[n]}")
        self._note_rivals(rivals)

    def _long_forms(self) -> dict[int, dict[int, str]]:
        """Short form → its long forms, each with the first document that defines it."""
        by_key: dict[tuple[str, str], int] = {}
        for n, form in enumerate(self.forms):
            by_key.setdefault((form.key, form.doc), n)
        out: dict[int, dict[int, str]] = defaultdict(dict)
        for n, form in enumerate(self.forms):
            for doc, other in sorted(form.defines):
                m = by_key.get((other, doc), by_key.get((other, "")))
                if m is None or m == n:
                    continue
                short, long = (n, m) if len(form.key) <= len(other) else (m, n)
                out[short].setdefault(long, doc)
        return out

    def _alike(self, numbers: Iterable[int]) -> list[list[int]]:
        """Long forms in groups that can be one body's each."""
        groups: list[list[int]] = []
        for n in sorted(numbers):
            home = next((g for g in groups if any(self.similar(n, m) for m in g)), None)
            if home is None:
                groups.append([n])
            else:
                home.append(n)
        return groups

    def _note_rivals(self, rivals: dict[str, set[int]]) -> None:
        """Notes on bodies whose letters stand for another one elsewhere."""
        for letters, numbers in sorted(rivals.items()):
            heads = {self.union.find(n): n for n in sorted(numbers, reverse=True)}
            if len(heads) > 1:
                names = "; ".join(sorted(self.show[n] for n in heads.values()))
                for n in heads.values():
                    self.notes[n] = f"“{letters.upper()}” stands for several: {names}; read by what its document says"

    def similar(self, a: int, b: int) -> bool:
        """Whether two long forms can be one body's: already joined, or with a telling word in common."""
        if self.union.find(a) == self.union.find(b):
            return True
        return alike_names(self.forms[a].words, self.forms[b].words)

    def together(self, groups: Sequence[Sequence[int]]) -> bool:
        """Whether the long forms stand beside each other in one text: a name and its translation."""
        tied = {key for group in groups for n in group for _, key in self.forms[n].defines}
        keys = {self.forms[n].key for group in groups for n in group}
        return len(groups) == 1 or not tied.isdisjoint(keys)

    # ---- by initials ----

    def initials(self) -> None:
        """An acronym never defined, with the initials of one body named in full in the document, or else at all."""
        by_letters = self._by_letters()
        rows = list(reversed(list(enumerate(self.forms))))
        by_key = {without_country(form.key)[0]: n for n, form in rows if form.type == "organization"}
        by_key |= {form.key: n for n, form in rows}
        for n, form in enumerate(self.forms):
            surface = next(iter(form.surfaces), "")
            if not is_acronym(surface):
                continue
            well_known = by_key.get(self.lex.known_acronyms.get(form.key, ""))
            if well_known is not None:
                self.sets.join(well_known, n, f"“{self.show[n]}” is short for “{self.show[well_known]}”")
            elif self._open(form):
                self._join_by_initials(n, surface, by_letters.get(form.key, ()))

    def _by_letters(self) -> dict[str, list[int]]:
        """Initials → the bodies and laws that have them, with and without small words, country and town."""
        out: dict[str, list[int]] = defaultdict(list)
        for n, form in enumerate(self.forms):
            if form.type not in ("organization", "law") or len(form.words) < 2 or form.strength <= 0:
                continue
            out["".join(w[0] for w in form.words)].append(n)
            out["".join(w[0] for w in form.words if w not in _GENERAL or w in _LEFT_OUT)].append(n)
            core = self.without_place(form)
            if core != form.key:
                out["".join(w[0] for w in core.split())].append(n)
                out["".join(w[0] for w in core.split() if w not in _SMALL)].append(n)
        return out

    def _open(self, form: Form) -> bool:
        """Whether nothing tells yet what an acronym stands for; UN is no U.S. Navy."""
        if len(form.words) != 1 or form.defines or "gazetteer" in form.rules:
            return False
        return form.key not in self.lex.known_acronyms

    def _join_by_initials(self, n: int, surface: str, numbers: Sequence[int]) -> None:
        """Joins an acronym with the only body that has its initials, or notes which ones have."""
        form, telling = self.forms[n], len(self.forms[n].key) >= _MIN_LEN_TELLING
        fits = [m for m in dict.fromkeys(numbers) if m != n and self._fits(surface, self.forms[m])]
        near = self.sets.near(fits, form.docs)
        pool = near or (fits if telling else [])
        if self.sets.are_one(pool):
            self.sets.join(pool[0], n, f"“{self.show[n]}” has the initials of “{self.show[pool[0]]}”")
        elif telling and len(fits) > 1:
            names = "; ".join(sorted({self.show[m] for m in pool})[:_MAX_TOLD])
            self.unsure[n] = Unsure(
                f"unsure: “{self.show[n]}” has the initials of several: {names}; kept apart", tuple(pool)
            )

    def _fits(self, surface: str, form: Form) -> bool:
        """Whether an acronym has the initials of a body, with or without what is in front of its name."""
        return initials_fit(surface, self.without_place(form)) or initials_fit(surface, form.key)

    def without_place(self, form: Form) -> str:
        """A body's key without the country, nationality, state or town in front: "DPS" leaves out the "Texas"."""
        core = without_country(form.key)[0]
        for size in (2, 1):
            rest = form.words[size:]
            if core == form.key and len(rest) > 1 and form.words[:size] in self.lex.places and rest[0] not in _GENERAL:
                return " ".join(rest)
        return core


def similar_names(one: Sequence[str], two: Sequence[str]) -> bool:
    """Whether two long forms of an acronym have half of their telling words in common."""
    first, second = set(one) - _GENERAL, set(two) - _GENERAL
    return len(first & second) >= max(1, (min(len(first), len(second)) + 1) // 2)


def alike_names(one: Sequence[str], two: Sequence[str]) -> bool:
    """As `similar_names`; but "Health Service Executive" and "Health and Safety Executive" are two bodies.

    Names of one acronym with as many telling words, one of them another word that only begins with the same letter;
    the last word, what the body is, is often mistaken ("Agency" for "Administration").
    """
    first, second = ([w for w in name if w not in _GENERAL] for name in (one, two))
    differing = [(a, b) for a, b in zip(first, second, strict=False) if a != b and (a, b) != (first[-1], second[-1])]
    if len(first) == len(second) > 2 and len(differing) == 1:
        a, b = differing[0]
        if a[0] == b[0] and a[:2] != b[:2]:
            return False
    return similar_names(one, two)
