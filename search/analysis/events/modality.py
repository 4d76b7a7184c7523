"""What a dated statement claims: that something happened, is planned, might be, or did not happen."""

from __future__ import annotations

import re

from search.analysis.lexicon import ENGLISH, words
from search.analysis.lexicon.event_triggers import WORD
from search.model import Modality, Span
from search.text.folding import fold

_PLANNED = ENGLISH.words("events", "planned")
_HYPOTHETICAL = words("would could might may if unless should whether possibly perhaps potentially")
# Names and months that are also such words: only in small letters do they speak of what may be.
_SMALL = frozenset(["may", "will"])
_TO = frozenset(["set", "due", "likely", "plans", "is", "are", "was", "were"])
_SAID = ENGLISH.words("events", "announced")
_CUTS = (
    " and ",
    " but ",
    " which ",
    " who ",
    " whom ",
    " whose ",
    " that ",
    " when ",
    " after ",
    " since ",
    ";",
    "”",
    '"',
)
# "The bill, which would oblige boards to publish, was introduced on 11 June": what stands between commas is beside.
_BESIDE = re.compile(r", (?:which|who|whom|whose|where|when|if)\b[^,;]{0,200},")

# What denies the happening that follows it in the same clause; up to four words may stand between.
_NOT = re.compile(
    r"\b(?:not|never|nor|neither|nobody|none|cannot|without|no one|(?:refus|fail|declin)(?:ed|es|ing|e)? to)\b"
    r"|n['’]t\b|\bno (?:(?!and |doubt |longer )[a-z-]+ ){1,4}?(?:was|were|is|are|has|have|had|took|came|met)\b"
    r"|\bno\b(?! (?:longer|doubt|less|fewer|sooner|later|more))",
    re.IGNORECASE,
)
# "Not only", "not until 1994", "no later than", "not far from": nothing is denied.
_NOT_DENIED = re.compile(
    rf"\s*{ENGLISH.pattern('events', 'after not, without denial')}\b",
    re.IGNORECASE,
)
# Somebody denies what follows: "denied that he …", "denies having …", "denied taking", "denied any".
_DENIED = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|denial|rejected (?:the )?(?:claims?|suggestions?|allegations?|reports?))\b"
    r"(?:\s+\w+){0,2}?\s+(?:that|having|ever|any|[a-z]{2,}ing|he|she|they|it)\b(?P<after>[^.;!?]*)\Z",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"\b(?:until|till)\s+(?:the |about |early |late )*\Z", re.IGNORECASE)
# "The claim that he was arrested in 1994 was denied."
_DENIED_AFTER = re.compile(
    r"\W{1,2}(?:was|were|is|are|has been|have been) (?:denied|untrue|false|rejected|ruled out)\b"
)
# Words after which another clause begins that the negation does not reach.
_AFTER_NOT = re.compile(rf"[,.;:!?—]|\b{ENGLISH.pattern('events', 'ends of a negation')}\b")
# "No charges were brought", "nothing was found": the sentence's own subject denies.
_NO_SUBJECT = re.compile(r"\s*(?:no|nobody|nothing|none|neither|no-one)\b", re.IGNORECASE)


def modality_of(text: str, sentence: Span, date: Span) -> Modality:
    """Planned or hypothetical when words of the date's own clause say so; else a fact.

    "Said it would open in May" is a plan, "would have opened" and "if it opened" suppositions.
    """
    before = text[sentence.start : date.start]
    aside = _BESIDE.sub(lambda hit: " if " if hit.group().startswith(", if") else " ", before)
    cut = max((aside.rfind(sign) for sign in _CUTS), default=-1)
    clause, after = aside[cut + 1 :], ""
    if not WORD.search(before):
        after = text[date.end : sentence.end][:120]
    told = [_word(w.group()) for w in WORD.finditer(clause + " " + after)]
    for n, word in enumerate(told):
        following = told[n + 1] if n + 1 < len(told) else ""
        if word == "may" and following in ("have", "not"):
            return "hypothetical"
        if word == "could" and following == "not":
            continue
        if word == "would" and following != "have" and "if" not in told and _reported(before):
            return "planned"
        if word in _HYPOTHETICAL:
            return "hypothetical"
        if word in _TO and following == "to" and told[n + 2 : n + 3] != ["have"]:
            return "planned"  # "he was to report by December"
        if word in _PLANNED:
            return "planned"
    return "fact"


def _word(word: str) -> str:
    """A word folded; a name or month that only looks like a verb ("May retired", "Will came") as it stands."""
    low = fold(word)
    return word if low in _SMALL and word != low else low


def _reported(before: str) -> bool:
    """Whether somebody's words are told: "he said that it would open in May"."""
    return any(fold(word) in _SAID for word in WORD.findall(before))


def negated(text: str, sentence: Span, date: Span, trigger: Span | None) -> bool:
    """Whether the sentence denies the happening its date belongs to.

    "He did not resign in May", "no charges were brought in 1994", "without meeting him in June", "she denied having
    met him in March 1990" – but not "he denied it on Tuesday", nor "he was not well and resigned in May".
    """
    if (
        _UNTIL.search(text[max(sentence.start, date.start - 20) : date.start])
        or text[date.start :][:5].lower() == "until"
    ):
        return False  # "was not arrested until May" tells of an arrest in May
    if _denied(text, sentence, date) or _DENIED_AFTER.match(text, date.end, sentence.end):
        return True
    if trigger is None:
        return _refused(text[sentence.start : date.start])
    opens = len(WORD.findall(text, sentence.start, date.start)) <= 3  # "In 1968, he never came"
    if trigger.start >= date.end and not opens and _AFTER_NOT.search(text, date.end, trigger.start):
        return False  # another clause's happening
    if _refused(text[sentence.start : trigger.start]):
        return True
    subject = _NO_SUBJECT.match(text, sentence.start, sentence.end)
    between = text[subject.end() : trigger.start] if subject else ""
    return subject is not None and len(between) <= 40 and not _AFTER_NOT.search(between)


def _denied(text: str, sentence: Span, date: Span) -> bool:
    found = _DENIED.search(text[sentence.start : date.start])
    return bool(found and not re.search(r"\b(?:but|because|when|after)\b", found["after"]))


def _refused(before: str) -> bool:
    """Whether a negation before the happening reaches it."""
    near = before[-90:]
    heads = list(_NOT.finditer(near))
    after = near[heads[-1].end() :] if heads else ""
    if not heads or _NOT_DENIED.match(after) or _AFTER_NOT.search(after):
        return False
    return len(WORD.findall(after)) <= 4
