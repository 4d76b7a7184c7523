"""Themes: YAML files in the package `themes` and in the user's folder, checked when they are loaded.

A theme has a name (that of its file), a variant, colours and groups. A group is a role of text ("title", "hit",
"differ" …) with a colour, a background and attributes. Groups reach the stylesheet as `$sb-<group>`,
`$sb-<group>-background` and `$sb-<group>-style`, and the widgets as Rich styles (`SourcebookTheme.styles`).

Nothing here imports Textual before `SourcebookTheme.textual()`, so that `sourcebook themes` is quick.
"""

from __future__ import annotations

import os
import pkgutil
import re
from collections.abc import Iterable, Mapping
from dataclasses import KW_ONLY, dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NoReturn

import yaml
from rich.color import Color
from rich.style import Style

from search.errors import SourcebookError
from search.model import Problem

if TYPE_CHECKING:
    from textual.theme import Theme

Variant = Literal["dark", "light", "mono", "terminal"]
VARIANTS: tuple[Variant, ...] = ("dark", "light", "mono", "terminal")
DEFAULT = "dark"
COLOURLESS = "mono"
CONTRAST = 4.5  # WCAG 2.2, success criterion 1.4.3 (AA): text on its background

# Every role of text and what it is for.
GROUPS: Mapping[str, str] = {
    "title": "titles of documents, names, topics",
    "heading": "headings inside a list",
    "dim": "what can be passed over: hints, furniture",
    "hit": "words that were found",
    "hit-current": "the hit that n and N have gone to",
    "flash": "the passage that was just followed",
    "passage": "a passage on the chosen topic",
    "entity": "the chosen entity in the text",
    "date": "dates",
    "source": "names of sources",
    "count": "numbers of things",
    "inferred": "what was worked out rather than stated",
    "agree": "statements that agree",
    "differ": "statements that differ",
    "warn": "what asks for attention",
    "error": "what went wrong",
    "mark": "marked rows",
    "bar": "the lines at the head and foot of the screen",
    "chip": "what narrows the view",
    "key": "keys",
    "tab": "the heads of panes",
    "tab-active": "the head of the pane that has the keys",
    "cursor": "the row that the keys act on",
    "cursor-blurred": "the same in a pane without the keys",
    "graph": "the density of events over time",
    "rule": "thin lines between panes (not text)",
}
NOT_TEXT = frozenset({"rule", "graph"})
ON_BAR = ("title", "dim", "date", "source", "count", "warn", "error", "differ", "key")  # also drawn on the bar
UNDER = ("passage", "flash")  # backgrounds that text of these groups may stand on
OVER = ("entity", "date", "inferred")

COLOURS: Mapping[str, str] = {
    "background": "of the whole screen",
    "foreground": "plain text",
    "accent": "what Textual's own widgets use for focus and selection",
}
ATTRIBUTES = ("bold", "italic", "underline", "reverse", "dim", "strike")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
ANSI = (
    "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
    "bright_black", "bright_red", "bright_green", "bright_yellow", "bright_blue", "bright_magenta", "bright_cyan",
    "bright_white", "default",
)  # fmt: skip


