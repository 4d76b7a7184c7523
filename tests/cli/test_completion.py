"""Completion works in the shells themselves: subcommands, folders, options and their values."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from tui.cli.commands import COMMANDS
from tui.cli.subcommands import completion

ASKED = {
    "sourcebook entiti": {"entities"},
    "sourcebook my": {"mycorpus/"},
    "sourcebook de": {"demo", "deep/"},
    "sourcebook --cod": {"--codebook"},
    "sourcebook entities --ment": {"--mentions"},
    "sourcebook entities --type p": {"person", "place"},
    "sourcebook search --corpus de": {"demo", "deep/"},
    "sourcebook completion ": {"bash", "zsh", "fish"},
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A current folder with two folders and a file in it, and the three scripts."""
    for name in ("mycorpus", "deep"):
        (tmp_path / name).mkdir()
    (tmp_path / "myfile.txt").touch()
    for name in ("bash", "zsh", "fish"):
        (tmp_path / f".{name}").write_text(getattr(completion, name)())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def need(shell: str) -> str:
    """The shell's program; skips where there is none."""
    found = shutil.which(shell)
    if found is None:
        pytest.skip(f"{shell} is not installed")
    return found


@pytest.mark.parametrize("make", [completion.bash, completion.zsh, completion.fish])
def test_every_command_and_option_is_in_the_script(make: object) -> None:
    script = make()  # type: ignore[operator]
    for command in COMMANDS:
        assert command.name in script
        for argument in command.arguments:
            if not argument.positional:
                assert argument.names[-1].lstrip("-") in script


@pytest.mark.parametrize("line", ASKED)
def test_bash(line: str, folder: Path) -> None:
    words = line.split(" ")
    code = 'source .bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _sourcebook; printf "%s\\n" "${COMPREPLY[@]}"'
    done = subprocess.run([need("bash"), "--norc", "-c", code, "x", *words], capture_output=True, text=True, check=True)
    # bash adds the slash itself (compopt -o filenames), which only happens at the prompt.
    assert set(done.stdout.split()) == {word.rstrip("/") for word in ASKED[line]}
    assert done.stderr.replace("compopt: not currently executing completion function", "") == ""


def test_bash_takes_option_and_value_in_one_word(folder: Path) -> None:
    code = "source .bash; COMP_WORDS=(sourcebook entities --type = o); COMP_CWORD=4; _sourcebook; echo ${COMPREPLY[@]}"
    done = subprocess.run([need("bash"), "--norc", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["organization"]


@pytest.mark.parametrize("line", ASKED)
def test_fish(line: str, folder: Path) -> None:
    code = f"source .fish; complete -C '{line}'"
    done = subprocess.run([need("fish"), "--no-config", "-c", code], capture_output=True, text=True, check=True)
    assert {row.split("\t")[0] for row in done.stdout.splitlines()} == ASKED[line]


# Styles, cursor moves and the padding that a terminal of the vt100 kind is sent.
ESCAPES = re.compile(r"\x1b\[[0-9;]*[A-Za-z]|\x00")


class Zsh:
    """An interactive zsh with the script loaded, in a pseudo-terminal."""

    def __init__(self, program: str) -> None:
        pid, self.terminal = pty.fork()
        if pid == 0:
            os.environ.update(TERM="vt100", PS1="$ ", COLUMNS="200")
            os.execv(program, [program, "-f", "-i"])
        self.until("$ ")
        self.send("autoload -U compinit; compinit -D -u; source .zsh; bindkey '^I' complete-word; print rea''dy\n")
        self.until("ready\r\n")

    def send(self, text: str) -> None:
        os.write(self.terminal, text.encode())

    def until(self, *words: str) -> None:
        """Read what the shell writes until all the words have come."""
        seen, last = "", time.monotonic() + 20
        while not all(word in seen for word in words):
            if not select.select([self.terminal], [], [], max(0.0, last - time.monotonic()))[0]:
                raise AssertionError(f"{words!r} never came: {seen[-500:]!r}")
            seen += ESCAPES.sub("", os.read(self.terminal, 65536).decode(errors="replace"))

    def close(self) -> None:
        os.close(self.terminal)  # hangs the shell up


@pytest.mark.terminal
def test_zsh(folder: Path) -> None:
    shell = Zsh(need("zsh"))
    try:
        for line, words in ASKED.items():
            shell.send(f"{line}\t")
            # One match is completed in the line, of which zsh writes only the rest; several are listed.
            typed = line.split(" ")[-1] if len(words) == 1 else ""
            shell.until(*(word.removeprefix(typed) for word in words))
            shell.send("\x15")
    finally:
        shell.close()
