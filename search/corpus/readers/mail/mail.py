"""Mail: a message (.eml, Maildir), or a box of them (.mbox). RFC 5322 and MIME, by the standard library.

The text begins with who wrote to whom; what a reply quotes is set aside (`Raw.furniture`), so that it is no second
source; attachments are read by the readers of their endings and follow under their names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path

from search.corpus.readers import DEFAULTS, Options, Part, Raw, Refusal, reader_for
from search.corpus.readers.blocks import MAX_TEXT, Blocks, TooDeepError
from search.corpus.readers.decoding import decode
from search.corpus.readers.unwrapping import unwrapped
from search.corpus.readers.web.hypertext import add_all, blocks_of
from search.corpus.readers.web.webpage import parsed
from search.errors import CorpusError
from search.model import Problem
from search.text.sanitise import sanitise_line

_SHOWN = ("From", "To", "Cc", "Bcc")
_KNOWN = re.compile(
    rb"^(?:from|to|subject|date|message-id|received|return-path|mime-version|delivered-to|content-type|x-[\w-]+):",
    re.IGNORECASE | re.MULTILINE,
)
_FROM_LINE = re.compile(rb"^From \S.{0,200}\d{4}(?: [+-]\d{4})?[ \t]*\r?$", re.MULTILINE)  # RFC 4155, appendix A
_MAX_PARTS = 400
_DIGITS = 5  # of a message's number in its box, so that names are in its order
_MAX_NESTED = 12  # messages inside messages
_MAX_HEADER = 2_000  # characters
_MAX_ATTACHED = 3_000_000  # characters of the text of all attachments
_WROTE = re.compile(  # may take three lines
    r"(?:On\b.{4,200}\bwrote|Am\b.{4,200}\bschrieb.{0,100}|Le\b.{4,200}\ba écrit|El\b.{4,200}\bescribió)\s*:"
)
_SOMEBODY_WROTE = re.compile(r".{0,120}<\S+@\S+>\s*(?:wrote|writes|schrieb|escribió|a écrit)\s*:")  # one line
_ORIGINAL = re.compile(
    r"-{2,}\s*(?:Original Message|Ursprüngliche Nachricht|Message d'origine|Mensaje original)\s*-{2,}", re.I
)
_FORWARDED = re.compile(r"\s*(?:fwd?|wg|tr|rv)\s*:", re.IGNORECASE)
_SIGNATURE = "-- "  # RFC 3676, 4.3: it stays: it may say who writes


class Mail:
    """Reads a message: .eml and .emlx."""

    name = "mail"
    suffixes: Sequence[str] = (".eml", ".emlx")

    def read(self, path: Path, data: bytes, options: Options = DEFAULTS) -> Raw:
        """The message, its attachments after it. Raises CorpusError for what has no headers of a message."""
        first, _, rest = data.lstrip(b"\r\n").partition(b"\n")
        if first.strip().isdigit() and rest:  # Apple's .emlx: the length of the message first, its own data last
            data = rest[: int(first)] if len(first) < 12 else rest
        if data.startswith(b"From ") and _FROM_LINE.match(data):
            data = data.partition(b"\n")[2]
        return message(path, data, 0, options.encoding)


class Box:
    """Reads a box of messages: .mbox and .mbx. `read_all` gives the messages, `read` all of them as one document."""

    name = "mbox"
    suffixes: Sequence[str] = (".mbox", ".mbx")

    def read_all(self, path: Path, data: bytes, options: Options = DEFAULTS) -> Iterator[Part]:
        """The messages one by one, each called by its number; those that cannot be read say why."""
        starts = [match for match in _FROM_LINE.finditer(data) if _begins(data, match.start())]
        if not starts:
            raise _no_mail(path)
        ends = [*(match.start() for match in starts[1:]), len(data)]
        for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1):
            inner = re.sub(rb"^>(>*From )", rb"\1", data[start.end() : end].lstrip(b"\r\n"), flags=re.MULTILINE)
            try:
                yield Part(f"{number:0{_DIGITS}}", message(path, inner, 0, options.encoding), Mail.name)
            except CorpusError as error:
                refusal = Refusal("unreadable", error.title, f"{error.message} (message {number})", error.hint)
                yield Part(f"{number:0{_DIGITS}}", refusal, Mail.name)

    def read(self, path: Path, data: bytes, options: Options = DEFAULTS) -> Raw:
        """All messages, each under a line with its number, date and subject."""
        blocks: list[str] = []
        furniture: list[str] = []
        problems: list[Problem] = []
        size = 0
        for number, part in enumerate(self.read_all(path, data, options), 1):
            raw = part.found
            if isinstance(raw, Refusal):
                problems.append(Problem(raw.title, raw.message, raw.hint))
                continue
            problems.extend(raw.problems[:3])
            furniture.extend(raw.furniture)
            said = ", ".join(filter(None, (raw.meta.get("published"), raw.meta.get("title"))))
            block = f"Message {number}: {said}\n\n{raw.text}" if said else f"Message {number}\n\n{raw.text}"
            blocks.append(block)
            size += len(block)
            if size > MAX_TEXT:
                problems.append(_cut(path, f"after message {number}"))
                break
        return Raw("\n\n".join(blocks), {}, problems=tuple(problems[:20]), furniture=tuple(furniture))


def looks_like_mail(data: bytes) -> bool:
    """Whether bytes begin as a message does: with three headers that messages have."""
    head = re.split(rb"\r?\n\r?\n", data[:8192], maxsplit=1)[0]
    lines = [line for line in head.splitlines() if line and line[:1] not in b" \t"]
    known = sum(_KNOWN.match(line) is not None for line in lines)
    return known >= 3 and 2 * known >= len(lines)


def looks_like_box(data: bytes) -> bool:
    """Whether bytes begin with the line that parts the messages of a box, a header after it."""
    match = _FROM_LINE.match(data)
    return match is not None and _begins(data, 0)


def message(path: Path, data: bytes, nested: int, encoding: str = "") -> Raw:
    """A message as a document; `encoding` is that of parts that declare none. Raises CorpusError for what is none."""
    head = data[:65_536]
    if not _KNOWN.search(head) or b"\x00" in head[:512]:
        raise _no_mail(path)
    try:
        parsed_message = message_from_bytes(data, policy=policy.default)
        assert isinstance(parsed_message, EmailMessage)
        return _read(path, parsed_message, nested, encoding)
    except CorpusError:
        raise
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError, MemoryError) as error:
        raise _no_mail(path) from error


def assembled(
    headers: Sequence[tuple[str, str]], meta: dict[str, str], own: str, quoted: Sequence[str], attached: Sequence[str]
) -> Raw:
    """A message's parts as a document: who wrote to whom, what it says, its attachments."""
    head = "\n".join(f"{name}: {value}" for name, value in headers if value)
    text = "\n\n".join(part for part in (head, own.strip("\n"), *attached) if part)
    details = {name.lower(): value for name, value in headers if value}
    return Raw(text, {key: value for key, value in meta.items() if value}, furniture=tuple(quoted), details=details)


