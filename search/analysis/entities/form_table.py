"""Mentions gathered into name forms: what is written alike is one form, unless the corpus means several by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from search.analysis.entities.organizations.acronyms import alike_names
from search.analysis.entities.persons.titles import with_title
from search.analysis.lexicon import ENGLISH
from search.analysis.lexicon.gazetteer import gazetteer
from search.analysis.names.forms import SEVERAL_WEAK, SINGLE_MODEL, WEIGHTS, Form, norm
from search.analysis.names.mention import RawMention
from search.analysis.names.parentheticals import is_acronym

_SMALL = ENGLISH.words("names", "left out of acronyms")

_MAX_LEN_WEAK = 4  # words of a name that nothing vouches for
_SPEAKER = 0.5  # what a verb of saying adds to a weak name's vote for a person

Docs = Mapping[str, tuple[str, Sequence[RawMention]]]


def forms_of(docs: Docs) -> list[Form]:
    """The forms of all mentions, in the order of documents and places; `docs`: id → (cleaned text, raw mentions)."""
    table = _FormTable(docs)
    for doc in sorted(docs):
        text, mentions = docs[doc]
        for mention in mentions:
            table.add(doc, text, mention)
    return list(table.forms.values())


class _FormTable:
    """The forms so far by key, document, owner and sense, and the keys by which the corpus means several."""

    def __init__(self, docs: Docs) -> None:
        self.forms: dict[tuple[str, str, str, str], Form] = {}
        self.contested, self.double, self.shared = _contested(docs), _two_senses(docs), _shared_letters(docs)

    def add(self, doc: str, text: str, m: RawMention) -> None:
        """Enters a mention."""
        key = norm(m.text)
        if not key:
            return
        form = self._form(key, doc, m)
        form.surfaces[m.text] += 1
        _vote(form, m)
        form.docs.add(doc)
        form.mentions.append((doc, m.start, m.end, m.text))
        _note_extra(form, doc, m)
        if m.extra.get("title") and (titled := with_title(text, m)):
            form.titled[titled] += 1

    def _form(self, key: str, doc: str, m: RawMention) -> Form:
        """The form of a mention, made where it is the first."""
        words = tuple(key.split())
        owner = m.extra.get("owner", "") if key in self.contested else ""
        sense = self._sense(key, m)
        scope = doc if self._of_document(key, words, m, sense) else ""
        at = (key, scope, owner, sense)
        form = self.forms.get(at)
        if form is None:
            form = self.forms[at] = Form(key=key, words=words, doc=scope, owner=owner, sense=sense)
        return form

    def _sense(self, key: str, m: RawMention) -> str:
        """ "person" or "place" for a word that is both in this corpus; "" for others."""
        if key not in self.double:
            return ""
        return "place" if m.type == "place" and "speaks" not in m.extra else "person"

    def _of_document(self, key: str, words: Sequence[str], m: RawMention, sense: str) -> bool:
        """Whether a form is read by its document alone: surnames, and acronyms that stand for several."""
        if sense:
            return sense == "person"
        if len(words) > 1:
            return False
        if is_acronym(m.text) and m.rule != "title":
            return key in self.shared
        return m.rule not in ("gazetteer", "head", "definition", "acronym")


def _vote(form: Form, m: RawMention) -> None:
    """Counts what a mention's rule says of the type."""
    weight = WEIGHTS.get(m.rule, 0.0)
    if form.sense == "person" and m.type == "place":
        form.votes["person"] += weight
        weight = 0.0
    if m.rule == "model" and len(form.words) == 1:
        weight = SINGLE_MODEL
    if m.rule == "weak" and 1 < len(form.words) <= _MAX_LEN_WEAK and "inside" in m.extra and plain(form.words):
        weight = SEVERAL_WEAK
    form.votes[m.type] += weight
    if "speaks" in m.extra and m.rule in ("model", "weak") and m.type == "person":
        form.votes["person"] += _SPEAKER
    form.rules[m.rule if not form.sense or m.type == form.sense else "weak"] += 1


def _note_extra(form: Form, doc: str, m: RawMention) -> None:
    """Keeps what is known of a mention beside its type; see `RawMention`."""
    extra = m.extra
    if extra.get("owner"):
        form.owners[extra["owner"]].add(doc)
    if extra.get("title"):
        form.titles[extra["title"]] += 1
    if extra.get("nickname"):
        form.nicknames.add(norm(extra["nickname"]))
    if extra.get("defines"):
        form.defines.add((doc, norm(extra["defines"])))
    form.only_initial = form.only_initial and "initial" in extra
    form.common = form.common or "common" in extra
    form.speaks = form.speaks or "speaks" in extra
    form.firm += "firm" in extra
    form.article = form.article or "article" in extra


def plain(words: Sequence[str]) -> bool:
    """Whether no word of a name is one that names nothing."""
    lex = gazetteer()
    return not any(w in lex.no_names or w in lex.portfolio or w in lex.function_words for w in words)


def _contested(docs: Docs) -> set[str]:
    """Keys of two countries by the words before them: "Spain's Foreign Ministry", "Chile's Foreign Ministry"."""
    owners: dict[str, set[str]] = {}
    for _, mentions in docs.values():
        for m in mentions:
            if m.extra.get("owner") and m.type == "organization":
                owners.setdefault(norm(m.text), set()).add(m.extra["owner"])
    return {key for key, named in owners.items() if len(named) > 1}


def _shared_letters(docs: Docs) -> set[str]:
    """Acronyms that documents give to bodies of different words: each document's is read by itself."""
    meant: dict[str, set[str]] = {}
    for _, mentions in docs.values():
        for letters, name in _lettered(mentions):
            meant.setdefault(letters, set()).add(name)
    return {
        key
        for key, names in meant.items()
        if any(not alike_names(a.split(), b.split()) for a, b in combinations(sorted(names), 2))
    }


def _lettered(mentions: Sequence[RawMention]) -> Iterator[tuple[str, str]]:
    """The acronyms of a document and the bodies and laws in it that have their initials."""
    letters = {norm(m.text) for m in mentions if is_acronym(m.text)}
    long = {norm(m.text) for m in mentions if m.type in ("organization", "law") and " " in m.text} if letters else ()
    for name in long:
        words = name.split()
        for key in {"".join(w[0] for w in words if w not in _SMALL), "".join(w[0] for w in words)} & letters:
            yield key, name


def _two_senses(docs: Docs) -> set[str]:
    """Single words that name a person here and a place there: "Lord Selby" and "in Selby"."""
    people, places = set(), set()
    for _, mentions in docs.values():
        for m in mentions:
            words = norm(m.text).split()
            if m.type == "person" and m.rule in ("title", "nickname", "lexicon", "context") and words:
                people.add(words[-1])
            elif m.type == "place" and m.rule in ("gazetteer", "context", "head") and len(words) == 1:
                places.add(words[0])
    return people & places
