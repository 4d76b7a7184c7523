"""Stop words in a query's tree: which there are, the tree without them, and where that changes what is found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from search.query.ast import And, Everything, Filter, Fuzzy, Node, Not, Or, Phrase, Wildcard, Word
from search.text.analyzer import is_stop, stem
from search.text.folding import fold


def lost(node: Node) -> Word | None:
    """A stop word that stands alone beside OR or under NOT, where leaving it out changes what is found."""
    if isinstance(node, Word | Phrase | Wildcard | Fuzzy | Filter | Everything):
        return None
    parts = (node.part,) if isinstance(node, Not) else node.parts
    for part in parts:
        if isinstance(part, Word):
            if is_stop(part.word) and not isinstance(node, And):
                return part
        elif found := lost(part):
            return found
    return None


def without_stops(node: Node) -> Node | None:
    """The tree without stop words; None when nothing is left."""
    if isinstance(node, Word):
        return None if is_stop(node.word) else node
    if isinstance(node, Not):
        part = without_stops(node.part)
        return None if part is None else Not(part)
    if isinstance(node, And | Or):
        parts = tuple(kept for part in node.parts if (kept := without_stops(part)) is not None)
        if not parts:
            return None
        return parts[0] if len(parts) == 1 else replace(node, parts=parts)
    return node


def stop_words(node: Node) -> list[Word]:
    """The stop words of a tree, in their order, those of NOT left out."""
    if isinstance(node, Word):
        return [node] if is_stop(node.word) else []
    if isinstance(node, And | Or):
        return [leaf for part in node.parts for leaf in stop_words(part)]
    return []


def parts_without_stops(tree: And) -> tuple[Node, ...]:
    """The clauses of a tree without stop words; a group that is the whole query is the query."""
    parts = tuple(kept for part in tree.parts if (kept := without_stops(part)) is not None)
    while len(parts) == 1 and isinstance(parts[0], And) and not parts[0].strict:
        parts = parts[0].parts
    return parts


def asks_something(parts: Iterable[Node]) -> bool:
    """Whether clauses find documents by themselves: one that only leaves some out does not."""
    return any(not isinstance(part, Not) for part in parts)


def stop_phrase_message(words: Sequence[str]) -> str:
    """What is told of a query of nothing but stop words."""
    together = " ".join(words)
    if len(words) > 1:
        return f"Such common words are looked for in the texts themselves, as the phrase “{together}”."
    return f"“{together}” is in nearly every text; it is looked for in the texts themselves."


def distinct(parts: Iterable[Node]) -> tuple[Node, ...]:
    """Clauses, the first of those that ask for the same thing."""
    unique: dict[object, Node] = {}
    for part in parts:
        unique.setdefault(_same(part), part)
    return tuple(unique.values())


def _same(node: Node) -> object:
    """What two clauses have in common when they ask for the same thing."""
    if isinstance(node, Word):
        return "word", stem(node.word), node.field
    if isinstance(node, Phrase):
        return "phrase", node.words, node.slop, node.field, node.joined, node.unfinished
    if isinstance(node, Filter):
        return node.field, fold(node.value), node.negated
    return id(node)
