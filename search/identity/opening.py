"""A folder is opened: which corpus it is, what has come along with it, what the reader is asked, and the answer.

A folder that was opened before costs a look into a small file. Any other is compared with what is known of the corpora
that are remembered (`search.identity.recognition`): where it surely is one of them that was moved, that one's key
becomes its own, and with it the analysis and the reader's work. Where it may be one, the reader is asked until there is
an answer.
"""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from search import paths
from search.errors import CorpusError, StorageError
from search.identity import registry
from search.identity.registry import RECORD, Registry
from search.model import Arrival, ArrivalKind, Settlement
from search.text.sanitise import sanitise_line

if TYPE_CHECKING:
    from search.identity.record import Record
    from search.store.reader import Store

ANALYSIS = "the analysis"
LISTED = 5  # known places that a message names


def identify(root: Path) -> tuple[str, Arrival | None]:
    """The key of the corpus at `root`, and what is to be said or asked of it, if it is new there."""
    book = registry.read()
    key = book.known_key(root)
    if key is None:
        return _arrive(root, book)
    if str(root) in book.unsettled:
        return key, _question(book.unsettled[str(root)], book)
    return key, None


def note_once(key: str, root: Path, store: Store) -> None:
    """Remember what a corpus is known by that was read before there was such a record."""
    folder = paths.data_seen(key)
    if (folder is None or not (folder / RECORD).exists()) and store.path.exists():
        with suppress(StorageError):  # reading it tells of it
            note(key, root, store)


def note(key: str, root: Path, store: Store) -> None:
    """Remember what a corpus is known by, as it was just read.

    Where other documents have taken the place of those that lay there, and they are those of a corpus that has gone
    from its own place, the reader is asked about it when the folder is next opened.
    """
    from search.identity.record import load, remember

    if not remember(key, root, store):
        return
    from search.identity.recognition import came_from

    found = came_from(load(key), _records(registry.read()))
    if found is None or not _own_kinds(found.key):
        return
    other = found.key

    def ask(book: Registry) -> None:
        book.give(root, key)
        book.unsettled[str(root)] = other

    with suppress(StorageError):
        registry.change(ask)


def _arrive(root: Path, book: Registry) -> tuple[str, Arrival | None]:
    """The key of a folder that was not opened before, and what is to be said or asked."""
    own = book.free_key(root)
    known = [one for one in _records(book) if one.key != own]
    back = [one for one in known if one.place == str(root) and not book.holder(one.key)]
    if len(back) == 1:  # the registry was lost
        _give(root, back[0].key)
        return back[0].key, None
    found = None
    if known:
        from search.identity.recognition import Folder, verdict_on

        found = verdict_on(Folder(root), known)
    if found is not None and found.sure:
        _give(root, found.record.key)
        _entitle(found.record.key, Path(found.record.place), root)
        return found.record.key, _arrival("moved", found.record)
    bundled = root == paths.bundled_corpus().resolve()  # it lies in every environment that Sourcebook is installed in
    if found is None or bundled or not _own_kinds(found.record.key):
        if own != paths.corpus_key(root):
            _give(root, own)
        return own, None
    asked = found.record

    def ask(book: Registry) -> None:
        book.give(root, own)
        book.unsettled[str(root)] = asked.key

    with suppress(StorageError):  # it is asked all the same, and again the next time
        registry.change(ask)
    return own, _arrival("copy" if found.copied else "similar", asked)


def _records(book: Registry) -> list[Record]:
    """What is known of all corpora, each at the place where the registry has it."""
    from search.identity.record import every

    return [one.at(Path(place)) if (place := book.holder(one.key)) else one for one in every()]


def _question(key: str, book: Registry) -> Arrival | None:
    """What the reader is still to be asked about the corpus of a key; nothing where there is nothing to take along."""
    from search.identity.record import load

    if not _own_kinds(key):
        return None
    record = load(key)
    place = book.holder(key) or record.place
    return _arrival("copy" if place and Path(place).is_dir() else "similar", record.at(Path(place)))


def _arrival(kind: ArrivalKind, record: Record) -> Arrival | None:
    """What to say or ask; nothing where nothing came along."""
    from search.identity.record import profiles
    from search.store.reader import FILE

    brings = _own_kinds(record.key)
    if any((folder / FILE).exists() for folder in profiles(record.key)):
        brings = (*brings, ANALYSIS)
    name = sanitise_line(Path(record.place).name) or record.place
    return Arrival(kind, name, sanitise_line(record.place), brings) if brings else None


def _own_kinds(key: str) -> tuple[str, ...]:
    from search.userdata.handover import kinds_in

    return kinds_in(paths.data_seen(key))


def _give(root: Path, key: str) -> None:
    """Let the folder have a key, for as long as this process lives where it cannot be kept."""
    from search.identity.record import keep, load

    with suppress(StorageError):
        registry.change(lambda book: book.give(root, key))
        if (record := load(key)).sketch:
            keep(record.at(root))


