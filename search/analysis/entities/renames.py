"""What a text says of two names standing side by side: renamed, succeeded, or two names of one.

"X, formerly Y", "X was renamed Y", "X, successor to Y": two entities with a link. "X, known in Spanish as Y": one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from search.analysis.lexicon import ENGLISH
from search.analysis.names.mention import RawMention
from search.analysis.names.parentheticals import is_acronym
from search.text.folding import fold

# Characters between two names that can still be one of the phrases below.
_MAX_LEN_GAP = 70
# Each begins with its own space, so that what is left out leaves none behind.
_WHEN = r"(?: (?:in|since|from|until|before) (?:the )?(?:early |late |mid-?)?(?:[A-Za-z]+ )?\d{4}s?,?)?"
_NAMED = "(?: (?:known|called|named|styled)(?: as)?)?"
_END = r"(?:the )?[“\"‘'«]?"

_WAS = "(?:which was |that was |who was )?"
_BEEN = "(?:which |that |who )?(?:was|were|has been|had been|since|later|then| )*"
_FOUNDED = "(?:founded|established|set up|created|born|launched|formed)"
_BECAME = (
    "(?:itself |formally |officially )?(?:became(?: known as)?|becomes|was turned into"
    "|(?:has )?changed its name to|took the name(?: of)?)"
)
_ONCE = "(?:then|formerly|previously|once|originally|hitherto)"
_GONE = "(?:replaced|superseded|succeeded)"
_HEIR = "(?:the |a |its |as )?(?:legal )?successor (?:body |company |agency )?(?:to|of)"
_FORMERLY, _RENAMED = ("formerly", "renamed to"), ("renamed to", "formerly")
_AFTER, _BEFORE = ("successor to", "succeeded by"), ("succeeded by", "successor to")

# What stands between the names: how the first is to the second, how the second is to the first.
_LINKS: tuple[tuple[re.Pattern[str], tuple[str, str]], ...] = tuple(
    (re.compile(pattern + " " + _END), how)
    for pattern, how in (
        (rf",? ?\(?{_WAS}{_ONCE}{_WHEN}{_NAMED}", _FORMERLY),
        (rf",? ?\(?(?:until|before|up to) \d{{4}},?{_NAMED}", _FORMERLY),
        (rf",? ?\(?{_WAS}{_FOUNDED}{_WHEN} as", _FORMERLY),
        (rf",? ?\(?{_BEEN}{_WHEN} ?(?:renamed|rebranded|rechristened|retitled)(?: as)?", _RENAMED),
        (rf",? ?\(?(?:which is |that is )?(?:now|today|later|nowadays){_NAMED}", _RENAMED),
        (rf",?(?: which| that)?(?: later| then| subsequently| soon)?{_WHEN} {_BECAME}", _RENAMED),
        (rf",? ?\(?(?:which is |itself )?{_HEIR}", _AFTER),
        (rf",?(?: which| that)?{_WHEN} {_GONE}", _AFTER),
        (rf",?(?: which| that)? (?:was|has been|had been){_WHEN} {_GONE}{_WHEN} by", _BEFORE),
    )
)
_AS = re.compile(rf",? as {_END}")
_WAS_CALLED = re.compile(r"[”\"’'»]? was (?:then|at the time|formerly|still|originally|once) (?:known|called|named)")
_TONGUE = ENGLISH.pattern("entities", "languages")
_OFTEN = "(?:also |better |commonly |widely |sometimes |usually )*"
_BY = rf"(?: as| by its {_TONGUE} (?:initials|acronym|name))?"
_SAME = re.compile(
    rf",? ?\(?(?:which is |that is )?{_OFTEN}(?:known|called|referred to)"
    rf"(?: locally| there| abroad| simply)?(?: in {_TONGUE})?{_BY} {_END}"
    rf"|,? ?\(?(?:or |[–—-] )?(?:in {_TONGUE}|{_TONGUE})(?::|,)? {_END}"
)
_CUE = re.compile(f"{ENGLISH.pattern('entities', 'cues of another name')}|{_TONGUE}")
_OPEN = frozenset({"acronym", "weak", "model"})
_NAMING = re.compile("known|called|named|styled|referred|formerly|now |as |" + _TONGUE)
_APART = re.compile(r", (?:the )?")
_CLOSED = re.compile(r"[;.)]|, (?:which|who|whose|said|says|will|has|had|is|was|were|met)\b|, [a-z]+ed\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename:
    """Two mentions of document `doc` and how they are to each other; `how` "same" where both name one."""

    doc: str
    first: RawMention
    second: RawMention
    how: str
    back: str
    words: str


def renames_in(doc: str, text: str, mentions: Sequence[RawMention]) -> list[Rename]:
    """What a text says of neighbouring names; `mentions` are in order."""
    out: list[Rename] = []
    for one, two in pairwise(mentions):
        if not 2 <= two.start - one.end <= _MAX_LEN_GAP:
            continue
        how = _of_one_type(text, one, two) if one.type == two.type else _of_two_types(text, one, two)
        if how:
            words = " ".join(text[one.start : two.end].split())
            out.append(Rename(doc=doc, first=one, second=two, how=how[0], back=how[1], words=words))
    return out


def _of_two_types(text: str, one: RawMention, two: RawMention) -> tuple[str, str] | None:
    """How two names of different types are to each other, where the second one's type is open."""
    gap = text[one.end : two.start]
    if two.rule not in _OPEN or "\n" in gap or not _CUE.search(gap):
        return None
    if " as " in gap and _SAME.fullmatch(gap):
        return "same", "same"
    how = _how(gap, "") if one.rule == "head" and "name" in gap else None
    return how if how and how[0] == "renamed to" else None


