"""Watching a corpus folder: which documents have come, changed or gone, told within a second of the last write.

Notifications of the system (watchfiles) only say when to look; what has changed is what two scans of the folder differ
in. So an editor that writes a second file and renames it, a folder that is moved in, notifications that were lost in a
flood come out right, and a file that is no document is never told of. Where the system gives no notifications (network
drives) or has run out of them, the folder is looked at every few seconds instead.
"""

from __future__ import annotations

import atexit
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Protocol

from search.corpus.readers.kinds import kind_of
from search.corpus.scan import files_in
from search.model import FileChange, FolderNews
from search.paths import own_folders

log = logging.getLogger(__name__)

CODEBOOK = "corpus.yaml"
VIM_TRIES = "4913"  # the file by which Vim finds out whether it may write to a folder
STEP = 200  # milliseconds without a further notification after which it is looked; also how often `stop` is asked
BURST = 1000  # milliseconds after which it is looked though notifications go on
TICK = 1000  # milliseconds between looks at what notifications do not tell of: the folder itself, a codebook elsewhere
PATIENCE = 2.0  # seconds that stopping waits for a look at a very large folder
POLL = 2.0  # seconds between two looks where there are no notifications, at least
SETTLED = 0.2  # seconds since its last write after which a file is taken as written
HOLD = 5.0  # seconds after which a file that is written to all the time is told of nevertheless
REST = 5  # times what a look took, before the next: however large the folder, a sixth of one core at most
POLL_REST = 50  # the same where it is looked without cause
MOUNTS = Path("/proc/self/mountinfo")
REMOTE = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "lustre", "vboxsf", "virtiofs", "prl_fs"}
)  # file systems that others write to unseen by this system's notifications; so are those of FUSE ("fuse.sshfs")
FORCED = "WATCHFILES_FORCE_POLLING"  # as watchfiles itself reads it

Seen = Mapping[str, tuple[int, int]]
"""Documents and codebooks → size in bytes, time of the last write in nanoseconds."""


