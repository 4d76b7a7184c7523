"""One table feeds keys, footer, help, palette and documents; rebinding is checked before anything is used."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.keys.commands import ACTIONS, BY_ID, GROUPS, PLACES, applies
from tui.keys.keymap import (
    DEFAULTS,
    UNSAFE,
    KeymapError,
    breadth,
    event_key,
    keymap_from,
    overlap,
    reference,
    shown,
    table,
    valid,
)

DOCS = Path(__file__).resolve().parents[3] / "docs" / "keys.md"


def test_ids_are_unique_and_every_row_is_complete() -> None:
    assert len(BY_ID) == len(ACTIONS)
    for action in ACTIONS:
        assert action.keys, action.id
        assert action.label, action.id
        assert action.help.endswith("."), action.id
        assert action.group in GROUPS, action.id
        assert all(valid(key) for key in action.keys), action.id


def test_no_command_hangs_on_a_key_that_terminals_take_for_themselves() -> None:
    for action in ACTIONS:
        assert not set(action.keys) <= UNSAFE, action.id


def test_no_key_means_two_things_at_one_place() -> None:
    for index, one in enumerate(ACTIONS):
        for other in ACTIONS[index + 1 :]:
            if set(one.keys) & set(other.keys):
                assert not overlap(one, other), (one.id, other.id)


def test_every_key_runs_its_own_command_or_a_narrower_one_everywhere() -> None:
    for action in ACTIONS:
        for place in PLACES:
            if applies(action, place):
                for key in action.keys:
                    found = DEFAULTS.resolve(event_key(key), place)
                    assert found is not None
                    assert found is action or breadth(found) < breadth(action)


def test_the_names_of_keys_are_textuals() -> None:
    from textual.keys import _character_to_key

    for character in "abcXYZ059/?:'[];.,-+*=!@#$%^&()~`|\\<>{}\"_":
        assert event_key(character) == _character_to_key(character)


@pytest.mark.parametrize(
    ("key", "words"), [("escape", "Esc"), ("ctrl+p", "^p"), ("n", "n"), ("f1", "F1"), ("space", "␣")]
)
def test_keys_are_written_shortly(key: str, words: str) -> None:
    assert shown(key) == words


def test_the_document_of_keys_is_the_table() -> None:
    """`make docs` writes it; this fails where the table has changed since."""
    assert DOCS.read_text(encoding="utf-8") == reference()


def test_every_command_is_in_the_reference_and_the_table() -> None:
    text = reference()
    rows = {row[2] for row in table()}
    for action in ACTIONS:
        assert f"`{action.id}`" in text
        assert action.id in rows


# ---- rebinding ---------------------------------------------------------------------------------------------------


def test_a_key_is_changed_and_others_stay() -> None:
    keymap = keymap_from({"next_hit": "J", "pane_results": 1, "zoom": ["ctrl+x", "Z"]})
    assert keymap.of("next_hit") == ("J",)
    assert keymap.of("zoom") == ("ctrl+x", "Z")
    assert keymap.of("pane_results") == ("1",)
    assert keymap.of("previous_hit") == ("N",)


def test_two_keys_may_change_places() -> None:
    keymap = keymap_from({"next_hit": "N", "previous_hit": "n"})
    found = keymap.resolve("n", "reader")
    assert found is not None
    assert found.id == "previous_hit"


@pytest.mark.parametrize(
    ("rows", "named", "hint"),
    [
        ({"nexthit": "x"}, "keys: nexthit: there is no such command", "Did you mean next_hit?"),
        ({"next_hit": "q"}, "keys: next_hit: “q” already means “quit” (quit)", "quit"),
        ({"next_hit": "hyper+x"}, "keys: next_hit: 'hyper+x' is not a key", "A key is"),
        ({"next_hit": ""}, "keys: next_hit: '' is not a key", "A key is"),
        ({"next_hit": []}, "keys: next_hit: has no key", "Its own is n"),
        ({"next_hit": None}, "keys: next_hit: None is not a key", "A key is"),
        ({"next_hit": True}, "keys: next_hit: True is not a key", "A key is"),
        ({"open": "enter"}, "keys: open: enter alone may never arrive", "second key"),
        ({"quit": ["ctrl+s", "ctrl+j"]}, "keys: quit: ctrl+s and ctrl+j alone", "second key"),
        (["next_hit"], "keys must be a table", "next_hit: n"),
    ],
)
def test_a_bad_row_is_named_in_one_message(rows: object, named: str, hint: str) -> None:
    with pytest.raises(KeymapError) as caught:
        keymap_from(rows, "config.yaml")
    assert named in caught.value.message.replace("keys: must", "keys must")
    assert hint in caught.value.hint
    assert "config.yaml" in caught.value.message
