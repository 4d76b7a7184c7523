"""Rich text (RTF 1.9.1): a walk over its groups and control words.

striprtf, which is usual for it, loses notes and shows what is deleted or hidden. Here notes and comments are blocks of
their own after the paragraph that refers to them, rows of tables are lines, headers and footers stand once at the end;
what is deleted or hidden is dropped. Characters are decoded by the code page of their font.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from search.corpus.readers import DEFAULTS, Options, Raw
from search.corpus.readers.blocks import Blocks, is_page_number, words
from search.corpus.readers.container import broken
from search.corpus.readers.properties import metadata

_WHAT = "a rich text document"
_MAX_GROUPS = 500  # inside each other
_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'\r\n])|([{}])|([^\\{}\r\n]+)|(\\?[\r\n]+)|\\"
)
# Destinations without any of the document's text; others that \* marks as optional are left out too.
_SKIPPED = words(
    "colortbl stylesheet pict objdata fldinst filetbl listtable listoverridetable revtbl rsidtbl generator themedata "
    "datastore xmlnstbl latentstyles bkmkstart bkmkend nonshppict sn sv pn pnseclvl operator company subject keywords "
    "doccomm comment hlinkbase revtim printim buptim userprops atnid atndate atnref atntime atnparent atrfstart "
    "atrfend tc xe ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn private mmathPr colorschememapping"
)
_OPTIONAL = words("footnote annotation shpinst shptxt atnauthor listtext pntext")  # \* and yet text
_HEADS = words("header headerl headerr headerf footer footerl footerr footerf")
_CHARACTERS = {
    "tab": "\t",
    "line": "\n",
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": " ",
    "enspace": " ",
    "nestcell": " ",
}
_SYMBOLS = {"~": "\u00a0", "_": "-", "-": "", "{": "{", "}": "}", "\\": "\\", "*": ""}
_CHARSETS = {
    128: "cp932",
    129: "cp949",
    134: "cp936",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}
_OLD_CODE_PAGES = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
_CODE_PAGES = {932, 936, 949, 950, 874, 437, 850, 852, 866, *range(1250, 1259)}
_HANDLED = frozenset(
    word.encode("ascii")
    for word in (
        *_SKIPPED,
        *_HEADS,
        *_CHARACTERS,
        *words("u par sect page cell row nestrow footnote annotation shptxt atnauthor title author fonttbl creatim"),
        *words("v deleted plain pard intbl outlinelevel uc ansicpg mac pc pca f fcharset yr mo dy"),
    )
)
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_ITEM = re.compile(r"\s*([•·◦▪‣–-]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)])\t\s*")


class Rtf:
    """Reads .rtf."""

    name = "rtf"
    suffixes: Sequence[str] = (".rtf",)

    def read(self, path: Path, data: bytes, options: Options = DEFAULTS) -> Raw:
        """The text in its order and the document's properties. Raises CorpusError for bytes that are no rich text."""
        data = data.lstrip(b"\xef\xbb\xbf \t\r\n")
        if not data.startswith(b"{\\rtf"):
            raise broken(path, _WHAT)
        walk = _Walk()
        try:
            walk.run(data)
        except (ValueError, LookupError, OverflowError) as error:
            raise broken(path, _WHAT) from error
        text = walk.finish()
        if not text.strip():
            raise broken(path, _WHAT)
        return Raw(text, metadata(walk.properties), heading=walk.out.heading, problems=walk.out.problems(path))


@dataclass(slots=True)
class _Flow:
    """A stretch of text with paragraphs of its own: the document, a note, a header, a text box, a property."""

    kind: str
    out: Blocks = field(default_factory=Blocks)
    pieces: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)  # paragraphs of the cell that is being read
    cells: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)  # notes of the paragraph that is being read


@dataclass(frozen=True, slots=True)
class _State:
    """What holds inside a group."""

    flow: _Flow
    skipped: bool = False
    hidden: bool = False
    deleted: bool = False
    codec: str = "cp1252"
    fallback: int = 1  # bytes after \\u that are for programs without Unicode
    table: bool = False
    level: int = 9  # of the outline; 9 is plain text
    fonts: bool = False
    created: bool = False


