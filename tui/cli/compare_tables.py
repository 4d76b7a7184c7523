"""The comparison for people: what differs, changed and agrees, topics × sources, copies, descriptions, silences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from search.model import NO_PLACES, Comparison, Conflict, Places, Topic, placed
from tui.cli.output import console, styled, table
from tui.wording import ASKS, COPIES, counted, date_words, reason_words, short_names

MAX_ALONE = 5  # statements of one source alone that are shown on a terminal; a pipe and JSON get all
MAX_ROWS = 40  # rows of a section
MAX_COLUMNS = 16  # sources that are columns of their own; more are counted

Names = Mapping[str, str]


def show(comparison: Comparison, names: Names, places: Places = NO_PLACES) -> None:
    """Print a comparison; `names` are those of the entities by id, `places` say on which pages statements stand."""
    screen = console()
    labels = short_names(comparison.sources)
    _show_stated(screen, "The sources differ", "≠", comparison.conflicts, labels, places)
    _show_stated(screen, "A later source says otherwise", "→", comparison.updates, labels, places)
    _show_stated(screen, "The sources agree", "=", comparison.agreements, labels, places)
    _show_topics(screen, comparison, labels)
    _show_copies(screen, comparison, labels)
    _show_described(screen, comparison, (labels, names), places)
    _show_alone(screen, comparison, labels, places)
    _show_silent(screen, comparison, labels, names)
    if comparison.dismissed:
        screen.print(styled(f"{counted(len(comparison.dismissed), 'conflict')} put aside: --json shows them.", "dim"))


def _show_stated(
    screen: Console, title: str, mark: str, conflicts: Sequence[Conflict], labels: Names, places: Places
) -> None:
    if not conflicts:
        return
    screen.print(styled(f"{title} ({len(conflicts)})", "bold italic"), end="\n\n")
    for conflict in conflicts[:MAX_ROWS]:
        head = Text(f"{mark} ")
        head.append_text(styled(", ".join(conflict.about) or "the same affair", "bold"))
        head.append(f"{' ✓' if conflict.confirmed else ''} — {ASKS[conflict.kind]}")
        screen.print(head)
        if conflict.why:
            screen.print(Padding(styled(reason_words(conflict.why), "dim"), (0, 0, 0, 2)))
        screen.print(Padding(_values(conflict, labels, places), (0, 0, 0, 2)))
        said = {each.doc for value in conflict.values for each in value.statements}
        silent = [label for doc, label in labels.items() if doc not in said]
        if silent and mark == "≠":
            screen.print(Padding(styled(f"not found in: {_some(silent)}", "dim"), (0, 0, 0, 2)))
        screen.print()
    _more(screen, len(conflicts))


def _values(conflict: Conflict, labels: Names, places: Places) -> Table:
    """Every value with who states it: the value, the source, the words."""
    rows = Table.grid(padding=(0, 2, 0, 0))
    rows.add_column(max_width=24, overflow="fold")
    rows.add_column(max_width=16, overflow="fold")
    rows.add_column(overflow="fold")
    for value in conflict.values:
        shown = styled(date_words(value.value) if conflict.kind == "date" else value.value, "bold")
        for said in value.statements:
            by = f"{said.speaker}, in " if said.speaker else ""
            source = places.named(labels.get(said.doc, said.doc), said.doc, said.start_char)
            rows.add_row(shown, styled(by + source), styled(said.text))
            shown = styled("")
    return rows


def _show_topics(screen: Console, comparison: Comparison, labels: Names) -> None:
    if not comparison.topics:
        return
    sources = comparison.sources
    if len(sources) > MAX_COLUMNS:
        rows = table("Topic", "#Sources", "Most passages in", title="Topics × sources")
        for topic in comparison.topics:
            most = sorted(topic.cells, key=lambda doc: (-_found(topic, doc), doc))[:4]
            rows.add_row(
                _called(topic), f"{len(topic.cells)}/{len(sources)}", styled(", ".join(labels[doc] for doc in most))
            )
        screen.print(rows)
        return
    rows = table("Topic", *(f"#{number}" for number, _ in enumerate(sources, 1)), title="Topics × sources")
    for topic in comparison.topics:
        counts = [_found(topic, document.id) for document in sources]
        rows.add_row(_called(topic), *(f"●{number}" if number else "·" for number in counts))
    screen.print(rows)
    legend = ", ".join(f"{number} {labels[document.id]}" for number, document in enumerate(sources, 1))
    screen.print(styled(f"{legend}. ●n: passages found; ·: not found in this source.", "dim"), end="\n\n")


def _found(topic: Topic, doc: str) -> int:
    return topic.counts.get(doc, len(topic.cells.get(doc, ())))


def _called(topic: Topic) -> Text:
    made = styled(topic.name)
    if topic.origin == "proposed":
        made.append(" (proposed)", style="dim")
    if topic.problem:
        made.append(" ").append_text(styled(f"({topic.problem})", "dim"))
    return made


def _show_copies(screen: Console, comparison: Comparison, labels: Names) -> None:
    if not comparison.copies:
        return
    rows = table("Copies", "Sources", "Why", title="One text in several sources")
    for copied in comparison.copies[:MAX_ROWS]:
        joint = " → " if copied.kind == "version" else ", "
        named = joint.join(labels.get(doc, doc) for doc in copied.docs)
        rows.add_row(styled(COPIES[copied.kind], "bold"), styled(named), styled(reason_words(copied.why)))
    screen.print(rows)
    _more(screen, len(comparison.copies))


def _show_described(screen: Console, comparison: Comparison, called: tuple[Names, Names], places: Places) -> None:
    """How names are described; `called` are what documents and entities are called."""
    labels, names = called
    if not comparison.described:
        return
    rows = table("Name", "Source", "Described as", title="Described as")
    for row in comparison.described[:MAX_ROWS]:
        name = styled(names.get(row.entity, row.entity), "bold")
        for doc, phrases in row.by.items():
            told = (places.named(phrase, doc, at) for phrase, at in placed(phrases, row.at.get(doc, ())))
            rows.add_row(name, styled(labels.get(doc, doc)), styled("; ".join(told)))
            name = styled("")
    screen.print(rows)
    _more(screen, len(comparison.described))


def _show_alone(screen: Console, comparison: Comparison, labels: Names, places: Places) -> None:
    if not any(alone.statements for alone in comparison.only):
        return
    paged = any(alone.doc in places.starts for alone in comparison.only)
    rows = table("Source", *(["Page"] if paged else []), "Statement", title="In one source only")
    for alone in comparison.only[:MAX_ROWS]:
        source = styled(labels.get(alone.doc, alone.doc), "bold")
        for said in alone.statements[:MAX_ALONE]:
            page = [styled(places.words(said.doc, said.start_char))] if paged else []
            rows.add_row(source, *page, styled(f"{said.speaker}: {said.text}" if said.speaker else said.text))
            source = styled("")
        if len(alone.statements) > MAX_ALONE:
            rows.add_row(
                source,
                *([""] if paged else []),
                styled(f"… and {len(alone.statements) - MAX_ALONE} more: --json shows all", "dim"),
            )
    screen.print(rows)


def _show_silent(screen: Console, comparison: Comparison, labels: Names, names: Names) -> None:
    if not comparison.silent:
        return
    rows = table("Source", "Not found in this source, though in most others", title="Not found")
    for row in comparison.silent[:MAX_ROWS]:
        told = chain((names.get(entity, entity) for entity in row.entities), (f"“{topic}”" for topic in row.topics))
        rows.add_row(styled(labels.get(row.doc, row.doc), "bold"), styled(", ".join(told)))
    screen.print(rows)


def _more(screen: Console, count: int) -> None:
    if count > MAX_ROWS:
        screen.print(styled(f"… and {count - MAX_ROWS} more: --json shows all, DOC and --in narrow it", "dim"))


def _some(names: Sequence[str], most: int = 8) -> str:
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")
