"""Words are data: every list has its section, every section its use, and no long list of words stands in code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

import search
from search.analysis.dates import vocabulary as dw
from search.analysis.dates.types import Unit
from search.analysis.lexicon import ENGLISH, Lexicon, words
from search.analysis.lexicon.gazetteer import gazetteer
from search.text.wordlists import WordLists

SEARCH = Path(search.__file__).parent
# Which folder a module's `ENGLISH` reads, by the module that it is imported from.
FOLDERS = {
    "search.analysis.lexicon": "analysis/lexicon/en",
    "search.analysis.lexicon.lexicon": "analysis/lexicon/en",
    "search.corpus.lexicon": "corpus/en",
    "search.text.wordlists": "text/en",
}
OWN_FOLDERS = {"codebook/metadata.py": "codebook/en"}
METHODS = {"words", "entries", "pattern", "table", "rows", "forms", "lines", "sections"}
MOST = 12  # words that a list in code may have

# Lists of more words that are no words of a language.
EXCEPTIONS = {
    ("corpus/readers/office/docx.py", "del"): "elements of a file format",
    ("corpus/readers/office/odf.py", "tracked-changes"): "elements of a file format",
    ("corpus/readers/office/rtf.py", "colortbl"): "control words of a file format",
    ("corpus/readers/office/rtf.py", "u"): "control words of a file format",
    ("corpus/readers/office/rtf.py", "v"): "control words of a file format",
    ("corpus/readers/web/hypertext.py", "head"): "elements of a file format",
    ("corpus/readers/web/webpage.py", "nav"): "elements and class names of a file format",
    ("exports/tables.py", "date"): "the columns of a table",
    ("query/__init__.py", "FIELDS"): "names of the package",
    ("store/findings.py", "entities"): "names of tables",
}


@dataclass
class Uses:
    """The sections that the code asks for, by folder and file; files whose sections are all gone through."""

    sections: set[tuple[str, str, str]] = field(default_factory=set)
    whole: set[tuple[str, str]] = field(default_factory=set)


def trees() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(SEARCH.rglob("*.py")):
        yield path.relative_to(SEARCH).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def strings(tree: ast.AST) -> set[str]:
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def bound(module: str, tree: ast.Module) -> dict[str, str]:
    """The names under which a module has word lists → their folder."""
    names = {"ENGLISH": OWN_FOLDERS[module]} if module in OWN_FOLDERS else {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in FOLDERS:
            for alias in node.names:
                if alias.name == "ENGLISH":
                    names[alias.asname or alias.name] = FOLDERS[node.module]
    return names


def asked(module: str, tree: ast.Module) -> Iterator[tuple[str, str, str | None]]:
    """Folder, file and section of every request for words; None for all sections, or for each that is named here."""
    names = bound(module, tree)
    known = strings(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        of = node.func
        if isinstance(of, ast.Attribute) and isinstance(of.value, ast.Name) and of.value.id in names:
            folder = names[of.value.id]
            assert of.attr in METHODS, (module, of.attr)
        elif isinstance(of, ast.Name) and of.id == "_keyed":  # the gazetteer's words, folded
            folder = FOLDERS["search.analysis.lexicon"]
        else:
            continue
        match node.args:
            case [ast.Constant(value=str(file))]:
                yield folder, file, None
            case [ast.Constant(value=str(file)), ast.Constant(value=str(section))]:
                yield folder, file, section
            case [ast.Constant(value=str(file)), _]:  # worked out: one of those that the module names
                for section in WordLists(SEARCH / folder).sections(file):
                    if section in known:
                        yield folder, file, section


@cache
def uses() -> Uses:
    found = Uses()
    for module, tree in trees():
        for folder, file, section in asked(module, tree):
            if section is None:
                found.whole.add((folder, file))
            else:
                found.sections.add((folder, file, section))
    return found


def listed() -> list[tuple[str, str]]:
    """Every word list there is: folder and file."""
    return [(path.parent.relative_to(SEARCH).as_posix(), path.stem) for path in sorted(SEARCH.rglob("en/*.txt"))]


def test_every_section_that_is_asked_for_exists() -> None:
    assert len(uses().sections) > 150
    for folder, file, section in uses().sections:
        assert WordLists(SEARCH / folder).lines(file, section), (folder, file, section)
    assert uses().whole <= set(listed())


@pytest.mark.parametrize(("folder", "file"), listed())
def test_every_section_is_used(folder: str, file: str) -> None:
    there = WordLists(SEARCH / folder).sections(file)
    assert there
    if (folder, file) not in uses().whole:
        assert not [section for section in there if (folder, file, section) not in uses().sections]


@pytest.mark.parametrize(("folder", "file"), listed())
def test_no_word_stands_twice_in_a_section_and_every_section_says_what_it_is(folder: str, file: str) -> None:
    lists = WordLists(SEARCH / folder)
    raw = [line.strip() for line in (SEARCH / folder / f"{file}.txt").read_text(encoding="utf-8").splitlines()]
    assert raw[0].startswith("#"), "what the file is for"
    headings = [line for line in raw if line.startswith("[") and line.endswith("]")]
    assert len(headings) == len(set(headings))
    assert not lists.lines(file), "words outside any section"
    for section, entries in lists.sections(file).items():
        rows = [line.partition(" = ") for line in lists.lines(file, section) if " = " in line]
        keys = [key for key, _, _ in rows]
        assert len(keys) == len(set(keys)), (section, [key for key in keys if keys.count(key) > 1])
        if not rows:
            assert len(entries) == len(set(entries)), (section, sorted(e for e in entries if entries.count(e) > 1))
        if (folder, file) not in uses().whole:
            after = raw[raw.index(f"[{section}]") + 1]
            assert after.startswith("#"), f"[{section}] does not say what its words are for"


def test_no_form_stands_for_two_names() -> None:
    for module, tree in trees():
        names = bound(module, tree)
        for node in ast.walk(tree):
            match node:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id=name), attr="forms"),
                    args=[ast.Constant(value=str(file)), ast.Constant(value=str(section))],
                ) if name in names:
                    rows = WordLists(SEARCH / names[name]).rows(file, section)
                    forms = [form for entries in rows.values() for form in entries]
                    assert len(forms) == len(set(forms)), (file, section)


# ---- no list of words in code ----------------------------------------------------------------------------------

PLAIN = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?")
TOKEN = re.compile(r"[\w.'’-]+")


def is_word(value: str) -> bool:
    return PLAIN.fullmatch(value.strip()) is not None


def alternatives(pattern: str) -> list[list[str]]:
    """The alternatives of each group of a regular expression, and of the whole."""
    out: list[list[str]] = []
    stack: list[tuple[int, list[int]]] = [(0, [])]

    def close(end: int) -> None:
        start, cuts = stack.pop()
        edges = [start, *(cut + 1 for cut in cuts)]
        out.append([pattern[low:high] for low, high in zip(edges, [*cuts, end], strict=True)])

    for hit in re.finditer(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\((?:\?[^:=!>)]*[:=!>])?|[)|]", pattern, re.DOTALL):
        mark = hit.group()
        if mark == "|":
            stack[-1][1].append(hit.start())
        elif mark.startswith("("):
            stack.append((hit.end(), []))
        elif mark == ")" and len(stack) > 1:
            close(hit.start())
    while stack:
        close(len(pattern))
    return out


def texts(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and value of every string that is no docstring; what is put in is left blank."""
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield (
                node.lineno,
                "".join(str(part.value) if isinstance(part, ast.Constant) else "\0" for part in node.values),
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and not {id(node)} & (prose | parts):
            yield node.lineno, node.value


def long_lists(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and first word of every list of more than a dozen words."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Set | ast.Tuple | ast.List):
            found = [e.value for e in node.elts if isinstance(e, ast.Constant) and isinstance(e.value, str)]
        elif isinstance(node, ast.Dict) and all(
            isinstance(value, ast.Constant) and not isinstance(value.value, float) for value in node.values
        ):  # numbers with a fraction are weights of features, other expressions are records
            found = [k.value for k in node.keys if isinstance(k, ast.Constant) and isinstance(k.value, str)]
        else:
            continue
        plain = [word for word in found if is_word(word)]
        if len(plain) > MOST:
            yield node.lineno, plain[0]
    for line, text in texts(tree):
        tokens = text.split()
        if len(tokens) > MOST and all(map(is_word, tokens)):
            yield line, tokens[0]
        for group in alternatives(text):
            named = [entry for entry in group if re.search(r"[^\W\d_]", re.sub(r"\\.", "", entry))]
            if len(named) > MOST:
                yield line, TOKEN.findall(named[0])[0]


def test_no_long_list_of_words_stands_in_code() -> None:
    found = {(module, word): line for module, tree in trees() for line, word in long_lists(tree)}
    assert not {f"search/{at[0]}:{line} {at[1]}" for at, line in found.items() if at not in EXCEPTIONS}
    assert EXCEPTIONS.keys() <= found.keys(), "exceptions that nothing needs any more"


@pytest.mark.parametrize(
    "code",
    [
        'words("a b c d e f g h i j k l m")',
        'x = "a b c d e f g h i j k l m".split()',
        'x = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m"}',
        'x = {"a": 1, "b": 1, "c": 1, "d": 1, "e": 1, "f": 1, "g": 1, "h": 1, "i": 1, "j": 1, "k": 1, "l": 1, "m": 1}',
        r're.compile(r"\b(?:a|b|c|d|e|f\w*|g|h|i|j|k|l|m)\b")',
        r're.compile(rf"\b(?P<n>a|b|c|d|e{x}|f\w*|g|h|i|j|k|l|m)\b")',
    ],
)
def test_long_lists_are_found(code: str) -> None:
    assert [word for _, word in long_lists(ast.parse(code))] == ["a"]


@pytest.mark.parametrize(
    "code",
    [
        'words("a b c d e f g h i j k l")',
        'x = "This says, in thirteen words or more, what somebody who reads it ought to do."',
        "x = {" + ", ".join(f'"{letter}": 0.5' for letter in "abcdefghijklmn") + "}",
        r're.compile(r"(?:a|b|c|d|e|f)(?:g|h|i|j|k|l|m)[abc|def|g|h|i|j|k|l|m|n]\|\|")',
    ],
)
def test_shorter_lists_are_not(code: str) -> None:
    assert not list(long_lists(ast.parse(code)))


# ---- reading ---------------------------------------------------------------------------------------------------


def lists(folder: Path, text: str) -> WordLists:
    (folder / "some.txt").write_text(text, encoding="utf-8")
    return WordLists(folder)


def test_sections_are_read(tmp_path: Path) -> None:
    some = lists(
        tmp_path,
        "# A file.\n[plain]\n# Words.\nbe, to be,\nwas{0,2}(?:a|b)\n\n"
        "[rows]\n1 = one, an\n2 = two\nlone\n[pleas]\nsign in = ^(?:log|sign), (?:in|up)\n",
    )
    assert some.entries("some", "plain") == ("be", "to be", "was{0,2}(?:a|b)")
    assert some.words("some", "plain") == {"be", "to be", "was{0,2}(?:a|b)"}
    assert re.fullmatch(some.pattern("some", "plain"), "to be")
    assert some.pattern("some", "plain") == "(?:be|to be|was{0,2}(?:a|b))"
    assert some.rows("some", "rows") == {"1": ("one", "an"), "2": ("two",), "lone": ("lone",)}
    assert some.forms("some", "rows") == {"one": "1", "an": "1", "two": "2", "lone": "lone"}
    assert some.table("some", "pleas") == {"sign in": "^(?:log|sign), (?:in|up)"}
    assert list(some.sections("some")) == ["plain", "rows", "pleas"]


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    some = lists(tmp_path, "[here]\na\n")
    with pytest.raises(LookupError, match=r"some\.txt has no section \[there\]"):
        some.words("some", "there")
    with pytest.raises(LookupError, match=r"no word list .*other\.txt"):
        some.words("other", "here")
    with pytest.raises(LookupError, match=r"no word list .*xx/dates\.txt"):
        Lexicon("xx").words("dates", "ordinals")


def test_words_of_a_line() -> None:
    assert words("a b  c") == {"a", "b", "c"}


def test_tables_hold_what_the_rules_take() -> None:
    assert set(dw.UNITS.values()) <= set(get_args(Unit))
    assert sorted(set(dw.MONTHS.values())) == list(range(1, 13))
    assert sorted(set(dw.WEEKDAYS.values())) == list(range(7))
    assert {int(number) for number in ENGLISH.rows("dates", "ordinals")} == set(range(1, 22))


def test_the_gazetteer_is_folded() -> None:
    names = gazetteer()
    assert names.countries["usa"] == names.countries["united states"] == "United States"
    assert names.demonyms["peruvian"] == "Peru"
    assert ("new", "york") in names.places
    assert names.short_forms["bill"] >= {"bill", "william"}
    assert names.known_acronyms["un"] == "united nations"
