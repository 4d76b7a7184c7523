"""`sourcebook completion SHELL`: completion scripts made from the table of subcommands.

A generator of our own: the first word may be a subcommand or a folder, which the generators for argparse do not
offer together. Each script follows its shell's manual (bash: Programmable Completion; zsh: zshcompsys, _arguments;
fish: complete).
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from tui.cli.command import Argument, Command
from tui.cli.commands import COMMANDS, EXPLORER

HELP = Argument(("-h", "--help"), "show how it is used", kind="flag")
VERSION = Argument(("--version",), "print the version", kind="flag")


def run(arguments: Namespace) -> int:
    """Print the script for a shell; returns 0."""
    print({"bash": bash, "zsh": zsh, "fish": fish}[arguments.SHELL](), end="")
    return 0


def options(command: Command) -> list[Argument]:
    """Return a command's options, --help with them."""
    extra = [VERSION] if command is EXPLORER else []
    return [*(each for each in command.arguments if not each.positional), HELP, *extra]


def positional(command: Command) -> Argument | None:
    """Return a command's positional argument."""
    return next((each for each in command.arguments if each.positional), None)


# ---- bash ------------------------------------------------------------------------------------------------------


def bash() -> str:
    """Return the script for bash (3.2 or later)."""
    values, words = [], []
    for command in (*COMMANDS, EXPLORER):
        name = command.name or "''"
        for option in options(command):
            if option.kind != "flag":
                pattern = "|".join(f"{command.name}:{flag}" for flag in option.names)
                values.append(f"        {pattern}) {_bash_offer(option)} ;;")
        flags = " ".join(flag for option in options(command) for flag in option.names)
        own = positional(command)
        offer = _bash_offer(own) if own else "words="
        if command is EXPLORER:
            offer = f"paths=d words='{' '.join(each.name for each in COMMANDS)} demo'"
        words.append(f"        {name}) flags='{flags}'; {offer} ;;")
    names = "|".join(command.name for command in COMMANDS)
    return "\n".join(
        (
            "# bash completion for sourcebook",
            "_sourcebook() {",
            "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}",
            "    local command= flags= words= paths= each",
            "    COMPREPLY=()",
            "    # --option=value comes as three words",
            "    if [[ $word == = ]]; then word=; before=${COMP_WORDS[COMP_CWORD-1]}",
            "    elif [[ $before == = ]]; then before=${COMP_WORDS[COMP_CWORD-2]}; fi",
            "    if (( COMP_CWORD > 1 )); then",
            f"        case ${{COMP_WORDS[1]}} in {names}) command=${{COMP_WORDS[1]}} ;; esac",
            "    fi",
            '    case "$command:$before" in',
            *values,
            '    *) case "$command" in',
            *words,
            "        esac",
            '        if [[ $word == -* ]]; then words=$flags; paths=""; fi ;;',
            "    esac",
            '    while IFS= read -r each; do COMPREPLY+=("$each"); done < <(compgen -W "$words" -- "$word")',
            "    if [[ -n $paths ]]; then",
            "        compopt -o filenames 2>/dev/null",
            '        while IFS= read -r each; do COMPREPLY+=("$each"); done < <(compgen -"$paths" -- "$word")',
            "    fi",
            "}",
            "complete -F _sourcebook sourcebook",
            "",
        )
    )


def _bash_offer(argument: Argument) -> str:
    kind = {"": "", "corpus": "d", "file": "f"}[argument.completes]
    paths = f" paths={kind}" if kind else ""
    return f"words='{' '.join(_words(argument))}'{paths}"


def _words(argument: Argument) -> tuple[str, ...]:
    """Return the words that a value may be, beside paths."""
    return argument.choices or (("demo",) if argument.completes else ())


# ---- zsh -------------------------------------------------------------------------------------------------------


