"""Versions of what is stored: which code made it, so that other code makes it again.

Where a module has no version number of its own, the code itself is the version: a digest of the source files.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

HERE = Path(__file__).resolve().parent

# What decides on a document's text and metadata.
READING = (
    "text.py",
    "furniture.py",
    "furniture_lines.py",
    "furniture_words.py",
    "metadata.py",
    "firstlines.py",
    "codebook.py",
    "inferences.py",
    "corpus.py",
    "folder.py",
    "yamlsafe.py",
    "readers",
)
# What decides on everything that is worked out from the corpus as a whole.
WIDE = (
    "analysis",
    "analysing.py",
    "inferences.py",
    "findings.py",
    "copyrows.py",
    "resolving.py",
    "correctionrows.py",
    "corrections.py",
    "mendasked.py",
    "menddates.py",
    "mendnames.py",
    "mendsomebody.py",
    "resolved.py",
    "topicfile.py",
    "topicrows.py",
    "text.py",
    "passages.py",
    "parsing.py",
    "lexing.py",
    "querytree.py",
    "analyzer.py",
)


@lru_cache(maxsize=8)
def code_version(names: tuple[str, ...]) -> str:
    """A digest of modules and folders of this package: it changes when their code or data does."""
    digest = hashlib.sha256()
    for name in names:
        path = HERE / name
        files = sorted(f for f in path.rglob("*") if f.suffix != ".pyc" and f.is_file()) if path.is_dir() else [path]
        for file in files:
            if file.exists():
                digest.update(file.relative_to(HERE).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def installed(name: str) -> str:
    """The version of an installed package, or an empty string; the package is not imported."""
    from importlib import metadata

    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""