class ThemeError(SourcebookError):
    """A theme cannot be used: the message names its file, the key and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Group:
    """How a role of text looks. Colours are "#rrggbb", a name of the terminal's sixteen, or empty (as around it)."""

    colour: str = ""
    background: str = ""
    attributes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourcebookTheme:
    """A checked theme. `styles` has every group of GROUPS."""

    name: str
    variant: Variant
    colours: Mapping[str, str]
    groups: Mapping[str, Group]
    bundled: bool = True
    _: KW_ONLY
    styles: Mapping[str, Style] = field(default_factory=dict, compare=False)

    @property
    def colourless(self) -> bool:
        """Whether no colour code may be sent at all."""
        return self.variant == "mono"

    def variables(self) -> dict[str, str]:
        """The stylesheet's variables: `sb-<group>`, `sb-<group>-background`, `sb-<group>-style` for every group."""
        out: dict[str, str] = {}
        for name in GROUPS:
            group = self.groups.get(name, Group())
            out[f"sb-{name}"] = _css(group.colour or self.colours["foreground"])
            out[f"sb-{name}-background"] = _css(group.background or self.colours["background"])
            out[f"sb-{name}-style"] = " ".join(group.attributes) or "none"
        return out

    def textual(self) -> Theme:
        """The theme in Textual's terms."""
        from textual.theme import Theme

        variables = self.variables()
        native = self.variant in ("mono", "terminal")
        background, foreground = _css(self.colours["background"]), _css(self.colours["foreground"])
        cursor, blurred = "sb-cursor", "sb-cursor-blurred"
        variables |= {
            "block-cursor-foreground": variables[cursor],
            "block-cursor-background": variables[f"{cursor}-background"],
            "block-cursor-text-style": variables[f"{cursor}-style"],
            "block-cursor-blurred-foreground": variables[blurred],
            "block-cursor-blurred-background": variables[f"{blurred}-background"],
            "block-cursor-blurred-text-style": variables[f"{blurred}-style"],
            "input-cursor-foreground": foreground if native else background,
            "input-cursor-background": background if native else foreground,
            "input-cursor-text-style": "reverse" if native else "none",
            "input-selection-background": variables[f"{blurred}-background"],
            "border": variables["sb-rule"],
            "border-blurred": variables["sb-rule"],
            "text-muted": variables["sb-dim"],
            "text-disabled": variables["sb-dim"],
        }
        if native:
            variables |= {"ansi-background": "ansi_default", "ansi-foreground": "ansi_default", "text": foreground}
        return Theme(
            name=self.name,
            primary=_css(self.colours["accent"]),
            secondary=_css(self.colours["accent"]),
            warning=variables["sb-warn"],
            error=variables["sb-error"],
            success=variables["sb-agree"],
            accent=_css(self.colours["accent"]),
            foreground=foreground,
            background=background,
            surface=background,
            panel=variables["sb-bar-background"],
            boost=background if native else None,
            dark=self.variant != "light",
            ansi=native,
            variables=variables,
        )


# ---- finding and loading ---------------------------------------------------------------------------------------


def theme_names(user_dir: Path | None = None) -> tuple[str, ...]:
    """Names of all theme files, bundled ones first; nothing is read, so some may turn out to be unusable."""
    from importlib import resources  # 6 ms that the first paint does not need

    bundled = sorted(entry.name[:-5] for entry in resources.files("themes").iterdir() if entry.name.endswith(".yaml"))
    bundled.sort(key=lambda name: name != DEFAULT)
    own = sorted(path.stem for path in _own_files(user_dir))
    return tuple(dict.fromkeys([*bundled, *own]))


def load_theme(name: str, user_dir: Path | None = None) -> SourcebookTheme:
    """One theme by its name; the user's own takes precedence. Raises ThemeError."""
    own = next((path for path in _own_files(user_dir) if path.stem == name), None)
    if own is not None:
        try:
            return parse(own.read_bytes(), name, str(own), bundled=False)
        except OSError as error:
            raise ThemeError("Theme not read", f"{own}: {error.strerror}.") from error
    data = _bundled(name) if _NAME.fullmatch(name) else None
    if data is None:
        names = theme_names(user_dir)
        close = get_close_matches(name, names, 1)
        hint = f"Did you mean {close[0]}?" if close else "There are: " + ", ".join(names) + "."
        raise ThemeError("No such theme", f"There is no theme called {name!r}.", hint)
    return parse(data, name, f"themes/{name}.yaml", bundled=True)


