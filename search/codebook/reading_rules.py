"""What a corpus.yaml says of reading files: encodings, passwords, columns of tables, and what is left out.

```yaml
encodings: {letter.txt: cp1250, "old/*.txt": koi8-r}
passwords: ["…", "…"]                 # tried in turn on every encrypted file
columns: {posts.csv: {text: body, title: subject, published: created_at}}
exclude: ["drafts/*", "*.log"]
ocr: eng+deu                          # the languages of scans, as tesseract calls them
```
A pattern is a path relative to the corpus, or a file's bare name, with * and ? as a shell has them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

KEYS = ("encodings", "passwords", "columns", "exclude", "ocr")


@dataclass(frozen=True, slots=True)
class ReadingRules:
    """The rules; of the (pattern, value) rows of `encodings` and `columns` the first that fits a file is its own."""

    encodings: tuple[tuple[str, str], ...] = ()
    passwords: tuple[str, ...] = ()
    columns: tuple[tuple[str, Mapping[str, str]], ...] = ()
    exclude: tuple[str, ...] = ()
    ocr: str = ""

    def encoding_of(self, file: str) -> str:
        """The encoding that is set for a file, by its id; "" where none is."""
        return next((encoding for pattern, encoding in self.encodings if fits(file, pattern)), "")

    def columns_of(self, file: str) -> Mapping[str, str]:
        """What the columns of a table hold: "text" or a key of the metadata → name of the column."""
        return next((columns for pattern, columns in self.columns if fits(file, pattern)), {})

    def excluding(self, file: str) -> str:
        """The pattern that leaves a file out; "" where none does."""
        return next((pattern for pattern in self.exclude if fits(file, pattern)), "")

    def merged(self, extra: ReadingRules) -> ReadingRules:
        """Both; where they speak of one file, `extra` is asked first."""
        return ReadingRules(
            (*extra.encodings, *self.encodings),
            tuple(dict.fromkeys((*extra.passwords, *self.passwords))),
            (*extra.columns, *self.columns),
            tuple(dict.fromkeys((*self.exclude, *extra.exclude))),
            extra.ocr or self.ocr,
        )


NO_RULES = ReadingRules()


def fits(file: str, pattern: str) -> bool:
    """Whether a file's id, or its bare name, fits a pattern."""
    return fnmatchcase(file, pattern) or ("/" not in pattern and fnmatchcase(file.rpartition("/")[2], pattern))
