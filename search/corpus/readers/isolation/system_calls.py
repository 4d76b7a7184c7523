"""Which calls of the kernel a process that reads may not make, as a seccomp filter: classic BPF, run at each call.

It is a list of what is refused, not of what is allowed. What Python, its libraries and native code of any version call
while they read is not ours to know: a list of what is allowed would break readers with the next C library. What lets
a process out – network, programs, other processes, writing – is known, and calls that are newer than this list are
answered as by a kernel that has not got them.

Filters see numbers, not what pointers point to. So calls that take what decides in memory (`clone3`, `openat2`) are
answered ENOSYS, for which the C libraries fall back to the calls that take it as a number.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

_Instruction = tuple[int, int, int, int]  # code, jump if true, jump if false, operand
Machine = tuple[int, int]  # AUDIT_ARCH_*, column of the table

# What os.uname() calls a machine → the kernel's name for it (linux/audit.h) and its column below.
MACHINES: dict[str, Machine] = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}

# Name, number on x86-64, number on ARM 64; "-": that machine has no such call. From the kernel's tables up to 7.0
# (arch/x86/entry/syscalls/syscall_64.tbl, scripts/syscall.tbl); tests compare them with the headers of the system.
REFUSED = """
# Network. A pair of sockets connects nothing, but no reader needs one.
socket 41 198, socketpair 53 199, connect 42 203, bind 49 200, listen 50 201, accept 43 202, accept4 288 242,
sendto 44 206, sendmsg 46 211, sendmmsg 307 269
# Programs and processes; of clone, threads are let through.
execve 59 221, execveat 322 281, fork 57 -, vfork 58 -
# Other processes: their memory, files and signals.
ptrace 101 117, process_vm_readv 310 270, process_vm_writev 311 271, process_madvise 440 440,
process_mrelease 448 448, pidfd_open 434 434, pidfd_getfd 438 438, pidfd_send_signal 424 424, kcmp 312 272,
rt_sigqueueinfo 129 138, rt_tgsigqueueinfo 297 240, migrate_pages 256 238, move_pages 279 239
# What processes share: System V memory, semaphores and queues, POSIX queues.
shmget 29 194, shmat 30 196, shmctl 31 195, semget 64 190, semop 65 193, semtimedop 220 192, semctl 66 191,
msgget 68 186, msgsnd 69 189, msgrcv 70 188, msgctl 71 187, mq_open 240 180, mq_unlink 241 181,
mq_timedsend 242 182
# Files: made, taken away, moved, changed. Landlock knows no rights of mode, owner, time and attributes.
creat 85 -, mkdir 83 -, mkdirat 258 34, mknod 133 -, mknodat 259 33, rmdir 84 -, unlink 87 -, unlinkat 263 35,
rename 82 -, renameat 264 38, renameat2 316 276, link 86 -, linkat 265 37, symlink 88 -, symlinkat 266 36,
truncate 76 45, chmod 90 -, fchmod 91 52, fchmodat 268 53, fchmodat2 452 452, chown 92 -, fchown 93 55,
lchown 94 -, fchownat 260 54, utime 132 -, utimes 235 -, futimesat 261 -, utimensat 280 88, setxattr 188 5,
lsetxattr 189 6, fsetxattr 190 7, setxattrat 463 463, removexattr 197 14, lremovexattr 198 15,
fremovexattr 199 16, removexattrat 466 466, file_setattr 469 469
# Files past their path, and what becomes of them.
name_to_handle_at 303 264, open_by_handle_at 304 265, inotify_init 253 -, inotify_init1 294 26,
inotify_add_watch 254 27, fanotify_init 300 262, fanotify_mark 301 263
# Mounts and namespaces.
mount 165 40, umount2 166 39, pivot_root 155 41, chroot 161 51, open_tree 428 428, open_tree_attr 467 467,
move_mount 429 429, fsopen 430 430, fsconfig 431 431, fsmount 432 432, fspick 433 433, mount_setattr 442 442,
statmount 457 457, listmount 458 458, unshare 272 97, setns 308 268
# Large and seldom used parts of the kernel, where its faults have been.
io_uring_setup 425 425, io_uring_enter 426 426, io_uring_register 427 427, io_setup 206 0, io_submit 209 2,
bpf 321 280, userfaultfd 323 282, perf_event_open 298 241, keyctl 250 219, add_key 248 217,
request_key 249 218, memfd_secret 447 447, modify_ldt 154 -, personality 135 92, uselib 134 -
# The machine itself.
init_module 175 105, finit_module 313 273, delete_module 176 106, kexec_load 246 104, kexec_file_load 320 294,
reboot 169 142, swapon 167 224, swapoff 168 225, acct 163 89, quotactl 179 60, quotactl_fd 443 443,
sethostname 170 161, setdomainname 171 162, settimeofday 164 170, clock_settime 227 112, adjtimex 159 171,
clock_adjtime 305 266, syslog 103 116, vhangup 153 58, iopl 172 -, ioperm 173 -, lookup_dcookie 212 18
"""
# Calls that are refused, or not, by what they are asked.
CHECKED = """
open 2 -, openat 257 56, openat2 437 437, clone 56 220, clone3 435 435, ioctl 16 29, fcntl 72 25, kill 62 129,
tkill 200 130, tgkill 234 131, prlimit64 302 261
"""
SECCOMP = "seccomp 317 277"
NEWEST = 471  # rseq_slice_yield, Linux 7.0: the last call that the tables above were chosen from

_ALLOW = 0x7FFF0000  # SECCOMP_RET_*
_KILL = 0x80000000
_EPERM = 0x00050000 | 1
_ENOSYS = 0x00050000 | 38
_LOAD, _RETURN = 0x20, 0x06  # BPF_LD|BPF_W|BPF_ABS, BPF_RET|BPF_K
_EQUAL, _ABOVE, _FROM, _ANY_BIT = 0x15, 0x25, 0x35, 0x45  # BPF_JMP|BPF_K with BPF_JEQ, BPF_JGT, BPF_JGE, BPF_JSET
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16  # offsets in struct seccomp_data; both machines are little-endian
_X32 = 0x40000000  # the bit of calls of x32, a second numbering of the same calls on x86-64

_WRITES = 0o1 | 0o2 | 0o100 | 0o1000  # O_WRONLY, O_RDWR, O_CREAT, O_TRUNC: the same on both machines
_THREAD = 0x00010000  # CLONE_THREAD
# What is asked of a file that is read: whether it is a terminal (TCGETS, TCGETS2), its size (TIOCGWINSZ), what waits
# (FIONREAD), and flags of the descriptor (FIONBIO, FIONCLEX, FIOCLEX). Others change files, and type at terminals.
_IOCTLS = (0x5401, 0x802C542A, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
# F_SETOWN, F_SETOWN_EX and F_SETSIG send signals, F_NOTIFY and F_SETLEASE watch and hold files.
_FCNTLS = (8, 15, 10, 1026, 1024)


def numbers(table: str, machine: Machine) -> dict[str, int]:
    """Call → its number on a machine, without those that it has not got."""
    rows = (
        entry.split() for line in table.splitlines() if not line.startswith("#") for entry in line.split(",") if entry
    )
    return {row[0]: int(row[1 + machine[1]]) for row in rows if row[1 + machine[1]] != "-"}


def filter_program(machine: Machine, process: int) -> bytes:
    """The filter for a machine, as `struct sock_filter`s of 8 bytes; `process` may signal itself and nobody else."""
    lines: list[_Instruction] = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, machine[0]),
        (_RETURN, 0, 0, _KILL),  # calls of another machine have other numbers
        (_LOAD, 0, 0, _NUMBER),
        (_FROM, 0, 1, _X32),
        (_RETURN, 0, 0, _EPERM),
        (_ABOVE, 0, 1, NEWEST),
        (_RETURN, 0, 0, _ENOSYS),
    ]
    for number in numbers(REFUSED, machine).values():
        lines += _when(number, [(_RETURN, 0, 0, _EPERM)])
    checks = {
        "open": _unless_bits(1, _WRITES),
        "openat": _unless_bits(2, _WRITES),
        "openat2": [(_RETURN, 0, 0, _ENOSYS)],
        "clone": [_argument(0), (_ANY_BIT, 0, 1, _THREAD), (_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _EPERM)],
        "clone3": [(_RETURN, 0, 0, _ENOSYS)],
        "ioctl": _among(1, _IOCTLS, _ALLOW, _EPERM),
        "fcntl": _among(1, _FCNTLS, _EPERM, _ALLOW),
        "kill": _among(0, (process,), _ALLOW, _EPERM),
        "tkill": _among(0, (process,), _ALLOW, _EPERM),  # its first thread: what it names is a thread
        "tgkill": _among(0, (process,), _ALLOW, _EPERM),
        "prlimit64": _among(0, (0, process), _ALLOW, _EPERM),
    }
    for name, number in numbers(CHECKED, machine).items():
        lines += _when(number, checks[name])
    lines.append((_RETURN, 0, 0, _ALLOW))
    return b"".join(struct.pack("=HBBI", *line) for line in lines)


def _when(number: int, then: Sequence[_Instruction]) -> list[_Instruction]:
    """What is done for one call; `then` returns whatever happens, so that the number stays loaded for others."""
    return [(_EQUAL, 0, len(then), number), *then]


def _argument(place: int) -> _Instruction:
    """Load the lower half of an argument: flags, commands and process ids have no more."""
    return (_LOAD, 0, 0, _ARGUMENTS + 8 * place)


def _unless_bits(place: int, bits: int) -> list[_Instruction]:
    return [_argument(place), (_ANY_BIT, 0, 1, bits), (_RETURN, 0, 0, _EPERM), (_RETURN, 0, 0, _ALLOW)]


def _among(place: int, values: Sequence[int], inside: int, outside: int) -> list[_Instruction]:
    tests = [(_EQUAL, len(values) - at, 0, value) for at, value in enumerate(values)]
    return [_argument(place), *tests, (_RETURN, 0, 0, outside), (_RETURN, 0, 0, inside)]
