"""From documents to findings in one call: what a caller gives, is told and may keep."""

from __future__ import annotations

import pytest

from search.analysis.analyse import Curation, Hooks, analyse
from search.analysis.dates.tagger import expressions_in
from search.analysis.doc import Doc
from search.analysis.names.mention import RawMention
from search.analysis.names.recognizer import mentions_in
from search.model import Correction, Progress
from search.model.edtf import date_value

TEXTS = {
    "a": "Mayor Ana Ruiz resigned on 3 May 2019. “We are leaving the harbour,” Ana Ruiz said.",
    "b": "Mayor Ana Ruiz resigned on 4 May 2019. Nobody else spoke.",
}


def read() -> tuple[list[Doc], dict[str, tuple[RawMention, ...]]]:
    published = date_value("2019-06-01")
    docs = [Doc(n, t, dates=expressions_in(t, published), published=published) for n, t in TEXTS.items()]
    return docs, {doc.id: tuple(mentions_in(doc.text, None)) for doc in docs}


def test_documents_are_annotated_and_findings_come_in_the_order_of_the_chronology() -> None:
    docs, names = read()
    found = analyse(docs, names)
    assert [entity.name for entity in found.entities] == ["Ana Ruiz"]
    assert [event.date.edtf for event in found.events] == ["2019-05-03", "2019-05-04"]
    assert [[value.value for value in one.values] for one in found.comparison.conflicts] == [
        ["2019-05-03", "2019-05-04"]
    ]
    assert [mention.start for mention in docs[0].mentions] == [6, TEXTS["a"].rindex("Ana")]
    assert [one.speaker for one in docs[0].quotations] == ["person:ana-ruiz"]


def test_a_caller_is_told_each_step_and_may_keep_what_identity_found() -> None:
    docs, names = read()
    steps: list[Progress] = []
    asked: list[object] = []

    def identities(apart: object, find: object) -> object:
        asked.append(apart)
        return find()  # type: ignore[operator]

    analyse(docs, names, hooks=Hooks(tell=steps.append, identities=identities))  # type: ignore[arg-type]
    assert asked == [()]
    assert {step.stage for step in steps} == {"comparing", "events"}
    assert steps[0].message == "Who is who"


def test_a_caller_can_end_it() -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    docs, names = read()
    with pytest.raises(KeyboardInterrupt):
        analyse(docs, names, hooks=Hooks(check=stop))


def test_corrections_are_applied_and_say_whether_they_change_anything() -> None:
    docs, names = read()
    rows = (
        Correction("rename", ("Ana Ruiz",), to="Ana Ruiz Vega", id="1"),
        Correction("published", docs=("gone",), to="2020", id="2"),
    )
    found = analyse(docs, names, Curation(corrections=rows))
    assert [entity.name for entity in found.entities] == ["Ana Ruiz Vega"]
    assert found.corrections == {"1": "", "2": "there is no document “gone” any more"}


def test_without_suggestions_a_callers_topics_are_asked_for_none() -> None:
    docs, names = read()
    given: list[object] = []
    analyse(docs, names, hooks=Hooks(topics=lambda rows: given.append(rows) or ()), suggest=False)  # type: ignore[func-returns-value]
    assert given == [()]
