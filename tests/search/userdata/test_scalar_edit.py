"""Single values are changed in a reader's file, and everything else in it stays as it was written."""

from __future__ import annotations

import copy

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from search.userdata.scalar_edit import with_values

TEXT = """# a head
version: 1
corpus: /old/place   # where
corrections:
  # first
  - split: [Ana, "Bea"]
    files: [a.md, 'b c.md']   # two of them
    at: 3
  - {published: 2021-03-04, file: a.md}
"""


def changed(old: str, new: str) -> tuple[str | None, object]:
    data = yaml.safe_load(TEXT)
    after = copy.deepcopy(data)
    for row in after["corrections"]:
        row["files"] = [new if one == old else one for one in row.get("files", [])]
        row["file"] = new if row.get("file") == old else row.get("file")
        for key in ("file", "files"):
            if not row[key]:
                del row[key]
    return with_values(TEXT, data, after), after


@pytest.mark.parametrize(
    "new",
    ["c.md", "sub/c.md", "a, b.md", "it's [much].md", "ä – ß.md", "no", "12", "1e3", "- x", "#1.md", "a: b", '"'],
)
def test_values_are_put_in_place_of_others_and_comments_stay(new: str) -> None:
    text, after = changed("a.md", new)
    assert text is not None
    assert yaml.safe_load(text) == after
    for comment in ("# a head", "# where", "# first", "# two of them"):
        assert comment in text
    assert text.count("\n") == TEXT.count("\n")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30))
def test_any_text_can_be_a_value(new: str) -> None:
    text, after = changed("b c.md", new)
    assert text is not None
    assert yaml.safe_load(text) == after


def test_what_is_no_change_of_values_is_left_to_others() -> None:
    data = yaml.safe_load(TEXT)
    for after in (
        {**data, "corrections": data["corrections"][:1]},
        {**data, "corpus": 3},
        {**data, "more": "yes"},
        {**data, "corrections": "none"},
    ):
        assert with_values(TEXT, data, after) is None
    assert with_values("a: &x one\nb: *x\n", {"a": "one", "b": "one"}, {"a": "two", "b": "one"}) is None
    assert with_values("a: |\n  one\n", {"a": "one\n"}, {"a": "two"}) is None
    assert with_values("", None, {"a": "b"}) is None
    assert with_values("[" * 100, {"a": "b"}, {"a": "c"}) is None
