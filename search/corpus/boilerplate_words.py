"""What web pages say of themselves: the vocabulary of menus, buttons, pleas, credits and teasers.

Collected by reading news, think-tank, government and blog pages for what they have in common; no site's own sentences.
All patterns are matched against single trimmed lines, without regard to case unless they say otherwise.
"""

# ruff: noqa: E501 (tables of patterns: a row a line)

from __future__ import annotations

import re

from search.corpus.lexicon import ENGLISH

MENU = ENGLISH.words("boilerplate", "menus")
BUTTONS = ENGLISH.words("boilerplate", "buttons")

# Never part of a document, wherever they stand.
_SHARING = rf"{ENGLISH.pattern('boilerplate', 'first ways to share')}(?:[ ,|/·•]+{ENGLISH.pattern('boilerplate', 'ways to share')}){{1,20}}"
ALWAYS = re.compile(f"(?:{ENGLISH.pattern('boilerplate', 'never part of a document')}|{_SHARING})", re.IGNORECASE)

# At the end of a page.
COPYRIGHT = re.compile(
    r".{0,80}\ball rights reserved\b.{0,120}|(?:copyright|©|\(c\))\s*(?:©\s*)?\d{4}\b.{0,120}", re.IGNORECASE
)

# Pointers to other pages: a label, a colon, a headline; or the label alone with a headline after it.
POINTER = re.compile(
    rf"{ENGLISH.pattern('boilerplate', 'pointers')}\s*(?::|\|\s|›|»|>|→)\s*(?-i:[^\sa-z|]).{{0,200}}"
    r"|(?:read|view|see|download) (?:the )?(?:full|more|complete|original)\b.{0,80}"
    r"|read more\b.{0,80}"
    r"|(?:filed under|posted in|tagged(?: (?:with|as))?|tags|categories|labels)\s*:.{1,300}"
    r"|(?:previous|next|older|newer) (?:post|article|story|entry)s?\b.{0,100}",
    re.IGNORECASE,
)

# Labels over a list of other pages: what follows them is teasers until prose begins again.
LIST_LABEL = re.compile(rf"{ENGLISH.pattern('boilerplate', 'list labels')}\s*:?", re.IGNORECASE)

# Where a page's own tail begins, though the words may stand elsewhere too.
TAIL_LABEL = re.compile(
    r"(?:about (?:us|the (?:site|website|authors?)|[A-Z][\w&’'-]+(?: [A-Z][\w&’'-]+){0,4})|(?:\d{1,5}|no) (?:comments?|responses|repl(?:y|ies))\b.{0,60}"
    r"|(?:leave|post|write|add) a (?:comment|reply)|join the (?:conversation|discussion)|comments \(\d+\)|share your thoughts)",
    re.IGNORECASE,
)
# After these nothing of the document can follow: readers' comments, the end marks of press releases.
END_MARK = re.compile(
    r"(?:#\s*#\s*#|-\s?30\s?-|-{1,3}\s?ends?\s?-{1,3}|end of (?:press )?release|[1-9]\d{0,4} (?:comments?|responses|replies)\b.{0,60}|comments \([1-9]\d*\)|leave a (?:comment|reply)|join the conversation)",
    re.IGNORECASE,
)

# The first three characters, in lower case, of all that ALWAYS, POINTER, LIST_LABEL, TAIL_LABEL, CREDIT_LABEL,
# SOURCE_LINE, REPORTING and FULL_REPORT match, where it does not begin with a digit. Nine lines in ten begin otherwise
# and need not be tried; the tests hold this list to the patterns.
OPENINGS = ENGLISH.words("boilerplate", "first three characters") | frozenset(
    {"in ", "no ", "up ", "###", "---", "--e", "-30", "-en", "- 3", "- e", "-- ", "#  ", "# #", "## ", "-\t3", "-\te", "--\t", "# \t", "#\t ",
     "#\t\t", "#\t#", "##\t"}
)  # fmt: skip

# One of these stands in every label over a press office's contacts (see CONTACT in furniture_lines).
CONTACT_CUES = ("contact", "inquiries", "enquiries", "office", "information")

# Pleas and notices: a word that gives a line away (a plain search, so it is cheap) → what the line must look like.
PLEAS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (cue, re.compile(pattern, re.IGNORECASE)) for cue, pattern in ENGLISH.table("boilerplate", "pleas").items()
)

# Who made a picture or a report. Agencies and libraries of pictures; any of them after a name is a credit.
AGENCY_WORDS = ENGLISH.entries("boilerplate", "agencies")
AGENCY = re.compile(ENGLISH.pattern("boilerplate", "credits to agencies"))
# A label before a maker: "Photo: …", "Credit: …".
CREDIT_LABEL = re.compile(
    r"\(?(?:(?:featured |main |top |header |lead )?(?:photo(?:graph)?|image|picture|pic|illustration|graphic|infographic|map|chart|video|cover)s?"
    r"(?: credits?| courtesy(?: of)?| by| source)?\s*[:|]|(?:photo(?:graph)?s?|images?|pictures?|illustrations?|videos?) (?:by|courtesy of)\b|credits?\s*:)\s*\S",
    re.IGNORECASE,
)
# A chart's or table's source, on a line of its own.
SOURCE_LINE = re.compile(r"(?:Sources?|SOURCES?|(?:Data|Chart|Table|Graphic)(?: source| by)?)\s*:\s*[^\sa-z].{1,120}")
# An agency's production note.
REPORTING = re.compile(
    r"\(?(?:additional )?(?:reporting|writing|compiled|edited|editing|translated|with reporting|with files|with additional reporting) (?:by|from)\b.{3,400}",
    re.IGNORECASE,
)

HEADLINE_VERBS = ENGLISH.words("boilerplate", "verbs of headlines")
