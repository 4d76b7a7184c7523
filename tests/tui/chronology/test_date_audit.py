"""The date audit: what is listed, where it leads, and putting a date right with one key."""

from __future__ import annotations

import pytest

from search.errors import CorpusError
from search.model import AuditRow, Correction, DateValue
from tests.tui.driving import Driver, explorer
from tests.tui.fake.library import DOCUMENTS, TEXTS, FakeLibrary
from tui.dialogs.date_prompt import DatePrompt

SIZES = [(80, 24), (120, 40), (200, 50)]


def of(it: Driver) -> DatePrompt:
    assert isinstance(it.app.screen, DatePrompt)
    return it.app.screen


async def answer(it: Driver, words: str) -> None:
    """Type a date in place of what stands there."""
    of(it).input.value = ""
    await it.pilot.press(*["space" if letter == " " else letter for letter in words], "enter")
    await it.calm()


def rows() -> tuple[AuditRow, ...]:
    """A row of every reason, of dates that stand in the texts."""
    text = TEXTS["gazette.md"]
    at, year = text.index("May 2019"), text.index("1985")
    may = DateValue("2019-05", "2019-05-01", "2019-05-31", "month", "inferred")
    either = DateValue("1985-03-04", "1985-03-04", "1985-03-04", "day", words="1985", otherwise="1985-04-03")
    return (
        AuditRow("a", "published", "gazette.md", may, "the latest date in the text", rests=2),
        AuditRow("b", "inferred", "gazette.md", may, "the year of the act", text[18:72], 18, 72, "May 2019", at),
        AuditRow("c", "ambiguous", "gazette.md", either, "day or month first", text[120:180], 120, 180, "1985", year),
        AuditRow("d", "stale", "gazette.md", None, "“last week” is not there any more", correction="c7"),
    )


def audited() -> FakeLibrary:
    library = FakeLibrary()
    library.audited = rows()
    return library


@pytest.mark.parametrize("size", SIZES)
async def test_dates_are_listed_by_reason_with_their_words_value_and_why(size: tuple[int, int]) -> None:
    async with explorer(size, audited()) as it:
        await it.press("A")
        assert it.main.place == "audit"
        assert it.shows("date audit · 4 dates", "Days of publication worked out", "the latest date")
        await it.press("z")
        assert it.shows("Dates worked out", "“May 2019” → May 2019", "the year of the act")
        await it.press("G")
        assert it.shows("Corrections whose words are gone", "“last week” is not there", "4 Mar or 3 Apr 1985")


async def test_a_row_leads_to_its_words_and_back() -> None:
    async with explorer(library=audited()) as it:
        await it.press("A", "down", "enter")
        span = it.main.reader.flash
        assert it.main.reader.document == DOCUMENTS[1]
        assert span is not None
        assert TEXTS["gazette.md"][span.start : span.end] == "May 2019"
        await it.press("backspace")
        assert it.main.place == "audit"
        await it.press("backspace")
        assert it.main.place == "chronology"
        assert it.shows("1984")


async def test_the_key_that_opens_it_closes_it_too() -> None:
    async with explorer(library=audited()) as it:
        await it.press("1", "A", "A")
        assert it.main.place == "chronology"
        await it.press("A", "escape")
        assert it.main.place == "chronology"


async def test_a_date_is_typed_anew_and_how_it_is_read_is_shown() -> None:
    async with explorer(library=audited()) as it:
        await it.press("A", "down", "r")
        of(it).input.value = ""
        await it.pilot.press(*"2018-05")
        await it.pilot.pause()
        assert it.shows("“May 2019” is read as May 2019", "read as May 2018")
        await it.pilot.press("enter")
        await it.calm()
        text = rows()[1].text
        made = it.library.corrections.rows[-1]
        assert (made.kind, made.to, made.docs, made.words, made.start, made.text) == (
            "redate", "2018-05", ("gazette.md",), "May 2019", TEXTS["gazette.md"].index("May 2019"), text,
        )  # fmt: skip
        assert it.shows("✓ corrected")
        assert "undoes" in it.main.status.message


async def test_after_the_analysis_the_row_is_gone_and_the_cursor_stays_near() -> None:
    async with explorer(library=audited()) as it:
        await it.press("A", "down", "r")
        await answer(it, "2018-05")
        it.library.analyse()
        await it.until(lambda: it.main.chronology.audit and len(it.main.chronology.audit.found) == 3, "the new rows")
        await it.calm()
        row = it.main.chronology.lines.cursor_row
        assert row is not None
        assert row.key in ("a", "c")
        assert it.shows("3 dates")


async def test_what_is_no_date_is_said_and_nothing_is_kept() -> None:
    async with explorer(library=audited()) as it:
        await it.press("A", "down", "r")
        of(it).input.value = ""
        await it.pilot.press(*"soon", "enter")
        await it.pilot.pause()
        assert it.shows("“soon” is not a date. Write it like 5 October 2020")
        await it.pilot.press("escape")
        await it.calm()
        assert it.library.corrections.rows == []


