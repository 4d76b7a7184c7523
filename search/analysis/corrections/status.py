"""Whether each correction applies: worked out by the last analysis, stored with its findings, read here."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from search.codebook.correction_rows import describe
from search.files import dumps
from search.model import Correction, Problem

META = "corrections"  # the store's remembered value: id → why it changes nothing, "" where it applies
STALE = "A correction no longer applies"


def states_json(states: Mapping[str, str]) -> str:
    """States as the store remembers them."""
    return dumps(dict(states))


def states_of(text: str) -> Mapping[str, str]:
    """The opposite of `states_json`; nothing for an empty value."""
    found = json.loads(text) if text else {}
    return found if isinstance(found, dict) else {}


def publication_states(corrections: Iterable[Correction], documents: Iterable[str]) -> dict[str, str]:
    """States of the rows that set a day of publication: the document must be there, and no later row speak of it."""
    from search.analysis.corrections.merges import OVERRULED  # not at the top: it loads the codebook, a start need not

    there = set(documents)
    states: dict[str, str] = {}
    last: dict[str, str] = {}
    for row in corrections:
        if row.kind != "published":
            continue
        states[row.id] = "" if row.docs[0] in there else f"there is no document “{row.docs[0]}” any more"
        if row.docs[0] in last:
            states[last[row.docs[0]]] = OVERRULED
        last[row.docs[0]] = row.id
    return states


def states_without_documents(
    corrections: Iterable[Correction], documents: Iterable[str], states: Mapping[str, str]
) -> dict[str, str]:
    """States of the splits that change nothing because every document that they speak of is gone."""
    from search.analysis.corrections.merges import OVERRULED  # not at the top: it loads the codebook, a start need not

    there = set(documents)
    return {
        row.id: f"there is no document “{row.docs[0]}” any more"
        for row in corrections
        if row.kind == "split" and row.docs and not there & set(row.docs) and states.get(row.id) not in (OVERRULED, "")
    }


def correction_problems(
    own: Sequence[Correction], curated: Sequence[Correction], states: Mapping[str, str]
) -> tuple[Problem, ...]:
    """Corrections that change nothing and are not simply overruled by later ones.

    A further codebook, which serves several corpora, need not fit this one.
    """
    from search.analysis.corrections.merges import OVERRULED
    from search.codebook.codebook import FURTHER

    made: list[Problem] = []
    for row in (*own, *curated):
        why = states.get(row.id, "")
        if not why or why == OVERRULED or row.id.startswith(f"{FURTHER}:"):
            continue
        hint = (
            f"Take it back: sourcebook corrections remove {row.id}, or C in the explorer."
            if row in own
            else "Take it out of corpus.yaml."
        )
        made.append(Problem(STALE, f"{describe(row)}: {why}.", hint, row.docs[0] if len(row.docs) == 1 else None))
    return tuple(made)
