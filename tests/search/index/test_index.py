"""The index as the library uses it: what is found, how it is shown, and what happens when things go wrong."""

from __future__ import annotations

import errno
import multiprocessing
import os
import re
import threading
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from search.errors import BusyError, StorageError
from search.index import manifest
from search.index.index import Index
from search.model import Document, Text
from search.query.request import SearchRequest
from tests.search.indexes import NEWS, made_up, news, texts, write


class Known:
    """A resolver that knows one entity and one topic."""

    def documents(self, field: str, value: str) -> frozenset[str] | None:
        return {
            ("entity", "DEA"): frozenset({"crime.md"}),
            ("type", "person"): frozenset({"vice.md", "old.txt"}),
            ("topic", "immunity"): frozenset({"vice.md", "crime.md"}),
            ("mentions", "1985-01-01..1986-12-31"): frozenset({"old.txt"}),
        }.get((field, value))

    def values(self, field: str) -> Iterable[str]:
        return {"entity": ["DEA", "Salvador Cienfuegos"], "topic": ["immunity"]}.get(field, [])


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return news(tmp_path_factory.mktemp("news") / "index")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("garcia luna", {"vice.md"}),
        ("GARCÍA", {"vice.md"}),
        ("Garci\u0301a", {"vice.md"}),
        ("us", {"vice.md"}),
        ("policy", {"old.txt", "undated.txt"}),
        ('"foreign agents"', {"vice.md"}),
        ("“foreign agents”", {"vice.md"}),
        ("foreign-ministry", {"old.txt", "undated.txt"}),
        ('"immunity of foreign agents"', {"vice.md"}),
        ('"immunity of the foreign agents"', set()),
        ('"agents immunity"~2', {"vice.md"}),
        ('"agents luna"~0', set()),
        ('"the who"', {"undated.txt"}),
        ('title:"foreign agents"', {"vice.md"}),
        ("title:agents", {"vice.md", "crime.md"}),
        ("title:cienfuegos", set()),
        ("agents -dea", {"vice.md", "old.txt"}),
        ("-agents", {"undated.txt"}),
        ("camarena OR cienfuegos", {"old.txt", "crime.md"}),
        ("(camarena OR cienfuegos) -case", {"crime.md"}),
        ("immun*", {"vice.md", "crime.md"}),
        ("*fuegos", {"crime.md"}),
        ("cienfeugos~", {"crime.md"}),
        ("source:vice", {"vice.md", "old.txt"}),
        ("-source:vice", {"crime.md", "undated.txt"}),
        ("source:crime", {"crime.md"}),
        ("author:perez", {"vice.md"}),
        ("type:md", {"vice.md", "crime.md"}),
        ("type:person", {"vice.md", "old.txt"}),
        ("entity:DEA", {"crime.md"}),
        ("-entity:DEA foreign", {"vice.md", "old.txt", "undated.txt"}),
        ("topic:immunity law", {"crime.md"}),
        ("mentions:1985..1986", {"old.txt"}),
        ("date:2020", {"vice.md", "crime.md"}),
        ("date:2020-12-08", {"vice.md", "crime.md"}),
        ("date:2020-12-09", {"crime.md"}),
        ("date:<2000", {"old.txt"}),
        ("date:>1985", {"vice.md", "crime.md"}),
        ("date:1980s", {"old.txt"}),
        ("-date:2020", {"old.txt", "undated.txt"}),
        ("source:vice OR entity:DEA", {"vice.md", "old.txt", "crime.md"}),
        ("*", set(NEWS)),
        ("", set(NEWS)),
        ("date:2020 date:1985", set()),
        ("?!", set()),
    ],
)
def test_every_part_of_the_language(index: Index, query: str, found: set[str]) -> None:
    results = index.search(SearchRequest(query), Known())
    assert {hit.document.id for hit in results.hits} == found
    assert results.total == len(found)
    assert index.matching(query, Known()) == found


def test_a_miss_is_relaxed_and_says_so(index: Index) -> None:
    results = index.search(SearchRequest("camarena agent zebra"))
    assert [hit.document.id for hit in results.hits] == ["old.txt"]
    assert results.relaxed == "no document has all three words; showing any two"


def test_filters_are_never_relaxed(index: Index) -> None:
    results = index.search(SearchRequest("camarena cienfuegos source:vice"))
    assert {hit.document.id for hit in results.hits} == {"old.txt"}
    assert index.search(SearchRequest("camarena entity:DEA"), Known()).total == 0


