"""The language of a text is told by its script and its function words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.analysis import detect_language


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Who is the president of this country?"),
        ("de", "Was ist die Hauptstadt von Frankreich?"),
        ("fr", "Quelle est la capitale de la France ?"),
        ("es", "¿Quién es el presidente?"),
        ("it", "Chi è il presidente della repubblica?"),
        ("pt", "Quem é o presidente do Brasil?"),
        ("nl", "Wie is de president van het land?"),
        ("pl", "Kto jest prezydentem?"),
        ("cs", "Kdo je prezidentem?"),
        ("da", "Hvem er statsminister i Danmark?"),
        ("sv", "Vem är statsminister i Sverige?"),
        ("fi", "Kuka on Suomen presidentti?"),
        ("hu", "Ki az ország elnöke?"),
        ("ro", "Cine este președintele României?"),
        ("tr", "Türkiye'nin başkenti neresi ve hangi şehir?"),
        ("uk", "Хто є президентом України?"),
        ("ru", "Кто президент этой страны?"),
        ("bg", "Кой е президентът на България?"),
        ("el", "Ποιος είναι ο πρόεδρος;"),
        ("ar", "من هو الرئيس؟"),
        ("fa", "رئیس جمهور ایران چه کسی است؟"),
        ("he", "מי הוא ראש הממשלה?"),
        ("hi", "भारत का राष्ट्रपति कौन है?"),
        ("zh", "谁是总统？"),
        ("ja", "大統領は誰ですか"),
        ("ko", "대통령은 누구입니까"),
        ("th", "ประธานาธิบดีคือใคร"),
    ],
)
def test_question_is_recognised(language, text):
    assert detect_language(text) == language


@pytest.mark.parametrize("text", ["", "12 + 3 = 15", "NATO", "🙂"])
def test_nothing_tells(text):
    assert detect_language(text) is None


@given(st.text(st.characters(), max_size=100))
def test_any_text_has_a_code_or_none(text):
    language = detect_language(text)
    assert language is None or len(language) == 2
