"""Two long forms of one acronym that differ in a word: "National Water Authority" and "National Water Agency"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from search.analysis.doc import Doc
from search.analysis.findings import make_finding
from search.analysis.names.forms import norm, without_country
from search.analysis.names.recognizer import initials_fit, is_acronym
from search.model import Conflict, Entity, Mention, StatedValue, Statement
from search.text.segmentation import sentences


@dataclass(frozen=True, slots=True)
class _Forms:
    """An acronym, and what its long forms are without the name of a country."""

    acronym: str
    cores: Mapping[str, str]

    def spelled(self, core: str) -> str:
        """The shortest name that has a core, the first in the alphabet of several."""
        return min((name for name, c in self.cores.items() if c == core), key=lambda name: (len(name), name))


def acronyms(entities: Sequence[Entity], docs: Mapping[str, Doc]) -> list[Conflict]:
    """Two long forms of one acronym that differ in one word: "… Office" and "… Agency".

    One has the acronym's initials; the other has them too, or the acronym stands in brackets after it.
    """
    suspects = {entity.id: found for entity in entities if (found := _forms(entity)) is not None}
    places: dict[str, dict[str, list[Mention]]] = defaultdict(lambda: defaultdict(list))
    for mention in (mention for doc in docs.values() for mention in doc.mentions):
        if mention.entity in suspects and (core := suspects[mention.entity].cores.get(mention.text)):
            places[mention.entity][core].append(mention)
    ordered = sorted(suspects.items(), key=itemgetter(0))
    conflicts = (_conflict(suspect, places.get(ident, {}), docs) for ident, suspect in ordered)
    return [one for one in conflicts if one is not None]


def _forms(entity: Entity) -> _Forms | None:
    """The acronym of a body or law with its long forms, None where it has fewer than two that may be confused."""
    names = (entity.name, *entity.aliases)
    acronym = next((n for n in names if is_acronym(n)), None)
    if acronym is None or entity.type not in ("organization", "law"):
        return None
    cores = {n: without_country(norm(n))[0] for n in names if not is_acronym(n)}
    several = len(set(cores.values())) > 1 and any(initials_fit(acronym, core) for core in cores.values())
    return _Forms(acronym, cores) if several else None


def _conflict(forms: _Forms, places: Mapping[str, Sequence[Mention]], docs: Mapping[str, Doc]) -> Conflict | None:
    """The long forms that differ in a word from the most frequent one that fits the acronym."""
    acronym = forms.acronym
    found = {
        core: rows
        for core, rows in places.items()
        if initials_fit(acronym, core) or any(_in_brackets(docs[m.doc].text, m, acronym) for m in rows)
    }
    ranked = sorted(found, key=lambda core: (not initials_fit(acronym, core), -len(found[core]), core))
    differing = [core for core in ranked[1:] if _one_word_apart(ranked[0], core)]
    if not differing:
        return None
    values = [_value(forms.spelled(core), found[core], docs) for core in (ranked[0], *differing)]
    why = f"“{acronym}” is given as the short form of each"
    return make_finding("name", [acronym, *(v.value for v in values)], values, why)


def _value(name: str, rows: Sequence[Mention], docs: Mapping[str, Doc]) -> StatedValue:
    """A long form with the sentence of its first mention in each document."""
    firsts = {m.doc: m for m in sorted(rows, key=lambda m: -m.start)}.values()
    ordered = sorted(firsts, key=lambda m: (m.doc, m.start))
    return StatedValue(name, tuple(_quoted(docs[m.doc].text, m) for m in ordered))


def _in_brackets(text: str, mention: Mention, acronym: str) -> bool:
    return text.startswith(f" ({acronym}", mention.end)


def _one_word_apart(one: str, two: str) -> bool:
    """Whether two names differ in exactly one word: a translation differs in more, an inversion in none."""
    a, b = one.split(), two.split()
    return len(a) == len(b) and sum(x != y for x, y in zip(a, b, strict=True)) == 1


def _quoted(text: str, mention: Mention) -> Statement:
    begin = text.rfind("\n", 0, mention.start) + 1
    stop = text.find("\n", mention.end)
    for span in sentences(text, begin, len(text) if stop < 0 else stop):
        if span.start <= mention.start and mention.end <= span.end:
            return Statement(mention.doc, text[span.start : span.end], span.start, span.end)
    return Statement(mention.doc, mention.text, mention.start, mention.end)
