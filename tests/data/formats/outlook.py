"""An Outlook message byte by byte, for no free program writes one: [MS-OXMSG] in a compound file ([MS-CFB])."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from datetime import UTC, datetime

_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_NONE = 0xFFFFFFFF
_STRING, _BINARY, _TIME, _INTEGER = 0x001F, 0x0102, 0x0040, 0x0003

Tree = dict[str, "bytes | Tree"]


def storage(header: int, properties: Mapping[int, str | bytes | datetime | int]) -> Tree:
    """The streams of an object's properties; `header` is how long its property stream's head is."""
    streams: Tree = {}
    entries = b""
    for pid, value in properties.items():
        if isinstance(value, datetime):
            ticks = int((value - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds() * 10_000_000)
            entries += struct.pack("<HHIQ", _TIME, pid, 6, ticks)
        elif isinstance(value, int):
            entries += struct.pack("<HHIII", _INTEGER, pid, 6, value, 0)
        else:
            kind = _STRING if isinstance(value, str) else _BINARY
            data = value.encode("utf-16-le") if isinstance(value, str) else value
            streams[f"__substg1.0_{pid:04X}{kind:04X}"] = data
            entries += struct.pack("<HHIII", kind, pid, 6, len(data) + 2 * (kind == _STRING), 0)
    streams["__properties_version1.0"] = bytes(header) + entries
    return streams


def message(subject: str, body: str, attached: Mapping[str, bytes]) -> bytes:
    """A message from Ana Ruiz to Zoë Lindqvist on 5 February 2018."""
    tree = storage(
        32,
        {
            0x001A: "IPM.Note",
            0x0037: subject,
            0x1000: body,
            0x0C1A: "Ana Ruiz",
            0x0C1F: "ana@example.org",
            0x0039: datetime(2018, 2, 5, 10, 2, tzinfo=UTC),
        },
    )
    tree["__recip_version1.0_#00000000"] = storage(8, {0x3001: "Zoë Lindqvist", 0x3003: "zoe@example.org"})
    for number, (name, data) in enumerate(attached.items()):
        tree[f"__attach_version1.0_#{number:08X}"] = storage(8, {0x3707: name, 0x3701: data, 0x3705: 1})
    # The counts of recipients and attachments stand in the head of the message's properties ([MS-OXMSG] 2.4.1.1).
    head = struct.pack("<QIIIIQ", 0, 1, len(attached), 1, len(attached), 0)
    own = tree["__properties_version1.0"]
    assert isinstance(own, bytes)
    tree["__properties_version1.0"] = head + own[32:]
    return compound(tree)


def compound(tree: Tree) -> bytes:
    """A compound file of version 3: 512 bytes a sector, small streams in the root's, 64 bytes a piece."""
    entries: list[tuple[str, int, bytes, int, int]] = []  # name, kind, data, sibling to the right, child

    def add(branch: Tree) -> int:
        """The first child's number; the others hang to the right of it."""
        first = _NONE
        for name, value in sorted(branch.items(), key=lambda item: (len(item[0]), item[0].upper()), reverse=True):
            at = len(entries)
            entries.append((name, 2, b"", 0, 0))
            if isinstance(value, bytes):
                entries[at] = (name, 2, value, first, _NONE)
            else:
                entries[at] = (name, 1, b"", first, add(value))
            first = at
        return first

    entries.append(("Root Entry", 5, b"", _NONE, 0))
    child = add(tree)
    small = b""
    small_fat: list[int] = []
    large: list[bytes] = []
    starts: list[int] = []
    for _, kind, data, _, _ in entries:
        if kind == 2 and 0 < len(data) < 4096:
            starts.append(len(small_fat))
            pieces = -(-len(data) // 64)
            small += data.ljust(64 * pieces, b"\0")
            small_fat += [*range(len(small_fat) + 1, len(small_fat) + pieces), _END]
        elif kind == 2 and data:
            starts.append(-len(large) - 1)
            large.append(data)
        else:
            starts.append(_END)
    directory = -(-len(entries) // 4)
    tables = -(-len(small_fat) * 4 // 512)
    roots = -(-len(small) // 512)
    total = directory + tables + roots + sum(-(-len(data) // 512) for data in large)
    fats = 1
    while fats * 128 < total + fats:
        fats += 1
    fat = [_FAT] * fats
    body = b""

    def chain(data: bytes) -> int:
        """Adds a stream's sectors; the number of the first."""
        nonlocal body
        count = -(-len(data) // 512)
        first = len(fat)
        fat.extend([*range(first + 1, first + count), _END])
        body += data.ljust(512 * count, b"\0")
        return first

    directory_at = chain(bytes(512 * directory))
    tables_at = chain(struct.pack(f"<{len(small_fat)}I", *small_fat).ljust(512 * tables, b"\xff"))
    root_at = chain(small)
    large_at = [chain(data) for data in large]
    rows = b""
    for (name, kind, data, right, inner), start in zip(entries, starts, strict=True):
        if kind == 5:
            start, size, inner = root_at, len(small), child
        else:
            size = len(data)
            start = large_at[-start - 1] if start < 0 else start
        written = name.encode("utf-16-le")
        rows += written.ljust(64, b"\0") + struct.pack("<HBBIII", len(written) + 2, kind, 1, _NONE, right, inner)
        rows += bytes(36) + struct.pack("<IQ", start, size)
    body = rows.ljust(512 * directory, b"\0") + body[512 * directory :]
    fat += [_FREE] * (128 * fats - len(fat))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, fats, directory_at, 0, 4096, tables_at, tables, _END, 0)
    header += struct.pack("<109I", *range(fats), *[_FREE] * (109 - fats))
    return header + struct.pack(f"<{len(fat)}I", *fat) + body
