"""Sources side by side in a real terminal, 120 columns: what moving costs where nothing scrolls, and idle."""

from __future__ import annotations

import pytest

from tests.terminal.conftest import Open
from tests.terminal.test_explorer import ready

pytestmark = pytest.mark.terminal


def test_a_move_between_matters_and_sources_costs_at_most_400_bytes(explorer: Open) -> None:
    with explorer(rows=150) as terminal:  # so high that whole texts are on the screen
        ready(terminal)
        for _ in range(2):
            terminal.cost("space")
        terminal.send("|")
        terminal.wait_for("together")
        terminal.settle(1.0)
        costs = [terminal.cost(key) for key in ("]", "]", "]", "[", "n", "tab", "tab", "shift+tab", "N")]
        assert 0 < max(costs) <= 400, costs
        assert terminal.idle(1.0) == 0
