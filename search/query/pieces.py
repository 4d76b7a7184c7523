"""The leaves that a piece of a query stands for: words, phrases and patterns, by how the piece is spelt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from search.query.ast import And, Everything, Fuzzy, Node, Or, Phrase, Wildcard, Word
from search.query.spelling import decimal, starred, written_as_one
from search.text.analyzer import is_single, is_stop, may_go_on, words_of_query
from search.text.compounds import Compound, is_signed

MAX_PHRASE = 32
"""Words of one phrase."""


MAX_EDITS = 2
"""Letters that a misspelt word may differ by."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a piece stands in the query, and the field it is asked of."""

    start: int
    end: int
    field: str


def word(text: str, at: Place) -> Word:
    """A bare word."""
    return Word(text, at.start, at.end, at.field)


def plain(text: str, words: Sequence[str], at: Place, *, typed: bool, any_word: bool) -> Node | None:
    """A piece without stars and the like, with the words that it has; None where nothing of it can be looked for.

    `typed`: the last word is still being typed. `any_word`: one of the words is enough.
    """
    if not typed and (parts := decimal(text)):
        return And(tuple(word(part, at) for part in parts))
    if len(words) > 1 and all(map(is_single, words)):
        # Letters that are words of their own, of a script without spaces: together they are one.
        return letters(words, at, unfinished=typed)
    if typed and not is_signed(words[-1]):
        return being_typed(words, at)
    if len(words) == 1:
        return single(words[0], at)
    return any_of(words, text, at) if any_word else phrase(words, at, joined=written_as_one(text))


def phrase(words: Sequence[str], at: Place, slop: int | None = None, joined: str = "") -> Node:
    """Words one after the other; a single one is a word."""
    if len(words) == 1 and not is_stop(words[0]):
        return word(words[0], at)
    words = tuple(words[:MAX_PHRASE])
    literal = all(map(is_stop, words))
    return Phrase(words, slop, at.start, at.end, at.field, literal, "" if literal else joined)


def single(text: str, at: Place) -> Node:
    """One word; of a longer name with a sign ("google+", ".txt") the name alone is enough, and comes last."""
    plain = text.strip(".+#")
    if is_signed(text) and "&" not in text and "++" not in text and len(plain) > 2 and not is_stop(plain):
        return Or((word(text, at), word(plain, at)))
    return word(text, at)


def several(words: Sequence[str], last: Wildcard | Fuzzy, at: Place) -> Node:
    """A pattern that other words are joined to ("foreign-min*"): all of them, wherever they stand."""
    heads = [word(each, at) for each in words[:MAX_PHRASE] if not is_stop(each)]
    return And((*heads, last)) if heads else last


def letters(words: Sequence[str], at: Place, *, unfinished: bool) -> Phrase:
    """A run of letters that are words of their own; where `unfinished`, marks may follow the last."""
    cut = tuple(words[:MAX_PHRASE])
    open_end = unfinished and len(cut) == len(words) and may_go_on(cut[-1])
    return Phrase(cut, None, at.start, at.end, at.field, unfinished=open_end)


def being_typed(words: Sequence[str], at: Place) -> Node:
    """Words of which the last one is still being typed."""
    *before, last = words
    if is_single(last) and not may_go_on(last):
        # A character of Chinese, say, is there or is not.
        return Phrase(tuple(words[-MAX_PHRASE:]), None, at.start, at.end, at.field) if before else word(last, at)
    return several(before, Wildcard(last + "*", at.start, at.end, at.field, typed=True), at)


def any_of(words: Sequence[str], text: str, at: Place) -> Node | None:
    """The words of one piece, any of which is enough, together worth more; None where all are stop words."""
    parts = tuple(word(each, at) for each in words[:MAX_PHRASE] if not is_stop(each))
    if not parts:
        return None
    return Or(
        (Phrase(tuple(words[:MAX_PHRASE]), None, at.start, at.end, at.field, joined=written_as_one(text)), *parts)
    )


def fuzzy(text: str, asked: int, at: Place) -> Node | None:
    """A piece whose last word may be misspelt by `asked` letters; None where it has no word."""
    words = words_of_query(text)
    if not words:
        return None
    most = MAX_EDITS if len(words[-1]) > 4 else 1  # two changes make any short word any other
    return several(words[:-1], Fuzzy(words[-1], min(asked, most), at.start, at.end, at.field), at)


def pattern(text: str, at: Place) -> Node | None:
    """A piece with a star; None where no letter stands beside one."""
    if set(text) <= set("*?"):
        return Everything()
    stars, heads = starred(text)
    if not stars:
        return None
    pieces = [words for piece in stars.split("*") if (words := words_of_query(piece))]
    if pieces and is_single(pieces[-1][-1]):
        # Whatever follows a letter of a script without spaces, the text has it; only its marks may be others.
        both: list[Node] = [word(each, at) for each in heads if not is_stop(each)]
        both += [letters(words, at, unfinished=True) for words in pieces]
        return both[0] if len(both) == 1 else And(tuple(both))
    return several(heads, Wildcard(stars, at.start, at.end, at.field), at)


def number(found: Compound, text: str, at: Place, *, typed: bool) -> Node:
    """A number that is written with spaces; `text` is the piece. "12 345" may be two numbers, too."""
    node: Node = Wildcard(found.key + "*", at.start, at.end, at.field, typed=True) if typed else word(found.key, at)
    if found.may_be_several:
        return Or((node, And(tuple(word(each, at) for each in words_of_query(text)))))
    return node
