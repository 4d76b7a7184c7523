"""Saved web pages: trafilatura tells the article from the site around it; its headings, lists and tables stay.

trafilatura (`favor_precision`: F1 .972 on 100 pages of known text) gives paragraphs and drops many headings and lists.
So its paragraphs choose among the page's own blocks, and what structures them is kept with them. A page without any
site around it (a report that an office program has saved as HTML) is taken whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from search.corpus.readers import DEFAULTS, Options, Raw
from search.corpus.readers.blocks import Blocks, TooDeepError
from search.corpus.readers.decoding import Decoded, decode
from search.corpus.readers.properties import metadata
from search.corpus.readers.web.hypertext import Found, add_all, blocks_of
from search.errors import CorpusError
from search.text.sanitise import sanitise_line

_MAX_HTML = 16_000_000  # characters; pages with their pictures inside are larger: those are taken out first
_CHARSET = re.compile(
    rb"""(?:<meta[^>]{0,200}charset\s*=\s*["']?|<\?xml[^>]{0,100}encoding\s*=\s*["'])([\w.:-]{1,40})""", re.I
)
_INLINE_DATA = re.compile(r"data:[\w/+.-]{0,60};base64,[A-Za-z0-9+/=\s]+")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_SITE_ELEMENTS = ("nav", "aside", "footer", "form", "iframe")
_SITE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|sidebar|footer|masthead|breadcrumbs?|comments?|share|sharing|social|related"
    r"|cookies?|consent|banner|promo|advert\w*|ads?|newsletter|subscribe|widget|toolbar)(?:$|[\s_-])",
    re.IGNORECASE,
)
_SHINGLE = 6  # words
_MIN_COMMON = 0.6  # of a block's shingles
_MAX_LINKED = 0.5  # of a block's characters
_DATES = {"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%d"}


class WebPage:
    """Reads .html, .htm and .xhtml."""

    name = "html"
    suffixes: Sequence[str] = (".html", ".htm", ".xhtml")

    def read(self, path: Path, data: bytes, options: Options = DEFAULTS) -> Raw:
        """The article and what the page says of it."""
        text, encoding, problems = decoded(path, data, options.encoding)
        name = sanitise_line(path.name)
        try:
            tree = parsed(text)
            if tree is None:
                raise _no_page(name)
            out = Blocks()
            blocks = blocks_of(tree)
            if has_site(tree):
                page = _extracted(tree)
                add_all(_chosen(blocks, getattr(page, "text", None) or ""), out)
            else:
                page = _described(tree)
                add_all(blocks, out)
        except TooDeepError as error:
            raise _no_page(name) from error
        return Raw(
            out.text,
            _metadata(page, tree.get("lang") or ""),
            encoding=encoding,
            heading=out.heading,
            problems=(*problems, *out.problems(path)),
        )


def decoded(path: Path, data: bytes, given: str = "") -> Decoded:
    """The page's characters by the encoding that it declares, where that fits; see `decoding.decode`."""
    declared = None if given else _CHARSET.search(data[:4096])
    if declared and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        encoding = declared[1].decode("ascii").lower()
        # Browsers read Latin-1 and ASCII as Windows-1252 (WHATWG Encoding, 4.2).
        encoding = "cp1252" if encoding in ("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii") else encoding
        try:
            if data.strip() and "\x00" not in (text := data.decode(encoding)):
                return Decoded(text, encoding)
        except (LookupError, ValueError):
            pass  # a wrong or unknown encoding is declared
    return decode(path, data, given)


def parsed(text: str) -> Any:
    """The tree of a page (an lxml element), as a browser reads it; None for one without any element."""
    import lxml.etree
    import lxml.html

    text = _INLINE_DATA.sub("data:,", text)[:_MAX_HTML]
    text = _DECLARATION.sub("", text, count=1).replace("\x00", "")
    parser = lxml.html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        return lxml.html.document_fromstring(text, parser=parser)
    except (lxml.etree.LxmlError, ValueError, AssertionError):
        return None


