"""The text of a query → its tree. Never raises, takes time linear in the text, and the tree is bounded.

The grammar, loosest first: clauses side by side are ANDed; OR joins its two neighbours; AND binds tighter than OR;
NOT or a leading "-" takes what follows. Operators are upper-case only. What cannot be taken literally is named with
its place and searched as plain words. The bounds keep every query that hangs Whoosh under half a second on 20,000
documents (tests/search/query/test_bounds.py has them).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import takewhile

from search.model import QueryProblem
from search.query import pieces
from search.query.ast import FIELDS, And, Everything, Filter, Node, Not, Or, Phrase, Query, Word
from search.query.date_ranges import date_range
from search.query.lexer import CLOSING, FIELD, FUZZY, REGEX, SLOP, Frame, Token, field_hint, negated, tokens
from search.query.pieces import MAX_EDITS, MAX_PHRASE, Place
from search.query.spelling import whole
from search.query.stop_words import asks_something, distinct, lost, parts_without_stops, stop_phrase_message, stop_words
from search.text.analyzer import in_word, is_stop, words_of_query
from search.text.compounds import numbers
from search.text.folding import fold

MAX_CHARACTERS = 500
MAX_CHARACTERS_ANY = 2000  # a question in plain words may be long, and its words are cheap
MAX_WORDS = 64  # plain words: one array each
MAX_COSTLY = 32  # phrases, patterns, fuzzy words and filters
MAX_DEPTH = 8
MAX_SLOP = 100
MAX_TOLD = 10  # problems of one query; nobody reads more

_OPERATORS = ("AND", "OR", "NOT")


@lru_cache(maxsize=256)
def parse(text: str, *, any_word: bool = False, as_you_type: bool = False) -> Query:
    """A query as it was typed → what it means.

    `any_word`: one of its words is enough. `as_you_type`: the last word may be unfinished, so it stands for the words
    that begin with it, and what is merely not typed to its end is no problem.
    """
    return _Parser(text, any_word, as_you_type).query()


class _Parser:
    def __init__(self, text: str, any_word: bool, as_you_type: bool) -> None:
        self.text, self.any_word, self.typing = text, any_word, as_you_type
        self.problems: list[QueryProblem] = []
        self.noted: set[str] = set()
        most = MAX_CHARACTERS_ANY if any_word else MAX_CHARACTERS
        self.source = text[:most]
        if len(text) > most:
            # A word that is cut in two would be another word.
            cut = max(self.source.rfind(" "), self.source.rfind("\n"))
            self.source = self.source[:cut] if cut > most - 80 and not text[most].isspace() else self.source
            at = len(self.source)
            self.problem(f"Only the first {at} characters are searched.", at, len(text), "Shorten the query.")
        self.words_left, self.costly_left = MAX_WORDS, MAX_COSTLY
        self.tokens = tokens(self.source)
        self.at = 0
        self.numbers = {each.start: each for each in numbers(fold(self.source))}
        self.frames = [Frame(0)]
        self.ignored_depth = 0

    def problem(self, message: str, start: int, end: int, hint: str = "") -> None:
        if len(self.problems) < MAX_TOLD:
            self.tell(message, start, end, hint)

    def once(self, key: str, message: str, start: int, end: int, hint: str = "") -> None:
        if key not in self.noted:
            self.noted.add(key)
            self.tell(message, start, end, hint)

    def tell(self, message: str, start: int, end: int, hint: str) -> None:
        self.problems.append(QueryProblem(message, start, min(max(end, start), len(self.text)), hint))

    # ---- reading -----------------------------------------------------------------------------------------------

    def query(self) -> Query:
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            if token.kind in ("open", "chunk") and self.spaced_number(token):
                pass
            elif token.kind == "open":
                self.open(token, "")
            elif token.kind == "close":
                self.close(token)
            elif token.kind == "quote":
                self.quoted(token, "", token.start)
            elif token.text in _OPERATORS:
                self.operator(token)
            else:
                self.chunk(token)
        while len(self.frames) > 1:
            frame = self.frames[-1]
            if not self.typing:
                self.problem("This parenthesis is not closed.", frame.start, frame.start + 1, "Add “)”.")
            self.leave()
        self.finish(self.frames[0])
        return self.finished(self.frames[0].node())

    def open(self, token: Token, field: str) -> None:
        frame = self.frames[-1]
        if len(self.frames) > MAX_DEPTH:
            self.ignored_depth += 1
            self.once(
                "depth",
                f"Parentheses deeper than {MAX_DEPTH} are ignored.",
                token.start,
                token.end,
                "Write it flatter.",
            )
            return
        self.frames.append(Frame(token.start, field or frame.field, frame.negate))
        frame.negate = False

    def close(self, token: Token) -> None:
        if self.ignored_depth:
            self.ignored_depth -= 1
        elif len(self.frames) > 1:
            self.leave()
        else:
            self.once("close", "This parenthesis was never opened.", token.start, token.end, "Add “(” before it.")

    def leave(self) -> None:
        frame = self.frames.pop()
        self.finish(frame)
        if frame.clauses:
            node = frame.node()
            single: Node = node
            if len(node.parts) == 1:
                single = node.parts[0]
            elif self.any_word and not any(isinstance(part, Not | Filter) for part in node.parts):
                single = Or(node.parts)  # a question has parentheses too, and any of its words is enough
            self.frames[-1].add(negated(single) if frame.negated else single)

    def finish(self, frame: Frame) -> None:
        """Say what is left over at the end of a group."""
        if (frame.join or frame.negate) and not self.typing:
            word = frame.join or "NOT"
            message = f"Nothing follows {word}." if frame.clauses or word == "NOT" else f"{word} has nothing to join."
            self.problem(message, frame.join_at, frame.join_at + len(word), f"Add a word after {word}.")
        frame.join, frame.negate = "", False

    def operator(self, token: Token) -> None:
        frame = self.frames[-1]
        if token.text == "NOT":
            frame.negate = not frame.negate
            if not frame.join:
                frame.join_at = token.start
        elif not frame.clauses:
            self.once(
                "join",
                f"{token.text} joins what stands on either side; nothing stands before it.",
                token.start,
                token.end,
                f"Write it in small letters to search the word “{token.text.lower()}”.",
            )
        else:
            frame.join, frame.join_at = token.text, token.start

    def adjacent(self, end: int, *kinds: str) -> Token | None:
        """The next token, if it begins right at `end` and is of one of the kinds."""
        token = self.tokens[self.at] if self.at < len(self.tokens) else None
        return token if token is not None and token.start == end and token.kind in kinds else None

    # ---- quoted ------------------------------------------------------------------------------------------------

    def quoted(self, token: Token, field: str, start: int) -> None:
        """What a quotation mark opens: a phrase, or a quoted value of the field."""
        closing = CLOSING.search(self.source, token.end)
        if closing is None:
            if not self.typing:
                self.problem(
                    "This quotation mark is not closed.", token.start, token.end, "Add the closing quotation mark."
                )
            if field not in ("", "title"):
                self.filter(field, self.source[token.end :], start, len(self.source), unfinished=True)
                self.at = len(self.tokens)
            return  # what follows is read as plain words
        inside, end = self.source[token.end : closing.start()], closing.end()
        while self.at < len(self.tokens) and self.tokens[self.at].start < end:
            self.at += 1
        slop: int | None = None
        following = self.adjacent(end, "chunk")
        if following is not None and (sloppy := SLOP.fullmatch(following.text)):
            self.at += 1
            end = following.end
            slop = min(int(sloppy.group(1) or 0), MAX_SLOP)
        if field not in ("", "title"):
            self.filter(field, inside, start, end)
            return
        words = whole(inside) or words_of_query(inside)
        if not words:
            if inside.strip():
                self.problem("There is no word between these quotation marks.", start, end)
            return
        if len(words) > MAX_PHRASE:
            self.cut_phrase(start, end)
        self.leaf(pieces.phrase(words, Place(start, end, field or self.frames[-1].field), slop))

    def cut_phrase(self, start: int, end: int) -> None:
        self.problem(f"Only the first {MAX_PHRASE} words of this phrase are searched.", start, end)

    # ---- unquoted ----------------------------------------------------------------------------------------------

    def chunk(self, token: Token) -> None:
        text, start = token.text, token.start
        if text[0] == "-":
            rest = text.lstrip("-")
            if not rest and self.adjacent(token.end, "quote", "open") is None:
                return  # a dash between words
            frame = self.frames[-1]
            frame.negate = not frame.negate
            if not frame.join:
                frame.join_at = start
            if not rest:
                return
            start += len(text) - len(rest)
            text = rest
        named = FIELD.match(text)
        if named and self.field(named, text, start, token.end):
            return
        self.plain(text, start, token.end, self.frames[-1].field)

    def field(self, named: re.Match[str], text: str, start: int, end: int) -> bool:
        """Read `name:value`; False when it is no field and nothing but words."""
        name, value = named.group(1).lower(), text[named.end() :]
        opened = None if value else self.adjacent(end, "quote", "open")
        if name not in FIELDS:
            if not value and opened is None:
                return False  # "thus:" – a word with a colon
            self.problem(f"There is no field “{named.group(1)}”.", start, start + named.end(), field_hint(name))
            group = self.frames[-1]
            negate = group.negate
            self.plain(name, start, start + len(name), group.field)
            if value:
                group.negate = negate
                self.plain(value, start + named.end(), end, group.field)
            return True
        if opened is not None:
            self.at += 1
            if opened.kind == "quote":
                self.quoted(opened, name, start)
            elif name == "title":
                self.open(opened, name)
            else:
                self.problem(
                    f"“{name}:” takes one value, not a group.", start, opened.end, f'Write {name}:"…" OR {name}:"…".'
                )
                self.open(opened, "")
            return True
        if not value:
            if not self.typing or self.at < len(self.tokens):
                self.problem(f"Nothing follows “{name}:”.", start, end, f'Write {name}:word or {name}:"two words".')
            return True
        if name == "title":
            self.plain(value, start + named.end(), end, name)
        else:
            self.filter(name, value, start, end, unfinished=self.at == len(self.tokens))
        return True

    def filter(self, field: str, value: str, start: int, end: int, unfinished: bool = False) -> None:
        """A filter; `unfinished`: its value may still be being typed."""
        value = " ".join(unicodedata.normalize("NFC", value).split())
        typing = unfinished and self.typing and not self.text[-1:].isspace()
        first = last = None
        if field in ("date", "mentions"):
            known = date_range(value)
            if known is None:
                if not typing:
                    self.problem(
                        f"“{value}” is not a date.",
                        start,
                        end,
                        f"Write {field}:2020, {field}:2020-10..2021, {field}:>2019 or {field}:december-2020.",
                    )
                self.frames[-1].negate = False
                return
            first, last = known
        if not value:
            self.problem(f"Nothing stands in “{field}:”.", start, end)
            self.frames[-1].negate = False
            return
        self.leaf(
            Filter(field=field, value=value, negated=False, start=start, end=end, first=first, last=last, typed=typing)
        )

    def plain(self, text: str, start: int, end: int, field: str) -> None:
        """A chunk of words with its trailing `*` or `~`."""
        fuzzy = FUZZY.fullmatch(text)
        if fuzzy and self.fuzzy(fuzzy, start, end, field):
            return
        if REGEX.fullmatch(text):
            self.problem("Patterns between slashes are not searched.", start, end, "Use word* for beginnings of words.")
        elif "*" in text and self.wildcard(text, start, end, field):
            return
        words = whole(text) or words_of_query(text)
        if not words:
            self.frames[-1].negate = False
            return
        if len(words) > MAX_PHRASE and not self.any_word:
            self.cut_phrase(start, end)
        typed = self.typing and end == len(self.text) and in_word(self.text[-1])
        node = pieces.plain(text, words, Place(start, end, field), typed=typed, any_word=self.any_word)
        if node is not None:
            self.leaf(node)

    def spaced_number(self, token: Token) -> bool:
        """Read a number that is written with spaces, as far as it goes; False where there is none."""
        found = self.numbers.get(token.start)
        if found is None or found.end <= token.end:
            return False
        read = [token, *takewhile(lambda each: each.start < found.end, self.tokens[self.at :])]
        after = words_of_query(self.source[found.end : read[-1].end])
        if after or any(each.kind == "quote" for each in read):
            return False
        self.at += len(read) - 1
        at = Place(token.start, found.end, self.frames[-1].field)
        typed = self.typing and found.end == len(self.text)
        self.leaf(pieces.number(found, self.source[token.start : found.end], at, typed=typed))
        return True

    def fuzzy(self, found: re.Match[str], start: int, end: int, field: str) -> bool:
        asked = int(found.group(2) or MAX_EDITS)
        node = pieces.fuzzy(found.group(1), asked, Place(start, end, field))
        if node is None:
            return False
        if asked > MAX_EDITS:
            self.problem(f"“~” allows at most {MAX_EDITS} changed letters.", start, end)
        self.leaf(node)
        return True

    def wildcard(self, text: str, start: int, end: int, field: str) -> bool:
        node = pieces.pattern(text, Place(start, end, field))
        if node is None:
            return False
        self.leaf(node)
        return True

    # ---- bounding ----------------------------------------------------------------------------------------------

    def leaf(self, node: Node) -> None:
        """Add a leaf, or a small group for one word, as long as there is room."""
        parts = node.parts if isinstance(node, And | Or) else (node,)
        plain = sum(isinstance(part, Word) for part in parts)
        costly = sum(not isinstance(part, Word | Everything) for part in parts)
        stop = isinstance(node, Word) and is_stop(node.word)
        frame = self.frames[-1]
        if not stop and (plain > self.words_left or costly > self.costly_left):
            first = parts[-1]
            start = 0 if isinstance(first, Everything | And | Or | Not) else first.start
            most = MAX_WORDS if costly <= self.costly_left else MAX_COSTLY
            kind = "words" if costly <= self.costly_left else "phrases, patterns and filters"
            self.once("most", f"Only the first {most} {kind} are searched.", start, len(self.text), "Leave some out.")
            frame.negate, frame.join = False, ""
            return
        if not stop:
            self.words_left -= plain
            self.costly_left -= costly
        frame.add(node)

    # ---- at the end --------------------------------------------------------------------------------------------

    def finished(self, tree: And) -> Query:
        """Leave stop words out where something else is asked for, and say what that changes."""
        parts = parts_without_stops(tree)
        stops = stop_words(tree)
        if stops and not asks_something(parts):
            parts = (*parts, self.stop_phrase(stops))
        elif word := lost(tree):
            self.problem(f"“{word.word}” is too common to be searched by itself.", word.start, word.end)
        if not parts and self.source.strip() and not self.typing:
            if not self.problems:
                self.problem("There is no word in this query.", 0, len(self.source), "Type a word to search for.")
            parts = (Or(()),)  # nothing that could be searched is not the same as nothing asked for
        return Query(self.text, And(distinct(parts)), tuple(self.problems), self.any_word)

    def stop_phrase(self, stops: Sequence[Word]) -> Phrase:
        """Stop words that are all that is asked for, as a phrase that is looked for in the texts themselves."""
        words = tuple(leaf.word for leaf in stops)[:MAX_PHRASE]
        start, end = stops[0].start, stops[-1].end
        if not self.typing:
            self.problem(stop_phrase_message(words), start, end, "Add a word that says more.")
        return Phrase(words, None, start, end, stops[0].field, literal=True)
