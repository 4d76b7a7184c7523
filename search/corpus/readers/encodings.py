"""Encodings that a file does not declare: of those customary in a language, the one that makes likeliest text of it.

A text's cost in an encoding and a language is the bits it takes to write its characters, each after the one before it,
by the frequencies in `search/corpus/letters/letters.txt`: pairs of letters within words, where words begin and end,
capitals, and what may stand around a quotation mark, a dash or a sign of currency. The single-byte encodings are judged
by a count of all pairs of bytes, so the whole file is judged, in linear time. What is written with thousands of
characters is judged by up to 384 KB of stretches around high bytes.
"""

from __future__ import annotations

import codecs
import math
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

from search.text.wordlists import words

_LETTERS = Path(__file__).parents[1] / "letters" / "letters.txt"
_CHUNK = 1 << 20  # bytes counted at a time
_STRETCH = 131_072  # bytes
_FIRST = 16_384  # bytes by which UTF-16 is told
_MAX_PAIRS = 6_000  # different ones, the most frequent; no text of an alphabet has more

# Bits. Those of letters not in the tables follow from the tables' own cut (2^-12); the others were tuned on half of a
# set of sentences in 36 languages and their encodings, cut at 60, 200, 1,000 and 10,000 characters.
_RARE = 13.0  # a letter of the alphabet after one that it does not follow in the tables
_WESTERN = 13.0  # a letter of another Western alphabet, where the encoding is Western: names
_FOREIGN = 17.0  # another letter that the language does not have
_AFTER_FOREIGN = 7.0
_CAPITAL = 2.0  # at a word's beginning
_CAPITALS = 1.0  # after another
_CAPITAL_WITHIN = 9.0  # after a small letter
_BESIDE_DIGIT = 4.0
_LONELY_MARK = 9.0  # a point of Hebrew, a vowel of Arabic that follows no letter
_BESIDE_WIDE = 8.0  # an ASCII letter beside a Chinese, Japanese or Korean character
_IMPOSSIBLE = 24.0  # a control, or no character at all
# The high bytes are of another language than the rest: names and quotations.
_OTHER_LANGUAGE = 25.0
_OTHER_ALPHABET = 14.0
_OTHER_THAN_ENGLISH = 14.0
_UNUSUAL_IN_ENGLISH = 26.0  # and a tenth more: of readings about as likely, English text has the Western one
_UNLISTED = 15.0  # a Chinese, Japanese or Korean character that is not among the frequent ones
_LIKELY_WIDE = 12.0  # bits a character
_POSSIBLE_WIDE, _PRIOR_UTF16 = 13.0, 40.0  # the same of UTF-16 without a mark, and bits that it must win in all

_QUOTES = frozenset("“”‘’„«»–—…\xa0،؛؟")
_SIGNS = frozenset("€£§°ºª©®™•·½¼¿¡†№²‹›")
# What signs cost more right after and right before a letter, and between spaces. German closes with “ and ‘, Danish
# opens with », Swedish with ”: they cost little there.
_AFTER_LETTER = {**dict.fromkeys("€£§°ºª²©№¿¡„", 6.0), **dict.fromkeys("“‘«–—", 3.0), **dict.fromkeys("‚½¼", 8.0)}
_BEFORE_LETTER = {**dict.fromkeys("€£§°ºª²”", 5.0), **dict.fromkeys("»…–—", 3.0), **dict.fromkeys("½¼", 8.0)}
_BEFORE_SPACE = {**dict.fromkeys("¿¡„‚", 5.0), **dict.fromkeys("“‘«", 2.0)}
_OTHER_SIGN_BESIDE_LETTER = 4.0
_COMMON_WIDE = frozenset("、。「」『』・〜　《》【】〈〉（），：；？！")
_HIGH = re.compile(rb"[\x80-\xff]")
_WIDE = words("gb18030 big5hkscs cp932 euc_jp cp949 utf-16-le utf-16-be")
_BESIDE = re.compile(r"[A-Za-z](?=[^\x00-\x7f])|(?<=[^\x00-\x7f])[A-Za-z]")
_PRIORS = {"cp1252": 0.0, "cp1250": 2.0, "cp1251": 2.0}  # bits
_PRIOR_WINDOWS, _PRIOR_ISO, _PRIOR_DOS, _PRIOR_MAC, _PRIOR_WIDE = 3.0, 5.0, 8.0, 10.0, 10.0


