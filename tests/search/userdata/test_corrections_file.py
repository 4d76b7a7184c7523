"""What the reader put right is read as it was written, kept whatever happens to the file, and applied in order."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from search.analysis.corrections import names as mendnames
from search.analysis.corrections.dates import corrected_dates
from search.analysis.corrections.merges import joined_pairs, merge_requests
from search.analysis.dates.tagger import expressions_in
from search.codebook.correction_rows import RowError, content_of, correction_of, describe, row_of
from search.codebook.yaml_edit import edited, with_first
from search.errors import StorageError
from search.model import Correction, Entity, Link, Mention
from search.userdata.corrections_file import FILE, CorrectionFile, load, mark

ALL = (
    Correction("merge", ("Ana Ruiz", "A. Ruiz"), type="person"),
    Correction("split", ("Ana Ruiz",), "Ana Ruiz of Tarn", docs=("a.md", "b.md")),
    Correction("apart", ("Ana Ruiz", "Ana Ruiz Soto")),
    Correction("rename", ("The Ministry",), "Ministry of Foreign Affairs"),
    Correction("retype", ("Cienfuegos",), type="person"),
    Correction("hide", ("Subscribe Now: yes",)),
    Correction(
        "redate", to="2021-03-02", docs=("a.md",), words="last Tuesday", start=12, text="Last Tuesday it rained."
    ),
    Correction("drop", docs=("a.md",), words="1999", start=0, note="a model number"),
    Correction("published", to="2021-03", docs=("a.md",)),
)


@pytest.mark.parametrize("correction", ALL, ids=lambda c: c.kind)
def test_a_row_says_what_the_correction_says(correction: Correction) -> None:
    whole = replace(correction, id="abc", created="2021-01-01T00:00:00+00:00")
    text = yaml.safe_dump(row_of(whole), allow_unicode=True)
    assert correction_of(yaml.safe_load(text)) == whole
    assert describe(whole)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("{}", "what to do"),
        ("[merge]", "no row"),
        ("{merge: [A]}", "two names"),
        ("{merge: A}", "no list"),
        ("{merge: [A, '']}", "empty name"),
        ("{rename: A}", "what the name is"),
        ("{retype: A, type: robot}", "robot"),
        ("{hide: no}", "no text"),
        ("{hide: A, rename: B, to: C}", "both"),
        ("{redate: Tuesday, to: 2021-03-02}", "which document"),
        ("{redate: Tuesday, file: a, to: soon}", "soon"),
        ("{published: 2021-02-30, file: a}", "2021-02-30"),
        ("{hide: A, fro: B}", "fro"),
        ("{drop: x, file: a, at: [1]}", "no number"),
    ],
)
def test_a_row_that_makes_no_sense_says_why(row: str, said: str) -> None:
    try:
        data = yaml.safe_load(row)
    except ValueError:  # YAML itself refuses 30 February
        data = {"published": "2021-02-30", "file": "a"}
    with pytest.raises(RowError) as refused:
        correction_of(data)
    assert said in refused.value.message
    assert refused.value.hint


def test_dates_and_numbers_of_yaml_are_words() -> None:
    row = correction_of(yaml.safe_load("{redate: 1999, file: 7.md, at: 3, to: 2021-03-02}"))
    assert (row.words, row.docs, row.to) == ("1999", ("7.md",), "2021-03-02")


# ---- the file ---------------------------------------------------------------------------------------------------


def test_a_file_of_the_first_days_is_read(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(
        "version: 1\ncorrections:\n  - merge: [Vicente Zambada, El Vicentillo]\n    type: person\n"
        "  - {rename: The Ministry, to: Ministry}\n  - {retype: X, type: person}\n  - {hide: Y}\n"
    )
    found = load(tmp_path)
    assert [(row.kind, row.names, row.to, row.type) for row in found.rows] == [
        ("merge", ("Vicente Zambada", "El Vicentillo"), "", "person"),
        ("rename", ("The Ministry",), "Ministry", None),
        ("retype", ("X",), "", "person"),
        ("hide", ("Y",), "", None),
    ]
    assert len({row.id for row in found.rows}) == 4
    assert [row.id for row in load(tmp_path).rows] == [row.id for row in found.rows], "ids stay"
    assert not found.problems


def test_nothing_of_the_readers_is_lost_by_writing(tmp_path: Path) -> None:
    before = (
        "# mine\nversion: 1\ncorrections:\n  # a comment\n  - {hide: A}\n  - {what: ever}   # odd\n  - 3\nmine: yes\n"
    )
    (tmp_path / FILE).write_text(before)
    file = CorrectionFile(tmp_path)
    (added,) = file.add([Correction("hide", ("B",))])
    assert [problem.title for problem in load(tmp_path).problems] == ["A correction makes no sense"] * 2
    file.remove(added.id)
    assert (tmp_path / FILE).read_text() == before
    file.add([Correction("hide", ("C",))])
    file.remove(load(tmp_path).rows[0].id)
    left = (tmp_path / FILE).read_text()
    assert all(kept in left for kept in ("# mine", "# a comment", "{what: ever}   # odd", "- 3", "mine: yes"))


def test_what_is_there_already_is_not_added_twice(tmp_path: Path) -> None:
    file = CorrectionFile(tmp_path)
    assert len(file.add([*ALL, *ALL])) == len(ALL)
    assert file.add(ALL) == ()
    # A later row of the same name stands between: said again, it is the last word.
    file.add([Correction("rename", ("The Ministry",), "Bureau")])
    before = [Correction("rename", ("The Ministry",), "Ministry of Foreign Affairs")]
    assert file.add(before) == ()
    assert file.add(before, again=True)
    assert file.add(before, again=True) == ()


def test_the_latest_is_taken_back_first(tmp_path: Path) -> None:
    file = CorrectionFile(tmp_path)
    added = file.add(ALL)
    assert file.remove() == added[-1]
    assert file.remove(added[0].id) == added[0]
    assert file.remove("none") is None
    assert [content_of(row) for row in load(tmp_path).rows] == [content_of(row) for row in ALL[1:-1]]
    while file.remove():
        pass
    assert load(tmp_path).rows == ()
    assert CorrectionFile(tmp_path / "nowhere").remove() is None


def test_a_broken_file_is_set_aside_and_its_copy_taken(tmp_path: Path) -> None:
    file = CorrectionFile(tmp_path)
    file.add(ALL[:1])
    file.add(ALL[1:2])
    (tmp_path / FILE).write_text("version: 1\ncorrections: [")
    found = load(tmp_path)
    assert [row.kind for row in found.rows] == ["merge"]
    assert found.digest == mark(tmp_path), "of what is left, not of what was set aside"
    (aside,) = tmp_path.glob("corrections.broken-*")
    assert aside.read_text() == "version: 1\ncorrections: ["


def test_corrections_that_are_no_list_are_kept_under_another_name(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("version: 1\ncorrections: soon\n")
    assert len(load(tmp_path).problems) == 1
    CorrectionFile(tmp_path).add(ALL[:1])
    assert yaml.safe_load((tmp_path / FILE).read_text())["corrections-before"] == "soon"
    assert len(load(tmp_path).rows) == 1


def test_a_file_of_a_later_version_is_told_and_not_touched(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("version: 99\ncorrections: []\n")
    assert [problem.title for problem in load(tmp_path).problems] == ["Made by a later Sourcebook"]
    with pytest.raises(StorageError):
        CorrectionFile(tmp_path).add(ALL[:1])
    assert (tmp_path / FILE).read_text() == "version: 99\ncorrections: []\n"


def test_a_folder_that_cannot_be_written_is_an_error_and_still_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    CorrectionFile(tmp_path).add(ALL[:1])

    def refused(*_: object, **__: object) -> int:
        raise OSError(30, "Read-only file system")

    # Not by taking rights away: root, as whom CI may run, has them all.
    monkeypatch.setattr(os, "open", refused)
    with pytest.raises(StorageError, match="Read-only"):
        CorrectionFile(tmp_path).add(ALL[1:2])
    assert len(load(tmp_path).rows) == 1
    (tmp_path / FILE).write_text("version: 1\ncorrections: [")
    monkeypatch.setattr(Path, "rename", refused)
    found = load(tmp_path)
    assert (found.rows, len(found.problems)) == ((), 1), "a broken file that cannot be set aside is told"


def test_two_at_once_lose_nothing(tmp_path: Path) -> None:
    def add(number: int) -> None:
        for at in range(8):
            CorrectionFile(tmp_path).add([Correction("hide", (f"{number}-{at}",))])

    threads = [threading.Thread(target=add, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(load(tmp_path).rows) == 24


def test_without_a_file_yaml_is_not_imported(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from search.userdata.corrections_file import load, mark; "
        f"folder = Path({str(tmp_path)!r}); assert not load(folder).rows; "
        f"(folder / {FILE!r}).write_text('version: 1'); mark(folder); sys.exit('yaml' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


# ---- text is changed, not written anew --------------------------------------------------------------------------

PLAIN = st.text("abc :#-'\n[]{}", max_size=6)
ROWS = st.lists(st.dictionaries(st.sampled_from("xyz"), PLAIN | st.lists(PLAIN, max_size=2), min_size=1), max_size=4)


@given(ROWS, ROWS, st.booleans(), st.data())
@settings(deadline=None, max_examples=60)
def test_an_edited_text_says_what_was_meant_or_nothing(
    before: list[object], more: list[object], flow: bool, data: st.DataObject
) -> None:
    text = "# head\n" + yaml.safe_dump({"v": 1, "rows": before, "z": 2}, default_flow_style=flow, sort_keys=False)
    after = [*before, *more]
    if before and not more:
        del after[data.draw(st.integers(0, len(before) - 1))]
    wanted = {"v": 1, "rows": after, "z": 2, "new": [1]}
    found = edited(text, {"v": 1, "rows": before, "z": 2}, wanted)
    assert found is None or (yaml.safe_load(found) == wanted and found.startswith("# head\n"))


def test_rows_are_put_first_where_the_list_is_indented() -> None:
    text = "title: x\naliases:\n    # known\n    - {name: B}\ntopics: []\n"
    found = with_first(text, "aliases", [{"name": "A", "aliases": ["a: b"]}])
    assert found is not None
    assert yaml.safe_load(found)["aliases"] == [{"name": "A", "aliases": ["a: b"]}, {"name": "B"}]
    assert "# known" in found


# ---- names ------------------------------------------------------------------------------------------------------


def world(*rows: tuple[str, str, str]) -> tuple[tuple[Entity, ...], tuple[Mention, ...]]:
    """Entities and mentions from (entity, document, words) rows; the first words of an entity are its name."""
    mentions = tuple(
        Mention(f"person:{who.lower()}", doc, 10 * at, 10 * at + len(words), words)
        for at, (who, doc, words) in enumerate(rows)
    )
    entities = []
    for ident in dict.fromkeys(m.entity for m in mentions):
        mine = [m for m in mentions if m.entity == ident]
        names = list(dict.fromkeys(m.text for m in mine))
        docs = tuple(sorted({m.doc for m in mine}))
        entities.append(Entity(ident, names[0], "person", tuple(names[1:]), len(mine), docs))
    return tuple(entities), mentions


def mended(
    rows: Sequence[Correction], entities: Sequence[Entity], mentions: Sequence[Mention]
) -> tuple[dict[str, Entity], dict[str, str], mendnames.CorrectedNames]:
    """Entities by name, states by id, and everything."""
    numbered = [replace(row, id=str(at)) for at, row in enumerate(rows)]
    done = mendnames.apply(numbered, merge_requests(numbered), entities, mentions)
    return {entity.name: entity for entity in done.entities}, dict(done.states), done


JUDGES = (
    ("S", "a.md", "John Smith"),
    ("S", "a.md", "Smith"),
    ("S", "b.md", "John Smith"),
    ("S", "b.md", "Smith"),
    ("S", "c.md", "Smith"),
    ("T", "b.md", "Mary Toll"),
)


def test_two_people_of_one_name_are_told_apart_by_document() -> None:
    found, states, done = mended([Correction("split", ("John Smith",), docs=("b.md",))], *world(*JUDGES))
    assert states == {"0": ""}
    assert found["John Smith"].documents == ("a.md", "c.md")
    assert found["John Smith (2)"].documents == ("b.md",)
    assert found["John Smith (2)"].aliases == ("John Smith", "Smith"), "the surname beside it goes with it"
    assert len({entity.id for entity in done.entities}) == 3
    assert any("split off" in reason for reason in found["John Smith (2)"].reasons)
    assert all(m.entity in {e.id for e in done.entities} for m in done.mentions)


def test_a_surname_stays_where_another_full_name_of_the_same_remains() -> None:
    people = world(("R", "a.md", "Ana Ruiz"), ("R", "a.md", "Eva Ruiz"), ("R", "a.md", "Ruiz"))
    found, _, _ = mended([Correction("split", ("Eva Ruiz",))], *people)
    assert found["Ana Ruiz"].aliases == ("Ruiz",)
    assert found["Eva Ruiz"].aliases == ()


def test_split_can_go_to_somebody_known() -> None:
    found, states, _ = mended([Correction("split", ("Smith",), "Mary Toll", docs=("c.md",))], *world(*JUDGES))
    assert states["0"] == ""
    assert found["Mary Toll"].documents == ("b.md", "c.md")
    assert "Smith" in found["Mary Toll"].aliases


def test_rows_are_applied_in_their_order() -> None:
    rows = [
        Correction("rename", ("John Smith",), "Judge Smith"),
        Correction("merge", ("Judge Smith", "Mary Toll")),
        Correction("retype", ("Judge Smith",), type="law"),
        Correction("split", ("Mary Toll",)),
        Correction("rename", ("Judge Smith",), "J. Smith"),
    ]
    found, states, _ = mended(rows, *world(*JUDGES))
    assert set(states.values()) == {""}
    assert set(found) == {"J. Smith", "Mary Toll"}
    assert (found["J. Smith"].type, found["J. Smith"].mentions) == ("law", 5)
    reasons = found["J. Smith"].reasons
    assert "“Judge Smith” and “Mary Toll” were merged by you" in reasons
    assert "“Judge Smith” was renamed to “J. Smith” by you" in reasons


def test_later_rows_win() -> None:
    one, other = Correction("merge", ("John Smith", "Mary Toll")), Correction("apart", ("John Smith", "Mary Toll"))
    said = merge_requests([replace(one, id="0"), replace(other, id="1")])
    assert said.merges == ()
    assert said.apart == (("John Smith", "Mary Toll"),)
    found, states, _ = mended([one, other], *world(*JUDGES))
    assert set(found) == {"John Smith", "Mary Toll"}
    assert "later" in states["0"]
    said = merge_requests([replace(other, id="0"), replace(one, id="1")])
    assert said.apart == ()
    assert len(mended([other, one], *world(*JUDGES))[0]) == 1


def test_the_name_of_one_among_several_hides_only_its_mentions() -> None:
    found, _, done = mended([Correction("hide", ("smith",))], *world(*JUDGES))
    assert found["John Smith"].mentions == 2
    assert {m.text for m in done.mentions} == {"John Smith", "Mary Toll"}
    assert set(mended([Correction("hide", ("Mary Toll",))], *world(*JUDGES))[0]) == {"John Smith"}


def test_what_changes_nothing_says_why() -> None:
    rows = [
        Correction("rename", ("Nobody",), "X"),
        Correction("merge", ("John Smith", "Nobody")),
        Correction("split", ("Mary Toll",)),
        Correction("hide", ("Nobody",)),
        Correction("split", ("Mary Toll",), docs=("c.md",)),
    ]
    entities, mentions = world(*JUDGES)
    _, states, done = mended(rows, entities, mentions)
    assert all(states.values())
    assert "no name “Nobody” is found here any more" in states.values()
    assert done.entities == tuple(sorted(entities, key=lambda e: (-e.mentions, e.id)))


def test_an_ambiguous_name_changes_nobody() -> None:
    people = world(("A", "a.md", "Ana Ruiz"), ("A", "a.md", "Ruiz"), ("B", "b.md", "Eva Ruiz"), ("B", "b.md", "Ruiz"))
    found, states, _ = mended([Correction("rename", ("Ruiz",), "X")], *people)
    assert set(found) == {"Ana Ruiz", "Eva Ruiz"}
    assert "may be" in states["0"]


def in_doubt() -> tuple[list[Entity], tuple[Mention, ...]]:
    """Two people of one surname, each called by it somewhere, and the surname where either may be meant."""
    entities, mentions = world(
        ("P", "a.md", "Peter Marsh"), ("P", "a.md", "Marsh"), ("L", "b.md", "Laura Marsh"), ("L", "b.md", "Marsh"),
        ("M", "c.md", "Marsh"), ("M", "d.md", "Marsh"), ("M", "d.md", "Marsh"),
    )  # fmt: skip
    why = ("unsure: “Marsh” could be Peter Marsh or Laura Marsh; kept apart",)
    return [
        replace(e, unsure=("person:p", "person:l"), reasons=why) if e.id == "person:m" else e for e in entities
    ], mentions


def test_a_doubt_that_is_decided_takes_nothing_from_the_other() -> None:
    """Told that “Marsh” is Peter Marsh, the mentions known to be Laura Marsh's stay hers."""
    found, states, _ = mended([Correction("merge", ("Peter Marsh", "Marsh"))], *in_doubt())
    assert states == {"0": ""}
    assert {name: (e.mentions, e.unsure) for name, e in found.items()} == {
        "Peter Marsh": (5, ()), "Laura Marsh": (2, ()),
    }  # fmt: skip
    assert not any(reason.startswith("unsure") for reason in found["Peter Marsh"].reasons)


