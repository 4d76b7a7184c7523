"""The bundled corpus: that it is whole, well described, our own wording, and that its topics find what they should."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from search.corpus.corpus import Corpus, Loaded
from search.query import PassageMatcher, parse
from search.text.sanitise import sanitise
from search.text.segmentation import passages

SEEDS = Path(__file__).resolve().parent.parent / "seeds"

VICE, INSIGHT = "vice-rein-in-us-drug-agents.md", "insight-crime-security-law-reforms.md"
ASSYNT, BROOKINGS = "assynt-limits-on-us-agencies.md", "brookings-dangerous-backtrack.md"
GUTIERREZ = "gutierrez-new-security-agreement.md"
FILES = (ASSYNT, BROOKINGS, GUTIERREZ, INSIGHT, VICE)

# Which of the five says something on which provision of the law: read off the sources by hand.
PROVISIONS = {
    "Immunity of foreign agents removed": {VICE, INSIGHT, ASSYNT},
    "Intelligence must be shared with Mexico": {VICE, INSIGHT, ASSYNT, BROOKINGS},
    "Mexican officials report every contact": {VICE, BROOKINGS},
    "Firearms only with a permit": {INSIGHT, ASSYNT},
    "No arrests by foreign agents": {ASSYNT, BROOKINGS},
    "Meetings authorised in advance": {ASSYNT, BROOKINGS},
    "Foreign ministry present at meetings": {ASSYNT, BROOKINGS},
    "Monthly activity reports": {BROOKINGS},
    "Sanctions and expulsion": {VICE, ASSYNT, BROOKINGS},
}
OTHERS = {
    "Whom the law is aimed at": {VICE, INSIGHT, BROOKINGS, GUTIERREZ},
    "The Cienfuegos case": {VICE, INSIGHT, ASSYNT, BROOKINGS},
    "The Camarena case": {ASSYNT, BROOKINGS, GUTIERREZ},
    "The capture of El Chapo": {VICE, INSIGHT, ASSYNT},
    "Effect on cooperation": {VICE, INSIGHT, ASSYNT, BROOKINGS},
    "Corruption and leaks": {VICE, INSIGHT, ASSYNT, BROOKINGS, GUTIERREZ},
    "Sovereignty and nationalism": {ASSYNT, BROOKINGS},
    "Army and navy": {ASSYNT, BROOKINGS},
    "What the United States may do in return": {BROOKINGS},
    "Cartels designated as terrorists": {BROOKINGS, GUTIERREZ},
    "Fentanyl": {BROOKINGS, GUTIERREZ},
}
CELLS = PROVISIONS | OTHERS

# The same table for the originals: by the start of their file names.
ORIGINAL = {VICE: "000", INSIGHT: "001", ASSYNT: "002", BROOKINGS: "003", GUTIERREZ: "004"}


def parts(name: str) -> tuple[dict[str, Any], str]:
    """Front matter and body of a seed."""
    _, front, body = (SEEDS / name).read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(front), body.strip()


def codebook() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((SEEDS / "corpus.yaml").read_text(encoding="utf-8"))
    return loaded


def loaded_from(corpus: Corpus) -> list[Loaded]:
    return [one for file in corpus.files() for one in corpus.documents_in(file) if isinstance(one, Loaded)]


def speaking_of(topic: str, folder: Path) -> set[str]:
    """The ids of the folder's documents in which the topic's query finds a passage."""
    corpus = Corpus.open(folder, codebook=SEEDS / "corpus.yaml")
    (row,) = [row for row in corpus.codebook.topics if row.name == topic]
    matcher = PassageMatcher(row.query)
    texts = {one.document.id: one.text.text for one in loaded_from(corpus)}
    return {name for name, text in texts.items() if matcher.find(text, passages(text))}


def test_five_documents_and_nothing_else() -> None:
    assert sorted(path.name for path in SEEDS.glob("*.md")) == sorted(FILES)


@pytest.mark.parametrize("name", FILES)
def test_a_seed_is_a_text_and_not_a_summary(name: str) -> None:
    _, body = parts(name)
    assert 400 <= len(body.split()) <= 900
    assert not re.search(r"^\s*([-*+]|\d+\.) ", body, re.MULTILINE), "prose, not a list"
    assert sanitise(body) == body


@pytest.mark.parametrize("name", FILES)
def test_its_front_matter_is_complete_and_the_codebook_says_the_same(name: str) -> None:
    front, _ = parts(name)
    assert front.keys() >= {"title", "source", "published", "published_basis", "language"}
    assert front["published_basis"] in {"stated", "inferred"}
    assert ("published_why" in front) == (front["published_basis"] == "inferred"), "an inference says why"
    (entry,) = [entry for entry in codebook()["documents"] if entry["file"] == name]
    said = {key: value for key, value in entry.items() if key not in {"file", "same_as"}}
    assert said == front


def test_it_opens_without_a_complaint_and_nothing_in_it_passes_for_furniture() -> None:
    corpus = Corpus.open(SEEDS)
    loaded = loaded_from(corpus)
    assert (corpus.problems, [one.problems for one in loaded]) == ((), [()] * 5)
    assert [one.text.furniture for one in loaded] == [()] * 5
    assert [clause for row in corpus.codebook.topics for clause in parse(row.query).problems] == []


def test_each_document_names_the_one_it_retells(originals: Path) -> None:
    entries = codebook()["documents"]
    assert {entry["file"] for entry in entries} == set(FILES)
    hashes = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in originals.glob("*.txt")}
    assert {entry["same_as"]["file"]: entry["same_as"]["sha256"] for entry in entries} == hashes


def test_the_topics_are_all_there_and_described() -> None:
    rows = codebook()["topics"]
    assert [row["name"] for row in rows] == list(CELLS)
    assert all(row["description"].endswith(".") for row in rows)


@pytest.mark.parametrize("topic", CELLS)
def test_a_topic_is_filled_for_those_who_speak_of_it_and_empty_for_the_rest(topic: str) -> None:
    assert speaking_of(topic, SEEDS) == CELLS[topic]


@pytest.mark.parametrize("topic", CELLS)
def test_and_alike_for_the_originals(topic: str, originals: Path) -> None:
    assert {name[:3] for name in speaking_of(topic, originals)} == {ORIGINAL[name] for name in CELLS[topic]}


WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)?")


def runs(text: str, length: int) -> Iterator[tuple[tuple[str, ...], int]]:
    """Each run of `length` words, folded, with how many of them begin in lower case."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.replace("’", "'")) if not unicodedata.combining(c))
    words = [match[0] for match in WORD.finditer(plain)]
    for i in range(len(words) - length + 1):
        run = words[i : i + length]
        yield tuple(word.casefold() for word in run), sum(word[0].islower() for word in run)


@pytest.mark.parametrize("name", [*FILES, "corpus.yaml"])
def test_the_wording_is_our_own(name: str, originals: Path) -> None:
    """Nine words in a row would be somebody else's; names alone, mostly capitals, are nobody's."""
    theirs = {run for path in originals.glob("*.txt") for run, _ in runs(path.read_text(encoding="utf-8"), 9)}
    ours = runs((SEEDS / name).read_text(encoding="utf-8"), 9)
    assert [" ".join(run) for run, small in ours if small >= 5 and run in theirs] == []


@pytest.mark.parametrize("name", FILES)
def test_quotations_are_short(name: str) -> None:
    _, body = parts(name)
    assert [quote for quote in re.findall(r"“([^”]+)”", body) if len(quote.split()) > 6] == []
