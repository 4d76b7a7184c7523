"""Makes the small files of this folder anew, with LibreOffice and pandoc: python -m tests.data.formats.make [FOLDER].

The texts are our own. What each file must give is `TRUTH`: blocks in reading order, without what must not come through
(`NEVER`). The files are committed, so that the tests need neither program; the benchmark makes them anew where both
are installed.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

HERE = Path(__file__).resolve().parent

TITLE = "The harbour of Grensholm"
AUTHOR = "Ana Ruiz"
HEAD = "Inquiry into the harbour"
_TEXT = """
The harbour of Grensholm was closed on 5 February 2018, when the port office found that two of its cranes had not
been inspected since the summer of 2014. The harbour master, Zoë Lindqvist, said that she had asked for an
inspection three times, and that each of her letters had been answered with a promise and nothing else.

On the quay the news came late. “Nobody told us,” said Peter Obasi, who drives the largest of the cranes, & he was
not the only one. By noon eleven ships lay waiting in the bay; the first of them, the Marguerite, carried €5 million
worth of fruit, and her captain did not think that it would keep until Friday.

The town council met in the evening. Its chairman, Henrik Dalby, moved that the cranes be inspected at once and that
the cost, some 1,200,000 crowns, be taken from the reserve. The motion passed by nine votes to four, with one
abstention; the four said that the office, not the town, should pay for what the office had left undone.

What had gone wrong is not in dispute. An agreement of 1998 obliges the company that runs the quay to have every
crane looked at each spring. In 2015 the company changed hands, and the agreement was filed under the old name.
Nobody looked for it until a clerk in the land registry, Li Wenhao, came upon it by accident in January.

The office's own account is shorter. It says that an official was ill, that his deputy had left, and that the
reminders went to an address that nobody read. It says nothing of the letters. Asked about them, a spokesman first
denied that there had been any, and then, when he was shown copies, said that they had been “informal”.

Inspectors came on the sixth. They found a cracked bolt on the smaller crane and nothing at all on the larger, and
by the afternoon of the eighth both were at work again. The Marguerite was unloaded overnight. A third of her fruit
was thrown away, and her owners have written to the town, to the company and to the office.

It will be for a court to say who owes what to whom. Until then the harbour master keeps a copy of everything that
she sends in a drawer of her desk, and a second copy at home. “I am not a suspicious person,” she says. “But I have
learned to count.” The next inspection is due in May, and it is already in her diary.
"""
PARAGRAPHS = tuple(" ".join(paragraph.split()) for paragraph in _TEXT.strip().split("\n\n"))
SECTIONS = {0: "How it began", 2: "What the council did", 4: "What the office says"}
ITEMS = ("a cracked bolt on the smaller crane", "a missing lamp at the pier head", "two ladders that reach no water")
STEPS = ("write to the office", "wait for fourteen days", "write again, with a copy to the council")
TABLE = (
    ("Ship", "Cargo", "Arrived"),
    ("Marguerite", "fruit", "3 February"),
    ("Old Anselm", "timber & tar", "4 February"),
    ("Tiverton", "salt < 2 t", "5 February"),
)
NOTE = "The letters are dated 4 March, 19 June and 2 November 2017."
COMMENT = "Ask the clerk for the file number."
BOX = "In a box: the quay was built in 1931 and widened in 1967."
ADDED = "An inserted sentence stands here."
DELETED = "xdeletedx"
HIDDEN = "xhiddenx"
NEVER = (DELETED, HIDDEN)


def truth(note_after: int = 0, numbered: bool = True, table: bool = True) -> list[str]:
    """The blocks of the report in reading order; chapters have their notes at the end, -1 is none."""
    blocks = [TITLE]
    for number, paragraph in enumerate(PARAGRAPHS):
        if number in SECTIONS:
            blocks.append(SECTIONS[number])
        blocks.append(paragraph)
        if number == 0:
            blocks += [*([NOTE] if note_after == 0 else []), *ITEMS]
        elif number == note_after:
            blocks.append(NOTE)
        if number == 2 and table:
            blocks += [" ".join(row) for row in TABLE]
        if number == 4:
            blocks += [f"{count}. {step}" if numbered else step for count, step in enumerate(STEPS, 1)]
    return blocks


# ---- LibreOffice ---------------------------------------------------------------------------------------------------

_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{name}"'
    for prefix, name in {
        **{
            prefix: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"
            for prefix, name in (
                ("office", "office"),
                ("text", "text"),
                ("table", "table"),
                ("style", "style"),
                ("draw", "drawing"),
                ("svg", "svg-compatible"),
                ("fo", "xsl-fo-compatible"),
                ("meta", "meta"),
                ("presentation", "presentation"),
                ("number", "datastyle"),
            )
        },
        "dc": "http://purl.org/dc/elements/1.1/",
        "xlink": "http://www.w3.org/1999/xlink",
    }.items()
)


def _flat(kind: str, body: str, automatic: str = "", masters: str = "", styles: str = "") -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document {_NAMESPACES} office:version="1.3"
 office:mimetype="application/vnd.oasis.opendocument.{kind}">
<office:meta><dc:title>{TITLE}</dc:title><meta:initial-creator>{AUTHOR}</meta:initial-creator>
<meta:creation-date>2018-02-09T10:00:00</meta:creation-date></office:meta>
<office:styles>{styles}</office:styles>
<office:automatic-styles>{automatic}</office:automatic-styles>
<office:master-styles>{masters}</office:master-styles>
<office:body>{body}</office:body></office:document>"""


