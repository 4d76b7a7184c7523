"""`sourcebook compare --about`: what each source answers to the questions about a name, a topic or a conflict."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from search.errors import CorpusError
from search.model import NO_PLACES
from search.text.folding import fold
from tui.cli.output import line, print_json
from tui.wording import counted, short_names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from search import Library
    from search.model import Claim, ClaimGrid, Places, Statement

LEGEND = "= sources agree, ≈ compatible or replaced by a later value, ≠ sources differ, · in this source only"
MAX_LISTED = 6  # names that fit, in a message


def subject_of(library: Library, about: str) -> str:
    """Return what `Library.claims` is asked for a name, an id, a topic or a conflict's id given on the command line.

    A name is whole (any name of the entity), else part of one that only one entity has. Case and accents do not
    matter. Raises `CorpusError` for one that fits none or several.
    """
    wanted = about.strip()
    if wanted.partition(":")[0] in ("entity", "event", "topic", "conflict"):
        return wanted
    if wanted.startswith("c-"):
        return f"conflict:{wanted}"
    entities = library.entities()
    if any(one.id == wanted for one in entities):
        return f"entity:{wanted}"
    key = fold(wanted)
    topics = [one.name for one in library.comparison().topics]
    exact = [f"topic:{name}" for name in topics if fold(name) == key]
    exact += [f"entity:{one.id}" for one in entities if key in {fold(name) for name in (one.name, *one.aliases)}]
    if exact:
        return exact[0]
    named = [(one.name, f"entity:{one.id}") for one in entities] + [(name, f"topic:{name}") for name in topics]
    return _by_part(about, named)


def _by_part(about: str, named: Sequence[tuple[str, str]]) -> str:
    """The subject whose name alone has `about` as a part. Raises `CorpusError` where none or several have it."""
    key = fold(about.strip())
    fits = [(name, subject) for name, subject in named if key and key in fold(name)]
    if len(fits) == 1:
        return fits[0][1]
    if fits:
        listed = ", ".join(name for name, _ in fits[:MAX_LISTED])
        raise CorpusError("About what?", f"“{about}” fits {listed}.", "Give more of the name.")
    near = difflib.get_close_matches(about.strip(), [name for name, _ in named], n=1, cutoff=0.5)
    hint = f"Did you mean {near[0]}?" if near else "`sourcebook entities` lists the names."
    raise CorpusError("No such subject", f"No name or topic here is “{about}”.", hint)


def run_about(
    library: Library, about: str, query: str, docs: Sequence[str] | None, *, as_json: bool, rich: bool
) -> int:
    """Print the claim grid of a subject; returns 0 where a source answers anything, else 1."""
    grid = library.claims(subject_of(library, about), query, docs)
    places = library.places(grid.documents)
    if as_json:
        from search.exports import json_contract as export

        print_json(export.claims(grid, places))
    elif rich:
        show_claims(grid, places)
    else:
        print_claims(grid, places)
    return 0 if grid.rows else 1


def print_claims(grid: ClaimGrid, places: Places = NO_PLACES) -> None:
    """Print one line a claim: question, mark, document and page, words, speaker, sentence, separated by tabs."""
    for row in grid.rows:
        for doc, cell in row.cells.items():
            for claim in cell:
                said = claim.statement
                where = places.named(doc, doc, claim.start if claim.start >= 0 else said.start_char)
                line(row.label, claim.mark, where, claim.words, said.speaker, said.text)


def show_claims(grid: ClaimGrid, places: Places = NO_PLACES) -> None:
    """Print tables for people: claims by question, then the numbered sentences they stand in, then who is silent."""
    from tui.cli.output import console, styled, table

    screen = console()
    labels = short_names(grid.documents)
    numbers: dict[tuple[str, int], int] = {}
    told: list[Statement] = []
    rows = table("Question", "Source", "As written", "#Passage", title=grid.title)
    for row in grid.rows:
        label = styled(f"{row.mark} {row.label}", "bold")
        for doc, cell in row.cells.items():
            source = styled(labels.get(doc, doc))
            for claim in cell:
                said = claim.statement
                number = numbers.setdefault((doc, said.start_char), len(numbers) + 1)
                told += [said] if number > len(told) else []
                rows.add_row(label, source, styled(claim_words(claim)), styled(f"[{number}]", "dim"))
                label = source = styled("")
        rows.add_section()
    screen.print(rows)
    if told:
        passages = table("", "Source", "Passage")
        for number, said in enumerate(told, 1):
            where = places.named(labels.get(said.doc, said.doc), said.doc, said.start_char)
            passages.add_row(styled(f"[{number}]", "dim"), styled(where), styled(said.text))
        screen.print(passages)
    for text in (*notes(grid, labels), LEGEND):
        screen.print(styled(text, "dim"))


def claim_words(claim: Claim) -> str:
    """A claim with its mark, and who says so where that is not the source: "≠ 12 (Hope)"."""
    return f"{claim.mark} {claim.words}" + (f" ({claim.statement.speaker})" if claim.statement.speaker else "")


def notes(grid: ClaimGrid, labels: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """What is not in the table: sources without an answer, rows and documents left out."""
    names = labels or short_names(grid.documents)
    answering = {doc for row in grid.rows for doc in row.cells}
    absent = [names.get(one.id, one.id) for one in grid.documents if one.id not in answering]
    out = []
    if absent:
        listed = ", ".join(absent[:12]) + (" …" if len(absent) > 12 else "")
        out.append(f"Not found in {counted(len(absent), 'source')}: {listed}")
    if grid.more:
        out.append(f"{counted(grid.more, 'further question')} with fewer answers left out.")
    if grid.unread:
        out.append(f"{counted(grid.unread, 'further document')} not searched: narrow the choice to see them.")
    return tuple(out)
