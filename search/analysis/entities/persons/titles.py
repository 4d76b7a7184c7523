"""Names as they are written with their titles: "Judge Haskell", "Dame Felicity Marsh"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from search.analysis.lexicon import words as listed
from search.analysis.lexicon.gazetteer import gazetteer
from search.analysis.names.forms import Form
from search.analysis.names.mention import RawMention
from search.text.folding import fold

_MAX_LEN_TITLE = 60  # characters of a title and what stands between it and the name
_MAX_TITLE_WORDS = 4
# Titles of anybody: they would only double the surname. "" is the full stop after them.
_COURTESY = listed("mr mrs ms miss mx messrs") | {""}


def with_title(text: str, mention: RawMention) -> str:
    """The mention with the title before it, as written; "" where that is "Mr", not in capitals, or a long office."""
    words = mention.extra["title"].split()
    if all(fold(word).strip(".") in _COURTESY for word in words):
        return ""
    if not words or len(words) > _MAX_TITLE_WORDS or not words[0][:1].isupper() or mention.text.startswith(words[0]):
        return ""
    at = text.rfind(words[0], max(0, mention.start - _MAX_LEN_TITLE), mention.start)
    written = " ".join(text[at : mention.end].split()) if at >= 0 else ""
    return written if written.replace(".", "").startswith(" ".join(words).replace(" .", "").replace(".", "")) else ""


def titled_names(group: Sequence[Form]) -> list[str]:
    """The titled names of one person's forms, the commonest first."""
    counts: Counter[str] = Counter()
    for form in group:
        counts.update(form.titled)
    return sorted(counts, key=lambda s: (-counts[s], s))


def only_by_title(group: Sequence[Form]) -> set[str]:
    """Bare surfaces that are a place's name as well, and this person's only behind a title: "Lord Selby"."""
    out: set[str] = set()
    for form in group:
        titles = sum(n for t, n in form.titles.items() if fold(t.split()[-1]) in gazetteer().named_by_title)
        if form.sense == "person" and len(form.words) == 1 and titles == len(form.mentions):
            out.update(form.surfaces)
    return out
