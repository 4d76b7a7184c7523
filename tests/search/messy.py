"""A folder with one of everything that a folder may hold: what is read, and all that is not."""

from __future__ import annotations

import io
import os
import tarfile
import zipfile
from pathlib import Path

LOCKED = Path(__file__).resolve().parent.parent / "data" / "formats" / "locked.pdf"

WORDS = "The harbour council met at the old bridge of Tarn, and Ana Ruiz spoke of the cracks in its piers.\n"

MAIL = """From ana@example.org Tue Mar  2 10:00:00 2021
From: Ana Ruiz <ana@example.org>
To: Council <council@example.org>
Subject: Cracks
Date: Tue, 2 Mar 2021 10:00:00 +0000

The bridge has cracks, and nobody listens to the engineer of Tarn.

From council@example.org Wed Mar  3 10:00:00 2021
From: Council <council@example.org>
To: Ana Ruiz <ana@example.org>
Subject: Re: Cracks
Date: Wed, 3 Mar 2021 10:00:00 +0000

The council has read the letter of the engineer, and will meet on Friday.
"""

TABLE = """id,title,text
1,First post,"The ferry sails twice a day, and it is never on time in the winter."
2,Second post,"The bridge was closed on Monday, since the cracks in its piers had grown."
3,Third post,""
"""

CODEBOOK = 'title: A mess\nexclude: ["drafts/*"]\n'


def make(folder: Path) -> Path:
    """The folder `folder/mess`; beside it lies what links lead out to."""
    mess, outside = folder / "mess", folder / "outside"
    for name in ("drafts", ".git/objects", "deep/.cache", "a  b"):
        (mess / name).mkdir(parents=True)
    outside.mkdir()
    (outside / "far.txt").write_text(f"Far away: {WORDS}")
    (outside / "folder").mkdir()
    (outside / "folder" / "inner.txt").write_text(f"Within: {WORDS}")
    (outside / "folder" / ".secret").write_text("hidden, outside")
    for name in (
        "plain.txt",
        "deep/same.md",
        "drafts/first.txt",
        "a  b/c\x1b[31md.txt",
        "a  b/c[31md.txt",
        "no ending",
    ):
        (mess / name).write_text(f"Of {name.encode()!r}. {WORDS}")
    (mess / "corpus.yaml").write_text(CODEBOOK)
    _unreadable(mess)
    _links(mess, outside)
    _hidden(mess)
    _holding_many(mess)
    return mess


def _unreadable(mess: Path) -> None:
    (mess / "locked.pdf").write_bytes(LOCKED.read_bytes())
    (mess / "empty.txt").write_bytes(b"")
    (mess / "blank.txt").write_bytes(b" \n\t\n")
    (mess / "binary.dat").write_bytes(bytes(range(256)) * 8)
    (mess / "binary.txt").write_bytes(bytes(range(256)) * 40)
    for name in ("one.png", "two.PNG", "film.mkv", "data.json"):
        (mess / name).write_bytes(b"whatever")


def _links(mess: Path, outside: Path) -> None:
    (mess / "inward.txt").symlink_to(mess / "plain.txt")
    (mess / "loop").symlink_to(mess)
    (mess / "outward.txt").symlink_to(outside / "far.txt")
    (mess / "outfolder").symlink_to(outside / "folder")
    (mess / "broken.txt").symlink_to(outside / "nowhere")
    os.mkfifo(mess / "pipe.txt")


def _hidden(mess: Path) -> None:
    (mess / ".hidden.txt").write_text(WORDS)
    (mess / ".git" / "config").write_text("x")
    (mess / ".git" / "objects" / "ab").write_text("x")
    (mess / "deep" / ".cache" / "x.txt").write_text("x")
    (mess / ".link").symlink_to(mess / "deep")
    os.mkfifo(mess / ".git" / "pipe")


def _holding_many(mess: Path) -> None:
    with zipfile.ZipFile(mess / "letters.zip", "w") as archive:
        archive.writestr("in/letter.txt", f"A letter. {WORDS}")
        archive.writestr("in/photo.jpg", b"jpeg")
        archive.writestr("__MACOSX/._letter.txt", b"x")
        archive.writestr("in/empty.txt", b"")
        archive.writestr("in/locked.pdf", LOCKED.read_bytes())
    with zipfile.ZipFile(mess / "pictures.zip", "w") as archive:
        archive.writestr("photo.jpg", b"jpeg")
        archive.writestr("locked.pdf", LOCKED.read_bytes())
    with zipfile.ZipFile(mess / "nothing.zip", "w"):
        pass
    with tarfile.open(mess / "old.tar", "w") as tar:
        for name, data in (("notes.txt", f"Notes. {WORDS}".encode()), (".dotted", b"x")):
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "notes.txt"
        tar.addfile(link)
    with tarfile.open(mess / "cut.tar", "w") as tar:
        for name in ("first.txt", "second.txt"):
            data = f"{name}: {WORDS * 40}".encode()
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    whole = (mess / "cut.tar").read_bytes()
    (mess / "cut.tar").write_bytes(whole[: len(whole) // 2])
    (mess / "post.mbox").write_text(MAIL)
    (mess / "posts.csv").write_text(TABLE)


def files_below(mess: Path, *, follow: bool = False) -> set[Path]:
    """Every entry below a folder that is no folder, by its place; links to folders outside count as one, or are looked
    into with `follow`. Written anew, so that it can be compared with what the scan of the corpus does."""
    found: set[Path] = set()
    for folder, folders, files in os.walk(mess):
        here = Path(folder)
        found |= {here / name for name in files}
        for name in folders:
            place = here / name
            if place.is_symlink() and not (mess in (place.resolve(), *place.resolve().parents) and name[0] != "."):
                if follow and name[0] != ".":
                    found |= files_below(place)
                else:
                    found.add(place)
    return found
