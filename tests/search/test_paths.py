"""Folders are ours alone: an index is unpickled when it is opened, so it may only lie where nobody else can write."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from search import paths
from search.errors import StorageError


def test_folders_are_closed_to_others_whatever_the_umask(own_folders: Path) -> None:
    before = os.umask(0)
    try:
        folder = paths.cache_dir("corpus", "profile")
    finally:
        os.umask(before)
    while folder != own_folders / "cache":
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        folder = folder.parent


def test_a_folder_that_was_left_open_is_closed(own_folders: Path) -> None:
    folder = paths.cache_dir("corpus")
    folder.chmod(0o777)
    paths.cache_dir("corpus")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_symbolic_link_is_refused_with_a_remedy(own_folders: Path, tmp_path: Path) -> None:
    base = paths.cache_dir()
    (base / "corpus").symlink_to(tmp_path)
    with pytest.raises(StorageError) as caught:
        paths.cache_dir("corpus")
    assert "symbolic link" in caught.value.message
    assert "XDG_CACHE_HOME" in caught.value.hint


def test_another_users_folder_is_refused(own_folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths.data_dir("corpus")
    other = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: other)
    with pytest.raises(StorageError, match="another user") as caught:
        paths.data_dir("corpus")
    assert "XDG_DATA_HOME" in caught.value.hint


@pytest.mark.parametrize("name", ["CACHE", "DATA", "CONFIG", "STATE"])
def test_a_home_that_cannot_be_written_names_the_variable(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A file where a folder should be stops root too, which no permission does.
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / "file" / "home"))
    with pytest.raises(StorageError) as caught:
        getattr(paths, f"{name.lower()}_dir")("corpus")
    assert f"XDG_{name}_HOME" in caught.value.hint
    assert str(tmp_path) in caught.value.message


def test_a_folder_without_leave_to_write_is_told_of(own_folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(StorageError, match="cannot be written"):
        paths.cache_dir("corpus")


def test_corpora_of_one_name_do_not_share_a_folder(tmp_path: Path) -> None:
    first, second = paths.corpus_key(tmp_path / "a" / "News"), paths.corpus_key(tmp_path / "b" / "News")
    assert first != second
    assert first.startswith("news-")


def test_keys_are_harmless_file_names() -> None:
    assert "/" not in paths.corpus_key(Path("/x/..\n\x1b[31m/…"))
    assert paths.corpus_key(Path("/")).startswith("corpus-")
    assert paths.profile_key(None, True) != paths.profile_key(None, False) != paths.profile_key(Path("/x"), False)
    assert paths.profile_key(None, True) != paths.profile_key(None, True, True)
