"""What a process that reads files gives up before it reads the first: network, writing, programs, other people's files.

A file may make a native library run code of the file's own; that code has what its process has. So the process gives
up whatever reading does not need, by what the kernel offers to everybody without a privilege: Landlock for files (what
may be read, and nothing written), a seccomp filter for calls (no network, no programs, no other processes), limits for
memory. It cannot take any of it back. What it is to read is handed to it as bytes.

Python's standard library alone is used, and nothing that takes long to import. Where the system has not got a
protection, it goes on with the others, and says which hold.
"""

from __future__ import annotations

import ctypes
import os
import stat
import struct
import sys
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Layer = Literal["privileges", "landlock", "seccomp", "limits"]
LAYERS: tuple[Layer, ...] = ("limits", "privileges", "landlock", "seccomp")

MAX_MEMORY = 2 << 30  # bytes of address space
MAX_FILES = 64  # open at once; a reader has its streams and the module that it is importing

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # calls of Landlock: the same on every machine
_NEWEST_ABI = 10  # Linux 7.2; a later kernel is asked for what this one has
# What Landlock can forbid, as the first version of its interface that has so many bits (linux/landlock.h).
_FILE_RIGHTS = ((1, 13), (2, 14), (3, 15), (5, 16), (9, 17))
_NET_RIGHTS = ((4, 2), (10, 4))
_SCOPES = ((6, 2),)  # abstract sockets and signals to processes outside
_READ_FILE, _READ_FOLDER = 1 << 2, 1 << 3
_ALL_THREADS_SINCE, _ALL_THREADS = 8, 1 << 3  # LANDLOCK_RESTRICT_SELF_TSYNC

# Where the libraries of a system lie, and the little else that C libraries and OpenSSL read: the linker's cache, the
# time zone, names of file types. Of /etc no more: it has what is for administrators, and Python may be run by one.
_SYSTEM = (
    *("/usr", "/lib", "/lib32", "/lib64", "/nix/store", "/gnu/store", "/home/linuxbrew/.linuxbrew"),
    *("/dev/null", "/dev/urandom", "/sys/devices/system/cpu"),
    *("/etc/ld.so.cache", "/etc/localtime", "/etc/timezone", "/etc/mime.types"),
    *("/etc/ssl/openssl.cnf", "/etc/pki/tls/openssl.cnf", "/etc/crypto-policies"),
)


@dataclass(frozen=True, slots=True)
class Protections:
    """Which protections hold. `landlock` is the version of its interface that is in force, 0 for none.

    `limits` are those of "memory", "files" (open at once), "size" (of a file written) and "core" that hold.
    """

    landlock: int = 0
    seccomp: bool = False
    limits: tuple[str, ...] = ()


def described(protections: Protections) -> str:
    """The protections in words for `doctor`: what a reader goes without, and what the system has not got."""
    lacking = [
        name for name, held in (("Landlock", protections.landlock), ("seccomp", protections.seccomp)) if not held
    ]
    missing = f"this system has no {' and no '.join(lacking)}"
    if len(lacking) == 2:
        limits = "limits of memory and time" if "memory" in protections.limits else "a limit of time"
        return f"{limits} only: {missing.replace(' and no ', ' or ')}"
    if not protections.landlock:
        return f"without network, writing and programs (seccomp), but may read other files: {missing}"
    if not protections.seccomp:
        return f"without writing and programs (Landlock {protections.landlock}), but with network: {missing}"
    return f"without network, writing and programs (Landlock {protections.landlock}, seccomp)"


def restrict(
    *,
    memory: int = MAX_MEMORY,
    files: int = MAX_FILES,
    readable: Iterable[Path] = (),
    layers: Collection[Layer] = LAYERS,
) -> Protections:
    """Give up what reading does not need, for good; what holds from here on. A second call can only take more away.

    Call it before anything is read that is not ours and before a thread is started: Landlock binds the calling thread
    and those it starts, others not before Linux 7.0; where others run, it does not count as held. Modules and native
    libraries can still be imported from where Python has them. `memory` is in bytes of address space, `files` the
    number open at once, `readable` further folders that may be read; tests leave some of the `layers` out.
    """
    sys.dont_write_bytecode = True  # it cannot be written, and is not tried for every module
    limits = _limited(memory, files) if "limits" in layers else ()
    if sys.platform != "linux":
        return Protections(limits=limits)
    libc = ctypes.CDLL(None, use_errno=True)
    if "privileges" in layers:
        _give_up_privileges(libc)
    # Landlock first: once the filter stands, no call that it needs need be allowed for its sake.
    landlock = _landlock(libc, readable) if "landlock" in layers else 0
    seccomp = _seccomp(libc) if "seccomp" in layers else False
    return Protections(landlock, seccomp, limits)


def _limited(memory: int, files: int) -> tuple[str, ...]:
    """Set limits that hold for native code too; those that hold.

    There is none of processes: it would count all that a user has, and threads with them.
    """
    import resource

    held = []
    for name, kind, most in (
        ("memory", "RLIMIT_AS", memory),
        ("files", "RLIMIT_NOFILE", files),
        ("size", "RLIMIT_FSIZE", 0),
        ("core", "RLIMIT_CORE", 0),
    ):
        try:
            what = getattr(resource, kind)
            _, hard = resource.getrlimit(what)
            most = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(what, (most, most))
        except (AttributeError, ValueError, OSError):
            continue  # a system without it goes without
        held.append(name)
    return tuple(held)


