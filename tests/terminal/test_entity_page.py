"""An entity's page in a real terminal, 120×40: what a move of the cursor costs, and that mending comes through."""

from __future__ import annotations

import pytest

from tests.terminal.conftest import Open
from tests.terminal.test_explorer import ready

pytestmark = pytest.mark.terminal


@pytest.mark.parametrize("zoomed", [False, True])
def test_a_cursor_move_on_a_page_costs_at_most_400_bytes(explorer: Open, zoomed: bool) -> None:
    with explorer() as terminal:
        ready(terminal)
        terminal.cost("e")
        terminal.cost("enter")
        if zoomed:
            terminal.cost("z")
        terminal.wait_for("[mentions")
        costs = []
        for _ in range(6):
            costs += [terminal.cost(key) for key in ("down", "down", "up")]
            terminal.cost("v")
        assert 0 < max(costs) <= 400, costs


def test_a_letter_typed_to_find_a_name_costs_at_most_400_bytes_beside_the_rows_it_changes(explorer: Open) -> None:
    with explorer() as terminal:
        ready(terminal)
        terminal.send("e", "w")
        for letter in "zzqx":  # from the first letters on no name is found before or after
            terminal.cost(letter)
        costs = [terminal.cost(letter) for letter in "zq"]
        assert 0 < max(costs) <= 400, costs


def test_a_name_is_hidden_and_comes_back(explorer: Open) -> None:
    """The whole way: the correction is kept, the analysis runs in its own process, the list follows; then undone."""
    with explorer() as terminal:
        ready(terminal)
        terminal.send("e")
        terminal.send("w")
        terminal.type("trump")
        terminal.settle()
        terminal.send("enter")
        terminal.wait_for("Donald Trump")
        terminal.send("m")
        terminal.wait_for("Rename")
        terminal.type("hide")
        terminal.send("enter")
        terminal.wait_for("is hidden")
        terminal.wait_gone("  Donald Trump")
        terminal.settle(1.0)
        terminal.send("C")
        terminal.wait_for("applies")
        terminal.send("escape")
        terminal.wait_gone("applies")
        terminal.send("u")
        terminal.wait_for("Taken back")
        terminal.settle(1.0)
        terminal.send("w")
        terminal.type("trump")
        terminal.wait_for("Donald Trump")
