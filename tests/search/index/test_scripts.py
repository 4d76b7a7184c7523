"""Search on what people have: words of every script, numbers as they are written, names with signs, hyphens.

Every query is put to the index, to the text itself and to the snippet: they find the same documents, and mark exactly
the characters of the word as the text has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from search.index.index import Index
from search.index.snippets import Finder, snippet
from search.model import Document, Text
from search.query import Not, leaves, parse
from search.query.matcher import TextWords, highlights
from search.query.request import SearchRequest
from search.text import analyzer
from search.text.folding import fold
from search.text.sanitise import sanitise

Marked = dict[str, list[str]]


def indexed(path: Path, texts: Mapping[str, str]) -> Index:
    made = Index(path, text_of=lambda ids: {doc: texts[doc] for doc in ids})
    with made.writer() as changes:
        for doc, text in texts.items():
            changes.add(Document(doc, "-"), Text(doc, text))
    return made


def found(path: Path, texts: tuple[str, ...], query: str, *, typed: bool = False) -> Marked:
    """Which texts a query finds, best first, with what is marked in each; the same thrice over."""
    clean = {text: sanitise(text) for text in texts}
    index = indexed(path / "index", clean)
    results = index.search(SearchRequest(query, as_you_type=typed))
    index.close()
    assert results.relaxed == ""
    parsed = parse(query, as_you_type=typed)
    marked: Marked = {}
    for hit in results.hits:
        text = clean[hit.document.id]
        shown = [hit.snippet[span.start : span.end] for span in hit.matches]
        marked[hit.document.id] = [text[span.start : span.end] for span in highlights(parsed, text)]
        assert shown == [piece.replace("\n", " ") for piece in marked[hit.document.id]]
    if not any(isinstance(part, Not) for part in parsed.tree.parts):
        assert not any(highlights(parsed, text) for doc, text in clean.items() if doc not in marked)
    return marked


@pytest.mark.parametrize(
    ("query", "texts", "marked"),
    [
        # Vowel signs are letters: minimal pairs of the scripts of India.
        ("दिन", ("यह दिन", "यह दान", "यह दीन", "यह दन"), {"यह दिन": "दिन"}),
        ("कलम", ("कलम", "क़लम"), {"कलम": "कलम"}),
        ("बाल", ("बाल है", "बल है", "बोल है"), {"बाल है": "बाल"}),
        ("বাংলা", ("বাংলা ভাষা", "বাংলো বাড়ি"), {"বাংলা ভাষা": "বাংলা"}),
        ("তুমি", ("তুমি", "তমি"), {"তুমি": "তুমি"}),
        ("தமிழ்", ("தமிழ் மொழி", "தமிழா"), {"தமிழ் மொழி": "தமிழ்"}),
        ("ਪੰਜਾਬ", ("ਪੰਜਾਬ ਵਿਚ", "ਪੰਜਾਬੀ"), {"ਪੰਜਾਬ ਵਿਚ": "ਪੰਜਾਬ"}),
        ("తెలుగు", ("తెలుగు", "తెలగ"), {"తెలుగు": "తెలుగు"}),
        ("ಕನ್ನಡ", ("ಕನ್ನಡ ನಾಡು", "ಕನಡ"), {"ಕನ್ನಡ ನಾಡು": "ಕನ್ನಡ"}),
        ("മലയാളം", ("മലയാളം.", "മലയള"), {"മലയാളം.": "മലയാളം"}),
        ("සිංහල", ("සිංහල", "සංහල"), {"සිංහල": "සිංහල"}),
        # Points fold away, whether asked for or not.
        ("שלום", ("שלום לכולם", "שָׁלוֹם לכולם", "שולם"), {"שלום לכולם": "שלום", "שָׁלוֹם לכולם": "שָׁלוֹם"}),
        ("שָׁלוֹם", ("שלום לכולם", "שָׁלוֹם לכולם"), {"שלום לכולם": "שלום", "שָׁלוֹם לכולם": "שָׁלוֹם"}),
        ("בראשית", ("בְּרֵאשִׁ֖ית בָּרָ֣א",), {"בְּרֵאשִׁ֖ית בָּרָ֣א": "בְּרֵאשִׁ֖ית"}),
        ("محمد", ("مُحَمَّدٌ رسول", "محـــمد", "محمود"), {"مُحَمَّدٌ رسول": "مُحَمَّدٌ", "محـــمد": "محـــمد"}),
        ("كِتَاب", ("كتاب", "كاتب"), {"كتاب": "كتاب"}),
        # Accents and case, of any script.
        ("ελλαδα", ("Ελλάδα.", "Ελλας"), {"Ελλάδα.": "Ελλάδα"}),
        ("замок", ("за́мок", "замки"), {"за́мок": "за́мок"}),
        ("istanbul", ("İstanbul’da",), {"İstanbul’da": "İstanbul"}),
        ("kırmızı", ("KIRMIZI", "kirmizi"), {"KIRMIZI": "KIRMIZI", "kirmizi": "kirmizi"}),
        # Letters that stand for two.
        (
            "straße",
            ("Die Straße.", "Die Strasse.", "DIE STRASSE.", "DIE STRAẞE.", "Strafe"),
            {"Die Straße.": "Straße", "Die Strasse.": "Strasse", "DIE STRASSE.": "STRASSE", "DIE STRAẞE.": "STRAẞE"},
        ),
        ("finance", ("The ﬁnance act", "finance", "finch"), {"The ﬁnance act": "ﬁnance", "finance": "finance"}),
        ("oﬃcer", ("an oﬃcer", "an officer"), {"an oﬃcer": "oﬃcer", "an officer": "officer"}),
        ("flights", ("two ﬂights, a ﬂight",), {"two ﬂights, a ﬂight": ["ﬂights", "ﬂight"]}),
        ("aero", ("Ærø is", "aero"), {"Ærø is": "Ærø", "aero": "aero"}),
        ("œuvre", ("hors d’œuvre", "oeuvre"), {"hors d’œuvre": "œuvre", "oeuvre": "oeuvre"}),
        (
            "grosse*",
            ("größer", "großes Haus", "grosser"),
            {"größer": "größer", "großes Haus": "großes", "grosser": "grosser"},
        ),
        ('"die strasse"', ("wo die Straße", "Straße die"), {"wo die Straße": "die Straße"}),
    ],
)
def test_words_of_every_script(tmp_path: Path, query: str, texts: tuple[str, ...], marked: dict[str, object]) -> None:
    expected = {text: row if isinstance(row, list) else [row] for text, row in marked.items()}
    clean = {text: [sanitise(each) for each in row] for text, row in expected.items()}
    assert found(tmp_path, texts, query) == clean


@pytest.mark.parametrize(
    ("query", "texts", "marked"),
    [
        ("中国", ("在中国人", "国中", "中，国", "他说中。国人", "中 国"), {"在中国人": "中国"}),
        ("中", ("中国", "国"), {"中国": "中"}),
        ("国人", ("中国人",), {"中国人": "国人"}),
        ("中国*", ("中国人", "国中"), {"中国人": "中国"}),
        ("*国", ("中国人", "中人"), {"中国人": "国"}),
        ("中国", ("在中\n国人",), {"在中\n国人": "中\n国"}),
        ("コーヒー", ("コーヒーと", "コヒー", "コーヒ", "ｺｰﾋｰ"), {"コーヒーと": "コーヒー", "ｺｰﾋｰ": "ｺｰﾋｰ"}),
        ("ガス", ("ガス代", "ｶﾞｽ", "カス"), {"ガス代": "ガス", "ｶﾞｽ": "ｶﾞｽ"}),
        ("かき", ("かきの", "かぎの"), {"かきの": "かき"}),
        ("人々", ("人々の", "人人"), {"人々の": "人々"}),
        ("한국", ("한국어를", "대한 국민", "한글"), {"한국어를": "한국"}),
        ("กิน", ("ผมกินข้าว", "กนข้าว", "กานข้าว", "กิ น"), {"ผมกินข้าว": "กิน"}),
        ("ก", ("ก ข", "กิน"), {"ก ข": "ก"}),
        ("ก*", ("ก ข", "กิน", "ข"), {"ก ข": "ก", "กิน": "กิ"}),
        ("ข้าว", ("กินข้าวเย็น", "ขาว"), {"กินข้าวเย็น": "ข้าว"}),
        ("ພາສາ", ("ຮຽນພາສາລາວ", "ພສາ"), {"ຮຽນພາສາລາວ": "ພາສາ"}),
        ("ខ្មែរ", ("ភាសាខ្មែរ", "ខមរ"), {"ភាសាខ្មែរ": "ខ្មែរ"}),
        ("မြန်မာ", ("မြန်မာစာ", "မန်မာ"), {"မြန်မာစာ": "မြန်မာ"}),
        ("AI技术", ("用AI技术的", "AI 技", "AI技能"), {"用AI技术的": "AI技术"}),
    ],
)
def test_scripts_without_spaces(tmp_path: Path, query: str, texts: tuple[str, ...], marked: dict[str, str]) -> None:
    assert found(tmp_path, texts, query) == {text: [row] for text, row in marked.items()}


@pytest.mark.parametrize("query", ["ผมกินข้าว", "ဗမာစာ", "中国人", "यह दिन", "שָׁלוֹם"])
def test_every_letter_typed_leads_there(tmp_path: Path, query: str) -> None:
    index = indexed(tmp_path / "index", {"own": query, "other": "else"})
    for end in range(1, len(query) + 1):
        results = index.search(SearchRequest(query[:end], as_you_type=True))
        assert {hit.document.id for hit in results.hits} == {"own"}, query[:end]
    index.close()


SPELLINGS = (
    "1200000",
    "1,200,000",
    "1.200.000",
    "1 200 000",
    "1\u00a0200\u00a0000",
    "1\u2009200\u2009000",
    "1'200'000",
    "1’200’000",
)
IDENTIFIERS = (
    ("DE89370400440532013000", "DE89 3704 0044 0532 0130 00", "DE89-3704-0044-0532-0130-00"),
    ("GB82WEST12345698765432", "GB82 WEST 1234 5698 7654 32"),
    ("442079460958", "+44 20 7946 0958", "+44 (0)20 7946 0958", "+44-20-7946-0958"),
    ("02079460958", "(020) 7946-0958", "020 7946 0958", "020/7946 0958"),
    ("5551234567", "555-123-4567", "(555) 123-4567", "555.123.4567"),
    ("0123456789", "01 23 45 67 89", "01.23.45.67.89"),
    ("4111111111111111", "4111 1111 1111 1111", "4111-1111-1111-1111"),
    ("9780306406157", "978-0-306-40615-7", "978 0 306 40615 7"),
)


@pytest.mark.parametrize("spellings", [SPELLINGS, *IDENTIFIERS], ids=lambda row: row[0])
def test_a_number_is_found_however_it_is_written(tmp_path: Path, spellings: tuple[str, ...]) -> None:
    texts = tuple(f"paid {spelling} then" for spelling in spellings)
    for rank, query in enumerate((*spellings, spellings[0] + "*")):
        marked = found(tmp_path / str(rank), texts, query)
        assert marked == {f"paid {spelling} then": [sanitise(spelling)] for spelling in spellings}
    for rank, query in enumerate((f"paid {spellings[-1]} then", f"then {spellings[1]}")):
        assert set(found(tmp_path / f"more{rank}", texts, query)) == set(texts)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("510", "lots 5, 10 and 15"),
        ("19981999", "in 1998, 1999 and 1998-1999, 1998/1999"),
        ("1998199920002001", "1998 1999 2000 2001"),
        ("20190612", "on 2019-06-12"),
        ("12062019", "on 12.06.2019, 12/06/2019 and 12 06 2019"),
        ("314", "pi is 3.14"),
        ("0125", "a dose of 0.125"),
        ("1998200", "in 1998 200 people"),
        ("us50fromthatwere", "us50 from that were"),
        ("1030", "at 10:30"),
    ],
)
def test_what_is_no_number_is_not_joined(tmp_path: Path, query: str, text: str) -> None:
    assert found(tmp_path, (text,), query) == {}


@pytest.mark.parametrize(
    ("query", "texts", "marked"),
    [
        (
            "C++",
            ("teaches C++.", "teaches C#.", "the C key", "C++17 (new)"),
            {"teaches C++.": "C++", "C++17 (new)": "C++"},
        ),
        ("C#", ("teaches C++.", "teaches C#."), {"teaches C#.": "C#"}),
        ("f#", ("F# and", "F and"), {"F# and": "F#"}),
        ("A+", ("grade A+ given", "grade A given"), {"grade A+ given": "A+"}),
        ('"teaches C++"', ("teaches C++ well", "teaches C# well"), {"teaches C++ well": "teaches C++"}),
        ("teaches -C++", ("teaches C++", "teaches C#"), {"teaches C#": "teaches"}),
        ("AT&T", ("AT&T rose", "at T junction"), {"AT&T rose": "AT&T"}),
        ("R&D", ("R & D costs", "R&D costs", "r and d"), {"R & D costs": "R & D", "R&D costs": "R&D"}),
        (".NET", ("in .NET now", "net of tax"), {"in .NET now": ".NET", "net of tax": "net"}),
        ("+word -zebra", ("a word", "word zebra"), {"a word": "word"}),
        (
            "email",
            ("an e-mail", "an email", "emails"),
            {"an email": "email", "emails": "emails", "an e-mail": "e-mail"},
        ),
        ("e-mail", ("an e-mail", "an email"), {"an e-mail": "e-mail", "an email": "email"}),
        ("plugin", ("the plug-in.", "the plugin."), {"the plugin.": "plugin", "the plug-in.": "plug-in"}),
        (
            "cooperate",
            ("they co-operate", "they cooperate"),
            {"they cooperate": "cooperate", "they co-operate": "co-operate"},
        ),
        ("covid19", ("COVID-19", "COVID 20"), {"COVID-19": "COVID-19"}),
    ],
)
def test_signs_and_hyphens(tmp_path: Path, query: str, texts: tuple[str, ...], marked: dict[str, str]) -> None:
    assert found(tmp_path, texts, query) == {text: [row] for text, row in marked.items()}


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("email", "one email and more"),
        ("e-mail", "one e-mail and more"),
        ("plug-in", "one plug-in and more"),
        ("plugin", "one plugin and more"),
    ],
)
def test_the_typed_spelling_comes_first(tmp_path: Path, query: str, first: str) -> None:
    texts = tuple(f"one {word} and more" for word in ("e-mail", "email", "plug-in", "plugin"))
    assert next(iter(found(tmp_path, texts, query))) == first


# ---- whatever there is -----------------------------------------------------------------------------------------

ALPHABETS = (
    "abcstréßæﬁñ",
    "абвёй\u0301",
    "αβγςάή",
    "कखगदनाि\u0940\u094d\u093c",
    "বাংলাি\u09c1\u09cd",
    "தமிழ்ா",
    "שלום\u05b8\u05c1",
    "محمد\u064e\u0651\u0640",
    "中国人民",
    "かきガｶﾞー々",
    "한국어",
    "กขนมิ\u0e49\u0e48าแ",
    "ກຂນ\u0eb4\u0ec8",
    "ខមរ\u17d2\u17c2",
    "မန\u103a\u103cာ",
)
WORD = st.sampled_from(ALPHABETS).flatmap(lambda letters: st.text(letters, min_size=1, max_size=5))
SEPARATOR = st.sampled_from([" ", ", ", "\n", " – ", ". ", "", "-", "。", "’"])
MIXED = st.lists(st.tuples(WORD, SEPARATOR), min_size=1, max_size=12).map(
    lambda row: sanitise("".join(word + separator for word, separator in row))
)


@settings(max_examples=300, deadline=None)
@given(MIXED, st.data())
@example("ｶﾞｷ 。ガ", None)
@example("\u064e\u0640\u062d ", None)
@example("a’s\u093cक", None)
def test_a_word_cut_from_a_text_is_found_and_marked(text: str, data: st.DataObject | None) -> None:
    places = [match.span() for match in analyzer.spans(fold(text)) if analyzer.bare(match.group())]
    if not places:
        return
    start, end = data.draw(st.sampled_from(places)) if data is not None else places[0]
    query = parse(text[start:end])
    marked = {(span.start, span.end) for span in highlights(query, text)}
    inside = [each for each in marked if each[0] <= start and end <= each[1]]
    if query.words and not any(map(analyzer.is_stop, query.words)):
        assert inside, (text[start:end], text)
        shown = {(low, high) for low, high, _ in Finder(leaves(query.tree, ""), {}).find(fold(text))}
        assert shown <= marked | shown.intersection(marked)
        assert shown, (text[start:end], text)
        piece, marks, at = snippet(text, sorted((low, high, 0) for low, high in shown))
        assert all(
            piece[mark.start : mark.end] == text[at + mark.start : at + mark.end].replace("\n", " ") for mark in marks
        )


@settings(max_examples=40, deadline=None)
@given(st.lists(MIXED, min_size=1, max_size=4, unique=True), st.data())
def test_index_and_text_agree(tmp_path_factory: pytest.TempPathFactory, rows: list[str], data: st.DataObject) -> None:
    texts = {f"{number}": text for number, text in enumerate(rows)}
    index = indexed(tmp_path_factory.mktemp("mixed") / "index", texts)
    for text in rows:
        cut = [match.group() for match in analyzer.spans(fold(text)) if analyzer.TERMS[match.group()]]
        if not cut:
            continue
        query = parse(data.draw(st.sampled_from(cut)))
        if not query.clauses:
            continue
        with_hits = {doc for doc, each in texts.items() if TextWords(each).runs(next(iter(leaves(query.tree))))}
        assert index.matching(query) == with_hits
    index.close()


def test_many_signs_take_linear_time() -> None:
    """A megabyte of what makes numbers, names and compounds is read through once."""
    for unit in (
        "1,",
        "1 ",
        "1,200,",
        "+4 ",
        "(0)",
        "a-",
        "a+",
        "a&",
        ".a",
        "de89 ",
        "de89 1234 ",
        "0-",
        "a-b-",
        "ก้",
        "中。",
        "\u0301",
        "中\u0301",
    ):
        TextWords(unit * (200_000 // len(unit)))