def _give_up_privileges(libc: ctypes.CDLL) -> None:
    """No program can gain a privilege any more (which Landlock and seccomp ask for), and root's are given up.

    Reading what belongs to others is left to root: in a container, Python itself may belong to another user.
    """
    libc.prctl(38, *map(ctypes.c_ulong, (1, 0, 0, 0)))  # PR_SET_NO_NEW_PRIVS
    version = struct.pack("=Ii", 0x20080522, 0)  # _LINUX_CAPABILITY_VERSION_3, the calling thread
    had = ctypes.create_string_buffer(24)
    if libc.capget(version, had) == 0 and any(had.raw):
        effective, permitted, *_ = struct.unpack("=6I", had.raw)
        kept = 1 << 2  # CAP_DAC_READ_SEARCH
        libc.capset(version, struct.pack("=6I", effective & kept, permitted & kept, 0, 0, 0, 0))


def _call(libc: ctypes.CDLL, number: int, *arguments: object) -> int:
    """A system call without a function of the C library. Raises OSError."""
    libc.syscall.restype = ctypes.c_long
    wide = (ctypes.c_long(given) if isinstance(given, int) else given for given in arguments)
    answer = int(libc.syscall(ctypes.c_long(number), *wide))
    if answer < 0:
        raise OSError(ctypes.get_errno(), "system call refused")
    return answer


# ---- Landlock --------------------------------------------------------------------------------------------------------


def _landlock(libc: ctypes.CDLL, readable: Iterable[Path]) -> int:
    """Forbid everything that Landlock can, but for reading where Python and its libraries lie; its version, or 0."""
    try:
        abi, rules = _ruleset(libc, min(_call(libc, _CREATE_RULESET, None, 0, 1), _NEWEST_ABI))
    except OSError:
        return 0
    try:
        for path in {*_SYSTEM, *_own(), *map(str, readable)}:
            _let_read(libc, rules, path)
        return abi if _enforced(libc, rules, abi) else 0
    except OSError:
        return 0
    finally:
        os.close(rules)


def _ruleset(libc: ctypes.CDLL, newest: int) -> tuple[int, int]:
    """Version and descriptor of an empty set of rules: the newest version that the kernel takes. Raises OSError."""
    for abi in range(newest, 0, -1):
        rights = struct.pack("=QQQ", *(_all(bits, abi) for bits in (_FILE_RIGHTS, _NET_RIGHTS, _SCOPES)))
        size = 8 if abi < _NET_RIGHTS[0][0] else 16 if abi < _SCOPES[0][0] else 24
        try:
            return abi, _call(libc, _CREATE_RULESET, rights[:size], size, 0)
        except OSError:
            if abi == 1:
                raise
    raise OSError("no Landlock")


def _all(bits: Iterable[tuple[int, int]], abi: int) -> int:
    return (1 << max((count for since, count in bits if since <= abi), default=0)) - 1


def _enforced(libc: ctypes.CDLL, rules: int, abi: int) -> bool:
    """Put the rules in force; whether all threads of the process are bound by them. Raises OSError."""
    if abi >= _ALL_THREADS_SINCE:
        try:
            return _call(libc, _RESTRICT_SELF, rules, _ALL_THREADS) == 0
        except OSError:
            pass  # what says that it is so new is not
    _call(libc, _RESTRICT_SELF, rules, 0)
    return _threads() == 1


def _let_read(libc: ctypes.CDLL, rules: int, path: str) -> None:
    """Allow reading of a file, or of a folder with all below; one that is not there is passed over. Raises OSError."""
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        rights = _READ_FILE | (_READ_FOLDER if stat.S_ISDIR(os.fstat(place).st_mode) else 0)
        _call(libc, _ADD_RULE, rules, 1, struct.pack("=Qi", rights, place), 0)  # LANDLOCK_RULE_PATH_BENEATH
    finally:
        os.close(place)


def _own() -> Iterator[str]:
    """Where Python, its packages and ours lie; never a folder that the reader's home is in, whatever sys.path says."""
    home = os.path.realpath(os.environ.get("HOME") or "/")
    libraries = os.environ.get("LD_LIBRARY_PATH", "").split(os.pathsep)
    prefixes = (sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix, sys.pycache_prefix or "")
    for path in (*prefixes, *sys.path, *libraries):
        if Path(path).is_absolute():
            place = os.path.realpath(path)
            if os.path.commonpath((place, home)) != place:
                yield place
    yield os.path.realpath(Path(__file__).parents[2])


def _threads() -> int:
    """How many threads this process has, native ones too."""
    try:
        return Path("/proc/self/task").stat().st_nlink - 2  # a folder a thread; asking needs no right to read it
    except OSError:
        import threading

        return threading.active_count()


# ---- seccomp ---------------------------------------------------------------------------------------------------------


def _seccomp(libc: ctypes.CDLL) -> bool:
    """Have the kernel refuse calls (see system_calls.py), of all threads; whether it does."""
    from search.corpus.readers.isolation.system_calls import MACHINES, SECCOMP, filter_program, numbers

    machine = MACHINES.get(os.uname().machine)
    if machine is None or sys.maxsize < 1 << 32:
        return False
    program = filter_program(machine, os.getpid())
    held = ctypes.create_string_buffer(program)
    whole = struct.pack("@HP", len(program) // 8, ctypes.addressof(held))  # struct sock_fprog
    call = numbers(SECCOMP, machine)["seccomp"]
    # SECCOMP_FILTER_FLAG_TSYNC (all threads) and _SPEC_ALLOW: without the latter, kernels before 5.16 slow down the
    # process by what only helps one that keeps secrets from itself. Before 4.17 there is no such flag.
    for flags in (1 | 1 << 2, 1):
        try:
            if _call(libc, call, 1, flags, whole) == 0:  # SECCOMP_SET_MODE_FILTER; else a thread that differs
                return True
        except OSError:
            continue
    return False
