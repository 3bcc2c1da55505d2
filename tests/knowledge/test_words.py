"""Equivalents: countries, their people, capitals and seats of government."""

import pytest

from knowledge.analysis import analyse
from knowledge.fitting.places import relate_places, write_table
from knowledge.words import equivalents
from knowledge.words.places import TABLE


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("Kyiv", "Ukraine"), ("Moscow", "Russia"), ("Kremlin", "Russia"),
        ("Belarusians", "Belarus"),
        ("Minsk", "Belarusian"), ("Tehran", "Iran"), ("London", "British"), ("usa", "American"),
        ("Burma", "Myanmar"), ("Dutch", "Netherlands"), ("Poland", "Poles"),
    ],
)  # fmt: skip
def test_place_stands_for_place_both_ways(asked, meant):
    assert analyse(meant)[0] in {other.term for other in equivalents(asked)}
    assert analyse(asked)[0] in {other.term for other in equivalents(meant)}


def test_people_are_closer_to_the_country_than_its_capital():
    weights = {other.term: other.weight for other in equivalents("Ukraine")}
    assert 1 > weights["ukrainian"] > weights["kyiv"] > 0


def test_name_of_two_words_is_a_pair_term():
    assert "saudi arabia" in {other.term for other in equivalents("Riyadh")}
    assert "riyadh" in {other.term for other in equivalents("Saudi Arabia")}


def test_other_words_and_languages_have_none():
    assert equivalents("sandwich") == ()
    assert equivalents("Kyiv", "de") == ()
    assert equivalents("") == ()


def test_the_table_is_what_the_names_give_today():
    assert TABLE.read_text(encoding="utf-8") == write_table(relate_places())
