"""`sourcebook entity NAME`: everything known of one person, organisation, place or law."""

from __future__ import annotations

import difflib
import re
from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from search.errors import CorpusError
from search.model import NO_PLACES, placed
from search.text.concordance import context, left_order, right_order
from search.text.folding import fold
from tui.cli.library import bring_up_to_date, library, narrowed
from tui.cli.output import is_rich, line, note, print_json
from tui.cli.subcommands.timeline import how
from tui.wording import counted, date_words, short_names

if TYPE_CHECKING:
    from rich.console import Console

    from search.model import Context, Entity, Places, Profile, Quotation

MAX_SHOWN = 40  # rows of a section on a terminal; a pipe and JSON get all
MAX_LISTED = 12  # names in a message


def run(arguments: Namespace) -> int:
    """Print an entity's page; returns 0, or 1 where what is selected does not name it."""
    with library(arguments) as opened:
        bring_up_to_date(opened, analyse=True)
        entity = chosen(" ".join(arguments.NAME), opened.entities())
        found = opened.profile(entity.id, narrowed(opened, arguments.within))
        documents = opened.documents()
        within = set(found.entity.documents)
        places = opened.places(document for document in documents if document.id in within)
    if not found.entity.mentions:
        note(f"“{entity.name}” is not named in what --in selects")
        return 1
    if arguments.json:
        from search.exports import json_contract as export

        print_json(export.profile(found, places))
    elif is_rich():
        show(found, arguments.sort, short_names(documents), places)
    else:
        print_lines(found, arguments.sort, places)
    return 0


def chosen(wanted: str, known: Sequence[Entity]) -> Entity:
    """Return the entity that a name means: an id, a name, an alias, or words of one that only one entity has.

    Case, accents and quotation marks do not matter. Raises `CorpusError` for a name that fits none or several.
    """
    name = _plain(wanted)
    for means in (
        lambda one: one.id == wanted.strip(),
        lambda one: _plain(one.name) == name,
        lambda one: name in map(_plain, one.aliases),
        lambda one: bool(name) and any(f" {name} " in f" {_plain(each)} " for each in _names(one)),
    ):
        fits = [one for one in known if means(one)]
        if len(fits) == 1:
            return fits[0]
        if fits:
            raise _several(wanted, fits)
    raise CorpusError("No such name", f"nobody and nothing is called “{wanted}” here", _nearest(name, known))


def _several(wanted: str, fits: Sequence[Entity]) -> CorpusError:
    """The error of a name that fits several entities."""
    listed = ", ".join(f"{one.name} ({one.type}, {one.id})" for one in fits[:MAX_LISTED])
    more = f" and {len(fits) - MAX_LISTED} more" if len(fits) > MAX_LISTED else ""
    return CorpusError("Who is meant?", f"“{wanted}” fits {listed}{more}.", "Give more of the name, or the id.")


def _nearest(name: str, known: Sequence[Entity]) -> str:
    """What may have been meant by a folded name that fits nobody: names, or words of names, spelt nearly so."""
    names = {_plain(each): one.name for one in reversed(known) for each in _names(one)}
    for each, whole in list(names.items()):
        for word in each.split():
            if len(word) > 3:
                names.setdefault(word, whole)
    near = list(dict.fromkeys(names[each] for each in difflib.get_close_matches(name, names, n=5, cutoff=0.7)))
    return f"Did you mean {' or '.join(near)}?" if near else "“sourcebook entities” lists who is named."


def ordered(contexts: Sequence[Context], sort: str) -> list[Context]:
    """Return contexts by place, or by their left or right neighbours."""
    if sort == "left":
        return sorted(contexts, key=lambda at: (left_order(at.left), right_order(at.right)))
    if sort == "right":
        return sorted(contexts, key=lambda at: (right_order(at.right), left_order(at.left)))
    return list(contexts)


def print_lines(found: Profile, sort: str, places: Places = NO_PLACES) -> None:
    """Print one line a fact, its first field says which: separated by tabs."""
    entity, named = found.entity, places.named
    line("entity", entity.type, entity.name, entity.mentions, len(entity.documents), entity.first or "", entity.id)
    for use in found.names:
        for doc, count in use.by:
            line("name", use.name, doc, count)
    for reason in entity.reasons:
        line("reason", reason)
    for how_linked, name, why in _links(found):
        line("link", how_linked, name, why)
    for ident in entity.unsure:
        line("unsure", found.others.get(ident, ident))
    for doc, phrases in found.described.items():
        for phrase, begin in placed(phrases, found.described_at.get(doc, ())):
            line("described", named(doc, doc, begin), phrase)
    for event in found.events:
        line("event", event.date.edtf, how(event), named(event.doc, event.doc, event.start_char), event.text)
    for one in found.companions:
        line("with", one.type, one.name, one.passages, len(one.documents))
    for said in found.said:
        line(
            "said",
            named(said.doc, said.doc, said.start_char),
            f"{said.start_char}-{said.end_char}",
            said.cue,
            said.text,
        )
    for about in found.about:
        who = found.others.get(about.speaker, about.speaker) if about.speaker else ""
        where = named(about.doc, about.doc, about.start_char)
        line("about", where, f"{about.start_char}-{about.end_char}", who, about.text)
    for at in ordered(found.contexts, sort):
        line("context", named(at.doc, at.doc, at.start), f"{at.start}-{at.end}", at.left, at.text, at.right)
    for message in left_out(found):
        note(message)


