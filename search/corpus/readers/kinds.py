"""What the files of a folder are that are no documents, told by their endings."""

from __future__ import annotations

from functools import cache

from search.corpus.lexicon import ENGLISH


def kind_of(name: str) -> str:
    """What a file is that is no document by its ending, in words ("a picture"); "" for one that may be one."""
    name = name.rpartition("/")[2]
    dot = name.rfind(".")
    return _kinds().get(name[dot + 1 :].lower(), "") if dot > 0 else ""


@cache
def _kinds() -> dict[str, str]:
    return ENGLISH.forms("files", "no documents")
