"""The documentation is current: generated pages, links, targets named in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from search.exports import FORMATS
from tui.cli.docs import generated
from tui.theme.signs import SIGNS

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")] + sorted(
    (ROOT / "docs").glob("*.md")
)


@pytest.mark.parametrize("name", generated())
def test_generated_pages_are_current(name: str) -> None:
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == generated()[name], "run make docs"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_named_make_targets_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+)\b(?=`|  |\n|$)", page.read_text(encoding="utf-8"))) <= targets


def test_every_sign_of_a_date_is_explained() -> None:
    text = (ROOT / "docs" / "correcting.md").read_text(encoding="utf-8")
    assert [sign for sign in SIGNS if f"| {sign.mark} | {sign.help} |" not in text] == []


def test_every_export_is_described() -> None:
    lines = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8").splitlines()
    told, what = set(), ""
    for row in (line.split("|") for line in lines if line.startswith("|")):
        what = row[1].strip(" `") or what
        told.add((what, row[2].strip(" `")))
    assert {(row.what, row.form) for row in FORMATS} <= told


def test_the_map_of_the_house_names_every_room_and_only_what_is_there() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:search|tui|bench)/[\w/.]*)`", text))
    assert {place for place in named if not (ROOT / place).exists()} == set()
    tops = [folder for package in ("search", "tui") for folder in (ROOT / package).iterdir() if folder.is_dir()]
    rooms = [*tops, *(folder for folder in (ROOT / "search" / "analysis").iterdir() if folder.is_dir())]
    expected = {f"{room.relative_to(ROOT).as_posix()}/" for room in rooms if next(room.glob("*.py"), None)}
    assert expected - named == set()
