"""What a single line of a page looks like: a picture's credit, a menu, a teaser, a headline."""

from __future__ import annotations

import re

from search.corpus.boilerplate_words import AGENCY, AGENCY_WORDS, BUTTONS, HEADLINE_VERBS, MENU
from search.corpus.byline import stamped
from search.corpus.lexicon import ENGLISH

SHORT = 320  # characters; what is longer is no menu, label, button or teaser

FULL_REPORT = re.compile(
    r"(?:full|original|complete) (?:report|article|story|text|interview|statement):? \S.*", re.IGNORECASE
)
AGENCY_HINT = re.compile("|".join(AGENCY_WORDS))  # one pass over the first letters: most lines have none
_SENTENCE_END = re.compile(r"[.!?][”’\"')]*\s+")
_CAPITAL_WORD = re.compile(r"[A-ZÀ-ÖØ-Þ0-9(@/][^\s]*|(?:of|de|del|la|via|for|by|and|the|from|in|/|\||-|–|—|&)")
_NOTICE = re.compile(r"[^a-z]*")  # nothing, a stop, or an agency's notice in capitals
_MAKER = re.compile(r"(?:\bvia|\bfor|/|\||,|-|–|—|:|\bPhotos?|\bby)\s*$|Photos?\s*/|/\s*[A-Z]")
CONTACT = re.compile(
    r"(?:(?:media|press|news|public affairs)\s+)?(?:contacts?|inquiries|enquiries|office)(?:\s+information)?\s*:|"
    r"(?:media|press) (?:contacts?|inquiries|enquiries)$|for (?:more|further) information,? "
    r"(?:please )?(?:contact|visit)",
    re.IGNORECASE,
)
REACHED = re.compile(r"[\w.+-]{1,40}@[\w-]{1,40}\.\w|\+?\(?\d{2,4}\)?[ .-]\d{3,4}[ .-]?\d{3,4}|\bwww\.|https?://")
GOING_ON = re.compile(rf"[“\"‘«(\[]|{ENGLISH.pattern('boilerplate', 'openings of prose')}\b")
CODE = re.compile(r"[=;{}<>|\\~]|\d \d|\)$")
_MENU_RUN = re.compile(r"(?:[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+){2,}")
_CRUMB_MARK = re.compile(r"[›»>/|·•→]")
_LABELLED_DAY = re.compile(r"[\w &-]{2,40}\s*[/|·•–—-]\s*(.{6,30})")


def credit_at(line: str) -> int | None:
    """Where a picture's credit begins in `line`: after the caption's last sentence, to the end; None without one.

    A credit is names and an agency, and perhaps an agency's notice in capitals: no word in it begins small.
    """
    tail = line[-260:]
    if not AGENCY_HINT.search(tail):
        return None
    offset = len(line) - len(tail)
    sentences = [match.end() for match in _SENTENCE_END.finditer(tail)]
    if not offset:
        sentences.insert(0, 0)
    for agency in AGENCY.finditer(tail):
        rest = tail[agency.end() :]
        if (agency.start() and tail[agency.start() - 1].isalnum()) or rest[:1].isalnum():
            continue
        if not (_NOTICE.fullmatch(rest) or (rest.lstrip()[0] in "/|," and _names_only(rest.strip(" /|,.)")))):
            continue
        start = max((at for at in sentences if at <= agency.start()), default=None)
        opened = tail.rfind("(", 0, agency.start())
        if opened >= 0 and ")" not in tail[opened : agency.start()]:
            if opened != start and not _MAKER.search(tail[opened:]):
                continue  # a reference in running prose
            start = opened
        if start is None:
            continue
        maker = tail[start : agency.start()].strip(" (")
        if _names_only(maker.strip(",/|")) and (_MAKER.search(maker) or (not maker and start + offset > 0)):
            return start + offset
    return None


def _names_only(part: str) -> bool:
    words = part.split()
    return len(words) <= 14 and all(_CAPITAL_WORD.fullmatch(word) for word in words)


def run_on(menu: str) -> bool:
    """Whether what stands before a repeated title is a menu: words run together, or crumbs."""
    menu = menu.strip()
    return (
        bool(menu)
        and len(menu) <= 120
        and (_MENU_RUN.fullmatch(menu) is not None or menu[-1] in "›»>/|·→" or menu.lower() in MENU)
    )


def crumbs(line: str) -> bool:
    """A line of menu entries: "Home › News › Analysis", "Home | About | Contact", "HomeNewsAnalysis"."""
    if len(line) > 160 or line.endswith("."):
        return False
    if " " not in line:
        if not line.isalpha():
            return False
        parts = re.findall(r"[A-ZÀ-Þ][a-zß-ÿ]+", line)
        return len(parts) >= 3 and "".join(parts) == line and all(part.lower() in MENU for part in parts)
    if not _CRUMB_MARK.search(line):
        return False
    parts = [part for part in map(str.strip, _CRUMB_MARK.split(line)) if part]
    if len(parts) < 3:
        return False
    known = sum(part.lower() in MENU or part.lower() in BUTTONS for part in parts)
    return known >= 2 and known * 2 >= len(parts) and all(part.count(" ") < 5 for part in parts)


def teaser(line: str) -> bool:
    """A short line that does not end as a sentence does, or ends in an ellipsis."""
    return len(line) <= SHORT and (line.endswith(("…", "...")) or not line.endswith((".", "!", "”", '"', ":")))


def labelled_day(line: str) -> bool:
    """ "COLOMBIA / 3 MAR 2021"."""
    match = _LABELLED_DAY.fullmatch(line) if len(line) <= 90 else None
    return match is not None and stamped(match[1]) is not None


def headline(line: str) -> bool:
    """Whether a line is a headline in title case with a verb, rather than a heading, a question or a list item."""
    words = line.split()
    if not 7 <= len(words) <= 22 or line[-1] in '.!?:;,…”"' or line[0] in '•-*–—“"(#0123456789':
        return False
    if words[0].lower() in (
        "how",
        "why",
        "what",
        "where",
        "when",
        "who",
        "which",
        "whether",
        "part",
        "chapter",
        "section",
    ):
        return False
    long = [word for word in words if len(word) >= 4 and word[0].isalpha()]
    if not long or sum(word[0].isupper() for word in long) < 0.9 * len(long):
        return False
    return any(word.lower().strip("’'“”\",") in HEADLINE_VERBS for word in words[1:])


def quotes(line: str) -> bool:
    """Whether a line is reported speech: a plea somebody in the text makes is the text's own."""
    return line[0] in '“"‘' or (
        ("“" in line or '"' in line) and re.search(r"\b(?:said|says|told|asked|added|wrote)\b", line) is not None
    )
