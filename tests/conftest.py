"""What every test stands on: no user configuration, the bundled corpus, the originals where they are at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Cache, data and configuration of the test alone; nothing of the user's is read or written."""
    home = tmp_path_factory.mktemp("home")
    for name in ("CACHE", "DATA", "CONFIG", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    for name in ("SOURCEBOOK_CORPUS", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)
    return home


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of the bundled corpus."""
    return ROOT / "seeds"


@pytest.fixture(scope="session")
def originals() -> Path:
    """The five originals, where they lie beside the checkout."""
    folder = ROOT.parent / "shared" / "originals"
    if not folder.is_dir():
        pytest.skip("the originals are not at hand")
    return folder
