"""Names and what stands beside them: nicknames in quotes, forms in brackets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

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
_MAX_LEN_CALLING = 9  # words between a name and the nickname it is said to bear


# ---- nicknames --------------------------------------------------------------------------------------------------


def join_nicknames(text: str, words: Sequence[Word], pieces: Sequence[Piece]) -> list[Piece]:
    """Joins First “Nickname” Last; ties a nickname after "alias" to the name before it."""
    out: list[Piece] = []
    for p in pieces:
        before = out[-1] if out else None
        if before is not None and p.first < before.last:
            continue  # the nickname itself, inside a name joined already
        if before is not None and (nickname := _nickname_between(words, before, p)):
            span = text[words[nickname[0]].start : words[nickname[1] - 1].end]
            while out and out[-1].first >= nickname[0]:
                out.pop()
            if out:
                before = out.pop()
                extra = {**dict(before.extra), "nickname": span}
                out.append(Piece(before.first, p.last, "person", "nickname", tuple(extra.items())))
                continue
        name = _aliased(words, out, p)
        if name is not None:
            span = text[words[p.first].start : words[p.last - 1].end]
            full = text[words[name.first].start : words[name.last - 1].end]
            kind = name.type if name.type in ("organization", "place") and name.rule != "weak" else "person"
            rule = name.rule if kind == name.type else "nickname"
            out[out.index(name)] = Piece(name.first, name.last, kind, rule, (*name.extra, ("nickname", span)))
            out.append(Piece(p.first, p.last, kind, "nickname", (*p.extra, ("defines", full))))
            continue
        out.append(p)
    return out


def _nickname_between(words: Sequence[Word], before: Piece, after: Piece) -> tuple[int, int] | None:
    """The words of a quoted nickname that ends where `after` begins, if a name stands before it."""
    close = after.first - 1
    if close < 2 or words[close].text not in CLOSING or after.rule in ("head", "acronym"):
        return None
    for start in range(close - 1, max(0, close - _MAX_LEN_NICKNAME) - 1, -1):
        opening = words[start - 1].text in OPENING if start else False
        if opening and start - 1 >= 1:
            name = words[start - 2]
            joined = name.capital and not name.possessive and before.rule not in ("head", "acronym")
            touches = before.last in (start - 1, close) or before.first >= start
            capital = any(w.capital for w in words[start:close])
            return (start, close) if joined and touches and capital else None
        if not words[start].text[0].isalpha():
            return None
    return None


def _aliased(words: Sequence[Word], out: Sequence[Piece], nickname: Piece) -> Piece | None:
    """The name before, where the words between say that it is called by the quoted nickname."""
    inside = nickname.first > 0 and nickname.last < len(words) and nickname.last - nickname.first <= 3
    if not out or not inside:
        return None
    sign = (
        nickname.last + 1
        if words[nickname.last].text in (",", ".") and nickname.last + 1 < len(words)
        else nickname.last
    )
    opening = nickname.first - 1
    if opening > 0 and words[opening].text not in OPENING and (words[opening].key,) in gazetteer().titles:
        opening -= 1  # known as “Don Tino”
    quoted = words[opening].text in OPENING and words[sign].text in CLOSING
    between = [w.key for w in words[out[-1].last : opening if quoted else nickname.first]]
    if not between or len(between) > _MAX_LEN_CALLING:
        return None
    if not quoted:  # "his son, Wendell Pruitt III, whom everybody calls Trey"
        short = nickname.last - nickname.first == 1 and nickname.rule == "weak"
        return (
            out[-1] if short and between[:2] == [",", "whom"] and between[-1] in ("calls", "call", "called") else None
        )
    called = between[-1] in _ALIAS_WORDS or between[-3:] == ["k", "a", "as"]
    called = called or (between[-1] == "as" and "known" in between)
    if called and _PRONOUNS & set(between) and out[-1].type != "person":
        # "The whole town knows him as “X”": somebody named before
        return next((p for p in reversed(out) if p.type == "person" and p.last - p.first > 1), None)
    return out[-1] if called else None


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
        close = next((j for j in range(k + 1, min(k + 14, len(words))) if words[j].text == ")"), None)
        if n is None or close is None:
            continue
        inside = sorted({starts[x.start] for x in words[k + 1 : close] if x.start in starts})
        if not inside or out[inside[0]].start != words[k + 1].start or out[inside[-1]].end != words[close - 1].end:
            continue
        covered = sum(out[m].end - out[m].start for m in inside)
        if len(inside) > 2 or covered < 0.7 * (words[close - 1].end - words[k + 1].start):
            continue
        for m in inside:
            _define(out, n, m)
        if len(inside) == 2:
            _define(out, inside[0], inside[1])
    return out


def _grown(text: str, words: Sequence[Word], brackets: Sequence[int], found: list[RawMention]) -> list[RawMention]:
    """The mentions, those before a bracketed acronym widened to the words whose initials it has."""
    by_start = {m.start: m for m in found}
    by_end = {m.end: m for m in found}
    grown: list[RawMention] = []
    for k in brackets:
        closed = words[k + 2].text in (")", ",", ";", "-", "–", "—", "/")
        if not closed or not words[k + 1].acronym or len(words[k + 1].text) < 3:
            continue
        before = by_end.get(words[k - 1].end)
        letters = words[k + 1].text
        if before is None or not (initials_fit(letters, before.text) or _of_state(letters, before)):
            wider = _fitting(text, words, k, by_start)
            if wider is not None:
                grown.append(wider)
    if not grown:
        return found
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
            return RawMention(word.start, end, span, kind, "head")
    return None


def _define(out: list[RawMention], n: int, m: int) -> None:
    """Marks mention `m` as another form of mention `n` where that can be so."""
    one, two = out[n], out[m]
    if one.type == "place" and one.rule == "gazetteer":
        return
    long, short = (one, two) if len(one.text) >= len(two.text) else (two, one)
    acronym = is_acronym(short.text)
    fits = acronym and initials_fit(short.text, long.text)
    if long.type == "person" and long.rule != "weak" and not fits:
        return
    if not fits and (long.rule not in ("head", "definition", "model") or long.type == "person" or two.type == "place"):
        return
    kind = long.type if long.rule != "weak" or not fits else "organization"
    out[n] = RawMention(
        one.start,
        one.end,
        one.text,
        kind,
        "definition" if one.rule != "head" else "head",
        {**one.extra, "defines": two.text},
    )
    out[m] = RawMention(two.start, two.end, two.text, kind, "definition", {**two.extra, "defines": one.text})


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
