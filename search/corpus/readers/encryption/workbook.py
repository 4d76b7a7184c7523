"""Excel's binary workbooks under a password ([MS-XLS] 2.2.10, 2.4.117; [MS-OFFCRYPTO] 2.3.5 and 2.3.6): RC4.

The records of the workbook stream keep their heads, and a few records stay as they are; all else is encrypted by where
it stands, with another key every 1,024 bytes.
"""

from __future__ import annotations

import hashlib
import io
import struct
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from search.corpus.readers.encryption.office import WITHOUT_QUESTION
from search.corpus.readers.encryption.passwords import opened, unknown
from search.errors import CorpusError

_BLOCK = 1024  # bytes under one key
_FILE_PASS = 0x2F
_PLAIN = (0x809, _FILE_PASS, 0x194, 0x195, 0xE1, 0x196, 0x138)  # never encrypted
_SHEET = 0x85  # of which the place of the sheet, four bytes, is not
_FOR_NOTHING = 0  # a record that no reader of this format knows
_Key = Callable[[int], bytes]
"""The key of a block by its number."""


def unlocked(path: Path, data: bytes, passwords: Sequence[str]) -> bytes:
    """A compound file with the workbook as it is without a password; `data` itself where there is none.

    Raises CorpusError where no password fits, or where the encryption is another.
    """
    import olefile

    try:
        buffer = io.BytesIO(data)
        with olefile.OleFileIO(buffer, write_mode=True) as file:
            name = next((name for name in ("Workbook", "Book") if file.exists(name)), None)
            book = file.openstream(name).read() if name else b""
            lock = next((held for kind, _, held in _records(book[:65_536]) if kind == _FILE_PASS), None)
            if lock is None:
                return data
            key = opened(path, passwords, _lock(path, lock), always=WITHOUT_QUESTION)
            file.write_stream(name, _decrypted(book, key))
            return buffer.getvalue()
    except CorpusError:
        raise
    except Exception:  # noqa: BLE001 - whatever is damaged here, the reader tells of it
        return data


def _records(book: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Kind, place and bytes of each record."""
    at = 0
    while at + 4 <= len(book):
        kind, size = struct.unpack_from("<HH", book, at)
        yield kind, at, book[at + 4 : at + 4 + size]
        at += 4 + size


def _lock(path: Path, held: bytes) -> Callable[[str], _Key | None]:
    """What a record of a password says: a way from passwords to keys, None for those that do not fit."""
    kind, major, minor = struct.unpack_from("<HHH", held)
    if kind != 1:
        raise unknown(path.name, "XOR obfuscation")
    if (major, minor) == (1, 1):
        salt, verifier, hashed = held[6:22], held[22:38], held[38:54]

        def of(password: str) -> _Key | None:
            first = hashlib.md5(password.encode("utf-16-le")).digest()[:5]
            second = hashlib.md5((first + salt) * 16).digest()[:5]
            return _fitting(lambda number: hashlib.md5(second + struct.pack("<I", number)).digest(), verifier, hashed)

        return of
    if minor != 2:
        raise unknown(path.name, f"version {major}.{minor}")
    (size,) = struct.unpack_from("<I", held, 10)
    algorithm, _, bits = struct.unpack_from("<III", held, 22)
    if algorithm != 0x6801:
        raise unknown(path.name, f"cipher {algorithm:#06x}")
    length = (bits or 40) // 8
    at = 14 + size + 4
    salt, verifier, hashed = held[at : at + 16], held[at + 16 : at + 32], held[at + 36 : at + 56]

    def of_provider(password: str) -> _Key | None:
        first = hashlib.sha1(salt + password.encode("utf-16-le")).digest()

        def key(number: int) -> bytes:
            made = hashlib.sha1(first + struct.pack("<I", number)).digest()[:length]
            return made.ljust(16, b"\0") if length == 5 else made

        return _fitting(key, verifier, hashed, "sha1")

    return of_provider


def _fitting(key: _Key, verifier: bytes, hashed: bytes, name: str = "md5") -> _Key | None:
    """The key where it fits."""
    both = _rc4(key(0), verifier + hashed)
    return key if hashlib.new(name, both[:16]).digest() == both[16:] else None


def _rc4(key: bytes, data: bytes) -> bytes:
    from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4
    from cryptography.hazmat.primitives.ciphers import Cipher

    decryptor = Cipher(ARC4(key), mode=None).decryptor()
    return decryptor.update(data) + decryptor.finalize()


def _decrypted(book: bytes, key: _Key) -> bytes:
    plain = bytearray(b"".join(_rc4(key(at // _BLOCK), book[at : at + _BLOCK]) for at in range(0, len(book), _BLOCK)))
    for kind, at, held in _records(book):
        kept = 4 + (len(held) if kind in _PLAIN else 4 if kind == _SHEET else 0)
        plain[at : at + kept] = book[at : at + kept]
        if kind == _FILE_PASS:
            plain[at : at + 2] = struct.pack("<H", _FOR_NOTHING)
    return bytes(plain[: len(book)])
