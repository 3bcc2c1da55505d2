"""What the analysis promises: the same term for what a reader takes for the same word."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.analysis import analyse, pairs, passage_terms, tokens
from knowledge.analysis.patterns import WORD
from knowledge.analysis.stems import STEMMED
from knowledge.analysis.tables import stop_words

LANGUAGES = sorted({*stop_words(), *STEMMED, "ko", "xx"})
ANY_TEXT = st.text(st.characters(), max_size=200)  # lone surrogates included


def extras(text, language="en"):
    return {token.term for token in tokens(text, language) if token.extra}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("organisations", "organization"),
        ("defence", "defense"),
        ("the colour", "colors"),
        ("analysed", "analyzes"),
        ("theatre", "theaters"),
        ("dialogue", "dialog"),
        ("anaemia", "anemia"),
        ("programme", "programs"),
        ("went", "goes"),
        ("children", "child"),
        ("Putin’s", "putin"),
        ("Putin's", "PUTIN"),
        ("Zelenskyy", "Zelensky"),
        ("Zelenskiy", "zelenskyi"),
        ("Lukashenka", "Lukashenko"),
        ("Yanukovich", "Yanukovych"),
        ("Nazarbaev", "Nazarbayev"),
        ("Volodymir", "Volodymyr"),
        ("Kiev", "Kyiv"),
        ("Odessa", "Odesa"),
        ("Kharkov", "Kharkiv"),
        ("co-operation", "cooperation"),
        ("1,000", "1000"),
        ("two", "2"),
        ("twenty-one", "21"),
        ("twentieth", "20th"),
        ("two per cent", "2%"),
        ("2 percent", "2 %"),
        ("the U.S.", "the USA"),
        ("the US army", "the U.S. army"),
        ("U.K.", "UK"),
        ("résumé", "resume"),
        ("ﬁnal", "final"),
        ("e\u0301tat", "état"),
        ("2022-08-03", "03.08.2022"),
        ("O’Brien", "OBrien"),
    ],
)
def test_variants_become_one_term(one, other):
    assert analyse(one) == analyse(other) != []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("organ", "organization"),
        ("universe", "university bus"),
        ("size", "sisal"),
        ("us", "US"),
        ("C", "C++"),
        ("sky", "ski"),
        ("founded", "found"),
        ("Volodymyr", "Vladimir"),
    ],
)
def test_different_words_stay_apart(one, other):
    assert analyse(one) != analyse(other)


def test_stop_words_are_marked_in_tokens_and_left_out_of_terms():
    assert [token.stop for token in tokens("What is the war")] == [True, True, True, False]
    assert analyse("What is the war") == ["war"]


def test_capitals_only_make_no_acronym_of_a_pronoun():
    assert analyse("TELL US WHO WON") == analyse("tell us who won")


@pytest.mark.parametrize(
    "identifier",
    [
        "E_1234",
        "--flag",
        "foo.bar()",
        "C++",
        "C#",
        "v1.2.3",
        "me@example.org",
        "std::vector",
        "R&D",
    ],
)
def test_identifier_is_one_term_wherever_it_stands(identifier):
    [own] = [token.term for token in tokens(identifier) if not token.extra]
    assert own in analyse(f"Use {identifier}, please.")
    assert own in analyse(f"({identifier}) is it")


def test_parts_of_an_identifier_are_found_too():
    assert {"foo", "bar"} <= extras("foo.bar()")
    assert {"get", "element"} <= extras("getElement")
    assert "flag" in extras("--flag")
    assert {"5", "km"} <= extras("5km")


def test_link_is_one_term_without_scheme_and_closing_punctuation():
    assert analyse("See https://example.org/a.") == analyse("see example.org/a")


def test_hyphenated_words_are_found_apart_and_joined():
    assert analyse("post-Cold War") == ["post", "cold", "war"]
    assert "postcold" in extras("post-Cold War")
    assert extras("COVID-19") == {"covid19"}


@pytest.mark.parametrize("written", ["3 August 2022", "August 3, 2022", "3rd of August 2022"])
def test_spelt_date_is_found_as_iso_date_and_back(written):
    assert "2022-08-03" in extras(written)
    assert {"2022", "august", "3"} <= extras("2022-08-03")


def test_dates_of_other_languages_are_read():
    assert "2022-08-03" in extras("3. August 2022", "de")
    assert "2022-08-03" in extras("3 серпня 2022", "uk")
    assert "2022-08-03" in extras("3 de agosto de 2022", "es")


def test_no_such_day_is_no_date():
    assert not any("-" in term for term in extras("31 February 2022"))


def test_amounts_of_several_words_are_found_as_digits():
    assert "2500000" in extras("2.5 million people")
    assert "200000" in extras("two hundred thousand people")
    assert "20th" in extras("in the XX century")


def test_languages_are_stemmed_by_their_own_rules():
    assert analyse("Die Häuser", "de") == analyse("das Haus", "de")
    assert analyse("приєднання України", "uk") == analyse("приєднанням Україною", "uk")
    assert analyse("les nations", "fr") == analyse("la nation", "fr")
    assert analyse("l’alliance", "fr") == analyse("une alliance", "fr")


def test_word_without_its_accents_is_found():
    [plain] = analyse("eleves", "fr")
    assert plain in {token.term for token in tokens("élèves", "fr")}
    assert analyse("Mueller", "de") == analyse("Müller", "de")
    assert analyse("Hoeyre", "no")[0] in extras("Høyre", "no")


@pytest.mark.parametrize("text", ["俄罗斯和北约", "ロシアの北約", "북대서양조약기구"])
def test_scripts_without_blanks_are_searched_by_neighbouring_characters(text):
    assert text[:2] in analyse(text, "zh")


def test_thai_is_searched_by_neighbouring_clusters_of_characters():
    assert analyse("สะพาน", "th") == ["สะพา", "พาน"]
    assert set(analyse("ยูเครน", "th")) <= set(analyse("ประเทศยูเครนเข้าร่วมนาโต", "th"))


def test_what_only_asks_is_no_term_in_chinese_and_japanese():
    assert analyse("谁创办", "zh") == ["创办"]
    assert "何が" not in analyse("何が残り", "ja")


def test_irregular_forms_are_found_as_their_base():
    assert analyse("der hohe Turm ging verloren", "de") == analyse(
        "hoch Turm gehen verlieren", "de"
    )
    assert analyse("ils ont construit", "fr") == analyse("construire", "fr")
    assert analyse("cuesta", "es") == analyse("costaban", "es")


def test_lone_ideograph_is_found_inside_a_word():
    assert analyse("猫", "zh") == ["猫"]
    assert "猫" in extras("黑猫警长", "zh")


@pytest.mark.parametrize(
    ("text", "language", "count"),
    [
        ("الاتحاد الأوروبي", "ar", 2),
        ("האיחוד האירופי", "he", 2),
        ("Ευρωπαϊκή Ένωση", "el", 2),
        ("हिन्दी भाषा", "hi", 2),
    ],
)
def test_words_of_other_scripts_stay_whole(text, language, count):
    assert len(analyse(text, language)) == count


def test_question_finds_passages_of_other_languages():
    terms = {token.term for token in tokens("Organisationen", "de", also=("en", "fr"))}
    assert set(analyse("Organisationen", "en")) <= terms
    assert set(analyse("Organisationen", "fr")) <= terms


def test_pairs_are_neighbours():
    assert pairs(["a", "b", "c"]) == ["a b", "b c"]
    assert pairs(["a"]) == []


def test_passage_has_its_terms_pairs_extras_and_innermost_heading():
    terms = passage_terms("The post-Cold War order", ("Europe", "Wars and peace"), "Title")
    assert terms == [
        *["post", "cold", "war", "order"],
        *["post cold", "cold war", "war order"],
        "postcold",
        *["war", "peac"],
    ]


def test_title_stands_in_for_a_missing_heading():
    assert passage_terms("Peace", (), "Some Title")[-1] == "titl"


@given(ANY_TEXT, st.sampled_from(LANGUAGES))
def test_tokens_stand_where_they_say(text, language):
    found = tokens(text, language)
    assert all(0 <= token.start < token.end <= len(text) for token in found)
    assert [token.start for token in found] == sorted(token.start for token in found)
    assert all(token.term and " " not in token.term for token in found)


@given(ANY_TEXT, st.sampled_from(LANGUAGES))
def test_terms_are_the_content_tokens(text, language):
    own = [token.term for token in tokens(text, language) if not (token.stop or token.extra)]
    assert analyse(text, language) == own == analyse(text, language)


@given(ANY_TEXT)
def test_every_letter_and_digit_is_part_of_a_word(text):
    covered = set()
    for match in WORD.finditer(text):
        covered.update(range(*match.span()))
    assert all(place in covered for place, sign in enumerate(text) if sign.isalnum())


@given(st.text("abcdefghijklmnopqrstuvwxyz '-.", max_size=80))
def test_case_does_not_matter(text):
    assert analyse(text.title().replace("Us", "us")) == analyse(text) or "." in text


@given(
    st.lists(
        st.sampled_from(
            ["word", "1,000", "a.b", "co-op", "--x", "https://a.b/", "3 May 2020", "”", "-"]
        )
    )
)
def test_words_are_read_one_by_one(words):
    """A text has the terms of its parts: no pattern reaches beyond the word that it stands at."""
    assert analyse(" ".join(words)) == [term for word in words for term in analyse(word)]


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "a.",
        "a-",
        "1,",
        "www.",
        "http://",
        "-",
        "'",
        "_",
        "a@",
        "é",
        "字",
        "per ",
        "9 ",
        "two ",
        "May 1 ",
        "(",
        "\u0301",
    ],
)
def test_long_monotonous_text_is_matched_without_looking_back(unit):
    """The pattern's matches do not overlap: its work is bounded by the characters it consumes."""
    text = unit * 20_000
    spans = [match.span() for match in WORD.finditer(text)]
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert len(passage_terms(text)) <= 4 * len(text)