class Guess(NamedTuple):
    """The likeliest encoding (Python's name), and another that a reader may try."""

    encoding: str
    other: str


@dataclass(slots=True)
class _Language:
    """One section of the table. `follow` is first letter → next letter → bits, "_" for a word's beginning and end."""

    name: str
    encodings: tuple[str, ...]
    follow: dict[str, dict[str, float]] = field(default_factory=dict)
    known: dict[tuple[str, str], float] = field(default_factory=dict)

    @property
    def is_western(self) -> bool:
        return "cp1252" in self.encodings

    @property
    def is_latin(self) -> bool:
        return "e" in self.follow

    @property
    def is_wide(self) -> bool:
        return self.encodings[0] in _WIDE

    def bits(self, first: str, then: str) -> float:
        """The bits of a character after another."""
        found = self.known.get((first, then))
        if found is None:
            found = self.known[first, then] = self._bits(first, then)
        return found

    def _bits(self, first: str, then: str) -> float:
        one, two = _folded(first), _folded(then)
        if two == "_":
            bits = _bits_of_sign(then)
            if one == "_":
                lonely = unicodedata.combining(then) and not unicodedata.combining(first)
                return bits + (_LONELY_MARK if lonely else _BEFORE_SPACE.get(first, 0.0) if then.isspace() else 0.0)
            return bits + _beside(then, _AFTER_LETTER) + self.follow.get(one, {}).get("_", _AFTER_FOREIGN)
        bits = 0.0
        if then.isupper():
            bits = _CAPITAL if one == "_" else _CAPITAL_WITHIN if first.islower() else _CAPITALS
        if one == "_":
            bits += _BESIDE_DIGIT if first.isdigit() else _beside(first, _BEFORE_LETTER)
        followed = self.follow.get(one)
        if two not in self.follow:
            return bits + (_WESTERN if self.is_western and two in _western() else _FOREIGN)
        if followed is None:
            return bits + (_AFTER_FOREIGN if self.is_latin else _FOREIGN)
        return bits + followed.get(two, _RARE)


def _folded(char: str) -> str:
    """A letter in lower case; "_" for what is none."""
    if not char.isalpha():
        return "_"
    small = char.lower()
    return small if len(small) == 1 else char


def _bits_of_sign(char: str) -> float:
    if char in " \n\r\t,.":
        return 1.0
    if char.isascii():
        return 3.0 if char.isprintable() else _IMPOSSIBLE
    if char in _QUOTES:
        return 5.0
    if char in _SIGNS:
        return 9.0
    if char == "\ufffd" or char < "\xa0":
        return _IMPOSSIBLE
    if "\u0590" <= char <= "\u06ff":  # points of Hebrew and vowels of Arabic, seldom written
        return 7.0
    return 4.0 if "\u0e00" <= char <= "\u0eff" else 15.0  # vowels of Thai; box drawing, mathematics


def _beside(sign: str, table: Mapping[str, float]) -> float:
    """What a sign costs more beside a letter."""
    usual = sign.isascii() or sign in _QUOTES or "\u0590" <= sign <= "\u0eff"
    return table.get(sign, 0.0 if usual else _OTHER_SIGN_BESIDE_LETTER)


@cache
def _languages() -> tuple[_Language, ...]:
    found: list[_Language] = []
    for line in _LETTERS.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            name, *encodings = line[1:-1].split()
            found.append(_Language(name, tuple(encodings)))
        elif line and not line.startswith("#"):
            groups = line[2:].split("/")
            found[-1].follow[line[0]] = {char: float(bits) for bits, group in enumerate(groups) for char in group}
    return tuple(found)


@cache
def _western() -> frozenset[str]:
    return frozenset().union(*(one.follow for one in _languages() if one.encodings[0] == "cp1252"))


def guessed(data: bytes) -> Guess:
    """The likeliest encoding of bytes that are not UTF-8. Linear time; never raises."""
    counts = _pairs(data)
    best = _narrow(counts)[1]
    sample = b"".join(_stretches(data))
    bits, wide = min(_wide(sample))
    if bits + _PRIOR_WIDE < _narrow(_pairs(sample), plain=False)[0]:
        best = wide
    high = bytes({byte for pair in counts for byte in divmod(pair, 256) if byte > 127})
    if high.decode(best, "replace") == high.decode("cp1252", "replace"):
        best = "cp1252"
    return Guess(best, _other(best, high))


