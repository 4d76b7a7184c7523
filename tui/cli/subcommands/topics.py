"""`sourcebook topics`: the topics to compare by: list, propose, accept, remove, export."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING

from search.errors import CorpusError
from tui.cli.library import bring_up_to_date, library
from tui.cli.output import is_rich, line, note, print_json
from tui.wording import counted

if TYPE_CHECKING:
    from search import Library
    from search.model import Topic


def run(arguments: Namespace) -> int:
    """Do what is asked for; returns 0 where something was printed or done, else 1."""
    action, names = arguments.ACTION or "list", list(arguments.NAME)
    if action == "remove" and len(names) != 1:
        raise CorpusError("Which topic?", "“topics remove” needs one name.", "“sourcebook topics” lists them.")
    if names and action not in ("accept", "remove"):
        raise CorpusError("Not understood", f"“topics {action}” takes no “{names[0]}”.", "Leave it out.")
    arguments.no_corrections = False
    with library(arguments) as opened:
        bring_up_to_date(opened, analyse=True)
        match action:
            case "accept":
                made = opened.topics.accept(names)
                for row in made:
                    line("accepted", row.name, row.query)
                return 0 if made else _none("there is nothing to accept")
            case "remove":
                opened.topics.remove(names[0])
                note(f"“{names[0]}” is taken out; your own file alone was changed")
                return 0
            case "codebook":
                sys.stdout.write(opened.topics.text())
                return 0 if opened.topics.rows() else 1
            case "proposed":
                return _listed(opened.topics.proposed(), arguments, "nothing is proposed: the texts share too little")
            case _:
                found = opened.topics.listed()
                return _listed(found, arguments, f"no topics are kept; {_proposals(opened)}")


def _proposals(opened: Library) -> str:
    count = len(opened.topics.proposed())
    return f"“sourcebook topics proposed” lists {counted(count, 'proposal')}" if count else "nor is any proposed"


def _listed(found: Sequence[Topic], arguments: Namespace, empty: str) -> int:
    if arguments.json:
        keys = ("name", "description", "query", "origin", "problem")
        print_json(
            {"topics": [{**{key: getattr(one, key) for key in keys}, "counts": dict(one.counts)} for one in found]}
        )
    else:
        show(found)
    return 0 if found else _none(empty)


def _none(message: str) -> int:
    note(message)
    return 1


def show(found: Sequence[Topic]) -> None:
    """Print one row a topic: a table for people; else origin, name, documents, passages, query and problem."""
    if not is_rich():
        for one in found:
            line(one.origin, one.name, len(one.counts), sum(one.counts.values()), one.query, one.problem)
        return
    from tui.cli.output import console, styled, table

    rows = table("Topic", "From", "#Documents", "#Passages", "Query")
    for one in found:
        query = styled(one.query, "dim")
        if one.problem:
            query.append("\n").append_text(styled(one.problem, "bold"))
        counts = (str(len(one.counts)), str(sum(one.counts.values())))
        rows.add_row(styled(one.name, "bold"), styled(one.origin), *counts, query)
    console().print(rows)
