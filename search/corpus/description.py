"""What is known of a document – title, source, author, day, language, address – and where each value comes from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from search.codebook.codebook import DocumentEntry
from search.codebook.metadata import DATES_ACCEPTED, normalised, value_of
from search.corpus.byline import dated_title, from_text
from search.corpus.masthead import day_in_name
from search.corpus.readers import Raw
from search.model import Problem, Provenance

KEYS = ("title", "source", "author", "published", "language", "url")


class Description(NamedTuple):
    """Values by key, the provenance of each, and what was given and not understood."""

    values: Mapping[str, str]
    provenance: Mapping[str, Provenance]
    problems: tuple[Problem, ...]


def described(doc: str, entry: DocumentEntry | None, raw: Raw, text: str, furniture: tuple[str, ...]) -> Description:
    """The metadata of document `doc` from codebook, front matter or format, text, and file name, in this order.

    `text` and `furniture` are what is left of `raw.text` and what was set aside of it.
    """
    problems: list[Problem] = []

    def trouble(key: str, value: str) -> None:
        message = f"{doc}: {key} is “{value[:60]}”, which is no date; it is taken as unknown."
        problems.append(Problem("Publication date not understood", message, DATES_ACCEPTED, doc))

    curated = dict(entry.meta) if entry else {}
    given = normalised(raw.meta, trouble)
    said = normalised({**from_text(text, furniture), **({"title": raw.heading} if raw.heading else {})}, trouble)
    if raw.meta_origin == "format" and given.get("published_basis") == "inferred" and "published" in said:
        given.pop("published")  # the day a file was made is worth less than the day its text gives
    if problems and "published" not in curated:
        said.pop("published", None)
    name = value_of(doc.rpartition("/")[2].rpartition(".")[0]) or doc
    values: dict[str, str] = {}
    provenance: dict[str, Provenance] = {}
    of_name = _of_name(name)
    if problems:
        of_name.pop("published", None)  # what was given and not understood is not overruled by a name
    if given.get("published_basis") == "inferred" and "published" in of_name:
        given.pop("published")
    for origin, found in (("codebook", curated), (raw.meta_origin, given), ("text", said), ("file", of_name)):
        for key in KEYS:
            if key in values or not found.get(key):
                continue
            values[key] = found[key]
            inferred = key == "published" and found.get("published_basis") == "inferred"
            provenance[key] = Provenance(
                origin,  # type: ignore[arg-type]  # the tuple above holds Origins
                inferred,
                found.get("published_why", "") if inferred else "",
            )
    if "published" not in values and not problems and (day := dated_title(values["title"])):
        values["published"] = day
        provenance["published"] = Provenance("text", True, f"the title is dated: “{values['title']}”")
    return Description(values, provenance, tuple(problems))


def _of_name(name: str) -> dict[str, str]:
    """What a file's name says: a title, and the day where one is in it."""
    said = {"title": name}
    if day := day_in_name(name):
        said.update(published=day, published_basis="inferred", published_why=f"the file's name has the day: “{name}”")
    return said