def _other(best: str, high: bytes) -> str:
    """An encoding that is used beside another, and reads the high bytes that there are otherwise."""
    read = high.decode(best, "replace")
    beside = [one.encodings for one in _languages() if best in one.encodings] if best != "cp1252" else [("cp1250",)]
    others = (encoding for encodings in (*beside, ("cp1252",)) for encoding in encodings if encoding != best)
    return next((encoding for encoding in others if high.decode(encoding, "replace") != read), "cp1250")


def _pairs(data: bytes) -> dict[int, int]:
    """256 × byte + next byte → how often; a newline stands before the first byte and after the last."""
    import numpy as np

    total = np.zeros(65_536, dtype=np.int64)
    whole = b"\n" + data + b"\n"
    for start in range(0, len(whole) - 1, _CHUNK):
        part = np.frombuffer(whole[start : start + _CHUNK + 1], dtype=np.uint8).astype(np.uint16)
        total += np.bincount(part[:-1] * np.uint16(256) + part[1:], minlength=65_536)
    return {int(pair): int(total[pair]) for pair in np.flatnonzero(total)}


def _narrow(counts: Mapping[int, int], plain: bool = True) -> tuple[float, str]:
    """(bits, encoding) of the likeliest single-byte encoding; without `plain`, the bits of the high bytes alone."""
    high = sorted((pair for pair in counts if pair & 0x8080), key=lambda pair: -counts[pair])[:_MAX_PAIRS]
    low = {pair: count for pair, count in counts.items() if plain and not pair & 0x8080}
    languages = [one for one in _languages() if not one.is_wide]
    chars = _chars("ascii")
    ascii_bits = {
        one.name: sum(count * one.bits(chars[pair >> 8], chars[pair & 255]) for pair, count in low.items())
        for one in languages
        if one.is_latin
    }
    base = min(ascii_bits, key=lambda name: ascii_bits[name])
    best: dict[str, float] = {}
    for language in languages:
        own = ascii_bits.get(language.name, math.inf)
        for encoding in language.encodings:
            chars = _chars(encoding)
            bits = sum(counts[pair] * language.bits(chars[pair >> 8], chars[pair & 255]) for pair in high)
            bits = _prior(encoding) + min(own + bits, ascii_bits[base] + _mixed(language, base, bits))
            best[encoding] = min(bits, best.get(encoding, math.inf))
    return min((bits, encoding) for encoding, bits in best.items())


def _mixed(language: _Language, base: str, bits: float) -> float:
    """The bits of the high bytes in a language, the rest of the text being in another: names, quotations."""
    if not language.is_latin:
        return bits + _OTHER_ALPHABET
    if base != "en":
        return bits + _OTHER_LANGUAGE
    return bits + _OTHER_THAN_ENGLISH if language.is_western else 1.1 * bits + _UNUSUAL_IN_ENGLISH


def _prior(encoding: str) -> float:
    if encoding in _PRIORS:
        return _PRIORS[encoding]
    if encoding.startswith("cp125"):
        return _PRIOR_WINDOWS
    if encoding.startswith("mac"):
        return _PRIOR_MAC
    return _PRIOR_DOS if encoding.startswith("cp") else _PRIOR_ISO


@cache
def _chars(encoding: str) -> str:
    """The characters of the 256 bytes."""
    return codecs.decode(bytes(range(256)), encoding, "replace")


