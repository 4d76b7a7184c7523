"""PowerPoint presentations (OOXML, transitional and strict): a walk over the XML, a slide a page.

Read are titles, text, tables, text in diagrams, speaker's notes and comments; not the slide's number, date and footer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from search.corpus.readers import DEFAULTS, Options, Raw
from search.corpus.readers.blocks import MAX_DEPTH, Blocks, TooDeepError, local, words
from search.corpus.readers.container import Container, Element, broken, refusing
from search.corpus.readers.office.docx import attribute, core_properties, related, related_by_id

_WHAT = "a PowerPoint presentation"
_FURNITURE = words("sldNum dt ftr hdr sldImg")
_TITLES = words("title ctrTitle")


class Pptx:
    """Reads .pptx and .pptm, shows and templates."""

    name = "pptx"
    suffixes: Sequence[str] = (".pptx", ".pptm", ".ppsx", ".potx")

    def read(self, path: Path, data: bytes, options: Options = DEFAULTS) -> Raw:
        """The slides in their order; a form feed stands before each after the first."""
        with refusing(path, _WHAT):
            parts = Container(path, data, _WHAT)
            main = related(parts, "").get("officeDocument", [""])[0]
            if main not in parts:
                raise broken(path, _WHAT)
            out = Blocks()
            for number, name in enumerate(_slides(parts, main)):
                if number:
                    out.page()
                _slide(parts, name, out)
            return Raw(out.text, core_properties(parts), heading=out.heading, problems=out.problems(path), unit="slide")


def _slides(parts: Container, main: str) -> list[str]:
    """The parts of the slides in the order of the show; where it names none, by their number."""
    by_id = related_by_id(parts, main)
    root = parts.xml(main)
    if local(root.tag) != "presentation":
        raise KeyError(main)
    ids = [one for one in root.iter() if local(one.tag) == "sldId"]
    found = [by_id.get(value, "") for one in ids for key, value in one.items() if key.endswith("}id")]
    return [name for name in found if name in parts] if found else _numbered(parts)


def _numbered(parts: Container) -> list[str]:
    slides = [match for name in parts.names if (match := re.fullmatch(r"ppt/slides/slide(\d{1,6})\.xml", name))]
    return [match[0] for match in sorted(slides, key=lambda match: int(match[1]))]


def _slide(parts: Container, name: str, out: Blocks) -> None:
    _shapes(parts.xml(name), out, 0)
    others = related(parts, name)
    for kind in ("diagramData", "notesSlide", "comments"):
        for other in others.get(kind, ()):
            root = parts.optional_xml(other)
            if root is None:
                continue
            if kind == "comments":
                _comments(root, out)
            else:
                _shapes(root, out, 0)


def _shapes(element: Element, out: Blocks, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise TooDeepError
    for one in element:
        name = local(one.tag)
        if name == "sp":
            kind = next((attribute(inner, "type") or "" for inner in one.iter() if local(inner.tag) == "ph"), "")
            if kind not in _FURNITURE:
                _paragraphs(one, out, kind in _TITLES)
        elif name in ("txBody", "t", "txXfrm") or (name == "pt" and attribute(one, "type") in (None, "node")):
            _paragraphs(one, out, False)
        elif name == "tr":
            out.row([_text(cell) for cell in one if local(cell.tag) == "tc"])
        elif name == "AlternateContent":
            if len(one):
                _shapes(one[0], out, depth + 1)
        else:
            _shapes(one, out, depth + 1)


def _paragraphs(element: Element, out: Blocks, title: bool) -> None:
    for paragraph in element.iter():
        if local(paragraph.tag) == "p":
            out.add(_runs(paragraph), "heading" if title else "paragraph", 1)


def _text(element: Element) -> str:
    return "\n".join(_runs(one) for one in element.iter() if local(one.tag) == "p")


def _runs(paragraph: Element) -> str:
    """A paragraph's text: runs, breaks and fields that are no slide's number."""
    pieces: list[str] = []
    for one in paragraph:
        name = local(one.tag)
        if name == "br":
            pieces.append("\n")
        elif name in ("r", "fld", "m", "oMath") and not (attribute(one, "type") or "").startswith(
            ("slidenum", "datetime")
        ):
            pieces.extend(inner.text or "" for inner in one.iter() if local(inner.tag) == "t")
    return "".join(pieces)


def _comments(root: Element, out: Blocks) -> None:
    for comment in root:
        texts = [inner.text or "" for inner in comment.iter() if local(inner.tag) in ("text", "t")]
        if any(text.strip() for text in texts):
            out.add(f"Comment: {' '.join(texts)}")
