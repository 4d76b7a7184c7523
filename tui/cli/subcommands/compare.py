"""`sourcebook compare`: on what the sources differ and agree, and what each says on a topic."""

from __future__ import annotations

import difflib
from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from search.errors import CorpusError
from search.model import NO_PLACES, placed
from search.text.folding import fold
from search.text.wording import FINDS_NOTHING
from tui.cli.library import bring_up_to_date, library, narrowed
from tui.cli.output import is_rich, line, note, print_json

if TYPE_CHECKING:
    from search.model import Comparison, Document, Places, Statement

ABSENT = "(not found in this source)"

Fields = Iterator[tuple[str, ...]]  # lines to print, each by its fields


def run(arguments: Namespace) -> int:
    """Print the comparison; returns 0 where there is anything to say, else 1."""
    with library(arguments) as opened:
        bring_up_to_date(opened, analyse=True)
        docs = chosen(arguments.DOC, opened.documents()) if arguments.DOC else None
        if arguments.about:
            from tui.cli.claim_tables import run_about

            query = narrowed(opened, arguments.within)
            return run_about(opened, arguments.about, query, docs, as_json=arguments.json, rich=is_rich())
        comparison = opened.comparison(narrowed(opened, arguments.within), docs)
        names = {entity.id: entity.name for entity in opened.entities()}
        places = opened.places(comparison.sources)
    anything = any((comparison.conflicts, comparison.updates, comparison.agreements, comparison.topics,
                    comparison.described, comparison.dismissed))  # fmt: skip
    _remarks(comparison)
    if arguments.json:
        from search.exports import json_contract as export

        print_json(export.compare(comparison, names, places))
    elif is_rich():
        from tui.cli.compare_tables import show

        show(comparison, names, places)
    else:
        print_lines(comparison, names, places)
    if not anything:
        note("nothing to compare was found")
    return 0 if anything or comparison.only else 1


def _remarks(comparison: Comparison) -> None:
    """Say what the comparison cannot tell, and why."""
    sources = comparison.sources
    if len(sources) == 1:
        note(f"only {sources[0].id} is compared: there is nothing that it could differ from")
    undated = [document.id for document in sources if not document.published]
    if undated and len(sources) > 1:
        named = ", ".join(undated[:3]) + (f" and {len(undated) - 3} more" if len(undated) > 3 else "")
        have = "has no date" if len(undated) == 1 else "have no date"
        note(f"{named} {have} of publication: which is later is not known; corpus.yaml can give one")
    for topic in comparison.topics:
        if topic.problem:
            note(f"the topic “{topic.name}”: {topic.problem}; sourcebook doctor says where")


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


def print_lines(comparison: Comparison, names: Mapping[str, str], places: Places = NO_PLACES) -> None:
    """Print one line a statement: what it belongs to, then document with page and words, separated by tabs.

    Who says so ends the line of a statement, where it is not the source itself.
    """
    facts = (
        _stated(comparison, places), _on_topics(comparison, places), _copied(comparison),
        _described(comparison, names, places), _in_one_source(comparison, places), _silences(comparison, names),
    )  # fmt: skip
    for fields in chain.from_iterable(facts):
        line(*fields)


def _words_of(said: Statement, places: Places) -> tuple[str, ...]:
    """A document with the page, its words and, where it is not the document itself, who says so."""
    where = places.named(said.doc, said.doc, said.start_char)
    return (where, said.text, said.speaker) if said.speaker else (where, said.text)


def _stated(comparison: Comparison, places: Places) -> Fields:
    """Conflicts, updates, agreements and what was put aside: a line a statement."""
    for kind, conflicts in (
        ("conflict", comparison.conflicts),
        ("update", comparison.updates),
        ("agreement", comparison.agreements),
        ("dismissed", comparison.dismissed),
    ):
        for conflict in conflicts:
            for value in conflict.values:
                for said in value.statements:
                    yield kind, conflict.kind, ", ".join(conflict.about), value.value, *_words_of(said, places)


def _on_topics(comparison: Comparison, places: Places) -> Fields:
    """The passages of each topic by document. A topic that could not be looked for is left to `_remarks`."""
    for topic in comparison.topics:
        if topic.problem not in ("", FINDS_NOTHING) and not topic.cells:
            continue
        for document in comparison.sources:
            passages = topic.cells.get(document.id, ())
            if not passages:
                yield "topic", topic.name, document.id, ABSENT
            for passage in passages:
                yield "topic", topic.name, places.named(document.id, document.id, passage.start_char), passage.text


def _copied(comparison: Comparison) -> Fields:
    for copied in comparison.copies:
        yield "copy", copied.kind, ", ".join(copied.docs), copied.why


def _described(comparison: Comparison, names: Mapping[str, str], places: Places) -> Fields:
    for row in comparison.described:
        for doc, phrases in row.by.items():
            for phrase, at in placed(phrases, row.at.get(doc, ())):
                yield "described", names.get(row.entity, row.entity), places.named(doc, doc, at), phrase


def _in_one_source(comparison: Comparison, places: Places) -> Fields:
    for alone in comparison.only:
        for said in alone.statements:
            yield "only", *_words_of(said, places)


def _silences(comparison: Comparison, names: Mapping[str, str]) -> Fields:
    """Names and topics that most other sources have."""
    for silent in comparison.silent:
        for name in (*(names.get(entity, entity) for entity in silent.entities), *silent.topics):
            yield "silent", silent.doc, name, ABSENT