def zsh() -> str:
    """Return the script for zsh; it can be autoloaded from fpath, sourced or evaluated."""
    first = " ".join(f'{command.name}\\:"{_zsh_quoted(command.summary)}"' for command in COMMANDS)
    lines = [
        "#compdef sourcebook",
        "_sourcebook_corpus() { _alternative 'corpora:corpus:(demo)' 'folders:folder:_files -/' }",
        "_sourcebook_codebook() { _alternative 'corpora:codebook:(demo)' 'files:file:_files' }",
        "_sourcebook_first() {",
        f"    _alternative 'commands:command:(({first}))' 'corpora:corpus:(demo)' 'folders:folder:_files -/'",
        "}",
        "_sourcebook() {",
        "    if (( CURRENT > 2 )); then",
        "        case $words[2] in",
    ]
    for command in COMMANDS:
        lines.append(f"        {command.name})")
        lines.append("            shift words; (( CURRENT-- ))")
        lines.append(f"            _arguments {' '.join(_zsh_arguments(command))}")
        lines.append("            return ;;")
    lines += [
        "        esac",
        "    fi",
        f"    _arguments '1: :_sourcebook_first' {' '.join(_zsh_options(EXPLORER))}",
        "}",
        'if [[ $funcstack[1] == _sourcebook ]]; then _sourcebook "$@"; else compdef _sourcebook sourcebook; fi',
        "",
    ]
    return "\n".join(lines)


def _zsh_arguments(command: Command) -> Iterator[str]:
    yield from _zsh_options(command)
    own = positional(command)
    if own:
        count = "*" if own.nargs in ("*", "+") else "1"
        yield f"'{count}:{own.names[0]}:{_zsh_action(own)}'"


def _zsh_options(command: Command) -> Iterator[str]:
    for option in options(command):
        value = "" if option.kind == "flag" else f":{option.metavar or 'value'}:{_zsh_action(option)}"
        said = f"[{_zsh_quoted(option.help)}]{value}"
        alike = f"'({' '.join(option.names)})'" if len(option.names) > 1 else ""
        flags = f"{{{','.join(option.names)}}}" if len(option.names) > 1 else ""
        yield f"{alike}{flags}'{said}'" if flags else f"'{option.names[0]}{said}'"


def _zsh_action(argument: Argument) -> str:
    if argument.choices:
        return f"({' '.join(argument.choices)})"
    return {"corpus": "_sourcebook_corpus", "file": "_sourcebook_codebook", "": " "}[argument.completes]


def _zsh_quoted(text: str) -> str:
    """Make text harmless inside brackets, colons and single quotes."""
    for char in "\\[]:":
        text = text.replace(char, f"\\{char}")
    return text.replace("'", "’").replace('"', "”").replace("`", "")


# ---- fish ------------------------------------------------------------------------------------------------------


def fish() -> str:
    """Return the script for fish (3.0 or later)."""
    names = " ".join(command.name for command in COMMANDS)
    lines = [
        "# fish completion for sourcebook",
        "complete -c sourcebook -e",
        "complete -c sourcebook -f",
        "function __sourcebook_is",
        "    set -l words (commandline -opc)",
        "    if test (count $words) -lt 2; or not contains -- $words[2] " + names,
        '        test -z "$argv"',
        "    else",
        '        test "$argv" = $words[2]',
        "    end",
        "end",
        "set -l first 'test (count (commandline -opc)) -eq 1'",
        "complete -c sourcebook -n $first -a 'demo (__fish_complete_directories)'",
    ]
    for command in COMMANDS:
        lines.append(f"complete -c sourcebook -n $first -a {command.name} -d {_fish_quoted(command.summary)}")
    for command in (EXPLORER, *COMMANDS):
        when = f"-n '{f'__sourcebook_is {command.name}'.strip()}'"
        lines += [f"complete -c sourcebook {when} {_fish_option(option)}" for option in options(command)]
        own = positional(command)
        if own and own.choices:
            lines.append(f"complete -c sourcebook {when} -a '{' '.join(own.choices)}'")
    return "\n".join((*lines, ""))


def _fish_option(option: Argument) -> str:
    parts = [f"-l {flag[2:]}" if flag.startswith("--") else f"-s {flag[1:]}" for flag in option.names]
    if option.kind != "flag":
        paths = {"corpus": " (__fish_complete_directories)", "file": " (__fish_complete_path)", "": ""}
        offer = f"{' '.join(_words(option))}{paths[option.completes]}"
        parts.append(f"-x -a '{offer}'" if offer else "-x")
    return f"{' '.join(parts)} -d {_fish_quoted(option.help)}"


def _fish_quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
