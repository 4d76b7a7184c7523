"""Furniture: what belongs to a page goes, what belongs to the document stays, to the line."""

# ruff: noqa: E501 (tables and pages: a row a line)

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.corpus import boilerplate_words as words
from search.corpus.boilerplate import strip
from search.corpus.boilerplate_lines import CONTACT, FULL_REPORT
from search.corpus.corpus import Corpus
from search.text.sanitise import sanitise

P1 = "The port of Santa Rita reopened on Monday after a strike of eleven days that had stopped every crane."
P2 = "Dock workers accepted an offer of four per cent, their union said, though many of them had hoped for more."
P3 = "Ships had been waiting outside the bay since the beginning of the month, some of them laden with fruit."


def check(page: str, furniture: list[str], kept: list[str] | None = None) -> None:
    """Exactly `furniture` is set aside, in order; everything else (or `kept`) stays."""
    done = strip(sanitise(page))
    assert list(done.furniture) == furniture
    lines = [line.strip() for line in page.splitlines() if line.strip()]
    expected = kept if kept is not None else [line for line in lines if line not in furniture]
    assert [line.strip() for line in done.text.split("\n") if line] == expected


def test_newspaper_page() -> None:
    check(
        f"""Skip to main content
Home
World
Business
Subscribe
HomeWorldBusinessPort of Santa Rita Reopens After Strike
Port of Santa Rita Reopens After Strike
By Elena Márquez
12 May 2021
5 min read
Cranes at work in the port of Santa Rita on Monday, May 10, 2021. Luis Ortega, Coastal Press via Getty Images
{P1}
Advertisement
{P2}
Sign up for our Morning Tide newsletter and get the day's news in your inbox.
READ MORE: Fruit Prices Double As Ships Wait
{P3}
We use cookies to improve your experience. By continuing you accept our cookies.
Most read
Minister denies knowing of the contract
Storm heads for the southern coast
11 MAY 2021
© 2021 Coastal Media. All rights reserved.""",
        [
            "Skip to main content",
            "Home",
            "World",
            "Business",
            "Subscribe",
            "HomeWorldBusinessPort of Santa Rita Reopens After Strike",
            "5 min read",
            "Luis Ortega, Coastal Press via Getty Images",
            "Advertisement",
            "Sign up for our Morning Tide newsletter and get the day's news in your inbox.",
            "READ MORE: Fruit Prices Double As Ships Wait",
            "We use cookies to improve your experience. By continuing you accept our cookies.",
            "Most read",
            "Minister denies knowing of the contract",
            "Storm heads for the southern coast",
            "11 MAY 2021",
            "© 2021 Coastal Media. All rights reserved.",
        ],
        [
            "Port of Santa Rita Reopens After Strike",
            "By Elena Márquez",
            "12 May 2021",
            "Cranes at work in the port of Santa Rita on Monday, May 10, 2021.",
            P1,
            P2,
            P3,
        ],
    )


def test_blog_with_tags_and_readers_comments() -> None:
    check(
        f"""Notes from a harbour
Posted in: Ports, Labour
{P1}
{P2}
{P3}
Tags: strike, fruit, cranes
Share this: Facebook Twitter
2 Comments
Anna says that she was there herself and that nothing of what is written above is how it went on that morning.
Leave a comment""",
        [
            "Posted in: Ports, Labour",
            "Tags: strike, fruit, cranes",
            "Share this: Facebook Twitter",
            "2 Comments",
            "Anna says that she was there herself and that nothing of what is written above is how it went on that morning.",
            "Leave a comment",
        ],
    )


def test_press_release() -> None:
    check(
        f"""FOR IMMEDIATE RELEASE
Port Authority Welcomes Agreement
SANTA RITA, May 10, 2021 – {P1}
{P2}
{P3}
About the Port Authority
Media contact:
Rosa Lind
+52 555 010 0200
press@port.example
###""",
        [
            "FOR IMMEDIATE RELEASE",
            "About the Port Authority",
            "Media contact:",
            "Rosa Lind",
            "+52 555 010 0200",
            "press@port.example",
            "###",
        ],
    )


def test_essay_with_headings_is_left_alone() -> None:
    check(
        f"""Three Ways of Ending a Strike
{P1}
Analysis
{P2}
How Unions Lost Their Hold on the Harbours of the South
{P3}
Events
{P1}
The Role of the Courts in Labour Disputes Since Independence
{P2}
Sources: interviews with dock workers, held between March and May of that year in four towns on the coast.
More on methods
{P3}
Comments
{P1}""",
        [],
    )


