"""The pieces of a query's text, and what stands between two parentheses while it is read."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from search.query.ast import FIELDS, And, Filter, Node, Not, Or
from search.text.folding import QUOTES

_TOKEN = re.compile(rf"(?P<open>\()|(?P<close>\))|(?P<quote>[{QUOTES}])|(?P<chunk>[^\s(){QUOTES}]+)")
CLOSING = re.compile(f"[{QUOTES}]")
FIELD = re.compile(r"([A-Za-z][A-Za-z_]*):")
SLOP = re.compile(r"~([0-9]{0,9})")
FUZZY = re.compile(r"(.*[^\s~])~([0-9]{0,9})")
REGEX = re.compile(r"r?/.+/")


@dataclass(slots=True)
class Token:
    """A parenthesis, a quotation mark, or a stretch without any and without spaces."""

    kind: str
    text: str
    start: int
    end: int


class Frame:
    """What stands between two parentheses, as far as it has been read."""

    __slots__ = ("clauses", "field", "join", "join_at", "negate", "negated", "start")

    def __init__(self, start: int, field: str = "", negated: bool = False) -> None:
        self.start, self.field, self.negated = start, field, negated
        self.clauses: list[list[list[Node]]] = []  # ANDed clauses of ORed rows of ANDed nodes
        self.join, self.join_at, self.negate = "", 0, False

    def add(self, node: Node) -> None:
        """Take the next node in, joined and negated as what stood before it says."""
        if self.negate:
            node, self.negate = negated(node), False
        if self.join == "OR" and self.clauses:
            self.clauses[-1].append([node])
        elif self.join == "AND" and self.clauses:
            self.clauses[-1][-1].append(node)
        else:
            self.clauses.append([[node]])
        self.join = ""

    def node(self) -> And:
        """The clauses as one node."""
        parts: list[Node] = []
        for rows in self.clauses:
            ands = [row[0] if len(row) == 1 else And(tuple(row), strict=True) for row in rows]
            parts.append(ands[0] if len(ands) == 1 else Or(tuple(ands)))
        return And(tuple(parts))


def negated(node: Node) -> Node:
    """The opposite of a node; a filter keeps being one."""
    if isinstance(node, Filter):
        return replace(node, negated=not node.negated)
    return node.part if isinstance(node, Not) else Not(node)


def tokens(text: str) -> list[Token]:
    """The pieces of a text, in order; nothing but white space is between them."""
    return [Token(str(match.lastgroup), match.group(), match.start(), match.end()) for match in _TOKEN.finditer(text)]


def field_hint(name: str) -> str:
    """The nearest field there is, or all of them."""
    from difflib import get_close_matches

    near = get_close_matches(name, FIELDS, 1, 0.6)
    return f"Did you mean “{near[0]}:”?" if near else "Fields are " + ", ".join(f"{field}:" for field in FIELDS) + "."
