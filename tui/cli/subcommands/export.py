"""`sourcebook export`: what was found, in the formats of other programs."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from search.errors import CorpusError, StorageError
from search.exports import Format, check_target
from tui.cli.library import bring_up_to_date, library, narrowed
from tui.cli.output import note
from tui.cli.subcommands.compare import chosen
from tui.wording import exported_words


def run(arguments: Namespace) -> int:
    """Print or write the export; returns 0 where it holds anything, else 1."""
    target = Path(arguments.output).expanduser() if arguments.output not in (None, "-") else None
    if target is not None:
        _check(target, force=arguments.force)
    with library(arguments) as opened:
        form = arguments.format or form_for(opened.formats, arguments.WHAT, target)
        if arguments.DOC and arguments.WHAT != "brief":
            raise CorpusError(
                "No sources here", f"{arguments.WHAT} takes no documents.", "A brief does; --in narrows every export."
            )
        bring_up_to_date(opened, analyse=True)
        docs = chosen(arguments.DOC, opened.documents()) if arguments.DOC else None
        made = opened.export(arguments.WHAT, form, narrowed(opened, arguments.within), docs)
    if target is None:
        written(made.text)
    else:
        made.write(target, replace=arguments.force)
        note(f"{target}: {exported_words(arguments.WHAT, made.rows)}")
    if made.note:
        note(made.note)
    return 0 if made.rows else 1


def _check(target: Path, *, force: bool) -> None:
    """Tell what is wrong with a file's name before the work begins. Raises StorageError."""
    if target.is_file() and not force:
        raise StorageError("The file is there already", f"{target} exists.", "Name another, or add --force.")
    check_target(target, replace=force)


def written(text: str) -> None:
    """Write to standard output. Raises StorageError where it is closed or its disk is full."""
    out = sys.stdout
    if out is None:  # closed by whoever started us
        raise StorageError("Cannot write", "Standard output is closed.", "Name a file with --output.")
    reconfigure = getattr(out, "reconfigure", None)
    if reconfigure is not None:
        # Line ends as the format wants them, UTF-8 whatever the locale.
        reconfigure(encoding="utf-8", errors="backslashreplace", newline="")
    try:
        out.write(text)
        out.flush()
    except BrokenPipeError:  # the reader has seen enough: the program ends as others do
        raise
    except OSError as error:
        raise StorageError(
            "Cannot write", f"Standard output: {error.strerror or error}.", "Make room there."
        ) from error


def form_for(formats: Sequence[Format], what: str, target: Path | None) -> str:
    """The format that a file's ending asks for; JSON (else the first there is) without a file.

    Raises CorpusError where the ending is none of this export's.
    """
    own = [(row.form, row.suffix) for row in formats if row.what == what]
    if target is None:
        return own[0][0]
    fits = [(form, suffix) for form, suffix in own if target.name.endswith(f".{suffix}")]
    if not fits:
        endings = ", ".join(f".{suffix} ({form})" for form, suffix in own)
        raise CorpusError(
            "No such format", f"{target.name} does not say which.", f"Add --format, or end it: {endings}."
        )
    return max(fits, key=lambda row: len(row[1]))[0]
