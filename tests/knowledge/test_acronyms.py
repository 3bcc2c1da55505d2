"""Acronyms are learnt from the texts that define them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.analysis.acronyms import find_acronyms


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        (
            "the Collective Security Treaty Organisation (CSTO)",
            "CSTO",
            "Collective Security Treaty Organisation",
        ),
        ("‘Enhanced Opportunities Partner’ (EOP) status", "EOP", "Enhanced Opportunities Partner"),
        ("NATO Membership Action Plans (MAPs) were", "MAPs", "Membership Action Plans"),
        (
            "the CSTO (Collective Security Treaty Organisation) met",
            "CSTO",
            "Collective Security Treaty Organisation",
        ),
        ("EU, short for European Union, is", "EU", "European Union"),
        ("IMF stands for the International Monetary Fund.", "IMF", "International Monetary Fund"),
        ("the World Health Organization (WHO; Geneva)", "WHO", "World Health Organization"),
        ("International Monetary Fund (“IMF”)", "IMF", "International Monetary Fund"),
        ("heat shock protein (HSP)", "HSP", "heat shock protein"),
        (
            "Organisation of the Petroleum Exporting Countries (OPEC)",
            "OPEC",
            "Organisation of the Petroleum Exporting Countries",
        ),
        ("Договір про колективну безпеку (ДКБ)", "ДКБ", "Договір про колективну безпеку"),
    ],
)
def test_definition_is_found(text, short, long):
    assert find_acronyms(text) == ((short, long),)


@pytest.mark.parametrize(
    "text",
    [
        "It grew (see Fig. 3).",
        "He (Putin) left (US).",
        "“NAC 1” (CC BY-NC-ND 2.0) by NATO",
        "()",
        "A (B)",
        "the war (1945)",
    ],
)
def test_other_brackets_define_nothing(text):
    assert find_acronyms(text) == ()


def test_pair_is_told_once():
    assert len(find_acronyms("European Union (EU). The European Union (EU).")) == 1


@given(st.one_of(st.text(st.characters(), max_size=200), st.text("aAbB ().,'", max_size=200)))
def test_both_forms_are_words_of_the_text(text):
    for acronym in find_acronyms(text):
        assert acronym.short in text
        assert acronym.long in text
