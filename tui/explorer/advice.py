"""What a pane says while there is nothing in it: why, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from search.model import Status
from tui.keys.keymap import Keymap
from tui.session.view import View
from tui.wording import counted

SidePane = Literal["entities", "chronology", "comparison"]
NOTHING: dict[SidePane, str] = {
    "entities": "No names", "chronology": "No dated statements", "comparison": "Nothing to compare",
}  # fmt: skip


@dataclass
class CorpusProgress:
    """How far the corpus is read and analysed; `at_work`: more may come; `stopped`: that ended in trouble."""

    status: Status = field(default_factory=Status)
    at_work: bool = False
    stopped: bool = False

    @property
    def unsearchable(self) -> bool:
        """Whether some documents cannot be searched yet."""
        return self.status.searchable < self.status.documents

    @property
    def unanalysed(self) -> bool:
        """Whether some documents are not analysed yet."""
        return self.at_work or self.status.analysed < self.status.documents


def no_results(query: str, view: View, progress: CorpusProgress, keymap: Keymap) -> str:
    """For the results of a query, or of an empty one where there is no document at all."""
    key = keymap.first
    if query:
        rest = "" if not view.chips else f"\n{key('step_back')} takes off the last chip, {key('clear')} all."
        pending = "\nSome documents are not searchable yet." if progress.unsearchable else ""
        unread = f"\n\n{_unread(progress, keymap)}" if progress.status.unread else ""
        return f"No document has this.\n\nTry fewer words, a prefix (arrest*)\nor word OR other.{rest}{pending}{unread}"
    if progress.unsearchable:
        return "Reading the documents …\n\nThey appear here as they become searchable."
    do = f"Put .txt or .md files into the folder,\nthen press {key('reread')}."
    if progress.status.unread:
        do = f"{_unread(progress, keymap)}\n\n{do}"
    return f"There is no document here that can be read.\n\n{do}"


def _unread(progress: CorpusProgress, keymap: Keymap) -> str:
    """That some files are not read, and the key that says why."""
    unread = progress.status.unread
    return f"{counted(unread, 'file')} {'is' if unread == 1 else 'are'} not read: {keymap.first('problems')} says why."


def nothing_found(pane: SidePane, view: View, progress: CorpusProgress, keymap: Keymap) -> str:
    """For a side pane."""
    what, key = NOTHING[pane], keymap.first
    if progress.stopped:
        reread = f"{key('problems')} tells why, {key('reread')} begins it again."
        return f"{what} yet.\n\nThe analysis has stopped:\n{reread}"
    if progress.unanalysed:
        return f"{what} yet.\n\nThe analysis is going on:\nthey appear here as it does."
    if not view.empty:
        widens = key("step_back" if view.chips else "clear")
        return f"{what} in what is selected.\n\n{widens} widens the view."
    more = "\n\nTopics come from a corpus.yaml\nin the corpus folder." if pane == "comparison" else ""
    return f"{what} in these documents.{more}"