class _Walk:
    """The walk; `out` has the document's blocks, `properties` what it says of itself."""

    def __init__(self) -> None:
        self.properties: dict[str, str | None] = {}
        main = _Flow("main")
        self.out = main.out
        self._state = _State(main)
        self._stack: list[_State] = []
        self._heads: list[str] = []
        self._bytes = b""  # characters of a code page that takes several bytes for one may come in pieces
        self._drop = 0  # bytes that \u has made superfluous
        self._optional = False
        self._codec = "cp1252"
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._created: dict[str, int] = {}

    def run(self, data: bytes) -> None:
        """Reads all tokens. Raises ValueError for groups inside each other beyond any program's."""
        at = 0
        while at < len(data) and not self.out.full:
            token = _TOKEN.match(data, at)
            if token is None:  # cannot be: every byte begins a token
                break
            at = token.end()
            word, number, code, symbol, brace, text, _ = token.groups()
            if text is not None:
                self._text(text)
            elif word is not None:
                if word == b"bin":
                    at += max(0, int(number or 0))
                if word in _HANDLED or self._optional:
                    self._word(word.decode("ascii"), None if number is None else int(number))
                # A space after any other word is the word's own; what stood before goes on after it.
            elif code is not None:
                self._text(bytes([int(code, 16)]))
            elif brace == b"{":
                self._settle()
                if len(self._stack) > _MAX_GROUPS:
                    raise ValueError("groups inside each other")
                self._stack.append(self._state)
            elif brace == b"}":
                self._close()
            elif symbol == b"*":
                self._optional = True
                continue
            elif symbol is not None:
                self._say(_SYMBOLS.get(symbol.decode("latin-1"), ""))
            self._optional = False

    def finish(self) -> str:
        """The text, with what was left open, and headers and footers at the end."""
        while self._stack:
            self._close()
        main = self._state.flow
        self._paragraph(main)
        _end_row(main)
        for head in dict.fromkeys(self._heads):
            if not is_page_number(head):
                self.out.add(head)
        if self._created.get("yr"):
            self.properties["created"] = "{}-{:02}-{:02}".format(
                *(self._created.get(key, 0) for key in ("yr", "mo", "dy"))
            )
        return _SURROGATES.sub(lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), self.out.text)

    # ---- characters ----

    def _text(self, data: bytes) -> None:
        if self._drop:
            dropped = min(self._drop, len(data))
            self._drop -= dropped
            data = data[dropped:]
        if self._state.fonts:
            return
        self._bytes += data

    def _settle(self) -> None:
        """Decodes the bytes that have come together."""
        if self._bytes:
            data, self._bytes = self._bytes, b""
            self._say(data.decode(self._state.codec, "replace"))

    def _say(self, text: str) -> None:
        if self._bytes:
            self._settle()
        state = self._state
        if text and not (state.skipped or state.hidden or state.deleted):
            state.flow.pieces.append(text)

    # ---- groups ----

    def _close(self) -> None:
        self._settle()
        inner = self._state
        if not self._stack:
            return
        self._state = outer = self._stack.pop()
        self._drop = 0
        if inner.flow is outer.flow:
            return
        flow = inner.flow
        self._paragraph(flow)
        _end_row(flow)
        text = flow.out.text
        if not text or inner.skipped:
            return
        if flow.kind in ("title", "author"):
            self.properties[flow.kind] = " ".join(text.split())
        elif flow.kind == "head":
            self._heads.append(text)
        elif flow.kind == "comment":
            outer.flow.after.append(f"Comment: {text}")
        elif flow.kind == "commenter":
            outer.flow.after.append(f"\0{text}")
        else:
            outer.flow.after.append(text)

    def _open(self, kind: str) -> None:
        self._state = replace(self._state, flow=_Flow(kind), table=False, level=9)

    def _paragraph(self, flow: _Flow) -> None:
        """Ends the paragraph of a flow; its notes follow."""
        self._settle()
        text = "".join(flow.pieces)
        flow.pieces = []
        state = self._state
        if state.table and flow is state.flow:
            if text.strip():
                flow.parts.append(text)
            return
        _end_row(flow)
        if text.strip():
            if 0 <= state.level < 9 and flow is state.flow:
                flow.out.add(text.replace("\t", " "), "heading", state.level + 1)
            elif item := _ITEM.match(text):
                flow.out.add(f"{item[1].replace('·', '•')} {text[item.end() :]}", "item")
            else:
                flow.out.add(text)
        _add_notes(flow)

    # ---- control words ----

    def _word(self, word: str, number: int | None) -> None:
        self._settle()
        state = self._state
        if word == "u":
            self._say(chr((number or 0) % 65_536))
            self._drop = state.fallback
        elif word in _CHARACTERS:
            self._say(_CHARACTERS[word])
        elif word in ("par", "sect", "page"):
            if not state.skipped:
                self._paragraph(state.flow)
        elif word == "cell":
            if not state.skipped:
                _end_cell(state.flow)
        elif word in ("row", "nestrow"):
            if word == "row":
                _end_row(state.flow)
        elif word in _SKIPPED or (self._optional and word not in _OPTIONAL):
            self._state = replace(state, skipped=True)
        elif not self._destination(word):
            self._format(word, number)

    def _destination(self, word: str) -> bool:
        """Whether a word opens a stretch of its own; opens it."""
        if word in ("footnote", "annotation", "shptxt", "atnauthor"):
            self._open({"annotation": "comment", "atnauthor": "commenter"}.get(word, "note"))
        elif word in _HEADS:
            self._open("head")
        elif word in ("title", "author") and self._stack:
            self._open(word)
        elif word == "fonttbl":
            self._state = replace(self._state, fonts=True)
        elif word == "creatim":
            self._state = replace(self._state, created=True)
        else:
            return False
        return True

    def _format(self, word: str, number: int | None) -> None:
        state = self._state
        if word == "v":
            self._state = replace(state, hidden=number != 0)
        elif word == "deleted":
            self._state = replace(state, deleted=number != 0)
        elif word == "plain":
            self._state = replace(state, hidden=False, deleted=False, codec=self._codec)
        elif word == "pard":
            self._state = replace(state, table=False, level=9)
        elif word == "intbl":
            self._state = replace(state, table=True)
        elif word == "outlinelevel":
            self._state = replace(state, level=number if number is not None else 9)
        elif word == "uc":
            self._state = replace(state, fallback=max(0, min(number or 0, 8)))
        elif state.created and word in ("yr", "mo", "dy"):
            self._created[word] = number or 0
        else:
            self._encode(word, number)

    def _encode(self, word: str, number: int | None) -> None:
        """What a word says of the code page: the document's, or a font's."""
        state = self._state
        if word == "ansicpg" and number in _CODE_PAGES:
            self._codec = f"cp{number}"
            self._state = replace(state, codec=self._codec)
        elif word in _OLD_CODE_PAGES:
            self._codec = _OLD_CODE_PAGES[word]
            self._state = replace(state, codec=self._codec)
        elif word == "f":
            self._font = number or 0
            if not state.fonts:
                self._state = replace(state, codec=self._fonts.get(self._font, self._codec))
        elif word == "fcharset" and state.fonts and number in _CHARSETS:
            self._fonts[self._font] = _CHARSETS[number]


def _end_cell(flow: _Flow) -> None:
    parts = [*flow.parts, "".join(flow.pieces)]
    flow.pieces, flow.parts = [], []
    flow.cells.append("\n\n".join(part for part in parts if part.strip()))


def _end_row(flow: _Flow) -> None:
    if flow.parts:
        _end_cell(flow)
    if flow.cells:
        cells, flow.cells = flow.cells, []
        flow.out.row(cells)
        _add_notes(flow)


def _add_notes(flow: _Flow) -> None:
    author = ""
    for note in flow.after:
        if note.startswith("\0"):
            author = note[1:]
        elif author and note.startswith("Comment: "):
            flow.out.add(f"Comment by {author}: {note[9:]}")
            author = ""
        else:
            for paragraph in note.split("\n\n"):
                flow.out.add(paragraph)
    flow.after = []
