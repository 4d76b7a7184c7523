"""Encodings: what is set, what shows by itself, what must be guessed; a guess is told, and no binary file is read."""

from __future__ import annotations

import random
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.codebook.parser import parsed_codebook
from search.corpus.readers import Options, encodings, reader_for
from search.corpus.readers.decoding import Decoded, decode
from search.errors import CorpusError, SetAsideError

ENGLISH = "The council met on Monday and the vote was close. Nobody from the firm came to the hearing.\n"
RUSSIAN = "Вчера вечером жители посёлка собрались у закрытой школы. Директор сообщил, что крышу починят к осени."

SENTENCES = {
    "The mayor’s café stays shut — “for good,” says Zoë Brontë. Rent rose to £900.": "cp1252 mac-roman",
    "Le préfet a promis une enquête sévère ; sa sœur a été reçue à l’hôtel où elle vit.": "cp1252 iso-8859-15",
    "Gegen den Geschäftsführer läuft ein Verfahren, weil er die Gläubiger getäuscht hat.": "cp1252 cp850 cp437",
    "Mañana hablará el juez, explicó la abogada Inés Peña, y habrá más detenciones.": "cp1252 cp850 mac-roman",
    "Åklagaren säger att förhören fortsätter på måndag och att tre till är misstänkta.": "cp1252 cp850",
    "Sędzia przesłucha świadków jutro, a później zdecyduje, czy będą zatrzymania.": "cp1250 iso-8859-2 cp852",
    "Soudce vyslechne svědky zítra a potom rozhodne, jestli dojde k dalšímu zatýkání.": "cp1250 iso-8859-2",
    "Egyikük sem akarta megmondani, hol van a teherautó, közölte a rendőrség hétfőn.": "cp1250 iso-8859-2",
    RUSSIAN: "cp1251 koi8-r iso-8859-5 cp866 mac-cyrillic",
    "Міський голова повідомив, що її міст закриють на три тижні через повінь.": "cp1251 koi8-u",
    "Κανείς τους δεν ήθελε να πει πού βρίσκεται το φορτηγό της εταιρείας.": "cp1253 iso-8859-7",
    "Hiçbiri kamyonun nerede olduğunu söylemek istemedi, şoför de kayıptı.": "cp1254 iso-8859-9",
    "איש מהם לא רצה לומר היכן נמצאת המשאית. השופט ישמע מחר את העדים.": "cp1255 iso-8859-8",
    "لم يرغب أحد منهم في القول أين توجد الشاحنة. سيستمع القاضي غدا إلى الشهود.": "cp1256 iso-8859-6",
    "Teisėjas rytoj išklausys liudytojus ir tada spręs, ar bus daugiau suėmimų.": "cp1257 iso-8859-13",
    "裁判官は明日、証人の話を聞き、そのあとで決めるという。": "cp932 euc_jp iso2022_jp",
    "法官明天将听取证人的陈述，然后决定是否还会有人被捕。": "gb18030 gbk",
    "法官明天將聽取證人的陳述，然後決定是否還會有人被捕。": "big5",
    "판사는 내일 증인들의 말을 듣고 나서 결정한다고 설명했다.": "euc_kr",
}
CASES = [(text, encoding) for text, encodings in SENTENCES.items() for encoding in encodings.split()]
UNMARKED = [(text, encoding) for text in SENTENCES for encoding in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")]


def read(data: bytes, encoding: str = "", name: str = "late.txt") -> Decoded:
    return decode(Path("folder") / name, data, encoding)


def titles(decoded: Decoded) -> list[str]:
    return [problem.title for problem in decoded.problems]


@pytest.mark.parametrize(("text", "encoding"), CASES)
def test_the_encodings_of_each_language(text: str, encoding: str) -> None:
    data = text.encode(encoding, "ignore")
    decoded = read(data)
    assert decoded.text == data.decode(encoding)
    assert titles(decoded) == ([] if encoding == "iso2022_jp" else ["Encoding guessed"])


@pytest.mark.parametrize(("text", "encoding"), UNMARKED)
def test_wide_characters_without_a_mark(text: str, encoding: str) -> None:
    decoded = read(text.encode(encoding))
    assert (decoded.text, decoded.encoding) == (text, encoding)


def test_a_guess_is_told_with_the_way_out() -> None:
    problem = read(ENGLISH.encode() + b"Ren\xe9 agreed.").problems[0]
    assert problem.title == "Encoding guessed"
    assert problem.message == "late.txt: read as Windows-1252, which the file does not say."
    assert problem.hint == (
        'If it reads wrong, name its encoding in corpus.yaml under encodings: {"late.txt": cp1250}.'
    )
    quoted = read(RUSSIAN.encode("koi8-r"), name='a "b" [1].txt').problems[0]
    assert '{"a \\"b\\" [[]1].txt": cp1251}' in quoted.hint


@pytest.mark.parametrize("name", ["late.txt", "a [1].txt", 'q "x".txt', "no: {what}, #1.txt"])
def test_the_way_out_leads_out(name: str) -> None:
    hint = read(RUSSIAN.encode("koi8-r"), name=name).problems[0].hint
    rules = hint.partition("under ")[2].removesuffix(".")
    assert parsed_codebook(f"title: T\n{rules}\n", "corpus.yaml").reading.encoding_of(f"sub/{name}") == "cp1251"


def test_mail_that_declares_nothing_is_read_as_is_set() -> None:
    reader = reader_for("a.eml")
    assert reader is not None
    head = b"From: a@b.example\nTo: c@d.example\nSubject: x\nDate: Sat, 4 May 2019 10:00:00 +0000\n\n"
    raw = reader.read(Path("a.eml"), head + "Łódź".encode("cp1250"), Options(encoding="cp1250"))
    assert "Łódź" in raw.text
    assert not raw.problems


@pytest.mark.parametrize("text", ["abc", RUSSIAN, "\ufeffmarked " + RUSSIAN])
def test_what_shows_by_itself_is_no_guess(text: str) -> None:
    assert read(text.encode()).problems == ()


@pytest.mark.parametrize("before", [1, 40_000, 1_000_000, 3_000_000])
@pytest.mark.parametrize(
    ("late", "encoding"),
    [
        ("Lefèvre of München signed “the memo”.", "cp1252"),
        (RUSSIAN * 3, "koi8-r"),
        ("市長は月曜日に発表した。" * 9, "cp932"),
    ],
)
def test_the_whole_file_is_judged(before: int, late: str, encoding: str) -> None:
    lead = ENGLISH * (before // len(ENGLISH) + 1)
    decoded = read((lead + late).encode(encoding, "ignore"))
    assert decoded.text == lead + late


@pytest.mark.parametrize(
    "text",
    [
        "Zoë Grant signed the memo on 4 May 2019 in Leeds. " + ENGLISH,
        "The firm paid €5,000 on 3 May 2019. The council agreed.",
        "It cost £12 million, the clerk said.",
        "She said “no” – twice – and the clerk’s note says so…",
        "Über allem. " + ENGLISH,
        "The façade of the Hôtel Šimek cost €3.",
        "café",
        "Temperatures of 25°C over 3½ miles · © 2019 §4, 12 m²",
        "Name;Größe\nMüller;12\n",
        "A résumé of Antonín Dvorák",
    ],
)
def test_western_text_is_windows_1252(text: str) -> None:
    decoded = read(text.encode("cp1252"))
    assert (decoded.text, decoded.encoding) == (text, "cp1252")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("The report by Łukasz Żółkiewski and Wałęsa says that the road in Gdańsk would be closed.", "cp1250"),
        ("The report by Иван Петров says that the road in Moscow would be closed.", "cp1251"),
        ("ЗАКОН О ЗЕМЛЕ", "cp1251"),
        ("ЗАКОН О ЗЕМЛЕ", "koi8-r"),
        ("Привет", "cp1251"),
        ("It’s the city’s “plan”—they said.", "mac-roman"),
    ],
)
def test_names_and_capitals_of_another_alphabet(text: str, encoding: str) -> None:
    assert read(text.encode(encoding)).text == text


