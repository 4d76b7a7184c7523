"""Encrypted files: opened by the passwords of corpus.yaml, refused with what to do, and never with the password itself.

The files are of LibreOffice, 7-Zip and msoffcrypto-tool (see tests/data/formats/make_locked.py), or of qpdf here.
"""

from __future__ import annotations

import hashlib
import io
import shutil
import struct
import subprocess
import zipfile
from pathlib import Path

import olefile
import pytest
from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4
from cryptography.hazmat.primitives.ciphers import Cipher

from search import Library
from search.corpus.readers import Options, Raw, Refusal
from search.corpus.readers.encryption import office, opendocument, passwords, workbook, zipped
from search.corpus.readers.encryption.passwords import Keyring, bounded
from search.corpus.readers.isolation import process
from search.corpus.readers.parts import parts_of
from tests.data.formats.make import HERE
from tests.data.formats.outlook import compound

LOCKED = sorted((HERE / "locked").iterdir())
RIGHT = ("first", "harbour")


def found(name: str, data: bytes, *given: str) -> list[Raw | Refusal]:
    return [part.found for part in parts_of(name, data, Options(passwords=given))]


def text(name: str, data: bytes, *given: str) -> str:
    parts = found(name, data, *given)
    assert all(isinstance(part, Raw) for part in parts), parts
    return "\n".join(part.text for part in parts if isinstance(part, Raw))


def refusal(name: str, data: bytes, *given: str) -> Refusal:
    part = found(name, data, *given)[0]
    assert isinstance(part, Refusal)
    assert part.outcome == "unreadable"
    return part


@pytest.mark.parametrize("file", LOCKED, ids=lambda file: file.name)
def test_the_password_that_fits_opens_a_file(file: Path) -> None:
    got = text(file.name, file.read_bytes(), *RIGHT)
    plain = {".zip": None, ".xls": "sheet.ods", ".pptx": "slides.odp"}.get(file.suffix, f"memo{file.suffix}")
    if file.suffix in (".ods", ".xlsx"):
        plain = "sheet.ods"
    if plain is None:
        assert got == "The harbour was closed in the morning.\n" * 40 + "\nA crane.\n"
    else:
        source = HERE / ("memo.odt" if "standard.docx" in file.name else plain)
        words = text(source.name, source.read_bytes()).split()
        assert got.split()[:200] == words[:200]


@pytest.mark.parametrize("file", LOCKED, ids=lambda file: file.name)
def test_what_happened_is_told_and_no_password(file: Path) -> None:
    data = file.read_bytes()
    name = "note.txt" if file.suffix == ".zip" else file.name
    none = refusal(file.name, data)
    assert (none.title, none.message) == ("Encrypted document", f"{name} is encrypted.")
    assert "passwords:" in none.hint
    one = refusal(file.name, data, "wrongone")
    assert one.message == f"{name} is encrypted, and the password that corpus.yaml gives does not open it."
    three = refusal(file.name, data, "wrongone", "wrongtwo", "wröng\ud800")
    assert three.message == f"{name} is encrypted, and none of the 3 passwords that corpus.yaml gives opens it."
    assert not any(word in f"{said.message}{said.hint}" for said in (one, three) for word in ("wrongone", "wröng"))


@pytest.mark.parametrize("file", LOCKED, ids=lambda file: file.name)
def test_they_are_opened_in_the_process_that_has_given_up_everything(file: Path) -> None:
    parts = list(process.read_parts(file.name, file.read_bytes(), Options(passwords=RIGHT)))
    assert parts
    assert all(isinstance(part.found, Raw) for part in parts), parts


