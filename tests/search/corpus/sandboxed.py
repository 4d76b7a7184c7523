"""What a process tries once it is restricted; run in a process of its own, never in a test's.

`ATTEMPTS` are what a library that a file has taken over might do. Each has the protections that refuse it, every one
of them alone, so that a protection that is missing is found although another hides it.
"""

from __future__ import annotations

import ctypes
import errno
import hashlib
import json
import mmap
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from search.corpus.readers import reader_for
from search.corpus.readers.isolation import sandbox
from search.corpus.readers.isolation.system_calls import MACHINES, REFUSED, numbers

REFUSALS = {errno.EPERM, errno.EACCES, errno.ENOMEM, errno.EMFILE, errno.EFBIG}
LIBC = ctypes.CDLL(None, use_errno=True)


class Attempt(NamedTuple):
    """`landlock` is the version of its interface that first refuses it, 0 for none; so for the other protections."""

    run: Callable[[Path, Mapping[str, Any]], object]
    landlock: int
    seccomp: int
    limits: int
    privileges: int


ATTEMPTS: dict[str, Attempt] = {}


def refused_by(
    landlock: int = 0, *, seccomp: int = 0, limits: int = 0, privileges: int = 0
) -> Callable[[Callable[[Path, Mapping[str, Any]], object]], None]:
    def note(run: Callable[[Path, Mapping[str, Any]], object]) -> None:
        ATTEMPTS[run.__name__] = Attempt(run, landlock, seccomp, limits, privileges)

    return note


def checked(answer: int) -> int:
    if answer < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return answer


def reached(run: Callable[[], object], *past: int) -> None:
    """Run what the kernel cannot fulfil: that it says so, and does not refuse, is as good as done."""
    try:
        run()
    except OSError as error:
        if error.errno not in past:
            raise


# ---- files ---------------------------------------------------------------------------------------------------------


@refused_by(landlock=1, seccomp=1)
def write_a_new_file(folder: Path, given: Mapping[str, Any]) -> None:
    (folder / "new").touch()


@refused_by(landlock=1, seccomp=1)
def write_into_a_file(folder: Path, given: Mapping[str, Any]) -> None:
    os.close(os.open(folder / "file", os.O_WRONLY | os.O_APPEND))


@refused_by(landlock=1, seccomp=1)
def open_for_both(folder: Path, given: Mapping[str, Any]) -> None:
    os.close(os.open(folder / "file", os.O_RDWR))


@refused_by(landlock=1, seccomp=1)
def write_a_temporary_file(folder: Path, given: Mapping[str, Any]) -> None:
    with tempfile.TemporaryFile(dir=folder):
        pass


@refused_by(limits=1)
def write_what_is_kept(folder: Path, given: Mapping[str, Any]) -> None:
    """Bytes in a file that was made or opened despite all else: here one that was open before."""
    os.write(given["file"], b"x")


@refused_by(landlock=3, seccomp=1)
def truncate(folder: Path, given: Mapping[str, Any]) -> None:
    os.truncate(folder / "file", 0)


@refused_by(landlock=1, seccomp=1)
def make_a_folder(folder: Path, given: Mapping[str, Any]) -> None:
    (folder / "folder").mkdir()


@refused_by(landlock=1, seccomp=1)
def remove_a_folder(folder: Path, given: Mapping[str, Any]) -> None:
    (folder / "empty").rmdir()


@refused_by(landlock=1, seccomp=1)
def remove_a_file(folder: Path, given: Mapping[str, Any]) -> None:
    (folder / "away").unlink()


@refused_by(landlock=1, seccomp=1)
def rename(folder: Path, given: Mapping[str, Any]) -> None:
    (folder / "moved").rename(folder / "elsewhere")


@refused_by(landlock=1, seccomp=1)
def link(folder: Path, given: Mapping[str, Any]) -> None:
    reached(lambda: (folder / "hard").hardlink_to(folder / "file"), errno.ENOTSUP)


@refused_by(landlock=1, seccomp=1)
def link_by_name(folder: Path, given: Mapping[str, Any]) -> None:
    (folder / "soft").symlink_to(folder / "file")


@refused_by(landlock=1, seccomp=1)
def make_a_pipe(folder: Path, given: Mapping[str, Any]) -> None:
    os.mkfifo(folder / "pipe")


