"""A file's bytes → its documents, by the reader of its ending or of its first bytes; nothing here raises.

Whatever a file holds, it is accounted for: each part is a document or a reason why there is none.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator
from pathlib import Path

from search.corpus.readers import DEFAULTS, BoxReader, Options, Part, Raw, Reader, Refusal, reader_for
from search.corpus.readers.kinds import kind_of
from search.errors import CorpusError
from search.text.sanitise import sanitise_line

_REPORT = "Open it in the program it comes from and save it anew; and please report this."


def parts_of(name: str, data: bytes, options: Options = DEFAULTS) -> Iterator[Part]:
    """The documents of a file called `name`, and what of it is none.

    A file whose ending does not fit what it holds is read as what it is.
    """
    if kind := kind_of(name):
        yield Part("", Refusal("ignored", "No document", f"{sanitise_line(Path(name).name)} is {kind}."))
        return
    from search.corpus.readers.sniffing import sniffed  # which knows mail and pages, and so takes long to import

    reader = reader_for(name)
    if reader is not None and reader.name == "archive":
        reader = sniffed(data) or reader  # an office document is an archive too
    other = None
    if reader is not None:
        failed: Refusal | None = None
        for part in guarded(reader, name, data, options):
            if part.name or isinstance(part.found, Raw) or part.found.title not in _MAY_BE_OTHER:
                yield part
            else:
                failed = part.found
        if failed is None:
            return
        other = sniffed(data)
        if other is None or other.name in (reader.name, "txt"):
            yield Part("", failed, reader.name)
            return
    reader = other or sniffed(data)
    if reader is None:
        yield Part("", _nothing_known(name, data))
    else:
        yield from guarded(reader, name, data, options)


# What a reader says of bytes that may be those of another format.
_MAY_BE_OTHER = ("Not a text file", "Document not readable")


def _nothing_known(name: str, data: bytes) -> Refusal:
    shown = sanitise_line(Path(name).name)
    if not data.strip():
        return Refusal("set aside", "Empty document", f"{shown} is empty.", "Fill it, or take it out.")
    return Refusal("ignored", "No document", f"{shown} holds no text, or is of a format that is not known.")


def guarded(reader: Reader, name: str, data: bytes, options: Options) -> Iterator[Part]:
    """What a reader finds; what goes wrong in it is a refusal of the file, or of what is left of it."""
    path = Path(name)
    try:
        if isinstance(reader, BoxReader):
            for part in reader.read_all(path, data, options):
                yield part if part.format else Part(part.name, part.found, reader.name)
        else:
            yield Part("", reader.read(path, data, options), reader.name)
    except CorpusError as error:
        yield Part("", Refusal.of(error), reader.name)
    except MemoryError:
        message = f"{sanitise_line(path.name)} needs more memory than a file may have."
        yield Part("", Refusal("unreadable", "Document too large", message, "Split it."), reader.name)
    except Exception as error:  # noqa: BLE001 - one file must not stop the others; it is told of
        traceback.print_exc()
        message = (
            f"{sanitise_line(path.name)} broke its reader ({type(error).__name__}: {sanitise_line(str(error))[:200]})."
        )
        yield Part("", Refusal("unreadable", "Document not readable", message, _REPORT), reader.name)


def the_one(name: str, parts: Iterable[Part]) -> Raw:
    """All documents of a file as one, each under its name. Raises CorpusError where there is none."""
    read: list[tuple[str, Raw]] = []
    refused: list[Refusal] = []
    for part in parts:
        if isinstance(part.found, Raw):
            read.append((part.name, part.found))
        else:
            refused.append(part.found)
    if len(read) == 1 and not read[0][0]:
        return read[0][1]
    if not read:
        first = refused[0] if refused else Refusal("set aside", "Empty document", f"{sanitise_line(name)} is empty.")
        raise CorpusError(first.title, first.message, first.hint)
    return Raw(
        "\n\n".join(f"{inner}\n\n{raw.text}" for inner, raw in read),
        problems=tuple(problem for _, raw in read for problem in raw.problems)[:20],
        furniture=tuple(line for _, raw in read for line in raw.furniture),
    )