def test_any_word_is_enough_when_asked_for(index: Index) -> None:
    results = index.search(SearchRequest("Who killed Camarena, and what of the law-makers?", any_word=True))
    assert results.hits[0].document.id == "old.txt"
    assert {hit.document.id for hit in results.hits} == {"old.txt", "crime.md"}
    assert results.relaxed == ""


@pytest.mark.parametrize(
    ("query", "suggestion"),
    [
        ("cienfeugos", "cienfuegos"),
        ("arrest of cienfeugos", "arrest of cienfuegos"),
        ("camarrena -dea", "camarena -dea"),
        ('"foregn agents"', '"foreign agents"'),
        ("title:agnets", "title:agents"),
        ("source:vise law", "source:Vice law"),
        ("entity:Cienfuegas", 'entity:"Salvador Cienfuegos"'),
        ("zzzzzzzzzz", None),
        ("garcia", None),
    ],
)
def test_did_you_mean(index: Index, query: str, suggestion: str | None) -> None:
    assert index.search(SearchRequest(query), Known()).suggestion == suggestion


def test_a_value_that_there_is_not_is_named(index: Index) -> None:
    (problem,) = index.search(SearchRequest("law entity:FBI"), Known()).problems
    assert problem.message == "There is no entity “FBI”."
    assert (problem.start, problem.end) == (4, 14)


def test_as_you_type_every_letter_leads_there(index: Index) -> None:
    query = "garcía lun"
    for end in range(1, len(query) + 1):
        results = index.search(SearchRequest(query[:end], as_you_type=True))
        assert "vice.md" in {hit.document.id for hit in results.hits}, query[:end]
        assert results.problems == ()


def test_an_unfinished_filter_does_not_empty_the_list(index: Index) -> None:
    for query in ("source:", "source:vi", "entity:", "entity:DE", "date:2", "date:2020-1", "law AND", '"law'):
        assert index.search(SearchRequest(query, as_you_type=True), Known()).total > 0, query


def test_without_words_the_newest_come_first_and_the_undated_last(index: Index) -> None:
    assert [hit.document.id for hit in index.search(SearchRequest("")).hits] == [
        "vice.md",
        "crime.md",
        "old.txt",
        "undated.txt",
    ]


def test_windows_of_hits(index: Index) -> None:
    every = [hit.document.id for hit in index.search(SearchRequest("foreign OR agents")).hits]
    assert len(every) == 4
    assert [
        hit.document.id for hit in index.search(SearchRequest("foreign OR agents", limit=2, offset=1)).hits
    ] == every[1:3]
    nothing = index.search(SearchRequest("foreign OR agents", limit=0))
    assert (nothing.hits, nothing.total) == ((), 4)
    assert index.search(SearchRequest("foreign", limit=5, offset=50)).hits == ()


def test_facets_count_what_a_query_finds(index: Index) -> None:
    assert index.facets("", "source") == {"Vice": 2, "InSight Crime": 1}
    assert index.facets("agents", "type") == {"md": 2, "txt": 1}
    assert index.facets("", "date") == {"2020": 2, "1985": 1}
    assert index.facets("", "nonsense") == {}


def test_hits_show_what_the_index_keeps_or_what_is_given(index: Index, tmp_path: Path) -> None:
    document = index.search(SearchRequest("garcia")).hits[0].document
    assert (document.title, document.source, document.published) == (
        "Foreign agents lose immunity",
        "Vice",
        "2020-12-08",
    )
    other = Index(index.path, documents=lambda ids: {doc: replace(NEWS[doc][0], title="Given") for doc in ids})
    hit = other.search(SearchRequest("garcia")).hits[0]
    assert (hit.document.title, hit.snippet) == ("Given", "")
    other.close()


def test_snippets_mark_their_words(index: Index) -> None:
    hit = index.search(SearchRequest("cienfuegos arrest")).hits[0]
    assert [hit.snippet[span.start : span.end] for span in hit.matches] == ["arrest", "Cienfuegos"]
    assert texts(["crime.md"])["crime.md"][hit.start :].startswith(hit.snippet[:10])


def test_a_deadline_gives_a_partial_answer(index: Index) -> None:
    assert index.search(SearchRequest("garcia luna", deadline_ms=-1)).partial
    assert not index.search(SearchRequest("garcia luna", deadline_ms=60_000)).partial


# ---- changes ---------------------------------------------------------------------------------------------------


def test_a_document_added_again_replaces_the_first(tmp_path: Path) -> None:
    index = news(tmp_path / "index")
    changed = replace(NEWS["vice.md"][0], title="Quite another")
    with index.writer() as changes:
        changes.add(changed, Text("vice.md", "zebra"))
        changes.add(changed, Text("vice.md", "okapi"))
    index.refresh()
    assert index.search(SearchRequest("okapi")).total == 1
    assert index.search(SearchRequest("zebra")).total == 0
    assert index.search(SearchRequest("garcia")).total == 0
    assert index.search(SearchRequest("")).total == 4
    assert index.documents() == 4