@pytest.mark.parametrize(
    ("parts", "count"),
    [
        ((("The café was “closed”.\n", "utf-8"), ("The café was “closed” — for now.\n", "cp1252")), 4),
        ((("Ibáñez señaló.\n", "utf-8"), ("René paid £5.\n" * 40, "cp1252")), 80),
        ((("Правительство сообщило.\n", "utf-8"), ("It’s Müller’s.\n", "cp1252")), 3),
    ],
)
def test_stretches_of_windows_1252_in_utf8(parts: tuple[tuple[str, str], ...], count: int) -> None:
    decoded = read(b"".join(text.encode(encoding) for text, encoding in parts))
    assert decoded.text == "".join(text for text, _ in parts)
    assert f"{count} bytes read as Windows-1252" in decoded.problems[0].message


@pytest.mark.parametrize(
    "data",
    [
        "Ibáñez señaló\n".encode() * 3 + b"bad \xff byte\n",
        "Ibáñez señaló “todo”\n".encode().replace(b"\xc3\xb1", b"\xc3"),
        "Правительство".encode()[:-1] + b"\n",
        "café ".encode() + b"\xff",
    ],
)
def test_damaged_utf8_stays_utf8(data: bytes) -> None:
    decoded = read(data)
    assert (decoded.encoding, titles(decoded)) == ("utf-8", ["Damaged characters"])
    assert decoded.text == data.decode("utf-8", "replace")


