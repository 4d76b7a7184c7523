"""Exports: valid in their formats, every row with its words and document, nothing of a document becomes code."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import stat
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
from icalendar import Calendar

from search.errors import CorpusError, StorageError
from search.exports import FORMATS, Exported, export, selection
from search.model import (
    NO_PLACES,
    ClaimGrid,
    Comparison,
    Document,
    Entity,
    Event,
    Link,
    Mention,
    Places,
    Provenance,
    Text,
)
from search.model.edtf import date_value
from search.views.selection import Selection

HOSTILE = '=HYPERLINK("x") <script>alert(1)</script> [a](b) *b* `c`'
TEXT = (
    "Ana Ruiz, the engineer, was arrested in Tarn on 3 May 2019.\n"
    f"{HOSTILE} since 2011, said Ruiz.\nIn the 1980s it fell."
)

DOCUMENTS = (
    Document("a.txt", "A [title]", "Post", "Jo <b>", "2019-05-04", url="https://example.org/a"),
    Document("sub/b.md", "B", None, None, "2020-12", format="md",
             provenance={"published": Provenance("text", True, "the latest date")}),
)  # fmt: skip
ENTITIES = (
    Entity("person:ana-ruiz", "Ana Ruiz", "person", ("Ruiz",), 2, ("a.txt",), ("“Ruiz” is her surname",),
           first="2019-05-03"),
    Entity("person:ruiz", "=Ruiz", "person", (), 1, ("a.txt",), unsure=("person:ana-ruiz",)),
    Entity("organization:port", "Port Office", "organization", (), 1, ("a.txt",),
           links=(Link("organization:harbour", "renamed to", "the text says so"),)),
    Entity("place:tarn", "Tarn", "place", (), 1, ("a.txt",)),
)  # fmt: skip
PLACES = NO_PLACES
WHO = ("person:ana-ruiz", "place:tarn")


def told(ident: str, edtf: str, text: str, **more: Any) -> Event:
    basis = more.pop("basis", "stated")
    value = date_value(edtf, basis=basis, words=edtf, why="counted from publication" if basis != "stated" else "")
    modality, doc = more.pop("modality", "fact"), more.pop("doc", "a.txt")
    return Event(ident, value, modality, doc, text, 0, len(text), WHO, **{"cluster": ident, **more})


EVENTS = (
    told("e1", "2019-05-03", "Ana Ruiz was arrested in Tarn on 3 May 2019.", kind="arrest"),
    told("e2", "2019-05", "She was arrested in May.", doc="sub/b.md", cluster="e1", basis="inferred"),
    told("e3", "2011/..", f"{HOSTILE} since 2011."),
    told("e4", "198X", "In the 1980s it fell."),
    told("e5", "../1999", "It ran until 1999."),
    told("e6", "2021-03", "It may close in March 2021.", modality="hypothetical"),
    told("e7", "2021-04-01", "It did not close on 1 April 2021.", negated=True),
    told("e8", "2022", "It will close in 2022.", modality="planned"),
    told("e9", "2019-05-04", "No date here.", basis="publication"),
)


class Shelf:
    """What exports ask of a selection, its workspace and its store, out of constants."""

    title = "Ports & <piers>: López"

    @property
    def workspace(self) -> Shelf:
        return self

    @property
    def store(self) -> Shelf:
        return self

    def documents(self, query: str = "") -> tuple[Document, ...]:
        return DOCUMENTS

    def entities(self, query: str = "") -> tuple[Entity, ...]:
        return ENTITIES if not query else ENTITIES[:1]

    def mentions(self, entity: str) -> tuple[Mention, ...]:
        words = {"person:ana-ruiz": ("Ana Ruiz", "Ruiz.")}.get(entity, ("Tarn",))
        starts = [(TEXT.index(one), one.rstrip(".")) for one in words]
        return tuple(Mention(entity, "a.txt", at, at + len(one), one) for at, one in starts)

    def events(self, query: str = "") -> tuple[Event, ...]:
        return EVENTS

    def text(self, doc: str) -> Text:
        return Text(doc, TEXT)

    def places(self, documents: Iterable[Document]) -> Places:
        return PLACES


@pytest.fixture(autouse=True)
def _constants(monkeypatch: pytest.MonkeyPatch) -> None:
    """What exports ask of the services, out of constants too."""
    monkeypatch.setattr(selection, "comparison", lambda *_: Comparison(DOCUMENTS))
    monkeypatch.setattr(
        selection,
        "claims",
        lambda _, subject, *rest: ClaimGrid(subject=subject, kind="entity", title=subject, documents=DOCUMENTS),
    )


def made(what: str, form: str, query: str = "") -> Exported:
    return export(cast(Selection, Shelf()), what, form, query)


def table(what: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(made(what, "csv").text)))


def ftm(what: str) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for line in made(what, "ftm").text.splitlines():
        row = json.loads(line)
        found.setdefault(row["schema"], []).append(row)
    return found


@pytest.mark.parametrize("row", FORMATS, ids=lambda row: f"{row.what}-{row.form}")
def test_every_row_of_the_table_makes_something_and_names_its_file(row: Any) -> None:
    one = made(row.what, row.form)
    assert one.text
    assert one.rows > 0
    assert one.name == f"ports-piers-lopez-{row.what}.{row.suffix}"


def test_unknown_exports_name_those_there_are() -> None:
    with pytest.raises(CorpusError, match="xml") as error:
        made("timeline", "xml")
    assert "ics" in error.value.hint
    with pytest.raises(CorpusError) as error:
        made("people", "csv")
    assert "mentions" in error.value.hint


def test_no_cell_of_a_table_is_a_formula_and_files_are_read_as_utf8() -> None:
    cells = [cell for what in ("entities", "mentions", "timeline") for row in table(what) for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
    assert made("entities", "csv").encoded.startswith(b"\xef\xbb\xbf")
    assert not made("entities", "json").encoded.startswith(b"\xef\xbb\xbf")


def test_tables_name_whom_an_unsure_name_may_mean_and_what_a_body_became() -> None:
    rows = {row["id"]: row for row in table("entities")}
    assert rows["person:ruiz"]["may_be"] == "Ana Ruiz"
    assert rows["organization:port"]["linked"] == "renamed to organization:harbour"
    assert rows["person:ana-ruiz"]["first"] == "2019-05-03"


def test_a_mention_stands_between_the_words_beside_it_within_its_paragraph() -> None:
    rows = [row for row in table("mentions") if row["id"] == "person:ana-ruiz"]
    assert [row["words"] for row in rows] == ["Ana Ruiz", "Ruiz"]
    assert rows[0]["left"] == ""
    assert rows[0]["right"] == ", the engineer, was arrested in Tarn on 3 May 2019."
    assert rows[1]["left"].endswith("since 2011, said")
    assert rows[1]["right"] == "."
    assert TEXT[int(rows[1]["start_char"]) : int(rows[1]["end_char"])] == "Ruiz"


def test_only_statements_with_a_date_of_their_own_are_exported_and_the_others_counted() -> None:
    for form in ("json", "csv", "markdown", "ftm", "timelinejs", "ics"):
        one = made("timeline", form)
        assert "No date here" not in one.text
        assert "1 statement with no date but the day of publication" in one.note


def test_markdown_keeps_markup_of_documents_as_text_and_cites_every_statement() -> None:
    text = made("timeline", "markdown").text
    assert "<script>" not in text.replace("\\<script\\>", "")
    assert "\\[a\\](b) \\*b\\* \\`c\\`" in text
    statements = [
        line for line in text.splitlines() if line.lstrip().startswith("- ") and "“" in line and "\\[1\\] “" not in line
    ]
    assert len([line for line in statements if "\\[" in line]) >= 8
    assert "## 2019" in text
    assert "  - May 2019: “She was arrested in May.” \\[2\\] *(counted from publication)*" in text
    assert "(denied)" in text
    assert "- \\[2\\] “B”, Dec 2020 (date inferred) \\[sub/b.md\\]" in text


def test_ftm_documents_are_proof_of_people_and_mentions_point_to_both() -> None:
    rows = ftm("entities")
    assert set(rows) == {"PlainText", "Person", "Organization", "Mention"}
    document, ana = rows["PlainText"][0], rows["Person"][0]
    assert document["properties"]["publishedAt"] == ["2019-05-04"]
    assert ana["properties"]["proof"] == [document["id"]]
    assert rows["Mention"][0]["properties"]["resolved"] == [ana["id"]]
    assert rows["Mention"][0]["properties"]["name"] == ["Ana Ruiz", "Ruiz"]
    assert made("entities", "ftm").note == "Left out: 1 place or law; the model has no schema for them."
    assert len({row["id"] for part in rows.values() for row in part}) == sum(map(len, rows.values()))


def test_ftm_events_have_dates_cut_off_where_unknown_and_no_denied_ones() -> None:
    rows = ftm("timeline")
    events = {row["properties"]["name"][0]: row["properties"] for row in rows["Event"]}
    arrest = events["Ana Ruiz was arrested in Tarn on 3 May 2019."]
    assert arrest["date"] == ["2019-05-03"]
    assert len(arrest["proof"]) == 2
    assert arrest["locationMentioned"] == ["Tarn"]
    assert events["In the 1980s it fell."]["startDate"] == ["1980-01-01"]
    assert "endDate" not in next(row for name, row in events.items() if "2011" in name)
    assert events["It will close in 2022."]["keywords"] == ["planned"]
    assert not [name for name in events if "did not" in name or "may close" in name]
    inferred = rows["Document"][0]["properties"]
    assert "publishedAt" not in inferred
    assert "worked out" in inferred["summary"][0]


def test_timelinejs_dates_are_no_more_precise_than_the_text_and_text_is_no_html() -> None:
    story = json.loads(made("timeline", "timelinejs").text)
    slides = {slide["unique_id"]: slide for slide in story["events"]}
    assert set(slides) == {"e1", "e3", "e4", "e8"}
    assert slides["e8"]["start_date"] == {"year": 2022}
    assert "end_date" not in slides["e8"]
    assert slides["e4"]["end_date"] == {"year": 1989, "month": 12, "day": 31}
    assert slides["e4"]["display_date"] == "1980s"
    assert "&lt;script&gt;" in slides["e3"]["text"]["headline"]
    assert "<script>" not in json.dumps(story)
    assert story["title"]["text"]["headline"] == "Ports &amp; &lt;piers&gt;: López"
    note = made("timeline", "timelinejs").note
    assert "2 statements of what is denied or merely possible" in note
    assert "1 statement without a first day" in note


def test_a_calendar_is_read_back_with_spans_for_imprecise_dates() -> None:
    one = made("timeline", "ics")
    entries = {str(e["uid"]): e for e in Calendar.from_ical(one.text).walk("VEVENT")}
    assert set(entries) == {f"{n}@sourcebook" for n in ("e1", "e4", "e6", "e8")}
    arrest = entries["e1@sourcebook"]
    assert (arrest.decoded("dtstart"), arrest.decoded("dtend")) == (date(2019, 5, 3), date(2019, 5, 4))
    assert "She was arrested in May." in str(arrest["description"])
    year = entries["e8@sourcebook"]
    assert (year.decoded("dtstart"), year.decoded("dtend")) == (date(2022, 1, 1), date(2023, 1, 1))
    assert str(year["status"]) == "TENTATIVE"
    assert str(year["summary"]) == "2022: It will close in 2022."
    assert "3 entries have imprecise dates and span all the days" in one.note
    assert "2 statements with an open date or one of more than ten years" in one.note
    assert all(len(line.encode()) <= 75 for line in one.text.split("\r\n"))


def test_a_file_is_written_whole_or_not_at_all_and_never_over_another(tmp_path: Path) -> None:
    one, target = made("timeline", "csv"), tmp_path / "t.csv"
    one.write(target)
    before = target.read_bytes()
    assert before == one.encoded
    with pytest.raises(StorageError, match="exists"):
        one.write(target)
    made("entities", "csv").write(target, replace=True)
    assert target.read_bytes() != before
    with pytest.raises(StorageError, match="nowhere"):
        one.write(tmp_path / "nowhere" / "t.csv")
    assert names(tmp_path.iterdir()) == ["t.csv"]


def test_a_folder_a_missing_folder_and_an_impossible_name_are_told_apart(tmp_path: Path) -> None:
    one = made("timeline", "csv")
    for target, title in (
        (tmp_path, "No file name"),
        (tmp_path / "none" / "x.csv", "No such folder"),
        (tmp_path / "a\0b", "Cannot write the file"),
        (tmp_path / ("x" * 300), "Cannot write the file"),
    ):
        with pytest.raises(StorageError) as caught:
            one.write(target, replace=True)
        assert caught.value.title == title
    assert names(tmp_path.iterdir()) == []


def test_a_link_keeps_its_file_and_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    one = made("timeline", "csv")
    (tmp_path / "real.csv").write_text("old")
    (tmp_path / "link.csv").symlink_to("real.csv")
    one.write(tmp_path / "link.csv", replace=True)
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_bytes() == one.encoded
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        one.write(pipe)
        assert os.read(reading, 1 << 20) == one.encoded
    finally:
        os.close(reading)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_full_disk_leaves_nothing_behind_and_is_called_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, data: bytes) -> int:
        path.touch()
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(StorageError) as caught:
        made("timeline", "csv").write(tmp_path / "x.csv")
    assert "No space left" in caught.value.message
    assert caught.value.hint.startswith("Make room")
    assert names(tmp_path.iterdir()) == []


def names(paths: Iterable[Path]) -> list[str]:
    return sorted(path.name for path in paths)
