"""Office files part by part: list numbers, changes, boxes given twice, hidden styles, fields, comments on slides."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from search.corpus.readers import Raw, reader_for
from search.corpus.readers.office.numbering import counted
from search.corpus.readers.properties import metadata

RELS = '<Relationships><Relationship Id="a" Type="x/officeDocument" Target="word/document.xml"/></Relationships>'


def packed(parts: Mapping[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)
    return out.getvalue()


def read(name: str, parts: Mapping[str, str] | str) -> Raw:
    reader = reader_for(name)
    assert reader is not None
    return reader.read(Path(name), packed(parts) if isinstance(parts, Mapping) else parts.encode())


def word(body: str, **others: str) -> list[str]:
    """The blocks of a Word document of that body; `others` are further parts by the kind of their relation."""
    rels = "".join(f'<Relationship Id="{kind}" Type="x/{kind}" Target="{kind}.xml"/>' for kind in others)
    parts = {
        "_rels/.rels": RELS,
        "word/document.xml": f'<w:document xmlns:w="w" xmlns:m="m"><w:body>{body}</w:body></w:document>',
        "word/_rels/document.xml.rels": f"<Relationships>{rels}</Relationships>",
        **{f"word/{kind}.xml": f'<w:{kind} xmlns:w="w">{xml}</w:{kind}>' for kind, xml in others.items()},
    }
    return read("a.docx", parts).text.split("\n")


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text)}</w:p>"


def in_list(text: str, level: int, number: int = 1) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


LEVELS = """<w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:lvlText w:val="§ %1"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1 (%2)"/></w:lvl>
<w:lvl w:ilvl="2"><w:numFmt w:val="bullet"/><w:lvlText w:val="\uf0b7"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
"""


def test_lists_count_as_people_cite_them() -> None:
    body = "".join(in_list(text, level) for text, level in (("a", 0), ("b", 1), ("c", 1), ("d", 2), ("e", 0), ("f", 1)))
    assert word(body, numbering=LEVELS) == ["§ 3 a", "3 (a) b", "3 (b) c", "• d", "§ 4 e", "4 (a) f"]
    assert word(in_list("out of its list", 0, 0) + in_list("in none", 0, 9), numbering=LEVELS) == [
        "out of its list",
        "",
        "• in none",
    ]


@pytest.mark.parametrize(
    ("number", "format_", "shown"),
    [
        (4, "lowerRoman", "iv"),
        (1994, "upperRoman", "MCMXCIV"),
        (28, "lowerLetter", "bb"),
        (3, "upperLetter", "C"),
        (0, "upperRoman", "0"),
        (7, "decimalZero", "07"),
        (7, "chineseCounting", "7"),
    ],
)
def test_numbers_as_lists_write_them(number: int, format_: str, shown: str) -> None:
    assert counted(number, format_) == shown


def test_changes() -> None:
    body = (
        f"<w:p><w:ins>{run('kept ')}</w:ins><w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
        f"<w:moveFrom>{run('moved')}</w:moveFrom><w:moveTo>{run('here')}</w:moveTo></w:p>"
        f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('one paragraph ')}</w:p>{paragraph('now')}"
        f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{paragraph('gone')}</w:tc></w:tr>"
        f"<w:sdt><w:sdtContent>"
        f"<w:tr><w:tc>{paragraph('a')}</w:tc><w:tc>{paragraph('b')}</w:tc></w:tr></w:sdtContent></w:sdt>"
        "</w:tbl>"
    )
    assert word(body) == ["kept here", "", "one paragraph now", "", "a | b"]


STYLE_I = '<w:rStyle w:val="I"/>'
NOT_HIDDEN = '<w:vanish w:val="false"/>'


def test_hidden_by_itself_and_by_its_style() -> None:
    styles = (
        '<w:style w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:styleId="I"><w:basedOn w:val="H"/></w:style>'
        '<w:style w:styleId="J"><w:basedOn w:val="H"/><w:rPr><w:vanish w:val="0"/></w:rPr></w:style>'
    )
    body = (
        f"<w:p>{run('seen ')}{run('no', '<w:vanish/>')}{run('no', STYLE_I)}{run('too', NOT_HIDDEN)}</w:p>"
        + paragraph("no", '<w:pStyle w:val="I"/>')
        + paragraph("shown again", '<w:pStyle w:val="J"/>')
    )
    assert word(body, styles=styles) == ["seen too", "", "shown again"]


def test_a_box_given_twice_is_read_once_and_fields_show_their_result() -> None:
    box = f"<w:txbxContent>{paragraph('Boxed.')}</w:txbxContent>"
    body = (
        f"<w:p>{run('Before')}<w:r><mc:AlternateContent xmlns:mc='mc'><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>{run(' and after ')}"
        f"<w:r><w:instrText>PAGEREF x</w:instrText></w:r><w:hyperlink>{run('linked')}</w:hyperlink>"
        "<w:r><w:tab/><w:t>t</w:t><w:br/><w:t>u</w:t><w:noBreakHyphen/><w:softHyphen/><w:t>v</w:t></w:r>"
        "<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath></w:p>"
    )
    assert word(body) == ["Before and after linked\tt", "u-vx=1", "", "Boxed."]


def test_headings_of_every_kind() -> None:
    styles = (
        '<w:style w:styleId="T"><w:name w:val="Title"/></w:style>'
        '<w:style w:styleId="U"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:styleId="V"><w:name w:val="Own"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    )
    for style, heading in (("T", "x"), ("U", "x"), ("V", "x"), ("W", "")):
        styled = paragraph("x", f'<w:pStyle w:val="{style}"/>')
        parts = {
            "_rels/.rels": RELS,
            "word/document.xml": f'<document xmlns:w="w">{styled}</document>',
            "word/_rels/document.xml.rels": '<R><R Id="s" Type="x/styles" Target="styles.xml"/></R>',
            "word/styles.xml": f'<w:styles xmlns:w="w">{styles}</w:styles>',
        }
        assert read("a.docx", parts).heading == heading


FLAT = """<office:document xmlns:office="o" xmlns:text="t" xmlns:style="s" xmlns:table="b"><office:automatic-styles>
<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="I" style:num-suffix="."/>
<text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")" text:display-levels="2"/>
</text:list-style></office:automatic-styles><office:body><office:text>{}</office:text></office:body></office:document>"""


def test_lists_of_open_documents() -> None:
    inner = "<text:list><text:list-item><text:p>c</text:p></text:list-item></text:list>"
    body = (
        f'<text:list text:style-name="L"><text:list-item><text:p>a</text:p></text:list-item>'
        f"<text:list-item><text:p>b</text:p>"
        f"<text:p>b two</text:p>{inner}</text:list-item></text:list><text:p>Between.</text:p>"
        '<text:list text:style-name="L" '
        'text:continue-numbering="true"><text:list-item><text:p>d</text:p></text:list-item></text:list>'
    )
    assert read("a.fodt", FLAT.format(body)).text.split("\n") == [
        *("I. a", "II. b", "", "b two", "", "II.a) c", "", "Between.", "", "III. d")
    ]


def test_what_open_documents_hide() -> None:
    body = (
        '<text:section text:display="none"><text:p>no</text:p></text:section><text:p>a<text:s text:c="2"/>b<text:tab/>c'
        "<text:line-break/>d\n e<text:hidden-text>no</text:hidden-text><text:ruby><text:ruby-base>f</text:ruby-base>"
        "<text:ruby-text>no</text:ruby-text></text:ruby></text:p>"
    )
    assert read("a.fodt", FLAT.format(body)).text == "a  b\tc\nd ef"


def test_leavings_of_programs_are_no_metadata() -> None:
    for title in (
        "Microsoft Word - report.doc",
        "Untitled",
        "Document1",
        "scan0001.pdf",
        " ",
        "PowerPoint Presentation",
    ):
        assert metadata({"title": title}) == {}
    for author in ("Administrator", "user", "Microsoft Office User", "-"):
        assert metadata({"author": author}) == {}
    assert metadata({"title": "Document of the year", "author": "Usera"}) == {
        "title": "Document of the year",
        "author": "Usera",
    }


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("D:20180205120000-05'00'", "2018-02-05"),
        ("2018-02-05T10:00:00Z", "2018-02-05"),
        ("D:2018", "2018"),
        ("20180230", "2018-02-30"),
        ("1601-01-01T00:00:00Z", None),
        ("D:19700101", None),
        ("yesterday", None),
    ],
)
def test_days_of_creation(stamp: str, day: str | None) -> None:
    assert metadata({"created": stamp}).get("published") == day