_STYLES = """
<style:style style:name="Standard" style:family="paragraph"><style:paragraph-properties fo:margin-bottom="0.2cm"/>
<style:text-properties fo:font-size="12pt" style:font-name="Liberation Serif" fo:language="en" fo:country="GB"/>
</style:style>
<style:style style:name="Title" style:family="paragraph" style:parent-style-name="Standard">
<style:text-properties fo:font-size="20pt" fo:font-weight="bold"/></style:style>
<style:style style:name="Heading_20_2" style:display-name="Heading 2" style:family="paragraph"
 style:parent-style-name="Standard" style:default-outline-level="2">
<style:text-properties fo:font-size="15pt" fo:font-weight="bold"/></style:style>
<text:list-style style:name="Dots">
<text:list-level-style-bullet text:level="1" text:bullet-char="•"/></text:list-style>
<text:list-style style:name="Steps">
<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/></text:list-style>
"""


def _page_layout(columns: int, width: str = "14cm", height: str = "16cm") -> tuple[str, str]:
    """Automatic styles and a master page with a running head and the page's number."""
    automatic = f"""<style:page-layout style:name="Layout"><style:page-layout-properties fo:page-width="{width}"
 fo:page-height="{height}" fo:margin-top="1cm" fo:margin-bottom="1cm" fo:margin-left="1.2cm" fo:margin-right="1.2cm">
<style:columns fo:column-count="{columns}" fo:column-gap="0.6cm"/></style:page-layout-properties>
<style:header-style><style:header-footer-properties fo:min-height="0.8cm" fo:margin-bottom="0.3cm"/>
</style:header-style>
<style:footer-style><style:header-footer-properties fo:min-height="0.8cm" fo:margin-top="0.3cm"/></style:footer-style>
</style:page-layout>"""
    masters = f"""<style:master-page style:name="Standard" style:page-layout-name="Layout">
<style:header><text:p text:style-name="Standard">{HEAD}</text:p></style:header>
<style:footer><text:p text:style-name="Standard">Page <text:page-number>1</text:page-number></text:p></style:footer>
</style:master-page>"""
    return automatic, masters