def _entitle(key: str, old: Path, root: Path) -> None:
    """Where a corpus is called by its folder's name, call it by the new one. What fails is put right by an update."""
    import sqlite3

    from search.codebook.codebook import FILE_NAME
    from search.identity.record import profiles
    from search.store.lock import writer_lock
    from search.store.reader import FILE

    if old.name == root.name:
        return
    with suppress(CorpusError):
        if (root / FILE_NAME).exists():
            from search.codebook.parser import read_codebook

            if read_codebook(root / FILE_NAME).title:
                return
    for folder in profiles(key):
        with suppress(StorageError, sqlite3.Error), writer_lock(folder) as mine:
            if mine and (folder / FILE).exists():
                db = sqlite3.connect(folder / FILE)
                try:
                    names = (sanitise_line(root.name), sanitise_line(old.name))
                    with db:
                        db.execute("UPDATE meta SET value = ? WHERE key = 'title' AND value = ?", names)
                finally:
                    db.close()


# ---- the answer ----------------------------------------------------------------------------------------------------


def settle(root: Path, answer: Settlement, of: Path | None = None) -> Arrival:
    """Do what the reader answers about the corpus at `root`; returns what it was about, with what came along.

    `of` is the path of the other corpus, whether it is there still or not; without it, the one that is asked about.
    Nothing is lost: taking over moves the mapping, and adds to the other corpus's files what the reader has kept here
    since; copying adds the other's files to those here. Raises CorpusError where there is no such corpus, StorageError.
    """
    book = registry.read()
    other = _meant(root, of, book)
    mine = book.known_key(root) or book.free_key(root)
    from search.identity.record import load

    record = load(other)
    about = _arrival("copy", record.at(Path(place)) if (place := book.holder(other)) else record)
    if answer == "adopt":
        _adopt(root, mine, other)
    else:
        if answer == "copy":
            _copy(root, mine, other)
        registry.change(lambda book: book.give(root, mine))
    return about or Arrival("copy", Path(record.place).name, record.place)


def _meant(root: Path, of: Path | None, book: Registry) -> str:
    """The key of the corpus that a question or a person is about. Raises CorpusError."""
    asked = book.unsettled.get(str(root))
    if of is None:
        if asked is None:
            raise CorpusError("Which corpus?", f"Nothing is asked about {root}.", _advice(root, book))
        return asked
    place = of.expanduser().resolve()
    if place == root:
        raise CorpusError("Not another corpus", f"{place} is this corpus itself.", _advice(root, book))
    key = book.known_key(place)
    if key is None:
        was = [one.key for one in _records(book) if str(place) in (path for path, _ in one.places)]
        key = was[0] if was else None
    if key is None:
        raise CorpusError("No such corpus", f"Nothing is known of {place}.", _advice(root, book))
    return key


def _advice(root: Path, book: Registry) -> str:
    """The places that corpora are known at, those first where there is no folder any more."""
    places = [one.place for one in _records(book) if one.place not in ("", str(root))]
    places.sort(key=lambda place: (Path(place).is_dir(), place))
    if not places:
        return "No other corpus is known."
    return f"Name where it was: {', '.join(map(sanitise_line, places[:LISTED]))}" + (
        f" and {len(places) - LISTED} more." if len(places) > LISTED else "."
    )


def _adopt(root: Path, mine: str, other: str) -> None:
    """Give the folder the other corpus's key, with what the reader has kept under its own so far."""
    import shutil

    from search.identity.record import keep, load
    from search.userdata.handover import hand_over

    if mine == other:
        return
    record, here = load(other), load(mine)
    if here.earlier:  # what is kept under the old key is of documents that have gone elsewhere
        registry.change(lambda book: book.give(root, other))
        keep(record.at(root))
        keep(here.before())
        _entitle(other, Path(record.place), root)
        return
    kept = paths.data_seen(mine)
    with_files = kept is not None and hand_over(kept, paths.data_dir(other), root)
    registry.change(lambda book: book.give(root, other))
    keep(record.at(root))
    _entitle(other, Path(record.place), root)
    # What is left under the key is derived, or has been handed over: neither is to meet what lies here one day.
    shutil.rmtree(paths.cache_dir() / mine, ignore_errors=True)
    if kept is not None and not with_files:
        shutil.rmtree(kept, ignore_errors=True)
    elif kept is not None:
        (kept / RECORD).unlink(missing_ok=True)
        with suppress(OSError):
            kept.rename(kept.with_name(f"{mine}.handed-over-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}"))


def _copy(root: Path, mine: str, other: str) -> None:
    """Add the reader's files of the other corpus to those here, with what is known of the documents they name."""
    from dataclasses import replace

    from search.identity.record import by_id, keep, load, seen_of
    from search.userdata.document_ids import named_in
    from search.userdata.handover import hand_over

    folder = paths.data_dir(mine)
    hand_over(paths.data_dir(other), folder, root)
    here = load(mine)
    named = by_id((*seen_of(load(other), named_in(folder)).values(), *here.named))
    keep(replace(here.at(root), named=named))
    _copy_results(mine, other)


def _copy_results(mine: str, other: str) -> None:
    """Let a copy begin with what was worked out from the texts: it is known by them. What fails is worked out again."""
    import sqlite3
    from contextlib import closing

    from search.store.stage_cache import FILE

    source = paths.cache_dir() / other / FILE
    if not source.exists():
        return
    target = paths.cache_dir(mine) / FILE
    fresh = target.with_name(f"{FILE}.{os.getpid()}.new")
    with suppress(OSError, sqlite3.Error):
        try:
            with closing(sqlite3.connect(source)) as given, closing(sqlite3.connect(fresh)) as taken:
                given.backup(taken)
            if not target.exists():
                fresh.rename(target)
        finally:
            for leftover in target.parent.glob(f"{fresh.name}*"):
                leftover.unlink(missing_ok=True)
