"""OpenDocument under a password (ISO/IEC 26300-3, 4 and 3.8): each part is deflated, then encrypted by itself.

What LibreOffice wraps as a whole (since 24.2: Argon2id, AES in GCM) is named, and not read.
"""

from __future__ import annotations

import base64
import hashlib
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from search.corpus.readers.encryption.passwords import opened, unknown

WRAPPED = "encrypted-package"
MAX_ITERATIONS = 10_000_000
MAX_KEY = 64  # bytes
_CHECKED = 1024  # bytes of a part that its checksum is of


@dataclass(frozen=True, slots=True)
class _Lock:
    """How a part is encrypted; `start` and `check` are names of hashes as hashlib has them."""

    cipher: str
    vector: bytes
    salt: bytes
    iterations: int
    key_size: int
    start: str
    check: str
    checksum: bytes

    def opened(self, password: str, data: bytes) -> bytes | None:
        """The deflated part, or None for another password."""
        key = _derived(password, self.start, self.salt, self.iterations, self.key_size)
        plain = _decrypted(self.cipher, key, self.vector, data)
        if plain is None or hashlib.new(self.check, plain[:_CHECKED]).digest() != self.checksum:
            return None
        return plain


@lru_cache(4)
def _derived(password: str, start: str, salt: bytes, iterations: int, size: int) -> bytes:
    first = hashlib.new(start, password.encode("utf-8")).digest()
    return hashlib.pbkdf2_hmac("sha1", first, salt, iterations, size)


def _decrypted(cipher: str, key: bytes, vector: bytes, data: bytes) -> bytes | None:
    from cryptography.hazmat.decrepit.ciphers.algorithms import Blowfish
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    made: Cipher[Any]
    if cipher == "blowfish":
        from cryptography.hazmat.decrepit.ciphers.modes import CFB

        made = Cipher(Blowfish(key), CFB(vector))
    else:
        data = data[: len(data) - len(data) % 16]
        made = Cipher(algorithms.AES(key), modes.CBC(vector))
    decryptor = made.decryptor()
    plain = decryptor.update(data) + decryptor.finalize()
    if cipher == "blowfish":
        return plain
    filling = plain[-1] if plain else 0  # XML Encryption 1.1, 5.2: the last byte counts what fills the block
    return plain[:-filling] if 0 < filling <= 16 else None


def opener(
    path: Path, manifest: Element | None, part: Callable[[str], bytes], passwords: Sequence[str]
) -> Callable[[str, bytes, int], bytes] | None:
    """What makes a part readable, by its name, its bytes and how many to unpack at most; None where nothing is locked.

    `part` gives the bytes of a part as they are. Raises CorpusError where no password fits, or where the encryption is
    another.
    """
    locks = dict(_locks(path, manifest if manifest is not None else ()))
    if not locks:
        return None
    name = min(locks, key=lambda name: (name != "meta.xml", name))  # any will do; this is a small one
    data = part(name)

    def fits(password: str) -> str | None:
        return password if locks[name].opened(password, data) is not None else None

    password = opened(path, passwords, fits, rounds=locks[name].iterations)

    def open_(name: str, data: bytes, most: int) -> bytes:
        lock = locks.get(name)
        if lock is None:
            return data
        plain = lock.opened(password, data)
        if plain is None:
            raise ValueError("a part that the document's password does not open")
        return zlib.decompressobj(-15).decompress(plain, most)

    return open_


def _locks(path: Path, manifest: Iterable[Element]) -> Iterable[tuple[str, _Lock]]:
    for entry in manifest:
        data = _child(entry, "encryption-data")
        if data is None:
            continue
        name = _get(entry, "full-path")
        algorithm, derivation, start = (
            _child(data, tag) for tag in ("algorithm", "key-derivation", "start-key-generation")
        )
        method = _get(derivation, "key-derivation-name")
        cipher, key_size = _cipher(_get(algorithm, "algorithm-name"), _get(derivation, "key-size"))
        if name == WRAPPED or not cipher or not method.lower().endswith("pbkdf2"):
            raise unknown(path.name, ", ".join(filter(None, (_last(method), _last(_get(algorithm, "algorithm-name"))))))
        iterations = int(_get(derivation, "iteration-count") or "1024")
        if not 0 < iterations <= MAX_ITERATIONS or not 0 < key_size <= MAX_KEY:
            raise unknown(path.name, f"a password hashed {iterations:,} times")
        yield (
            name,
            _Lock(
                cipher,
                base64.b64decode(_get(algorithm, "initialisation-vector")),
                base64.b64decode(_get(derivation, "salt")),
                iterations,
                key_size,
                _hash(_get(start, "start-key-generation-name")),
                _hash(_get(data, "checksum-type")),
                base64.b64decode(_get(data, "checksum")),
            ),
        )


def _child(element: Element | None, name: str) -> Element | None:
    return next((one for one in (element if element is not None else ()) if one.tag.endswith("}" + name)), None)


def _get(element: Element | None, name: str) -> str:
    items = element.items() if element is not None else ()
    return next((value for key, value in items if key.endswith("}" + name)), "")


def _last(name: str) -> str:
    """A name without what it is in: "argon2id" of "urn:…:argon2id"."""
    return name.rpartition("#")[2].rpartition(":")[2]


def _cipher(name: str, size: str) -> tuple[str, int]:
    """Kind of cipher and bytes of its key; "" for one that is not read."""
    short = _last(name).lower()
    if short.startswith("blowfish"):
        return "blowfish", int(size or "16")
    if short in ("aes128-cbc", "aes192-cbc", "aes256-cbc"):
        return "aes", int(size or "0") or int(short[3:6]) // 8
    return "", 0


def _hash(name: str) -> str:
    return "sha256" if "256" in name else "sha1"  # "SHA1", "SHA1/1K", "…#sha1", "…#sha256", "…#sha256-1k"
