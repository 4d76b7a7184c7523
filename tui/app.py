"""The explorer: wiring only. Screens show, the library thinks, `run` opens the one on the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, ClassVar

from textual.events import Event, Key
from textual.message import Message
from textual.screen import Screen

from search.errors import SourcebookError, StorageError
from search.model import FolderNews, Progress
from search.paths import config_dir, state_dir
from tui.explorer.main import MainScreen
from tui.session.messages import FolderChanged, Worked
from tui.session.settings import Session, Settings, load_session, load_settings, save_session
from tui.theme.loader import choose as choose_theme
from tui.theme.themed_app import Themed

if TYPE_CHECKING:
    from search import Library
    from search.model import Problem
    from tui.session.engine import BackgroundWork, Engine, FolderWatch
    from tui.theme.loader import SourcebookTheme

LOG = "sourcebook.log"
HURRY = 0.5  # seconds that an analysis has to end by itself when files wait to be read


class CorpusOpened(Message):
    """A library was made on a thread; or it could not be."""

    def __init__(self, library: Engine | None, error: SourcebookError | None) -> None:
        super().__init__()
        self.library = library
        self.error = error


class SourcebookApp(Themed[int]):
    """The explorer of one corpus, or the start screen without one."""

    TITLE = "Sourcebook"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    ESCAPE_TO_MINIMIZE = False
    AUTO_FOCUS: ClassVar[str | None] = ""

    def __init__(
        self,
        library: Engine | None,
        *,
        theme: str | None = None,
        settings: Settings | None = None,
        session: Session | None = None,
        work: bool = True,
    ) -> None:
        """`work=False` leaves the corpus as it is: nothing is read or analysed in the background."""
        super().__init__()
        self.animation_level = "none"
        self.settings = settings or Settings()
        self.session = session or Session()
        self.library = library
        self.main: MainScreen | None = None
        self._with_work = work
        self._work: BackgroundWork | None = None
        self._watch: FolderWatch | None = None
        wanted = theme or self.settings.theme or self.session.theme
        chosen, problems = choose_theme(wanted, themes_folder())
        self.use_theme(chosen)
        self._problems = [*self.settings.problems, *(SourcebookError(p.title, p.message, p.hint) for p in problems)]

    def run(self, *args: Any, **options: Any) -> int | None:
        """Run with or without the mouse, as the settings say."""
        return super().run(*args, **{"mouse": self.settings.mouse, **options})

    # ---- screens -------------------------------------------------------------------------------------------------

    def get_default_screen(self) -> Screen[Any]:
        """The corpus, or the choice of one: at the bottom, so that no empty screen is laid out and painted first."""
        return self._explorer(self.library) if self.library is not None else self._start()

    def _explorer(self, library: Engine) -> MainScreen:
        self.library = library
        self.main = MainScreen(library, self.settings.keymap)
        return self.main

    def _start(self, message: str = "") -> Screen[Any]:
        from tui.explorer.start import StartScreen

        return StartScreen(self.session.recent, message, closable=self.main is not None)

    def show_start(self, message: str = "") -> None:
        """Choose a corpus; what is open stays so until another is."""
        self.push_screen(self._start(message))

    def open_corpus(self, name: str) -> None:
        """Open a folder (or "demo") on a thread: its corpus.yaml is read and its store is opened."""

        def open_it() -> None:
            from search import Library

            try:
                opened: Engine | None = Library(name, follow_links=self.settings.follow_links)
                error = None
            except SourcebookError as trouble:
                opened, error = None, trouble
            self.post_message(CorpusOpened(opened, error))

        Thread(target=open_it, name="sourcebook-open", daemon=True).start()

    def on_corpus_opened(self, message: CorpusOpened) -> None:
        """Explore it in place of what was open, or say why not."""
        from tui.explorer.start import StartScreen

        if message.library is None:
            if isinstance(self.screen, StartScreen) and message.error is not None:
                self.screen.say(" ".join((f"{message.error.message}", message.error.hint)))
            return
        self.close_corpus()
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.push_screen(self._explorer(message.library))  # what was at the bottom stays there, closed and unseen

    async def on_event(self, event: Event) -> None:
        """A key is done at once, or kept for the next question: among the widgets it would lose its turn."""
        if isinstance(event, Key) and not event.is_forwarded:
            screen = self.screen
            if isinstance(screen, MainScreen) and screen.keeps(event):
                return
        await super().on_event(event)

    def opened(self) -> None:
        """The first screen is painted: remember the corpus, say what is wrong with the settings."""
        if self.main is None or self.library is None:
            return
        if self.library.root != bundled():
            arrival = self.library.arrival
            was = arrival.place if arrival is not None and arrival.kind == "moved" else ""
            self.session = self.session.opened(str(self.library.root), was)
        for problem in self._problems:
            self.main.trouble(problem.title, problem.message, problem.hint)
        self._problems = []

    # ---- work in the background ----------------------------------------------------------------------------------

    @property
    def working(self) -> bool:
        """Whether the corpus is being brought up to date."""
        return self._work is not None and self._work.running

    def start_work(self) -> None:
        """Bring the corpus up to date in a process of its own, unless that is going on."""
        if self.library is None or not self._with_work or self.working:
            return
        try:
            self._work = self.library.start_work(self._on_progress)
        except SourcebookError as error:
            if self.main is not None:
                self.main.trouble(error.title, error.message, error.hint)

    def stop_work(self) -> None:
        """End it, to begin anew with files that have changed. Not on the screen's thread: it waits."""
        work = self._work
        if work is not None:
            work.stop(HURRY)

    def start_watching(self) -> None:
        """Be told of files that come, change or go, unless the settings say otherwise. Not on the screen's thread."""
        library = self.library
        if library is None or self._watch is not None or not (self.settings.watch and self._with_work):
            return
        watch = self._watch = library.watch(self._on_news)
        if self.library is not library:  # it was closed meanwhile, perhaps before there was anything to stop
            watch.stop()

    def _on_news(self, news: FolderNews) -> None:
        """On the watching thread: hand it to the screen."""
        if self.main is not None and self.main.is_running:
            self.main.post_message(FolderChanged(news))

    def _on_progress(self, progress: Progress) -> None:
        """On the worker's reader thread: hand it to the screen."""
        if self.main is not None and self.main.is_running:
            self.main.post_message(Worked(progress))

    # ---- colours -------------------------------------------------------------------------------------------------

    def pick_theme(self) -> None:
        """Choose the colours, and remember them."""
        from tui.theme.loader import load_themes

        if self.main is not None:
            self.main.prepare(lambda: load_themes(themes_folder()), lambda found: self._ask_theme(*found))

    def _ask_theme(self, themes: Mapping[str, SourcebookTheme], problems: Sequence[Problem]) -> None:
        from tui.dialogs.picker import Choice, Picker

        main = self.main
        if main is None:
            return
        for problem in problems:
            main.trouble(problem.title, problem.message, problem.hint)
        choices = [Choice(theme, name, theme.variant) for name, theme in themes.items()]

        def picked(theme: SourcebookTheme | None) -> None:
            if theme is not None:
                self.use_theme(theme)
                self.session = replace(self.session, theme=theme.name)
                if self.settings.theme:
                    main.say(f"{theme.name} for now: config.yaml sets {self.settings.theme} for every start.")

        main.ask(Picker("Themes", choices, current=self.sourcebook_theme), picked)

    # ---- ending --------------------------------------------------------------------------------------------------

    def action_help_quit(self) -> None:
        """Ctrl+C leaves nothing behind but a word on how to leave."""
        if self.main is not None:
            self.main.status.say(f"{self.settings.keymap.first('quit')} leaves Sourcebook.")

    async def action_quit(self) -> None:
        """Leave."""
        self.leave()

    def leave(self) -> None:
        """Leave; `run` closes the rest."""
        self.exit(0)

    def close_corpus(self) -> None:
        """Stop the work, close the library. Harmless when done twice."""
        library, self.library = self.library, None
        if self.main is not None:
            self.main.loader.close()
        if self._watch is not None:
            self._watch.stop()
            self._watch = None
        if self._work is not None:
            self._work.stop()
            self._work = None
        if library is not None:
            library.interrupt()
            library.close()
        self.main = None


