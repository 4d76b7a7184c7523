"""Web pages saved with their pictures in one file (MHTML, RFC 2557): the page in it, read as any page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

from search.corpus.readers import DEFAULTS, Options, Raw
from search.corpus.readers.container import broken
from search.corpus.readers.mail.mail import looks_like_mail
from search.corpus.readers.web.webpage import WebPage

_WHAT = "a saved web page"
_MAX_PARTS = 2_000


class WebArchive:
    """Reads .mhtml and .mht."""

    name = "mhtml"
    suffixes: Sequence[str] = (".mhtml", ".mht")

    def read(self, path: Path, data: bytes, options: Options = DEFAULTS) -> Raw:
        """The first page in the archive, with the address it was saved from. Raises CorpusError where there is none."""
        if not looks_like_mail(data):
            raise broken(path, _WHAT)
        try:
            archive = message_from_bytes(data, policy=policy.compat32)
            page = next(
                (part for _, part in zip(range(_MAX_PARTS), archive.walk(), strict=False) if _is_page(part)), None
            )
            body = page.get_payload(decode=True) if page is not None else None
            charset = page.get_content_charset() if page is not None else None
            address = str(archive.get("Snapshot-Content-Location", "")).strip()
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
            raise broken(path, _WHAT) from error
        if not isinstance(body, bytes) or not body.strip():
            raise broken(path, _WHAT)
        if charset and b"charset" not in body[:4096].lower():
            body = b'<meta charset="%s">' % charset.encode("ascii", "ignore") + body
        raw = WebPage().read(path, body)
        return replace(raw, meta={**raw.meta, **({"url": address} if address and "url" not in raw.meta else {})})


def _is_page(part: object) -> bool:
    kind = getattr(part, "get_content_type", lambda: "")()
    return kind in ("text/html", "application/xhtml+xml")
