"""The day of a text: in mastheads, datelines and the names of files; never taken from prose or from a title alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.corpus.corpus import Corpus
from search.corpus.masthead import day_in_name, masthead
from search.model import Document

PROSE = "The council met in the old town hall and closed the harbour for three weeks, as the mayor had asked it to do."


@pytest.mark.parametrize(
    ("line", "day", "outlet"),
    [
        ("The Morning Post, 6 February 2018", "2018-02-06", "The Morning Post"),
        ("The Morning Post, Tuesday 6 February 2018", "2018-02-06", "The Morning Post"),
        ("Dagbladet, 12 November 2021", "2021-11-12", "Dagbladet"),
        ("Le Monde, 5 May 2018", "2018-05-05", "Le Monde"),
        ("Harbour Gazette – February 5, 2018", "2018-02-05", "Harbour Gazette"),
        ("Monday, February 5, 2018 – Morning Post", "2018-02-05", "Morning Post"),
        ("Ana Ruiz | Harbour Gazette | 5 February 2018", "2018-02-05", "Harbour Gazette"),
        ("Ana Ruiz | 5 February 2018", "2018-02-05", ""),
        ("Published 5 February 2018 | Updated 6 February 2018", "2018-02-05", ""),
        ("Grensholm, 5 February 2018", "2018-02-05", ""),
        ("5 February 2018, Grensholm", "2018-02-05", ""),
        ("GRENSHOLM, 5 February 2018. The council met.", "2018-02-05", ""),
        ("GRENSHOLM, 5 February 2018.", "2018-02-05", ""),
        ("NORTH HAVEN, Vt., Feb. 5, 2018 (AP) — The council met.", "2018-02-05", ""),
        ("Oslo, 5 February 2018 – The fleet sailed.", "2018-02-05", ""),
        ("GRENSHOLM, 5 February 2018 – " + PROSE, "2018-02-05", ""),
    ],
)
def test_a_line_that_says_when_the_text_is_from(line: str, day: str, outlet: str) -> None:
    found = masthead(line)
    assert found is not None
    assert (found.day, found.outlet) == (day, outlet)


@pytest.mark.parametrize(
    "line",
    [
        "Harbour closed on 5 February 2018",
        "The harbour was closed, 5 February 2018",
        "In Paris, 5 May 2018. A day like others.",
        "Statement by the minister, 22 July 1993",  # told as a dated title
        "PARIS (Reuters) - French police",
        "Grensholm, February 2018",
        "The Morning Post, 31 February 2018",
        "The Morning Post, 03/04/2018",
        PROSE + " It was 5 February 2018.",
        "",
    ],
)
def test_other_lines_do_not(line: str) -> None:
    assert masthead(line) is None


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2018-02-05 Minutes of the council", "2018-02-05"),
        ("minutes_20180205", "2018-02-05"),
        ("2018_02_05", "2018-02-05"),
        ("letter-5feb2018", "2018-02-05"),
        ("Letter of 5 February 2018", "2018-02-05"),
        ("Report 25.02.2018", "2018-02-25"),
        ("Report 05.02.2018", ""),  # May or February
        ("2018-02-05 to 2018-03-01", ""),
        ("case 12345678", ""),
        ("201802051", ""),
        ("20181305", ""),
        ("report 2018", ""),
        ("1998 2000", ""),
    ],
)
def test_the_day_in_a_name(name: str, day: str) -> None:
    assert day_in_name(name) == day


def read(folder: Path, name: str, text: str) -> Document:
    (folder / name).write_text(text, encoding="utf-8")
    corpus = Corpus.open(folder)
    return corpus.read(next(file for file in corpus.files() if file.id == name)).document


def test_a_masthead_above_the_title(tmp_path: Path) -> None:
    document = read(
        tmp_path, "a.txt", f"The Morning Post, 6 February 2018\n\nHarbour closed\n\nBy Ana Ruiz\n\n{PROSE}\n"
    )
    assert (document.published, document.source) == ("2018-02-06", "The Morning Post")
    assert (document.title, document.author) == ("Harbour closed", "Ana Ruiz")
    assert document.provenance["published"].origin == "text"
    assert not document.published_inferred


def test_a_dateline_below_title_and_byline(tmp_path: Path) -> None:
    document = read(tmp_path, "a.md", f"# Harbour closed\n\nBy Ana Ruiz\n\nGRENSHOLM, 5 February 2018. {PROSE}\n")
    assert (document.published, document.title, document.author) == ("2018-02-05", "Harbour closed", "Ana Ruiz")


def test_a_byline_with_its_day(tmp_path: Path) -> None:
    document = read(tmp_path, "a.txt", f"Harbour closed\n\nBy Ana Ruiz, 5 February 2018\n\n{PROSE}\n")
    assert (document.author, document.published) == ("Ana Ruiz", "2018-02-05")


def test_a_line_of_stars_around_it(tmp_path: Path) -> None:
    document = read(tmp_path, "a.md", f"# Harbour closed\n\n*Dagbladet, 12 November 2021*\n\n{PROSE}\n")
    assert (document.published, document.source) == ("2021-11-12", "Dagbladet")


def test_a_title_that_says_its_day_stays_the_title(tmp_path: Path) -> None:
    document = read(tmp_path, "a.txt", f"Harbour Board Meeting, 5 February 2018\n\n{PROSE}\n")
    assert (document.title, document.published) == ("Harbour Board Meeting, 5 February 2018", "2018-02-05")


def test_the_name_of_a_file_counts_last_and_as_an_inference(tmp_path: Path) -> None:
    document = read(tmp_path, "2018-02-05 Harbour.txt", f"{PROSE}\n\n{PROSE}\n")
    assert document.published == "2018-02-05"
    assert document.published_inferred
    assert "2018-02-05 Harbour" in document.provenance["published"].why
    stated = read(tmp_path, "2018-02-06 Harbour.txt", f"Harbour closed\n\n5 February 2018\n\n{PROSE}\n")
    assert (stated.published, stated.published_inferred) == ("2018-02-05", False)
