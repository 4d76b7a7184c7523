"""Members of zip archives under AES: WinZip's AE-1 and AE-2 (WinZip's note on them, of 2009).

A member is salt, two bytes that tell most wrong passwords, what is encrypted, and ten bytes of a code over that.
"""

from __future__ import annotations

import bz2
import hashlib
import hmac
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress

METHOD = 99
ROUNDS = 1000  # of PBKDF2
_AES = 0x9901  # the extra field
_CHECK, _CODE = 2, 10  # bytes
_CHUNK = 1 << 16  # blocks of the cipher at a time


def encoded(password: str) -> Iterator[bytes]:
    """A password as programs write its letters: UTF-8, Windows' code page of Western Europe, DOS's."""
    seen = set()
    for encoding in ("utf-8", "cp1252", "cp850"):
        with suppress(UnicodeEncodeError):
            written = password.encode(encoding)
            if written not in seen:
                seen.add(written)
                yield written


def unlocked(data: bytes, info: zipfile.ZipInfo, password: bytes, most: int) -> bytes | None:
    """A member's bytes, up to `most`; None for another password. Raises ValueError for what is damaged."""
    version, strength, method = _field(info.extra)
    key_size = 8 * (strength + 1)
    head = data[info.header_offset : info.header_offset + 30]
    if head[:4] != b"PK\x03\x04" or len(head) < 30:
        raise ValueError("no member where the archive says")
    start = info.header_offset + 30 + sum(struct.unpack_from("<HH", head, 26))
    held = data[start : start + info.compress_size]
    salt, rest = held[: key_size // 2], held[key_size // 2 :]
    keys = hashlib.pbkdf2_hmac("sha1", password, salt, ROUNDS, 2 * key_size + _CHECK)
    if len(rest) < _CHECK + _CODE or rest[:_CHECK] != keys[-_CHECK:]:
        return None
    secret, code = rest[_CHECK:-_CODE], rest[-_CODE:]
    if not hmac.compare_digest(hmac.digest(keys[key_size:-_CHECK], secret, "sha1")[:_CODE], code):
        return None
    plain = _unpacked(b"".join(_counted(keys[:key_size], secret)), method, most)
    if version == 1 and len(plain) <= most and zlib.crc32(plain) != info.CRC:
        raise ValueError("a member whose sum is another")
    return plain


def _field(extra: bytes) -> tuple[int, int, int]:
    """Version, strength (1 to 3: AES of 128, 192, 256 bits) and the method of packing. Raises ValueError."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        if kind == _AES and size >= 7:
            version, _, strength, method = struct.unpack_from("<H2sBH", extra, at + 4)
            if strength in (1, 2, 3):
                return version, strength, method
        at += 4 + size
    raise ValueError("no word of how it is encrypted")


def _counted(key: bytes, data: bytes) -> Iterator[bytes]:
    """AES in counter mode, the counter from 1 with its lowest byte first (libraries have the highest first)."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
    for at in range(0, len(data), 16 * _CHUNK):
        part = data[at : at + 16 * _CHUNK]
        first = at // 16 + 1
        stream = encryptor.update(
            b"".join(number.to_bytes(16, "little") for number in range(first, first + (len(part) + 15) // 16))
        )
        mixed = int.from_bytes(part, "little") ^ int.from_bytes(stream[: len(part)], "little")
        yield mixed.to_bytes(len(part), "little")


def _unpacked(data: bytes, method: int, most: int) -> bytes:
    if method == zipfile.ZIP_STORED:
        return data[: most + 1]
    if method == zipfile.ZIP_DEFLATED:
        return zlib.decompressobj(-15).decompress(data, most + 1)
    if method == zipfile.ZIP_BZIP2:
        return bz2.BZ2Decompressor().decompress(data, most + 1)
    raise ValueError("packed in a way that is not known")
