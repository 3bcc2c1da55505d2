"""Plain text: title lines, headings by their look, lists, wrapped lines."""

import pytest

from tests.knowledge.reading import assert_well_formed, draft_from, draft_of, headings, texts

BODY = (
    "The harbour board had refused the money twice, because it held all the wrecks to be the fault "
    "of pilots who knew no better."
)


def test_lighthouse_has_title_author_date_and_headings():
    draft = draft_of("lighthouse.txt")
    assert_well_formed(draft)
    assert draft.metadata.title == "The Lighthouse at Skerry Point"
    assert draft.metadata.author == "Ada Holm"
    assert draft.metadata.published == "2023-05-17"
    assert [text for _, text in headings(draft)] == [
        "1. Beginnings",
        "DAILY WORK",
        "Later years",
        "The old lens",
    ]


def test_wrapped_lines_run_on():
    assert texts(draft_of("lighthouse.txt"), "paragraph")[0] == (
        "The lighthouse at Skerry Point was lit for the first time on 12 October 1871. Its keeper, "
        "Hanna Brandt, had rowed the last barrels of rape oil across the sound by herself."
    )


def test_list_items_keep_their_bullets_and_their_continuation():
    assert texts(draft_of("lighthouse.txt"), "item") == [
        "- Wind the clockwork.",
        "- Trim the wicks, with the small scissors that hang beside the door.",
    ]


def test_verse_keeps_its_lines():
    draft = draft_from(f"{BODY}\n\nThe lamp is lit,\nthe night is long,\nthe reef is near")
    assert texts(draft)[1] == "The lamp is lit,\nthe night is long,\nthe reef is near"


def test_one_paragraph_a_line_without_blank_lines():
    draft = draft_from(f"{BODY}\n{BODY} Again.\n{BODY} And again.")
    assert len(texts(draft, "paragraph")) == 3


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("2.1 The reef", 2),
        ("CHAPTER THE SECOND", 1),
        ("Chapter 4: The reef", 1),
        ("§ 12 Lights", 1),
        ("Why was the tower built?", 2),
    ],
)
def test_line_that_looks_like_a_heading_is_one(line, level):
    draft = draft_from(f"{BODY}\n\n{line}\n\n{BODY}\n\nNOTES ON OIL\n\n{BODY} {BODY}")
    assert (level, line) in headings(draft)


@pytest.mark.parametrize("line", ["He said no.", "and then it rained", "Dear Sir,", "The end;"])
def test_line_that_reads_like_text_is_no_heading(line):
    assert headings(draft_from(f"{BODY}\n\n{line}\n\n{BODY}")) == []


def test_numbered_lines_one_after_the_other_are_a_list():
    draft = draft_from(
        f"{BODY}\n\n1. Wind the clockwork\n\n2. Trim the wicks\n\n3. Sleep\n\n{BODY}"
    )
    assert headings(draft) == []
    assert texts(draft, "item") == ["1. Wind the clockwork", "2. Trim the wicks", "3. Sleep"]


def test_key_lines_at_the_top_are_metadata():
    draft = draft_from(f"Title: The Reef\nAuthor: Ada Holm\nDate: 3 May 2021\n\n{BODY}")
    known = draft.metadata
    assert (known.title, known.author, known.published) == ("The Reef", "Ada Holm", "2021-05-03")


def test_name_alone_is_no_author():
    draft = draft_from(f"The reef\n\nExecutive Summary\n\n{BODY}")
    assert draft.metadata.author is None
    assert headings(draft) == [(1, "Executive Summary")]


def test_instructions_are_no_advertising():
    lines = ["Register the boat within ten days.", "Sign in as the keeper and open the log."]
    draft = draft_from("\n\n".join(["Rules", BODY, *lines, BODY]))
    assert texts(draft, "note") == []


def test_source_of_furniture_alone_keeps_its_text():
    assert texts(draft_from("Subscribe now!"), "note") == []


def test_tabbed_rows_are_a_table():
    draft = draft_from(f"{BODY}\n\nYear\tLight\n1871\tOil\n1934\tElectric\n")
    assert texts(draft, "table") == ["Year | Light\n1871 | Oil\n1934 | Electric"]


def test_chinese_has_title_author_date_and_chapter():
    draft = draft_of("chinese.txt")
    known = draft.metadata
    assert (known.title, known.author, known.published) == ("灯塔的历史", "王小明", "2023-05-17")
    assert headings(draft) == [(1, "第一章 开端")]


def test_right_to_left_text_loses_its_overrides_only():
    draft = draft_of("arabic.txt")
    assert draft.metadata.title == "تاريخ المنارة"
    assert "غرقت تسع سفن على" in draft.text


def test_title_falls_back_on_the_files_name_without_being_said():
    draft = draft_from(BODY, "reef-notes.txt")
    assert draft.metadata.title == "reef-notes"
    assert texts(draft) == [BODY]


def test_lines_of_a_table_of_contents_are_notes():
    draft = draft_from(f"The reef\n\nBeginnings . . . . . . . . 7\n\n{BODY}")
    assert texts(draft, "note") == ["Beginnings . . . . . . . . 7"]
