"""The types that travel between the engine and the screen: frozen dataclasses, plain values.

No behaviour beyond what can be derived. A name is looked up in its module when it is first asked for (PEP 562), so that
a start imports no more types than it uses.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from search.model.arrival import *  # noqa: F403
    from search.model.comparison import *  # noqa: F403
    from search.model.corrections import *  # noqa: F403
    from search.model.documents import *  # noqa: F403
    from search.model.entities import *  # noqa: F403
    from search.model.events import *  # noqa: F403
    from search.model.profile import *  # noqa: F403
    from search.model.progress import *  # noqa: F403
    from search.model.quotations import *  # noqa: F403
    from search.model.reader import *  # noqa: F403
    from search.model.results import *  # noqa: F403
    from search.model.watching import *  # noqa: F403

_HOMES = {
    "arrival": "Arrival ArrivalKind Settlement",
    "comparison": (
        "Alignment CONFLICT_KINDS Change ChangeKind Claim ClaimGrid ClaimRow Comparison Conflict "
        "ConflictKind Copied CopyKind Described MAX_SIDE_BY_SIDE Mark Matter MatterKind Only Passage "
        "Question Silent StatedValue Statement SubjectKind Topic TopicOrigin placed"
    ),
    "corrections": "APART AuditReason AuditRow CORRECTION_KINDS Correction CorrectionKind VERDICTS Verdict",
    "documents": (
        "Document FolderAccount GUESSED NO_PLACES OUTCOMES Origin Outcome PageUnit Places Problem Provenance "
        "RECOGNISED Span Text Unread UnreadGroup page_at page_words"
    ),
    "entities": "ENTITY_TYPES Entity EntityType Link Mention",
    "events": "Basis DateValue Event Modality Precision",
    "profile": "Companion Context NameUse Profile Quotation",
    "progress": "Progress Stage Status",
    "quotations": "QuotationSpan",
    "reader": "Bookmark SavedSearch",
    "results": "Hit QueryProblem Results",
    "watching": "FileChange FileChangeKind FolderNews",
}
"""Module of this package → the names it defines."""

_HOME = {name: module for module, names in _HOMES.items() for name in names.split()}


def __getattr__(name: str) -> object:
    """A type, from the module that defines it."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    return found
