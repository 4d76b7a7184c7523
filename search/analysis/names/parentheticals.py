"""Names and what stands beside them: nicknames in quotes, forms in brackets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from search.analysis.lexicon import ENGLISH
from search.analysis.lexicon.gazetteer import gazetteer
from search.analysis.names.mention import RawMention
from search.analysis.names.prefixes import Piece
from search.analysis.names.words import CLOSING, OPENING, Word
from search.model import EntityType
from search.text.folding import fold

_ALIAS_WORDS = frozenset({"alias", "aka", "nicknamed", "called", "calls", "dubbed"})
# Words between the quotes of a nickname; words a long form can have before its acronym in brackets.
_MAX_LEN_NICKNAME, _MAX_LEN_FORM = 4, 12
_PRONOUNS = frozenset({"him", "her", "he", "she", "his"})
_MAX_LEN_BRACKET = 14  # words
_MIN_COVERED = 0.7  # of a bracket's characters, by the names in it
_MAX_LEN_CALLING = 9  # words between a name and the nickname it is said to bear


# ---- nicknames --------------------------------------------------------------------------------------------------


def join_nicknames(text: str, words: Sequence[Word], pieces: Sequence[Piece]) -> list[Piece]:
    """Joins First “Nickname” Last; ties a nickname after "alias" to the name before it."""
    out: list[Piece] = []
    for p in pieces:
        if out and p.first < out[-1].last:
            continue  # the nickname itself, inside a name joined already
        if _join_around_nickname(text, words, out, p):
            continue
        name = _aliased(words, out, p)
        if name is None:
            out.append(p)
            continue
        span = text[words[p.first].start : words[p.last - 1].end]
        full = text[words[name.first].start : words[name.last - 1].end]
        kind = name.type if name.type in ("organization", "place") and name.rule != "weak" else "person"
        rule = name.rule if kind == name.type else "nickname"
        out[out.index(name)] = Piece(name.first, name.last, kind, rule, (*name.extra, ("nickname", span)))
        out.append(Piece(p.first, p.last, kind, "nickname", (*p.extra, ("defines", full))))
    return out


def _join_around_nickname(text: str, words: Sequence[Word], out: list[Piece], p: Piece) -> bool:
    """Joins `p` to the name before the quoted nickname that it follows; whether it did.

    A nickname without a name before it is dropped from `out` all the same.
    """
    nickname = _nickname_between(words, out[-1], p) if out else None
    if nickname is None:
        return False
    while out and out[-1].first >= nickname[0]:
        out.pop()
    if not out:
        return False
    before = out.pop()
    span = text[words[nickname[0]].start : words[nickname[1] - 1].end]
    extra = {**dict(before.extra), "nickname": span}
    out.append(Piece(before.first, p.last, "person", "nickname", tuple(extra.items())))
    return True


def _nickname_between(words: Sequence[Word], before: Piece, after: Piece) -> tuple[int, int] | None:
    """The words of a quoted nickname that ends where `after` begins, if a name stands before it."""
    close = after.first - 1
    if close < 2 or words[close].text not in CLOSING or after.rule in ("head", "acronym"):
        return None
    for start in range(close - 1, max(0, close - _MAX_LEN_NICKNAME) - 1, -1):
        if start > 1 and words[start - 1].text in OPENING:
            return (start, close) if _bears_nickname(words, before, start, close) else None
        if not words[start].text[0].isalpha():
            return None
    return None


def _bears_nickname(words: Sequence[Word], before: Piece, start: int, close: int) -> bool:
    """Whether the name before the quotes around words `start`–`close` can bear them as a nickname."""
    name = words[start - 2]
    if not name.capital or name.possessive or before.rule in ("head", "acronym"):
        return False
    touches = before.last in (start - 1, close) or before.first >= start
    return touches and any(w.capital for w in words[start:close])


def _aliased(words: Sequence[Word], out: Sequence[Piece], nickname: Piece) -> Piece | None:
    """The name before, where the words between say that it is called by the quoted nickname."""
    inside = nickname.first > 0 and nickname.last < len(words) and nickname.last - nickname.first <= 3
    if not out or not inside:
        return None
    opening = _opening_before(words, nickname)
    quoted = words[opening].text in OPENING and words[_closing_after(words, nickname)].text in CLOSING
    between = [w.key for w in words[out[-1].last : opening if quoted else nickname.first]]
    if not between or len(between) > _MAX_LEN_CALLING:
        return None
    if not quoted:
        return out[-1] if _whom_they_call(between, nickname) else None
    if not _called(between):
        return None
    if out[-1].type != "person" and not _PRONOUNS.isdisjoint(between):
        # "The whole town knows him as “X”": somebody named before
        return next((p for p in reversed(out) if p.type == "person" and p.last - p.first > 1), None)
    return out[-1]


def _opening_before(words: Sequence[Word], nickname: Piece) -> int:
    """Where the quotes of a nickname would open: before it, or before its title, as in: known as “Don Tino”."""
    opening = nickname.first - 1
    titled = opening > 0 and words[opening].text not in OPENING and (words[opening].key,) in gazetteer().titles
    return opening - 1 if titled else opening


def _closing_after(words: Sequence[Word], nickname: Piece) -> int:
    """Where the quotes of a nickname would close: behind it, or behind a comma or full stop."""
    signed = words[nickname.last].text in (",", ".") and nickname.last + 1 < len(words)
    return nickname.last + 1 if signed else nickname.last


def _whom_they_call(between: Sequence[str], nickname: Piece) -> bool:
    """ "His son, Wendell Pruitt III, whom everybody calls Trey"."""
    short = nickname.last - nickname.first == 1 and nickname.rule == "weak"
    return short and list(between[:2]) == [",", "whom"] and between[-1] in ("calls", "call", "called")


def _called(between: Sequence[str]) -> bool:
    """Whether words end in "alias", "a.k.a.", "known to all as"."""
    if between[-1] in _ALIAS_WORDS or list(between[-3:]) == ["k", "a", "as"]:
        return True
    return between[-1] == "as" and "known" in between


# ---- definitions ------------------------------------------------------------------------------------------------


def tie_definitions(text: str, words: Sequence[Word], found: Sequence[RawMention]) -> list[RawMention]:
    """Ties a name and the acronym or other form in brackets after it: Long Form (ABC), ABC (Long Form).

    Where the letters of an acronym fit the words before it better than the name found there, the name grows.
    """
    brackets = [k for k, w in enumerate(words) if w.text == "(" and 0 < k < len(words) - 2]
    out = _grown(text, words, brackets, sorted(found, key=lambda m: m.start))
    ends = {m.end: n for n, m in enumerate(out)}
    starts = {m.start: n for n, m in enumerate(out)}
    for k in brackets:
        n = ends.get(words[k - 1].end)
        if n is None:
            continue
        inside = _forms_in_bracket(words, k, out, starts)
        for m in inside:
            _define(out, n, m)
        if len(inside) == 2:
            _define(out, inside[0], inside[1])
    return out


def _forms_in_bracket(
    words: Sequence[Word], k: int, found: Sequence[RawMention], starts: Mapping[int, int]
) -> Sequence[int]:
    """The one or two mentions that fill the bracket at `k`, from its first to its last word; else none."""
    close = next((j for j in range(k + 1, min(k + _MAX_LEN_BRACKET, len(words))) if words[j].text == ")"), None)
    if close is None:
        return ()
    inside = sorted({starts[x.start] for x in words[k + 1 : close] if x.start in starts})
    if not 0 < len(inside) <= 2:
        return ()
    first, last = words[k + 1], words[close - 1]
    if found[inside[0]].start != first.start or found[inside[-1]].end != last.end:
        return ()
    covered = sum(found[m].end - found[m].start for m in inside)
    return inside if covered >= _MIN_COVERED * (last.end - first.start) else ()


def _grown(text: str, words: Sequence[Word], brackets: Sequence[int], found: list[RawMention]) -> list[RawMention]:
    """The mentions, those before a bracketed acronym widened to the words whose initials it has."""
    by_start = {m.start: m for m in found}
    by_end = {m.end: m for m in found}
    grown: list[RawMention] = []
    for k in brackets:
        before = by_end.get(words[k - 1].end)
        if not _acronym_in_bracket(words, k) or (before is not None and _fits_bracket(words[k + 1].text, before)):
            continue
        wider = _fitting(text, words, k, by_start)
        if wider is not None:
            grown.append(wider)
    return _instead(found, grown) if grown else found


def _acronym_in_bracket(words: Sequence[Word], k: int) -> bool:
    """Whether an acronym of three letters or more opens the bracket at `k`, alone or before a sign."""
    closed = words[k + 2].text in (")", ",", ";", "-", "–", "—", "/")
    return closed and words[k + 1].acronym and len(words[k + 1].text) >= 3


def _fits_bracket(letters: str, before: RawMention) -> bool:
    """Whether the name before a bracket has the initials in it, be it without its state."""
    return initials_fit(letters, before.text) or _of_state(letters, before)


def _instead(found: Sequence[RawMention], grown: Sequence[RawMention]) -> list[RawMention]:
    """The `grown` mentions and those `found` that lie in none of them, in order."""
    out: list[RawMention] = list(grown)
    n = 0
    for mention in found:
        while n < len(grown) and grown[n].end <= mention.start:
            n += 1
        if n == len(grown) or mention.end <= grown[n].start:
            out.append(mention)
    return sorted(out, key=lambda m: m.start)


def _of_state(acronym: str, body: RawMention) -> bool:
    """Whether the letters leave out the state or town in front: "Texas Department of Public Safety (DPS)"."""
    lex, parts = gazetteer(), body.text.split()
    for size in (1, 2):
        place, rest = tuple(fold(word) for word in parts[:size]), " ".join(parts[size:])
        if place in lex.places and " ".join(place) not in lex.countries and initials_fit(acronym, rest):
            return body.rule == "head"
    return False


def _fitting(text: str, words: Sequence[Word], k: int, by_start: Mapping[int, RawMention]) -> RawMention | None:
    """The words before the bracket at `k` whose initials are those of the acronym in it."""
    end = words[k - 1].end
    kind: EntityType = "organization"
    for first in range(k - 1, max(-1, k - 1 - _MAX_LEN_FORM), -1):
        word = words[first]
        if (word.possessive and first < k - 1) or not (word.text[0].isalpha() or word.text == ","):
            return None
        if word.start in by_start and by_start[word.start].type == "law":
            kind = "law"
        span = text[word.start : end]
        if first < k - 1 and word.capital and initials_fit(words[k + 1].text, span):
            return RawMention(start=word.start, end=end, text=span, type=kind, rule="head")
    return None


def _define(out: list[RawMention], n: int, m: int) -> None:
    """Marks mention `m` as another form of mention `n` where that can be so."""
    one, two = out[n], out[m]
    if one.type == "place" and one.rule == "gazetteer":
        return
    long, short = (one, two) if len(one.text) >= len(two.text) else (two, one)
    fits = is_acronym(short.text) and initials_fit(short.text, long.text)
    if not fits and not _may_define(long, two):
        return
    kind = long.type if long.rule != "weak" or not fits else "organization"
    rule = "definition" if one.rule != "head" else "head"
    out[n] = replace(one, type=kind, rule=rule, extra={**one.extra, "defines": two.text})
    out[m] = replace(two, type=kind, rule="definition", extra={**two.extra, "defines": one.text})


def _may_define(long: RawMention, two: RawMention) -> bool:
    """Whether a name can be another form of the `long` one without having its initials: of bodies and laws only."""
    return long.type != "person" and two.type != "place" and long.rule in ("head", "definition", "model")


def is_acronym(text: str) -> bool:
    """Whether a name is written as capitals: WHO, U.N.O."""
    letters = text.replace(".", "").replace("&", "")
    return (
        2 <= len(letters) <= 8 and " " not in letters and sum(c.isupper() for c in letters) >= max(2, len(letters) - 1)
    )


_INITIAL = re.compile(r"[^\W\d_]+")
_SMALL = ENGLISH.words("names", "left out of acronyms")


def initials_fit(acronym: str, long: str) -> bool:
    """Whether the letters of an acronym are the initials of a name, small words counted or not."""
    letters = fold(acronym).replace(".", "").replace("&", "")
    if letters.endswith("s") and acronym[-1:].islower():
        letters = letters[:-1]
    words = _INITIAL.findall(fold(long))
    every = "".join(w[0] for w in words)
    big = "".join(w[0] for w in words if w not in _SMALL)
    return len(letters) >= 2 and letters in (every, big)
