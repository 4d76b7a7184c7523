"""Damaged, outdated and obstructed stores, indexes and folders: mended or named with a remedy, never a crash."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from search.corpus.corpus import Corpus
from search.corpus.scan import FileStat
from search.errors import CorpusError, StorageError
from search.files import read_file
from search.index import manifest
from search.library import Library
from search.store.reader import FILE, Store
from tests.search import corpora


@pytest.fixture(autouse=True)
def rules_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    corpora.without_model(monkeypatch)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(corpora.make(tmp_path / "letters")) as opened:
        opened.update(analyse=False)
        yield opened


def flip(file: Path) -> None:
    """Change the middle byte, and with it the time of change."""
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0x55
    file.write_bytes(content)


@pytest.mark.parametrize("pattern", ["*.seg", "*.voc", "_MAIN_*.toc", "manifest-*.json"])
@pytest.mark.parametrize("harm", [flip, Path.unlink, lambda file: file.write_bytes(b"")], ids=["flip", "gone", "empty"])
def test_a_damaged_index_is_noticed_before_it_is_searched(library: Library, pattern: str, harm) -> None:  # type: ignore[no-untyped-def]
    """One changed byte can lose most of the terms silently (FACTS): whoever asks what has changed is told."""
    assert not library.changed(analysis=False)
    harm(next((library.folder / "index").glob(pattern)))
    assert library.changed(analysis=False)
    with Library(library.root) as again:
        again.update(analyse=False)
        assert {hit.document.id for hit in again.search("bridge").hits} == {"north.md", "south.md"}
        assert not again.changed(analysis=False)


def test_a_commit_in_between_is_no_damage(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Verifying looks at one generation; its files go when a commit puts the next one in place."""
    folder = library.folder / "index"
    fault = manifest._fault

    def while_committing(where: Path, number: int, full: bool) -> str:
        if number == before:
            (library.root / "new.txt").write_text("Another letter on the bridge.\n", encoding="utf-8")
            with Library(library.root) as other:
                monkeypatch.setattr(manifest, "_fault", fault)
                other.update(analyse=False)
            monkeypatch.setattr(manifest, "_fault", while_committing)
        return fault(where, number, full)

    before = manifest.generation(folder)
    monkeypatch.setattr(manifest, "_fault", while_committing)
    assert manifest.verify(folder) == ""
    assert manifest.generation(folder) > before


def test_a_folder_in_the_place_of_the_store_or_a_file_in_that_of_the_index_is_named(library: Library) -> None:
    library.close()
    store = library.folder / FILE
    store.unlink()
    store.mkdir()
    with pytest.raises(StorageError, match=FILE) as caught, Store(library.folder).reading():
        pass
    assert caught.value.hint
    place = library.folder / "file"
    place.write_text("")
    with pytest.raises(StorageError, match="Not a directory") as told:
        manifest.generation(place)
    assert told.value.hint


def test_what_is_kept_in_memory_is_never_older_than_what_is_asked_for(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader that began before a document was replaced must not leave its old text to those after it."""
    store = Store(library.folder)
    begun = Store._forget_when_changed
    seen: list[str] = []

    def replace_it() -> None:
        (library.root / "east.txt").write_text("Nothing but trams.\n", encoding="utf-8")
        library.update(analyse=False)
        seen.append(store.texts(["east.txt"])["east.txt"])

    def overtaken(self: Store, db: object) -> str:
        monkeypatch.setattr(Store, "_forget_when_changed", begun)
        moment = begun(self, db)  # type: ignore[arg-type]
        other = threading.Thread(target=replace_it)
        other.start()
        other.join()
        return moment

    monkeypatch.setattr(Store, "_forget_when_changed", overtaken)
    assert "Marigold" in store.texts(["east.txt"])["east.txt"]  # of the moment at which the reading began
    assert seen == ["Nothing but trams."]
    assert store.texts(["east.txt"])["east.txt"] == "Nothing but trams."
    store.close()


def test_pipes_and_devices_are_not_waited_for(tmp_path: Path) -> None:
    """A pipe may take a file's place at any time, and corpus.yaml may be one: opening it must not wait for ever."""
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "one.txt").write_text("A letter.\n", encoding="utf-8")
    pipe = folder / "two.txt"
    os.mkfifo(pipe)
    with pytest.raises(OSError, match="pipe"):
        read_file(pipe, 10)
    with pytest.raises(OSError, match="device"):
        read_file("/dev/zero", 10)
    with pytest.raises(IsADirectoryError):
        read_file(folder, 10)
    assert read_file(folder / "one.txt", 3) == b"A le"
    corpus = Corpus.open(folder)
    assert [file.id for file in corpus.files()] == ["one.txt"]
    with pytest.raises(CorpusError, match="pipe"):
        corpus.read(FileStat("two.txt", str(pipe), 5, 0))
    os.mkfifo(folder / "corpus.yaml")
    with pytest.raises(CorpusError, match="pipe"):
        Library(folder)
