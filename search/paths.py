"""Per-user folders: where the index, the analysis and the reader's own work live; and that of the bundled corpus.

Whoosh unpickles what it opens, so an index is only ever opened in a folder that is ours: a real folder (no symlink),
owned by this user, closed to everybody else (0700). The corpus itself is never written to.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from pathlib import Path

import platformdirs

from search.errors import StorageError

APP = "sourcebook"
DEMO = "demo"  # what the bundled corpus is called


def bundled_corpus() -> Path:
    """The folder of the bundled corpus, in a checkout and in an installed wheel alike."""
    import seeds

    return Path(str(seeds.__file__)).parent


def cache_dir(*parts: str) -> Path:
    """Our folder for what can be derived again, or one below it; made when missing. Raises StorageError."""
    base = Path(platformdirs.user_cache_path(APP, appauthor=False))
    return _private(base, parts, "XDG_CACHE_HOME", "the index and the analysis")


def data_dir(*parts: str) -> Path:
    """Our folder for the reader's own work, or one below it; made when missing. Raises StorageError."""
    base = Path(platformdirs.user_data_path(APP, appauthor=False))
    return _private(base, parts, "XDG_DATA_HOME", "bookmarks, saved searches and corrections")


def data_seen(*parts: str) -> Path | None:
    """The folder that `data_dir` gives where it is there, ours and readable, if not writable; None where not."""
    return _seen(Path(platformdirs.user_data_path(APP, appauthor=False)).joinpath(*parts))


def config_seen() -> Path | None:
    """The folder that `config_dir` gives where it is there, ours and readable; None where not."""
    return _seen(Path(platformdirs.user_config_path(APP, appauthor=False)))


def _seen(folder: Path) -> Path | None:
    try:
        row = os.lstat(folder)
    except OSError:
        return None
    ours = stat.S_ISDIR(row.st_mode) and row.st_uid == os.geteuid()
    return folder if ours and os.access(folder, os.R_OK | os.X_OK) else None


def config_dir(*parts: str) -> Path:
    """Our folder for settings, or one below it; made when missing. Raises StorageError."""
    base = Path(platformdirs.user_config_path(APP, appauthor=False))
    return _private(base, parts, "XDG_CONFIG_HOME", "settings")


def state_dir(*parts: str) -> Path:
    """Our folder for what is remembered between runs, or one below it; made when missing. Raises StorageError."""
    base = Path(platformdirs.user_state_path(APP, appauthor=False))
    return _private(base, parts, "XDG_STATE_HOME", "the state of the screen")


def own_folders() -> tuple[Path, ...]:
    """All our per-user folders, whether they are there or not."""
    return tuple(
        Path(where(APP, appauthor=False))
        for where in (
            platformdirs.user_cache_path,
            platformdirs.user_data_path,
            platformdirs.user_config_path,
            platformdirs.user_state_path,
        )
    )


def corpus_key(root: Path) -> str:
    """A folder name for one corpus: its name, readable, and a digest of its absolute path."""
    name = re.sub(r"[^a-z0-9]+", "-", root.name.casefold()).strip("-")[:40] or "corpus"
    return f"{name}-{hashlib.sha256(os.fsencode(root)).hexdigest()[:16]}"


def is_kept(key: str) -> bool:
    """Whether anything is kept under a corpus's key: the reader's own files, or an index and analysis."""
    bases = (platformdirs.user_data_path(APP, appauthor=False), platformdirs.user_cache_path(APP, appauthor=False))
    return any(os.path.lexists(base / key) for base in bases)


def profile_key(codebook: Path | None, curated: bool, follow_links: bool = False) -> str:
    """A folder name for one way of opening a corpus: with which further codebook, with or without curated names.

    One with what links lead to has a folder of its own too.

    A *changed* codebook keeps its folder: the pipeline sees the change and redoes only what rests on it.
    """
    book = hashlib.sha256(os.fsencode(codebook)).hexdigest()[:16] if codebook else "own"
    return f"{book}-{'curated' if curated else 'bare'}{'-linked' if follow_links else ''}"


def _private(base: Path, parts: tuple[str, ...], variable: str, what: str) -> Path:
    """`base`/parts as folders of ours, each 0700 whatever the umask, none a symlink."""
    hint = f"Set {variable} to a folder of your own that can be written."
    folder = base
    try:
        base.parent.mkdir(parents=True, exist_ok=True)
        for step in ("", *parts):
            folder = folder / step if step else folder
            _own(folder, variable, what)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StorageError("Cannot store", f"{folder}: {reason}. Nowhere to keep {what}.", hint) from error
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise StorageError("Cannot store", f"{folder} cannot be written. Nowhere to keep {what}.", hint)
    return folder


def _own(folder: Path, variable: str, what: str) -> None:
    """Make or check one folder; raises OSError, and StorageError where it is not safely ours."""
    try:
        row = os.lstat(folder)
    except FileNotFoundError:
        folder.mkdir(mode=0o700, exist_ok=True)
        row = os.lstat(folder)
    remedy = f"Move it away, or set {variable} to a folder of your own."
    if not stat.S_ISDIR(row.st_mode):
        kind = "a symbolic link" if stat.S_ISLNK(row.st_mode) else "not a folder"
        raise StorageError("Not a safe place", f"{folder} is {kind}; {what} would not be kept there.", remedy)
    if row.st_uid != os.geteuid():
        raise StorageError("Not a safe place", f"{folder} belongs to another user (id {row.st_uid}).", remedy)
    if stat.S_IMODE(row.st_mode) & 0o077:
        folder.chmod(0o700)


def child_environment() -> dict[str, str]:
    """The environment of a Python process of ours: this one's, with this very package found first."""
    home = str(Path(__file__).resolve().parent.parent)
    others = os.environ.get("PYTHONPATH", "")
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([home, others]) if others else home,
        "PYTHONIOENCODING": "utf-8",
    }
