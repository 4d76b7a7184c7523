"""The query language: what is understood, what is named as a problem and where, and that nothing is unbounded."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.query import (
    FIELDS,
    And,
    Everything,
    Filter,
    Fuzzy,
    Node,
    Not,
    Or,
    Phrase,
    Query,
    Wildcard,
    Word,
    clause,
    leaves,
    parse,
)
from search.query.parser import MAX_CHARACTERS, MAX_CHARACTERS_ANY, MAX_COSTLY, MAX_DEPTH, MAX_WORDS


def shape(node: Node) -> object:
    """A tree without places, as tuples, for comparing."""
    if isinstance(node, And):
        return ("and", *map(shape, node.parts))
    if isinstance(node, Or):
        return ("or", *map(shape, node.parts))
    if isinstance(node, Not):
        return ("not", shape(node.part))
    if isinstance(node, Word):
        return f"{node.field}:{node.word}" if node.field else node.word
    if isinstance(node, Phrase):
        return (" ".join(node.words), node.slop) if node.slop is not None else (" ".join(node.words),)
    if isinstance(node, Wildcard):
        return node.pattern
    if isinstance(node, Fuzzy):
        return f"{node.word}~{node.edits}"
    if isinstance(node, Filter):
        return f"{'-' if node.negated else ''}{node.field}={node.value}"
    return "*"


def tree(text: str, **options: bool) -> object:
    return shape(parse(text, **options).tree)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("and",)),
        ("garcía Luna", ("and", "garcia", "luna")),
        ("Garci\u0301a", ("and", "garcia")),
        ('"foreign agents"', ("and", ("foreign agents",))),
        ("“foreign agents”", ("and", ("foreign agents",))),
        ("«foreign agents»", ("and", ("foreign agents",))),
        ("foreign-ministry", ("and", ("foreign ministry",))),
        ("foreign–ministry", ("and", ("foreign ministry",))),
        ("U.S. agents", ("and", "us", "agents")),
        ("Mexico’s law", ("and", "mexico", "law")),
        ("agents -dea", ("and", "agents", ("not", "dea"))),
        ("agents NOT dea", ("and", "agents", ("not", "dea"))),
        ('agents -"drug war"', ("and", "agents", ("not", ("drug war",)))),
        ("agents -(dea fbi)", ("and", "agents", ("not", ("and", "dea", "fbi")))),
        ("-dea", ("and", ("not", "dea"))),
        ("NOT NOT dea", ("and", "dea")),
        ("dea OR fbi cia", ("and", ("or", "dea", "fbi"), "cia")),
        ("dea OR fbi AND cia", ("and", ("or", "dea", ("and", "fbi", "cia")))),
        ("(dea OR fbi) arrest", ("and", ("or", "dea", "fbi"), "arrest")),
        ("dea AND fbi", ("and", ("and", "dea", "fbi"))),
        ("dea or fbi", ("and", "dea", "fbi")),
        ("(dea fbi)", ("and", "dea", "fbi")),
        ("immun*", ("and", "immun*")),
        ("*gent*", ("and", "*gent*")),
        ("foreign-min*", ("and", "foreign", "min*")),
        ("cienfuegos~", ("and", "cienfuegos~2")),
        ("cienfuegos~1", ("and", "cienfuegos~1")),
        ("luna~", ("and", "luna~1")),
        ('"dea arrest"~5', ("and", ("dea arrest", 5))),
        ("title:law", ("and", "title:law")),
        ("title:(law reform)", ("and", "title:law", "title:reform")),
        ('title:"drug law"', ("and", ("drug law",))),
        ('entity:"garcía luna"', ("and", "entity=garcía luna")),
        ("entity:“garcía luna” -source:vice", ("and", "entity=garcía luna", "-source=vice")),
        ("SOURCE:vice", ("and", "source=vice")),
        ("*", ("and", "*")),
        ("**", ("and", "*")),
        ("law the law", ("and", "law")),
        ("arrests arrested", ("and", "arrests")),
        ("rock & roll – live", ("and", "rock", "roll", "live")),
        ("state-of-the-art", ("and", ("state of the art",))),
        ("at 10:30 thus: done", ("and", ("10 30",), "thus", "done")),
    ],
)
def test_what_is_understood(text: str, expected: object) -> None:
    query = parse(text)
    assert (shape(query.tree), query.problems) == (expected, ())


@pytest.mark.parametrize(
    ("text", "expected", "first", "last"),
    [
        ("date:2020-10..2021", "2020-10..2021", "2020-10-01", "2021-12-31"),
        ("date:>2019", ">2019", "2020-01-01", None),
        ("date:<=2020-12", "<=2020-12", None, "2020-12-31"),
        ("date:..2019", "..2019", None, "2019-12-31"),
        ("date:2019..", "2019..", "2019-01-01", None),
        ("date:december-2020", "december-2020", "2020-12-01", "2020-12-31"),
        ('date:"21 December 2020"', "21 December 2020", "2020-12-21", "2020-12-21"),
        ("mentions:1985..1986", "1985..1986", "1985-01-01", "1986-12-31"),
        ("date:199X", "199X", "1990-01-01", "1999-12-31"),
    ],
)
def test_dates(text: str, expected: str, first: str | None, last: str | None) -> None:
    (part,) = parse(text).tree.parts
    assert isinstance(part, Filter)
    assert (part.value, part.first, part.last) == (expected, first, last)


@pytest.mark.parametrize(
    ("text", "start", "end", "words", "shaped"),
    [
        ("law foo:bar", 4, 8, "no field", ("and", "law", "foo", "bar")),
        ("law sorce:vice", 4, 10, "no field", ("and", "law", "sorce", "vice")),
        ('law "foreign agents', 4, 5, "not closed", ("and", "law", "foreign", "agents")),
        ("law (foreign agents", 4, 5, "not closed", ("and", "law", ("and", "foreign", "agents"))),
        ("law) agents", 3, 4, "never opened", ("and", "law", "agents")),
        ("law date:soon", 4, 13, "not a date", ("and", "law")),
        ("law OR", 4, 6, "Nothing follows OR", ("and", "law")),
        ("OR law", 0, 2, "nothing stands before", ("and", "law")),
        ("law NOT", 4, 7, "Nothing follows NOT", ("and", "law")),
        ("law title:", 4, 10, "Nothing follows", ("and", "law")),
        ("/la[wx]/", 0, 8, "slashes", ("and", ("la wx",))),
        ("kernel~9", 0, 8, "at most 2", ("and", "kernel~2")),
        ("?!", 0, 2, "no word", ("and", ("or",))),
        ("the OR law", 0, 3, "too common", ("and", "law")),
    ],
)
def test_problems_are_named_with_their_place_and_the_rest_is_searched(
    text: str, start: int, end: int, words: str, shaped: object
) -> None:
    query = parse(text)
    (problem,) = query.problems
    assert words in problem.message
    assert (problem.start, problem.end) == (start, end)
    assert shape(query.tree) == shaped


def test_an_unknown_field_is_answered_with_the_nearest() -> None:
    assert "source:" in parse("sorce:vice").problems[0].hint


def test_only_stop_words_are_looked_for_in_the_texts_and_that_is_said() -> None:
    query = parse("the who")
    (part,) = query.tree.parts
    assert isinstance(part, Phrase)
    assert part.literal
    assert "the who" in query.problems[0].message


def test_a_quoted_phrase_of_stop_words_is_no_problem() -> None:
    (part,) = parse('"to be or not to be"').tree.parts
    assert isinstance(part, Phrase)
    assert part.literal


def test_any_word_takes_a_hyphenated_word_apart() -> None:
    assert tree("high-speed flow", any_word=True) == ("and", ("or", ("high speed",), "high", "speed"), "flow")


def test_any_word_is_enough_inside_parentheses_too() -> None:
    assert tree("flow (free stream)", any_word=True) == ("and", "flow", ("or", "free", "stream"))
    assert tree("flow (free -stream)", any_word=True) == ("and", "flow", ("and", "free", ("not", "stream")))


def test_a_question_in_plain_words_is_read_without_problems() -> None:
    text = "what similarity laws must be obeyed when constructing aeroelastic models of heated high speed aircraft ?"
    query = parse(text, any_word=True)
    assert query.problems == ()
    assert query.words[:4] == ("similarity", "laws", "must", "obeyed")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cien", ("and", "cien*")),
        ("luna cien", ("and", "luna", "cien*")),
        ("luna ", ("and", "luna")),
        ('"luna cien', ("and", "luna", "cien*")),
        ("foreign-min", ("and", "foreign", "min*")),
        ("title:la", ("and", "la*")),
        ("luna OR", ("and", "luna")),
        ("source:", ("and",)),
        ("luna date:20", ("and", "luna")),
        ("luna (cien", ("and", "luna", "cien*")),
    ],
)
def test_what_is_not_typed_to_its_end_is_no_problem(text: str, expected: object) -> None:
    query = parse(text, as_you_type=True)
    assert (shape(query.tree), query.problems) == (expected, ())


def test_filters_and_words_for_others() -> None:
    query = parse('law -agents "foreign ministry" entity:DEA -type:person (source:a OR source:b)')
    assert query.words == ("law", "foreign", "ministry")
    assert [(each.field, each.value, each.negated) for each in query.filters] == [
        ("entity", "DEA", False),
        ("type", "person", True),
    ]


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("entity", "DEA", "entity:DEA"),
        ("entity", "García Luna", 'entity:"García Luna"'),
        ("entity", 'Enrique "Kiki" Camarena', 'entity:"Enrique Kiki Camarena"'),
        ("date", "2020-10..2020-12", "date:2020-10..2020-12"),
        ("topic", "No arrests (2020)", 'topic:"No arrests (2020)"'),
    ],
)
def test_a_clause_reads_back_as_its_filter(field: str, value: str, expected: str) -> None:
    written = clause(field, value)
    assert written == expected
    query = parse(written)
    assert query.problems == ()
    assert [each.field for each in query.filters] == [field]


def depth(node: Node) -> int:
    if isinstance(node, And | Or):
        return 1 + max(map(depth, node.parts), default=0)
    return 1 + depth(node.part) if isinstance(node, Not) else 1


def count(node: Node) -> int:
    if isinstance(node, And | Or):
        return sum(map(count, node.parts))
    return count(node.part) if isinstance(node, Not) else 1


def check(query: Query) -> None:
    """What holds for every query."""
    assert depth(query.tree) <= 4 * MAX_DEPTH + 8
    assert count(query.tree) <= MAX_WORDS + MAX_COSTLY + 1
    for problem in query.problems:
        assert 0 <= problem.start <= problem.end <= len(query.text)
        assert problem.message
    for leaf in leaves(query.tree):
        assert 0 <= leaf.start <= leaf.end <= len(query.text)
        if isinstance(leaf, Fuzzy):
            assert leaf.edits <= 2


SIGNS = '()"“”«»*~-:/'
WORDS = "AND OR NOT the law garcía é e\u0301 中国 ~5 .. > 2020 2020-13 date: title: x: a-b-c don't"
PIECES = st.sampled_from(
    [*SIGNS, " ", "  ", "\x00", "\ud800", *(word + " " for word in WORDS.split()), *(f"{field}:" for field in FIELDS)]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join), st.booleans(), st.booleans())
def test_any_mixture_is_read_bounded_and_named(text: str, any_word: bool, as_you_type: bool) -> None:
    check(parse(text, any_word=any_word, as_you_type=as_you_type))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    check(parse(text))


@pytest.mark.parametrize(
    "text",
    [
        "x" * 100_000,
        "(" * 100_000,
        ")" * 100_000,
        '"' * 100_001,
        "-" * 100_000,
        "NOT " * 30_000,
        "a* OR " * 20_000,
        "a OR b AND " * 10_000,
        "word " * 20_000,
        "(a OR " * 20_000,
        "title:" * 20_000,
        "*a" * 50_000,
        "~" * 100_000,
        "a~" * 50_000,
        "é" * 100_000,
        "date:>" * 20_000,
        '"a b"~99999999999999999999 ' * 5_000,
    ],
    ids=lambda text: text[:12],
)
@pytest.mark.parametrize("any_word", [False, True])
def test_a_query_of_100_000_characters_is_cut_and_that_is_said(text: str, any_word: bool) -> None:
    query = parse(text, any_word=any_word)
    check(query)
    most = MAX_CHARACTERS_ANY if any_word else MAX_CHARACTERS
    assert any("Only the first" in problem.message and problem.start <= most for problem in query.problems)


def test_too_many_leaves_are_left_out_and_that_is_said() -> None:
    query = parse(" ".join(f"w{number}x*" for number in range(60)))
    assert count(query.tree) == MAX_COSTLY
    assert "Only the first" in query.problems[0].message


def test_everything_is_everything() -> None:
    assert parse("*").tree == And((Everything(),))
    assert parse("   ").empty
