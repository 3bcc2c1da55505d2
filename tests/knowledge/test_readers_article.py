"""The article that ships with Quoth: its words are the original's, read from two formats."""

import hashlib
import re
from pathlib import Path

import pytest

import knowledge
from knowledge.fetch import Source
from knowledge.models import Draft
from knowledge.readers import read
from tests.knowledge.reading import assert_well_formed, headings, texts

ARTICLE = Path(knowledge.__file__).parent / "articles" / "nato-vs-csto.md"

# Made from the article as it was given, a plain text file: its lines that are not blank, nothing
# stripped from them, joined by "\n", in UTF-8:
#   sha256("\n".join(line for line in text.split("\n") if line.strip()).encode()).hexdigest()
ORIGINAL = "6087fbf8ba6f485675d5af4510702fcfee0b672c1058e4c2b11b05eaf25597c5"

SECTIONS = [
    (1, "From Bucharest to Madrid — A Transformative Leap Forward Amid Invasion"),
    (1, "Madrid’s Strategic Concept"),
    (1, "Are There Reasons to Be Afraid of Putin’s CSTO?"),
    (1, "Will Ukraine Join the Alliance?"),
    (1, "International security future: whose upper hand will it be?"),
]


def body_lines() -> list[str]:
    body = ARTICLE.read_bytes().decode().split("---\n", 2)[2]
    lines = [re.sub(r"^#+ ", "", line) for line in body.split("\n")]
    return [line for line in lines if line.strip()]


def as_plain_text() -> bytes:
    return "\n\n".join(body_lines()).encode()


@pytest.fixture(params=["markdown", "plain text"])
def article(request: pytest.FixtureRequest) -> Draft:
    if request.param == "markdown":
        return read(Source(ARTICLE.read_bytes(), "nato-vs-csto.md", ""))
    return read(Source(as_plain_text(), "nato-vs-csto.txt", ""))


def test_shipped_words_are_the_originals_to_the_letter():
    assert hashlib.sha256("\n".join(body_lines()).encode()).hexdigest() == ORIGINAL


def test_every_paragraph_survives_reading(article):
    assert_well_formed(article)
    kept = texts(article)
    assert [line.strip() for line in body_lines()] == kept[: len(body_lines())]


def test_title_author_role_and_date_are_found(article):
    known = article.metadata
    assert known.title == "NATO vs CSTO — Who Will Gain the Upper Hand?"
    assert known.subtitle == "The traditional rule-based order is over"
    assert known.author == "Christine Karelska"
    assert known.author_role == "Future of Ukraine Fellow"
    assert known.published == "2022-08-03"


def test_headings_are_headings_and_do_not_repeat_the_title(article):
    assert headings(article) == SECTIONS


def test_title_lines_and_picture_credit_are_metadata(article):
    assert [" ".join(text.split()) for text in texts(article, "metadata")][:8] == [
        "NATO vs CSTO — Who Will Gain the Upper Hand?",
        "The traditional rule-based order is over",
        "3 August 2022",
        "Christine Karelska",
        "Future of Ukraine Fellow",
        "Picture: “NAC 1” (CC BY-NC-ND 2.0) by NATO",
        "Christine Karelska",
        "Future of Ukraine Fellow",
    ]


def test_advertising_is_notes(article):
    assert texts(article, "note") == [
        "Editor’s Pick: The Curse of the Bridgehead",
        "Your Central European Intelligence",
        "Democratic security comes at a price. What is yours?",
        "Subscribe now for full access to expert analysis and policy debate on Central Europe.",
        "Weekly updates with our latest articles and the editorial commentary.",
    ]


def test_biography_and_origin_of_the_article_stay_paragraphs(article):
    paragraphs = texts(article, "paragraph")
    assert any(
        text.startswith("Christine Karelska is a Visegrad Insight Fellow") for text in paragraphs
    )
    assert any(text.startswith("Published as part of our own") for text in paragraphs)


def test_publisher_is_known_from_front_matter_only():
    markdown = read(Source(ARTICLE.read_bytes(), "nato-vs-csto.md", ""))
    plain = read(Source(as_plain_text(), "nato-vs-csto.txt", ""))
    assert markdown.metadata.publisher == "Visegrad Insight"
    assert "Publisher: Visegrad Insight" in texts(markdown, "metadata")
    assert plain.metadata.publisher is None


def test_lines_wrapped_together_as_in_the_original_make_no_difference():
    joined = as_plain_text().replace(b"yours?\n\nSubscribe", b"yours?\nSubscribe")
    draft = read(Source(joined, "article.txt", ""))
    assert len(texts(draft, "note")) == 5
