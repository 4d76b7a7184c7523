"""Text cut into paragraphs, sentences and passages. Linear time, however the text is made; nothing here raises."""

from __future__ import annotations

import re
from collections.abc import Iterator

from search.model import Span
from search.text.wordlists import ENGLISH, words

# ---- paragraphs ------------------------------------------------------------------------------------------------

_PARAGRAPH = re.compile(r"\S[^\n]*")


def paragraphs(text: str) -> tuple[Span, ...]:
    """The paragraphs of `text`: its lines, trimmed, without the empty ones."""
    return tuple(paragraphs_of(text))


def paragraphs_of(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """The paragraphs of `text[start:end]` one after the other: for texts of which not all are to be held."""
    for line in _PARAGRAPH.finditer(text, start, len(text) if end is None else end):
        yield Span(line.start(), _trimmed(text, line.end()))


def _trimmed(text: str, end: int) -> int:
    """Where the white space before `end` begins, without a copy of the line."""
    while text[end - 1].isspace():
        end -= 1
    return end


MAX_LEN_PART = 20_000  # characters; some 3,300 words: printed paragraphs of more than 1,500 are hardly met
_AHEAD = 300  # characters behind a stop that may be looked at to tell whether it ends a sentence


def parts(text: str, most: int = MAX_LEN_PART) -> Iterator[Span]:
    """The paragraphs of `text`, in order, those longer than `most` characters in pieces of at most so many.

    A piece ends where `sentences` of the whole ends one, in a piece without an end between words, and where no word
    ends either, anywhere. So what is worked out piece by piece needs no more memory, however long a line is.
    """
    for paragraph in paragraphs_of(text):
        start = paragraph.start
        while paragraph.end - start > most:
            cut = _cut(text, start, start + most)
            yield Span(start, _trimmed(text, cut))
            start = cut
            while text[start].isspace():
                start += 1
        yield Span(start, paragraph.end)


def head_of(text: str, most: int) -> str:
    """`text`, or of one longer than `most` characters as many whole paragraphs as fit, else sentences, else words."""
    if len(text) <= most:
        return text
    low = max(0, most - MAX_LEN_PART)
    return text[: _trimmed(text, text.rfind("\n", low + 1, most) + 1 or _cut(text, low, most))]


def _cut(text: str, start: int, stop: int) -> int:
    """The last place after `start` and at or before `stop` where a sentence begins, else a word, else `stop`."""
    known = max(start, stop - _AHEAD)
    for span in reversed(sentences(text, start, stop)):
        if start < span.start <= known:
            return span.start
    return max(text.rfind(" ", start + 1, stop), text.rfind("\t", start + 1, stop), 0) or stop


# ---- sentences -------------------------------------------------------------------------------------------------

# A possible end: stops, then closing quotes, brackets and note marks that belong to the sentence. A row of stops is
# looked at once, from its first and as a whole: its time would grow with its square.
_STOP = re.compile(
    r"""(?P<stop>(?<![.!?…])[.!?…]++)(?P<close>["'”’»)\]]*(?:\[\d{1,3}\])*)(?=\s|$)|(?P<cjk>[。！？]+[」』”’）]*)|\s(?=[•▪●◦‣]\s)"""
)
_OPENING = re.compile(r"""\s*["'“‘«(\[¿¡—–-]{0,6}\s?""")
_BULLET = re.compile(r"[•▪●◦‣*·–—-]\s+|\s+")
_HAS_WORD = re.compile(r"\w")
_WORD = re.compile(r"[^\W\d_]+(?:['’.][^\W\d_]+){0,4}")
_TOKEN_BEFORE = re.compile(r"(?:^|[\s(\[“\"‘'«—–/])([^\s(\[“\"‘'«—–/]{1,24})$")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_SPEAKER = re.compile(rf"(?:[A-Z][\w.’'-]{{0,24}}\s+){{1,4}}{ENGLISH.pattern('segmentation', 'verbs of saying')}\b")


# Abbreviations, without their last stop.
_TITLES = ENGLISH.words("segmentation", "titles")
_NEVER_LAST = _TITLES | words("e.g i.e eg ie cf viz vs v approx ca")
_BEFORE_NUMBER = ENGLISH.words("segmentation", "before a number")
_EITHER = ENGLISH.words("segmentation", "anywhere")
_STARTERS = ENGLISH.words("segmentation", "openings")
_AFTER_HOUR = ENGLISH.words("segmentation", "after an hour")


def sentences(text: str, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
    """The sentences of `text[start:end]`, trimmed, none across a paragraph; bullets and wordless rules are left out.

    By rules: a stop, closing quotes and brackets, white space and something that can open a sentence, unless what
    stands before is an abbreviation, an initial or a list's number. “U.S. The …” goes by the word that follows.
    """
    found: list[Span] = []
    for paragraph in paragraphs_of(text, start, end):
        begin = _begin(text, paragraph.start, paragraph.end)
        for stop in _STOP.finditer(text, begin, paragraph.end):
            if stop.start() < begin:
                continue
            if stop.end() >= paragraph.end:
                break
            if _ends(text, stop, begin, paragraph.end):
                last = stop.end() if text[stop.end() - 1] > " " else stop.start()
                if _HAS_WORD.search(text, begin, last):
                    found.append(Span(begin, last))
                begin = _begin(text, stop.end(), paragraph.end)
        if _HAS_WORD.search(text, begin, paragraph.end):
            found.append(Span(begin, paragraph.end))
    return tuple(found)


def _begin(text: str, start: int, end: int) -> int:
    """Where the sentence really begins: after white space and one bullet."""
    while (skip := _BULLET.match(text, start, end)) and skip.end() < end:
        start = skip.end()
    return start


def _ends(text: str, stop: re.Match[str], begin: int, end: int) -> bool:
    """Whether a sentence that began at `begin` ends with this stop; `end` is the paragraph's."""
    marks = stop.group("stop")
    if marks is None:  # a full stop of a script without capitals, or a bullet inside the line
        return stop.start() > begin
    opening = _OPENING.match(text, stop.end(), end)
    following = opening.end() if opening else stop.end()
    if following >= end:
        return True
    char = text[following]
    if char.islower() or char in ".,;:!?…":
        return False
    if marks != ".":  # “Why?” Smith asked. goes on
        return not (stop.group("close") and "…" not in marks and _SPEAKER.match(text, following, end))
    if stop.group("close")[:1] not in ("", ")", "]"):
        return True  # a stop inside closing quotes is the sentence's own
    before = _TOKEN_BEFORE.search(text[max(begin, stop.start() - 25) : stop.start()])
    if before is None:
        return True
    token = before.group(1)
    return _ends_after(token, len(token) == stop.start() - begin, char, _next_word(text, following, end))


def _next_word(text: str, start: int, end: int) -> str:
    word = _WORD.match(text, start, min(end, start + 40))
    return word.group() if word else ""


def _ends_after(token: str, first: bool, char: str, word: str) -> bool:
    """Whether `token` and a full stop end a sentence that `word` (beginning with `char`) may open.

    `first` says that the token is all there is of the sentence so far.
    """
    if token in _NEVER_LAST:
        return False
    if token in _BEFORE_NUMBER:
        return not char.isdigit() and (not first or token == "No")
    if first and (token.isdigit() or (len(token) == 1 and token.isalpha()) or _is_numeral(token)):
        return False  # “1. The court …”, “b. Whether …”, “IV. Findings”
    next_word = word.lower()
    if token.lower() in ("a.m", "p.m"):
        return not char.isdigit() and next_word not in _AFTER_HOUR
    if token in _EITHER or (len(token) == 1 and token.isupper()) or _DOTTED.fullmatch(token):
        return next_word in _STARTERS
    return True


def _is_numeral(token: str) -> bool:
    return len(token) <= 5 and not token.strip("IVXivx")


# ---- passages --------------------------------------------------------------------------------------------------

_WORDS = re.compile(r"\S+")


def passages(text: str, most_words: int = 120) -> tuple[Span, ...]:
    """The paragraphs of `text`, long ones cut at sentence ends into runs of at most `most_words` words.

    The runs of a paragraph are about equally long; a single sentence that is longer is cut between words.
    """
    found: list[Span] = []
    for paragraph in paragraphs(text):
        # A word takes at least two characters with its space.
        if paragraph.end - paragraph.start < 2 * most_words:
            found.append(paragraph)
            continue
        words = len(text[paragraph.start : paragraph.end].split())
        if words <= most_words:
            found.append(paragraph)
        else:
            found.extend(_runs(text, paragraph, words, most_words))
    return tuple(found)


def _runs(text: str, paragraph: Span, words: int, most_words: int) -> Iterator[Span]:
    wanted = words / -(-words // most_words)
    start, end, held = paragraph.start, paragraph.start, 0
    for piece, count in _pieces(text, paragraph, most_words):
        if held and (held + count > most_words or held >= wanted):
            yield Span(start, end)
            held = 0
        if not held:
            start = piece.start
        end = piece.end
        held += count
    if held:
        yield Span(start, end)


def _pieces(text: str, paragraph: Span, most_words: int) -> Iterator[tuple[Span, int]]:
    """Sentences with their word counts, those longer than `most_words` cut between words."""
    for sentence in sentences(text, paragraph.start, paragraph.end):
        count = len(text[sentence.start : sentence.end].split())
        if count <= most_words:
            yield sentence, count
            continue
        start, end, held = sentence.start, sentence.start, 0
        for word in _WORDS.finditer(text, sentence.start, sentence.end):
            if held == most_words:
                yield Span(start, end), held
                start, held = word.start(), 0
            end = word.end()
            held += 1
        yield Span(start, end), held