def _report_body(traps: bool, table: bool = True) -> str:
    """The report; with traps, also a comment, a box, an insertion, a deletion, and hidden text."""
    parts = [f'<text:p text:style-name="Title">{TITLE}</text:p>']
    for number, paragraph in enumerate(PARAGRAPHS):
        if number in SECTIONS:
            parts.append(f'<text:h text:style-name="Heading_20_2" text:outline-level="2">{SECTIONS[number]}</text:h>')
        # Long words may be parted at a line's end; soft hyphens need no dictionary.
        text = escape(paragraph).replace("inspection", "in\u00adspec\u00adtion").replace("agreement", "agree\u00adment")
        if number == 0:
            text += (
                '<text:note text:id="n1" text:note-class="footnote"><text:note-citation>1</text:note-citation>'
                f"<text:note-body><text:p>{NOTE}</text:p></text:note-body></text:note>"
            )
        if traps and number == 3:
            text += (
                f"<office:annotation><dc:creator>{AUTHOR}</dc:creator><dc:date>2018-02-09T10:00:00</dc:date><text:p>"
                f"{COMMENT}</text:p></office:annotation>"
                f'<draw:frame svg:width="6cm" svg:height="2cm" text:anchor-type="paragraph"><draw:text-box>'
                f"<text:p>{BOX}</text:p></draw:text-box></draw:frame>"
            )
        if traps and number == 5:
            text += (
                f' <text:change-start text:change-id="c1"/>{ADDED}<text:change-end text:change-id="c1"/>'
                f'<text:change text:change-id="c2"/><text:span text:style-name="Hidden">{HIDDEN}</text:span>'
            )
        parts.append(f'<text:p text:style-name="Standard">{text}</text:p>')
        if number == 0:
            items = "".join(f"<text:list-item><text:p>{item}</text:p></text:list-item>" for item in ITEMS)
            parts.append(f'<text:list text:style-name="Dots">{items}</text:list>')
        if number == 2 and table:
            rows = "".join(
                "<table:table-row>"
                + "".join(f"<table:table-cell><text:p>{escape(cell)}</text:p></table:table-cell>" for cell in row)
                + "</table:table-row>"
                for row in TABLE
            )
            parts.append(f'<table:table><table:table-column table:number-columns-repeated="3"/>{rows}</table:table>')
        if number == 4:
            items = "".join(f"<text:list-item><text:p>{item}</text:p></text:list-item>" for item in STEPS)
            parts.append(f'<text:list text:style-name="Steps">{items}</text:list>')
    changes = ""
    if traps:
        who = (
            f"<office:change-info><dc:creator>{AUTHOR}</dc:creator><dc:date>2018-02-09T10:00:00</dc:date>"
            "</office:change-info>"
        )
        changes = (
            f'<text:tracked-changes><text:changed-region text:id="c1"><text:insertion>{who}</text:insertion>'
            f'</text:changed-region><text:changed-region text:id="c2"><text:deletion>{who}<text:p>{DELETED}</text:p>'
            "</text:deletion></text:changed-region></text:tracked-changes>"
        )
    return f"<office:text>{changes}{''.join(parts)}</office:text>"


def _slides() -> str:
    pages = []
    for number, (paragraph, name) in enumerate(zip(PARAGRAPHS[:3], ("One", "Two", "Three"), strict=True)):
        pages.append(
            f'<draw:page draw:name="{name}" draw:master-page-name="Default">'
            f'<draw:frame presentation:class="title" svg:width="20cm" svg:height="2cm" svg:x="1cm" svg:y="1cm">'
            f"<draw:text-box><text:p>Slide {name}</text:p></draw:text-box></draw:frame>"
            f'<draw:frame svg:width="20cm" svg:height="10cm" svg:x="1cm" svg:y="4cm"><draw:text-box>'
            f"<text:p>{escape(paragraph)}</text:p></draw:text-box></draw:frame>"
            + (
                f'<presentation:notes><draw:frame presentation:class="notes" svg:width="10cm" svg:height="5cm" '
                f'svg:x="1cm" svg:y="15cm"><draw:text-box><text:p>{NOTE}</text:p></draw:text-box></draw:frame>'
                "</presentation:notes>"
                if number == 1
                else ""
            )
            + "</draw:page>"
        )
    return f"<office:presentation>{''.join(pages)}</office:presentation>"


def slides_truth() -> list[str]:
    """The blocks of the presentation."""
    names = ("One", "Two", "Three")
    blocks = [part for name, text in zip(names, PARAGRAPHS, strict=False) for part in (f"Slide {name}", text)]
    blocks.insert(4, NOTE)
    return blocks


def _sheet() -> str:
    def row(cells: Sequence[str]) -> str:
        return (
            "<table:table-row>"
            + "".join(
                f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
                for cell in cells
            )
            + '<table:table-cell office:value-type="float" office:value="1200000.5"><text:p>1200000.5</text:p>'
            '</table:table-cell><table:table-cell table:style-name="Day" office:value-type="date" '
            'office:date-value="2018-02-05">'
            "<text:p>2018-02-05</text:p></table:table-cell></table:table-row>"
        )

    return (
        "<office:spreadsheet>"
        + "".join(
            f'<table:table table:name="{name}">{"".join(map(row, TABLE))}</table:table>' for name in ("Ships", "Again")
        )
        + "</office:spreadsheet>"
    )


def _convert(folder: Path, source: Path, target: str, name: str) -> None:
    """One file by LibreOffice, `target` a format with its options, saved as `name`."""
    suffix = target.partition(":")[0]
    with tempfile.TemporaryDirectory() as out:
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation=file://{tempfile.gettempdir()}/sourcebook-make-profile",
                "--headless",
                "--convert-to",
                target,
                "--outdir",
                out,
                str(source),
            ],
            check=True,
            capture_output=True,
            timeout=180,
        )
        shutil.move(Path(out) / f"{source.stem}.{suffix}", folder / name)


