"""How each source introduces somebody: the words before a name, the apposition after it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from search.analysis.rules import lexicon
from search.analysis.wordsets import words
from search.model import Described, Entity, Mention
from search.text import fold

_LONGEST = 90
_MOST_WORDS = 10
# A description has a role in it: one of these nouns, or a title.
_ROLES = re.compile(
    r"\b(?:\w*(?:minister|president|secretary|chief|leader|head|director|agent|officer|official|general|judge|lawyer|attorney|"
    r"prosecutor|professor|analyst|expert|researcher|fellow|journalist|reporter|writer|author|historian|engineer|scientist|"
    r"doctor|nurse|surgeon|teacher|student|farmer|fisherman|driver|pilot|captain|worker|owner|founder|executive|chairman|chairwoman|chair|"
    r"manager|accountant|auditor|banker|trader|investor|shareholder|broker|spokesman|spokeswoman|spokesperson|candidate|senator|deputy|mayor|"
    r"governor|ambassador|commissioner|commander|colonel|soldier|kingpin|trafficker|drug lord|boss|capo|"
    r"suspect|defendant|victim|witness|"
    r"activist|organiser|organizer|priest|bishop|singer|actor|actress|player|coach|champion|widow|wife|husband|son|daughter|father|mother|"
    r"brother|sister|resident|neighbour|neighbor|survivor|figure|politician|lawmaker|councillor|clerk|baker|miller|shopkeeper|merchant|"
    r"contractor|hydrologist|geologist|coroner|magistrate|inspector|detective|constable|sergeant|economist|physicist|chemist|"
    r"company|firm|agency|body|group|organisation|organization|cartel|gang|bank|union|party|newspaper|outlet|regulator|ministry|department|"
    r"operator|utility|maker|producer|branch|wing|arm|charity|committee|watchdog|think tank|unit|house|chamber)s?)\b"
)
_BEFORE = re.compile(r"(?:[^\W_][\w'’&.-]*[ ,]{1,2}){1,12}\Z")
_STOP_BEFORE = words(
    """that which who whom and but or when while as if because after before with by for from said says told to against
    about on in at than then into over between of is was were are be been had has have will would he she they it"""
)
_AFTER = re.compile(
    r"\s*,\s+((?:the|a|an|who|whose|leader|head|director|former|president|then|chief|founder|its|his|her)\b[^,;:.()\n“”\"]{2,90})[,;:.)]"
)


def described(
    entities: Sequence[Entity], mentions: Sequence[Mention], texts: Mapping[str, str]
) -> tuple[Described, ...]:
    """People and organisations with the phrases each document uses for them, as written, in their order.

    Only phrases that name a role or a kind; entities no document describes are left out.
    """
    kinds = {e.id: e.type for e in entities}
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for mention in sorted(mentions, key=lambda m: (m.doc, m.start)):
        if kinds.get(mention.entity) not in ("person", "organization") or mention.doc not in texts:
            continue
        text = texts[mention.doc]
        for phrase in (_before(text, mention.start), _after(text, mention.end)):
            rows = found[mention.entity][mention.doc]
            if phrase and phrase not in rows and len(rows) < 6:
                rows.append(phrase)
    out = []
    for entity in entities:
        by = {doc: tuple(rows) for doc, rows in sorted(found.get(entity.id, {}).items()) if rows}
        if by:
            out.append(Described(entity.id, by))
    return tuple(out)


def _before(text: str, start: int) -> str:
    """The noun phrase that leads up to a name: "the former defence minister General"."""
    line = max(text.rfind("\n", 0, start) + 1, start - _LONGEST)
    hit = _BEFORE.search(text[line:start])
    if not hit:
        return ""
    words = hit.group().split()
    kept: list[str] = []
    lex = lexicon()
    for n in range(len(words) - 1, -1, -1):
        word = words[n]
        bare = fold(word.strip(",."))
        if n < len(words) - 1 and word.endswith((",", ".")) and not (word.endswith(".") and (bare,) in lex.titles):
            break
        if bare in _STOP_BEFORE and not (bare == "of" and kept and n > 0):
            break
        if word.endswith(",") and n == len(words) - 1 and not _ROLES.search(fold(" ".join(words))):
            break
        kept.insert(0, word)
        if bare in ("a", "an", "the") or len(kept) >= _MOST_WORDS or word.endswith(("’s", "'s")):
            break
    while kept and fold(kept[0]) in ("of", "a", "an", "the", "and", "for"):
        kept.pop(0)
    phrase = " ".join(kept).strip(" ,")
    titled = any(
        tuple(fold(phrase).replace(".", "").replace("-", " ").split()[-size:]) in lex.titles for size in (1, 2, 3)
    )
    return phrase if phrase and (titled or _ROLES.search(fold(phrase))) and len(phrase) > 2 else ""


def _after(text: str, end: int) -> str:
    """The apposition after a name: ", the head of security research at …,"."""
    hit = _AFTER.match(text, end)
    if not hit:
        return ""
    phrase = hit.group(1).strip()
    role = _ROLES.search(fold(phrase))
    return phrase if role and role.start() < 60 and len(phrase.split()) <= 16 else ""
