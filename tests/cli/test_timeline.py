"""`sourcebook timeline`: in which sense a statement is said."""

from __future__ import annotations

from dataclasses import replace

from search.model import DateValue, Event
from tui.cli.subcommands.timeline import how


def test_what_is_denied_or_planned_is_never_printed_as_a_plain_fact() -> None:
    date = DateValue("2020", "2020-01-01", "2020-12-31", "year")
    plain = Event("e", date, "fact", "a.md", "He did not resign in 2020.", 0, 26)
    assert how(plain) == "stated"
    assert how(replace(plain, negated=True)) == "stated, denied"
    assert how(replace(plain, modality="planned", negated=True)) == "stated, planned, denied"
