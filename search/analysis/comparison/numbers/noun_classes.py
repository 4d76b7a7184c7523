"""What is counted and what a sum of money is for: classes of nouns and of deeds that other words may name as well.

"People" of one source are "villagers" or "passengers" of another, a "bronze" is an "object"; a sum that was paid is not
the sum that was insured. Words are compared as stems.
"""

from __future__ import annotations

from functools import lru_cache

from search.analysis.lexicon.wordset import words
from search.analysis.quantities.vocabulary import PEOPLE
from search.text.analyzer import stem

_PERSONS = PEOPLE | words(
    """associates customers clients creditors savers depositors investors shareholders subscribers borrowers holders
    policyholders tenants owners farmers fishermen growers teachers nurses doctors drivers guards journalists reporters
    members delegates voters electors signatories petitioners witnesses defenders activists hostages captives detainees
    deportees survivors mourners guests visitors tourists pilgrims worshippers users recipients claimants pensioners
    policemen marchers picketers supporters followers volunteers firefighters sailors crewmen seamen troops fighters
    rebels recruits veterans applicants candidates jurors travellers travelers commuters evacuees labourers laborers
    attendees participants comrades colleagues neighbours neighbors locals donors sufferers dead injured wounded us"""
)
_THINGS = words(
    """object objects thing things item items work works piece pieces artefact artefacts artifact artifacts treasure
    treasures specimen specimens artwork artworks"""
)
# Nouns of which a text counts several sets: one number of them beside another says little.
_COMMON = words(
    """times time cases case ways way things thing sides side parts part words word lines line names name places place
    officers officer members member points point steps step buildings building rooms room cars car letters letter
    questions question others copies copy calls call friends brothers sisters sons daughters children months reasons
    groups group issues issue problems hands hand sets set kinds types others stages chapters attempts visits trips
    minutes examples sentences paragraphs states countries towns cities villages counts charges"""
)
# What a sum of money is: the stems that name it.
_FRAMES: dict[str, str] = {
    "insured": "insured insurance insures underwritten underwrote",
    "paid": "paid pay pays payment payments bribe bribes bribed handed fee fees",
    "fined": "fined fine fines penalty",
    "cost": "cost costs costing price priced worth valued value budget budgeted",
    "bought": "bought buy purchase purchased acquired acquisition",
    "lent": "borrowed borrow loan loans lent lend owed owes owing debt debts",
    "taken": "stolen stole embezzled diverted siphoned missing swindle defrauded laundered looted vanished robbed",
    "awarded": "compensation damages settlement settled awarded award",
    "given": "fund pledged donated donation grant granted aid announced subsidy raised",
    "earned": "profit profits income earnings",
    "sold": "revenue revenues turnover sales takings",
    "salary": "salary salaries earns wage wages bonus pension",
    "lost": "loss losses lost deficit shortfall",
    "held": "bail bond ransom deposit",
    "invested": "invested invest investment spent spend spending",
}
# What something cost one source may say was paid, spent or lost for it.
_OUTLAY = frozenset({"paid", "cost", "bought", "lost", "invested"})


@lru_cache(maxsize=1)
def _classes() -> dict[str, str]:
    out = {stem(word): "thing" for word in _THINGS}
    out.update({stem(word): "person" for word in _PERSONS} | {"people": "person"})
    return out


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    return frozenset(stem(word) for word in _COMMON)


@lru_cache(maxsize=1)
def _frames() -> dict[str, str]:
    return {stem(word): frame for frame, listed in _FRAMES.items() for word in listed.split()}


def class_of(counted: str) -> str:
    """ "person" or "thing" for the stem of what is counted, "" for anything else."""
    return _classes().get(counted, "person" if counted.endswith("men") and counted != "specimen" else "")


def is_vague(counted: str) -> bool:
    """Whether this says nothing of who or what is counted: people, others, things, times."""
    return (
        counted in _common() or counted in ("people", "peopl", "other", "men", "women") or class_of(counted) == "thing"
    )


def frames_of(stems: frozenset[str]) -> frozenset[str]:
    """What a sum of money is for, by the stems of its clause: "paid", "insured" …"""
    table = _frames()
    return frozenset(table[word] for word in stems if word in table)


def frames_clash(one: frozenset[str], two: frozenset[str]) -> bool:
    """Whether two sums are for two things: one insured, one paid; not where one was paid and one is what it cost."""
    return bool(one and two) and not one & two and not (one & _OUTLAY and two & _OUTLAY)
