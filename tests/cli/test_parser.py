"""The command line is understood, or refused with a remedy; the table of subcommands is consistent."""

from __future__ import annotations

import shlex
from importlib import import_module
from pathlib import Path

import pytest

from tui.cli.command import Command
from tui.cli.commands import COMMANDS, EXPLORER
from tui.cli.parser import UsageError, explorer_parser, parse, parser_of

EXAMPLES = [example.line for command in (EXPLORER, *COMMANDS) for example in command.examples]


@pytest.mark.parametrize("command", [EXPLORER, *COMMANDS], ids=lambda command: command.module)
def test_every_row_has_a_module_that_runs(command: Command) -> None:
    if command is not EXPLORER:
        assert callable(import_module(f"tui.cli.subcommands.{command.module}").run)
    assert command.examples, "every subcommand's --help shows an example"


@pytest.mark.parametrize("line", EXAMPLES)
def test_every_example_parses(line: str) -> None:
    words = shlex.split(line.partition(" | ")[0].partition(" > ")[0])
    assert words[0] == "sourcebook"
    parse(words[1:])


def test_help_lists_every_command_and_option() -> None:
    text = explorer_parser().format_help()
    assert all(command.name in text for command in COMMANDS)
    for command in COMMANDS:
        own = parser_of(command).format_help()
        assert all(argument.names[-1] in own for argument in command.arguments)
        assert "examples:" in own


def test_a_folder_is_a_corpus() -> None:
    command, arguments = parse(["--codebook", "demo", "./search"])
    assert command is EXPLORER
    assert (arguments.CORPUS, arguments.codebook) == ("./search", "demo")


def test_several_words_are_one_query() -> None:
    _, arguments = parse(["search", "garcia", "luna", "--limit", "3"])
    assert arguments.QUERY == ["garcia", "luna"]
    assert arguments.limit == 3


def test_a_mistyped_command_names_the_nearest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for line in (["serach", "words"], ["timelin"]):
        with pytest.raises(UsageError) as refused:
            parse(line)
        assert "Did you mean: sourcebook" in refused.value.hint
    Path("serach").mkdir()
    assert parse(["serach"])[1].CORPUS == "serach"


def test_a_folder_named_like_a_command_is_pointed_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "search").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError) as refused:
        parse(["search"])
    assert "sourcebook ./search" in refused.value.hint


@pytest.mark.parametrize("number", ["0", "-1", "x", "1.5"])
def test_a_limit_is_a_number_from_one(number: str) -> None:
    with pytest.raises(UsageError):
        parse(["search", "word", f"--limit={number}"])
