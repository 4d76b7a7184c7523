"""YAML from strangers: nesting bounded before it is parsed, errors in plain words with their line."""

from __future__ import annotations

import re

_MAX_DEPTH = 50
_BLOCK_NESTING = re.compile(r"(?:[-?:][ \t]+){%d}" % _MAX_DEPTH)  # noqa: UP031


def nests_too_deep(text: str) -> bool:
    """Whether brackets, or dashes on one line, nest deeper than any sensible file; parsing such may never end well."""
    if _BLOCK_NESTING.search(text):
        return True
    if text.count("[") + text.count("{") <= _MAX_DEPTH:
        return False
    depth = 0
    for bracket in re.finditer(r"[\[{}\]]", text):
        depth += 1 if bracket.group() in "[{" else -1
        if depth > _MAX_DEPTH:
            return True
    return False


def line_of(error: BaseException) -> tuple[int, str]:
    """The line (from 1) where a YAML error lies and what is wrong, in the parser's words."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    why = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error) or type(error).__name__
    line = int(mark.line) + 1 if mark is not None else 1
    return line, " ".join(str(why).split())[:200]
