"""Office packages under a password ([MS-OFFCRYPTO] 2.3.4): a compound file with the package as an encrypted stream.

Agile encryption (since Office 2010; LibreOffice) describes itself in XML, standard encryption (Office 2007) in a binary
header. The hashing of a password is repeated so often that trying one takes a tenth of a second.
"""

from __future__ import annotations

import base64
import hashlib
import io
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from search.corpus.readers.encryption.passwords import opened, unknown
from search.errors import CorpusError

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")  # 2.3.4.4
MAX_SPIN = 10_000_000  # 2.3.4.10: spinCount is not greater
# Under these, programs write what is protected from changes alone, and open it without a question.
WITHOUT_QUESTION = ("VelvetSweatshop", "/01Hannes Ruescher/01")
_HASHES = {"SHA1": "sha1", "SHA-1": "sha1", "SHA256": "sha256", "SHA384": "sha384", "SHA512": "sha512", "MD5": "md5"}
_SEGMENT = 4096  # bytes that are encrypted together; 2.3.4.15
_MAX_DESCRIPTION = 1 << 16  # bytes; programs write some 1,500
_STANDARD_SPIN = 50_000  # 2.3.4.7
# What parts the keys of one password from each other; 2.3.4.11 and 2.3.4.13.
_FOR_INPUT, _FOR_VALUE, _FOR_KEY = map(bytes.fromhex, ("fea7d2763b4b9e79", "d7aa0f6d3061344e", "146e0be7abacd0d6"))


def is_locked(data: bytes) -> bool:
    """Whether bytes are an office package under a password."""
    return data.startswith(OLE) and ENCRYPTED_PACKAGE in data


def unlocked(path: Path, data: bytes, passwords: Sequence[str]) -> bytes:
    """The package. Raises CorpusError where no password fits, or where the encryption is another or damaged."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            info = file.openstream("EncryptionInfo").read()
            package = file.openstream("EncryptedPackage").read()
        major, minor = struct.unpack_from("<HH", info)
        if (major, minor) == (4, 4):
            lock: _Agile | _Standard = _Agile.of(path, info[8:])
        elif minor == 2 and major in (2, 3, 4):
            lock = _Standard.of(path, info)
        else:
            raise unknown(path.name, f"version {major}.{minor}")
        (size,) = struct.unpack_from("<Q", package)
        key = opened(path, passwords, lock.key, rounds=lock.spin, always=WITHOUT_QUESTION)
        return lock.decrypted(key, package[8:])[:size]
    except CorpusError:
        raise
    except Exception as error:  # (a damaged compound file raises whatever the first wrong value leads to)
        raise unknown(path.name, "its description is damaged") from error


def _aes(key: bytes, mode: Any, data: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms

    decryptor = Cipher(algorithms.AES(key), mode).decryptor()
    return decryptor.update(data) + decryptor.finalize()


def _cbc(key: bytes, vector: bytes, data: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers import modes

    return _aes(key, modes.CBC(vector), data)


def _spun(name: str, salt: bytes, password: str, spin: int) -> bytes:
    """The password's hash, hashed again and again with a counter."""
    new = getattr(hashlib, name)
    hashed: bytes = new(salt + password.encode("utf-16-le")).digest()
    pack = struct.Struct("<I").pack
    for number in range(spin):
        hashed = new(pack(number) + hashed).digest()
    return hashed


