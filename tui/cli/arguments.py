"""The arguments that several subcommands share."""

from __future__ import annotations

from tui.cli.command import Argument

CORPUS = Argument(
    ("-c", "--corpus"),
    "the folder of documents, or demo; default: $SOURCEBOOK_CORPUS, then this folder if it holds a corpus.yaml",
    metavar="CORPUS",
    completes="corpus",
)
CODEBOOK = Argument(
    ("--codebook",),
    "a corpus.yaml from elsewhere (demo: the bundled one): adds its topics, document metadata and aliases",
    metavar="FILE",
    completes="file",
)
NO_CORRECTIONS = Argument(("--no-corrections",), "leave out corrections and all curated aliases", kind="flag")
JSON = Argument(("--json",), "print JSON", kind="flag")
WITHIN = Argument(
    ("--in",),
    "narrow to what this query selects, as in search",
    metavar="QUERY",
    default="",
    dest="within",
)
ON_CORPUS = (CORPUS, CODEBOOK, NO_CORRECTIONS, JSON)
