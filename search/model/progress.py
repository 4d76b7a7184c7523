"""How far the work is, and what a library holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Stage = Literal["reading", "indexing", "names", "dates", "events", "comparing", "done"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work is: `done` of `total` documents in `stage`.

    `message` is for people; `error` is set (title: message. hint) when the work ended in trouble.
    """

    stage: Stage
    done: int = 0
    total: int = 0
    message: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What a library holds: counts of documents found, searchable and analysed, and of problems.

    `revision` grows whenever anything that a view shows has changed; `model` names the analyser's language model,
    empty where the rule layer ran alone. `unread` counts the files that were set aside or cannot be read.
    """

    documents: int = 0
    searchable: int = 0
    analysed: int = 0
    revision: int = 0
    model: str = ""
    problems: int = 0
    unread: int = 0