async def test_a_correction_that_is_refused_is_said() -> None:
    library = audited()
    library.corrections.refuse = lambda correction: "It was published before it was written."
    async with explorer(library=library) as it:
        await it.press("A", "down", "x")
        assert "published before" in it.main.status.message
        assert not it.shows("✓ corrected")


async def test_a_date_is_dropped_with_one_key() -> None:
    async with explorer(library=audited()) as it:
        await it.press("A", "down", "x")
        made = it.library.corrections.rows[-1]
        assert (made.kind, made.words, made.docs) == ("drop", "May 2019", ("gazette.md",))


async def test_the_day_of_publication_is_set_from_the_audit_and_from_a_document() -> None:
    async with explorer(library=audited()) as it:
        await it.press("A", "r")
        assert it.shows("Day of publication", "May 2019 (worked out)")
        await answer(it, "2019-05-07")
        made = it.library.corrections.rows[-1]
        assert (made.kind, made.to, made.docs) == ("published", "2019-05-07", ("gazette.md",))
        await it.press("1")
        it.main.results.lines.move_to_key("harbour.md")
        await it.press("P")
        await answer(it, "2019-05-05")
        made = it.library.corrections.rows[-1]
        assert (made.kind, made.to, made.docs) == ("published", "2019-05-05", ("harbour.md",))


async def test_a_stale_correction_is_taken_off_and_not_redated() -> None:
    library = audited()
    library.corrections.rows.append(Correction("drop", docs=("gazette.md",), words="last week", start=3, id="c7"))
    async with explorer(library=library) as it:
        await it.press("A", "G", "r")
        assert "words are gone" in it.main.status.message
        await it.press("x")
        assert library.corrections.rows == []


async def test_rows_of_the_chronology_are_put_right_with_the_same_keys() -> None:
    async with explorer() as it:
        await it.press("t", "G", "r")
        await answer(it, "2024-07")
        made = it.library.corrections.rows[-1]
        assert (made.kind, made.words, made.to) == ("redate", "June 2024", "2024-07")


async def test_a_row_of_several_statements_asks_which_one_is_meant() -> None:
    async with explorer() as it:
        await it.press("t", "g", "x")
        assert it.main.place == "statements"
        assert "Several statements" in it.main.status.message
        await it.press("down", "x")
        made = it.library.corrections.rows[-1]
        assert (made.kind, made.words, made.docs) == ("drop", "1985", ("gazette.md",))
        it.library.analyse()
        await it.until(lambda: len(it.main.chronology.events) == 5, "the new rows")
        await it.calm()
        assert it.main.place == "statements"
        assert not it.shows("recalled captain Tomas Reed")


async def test_an_audit_without_rows_says_what_that_means() -> None:
    library = FakeLibrary()
    library.audited = ()
    async with explorer(library=library) as it:
        await it.press("A")
        assert it.shows("No date here needs checking", "nothing to")
        await it.press("r")
        assert "There is no date here" in it.main.status.message


async def test_the_audit_follows_the_view() -> None:
    async with explorer(library=audited()) as it:
        await it.type("repeal")
        await it.press("A")
        assert it.shows("in what is selected")
        await it.press("X")
        assert it.shows("4 dates")


async def test_an_audit_that_fails_is_a_line_and_not_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(self: FakeLibrary, query: str = "") -> tuple[AuditRow, ...]:
        raise CorpusError("No audit", "The store is busy.")

    monkeypatch.setattr(FakeLibrary, "audit", fails)
    async with explorer() as it:
        await it.press("A")
        assert "The store is busy" in it.main.status.message
        await it.press("backspace")
        assert it.main.place == "chronology"


async def test_a_date_without_its_year_is_told_so() -> None:
    async with explorer((80, 24), audited()) as it:
        read = it.library.corrections.date

        def reading(words: str) -> DateValue:
            if words == "3 May":
                raise CorpusError("No date", "“3 May” is not understood.", "")
            return read("2000-05-03" if words == "3 May 2000" else words)

        it.library.corrections.date = reading  # type: ignore[method-assign]
        await it.press("A", "down", "r")
        await answer(it, "3 May")
        assert it.shows("“3 May” has no year: add it.")


async def test_the_footer_of_the_audit_names_all_that_puts_a_date_right() -> None:
    async with explorer((80, 24), audited()) as it:
        await it.press("A")
        assert it.shows("m correct", "r new date", "x drop", "P published", "? keys")


async def test_a_narrow_audit_says_the_whole_reason_and_not_the_words_twice() -> None:
    library = audited()
    text = TEXTS["gazette.md"]
    at = text.index("May 2019")
    may = DateValue("2019-05", "2019-05-01", "2019-05-31", "month", "inferred")
    why = "“May 2019” is counted from the publication date 2019-06-04 (itself inferred)"
    library.audited = (AuditRow("b", "inferred", "gazette.md", may, why, text[18:72], 18, 72, "May 2019", at),)
    async with explorer((120, 40), library) as it:
        await it.press("A")
        row = it.main.chronology.lines.cursor_row
        assert row is not None
        said = " ".join("".join(cell.text for cell in line).strip() for line in row.lines)
        assert "counted from the publication date 4 Jun 2019 (itself inferred)" in said
        assert "is counted" not in said
