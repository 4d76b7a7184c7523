"""A folder that is opened for the first time and holds documents that are known from another place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ArrivalKind = Literal["moved", "copy", "similar"]
Settlement = Literal["adopt", "copy", "afresh"]


@dataclass(frozen=True, slots=True)
class Arrival:
    """What is known of such a folder. `name` and `place` (a path) are those of the corpus that it holds or resembles.

    moved: it is that corpus, and has its analysis and the reader's work already. copy: the other folder still holds
    the documents. similar: it holds some of them, or more than one corpus is likely. Of these two the reader is asked,
    who may `adopt` it (the work moves here), `copy` the reader's own files or start `afresh`. `brings` says in words
    what there is to come along.
    """

    kind: ArrivalKind
    name: str
    place: str
    brings: tuple[str, ...] = ()
