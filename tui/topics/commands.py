"""Topics: list, make and change them, and put passages into them by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from search.model import Passage, Topic
from tui.session.context import CommandGroup, ExplorerContext
from tui.session.messages import Spot
from tui.wording import called

if TYPE_CHECKING:
    from tui.topics.list import EditTopic, TopicList, TopicsFound


class TopicCommands(CommandGroup):
    """Topics: list, make and change them, and put passages into them by hand."""

    def __init__(self, explorer: ExplorerContext) -> None:
        super().__init__(explorer)
        self._list: TopicList | None = None  # while it is shown

    # ---- the list ------------------------------------------------------------------------------------------------

    def do_topics(self) -> None:
        """The topics: to make, change, accept, remove."""
        self._show_list()

    def _show_list(self, current: str = "") -> None:
        from tui.topics.list import TopicList, topics_of

        def ask(found: TopicsFound) -> None:
            self._list = TopicList(self.explorer, found, current)
            self.explorer.ask(self._list, self._list_answered)

        library = self.explorer.library
        self.explorer.prepare(lambda: topics_of(library), ask)

    def _list_answered(self, answer: EditTopic | None) -> None:
        self._list = None
        if answer is not None:
            self._edit(answer.topic)

    def _edit(self, topic: Topic | None) -> None:
        """The editor, and then the list again."""
        from tui.topics.editor import TopicEditor

        def answered(name: str | None) -> None:
            if name is not None:
                self.explorer.rework(f"The topic “{name}” is kept")
            self._show_list(name or (topic.name if topic is not None else ""))

        self.explorer.ask(TopicEditor(self.explorer, topic), answered)

    def work_ended(self) -> None:
        """The list shows what the topics have now."""
        if self._list is not None:
            self._list.renew()

    # ---- by hand -------------------------------------------------------------------------------------------------

    def do_tag(self) -> None:
        """Put the passage under the cursor into a topic, or take it out of one."""
        spot = self.explorer.pane.spot
        if spot is None or not (spot.start or spot.end):
            self.explorer.say("There is no passage here: go to a statement, a hit, or into a document.")
            return
        library = self.explorer.library

        def find() -> tuple[Passage, Sequence[str], Sequence[Topic]]:
            book = library.topics
            passage = book.passage_at(spot.doc, spot.start, spot.end)
            return passage, book.holding(passage), book.listed() or book.proposed()

        self.explorer.prepare(find, lambda found: self._ask_topic(spot, *found))

    def _ask_topic(self, spot: Spot, passage: Passage, holding: Sequence[str], topics: Sequence[Topic]) -> None:
        from tui.dialogs.picker import Choice, Picker

        inside = [one for one in topics if one.name in holding]
        others = [one for one in topics if one.name not in holding]
        choices: list[Choice[Callable[[], None]]] = [
            *(Choice(partial(self._tag, one.name, passage, put_in=False), one.name, "it is in: ⏎ takes it out",
                     style="count") for one in inside),
            *(Choice(partial(self._tag, one.name, passage, put_in=True), one.name, one.description) for one in others),
            Choice(partial(self._begin_topic, passage), "a new topic …", "that begins with this passage"),
        ]  # fmt: skip
        document = self.explorer.documents.get(spot.doc)
        title = f"Topics of a passage of {called(document) if document else spot.doc}"
        self.explorer.ask(Picker(title, choices), lambda do: do() if do is not None else None)

    def _tag(self, name: str, passage: Passage, *, put_in: bool) -> None:
        """Put a passage into a topic or take it out; a topic that was only proposed is accepted by that."""
        library = self.explorer.library

        def work() -> None:
            book = library.topics
            if not any(one.name == name for one in book.listed()):
                book.accept((name,))
            if put_in:
                book.add(name, passage)
            else:
                book.drop(name, passage)

        way, back = ("put into", "out") if put_in else ("taken out of", "in")
        key = self.explorer.keymap.first("tag")
        said = f"The passage is {way} “{name}” · {key} takes it {back} again"
        self.explorer.perform(work, lambda _: self.explorer.rework(said))

    def _begin_topic(self, passage: Passage) -> None:
        """A topic of this passage alone; its query can come later."""
        from tui.dialogs.prompt import Prompt

        library = self.explorer.library

        def check(typed: str) -> str:
            return "" if typed.strip() else "A topic needs a name."

        def named(name: str | None) -> None:
            if name is None:
                return
            self.explorer.perform(
                lambda: library.topics.add(name, passage, new=True),
                lambda _: self.explorer.rework(f"The topic “{name.strip()}” begins with this passage"),
            )

        hint = "A query can be given to it in the list of topics."
        self.explorer.ask(Prompt("New topic", "What is it called?", hint=hint, check=check), named)
