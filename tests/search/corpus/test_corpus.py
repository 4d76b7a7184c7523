"""Corpus: a folder becomes documents with ids, metadata and its provenance; every trouble is named with a remedy."""

# ruff: noqa: E501 (tables and pages: a row a line)

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from search.codebook.codebook import Codebook
from search.codebook.parser import read_codebook
from search.corpus.corpus import Corpus
from search.errors import CorpusError
from search.model import Unread


def one(corpus: Corpus, name: str) -> object:
    return next(corpus.read(file) for file in corpus.files() if file.id == name)


def book(tmp_path: Path, text: str) -> Codebook:
    file = tmp_path / "corpus.yaml"
    file.write_text(text, encoding="utf-8")
    return read_codebook(file)


def test_files_are_listed_sorted_without_what_is_hidden(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "sub/c.TXT", ".hidden.txt", ".git/d.txt", "e.png", "corpus.yaml", "sub/deep/f.md"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("title: x" if name == "corpus.yaml" else "Words.")
    (tmp_path / "sub" / "loop").symlink_to(tmp_path)
    (tmp_path / "broken.txt").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe.txt")
    corpus = Corpus.open(tmp_path)
    files = corpus.files()
    assert [file.id for file in files] == ["a.md", "b.txt", "corpus.yaml", "e.png", "sub/c.TXT", "sub/deep/f.md"]
    assert files[0].size == 6
    assert files[0].mtime_ns == (tmp_path / "a.md").stat().st_mtime_ns
    assert sorted(str(problem.doc) for problem in corpus.problems) == ["broken.txt", "pipe.txt"]
    assert corpus.title == "x"


def test_names_that_no_terminal_should_see(tmp_path: Path) -> None:
    names = [
        b"a\x1b[31mb.txt",
        "a\u202eb.txt".encode(),
        b"a[31mb.txt",
        b"\xff\xfe.txt",
        b"n\nl.txt",
        b"[red]x[red].md",
    ]
    for name in names:
        (tmp_path / os.fsdecode(name)).write_text("Words.")
    corpus = Corpus.open(tmp_path)
    files = corpus.files()
    ids = [file.id for file in files]
    assert len(set(ids)) == len(names)
    assert sorted(ids) == sorted(["a[31mb.txt", "a[31mb.txt~2", "ab.txt", "unnamed.txt", "n l.txt", "[red]x[red].md"])
    for file in files:
        file.id.encode()
        assert corpus.read(file).document.words == 1


def test_metadata_order_and_provenance(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "---\ntitle: From front\ndate: May 12, 2021\nlang: en\n---\n# Heading\n\nBy Ana Ruiz\n\nProse.\n"
    )
    (tmp_path / "b.md").write_text("---\nsource: Front\n---\n# Heading\n\nProse.\n")
    (tmp_path / "c_plain.txt").write_text("A full sentence, and no more than that.\nAnother one.\n")
    (tmp_path / "corpus.yaml").write_text(
        "title: My corpus\ndocuments:\n"
        "  - {file: a.md, source: The Post, published: 2021-05, published_basis: inferred, published_why: the vote}\n"
    )
    corpus = Corpus.open(tmp_path)
    documents = {file.id: corpus.read(file).document for file in corpus.files() if file.id != "corpus.yaml"}
    a, b, c = documents["a.md"], documents["b.md"], documents["c_plain.txt"]
    assert (a.title, a.source, a.author, a.published, a.language) == (
        "From front",
        "The Post",
        "Ana Ruiz",
        "2021-05",
        "en",
    )
    assert {key: row.origin for key, row in a.provenance.items()} == {
        "title": "front matter", "source": "codebook", "published": "codebook", "author": "text", "language": "front matter",
    }  # fmt: skip
    assert a.published_inferred
    assert a.provenance["published"].why == "the vote"
    assert (b.title, b.provenance["title"].origin) == ("Heading", "text")
    assert (c.title, c.provenance["title"].origin) == ("c_plain", "file")
    assert a.sha256 == hashlib.sha256((tmp_path / "a.md").read_bytes()).hexdigest()
    assert a.format == "md"


def test_a_date_that_is_none_is_a_problem_and_stays_unknown(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ndate: last week\n---\n12 May 2021\n\nProse.\n")
    corpus = Corpus.open(tmp_path)
    loaded = corpus.read(corpus.files()[0])
    assert loaded.document.published is None
    assert "a.md" in loaded.problems[0].message
    assert "last week" in loaded.problems[0].message
    assert "21 December 2020" in loaded.problems[0].hint


def test_broken_front_matter_is_a_problem_of_the_document(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: a: b\n---\nProse.\n")
    corpus = Corpus.open(tmp_path)
    loaded = corpus.read(corpus.files()[0])
    assert loaded.text.text == "Prose."
    assert loaded.problems[0].doc == "a.md"
    assert "line 2" in loaded.problems[0].message


def test_nothing_of_a_document_reaches_out(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        '---\ntitle: "\\e[31mRed\\u202E [bold]x[/]"\nsource: "' + "s" * 5000 + '"\n---\n\x1b]0;t\x07Prose\u2066.\n'
    )
    corpus = Corpus.open(tmp_path)
    loaded = corpus.read(corpus.files()[0])
    assert loaded.document.title == "[31mRed [bold]x[/]"
    assert len(loaded.document.source or "") == 500
    assert loaded.text.text == "]0;tProse."


@pytest.mark.parametrize(
    ("make", "title"),
    [
        (lambda path: path / "missing", "No such folder"),
        (lambda path: (path / "f.txt").write_text("x") and path / "f.txt", "Not a folder"),
        (lambda path: path, "No documents"),
    ],
)
def test_folders_that_are_none(tmp_path: Path, make: object, title: str) -> None:
    with pytest.raises(CorpusError) as caught:
        Corpus.open(make(tmp_path))  # type: ignore[operator]
    assert caught.value.title == title
    assert caught.value.hint
    assert caught.value.message.startswith(str(tmp_path))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Words.")
    (tmp_path / "a.txt").chmod(0)
    (tmp_path / "sub").mkdir(mode=0)
    corpus = Corpus.open(tmp_path)
    (file,) = corpus.files()
    assert corpus.problems[0].doc == "sub"
    with pytest.raises(CorpusError, match=r"a\.txt"):
        corpus.read(file)


def test_documents_that_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "blank.txt").write_text("\u200b\n\u200b")
    (tmp_path / "pdf.txt").write_bytes(b"%PDF-1.7")
    (tmp_path / "gone.txt").write_text("x")
    corpus = Corpus.open(tmp_path)
    files = corpus.files()
    (tmp_path / "gone.txt").unlink()
    for file in files:
        with pytest.raises(CorpusError) as caught:
            corpus.read(file)
        assert file.id in caught.value.message
        assert caught.value.hint
    outcomes = {file.id: next(corpus.documents_in(file)) for file in files}
    assert {name: found.outcome for name, found in outcomes.items() if isinstance(found, Unread)} == {
        "empty.txt": "set aside",
        "blank.txt": "set aside",
        "pdf.txt": "unreadable",
        "gone.txt": "unreadable",
    }


def test_a_document_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.corpus.corpus.MAX_BYTES", 10)
    (tmp_path / "a.txt").write_text("Words and words.")
    corpus = Corpus.open(tmp_path)
    with pytest.raises(CorpusError, match=r"a\.txt"):
        corpus.read(corpus.files()[0])


# ---- corpus.yaml -----------------------------------------------------------------------------------------------


def test_a_codebook(tmp_path: Path) -> None:
    sha = "AB" * 32
    found = book(
        tmp_path,
        f"""title: Ports
documents:
  - file: sub/a.md
    same_as: {{file: other.txt, sha256: {sha}}}
    byline: Ana Ruiz
    date: 21 December 2020
topics:
  - {{name: Strikes, description: who and why, query: strike OR "dock workers"}}
aliases:
  - name: Port Authority
    type: Organization
    aliases: [the Authority, PA]
""",
    )
    assert found.title == "Ports"
    assert found.documents[0].files == ("sub/a.md", "other.txt")
    assert found.documents[0].meta == {"author": "Ana Ruiz", "published": "2020-12-21"}
    assert (
        found.for_file("sub/a.md")
        is found.for_file("elsewhere/other.txt")
        is found.for_file("x", sha.lower())
        is not None
    )
    assert found.for_file("a.md") is None
    assert found.topics[0].query == 'strike OR "dock workers"'
    assert found.aliases[0].type == "organization"
    assert found.without_aliases().aliases == ()
    assert found.digest == hashlib.sha256((tmp_path / "corpus.yaml").read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("title: x\ntopcis: []\n", 2, "“topics”"),
        ("topics:\n  - name: a\n    query: b\n  - name: A\n    query: c\n", 4, "twice"),
        ("topics:\n  - name: a\n", 2, "without a query"),
        ("topics:\n  - name: a\n    qurey: c\n", 3, "“query”"),
        ("topics: x\n", 1, "must be a list"),
        ("documents:\n  - title: a\n", 2, "without a file"),
        ("documents:\n  - file: a\n    tilte: b\n", 3, "“title”"),
        ("documents:\n  - file: a\n    published: soon\n", 3, "21 December 2020"),
        ("documents:\n  - file: a\n    published_basis: guessed\n", 3, "stated or inferred"),
        ("documents:\n  - file: a\n    sha256: 12\n", 3, "64 hexadecimal"),
        ("documents:\n  - file: [a]\n", 2, "one value"),
        ("documents:\n  - file: a\n    date: 2020\n    published: 2021\n", 4, "twice"),
        ("aliases:\n  - name: a\n    type: persn\n", 3, "“person”"),
        ("aliases:\n  - name: a\n    aliases: b\n", 3, "must be a list"),
        ("aliases:\n  - aliases: [b]\n", 2, "without a name"),
        ("- a\n", 1, "keys and values"),
        ("title: a: b\n", 1, "indentation"),
        ("title: x\ntopics: [" + "[" * 9000 + "\n", None, "nested"),
        ("title: &a [*a]\n", 1, ""),
    ],
)
def test_errors_of_a_codebook_name_line_and_remedy(tmp_path: Path, text: str, line: int | None, words: str) -> None:
    with pytest.raises(CorpusError) as caught:
        book(tmp_path, text)
    error = caught.value
    assert "corpus.yaml" in error.message
    if line is not None:
        assert f"line {line}:" in error.message
    assert words in error.message + error.hint
    assert error.hint


@given(st.text(st.sampled_from("titlefopcs:- \n[]{}&*!|>'\"#a1,"), max_size=80))
def test_any_codebook_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    file = tmp_path_factory.getbasetemp() / "any.yaml"
    file.write_text(text)
    with contextlib.suppress(CorpusError):
        read_codebook(file)


def test_an_empty_codebook_and_a_missing_one(tmp_path: Path) -> None:
    assert book(tmp_path, "# nothing yet\n").topics == ()
    with pytest.raises(CorpusError, match="nowhere"):
        read_codebook(tmp_path / "nowhere.yaml")


def test_a_codebook_lent_to_a_corpus(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Prose here.\nAnd there.\n")
    sha = hashlib.sha256((tmp_path / "a.txt").read_bytes()).hexdigest()
    (tmp_path / "corpus.yaml").write_text(
        "title: Own\ndocuments:\n  - {file: a.txt, title: Own title, author: Own author}\ntopics:\n  - {name: T, query: own}\n"
        "  - {name: U, query: own}\naliases:\n  - {name: N, aliases: [M]}\n"
    )
    lent = tmp_path / "lent.yaml"
    lent.write_text(
        f"title: Lent\ndocuments:\n  - {{sha256: {sha}, file: else.txt, title: Lent title}}\ntopics:\n  - {{name: t, query: lent}}\n"
    )
    corpus = Corpus.open(tmp_path, lent)
    document = corpus.read(corpus.files()[0]).document
    assert (corpus.title, document.title) == ("Own", "Lent title")
    assert [(topic.name, topic.query) for topic in corpus.codebook.topics] == [("U", "own"), ("t", "lent")]
    assert corpus.codebook.aliases
    assert Corpus.open(tmp_path, lent, curated=False).codebook.aliases == ()
    assert corpus.codebook.digest not in ("", Corpus.open(tmp_path).codebook.digest)


def test_the_bundled_codebook_knows_the_originals(originals: Path, seeds: Path) -> None:
    corpus = Corpus.open(originals, "demo")
    documents = [corpus.read(file).document for file in corpus.files()]
    assert all(document.source for document in documents)
    assert all(document.provenance["title"].origin == "codebook" for document in documents)
    assert {document.published for document in documents} >= {"2020-12-21"}
    assert read_codebook("demo").topics == read_codebook(seeds / "corpus.yaml").topics


def test_every_bundled_document_is_read_without_a_problem(seeds: Path) -> None:
    corpus = Corpus.open(seeds)
    for file in corpus.files():
        if not file.id.endswith(".md"):
            continue
        loaded = corpus.read(file)
        assert not loaded.problems
        assert loaded.text.furniture == ()
        assert yaml.safe_load(file.path.read_text(encoding="utf-8").split("---")[1])["title"] == loaded.document.title
