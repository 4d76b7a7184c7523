"""Makes the encrypted files anew: python -m tests.data.formats.make_locked [FOLDER]; the password is harbour.

LibreOffice (driven by its Python) writes OpenDocument under AES, under Blowfish where it is told to write ODF 1.1,
Office's standard encryption and Excel's RC4; msoffcrypto-tool the agile encryption of newer Offices; 7-Zip archives.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.data.formats.make import HERE

PASSWORD = "harbour"
_PIPE = "sourcebook-locked"
# Source, filter, name, and whether the password is given as office packages want it.
_WRITTEN = (
    ("memo.odt", "writer8", "locked.odt", False),
    ("sheet.ods", "calc8", "locked.ods", False),
    ("sheet.ods", "MS Excel 97", "locked.xls", False),
    ("memo.odt", "MS Word 2007 XML", "locked-standard.docx", True),
    ("sheet.ods", "Calc MS Excel 2007 XML", "locked-standard.xlsx", True),
    ("slides.odp", "Impress MS PowerPoint 2007 XML", "locked-standard.pptx", True),
)
_OLD = (("memo.odt", "writer8", "locked-blowfish.odt", False),)  # of ODF 1.1
_OLD_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Common/Save/ODF">
<prop oor:name="DefaultVersion" oor:op="fuse"><value>2</value></prop></item></oor:items>"""
_SCRIPT = """
import sys, time, uno
from com.sun.star.beans import NamedValue, PropertyValue
pipe, password, source, target, name, package = sys.argv[1:]
def given(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made
def named(name, value):
    made = NamedValue()
    made.Name, made.Value = name, value
    return made
local = uno.getComponentContext()
resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
for _ in range(60):
    try:
        context = resolver.resolve("uno:pipe,name=" + pipe + ";urp;StarOffice.ComponentContext")
        break
    except Exception:
        time.sleep(0.5)
desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
document = desktop.loadComponentFromURL(uno.systemPathToFileUrl(source), "_blank", 0, (given("Hidden", True),))
secret = given("Password", password)
if package == "True":
    kind = named("CryptoType", "StrongEncryptionDataSpace")
    held = uno.Any("[]com.sun.star.beans.NamedValue", (named("OOXPassword", password), kind))
    secret = given("EncryptionData", held)
document.storeToURL(uno.systemPathToFileUrl(target), (given("FilterName", name), secret))
document.close(True)
"""


@contextmanager
def _office(settings: str = "") -> Iterator[None]:
    """LibreOffice, listening, with settings of its own."""
    with tempfile.TemporaryDirectory() as profile:
        if settings:
            (Path(profile) / "user").mkdir()
            (Path(profile) / "user" / "registrymodifications.xcu").write_text(settings, "utf-8")
        options = ["--headless", "--norestore", f"-env:UserInstallation=file://{profile}"]
        office = subprocess.Popen(["soffice", *options, f"--accept=pipe,name={_PIPE};urp;"], start_new_session=True)
        try:
            yield
        finally:
            os.killpg(office.pid, signal.SIGTERM)
            office.wait()
            time.sleep(1)


def _write(folder: Path, rows: Sequence[tuple[str, str, str, bool]]) -> None:
    for source, name, target, package in rows:
        arguments = [_PIPE, PASSWORD, str(HERE / source), str(folder / target), name, str(package)]
        subprocess.run(["/usr/bin/python3", "-c", _SCRIPT, *arguments], check=True, timeout=120)


def make(folder: Path) -> None:
    """All of them."""
    with _office():
        _write(folder, _WRITTEN)
    with _office(_OLD_SETTINGS):
        _write(folder, _OLD)
    for source, ending in (("memo", "docx"), ("sheet", "xlsx")):
        subprocess.run(
            ["msoffcrypto-tool", "-e", "-p", PASSWORD, HERE / f"{source}.{ending}", folder / f"locked-agile.{ending}"],
            check=True,
        )
    with tempfile.TemporaryDirectory() as where:
        (Path(where) / "note.txt").write_text("The harbour was closed in the morning.\n" * 40, "utf-8")
        (Path(where) / "tiny.txt").write_text("A crane.\n", "utf-8")
        for bits in (128, 256):
            archive = folder / f"locked-aes{bits}.zip"
            archive.unlink(missing_ok=True)
            command = ["7zz", "a", "-tzip", f"-p{PASSWORD}", f"-mem=AES{bits}", archive, "note.txt", "tiny.txt"]
            subprocess.run(command, check=True, cwd=where, stdout=subprocess.DEVNULL)


def main() -> int:
    missing = [name for name in ("soffice", "msoffcrypto-tool", "7zz") if shutil.which(name) is None]
    if missing:
        print(f"not installed: {', '.join(missing)}", file=sys.stderr)
        return 1
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "locked"
    folder.mkdir(exist_ok=True)
    make(folder.resolve())
    return 0


if __name__ == "__main__":
    sys.exit(main())