@dataclass(frozen=True, slots=True)
class _Agile:
    """2.3.4.10 to 2.3.4.15: salts, sizes in bytes, names of hashes as hashlib has them."""

    salt: bytes
    block: int
    hash: str
    password_salt: bytes
    password_block: int
    password_hash: str
    key_size: int
    spin: int
    verifier: bytes
    verifier_hash: bytes
    key_value: bytes

    @staticmethod
    def of(path: Path, description: bytes) -> _Agile:
        """What the description says. Raises CorpusError for other ciphers than AES in CBC, and for too much hashing."""
        if len(description) > _MAX_DESCRIPTION or b"<!DOCTYPE" in description:
            raise unknown(path.name, "its description is none")
        root = ElementTree.fromstring(description[: description.rindex(b">") + 1])
        data = next(one for one in root if one.tag.endswith("}keyData"))
        key = next((one for one in root.iter() if one.tag.endswith("/password}encryptedKey")), None)
        if key is None:
            raise unknown(path.name, "by a certificate")
        for one in (data, key):
            how = f"{one.get('cipherAlgorithm')} {one.get('cipherChaining')} {one.get('hashAlgorithm')}"
            if not how.startswith("AES ChainingModeCBC ") or one.get("hashAlgorithm") not in _HASHES:
                raise unknown(path.name, how)
        spin = int(key.get("spinCount", ""))
        if not 0 <= spin <= MAX_SPIN:
            raise unknown(path.name, f"a password hashed {spin:,} times")

        def held(one: ElementTree.Element, name: str) -> bytes:
            return base64.b64decode(one.get(name, ""))

        return _Agile(
            salt=held(data, "saltValue"),
            block=int(data.get("blockSize", "")),
            hash=_HASHES[data.get("hashAlgorithm", "")],
            password_salt=held(key, "saltValue"),
            password_block=int(key.get("blockSize", "")),
            password_hash=_HASHES[key.get("hashAlgorithm", "")],
            key_size=int(key.get("keyBits", "")) // 8,
            spin=spin,
            verifier=held(key, "encryptedVerifierHashInput"),
            verifier_hash=held(key, "encryptedVerifierHashValue"),
            key_value=held(key, "encryptedKeyValue"),
        )

    def key(self, password: str) -> bytes | None:
        """The package's key, or None for another password."""
        spun = _spun(self.password_hash, self.password_salt, password, self.spin)
        vector = _sized(self.password_salt, self.password_block)

        def open_(purpose: bytes, data: bytes) -> bytes:
            key = hashlib.new(self.password_hash, spun + purpose).digest()
            return _cbc(_sized(key, self.key_size), vector, data)

        hashed = hashlib.new(self.password_hash, open_(_FOR_INPUT, self.verifier)).digest()
        if open_(_FOR_VALUE, self.verifier_hash)[: len(hashed)] != hashed:
            return None
        return open_(_FOR_KEY, self.key_value)[: self.key_size]

    def decrypted(self, key: bytes, data: bytes) -> bytes:
        """The package, segment by segment."""
        out = []
        for number, at in enumerate(range(0, len(data) - len(data) % 16, _SEGMENT)):
            vector = hashlib.new(self.hash, self.salt + struct.pack("<I", number)).digest()
            segment = data[at : at + _SEGMENT]
            out.append(_cbc(key, _sized(vector, self.block), segment[: len(segment) - len(segment) % 16]))
        return b"".join(out)


def _sized(data: bytes, size: int) -> bytes:
    return data[:size].ljust(size, b"\x36")  # 2.3.4.11


@dataclass(frozen=True, slots=True)
class _Standard:
    """2.3.4.5 to 2.3.4.9: AES in ECB, SHA-1."""

    key_size: int
    salt: bytes
    verifier: bytes
    verifier_hash: bytes
    spin: int = _STANDARD_SPIN

    @staticmethod
    def of(path: Path, info: bytes) -> _Standard:
        """What the header says. Raises CorpusError for ciphers that are not AES."""
        (size,) = struct.unpack_from("<I", info, 8)
        algorithm, _, bits = struct.unpack_from("<III", info, 20)
        if algorithm not in (0x660E, 0x660F, 0x6610) or bits not in (128, 192, 256):
            raise unknown(path.name, f"cipher {algorithm:#06x} of {bits} bits")
        at = 12 + size + 4  # past the header and the salt's size
        return _Standard(bits // 8, info[at : at + 16], info[at + 16 : at + 32], info[at + 36 : at + 68])

    def key(self, password: str) -> bytes | None:
        """The package's key, or None for another password."""
        hashed = hashlib.sha1(_spun("sha1", self.salt, password, self.spin) + bytes(4)).digest()
        halves = (bytes(byte ^ mask for byte in hashed) + 44 * bytes([mask]) for mask in (0x36, 0x5C))
        key = b"".join(hashlib.sha1(half).digest() for half in halves)[: self.key_size]
        verifier = self.decrypted(key, self.verifier)
        fits = hashlib.sha1(verifier).digest() == self.decrypted(key, self.verifier_hash)[:20]
        return key if fits else None

    def decrypted(self, key: bytes, data: bytes) -> bytes:
        """The package."""
        from cryptography.hazmat.primitives.ciphers import modes

        return _aes(key, modes.ECB(), data[: len(data) - len(data) % 16])
