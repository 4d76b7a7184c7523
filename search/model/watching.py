"""What watching a folder tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FileChangeKind = Literal["new", "changed", "gone"]


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file of a corpus that has come, changed or gone.

    `doc` is the document's id; of a codebook it is the file: "corpus.yaml", or the path of one that lies elsewhere.
    """

    doc: str
    kind: FileChangeKind


@dataclass(frozen=True, slots=True)
class FolderNews:
    """What has changed in a folder since the last news, by document.

    `begun`: from now on nothing is missed; it is told once, first. `note` says in one line how the folder is watched
    where that is not as usual, or why it cannot be looked at; empty otherwise.
    """

    changes: tuple[FileChange, ...] = ()
    begun: bool = False
    note: str = ""
