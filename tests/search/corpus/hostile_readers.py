"""The process that reads, with readers that do what native code may do to it; run beside, never in a test's process."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from search.corpus.readers import DEFAULTS, Options, Part, Raw, register
from search.corpus.readers.isolation.process import serve


class Aborting:
    """Ends its process without an exception, as PDFium does on some files."""

    name, suffixes = "aborting", (".aborting",)

    def read(self, path: Path, data: bytes, options: Options = DEFAULTS) -> Raw:
        os.abort()


class Hanging:
    name, suffixes = "hanging", (".hanging",)

    def read(self, path: Path, data: bytes, options: Options = DEFAULTS) -> Raw:
        time.sleep(600)
        return Raw("")


class Greedy:
    name, suffixes = "greedy", (".greedy",)

    def read(self, path: Path, data: bytes, options: Options = DEFAULTS) -> Raw:
        return Raw(str(len(bytearray(64 << 30))))


class Raising:
    name, suffixes = "raising", (".raising",)

    def read(self, path: Path, data: bytes, options: Options = DEFAULTS) -> Raw:
        raise ZeroDivisionError("nothing")


class Long:
    name, suffixes = "long", (".long",)

    def read(self, path: Path, data: bytes, options: Options = DEFAULTS) -> Raw:
        return Raw("word " * 400_000)


class Many:
    name, suffixes = "many", (".many",)

    def read(self, path: Path, data: bytes, options: Options = DEFAULTS) -> Raw:
        return Raw("")

    def read_all(self, path: Path, data: bytes, options: Options = DEFAULTS) -> Iterator[Part]:
        yield Part("1", Raw("One."))
        yield Part("2", Raw("Two."))
        os.abort()


class Writing:
    name, suffixes = "writing", (".writing",)

    def read(self, path: Path, data: bytes, options: Options = DEFAULTS) -> Raw:
        print("what a library has to say")
        try:
            with Path(os.environ["HOSTILE_FILE"]).open("wb") as file:
                file.write(b"x")
        except OSError:
            return Raw("refused")
        return Raw("written")


if __name__ == "__main__":
    for reader in (Aborting, Hanging, Greedy, Raising, Long, Many, Writing):
        register(reader())
    serve()
    sys.exit(0)