def test_deleted_documents_are_gone(tmp_path: Path) -> None:
    index = news(tmp_path / "index")
    with index.writer() as changes:
        changes.delete("vice.md")
        changes.delete("never.md")
    index.refresh()
    assert index.search(SearchRequest("garcia")).total == 0
    assert index.matching("") == set(NEWS) - {"vice.md"}
    assert index.facets("", "source") == {"InSight Crime": 1, "Vice": 1}


def test_nothing_is_seen_before_the_commit_and_nothing_after_a_cancel(tmp_path: Path) -> None:
    index = news(tmp_path / "index")
    files = {file.name for file in index.path.iterdir()}
    changes = index.writer()
    changes.add(Document("new.md", "New"), Text("new.md", "zebra"))
    index.refresh()
    assert index.search(SearchRequest("zebra")).total == 0
    changes.cancel()
    changes.cancel()
    index.refresh()
    assert index.search(SearchRequest("zebra")).total == 0
    assert {file.name for file in index.path.iterdir()} == files
    with pytest.raises(BusyError):
        changes.commit()


def test_many_batches_stay_few_segments_and_lose_nothing(tmp_path: Path) -> None:
    index = Index(tmp_path / "index")
    documents = made_up(60)
    write(index, documents, 2)
    assert len(list(index.path.glob("*.seg"))) <= 9
    assert index.search(SearchRequest("")).total == 60
    assert index.verify(full=True) == ""
    index.compact()
    index.refresh()
    assert len(list(index.path.glob("*.seg"))) == 1
    assert index.matching("") == {document.id for document, _ in documents}


def test_two_writers_are_one_too_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.index.writer._WAIT", 0.0)
    index = news(tmp_path / "index")
    first = index.writer()
    with pytest.raises(BusyError):
        index.writer()
    first.cancel()
    index.writer().cancel()


