"""Office packages under a password whose ending does not tell what they are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from search.corpus.readers import DEFAULTS, Options, Raw, reader_for
from search.corpus.readers.container import broken
from search.corpus.readers.encryption.office import unlocked

_KINDS = ((b"word/", ".docx"), (b"ppt/", ".pptx"), (b"xl/", ".xlsx"))


class LockedOffice:
    """Reads what a package holds, by its own reader."""

    name = "office"
    suffixes: Sequence[str] = ()

    def read(self, path: Path, data: bytes, options: Options = DEFAULTS) -> Raw:
        """The document. Raises CorpusError where no password fits."""
        package = unlocked(path, data, options.passwords)
        ending = next((ending for folder, ending in _KINDS if folder in package), "")
        reader = reader_for(f"x{ending}")
        if reader is None:
            raise broken(path, "an office file")
        return reader.read(path, package, options)
