"""Mail: who wrote what, without what they quote; attachments by their readers; boxes message by message."""

from __future__ import annotations

import random
from email.message import EmailMessage
from pathlib import Path

import pytest

from search.corpus.corpus import Corpus
from search.corpus.readers import Raw, reader_for
from search.corpus.readers.mail.mail import Box, parted
from search.corpus.readers.parts import the_one
from search.corpus.readers.sniffing import sniffed
from search.errors import CorpusError
from tests.data.formats import outlook
from tests.data.formats.make import HERE, PARAGRAPHS

REPLY = """I agree.

On Mon, 5 Feb 2018 at 10:02, Ana Ruiz <ana@example.org> wrote:
> The cranes are closed.
> All of them.
"""


def mail(text: str = "The cranes are closed.\n", **headers: str) -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Ana Ruiz <ana@example.org>"
    made["To"] = "Zoë Lindqvist <zoe@example.org>, office@example.org"
    made["Date"] = "Mon, 05 Feb 2018 23:30:00 +0100"
    made["Subject"] = "Cranes – a première"
    for name, value in headers.items():
        made[name] = value
    made.set_content(text)
    return made


def read(data: bytes, name: str = "a.eml") -> Raw:
    reader = reader_for(name)
    assert reader is not None
    return reader.read(Path(name), data)


def test_headers_are_metadata_and_stand_first() -> None:
    raw = read(mail(Cc="Peter Obasi <p@example.org>").as_bytes())
    assert raw.meta == {"title": "Cranes – a première", "author": "Ana Ruiz", "published": "2018-02-05"}
    assert raw.text.split("\n") == [
        "From: Ana Ruiz <ana@example.org>",
        "To: Zoë Lindqvist <zoe@example.org>, office@example.org",
        "Cc: Peter Obasi <p@example.org>",
        "",
        "The cranes are closed.",
    ]


def test_a_quotation_is_set_aside() -> None:
    raw = read(mail(REPLY).as_bytes())
    assert raw.text.endswith("I agree.")
    assert raw.furniture == (REPLY.partition("\n\n")[2].strip(),)


@pytest.mark.parametrize(
    ("text", "own", "quoted"),
    [
        ("Yes.\n> Will you?\nNo.\n> Sure?\n", "Yes.\nNo.\n", "> Will you?\n> Sure?"),
        (
            "See below.\n-----Original Message-----\nFrom: A\n\nOld.",
            "See below.",
            "-----Original Message-----\nFrom: A\n\nOld.",
        ),
        ("On Monday she wrote:\nnothing.", "On Monday she wrote:\nnothing.", ""),
        ("> only\n> a quotation", "> only\n> a quotation", ""),
        (
            "So.\n\nAm 5. Februar schrieb Ana\n<ana@example.org>:\n\n> Alt.",
            "So.\n",
            "Am 5. Februar schrieb Ana\n<ana@example.org>:\n> Alt.",
        ),
    ],
)
def test_own_words_and_quoted_ones(text: str, own: str, quoted: str) -> None:
    found = parted(text)
    assert found[0].strip("\n") == own.strip("\n")
    assert "\n".join(line for line in "\n".join(found[1]).split("\n") if line) == "\n".join(
        line for line in quoted.split("\n") if line
    )


def test_a_forwarded_message_stays() -> None:
    forwarded = mail("For you.\n-----Original Message-----\nFrom: X\n\nThe old words.\n")
    del forwarded["Subject"]
    forwarded["Subject"] = "FW: cranes"
    raw = read(forwarded.as_bytes())
    assert "The old words." in raw.text
    assert raw.furniture == ()


def test_html_alone_and_beside_text() -> None:
    both = mail()
    both.add_alternative("<p>Not this.</p>", subtype="html")
    assert "Not this" not in read(both.as_bytes()).text
    html = mail()
    html.set_content(
        "<style>p{}</style><p>The <b>cranes</b><br>are closed.</p><ul><li>one</li></ul>"
        '<blockquote type="cite"><p>Quoted words.</p></blockquote>',
        subtype="html",
    )
    raw = read(html.as_bytes())
    assert raw.text.endswith("The cranes\nare closed.\n\n• one")
    assert raw.furniture == ("Quoted words.",)


def test_attachments_are_read_by_their_endings() -> None:
    made = mail()
    made.add_attachment(
        (HERE / "memo.docx").read_bytes(), maintype="application", subtype="msword", filename="a memo.docx"
    )
    made.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="picture.png")
    made.add_attachment(b"junk", maintype="application", subtype="pdf", filename="bad.pdf")
    inner = mail("Words of the inner message.\n")
    made.add_attachment(inner)
    raw = read(made.as_bytes())
    assert "Attachment: a memo.docx\n\nThe harbour of Grensholm" in raw.text
    assert PARAGRAPHS[4] in raw.text
    assert "Attachment: picture.png" in raw.text
    assert "Words of the inner message." in raw.text
    assert [problem.message for problem in raw.problems] == ["a.eml, attachment: bad.pdf is damaged, or is not a PDF."]


