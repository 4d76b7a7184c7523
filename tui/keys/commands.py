"""The table of commands: one row a command. Keys, footer, help, palette and docs/keys.md are all read from it.

A row says where its command applies; a key may mean one thing in one place and another elsewhere, and the row that
names the place wins over the row that applies everywhere. Nothing is listed that does nothing.
"""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from typing import Literal

Place = Literal[
    "search", "results", "reader", "entities", "page", "chronology", "audit", "comparison", "matrix", "statements"
]  # where the keys go: a pane, or what a pane shows just now

PLACES: tuple[Place, ...] = (
    "search", "results", "reader", "entities", "page", "chronology", "audit", "comparison", "matrix", "statements",
)  # fmt: skip
LISTS: tuple[Place, ...] = ("results", "entities", "page", "chronology", "audit", "comparison", "statements")
SIDES: tuple[Place, ...] = ("entities", "page", "chronology", "audit", "comparison", "matrix", "statements")
PANES: tuple[Place, ...] = ("results", "reader", *SIDES)

GROUPS = ("Search", "Read", "Move", "Panes", "Narrow", "Compare", "Correct", "Keep", "Sourcebook")


@dataclass(frozen=True, slots=True)
class Action:
    """One command.

    `keys` are as a person writes them ("n", "ctrl+p", "?"); `label` is the footer's one or two words; `help` is a
    sentence; `where` is empty for a command that applies everywhere (printable keys stay text in the search line).
    `footer` orders the footer line, smallest first; 0 leaves the command out of it.
    """

    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    group: str
    _: KW_ONLY
    where: tuple[Place, ...] = ()
    palette: bool = True
    footer: int = 0


