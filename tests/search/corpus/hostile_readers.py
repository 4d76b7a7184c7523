"""Readers that do what native code may do to the process it runs in; run in the process beside, never in a test's."""

from __future__ import annotations

import os
import time
from pathlib import Path

from search.corpus.readers import Raw


class Aborting:
    """Ends its process without an exception, as PDFium does on some files."""

    name, suffixes = "hostile", (".x",)

    def read(self, path: Path, data: bytes) -> Raw:
        os.abort()


class Hanging(Aborting):
    def read(self, path: Path, data: bytes) -> Raw:
        time.sleep(600)
        return Raw("")


class Greedy(Aborting):
    def read(self, path: Path, data: bytes) -> Raw:
        return Raw(str(len(bytearray(64 << 30))))


class Writing(Aborting):
    def read(self, path: Path, data: bytes) -> Raw:
        print("what a library has to say")
        try:
            with Path(os.environ["HOSTILE_FILE"]).open("wb") as file:
                file.write(b"x")
        except OSError:
            return Raw("refused")
        return Raw("written")