@pytest.mark.parametrize("file", LOCKED, ids=lambda file: file.name)
def test_damaged_ones_are_refused_or_read(file: Path) -> None:
    data = file.read_bytes()
    for at in range(40, len(data), max(40, len(data) // 23)):
        broken = bytearray(data)
        broken[at : at + 8] = bytes(value ^ 0x5A for value in broken[at : at + 8])
        for part in (*found(file.name, bytes(broken), "harbour"), *found(file.name, data[:at], "harbour")):
            assert isinstance(part, (Raw, Refusal))
            if isinstance(part, Refusal):
                assert part.message
                assert "broke its reader" not in part.message
                assert "harbour" not in f"{part.message}{part.hint}"


# ---- PDF -------------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="needs qpdf")
@pytest.mark.parametrize("bits", [40, 128, 256])
@pytest.mark.parametrize("aes", [False, True])
def test_pdf_by_user_and_by_owner_password(bits: int, aes: bool, tmp_path: Path) -> None:
    if bits == 40 and aes:
        pytest.skip("there is no such encryption")
    plain = (HERE / "report.pdf").read_bytes()
    for user in ("harbour", ""):
        options = ["--use-aes=y" if aes else "--use-aes=n"] if bits == 128 else []
        command = ["qpdf", "--allow-weak-crypto", "--encrypt", user, "owner", str(bits), *options, "--"]
        subprocess.run([*command, str(HERE / "report.pdf"), str(tmp_path / "a.pdf")], check=True)
        data = (tmp_path / "a.pdf").read_bytes()
        for given in (("harbour",), ("wrong", "owner")) if user else ((), ("wrong",)):
            assert text("a.pdf", data, *given) == text("report.pdf", plain)
        if user:
            assert "does not open it" in refusal("a.pdf", data, "wrong").message


# ---- office files ----------------------------------------------------------------------------------------------------


def test_a_locked_office_file_is_told_by_what_it_holds() -> None:
    for file, ending in (("locked-agile.xlsx", "doc"), ("locked-agile.docx", "xls"), ("locked-standard.pptx", "old")):
        data = (HERE / "locked" / file).read_bytes()
        assert text(f"a.{ending}", data, "harbour") == text(file, data, "harbour")
        assert "is encrypted" in refusal(f"a.{ending}", data, "wrong").message


def test_what_programs_open_without_a_question_needs_no_password() -> None:
    """A workbook that is protected from changes alone."""
    data = (HERE / "locked" / "locked-agile.xlsx").read_bytes()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(office, "WITHOUT_QUESTION", ("harbour",))
        assert "Marguerite" in text("a.xlsx", data)


def provider_locked(password: str, bits: int) -> bytes:
    """sheet.xls under RC4 by a provider ([MS-OFFCRYPTO] 2.3.5), which no program here writes; our own encryption."""
    with olefile.OleFileIO(HERE / "sheet.xls") as file:
        book = file.openstream("Workbook").read()
    salt, verifier = bytes(range(16)), bytes(range(100, 116))
    first = hashlib.sha1(salt + password.encode("utf-16-le")).digest()

    def crypt(data: bytes) -> bytes:
        out = b""
        for number, at in enumerate(range(0, len(data), 1024)):
            key = hashlib.sha1(first + struct.pack("<I", number)).digest()[: bits // 8]
            cipher = Cipher(ARC4(key.ljust(16, b"\0") if bits == 40 else key), mode=None)
            out += cipher.encryptor().update(data[at : at + 1024])
        return out

    csp = "A provider\0".encode("utf-16-le")
    header = struct.pack("<8I", 4, 0, 0x6801, 0x8004, bits, 1, 0, 0) + csp
    secret = crypt(verifier + hashlib.sha1(verifier).digest())
    held = struct.pack("<HHHII", 1, 4, 2, 4, len(header)) + header
    held += struct.pack("<I", 16) + salt + secret[:16] + struct.pack("<I", 20) + secret[16:]
    lock = struct.pack("<HH", 0x2F, len(held)) + held
    records: list[tuple[int, bytes]] = []
    at = 0
    while at + 4 <= len(book):
        kind, size = struct.unpack_from("<HH", book, at)
        body = book[at + 4 : at + 4 + size]
        if kind == 0x85:  # where the sheet begins moves by what is put in
            body = struct.pack("<I", struct.unpack_from("<I", body)[0] + len(lock)) + body[4:]
        records.append((kind, body))
        at += 4 + size
    plain, kept = b"", []
    for number, (kind, body) in enumerate(records):
        if kind in (0x809, 0xE1):
            kept.append((len(plain), 4 + len(body)))
        else:
            kept.append((len(plain), 8 if kind == 0x85 else 4))
        plain += struct.pack("<HH", kind, len(body)) + body
        if number == 0:
            kept.append((len(plain), len(lock)))
            plain += lock
    made = bytearray(crypt(plain))
    for start, size in kept:
        made[start : start + size] = plain[start : start + size]
    return compound({"Workbook": bytes(made)})


@pytest.mark.parametrize("bits", [40, 128])
def test_workbooks_of_office_2003(bits: int) -> None:
    data = provider_locked("harbour", bits)
    plain = (HERE / "sheet.xls").read_bytes()
    assert text("a.xls", data, *RIGHT) == text("sheet.xls", plain)
    assert "does not open it" in refusal("a.xls", data, "wrong").message


def test_hashing_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file says how often a password is hashed; it does not say how long it takes."""
    assert len(bounded(["x"] * 1000, 1)) == passwords.MAX_TRIED
    assert len(bounded(["x"] * 1000, passwords.MAX_ROUNDS // 3)) == 3
    assert len(bounded(["x"], 10 * passwords.MAX_ROUNDS)) == 1
    data = (HERE / "locked" / "locked-agile.docx").read_bytes()
    monkeypatch.setattr(office, "MAX_SPIN", 99_999)
    said = refusal("a.docx", data, "harbour")
    assert said.message == "a.docx is encrypted in a way that is not read (a password hashed 100,000 times)."
    monkeypatch.setattr(opendocument, "MAX_ITERATIONS", 99_999)
    assert "hashed 100,000 times" in refusal("a.odt", (HERE / "locked" / "locked.odt").read_bytes(), "harbour").message


def test_more_passwords_than_are_tried_are_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "MAX_ROUNDS", 200_000)
    data = (HERE / "locked" / "locked-agile.docx").read_bytes()
    assert "first 2 passwords" in refusal("a.docx", data, "a", "b", "c").message


def test_an_archive_tries_a_password_that_fitted_first_and_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    ring = Keyring(["a", "b", "c"])
    assert list(ring.attempts(1000)) == ["a", "b", "c"]
    ring.fits("b")
    assert list(ring.attempts(1000)) == ["b", "a", "c"]
    monkeypatch.setattr(passwords, "MAX_ROUNDS", 2500)
    tired = Keyring(["a", "b"])
    assert [len(list(tired.attempts(1000))) for _ in range(3)] == [2, 1, 0]


# ---- OpenDocument ----------------------------------------------------------------------------------------------------


def test_an_encryption_that_is_not_read_is_named() -> None:
    """LibreOffice since 24.2 can wrap the whole package."""
    manifest = """<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
 xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0">
<manifest:file-entry manifest:full-path="encrypted-package"><manifest:encryption-data>
<manifest:algorithm manifest:algorithm-name="http://www.w3.org/2009/xmlenc11#aes256-gcm"/>
<manifest:key-derivation manifest:key-size="32"
 manifest:key-derivation-name="urn:org:documentfoundation:names:experimental:office:manifest:argon2id"/>
</manifest:encryption-data></manifest:file-entry></manifest:manifest>"""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("encrypted-package", bytes(64))
    said = refusal("a.odt", made.getvalue(), "harbour")
    assert said.message == "a.odt is encrypted in a way that is not read (argon2id, aes256-gcm)."
    assert "without a password" in said.hint


# ---- archives --------------------------------------------------------------------------------------------------------


def test_a_member_that_was_changed_is_not_believed() -> None:
    data = bytearray((HERE / "locked" / "locked-aes256.zip").read_bytes())
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        info = archive.getinfo("note.txt")
    assert zipped.unlocked(bytes(data), info, b"harbour", 1 << 20) is not None
    assert zipped.unlocked(bytes(data), info, b"wrong", 1 << 20) is None
    at = info.header_offset + 30 + len("note.txt") + 11 + 16 + 2 + 20
    data[at] ^= 1
    assert zipped.unlocked(bytes(data), info, b"harbour", 1 << 20) is None


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "cp850"])
@pytest.mark.parametrize("password", ["hafen", "Häfen"])
def test_a_password_is_tried_as_programs_write_its_letters(encoding: str, password: str) -> None:
    data = (HERE / "locked" / "locked-aes256.zip").read_bytes()
    assert password.encode(encoding) in set(zipped.encoded(password))
    assert len(list(zipped.encoded("hafen"))) == 1
    assert "none of the 2" in refusal("a.zip", data, password, "\ud800").message


def test_a_locked_member_unpacks_within_bounds() -> None:
    data = (HERE / "locked" / "locked-aes128.zip").read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert len(zipped.unlocked(data, archive.getinfo("note.txt"), b"harbour", 100) or b"") == 101


# ---- in a corpus -----------------------------------------------------------------------------------------------------


def test_passwords_of_corpus_yaml_open_files_and_are_kept_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, cache = tmp_path / "corpus", tmp_path / "cache"
    folder.mkdir()
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    for name in ("locked.odt", "locked-agile.xlsx", "locked-aes256.zip"):
        shutil.copy(HERE / "locked" / name, folder / name)
    (folder / "corpus.yaml").write_text("passwords: [Qwertz-1955, harbour-not]\n")
    with Library(folder) as library:
        library.update(analyse=False)
        assert not library.documents()
        why = [one.why for one in library.account().unread if one.title == "Encrypted document"]
        assert len(why) == 4
        assert all("none of the 2 passwords" in one for one in why)
        (folder / "corpus.yaml").write_text("passwords: [Qwertz-1955, harbour]\n")
        library.update(analyse=False)
        assert [document.id for document in library.documents()] == [
            "locked-aes256.zip/note.txt",
            "locked-aes256.zip/tiny.txt",
            "locked-agile.xlsx",
            "locked.odt",
        ]
    kept = [file for file in cache.rglob("*") if file.is_file()]
    assert kept
    assert not any(b"Qwertz-1955" in file.read_bytes() for file in kept)


def test_a_workbook_without_a_password_is_left_as_it_is() -> None:
    data = (HERE / "sheet.xls").read_bytes()
    assert workbook.unlocked(Path("a.xls"), data, ("x",)) is data
