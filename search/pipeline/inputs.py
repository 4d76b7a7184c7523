"""What the analysis rests on beside the documents: code, model, codebook, corrections; as versions to compare."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from search.analysis.names.recognizer import MODEL_NAME
from search.files import dumps
from search.pipeline import code_versions

if TYPE_CHECKING:
    from search.corpus.corpus import Corpus

TOPICS_OF = "topics_of"  # the store's remembered value that says what the stored topics were made from


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What the analysis rests on beside the documents. `document` and `digest` are versions: of one, of all.

    `identity` is the version of what identity rests on beside the names it is told.
    """

    names: str
    dates: str
    model: str
    digest: str
    identity: str
    topics: str
    """What the topics rest on beside the texts: their code, the codebook's and the reader's own."""

    @property
    def document(self) -> str:
        """The version of a document's own results."""
        return f"{self.names}|{self.dates}"


def installed_model() -> str:
    """The language model and its library as they are installed, neither imported; empty where one is missing."""
    model, library = code_versions.installed(MODEL_NAME.replace("_", "-")), code_versions.installed("spacy")
    return f"{MODEL_NAME} {model}, spaCy {library}" if model and library else ""


def inputs_of(corpus: Corpus, mark: str, known: Mapping[str, str], own_topics: str = "") -> Inputs:
    """Versions, codebook and corrections as they are now. `known` are the store's remembered values.

    A model that is installed but could not be loaded last time (`known["model"]`) counts as none until what is
    installed changes. `mark` is the state of the reader's corrections, `own_topics` that of their topics; "" where
    there are none or they are left out. Topics alone never ask for the rest to be worked out again.
    """
    installed = installed_model()
    model = known.get("model", installed) if known.get("installed") == installed else installed
    by_name = f"{code_versions.code_version('names')}+{model or 'rules'}"
    by_date = code_versions.code_version("dates")
    code = code_versions.code_version("corpus")
    book = corpus.codebook
    parts = (by_name, by_date, code, book.reading_digest, book.naming_digest, mark)
    topics = (code, repr(book.topics), own_topics)
    identity = f"{by_name}|{code_versions.code_version('identity')}"
    return Inputs(
        names=by_name, dates=by_date, model=model, digest=digest_of(parts), identity=identity, topics=digest_of(topics)
    )


def digest_of(parts: object) -> str:
    """A digest (64 hexadecimal digits) of anything that JSON can hold."""
    return hashlib.sha256(dumps(parts).encode()).hexdigest()
