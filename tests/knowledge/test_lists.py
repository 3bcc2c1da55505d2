"""Questions for several things: enumerations in a sentence, and lists of items."""

from itertools import pairwise

from knowledge.answers import answer
from tests.knowledge.answering import sources

UNION = """---
title: The Union
language: en
---

The union was founded in 1950 in Ghent. Its secretary is Ann Lee, and it has nine staff.

## Members

The members of the union are:

- France
- Spain
- Portugal
- the Duchy of Arlen

New members pay a fee of two hundred florins in the first year.

## Rules

Members may leave the union after a year. Members meet in May.

The fleet has ships from Arlen. The harbours of the coast are Amble, Blyth, Craster and Seahouses.
"""


def test_a_list_is_quoted_whole_with_the_sentence_that_announces_it() -> None:
    quote = answer("Which countries are members of the union?", sources(u=UNION)).excerpts[0]

    assert quote.text.startswith("The members of the union are:")
    assert quote.text.endswith("- the Duchy of Arlen")


def test_no_item_of_a_quoted_list_is_quoted_again() -> None:
    found = answer("Which countries are members of the union?", sources(u=UNION))

    spans = sorted((e.start, e.end) for e in found.excerpts)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


def test_a_list_that_is_too_long_is_cut_after_an_item() -> None:
    items = "\n".join(f"- the republic of the {number} islands" for number in range(40))
    text = UNION.replace("- France", items)
    quote = answer("Which countries are members of the union?", sources(u=text)).excerpts[0]

    assert len(quote.text) <= 400
    assert quote.text.endswith("islands")


def test_which_prefers_the_sentence_that_enumerates() -> None:
    found = answer("Which harbours does the coast have?", sources(u=UNION))

    assert "Amble, Blyth, Craster and Seahouses" in found.excerpts[0].text
