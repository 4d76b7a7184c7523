"""Markdown: front matter as metadata, the body as plain prose, one paragraph a line."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from search.corpus.readers import DEFAULTS, Options, Raw
from search.corpus.readers.decoding import decode
from search.corpus.readers.front_matter import Head, parted
from search.text.sanitise import sanitise_line

_OPENINGS = ("-", "+", "{", "\n", " ", "\t")  # what a text with front matter begins with


class Markdown:
    """Reads .md."""

    name = "md"
    suffixes: Sequence[str] = (".md", ".markdown")

    def read(self, path: Path, data: bytes, options: Options = DEFAULTS) -> Raw:
        """The body as prose, the front matter as metadata, the first heading."""
        text, encoding, problems = decode(path, data, options.encoding)
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        head = parted(sanitise_line(path.name), text) if text[:1] in _OPENINGS else Head({}, text)
        offset = text.count("\n", 0, len(text) - len(head.body))
        problems = (*problems, head.problem) if head.problem else problems
        prose, heading = prose_of(head.body)
        return Raw(
            text=prose,
            meta=head.meta,
            meta_origin="front matter",
            encoding=encoding,
            line_offset=offset,
            heading=heading,
            problems=problems,
        )


# ---- Markdown → prose ------------------------------------------------------------------------------------------

_FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r"\s{0,3}(#{1,6})(?:[ \t]+|$)")
_UNDERLINE = re.compile(r"\s{0,3}(=+|-+)\s*")
_RULE = re.compile(r"\s{0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})")
_ITEM = re.compile(r"\s*([-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?")
_QUOTED = re.compile(r"(?:\s{0,3}>[ ]?){1,20}")
_TABLE_RULE = re.compile(r"\s*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?\s*")
_DEFINITION = re.compile(r"\s{0,3}\[[^\]\n]{1,200}\]:\s*\S")
_FOOTNOTE = re.compile(r"\s{0,3}\[\^[^\]\n]{1,80}\]:\s*")

# Inside a line. Each looks no further than the next bracket, so a line takes linear time.
_LINK = re.compile(r"!?\[([^\[\]\n]*)\](?:\((?:[^()\n]|\([^()\n]*\))*\)|\[[^\[\]\n]*\])")
_NOTE = re.compile(r"\[\^[^\[\]\n]{1,80}\]")
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]{0,20}(?:[\s/][^<>\n]{0,1000})?>")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]{1,2000})>")
_CODE = re.compile(r"`+")
_STARS = re.compile(r"(?<!\\)(?:\*{1,3}|~~)(?=[^\s*])|(?<=[^\s*\\])(?:\*{1,3}|~~)")
_UNDERSCORES = re.compile(r"(?<![\w\\])_{1,3}(?=[^\s_])|(?<=[^\s_\\])_{1,3}(?!\w)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_SPECIAL = re.compile(r"[\[<`*_~&\\]")


def prose_of(markdown: str) -> tuple[str, str]:
    """Markdown as plain prose, and its first top heading ("" without one).

    Headings stand on lines of their own, list items begin with • or their number, the lines of a paragraph are joined,
    and what is markup and no words (marks, link targets, fences, rules, comments, tags) is gone. Linear in time.
    """
    markdown = _without_comments(markdown)
    lines: list[str] = []
    title = ""
    for line, level in _blocks(markdown):
        text = _inline(line).strip() if level >= 0 else line
        if level > 0 and text:
            title = title or (text if level <= 2 else "")
        if text or (lines and lines[-1]):
            lines.append(text)
    return "\n".join(lines), title


def _without_comments(markdown: str) -> str:
    kept: list[str] = []
    start = 0
    while (opened := markdown.find("<!--", start)) >= 0 and (closed := markdown.find("-->", opened)) >= 0:
        kept.append(markdown[start:opened])
        start = closed + 3
    return "".join(kept) + markdown[start:] if kept else markdown


def _blocks(markdown: str) -> Iterator[tuple[str, int]]:
    """Lines of prose with 0, headings with their level, lines of code with -1, empty lines between blocks."""
    paragraph: list[str] = []
    fence = ""
    for line in markdown.split("\n"):
        if fence:
            closed = line.strip().startswith(fence) and not line.strip().strip(fence[0])
            fence = "" if closed else fence
            yield ("", 0) if closed else (line.rstrip(), -1)
            continue
        if paragraph and (underline := _UNDERLINE.fullmatch(line)):
            yield " ".join(paragraph), 1 if underline[1][0] == "=" else 2
            paragraph = []
            yield "", 0
            continue
        opened = _FENCE.match(line)
        quoted = _QUOTED.match(line)
        if quoted:
            line = line[quoted.end() :]
        heading = _HEADING.match(line)
        item = _ITEM.match(line)
        alone = not line.strip() or opened or heading or _RULE.fullmatch(line) or _DEFINITION.match(line)
        table = line.lstrip().startswith("|")
        if (alone or item or table) and paragraph:
            yield " ".join(paragraph), 0
            paragraph = []
        if heading:
            yield "", 0
            yield line[heading.end() :].rstrip().rstrip("#"), len(heading[1])
            yield "", 0
        elif opened:
            fence = opened[1]
            yield "", 0
        elif note := _FOOTNOTE.match(line):
            paragraph = [line[note.end() :].strip()]
        elif table or _TABLE_RULE.fullmatch(line):
            if not _TABLE_RULE.fullmatch(line):
                yield line.strip().strip("|").strip(), 0
        elif alone:
            yield "", 0
        elif item:
            mark = "•" if item[1] in "-*+" else item[1]
            paragraph = [f"{mark} {line[item.end() :].strip()}"]
        else:
            paragraph.append(line.strip())
            if line.endswith(("  ", "\\")):  # a hard line break
                yield " ".join(paragraph).rstrip("\\"), 0
                paragraph = []
    if paragraph:
        yield " ".join(paragraph), 0


def _inline(line: str) -> str:
    if not _SPECIAL.search(line):
        return line
    if "[" in line:
        line = _NOTE.sub("", line)
        line = _LINK.sub(r"\1", _LINK.sub(r"\1", line))  # twice: a picture inside a link
    if "<" in line:
        line = _TAG.sub("", _AUTOLINK.sub(r"\1", line))
    if "`" in line:
        line = _CODE.sub("", line)
    for marks in (_STARS, _UNDERSCORES):
        if len(marks.findall(line)) >= 2:  # one alone is a footnote's star or somebody's underscore
            line = marks.sub("", line)
    if "\\" in line:
        line = _ESCAPE.sub(r"\1", line)
    return html.unescape(line) if "&" in line else line
