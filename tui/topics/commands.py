"""Topics: list, make and change them, and put passages into them by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from search.errors import SourcebookError
from tui.corrections.commands import Mending
from tui.wording import called

if TYPE_CHECKING:
    from search.model import Passage
    from tui.topics.list import TopicList

FRESH = "+"  # the picker's value for a new topic; others begin with a letter


class Topical(Mending):
    """Topics: list, make and change them, and put passages into them by hand."""

    _topic_list: TopicList | None = None  # while it is shown

    # ---- the list ------------------------------------------------------------------------------------------------

    def do_topics(self) -> None:
        """The topics: to make, change, accept, remove."""
        self._list_topics()

    def _list_topics(self, current: str = "") -> None:
        from tui.topics.list import EDIT, NEW, TopicList

        try:
            shown = TopicList(self.library, lambda said: self.corrected(said, undoes=False), current)
        except SourcebookError as error:
            self.trouble(error.title, error.message, error.hint)
            return
        self._topic_list = shown

        def answered(value: str | None) -> None:
            self._topic_list = None
            if value == NEW:
                self._edit_topic("")
            elif value is not None:
                self._edit_topic(value.removeprefix(EDIT))

        self.ask(shown, answered)

    def _edit_topic(self, name: str) -> None:
        """The editor, and then the list again."""
        from tui.topics.editor import TopicEditor

        try:
            book = self.library.topics
            topic = next((one for one in (*book.listed(), *book.proposed()) if one.name == name), None)
            editor = TopicEditor(self.library, self.documents, topic)
        except SourcebookError as error:
            self.trouble(error.title, error.message, error.hint)
            return

        def answered(value: str | None) -> None:
            if value is not None:
                self.corrected(f"The topic “{value}” is kept", undoes=False)
            self._list_topics(value or name)

        self.ask(editor, answered)

    def work_ended(self) -> None:
        """The list shows what the topics have now."""
        super().work_ended()
        if self._topic_list is not None:
            self._topic_list.show_topics()

    # ---- by hand -------------------------------------------------------------------------------------------------

    def do_tag(self) -> None:
        """Put the passage under the cursor into a topic, or take it out of one."""
        from tui.dialogs.picker import Choice, Picker

        spot = self.pane.spot
        if spot is None or not (spot.start or spot.end):
            self.status.say("There is no passage here: go to a statement, a hit, or into a document.")
            return
        try:
            book = self.library.topics
            passage = book.passage_at(spot.doc, spot.start, spot.end)
            holding = book.holding(passage)
            topics = book.listed() or book.proposed()
        except SourcebookError as error:
            self.trouble(error.title, error.message, error.hint)
            return
        inside = [one for one in topics if one.name in holding]
        others = [one for one in topics if one.name not in holding]
        choices = [Choice(f"-{one.name}", one.name, "it is in: ⏎ takes it out", style="count") for one in inside]
        choices += [Choice(f"={one.name}", one.name, one.description) for one in others]
        choices.append(Choice(FRESH, "a new topic …", "that begins with this passage"))
        document = self.documents.get(spot.doc)
        title = f"Topics of a passage of {called(document) if document else spot.doc}"

        def chosen(value: str | None) -> None:
            if value == FRESH:
                self._begin_topic(passage)
            elif value is not None:
                self._tag(value[1:], passage, put_in=value[0] == "=")

        self.ask(Picker(title, choices), chosen)

    def _tag(self, name: str, passage: Passage, *, put_in: bool) -> None:
        book = self.library.topics
        try:
            if not any(one.name == name for one in book.listed()):
                book.accept((name,))
            if put_in:
                book.add(name, passage)
            else:
                book.drop(name, passage)
        except SourcebookError as error:
            self.trouble(error.title, error.message, error.hint)
            return
        way, back = ("put into", "out") if put_in else ("taken out of", "in")
        key = self.keymap.first("tag")
        self.corrected(f"The passage is {way} “{name}” · {key} takes it {back} again", undoes=False)

    def _begin_topic(self, passage: Passage) -> None:
        """A topic of this passage alone; its query can come later."""
        from tui.dialogs.prompt import Prompt

        def check(typed: str) -> str:
            return "" if typed.strip() else "A topic needs a name."

        def named(value: str | None) -> None:
            if value is None:
                return
            try:
                self.library.topics.add(value, passage, new=True)
            except SourcebookError as error:
                self.trouble(error.title, error.message, error.hint)
                return
            self.corrected(f"The topic “{value.strip()}” begins with this passage", undoes=False)

        self.ask(
            Prompt(
                "New topic", "What is it called?", hint="A query can be given to it in the list of topics.", check=check
            ),
            named,
        )
