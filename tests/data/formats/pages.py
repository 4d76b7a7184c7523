"""Web pages as sites make them, around a known article: what stands around it must go."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from html import escape

from tests.data.formats.make import AUTHOR, ITEMS, PARAGRAPHS, SECTIONS, TABLE, TITLE


def article() -> list[str]:
    """The blocks of the article."""
    blocks = [TITLE]
    for number, paragraph in enumerate(PARAGRAPHS):
        if number in SECTIONS:
            blocks.append(SECTIONS[number])
        blocks.append(paragraph)
        if number == 0:
            blocks.extend(ITEMS)
        if number == 2:
            blocks.extend(" ".join(row) for row in TABLE)
    return blocks


def f1(text: str, truth: Sequence[str]) -> float:
    """F1 of the words, as often as they come."""
    found = Counter(re.findall(r"\w+", text))
    wanted = Counter(re.findall(r"\w+", "\n".join(truth)))
    common = sum((found & wanted).values())
    return 2 * common / (sum(found.values()) + sum(wanted.values()))


def _body(paragraph: str = "<p>{}</p>") -> str:
    out: list[str] = []
    for number, text in enumerate(PARAGRAPHS):
        if number in SECTIONS:
            out.append(f"<h2>{SECTIONS[number]}</h2>")
        out.append(paragraph.format(escape(text)))
        if number == 0:
            out.append("<ul>" + "".join(f"<li>{item}</li>" for item in ITEMS) + "</ul>")
        if number == 2:
            rows = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in TABLE)
            out.append(f"<table>{rows}</table>")
    return "\n".join(out)


_LINKS = "".join(
    f'<li><a href="/{number}">{name}</a></li>'
    for number, name in enumerate(
        ("Home", "Politics", "Harbour news", "Sport", "Weather", "Letters", "Jobs", "Contact")
    )
)
_TEASERS = "".join(
    f'<li><a href="/t{number}">{name}</a></li>'
    for number, name in enumerate(
        (
            "Ferry to Alvik runs again after the storm",
            "Council puts off its vote on the new school",
            "Ten recipes for the herring season",
            "Why the lighthouse keeps its name",
        )
    )
)
_COOKIES = (
    '<div id="cookie-consent"><p>We and our partners store cookies on your device to make this site better. You can '
    "change your mind at any time.</p><button>Accept all cookies</button></div>"
)
_NEWSLETTER = (
    '<div class="newsletter"><h3>Subscribe to our newsletter</h3><p>The best of the week in your mailbox, every Friday '
    "morning, free of charge.</p><form><input type=email><button>Sign up</button></form></div>"
)

PAGES = {
    "news": f"""<!DOCTYPE html><html lang="en"><head><title>{TITLE} - The Grensholm Post</title>
<meta property="og:title" content="{TITLE}"><meta property="og:site_name" content="The Grensholm Post">
<meta property="article:published_time" content="2018-02-09T08:00:00Z"><meta name="author" content="{AUTHOR}">
<link rel="canonical" href="https://post.example.org/harbour"></head><body>{_COOKIES}
<header><a href="/">The Grensholm Post</a><nav><ul>{_LINKS}</ul></nav></header>
<main><article><h1>{TITLE}</h1><div class="share"><a href="#">Share</a> <a href="#">Tweet</a></div>
{_body()}</article>{_NEWSLETTER}<aside class="related"><h3>Most read</h3><ul>{_TEASERS}</ul></aside></main>
<footer><p>© 2018 The Grensholm Post. All rights reserved.</p><ul>{_LINKS}</ul></footer></body></html>""",
    "blog": f"""<!DOCTYPE html><html><head><title>{TITLE}</title></head><body>
<div id="navbar"><ul>{_LINKS}</ul></div><div id="content" class="post"><h1 class="entry-title">{TITLE}</h1>
<div class="entry-content">{_body()}</div></div><div id="sidebar"><h3>Most read</h3><ul>{_TEASERS}</ul>
{_NEWSLETTER}</div><div id="comments"><h3>Two comments</h3><div class="comment"><p>First! And what a harbour, said
nobody ever about it.</p></div></div><div id="footer">All rights reserved. <a href="/imprint">Imprint</a></div>
{_COOKIES}</body></html>""",
    "old": f"""<html><head><title>{TITLE}</title></head><body bgcolor=white><table width=700><tr>
<td class="menu" valign=top><a href=a.html>Home</a><br><a href=b.html>News</a><br><a href=c.html>Links</a></td>
<td valign=top><h1>{TITLE}</h1>{_body()}</td></tr></table><div class="footer"><font size=1>All rights reserved.
<a href="mailto:x@example.org">Write to us</a></font></div></body></html>""",
}
