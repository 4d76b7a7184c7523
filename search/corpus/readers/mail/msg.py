"""Outlook's messages ([MS-OXMSG]) by python-oxmsg; told as mail is (see `mail`)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from search.corpus.readers import DEFAULTS, Options, Raw
from search.corpus.readers.container import broken
from search.corpus.readers.mail.mail import assembled, attachment, of_html, parted, person
from search.corpus.readers.unwrapping import unwrapped
from search.model import Problem
from search.text.sanitise import sanitise_line

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAX_ATTACHMENTS = 200


class Msg:
    """Reads .msg."""

    name = "msg"
    suffixes: Sequence[str] = (".msg",)

    def read(self, path: Path, data: bytes, options: Options = DEFAULTS) -> Raw:
        """The message, its attachments after it. Raises CorpusError for bytes that are none."""
        if not data.startswith(_OLE):
            raise broken(path, "an Outlook message")
        from oxmsg import Message

        problems: list[Problem] = []
        try:
            message = Message.load(io.BytesIO(data))
            raw = _read(path, message, problems)
        except Exception as error:
            raise broken(path, "an Outlook message") from error
        if not raw.text.strip():
            raise broken(path, "an Outlook message")
        return replace(raw, problems=tuple(problems[:20]))


def _read(path: Path, message: Any, problems: list[Problem]) -> Raw:
    subject = sanitise_line(message.subject or "")
    sender = sanitise_line(message.sender or "")
    sent = message.sent_date
    body = (message.body or "").replace("\r\n", "\n").replace("\r", "\n")
    if body.strip():
        own, quoted = parted(body, subject.lower().startswith(("fw:", "fwd:")))
        own = unwrapped(own)
    else:
        own, quoted = of_html(message.html_body or "")
    to = ", ".join(
        sanitise_line(f"{one.name} <{one.email_address}>" if one.name != one.email_address else one.name)
        for one in list(message.recipients)[:_MAX_ATTACHMENTS]
    )
    attached = [
        attachment(path, one.file_name or "", one.file_bytes or b"", problems)
        for one in list(message.attachments)[:_MAX_ATTACHMENTS]
    ]
    meta = {"title": subject, "author": person(sender), "published": sent.date().isoformat() if sent else ""}
    return assembled([("From", sender), ("To", to)], meta, own, quoted, attached)