def parted(text: str, forwarded: bool = False) -> tuple[str, list[str]]:
    """What the writer of a message wrote, and what it quotes; a forwarded message is what it is about, and stays."""
    own: list[str] = []
    quoted: list[str] = []
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        line = lines[at]
        if line.lstrip().startswith(">"):
            quoted.append(line)
        elif not forwarded and _ORIGINAL.match(line.strip()):
            quoted.extend(lines[at:])
            break
        elif not forwarded and (taken := _introduces(lines, at)):
            quoted.extend(lines[at : at + taken])
            at += taken
            continue
        else:
            own.append(line)
        at += 1
    if not any(line.strip() for line in own):
        return text, []  # nothing but a quotation: then it is what the message brings
    return "\n".join(own), [part.strip("\n") for part in ["\n".join(quoted)] if part.strip()]


def _introduces(lines: Sequence[str], at: int) -> int:
    """How many lines from one on say who wrote what is quoted after them; 0 where none does."""
    for taken in (1, 2, 3):
        said = " ".join(lines[at : at + taken])
        if len(said) > 300 or not lines[min(at + taken, len(lines)) - 1].strip():
            return 0
        if _WROTE.fullmatch(said.strip()) or (taken == 1 and _SOMEBODY_WROTE.fullmatch(said.strip())):
            after = next((line for line in lines[at + taken : at + taken + 4] if line.strip()), "")
            return taken if after.lstrip().startswith(">") else 0
    return 0


