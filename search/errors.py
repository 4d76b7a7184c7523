"""What a person can cause and put right: every such error has a title, a message and a hint."""

from __future__ import annotations


class SourcebookError(Exception):
    """Something went wrong that the reader can understand and usually put right.

    `title` is a few words for a heading, `message` names the file, the key and the place,
    `hint` is the nearest remedy. All three are plain text, without markup.
    """

    def __init__(self, title: str, message: str, hint: str = "") -> None:
        super().__init__(f"{title}: {message}")
        self.title = title
        self.message = message
        self.hint = hint


class CorpusError(SourcebookError):
    """The folder, a document or a corpus.yaml cannot be used as it is."""


class SetAsideError(CorpusError):
    """A file that could be read is left out by choice: it is empty, or the reader said so."""


class NotADocumentError(CorpusError):
    """A file holds no text to read by its nature: a picture, a program."""


class StorageError(SourcebookError):
    """A per-user folder cannot be made, is not ours, or is full."""


class BusyError(SourcebookError):
    """Another process is reading or analysing this corpus just now."""


class CancelledError(SourcebookError):
    """The work was asked to stop; what was finished is kept."""

    def __init__(self) -> None:
        super().__init__("Stopped", "The work was stopped before its end.", "The next start goes on where it stopped.")
