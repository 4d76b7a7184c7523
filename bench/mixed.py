"""A folder of 1,000 files of eight formats beside the same texts as .txt: read and searchable, in files a second.

Each run is a process of its own, so that the most memory it ever took can be asked for, of it and of its readers. Aim:
at least half the rate of plain text, the first hits long before the last file, at most 600 MB.
"""

from __future__ import annotations

import io
import os
import resource
import subprocess
import sys
import tempfile
import textwrap
import time
import zipfile
from email.message import EmailMessage
from html import escape
from pathlib import Path

from bench.corpus import documents
from bench.report import Row, show

FILES = 1_000
_OFFICE = "http://schemas.openxmlformats.org"
_RELATIONS = (
    f'<Relationships xmlns="{_OFFICE}/package/2006/relationships"><Relationship Id="r1" Target="word/document.xml"'
    f' Type="{_OFFICE}/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)


def _docx(lines: list[str]) -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in lines)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("_rels/.rels", _RELATIONS)
        parts.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{_OFFICE}/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>',
        )
    return out.getvalue()


def _pdf(lines: list[str]) -> bytes:
    wrapped = [piece for line in lines for piece in textwrap.wrap(line, 90) or [""]]
    pages = [wrapped[at : at + 50] for at in range(0, len(wrapped), 50)]
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for number, page in enumerate(pages):
        shown = " ".join("(" + line.translate({40: "\\(", 41: "\\)", 92: "\\\\"}) + ") '" for line in page)
        stream = f"BT /F1 10 Tf 50 780 Td 14 TL {shown} ET"
        objects.append(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>"
            f"/Contents {5 + 2 * number} 0 R>>"
        )
        objects.append(f"<</Length {len(stream)}>>stream\n{stream}\nendstream")
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj{content}endobj\n".encode("latin-1", "replace")
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode()
    tail = f"trailer<</Size {len(places) + 1}/Root 1 0 R>>startxref\n{len(out)}\n%%EOF".encode()
    return out + head + table + tail


def _html(lines: list[str]) -> bytes:
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in lines)
    menu = "<nav><a href='/'>Home</a> <a href='/n'>News</a> <a href='/s'>Sport</a></nav>"
    head = f"<head><title>{escape(lines[0])}</title></head>"
    return f"<html>{head}<body>{menu}<article>{paragraphs}</article></body></html>".encode()


def _mail(lines: list[str]) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "Ana Ruiz <ana@example.org>", "office@example.org"
    message["Subject"], message["Date"] = "Minutes", "Mon, 05 Feb 2018 10:00:00 +0000"
    message.set_content("\n\n".join(lines))
    return message.as_bytes()


def _rtf(lines: list[str]) -> bytes:
    body = "".join(line.translate({92: "\\\\", 123: "\\{", 125: "\\}"}) + "\\par\n" for line in lines)
    return ("{\\rtf1\\ansi " + body + "}").encode("cp1252", "replace")


def _text(lines: list[str]) -> bytes:
    return "\n\n".join(lines).encode()


_FORMATS = {
    **dict.fromkeys((".txt", ".md"), _text),
    **dict.fromkeys((".html", ".htm"), _html),
    ".docx": _docx,
    ".pdf": _pdf,
    ".eml": _mail,
    ".rtf": _rtf,
}


def made(mixed: Path, plain: Path) -> None:
    """The two folders: the same texts, paragraphs as prose has them."""
    for folder in (mixed, plain):
        folder.mkdir()
    endings = list(_FORMATS)
    for number, (_, text) in enumerate(documents(FILES)):
        words = text.text.split()
        lines = [" ".join(words[at : at + 70]) for at in range(0, len(words), 70)] or ["Nothing"]
        ending = endings[number % len(endings)]
        (mixed / f"{number:04}{ending}").write_bytes(_FORMATS[ending](lines))
        (plain / f"{number:04}.txt").write_bytes(_text(lines))


def read(folder: Path) -> int:
    """In a process of its own: read a folder; print seconds, seconds to the first hits, documents, MB."""
    from search import Library

    start = time.perf_counter()
    first = 0.0
    with Library(folder) as library:

        def told(_: object) -> None:
            nonlocal first
            if not first and library.status().searchable:
                first = time.perf_counter() - start

        status = library.update(told, analyse=False)
        taken = time.perf_counter() - start
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(taken, first, status.documents, most / 1024)
    return 0


def _run(folder: Path, place: Path) -> list[float]:
    env = {**os.environ, **{f"XDG_{kind}_HOME": str(place / kind) for kind in ("CACHE", "DATA", "CONFIG", "STATE")}}
    command = [sys.executable, "-m", "bench.mixed", str(folder)]
    return [float(value) for value in subprocess.check_output(command, env=env, text=True).split()]


def main() -> int:
    if len(sys.argv) > 1:
        return read(Path(sys.argv[1]))
    with tempfile.TemporaryDirectory() as where:
        place = Path(where)
        made(place / "mixed", place / "plain")
        runs = [(_run(place / "mixed", place / f"m{n}"), _run(place / "plain", place / f"p{n}")) for n in range(3)]
    mixed, plain = min(one for one, _ in runs), min(one for _, one in runs)
    assert mixed[2] == plain[2] == FILES, "every file is a document"
    show(
        [
            Row("files a second, as text", FILES / mixed[0], FILES / plain[0], plain[0] / mixed[0], "1/s", ">= .5"),
            Row("first hits after, of the whole time", mixed[1], mixed[0], mixed[1] / mixed[0], "s", "<= .5"),
            Row("most memory of a process, as text", mixed[3], plain[3], mixed[3] / plain[3], "MB", "<= 600 MB"),
        ]
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
