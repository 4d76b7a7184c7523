"""What was worked out stays right: replaced whole, gone with its document, made anew when damaged."""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from search.errors import CancelledError, StorageError
from search.files import dumps
from search.model import (
    Comparison,
    Conflict,
    DateValue,
    Described,
    Document,
    Entity,
    Event,
    Mention,
    Only,
    Passage,
    Problem,
    Provenance,
    StatedValue,
    Statement,
    Text,
    Topic,
)
from search.store import serialization as rows
from search.store.documents import Read, Reading
from search.store.findings import TABLES, StoredFindings
from search.store.lock import writer_lock
from search.store.reader import SCHEMA_VERSION, Store
from search.store.serialization import described_of, described_row
from search.store.stage_cache import Stages
from search.store.writer import Writer

DAY = DateValue("2020-10-15", "2020-10-15", "2020-10-15", "day", words="October 15, 2020", rule="full")


def reading(doc: str, text: str, **meta: str) -> Reading:
    document = Document(doc, meta.get("title", doc), sha256=doc, provenance={"title": Provenance("file")}, words=2)
    body = Text(doc, text, ("Menu",))
    read = Read(document=document, text=body, text_sha=f"sha of {text}")
    return Reading(id=doc, size=len(text), mtime_ns=1, documents=(read,))


def fill(writer: Writer) -> None:
    """Two documents; one entity named in both, one event, one conflict, one topic."""
    writer.put([reading("a.md", "Ana Ruiz left."), reading("b.md", "Ruiz came.")])
    writer.set_indexed(["a.md", "b.md"])
    ana = Entity("person:ana-ruiz", "Ana Ruiz", "person", ("Ruiz",), reasons=("surname",))
    statement = Statement("a.md", "Ana Ruiz left.", 0, 14)
    other = Statement("b.md", "Ruiz came.", 0, 10)
    findings = StoredFindings(
        [ana],
        [Mention(ana.id, "a.md", 0, 8, "Ana Ruiz"), Mention(ana.id, "b.md", 0, 4, "Ruiz")],
        [("a.md", DAY)],
        [Event("e1", DAY, "fact", "a.md", "Ana Ruiz left.", 0, 14, (ana.id,), "c1", "left")],
        Comparison(
            conflicts=(
                Conflict("x", "date", ("Ana Ruiz",), (StatedValue("1", (statement,)), StatedValue("2", (other,)))),
            ),
            topics=(Topic("Leaving", "", "left", {"a.md": (Passage("a.md", "Ana Ruiz left.", 0, 14, 1.5),)}),),
            described=(Described(ana.id, {"a.md": ("the minister",)}),),
            only=(Only("b.md", (other,)),),
        ),
    )
    writer.replace_findings(findings, {"wide": "1"})


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        fill(writer)
    store = Store(tmp_path)
    assert [doc.id for doc in store.documents()] == ["a.md", "b.md"]
    assert store.documents_of(["b.md", "nowhere"])["b.md"].provenance == {"title": Provenance("file")}
    assert store.text("a.md") == Text("a.md", "Ana Ruiz left.", ("Menu",))
    assert store.texts(["a.md", "b.md", "nowhere"]) == {"a.md": "Ana Ruiz left.", "b.md": "Ruiz came."}
    assert [m.doc for m in store.mentions("person:ana-ruiz")] == ["a.md", "b.md"]
    assert store.mentions("person:ana-ruiz", "b.md")[0].text == "Ruiz"
    entity = store.entity("person:ana-ruiz")
    assert entity is not None
    assert (entity.mentions, entity.documents, entity.reasons) == (2, ("a.md", "b.md"), ("surname",))
    status = store.status()
    assert (status.documents, status.searchable) == (2, 2)
    store.close()