def test_headings_that_look_like_headlines_stay_in_a_report_with_pictures() -> None:
    check(
        f"""Ports in Crisis
{P1}
The Government Takes Over the Largest Port of the Country
{P2}
Photo: Luis Ortega/Reuters
The Courts Have Blocked Every Attempt at Privatisation
{P3}""",
        ["Photo: Luis Ortega/Reuters"],
    )


def test_judgment_with_numbered_paragraphs_is_left_alone() -> None:
    check(
        f"""IN THE HIGH COURT OF SANTA RITA
Lind v. Port Authority
1. {P1}
2. The applicant told the court: “We need your help to register, and we need resources to support our work.”
(a) whether the respondent was bound by the agreement;
(b) if so, whether it may be released from it.
3. {P2}
Held: the application is dismissed. See also Roe v. Harbour Board (1999), paragraphs 4 to 7.
Source of law: Harbour Act 1921.""",
        [],
    )


def test_interview_with_teasers_between_answers() -> None:
    page = f"""An Hour With the Harbour Master
{P1}
Fruit Exporters Say They Will Sue the Port Authority for Damages
“Nobody asked us,” she said. “We read of the agreement in the newspaper like everybody else did on that morning.”
Was the strike lost?
“No,” she answered, and after some thought added that it had not been won either, whatever the union told its members.
SEE ALSO: The Port in Numbers
{P2}"""
    check(
        page,
        ["Fruit Exporters Say They Will Sue the Port Authority for Damages", "SEE ALSO: The Port in Numbers"],
    )


def test_wire_text() -> None:
    check(
        f"""SANTA RITA, May 10 (Reuters) - {P1}
{P2}
The minister told Reuters that talks would go on. The union's statement was first reported by the daily El Faro (AFP).
{P3}
(Reporting by Ana Ruiz in Santa Rita; Editing by Tom Hale)
Our Standards: The Thomson Reuters Trust Principles.""",
        [
            "(Reporting by Ana Ruiz in Santa Rita; Editing by Tom Hale)",
            "Our Standards: The Thomson Reuters Trust Principles.",
        ],
    )


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("A crane in the port. (AP Photo/Luis Ortega)", "(AP Photo/Luis Ortega)"),
        ("Police at the gate (Luis Ortega/AFP via Getty Images)", "(Luis Ortega/AFP via Getty Images)"),
        (
            "The minister on Monday. Ministry/Handout via REUTERS ATTENTION EDITORS - NO RESALES. NO ARCHIVES.",
            "Ministry/Handout via REUTERS ATTENTION EDITORS - NO RESALES. NO ARCHIVES.",
        ),
        ("A crane in the port. Ana de la Cruz / Flickr", "Ana de la Cruz / Flickr"),
        ("Photo: Luis Ortega", None),
        ("Getty Images", None),
    ],
)
def test_credits_go_and_captions_stay(line: str, credit: str | None) -> None:
    done = strip(f"{P1}\n{line}\n{P2}")
    if credit:
        assert done.furniture == (credit,)
        assert done.text == f"{P1}\n{line.removesuffix(credit).strip()}\n{P2}"
    else:
        assert line in done.furniture or line == "Getty Images"


@pytest.mark.parametrize(
    "line",
    [
        "He told AP.",
        "The deal was first reported by Reuters, and then by AFP.",
        "She had worked for the Associated Press (AP) since the spring of 1999.",
        "“Was this page helpful to you?” the clerk asked, and said she should click here and there.",
        "Subscribers of the newspaper read more books than others, the survey says, and they watch less television.",
        "The use of cookies by websites is regulated by the directive of 2002.",
        "Support for the strike fell.",
        "Democracy needs donations, the party's treasurer wrote to all members in June.",
    ],
)
def test_prose_is_never_taken_for_furniture(line: str) -> None:
    assert strip(f"{P1}\n{line}\n{P2}") == strip(f"{P1}\n{line}\n{P2}").__class__(f"{P1}\n{line}\n{P2}")


def test_text_of_nothing_but_furniture_is_kept() -> None:
    assert strip("Advertisement\nSkip to content").text == "Advertisement\nSkip to content"
    assert strip("\n \n").text == ""


