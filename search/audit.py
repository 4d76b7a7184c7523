"""The date audit: which dates of a corpus rest on something that may be wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from search.model import AuditRow

if TYPE_CHECKING:
    from search.library import Library


def audit(library: Library, query: str) -> tuple[AuditRow, ...]:
    """Days of publication that were worked out, then inferred and ambiguous dates by document and place, then what
    is stale.
    """
    raise NotImplementedError