def test_a_doubt_is_decided_for_one_document() -> None:
    found, _, _ = mended([Correction("split", ("Marsh",), docs=("d.md",), to="Laura Marsh")], *in_doubt())
    assert (found["Laura Marsh"].mentions, found["Marsh"].mentions, found["Peter Marsh"].mentions) == (4, 1, 2)
    assert found["Marsh"].unsure == ("person:p", "person:l")


def test_who_is_not_meant_is_no_longer_in_doubt() -> None:
    found, states, _ = mended([Correction("apart", ("Marsh", "Laura Marsh"))], *in_doubt())
    assert states == {"0": ""}
    assert found["Marsh"].unsure == ("person:p",)
    found, _, _ = mended(
        [Correction("apart", ("Marsh", "Laura Marsh")), Correction("apart", ("Marsh", "Peter Marsh"))], *in_doubt()
    )
    assert found["Marsh"].unsure == ()
    assert not any(reason.startswith("unsure") for reason in found["Marsh"].reasons)
    assert found["Laura Marsh"].mentions == 2


def test_a_doubt_between_names_that_are_one_is_none() -> None:
    found, _, _ = mended([Correction("merge", ("Peter Marsh", "Laura Marsh"))], *in_doubt())
    assert {name: e.mentions for name, e in found.items()} == {"Peter Marsh": 7}


