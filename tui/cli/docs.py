"""The generated documents: `python -m tui.cli.docs FOLDER` writes command.md and keys.md; `make docs` calls it."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path

from tui.cli.command import ENVIRONMENT, Argument, Command
from tui.cli.commands import COMMANDS, EXPLORER
from tui.keys.keymap import reference

_HEAD = """# The command

Generated from `tui/cli/commands.py` by `make docs`; do not edit.

On a terminal, results are tables. Where standard output is not a terminal, or `TERM` is `dumb`, they are plain lines
with tab-separated fields and without escape sequences. `--json` prints the JSON described at the end.
Errors go to standard error as `sourcebook: title: message` and a line with the remedy.
"""

_JSON = """## JSON

Field names stay as they are; more may be added. Spans count characters of a document's cleaned text (without
furniture, NFC), the end exclusive; those of `matches` count characters of their snippet. Dates are EDTF (ISO 8601-2)
strings. `doc` is a document's path below the corpus. Where a document has pages or slides, what stands at a place of it
has `page`, the number (from 1) of the page on which it begins; the field is absent elsewhere. Phrases that describe a
name have `pages` (comparison) or `described_pages` (a name's page) beside them, in the same order. Lines in a pipe say
`judgment.pdf, p. 7` in the document's field. The commands print one object each:

```
search    query, total, took_ms, suggestion (a query, or null), relaxed, partial,
          problems: [{message, start, end, hint}],
          hits: [{doc, title, source, published, published_inferred, score, snippet, start_char,
                  matches: [{start, end}]}]
entities  entities: [{id, name, type, aliases: [name], mentions (a count), documents: [doc], reasons: [text],
                      with --mentions: spans: [{doc, start_char, end_char, text}]}]
timeline  events: [{id, date, start, end (ISO days, or null), precision, basis: stated | inferred | publication, why,
                    words, anchor, rule, modality: fact | planned | hypothetical, doc, text (the sentence),
                    start_char, end_char, entities: [id], cluster, trigger}]
compare   sources: [{doc, source, published, published_inferred, title}],
          conflicts: [{id, kind: date | number | name | place | quotation, about: [name], why,
                       values: [{value, statements: [{doc, text, start_char, end_char}]}]}],
          agreements: as conflicts, with one value each,
          topics: [{name, description, query, cells: {doc: [{text, start_char, end_char, score}]}}],
          described: [{entity (id), name, by: {doc: [phrase]}}],
          only: [{doc, statements: as above}]
corrections  corrections: [{id, kind, names, to, type, docs, words, start, text, note, created, problem, told}];
          with import: added, with undo and remove: removed, of the same shape
index     title, documents, searchable, analysed, model, problems: [{doc, title, message, hint}], folder;
          with --watch that on the first line, then a line a file: change: new | changed | gone, doc, problem (or null)
doctor    ok, checks: [{group, name, value, verdict: ok | note | wrong, remedy}], with a corpus that can be read: folder
folder    files (a count), documents (a count), read: [{file, documents (a count)}],
          set_aside: [{file, why, title, where it is a part of the file: member, where there is one: hint}],
          unreadable: as set_aside, always with hint, ignored: as set_aside; every file below the folder is either in
          read or in one of the three lists (docs/formats.md)
themes    themes: [{name, variant, origin, problem, hint}]
keys      keys: [{id, keys: [key], help, group, where: [pane]}]
```
"""


def command_reference() -> str:
    """Return docs/command.md."""
    parts = [_HEAD]
    parts += [_section(command) for command in (EXPLORER, *COMMANDS)]
    rows = "\n".join(f"| `{name}` | {does} |" for name, does in ENVIRONMENT)
    parts += [f"## Environment\n\n| Variable | Meaning |\n|---|---|\n{rows}\n", _JSON]
    return "\n".join(parts)


def generated() -> dict[str, str]:
    """Return file name → text of every generated document."""
    return {"command.md": command_reference(), "keys.md": reference()}


def main() -> int:
    """Write the generated documents into the folder named on the command line."""
    folder = Path(sys.argv[1])
    for name, text in generated().items():
        (folder / name).write_text(text, encoding="utf-8")
    return 0


def _section(command: Command) -> str:
    head = f"sourcebook {command.name}".rstrip()
    arguments = [_usage(argument).replace(" ", "\u00a0") for argument in command.arguments]
    usage = textwrap.fill(" ".join(arguments), 110, subsequent_indent=" " * (len(head) + 1), initial_indent=f"{head} ")
    usage = usage.replace("\u00a0", " ")
    lines = [f"## sourcebook {command.name}".rstrip(), "", f"```\n{usage}\n```", ""]
    said = f"{command.summary[:1].upper()}{command.summary[1:]}.\n\n{command.description}".strip()
    lines.append("\n\n".join(textwrap.fill(part, 120) for part in said.split("\n\n")))
    lines += ["", "| Argument | Meaning |", "|---|---|"]
    for argument in command.arguments:
        default = f" (default: {argument.default})" if argument.default else ""
        lines.append(f"| `{', '.join(argument.names)}` | {_cell(argument.help)}{default} |")
    width = max(len(each.line) for each in command.examples)
    lines += ["", "```", *(f"{each.line:<{width}}  # {each.does}" for each in command.examples), "```", ""]
    if command.exits:
        lines += [f"Exit status: {command.exits}.", ""]
    return "\n".join(lines)


def _usage(argument: Argument) -> str:
    value = "|".join(argument.choices) or argument.metavar or argument.names[0]
    if argument.positional:
        return {"": value, "?": f"[{value}]", "*": f"[{value} …]", "+": f"{value} …"}[argument.nargs]
    return f"[{argument.names[-1]}]" if argument.kind == "flag" else f"[{argument.names[-1]} {value}]"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    sys.exit(main())
