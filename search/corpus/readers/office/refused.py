"""Formats that are known and not read: they are named, with what to do, rather than passed over."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from search.corpus.readers import DEFAULTS, Options, Raw
from search.errors import CorpusError
from search.text.sanitise import sanitise_line

_NEWER = {
    ".doc": ("Word", "DOCX"),
    ".dot": ("Word", "DOCX"),
    ".ppt": ("PowerPoint", "PPTX"),
    ".pps": ("PowerPoint", "PPTX"),
    ".xlsb": ("Excel", "XLSX"),
}


class OldOffice:
    """Word's and PowerPoint's binary formats of 1997 ([MS-DOC], [MS-PPT]); no free library reads them well."""

    name = "doc"
    suffixes: Sequence[str] = tuple(_NEWER)

    def read(self, path: Path, data: bytes, options: Options = DEFAULTS) -> Raw:
        """Reads what has the ending by mistake; raises CorpusError, naming the remedy, for the rest."""
        from search.corpus.readers.sniffing import sniffed

        inside = None if data.startswith(b"\xd0\xcf\x11\xe0") or b"xl/workbook.bin" in data else sniffed(data)
        if inside is not None and not isinstance(inside, OldOffice):  # RTF and HTML are often saved as .doc
            return inside.read(path, data)
        program, newer = _NEWER.get(path.suffix.lower(), ("Word", "DOCX"))
        raise CorpusError(
            "Binary format",
            f"{sanitise_line(path.name)} is in {program}'s binary format, which is not read.",
            f"Save as {newer}, in {program} or LibreOffice: soffice --headless --convert-to {newer.lower()} FILE.",
        )
