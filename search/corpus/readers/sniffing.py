"""What a file without an ending is, by its first bytes: mail folders name their files `1354585346.000265:2,`."""

from __future__ import annotations

import io
import re
import zipfile

from search.corpus.readers import Reader, reader_for
from search.corpus.readers.mail.mail import looks_like_box, looks_like_mail

_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html)\b", re.I | re.DOTALL
)
_MIMETYPES = {
    b"application/epub+zip": ".epub",
    b"application/vnd.oasis.opendocument.text": ".odt",
    b"application/vnd.oasis.opendocument.presentation": ".odp",
    b"application/vnd.oasis.opendocument.spreadsheet": ".ods",
}
_OOXML = (("word/", ".docx"), ("ppt/", ".pptx"), ("xl/", ".xlsx"))
_PACKAGE = ("[Content_Types].xml", "_rels/.rels")  # ECMA-376-2, 9.2 and 9.3: what makes an archive a package
_PACKED = {b"\x1f\x8b": ".gz", b"BZh": ".bz2", b"\xfd7zXZ\x00": ".xz"}
_OLE_STREAMS = (("__substg1.0_", ".msg"), ("WordDocument", ".doc"), ("Workbook", ".xls"))
_MAX_CONTROLS = 0.01  # of a text's first bytes


def sniffed(data: bytes) -> Reader | None:
    """The reader for the bytes of a file (the first 64 KB are enough but for office files), or None."""
    ending = _ending(data)
    return reader_for(f"x{ending}") if ending else None


def _ending(data: bytes) -> str:
    if b"%PDF-" in data[:1024]:
        return ".pdf"
    if data.startswith(b"PK\x03\x04"):
        return _packed(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return next((ending for name, ending in _OLE_STREAMS if name.encode("utf-16-le") in data), "")
    if data.startswith(b"{\\rtf"):
        return ".rtf"
    if packed := next((ending for mark, ending in _PACKED.items() if data.startswith(mark)), ""):
        return packed
    if data[257:262] == b"ustar":  # POSIX.1-1988, 10.1.1
        return ".tar"
    if _HTML.match(data[:4096]):
        return ".html"
    if looks_like_box(data):
        return ".mbox"
    if looks_like_mail(data):
        return ".eml"
    return ".txt" if _is_text(data[:8192]) else ""


def _packed(data: bytes) -> str:
    if data[30:38] == b"mimetype":
        named = data[38:120]
        return next((ending for kind, ending in _MIMETYPES.items() if named.startswith(kind)), "")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, LookupError):
        # Damaged, or the first bytes alone: names stand among them too, if perhaps those of a document in an archive.
        return next((ending for folder, ending in _OOXML if folder.encode() in data), ".zip")
    if not any(name in _PACKAGE for name in names):
        return ".zip"
    return next((ending for folder, ending in _OOXML if any(name.startswith(folder) for name in names)), ".zip")


def _is_text(sample: bytes) -> bool:
    controls = sum(byte < 32 and byte not in (9, 10, 12, 13, 27) for byte in sample)
    return bool(sample.strip()) and controls <= _MAX_CONTROLS * len(sample)