def test_capitals_before_a_closing_quotation_mark_are_no_utf8() -> None:
    text = "LA LIBERTÉ» et «\xa0L’ÉGALITÉ\xa0», a dit François."
    assert read(text.encode("cp1252")).text == text
    assert read("小说 中国 学习 计算机 小学".encode("gbk")).text == "小说 中国 学习 计算机 小学"


@pytest.mark.parametrize("encoding", ["cp1250", "CP1250", "windows-1250", " cp1250".strip()])
def test_what_is_set_is_read_so(encoding: str) -> None:
    decoded = read("Łódź".encode("cp1250"), encoding)
    assert (decoded.text, decoded.encoding, decoded.problems) == ("Łódź", "cp1250", ())


def test_what_is_set_and_does_not_fit_is_told() -> None:
    decoded = read(b"one\ncaf\xe9 two", "utf-8")
    assert decoded.text == "one\ncaf\ufffd two"
    assert titles(decoded) == ["Damaged characters"]
    assert "line 2" in decoded.problems[0].message


@pytest.mark.parametrize(
    ("encoding", "remedy"),
    [("cp1525", "cp125"), ("utf8x", "utf-8"), ("klingon", "cp1252"), ("base64", ""), ("a\0b", "")],
)
def test_an_unknown_encoding_names_file_encoding_and_remedy(encoding: str, remedy: str) -> None:
    with pytest.raises(CorpusError) as caught:
        read(b"text", encoding)
    assert caught.value.title == "Unknown encoding"
    assert "late.txt" in caught.value.message
    assert encoding.replace("\0", "") in caught.value.message
    assert remedy in caught.value.hint
    assert caught.value.hint


@pytest.mark.parametrize("encoding", ["idna", "punycode", "unicode_escape", "undefined", "rot13", "hex"])
def test_codecs_that_are_none_of_files_are_refused(encoding: str) -> None:
    with pytest.raises(CorpusError, match="Unknown encoding"):
        read(b"text", encoding)


def test_binary_files_are_refused_whatever_is_set() -> None:
    noise = random.Random(3).randbytes(5_000)
    for encoding in ("", "latin-1"):
        with pytest.raises(CorpusError, match="Not a text file"):
            read(noise, encoding)


def test_codes_of_terminals_are_no_japanese() -> None:
    text = "plain \x1b(B words \x1b[0m and é"
    assert read(text.encode()) == (text, "utf-8", ())


def test_the_letters_of_every_language_are_those_of_its_encodings() -> None:
    lines = (Path(encodings.__file__).parents[1] / "letters" / "letters.txt").read_text("utf-8").splitlines()
    assert lines[0].startswith("#")
    known: list[str] = []
    for line in lines:
        if line.startswith("["):
            known = line[1:-1].split()[1:]
            assert known
        elif not line.startswith("#"):
            assert line[1] == " "
            follow = [letter for letter in line[2:] if letter not in "/_"]
            assert len(follow) == len(set(follow)), line
            assert all(any(letter.encode(encoding, "ignore") for encoding in known) for letter in follow), line


@pytest.mark.parametrize("data", [b"\xff\xfe", b"\xef\xbb\xbf \n", b"\xfe\xff\x00 \x00\n", b"\n\x00 \x00"])
def test_nothing_but_a_mark_and_spaces_is_empty(data: bytes) -> None:
    with pytest.raises(SetAsideError, match="Empty document"):
        read(data)


@settings(max_examples=60, deadline=None)
@given(st.binary(min_size=1, max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(CorpusError):
        decoded = read(data)
        assert decoded.text.encode("utf-8", "surrogatepass")