def make_office(folder: Path) -> None:
    """What LibreOffice writes."""
    with tempfile.TemporaryDirectory() as where:
        tmp = Path(where)
        auto, masters = _page_layout(1)
        auto += (
            '<style:style style:name="Hidden" style:family="text"><style:text-properties text:display="none"/>'
            "</style:style>"
        )
        traps = tmp / "traps.fodt"
        traps.write_text(_flat("text", _report_body(True), auto, masters, _STYLES), "utf-8")
        for ending in ("docx", "odt", "rtf"):
            _convert(folder, traps, ending, f"traps.{ending}")
        report = tmp / "report.fodt"
        report.write_text(_flat("text", _report_body(False), auto, masters, _STYLES), "utf-8")
        for target in ("docx", "odt", "rtf", "doc:MS Word 97", "epub", "html", "pdf"):
            _convert(folder, report, target, f"report.{target.partition(':')[0]}")
        secret = 'pdf:writer_pdf_Export:{"EncryptFile":{"type":"boolean","value":"true"},"DocumentOpenPassword":'
        _convert(folder, report, secret + '{"type":"string","value":"harbour"}}', "locked.pdf")
        auto, masters = _page_layout(2)
        columns = tmp / "columns.fodt"
        columns.write_text(_flat("text", _report_body(False, table=False), auto, masters, _STYLES), "utf-8")
        _convert(folder, columns, "pdf", "columns.pdf")
        auto, masters = _page_layout(1, "29.7cm", "21cm")
        slides = tmp / "slides.fodp"
        master = '<style:master-page style:name="Default" style:page-layout-name="Layout"/>'
        slides.write_text(_flat("presentation", _slides(), auto, master), "utf-8")
        for ending in ("odp", "pptx", "pdf"):
            _convert(folder, slides, ending, f"slides.{ending}")
        sheet = tmp / "sheet.fods"
        days = (
            '<number:date-style style:name="Iso"><number:year number:style="long"/><number:text>-</number:text>'
            '<number:month number:style="long"/><number:text>-</number:text><number:day number:style="long"/>'
            '</number:date-style><style:style style:name="Day" style:family="table-cell" style:data-style-name="Iso"/>'
        )
        sheet.write_text(_flat("spreadsheet", _sheet(), days), "utf-8")
        for target in ("ods", "xlsx", "xls:MS Excel 97"):
            _convert(folder, sheet, target, f"sheet.{target.partition(':')[0]}")


# ---- pandoc --------------------------------------------------------------------------------------------------------


def _markdown() -> str:
    lines = [f"---\ntitle: {TITLE}\nauthor: {AUTHOR}\ndate: 2018-02-09\nlang: en-GB\n---\n"]
    for number, paragraph in enumerate(PARAGRAPHS):
        if number in SECTIONS:
            lines.append(f"# {SECTIONS[number]}\n")
        lines.append(paragraph + ("[^1]\n" if number == 0 else "\n"))
        if number == 0:
            lines.append("\n".join(f"- {item}" for item in ITEMS) + "\n")
        if number == 2:
            head, *rows = (f"| {' | '.join(row)} |".replace("<", "\\<") for row in TABLE)
            lines.append("\n".join([head, "|---|---|---|", *rows]) + "\n")
        if number == 4:
            lines.append("\n".join(f"{count}. {step}" for count, step in enumerate(STEPS, 1)) + "\n")
    return "\n".join([*lines, f"[^1]: {NOTE}"])


def make_pandoc(folder: Path) -> None:
    """What pandoc writes."""
    with tempfile.TemporaryDirectory() as where:
        source = Path(where) / "memo.md"
        source.write_text(_markdown(), "utf-8")
        for ending in ("docx", "odt", "epub", "rtf", "html"):
            target = folder / f"memo.{ending}"
            subprocess.run(
                ["pandoc", "-f", "markdown-smart", "-s", str(source), "-o", str(target)], check=True, timeout=180
            )


def missing() -> list[str]:
    """The programs that are not installed here."""
    return [name for name in ("soffice", "pandoc") if shutil.which(name) is None]


def main() -> int:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    if missing():
        print(f"not installed: {', '.join(missing())}", file=sys.stderr)
        return 1
    make_office(folder)
    make_pandoc(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
