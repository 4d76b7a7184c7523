"""The built wheel works without the checkout: code, themes and the bundled corpus are all in it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.wheel


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `sourcebook` of a new environment that holds the wheel, and sees its dependencies but not the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / "dist")],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert built.returncode == 0, built.stderr
    venv.create(folder / "venv", with_pip=False)
    (wheel,) = (folder / "dist").glob("*.whl")
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", str(folder / "venv" / "bin" / "python"),
         "--disable-pip-version-check", "install", "--quiet", "--no-deps", "--no-index", str(wheel)],
        check=True,
    )  # fmt: skip
    # A .pth file adds the dependencies' folder but does not run the .pth files in it, so the editable install of the
    # checkout stays out of sight.
    (site,) = (folder / "venv").glob("lib/python*/site-packages")
    (site / "dependencies.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
    return folder / "venv" / "bin" / "sourcebook"


def run(installed: Path, *words: str, folder: Path, code: int = 0) -> str:
    """Standard output of a command run in another folder, with nothing of the checkout on its path."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [str(installed), *words], cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout


def test_version_and_help(installed: Path, tmp_path: Path) -> None:
    assert run(installed, "--version", folder=tmp_path).startswith("sourcebook ")
    assert "commands" in run(installed, "--help", folder=tmp_path)


def test_the_code_is_the_wheels(installed: Path, tmp_path: Path) -> None:
    python = installed.with_name("python")
    places = subprocess.run(
        [str(python), "-c", "import search, tui, seeds, themes; print(search.__file__, tui.__file__, seeds.__file__)"],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    assert all(str(installed.parent.parent) in place for place in places)


def test_the_bundled_corpus_is_searched(installed: Path, tmp_path: Path) -> None:
    found = json.loads(run(installed, "search", "immunity", "--corpus", "demo", "--json", folder=tmp_path))
    assert found["total"] >= 1
    assert found["hits"][0]["snippet"]


def test_the_codebook_is_found_by_name(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "one.txt").write_text("Foreign agents lose their immunity under the law.\n")
    where = ("--corpus", str(tmp_path / "notes"), "--codebook", "demo")
    found = json.loads(run(installed, "search", "immunity", *where, "--json", folder=tmp_path))
    assert found["total"] == 1


def test_themes_and_keys_are_there(installed: Path, tmp_path: Path) -> None:
    assert len(run(installed, "themes", folder=tmp_path).splitlines()) >= 5
    assert "quit" in run(installed, "keys", folder=tmp_path)