def load_themes(user_dir: Path | None = None) -> tuple[dict[str, SourcebookTheme], tuple[Problem, ...]]:
    """All themes that can be used, and one problem for each that can not."""
    themes: dict[str, SourcebookTheme] = {}
    problems: list[Problem] = []
    for name in theme_names(user_dir):
        try:
            themes[name] = load_theme(name, user_dir)
        except ThemeError as error:
            problems.append(Problem(error.title, error.message, error.hint))
    return themes, tuple(problems)


def choose(
    name: str, user_dir: Path | None = None, environ: Mapping[str, str] | None = None
) -> tuple[SourcebookTheme, tuple[Problem, ...]]:
    """The theme to start with: `mono` where NO_COLOR is set and not empty (no-color.org), else the one named.

    One that cannot be used is a problem, and the default one is taken. An empty name is the default.
    """
    environ = os.environ if environ is None else environ
    if environ.get("NO_COLOR"):
        return load_theme(COLOURLESS), ()
    try:
        return load_theme(name or DEFAULT, user_dir), ()
    except ThemeError as error:
        problem = Problem(error.title, f"{error.message} Using {DEFAULT}.", error.hint)
        return load_theme(DEFAULT), (problem,)


def _bundled(name: str) -> bytes | None:
    """The file of a bundled theme, out of a folder or an archive; None where there is none."""
    try:
        return pkgutil.get_data("themes", f"{name}.yaml")
    except FileNotFoundError:
        return None


def _own_files(user_dir: Path | None) -> list[Path]:
    if user_dir is None or not user_dir.is_dir():
        return []
    return sorted(path for path in user_dir.iterdir() if path.suffix == ".yaml" and not path.name.startswith("."))


# ---- checking --------------------------------------------------------------------------------------------------


def parse(data: bytes, name: str, where: str, *, bundled: bool = True) -> SourcebookTheme:
    """A theme from YAML. `where` names the file in messages. Raises ThemeError at the first thing that is wrong."""
    try:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        raw = yaml.load(data, Loader=loader)  # a safe loader either way
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise ThemeError("Theme not read", f"{where}{line}: this is not valid YAML.") from error
    check = _Check(where)
    top = check.table(raw, "", ("name", "variant", "colours", "groups"))
    if not _NAME.fullmatch(name) or top.get("name") != name:
        check.fail("name", f"must be the file's name, {name!r}, in small letters, digits and hyphens")
    variant = next((v for v in VARIANTS if v == top.get("variant")), None)
    if variant is None:
        check.fail("variant", "must be one of " + ", ".join(VARIANTS), top.get("variant"), VARIANTS)
    palette = check.palette(top.get("colours"), variant)
    groups = {
        key: check.group(value, f"groups.{key}", palette, variant)
        for key, value in check.table(top.get("groups"), "groups", GROUPS).items()
    }
    if variant in ("dark", "light"):
        check.contrast(palette, groups)
    styles = {key: _rich(groups.get(key, Group())) for key in GROUPS}
    return SourcebookTheme(name, variant, palette, groups, bundled, styles=styles)


