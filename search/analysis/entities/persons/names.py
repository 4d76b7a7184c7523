"""What is known of the names of people: which are full names, where each begins, who holds which office."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from search.analysis.entities.form_sets import FormSets
from search.analysis.lexicon import words as listed
from search.analysis.lexicon.gazetteer import gazetteer
from search.analysis.names.forms import Form, Unsure
from search.text.folding import fold

# People a name may mean that are told; of more the reader learns that there are others.
_MAX_BEARERS = 40
_WOMEN = listed("mrs ms miss madame dame lady sra srta")
_MEN = listed("mr sir lord monsieur")
# Titles that tell nothing of who it is.
_ANYBODY = _WOMEN | _MEN | listed("dr doctor prof professor don doña dona señor señora")
_MAX_TOLD = 4  # people that are named in a doubt

WITH_INITIALS = "the name with initials of"


class PersonNames:
    """The full names of people among the forms of a corpus."""

    def __init__(self, sets: FormSets) -> None:
        self.sets, self.forms, self.union, self.show = sets, sets.forms, sets.union, sets.show
        self.lex = gazetteer()
        self.full = [n for n, form in enumerate(self.forms) if is_full_name(form)]
        self._full = frozenset(self.full)
        self._begun: dict[int, dict[str, int]] = {}
        self._offices: dict[int, set[str]] = {}

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

    def docs_of(self, n: int) -> set[str]:
        """The documents of all forms joined with form `n` so far."""
        return {doc for k in self.union.members(n) if k in self._full for doc in self.forms[k].docs}

    def choose(self, numbers: Sequence[int], docs: set[str], short: int | None = None) -> int | None:
        """One person out of several: the only one in the same documents, else the only one at all.

        A text shortens a name after it has given it in full: one that has the `short` form first means somebody else.
        """
        near = self.sets.near(numbers, docs)
        if not near:
            return self.sets.single(numbers)
        target = self.sets.single(near)
        if short is None or target is None or self.sets.are_one(numbers):
            return target
        begun = first_places(self.forms[short])
        if all(_later(begun, first_places(self.forms[n])) for n in near):
            return self.sets.single([n for n in numbers if n not in near])
        return target

    def first_named(self, form: Form, numbers: Sequence[int]) -> int | None:
        """The bearer the surname alone meant before the document named a second one; None where both came first.

        Whoever comes later is told apart by a first name.
        """
        titles = {fold(t) for t in form.titles}
        if titles & _WOMEN and titles & _MEN:
            return None
        begun = first_places(form).get(form.doc, 0)
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
            self._begun[n] = first_places(self.forms[n])
        return self._begun[n]

    def by_office(self, form: Form, numbers: Sequence[int]) -> int | None:
        """The only bearer who holds the office the surname is given with: "Governor Ibarra"."""
        offices = {fold(t.split()[-1]) for t in form.titles} - _ANYBODY - self.lex.named_by_title
        if not offices:
            return None
        fits = [m for m in numbers if self.forms[m].titles and offices & self.offices_of(m)]
        return self.sets.single(fits)

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
            if len(bearers) == _MAX_BEARERS:
                break
        roots, names = sorted(bearers), sorted({self.show[m] for m in bearers.values()})
        surface = max(form.surfaces, key=lambda s: (form.surfaces[s], s))
        more = " or others" if len(names) > _MAX_TOLD else ""
        named = " or ".join(names[:_MAX_TOLD])
        return Unsure(f"unsure: “{surface}” could be {named}{more}; kept apart", tuple(roots))


def is_full_name(form: Form) -> bool:
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


def more_initials(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether "J. W. Trask" has an initial that "Josiah Trask" tells nothing of."""
    return len(short) > len([w for w in long if w]) and _initialled(short, long)


def first_halves(form: Form) -> set[str]:
    """The first parts of surnames with a hyphen: nobody called Ashe-Lyle is "Ashe" alone."""
    halves = [{fold(w.split("-")[0]) for w in s.split()[1:] if "-" in w} for s in form.surfaces]
    return set.intersection(*halves) if halves else set()


def first_places(form: Form) -> dict[str, int]:
    """Where each document has a form first."""
    places: dict[str, int] = {}
    for doc, start, _, _ in form.mentions:
        places[doc] = min(start, places.get(doc, start))
    return places


def _later(begun: Mapping[str, int], places: Mapping[str, int]) -> bool:
    """Whether names begin at `places` only after others began, in all documents that have both."""
    return all(begun[doc] < place for doc, place in places.items() if doc in begun)


def containment(short: Sequence[str], long: Sequence[str], suffixes: frozenset[str]) -> str:
    """How a name is contained in a longer one, in words; "" where it is not."""
    if tuple(short) == tuple(long) or (long[-1] in suffixes and short[-1] not in suffixes):
        return ""  # father and son
    if len(short) < len(long):
        if tuple(long[-len(short) :]) == tuple(short):
            return "the surname part of"
        if _shortened(short, long):
            return "a shorter form of"
    elif len(short) > len(long):
        return WITH_INITIALS if _initialled(short, long) else ""
    return (
        WITH_INITIALS
        if _initialled(short, long) or _first_initial(short, long) or _middle_initials(short, long)
        else ""
    )


def _shortened(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether the words of a name stand in a longer one in order, but for the first as initials: "Ana M. Cruz"."""
    k = 0
    for word in long:
        if k < len(short) and (word == short[k] or (k and len(short[k]) == 1 and word[0] == short[k])):
            k += 1
    return k == len(short) and long[0] == short[0] and short[-1] in (*long[1:3], long[-1])


def _first_initial(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether a name is the last words of another after the initial of its first word: "A. Berg Marsh"."""
    initial = len(short[0]) == 1 and long[0][0] == short[0] and len(long[0]) > 1
    return initial and tuple(short[1:]) == tuple(long[-len(short) + 1 :])


def _middle_initials(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether two names of as many words differ only in initials between first name and surname: "Ana M. Cruz"."""
    if len(short) != len(long) or len(short) < 3 or short[0] != long[0] or short[-1] != long[-1]:
        return False
    return all(len(a) == 1 and a[0] == b[0] for a, b in zip(short[1:-1], long[1:-1], strict=True))