def test_a_name_that_several_bear_merges_nobody() -> None:
    """A list of corrections may come from elsewhere: there it was a name of its own."""
    entities, mentions = world(
        ("P", "a.md", "Peter Marsh"), ("P", "a.md", "Marsh"), ("L", "b.md", "Laura Marsh"), ("L", "b.md", "Marsh"),
        ("H", "c.md", "The Judge"),
    )  # fmt: skip
    found, states, _ = mended([Correction("merge", ("The Judge", "Marsh"))], entities, mentions)
    assert states == {"0": "“Marsh” may be “Peter Marsh” or “Laura Marsh”"}
    assert len(found) == 3


def test_identity_is_told_only_of_names_it_took_for_one() -> None:
    entities, _ = in_doubt()
    assert joined_pairs((("Marsh", "Laura Marsh"),), entities) == ()
    assert joined_pairs((("Marsh", "Marsh Ltd"),), entities) == (("Marsh", "Marsh Ltd"),)


def test_links_and_doubts_follow_the_entities() -> None:
    entities, mentions = world(*JUDGES)
    linked = (
        replace(entities[0], links=(Link(entities[1].id, "formerly"),), unsure=(entities[1].id, "gone")),
        entities[1],
    )
    done = mendnames.apply([row := Correction("hide", ("Mary Toll",), id="1")], merge_requests([row]), linked, mentions)
    assert (done.entities[0].links, done.entities[0].unsure) == ((), ())


