"""What people are called by: the roles beside a name, and whom "the director" means."""

from __future__ import annotations

import re
from collections import defaultdict

from search.analysis.comparison.context import ComparisonContext, stems_of
from search.analysis.comparison.descriptions import is_role
from search.analysis.comparison.same_name import taken_for
from search.analysis.lexicon import ENGLISH, words
from search.model import Mention
from search.text.folding import fold

_BESIDE = 40  # characters beside a name that say what somebody is
_APPOSED = re.compile(r",(?: (?:aged )?\d+,)? ((?:an?|the|its|his|her|their|then|one) [^,.;:()]{3,60})")
_BELONGS = words("company firm court ministry department committee council commission government party board union")


def roles_beside(mention: Mention, context: ComparisonContext) -> frozenset[str]:
    """What the words right before a name and the apposition behind it say that somebody is (folded)."""
    text = context.texts[mention.doc]
    lead = text[max(0, mention.start - _BESIDE) : mention.start]
    apposed = _APPOSED.match(text, mention.end, mention.end + 2 * _BESIDE)
    phrase = _HEAD_ENDS.split(apposed.group(1))[0].split() if apposed else []
    lead = _SHORTENED.sub(lambda hit: _SHORT[hit.group(1).lower()], lead)
    row = [*lead[lead.rfind(".") + 1 :].split()[-2:], *phrase]
    roles = {fold(word.strip(",.;")) for word in row if is_role(word, "person")}
    called = _CALLED.search(lead)
    heads = [*(phrase[-1:] if len(phrase) > 1 else ()), *(called.groups() if called else ())]
    return frozenset(roles | {fold(word) for word in heads} - _NO_CALLING)


# Titles that stand shortened before a name: "Atty. Jane Roe" and "Jane Roe, the attorney" are of one calling.
_SHORT = ENGLISH.forms("comparison_names", "shortened titles")
_SHORTENED = re.compile(rf"\b({'|'.join(_SHORT)})\.(?= (?:[A-Z][\w.]+ )?$)", re.IGNORECASE)
# "The surveyor Anton …", not "the late Anton …".
_CALLED = re.compile(r"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir) (?:[\w-]+ ){0,2}([a-z-]{4,}) $")
_NO_CALLING = ENGLISH.words("comparison_names", "no callings")
_HEAD_ENDS = re.compile(rf"\b{ENGLISH.pattern('comparison_names', 'ends of a calling')}\b")


class RoleBearers:
    """Whom "the director" means: the one person who is called that; two names of one person count once."""

    def __init__(self, context: ComparisonContext) -> None:
        self._context = context
        self._bearers: dict[str, set[str]] = defaultdict(set)
        for doc in context.texts:
            for m in context.docs[doc].mentions:
                if context.kind(m.entity) == "person" and context.rare(m.entity):
                    for role in roles_beside(m, context):
                        self._bearers[role].add(m.entity)
        # Words for what people are and where they belong: they stand beside a name wherever it is.
        self.stems = stems_of(" ".join((*ENGLISH.entries("roles", "people"), *_BELONGS)))

    def meant(self, doc: str, text: str) -> str | None:
        """The person whom the first role of a text means that somebody has as a subject, None for nobody or several."""
        for hit in _SUBJECT.finditer(text):
            for word in hit.group(1).split():
                if fold(word) in self._bearers:
                    return self._bearer(doc, fold(word))
        return None

    def _bearer(self, doc: str, role: str) -> str | None:
        near = sorted(
            who
            for who in self._bearers.get(role, ())
            if any(m.doc == doc or self._context.same_storyline(m.doc, doc) for m in self._context.by_entity(who)[:1])
        )
        names = [self._context.name(who) for who in near]
        return near[0] if near and all(taken_for(names[0], name) for name in names[1:]) else None


# "The director …", not "told the director".
_SUBJECT = re.compile(
    r"(?i:(?<!\bto )(?<!\btold )(?<!\bwith )(?<!\bby )(?<!\bof )(?<!\bfor )(?<!\bfrom )(?<!\bat )(?<!\basked )"
    r"(?<!\bagainst )(?<!\bin )(?<!\bon )\bthe) ((?:[\w-]+ ){0,2}[\w-]+)"
)