@refused_by(seccomp=1)
def change_a_mode(folder: Path, given: Mapping[str, Any]) -> None:
    (folder / "file").chmod(0o640)


@refused_by(seccomp=1)
def change_an_owner(folder: Path, given: Mapping[str, Any]) -> None:
    os.chown(folder / "file", os.geteuid(), -1)


@refused_by(seccomp=1)
def change_a_time(folder: Path, given: Mapping[str, Any]) -> None:
    os.utime(folder / "file", (0, 0))


@refused_by(seccomp=1)
def set_an_attribute(folder: Path, given: Mapping[str, Any]) -> None:
    reached(lambda: os.setxattr(folder / "file", "user.x", b"x"), errno.ENOTSUP)


@refused_by(seccomp=1)
def set_a_flag_of_a_file(folder: Path, given: Mapping[str, Any]) -> None:
    """FS_IOC_SETFLAGS asks for no descriptor that writes."""
    import fcntl

    reached(lambda: fcntl.ioctl(given["own"], 0x40086602, bytes(8)), errno.ENOTTY, errno.ENOTSUP, errno.EINVAL)


@refused_by(landlock=1)
def read_a_file(folder: Path, given: Mapping[str, Any]) -> None:
    (folder / "file").read_bytes()


@refused_by(landlock=1)
def list_a_folder(folder: Path, given: Mapping[str, Any]) -> None:
    list(folder.iterdir())


@refused_by(landlock=1)
def list_home(folder: Path, given: Mapping[str, Any]) -> None:
    list(Path.home().iterdir())


@refused_by(landlock=1)
def list_the_homes(folder: Path, given: Mapping[str, Any]) -> None:
    list(Path("/home" if Path("/home").is_dir() else "/").iterdir())


@refused_by(landlock=1)
def read_the_users(folder: Path, given: Mapping[str, Any]) -> None:
    Path("/etc/passwd").read_bytes()


@refused_by(landlock=1)
def read_of_another_process(folder: Path, given: Mapping[str, Any]) -> None:
    Path(f"/proc/{os.getppid()}/cmdline").read_bytes()


@refused_by(seccomp=1)
def watch_a_folder(folder: Path, given: Mapping[str, Any]) -> None:
    os.close(checked(LIBC.inotify_init1(0)))


@refused_by(limits=1)
def open_many_files(folder: Path, given: Mapping[str, Any]) -> None:
    opened = []
    try:
        for _ in range(100):
            opened.append(os.open("/dev/null", os.O_RDONLY))
    finally:
        for one in opened:
            os.close(one)


@refused_by(limits=1)
def take_much_memory(folder: Path, given: Mapping[str, Any]) -> None:
    mmap.mmap(-1, 3 << 30).close()


# ---- network -------------------------------------------------------------------------------------------------------


@refused_by(landlock=4, seccomp=1)
def connect_by_tcp(folder: Path, given: Mapping[str, Any]) -> None:
    socket.create_connection(("127.0.0.1", given["tcp"])).close()


@refused_by(landlock=4, seccomp=1)
def listen_by_tcp(folder: Path, given: Mapping[str, Any]) -> None:
    socket.create_server(("127.0.0.1", 0)).close()