def test_a_store_that_is_not_there_reads_as_empty(tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert store.status().documents == 0
    assert store.documents() == store.problems() == ()
    assert store.text("a.md") is None
    assert not (tmp_path / "store.sqlite").exists(), "a reader makes nothing"
    with Writer(tmp_path) as writer:
        fill(writer)
    assert store.status().documents == 2, "the new file is noticed"
    store.close()


def test_a_document_takes_everything_with_it(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        fill(writer)
        writer.remove(["a.md", "b.md"])
        left = {
            name: writer.db.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
            for name in ("files", "documents", "texts", *TABLES)
            if name not in ("topics", "conflicts", "described", "only_in")
        }
    assert set(left.values()) == {0}, left


def test_texts_in_memory_follow_a_change(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with Writer(tmp_path) as writer:
        writer.put([reading("a.md", "old")])
        assert store.texts(["a.md"]) == {"a.md": "old"}
        writer.put([reading("a.md", "new", title="New")])
        assert store.texts(["a.md"]) == {"a.md": "new"}
        assert store.documents_of(["a.md"])["a.md"].title == "New"
    store.close()


def test_a_document_read_again_unchanged_keeps_everything(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        fill(writer)
        before = Store(tmp_path).mentions("person:ana-ruiz")
        writer.put([reading("a.md", "Ana Ruiz left.")])
        assert writer.unindexed() == []
    assert Store(tmp_path).mentions("person:ana-ruiz") == before


def test_the_revision_grows_with_what_is_seen(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with Writer(tmp_path) as writer:
        seen = [store.status().revision]
        for change in (
            lambda: writer.put([reading("a.md", "x")]),
            lambda: writer.set_indexed(["a.md"]),
            lambda: writer.note(Problem("t", "m")),
            lambda: writer.remove(["a.md"]),
        ):
            change()
            seen.append(store.status().revision)
    assert seen == sorted(set(seen))
    store.close()


def test_a_transaction_that_fails_leaves_no_trace(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        fill(writer)
        before = writer.db.execute("SELECT * FROM documents").fetchall()
        wrong = replace(reading("c.md", "x"), problems=(Problem("No", None),))  # type: ignore[arg-type]
        with pytest.raises(StorageError):
            writer.put([reading("a.md", "changed"), wrong])
        assert writer.db.execute("SELECT * FROM documents").fetchall() == before


@pytest.mark.parametrize("damage", ["version", "garbage", "emptied", "missing table"])
def test_a_store_that_cannot_serve_reads_as_empty_and_is_made_anew(tmp_path: Path, damage: str) -> None:
    with Writer(tmp_path) as writer:
        fill(writer)
    path = tmp_path / "store.sqlite"
    if damage == "garbage":
        path.write_bytes(b"no database" * 1000)
    elif damage == "emptied":
        path.write_bytes(b"")
    else:
        db = sqlite3.connect(path)
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}" if damage == "version" else "DROP TABLE documents")
        db.commit()
        db.close()
    store = Store(tmp_path)
    if damage == "missing table":
        with pytest.raises(StorageError, match="damaged"):
            store.documents()
    else:
        assert store.documents() == ()
    with Writer(tmp_path) as writer:
        assert writer.rebuilt
        fill(writer)
    assert len(store.documents()) == 2, "a reader that was open sees the new one"
    with Writer(tmp_path) as writer:
        assert not writer.rebuilt
    store.close()


def test_damage_met_while_reading_is_mended_by_the_next_writer(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        writer.put([reading(f"{n}.md", "word " * 4000) for n in range(50)])
        writer.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path = tmp_path / "store.sqlite"
    data = bytearray(path.read_bytes())
    for page in range(4096 * 60, len(data), 4096):
        data[page : page + 4096] = b"\xff" * 4096
    path.write_bytes(data)
    store = Store(tmp_path)
    with pytest.raises(StorageError, match="damaged"):
        store.texts([f"{n}.md" for n in range(50)])
    with Writer(tmp_path) as writer:
        assert "damaged" in writer.rebuilt
    store.close()


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    with writer_lock(tmp_path) as first, writer_lock(tmp_path) as second:
        assert (first, second) == (True, False)
    with writer_lock(tmp_path) as third:
        assert third


def test_interrupt_ends_a_read_that_runs(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        fill(writer)
    store = Store(tmp_path)
    begun = threading.Event()
    caught: list[BaseException] = []

    def long_read() -> None:
        try:
            with store.reading() as db:
                begun.set()
                endless = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c"
                db.execute(endless).fetchone()
        except CancelledError as error:
            caught.append(error)

    thread = threading.Thread(target=long_read)
    thread.start()
    begun.wait()
    while thread.is_alive():
        store.interrupt()
        thread.join(0.01)
    assert len(caught) == 1
    assert store.status().documents == 2, "and the next read works"
    store.close()


def test_reads_from_many_threads(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        fill(writer)
    store = Store(tmp_path)
    failed: list[BaseException] = []

    def read() -> None:
        try:
            for _ in range(50):
                assert len(store.documents()) == 2
                assert store.texts(["a.md"]) == {"a.md": "Ana Ruiz left."}
        except BaseException as error:  # noqa: BLE001 - to be seen by the test, whatever it is
            failed.append(error)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    store.close()
    store.close()


def test_dates_and_conflicts_survive_the_way_through_json() -> None:
    assert rows.date_from_json(rows.date_to_json(DAY)) == DAY
    statement = Statement("a.md", "“x” – é", 0, 7)
    other = Statement("b.md", "y", 3, 4)
    conflict = Conflict("1", "date", ("A",), (StatedValue("2020", (statement,)), StatedValue("2021", (other,))), "why")
    row = (conflict.id, conflict.kind, conflict.why, dumps(conflict.about), rows.stated_to_json(conflict.values))
    assert rows.conflict_of(row, False, {"a.md", "b.md"}) == conflict


def test_of_a_conflict_what_the_chosen_documents_state_is_left() -> None:
    """One value is no conflict, and one voice no agreement."""
    one, two, three = (Statement(doc, "x", 0, 1) for doc in ("1.md", "2.md", "3.md"))
    values = (StatedValue("2020", (one, two)), StatedValue("2021", (three,)))
    row = ("1", "date", "", "[]", rows.stated_to_json(values))
    assert rows.conflict_of(row, False, {"1.md", "2.md"}) is None
    narrowed = rows.conflict_of(row, False, {"2.md", "3.md"})
    assert narrowed is not None
    assert narrowed.values == (StatedValue("2020", (two,)), StatedValue("2021", (three,)))
    agreed = ("1", "date", "", "[]", rows.stated_to_json(values[:1]))
    assert rows.conflict_of(agreed, True, {"1.md"}) is None
    both = rows.conflict_of(agreed, True, {"1.md", "2.md", "3.md"})
    assert both is not None
    assert both.values == values[:1]


def test_the_stage_cache_keeps_versions_apart_and_begins_anew_when_damaged(tmp_path: Path) -> None:
    stages = Stages(tmp_path)
    stages.put([("sha", "names", "1", "[]"), ("sha", "names", "2", "[1]")])
    assert stages.get("sha", "names", "2") == "[1]"
    assert stages.get("sha", "names", "3") is None
    stages.put([("sha", "dates", "1|2020", "[]"), ("sha", "dates", "11|", "[]")])
    assert (stages.prune("names", "2"), stages.prune("dates", "1")) == (1, 1)
    assert stages.get("sha", "dates", "1|2020") == "[]"
    assert stages.get("sha", "names", "1") is None
    stages.close()
    (tmp_path / "stages.sqlite").write_bytes(b"garbage" * 1000)
    stages = Stages(tmp_path)
    assert stages.get("sha", "names", "2") is None
    stages.put([("sha", "names", "2", "[2]")])
    assert stages.get("sha", "names", "2") == "[2]"
    stages.close()


def test_descriptions_are_read_back_with_their_places_and_without_where_there_are_none() -> None:
    made = Described("x", {"a.md": ("the minister", "her boss"), "b.md": ("a judge",)}, {"a.md": (7, 30)})
    row = described_row(made)
    whole = described_of("x", row, {"a.md", "b.md"})
    assert (whole, whole.at) == (made, {"a.md": (7, 30), "b.md": (-1,)})
    part = described_of("x", row, {"b.md"})
    assert (part.by, part.at) == ({"b.md": ("a judge",)}, {"b.md": (-1,)})
    assert described_of("x", '{"a.md": ["ox", "the minister"]}', {"a.md"}).at == {"a.md": (-1, -1)}
