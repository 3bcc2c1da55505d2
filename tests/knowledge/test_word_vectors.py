"""Word vectors: which words are alike, and that the numbers are the same on every machine."""

import numpy as np

from knowledge.answers import answer
from knowledge.question.frequencies import rarity
from knowledge.question.word_vectors import (
    DIMENSIONS,
    STEPS,
    vector_rows,
    vectors_of,
    weights_of,
)
from tests.knowledge.answering import sources


def cosine(one: str, other: str) -> float:
    first, second = vectors_of(vector_rows([one, other]))
    return float(first @ second / np.sqrt((first @ first) * (second @ second)))


def test_words_that_are_used_alike_are_nearer_than_others():
    assert cosine("violin", "cello") > 0.7 > 0.3 > cosine("violin", "treati")


def test_a_word_that_the_table_lacks_is_near_nothing():
    assert not vectors_of(vector_rows(["xyzzyq", "", "a" * 400, "\ud800"])).any()


def test_the_numbers_are_whole_and_small_enough_that_products_are_exact():
    vectors = vectors_of(vector_rows(["violin", "treati", "war"]))
    assert (vectors == np.rint(vectors)).all()
    assert DIMENSIONS * 127 * 127 < 2**24  # what a 32-bit float counts exactly


def test_rarer_words_weigh_more():
    rare, common = weights_of(vector_rows(["cello", "war"]))
    assert rare > common
    assert common == round(STEPS * rarity("war"))


def test_a_question_in_other_words_than_the_text_is_answered():
    village = sources(
        village="# Village\n\nThe council met in March.\n\n"
        "The physician purchased a cottage beside the river.\n\n"
        "The bridge was painted green in the spring, and the road was closed for a week.\n"
    )
    found = answer("Who bought a house?", village)
    assert found.excerpts[0].text == "The physician purchased a cottage beside the river."
