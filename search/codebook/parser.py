"""corpus.yaml read: every error names the file, the line and the nearest remedy."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, cast

from search import paths
from search.codebook import reading_rules
from search.codebook.codebook import FILE_NAME, Codebook, DocumentEntry, KnownAlias
from search.codebook.correction_rows import KEYS as CORRECTION_KEYS
from search.codebook.correction_rows import LISTS, RowError, correction_of
from search.codebook.metadata import DATES_ACCEPTED, KEYS, SYNONYMS, canonical, published_of, value_of
from search.codebook.reading_rules import ReadingRules
from search.codebook.topic_rows import FORM, PASSAGE_FORM, PASSAGE_KEYS, HandPassage, TopicRow
from search.codebook.topic_rows import KEYS as TOPIC_KEYS
from search.codebook.yaml_safe import line_of, nests_too_deep
from search.errors import CorpusError
from search.files import MAX_CODEBOOK, read_file
from search.model import ENTITY_TYPES, Correction, EntityType
from search.text.sanitise import sanitise_line

if TYPE_CHECKING:
    import yaml

_SECTIONS = ("title", "documents", "topics", "aliases", "corrections")
ENCODINGS_KNOWN = (
    "Known are utf-8, utf-16, cp1250 to cp1258, iso-8859-1 to -16, koi8-r, mac-roman, gb18030, big5, shift-jis …"
)
_LANGUAGES = re.compile(r"[A-Za-z_]{3,20}(?:/[A-Za-z_]{3,20})?(?:\+[A-Za-z_]{3,20}(?:/[A-Za-z_]{3,20})?){0,9}")
_HEX = re.compile(r"[0-9a-f]{64}")


def read_codebook(file: Path | str) -> Codebook:
    """The codebook in `file`; "demo" is the bundled one. Raises CorpusError naming file, line and remedy."""
    path = paths.bundled_corpus() / FILE_NAME if file == paths.DEMO else Path(file)
    data = _bytes_of(path, "Codebook")
    parser = _Parser(sanitise_line(str(path)))
    return parser.codebook(parser.text_of(data), hashlib.sha256(data).hexdigest())


def read_corrections(file: Path) -> tuple[Correction, ...]:
    """The corrections in a file that somebody handed on: exported ones, or the section of a corpus.yaml.

    Raises CorpusError naming file, line and remedy.
    """
    data = _bytes_of(file, "Corrections")
    parser = _Parser(sanitise_line(str(file)), "Corrections")
    return parser.only_corrections(parser.text_of(data))


def parsed_codebook(text: str, name: str) -> Codebook:
    """The codebook that `text` is; `name` is what errors call it. Raises CorpusError."""
    return _Parser(name).codebook(text, hashlib.sha256(text.encode()).hexdigest())


def _bytes_of(path: Path, what: str) -> bytes:
    name = sanitise_line(str(path))
    try:
        data = read_file(path, MAX_CODEBOOK)
    except OSError as error:
        raise CorpusError(
            f"{what} not read", f"{name}: {error.strerror or error}.", "Check the name and that you may read the file."
        ) from error
    if len(data) > MAX_CODEBOOK:
        raise CorpusError(f"{what} too large", f"{name} has more than 16 MB.", "Split it, or take texts out of it.")
    return data


class _Parser:
    """corpus.yaml's nodes → a Codebook; nodes rather than values, because they know their lines."""

    def __init__(self, name: str, what: str = "Codebook") -> None:
        self.name = name
        self.title = f"{what} not read"

    def text_of(self, data: bytes) -> str:
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise CorpusError(self.title, f"{self.name}, line {line}: not UTF-8.", "Save it as UTF-8.") from error

    def _root(self, text: str) -> yaml.Node | None:
        import yaml

        if nests_too_deep(text):
            raise CorpusError(self.title, f"{self.name}: it is nested too deeply.", "See docs for its form.")
        try:
            return yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            line, why = line_of(error)
            raise CorpusError(
                self.title,
                f"{self.name}, line {line}: {why}.",
                "Check that line's indentation, and put quotes around a value that holds “: ” or begins with “[”.",
            ) from error

    def only_corrections(self, text: str) -> tuple[Correction, ...]:
        """The corrections of a file, whatever else it holds."""
        import yaml

        root = self._root(text)
        rows = root.value if isinstance(root, yaml.MappingNode) else ()
        node = next((value for key, value in rows if key.value == "corrections"), None)
        if root is not None and node is None:
            self._fail(root, "no corrections in it.", "Take a file that “sourcebook corrections export” wrote.")
        return self._corrections(self._list({"corrections": node}, "corrections")) if node is not None else ()

    def codebook(self, text: str, digest: str) -> Codebook:
        root = self._root(text)
        if root is None:
            return Codebook(digest=digest)
        top = dict(self._mapping(root, "corpus.yaml", (*_SECTIONS, *reading_rules.KEYS)))
        title = value_of(self._text(top["title"], "title")) if "title" in top else ""
        return Codebook(
            title=title,
            documents=tuple(self._document(node) for node in self._list(top, "documents")),
            topics=self._topics(self._list(top, "topics")),
            aliases=tuple(self._alias(node) for node in self._list(top, "aliases")),
            digest=digest,
            corrections=tuple(
                replace(one, id=f"{FILE_NAME}:{one.id}")  # the same row in the reader's own file is another
                for one in self._corrections(self._list(top, "corrections"))
            ),
            reading=self._reading(top),
        )

    def _reading(self, top: Mapping[str, yaml.Node]) -> ReadingRules:
        encodings = []
        for pattern, node in self._patterns(top, "encodings", "letter.txt: cp1250"):
            encoding = self._text(node, "encodings").strip()
            try:
                codecs.lookup(encoding)
                "".encode(encoding)
            except (LookupError, ValueError):
                self._fail(node, f"“{_short(encoding)}” is no encoding that is known.", ENCODINGS_KNOWN)
            encodings.append((pattern, encoding))
        columns = []
        for pattern, node in self._patterns(top, "columns", "posts.csv: {text: body}"):
            held = dict(self._mapping(node, "columns", ("text", *KEYS)))
            columns.append((pattern, {key: self._text(value, key).strip() for key, value in held.items()}))
        return ReadingRules(
            tuple(encodings),
            tuple(self._text(node, "passwords") for node in self._list(top, "passwords")),
            tuple(columns),
            tuple(value_of(self._text(node, "exclude")) for node in self._list(top, "exclude")),
            self._languages(top["ocr"]) if "ocr" in top else "",
        )

    def _languages(self, node: yaml.Node) -> str:
        languages = self._text(node, "ocr").strip()
        if not _LANGUAGES.fullmatch(languages):
            hint = "Name them as “tesseract --list-langs” does, joined by +: ocr: eng+deu"
            self._fail(node, f"“{_short(languages)}” names no languages.", hint)
        return languages

    def _patterns(self, top: Mapping[str, yaml.Node], key: str, example: str) -> Iterator[tuple[str, yaml.Node]]:
        """The rows of a mapping whose keys are files or patterns."""
        import yaml

        node = top.get(key)
        if node is None:
            return
        if not isinstance(node, yaml.MappingNode):
            self._fail(node, f"“{key}” must be files and values.", f"Write it as {key}: {{{example}}}.")
        for name, value in node.value:
            yield value_of(self._text(name, key)), value

    def _fail(self, node: yaml.Node, message: str, hint: str) -> NoReturn:
        raise CorpusError(self.title, f"{self.name}, line {node.start_mark.line + 1}: {message}", hint)

    def _mapping(
        self, node: yaml.Node, what: str, allowed: Sequence[str], exact: bool = False
    ) -> Iterator[tuple[str, yaml.Node]]:
        """Keys and their nodes. Unknown and doubled keys are errors; keys without a value are passed over.

        Synonyms of metadata keys are understood where these are allowed, unless `exact` names are asked for.
        """
        import yaml

        if not isinstance(node, yaml.MappingNode):
            self._fail(node, f"{what} must be keys and values.", f"Write it as {allowed[0]}: … on lines of their own.")
        seen: set[str] = set()
        for key_node, value in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else ""
            known = key if key in allowed else canonical(key) if "published" in allowed and not exact else None
            if known is None or known not in allowed:
                self._unknown(key_node, key, what, allowed)
            if known in seen:
                self._fail(key_node, f"“{_short(key)}” is given twice in {what}.", "Keep one of them.")
            seen.add(known)
            if not (isinstance(value, yaml.ScalarNode) and value.tag.endswith(":null")):
                yield known, value

    def _unknown(self, node: yaml.Node, key: str, what: str, allowed: Sequence[str]) -> NoReturn:
        others = SYNONYMS if "title" in allowed and "published" in allowed else {}
        names = {**others, **{name: name for name in allowed}}
        from difflib import get_close_matches

        near = get_close_matches(key.lower()[:40], list(names), 1, 0.6)
        hint = f"Did you mean “{names[near[0]]}”? " if near else ""
        self._fail(node, f"unknown key “{_short(key)}” in {what}.", f"{hint}Known are: {', '.join(allowed)}.")

    def _list(self, top: Mapping[str, yaml.Node], key: str) -> Sequence[yaml.Node]:
        import yaml

        node = top.get(key)
        if node is None:
            return ()
        if not isinstance(node, yaml.SequenceNode):
            self._fail(node, f"“{key}” must be a list.", "Begin each of its entries with “- ”.")
        return cast("Sequence[yaml.Node]", node.value)

    def _text(self, node: yaml.Node, key: str) -> str:
        import yaml

        if not isinstance(node, yaml.ScalarNode):
            self._fail(node, f"“{key}” must be one value.", "Write one text, in quotes if it holds “: ”.")
        return str(node.value)

    def _document(self, node: yaml.Node) -> DocumentEntry:
        names: list[str] = []
        hashes: list[str] = []
        meta: dict[str, str] = {}
        for key, value in self._mapping(node, "a document", ("file", "sha256", "same_as", *KEYS)):
            if key == "same_as":
                for inner, given in self._mapping(value, "same_as", ("file", "sha256")):
                    self._identify(inner, given, names, hashes)
            elif key in ("file", "sha256"):
                self._identify(key, value, names, hashes)
            else:
                meta[key] = self._meta(key, value)
        if not names and not hashes:
            self._fail(node, "a document without a file.", "Say which it is: file: name.txt, or sha256: ….")
        return DocumentEntry(tuple(names), tuple(hashes), {key: value for key, value in meta.items() if value})

    def _identify(self, key: str, node: yaml.Node, names: list[str], hashes: list[str]) -> None:
        value = self._text(node, key).strip()
        if key == "file":
            # As ids are: sanitised part by part, relative to the corpus.
            name = "/".join(part for part in map(sanitise_line, value.split("/")) if part not in ("", "."))
            if not name:
                self._fail(node, "“file” is empty.", "Give the file's name as it is in the folder.")
            names.append(name)
        elif _HEX.fullmatch(value.lower()):
            hashes.append(value.lower())
        else:
            self._fail(node, "“sha256” must be 64 hexadecimal digits.", "sha256sum FILE prints them.")

    def _meta(self, key: str, node: yaml.Node) -> str:
        value = value_of(self._text(node, key))
        if key == "published" and value:
            day = published_of(value)
            if day is None:
                self._fail(node, f"“{_short(value)}” is no date.", DATES_ACCEPTED)
            return day
        if key == "published_basis" and value not in ("stated", "inferred"):
            self._fail(node, f"published_basis cannot be “{_short(value)}”.", "It is stated or inferred.")
        return value

    def _topics(self, nodes: Sequence[yaml.Node]) -> tuple[TopicRow, ...]:
        rows: dict[str, TopicRow] = {}
        for node in nodes:
            given: dict[str, str] = {}
            hand: dict[str, tuple[HandPassage, ...]] = {}
            line = node.start_mark.line + 1
            for key, value in self._mapping(node, "a topic", TOPIC_KEYS):
                if key in ("add", "drop"):
                    hand[key] = tuple(self._passage(item, key) for item in self._list({key: value}, key))
                else:
                    given[key] = value_of(self._text(value, key))
                    line = value.start_mark.line + 1 if key == "query" else line
            for key in ("name", "query"):
                if not given.get(key) and not (key == "query" and hand.get("add")):
                    self._fail(node, f"a topic without a {key}.", FORM)
            if given["name"].casefold() in rows:
                self._fail(node, f"the topic “{_short(given['name'])}” is given twice.", "Rename or join them.")
            rows[given["name"].casefold()] = TopicRow(
                given["name"],
                given.get("description", ""),
                given.get("query", ""),
                hand.get("add", ()),
                hand.get("drop", ()),
                file=self.name,
                line=line,
            )
        return tuple(rows.values())

    def _passage(self, node: yaml.Node, what: str) -> HandPassage:
        given = {key: self._text(value, key) for key, value in self._mapping(node, what, PASSAGE_KEYS, exact=True)}
        file, text, at = value_of(given.get("file", "")), given.get("text", ""), given.get("at", "-1")
        if not file or not text.strip():
            self._fail(node, f"a passage of “{what}” without its file or its words.", PASSAGE_FORM)
        if not re.fullmatch(r"-?[0-9]{1,12}", at):
            self._fail(node, f"“{_short(at)}” is no number of characters.", PASSAGE_FORM)
        return HandPassage(file, text, int(at))

    def _alias(self, node: yaml.Node) -> KnownAlias:
        import yaml

        name, kind, aliases = "", "", []
        for key, value in self._mapping(node, "an alias", ("name", "type", "aliases")):
            if key == "aliases":
                if not isinstance(value, yaml.SequenceNode):
                    self._fail(value, "“aliases” must be a list.", "Write [one name, another name].")
                aliases = [value_of(self._text(item, "aliases")) for item in value.value]
            elif key == "name":
                name = value_of(self._text(value, key))
            else:
                kind = self._text(value, key).strip().lower()
                if kind not in ENTITY_TYPES:
                    from difflib import get_close_matches

                    near = get_close_matches(kind[:40], ENTITY_TYPES, 1, 0.5)
                    hint = f"Did you mean “{near[0]}”? " if near else ""
                    self._fail(value, f"unknown type “{_short(kind)}”.", f"{hint}Known are: {', '.join(ENTITY_TYPES)}.")
        if not name:
            self._fail(node, "aliases without a name.", "Give the name they all mean: name: ….")
        return KnownAlias(name, cast("EntityType | None", kind or None), tuple(filter(None, aliases)))

    def _corrections(self, nodes: Sequence[yaml.Node]) -> tuple[Correction, ...]:
        made: list[Correction] = []
        for node in nodes:
            row: dict[str, str | list[str]] = {}
            for key, value in self._mapping(node, "a correction", CORRECTION_KEYS, exact=True):
                if key in LISTS:
                    row[key] = [value_of(self._text(item, key)) for item in self._list({key: value}, key)]
                else:
                    # A sentence is looked up as it is, however long.
                    row[key] = self._text(value, key) if key == "text" else value_of(self._text(value, key))
            try:
                one = correction_of(row)
            except RowError as error:
                self._fail(node, f"{error.message}.", error.hint)
            if any(one.id == other.id for other in made):
                one = replace(one, id=f"{one.id}-{node.start_mark.line + 1}")
            made.append(one)
        return tuple(made)


def _short(value: str) -> str:
    line = sanitise_line(value[:200])
    return line if len(line) <= 60 else line[:59] + "…"