def _of_one_type(text: str, one: RawMention, two: RawMention) -> tuple[str, str] | None:
    """How two names of one type are to each other."""
    if two.start - one.end < 8 and _APART.fullmatch(text, one.end, two.start):
        closed = _apposed(one, two) and _CLOSED.match(text, two.end, two.end + 30)
        return ("same", "same") if closed else None
    gap = " ".join(text[one.end : two.start].replace("\n", "\x00").split(" "))
    if "\x00" in gap or not _CUE.search(gap):
        return None
    gap = gap.removeprefix("’s").removeprefix("'s") or gap
    how = _how(gap, text[two.end : two.end + 40])
    # People and places are listed with "then" and "later", and succeed each other, without being renamed.
    loose = one.type in ("person", "place") and not _NAMING.search(gap)
    return None if loose else how


def _apposed(one: RawMention, two: RawMention) -> bool:
    """Whether a name after a comma can be the same body's or law's: its acronym, or a law's number and its name."""
    if one.type == "law":
        return any(c.isdigit() for c in one.text) != any(c.isdigit() for c in two.text)
    long = one.type == "organization" and " " in one.text and one.rule in ("head", "definition")
    if not long or two.rule != "acronym" or not is_acronym(two.text) or len(two.text) < 3:
        return False
    initials = {word[0] for word in fold(one.text).split()}
    return fold(two.text)[0] in initials or len(set(fold(two.text)) & initials) >= 2


def _how(gap: str, after: str) -> tuple[str, str] | None:
    """How two names are to each other by what stands between and `after` them: first to second, second to first."""
    for pattern, how in _LINKS:
        if pattern.fullmatch(gap):
            return how
    if _AS.fullmatch(gap) and _WAS_CALLED.match(after):
        return "renamed to", "formerly"  # "the X, as the Y was then called"
    return ("same", "same") if _SAME.fullmatch(gap) else None


def renames(docs: Mapping[str, tuple[str, Sequence[RawMention]]]) -> list[Rename]:
    """What all texts say of neighbouring names, by document and place."""
    return [row for doc in sorted(docs) for row in renames_in(doc, *docs[doc])]
