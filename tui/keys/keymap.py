"""Keys to commands: the table's defaults, changed by `keys:` of the user's config.yaml once they are checked."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from search.errors import SourcebookError
from tui.keys.commands import ACTIONS, BY_ID, PANES, PLACES, Action, Place, applies

# Terminals and multiplexers take these for themselves (XON/XOFF, newline, return): never the only key of a command.
UNSAFE = frozenset({"ctrl+s", "ctrl+j", "ctrl+o", "ctrl+m", "enter"})

NAMED = frozenset(
    (
        "enter", "escape", "tab", "space", "backspace", "delete", "insert", "up", "down", "left", "right", "home",
        "end", "pageup", "pagedown", *(f"f{number}" for number in range(1, 13)),
    )
)  # fmt: skip
MODIFIERS = frozenset({"ctrl", "shift", "alt"})
SYMBOLS = {
    "escape": "Esc", "enter": "⏎", "tab": "Tab", "shift+tab": "⇧Tab", "space": "␣", "backspace": "⌫", "up": "↑",
    "down": "↓", "left": "←", "right": "→", "pageup": "PgUp", "pagedown": "PgDn", "home": "Home", "end": "End",
}  # fmt: skip


class KeymapError(SourcebookError):
    """A row of `keys:` in config.yaml cannot be used."""


def event_key(key: str) -> str:
    """The name Textual gives a key as a person writes it: "?" → "question_mark", "n" → "n", "ctrl+p" → "ctrl+p"."""
    if len(key) != 1 or key.isalnum():
        return key
    name = unicodedata.name(key, key).lower().replace("-", "_").replace(" ", "_")
    return {"solidus": "slash", "reverse_solidus": "backslash", "commercial_at": "at", "hyphen_minus": "minus",
            "plus_sign": "plus", "low_line": "underscore"}.get(name, name)  # fmt: skip


def shown(key: str) -> str:
    """A key as the footer and the help write it: "escape" → "Esc", "ctrl+p" → "^p", "n" → "n"."""
    if key in SYMBOLS:
        return SYMBOLS[key]
    if key.startswith("ctrl+"):
        return "^" + key.removeprefix("ctrl+")
    return key.upper() if key in NAMED else key


def valid(key: str) -> bool:
    """Whether a terminal can send this key and we know its name."""
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    if not set(modifiers) <= MODIFIERS:
        return False
    return (len(last) == 1 and last.isprintable() and not last.isspace()) or last in NAMED


def breadth(action: Action) -> int:
    """At how many places a command applies; the narrower of two takes a key they share. All panes are everywhere."""
    everywhere = not action.where or set(PANES) <= set(action.where)
    return len(PLACES) if everywhere else len(action.where)


def overlap(one: Action, other: Action) -> bool:
    """Whether a key shared by the two would be ambiguous: both apply at a place, neither of them more narrowly."""
    if breadth(one) != breadth(other):
        return False
    return any(applies(one, place) and applies(other, place) for place in PLACES)


@dataclass(frozen=True)
class Keymap:
    """Which keys every command has; `resolve` says what a key means at a place."""

    keys: Mapping[str, tuple[str, ...]]

    def of(self, action: str) -> tuple[str, ...]:
        """The keys of a command, as a person writes them."""
        return self.keys[action]

    def first(self, action: str) -> str:
        """The first key of a command as it is shown."""
        return shown(self.keys[action][0])

    def resolve(self, key: str, place: Place) -> Action | None:
        """The command a pressed key (Textual's name of it) runs at `place`; of several the one of fewest places."""
        found = [
            action
            for action in ACTIONS
            if applies(action, place) and any(event_key(own) == key for own in self.keys[action.id])
        ]
        return min(found, key=breadth, default=None)

    @property
    def pressable(self) -> frozenset[str]:
        """Every key that means something somewhere, by Textual's name."""
        return frozenset(event_key(key) for keys in self.keys.values() for key in keys)


DEFAULTS = Keymap({action.id: action.keys for action in ACTIONS})


def keymap_from(rows: object, where: str = "config.yaml") -> Keymap:
    """The table's keys with `rows` (command id → key or keys) put over them.

    Raises:
        KeymapError: names the bad row and the nearest remedy; nothing is half applied.
    """
    if rows is None:
        return DEFAULTS
    if not isinstance(rows, Mapping):
        raise _bad(where, "keys", "must be a table of commands and their keys", "For example:  keys: {next_hit: n}")
    keys = dict(DEFAULTS.keys)
    for name, value in rows.items():
        keys[_known(name, where)] = _own(str(name), value, where)
    changed = {str(name) for name in rows}
    for name in sorted(changed):
        for other in ACTIONS:
            shared = set(keys[name]) & set(keys[other.id]) if other.id != name else set()
            if shared and overlap(BY_ID[name], other):
                key = sorted(shared)[0]
                raise _bad(
                    where, f"keys: {name}", f"“{key}” already means “{other.label}” ({other.id}) there",
                    f"Choose another key, or give {other.id} another one too.",
                )  # fmt: skip
    return Keymap(keys)


def _known(name: object, where: str) -> str:
    if isinstance(name, str) and name in BY_ID:
        return name
    near = difflib.get_close_matches(str(name), list(BY_ID), 1)
    hint = f"Did you mean {near[0]}?" if near else "`sourcebook keys` lists the commands."
    raise _bad(where, f"keys: {name}", "there is no such command", hint)


def _own(name: str, value: object, where: str) -> tuple[str, ...]:
    given = value if isinstance(value, list) else [value]
    # YAML reads a bare 1 as a number; it is the key 1 all the same.
    own = tuple(str(key).strip() if isinstance(key, str | int) and not isinstance(key, bool) else "" for key in given)
    for key, raw in zip(own, given, strict=True):
        if not valid(key):
            raise _bad(
                where, f"keys: {name}", f"{raw!r} is not a key",
                'A key is one character in quotes ("n", "?"), a name (tab, space, f2, pageup) or both joined: ctrl+n.',
            )  # fmt: skip
    if not own:
        raise _bad(where, f"keys: {name}", "has no key", f"Its own is {' '.join(DEFAULTS.of(name))}.")
    if set(own) <= UNSAFE:
        raise _bad(
            where, f"keys: {name}", f"{' and '.join(own)} alone may never arrive: terminals take it for themselves",
            "Give the command a second key.",
        )  # fmt: skip
    return own


def _bad(where: str, row: str, message: str, hint: str) -> KeymapError:
    return KeymapError("Key not understood", f"{where}: {row}: {message}.", hint)


def reference(keymap: Keymap = DEFAULTS) -> str:
    """docs/keys.md: every command by group, generated from the table."""
    from tui.keys.commands import GROUPS

    lines = [
        "# Keys",
        "",
        "Generated from `tui/keys/commands.py` by `sourcebook keys --markdown`; do not edit.",
        "",
        "Every key can be changed by its command's id in `config.yaml` (its place: `sourcebook doctor`):",
        "",
        "```yaml",
        "keys:",
        "  next_hit: n",
        '  palette: [":", ctrl+p]',
        "```",
    ]
    for group in GROUPS:
        lines += ["", f"## {group}", "", "| Keys | Command | What it does | Where |", "|---|---|---|---|"]
        for action in ACTIONS:
            if action.group == group:
                keys = " ".join(f"`{key}`" for key in keymap.of(action.id))
                where = ", ".join(action.where) if action.where else "everywhere"
                lines.append(f"| {keys} | `{action.id}` | {action.help} | {where} |")
    return "\n".join(lines) + "\n"


def table(keymap: Keymap = DEFAULTS) -> list[tuple[str, str, str, str]]:
    """(group, keys as shown, id, help) for every command, in the table's order."""
    return [
        (action.group, " ".join(shown(key) for key in keymap.of(action.id)), action.id, action.help)
        for action in ACTIONS
    ]
