"""The explorer, ready in a real terminal: the bundled corpus is read and analysed once for all these tests."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.terminal.terminal import Terminal

EXPLORER = [sys.executable, "-m", "tui"]


def homes(folder: Path) -> dict[str, str]:
    """Per-user folders below `folder`."""
    return {f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("CACHE", "DATA", "CONFIG", "STATE")}


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Per-user folders that hold the bundled corpus, read and analysed."""
    home = tmp_path_factory.mktemp("prepared")
    subprocess.run(
        [*EXPLORER, "index", "--corpus", "demo"], cwd=ROOT, check=True, capture_output=True,
        env={**Terminal.inherited(), **homes(home)},
    )  # fmt: skip
    return home


Open = Callable[..., Terminal]


@pytest.fixture
def explorer(prepared: Path, tmp_path: Path) -> Open:
    """Opens the explorer on the bundled corpus, its analysis done; further arguments are Terminal's."""

    def start(*arguments: str, **options: object) -> Terminal:
        environ = {**homes(prepared), **homes(tmp_path), "XDG_CACHE_HOME": homes(prepared)["XDG_CACHE_HOME"]}
        environ.update(options.pop("environ", {}))  # type: ignore[call-overload]
        return Terminal([*EXPLORER, *(arguments or ("demo",))], folder=ROOT, environ=environ, **options)  # type: ignore[arg-type]

    return start