def _stretches(data: bytes) -> Iterator[bytes]:
    """Up to three stretches with high bytes, each beginning where no character is cut."""
    end = 0
    for third in range(3):
        found = _HIGH.search(data, max(end, third * len(data) // 3))
        if found is None:
            return
        # No character of any encoding ends with a space or a newline.
        start = 1 + max(data.rfind(space, max(end, found.start() - _STRETCH), found.start()) for space in (b" ", b"\n"))
        start = start or max(end, found.start() - 1 if data[found.start() - 1 : found.start()].isascii() else 0)
        end = start + _STRETCH
        yield data[start:end]


def _wide(sample: bytes) -> Iterator[tuple[float, str]]:
    """(bits, encoding) of each encoding of Chinese, Japanese and Korean."""
    for language in _languages():
        if language.is_wide:
            for encoding in language.encodings:
                yield _bits_wide(sample.decode(encoding, "replace"), language.follow["_"]), encoding


def _bits_wide(text: str, frequent: Mapping[str, float]) -> float:
    bits = sum(_bits_of_wide(char, frequent) for char in text if not char.isascii())
    return bits + _BESIDE_WIDE * len(_BESIDE.findall(text))


def _bits_of_wide(char: str, frequent: Mapping[str, float]) -> float:
    found = frequent.get(char)
    if found is not None:
        return found
    if char in _COMMON_WIDE:
        return 5.0
    if "\u3040" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7a3" or "\uff00" <= char <= "\uff60":
        return _UNLISTED
    if char in _QUOTES or char in _SIGNS:
        return 7.0
    return _IMPOSSIBLE if not char.isprintable() or char == "\ufffd" else 16.0


def is_wide(data: bytes) -> bool:
    """Whether bytes are evidently Chinese, Japanese or Korean in an encoding of its own: no gap, and likely."""
    sample = b"".join(_stretches(data))
    bits, encoding = min(_wide(sample))
    text = sample.decode(encoding, "replace")
    # A stretch may end within a character.
    return text.count("\ufffd") <= 3 and bits <= _LIKELY_WIDE * sum(not char.isascii() for char in text)


def utf16(data: bytes) -> str:
    """UTF-16 without a mark, in any script: "utf-16-le", "utf-16-be", or "" where the bytes are neither."""
    sample = data[:_FIRST]
    found = [encoding for encoding in ("utf-16-le", "utf-16-be") if len(sample) > 3 and _is_text(sample, encoding)]
    return found[0] if found else ""


def _is_text(sample: bytes, encoding: str) -> bool:
    """Whether what bytes say in UTF-16 is in one script, with spaces, signs and Western letters at most beside it."""
    text = sample[: len(sample) & ~1].decode(encoding, "replace")
    rows: dict[str, int] = {}
    signs = bad = 0
    for char in text:
        if "\x20" <= char <= "\x7e" or char in "\n\r\t\x0c" or "\u2000" <= char <= "\u206f":
            signs += 1
        elif not char.isprintable() or char == "\ufffd":
            bad += char not in _QUOTES and char != "\ufeff"
        else:
            row = _script(char)
            rows[row] = rows.get(row, 0) + 1
    if bad > len(text) // 500 or not text:
        return False
    most = max(rows, key=lambda row: rows[row], default="")
    if most == "wide":
        return _is_likely_wide(text)
    others = sum(rows.values()) - rows.get(most, 0) - (rows.get("0", 0) if most != "0" else 0)
    return others <= len(text) // 20 and most != "odd" and signs + rows.get(most, 0) > len(text) // 2


def _script(char: str) -> str:
    """Roughly the script of a character: its block of 256, the Latin ones taken together."""
    code = ord(char)
    if 0x2E80 <= code <= 0x9FFF or 0xAC00 <= code <= 0xD7A3 or 0xFF00 <= code <= 0xFFEF:
        return "wide"
    if code >= 0x2000:
        return "latin" if 0x20A0 <= code <= 0x20BF or 0x2100 <= code <= 0x214F else "odd"
    return "latin" if code < 0x250 or 0x1E00 <= code <= 0x1EFF else str(code >> 8)


def _is_likely_wide(text: str) -> bool:
    most = _POSSIBLE_WIDE * sum(not char.isascii() for char in text) - _PRIOR_UTF16
    return any(_bits_wide(text, one.follow["_"]) <= most for one in _languages() if one.is_wide)


def shown(encoding: str) -> str:
    """An encoding as people call it: "Windows-1252" for cp1252."""
    called = {"cp932": "Shift-JIS", "cp949": "EUC-KR", "big5hkscs": "Big5", "gb18030": "GB18030"}.get(encoding)
    if called:
        return called
    for begins, family in (("cp125", "Windows-"), ("cp874", "Windows-"), ("cp", "DOS "), ("mac", "Mac ")):
        if encoding.startswith(begins):
            number = encoding.removeprefix("cp").removeprefix("mac").lstrip("-_")
            return family + number.capitalize()
    return encoding.upper().replace("_", "-")