NAMES = st.sampled_from(["John Smith", "Smith", "Mary Toll", "Nobody", "X", "Smith (2)"])
DOCS = st.lists(st.sampled_from(["a.md", "b.md", "c.md", "d.md"]), max_size=2, unique=True).map(tuple)
ANY = st.one_of(
    st.builds(lambda n: Correction("merge", tuple(n)), st.lists(NAMES, min_size=2, max_size=3, unique=True)),
    st.builds(lambda n: Correction("apart", tuple(n)), st.lists(NAMES, min_size=2, max_size=3, unique=True)),
    st.builds(lambda n, t, d: Correction("split", (n,), t, docs=d), NAMES, st.just("") | NAMES, DOCS),
    st.builds(lambda n, t: Correction("rename", (n,), t), NAMES, NAMES),
    st.builds(lambda n: Correction("retype", (n,), type="law"), NAMES),
)


@given(st.lists(ANY, max_size=8))
@settings(deadline=None)
def test_no_sequence_of_corrections_loses_a_mention(rows: list[Correction]) -> None:
    entities, mentions = world(*JUDGES)
    found, states, done = mended(rows, entities, mentions)
    assert sorted((m.doc, m.start, m.end, m.text) for m in done.mentions) == sorted(
        (m.doc, m.start, m.end, m.text) for m in mentions
    )
    counts = {e.id: e.mentions for e in done.entities}
    assert all(sum(m.entity == ident for m in done.mentions) == count for ident, count in counts.items())
    assert all(count > 0 for count in counts.values())
    assert len(states) == len(rows)
    assert all(e.name not in e.aliases for e in found.values())