@refused_by(landlock=10, seccomp=1)
def send_by_udp(folder: Path, given: Mapping[str, Any]) -> None:
    """As a question for a name is: what it asks is no file's business, and takes what it likes along."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        out.sendto(b"x", ("127.0.0.1", given["udp"]))


@refused_by(landlock=9, seccomp=1)
def connect_by_unix_socket(folder: Path, given: Mapping[str, Any]) -> None:
    with socket.socket(socket.AF_UNIX) as out:
        out.connect(given["unix"])


@refused_by(landlock=6, seccomp=1)
def connect_by_abstract_socket(folder: Path, given: Mapping[str, Any]) -> None:
    with socket.socket(socket.AF_UNIX) as out:
        out.connect("\0" + given["abstract"])


@refused_by(seccomp=1)
def make_a_pair_of_sockets(folder: Path, given: Mapping[str, Any]) -> None:
    for one in socket.socketpair():
        one.close()


def handed_down(number: int) -> socket.socket:
    return socket.socket(fileno=os.dup(number))


@refused_by(landlock=4, seccomp=1)
def connect_a_socket_that_was_there(folder: Path, given: Mapping[str, Any]) -> None:
    with handed_down(given["stream"]) as out:
        out.connect(("127.0.0.1", given["tcp"]))


@refused_by(landlock=10, seccomp=1)
def send_by_a_socket_that_was_there(folder: Path, given: Mapping[str, Any]) -> None:
    with handed_down(given["datagrams"]) as out:
        out.sendto(b"x", ("127.0.0.1", given["udp"]))


@refused_by(landlock=10, seccomp=1)
def send_a_message_by_a_socket_that_was_there(folder: Path, given: Mapping[str, Any]) -> None:
    with handed_down(given["datagrams"]) as out:
        out.sendmsg([b"x"], [], 0, ("127.0.0.1", given["udp"]))


# ---- programs and processes ----------------------------------------------------------------------------------------


@refused_by(landlock=1, seccomp=1)
def run_a_program(folder: Path, given: Mapping[str, Any]) -> None:
    subprocess.run([given["true"]], check=True, close_fds=False)


@refused_by(landlock=1, seccomp=1)
def spawn_a_program(folder: Path, given: Mapping[str, Any]) -> None:
    os.waitpid(os.posix_spawn(given["true"], ["true"], {}), 0)


@refused_by(landlock=1, seccomp=1)
def become_a_program(folder: Path, given: Mapping[str, Any]) -> None:
    """What may be run but is no program: this process is to live on where it is not refused."""
    reached(lambda: os.execv(folder / "nothing", ["nothing"]), errno.ENOEXEC)


@refused_by(seccomp=1)
def fork(folder: Path, given: Mapping[str, Any]) -> None:
    child = os.fork()
    if not child:
        os._exit(0)
    os.waitpid(child, 0)


@refused_by(landlock=1, seccomp=1)
def fork_and_become_a_program(folder: Path, given: Mapping[str, Any]) -> None:
    child = os.fork()
    if not child:
        with suppress(OSError):
            os.execv(given["true"], ["true"])
        os._exit(1)
    if os.waitpid(child, 0)[1]:
        raise PermissionError(errno.EACCES, "refused in the child")


@refused_by(landlock=6, seccomp=1)
def signal_the_parent(folder: Path, given: Mapping[str, Any]) -> None:
    os.kill(os.getppid(), 0)


@refused_by(seccomp=1)
def trace_the_parent(folder: Path, given: Mapping[str, Any]) -> None:
    """PTRACE_PEEKDATA of a process that is not traced."""
    reached(lambda: checked(LIBC.ptrace(2, os.getppid(), None, None)), errno.ESRCH)


@refused_by(seccomp=1)
def read_memory_by_process(folder: Path, given: Mapping[str, Any]) -> None:
    checked(LIBC.process_vm_readv(os.getpid(), None, 0, None, 0, 0))


@refused_by(seccomp=1)
def limit_the_parent(folder: Path, given: Mapping[str, Any]) -> None:
    import resource

    resource.prlimit(os.getppid(), resource.RLIMIT_CORE)


@refused_by(seccomp=1)
def share_memory(folder: Path, given: Mapping[str, Any]) -> None:
    kept = checked(LIBC.shmget(0, 4096, 0o600 | 0o1000))  # IPC_PRIVATE, IPC_CREAT
    LIBC.shmctl(kept, 0, None)  # IPC_RMID


@refused_by(seccomp=1)
def leave_the_namespace(folder: Path, given: Mapping[str, Any]) -> None:
    """With nothing to leave, which anybody may."""
    checked(LIBC.unshare(0))


@refused_by(seccomp=1)
def be_sent_signals_of_a_file(folder: Path, given: Mapping[str, Any]) -> None:
    import fcntl

    fcntl.fcntl(given["library"], fcntl.F_SETOWN, 0)


@refused_by(privileges=1)
def gain_a_privilege(folder: Path, given: Mapping[str, Any]) -> None:
    """By a program that belongs to root (PR_GET_NO_NEW_PRIVS)."""
    if LIBC.prctl(39, 0, 0, 0, 0):
        raise PermissionError(errno.EPERM, "no new privileges")


@refused_by(seccomp=1, privileges=1)
def give_a_file_away(folder: Path, given: Mapping[str, Any]) -> None:
    """As root alone may."""
    os.chown(folder / "file", 12345, -1)


# ---- running -------------------------------------------------------------------------------------------------------


def outcomes(folder: Path, given: Mapping[str, Any]) -> dict[str, str]:
    """Name → "done", "refused", or what else became of each attempt."""
    found = {}
    for name, attempt in ATTEMPTS.items():
        try:
            attempt.run(folder, given)
        except OSError as error:
            found[name] = "refused" if error.errno in REFUSALS else repr(error)
        else:
            found[name] = "done"
    return found


def texts(given: Mapping[str, str]) -> dict[str, Any]:
    """Name → digest of what is read from bytes (hexadecimal), each by a thread of its own; the modules that read."""
    from search.corpus.readers.office.spreadsheet import Calamine
    from search.corpus.readers.pdf.pdf import Pdf

    found: dict[str, Any] = {}

    def read(name: str, data: bytes) -> None:
        within = {".pdf": Pdf, ".xls": Calamine}.get(Path(name).suffix)
        reader = within() if within else reader_for(name)
        assert reader is not None
        found[name] = digest(reader.read(Path(name), data).text)

    for name, data in given.items():
        thread = threading.Thread(target=read, args=(name, bytes.fromhex(data)))
        thread.start()
        thread.join()
    return {"texts": found, "modules": sorted({name.partition(".")[0] for name in sys.modules})}


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def at_work(given: Mapping[str, Any]) -> dict[str, Any]:
    """What libraries do besides reading files: threads, time zones, certificates, random numbers, own signals."""
    import random
    import ssl
    import time
    from datetime import UTC, datetime
    from zoneinfo import ZoneInfo

    import numpy

    counted: list[int] = []
    threads = [threading.Thread(target=counted.append, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    caught: list[int] = []
    signal.signal(signal.SIGUSR1, lambda number, _: caught.append(number))
    os.kill(os.getpid(), signal.SIGUSR1)
    signal.raise_signal(signal.SIGUSR1)
    return {
        "threads": sorted(counted),
        "matrix": float((numpy.ones((400, 400)) @ numpy.ones((400, 400)))[0, 0]),
        "zone": datetime(2026, 7, 1, 12, tzinfo=UTC).astimezone(ZoneInfo("Asia/Tokyo")).isoformat(),
        "local": time.strftime("%H", time.localtime(0)) != "",
        "random": len(random.SystemRandom().randbytes(8)),
        "ssl": ssl.create_default_context().check_hostname,
        "signals": len(caught),
    }


def refused_calls(given: Mapping[str, Any]) -> list[str]:
    """The calls of the table that the kernel does not refuse; asked with arguments that mean nothing."""
    passed = []
    for name, number in numbers(REFUSED, MACHINES[os.uname().machine]).items():
        ctypes.set_errno(0)
        answer = LIBC.syscall(ctypes.c_long(number), *(ctypes.c_long(-1) for _ in range(6)))
        if answer != -1 or ctypes.get_errno() != errno.EPERM:
            passed.append(name)
    return passed


def main() -> None:
    order = json.load(sys.stdin)
    given = order["given"]
    if order.get("thread"):
        threading.Thread(target=threading.Event().wait, daemon=True).start()
    if "attempts" in order["tasks"]:
        given["library"] = os.open(sandbox.__file__, os.O_RDONLY)
        given["own"] = os.open(Path(given["folder"]) / "kept", os.O_RDONLY)
        given["file"] = os.open(Path(given["folder"]) / "kept", os.O_WRONLY)
        given["stream"] = socket.socket(socket.AF_INET, socket.SOCK_STREAM).detach()
        given["datagrams"] = socket.socket(socket.AF_INET, socket.SOCK_DGRAM).detach()
    held = [sandbox.restrict(layers=order["layers"]) for _ in range(order.get("times", 1))][-1]
    answer: dict[str, Any] = {"landlock": held.landlock, "seccomp": held.seccomp, "limits": held.limits}
    for task in order["tasks"]:
        match task:
            case "attempts":
                answer[task] = outcomes(Path(given["folder"]), given)
            case "texts":
                answer[task] = texts(given["files"])
            case "at_work":
                answer[task] = at_work(given)
            case "refused_calls":
                answer[task] = refused_calls(given)
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
