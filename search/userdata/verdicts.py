"""The reader's verdicts on conflicts: put aside ("dismiss"), or looked at and kept ("confirm").

They decide nothing of what is worked out, only what is shown of it. So they lie in a file of their own, in the
vocabulary of corrections, and take effect whenever a comparison is asked for: nothing is analysed again.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from search.codebook.correction_rows import correction_of, row_of
from search.files import dumps
from search.model import APART, VERDICTS, Conflict, Correction, Verdict
from search.text.folding import name_key
from search.text.sanitise import sanitise_line

META = "verdicts"  # the store's remembered value: the rows of the codebook, as JSON
MAX_LEN_VALUE = 300  # characters by which a value is known: quoted words may be longer


def verdict_on(kind: Verdict, conflict: Conflict) -> Correction:
    """The correction that says so of a conflict as it stands."""
    return Correction(
        kind,
        names=tuple(dict.fromkeys(_value(value.value) for value in conflict.values)),
        to=conflict.kind,
        docs=tuple(sorted({said.doc for value in conflict.values for said in value.statements})),
        words=APART.join(map(sanitise_line, conflict.about)),
    )


def verdicts_to_json(corrections: Iterable[Correction]) -> str:
    """The verdicts among a codebook's corrections, as the store remembers them."""
    return dumps([row_of(row) for row in corrections if row.kind in VERDICTS])


def verdicts_from_json(text: str) -> tuple[Correction, ...]:
    """The opposite of `verdicts_to_json`; nothing for an empty value."""
    return tuple(map(correction_of, json.loads(text))) if text else ()


class Verdicts:
    """Verdicts to be looked up: those on the same kind and documents, the last word first."""

    def __init__(self, corrections: Sequence[Correction]) -> None:
        self._by_kind: dict[str, list[tuple[Correction, frozenset[str], frozenset[str], frozenset[str]]]]
        self._by_kind = defaultdict(list)
        for row in reversed(corrections):
            if row.kind in VERDICTS:
                about = frozenset(name_key(name) for name in row.words.split(APART) if name)
                key = row, frozenset(map(_value, row.names)), frozenset(row.docs), about
                self._by_kind[row.to].append(key)

    def on(self, conflict: Conflict) -> Correction | None:
        """The verdict on a conflict: one of its kind, that speaks of a name it is about, of every value and document.

        A conflict that has gained a value or a source since is not the one that was looked at.
        """
        candidates = self._by_kind.get(conflict.kind)
        if not candidates:
            return None
        values = {_value(value.value) for value in conflict.values}
        docs = {said.doc for value in conflict.values for said in value.statements}
        names = {name_key(name) for name in conflict.about}
        for row, known, where, about in candidates:
            if values <= known and docs <= where and (not about or not names or about & names):
                return row
        return None

    def divide(self, conflicts: Iterable[Conflict]) -> tuple[tuple[Conflict, ...], tuple[Conflict, ...]]:
        """(those to be shown, those put aside), in their order."""
        shown: list[Conflict] = []
        aside: list[Conflict] = []
        for conflict in conflicts:
            verdict = self.on(conflict)
            if verdict is not None and verdict.kind == "dismiss":
                aside.append(conflict)
            else:
                shown.append(replace(conflict, confirmed=True) if verdict is not None else conflict)
        return tuple(shown), tuple(aside)


def _value(value: str) -> str:
    return sanitise_line(value)[:MAX_LEN_VALUE].strip()
