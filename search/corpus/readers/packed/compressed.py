"""One file under gzip, bzip2 or xz: read by the reader of the ending before, within bounds."""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from search.corpus.readers import DEFAULTS, Options, Part, Raw, Refusal, holds_many
from search.corpus.readers.container import MAX_RATIO, broken
from search.corpus.readers.parts import parts_of, the_one
from search.errors import CorpusError
from search.text.sanitise import sanitise_line

MAX_UNPACKED = 64 * 1024 * 1024  # bytes, as much as a document may have
MAX_UNPACKED_BOX = 256 * 1024 * 1024  # bytes, as much as a file of many documents
_RATIO_FROM = 1 << 20  # bytes; below, a high ratio harms nobody
_MAX_INSIDE = {".gz": MAX_RATIO * 4, ".tgz": MAX_RATIO * 4}  # zlib reaches 1,032; the others more, for text some 20
_MAX_LEN_XZ_MEMORY = 256 << 20  # bytes; xz -9 takes 65 MB to unpack


class Compressed:
    """Reads .gz, .bz2 and .xz of any format that is read, and .tgz."""

    name = "compressed"
    suffixes: Sequence[str] = (".gz", ".bz2", ".xz", ".tgz")

    def read(self, path: Path, data: bytes, options: Options = DEFAULTS) -> Raw:
        """What the file within holds. Raises CorpusError where nothing reads it, and for a bomb."""
        return the_one(path.name, self.read_all(path, data, options))

    def read_all(self, path: Path, data: bytes, options: Options = DEFAULTS) -> Iterator[Part]:
        """The documents of the file within."""
        suffix = path.suffix.lower() if path.suffix.lower() in self.suffixes else _suffix(data)
        inner = path.name[: -len(suffix)] if path.name.lower().endswith(suffix) else path.name
        inner = f"{inner}.tar" if suffix == ".tgz" else inner
        unpacked = _unpacked(path, data, suffix, MAX_UNPACKED_BOX if holds_many(inner) else MAX_UNPACKED)
        if _suffix(unpacked):
            message = f"{sanitise_line(path.name)} holds another compressed file."
            yield Part("", Refusal("unreadable", "Packed twice", message, "Unpack it."))
            return
        yield from parts_of(inner, unpacked, options)


def _suffix(data: bytes) -> str:
    marks = {b"\x1f\x8b": ".gz", b"BZh": ".bz2", b"\xfd7zXZ\x00": ".xz"}
    return next((suffix for mark, suffix in marks.items() if data.startswith(mark)), "")


def _unpacked(path: Path, data: bytes, suffix: str, most: int) -> bytes:
    """The bytes within. Raises CorpusError for broken ones, and for more than `most`."""
    try:
        if suffix == ".bz2":
            unpacker = bz2.BZ2Decompressor()
            found, whole = unpacker.decompress(data, most + 1), unpacker.eof
        elif suffix == ".xz":
            other = lzma.LZMADecompressor(memlimit=_MAX_LEN_XZ_MEMORY)
            found, whole = other.decompress(data, most + 1), other.eof
        else:
            third = zlib.decompressobj(wbits=31)  # gzip's head and tail
            found, whole = third.decompress(data, most + 1), third.eof
    except (zlib.error, OSError, lzma.LZMAError, EOFError, ValueError) as error:
        raise broken(path, "a compressed file") from error
    if not whole and len(found) <= most:
        raise broken(path, "a compressed file")
    ratio = _MAX_INSIDE.get(suffix, MAX_RATIO * 40)
    if len(found) > most or len(found) > max(_RATIO_FROM, ratio * len(data)):
        raise CorpusError(
            "Document too large",
            f"{sanitise_line(path.name)} unpacks to more than {most >> 20} MB, or is not what it seems.",
            "Unpack it and split it, or take it out of the folder.",
        )
    return found