def test_wrong_and_unknown_charsets() -> None:
    head = b"From: a@b.c\nSubject: =?x-nonsense?Q?=E9?= =?utf-8?Q?caf=C3=A9?=\nContent-Type: text/plain; charset=%s\n"
    for charset, body in (
        (b"x-unknown", "café".encode()),
        (b"us-ascii", "café".encode("cp1252")),
        (b"cp1252", "café".encode("cp1252")),
    ):
        raw = read(head % charset + b"Content-Transfer-Encoding: 8bit\n\n" + body)
        assert raw.text.endswith("café")
        assert "café" in raw.meta["title"]


def box() -> bytes:
    parts = []
    for number, text in enumerate(("First.\nFrom here on it is quiet.\n", REPLY, "Third.\n"), 1):
        made = mail(text)
        del made["Subject"]
        made["Subject"] = f"Number {number}"
        body = made.as_bytes().replace(b"\nFrom here", b"\n>From here")
        parts.append(b"From ana@example.org Mon Feb  5 23:30:00 2018\n" + body + b"\n")
    return b"".join(parts)


def test_a_box_message_by_message() -> None:
    messages = list(Box().read_all(Path("a.mbox"), box()))
    assert [(part.name, part.found.meta["title"]) for part in messages if isinstance(part.found, Raw)] == [
        ("00001", "Number 1"),
        ("00002", "Number 2"),
        ("00003", "Number 3"),
    ]
    assert "First.\nFrom here on" in the_one("a.mbox", messages).text
    whole = read(box(), "a.mbox")
    assert [line for line in whole.text.split("\n") if line.startswith("Message ")] == [
        f"Message {number}: 2018-02-05, Number {number}" for number in (1, 2, 3)
    ]
    assert len(whole.furniture) == 1


def test_a_mail_folder(tmp_path: Path) -> None:
    for name in ("cur/1354585346.000265:2,", "cur/1354585347.M1P2.host:2,RS", "new/x", "1354585346.txt", "12.5:2,"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(mail().as_bytes())
    corpus = Corpus.open(tmp_path)
    files = corpus.files()
    assert [file.id for file in files] == [
        "12.5:2,",
        "1354585346.txt",
        "cur/1354585346.000265:2,",
        "cur/1354585347.M1P2.host:2,RS",
        "new/x",
    ]
    documents = {file.id: corpus.read(file).document for file in files}
    assert {doc.title for name, doc in documents.items() if not name.endswith(".txt")} == {"Cranes – a première"}
    assert {doc.format for doc in documents.values()} == {"txt", "mail"}


def test_what_is_no_mail_is_refused() -> None:
    for name in ("a.eml", "a.mbox"):
        with pytest.raises(CorpusError, match=name):
            read(b"Some words and no header at all.", name)


def test_files_without_an_ending_are_told_by_their_bytes() -> None:
    for data, kind in (
        (b"Return-Path: <a@b.c>\n" + mail().as_bytes(), "mail"),
        (box(), "mbox"),
        (b"Just some words.\n", "txt"),
        (b"<!DOCTYPE html><html><p>x", "html"),
        (b"\x00\x01\x02\x03" * 50, None),
    ):
        reader = sniffed(data)
        assert (reader.name if reader else None) == kind
    for file in HERE.iterdir():
        reader = sniffed(file.read_bytes()) if file.suffix not in (".py", "") else None
        if reader is not None:
            assert file.suffix in reader.suffixes, file.name


def test_a_folder_of_mail(tmp_path: Path) -> None:
    """What is quoted is kept with the document, and is not in its text."""
    (tmp_path / "a.eml").write_bytes(mail(REPLY).as_bytes())
    corpus = Corpus.open(tmp_path)
    loaded = corpus.read(corpus.files()[0])
    assert loaded.document.title == "Cranes – a première"
    assert loaded.document.published == "2018-02-05"
    assert loaded.document.format == "mail"
    assert "The cranes are closed" not in loaded.text.text
    assert any("The cranes are closed" in line for line in loaded.text.furniture)


def test_an_outlook_message() -> None:
    made = outlook.message(
        "Cranes", REPLY, {"a memo.docx": (HERE / "memo.docx").read_bytes(), "picture.png": b"\x89PNG"}
    )
    raw = read(made, "a.msg")
    assert raw.meta == {"title": "Cranes", "author": "Ana Ruiz", "published": "2018-02-05"}
    assert raw.text.startswith(
        'From: "Ana Ruiz" <ana@example.org>\nTo: Zoë Lindqvist <zoe@example.org>\n\nI agree.\n\n'
    )
    assert raw.furniture == (REPLY.partition("\n\n")[2].strip(),)
    assert PARAGRAPHS[4] in raw.text
    assert raw.text.endswith("Attachment: picture.png")
    reader = sniffed(made)
    assert reader is not None
    assert reader.name == "msg"


@pytest.mark.parametrize("seed", range(30))
def test_damaged_outlook_messages(seed: int) -> None:
    chance = random.Random(seed)
    damaged = bytearray(outlook.message("Cranes", REPLY, {"a.txt": b"Words."}))
    for _ in range(chance.randrange(1, 40)):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    try:
        read(bytes(damaged), "a.msg")
    except CorpusError as error:
        caught = error
    else:
        return
    assert "a.msg" in caught.message
