"""The topics of a run: which are asked for, whether those that are stored still hold, and their passages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from search.analysis.topics.assign import assign_topics
from search.codebook.topic_rows import TopicRow, effective
from search.model import Topic
from search.pipeline.inputs import digest_of
from search.store.writer import Stored, Writer
from search.userdata.topics_file import OwnTopics


class TopicRun:
    """The topics of `stored` documents; `version` is what they rest on beside the texts.

    `key` is what the topics asked for last rest on, and `kept` whether those that are stored rest on the same.
    """

    def __init__(
        self, curated: Sequence[TopicRow], own: OwnTopics, writer: Writer, version: str, stored: Sequence[Stored]
    ) -> None:
        self.key = ""
        self.kept = False
        self._curated = tuple(curated)
        self._own = own
        self._writer = writer
        self._version = version
        self._stored = stored

    def ask(self, suggested: Sequence[tuple[str, str, str]]) -> tuple[TopicRow, ...]:
        """The codebook's topics and the reader's; where neither has any, those suggested: name, description, query."""
        rows = effective(self._curated, self._own.rows)
        if not rows and not self._curated:
            rows = tuple(TopicRow(*row, origin="proposed") for row in suggested)
        # A document that was replaced took its passages with it.
        there = [(doc.id, doc.n, doc.text_sha) for doc in self._stored]
        self.key = digest_of((self._version, repr(rows), self._writer.meta("replaced"), there))
        self.kept = self._writer.meta("topics") == self.key
        return rows

    def assigned(
        self, rows: Sequence[TopicRow], texts: Mapping[str, str], check: Callable[[], None]
    ) -> tuple[Topic, ...]:
        """The topics with their passages; what is wrong with any is listed with the other problems."""
        found = assign_topics(rows, texts, check)
        self._writer.set_folder_problems((*self._own.problems, *found.problems), "topics")
        return found.topics
