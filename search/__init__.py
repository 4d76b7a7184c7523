"""The engine: a folder of documents → text that can be searched, names, dated statements and comparisons.

`Library` is the one façade. It is imported when it is first asked for, so that `import search` costs nothing
and `search.model` can be used alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from search.library import Library
    from search.pipeline.worker_process import Work
    from search.workspace import LibrarySpec

__all__ = ["Library", "LibrarySpec", "Work"]


def __getattr__(name: str) -> object:
    """Import the façade on first use (PEP 562)."""
    if name == "Library":
        from search.library import Library

        return Library
    if name == "LibrarySpec":
        from search.workspace import LibrarySpec

        return LibrarySpec
    if name == "Work":
        from search.pipeline.worker_process import Work

        return Work
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
