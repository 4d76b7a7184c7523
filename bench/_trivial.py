"""The least an app of Textual can be: the explorer's first paint is measured against it."""

from textual.app import App, ComposeResult
from textual.widgets import Static

READY = "trivial app is ready"


class Trivial(App[None]):
    """One widget, one line."""

    def compose(self) -> ComposeResult:
        yield Static(READY)


if __name__ == "__main__":
    Trivial().run()