def _no_page(name: str) -> CorpusError:
    return CorpusError(
        "Document not readable",
        f"{name} is damaged, or is not a web page.",
        "Open it in a browser and save it anew, or give it its right ending.",
    )


def has_site(tree: Any) -> bool:
    """Whether anything on a page shows that a site is around the document: menus, side bars, banners, forms."""
    for element in tree.iter():
        if element.tag in _SITE_ELEMENTS:
            return True
        named = f"{element.get('class') or ''} {element.get('id') or ''}"
        if named != " " and _SITE_NAMES.search(named):
            return True
    return False


def _extracted(tree: Any) -> Any:
    """What trafilatura makes of a page (a `Document`), or None where it finds no article or stumbles."""
    import trafilatura

    try:
        return trafilatura.bare_extraction(
            tree, favor_precision=True, include_comments=False, with_metadata=True, date_extraction_params=_DATES
        )
    except Exception:  # noqa: BLE001 (it meets whatever people call HTML; the page is then read without it)
        return None


def _described(tree: Any) -> Any:
    """The metadata of a page (a `Document`), or None."""
    from trafilatura.metadata import extract_metadata

    try:
        return extract_metadata(tree, date_config=_DATES)
    except Exception:  # noqa: BLE001 (as above)
        return None


def _metadata(page: Any, language: str) -> dict[str, str]:
    if page is None:
        return metadata({"language": language})
    author = (page.author or "").replace("; ", ", ")
    return metadata(
        {
            "title": page.title,
            "author": author,
            "source": page.sitename,
            "published": page.date,
            "url": page.url,
            "language": language or page.language,
        }
    )


def _chosen(blocks: Sequence[Found], article: str) -> list[Found]:
    """The blocks that are in the article, and the headings, lists and tables that structure them.

    Where no article was found, everything that is not mostly links.
    """
    lines = {" ".join(_words(line)) for line in article.split("\n")}
    shingles = {shingle for line in article.split("\n") for shingle in _shingles(_words(line))}
    kept = [_is_in(block, lines, shingles) for block in blocks]
    if not any(kept):
        return [block for block in blocks if not _is_linked(block)]
    last = max(at for at, keep in enumerate(kept) if keep)
    for at, block in enumerate(blocks[:last]):
        kept[at] = kept[at] or (at > 0 and kept[at - 1] and _structures(block))
    for at in range(last - 1, -1, -1):
        kept[at] = kept[at] or (blocks[at].kind == "heading" and kept[at + 1])
    title = _title_before(blocks, kept.index(True))
    if title is not None:
        kept[title] = True
    return [block for block, keep in zip(blocks, kept, strict=True) if keep]


def _is_linked(block: Found) -> bool:
    return block.linked > _MAX_LINKED * len(block.text)


def _structures(block: Found) -> bool:
    """Whether a block belongs to the article that the block before it belongs to: a list's item, or a table's row."""
    return block.kind in ("item", "row") and not _is_linked(block)


def _title_before(blocks: Sequence[Found], first: int) -> int | None:
    """Where the article's title stands: the last heading of the highest level before its first block."""
    return next((at for at in range(first, -1, -1) if blocks[at].level == 1 and blocks[at].kind == "heading"), None)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def _shingles(words: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(words[at : at + _SHINGLE]) for at in range(len(words) - _SHINGLE + 1)]


def _is_in(block: Found, lines: set[str], shingles: set[tuple[str, ...]]) -> bool:
    words = _words(block.text)
    if not words:
        return False
    if " ".join(words) in lines or (block.kind == "item" and " ".join(words[1:]) in lines and words[0].isdigit()):
        return True
    found = _shingles(words)
    return bool(found) and sum(shingle in shingles for shingle in found) >= _MIN_COMMON * len(found)
