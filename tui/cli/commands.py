"""The table of subcommands. Parser, `--help`, completion and docs/command.md are all made from it."""

from __future__ import annotations

from search.exports import FORMATS, formats_of
from tui.cli.arguments import CODEBOOK, CORPUS, FOLLOW_LINKS, JSON, NO_CORRECTIONS, ON_CORPUS, VERBOSE, WITHIN
from tui.cli.command import Argument, Command, Example

FOUND = "0 something was printed, 1 there is nothing, 2 trouble"
DONE = "0 done, 2 trouble"

EXPLORER = Command(
    "",
    "open a folder of documents in the explorer",
    "explore",
    (
        Argument(("CORPUS",), "the folder of documents; demo is the bundled corpus", nargs="?", completes="corpus"),
        CODEBOOK,
        NO_CORRECTIONS,
        FOLLOW_LINKS,
        Argument(("--theme",), "the theme of this run; `sourcebook themes` lists them", metavar="NAME"),
        Argument(("--no-watch",), "read what changes in the folder only when asked to (R)", kind="flag"),
    ),
    (
        Example("sourcebook demo", "open the bundled corpus"),
        Example("sourcebook ~/cases/mexico", "open a folder"),
        Example("sourcebook demo | cat", "print an overview instead"),
    ),
    description="Without CORPUS the folder is $SOURCEBOOK_CORPUS, then this folder if it holds a corpus.yaml, "
    "else a start screen "
    "opens. Where standard output is not a terminal, or TERM is dumb, an overview is printed. "
    "A folder named like a command is opened as ./search.",
    exits=DONE,
)


def _exports() -> str:
    """What can be exported as what."""
    whats = dict.fromkeys(row.what for row in FORMATS)
    return "; ".join(f"{what} as {', '.join(formats_of(what))}" for what in whats) + "."


