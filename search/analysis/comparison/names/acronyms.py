"""Two long forms of one acronym that differ in a word: "National Water Authority" and "National Water Agency"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from search.analysis.doc import Doc
from search.analysis.findings import finding
from search.analysis.names.forms import norm, without_country
from search.analysis.names.recognizer import initials_fit, is_acronym
from search.model import Conflict, Entity, Mention, StatedValue, Statement
from search.text.segmentation import sentences


def acronyms(entities: Sequence[Entity], docs: Mapping[str, Doc]) -> list[Conflict]:
    """Two long forms of one acronym that differ in one word: "… Office" and "… Agency".

    One has the acronym's initials; the other has them too, or the acronym stands in brackets after it.
    """
    suspects: dict[str, tuple[str, dict[str, str]]] = {}
    for entity in entities:
        names = (entity.name, *entity.aliases)
        acronym = next((n for n in names if is_acronym(n)), None)
        if acronym is None or entity.type not in ("organization", "law"):
            continue
        cores = {n: without_country(norm(n))[0] for n in names if not is_acronym(n)}
        if any(initials_fit(acronym, core) for core in cores.values()) and len(set(cores.values())) > 1:
            suspects[entity.id] = acronym, cores
    places: dict[str, dict[str, list[Mention]]] = defaultdict(lambda: defaultdict(list))
    for mention in (mention for doc in docs.values() for mention in doc.mentions):
        if mention.entity in suspects:
            core = suspects[mention.entity][1].get(mention.text)
            if core:
                places[mention.entity][core].append(mention)
    out = []
    for ident, (acronym, cores) in sorted(suspects.items()):
        found = {
            core: rows
            for core, rows in places.get(ident, {}).items()
            if initials_fit(acronym, core) or any(_in_brackets(docs[m.doc].text, m, acronym) for m in rows)
        }
        ranked = sorted(found, key=lambda core: (not initials_fit(acronym, core), -len(found[core]), core))
        differing = [core for core in ranked[1:] if _one_word_apart(ranked[0], core)]
        if not differing:
            continue
        values = []
        for core in (ranked[0], *differing):
            spelled = min((n for n, c in cores.items() if c == core), key=lambda n: (len(n), n))
            firsts = list({m.doc: m for m in sorted(found[core], key=lambda m: -m.start)}.values())
            firsts.sort(key=lambda m: (m.doc, m.start))
            values.append(StatedValue(spelled, tuple(_quoted(docs[m.doc].text, m) for m in firsts)))
        why = f"“{acronym}” is given as the short form of each"
        out.append(finding("name", [acronym, *(v.value for v in values)], values, why))
    return out


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
