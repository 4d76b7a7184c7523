"""Votes for the type of a name from what the corpus says of its words elsewhere: firms, seats, families."""

from __future__ import annotations

from collections.abc import Sequence

from search.analysis.entities.form_table import plain
from search.analysis.lexicon import ENGLISH
from search.analysis.lexicon.gazetteer import gazetteer
from search.analysis.names.forms import CONCERNS, LEGAL, Form, only_legal

_SEATED = ENGLISH.words("entities", "seated in a place")
# Rules that leave the type to what the corpus tells elsewhere.
_OPEN = frozenset({"model", "weak", "where", "context", "acronym"})
_WEAK = frozenset({"model", "weak"})


def vote_by_corpus(forms: Sequence[Form]) -> None:
    """Adds votes to names whose own rules leave the type open: firms' first, then places', then people's."""
    _vote_for_firms(forms)
    _vote_for_called_firms(forms)
    _vote_for_seats(forms)
    _vote_for_families(forms)


def _vote_for_firms(forms: Sequence[Form]) -> None:
    """A name that has a legal form elsewhere ("Calder Maritime Ltd") is a company's."""
    firms = {name for form in forms if "head" in form.rules for name in _without_legal_form(form)}
    given = gazetteer().given
    for form in forms:
        if form.key not in firms or not set(form.rules) <= _OPEN:
            continue
        if len(form.words) > 1 and form.words[0] not in given and not form.titles:
            form.votes["organization"] += 1.0 + form.strength
        elif "context" not in form.rules:
            form.votes["organization"] += 2.0


def _without_legal_form(form: Form) -> list[str]:
    """A firm's name without the legal form or concern at its end, and without "and Company"."""
    out = []
    for k in (-1, -2):
        if len(form.words) > -k and only_legal(form.words[k:]):
            last = form.words[k]
            if last == "and" if k == -2 else (last in LEGAL or last in CONCERNS):
                out.append(" ".join(form.words[:k]))
    return out


def _vote_for_seats(forms: Sequence[Form]) -> None:
    """X is a place where the corpus has "Embassy of X"."""
    seats = {" ".join(f.words[2:]) for f in forms if len(f.words) > 2 and f.words[0] in _SEATED and f.words[1] == "of"}
    for form in forms:
        if form.key in seats and set(form.rules) <= {"model", "weak", "context", "where"}:
            form.votes["place"] += 1.0 + form.strength


def _vote_for_families(forms: Sequence[Form]) -> None:
    """A name no rule knows, with the surname of somebody known, is a person's."""
    known = {f.words[-1] for f in forms if f.votes["person"] and {"title", "lexicon", "nickname"} & set(f.rules)}
    for form in forms:
        named = 1 < len(form.words) < 5 and form.words[-1] in known and set(form.rules) <= _WEAK
        if named and "and" not in form.words and plain(form.words):
            form.votes["person"] += 1.5 + form.strength


def _vote_for_called_firms(forms: Sequence[Form]) -> None:
    """A name that somewhere stands as only firms do is a firm's, unless a first name or the gazetteer says otherwise.

    A surname somebody in the corpus bears is a firm's only in documents that use it so.
    """
    firms = {f.key for f in forms if f.firm}
    people = {
        f.words[-1] for f in forms if len(f.words) > 1 and f.type == "person" and (f.strong or f.rules["context"])
    }
    for form in forms:
        if form.key not in firms or form.titles or not set(form.rules) <= _OPEN or _opens_with_given(form):
            continue
        if form.key not in people or form.firm:
            form.votes["organization"] += 1.0 + form.strength


def _opens_with_given(form: Form) -> bool:
    """Whether several words open with a first name or with a word that names nothing."""
    lex = gazetteer()
    return len(form.words) > 1 and (form.words[0] in lex.given or form.words[0] in lex.no_names)
