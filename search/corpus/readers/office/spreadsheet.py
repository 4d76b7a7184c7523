"""Spreadsheets: sheet by sheet, row by row; .xlsx by openpyxl (read-only), .xls by python-calamine (.ods: `odf`)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from search.corpus.readers import DEFAULTS, Options, Raw
from search.corpus.readers.blocks import MAX_TEXT, Blocks
from search.corpus.readers.container import MAX_PART, MAX_RATIO, Container, broken, encrypted
from search.corpus.readers.office.docx import core_properties
from search.errors import CorpusError
from search.model import Problem
from search.text.sanitise import sanitise_line

_WHAT = "a spreadsheet"
_MAX_CELLS = 20_000_000  # that are looked at, empty ones too: .xls has 16.8 million
_MAX_ROWS = 400_000
_MAX_COLUMNS = 2_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Xlsx:
    """Reads .xlsx and .xlsm, and their templates."""

    name = "xlsx"
    suffixes: Sequence[str] = (".xlsx", ".xlsm", ".xltx")

    def read(self, path: Path, data: bytes, options: Options = DEFAULTS) -> Raw:
        """The sheets under their names, the values of formulas as they were last reckoned."""
        parts = Container(path, data, _WHAT)  # refuses what is encrypted, or is no container
        _bounded(path, data)
        import openpyxl

        out = Blocks()
        try:
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            for sheet in sheets:
                sheet.reset_dimensions()  # what a sheet claims of its size fills rows that are not there
            cut = [_sheet(sheet.title, sheet.iter_rows(values_only=True), out) for sheet in sheets]
            meta = core_properties(parts)
        except CorpusError:
            raise
        except Exception as error:  # (a damaged book raises whatever the first wrong value leads to)
            raise broken(path, _WHAT) from error
        return Raw(out.text, meta, problems=_problems(path, any(cut) or out.full))


class Calamine:
    """Reads .xls, whose sheets cannot have more than 65,536 rows of 256 cells."""

    name = "xls"
    suffixes: Sequence[str] = (".xls",)

    def read(self, path: Path, data: bytes, options: Options = DEFAULTS) -> Raw:
        """The sheets under their names."""
        if not data.startswith(_OLE):
            raise broken(path, _WHAT)
        import python_calamine

        out = Blocks()
        try:
            book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
            visible = [meta.name for meta in book.sheets_metadata if str(meta.visible).endswith("Visible")]
            cut = [_sheet(name, _rows(book, name), out) for name in visible or book.sheet_names]
        except BaseException as error:  # its Rust panics are BaseExceptions
            if isinstance(error, (KeyboardInterrupt, SystemExit, GeneratorExit)):
                raise
            raise (encrypted(path) if "assword" in str(error) else broken(path, _WHAT)) from error
        return Raw(out.text, problems=_problems(path, any(cut) or out.full))


def _rows(book: Any, name: str) -> Iterator[Sequence[object]]:
    yield from book.get_sheet_by_name(name).iter_rows()


def _bounded(path: Path, data: bytes) -> None:
    """Raises CorpusError for a container of which a part is larger, or more closely packed, than any we read."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        for info in parts.infolist():
            if info.file_size > 3 * MAX_PART or info.file_size > max(1 << 20, MAX_RATIO * info.compress_size):
                raise CorpusError(
                    "Document too large",
                    f"{sanitise_line(path.name)} unpacks to more than its size allows.",
                    "Split it, or take it out of the folder.",
                )


def _sheet(name: str, rows: Iterable[Sequence[object]], out: Blocks) -> bool:
    """Adds a sheet's rows; whether some were left out."""
    named = False
    looked = 0
    for number, row in enumerate(rows):
        looked += len(row) + 1
        if number >= _MAX_ROWS or looked > _MAX_CELLS or out.full:
            return True
        cells = [_shown(cell) for cell in row[:_MAX_COLUMNS]]
        while cells and not cells[-1]:
            cells.pop()
        if cells and not named:
            out.add(name, "heading", 3)
            named = True
        if cells:
            out.row(cells)
    return False


def _shown(value: object) -> str:
    """A cell as people write it: days without midnight, whole numbers without a point, nothing for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, float):
        return f"{int(value)}" if value.is_integer() and abs(value) < 1e15 else f"{value:.12g}"
    return str(value)


def _problems(path: Path, cut: bool) -> tuple[Problem, ...]:
    if not cut:
        return ()
    message = f"{sanitise_line(path.name)}: only its first rows are read, up to {MAX_TEXT:,} characters."
    return (Problem("Document too large", message, "Split it, or save the sheets as files of their own."),)