@given(
    st.lists(
        st.sampled_from(
            ["", "Home", "Share", "Related Content", "###", "2 Comments", P1, "12 May 2021", "x…", "é", "  • a"]
        )
    )
)
def test_every_line_is_kept_or_set_aside_once(lines: list[str]) -> None:
    done = strip("\n".join(lines))
    both = [line.strip() for line in done.text.split("\n") if line] + list(done.furniture)
    assert sorted(both) == sorted(line.strip() for line in lines if line)


@pytest.mark.parametrize(
    "unit",
    ["Share ", "Home > ", "Photo: A/AP ", "By A B, ", "(", "A. ", "x", "Related\n", "Home\n", "A a/AP via Getty. "],
)
def test_a_megabyte_is_handled(unit: str) -> None:
    strip(unit * (1_000_000 // len(unit)))


NEVER = (
    "Pablo Escobar", "Cocaine Bear", "Santiago Peña", "Getty Images", "HomeNewsAnalysis", "Related Content", "SEE ALSO",
    "Creative Commons", "Sections", "Full Report", "Paraguay", "share icon", "2023", "REUTERS", "trial here",
)  # fmt: skip
BODY = {
    "000": ("Tijuana", "MEXICO CITY - ", "for all foreign agents in Mexico.”", "Nov. 16, 2011."),
    "001": ("What Do Security Law Reforms Mean", "InSight Crime Analysis", "rely on to operate successfully."),
    "002": ("21 December 2020", "• Biden and AMLO", "at least six months."),
    "003": (
        "Vanda Felbab-Brown",
        "National Palace, in Mexico City, Mexico December 15, 2020.",
        "reexamine the designation.",
    ),
    "004": ("by Gerónimo Gutiérrez", "or have worked for them worst."),
}


def test_the_originals(originals: Path) -> None:
    corpus = Corpus.open(originals)
    for file in corpus.files():
        text = corpus.read(file).text.text
        assert not [word for word in NEVER if word in text]
        assert all(words in text for words in BODY[file.id[:3]])


def beginnings(parsed: Any, length: int) -> set[tuple[str, ...]]:
    """The first `length` characters, in lower case, of all that a parsed pattern matches; "\\d" stands for a digit."""
    found: set[tuple[str, ...]] = {()}
    for name, value in parsed:
        match str(name):
            case "LITERAL":
                steps = {(chr(value).lower(),)}
            case "ANY" | "NOT_LITERAL":
                steps = {("any",)}
            case "IN":
                steps = {(char,) for kind, of in value for char in characters(str(kind), of)}
            case "BRANCH":
                steps = set().union(*(beginnings(branch, length) for branch in value[1]))
            case "SUBPATTERN":
                steps = beginnings(value[3], length)
            case "MAX_REPEAT" | "MIN_REPEAT":
                least, most, inner = value
                once = beginnings(inner, length)
                steps, grown = ({()} if least == 0 else set()), {()}
                for count in range(1, min(most, length) + 1):
                    grown = {(*one, *more)[:length] for one in grown for more in once}
                    steps |= grown if count >= least else set()
            case "AT":
                steps = {()}
            case other:
                raise NotImplementedError(other)
        found = {(*one, *step)[:length] for one in found for step in steps}
    return found


def characters(kind: str, of: Any) -> Iterator[str]:
    """The characters of one part of a set."""
    match kind:
        case "LITERAL":
            yield chr(of).lower()
        case "RANGE":
            yield from (chr(code).lower() for code in range(of[0], of[1] + 1))
        case "CATEGORY":
            yield from {"CATEGORY_SPACE": (" ", "\t"), "CATEGORY_DIGIT": ("\\d",)}.get(str(of), ("any",))
        case _:
            yield "any"


def test_lines_that_are_not_tried_cannot_be_furniture() -> None:
    """A line is tried only when it begins with an opening or a digit; nothing the patterns match begins otherwise."""
    patterns = (
        words.ALWAYS,
        words.POINTER,
        words.LIST_LABEL,
        words.TAIL_LABEL,
        words.CREDIT_LABEL,
        words.SOURCE_LINE,
        words.REPORTING,
        FULL_REPORT,
    )
    for pattern in patterns:
        for first in beginnings(re._parser.parse(pattern.pattern, pattern.flags), 3):  # type: ignore[attr-defined]
            assert first[0] == "\\d" or "".join(first) in words.OPENINGS, (first, pattern.pattern[:60])


def test_contacts_are_looked_for_wherever_one_can_be() -> None:
    for label in ("Media contact:", "Press office:", "Inquiries:", "For further information please visit"):
        assert CONTACT.match(label)
        assert any(cue in label.lower() for cue in words.CONTACT_CUES)