@dataclass(frozen=True, slots=True)
class _Check:
    """Checks values of one file and words what is wrong with them."""

    where: str

    def fail(self, key: str, what: str, value: object = None, known: Iterable[str] = ()) -> NoReturn:
        """Raise ThemeError naming file, key and remedy."""
        close = get_close_matches(str(value), list(known), 1) if value is not None else []
        hint = f"Did you mean {close[0]}?" if close else "`sourcebook themes` lists the themes that can be used."
        place = f"{self.where}: {key}" if key else self.where
        raise ThemeError("Theme passed over", f"{place} {what}.", hint)

    def table(self, value: object, key: str, known: Iterable[str]) -> dict[str, object]:
        """`value` as a table that has only known keys."""
        known = list(known)
        if not isinstance(value, dict):
            self.fail(key or "the file", "must be a table")
        for name in value:
            if name not in known:
                self.fail(f"{key}.{name}" if key else str(name), "is not known", name, known)
        return value

    def palette(self, value: object, variant: Variant) -> dict[str, str]:
        """The named colours, those of COLOURS among them."""
        if variant == "mono":
            if value not in (None, {}):
                self.fail("colours", "must be left out in a theme without colours")
            return dict.fromkeys(COLOURS, "default")
        if not isinstance(value, dict):
            self.fail("colours", "must be a table")
        palette = {str(name): self.colour(text, f"colours.{name}", {}, variant) for name, text in value.items()}
        for name in COLOURS:
            if name not in palette:
                self.fail(f"colours.{name}", f"is missing ({COLOURS[name]})")
        return palette

    def colour(self, value: object, key: str, palette: Mapping[str, str], variant: Variant) -> str:
        """A colour as written, or by its name among `colours`."""
        text = str(value)
        if text in palette:
            return palette[text]
        if variant == "terminal":
            if text not in ANSI:
                self.fail(key, f"must be one of the terminal's colours, not {text!r}", text, (*ANSI, *palette))
        elif not _HEX.fullmatch(text):
            self.fail(key, f"must be a colour like '#1a2b3c', not {text!r}", text, palette)
        return text.lower()

    def group(self, value: object, key: str, palette: Mapping[str, str], variant: Variant) -> Group:
        """One group."""
        row = self.table(value, key, ("colour", "background", *ATTRIBUTES))
        for name in ("colour", "background"):
            if variant == "mono" and name in row:
                self.fail(f"{key}.{name}", "must be left out in a theme without colours")
        for name in ATTRIBUTES:
            if not isinstance(row.get(name, False), bool):
                self.fail(f"{key}.{name}", "must be true or false")
        if row.get("dim") and variant in ("dark", "light"):
            self.fail(f"{key}.dim", "takes contrast away: name a colour instead")
        colour = self.colour(row["colour"], f"{key}.colour", palette, variant) if "colour" in row else ""
        ground = row.get("background")
        background = "" if ground is None else self.colour(ground, f"{key}.background", palette, variant)
        return Group(colour, background, tuple(name for name in ATTRIBUTES if row.get(name)))

    def contrast(self, palette: Mapping[str, str], groups: Mapping[str, Group]) -> None:
        """Text must stand out from every background that it is drawn on."""
        background, foreground = palette["background"], palette["foreground"]
        self._stands_out("colours.foreground", foreground, background)
        plain = Group()
        for name in GROUPS:
            if name in NOT_TEXT:
                continue
            group = groups.get(name, plain)
            under = [plain]
            if name in ON_BAR:
                under.append(groups.get("bar", plain))
            if name in OVER:
                under += [groups.get(other, plain) for other in UNDER]
            for around in under:
                colour = group.colour or around.colour or foreground
                self._stands_out(f"groups.{name}", colour, group.background or around.background or background)

    def _stands_out(self, key: str, colour: str, ground: str) -> None:
        ratio = contrast(colour, ground)
        if ratio < CONTRAST:
            self.fail(key, f"has a contrast of {ratio:.2f} ({colour} on {ground}); text needs {CONTRAST}")


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two "#rrggbb" colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2, "relative luminance")."""

    def linear(part: str) -> float:
        value = int(part, 16) / 255
        return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)

    return 0.2126 * linear(colour[1:3]) + 0.7152 * linear(colour[3:5]) + 0.0722 * linear(colour[5:7])


def _css(colour: str) -> str:
    return colour if colour.startswith("#") else f"ansi_{colour}"


def _rich(group: Group) -> Style:
    flags = set(group.attributes)
    return Style(
        color=Color.parse(group.colour) if group.colour else None,
        bgcolor=Color.parse(group.background) if group.background else None,
        bold=True if "bold" in flags else None,
        italic=True if "italic" in flags else None,
        underline=True if "underline" in flags else None,
        reverse=True if "reverse" in flags else None,
        dim=True if "dim" in flags else None,
        strike=True if "strike" in flags else None,
    )
