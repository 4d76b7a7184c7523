"""What the reader set (config.yaml) and what is remembered between runs (session.json). Both may be missing."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from search.errors import SourcebookError, StorageError
from tui.keys.keymap import DEFAULTS, Keymap, KeymapError, keymap_from

CONFIG = "config.yaml"
SESSION = "session.json"
SWITCHES = {"mouse": True, "watch": True, "follow_links": False}  # settings that are on or off, with their defaults
RECENT = 12  # corpora the start screen lists


@dataclass(frozen=True)
class Settings:
    """The reader's settings. `theme` is empty where none was chosen; `problems` are shown once, one line each.

    `follow_links`: what links of a folder lead to outside of it is read too.
    `watch`: files that come, change or go while the explorer is open are read without being asked for.
    """

    theme: str = ""
    mouse: bool = True
    follow_links: bool = False
    keymap: Keymap = DEFAULTS
    problems: tuple[SourcebookError, ...] = ()
    watch: bool = True


@dataclass(frozen=True)
class Session:
    """What is remembered: the theme chosen last, and the folders recently opened, the last one first."""

    theme: str = ""
    recent: tuple[str, ...] = ()

    def opened(self, corpus: str, moved_from: str = "") -> Session:
        """The same with one corpus first among the recent ones, and not where it was before."""
        others = tuple(one for one in self.recent if one not in (corpus, moved_from))
        return replace(self, recent=(corpus, *others)[:RECENT])


def _config_file() -> Path:
    from search.paths import config_dir

    return config_dir() / CONFIG


def load_settings(file: Path | None = None) -> Settings:
    """The settings of config.yaml; what is wrong there is named in `problems`, and the default is used for it."""
    try:
        file = file or _config_file()
        raw = file.read_bytes()
    except FileNotFoundError:
        return Settings()
    except (OSError, StorageError) as error:
        problem = error if isinstance(error, SourcebookError) else SettingsError(str(file), f"cannot be read: {error}")
        return Settings(problems=(problem,))
    import yaml  # only where there is a file: 20 ms

    try:
        data = yaml.safe_load(raw.decode("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        place = f"line {line + 1}: " if line is not None else ""
        what = getattr(error, "problem", None) or "is not UTF-8 text"
        return Settings(problems=(SettingsError(str(file), f"{place}{what}", "Correct the line, or delete the file."),))
    if data is None:
        return Settings()
    if not isinstance(data, dict):
        return Settings(problems=(SettingsError(str(file), "must be a table", "For example:  theme: light"),))
    return _checked(data, file)


class SettingsError(SourcebookError):
    """A row of config.yaml cannot be used."""

    def __init__(self, file: str, message: str, hint: str = "") -> None:
        super().__init__("Setting not understood", f"{file}: {message}.", hint)


def _checked(data: Mapping[object, object], file: Path) -> Settings:
    problems: list[SourcebookError] = []
    known = {"theme", *SWITCHES, "keys"}
    for name in data:
        if name not in known:
            problems.append(
                SettingsError(
                    str(file), f"{name}: there is no such setting", "theme, mouse, watch, follow_links and keys are."
                )
            )
    theme = data.get("theme", "")
    if not isinstance(theme, str):
        problems.append(SettingsError(str(file), "theme: must be a name", "`sourcebook themes` lists them."))
        theme = ""
    switches: dict[str, bool] = {}
    for name, default in SWITCHES.items():
        value = data.get(name, default)
        if not isinstance(value, bool):
            hint = f"Write  {name}: {'off' if default else 'on'}"
            problems.append(SettingsError(str(file), f"{name}: must be on or off", hint))
        switches[name] = value if isinstance(value, bool) else default
    try:
        keymap = keymap_from(data.get("keys"), str(file))
    except KeymapError as error:
        problems.append(error)
        keymap = DEFAULTS
    return Settings(theme=theme, keymap=keymap, problems=tuple(problems), **switches)


def load_session() -> Session:
    """What is remembered; nothing where it cannot be read: it is a convenience, and written anew on leaving."""
    import json

    from search.paths import state_dir

    try:
        data = json.loads((state_dir() / SESSION).read_text(encoding="utf-8"))
    except (OSError, ValueError, StorageError):
        return Session()
    if not isinstance(data, dict):
        return Session()
    theme, recent = data.get("theme"), data.get("recent")
    return Session(
        theme if isinstance(theme, str) else "",
        tuple(one for one in recent if isinstance(one, str))[:RECENT] if isinstance(recent, list) else (),
    )


def save_session(session: Session) -> None:
    """Remember a session, atomically. Raises StorageError where it cannot be written."""
    import json
    import tempfile

    from search.paths import state_dir

    folder = state_dir()
    data = {"theme": session.theme, "recent": list(session.recent)}
    try:
        descriptor, name = tempfile.mkstemp(dir=folder, prefix=".session-")
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
                json.dump(data, handle, ensure_ascii=False, indent=1)
            os.replace(name, folder / SESSION)  # noqa: PTH105 - Path.replace says the same less plainly
        except OSError:
            with contextlib.suppress(FileNotFoundError):
                Path(name).unlink()
            raise
    except OSError as error:
        raise StorageError(
            "Not remembered", f"{folder}: {error.strerror}. The theme and what was opened will not be remembered.",
            "Set XDG_STATE_HOME to a folder that can be written.",
        ) from error  # fmt: skip
