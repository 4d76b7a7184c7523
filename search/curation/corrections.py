"""The reader's corrections as a thing to work with: list, make, take back, hand on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from heapq import merge
from operator import itemgetter
from pathlib import Path

from search.analysis.corrections import status as correctionstates
from search.codebook.correction_rows import RowError, correction_of, describe, row_of
from search.errors import CorpusError
from search.model import VERDICTS, Conflict, Correction, DateValue, Entity, Problem, Verdict
from search.text.folding import name_key
from search.text.sanitise import sanitise_line
from search.userdata.corrections_file import FILE, VERDICTS_FILE, CorrectionFile, corrections_in, load
from search.userdata.yaml_file import OwnFile
from search.workspace import Workspace

TITLE = "Not a correction"
MAX_LEN_NAME = 300  # characters; the longest names of laws have half of that


class Corrections:
    """Corrections of one corpus. What is made here takes effect with the next `Library.update` or `start_work`.

    Every method raises StorageError where the reader's file cannot be read or written.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._store = workspace.store

    # ---- listing -----------------------------------------------------------------------------------------------

    def all(self) -> tuple[Correction, ...]:
        """Every correction, oldest first, each with its `problem` as of the last analysis."""
        states = {**correctionstates.states_of(self._store.meta(correctionstates.META)), **self._unmet()}
        return tuple(replace(row, problem=states.get(row.id, "")) for row in self._kept())

    def _unmet(self) -> dict[str, str]:
        """States of the verdicts: those that no conflict answers to."""
        made = self.verdicts()
        if not made:
            return {}
        from search.userdata.verdicts import Verdicts
        from search.views.comparison import conflicts

        verdicts = Verdicts(made)
        met = {row.id for one in conflicts(self._store) if (row := verdicts.on(one)) is not None}
        return {
            row.id: "" if row.id in met else "there is no such conflict, or a later row says otherwise" for row in made
        }

    def problems(self) -> tuple[Problem, ...]:
        """Rows of the reader's file that make no sense, and files that had to be set aside."""
        folder = self._read_folder()
        if folder is None:
            return ()
        made = load(folder).problems  # reading it may set it aside
        if (folder / VERDICTS_FILE).exists():
            kept = CorrectionFile(folder, name=VERDICTS_FILE)
            made = (*made, *kept.senseless(kept.read()))
        aside = (*OwnFile(folder / FILE).problems, *OwnFile(folder / VERDICTS_FILE).problems)
        return (*made, *(problem for problem in aside if problem not in made))

    @staticmethod
    def describe(correction: Correction) -> str:
        """A correction in words: “A”, “B” are one."""
        return describe(correction)

    def _read_folder(self) -> Path | None:
        """Where the reader's files are read from, None where that is out of reach.

        Of a library that leaves curated data out, the reader's corrections can be listed all the same.
        """
        return self._workspace.corrections_folder() if self._workspace.curated else self._workspace.own_folder()

    def _file(self, kind: str = "") -> CorrectionFile:
        name = VERDICTS_FILE if kind in VERDICTS else FILE
        return CorrectionFile(self._workspace.own_folder(), self._workspace.root, name)

    def _kept(self) -> tuple[Correction, ...]:
        """Corrections and verdicts, oldest first."""
        dated = merge(*(_dated(self._rows(name)) for name in (FILE, VERDICTS_FILE)), key=itemgetter(0))
        return tuple(row for _, row in dated)

    def _rows(self, name: str) -> tuple[Correction, ...]:
        folder = self._read_folder()
        return () if folder is None else corrections_in(folder, name)

    def verdicts(self) -> tuple[Correction, ...]:
        """The reader's verdicts on conflicts, oldest first."""
        return self._rows(VERDICTS_FILE)

    # ---- making and taking back --------------------------------------------------------------------------------

    def make(self, correction: Correction) -> Correction:
        """Keep a correction (`id` and `created` are given here). Raises CorpusError saying what is wrong with it."""
        made = self._checked(correction)
        added = self._file(made.kind).add((replace(made, id="", created=""),), again=True)
        if added:
            return added[0]
        # It is there already, and the last word.
        same = replace(made, text="", note="", id="", created="")
        return next(row for row in self._kept() if replace(row, text="", note="", id="", created="") == same)

    def judge(self, verdict: Verdict, conflict: Conflict) -> Correction:
        """Put a conflict aside ("dismiss"), or keep it as looked at ("confirm"); in effect at once."""
        from search.userdata.verdicts import verdict_on

        return self.make(verdict_on(verdict, conflict))

    def unjudge(self, conflict: Conflict) -> Correction | None:
        """Take back the reader's own verdict on a conflict; None where there is none."""
        from search.userdata.verdicts import Verdicts

        row = Verdicts(self.verdicts()).on(conflict)
        return self._file(row.kind).remove(row.id) if row is not None else None

    def undo(self) -> Correction | None:
        """Take back the latest correction and return it; None where there is none."""
        kept = self._kept()
        return self._file(kept[-1].kind).remove(kept[-1].id) if kept else None

    def remove(self, ident: str) -> Correction | None:
        """Take back one correction by id."""
        row = next((row for row in self._kept() if row.id == ident), None) if ident else None
        return self._file(row.kind).remove(ident) if row is not None else None

    def date(self, words: str) -> DateValue:
        """What a person means who types a date: EDTF, or words of the grammar. Raises CorpusError with examples."""
        from search.analysis.dates.tagger import reader_date

        value = reader_date(words.strip()) if words.strip() else None
        if value is None:
            raise CorpusError(
                "No date",
                f"“{sanitise_line(words)[:60]}” is not understood as a date.",
                "Write it like 2020-12-15, 15 December 2020, December 2020, 2020, the 1980s, 2020-12~ or "
                "2020-10/2020-12.",
            )
        return value

    # ---- handing on --------------------------------------------------------------------------------------------

    def text(self) -> str:
        """All corrections as the YAML text of a file that `take` reads."""
        import yaml

        data = {"version": 1, "corrections": [row_of(row) for row in self._kept()]}
        return str(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=100))

    def take(self, file: Path) -> Sequence[Correction]:
        """Add the corrections of a file; returns those that were not here yet. Raises CorpusError naming its line."""
        from search.codebook.parser import read_corrections

        given = read_corrections(Path(file).expanduser())
        judged = [row for row in given if row.kind in VERDICTS]
        rest = [row for row in given if row not in judged]
        return (*(self._file().add(rest) if rest else ()), *(self._file("dismiss").add(judged) if judged else ()))

    def codebook(self) -> str:
        """The corpus's corpus.yaml with the corrections worked into it, as text others can use."""
        from search.curation.codebook_export import curated_text
        from search.curation.dry_run import DryRun

        file = self._workspace.root / "corpus.yaml"
        return curated_text(file, self._kept(), self._single_names(), DryRun(self._workspace).names)

    def _single_names(self) -> frozenset[str]:
        """Folded names that mean one entity."""
        with self._store.reading() as db:
            found = db.execute("SELECT folded FROM names GROUP BY folded HAVING count(*) = 1").fetchall()
        return frozenset(row[0] for row in found)

    # ---- checking ----------------------------------------------------------------------------------------------

    def _checked(self, correction: Correction) -> Correction:
        """The correction as it is to be kept. Raises CorpusError."""
        made = replace(
            correction,
            names=tuple(dict.fromkeys(map(_name, correction.names))),
            to=sanitise_line(correction.to),
            words=correction.words.strip(),
            note=sanitise_line(correction.note),
            problem="",
        )
        if made.kind in ("redate", "published"):
            made = replace(made, to=self.date(made.to).edtf)
        if made.kind in ("redate", "drop") and made.docs and not made.words:
            raise CorpusError(
                TITLE,
                "It has no words in the text that date it.",
                "A statement that takes its date from the day of publication follows that: set it.",
            )
        try:
            made = correction_of(row_of(made)) if made.names or made.docs else made
        except RowError as error:
            raise CorpusError(TITLE, f"{error.message[:1].upper()}{error.message[1:]}.", error.hint) from error
        if not made.names and not made.docs:
            raise CorpusError(TITLE, f"It does not say what to {made.kind}.", "Give a name, or a document.")
        for doc in made.docs:
            self._workspace.document(doc)
        if made.kind in VERDICTS:
            return made
        if made.names:
            self._check_names(made)
        elif made.kind in ("redate", "drop"):
            self._check_words(made)
        return made

    def _check_names(self, made: Correction) -> None:
        if self._store.status().analysed == 0:
            return  # nothing is known yet that names could be looked up in
        for name in made.names:
            self._entities(name)
        if made.kind in ("rename", "retype", "hide"):
            self._check_one(made)
        if made.kind in ("merge", "apart") and len({name_key(name) for name in made.names}) < 2:
            raise CorpusError(
                TITLE,
                f"{' and '.join(f'“{name}”' for name in made.names)} are written alike.",
                "Split the name by document: split, with the documents that mean somebody else.",
            )
        if made.kind == "split" and made.docs:
            self._check_docs(made)

    def _check_one(self, made: Correction) -> None:
        """Raise CorpusError where a name means several, or where a new name is no other or somebody else's."""
        name, found = made.names[0], self._entities(made.names[0])
        shown = [entity for entity in found if name_key(entity.name) == name_key(name)]
        if len(found) > 1 and not shown and made.kind != "hide":
            who = ", ".join(f"“{entity.name}”" for entity in found[:4])
            raise CorpusError("Which one?", f"“{name}” may be {who}.", "Give the name that is shown.")
        if made.kind != "rename":
            return
        if made.to == name:
            raise CorpusError(TITLE, f"“{name}” is its name already.", "Give another name.")
        other = [entity for entity in self._known(made.to) if name_key(entity.name) == name_key(made.to)]
        if other and other[0].id not in {entity.id for entity in shown or found}:
            raise CorpusError(
                "Taken", f"“{made.to}” is another entity's name.", f"Merge the two: “{made.to}” and “{name}”."
            )

    def _check_docs(self, made: Correction) -> None:
        wanted = {name_key(name) for name in made.names}
        there: set[str] = set()
        for entity in {e.id: e for name in made.names for e in self._known(name)}.values():
            whole = name_key(entity.name) in wanted
            mentions = self._store.mentions(entity.id)
            there |= {m.doc for m in mentions if whole or name_key(m.text) in wanted}
        if there and not there & set(made.docs):
            raise CorpusError(
                "Not named there",
                f"“{made.names[0]}” is not named in {', '.join(made.docs)}.",
                f"It is named in {', '.join(sorted(there)[:5])}.",
            )

    def _check_words(self, made: Correction) -> None:
        """Raise CorpusError where a document does not hold the words of a date."""
        if made.words not in self._workspace.text(made.docs[0]).text:
            raise CorpusError(
                "Not in the text", f"{made.docs[0]} does not say “{made.words[:60]}”.", "Give its words exactly."
            )

    def _entities(self, name: str) -> tuple[Entity, ...]:
        """The entities a name means. Raises CorpusError, naming the nearest, where there is none."""
        found = self._known(name)
        if found or name_key(name) in self._given():
            return found
        with self._store.reading() as db:
            names = [row[0] for row in db.execute("SELECT name FROM entities")]
            names += [row[0] for row in db.execute("SELECT DISTINCT text FROM mentions")]
        raise CorpusError("No such name", f"Nobody and nothing is called “{name}” here.", _nearest(name, names))

    def _known(self, name: str) -> tuple[Entity, ...]:
        with self._store.reading() as db:
            ids = [row[0] for row in db.execute("SELECT entity FROM names WHERE folded = ?", (name_key(name),))]
        return tuple(entity for ident in ids if (entity := self._store.entity(ident)) is not None)

    def _given(self) -> frozenset[str]:
        """Folded names that corrections gave, perhaps since the last analysis."""
        given: set[str] = set()
        for row in self._kept():
            given |= {name_key(row.to)} if row.kind in ("rename", "split") and row.to else set()
            given |= {name_key(name) for name in row.names} if row.kind != "hide" else set()
        return frozenset(given)


