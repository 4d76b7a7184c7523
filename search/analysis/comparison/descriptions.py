"""How each source introduces somebody: the role before a name, the apposition after it.

Only phrases built like a description are taken: a role ("the former branch manager"), with modifiers and its owner
before it, right beside the name. Whatever else stands before a name is a sentence, not a description.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

from search.analysis.dates import vocabulary as dw
from search.analysis.doc import Doc
from search.analysis.lexicon import ENGLISH, words
from search.analysis.lexicon.gazetteer import gazetteer
from search.model import Described, Entity, EntityType, Mention
from search.text.folding import fold

_LONGEST = 90
_MAX_WORDS = 9
_MAX_PHRASES = 6
_WORD = re.compile(r"[^\W_][\w'’&.-]*,?")
_COURTESY = ENGLISH.words("comparison", "courtesy")
_OWNERS = words("his her its their my our whose")
_ARTICLES = words("the a an this that")
_MODIFIERS_S = ENGLISH.words("comparison", "modifiers in s")
# Words in -ed that stand before a role though they are no verbs.
_MODIFIERS_ED = words("retired disgraced convicted accused noted renowned alleged suspected wanted elected appointed")
_FUNCTION = ENGLISH.words("comparison", "function words of descriptions")
_WHO = re.compile(
    r"who (?:(?:is|was|remains|used to be|had been|has been) (?:a|an|the|its|his|her)\b |became |(?:has |had )?"
    f"{ENGLISH.pattern('comparison', 'who leads')} )"
)
_AFTER = re.compile(r",\s+((?:the|a|an|who|its|his|her|then|former|one of)\b[^,;:.()\n“”\"]{2,110})(?=[,;:.)](?!\d))")
_FINITE = ENGLISH.words("comparison", "finite verbs")
_PREPOSITIONS = ENGLISH.words("comparison", "prepositions of descriptions")


@cache
def _roles(kind: EntityType) -> frozenset[str]:
    listed = ENGLISH.entries("roles", "people" if kind == "person" else "bodies")
    return frozenset(fold(row) for row in listed)


def is_role(word: str, kind: EntityType) -> bool:
    """Whether a word names what a person (a body) is; "vice-president" and "fishermen" too."""
    roles, low = _roles(kind), fold(word.strip(",.")).split("-")[-1]
    low = low[:-2] if low.endswith(("'s", "’s")) else low
    return low in roles or (low.endswith("s") and low[:-1] in roles) or low.replace("men", "man") in roles


def described(entities: Sequence[Entity], docs: Mapping[str, Doc]) -> tuple[Described, ...]:
    """People and organisations with the phrases each document uses for them, as written, in their order.

    Only phrases that name a role or a kind; entities no document describes are left out.
    """
    kinds = {e.id: e.type for e in entities}
    found: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))  # phrase → where it begins
    for mention in (mention for _, doc in sorted(docs.items()) for mention in doc.mentions):
        kind = kinds.get(mention.entity)
        if kind not in ("person", "organization"):
            continue
        text = docs[mention.doc].text
        rows = found[mention.entity][mention.doc]
        before, after = _before(text, mention, kind), _after(text, mention.end, kind)
        # The words of a phrase before a name are a blank apart; where it is more, the name says where they stand.
        begun = text.rfind(before, max(0, mention.start - 2 * _LONGEST), mention.start)
        places = (begun if begun >= 0 else mention.start, text.find(after, mention.end))
        for phrase, at in zip((before, after), places, strict=True):
            if phrase and len(rows) < _MAX_PHRASES:
                rows.setdefault(phrase, at)
    out = []
    for entity in entities:
        told = {doc: rows for doc, rows in sorted(found.get(entity.id, {}).items()) if rows}
        if told:
            begins = {doc: tuple(rows.values()) for doc, rows in told.items()}
            out.append(Described(entity.id, {doc: tuple(rows) for doc, rows in told.items()}, begins))
    return tuple(out)


def _before(text: str, mention: Mention, kind: EntityType) -> str:
    """The role that leads up to a name, with its modifiers and owner: "Mexico's former defence minister"."""
    line = max(text.rfind("\n", 0, mention.start) + 1, mention.start - _LONGEST)
    lead = text[line : mention.start]
    row = _beside(lead)
    while row and fold(row[-1].strip(".")) in _COURTESY:
        row.pop()
    if not row or row[-1].endswith(("'s", "’s")):
        return ""
    if row[-1].endswith(","):
        # "His lawyer, Vera Olm," is an apposition; "After he met the president, Olm left" is none.
        closed = text[mention.end : mention.end + 1] in (",", ".", ";", ")")
        if not closed:
            return ""
    elif row[-1].endswith(".") and not _abbreviated(row[-1]):
        return ""
    first = _role_start(row, kind)
    if first is None:
        return ""
    kept = row[first:]
    k = first - 1
    while k >= 0 and len(kept) < _MAX_WORDS and _modifies(row[k]):
        kept.insert(0, row[k])
        k -= 1
        if _owner(kept[0]):
            break
    if k >= 1 and fold(row[k]) == "of" and fold(row[k - 1]) == "one":
        kept[:0] = [row[k - 1], row[k]]
    elif row[-1].endswith(",") and not (_owner(kept[0]) or (k >= 0 and fold(row[k]) in _ARTICLES)):
        return ""
    return " ".join(kept).strip(" ,") if fold(kept[0]) != "whose" else ""


def _beside(lead: str) -> list[str]:
    """The words right before a name, back to the nearest sign other than a comma behind the last word."""
    out: list[str] = []
    at = len(lead)
    for hit in reversed(list(_WORD.finditer(lead))):
        gap = lead[hit.end() : at]
        if gap.strip() or not gap or (out and hit.group().endswith((",", ".")) and not _abbreviated(hit.group())):
            break
        out.insert(0, hit.group())
        at = hit.start()
        if len(out) > _MAX_WORDS + 3:
            break
    return out


def _abbreviated(word: str) -> bool:
    """Whether a full stop belongs to a word: "Col.", "U.S."."""
    return word.endswith(".") and ("." in word[:-1] or (len(word) < 6 and (fold(word[:-1]),) in gazetteer().titles))


def _role_start(row: Sequence[str], kind: EntityType) -> int | None:
    """Where the role begins that ends the row: "spokesman", "Attorney General", "Minister of Public Security"."""
    lex = gazetteer()
    keys = [fold(word.strip(",.")) for word in row]
    if kind == "person":
        for size in (4, 3, 2, 1):
            parts = tuple(p for key in keys[-size:] for p in key.replace(".", "").split("-"))
            if len(keys) >= size and parts in lex.titles and row[-size][:1].isupper():
                return len(row) - size
    if is_role(row[-1], kind):
        return len(row) - 1
    for k in range(len(row) - 2, max(-1, len(row) - 6), -1):
        if keys[k] in ("of", "for") and k and kind == "person" and keys[k - 1] in lex.office_heads:
            tail = [n for n in range(k + 1, len(row)) if keys[n] not in ("the", "and")]
            named = all(keys[n] in lex.portfolio or row[n][:1].isupper() for n in tail)
            return k - 1 if tail and named else None
    return None


def _modifies(word: str) -> bool:
    """Whether a word before a role can belong to it: no article, verb, date, number or link."""
    low = fold(word.strip("."))
    if word.endswith(",") or low in _ARTICLES or low in _FUNCTION or any(c.isdigit() for c in low):
        return False
    if low in dw.MONTHS or any(part in dw.MONTHS and len(part) > 3 for part in low.split("-")):
        return False
    if low in dw.WEEKDAYS or low in gazetteer().saying:
        return False
    if word.endswith(("'s", "’s", "s’", "s'")) or low in _OWNERS or word[:1].isupper():
        return True
    if low.endswith("ed") and "-" not in low:
        return low in _MODIFIERS_ED
    return not (low.endswith("s") and not low.endswith("ss")) or low in _MODIFIERS_S


def _owner(word: str) -> bool:
    """Whether a word says whose: nothing before it belongs to the description."""
    return fold(word) in _OWNERS or word.endswith(("'s", "’s", "s’"))


def _after(text: str, end: int, kind: EntityType) -> str:
    """The apposition after a name: ", the head of security research at …,"."""
    hit = _AFTER.match(text, end)
    if not hit:
        return ""
    phrase = hit.group(1).strip()
    row = phrase.split()
    if len(row) > 16:
        return ""
    if row[0] == "who":
        told = _WHO.match(phrase)
        return phrase if told and kind == "person" and row[-1] not in _FINITE else ""
    return phrase if _apposition(row, kind) else ""


def _apposition(row: Sequence[str], kind: EntityType) -> bool:
    """Whether the head of the phrase is a role, and no verb makes a sentence of it."""
    lex = gazetteer()
    for k, word in enumerate(row):
        low = fold(word)
        if low in _FINITE:
            return False
        before_role = low in _ARTICLES or low in _OWNERS or low in ("one", "then", "former")
        if k and (low in _PREPOSITIONS or low in ("who", "which", "that", "whose", "and")):
            if row[:2] == ["one", "of"] and k == 1:
                continue
            return _head(row[:k], kind)
        if low.endswith("ed") and low not in _MODIFIERS_ED and not before_role and k and _head(row[:k], kind):
            return k + 1 < len(row) and fold(row[k + 1]) in _PREPOSITIONS
        if (low,) in lex.titles and k + 1 == len(row):
            return kind == "person"
    return _head(row, kind)


def _head(row: Sequence[str], kind: EntityType) -> bool:
    """Whether the last word is a role, and where written large an office rather than a name."""
    word = row[-1]
    if not is_role(word, kind):
        return False
    return not word[:1].isupper() or (
        kind == "person" and (fold(word),) in gazetteer().titles | {("head",), ("leader",)}
    )
