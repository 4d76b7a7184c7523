"""A process that reads gives up what lets a file's code out, and still reads; each protection is tried by itself.

That a test of what is refused can fail is tested as well: without protections, every attempt is made and succeeds.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import struct
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from search.corpus.readers import reader_for
from search.corpus.readers.isolation import sandbox
from search.corpus.readers.isolation.sandbox import Protections, described
from search.corpus.readers.isolation.system_calls import (
    CHECKED,
    MACHINES,
    NEWEST,
    REFUSED,
    SECCOMP,
    Machine,
    filter_program,
    numbers,
)
from search.paths import child_environment
from tests.conftest import ROOT
from tests.data.formats import outlook
from tests.search.corpus.sandboxed import ATTEMPTS, digest

linux = pytest.mark.skipif(sys.platform != "linux", reason="Landlock and seccomp are Linux's")
FORMATS = ROOT / "tests" / "data" / "formats"
SAMPLES = ("docx", "odt", "rtf", "html", "epub", "pdf")


def child(
    layers: Sequence[str], *tasks: str, given: Mapping[str, Any] | None = None, home: str = "", **more: Any
) -> dict[str, Any]:
    """What a restricted process says of its tasks."""
    environment = {**child_environment(), **({"HOME": home} if home else {})}
    if home:  # on the path of modules, as it may be, and still not to be read
        environment["PYTHONPATH"] = os.pathsep.join([str(ROOT), home])
    done = subprocess.run(
        [sys.executable, "-P", "-m", "tests.search.corpus.sandboxed"],
        input=json.dumps({"layers": layers, "tasks": tasks, "given": given or {}, **more}),
        capture_output=True,
        text=True,
        env=environment,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def there() -> Protections:
    """What this system has."""
    found = child(sandbox.LAYERS)
    return Protections(found["landlock"], found["seccomp"], tuple(found["limits"]))


class Place:
    """A folder with files, and sockets that answer, for one process's attempts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("file", "away", "moved", "kept"):
            (folder / name).write_text("words")
        (folder / "nothing").touch(0o755)
        (folder / "nothing").write_bytes(b"\0no program")
        (folder / "empty").mkdir()
        self.home = folder / "home"
        self.home.mkdir()
        self.sockets = [
            socket.create_server(("127.0.0.1", 0)),
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
            socket.socket(socket.AF_UNIX),
            socket.socket(socket.AF_UNIX),
        ]
        tcp, udp, unix, abstract = self.sockets
        udp.bind(("127.0.0.1", 0))
        short = os.path.relpath(folder / "socket")  # a socket's path has no more than 107 bytes
        unix.bind(short if len(short) < len(str(folder)) else str(folder / "socket"))
        abstract.bind(f"\0sourcebook-{os.getpid()}-{folder.name}")
        for one in (unix, abstract):
            one.listen()
        self.given = {
            "folder": str(folder),
            "tcp": tcp.getsockname()[1],
            "udp": udp.getsockname()[1],
            "unix": unix.getsockname(),
            "abstract": abstract.getsockname()[1:].decode(),
            "true": shutil.which("true"),
        }

    def close(self) -> None:
        for one in self.sockets:
            one.close()


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Protections → what became of every attempt, each set of them tried once."""
    known: dict[tuple[str, ...], dict[str, str]] = {}

    def ask(*layers: str) -> dict[str, str]:
        if layers not in known:
            place = Place(tmp_path_factory.mktemp("sandbox"))
            try:
                known[layers] = child(layers, "attempts", given=place.given, home=str(place.home))["attempts"]
            finally:
                place.close()
        return known[layers]

    return ask


def skip_without(there: Protections, *layers: str) -> None:
    if "landlock" in layers and not there.landlock:
        pytest.skip("this kernel has no Landlock")
    if "seccomp" in layers and not there.seccomp:
        pytest.skip("this kernel or machine has no seccomp filter of ours")


def skip_of_root(name: str) -> None:
    if name == "give_a_file_away" and os.geteuid() != 0:
        pytest.skip("root alone has privileges to give up")


@linux
@pytest.mark.parametrize("name", ATTEMPTS)
def test_it_is_refused(name: str, tried: Any, there: Protections) -> None:
    skip_without(there, "landlock", "seccomp")
    assert tried(*sandbox.LAYERS)[name] == "refused"


@linux
@pytest.mark.parametrize("name", ATTEMPTS)
def test_without_protections_it_is_done(name: str, tried: Any) -> None:
    skip_of_root(name)
    assert tried()[name] == "done"


@linux
@pytest.mark.parametrize("layer", sandbox.LAYERS)
@pytest.mark.parametrize("name", ATTEMPTS)
def test_each_protection_by_itself(name: str, layer: str, tried: Any, there: Protections) -> None:
    skip_without(there, layer)
    skip_of_root(name)
    # Landlock and seccomp ask for the privileges to be given up.
    layers = (layer,) if layer == "limits" else tuple(dict.fromkeys(("privileges", layer)))
    attempt = ATTEMPTS[name]
    refused = any(0 < getattr(attempt, held) <= (there.landlock if held == "landlock" else 1) for held in layers)
    assert tried(*layers)[name] == ("refused" if refused else "done")


@linux
def test_every_call_of_the_table_is_refused(there: Protections) -> None:
    skip_without(there, "seccomp")
    assert child(("privileges", "seccomp"), "refused_calls")["refused_calls"] == []


def samples() -> dict[str, bytes]:
    """A file of each format, each read by another library or reader of ours."""
    files = [f"report.{suffix}" for suffix in SAMPLES] + ["sheet.xlsx", "sheet.xls", "sheet.ods", "slides.pptx"]
    return {
        **{name: (FORMATS / name).read_bytes() for name in files},
        "message.msg": outlook.message("Cranes", "The cranes came late.", {}),
        "message.eml": b"From: ana@example.org\nSubject: Cranes\n\nThe cranes came late.\n",
        "note.md": "---\ntitle: Cranes\n---\nThe cranes came late, Zoë said.\n".encode("utf-16"),
        "note.txt": "The cranes came late, Zoë said, in a wet and cold spring.\n".encode("cp1252"),
        "rows.csv": b"bird,number\ncrane,12\n",
    }


@linux
def test_every_library_still_reads() -> None:
    files = samples()
    here = {name: reader_for(name).read(Path(name), data).text for name, data in files.items()}  # type: ignore[union-attr]
    assert all("ran" in text for text in here.values() if len(text) < 100)
    found = child(sandbox.LAYERS, "texts", given={"files": {name: data.hex() for name, data in files.items()}})
    assert found["texts"]["texts"] == {name: digest(text) for name, text in here.items()}
    libraries = {"pypdfium2", "python_calamine", "openpyxl", "oxmsg", "trafilatura", "lxml", "frontmatter"}
    assert libraries <= set(found["texts"]["modules"])


@linux
def test_threads_time_zones_and_the_like_work_and_a_second_time_takes_nothing_more(there: Protections) -> None:
    found = child(sandbox.LAYERS, "at_work", times=3)
    assert found["at_work"] == {
        "threads": list(range(8)),
        "matrix": 400.0,
        "zone": "2026-07-01T21:00:00+09:00",
        "local": True,
        "random": 8,
        "ssl": True,
        "signals": 2,
    }
    assert (found["landlock"], found["seccomp"], tuple(found["limits"])) == (
        there.landlock,
        there.seccomp,
        there.limits,
    )


@linux
def test_landlock_does_not_count_where_threads_run_that_it_does_not_bind(there: Protections) -> None:
    skip_without(there, "landlock")
    found = child(sandbox.LAYERS, thread=True)
    assert found["landlock"] == (there.landlock if there.landlock >= 8 else 0)
    assert found["seccomp"] == there.seccomp


def test_the_limits_hold_everywhere(there: Protections) -> None:
    assert {"files", "size", "core"} <= set(there.limits)


@linux
def test_the_process_that_began_it_is_as_it_was(there: Protections, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("words")
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()
    assert subprocess.run([shutil.which("true") or ""], check=False).returncode == 0


@linux
def test_a_reader_that_ends_itself_is_seen_to(there: Protections) -> None:
    """abort() signals the process itself, which it may."""
    code = "from search.corpus.readers.isolation import sandbox; sandbox.restrict(); import os; os.abort()"
    done = subprocess.run([sys.executable, "-P", "-c", code], env=child_environment(), check=False, timeout=60)
    assert done.returncode == -6


@pytest.mark.parametrize(
    ("held", "words"),
    [
        (Protections(7, True, ("memory",)), "without network, writing and programs (Landlock 7, seccomp)"),
        (
            Protections(7, False, ("memory",)),
            "without writing and programs (Landlock 7), but with network: this system has no seccomp",
        ),
        (
            Protections(0, True, ("memory",)),
            "without network, writing and programs (seccomp), but may read other files: this system has no Landlock",
        ),
        (Protections(0, False, ("memory",)), "limits of memory and time only: this system has no Landlock or seccomp"),
        (Protections(), "a limit of time only: this system has no Landlock or seccomp"),
    ],
)
def test_protections_in_words(held: Protections, words: str) -> None:
    assert described(held) == words


# ---- the kernel lacks something ------------------------------------------------------------------------------------

LACKING = """
import ctypes, errno, json, sys
from search.corpus.readers.isolation import sandbox
newest, filters = int(sys.argv[1]), sys.argv[2] == "filters"
real = sandbox._call
def call(libc, number, *arguments):
    if number == sandbox._CREATE_RULESET:
        if newest == 0:
            raise OSError(errno.ENOSYS, "no such call")
        if arguments[0] is None:
            return 99 if newest < 0 else newest
        if arguments[1] > (8 if 0 < newest < 4 else 16 if 0 < newest < 6 else 24):
            raise OSError(errno.E2BIG, "attributes of a later kernel")
    elif number not in (sandbox._ADD_RULE, sandbox._RESTRICT_SELF) and not filters:
        raise OSError(errno.EINVAL, "no filters")
    return real(libc, number, *arguments)
