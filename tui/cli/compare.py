"""`sourcebook compare`: on what the sources differ and agree, and what each says on a topic."""

from __future__ import annotations

import difflib
from argparse import Namespace
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from search.errors import CorpusError
from search.text import fold
from tui.cli.corpus import bring_up_to_date, library, narrowed
from tui.cli.output import is_rich, line, note, print_json
from tui.wording import date_words, short_names

if TYPE_CHECKING:
    from rich.console import Console

    from search.model import Comparison, Conflict, Document

MOST_ALONE = 5  # statements of one source alone that are shown on a terminal; a pipe and JSON get all


def run(arguments: Namespace) -> int:
    """Print the comparison; returns 0 where there is anything to say, else 1."""
    with library(arguments) as opened:
        bring_up_to_date(opened, analyse=True)
        docs = chosen(arguments.DOC, opened.documents()) if arguments.DOC else None
        comparison = opened.comparison(narrowed(opened, arguments.within), docs)
        names = {entity.id: entity.name for entity in opened.entities()}
    anything = any((comparison.conflicts, comparison.agreements, comparison.topics, comparison.described))
    if arguments.json:
        from search import export

        print_json(export.compare(comparison, names))
    elif is_rich():
        show(comparison, names)
    else:
        print_lines(comparison, names)
    if not anything:
        note("nothing to compare was found")
    return 0 if anything or comparison.only else 1


def chosen(wanted: Sequence[str], documents: Sequence[Document]) -> list[str]:
    """Return the ids of the documents named: by id, or by a part of id, source or title that only one has.

    Case and accents do not matter. Raises `CorpusError` for a name that fits none or several.
    """
    ids = {document.id for document in documents}
    found = []
    for name in wanted:
        if name in ids:
            fits = [name]
        else:
            part = fold(name)
            fits = [each.id for each in documents if any(part in fold(field or "") for field in names_of(each))]
        if len(fits) > 1:
            raise CorpusError("Which document?", f"“{name}” fits {', '.join(fits)}", "Give more of the name.")
        if not fits:
            near = difflib.get_close_matches(name, sorted(ids), n=1, cutoff=0.5)
            hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(sorted(ids)[:10])}"
            raise CorpusError("No such document", f"no document is called “{name}”", hint)
        found.append(fits[0])
    return list(dict.fromkeys(found))


def names_of(document: Document) -> tuple[str | None, ...]:
    """Return what a document may be called on the command line."""
    return document.id, document.source, document.title


def print_lines(comparison: Comparison, names: Mapping[str, str]) -> None:
    """Print one line a statement: what it belongs to, then document and words, separated by tabs."""
    for kind, conflicts in (("conflict", comparison.conflicts), ("agreement", comparison.agreements)):
        for conflict in conflicts:
            for value in conflict.values:
                for said in value.statements:
                    line(kind, conflict.kind, ", ".join(conflict.about), value.value, said.doc, said.text)
    for topic in comparison.topics:
        for document in comparison.sources:
            passages = topic.cells.get(document.id, ())
            if not passages:
                line("topic", topic.name, document.id, "(not found in this source)")
            for passage in passages:
                line("topic", topic.name, document.id, passage.text)
    for row in comparison.described:
        for doc, phrases in row.by.items():
            for phrase in phrases:
                line("described", names.get(row.entity, row.entity), doc, phrase)
    for alone in comparison.only:
        for said in alone.statements:
            line("only", alone.doc, said.text)


def show(comparison: Comparison, names: Mapping[str, str]) -> None:
    """Print tables for people: what differs, what agrees, topics × sources, descriptions, what one alone says."""
    from tui.cli.output import console

    screen = console()
    labels = short_names(comparison.sources)
    _show_conflicts(screen, "The sources differ", comparison.conflicts, labels)
    _show_conflicts(screen, "The sources agree", comparison.agreements, labels)
    _show_topics(screen, comparison, labels)
    _show_described(screen, comparison, labels, names)
    _show_alone(screen, comparison, labels)


def _show_conflicts(screen: Console, title: str, conflicts: Sequence[Conflict], labels: Mapping[str, str]) -> None:
    from tui.cli.output import styled, table

    if not conflicts:
        return
    rows = table("About", "Kind", "Value", "Source", "Words", title=title)
    for conflict in conflicts:
        about, kind = styled(", ".join(conflict.about), "bold"), styled(conflict.kind)
        for value in conflict.values:
            stated = date_words(value.value) if conflict.kind == "date" else value.value
            for said in value.statements:
                rows.add_row(
                    about, kind, styled(stated, "bold"), styled(labels.get(said.doc, said.doc)), styled(said.text)
                )
                about = kind = styled("")
        rows.add_section()
    screen.print(rows)


def _show_topics(screen: Console, comparison: Comparison, labels: Mapping[str, str]) -> None:
    from tui.cli.output import styled, table

    if not comparison.topics:
        return
    sources = comparison.sources
    rows = table("Topic", *(f"#{number}" for number, _ in enumerate(sources, 1)), title="Topics × sources")
    for topic in comparison.topics:
        counts = [len(topic.cells.get(document.id, ())) for document in sources]
        rows.add_row(styled(topic.name), *(f"●{number}" if number else "·" for number in counts))
    screen.print(rows)
    legend = ", ".join(f"{number} {labels[document.id]}" for number, document in enumerate(sources, 1))
    screen.print(styled(f"{legend}. ●n: passages found; ·: not found in this source.", "dim"), end="\n\n")


def _show_described(
    screen: Console, comparison: Comparison, labels: Mapping[str, str], names: Mapping[str, str]
) -> None:
    from tui.cli.output import styled, table

    if not comparison.described:
        return
    rows = table("Name", "Source", "Described as", title="Described as")
    for row in comparison.described:
        name = styled(names.get(row.entity, row.entity), "bold")
        for doc, phrases in row.by.items():
            rows.add_row(name, styled(labels.get(doc, doc)), styled("; ".join(phrases)))
            name = styled("")
    screen.print(rows)


def _show_alone(screen: Console, comparison: Comparison, labels: Mapping[str, str]) -> None:
    from tui.cli.output import styled, table

    if not any(alone.statements for alone in comparison.only):
        return
    rows = table("Source", "Statement", title="In one source only")
    for alone in comparison.only:
        source = styled(labels.get(alone.doc, alone.doc), "bold")
        for said in alone.statements[:MOST_ALONE]:
            rows.add_row(source, styled(said.text))
            source = styled("")
        if len(alone.statements) > MOST_ALONE:
            rows.add_row(source, styled(f"… and {len(alone.statements) - MOST_ALONE} more: --json shows all", "dim"))
    screen.print(rows)
