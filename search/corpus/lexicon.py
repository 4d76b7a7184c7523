"""The word lists that reading documents rests on: bylines, menus, notices of rights."""

from __future__ import annotations

from pathlib import Path

from search.text.wordlists import WordLists

ENGLISH = WordLists(Path(__file__).with_name("en"))