class Watch:
    """Looks at one folder whenever there is reason to, on a thread of its own, until `stop`.

    `root` is absolute; `codebook` is a further codebook, which may lie elsewhere; `follow_links` as a scan takes it.
    """

    def __init__(
        self,
        root: Path,
        codebook: Path | None,
        on_news: Callable[[FolderNews], None],
        *,
        follow_links: bool = False,
    ) -> None:
        self._root = root
        self._follow_links = follow_links
        self._codebook = codebook
        self._tell = on_news
        self._stop = threading.Event()
        self._seen: Seen | None = None
        self._held: dict[str, float] = {}  # files that are still written to, and since when
        self._took = 0.0  # seconds that the last look took
        self._lost = False
        self._polls = is_remote(root) or polling_forced()
        self._thread = threading.Thread(target=self._run, name="sourcebook-watch", daemon=True)
        self._thread.start()
        # The thread waits in native code, which an ending interpreter must not find there.
        atexit.register(self.stop)

    @property
    def polling(self) -> bool:
        """Whether the folder is looked at every few seconds, for want of notifications."""
        return self._polls

    @property
    def running(self) -> bool:
        """Whether it still watches."""
        return self._thread.is_alive()

    def stop(self) -> None:
        """Watch no more; nothing is told after this has returned. Harmless when done twice."""
        self._stop.set()
        if threading.current_thread() is not self._thread:
            self._thread.join(PATIENCE)
            atexit.unregister(self.stop)

    # ---- the thread ----------------------------------------------------------------------------------------------

    def _run(self) -> None:
        try:
            while not self._stop.is_set():
                with closing(self._reasons()) as reasons:
                    self._look()
                    while reasons.wait():
                        self._look()
        except Exception as error:  # a fault of ours: it is told and logged, and watching alone ends
            log.error("watching %s", self._root, exc_info=error)
            self._news(FolderNews(note=f"The folder is no longer watched: {type(error).__name__}: {error}"))

    def _reasons(self) -> Reasons:
        """What says when to look next: notifications where there are any."""
        if self._polls:
            return Every(self._stop, lambda: max(POLL, POLL_REST * self._took))
        try:
            return Notified(self._root, self._codebook, self._stop, self._unnotified)
        except FileNotFoundError:
            return Every(self._stop, lambda: POLL, once=True)  # until the folder is there again
        except (OSError, RuntimeError) as error:
            self._unnotified(error)
            return self._reasons()

    def _unnotified(self, error: Exception) -> None:
        """Look every few seconds from now on, and say why."""
        self._polls = True
        log.warning("watching %s: %s", self._root, error)
        self._news(FolderNews(note=f"{why_not_notified(error)}: the folder is looked at every {POLL:g} seconds."))

    def _look(self) -> None:
        """Look, and tell what has changed; while files are being written to, until they are whole."""
        while not self._stop.is_set():
            begun = time.monotonic()
            try:
                now = look(self._root, self._codebook, self._follow_links)
            except OSError as error:
                if not self._lost:
                    self._lost = True
                    self._news(FolderNews(note=f"{self._root}: {error.strerror or error}. What was read stays."))
                return
            self._lost = False
            self._took = time.monotonic() - begun
            self._compare(now)
            self._stop.wait(max(REST * self._took, SETTLED if self._held else 0.0))
            if not self._held:
                return

    def _compare(self, now: Seen) -> None:
        before, self._seen = self._seen, now
        if before is None:
            self._news(FolderNews(begun=True))
            return
        changed = [name for name, state in now.items() if before.get(name) != state]
        held = self._still_written(changed, now)
        if held:  # as if they had not been looked at
            self._seen = {name: state for name, state in now.items() if name not in held}
            self._seen |= {name: before[name] for name in held if name in before}
        changes = [FileChange(name, "changed" if name in before else "new") for name in changed if name not in held]
        changes += [FileChange(name, "gone") for name in before if name not in now]
        if changes:
            self._news(FolderNews(tuple(sorted(changes, key=lambda change: change.doc))))

    def _still_written(self, changed: list[str], now: Seen) -> Mapping[str, float]:
        """Those of the changed files that are being written to, for HOLD seconds at most, and since when."""
        clock, moment = time.time(), time.monotonic()
        written = (name for name in changed if 0 <= clock - now[name][1] / 1e9 < SETTLED)
        since = {name: self._held.get(name, moment) for name in written}
        self._held = {name: begun for name, begun in since.items() if moment - begun < HOLD}
        return self._held

    def _news(self, news: FolderNews) -> None:
        """Tell, unless nobody listens any more."""
        if not self._stop.is_set():
            self._tell(news)


def look(root: Path, codebook: Path | None, follow_links: bool = False) -> Seen:
    """The documents and codebooks as they lie there now. Raises OSError where the folder cannot be looked at."""
    files, _ = files_in(root, follow_links)
    seen = {file.id: (file.size, file.mtime_ns) for file in files if not file.leads_out and may_be_read(file.id)}
    for name, file in ((CODEBOOK, root / CODEBOOK), (str(codebook), codebook)):
        if (state := state_of(file)) is not None:
            seen[name] = state
    return seen


def may_be_read(name: str) -> bool:
    """Whether a file may be a document: no picture and the like by its ending, and none that an editor leaves."""
    return not kind_of(name) and not name.endswith(("~", "#")) and name.rpartition("/")[2] != VIM_TRIES


def state_of(file: Path | None) -> tuple[int, int] | None:
    """Size and time of the last write of a codebook; None where there is none."""
    if file is not None:
        with suppress(OSError):
            info = file.stat()
            return info.st_size, info.st_mtime_ns
    return None


# ---- when to look --------------------------------------------------------------------------------------------------


class Reasons(Protocol):
    """What says when to look."""

    def wait(self) -> bool:
        """Wait for a reason to look: True. False when watching ends, or when reasons are to be had anew."""
        ...

    def close(self) -> None:
        """Let go of what the system holds for it."""
        ...


class Every:
    """A reason every few seconds; with `once` a single one, after which it is tried to be notified again."""

    def __init__(self, stop: threading.Event, seconds: Callable[[], float], *, once: bool = False) -> None:
        self._stop = stop
        self._seconds = seconds
        self._once = once

    def wait(self) -> bool:
        """True after some seconds."""
        return not self._stop.wait(self._seconds()) and not self._once

    def close(self) -> None:
        """There is nothing to let go of."""