def bundled() -> Path:
    """The folder of the bundled corpus, which the start screen lists anyway."""
    import seeds

    return Path(str(seeds.__file__)).resolve().parent


def themes_folder() -> Path | None:
    """The user's folder of themes, or None where there is none."""
    try:
        return config_dir() / "themes"
    except StorageError:
        return None


def run(
    corpus: Library | Path | str | None,
    *,
    codebook: Path | str | None = None,
    curated: bool = True,
    theme: str | None = None,
    follow_links: bool = False,
    watch: bool = True,
) -> int:
    """Open the explorer and return its exit code. Without a corpus it begins with the choice of one.

    `watch=False` reads what changes in the folder when asked to only, whatever the settings say.

    Raises CorpusError and StorageError for a corpus or codebook that cannot be used.
    """
    from search import Library
    from tui.terminal.guard import run as run_guarded

    settings = load_settings()
    settings = replace(settings, watch=settings.watch and watch, follow_links=settings.follow_links or follow_links)
    if corpus is not None and not isinstance(corpus, Library):
        corpus = Library(corpus, codebook=codebook, curated=curated, follow_links=settings.follow_links)
    app = SourcebookApp(corpus, theme=theme, settings=settings, session=load_session())
    try:
        return run_guarded(app, state_dir() / LOG)
    finally:
        app.close_corpus()
        save_session(app.session)
