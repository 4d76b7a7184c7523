"""One file under gzip: read by the reader of the ending before .gz, within bounds."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from pathlib import Path

from search.corpus.readers import Raw, reader_for
from search.corpus.readers.container import MAX_RATIO, broken
from search.corpus.readers.sniffing import sniffed
from search.errors import CorpusError
from search.text.sanitise import sanitise_line

MAX_UNPACKED = 64 * 1024 * 1024  # bytes, as much as a document may have


class Gzip:
    """Reads .gz of any format that is read."""

    name = "gz"
    suffixes: Sequence[str] = (".gz",)

    def read(self, path: Path, data: bytes) -> Raw:
        """What the file within holds. Raises CorpusError where nothing reads it, and for a bomb."""
        inner = Path(path.name[:-3] if path.name.lower().endswith(".gz") else path.name)
        unpacked = _unpacked(path, data)
        reader = reader_for(inner) or sniffed(unpacked)
        if reader is None or isinstance(reader, Gzip):
            raise CorpusError(
                "Unknown format",
                f"{sanitise_line(path.name)} holds a file that is not read.",
                "Unpack it, or take it out of the folder.",
            )
        return reader.read(inner, unpacked)


def _unpacked(path: Path, data: bytes) -> bytes:
    unpacker = zlib.decompressobj(wbits=31)  # gzip's head and tail
    try:
        found = unpacker.decompress(data, MAX_UNPACKED + 1)
    except zlib.error as error:
        raise broken(path, "a file under gzip") from error
    if not unpacker.eof and len(found) <= MAX_UNPACKED:
        raise broken(path, "a file under gzip")
    if len(found) > MAX_UNPACKED or len(found) > max(1 << 20, MAX_RATIO * 4 * len(data)):
        raise CorpusError(
            "Document too large",
            f"{sanitise_line(path.name)} unpacks to more than {MAX_UNPACKED >> 20} MB.",
            "Unpack it and split it, or take it out of the folder.",
        )
    return found
