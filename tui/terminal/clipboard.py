"""Copying to the terminal's clipboard by OSC 52, over SSH too; no terminal answers, so we say what to check."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Protocol

# xterm and several others drop a longer sequence: 100,000 bytes in all, that is 74,994 before base64.
MAX_BYTES = 74_994


class Copies(Protocol):
    """Something that can put text on the clipboard: a Textual app."""

    def copy_to_clipboard(self, text: str) -> None:
        """Send the text to the terminal."""


def copy(app: Copies, text: str, what: str = "", environ: Mapping[str, str] | None = None) -> str:
    """Copy `text` and return the sentence to show; `what` names it ("The citation"). Nothing too long is sent."""
    environ = os.environ if environ is None else environ
    what = what or "The text"
    if not text:
        return "There is nothing to copy here."
    size = len(text.encode("utf-8", "replace"))
    if size > MAX_BYTES:
        return f"{what} is too long to copy: {size:,} bytes, and terminals take {MAX_BYTES:,}. Export it instead."
    app.copy_to_clipboard(text)
    return f"{what} was copied.{_remark(environ)}"


def _remark(environ: Mapping[str, str]) -> str:
    """What stands between us and the clipboard, where that can be told."""
    if environ.get("TMUX"):
        return " If it did not arrive: tmux needs `set -g set-clipboard on`."
    if environ.get("STY") or environ.get("TERM", "").startswith("screen"):
        return " If it did not arrive: GNU screen does not pass it on."
    if environ.get("TERM_PROGRAM") == "Apple_Terminal":
        return " If it did not arrive: this terminal does not support it (OSC 52)."
    return ""
