"""Which name forms are one person: accents, shorter and longer names, initials, short forms, nicknames, surnames."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from search.analysis.entities.spelling_variants import Spelled
from search.analysis.entities.titles import only_by_title
from search.analysis.entities.union_find import UnionFind
from search.analysis.lexicon import words as listed
from search.analysis.lexicon.gazetteer import gazetteer
from search.analysis.names.forms import Form, Unsure
from search.text.folding import fold

# People a name may mean that are told; of more the reader learns that there are others.
_MANY = 40
_WOMEN = listed("mrs ms miss madame dame lady sra srta")
_MEN = listed("mr sir lord monsieur")
# Titles that tell nothing of who it is.
_ANYBODY = _WOMEN | _MEN | listed("dr doctor prof professor don doña dona señor señora")


class People(Spelled):
    """Joins the forms of people; `unsure` collects what could be two."""

    def __init__(self, forms: Sequence[Form], union: UnionFind, show: dict[int, str]) -> None:
        super().__init__(forms, union, show, [n for n, form in enumerate(forms) if _full_name(form)])
        self.unsure: dict[int, Unsure] = {}
        self.settled: set[int] = set()
        self._begun: dict[int, dict[str, int]] = {}
        self._offices: dict[int, set[str]] = {}
        self.bodies_by_first: dict[str, set[str]] = defaultdict(set)  # the documents that name them
        for form in forms:
            if len(form.words) > 1 and form.type == "organization" and "head" in form.rules:
                self.bodies_by_first[form.words[0]] |= form.docs

    def join(self) -> None:
        """All steps, the surest first."""
        self.generations()
        self.longer_names()
        self.spellings()
        self.misspellings()
        self.short_forms()
        self.nicknames()
        self.nicknamed()
        self.surnames()

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
            elif self.one(sons[words]) is not None:
                self.unsure[n] = self.between(self.forms[n], [m])

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
            form = self.forms[n]
            # Only a name with initials is contained in one that is no longer.
            index = longer if all(len(w) > 1 for w in form.words) else by_word
            rare = min(form.words, key=lambda w: (len(w) < 2, len(index.get(w, ())), w))
            fits: dict[int, str] = {}
            for m in index.get(rare, ()):
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

    def surnames(self) -> None:
        """A surname alone is the person who bears it: the only one in the document, else in the corpus."""
        by_surname: dict[str, list[int]] = defaultdict(list)
        by_first: dict[tuple[str, str], list[int]] = defaultdict(list)
        called: dict[str, list[int]] = defaultdict(list)
        shorter: dict[int, set[str]] = defaultdict(set)
        for n in self.full:
            shorter[self.union.find(n)].add(self.forms[n].words[-1])
        for n in self.full:
            words = [w for w in self.named_words(n) if w not in self.lex.particles and w not in self.lex.suffixes]
            # "Lucía Vega Sanz" who is "Lucía Vega" as well is not called by her mother's name alone.
            if len(words) > 2 and words[-2] in shorter[self.union.find(n)]:
                words = words[:-1]
            halves = _first_halves(self.forms[n])
            for word in words[1:]:
                if word not in halves:
                    by_surname[word].append(n)
            if words:
                called[words[0]].append(n)
                for doc in self.forms[n].docs:
                    by_first[words[0], doc].append(n)
        beside: dict[tuple[str, str], list[int]] = defaultdict(list)
        by_last: dict[str, list[int]] = defaultdict(list)
        for word, numbers in by_surname.items():
            for n in numbers:
                for doc in self.forms[n].docs:
                    beside[word, doc].append(n)
                if self.last_name(n) == word:
                    by_last[word].append(n)
        alone = {(form.key, form.doc) for form in self.forms if len(form.words) == 1}
        for n, form in enumerate(self.forms):
            word = self.surname_alone(form)
            if not word or form.strong_other or form.sense == "place":
                continue
            bearers = by_surname.get(word, [])
            if bearers:
                if self.rather_body(form, word, (word, form.doc) in beside):
                    continue
                if "gazetteer" in form.rules and not form.votes["person"]:
                    continue
                if form.common and form.only_initial and not (form.speaks or form.votes["person"]):
                    continue
                near = beside.get((word, form.doc), [])
                last = [m for m in near if self.last_name(m) == word] if near else by_last[word]
                if not near and self.another_judge(form, bearers):
                    self.unsure[n] = self.between(form, bearers)
                    continue
                target = self.one(near or bearers)
                if target is not None and near and (holder := self.by_office(form, bearers)) is not None:
                    target = holder  # "Minister Carr" where a namesake of the minister is quoted
                if target is None and last:
                    target = self.one(last)
                if target is None:
                    target = self.by_office(form, last or near or bearers)
                if target is None and near:
                    target = self.first_named(form, last or near)
                if n in bearers or (
                    form.key != word and target is not None and self.forms[target].words[0] in form.words
                ):
                    continue
                if target is not None and only_by_title([form]) and not self.peer(target, bearers):
                    continue  # "Lord Selby" of Selby, and a Rosa Selby
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
            first = by_first.get((word, form.doc), [])
            told = word in self.lex.given or bool({"context", "title"} & set(form.rules))
            relative = {fold(t) for t in form.titles} <= self.lex.relations
            if (
                not first
                and form.type == "person"
                and relative
                and told
                and self.one(called[word]) is not None
                and not form.common
            ):
                # "His father Konrad", where the document has another of his surname
                kin = {(w, form.doc) for m in called[word] for w in self.named_words(m)[1:]}
                if kin & beside.keys() or kin & alone:
                    m = called[word][0]
                    self.union.join(
                        m,
                        n,
                        f"“{self.show[n]}” is the first name of “{self.show[m]}”, the only one so called; "
                        "the document has the surname",
                    )
                    continue
            place = "gazetteer" in form.rules or (form.type == "place" and bool({"context", "head"} & set(form.rules)))
            target = self.one(first) if first and not place else None
            if target is not None and not form.common:
                self.union.join(
                    target, n, f"“{self.show[n]}” is the first name of “{self.show[target]}” alone in this document"
                )

    def rather_body(self, form: Form, word: str, borne: bool) -> bool:
        """Whether a word that opens a body's name as well as being a surname means the body here.

        By the words around it; else by the document, where that names the body and not the person (`borne`).
        """
        if word not in self.bodies_by_first or form.titles or word != form.key:
            return False
        if form.firm or (form.type == "organization" and form.rules["context"]):
            return True
        return not form.speaks and not borne and form.doc in self.bodies_by_first[word]

    def first_named(self, form: Form, numbers: Sequence[int]) -> int | None:
        """The bearer the surname alone meant before the document named a second one; None where both came first.

        Whoever comes later is told apart by a first name.
        """
        if {fold(t) for t in form.titles} & _WOMEN and {fold(t) for t in form.titles} & _MEN:
            return None
        begun = _first_places(form).get(form.doc, 0)
        first: dict[int, int] = {}
        for m in numbers:
            root, at = self.union.find(m), self.begun(m).get(form.doc)
            if at is not None:
                first[root] = min(at, first.get(root, at))
        before = [root for root, at in first.items() if at < begun]
        if len(before) != 1 or len(first) < 2:
            return None
        return next(m for m in numbers if self.union.find(m) == before[0])

    def begun(self, n: int) -> dict[str, int]:
        """Where each document has form `n` first; worked out once."""
        if n not in self._begun:
            self._begun[n] = _first_places(self.forms[n])
        return self._begun[n]

    def by_office(self, form: Form, numbers: Sequence[int]) -> int | None:
        """The only bearer who holds the office the surname is given with: "Governor Ibarra"."""
        offices = {fold(t.split()[-1]) for t in form.titles} - _ANYBODY - self.lex.named_by_title
        if not offices:
            return None
        fits = [m for m in numbers if self.forms[m].titles and offices & self.offices_of(m)]
        return self.one(fits) if fits else None

    def another_judge(self, form: Form, numbers: Sequence[int]) -> bool:
        """ "Mr Justice Price": nobody whom other documents call by a full name without that office."""
        judge = any(len(t.split()) > 1 and fold(t).endswith("justice") for t in form.titles)
        return judge and not any("justice" in self.offices_of(m) for m in numbers)

    def offices_of(self, n: int) -> set[str]:
        """The last words of a form's titles; worked out once."""
        if n not in self._offices:
            self._offices[n] = {fold(t.split()[-1]) for t in self.forms[n].titles}
        return self._offices[n]

    def peer(self, n: int, numbers: Sequence[int]) -> bool:
        """Whether a full name of the person `n`, out of `numbers`, bears a title that names its bearer: "Lord"."""
        mine = [self.forms[m] for m in numbers if self.union.find(m) == self.union.find(n)]
        titles = {fold(t.split()[-1]) for form in mine for t in form.titles} | {form.words[0] for form in mine}
        return bool(titles & self.lex.named_by_title)

    def surname_alone(self, form: Form) -> str:
        """The surname a form consists of, with its article ("al-Sadr", "de la Cruz") or judge's title; else ""."""
        words = form.words
        if len(words) == 3 and words[0] in self.lex.named_by_title and words[1] == "justice":
            return words[2]
        while len(words) > 1 and words[0] in self.lex.particles - self.lex.given:  # "Ben Stockton" is called Ben
            words = words[1:]
        return words[0] if len(words) == 1 else ""

    def between(self, form: Form, numbers: Sequence[int]) -> Unsure:
        """Says which people a name could be; `numbers` in order."""
        bearers: dict[int, int] = {}  # representative → the first of its forms
        for m in numbers:
            bearers.setdefault(self.union.find(m), m)
            if len(bearers) == _MANY:
                break
        roots, names = sorted(bearers), sorted({self.show[m] for m in bearers.values()})
        surface = max(form.surfaces, key=lambda s: (form.surfaces[s], s))
        more = " or others" if len(names) > 4 else ""
        return Unsure(f"unsure: “{surface}” could be {' or '.join(names[:4])}{more}; kept apart", tuple(roots))


def _full_name(form: Form) -> bool:
    """Whether a form is a person's name of several words, not a family's, a place's or a body's."""
    if len(form.words) < 2 or form.words[-1] in ("family", "brothers"):
        return False
    if form.words[1:2] == ("justice",) or all(w in gazetteer().particles - gazetteer().given for w in form.words[:-1]):
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


def _first_halves(form: Form) -> set[str]:
    """The first parts of surnames with a hyphen: nobody called Ashe-Lyle is "Ashe" alone."""
    halves = [{fold(w.split("-")[0]) for w in s.split()[1:] if "-" in w} for s in form.surfaces]
    return set.intersection(*halves) if halves else set()


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