COMMANDS: tuple[Command, ...] = (
    Command(
        "search",
        "print the documents that a query finds",
        "search",
        (
            Argument(("QUERY",), "words, phrases and filters, as described above", nargs="+"),
            *ON_CORPUS,
            Argument(("-n", "--limit"), "print at most this many documents", "count", metavar="N", default=20),
            Argument(("--any",), "one of the words is enough", kind="flag"),
        ),
        (
            Example("sourcebook search immunity --corpus demo", "documents about immunity"),
            Example("sourcebook search '\"foreign agents\" date:2020-12' -c demo", "a phrase, and when published"),
            Example("sourcebook search 'entity:DEA -arrest' -c demo --json", "as JSON"),
            Example("sourcebook search -c demo -- -arrest", "a query that begins with a dash"),
        ),
        description="All words must occur, in any form and without regard to accents. "
        'A query may hold "a phrase", OR, NOT or -, ( ), word*, word~ (spelt alike), "two words"~5 (within five words) '
        "and the filters title: source: author: entity: type: topic: date: mentions: (a date in the text) and kind: "
        "(what happened: arrest, vote, law …; planned, hypothetical or negated).\n\n"
        "In a pipe every document found is one line: id, title and snippet, separated by tabs. "
        "Notes (a query that was loosened, a suggestion) go to standard error. "
        "What changed in the folder is read first.",
        exits="0 found, 1 nothing found, 2 trouble",
    ),
    Command(
        "entities",
        "print the people, organisations, places and laws that are named",
        "entities",
        (
            *ON_CORPUS,
            WITHIN,
            Argument(
                ("--type",),
                "only this type: person, organization, place or law",
                choices=("person", "organization", "place", "law"),
                metavar="TYPE",
            ),
            Argument(
                ("--sort",),
                "by mentions (the default), documents, name or first (the first day a dated statement names them)",
                choices=("mentions", "documents", "name", "first"),
                metavar="ORDER",
                default="mentions",
            ),
            Argument(("--mentions",), "with every place where they are named", kind="flag"),
            Argument(("-n", "--limit"), "print at most this many entities", "count", metavar="N"),
        ),
        (
            Example("sourcebook entities -c demo --type person", "the people"),
            Example("sourcebook entities -c demo --sort first", "in the order in which they enter the story"),
            Example("sourcebook entities -c demo --in 'date:2020' --json", "those of documents published in 2020"),
        ),
        description="In a pipe every entity is one line: type, name, mentions, documents, other names, first "
        "day, and whom an "
        "ambiguous name may mean, separated by tabs. On a terminal ? marks such a name. "
        "With --mentions a line is one mention: name, document, start–end, words.",
        exits=FOUND,
    ),
    Command(
        "entity",
        "print all that is known of one person, organisation, place or law",
        "entity",
        (
            Argument(("NAME",), "a name, a part of one, or an id", nargs="+"),
            *ON_CORPUS,
            WITHIN,
            Argument(
                ("--sort",),
                "mentions in context by place (the default), or by their left or right neighbours",
                choices=("place", "left", "right"),
                metavar="ORDER",
                default="place",
            ),
        ),
        (
            Example(
                "sourcebook entity cienfuegos -c demo", "names, companions, chronology, quotations, mentions in context"
            ),
            Example("sourcebook entity DEA -c demo --sort right | grep ^context", "what the DEA does, sorted"),
            Example("sourcebook entity ebrard -c demo --in 'source:vice' --json", "in one source, as JSON"),
        ),
        description="In a pipe every fact is one line whose first field says what it is: entity, name, reason, "
        "link, unsure, "
        "described, event, with (named in the same passages), said (quoted), about (quotations that name it) or "
        "context (mentions with the words around them).",
        exits="0 printed, 1 not named in what --in selects, 2 trouble (nobody, or several, of that name)",
    ),
    Command(
        "timeline",
        "print the dated statements in the order of their dates",
        "timeline",
        (
            *ON_CORPUS,
            WITHIN,
            Argument(("--undated",), "with statements that only bear the day of publication", kind="flag"),
            Argument(("-n", "--limit"), "print at most this many statements", "count", metavar="N"),
        ),
        (
            Example("sourcebook timeline -c demo", "everything"),
            Example("sourcebook timeline -c demo --in 'mentions:1985..1986'", "what happened in two years"),
            Example(
                "sourcebook timeline -c demo --in 'kind:arrest'", "the arrests; also planned, hypothetical, negated"
            ),
        ),
        description="In a pipe every statement is one line: date (EDTF), how the date is known, document and sentence, "
        "separated by tabs. JSON always holds all statements.",
        exits=FOUND,
    ),
    Command(
        "audit",
        "print the dates that were worked out, can be read two ways, or whose corrections no longer apply",
        "audit",
        (
            *ON_CORPUS,
            WITHIN,
        ),
        (
            Example("sourcebook audit -c demo", "the days of publication that were worked out come first"),
            Example("sourcebook audit -c demo | grep ^ambiguous", "3/4: in April or in March?"),
        ),
        description="The explorer's list of the same (A) puts them right. In a pipe every date is one line: "
        "published, inferred, "
        "ambiguous or stale; document, value (EDTF), words, how many dates rest on it, why, and the sentence, "
        "separated by tabs.",
        exits=FOUND,
    ),
    Command(
        "compare",
        "print on what the sources differ and agree, and what each says on a topic",
        "compare",
        (
            Argument(("DOC",), "documents to compare: ids or parts of them; default: all", nargs="*"),
            *ON_CORPUS,
            WITHIN,
            Argument(
                ("--about",),
                "instead, who says what about this name or topic: when, where, how many, who, in which words",
                metavar="NAME",
                default="",
            ),
        ),
        (
            Example("sourcebook compare -c demo", "all sources"),
            Example("sourcebook compare -c demo brookings assynt", "two of them"),
            Example("sourcebook compare -c demo --about camarena", "who says what about him"),
        ),
        description="In a pipe every statement is one line that begins with conflict, update (a later statement "
        "replaces an "
        "earlier one), agreement, dismissed (you put it aside), topic, copy (one text in several documents), "
        "described, only (in one source alone) or silent (not found in a source, though in most others). "
        "Who says so ends the line, where it is not the source itself.",
        exits=FOUND,
    ),
    Command(
        "topics",
        "list the topics to compare by, accept proposals, export them",
        "topics",
        (
            Argument(
                ("ACTION",),
                "list (the default), proposed, accept [NAME …], remove NAME, or codebook",
                nargs="?",
                metavar="ACTION",
                choices=("list", "proposed", "accept", "remove", "codebook"),
            ),
            Argument(
                ("NAME",), "the topics to accept (all proposals, where none is named), or the one to remove", nargs="*"
            ),
            CORPUS,
            CODEBOOK,
            FOLLOW_LINKS,
            JSON,
        ),
        (
            Example("sourcebook topics -c demo", "the topics, with how much there is on each"),
            Example("sourcebook topics proposed -c ~/cases/mexico", "what the texts suggest"),
            Example("sourcebook topics accept -c ~/cases/mexico", "keep all of these as your own"),
            Example("sourcebook topics codebook -c demo > topics.yaml", "as the topics section of a corpus.yaml"),
        ),
        description="The explorer changes topics and shows what they find (M). Your own are kept outside the folder. "
        "In a pipe every topic is one line: codebook, own or proposed; name, documents, passages, query, and what is "
        "wrong with it, separated by tabs.",
        exits=FOUND,
    ),
    Command(
        "export",
        "write what was found in the format of another program",
        "export",
        (
            Argument(
                ("WHAT",), "what to export", choices=tuple(dict.fromkeys(row.what for row in FORMATS)), metavar="WHAT"
            ),
            Argument(("DOC",), "for a brief, the documents to compare: ids or parts of them; default: all", nargs="*"),
            CORPUS,
            CODEBOOK,
            NO_CORRECTIONS,
            FOLLOW_LINKS,
            WITHIN,
            Argument(
                ("-f", "--format"),
                "the format; default: what the file's name ends with, else the first of the table",
                choices=tuple(dict.fromkeys(row.form for row in FORMATS)),
                metavar="FORMAT",
            ),
            Argument(
                ("-o", "--output"), "the file to write; default: standard output", metavar="FILE", completes="file"
            ),
            Argument(("--force",), "replace the file if it exists", kind="flag"),
        ),
        (
            Example("sourcebook export timeline -c demo -o timeline.csv", "the chronology as a table"),
            Example("sourcebook export timeline -c demo -f ics > events.ics", "as a calendar"),
            Example("sourcebook export entities -c demo --in 'date:2020' -f ftm", "for Aleph and its kin"),
            Example("sourcebook export brief -c demo -o brief.html", "a report to send to an editor"),
            Example(
                "sourcebook export brief assynt vice -c demo --in 'entity:DEA' > brief.md", "two sources on one body"
            ),
        ),
        description=f"{_exports()}\n\nEvery row keeps its document and its words. "
        "What a format cannot hold is counted on standard error. "
        "Statements with no date but the day of publication are left out. "
        "A cell of a table that a spreadsheet would run as a formula begins with an apostrophe.",
        exits=FOUND,
    ),
    Command(
        "corrections",
        "list your corrections, export them, or take one back",
        "corrections",
        (
            Argument(
                ("ACTION",),
                "list (the default), export, import FILE, codebook, undo, or remove ID",
                nargs="?",
                metavar="ACTION",
                choices=("list", "export", "import", "codebook", "undo", "remove"),
            ),
            Argument(("FILE_OR_ID",), "the file to import, or the id to remove", nargs="?", completes="file"),
            CORPUS,
            CODEBOOK,
            FOLLOW_LINKS,
            JSON,
        ),
        (
            Example("sourcebook corrections -c demo", "your corrections, and whether each still applies"),
            Example("sourcebook corrections export -c demo > mine.yaml", "for somebody who reads the same documents"),
            Example("sourcebook corrections import mine.yaml -c demo", "add those of a colleague"),
            Example("sourcebook corrections codebook -c demo > shared.yaml", "a corpus.yaml that includes them"),
            Example("sourcebook corrections undo -c demo", "take the latest one back"),
        ),
        description="Corrections are made in the explorer (m) and kept outside the folder. export prints them "
        "as YAML, and import "
        "adds those of such a file that are not here yet. codebook prints the folder's corpus.yaml with them "
        "worked into it as aliases, days of publication and a corrections section; write it to a new file first: a "
        "shell empties the file it writes to before it is read.\n\n"
        "In a pipe every correction is one line: id, kind, when it was made, what it says, and why it does not apply, "
        "separated by tabs.",
        exits="0 something was printed or done, 1 there is nothing, 2 trouble",
    ),
    Command(
        "index",
        "read and analyse a folder now",
        "index",
        (
            *ON_CORPUS,
            VERBOSE,
            Argument(("--watch",), "go on: read what changes in the folder, until Ctrl-C", kind="flag"),
        ),
        (
            Example("sourcebook index -c ~/cases/mexico", "read what is new or changed"),
            Example("sourcebook index --watch -c ~/cases/mexico", "and what changes from now on"),
        ),
        description="Resumes where it stopped; Ctrl-C keeps what was done. The folder itself is never written to. "
        "With --watch every file that has come, changed or gone is one line as soon as it can be searched: new, "
        "changed or gone; document, and why it cannot be used, separated by tabs; with --json one object a line.\n\n"
        "Every file of the folder is accounted for: how many were read, then a line for each that cannot be read (why, "
        "and what can be done) or is set aside, and for each kind of those that are no documents.",
        exits=DONE,
    ),
    Command(
        "adopt",
        "let a folder have what is known of another: it was moved, or is a copy",
        "adopt",
        (
            Argument(("OLD",), "where it lies or lay; default: the one you are asked about", nargs="?"),
            CORPUS,
            Argument(("--copy",), "copy what you made of it; the other folder keeps that too", "flag"),
            Argument(("--afresh",), "take nothing along, and do not ask again", "flag"),
        ),
        (
            Example("sourcebook adopt ~/cases/mexico -c ~/archive/mexico", "after the folder was moved and changed"),
            Example("sourcebook adopt --copy -c ~/cases/mexico-2", "yes, but it is a copy: both are to have my work"),
            Example("sourcebook adopt --afresh -c ~/cases/mexico-2", "no, it has nothing to do with it"),
        ),
        description="A folder that was moved or renamed is known by its documents when it is next opened, and keeps "
        "its analysis and your work. Where that is not sure (the old folder is still there, or many documents are "
        "others), you are asked; this is the answer. Taking over gives the folder the other's analysis, corrections, "
        "topics, bookmarks and searches, and the other begins anew when it is next opened; what you have kept here "
        "since is added. Neither folder is written to.",
        exits=DONE,
    ),
    Command(
        "doctor",
        "check the installation, the terminal and a corpus",
        "doctor",
        (*ON_CORPUS, VERBOSE),
        (
            Example("sourcebook doctor", "the installation and the terminal"),
            Example("sourcebook doctor -c ~/cases/mexico", "and a corpus: its index and what could not be read"),
        ),
        description="What is new or changed in the folder is read first, and every file of it is accounted for: read, "
        "set aside, not readable (and what can be done), or no document.",
        exits="0 all is well, 1 something is wrong, 2 trouble",
    ),
    Command(
        "themes",
        "list the themes and whether they can be used",
        "themes",
        (JSON,),
        (Example("sourcebook themes", "bundled themes and your own"),),
        description="",
        exits="0 all can be used, 1 one cannot",
    ),
    Command(
        "keys",
        "print the keys of the explorer",
        "keys",
        (
            JSON,
            Argument(("--markdown",), "print Markdown", kind="flag"),
        ),
        (Example("sourcebook keys | grep search", "find a key"),),
        description="",
        exits=DONE,
    ),
    Command(
        "completion",
        "print the completion script for a shell",
        "completion",
        (Argument(("SHELL",), "bash, zsh or fish", metavar="SHELL", choices=("bash", "zsh", "fish")),),
        (
            Example("sourcebook completion bash > ~/.local/share/bash-completion/completions/sourcebook", "bash"),
            Example("sourcebook completion zsh > ~/.zfunc/_sourcebook", "zsh, where ~/.zfunc is in fpath"),
            Example("sourcebook completion fish > ~/.config/fish/completions/sourcebook.fish", "fish"),
        ),
        description="",
        exits=DONE,
    ),
)

BY_NAME = {command.name: command for command in COMMANDS}