sandbox._call = call
held = sandbox.restrict(layers=("privileges", "landlock", "seccomp"))
try:
    open("/etc/passwd").close()
    read = True
except OSError:
    read = False
print(json.dumps([held.landlock, held.seccomp, read]))
"""


@linux
@pytest.mark.parametrize(
    ("newest", "filters", "expected"),
    [
        (0, "filters", [0, True, True]),  # before 5.13, or a container that refuses
        (1, "filters", [1, True, False]),
        (3, "filters", [3, True, False]),
        (5, "filters", [5, True, False]),
        (0, "", [0, False, True]),
        (1, "", [1, False, False]),
    ],
)
def test_a_kernel_with_less(newest: int, filters: str, expected: list[Any], there: Protections) -> None:
    if there.landlock < newest or (filters and not there.seccomp):
        pytest.skip("this kernel has still less")
    done = subprocess.run(
        [sys.executable, "-P", "-c", LACKING, str(newest), filters],
        env=child_environment(),
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert json.loads(done.stdout) == expected


@linux
def test_a_later_kernel_is_asked_for_what_it_takes(there: Protections) -> None:
    """Its version is newer than any known; the newest rights that it accepts are in force."""
    skip_without(there, "landlock")
    done = subprocess.run(
        [sys.executable, "-P", "-c", LACKING, "-1", "filters"],
        env=child_environment(),
        capture_output=True,
        check=True,
        timeout=60,
    )
    landlock, _, read = json.loads(done.stdout)
    assert landlock >= min(there.landlock, 7)
    assert not read


@pytest.mark.parametrize(
    ("abi", "files", "network", "scopes"),
    [  # linux/landlock.h: what each version of the interface has added
        (1, 0x1FFF, 0, 0),
        (2, 0x3FFF, 0, 0),
        (3, 0x7FFF, 0, 0),
        (4, 0x7FFF, 3, 0),
        (5, 0xFFFF, 3, 0),
        (6, 0xFFFF, 3, 3),
        (8, 0xFFFF, 3, 3),
        (9, 0x1FFFF, 3, 3),
        (10, 0x1FFFF, 15, 3),
    ],
)
def test_everything_that_a_version_of_landlock_knows_is_forbidden(
    abi: int, files: int, network: int, scopes: int
) -> None:
    rights = (sandbox._FILE_RIGHTS, sandbox._NET_RIGHTS, sandbox._SCOPES)
    assert [sandbox._all(bits, abi) for bits in rights] == [files, network, scopes]


def test_another_system_has_limits_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(sys, "dont_write_bytecode", sys.dont_write_bytecode)
    monkeypatch.setattr(sandbox, "_limited", lambda memory, files: ("files",))
    assert sandbox.restrict() == Protections(limits=("files",))


# ---- the filter, run by hand ---------------------------------------------------------------------------------------

ALLOWED, KILLED, NOT_PERMITTED, NO_SUCH_CALL = 0x7FFF0000, 0x80000000, 0x00050001, 0x00050026
PROCESS = 4711


def verdict(machine: Machine, number: int, *arguments: int, architecture: int | None = None) -> int:
    """What the filter answers to a call: its program interpreted, as the kernel would (classic BPF)."""
    data = struct.pack("=IIQ6Q", number, architecture or machine[0], 0, *arguments, *[0] * (6 - len(arguments)))
    program = list(struct.iter_unpack("=HBBI", filter_program(machine, PROCESS)))
    at, loaded = 0, 0
    while True:
        code, yes, no, operand = program[at]
        at += 1
        match code:
            case 0x20:
                (loaded,) = struct.unpack_from("=I", data, operand)
            case 0x06:
                return int(operand)
            case 0x15 | 0x25 | 0x35 | 0x45:
                holds = {
                    0x15: loaded == operand,
                    0x25: loaded > operand,
                    0x35: loaded >= operand,
                    0x45: bool(loaded & operand),
                }[code]
                at += yes if holds else no
            case _:
                raise AssertionError(code)


@pytest.fixture(params=MACHINES)
def machine(request: pytest.FixtureRequest) -> Machine:
    return MACHINES[request.param]


def test_calls_of_the_table_are_refused_on_each_machine(machine: Machine) -> None:
    for name, number in numbers(REFUSED, machine).items():
        assert verdict(machine, number) == NOT_PERMITTED, name


def test_all_other_calls_are_allowed(machine: Machine) -> None:
    known = {*numbers(REFUSED, machine).values(), *numbers(CHECKED, machine).values()}
    for number in {*range(NEWEST + 1)} - known:
        assert verdict(machine, number) == ALLOWED, number


def test_calls_of_another_machine_end_the_process_and_later_ones_do_not_exist(machine: Machine) -> None:
    assert verdict(machine, 0, architecture=0x40000003) == KILLED  # i386 by int 0x80
    assert verdict(machine, 0, architecture=0x40000028) == KILLED  # ARM of 32 bits
    assert verdict(machine, 0x40000000) == NOT_PERMITTED  # x32's read
    assert verdict(machine, 0x40000000 | 520) == NOT_PERMITTED  # x32's execve
    assert verdict(machine, 0xFFFFFFFF) == NOT_PERMITTED
    assert verdict(machine, NEWEST + 1) == NO_SUCH_CALL


READ, WRITE, BOTH, CREATE, TRUNCATE, APPEND, CLOSE_ON_EXEC = 0, 1, 2, 0o100, 0o1000, 0o2000, 0o2000000


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("openat", (0xFFFFFF9C, 0, READ | CLOSE_ON_EXEC), ALLOWED),
        ("openat", (0xFFFFFF9C, 0, WRITE), NOT_PERMITTED),
        ("openat", (0xFFFFFF9C, 0, BOTH | APPEND), NOT_PERMITTED),
        ("openat", (0xFFFFFF9C, 0, CREATE), NOT_PERMITTED),
        ("openat", (0xFFFFFF9C, 0, TRUNCATE), NOT_PERMITTED),
        ("open", (0, READ | CLOSE_ON_EXEC), ALLOWED),
        ("open", (0, WRITE | CREATE), NOT_PERMITTED),
        ("openat2", (), NO_SUCH_CALL),
        ("clone3", (), NO_SUCH_CALL),
        ("clone", (0x003D0F00,), ALLOWED),  # what pthread_create asks for
        ("clone", (17,), NOT_PERMITTED),  # fork: SIGCHLD
        ("clone", (0x4100 | 17,), NOT_PERMITTED),  # vfork
        ("clone", (0x10000000,), NOT_PERMITTED),  # a user namespace
        ("kill", (PROCESS, 10), ALLOWED),
        ("kill", (PROCESS + 1, 10), NOT_PERMITTED),
        ("kill", (0, 10), NOT_PERMITTED),  # its group
        ("kill", (0xFFFFFFFFFFFFFFFF, 10), NOT_PERMITTED),  # everybody
        ("tgkill", (PROCESS, 5, 6), ALLOWED),
        ("tgkill", (1, 5, 6), NOT_PERMITTED),
        ("tkill", (1, 6), NOT_PERMITTED),
        ("prlimit64", (0, 7, 0, 0), ALLOWED),
        ("prlimit64", (PROCESS, 7, 0, 0), ALLOWED),
        ("prlimit64", (1, 7, 0, 0), NOT_PERMITTED),
        ("ioctl", (0, 0x5401), ALLOWED),
        ("ioctl", (0, 0x5451), ALLOWED),
        ("ioctl", (0, 0x5412), NOT_PERMITTED),  # typing at a terminal (TIOCSTI)
        ("ioctl", (0, 0x1_0000_5412), NOT_PERMITTED),  # the kernel takes its lower half
        ("fcntl", (0, 1030), ALLOWED),  # F_DUPFD_CLOEXEC
        ("fcntl", (0, 8), NOT_PERMITTED),
        ("fcntl", (0, 1024), NOT_PERMITTED),
    ],
)
def test_calls_that_are_refused_by_what_they_are_asked(
    name: str, arguments: Sequence[int], expected: int, machine: Machine
) -> None:
    number = numbers(CHECKED, machine).get(name)
    if number is None:
        pytest.skip(f"this machine has no {name}")
    assert verdict(machine, number, *arguments) == expected


def test_every_checked_call_is_among_them(machine: Machine) -> None:
    for name, number in numbers(CHECKED, machine).items():
        assert {verdict(machine, number, *[value] * 6) for value in (0, 8, 0xFFFF)} != {ALLOWED}, name


HEADERS = {
    "x86_64": Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
    "aarch64": Path("/usr/include/asm-generic/unistd.h"),
}


@pytest.mark.parametrize("name", HEADERS)
def test_the_tables_are_those_of_the_kernel(name: str) -> None:
    """Where the kernel's headers are installed; a call that is newer than they are is passed over."""
    if not HEADERS[name].exists():
        pytest.skip("the kernel's headers are not installed")
    rows = re.findall(r"^#define __NR(?:3264)?_(\w+)\s+(\d+)$", HEADERS[name].read_text(), re.MULTILINE)
    known = {call: int(number) for call, number in rows}
    ours = {
        call: number for table in (REFUSED, CHECKED, SECCOMP) for call, number in numbers(table, MACHINES[name]).items()
    }
    newer = {call for call in ours if call not in known}
    assert {call: known[call] for call in ours.keys() - newer} == {call: ours[call] for call in ours.keys() - newer}
    # What the headers do not name is newer than they are, or asked for by ARM alone (renameat).
    assert all(ours[call] >= max(known.values()) for call in newer - {"renameat", "clone3", "memfd_secret"}), newer
