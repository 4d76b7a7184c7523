"""corpus.yaml: what people say about their documents, the topics to compare and the names they already know.

```yaml
title: …
documents:
  - {file: name.md, same_as: {file: other name, sha256: hex}, sha256: hex, title: …, source: …, author: …,
     published: 2020-12-21, published_basis: stated | inferred, published_why: …, language: en, url: …}
topics:
  - {name: …, description: …, query: …, add: [ … ], drop: [ … ]}  # see search.codebook.topic_rows
aliases:
  - {name: …, type: person, aliases: [ … ]}
corrections:
  - {split: [ … ], files: [ … ], as: …}         # see search.codebook.correction_rows
encodings: {file: …}                          # these five: see search.codebook.reading_rules
passwords: [ … ]
columns: {file: {text: …}}
exclude: [ … ]
ocr: …
```
`search.codebook.parser` reads it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import cast

from search.codebook.reading_rules import NO_RULES, ReadingRules
from search.codebook.topic_rows import TopicRow
from search.model import Correction, EntityType

FILE_NAME = "corpus.yaml"
FURTHER = "codebook"  # in the ids of corrections from a codebook that serves other corpora too


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """What the codebook says of one document.

    `files` are the names (or paths relative to the corpus) and `sha256s` the hashes of the file's bytes, lower case,
    that it is recognised by. `meta` has some of title, source, author, published (EDTF), published_basis ("stated" or
    "inferred"), published_why, language and url.
    """

    files: tuple[str, ...] = ()
    sha256s: tuple[str, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KnownAlias:
    """Names known to mean one; `type` is None where it is left to the analysis."""

    name: str
    type: EntityType | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Codebook:
    """The curated part of a corpus. `digest` is the sha256 of what it was read from, "" without any."""

    title: str = ""
    documents: tuple[DocumentEntry, ...] = ()
    topics: tuple[TopicRow, ...] = ()
    aliases: tuple[KnownAlias, ...] = ()
    digest: str = ""
    corrections: tuple[Correction, ...] = ()
    reading: ReadingRules = NO_RULES
    _by_hash: Mapping[str, DocumentEntry] = field(default_factory=dict, init=False, repr=False, compare=False)
    _by_name: Mapping[str, DocumentEntry] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Looked up once a document; the first entry that names a file or a hash is its own.
        for entry in reversed(self.documents):
            cast("dict[str, DocumentEntry]", self._by_hash).update(dict.fromkeys(entry.sha256s, entry))
            cast("dict[str, DocumentEntry]", self._by_name).update(dict.fromkeys(entry.files, entry))

    @property
    def reading_digest(self) -> str:
        """A digest of the title and what documents and their metadata rest on, "" where that is nothing."""
        known = (self.title, self.documents)
        rules = self.reading != NO_RULES
        return _digest((*known, self.reading) if rules else known) if any(known) or rules else ""

    @property
    def naming_digest(self) -> str:
        """A digest of what names and dates rest on, "" where that is nothing."""
        known = (self.aliases, self.corrections)
        return _digest(known) if any(known) else ""

    def for_file(self, name_or_id: str, sha256: str = "") -> DocumentEntry | None:
        """What is said of a file: by its hash, by its path in the corpus, or by its bare name; else None."""
        found = self._by_hash.get(sha256) or self._by_name.get(name_or_id)
        return found or self._by_name.get(name_or_id.rpartition("/")[2])

    @staticmethod
    def merged(own: Codebook, extra: Codebook) -> Codebook:
        """`extra` added to `own`; where both speak of one document, topic or name, `extra`, asked for by name, wins.

        The title stays the corpus's own where it has one.
        """
        if not extra.digest:
            return own
        rows = tuple(replace(row, id=row.id.replace(FILE_NAME, FURTHER, 1)) for row in extra.corrections)
        extra = replace(extra, corrections=rows)
        if not own.digest:
            return extra
        documents = [_merged_entry(entry, own) for entry in extra.documents]
        new_topics = {topic.name.casefold() for topic in extra.topics}
        new_names = {alias.name.casefold() for alias in extra.aliases}
        return Codebook(
            title=own.title or extra.title,
            documents=(*documents, *own.documents),
            topics=(*(topic for topic in own.topics if topic.name.casefold() not in new_topics), *extra.topics),
            aliases=(*(alias for alias in own.aliases if alias.name.casefold() not in new_names), *extra.aliases),
            digest=hashlib.sha256(f"{own.digest}+{extra.digest}".encode()).hexdigest(),
            corrections=(*own.corrections, *extra.corrections),
            reading=own.reading.merged(extra.reading),
        )

    def without_aliases(self) -> Codebook:
        """The same without curated names and corrections, for measuring what the analysis finds alone."""
        return replace(self, aliases=(), corrections=())


def _digest(known: object) -> str:
    return hashlib.sha256(repr(known).encode()).hexdigest()


def _merged_entry(entry: DocumentEntry, own: Codebook) -> DocumentEntry:
    """`entry` with what the corpus's own codebook knows besides."""
    keys = (own.for_file("", sha) for sha in entry.sha256s)
    known = next(filter(None, keys), None) or next(filter(None, (own.for_file(name) for name in entry.files)), None)
    return replace(entry, meta={**known.meta, **entry.meta}) if known else entry
