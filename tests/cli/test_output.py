"""What is printed is harmless and greppable: no control characters, no markup, UTF-8 JSON."""

from __future__ import annotations

import io
import json
import subprocess
import sys

import pytest

from search.model import Span
from tui.cli import output


def test_a_line_keeps_its_fields_apart(capsys: pytest.CaptureFixture[str]) -> None:
    output.line("a\tb\nc", 2, "\x1b]0;title\x07x\u202ey")
    assert capsys.readouterr().out == "a b c\t2\t]0;titlexy\n"


def test_json_is_harmless_on_a_terminal_and_says_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    value = {"a": "García \u202e\x9b31m\x1b\u200b\u2028 “x”"}
    output.print_json(value)
    text = capsys.readouterr().out
    assert "García" in text
    assert not any(char in text for char in "\u202e\x9b\x1b\u200b\u2028")
    assert json.loads(text) == value


def test_json_is_utf8_whatever_the_locale() -> None:
    code = r"from tui.cli.output import print_json; print_json({'a': 'Garc\xeda \udc80'})"
    done = subprocess.run(
        [sys.executable, "-c", code], env={"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        capture_output=True, check=True,
    )  # fmt: skip
    assert "García".encode() in done.stdout
    assert json.loads(done.stdout) == {"a": "García \udc80"}


def test_matches_are_marked_and_markup_is_text() -> None:
    text = output.marked("so [red]arrests\nwere[/red] made", (Span(8, 15),))
    assert text.plain == "so [red]arrests were[/red] made"
    assert [text.plain[span.start : span.end] for span in text.spans] == ["arrests"]


def test_wrong_spans_are_left_out() -> None:
    assert output.marked("short", (Span(3, 99), Span(0, 2), Span(1, 3))).plain == "short"


def test_a_dumb_terminal_gets_plain_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("TERM", "xterm")
    assert output.is_rich(Terminal())
    assert not output.is_rich(io.StringIO())
    monkeypatch.setenv("TERM", "dumb")
    assert not output.is_rich(Terminal())
