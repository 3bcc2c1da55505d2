"""Markdown: markup is gone, words stay, front matter is metadata."""

import pytest

from knowledge.errors import SourceTooLarge
from tests.knowledge.reading import assert_well_formed, draft_from, draft_of, headings, texts


def test_front_matter_is_metadata():
    known = draft_of("lighthouse.md").metadata
    assert known.title == "The Lighthouse at Skerry Point"
    assert known.author == "Ada Holm and Per Lund"
    assert known.published == "2023-05-17"
    assert known.publisher == "Harbour Papers"
    assert known.language == "en"
    assert known.url == "https://papers.example/lighthouse"


def test_blocks_are_readable_and_their_kinds_kept():
    draft = draft_of("lighthouse.md")
    assert_well_formed(draft)
    assert headings(draft) == [(1, "Daily work")]
    assert texts(draft, "item") == [
        "1. Wind the clockwork.",
        "2. Trim the wicks.",
        "- With the small scissors.",
        "[1] By the old calendar.",
    ]
    assert texts(draft, "quote") == ["We had no Sundays."]
    assert texts(draft, "table") == ["Year | Light\n1871 | Oil\n1934 | Electric"]
    assert texts(draft, "code") == ["wind(clockwork)\n\n    every = 4"]


def test_marks_go_and_words_stay():
    assert texts(draft_of("lighthouse.md"), "paragraph") == [
        "The lighthouse was lit for the first time on 12 October 1871. Its keeper, "
        "Hanna\xa0Brandt, had rowed the last barrels across the sound by herself.[1]",
        "The museum is closed on Mondays.",
    ]


def test_metadata_is_said_once():
    assert texts(draft_of("lighthouse.md"), "metadata") == [
        "The Lighthouse at Skerry Point",
        "By Ada Holm and Per Lund",
        "Publisher: Harbour Papers",
        "Published: 2023-05-17",
        "URL: https://papers.example/lighthouse",
    ]


def test_toml_front_matter():
    draft = draft_from('+++\ntitle = "Reef"\ndate = 2021-05-03\n+++\n\nText.', "a.md")
    assert (draft.metadata.title, draft.metadata.published) == ("Reef", "2021-05-03")


def test_front_matter_with_mistakes_is_read_line_by_line():
    draft = draft_from("---\ntitle: Router: A Guide\nauthor: Ann\n---\n\nThe body.\n", "a.md")
    assert draft.metadata.title == "Router: A Guide"
    assert draft.metadata.author == "Ann"
    assert "mistakes" in draft.warnings[0]


def test_front_matter_builds_no_objects():
    draft = draft_from("---\ntitle: !!python/object/apply:os.getcwd []\n---\n\nThe text.", "a.md")
    assert texts(draft) == ["The text."]


def test_rules_with_text_between_them_are_no_front_matter():
    assert "First part" in draft_from("---\n\nFirst part\n\n---\n\nSecond part", "a.md").text


def test_several_first_level_headings_all_stay_headings():
    draft = draft_from("# One\n\nText one.\n\n# Two\n\nText two.", "a.md")
    assert headings(draft) == [(1, "One"), (1, "Two")]


def test_comments_and_scripts_are_not_shown():
    draft = draft_from("Before\n\n<!-- a\n\nb -->\n\n<script>\nx()\n</script>\n\nAfter", "a.md")
    assert texts(draft) == ["Before", "After"]


def test_ten_thousand_nested_quotes_are_refused_in_one_line():
    with pytest.raises(SourceTooLarge, match="nested deeper than 60 levels"):
        draft_from(">" * 10_000 + " hello", "a.md")


def test_markdown_is_known_without_a_name():
    draft = draft_from("# Reef\n\nSee [this](https://reef.example).\n\n## Oil\n\nText.", "-")
    assert draft.media_type == "text/markdown"
