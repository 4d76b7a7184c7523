"""Why there is no document of files, in a few words: the rows that say so by reason, the first reasons of a folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from search.codebook.codebook import FILE_NAME
from search.corpus.readers.kinds import kind_of, several
from search.corpus.scan import files_in, hidden_in
from search.model import OUTCOMES, Unread, UnreadGroup
from search.text.wording import reasons_words

_PLAIN = {
    "Hidden": ("a hidden file", "hidden files"),
    "Not a file": ("a pipe, a socket or a device", "pipes, sockets and devices"),
    "No document": ("a file of no known format", "files of no known format"),
    "Nothing in it": ("an archive or box without documents", "archives and boxes without documents"),
}


def grouped(unread: Iterable[Unread]) -> tuple[UnreadGroup, ...]:
    """The rows by outcome, the worst first, and reason, the commonest first; those of one reason in their order."""
    found: dict[tuple[int, str], list[Unread]] = {}
    for one in unread:
        kind = kind_of(one.member or one.file) if one.title == "No document" else ""
        found.setdefault((OUTCOMES.index(one.outcome), kind or one.title), []).append(one)
    order = sorted(found, key=lambda key: (key[0], -len(found[key]), key[1].casefold()))
    return tuple(
        UnreadGroup(OUTCOMES[at], reason, _label(OUTCOMES[at] == "ignored", reason, len(found[at, reason])),
                    tuple(found[at, reason]))
        for at, reason in order
    )  # fmt: skip


def _label(counts: bool, reason: str, number: int) -> str:
    if not counts:
        return f"{reason} · {number:,}" if number > 1 else reason
    one, many = _PLAIN.get(reason, (reason, several(reason)))
    return one if number == 1 else f"{number:,} {many}"


def unopened(ids: Iterable[str]) -> Iterator[Unread]:
    """What is to be said of files, by id, that nobody has opened: what they are by their endings, or to be read."""
    for name in ids:
        if name == FILE_NAME:
            yield Unread(name, "set aside", "Codebook", f"{name} says what is known of the documents.")
        elif kind := kind_of(name):
            yield Unread(name, "ignored", "No document", f"{name} is {kind}.")
        else:
            yield Unread(name, "set aside", "Not read yet", f"{name} is not read yet.", "sourcebook index reads it.")


def first_reasons(root: Path, follow_links: bool = False, most: int = 4) -> str:
    """What a folder holds instead of documents, at a look: "12 pictures, 2 hidden files". "" for nothing at all.

    Raises OSError where the folder cannot be looked at.
    """
    files, unread = files_in(root, follow_links)
    others = unopened(file.id for file in files)
    return reasons_words(grouped((*unread, *others, *hidden_in(root, follow_links))), most)
