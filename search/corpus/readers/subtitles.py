"""Subtitles: SubRip (.srt) and WebVTT (.vtt, W3C). What is said, without its times; a pause begins a paragraph."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from pathlib import Path

from search.corpus.readers import DEFAULTS, Options, Raw
from search.corpus.readers.container import broken
from search.corpus.readers.decoding import decode

_TIMES = re.compile(
    r"[ \t]*(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})[ \t]*-->[ \t]*(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{1,3}).*"
)
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,200}>|<\d[\d:.]{0,20}>|\{\\[^{}\n]{0,100}\}")
_VOICE = re.compile(r"<v(?:\.[\w.]{0,60})?[ \t]+([^<>\n]{1,100})>")
_PAUSE = 4.0  # seconds without speech
_MAX_PARAGRAPH = 900  # characters; then the next full stop ends it
_ENDS = (".", "!", "?", "…", "”", '"')


class Subtitles:
    """Reads .srt and .vtt."""

    name = "subtitles"
    suffixes: Sequence[str] = (".srt", ".vtt")

    def read(self, path: Path, data: bytes, options: Options = DEFAULTS) -> Raw:
        """What is said, in paragraphs. Raises CorpusError for a file without a single time."""
        text, encoding, problems = decode(path, data, options.encoding)
        paragraphs: list[str] = []
        open_, before, last = "", -_PAUSE, ""
        timed = False
        for start, end, said in _cues(text.replace("\r\n", "\n").replace("\r", "\n")):
            timed = True
            if not said or said == last:  # captions that roll repeat their line
                before = end
                continue
            speaks = said.startswith(("- ", "– ", "— ")) or re.match(r"[A-Z][\w .'-]{1,40}:\s", said)
            full = len(open_) > _MAX_PARAGRAPH and open_.endswith(_ENDS)
            if open_ and (start - before >= _PAUSE or speaks or full):
                paragraphs.append(open_)
                open_ = ""
            open_ = f"{open_} {said}" if open_ else said
            before, last = end, said
        if not timed:
            raise broken(path, "a file of subtitles")
        if open_:
            paragraphs.append(open_)
        return Raw("\n\n".join(paragraphs), encoding=encoding, problems=problems)


def _cues(text: str) -> list[tuple[float, float, str]]:
    """(start, end, what is said), times in seconds; the numbers, notes and styles between are left out."""
    lines = text.split("\n")
    cues: list[tuple[float, float, str]] = []
    at = 0
    while at < len(lines):
        times = _TIMES.fullmatch(lines[at])
        at += 1
        if times is None:
            continue
        said: list[str] = []
        while at < len(lines) and lines[at].strip() and not _TIMES.fullmatch(lines[at]):
            said.append(lines[at])
            at += 1
        parts = [int(part or 0) for part in times.groups()]
        cues.append((_seconds(parts[:4]), _seconds(parts[4:]), _plain(" ".join(said))))
    return cues


def _seconds(parts: Sequence[int]) -> float:
    hours, minutes, seconds, thousandths = parts
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000


def _plain(said: str) -> str:
    said = _VOICE.sub(r"\1: ", said)
    return " ".join(html.unescape(_TAG.sub("", said)).split())
