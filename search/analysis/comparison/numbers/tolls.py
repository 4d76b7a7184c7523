"""What happened to those counted: killed, moved, arrested; and which such tolls grow while they are counted."""

from __future__ import annotations

import re

from search.analysis.lexicon import words

_KILLED = (
    r"kill\w*|di(?:ed|e|es|ing)|dead|deaths?|perish\w*|drown\w*|(?:lost|claimed|cost|took) (?:\w+ )?lives|fatal\w*"
    r"|bodies|murder\w*|massacred|toll"
)
# What happened to those counted. The first to fit the nearest word decides.
TOLLS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"\b(?:{pattern})\b"))
    for name, pattern in (
        ("killed", _KILLED),
        ("injured", r"injur\w*|wound\w*|hurt|maimed"),
        ("missing", r"missing|unaccounted|disappear\w*|vanished"),
        ("arrested", r"arrest\w*|detain\w*|custody|rounded up"),
        ("charged", r"charged|indict\w*|prosecuted|accused"),
        ("convicted", r"convict\w*|sentenc\w*|jailed|imprisoned"),
        ("rescued", r"rescu\w*|saved|pulled out|survivors?|survived"),
        ("moved", r"displac\w*|evacuat\w*|homeless|rehous\w*|resettl\w*|evict\w*|relocat\w*|moved|uprooted"),
        ("dismissed", r"dismissed|sacked|laid off|redundan\w*|fired|lost their jobs"),
        ("for", r"in favour|in favor|voted for|votes for|ayes|yes votes?|backed"),
        ("against", r"against|noes|no votes?|voted down|opposed"),
        ("abstained", r"abstain\w*|abstentions?"),
        ("striking", r"strik(?:e|es|ers|ing)|struck|walked out|walk-?outs?|stoppages?|downed tools"),
        ("gathered", r"protest\w*|march(?:ed|ers)|rall(?:y|ied)|demonstrat\w*|gathered|vigil|crowd\w*|outside|gates?"),
    )
)  # fmt: skip
# The later number of these replaces the earlier one.
GROWING_TOLLS = words("killed injured missing arrested charged convicted rescued moved dismissed")
_LINK = re.compile(r",|\b(?:and|but|while)\b")
_WORDS = re.compile(r"[^\W\d_]+")
# Characters from a number within which a word tells what happened.
_NEAR = 60


def toll_of(lead: str, written: str, tail: str) -> str:
    """What happened to those counted, by the nearest word that says so; "" where none does.

    `lead` and `tail` are folded words before and behind a number and its noun; of `written` those between count too
    ("460 evacuated people").
    """
    tail = f"{' '.join(_WORDS.findall(written)[:-1])} {tail}"
    best, far = "", _NEAR + 1
    before = re.split(r"[;:]", lead)[-1]
    after = re.split(r"[;:]", tail)[0]
    for name, pattern in TOLLS:
        for hit in pattern.finditer(before):
            gap = len(before) - hit.end() + 12 * len(_LINK.findall(before, hit.end()))
            if gap < far:
                best, far = name, gap
        hit_after = pattern.search(after)
        if hit_after:
            gap = hit_after.start() + 12 * len(_LINK.findall(after, 0, hit_after.start()))
            if gap < far:
                best, far = name, gap
    return best