def of_html(markup: str) -> tuple[str, list[str]]:
    """What the writer of an HTML body wrote, and what it quotes."""
    tree = parsed(markup)
    if tree is None:
        return "", []
    quoted: list[str] = []
    for element in list(tree.iter("blockquote", "div")):
        kind = (element.get("class") or "").lower()
        is_quote = "gmail_quote" in kind or "yahoo_quoted" in kind or element.get("type") == "cite"
        if is_quote and element.getparent() is not None:
            out = Blocks()
            add_all(blocks_of(element), out)
            quoted.append(out.text)
            element.drop_tree()
    out = Blocks()
    add_all(blocks_of(tree), out)
    if not out.text and quoted:
        return "\n\n".join(quoted), []
    return out.text, [text for text in quoted if text]


def attachment(path: Path, name: str, data: bytes, problems: list[Problem]) -> str:
    """An attachment's text under its name; its name alone where nothing reads it."""
    shown = sanitise_line(name)[:200] or "unnamed"
    reader = reader_for(shown)
    if reader is None or not data:
        return f"Attachment: {shown}"
    try:
        raw = reader.read(Path(shown), data)
    except CorpusError as error:
        problems.append(Problem(error.title, f"{sanitise_line(path.name)}, attachment: {error.message}", error.hint))
        return f"Attachment: {shown}"
    problems.extend(raw.problems[:3])
    return f"Attachment: {shown}\n\n{raw.text[:_MAX_ATTACHED]}"


def day_of(stamp: str) -> str:
    """The day of an RFC 5322 date, in the sender's time zone; "" for what is none."""
    try:
        return parsedate_to_datetime(stamp).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def person(address: str) -> str:
    """The name in an address, or the address where it has none."""
    name, mail = parseaddr(address)
    return name.strip("'\" ") or mail


def _read(path: Path, mail: EmailMessage, nested: int, encoding: str) -> Raw:
    subject = _header(mail, "Subject")
    problems: list[Problem] = []
    bodies: list[str] = []
    quoted: list[str] = []
    attached: list[str] = []
    size = 0
    for number, part in enumerate(_leaves(mail, 0)):
        if number >= _MAX_PARTS or size > MAX_TEXT:
            problems.append(_cut(path, f"after {number} parts"))
            break
        content = part.get_content_type()
        name = _name(part)
        if content == "message/rfc822":
            attached.append(_nested(path, part, nested, problems, encoding))
        elif name or part.get_content_disposition() == "attachment" or content not in ("text/plain", "text/html"):
            if content.startswith(("text/", "application/", "message/")) or name:
                attached.append(attachment(path, name or content, _payload(part), problems))
        else:
            text, aside = _body(path, part, content, bool(_FORWARDED.match(subject)), problems, encoding)
            bodies.append(text)
            quoted.extend(aside)
        size = sum(map(len, bodies)) + sum(map(len, attached))
    meta = {"title": subject, "author": person(_header(mail, "From")), "published": day_of(_header(mail, "Date"))}
    headers = [(name, _header(mail, name)) for name in _SHOWN]
    return replace(assembled(headers, meta, "\n\n".join(bodies), quoted, attached), problems=tuple(problems[:20]))


