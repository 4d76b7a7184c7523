"""`sourcebook [CORPUS]`: the explorer; where there is no terminal for it, an overview."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from search.errors import SourcebookError
from tui.cli.library import bring_up_to_date, check_codebook, check_folder, corpus_of, library, need_corpus
from tui.cli.output import clean, is_rich

if TYPE_CHECKING:
    from search import Library
    from search.model import EntityType

TYPES: Mapping[EntityType, tuple[str, str]] = {
    "person": ("person", "people"),
    "organization": ("organisation", "organisations"),
    "place": ("place", "places"),
    "law": ("law", "laws"),
}


def run(arguments: Namespace) -> int:
    """Open the explorer, or print the overview where standard output is no terminal; returns the exit code.

    Raises `SourcebookError` where the folder cannot be used or the keyboard cannot be read.
    """
    named: str | None = arguments.CORPUS
    arguments.corpus = corpus_of(named)
    if not is_rich():
        arguments.corpus = need_corpus(named)
        with library(arguments) as opened:
            overview(opened)
        return 0
    check_terminal()
    if arguments.corpus is not None:
        check_folder(arguments.corpus, "" if named else "SOURCEBOOK_CORPUS")
    codebook = check_codebook(arguments.codebook)
    from tui.terminal.startup import hold

    hold()  # before the explorer's modules are loaded
    from tui.app import run as open_explorer

    return open_explorer(
        arguments.corpus,
        codebook=codebook,
        curated=not arguments.no_corrections,
        theme=arguments.theme,
        watch=not arguments.no_watch,
    )


def check_terminal() -> None:
    """Raise `SourcebookError` where keys cannot be read or the screen cannot be drawn (it goes to standard error)."""
    for stream, name, why in ((sys.stdin, "input", "no key can be read"), (sys.stderr, "error", "it cannot be drawn")):
        if not stream.isatty():
            raise SourcebookError(
                "No terminal for the explorer",
                f"standard {name} is not a terminal, so {why}",
                "Start it without redirecting, or use sourcebook search, entities, timeline and compare.",
            )


def overview(opened: Library) -> None:
    """Print what a corpus holds: documents, entities by type, span of time, on what the sources differ."""
    from tui.wording import counted, published_words, source_of

    bring_up_to_date(opened, analyse=True)
    documents, entities, events = opened.documents(), opened.entities(), opened.events()
    conflicts = opened.comparison().conflicts
    types = Counter(entity.type for entity in entities)
    days = [day for event in events for day in (event.date.start, event.date.end) if day]
    span = f", {min(days)[:4]}–{max(days)[:4]}" if days else ""
    print(clean(opened.title))
    print(f"documents: {len(documents):,} ({sum(each.words for each in documents):,} words)")
    for document in documents:
        facts = dict.fromkeys((document.id, source_of(document), published_words(document) or "undated"))
        print(f"  {clean(' · '.join(facts))}")
    by_type = ", ".join(counted(number, *TYPES[name]) for name, number in types.most_common())
    print(f"entities: {len(entities):,}" + (f" ({by_type})" if by_type else ""))
    print(f"dated statements: {len(events):,}{span}")
    print(f"the sources differ on: {len(conflicts):,}")
    for conflict in conflicts:
        values = " / ".join(value.value for value in conflict.values)
        about = ", ".join(conflict.about)
        print(f"  {clean(f'{conflict.kind}: {about}: {values}')}")
    problems = opened.problems()
    if problems:
        print(f"problems: {len(problems):,} (sourcebook doctor --corpus … lists them)")