def left_out(found: Profile) -> Iterator[str]:
    """What the page does not list, in words."""
    entity = found.entity
    if found.read < len(entity.documents):
        read = f"{found.read} of {len(entity.documents)} documents"
        yield f"contexts and companions are from the {read} that name it most"
    elif entity.mentions > len(found.contexts):
        yield f"{counted(entity.mentions - len(found.contexts), 'more mention')} not shown in context"
    if found.more_events:
        yield f"{counted(found.more_events, 'later statement')} left out: narrow with --in"
    if found.more_said or found.more_about:
        yield f"{counted(found.more_said + found.more_about, 'more quotation')} left out: narrow with --in"


def show(found: Profile, sort: str, labels: Mapping[str, str], places: Places = NO_PLACES) -> None:
    """Print the page for people: a section for each thing known."""
    from tui.cli.output import console, styled

    screen = console()
    for text, style in _heading(found):
        screen.print(styled(text, style))
    for title, columns, rows in _sections(found, labels, places):
        _rows(screen, title, columns, rows)
    told = _in_context(ordered(found.contexts, sort), labels, places, screen.width)
    _rows(screen, "In context", ("#Before", "Name", "After", "Source"), told)
    for message in left_out(found):
        screen.print(styled(message, "dim"))


def _heading(found: Profile) -> Iterator[tuple[str, str]]:
    """The lines above the sections, each with its style: name, counts, whom it may mean, links, reasons."""
    entity = found.entity
    yield entity.name, "bold"
    earliest = next((e.date.edtf for e in found.events if e.date.start == entity.first), "") if entity.first else ""
    first = f" · first dated {date_words(earliest)}" if earliest else ""
    counts = f"{counted(entity.mentions, 'mention')} in {counted(len(entity.documents), 'document')}"
    yield f"{entity.type} · {counts}{first}", ""
    if entity.unsure:
        names = " or ".join(found.others.get(ident, ident) for ident in entity.unsure)
        yield f"Unsure: this may be {names}. It was merged with none of them.", "bold"
    for how_linked, name, why in _links(found):
        yield f"{how_linked} {name}{f' – {why}' if why else ''}", ""
    for reason in entity.reasons:
        yield reason, "dim"


Section = tuple[str, Sequence[str], Sequence[Sequence[str]]]
"""A table: its title, the names of its columns, its rows."""


def _sections(found: Profile, labels: Mapping[str, str], places: Places) -> Iterator[Section]:
    """The sections of the page but for the mentions in context, whose room depends on the screen."""

    def source(doc: str, at: int = -1) -> str:
        return places.named(labels.get(doc, doc), doc, at)

    def begins(doc: str) -> Sequence[int]:
        return found.described_at.get(doc, ())

    yield (
        "Names used",
        ("Name", "#Mentions", "By"),
        [
            (use.name, str(sum(n for _, n in use.by)), ", ".join(f"{source(doc)} {n}" for doc, n in use.by))
            for use in found.names
        ],
    )
    yield (
        "Described as",
        ("Source", "Words"),
        [
            (source(doc), "; ".join(places.named(phrase, doc, at) for phrase, at in placed(phrases, begins(doc))))
            for doc, phrases in found.described.items()
        ],
    )
    yield (
        "Chronology",
        ("Date", "Statement", "Source"),
        [
            (
                f"{date_words(event.date.edtf)}{'' if event.date.basis == 'stated' else '*'}",
                event.text,
                source(event.doc, event.start_char),
            )
            for event in found.events
            if event.date.basis != "publication"
        ],
    )
    yield (
        "Named in the same passages",
        ("Name", "Type", "#Passages", "#Documents"),
        [(one.name, one.type, str(one.passages), str(len(one.documents))) for one in found.companions],
    )
    yield "Quoted", ("Words", "Source"), [_quoted(one, "", source(one.doc, one.start_char)) for one in found.said]
    yield (
        "Quotations that name it",
        ("Words", "Source"),
        [_quoted(one, found.others.get(one.speaker or "", ""), source(one.doc, one.start_char)) for one in found.about],
    )


def _in_context(
    contexts: Sequence[Context], labels: Mapping[str, str], places: Places, width: int
) -> list[tuple[str, str, str, str]]:
    """The mentions with as many words around them as fit in a number of columns, their sources and pages."""
    sources = [places.named(labels.get(at.doc, at.doc), at.doc, at.start) for at in contexts]
    longest = max((len(at.text) for at in contexts), default=0)
    room = max(16, (width - longest - max(map(len, sources), default=0) - 14) // 2)
    return [(*_neighbourhood(at, room), source) for at, source in zip(contexts, sources, strict=True)]


def _neighbourhood(at: Context, width: int) -> tuple[str, str, str]:
    """Left, name and right on one line, at most `width` characters on either side."""
    start = len(at.left)
    left, right = context(at.left + at.text + at.right, start, start + len(at.text), width)
    return left, at.text, right


def _quoted(one: Quotation, speaker: str, source: str) -> tuple[str, str]:
    who = f" – {speaker}" if speaker else ""
    return f"“{one.text}”{who}", source


def _rows(screen: Console, title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A titled table of at most MAX_SHOWN rows; nothing where there is none."""
    from tui.cli.output import styled, table

    if not rows:
        return
    made = table(*columns, title=f"\n{title}")
    for row in rows[:MAX_SHOWN]:
        made.add_row(*(styled(cell, "bold" if name == "Name" else "") for name, cell in zip(columns, row, strict=True)))
    screen.print(made)
    if len(rows) > MAX_SHOWN:
        screen.print(styled(f"… and {len(rows) - MAX_SHOWN} more; in a pipe all are printed", "dim"))


def _links(found: Profile) -> list[tuple[str, str, str]]:
    return [(link.how, found.others.get(link.entity, link.entity), link.why) for link in found.entity.links]


def _names(entity: Entity) -> tuple[str, ...]:
    return entity.name, *entity.aliases


def _plain(name: str) -> str:
    return " ".join(re.sub(r"[\"]", " ", fold(name)).split())
