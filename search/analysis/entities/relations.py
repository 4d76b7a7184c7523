"""What ties entities that are not one: kept apart by the reader, renamed, or a name that may mean several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from search.analysis.entities.builder import ResolvedEntity
from search.analysis.entities.renames import Rename, renames
from search.analysis.entities.union_find import UnionFind
from search.analysis.lexicon.gazetteer import gazetteer
from search.analysis.names.forms import WEIGHTS, Form, Unsure, norm
from search.analysis.names.mention import RawMention
from search.model import Link


def keep_apart(forms: Sequence[Form], union: UnionFind, apart: Sequence[tuple[str, ...]]) -> None:
    """Bars the forms of names that the reader keeps apart."""
    if not apart:
        return
    by_key: dict[str, list[int]] = {}
    countries = gazetteer().countries
    for n, form in enumerate(forms):
        by_key.setdefault(countries.get(form.key, form.key), []).append(n)
        by_key.setdefault(form.key, []).append(n)

    def named(name: str) -> set[int]:
        key = norm(name)
        words = key.split()
        untitled = " ".join(words[1:]) if words and words[0] in gazetteer().named_by_title else key
        found = by_key.get(countries.get(key, key)) or by_key.get(key) or by_key.get(untitled) or ()
        return set(found)

    for names in apart:
        for one, two in combinations([named(name) for name in names], 2):
            for a in one - two:
                for b in two - one:
                    union.bar(a, b)


def renamed_pairs(
    docs: Mapping[str, tuple[str, Sequence[RawMention]]],
    forms: Sequence[Form],
    union: UnionFind,
    show: Mapping[int, str],
) -> list[tuple[int, int, Rename]]:
    """What the texts say of two names side by side: the renamed are barred, two names of one are joined."""
    rows = renames(docs)
    wanted = {(row.doc, m.start) for row in rows for m in (row.first, row.second)}
    at = {(doc, start): n for n, form in enumerate(forms) for doc, start, _, _ in form.mentions} if wanted else {}
    out: list[tuple[int, int, Rename]] = []
    for row in rows:
        a, b = at.get((row.doc, row.first.start)), at.get((row.doc, row.second.start))
        if a is None or b is None or a == b:
            continue
        if row.second.type != row.first.type:
            forms[b].votes[row.first.type] += WEIGHTS["definition"] + forms[b].strength
        if row.how == "same":
            union.join(a, b, f"“{show[b]}” is another name of “{show[a]}”: {row.doc} says “{row.words}”")
            continue
        union.bar(a, b)
        out.append((a, b, row))
    return out


def join_same_doubts(
    forms: Sequence[Form], union: UnionFind, show: Mapping[int, str], unsure: Mapping[int, Unsure]
) -> None:
    """One name that may mean the same people in several documents is listed once."""
    first: dict[tuple[str, tuple[int, ...]], int] = {}
    for n, row in unsure.items():
        m = first.setdefault((forms[n].key, tuple(sorted({union.find(k) for k in row.forms}))), n)
        if m != n:
            union.join(m, n, f"“{show[n]}” is written alike in {len(forms[m].docs | forms[n].docs)} documents")


def link_entities(
    kept: list[ResolvedEntity],
    at: Mapping[int, int | None],
    unsure: Mapping[int, Unsure],
    renamed: Sequence[tuple[int, int, Rename]],
) -> None:
    """Fills `unsure` and `links` of the entities; `at` says where in `kept` a form is."""
    doubts: dict[int, list[str]] = {}
    links: dict[int, list[Link]] = {}
    for n, row in unsure.items():
        mine = at[n]
        ids = [kept[k].entity.id for m in row.forms if (k := at[m]) is not None and k != mine]
        if mine is not None:
            doubts.setdefault(mine, []).extend(ids)
    for a, b, rename in renamed:
        one, two = at[a], at[b]
        if one is None or two is None or one == two:
            continue
        why = f"“{rename.words}” in {rename.doc}"
        links.setdefault(one, []).append(Link(kept[two].entity.id, rename.how, why))
        links.setdefault(two, []).append(Link(kept[one].entity.id, rename.back, why))
    for k in sorted({*doubts, *links}):
        once = {(link.entity, link.how): link for link in reversed(links.get(k, []))}
        entity = replace(
            kept[k].entity,
            unsure=tuple(dict.fromkeys(doubts.get(k, []))),
            links=tuple(reversed(once.values())),
        )
        kept[k] = replace(kept[k], entity=entity)
