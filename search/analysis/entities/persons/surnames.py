"""Names of one word that are people's: whose surname or first name each of them is."""

from __future__ import annotations

from collections import defaultdict

from search.analysis.entities.persons.names import PersonNames, first_halves
from search.analysis.entities.persons.titles import only_by_title
from search.analysis.names.forms import Form, Unsure
from search.text.folding import fold


class SurnameIndex:
    """Who bears a surname or a first name, in the corpus and in each document: numbers of full names."""

    def __init__(self, names: PersonNames) -> None:
        self.by_surname: dict[str, list[int]] = defaultdict(list)
        self.by_last: dict[str, list[int]] = defaultdict(list)  # those of whose name it is the last word
        self.in_document: dict[tuple[str, str], list[int]] = defaultdict(list)  # by surname and document
        self.by_first: dict[tuple[str, str], list[int]] = defaultdict(list)  # by first name and document
        self.called: dict[str, list[int]] = defaultdict(list)  # by first name
        self.alone = {(form.key, form.doc) for form in names.forms if len(form.words) == 1}
        shorter: dict[int, set[str]] = defaultdict(set)  # the last words of all names of one person
        for n in names.full:
            shorter[names.union.find(n)].add(names.forms[n].words[-1])
        for n in names.full:
            self._add(names, n, shorter[names.union.find(n)])
        for word, numbers in self.by_surname.items():
            for n in numbers:
                for doc in names.forms[n].docs:
                    self.in_document[word, doc].append(n)
                if names.last_name(n) == word:
                    self.by_last[word].append(n)

    def _add(self, names: PersonNames, n: int, last_words: set[str]) -> None:
        """Enters a full name of a person of whose names the `last_words` are the last."""
        lex = names.lex
        words = [w for w in names.named_words(n) if w not in lex.particles and w not in lex.suffixes]
        # "Lucía Vega Sanz" who is "Lucía Vega" as well is not called by her mother's name alone.
        if len(words) > 2 and words[-2] in last_words:
            words = words[:-1]
        halves = first_halves(names.forms[n])
        for word in words[1:]:
            if word not in halves:
                self.by_surname[word].append(n)
        if words:
            self.called[words[0]].append(n)
            for doc in names.forms[n].docs:
                self.by_first[words[0], doc].append(n)


class SurnameResolver:
    """Joins surnames and first names alone with their bearers; `unsure` collects those that could be several's."""

    def __init__(self, names: PersonNames, unsure: dict[int, Unsure]) -> None:
        self.names, self.sets, self.unsure = names, names.sets, unsure
        self.index = SurnameIndex(names)
        self.bodies_by_first: dict[str, set[str]] = defaultdict(set)  # the documents that name them
        for form in names.forms:
            if len(form.words) > 1 and form.type == "organization" and "head" in form.rules:
                self.bodies_by_first[form.words[0]] |= form.docs

    def join(self) -> None:
        """A surname alone is the person who bears it: the only one in the document, else in the corpus."""
        for n, form in enumerate(self.names.forms):
            word = self.names.surname_alone(form)
            if not word or form.strong_other or form.sense == "place":
                continue
            if bearers := self.index.by_surname.get(word):
                self._join_surname(n, word, bearers)
            elif first := self.index.by_first.get((word, form.doc)):
                self._join_first_name(n, first)
            elif self._relative(form, word):
                self._join_relative(n, word)

    # ---- surnames ----

    def _join_surname(self, n: int, word: str, bearers: list[int]) -> None:
        """Joins the surname `word` with its bearer, or notes between whom it is left open."""
        form = self.names.forms[n]
        near = self.index.in_document.get((word, form.doc), [])
        if self._rather_body(form, word, borne=bool(near)) or _rather_word(form):
            return
        if not near and self.names.another_judge(form, bearers):
            self.unsure[n] = self.names.between(form, bearers)
            return
        target = self._bearer(form, word, bearers, near)
        if n in bearers or (target is not None and self._somebody_else(form, word, target, bearers)):
            return
        if target is None:
            self.unsure[n] = self.names.between(form, near or bearers)
        elif near or form.titles or not form.common:  # else a common word in a text that never gives the full name
            where = "in this document" if near else "in the corpus"
            show = self.sets.show
            self.sets.join(target, n, f"“{show[n]}” is the surname of “{show[target]}” alone {where}")

    def _bearer(self, form: Form, word: str, bearers: list[int], near: list[int]) -> int | None:
        """Who is meant by a surname: the only one there is, the holder of the office, or who was named first."""
        names, single = self.names, self.sets.single
        last = [m for m in near if names.last_name(m) == word] if near else self.index.by_last[word]
        target = single(near or bearers)
        if target is not None and near:
            holder = names.by_office(form, bearers)  # "Minister Carr" where a namesake of the minister is quoted
            return target if holder is None else holder
        if target is None:
            target = single(last)
        if target is None:
            target = names.by_office(form, last or near or bearers)
        if target is None and near:
            target = names.first_named(form, last or near)
        return target

    def _somebody_else(self, form: Form, word: str, target: int, bearers: list[int]) -> bool:
        """Whether a surname with particles or a title is not the `target`'s: "Lord Selby", and a Rosa Selby."""
        if form.key != word and self.names.forms[target].words[0] in form.words:
            return True
        return bool(only_by_title([form])) and not self.names.peer(target, bearers)

    def _rather_body(self, form: Form, word: str, *, borne: bool) -> bool:
        """Whether a word that opens a body's name as well as being a surname means the body here.

        By the words around it; else by the document, where that names the body and not the person (`borne`).
        """
        if word not in self.bodies_by_first or form.titles or word != form.key:
            return False
        if form.firm or (form.type == "organization" and form.rules["context"]):
            return True
        return not form.speaks and not borne and form.doc in self.bodies_by_first[word]

    # ---- first names ----

    def _join_first_name(self, n: int, bearers: list[int]) -> None:
        """Joins a first name with its only bearer in the document, unless it is a place's or a common word."""
        form, show = self.names.forms[n], self.sets.show
        place = "gazetteer" in form.rules or (
            form.type == "place" and ("context" in form.rules or "head" in form.rules)
        )
        target = None if place or form.common else self.sets.single(bearers)
        if target is not None:
            self.sets.join(target, n, f"“{show[n]}” is the first name of “{show[target]}” alone in this document")

    def _relative(self, form: Form, word: str) -> bool:
        """ "His father Konrad", where one person only is so called."""
        if form.type != "person" or form.common or not {fold(t) for t in form.titles} <= self.names.lex.relations:
            return False
        known = word in self.names.lex.given or "context" in form.rules or "title" in form.rules
        return known and self.sets.are_one(self.index.called[word])

    def _join_relative(self, n: int, word: str) -> None:
        """Joins a relative's first name with its only bearer, where the document has another of the surname."""
        called, doc, show = self.index.called[word], self.names.forms[n].doc, self.sets.show
        kin = {(w, doc) for m in called for w in self.names.named_words(m)[1:]}
        if kin & self.index.in_document.keys() or kin & self.index.alone:
            m = called[0]
            self.sets.join(
                m,
                n,
                f"“{show[n]}” is the first name of “{show[m]}”, the only one so called; the document has the surname",
            )


def _rather_word(form: Form) -> bool:
    """Whether a surname is rather a place, or a common word at the head of a sentence."""
    if form.votes["person"]:
        return False
    return "gazetteer" in form.rules or (form.common and form.only_initial and not form.speaks)
