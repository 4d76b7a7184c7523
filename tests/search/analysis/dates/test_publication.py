"""The day of publication as a text betrays it: always marked as inferred, never beyond the evidence."""

from __future__ import annotations

import pytest

from search.analysis.dates.publication import infer
from search.corpus.byline import dated_title


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("5 March 2019\nThe river rose.", "2019-03-05"),
        ("The river rose.\nPublished: March 5, 2019", "2019-03-05"),
        ("Updated 7 March 2019\nPublished 5 March 2019\nThe river rose.", "2019-03-05"),
        ("LISBON, 5 March 2019 (Agency) — The river rose.", "2019-03-05"),
        # A weekday with day and month fixes the year after the latest one told.
        ("In 2018 the dam leaked.\nOn Tuesday, March 5, the mayor resigned.", "2019-03"),
        # Without a weekday the latest year told has to do.
        ("The dam was inspected in August 2018.\nIt burst on December 9, the mayor said.", "2018-12"),
        # The latest full date, one still to come left aside.
        ("A picture of May 3, 2019.\nOn Friday the bank closed. It must pay before June 20, 2020.", "2019-05"),
    ],
)
def test_what_a_text_betrays(text: str, edtf: str) -> None:
    value = infer(text)
    assert value is not None
    assert value.edtf == edtf
    assert value.basis == "inferred"
    assert value.why


@pytest.mark.parametrize(
    "text",
    [
        "",
        "No date at all.",
        "The statute of 1951 was amended in 1985 and in 2021.",
        # A history speaks from no day of its own.
        "He was born on 3 March 1951 and died on 5 May 1999.",
        "Last week the talks went on.",
    ],
)
def test_unknown_stays_unknown(text: str) -> None:
    assert infer(text) is None


def test_a_heading_that_says_what_the_text_is_gives_its_day() -> None:
    text = "PARISH COUNCIL\nMinutes of a meeting held on Friday, the 14th November, 1958, at 2 p.m.\nIt met in 1957."
    value = infer(text)
    assert value is not None
    assert (value.edtf, value.basis) == ("1958-11-14", "inferred")
    assert "heading" in value.why


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("Statement by the Minister of Works, 22 July 1993", "1993-07-22"),
        ("Minutes of the meeting held on July 22, 1993", "1993-07-22"),
        ("Press release – 22 July 1993", "1993-07-22"),
        # What happened on a day is no document of that day, and a month is no day.
        ("The storm of 22 July 1993", None),
        ("Statement by the Minister, July 1993", None),
        ("A statement on the storm of 1993", None),
        ("", None),
    ],
)
def test_the_title_of_what_was_said_on_a_day_gives_it(title: str, day: str | None) -> None:
    assert dated_title(title) == day
