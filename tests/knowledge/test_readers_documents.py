"""PDF, DOCX, ODT, EPUB and reStructuredText: the same history in five formats."""

import pytest

from knowledge.errors import UnreadableSource
from tests.knowledge.reading import DATA, assert_well_formed, draft_from, draft_of, headings, texts

TITLE = "The Lighthouse at Skerry Point"
ITEMS = ["Wind the clockwork.", "Trim the wicks.", "Enter the weather in the log."]
TABLE = "Year | Light | Range\n1871 | Oil | 14 miles\n1934 | Electric | 21 miles"
FORMATS = ("pdf", "docx", "odt", "epub", "rst")


@pytest.mark.parametrize("ending", FORMATS)
def test_title_author_and_well_formed_blocks(ending):
    draft = draft_of(f"lighthouse.{ending}")
    assert_well_formed(draft)
    assert draft.metadata.title == TITLE
    assert draft.metadata.author is not None
    assert draft.metadata.author.startswith("Ada Holm")


@pytest.mark.parametrize("ending", FORMATS)
def test_content_tells_the_format_whatever_the_name(ending):
    if ending == "rst":
        return_type = draft_from((DATA / "lighthouse.rst").read_bytes(), "a.rst").media_type
        assert return_type == "text/x-rst"
    else:
        data = (DATA / f"lighthouse.{ending}").read_bytes()
        assert draft_from(data, "wrong.txt") == draft_from(data, "wrong.html").model_copy()


def test_pdf_columns_are_read_one_after_the_other_and_broken_words_joined():
    draft = draft_of("lighthouse.pdf")
    assert texts(draft, "paragraph")[:2] == [
        "The lighthouse at Skerry Point was lit for the first time on 12 October 1871. Its keeper, "
        "Hanna Brandt, had rowed the last barrels of rape oil across the sound by herself.",
        "Before the tower stood, nine ships were lost on the reef within twenty years. The harbour "
        "board had refused the money twice, because it held the wrecks to be the pilots’ fault.",
    ]


def test_pdf_pages_are_kept_and_running_heads_dropped():
    draft = draft_of("lighthouse.pdf")
    assert draft.pages == 3
    assert [block.page for block in draft.blocks if block.kind == "heading"] == [1, 1, 2, 2, 3, 3]
    assert "Harbour Papers" not in draft.text
    assert not any(text.isdecimal() for text in texts(draft))


def test_pdf_headings_are_the_larger_lines():
    expected = [f"Part {page}{side}" for page in (1, 2, 3) for side in "ab"]
    assert headings(draft_of("lighthouse.pdf")) == [(1, text) for text in expected]


def test_pages_without_text_are_named():
    draft = draft_of("half-scanned.pdf")
    assert (draft.pages, draft.empty_pages) == (2, (1,))
    assert texts(draft, "paragraph") == ["Only this page has text."]


def test_scan_says_so():
    with pytest.raises(
        UnreadableSource, match=r"^scanned\.pdf: Its pages are pictures without text"
    ):
        draft_of("scanned.pdf")


def test_password_is_named():
    with pytest.raises(UnreadableSource, match=r"^locked\.pdf: It is protected by a password\.$"):
        draft_of("locked.pdf")


def test_docx_styles_are_kinds():
    draft = draft_of("lighthouse.docx")
    assert headings(draft) == [(1, "Beginnings"), (2, "The reef"), (1, "Daily work")]
    numbered = [f"{number}. {item}" for number, item in enumerate(ITEMS, start=1)]
    assert texts(draft, "item") == [*numbered, "- Oil is kept below."]
    assert texts(draft, "table") == [TABLE]
    assert len(texts(draft, "quote")) == 1
    assert draft.metadata.subtitle == "A short history"
    assert (draft.metadata.published, draft.metadata.language) == ("2023-05-17", "en")


def test_docx_insertions_are_read_and_deletions_are_not():
    text = draft_of("lighthouse.docx").text
    assert "Nobody was punished." in text
    assert "Somebody was punished." not in text


def test_odt_headings_lists_table_and_note():
    draft = draft_of("lighthouse.odt")
    assert headings(draft) == [(1, "Beginnings"), (2, "The reef")]
    assert texts(draft, "item") == [*(f"- {item}" for item in ITEMS), "[1] By the old calendar."]
    assert texts(draft, "table") == [TABLE]
    assert draft.metadata.published == "2023-05-17"


def test_epub_is_read_in_the_order_of_its_spine():
    draft = draft_of("lighthouse.epub")
    assert headings(draft) == [
        (1, "Beginnings"),
        (2, "The reef"),
        (1, "Later years"),
        (2, "Electric light"),
    ]
    assert draft.metadata.author == "Ada Holm and Per Lund"
    assert draft.metadata.publisher == "Harbour Press"


def test_rst_fields_are_metadata_and_markup_is_gone():
    draft = draft_of("lighthouse.rst")
    known = draft.metadata
    assert (known.published, known.publisher) == ("2023-05-17", "Harbour Papers")
    assert headings(draft) == [(1, "Daily work")]
    assert texts(draft, "paragraph") == [
        "The lighthouse at Skerry Point was lit for the first time on 12 October 1871. Its keeper, "
        "Hanna Brandt, had rowed the last barrels across the sound by herself. See the museum.",
        "The museum is closed on Mondays.",
        "The lens may be turned by hand.",
        "The light was seen from afar. 1",
    ]
    assert texts(draft, "item") == [
        "1. Wind the clockwork.",
        "2. Trim the wicks.",
        "- Oil is kept below.",
        "[1] By the old calendar.",
    ]
    assert texts(draft, "code") == ["wind(clockwork)\n    every = 4"]
    assert texts(draft, "quote") == ["We had no Sundays."]
    assert texts(draft, "table") == ["Year | Light\n1871 | Oil\n1934 | Electric"]


def test_rst_neither_includes_files_nor_passes_markup():
    text = draft_of("lighthouse.rst").text
    assert "root:" not in text
    assert "alert(1)" not in text
