"""Which forms are one organisation, law or place: acronyms, institution forms, nationality in front, short names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from search.analysis.entities.union_find import UnionFind
from search.analysis.lexicon import ENGLISH, words
from search.analysis.lexicon.gazetteer import gazetteer
from search.analysis.names.forms import LEGAL, Form, Unsure, only_legal, turned, without_country
from search.analysis.names.recognizer import initials_fit, is_acronym

_GENERAL = ENGLISH.words("entities", "general words of bodies")
_SMALL = words("of the for and on in de del la")
_LOCAL = ENGLISH.words("entities", "local bodies")

# "X of Y" is Y for these; "City of Y" is mostly its council.
_STATES = words("state province republic county emirate kingdom sultanate principality duchy")
# Bodies whose name lists what they are for, and is cut short.
_DEPARTMENTS = words("ministry department office secretariat")

# A family's firm: its name is the family's before it is the firm's.
_KIN = words("son sons daughter daughters brothers bros")


class Bodies:
    """Joins the forms of organisations, laws and places."""

    def __init__(self, forms: Sequence[Form], union: UnionFind, show: dict[int, str]) -> None:
        self.forms, self.union, self.show = forms, union, show
        self.lex = gazetteer()
        self.unsure: dict[int, Unsure] = {}
        self.notes: dict[int, str] = {}  # what a reader should know though nothing was joined

    def places(self) -> None:
        """US, U.S. and United States."""
        names: dict[str, int] = {}
        for n, form in enumerate(self.forms):
            country = self.lex.countries.get(form.key)
            if country and form.type == "place" and form.strong:
                first = names.setdefault(country, n)
                self.union.join(first, n, f"“{self.show[n]}” and “{self.show[first]}” are names of one country")

        by_key = {form.key: n for n, form in reversed(list(enumerate(self.forms)))}
        ruled: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for form in self.forms:
            if len(form.words) > 2 and form.words[0] in _STATES and form.words[1] == "of":
                ruled[form.words[2:]].add(form.words[0])
        for n, form in enumerate(self.forms):
            if len(form.words) > 2 and form.words[0] in _STATES and form.words[1] == "of":
                m = by_key.get(" ".join(form.words[2:]))
                if len(ruled[form.words[2:]]) > 1 and form.words[0] != "republic":
                    continue  # the old kingdom is not the republic of its name
                if m is not None and form.words[2:] != ("mexico",) and self.forms[m].type == "place":
                    self.union.join(m, n, f"“{self.show[n]}” is “{self.show[m]}” with what it is")

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
                owned[self.country(n)].append(n)
            named = sorted(country for country in owned if country)
            for country in named:
                for n in owned[country][1:]:
                    self.alike(owned[country][0], n)
            bare = owned.get("", [])
            for n in bare[1:]:
                if len(named) < 2:
                    self.alike(bare[0], n)
            if len(named) == 1 and bare:
                self.alike(owned[named[0]][0], bare[0])
            elif len(named) > 1:
                for n in bare:
                    near = [c for c in named if any(self.forms[m].docs & self.forms[n].docs for m in owned[c])]
                    if len(near) == 1 and self.forms[n].docs <= set().union(
                        *(self.forms[m].docs for m in owned[near[0]])
                    ):
                        self.alike(owned[near[0]][0], n)
                    else:
                        self.unsure[n] = Unsure(
                            f"unsure: “{self.show[n]}” could be that of {' or '.join(named[:4])}; kept apart",
                            tuple(owned[country][0] for country in named),
                        )

    def years(self) -> None:
        """An Act with and without its year, where no other year's Act of the name is meant."""
        dated: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for n, form in enumerate(self.forms):
            if form.type == "law":
                name, year = split_year(_one_law(without_country(form.key)[0]))
                dated[name][year].append(n)
        for _, by_year in sorted(dated.items()):
            bare, named = by_year.get("", []), sorted(year for year in by_year if year)
            for n in bare if named else ():
                near = [y for y in named if any(self.forms[m].docs & self.forms[n].docs for m in by_year[y])]
                pool = near or named
                target = by_year[pool[0]][0]
                if len(pool) == 1:
                    reason = f"“{self.show[n]}” is “{self.show[target]}” without its year; no other year is named"
                    self.union.join(target, n, reason)
                else:
                    self.unsure[n] = Unsure(
                        f"unsure: “{self.show[n]}” could be that of {' or '.join(pool[:4])}; kept apart",
                        tuple(by_year[y][0] for y in pool),
                    )

    def country(self, n: int) -> str:
        """The country a form belongs to: by its own words, else by the possessives before it."""
        form = self.forms[n]
        inner = without_country(form.key)[1]
        if inner:
            return inner
        return form.owner or (next(iter(form.owners)) if len(form.owners) == 1 else "")

    def alike(self, a: int, b: int) -> None:
        """Joins two forms of an institution's name."""
        one, two = self.show[a], self.show[b]
        self.union.join(a, b, f"“{two}” is another form of “{one}”")

    def shorter_ministries(self) -> None:
        """ "Housing Ministry" for the only "Ministry of Housing, Construction and Sanitation"."""
        by_head: dict[tuple[str, str], list[tuple[frozenset[str], int]]] = defaultdict(list)
        for n, form in enumerate(self.forms):
            if form.type != "organization" or len(form.words) < 2 or not form.strong:
                continue
            head, _, rest = turned(without_country(form.key)[0]).partition(": ")
            if rest and head in _DEPARTMENTS:
                by_head[head, self.country(n)].append((frozenset(rest.split()), n))
        for _, rows in sorted(by_head.items()):
            for told, n in rows:
                wider = {
                    self.union.find(m): m
                    for more, m in rows
                    if told < more and (" and " in self.show[m] or "," in self.show[m] or more - told == {"national"})
                }
                m = next(iter(wider.values()), n)
                # Turned round it is a paper's short form; in order it may be another country's, or of another time.
                whole = self.forms[m].words[: len(self.forms[n].words)] == self.forms[n].words
                if len(wider) == 1 and (not whole or self.forms[m].docs & self.forms[n].docs):
                    reason = f"“{self.show[n]}” is short for “{self.show[m]}”, the only one it begins"
                    self.union.join(m, n, reason)

    def definitions(self) -> None:
        """An acronym and its long forms, as the texts define them."""
        by_key: dict[tuple[str, str], int] = {}
        for n, form in enumerate(self.forms):
            by_key.setdefault((form.key, form.doc), n)
        long_forms: dict[int, dict[int, str]] = defaultdict(dict)
        for n, form in enumerate(self.forms):
            for doc, other in sorted(form.defines):
                m = by_key.get((other, doc), by_key.get((other, "")))
                if m is None or m == n:
                    continue
                short, long = (n, m) if len(form.key) <= len(other) else (m, n)
                long_forms[short].setdefault(long, doc)
        rivals: dict[str, set[int]] = defaultdict(set)
        for short, longs in sorted(long_forms.items()):
            groups: list[list[int]] = []
            for n in sorted(longs):
                home = next((g for g in groups if any(self.similar(n, m) for m in g)), None)
                if home is None:
                    groups.append([n])
                else:
                    home.append(n)
            letters = self.forms[short].key
            fitting = [g for g in groups if any(initials_fit(letters, self.forms[n].key) for n in g)]
            if len(fitting) > 1 and not self.together(groups, short):
                # Two bodies with these letters in one document: the letters alone tell neither.
                names = "; ".join(self.show[g[0]] for g in fitting)
                self.unsure[short] = Unsure(
                    f"unsure: “{self.show[short]}” stands for several: {names}; kept apart",
                    tuple(g[0] for g in fitting),
                )
                continue
            for group in groups:
                for n in group:
                    rivals[letters].add(n)
                    reason = f"“{self.show[short]}” is given for “{self.show[n]}” in {longs[n]}"
                    self.union.join(short, n, reason)
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

    def together(self, groups: Sequence[Sequence[int]], short: int) -> bool:
        """Whether the long forms stand beside each other in one text: a name and its translation."""
        tied = {(doc, key) for group in groups for n in group for doc, key in self.forms[n].defines}
        keys = {self.forms[n].key for group in groups for n in group}
        return any(key in keys for _, key in tied) or len(groups) == 1

    def initials(self) -> None:
        """An acronym never defined, with the initials of one body named in full in the document, or else at all."""
        by_letters: dict[str, list[int]] = defaultdict(list)
        for n, form in enumerate(self.forms):
            if form.type in ("organization", "law") and len(form.words) > 1 and form.strength > 0:
                by_letters["".join(w[0] for w in form.words)].append(n)
                by_letters[
                    "".join(
                        w[0]
                        for w in form.words
                        if w
                        not in _GENERAL
                        - {"national", "international", "federal", "united", "states", "general", "state"}
                    )
                ].append(n)
                core = self.without_place(form)
                if core != form.key:
                    by_letters["".join(w[0] for w in core.split())].append(n)
                    by_letters["".join(w[0] for w in core.split() if w not in _SMALL)].append(n)
        rows = list(reversed(list(enumerate(self.forms))))
        by_key = {without_country(form.key)[0]: n for n, form in rows if form.type == "organization"}
        by_key |= {form.key: n for n, form in rows}
        for n, form in enumerate(self.forms):
            surface = next(iter(form.surfaces), "")
            well_known = by_key.get(self.lex.known_acronyms.get(form.key, ""))
            if well_known is not None and is_acronym(surface):
                self.union.join(well_known, n, f"“{self.show[n]}” is short for “{self.show[well_known]}”")
                continue
            if len(form.words) != 1 or form.defines or not is_acronym(surface) or "gazetteer" in form.rules:
                continue
            if form.key in self.lex.known_acronyms:
                continue  # UN is no U.S. Navy
            fits = [
                m
                for m in dict.fromkeys(by_letters.get(form.key, ()))
                if (m != n and initials_fit(surface, self.without_place(self.forms[m])))
                or (m != n and initials_fit(surface, self.forms[m].key))
            ]
            near = [m for m in fits if self.forms[m].docs & form.docs]
            pool = near or (fits if len(form.key) > 2 else [])
            if pool and len({self.union.find(m) for m in pool}) == 1:
                self.union.join(pool[0], n, f"“{self.show[n]}” has the initials of “{self.show[pool[0]]}”")
            elif len(form.key) > 2 and len(fits) > 1:
                names = "; ".join(sorted({self.show[m] for m in pool})[:4])
                self.unsure[n] = Unsure(
                    f"unsure: “{self.show[n]}” has the initials of several: {names}; kept apart", tuple(pool)
                )

    def without_place(self, form: Form) -> str:
        """A body's key without the country, nationality, state or town in front: "DPS" leaves out the "Texas"."""
        core = without_country(form.key)[0]
        for size in (2, 1):
            rest = form.words[size:]
            if core == form.key and len(rest) > 1 and form.words[:size] in self.lex.places and rest[0] not in _GENERAL:
                return " ".join(rest)
        return core

    def short_names(self) -> None:
        """The first word or words of a company's or body's name, alone: "Halden" for "Halden Shipping"."""
        by_first: dict[str, list[int]] = defaultdict(list)
        for n, form in enumerate(self.forms):
            if form.type == "organization" and len(form.words) > 1 and form.strength > 0:
                by_first[form.words[0]].append(n)
        taken = (
            self.lex.portfolio | self.lex.given | self.lex.no_names | set(self.lex.countries) | set(self.lex.demonyms)
        )
        sets = self.union.sets()
        surnames = {f.words[-1] for f in self.forms if len(f.words) > 1 and f.type == "person" and f.strength}
        people: dict[int, bool] = {}  # representative → whether its set is a person's; joinings below make no people
        longer: dict[tuple[str, ...], list[int]] = {}
        for n, form in enumerate(self.forms):
            if form.words[0] in taken or form.words[0] not in by_first or form.strong_place or form.type == "law":
                continue
            root = self.union.find(n)
            if root not in people:
                people[root] = self.person_in(sets.get(root, [n]))
            if people[root] or "title" in form.rules:
                continue
            if form.words not in longer:
                longer[form.words] = [
                    m
                    for m in by_first[form.words[0]]
                    if self.forms[m].words[: len(form.words)] == form.words
                    and len(self.forms[m].words) > len(form.words)
                ]
            fits = longer[form.words]
            near = [m for m in fits if self.forms[m].docs & form.docs]
            legal = [m for m in fits if only_legal(self.forms[m].words[len(form.words) :])]
            if legal and len({self.union.find(m) for m in legal}) == 1:
                self.union.join(legal[0], n, f"“{self.show[n]}” is “{self.show[legal[0]]}” without its legal form")
                continue
            towns = [
                m for m in fits if self.forms[m].words[len(form.words) :] in self.lex.places and len(form.words) > 1
            ]
            if towns and form.type == "organization" and len({self.union.find(m) for m in fits}) == 1:
                self.union.join(towns[0], n, f"“{self.show[n]}” is “{self.show[towns[0]]}” without its town")
                continue
            leads = form.words[0] in self.lex.foreign_heads
            if leads and len(form.words) == 1 and fits and len({self.union.find(m) for m in fits}) == 1:
                self.union.join(
                    fits[0], n, f"“{self.show[n]}” begins the name of “{self.show[fits[0]]}”, the only one so called"
                )
                continue
            # A model's vote for a place is no more than that where the document has "X Y Ltd".
            voted = set(form.rules) <= {"model", "weak"} and any(self.forms[m].words[-1] in LEGAL for m in near)
            local = any(self.forms[m].words[-1] in _LOCAL for m in fits)
            if not leads and (local or (form.type == "place" and not voted)):
                continue
            if form.sense or any(self.forms[m].words[-1] in _KIN and form.key in surnames for m in fits):
                continue
            told = form.type == "organization" and (form.firm or form.rules["context"])
            near = near or (fits if told else [])
            if near and len({self.union.find(m) for m in fits}) == 1 and not (form.common and form.only_initial):
                self.union.join(near[0], n, f"“{self.show[n]}” begins the name of “{self.show[near[0]]}” alone")

    def bare_names(self) -> None:
        """ "Altoandina" for "Minera Altoandina": the name of a body without the foreign word for what it is."""
        by_rest: dict[str, list[int]] = defaultdict(list)
        for n, form in enumerate(self.forms):
            if form.type == "organization" and len(form.words) > 1 and form.words[0] in self.lex.foreign_heads:
                by_rest[" ".join(form.words[1:])].append(n)
        for n, form in enumerate(self.forms):
            fits = [m for m in by_rest.get(form.key, []) if m != n]
            open_type = not form.strong or (len(form.words) > 1 and form.type == "organization")
            open_type = open_type and (len(form.words) > 1 or not self.person_in(self.union.members(n)))
            if fits and open_type and len({self.union.find(m) for m in fits}) == 1:
                self.union.join(fits[0], n, f"“{self.show[n]}” is “{self.show[fits[0]]}” without what it is")

    def person_in(self, members: Sequence[int]) -> bool:
        """Whether one of the forms was already taken for a person."""
        return any(
            self.forms[m].type == "person" and (self.forms[m].strong or len(self.forms[m].words) > 1) for m in members
        )

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
            if len({self.union.find(n) for n in longer}) == 1:
                n = min(longer)
                self.union.join(n, bare, f"“{self.show[bare]}” is “{self.show[n]}” without its place")

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
            fits = [m for m in by_end.get(form.words, ()) if not self.country(m)]
            near = [m for m in fits if self.forms[m].docs & form.docs or numbered]
            if near and len({self.union.find(m) for m in fits}) == 1:
                self.union.join(near[0], n, f"“{self.show[n]}” ends the name of “{self.show[near[0]]}”, the only one")

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
            near = [m for m in fits if self.forms[m].docs & form.docs]
            if fits and len({self.union.find(m) for m in near or fits}) == 1:
                m = (near or fits)[0]
                self.union.join(m, n, f"“{self.show[n]}” ends the name of “{self.show[m]}” alone")


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