ACTIONS: tuple[Action, ...] = (
    # ---- Search
    Action("search", ("/",), "search", "Go to the search line; results come as you type.", "Search", where=PANES,
           footer=40),
    Action(
        "enter_results", ("down", "enter"), "results", "Leave the search line for the results.", "Search",
        where=("search",), palette=False, footer=10,
    ),
    Action("next_hit", ("n",), "next hit", "Go to the next hit, on into the next document found.", "Search", footer=12),
    Action("previous_hit", ("N",), "previous hit", "Go to the previous hit, back into the document before.", "Search"),
    Action("next_document", ("]",), "next document", "Open the next document of the results.", "Search"),
    Action("previous_document", ("[",), "previous document", "Open the previous document of the results.", "Search"),
    Action("suggestion", ("S",), "take suggestion", "Search for what “did you mean” suggests.", "Search"),
    # ---- Read
    Action(
        "open", ("enter", "right", "l"), "read", "Open the document at the words behind the row.", "Read",
        where=(*LISTS, "matrix"), palette=False, footer=11,
    ),
    Action("back", ("backspace", "left", "h"), "back", "Go back to where the reader was opened from.", "Read",
           where=("reader", "statements", "page", "audit"), palette=False, footer=14),
    Action("info", ("i",), "about", "Show the document's metadata, and where each value comes from.", "Read"),
    Action("furniture", ("F",), "set-aside lines", "Show or hide lines set aside as belonging to the site.", "Read"),
    Action("copy_citation", ("y",), "cite", "Copy the citation of the passage or document.", "Read", footer=50),
    # ---- Move
    Action("down", ("j", "down"), "down", "One row down; a line in the reader.", "Move", where=PANES, palette=False),
    Action("up", ("k", "up"), "up", "One row up; a line in the reader.", "Move", where=PANES, palette=False),
    Action("page_down", ("pagedown", "ctrl+f"), "page down", "A page down.", "Move", where=PANES, palette=False),
    Action("page_up", ("pageup", "ctrl+b"), "page up", "A page up.", "Move", where=PANES, palette=False),
    Action("half_down", ("ctrl+d",), "half a page", "Half a page down.", "Move", where=("reader",), palette=False),
    Action("half_up", ("ctrl+u",), "half a page up", "Half a page up.", "Move", where=("reader",), palette=False),
    Action("top", ("g", "home"), "first", "To the first row, or the beginning.", "Move", where=PANES, palette=False),
    Action("bottom", ("G", "end"), "last", "To the last row, or the end.", "Move", where=PANES, palette=False),
    Action("cell_left", ("left", "h"), "left", "One source to the left.", "Move", where=("matrix",), palette=False),
    Action("cell_right", ("right", "l"), "right", "One source to the right.", "Move", where=("matrix",), palette=False),
    # ---- Panes
    Action("pane_results", ("1",), "results", "Go to the results.", "Panes"),
    Action("pane_reader", ("2",), "reader", "Go to the reader.", "Panes"),
    Action("pane_entities", ("3", "e"), "entities", "Go to the entities: who and what is named.", "Panes", footer=31),
    Action("pane_chronology", ("4", "t"), "chronology", "Go to the chronology: what happened when.", "Panes",
           footer=32),
    Action("pane_comparison", ("5", "c"), "comparison", "Go to the comparison: who says otherwise.", "Panes",
           footer=33),
    Action("next_pane", ("tab",), "pane", "Go to the next pane.", "Panes", palette=False, footer=30),
    Action("previous_pane", ("shift+tab",), "pane before", "Go to the pane before.", "Panes", palette=False),
    Action("jump", ("'", "ctrl+g"), "jump", "Put a letter on every pane and go to the one you type.", "Panes"),
    Action("zoom", ("z",), "zoom", "Give the pane the whole screen, or take it back.", "Panes", where=PANES,
           footer=20),
    # ---- Narrow
    Action("filter", ("f",), "filter", "Narrow everything to this: its name, time, source or topic.", "Narrow",
           where=PANES, footer=13),
    Action("step_back", ("escape",), "step back", "Take off the last chip, then the search words; then go to the "
           "results.", "Narrow", palette=False, footer=15),
    Action("clear", ("X",), "show all", "Take off all chips, marks and search words.", "Narrow"),
    Action("sources", ("s",), "sources", "List the sources with their counts, and narrow to one.", "Narrow"),
    Action("copy_query", ("Y",), "copy query", "Copy the query, as sourcebook search takes it.", "Narrow"),
    # ---- Compare
    Action("mark", ("space",), "mark", "Mark a source for comparison; in the chronology, one end of a stretch of "
           "time to filter by.", "Compare", where=("results", "reader", "chronology", "matrix"), footer=25),
    Action("sort", ("o",), "sort", "Sort: entities by mentions, documents, name or first date; mentions by place, left "
           "or right neighbour; chronology by year, month, day or decade; results by rank or date; comparison as grid "
           "or list.", "Compare",
           where=("results", "entities", "page", "chronology", "comparison", "matrix"), footer=26),
    Action("type_filter", ("w",), "find name", "Type a few letters of a name to find it among the entities.", "Compare",
           where=("entities",), footer=24),
    Action("next_section", ("v",), "section", "Show the next part of the entity's page: mentions, names, timeline, "
           "companions, descriptions, quotations.", "Compare", where=("page",), footer=23),
    Action("previous_section", ("V",), "section before", "Show the part of the entity's page before.", "Compare",
           where=("page",)),
    Action("finer", ("+", "="), "finer", "Chronology by smaller stretches: decade, year, month, day.", "Compare",
           where=("chronology",), footer=21),
    Action("coarser", ("-",), "coarser", "Chronology by larger stretches: day, month, year, decade.", "Compare",
           where=("chronology",)),
    Action("kinds", ("w",), "kind", "List the kinds of events (arrest, vote, planned …) and narrow to one.",
           "Compare", where=("chronology",), footer=24),
    Action("fold", ("a",), "fold", "Fold neighbouring days of one storyline into one row, or unfold them.", "Compare",
           where=("chronology",), footer=25),
    Action("publication_dated", ("p",), "undated too", "Show or hide statements dated only by the day of publication.",
           "Compare", where=("chronology",), footer=27),
    Action("claims", ("d",), "who says what", "Show what each source says about what is under the cursor: when, where, "
           "how many, who, in which words.", "Compare",
           where=("entities", "page", "chronology", "comparison", "matrix", "statements"), footer=28),
    Action("side_by_side", ("|",), "side by side", "Read the marked sources, or those of the row, side by side.",
           "Compare", where=PANES, footer=29),
    Action("topics", ("M",), "topics", "List the topics to compare: make, change, accept or remove one.", "Compare"),
    Action("tag", ("#",), "tag", "Put the passage under the cursor into a topic by hand, or take it out of one.",
           "Compare", where=("reader", "results", "chronology", "comparison", "matrix", "statements")),
    Action("dismiss", ("x", "delete"), "dismiss", "Put the conflict under the cursor aside: it is not one.", "Compare",
           where=("comparison",), footer=27),
    Action("confirm", ("!",), "confirm", "Mark the conflict under the cursor as looked at and kept.", "Compare",
           where=("comparison",)),
    Action("dismissed", (".",), "dismissed", "Show or hide the conflicts that you put aside.", "Compare",
           where=("comparison",)),
    # ---- Correct
    Action("mend", ("m",), "correct", "Correct what is under the cursor: merge, split, rename, retype or hide a name, "
           "change or drop a date, dismiss or confirm a conflict.", "Correct",
           where=("entities", "page", "chronology", "audit", "comparison", "statements"), footer=22),
    Action("undo", ("u",), "undo", "Take back the latest correction.", "Correct"),
    Action("corrections", ("C",), "corrections", "List your corrections, and take one back.", "Correct"),
    Action("audit", ("A",), "date audit", "List the dates that were worked out, are ambiguous or stale.", "Correct"),
    Action("redate", ("r",), "new date", "Give the date under the cursor another value.", "Correct",
           where=("audit", "chronology", "statements"), footer=27),
    Action("drop_date", ("x", "delete"), "drop", "Drop the date under the cursor: it is not a date.", "Correct",
           where=("audit", "chronology", "statements"), footer=27),
    Action("set_published", ("P",), "published", "Set the day of publication of the document under the cursor.",
           "Correct", where=("audit", "chronology", "statements", "results", "reader"), footer=28),
    # ---- Keep
    Action("export", ("E",), "export", "Write what is shown to a file: entities or chronology, in a format you choose.",
           "Keep", footer=52),
    Action("brief", ("W",), "brief", "Write a report on what is chosen: timeline, who says what, conflicts, topics.",
           "Keep", footer=53),
    Action("bookmark", ("b",), "bookmark", "Bookmark the document at this place, or take the bookmark off.", "Keep",
           where=PANES, footer=51),
    Action("keep_search", ("K",), "keep search", "Keep the query, to come back to it later.", "Keep"),
    Action("searches", ("L",), "kept searches", "List the kept searches, and go back to one.", "Keep"),
    Action("bookmarks", ("B",), "bookmarks", "List the bookmarks.", "Keep"),
    # ---- Sourcebook
    Action("palette", (":", "ctrl+p"), "commands", "Find a command by its name.", "Sourcebook", palette=False,
           footer=61),
    Action("help", ("?", "f1"), "keys", "Show every key.", "Sourcebook", footer=60),
    Action("theme", ("T",), "theme", "Choose the colours.", "Sourcebook"),
    Action("problems", ("D",), "problems", "Account for every file: what is not read and why; and what went wrong.",
           "Sourcebook"),
    Action("reread", ("R",), "read again", "Read the folder again, for what has changed.", "Sourcebook"),
    Action("corpora", ("O",), "open corpus", "Open another corpus.", "Sourcebook"),
    Action("suspend", ("ctrl+z",), "suspend", "Go back to the shell for a while; fg comes back.", "Sourcebook"),
    Action("quit", ("q", "ctrl+q"), "quit", "Leave Sourcebook.", "Sourcebook", footer=62),
)  # fmt: skip

BY_ID: dict[str, Action] = {action.id: action for action in ACTIONS}


def applies(action: Action, place: Place) -> bool:
    """Whether the command means anything there."""
    return not action.where or place in action.where
