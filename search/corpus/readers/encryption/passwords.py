"""Passwords tried in turn on a file, within bounds, and what is said where none opens it. They are never part of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from search.errors import CorpusError
from search.text.sanitise import sanitise_line

MAX_TRIED = 200  # passwords
MAX_ROUNDS = 40_000_000  # of hashing for a file, all its passwords together: some 30 seconds
NEEDS_PASSWORD = 'Put its password into corpus.yaml, on a line of its own: passwords: ["…"].'
OTHER_PASSWORD = "Add its password to the list of corpus.yaml, as it is typed where the file is opened."
T = TypeVar("T")


def opened(
    path: Path,
    passwords: Sequence[str],
    attempt: Callable[[str], T | None],
    *,
    rounds: int = 1,
    always: Sequence[str] = (),
) -> T:
    """What the first password that fits opens: `attempt` gives it, None for one that does not fit.

    `rounds` is how often a password is hashed. Those that are tried `always`, before the others, are passwords by which
    programs open a file without a question. Raises CorpusError where none fits.
    """
    tried = bounded(passwords, rounds)
    for password in (*always, *tried):
        found = attempt(password)
        if found is not None:
            return found
    raise locked(path.name, len(passwords), len(tried))


def bounded(passwords: Sequence[str], rounds: int) -> Sequence[str]:
    """As many of the passwords as are tried on a file that hashes each so often; one at least."""
    tried = passwords[: max(1, min(MAX_TRIED, MAX_ROUNDS // max(1, rounds)))]
    return [password.encode("utf-8", "replace").decode() for password in tried]  # YAML can write what nobody types


def locked(name: str, given: int, tried: int | None = None) -> CorpusError:
    """The error for what is encrypted: `given` passwords there are, of which so many were tried, and none fits."""
    shown = sanitise_line(name)
    if not given:
        return CorpusError("Encrypted document", f"{shown} is encrypted.", NEEDS_PASSWORD)
    if given == 1:
        why = "the password that corpus.yaml gives does not open it"
    elif tried is None or tried >= given:
        why = f"none of the {given:,} passwords that corpus.yaml gives opens it"
    else:
        why = f"none of the first {tried:,} passwords that corpus.yaml gives opens it; more are not tried"
    return CorpusError("Encrypted document", f"{shown} is encrypted, and {why}.", OTHER_PASSWORD)


def unknown(name: str, how: str) -> CorpusError:
    """The error for what is encrypted in a way that is not read; `how` names it."""
    return CorpusError(
        "Encrypted document",
        f"{sanitise_line(name)} is encrypted in a way that is not read ({sanitise_line(how)[:60]}).",
        "Open it in the program it comes from and save a copy without a password, or with an older format's.",
    )


class Keyring:
    """The passwords for the members of one archive: the one that fitted last comes first, and hashing is bounded."""

    def __init__(self, passwords: Sequence[str]) -> None:
        self.given = len(passwords)
        self._order = list(bounded(passwords, 1))
        self._left = MAX_ROUNDS

    def attempts(self, rounds: int) -> Iterator[str]:
        """The passwords in the order in which they are to be tried, each hashed so often."""
        for password in tuple(self._order):
            if self._left < 0:
                return
            self._left -= rounds
            yield password

    def fits(self, password: str) -> None:
        """Remember that one opened a member; what was spent on others is forgotten."""
        self._order.remove(password)
        self._order.insert(0, password)
        self._left = MAX_ROUNDS