def _leaves(part: EmailMessage, depth: int) -> Iterator[EmailMessage]:
    """The parts that are shown: of alternatives the plain text, or else the last that can be read."""
    if depth > _MAX_NESTED * 3:
        raise TooDeepError
    if not part.is_multipart() or part.get_content_type() == "message/rfc822":
        yield part
        return
    inner = [one for one in part.get_payload() if isinstance(one, EmailMessage)]
    if part.get_content_type() == "multipart/alternative":
        plain = [one for one in inner if one.get_content_type() == "text/plain" and _payload(one).strip()]
        inner = plain[:1] or inner[-1:]
    for one in inner:
        yield from _leaves(one, depth + 1)


def _payload(part: EmailMessage) -> bytes:
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _body(
    path: Path, part: EmailMessage, content: str, forwarded: bool, problems: list[Problem], encoding: str
) -> tuple[str, list[str]]:
    data = _payload(part)
    if not data.strip():
        return "", []
    charset = part.get_content_charset() or ""
    try:
        text = data.decode(charset or "ascii")
    except (LookupError, ValueError):
        try:
            text, _, wrong = decode(path, data, encoding)
        except CorpusError as error:
            problems.append(Problem(error.title, error.message, error.hint))
            return "", []
        problems.extend(wrong)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if content == "text/html":
        return of_html(text)
    if part.get_param("format") == "flowed":  # RFC 3676: a space at a line's end joins it to the next
        text = re.sub(r"(?<!\n--) \n(?!>)", " ", text)
    own, quoted = parted(text, forwarded)
    return unwrapped(own), quoted


def _nested(path: Path, part: EmailMessage, nested: int, problems: list[Problem], encoding: str) -> str:
    inner = part.get_payload()
    mail = inner[0] if isinstance(inner, list) and inner else None
    if not isinstance(mail, EmailMessage) or nested >= _MAX_NESTED:
        return "Attachment: a message"
    raw = _read(path, mail, nested + 1, encoding)
    problems.extend(raw.problems[:3])
    said = ", ".join(filter(None, (raw.meta.get("published"), raw.meta.get("title"))))
    return f"Attachment: a message, {said}\n\n{raw.text[:_MAX_ATTACHED]}"


def _header(mail: EmailMessage, name: str) -> str:
    """A header as a line of text; the standard library stumbles over some that people send."""
    try:
        return sanitise_line(str(mail.get(name, ""))[:_MAX_HEADER])
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError):
        pass
    raw = next((value for key, value in mail.raw_items() if key.lower() == name.lower()), "")
    try:
        return sanitise_line(str(make_header(decode_header(raw)))[:_MAX_HEADER])
    except (ValueError, LookupError, TypeError, AttributeError):
        return sanitise_line(str(raw)[:_MAX_HEADER])


def _name(part: EmailMessage) -> str:
    try:
        return part.get_filename() or ""
    except (ValueError, LookupError, TypeError, AttributeError):
        return ""


def _begins(data: bytes, start: int) -> bool:
    """Whether a message may begin at a line: the line before is empty, and a header follows."""
    if start and not data[max(0, start - 4) : start].endswith((b"\n\n", b"\r\n\r\n", b"\n\r\n")):
        return False
    after = data[start : start + 4096].partition(b"\n")[2]
    return re.match(rb"[!-9;-~]+:", after.lstrip(b"\r\n>")) is not None


def _cut(path: Path, where: str) -> Problem:
    return Problem("Document too large", f"{sanitise_line(path.name)} is read {where} no further.", "Split it.")


def _no_mail(path: Path) -> CorpusError:
    return CorpusError(
        "Document not readable",
        f"{sanitise_line(path.name)} is damaged, or holds no mail.",
        "Save it anew from the mail program, or give it its right ending.",
    )
