"""Themes are checked when loaded, a bad one is named once and passed over, and no colour is sent where none may be."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT
from tests.terminal.terminal import Terminal
from tui.theme import loader as theming
from tui.theme.loader import GROUPS, ThemeError, choose, contrast, load_theme, load_themes, theme_names

BUNDLED = ["dark", "high-contrast", "light", "mono", "terminal"]


def test_the_bundled_themes_are_all_usable_and_complete() -> None:
    themes, problems = load_themes()
    assert list(themes) == BUNDLED
    assert problems == ()
    for theme in themes.values():
        assert set(theme.styles) == set(GROUPS)
        assert set(theme.groups) <= set(GROUPS)
        built = theme.textual()
        assert built.variables["sb-hit"]
        assert built.ansi == (theme.variant in ("mono", "terminal"))


def test_high_contrast_keeps_its_name() -> None:
    theme = load_theme("high-contrast")
    for name, group in theme.groups.items():
        ratio = contrast(group.colour or theme.colours["foreground"], group.background or theme.colours["background"])
        assert ratio >= 7, name


@pytest.mark.parametrize("name", BUNDLED)
def test_what_matters_is_told_apart_without_colour(name: str) -> None:
    """Every theme: hits, the current hit, cursors and differences carry an attribute or a background of their own."""
    theme = load_theme(name)
    for group in ("hit", "hit-current", "cursor", "cursor-blurred", "tab-active"):
        style = theme.groups[group]
        assert style.attributes or style.background, group
    assert theme.groups["hit"] != theme.groups["hit-current"]
    assert theme.groups["cursor"] != theme.groups["cursor-blurred"]


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)  # the well-known grey that just fails


def own(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


GOOD = """
name: mine
variant: dark
colours: {background: "#000000", foreground: "#ffffff", accent: "#00ff00"}
groups: {hit: {colour: background, background: accent, bold: true}}
"""


def test_a_theme_of_ones_own_is_found_and_may_replace_a_bundled_one(tmp_path: Path) -> None:
    folder = own(tmp_path / "themes", "mine", GOOD)
    own(folder, "light", GOOD.replace("mine", "light"))
    themes, problems = load_themes(folder)
    assert problems == ()
    assert theme_names(folder) == (*BUNDLED, "mine")
    assert not themes["mine"].bundled
    assert str(themes["mine"].styles["hit"]) == "bold #000000 on #00ff00"
    assert themes["light"].colours["background"] == "#000000"


@pytest.mark.parametrize(
    ("old", "new", "key", "hint"),
    [
        ("name: mine", "name: yours", "name", ""),
        ("variant: dark", "variant: drak", "variant", "dark"),
        ('"#ffffff"', '"#fffff"', "colours.foreground", ""),
        ('foreground: "#ffffff", ', "", "colours.foreground is missing", ""),
        ("hit: {colour: background", "hit: {colour: backgruond", "groups.hit.colour", "background"),
        ("groups: {hit:", "groups: {hitt:", "groups.hitt", "hit"),
        ("bold: true", "bold: yess", "groups.hit.bold", ""),
        ("bold: true", "dim: true", "groups.hit.dim", ""),
        ('"#ffffff"', '"#222222"', "contrast of 1.32", ""),
        ("groups: {", "groups: [", "line 5", ""),
        ("variant: dark", "variant: mono", "colours must be left out", ""),
        (GOOD, "just text", "the file must be a table", ""),
    ],
)
def test_a_bad_theme_is_named_in_one_message_and_passed_over(
    tmp_path: Path, old: str, new: str, key: str, hint: str
) -> None:
    assert old in GOOD
    folder = own(tmp_path / "themes", "mine", GOOD.replace(old, new))
    themes, problems = load_themes(folder)
    assert list(themes) == BUNDLED
    (problem,) = problems
    assert "mine.yaml" in problem.message
    assert key in problem.message
    assert hint in problem.hint
    chosen, complaints = choose("mine", folder, {})
    assert chosen.name == theming.DEFAULT
    assert len(complaints) == 1


def test_text_must_stand_out_from_every_ground_it_is_drawn_on(tmp_path: Path) -> None:
    text = GOOD.replace(
        "bold: true}", "bold: true}, bar: {background: foreground, colour: background}, dim: {colour: '#777777'}"
    )
    folder = own(tmp_path / "themes", "mine", text)
    with pytest.raises(ThemeError, match=r"dim has a contrast of 4.48 .#777777 on #ffffff"):
        load_theme("mine", folder)


def test_an_unreadable_or_strange_theme_is_a_message(tmp_path: Path) -> None:
    folder = tmp_path / "themes"
    folder.mkdir()
    (folder / "latin.yaml").write_bytes(b"name: \xff\xfe")
    (folder / "folder.yaml").mkdir()
    (folder / "alias.yaml").write_text("a: &a !!python/object:os.system {}\n")
    themes, problems = load_themes(folder)
    assert list(themes) == BUNDLED
    assert len(problems) == 3
    with pytest.raises(ThemeError, match="no theme called 'drak'"):
        load_theme("drak", folder)
    with pytest.raises(ThemeError):
        load_theme("../secrets", folder)


def test_no_color_wins_over_the_chosen_theme() -> None:
    assert choose("light", None, {"NO_COLOR": "1"})[0].name == "mono"
    assert choose("light", None, {"NO_COLOR": ""})[0].name == "light"
    assert choose("", None, {})[0].name == "dark"


def test_the_variables_are_documented_names_that_the_stylesheet_can_read() -> None:
    for theme in load_themes()[0].values():
        variables = theme.variables()
        assert len(variables) == 3 * len(GROUPS)
        assert all(value for value in variables.values())


@pytest.mark.terminal
@pytest.mark.parametrize(("theme", "environ"), [("mono", {}), ("dark", {"NO_COLOR": "1"})])
def test_no_colour_code_is_sent_without_colours(tmp_path: Path, theme: str, environ: dict[str, str]) -> None:
    """Neither the sixteen, nor 256, nor true colours, nor the default ones: nothing that sets a colour."""
    with Terminal(
        [sys.executable, "-m", "tests.terminal.sample", str(tmp_path / "log"), theme], folder=ROOT, environ=environ
    ) as terminal:
        terminal.wait_for("Minutes no. 1")
        terminal.send("down", "n", "tab", "y")
        terminal.wait_for("was copied")
        terminal.settle()
        assert terminal.colours_sent() == []
        column, line = terminal.find("▹ Minutes")
        assert terminal.cell(column + 2, line).bold  # and yet the cursor is seen
        column, line = terminal.find("▸ The committee")
        hit = terminal.lines[line].index("minutes", column)
        assert terminal.cell(hit, line).reverse


@pytest.mark.terminal
def test_the_terminals_own_colours_are_the_sixteen_and_no_others(tmp_path: Path) -> None:
    with Terminal(
        [sys.executable, "-m", "tests.terminal.sample", str(tmp_path / "log"), "terminal"], folder=ROOT
    ) as terminal:
        terminal.wait_for("Minutes no. 1")
        terminal.send("down", "n")
        terminal.settle()
        assert terminal.colours_sent()
        assert not any(code.startswith(("38", "48")) or ";38;" in code or ";48;" in code
                       for code in terminal.colours_sent())  # fmt: skip


def test_every_bundled_theme_file_says_what_it_is_for() -> None:
    for name in BUNDLED:
        text = (ROOT / "themes" / f"{name}.yaml").read_text(encoding="utf-8")
        assert text.startswith("# ")
        assert yaml.safe_load(text)["name"] == name


def test_the_page_on_themes_names_every_group_colour_and_attribute() -> None:
    page = (ROOT / "docs" / "themes.md").read_text(encoding="utf-8")
    for name in (*GROUPS, *theming.COLOURS, *theming.ATTRIBUTES, *theming.VARIANTS):
        assert f"`{name}`" in page, name
