"""The open explorer in a real terminal: a file comes, changes and goes without a key; nothing is sent while idle."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.search import corpora
from tests.terminal.conftest import EXPLORER, homes
from tests.terminal.terminal import Terminal

pytestmark = pytest.mark.terminal


def test_files_are_found_and_gone_without_a_key(tmp_path: Path) -> None:
    folder = corpora.make(tmp_path / "letters")
    with Terminal([*EXPLORER, str(folder)], folder=ROOT, environ=homes(tmp_path)) as terminal:
        terminal.wait_for("3 documents")
        terminal.send("/")
        terminal.type("quicksilver")
        terminal.send("enter")
        terminal.wait_for("No document has this.")
        text = "# The western shaft\n\nQuicksilver was found there on May 3, 2020.\n"
        (folder / "west.md").write_text(text, "utf-8")
        terminal.wait_for("The western shaft")
        (folder / "west.md").write_text(text.replace("western", "eastern"), "utf-8")
        terminal.wait_for("The eastern shaft")
        beside = tmp_path / "more"
        beside.mkdir()
        for number in range(20):
            (beside / f"{number}.txt").write_text(f"Number {number}\n\nNo quicksilver here.\n", "utf-8")
        shutil.copytree(beside, folder / "more")
        terminal.wait_for("21 documents")
        (folder / "west.md").unlink()
        terminal.wait_gone("The eastern shaft")
        terminal.wait_for("20 documents")
        terminal.send("q")
        assert terminal.wait_exit() == 0
        assert terminal.left_on() == []


def test_an_idle_explorer_that_watches_sends_nothing(tmp_path: Path) -> None:
    folder = corpora.make(tmp_path / "letters")
    with Terminal([*EXPLORER, str(folder)], folder=ROOT, environ=homes(tmp_path)) as terminal:
        terminal.wait_for("3 documents")
        (folder / "west.md").write_text("The western shaft\n\nQuicksilver.\n", "utf-8")
        terminal.wait_for("4 documents")
        terminal.settle(3.0)
        assert terminal.idle(3.0) == 0


def test_the_open_document_is_read_on_where_its_words_are(tmp_path: Path) -> None:
    folder = corpora.make(tmp_path / "letters")
    report = folder / "report.md"
    paragraphs = [f"Paragraph {number} of the report tells of the bridge." for number in range(90)]
    report.write_text("# The report\n\n" + "\n\n".join(paragraphs), "utf-8")
    with Terminal([*EXPLORER, str(folder)], folder=ROOT, environ=homes(tmp_path)) as terminal:
        terminal.wait_for("4 documents")
        terminal.send("/")
        terminal.type('"paragraph 60"')
        terminal.send("enter")
        terminal.wait_for("1/1")
        terminal.send("enter")
        terminal.wait_for("▸ Paragraph 60")
        _, row = terminal.find("▸ Paragraph 60")
        report.write_text("# The report\n\nOne more.\n\n" + "\n\n".join(paragraphs), "utf-8")
        terminal.wait_for("This file has changed; you are at the same words.")
        assert terminal.find("▸ Paragraph 60")[1] == row
        report.unlink()
        terminal.wait_for("no longer in the folder")
        assert terminal.find("▸ Paragraph 60")[1] == row
        assert "gone · " in terminal.text