# ---- dates ------------------------------------------------------------------------------------------------------

TEXT = "The vote was on 2 May 2020. Model 1999 was sold.\n\nA second vote followed on 2 May 2020. It was in 1999."


def mend(text: str, *rows: Correction) -> tuple[list[tuple[int, str]], dict[str, str]]:
    """(start, EDTF) of a text's dates after corrections, and their states."""
    numbered = [replace(row, id=str(at), docs=("a.md",)) for at, row in enumerate(rows)]
    done = corrected_dates(numbered, text, expressions_in(text, None))
    return [(one.span.start, one.value.edtf) for one in done.dated], dict(done.states)


def test_the_nearest_place_of_the_words_is_meant() -> None:
    second = TEXT.rindex("2 May 2020")
    found, states = mend(TEXT, Correction("redate", words="2 May 2020", start=second + 3, to="2020-05-03"))
    assert (second, "2020-05-03") in found
    assert (TEXT.index("2 May 2020"), "2020-05-02") in found
    assert states == {"0": ""}


def test_a_redated_value_says_so() -> None:
    row = Correction("redate", words="2 May 2020", start=0, to="2020-05-03", docs=("a.md",), id="x")
    (value,) = [
        one.value
        for one in corrected_dates([row], TEXT, expressions_in(TEXT, None)).dated
        if one.value.rule == "correction"
    ]
    assert (value.basis, value.words, value.start) == ("stated", "2 May 2020", "2020-05-03")
    assert value.why == "dated so by you, the text says “2 May 2020”"


