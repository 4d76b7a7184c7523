"""How much of a known text a reader gives back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from pathlib import Path

from search.corpus.readers import Raw, reader_for
from search.text.sanitise import sanitise

_MARKS = re.compile(r"[•|]")


def read(file: Path) -> Raw:
    """What the reader of a file's ending makes of it."""
    reader = reader_for(file)
    assert reader is not None, file.name
    return reader.read(file, file.read_bytes())


def words_in_order(text: str, truth: Sequence[str]) -> tuple[float, float]:
    """The share of the truth's words that come in order, and the share of the text's words that are the truth's."""
    wanted = sanitise("\n".join(truth)).split()
    found = _MARKS.sub(" ", sanitise(text)).split()
    matched = sum(block.size for block in SequenceMatcher(None, wanted, found, autojunk=False).get_matching_blocks())
    return matched / len(wanted), matched / max(1, len(found))