def test_a_full_disk_leaves_the_index_as_it_was_and_the_lock_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = news(tmp_path / "index")
    changes = index.writer()
    changes.add(Document("new.md", "New"), Text("new.md", "zebra " * 100))

    def full(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr("whoosh.filedb.filestore.FileStorage.create_file", full)
        with pytest.raises(StorageError, match="disk is full"):
            changes.commit()
    assert index.verify(full=True) == ""
    index.refresh()
    assert index.search(SearchRequest("")).total == 4
    with index.writer() as again:
        again.add(Document("new.md", "New"), Text("new.md", "zebra"))
    index.refresh()
    assert index.search(SearchRequest("zebra")).total == 1


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(StorageError) as caught:
        Index(tmp_path / "file" / "index").writer()
    assert "XDG_CACHE_HOME" in caught.value.hint


def test_an_index_of_somebody_else_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = news(tmp_path / "index")
    index.close()
    monkeypatch.setattr(os, "getuid", lambda: index.path.stat().st_uid + 1)
    with pytest.raises(StorageError, match="another user"):
        index.search(SearchRequest("garcia"))
    with pytest.raises(StorageError):
        index.writer()


# ---- damage ----------------------------------------------------------------------------------------------------


def test_a_sound_index_is_sound(tmp_path: Path) -> None:
    index = Index(tmp_path / "index")
    assert not index.exists()
    assert "no index" in index.verify()
    index = news(tmp_path / "index")
    assert index.exists()
    assert index.verify() == index.verify(full=True) == ""
    index.destroy()
    assert not index.exists()


def files_of(index: Index) -> list[Path]:
    return sorted(file for file in index.path.iterdir() if file.suffix in (".seg", ".voc", ".toc"))


def test_one_flipped_byte_is_found_in_every_file(tmp_path: Path) -> None:
    index = news(tmp_path / "index")
    for file in files_of(index):
        content = file.read_bytes()
        for at in range(0, len(content), max(1, len(content) // 7)):
            file.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
            assert file.name in index.verify(), (file.name, at)
        file.write_bytes(content)
        assert index.verify() == ""


def test_a_byte_flipped_under_the_same_time_is_found_by_the_full_check(tmp_path: Path) -> None:
    index = news(tmp_path / "index")
    file = next(file for file in files_of(index) if file.suffix == ".seg")
    stat, content = file.stat(), file.read_bytes()
    file.write_bytes(bytes([content[0] ^ 1]) + content[1:])
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert index.verify() == ""
    assert file.name in index.verify(full=True)


def test_missing_and_cut_files_and_other_versions_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = news(tmp_path / "index")
    for file in files_of(index):
        if file.suffix == ".toc":
            continue
        content = file.read_bytes()
        file.unlink()
        assert "missing" in index.verify()
        file.write_bytes(content[:-1])
        assert "damaged" in index.verify()
        file.write_bytes(content)
    with monkeypatch.context() as patch:
        patch.setattr(manifest, "SCHEMA_VERSION", "other")
        assert "version" in index.verify()
    next(index.path.glob("manifest-*")).write_text("{")
    assert "damaged" in index.verify()


def test_searching_a_damaged_index_says_so(tmp_path: Path) -> None:
    index = news(tmp_path / "index")
    index.close()
    for file in files_of(index):
        if file.suffix == ".seg":
            file.write_bytes(b"\0" * file.stat().st_size)
    with pytest.raises(StorageError) as caught:
        index.search(SearchRequest("garcia"))
    assert "sourcebook index" in caught.value.hint


def commit_many(path: Path, count: int) -> None:
    index = Index(path)
    for number in range(count):
        with index.writer() as changes:
            changes.add(Document(f"{number}.md", "Zebra"), Text(f"{number}.md", f"zebra number {number}"))


def test_searching_while_another_process_commits(tmp_path: Path) -> None:
    index = news(tmp_path / "index")
    worker = multiprocessing.get_context("spawn").Process(target=commit_many, args=(index.path, 25))
    worker.start()
    seen = []
    while worker.is_alive():
        index.refresh()
        seen.append(index.search(SearchRequest("zebra")).total)
    worker.join()
    assert worker.exitcode == 0
    index.refresh()
    assert index.search(SearchRequest("zebra", limit=1)).total == 25
    assert seen == sorted(seen)


def test_a_commit_that_was_killed_leaves_the_one_before(tmp_path: Path) -> None:
    index = news(tmp_path / "index")
    script = multiprocessing.get_context("fork").Process(target=_die_committing, args=(index.path,))
    script.start()
    script.join()
    assert script.exitcode == 9
    assert index.verify(full=True) == ""
    assert index.search(SearchRequest("")).total == 4
    with index.writer() as changes:
        changes.add(Document("new.md", "New"), Text("new.md", "zebra"))
    index.refresh()
    assert index.search(SearchRequest("")).total == 5


def _die_committing(path: Path) -> None:
    changes = Index(path).writer()
    changes.add(Document("new.md", "New"), Text("new.md", "zebra"))
    manifest.write = lambda *_, **__: os._exit(9)  # type: ignore[assignment]
    changes.commit()


def test_threads_may_search_at_once(index: Index) -> None:
    wrong: list[object] = []

    def ask() -> None:
        for _ in range(30):
            results = index.search(SearchRequest("garcia luna"))
            if results.total != 1 or not results.hits[0].matches:
                wrong.append(results)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_the_collector_is_put_back(tmp_path: Path) -> None:
    import gc

    assert gc.isenabled()
    changes = Index(tmp_path / "a").writer()
    changes.cancel()
    assert gc.isenabled()
    news(tmp_path / "b")
    assert gc.isenabled()


def test_odd_texts_are_indexed(tmp_path: Path) -> None:
    odd = {
        "long": "x" * 200_000 + " end",
        "line": "word " * 50_000,
        "cjk": "中国人民 and more",
        "empty": "",
        "signs": "— … “”",
        "mixed": "Straße ÆON ﬁne İstanbul",
    }
    index = Index(tmp_path / "index", text_of=lambda ids: {doc: odd[doc] for doc in ids})
    with index.writer() as changes:
        for doc, text in odd.items():
            changes.add(Document(doc, doc), Text(doc, text))
    assert index.matching("end") == {"long"}
    assert index.matching("人民") == {"cjk"}
    assert index.matching("istanbul") == {"mixed"}
    assert index.search(SearchRequest("word")).hits[0].document.id == "line"
    assert len(index.search(SearchRequest("end")).hits[0].snippet) <= 300


def test_classes_that_an_index_pickles_stand_where_its_version_says(index: Index) -> None:
    """Whoosh pickles its schema: an index names our classes by module, and one whose class has moved cannot be opened.

    Where this fails, raise `manifest.SCHEMA_VERSION` (an index of another version is rebuilt) and name the new place.
    """
    content = next(index.path.glob("*.toc")).read_bytes()
    named = set(re.findall(rb"search(?:\.\w+)+", content))
    assert (manifest.SCHEMA_VERSION, named) == ("3", {b"search.index.schema"})