class Notified:
    """A reason whenever the system tells of something that may be a document or a codebook.

    `failed` is told where notifications have come to an end. Raises OSError and RuntimeError where there are none.
    """

    def __init__(
        self, root: Path, codebook: Path | None, stop: threading.Event, failed: Callable[[Exception], None]
    ) -> None:
        from watchfiles._rust_notify import RustNotify  # the loop around it, `watch`, cannot say that it has begun

        self._root = root
        self._codebook = codebook
        self._stop = stop
        self._failed = failed
        self._own = tuple(str(folder) + os.sep for folder in own_folders())
        self._place = self._places()
        # Told to ignore folders that may not be read, it would ignore the limit of the system as well.
        self._notices = RustNotify([str(root)], False, False, 0, True, False)

    def wait(self) -> bool:
        """True when something may have changed; False also when a folder has come, which wants to be watched too."""
        while True:
            try:
                found = self._notices.watch(BURST, STEP, TICK, self._stop)
            except (OSError, RuntimeError) as error:
                self._failed(error)
                return False
            if found == "timeout":
                place = self._places()
                if place != self._place:
                    self._place = place
                    return False
                continue
            if isinstance(found, str):
                return False
            paths = [path for _, path in found if self.matters(path)]
            if any(Path(path).is_dir() for path in paths):
                return False  # its own folders, too, have to be watched; past the limit that is an error only now
            if paths:
                return True

    def _places(self) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
        """What tells the folder from another one in its place; and the state of the codebook that lies elsewhere."""
        try:
            info = self._root.stat()
        except OSError:
            return None, state_of(self._codebook)
        return (info.st_dev, info.st_ino), state_of(self._codebook)

    def matters(self, path: str) -> bool:
        """Whether what is told of a path may concern a document: not of hidden files, nor of ours, nor of others."""
        inner = path.removeprefix(str(self._root)).lstrip(os.sep)
        if f"{os.sep}." in os.sep + inner or path.startswith(self._own):
            return False
        if inner == CODEBOOK or may_be_read(inner):
            return True
        return Path(path).is_dir() or not os.path.lexists(path)  # a folder, or what may have been one

    def close(self) -> None:
        """Let go of the notifications."""
        self._notices.close()


# ---- where there are no notifications ------------------------------------------------------------------------------


def polling_forced() -> bool:
    """Whether the environment asks for looks every few seconds, as on a drive that gives no sign of being remote."""
    return os.environ.get(FORCED, "").lower() not in {"", "false", "disable", "disabled"}


def is_remote(root: Path, mounts: Path = MOUNTS) -> bool:
    """Whether a folder lies on a file system that others write to unseen; False where the system does not tell."""
    best, kind = "", ""
    for place, name in _mounted(mounts):
        inside = root.is_relative_to(place)
        if inside and len(place) >= len(best):
            best, kind = place, name
    return kind in REMOTE or kind.startswith("fuse.")


def _mounted(mounts: Path) -> Iterator[tuple[str, str]]:
    """Mount points with the kinds of their file systems, in the order in which they were mounted (proc(5))."""
    try:
        rows = mounts.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return
    for row in rows:
        left, found, right = row.partition(" - ")
        fields = left.split(" ")
        if found and len(fields) > 4:
            place = fields[4]
            for code, sign in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
                place = place.replace(code, sign)
            yield place, right.split(" ")[0]


def why_not_notified(error: Exception) -> str:
    """In words for people, why the system gives no notifications."""
    told = str(error)
    if isinstance(error, PermissionError):
        return "The system tells of no changes, as a folder in it may not be read"
    if "MaxFilesWatch" in told or "limit reached" in told:
        return "The system watches no more folders (fs.inotify.max_user_watches)"
    if "os error 24" in told:
        return "The system watches for no more programs (fs.inotify.max_user_instances)"
    return f"The system tells of no changes ({told.partition(' about [')[0]})"
