"""Pictures of pages on their way out of the reader's process, and the words in them on their way back.

The process asks by lines of JSON among its answers; pixels follow as they are:

    {"letters": "eng+deu"}                   → {"by": "tesseract 5.3.0"} or {"lack": [title, hint]}
    {"picture": [width, height, dots]} …     (no answer: the next one can be sent while this one is read)
    {"words": true}                          → a list, for each picture the table of its words

Whatever the process has become, the other side gives it nothing but that: sizes are checked, and the pictures' header
is made there.
"""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Iterable, Sequence
from typing import IO, TYPE_CHECKING, Any

from search.corpus.readers.recognition import MAX_PICTURES, MAX_PIXELS, Lack, Picture, Recogniser

if TYPE_CHECKING:
    from search.corpus.recognition import Run

_MARKS = (b'{"letters": ', b'{"picture": ', b'{"words": ')
_MAX_RESOLUTION = 1200  # dots an inch


class Asker:
    """In the process: what the readers there ask."""

    def __init__(self, requests: IO[bytes], replies: IO[bytes]) -> None:
        self._requests, self._replies = requests, replies
        self.seconds = 0  # that a document may take, without what others do for it

    def ask(self, languages: str) -> Recogniser | Lack:
        """A recogniser of some languages, or why there is none."""
        said = self._asked({"letters": languages})
        return Lack(*said["lack"]) if "lack" in said else _Remote(self, said["by"])

    def show(self, picture: Picture) -> None:
        """Hand a picture over."""
        signal.alarm(0)  # it may have to wait until those before it are done
        head = {"picture": [picture.width, picture.height, picture.resolution]}
        self._replies.write(json.dumps(head).encode() + b"\n")
        self._replies.write(picture.pixels)
        self._replies.flush()
        signal.alarm(self.seconds)

    def words(self) -> Any:
        """What was recognised in the pictures since the last time."""
        return self._asked({"words": True})

    def _asked(self, question: object) -> Any:
        signal.alarm(0)
        self._replies.write(json.dumps(question).encode() + b"\n")
        self._replies.flush()
        answer = json.loads(self._requests.readline())
        signal.alarm(self.seconds)
        return answer


class _Remote:
    """A recogniser on the other side."""

    def __init__(self, asker: Asker, name: str) -> None:
        self._asker, self.name = asker, name

    def words(self, pictures: Iterable[Picture]) -> Sequence[str]:
        for picture in pictures:
            self._asker.show(picture)
        return [str(table) for table in self._asker.words()]


class Answerer:
    """Beside the process: answers what is asked there. `hears` and `answer` raise ValueError for what nobody asks."""

    def __init__(self) -> None:
        self._run: Run | None = None
        self._pictures = 0  # of a document
        self._until = 0.0  # when no more is recognised of this file; 0 until something is

    def begin(self) -> None:
        """Another file is read."""
        self.end()
        self._until = 0.0

    def end(self) -> None:
        """Nothing is waited for any more: what is being recognised is given up. Any thread may say so."""
        run, self._run = self._run, None
        if run is not None:
            run.give_up()

    def hears(self, line: bytes) -> int | None:
        """How many bytes follow a line that is a question; None for any other line."""
        if not line.startswith(_MARKS):
            return None
        said = json.loads(line)
        if "picture" not in said:
            return 0
        width, height, resolution = (int(number) for number in said["picture"])
        self._pictures += 1
        if min(width, height, resolution) < 1 or width * height > MAX_PIXELS or resolution > _MAX_RESOLUTION:
            raise ValueError("a picture of no possible size")
        if self._run is None or self._pictures > MAX_PICTURES:
            raise ValueError("more pictures than were asked for")
        return width * height

    def answer(self, line: bytes, pixels: bytes) -> bytes:
        """What is answered, with its line's end; b"" where nothing is. May take long."""
        said = json.loads(line)
        if "letters" in said:
            from search.corpus.recognition import FILE_SECONDS, begun

            self._until = self._until or time.monotonic() + FILE_SECONDS
            run = begun(str(said["letters"]), self._until)
            if isinstance(run, Lack):
                return json.dumps({"lack": [run.title, run.hint]}).encode() + b"\n"
            self.end()
            self._run, self._pictures = run, 0
            return json.dumps({"by": run.name}).encode() + b"\n"
        if self._run is None:
            raise ValueError("nobody was asked")
        if "picture" in said:
            width, height, resolution = said["picture"]
            self._run.add(Picture(width, height, resolution, pixels))
            return b""
        return json.dumps(self._run.words()).encode() + b"\n"