def test_a_dropped_date_is_gone_and_the_others_stay() -> None:
    last = TEXT.rindex("1999")
    before, _ = mend(TEXT)
    found, states = mend(TEXT, Correction("drop", words="1999", start=last))
    assert [place for place in before if place not in found] == [(last, "1999")]
    assert states == {"0": ""}


def test_a_correction_survives_small_changes_of_the_text() -> None:
    row = Correction(
        "redate",
        words="2 May 2020",
        start=TEXT.rindex("2 May"),
        to="2021",
        text="A second vote followed on 2 May 2020.",
    )
    moved = "A new beginning.\n" * 90 + TEXT
    found, _ = mend(moved, row)
    assert (moved.rindex("2 May 2020"), "2021") in found, "the sentence it stood in is found again"
    assert (moved.index("2 May 2020"), "2020-05-02") in found


def test_words_that_are_gone_make_it_stale() -> None:
    _, states = mend("The vote was on 3 May 2020.", Correction("redate", words="2 May 2020", start=16, to="2021"))
    assert states == {"0": "“2 May 2020” is no longer in a.md"}
    _, states = mend("It was sold as the 19999 then.", Correction("drop", words="1999", start=19))
    assert "no longer" in states["0"]


def test_two_rows_never_share_a_place_unless_they_mean_it() -> None:
    at = TEXT.index("2 May 2020")
    found, states = mend(
        TEXT.replace("on 2 May 2020. It", "soon. It"),
        Correction("redate", words="2 May 2020", start=at, to="2021"),
        Correction("redate", words="2 May 2020", start=TEXT.rindex("2 May 2020"), to="2022"),
    )
    assert (at, "2021") in found
    assert states["0"] == ""
    assert "no longer" in states["1"]
    found, states = mend(
        TEXT,
        Correction("redate", words="2 May 2020", start=at, to="2021"),
        Correction("drop", words="2 May 2020", start=at),
    )
    assert at not in [start for start, _ in found]
    assert "later" in states["0"]


@given(st.text(max_size=60), st.text(max_size=5), st.integers(-1, 80), st.sampled_from(["redate", "drop"]))
@settings(deadline=None, max_examples=80)
def test_dates_stay_in_order_and_on_their_words(text: str, words: str, start: int, kind: str) -> None:
    text = f"{text} In May 2020 {text} 1999"
    row = Correction(kind, words=words or "1999", start=start, to="2020", docs=("a",), id="1")  # type: ignore[arg-type]
    done = corrected_dates([row], text, expressions_in(text, None)).dated
    assert all(text[one.span.start : one.span.end] == one.value.words for one in done)
    assert all(a.span.end <= b.span.start for a, b in pairwise(done))