def _dated(rows: Iterable[Correction]) -> Iterator[tuple[datetime, Correction]]:
    """Corrections with when they were made; one written by hand counts as made with the row before it."""
    last = datetime.min.replace(tzinfo=UTC)
    for row in rows:
        with suppress(ValueError):
            moment = datetime.fromisoformat(row.created)
            last = max(last, moment if moment.tzinfo else moment.replace(tzinfo=UTC))
        yield last, row


def _name(name: str) -> str:
    line = sanitise_line(name[: 4 * MAX_LEN_NAME])
    if not line:
        raise CorpusError(TITLE, "A name is empty.", "Give the name as it is shown.")
    if len(line) > MAX_LEN_NAME:
        raise CorpusError(TITLE, f"A name has more than {MAX_LEN_NAME} characters.", "Give a shorter one.")
    return line


def _nearest(name: str, names: Iterable[str]) -> str:
    """ "Did you mean …?" among names, or what else to do."""
    from difflib import get_close_matches

    by_key = {name_key(each): each for each in names}
    wanted = name_key(name)
    near = get_close_matches(wanted, list(by_key), 1, 0.7)
    near = near or [key for key in by_key if set(wanted.split()) <= set(key.split())][:1]
    return f"Did you mean “{by_key[near[0]]}”?" if near else "“sourcebook entities” lists the names."
