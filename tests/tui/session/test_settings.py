"""config.yaml and the session: what is wrong is named, the rest is used, nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.errors import StorageError
from search.paths import state_dir
from tui.session.settings import Session, load_session, load_settings, save_session


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    settings = load_settings(tmp_path / "config.yaml")
    assert settings.mouse
    assert settings.watch
    assert settings.theme == ""
    assert settings.problems == ()


def test_everything_can_be_set(tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    file.write_text(
        'theme: light\nmouse: off\nwatch: off\nkeys:\n  next_hit: J\n  palette: [":", f2]\n', encoding="utf-8"
    )
    settings = load_settings(file)
    assert settings.problems == ()
    assert not settings.mouse
    assert not settings.watch
    assert settings.theme == "light"
    assert settings.keymap.of("palette") == (":", "f2")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("theme: [light\n", "line 2"),
        ("- a\n- b\n", "must be a table"),
        ("thema: light\n", "thema: there is no such setting"),
        ("mouse: maybe\n", "mouse: must be on or off"),
        ("watch: 5\n", "watch: must be on or off"),
        ("theme: 5\n", "theme: must be a name"),
        ("keys: {zoom: q}\n", "keys: zoom: “q” already means"),
    ],
)
def test_what_is_wrong_is_named_and_the_default_used(tmp_path: Path, text: str, named: str) -> None:
    file = tmp_path / "config.yaml"
    file.write_text(text, encoding="utf-8")
    settings = load_settings(file)
    (problem,) = settings.problems
    assert named in problem.message
    assert str(file) in problem.message
    assert settings.mouse
    assert settings.keymap.of("zoom") == ("z",)


def test_bytes_that_are_no_text_are_a_problem(tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    file.write_bytes(b"theme: \xff\xfe")
    assert "UTF-8" in load_settings(file).problems[0].message


def test_a_session_is_remembered() -> None:
    session = Session(theme="light").opened("/a").opened("/b").opened("/a")
    assert session.recent == ("/a", "/b")
    save_session(session)
    assert load_session() == session


def test_a_damaged_session_is_forgotten() -> None:
    (state_dir() / "session.json").write_text("{", encoding="utf-8")
    assert load_session() == Session()
    (state_dir() / "session.json").write_text('{"recent": 5, "theme": []}', encoding="utf-8")
    assert load_session() == Session()


def test_a_session_that_cannot_be_written_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> object:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.mkstemp", full)
    with pytest.raises(StorageError) as caught:
        save_session(Session())
    assert "No space left" in caught.value.message
