"""Passages: about a paragraph each, with their section, and nothing lost."""

from hypothesis import given
from hypothesis import strategies as st

from knowledge import passages
from knowledge.models import Block

WORDS = "Alpha beta gamma delta epsilon. "
PARAGRAPH = (WORDS * 10).strip()


def laid_out(*pieces):
    """Return a text of (kind, text, ...) pieces and its blocks."""
    text, blocks = "", []
    for kind, content, *level in pieces:
        block = Block(kind=kind, start=len(text), end=len(text) + len(content), level=sum(level))
        blocks.append(block)
        text += content + "\n\n"
    return text, blocks


def texts(text, blocks=()):
    return [text[draft.start : draft.end] for draft in passages.split(text, blocks)]


def test_paragraph_is_a_passage():
    text, blocks = laid_out(("paragraph", PARAGRAPH), ("paragraph", PARAGRAPH + " End."))
    assert texts(text, blocks) == [PARAGRAPH, PARAGRAPH + " End."] == texts(text)


def test_headings_become_the_section_path():
    text, blocks = laid_out(
        ("heading", "Top", 1), ("paragraph", PARAGRAPH),
        ("heading", "Inner", 2), ("paragraph", PARAGRAPH),
        ("heading", "Next", 1), ("paragraph", PARAGRAPH),
    )  # fmt: skip
    drafts = passages.split(text, blocks)
    assert [draft.section for draft in drafts] == [("Top",), ("Top", "Inner"), ("Next",)]
    assert [draft.paragraph for draft in drafts] == [1, 2, 3]
    assert [draft.ordinal for draft in drafts] == [0, 1, 2]


def test_very_short_neighbours_are_joined_under_the_first_number():
    text, blocks = laid_out(("paragraph", PARAGRAPH), ("paragraph", WORDS), ("paragraph", WORDS))
    [draft] = passages.split(text, blocks)
    assert draft.paragraph == 1


def test_joining_stops_at_headings_and_notes():
    text, blocks = laid_out(
        ("paragraph", WORDS), ("heading", "H", 1), ("paragraph", WORDS),
        ("note", "Subscribe"), ("paragraph", WORDS), ("metadata", "By X"), ("paragraph", WORDS),
    )  # fmt: skip
    assert texts(text, blocks) == [WORDS.strip()] * 4


def test_list_stays_with_its_intro():
    text, blocks = laid_out(
        ("paragraph", PARAGRAPH + " These are:"), *[("item", f"- item {n}") for n in range(20)]
    )
    [draft] = passages.split(text, blocks)
    assert text[draft.start : draft.end].endswith("- item 19")


def test_long_list_is_cut_between_items():
    items = [("item", f"- {WORDS.strip()}")] * 100
    found = texts(*laid_out(*items))
    assert len(found) > 1
    assert all(part.startswith("- ") for part in found)


def test_very_long_paragraph_is_cut_at_sentence_ends_under_one_number():
    text, blocks = laid_out(("paragraph", (WORDS * 200).strip()))
    drafts = passages.split(text, blocks)
    assert {draft.paragraph for draft in drafts} == {1}
    found = texts(text, blocks)
    assert all(part.endswith(".") and len(part.split()) < passages.LONG for part in found)
    assert len(found) >= 4


def test_endless_sentence_is_cut_all_the_same():
    text = "word " * 20_000
    assert max(map(len, texts(text))) <= 2 * passages.LONGEST_SENTENCE


def test_code_and_tables_stay_whole():
    code = "\n".join(f"    line {n}" for n in range(150))
    text, blocks = laid_out(("paragraph", PARAGRAPH), ("code", code), ("table", "a | b\nc | d"))
    assert texts(text, blocks)[1:] == [code, "a | b\nc | d"]


def test_huge_table_is_cut_between_rows():
    rows = "\n".join(f"row {n} | value {n}" for n in range(1000))
    found = texts(*laid_out(("table", rows)))
    assert len(found) > 1
    assert all(part.startswith("row ") for part in found)


def test_page_is_that_of_the_first_block():
    text = PARAGRAPH
    [draft] = passages.split(text, [Block(kind="paragraph", start=0, end=len(text), page=7)])
    assert draft.page == 7


def test_document_of_headings_alone_is_searchable():
    text, blocks = laid_out(("heading", "One", 1), ("heading", "Two", 1))
    assert "One" in texts(text, blocks)[0]


def test_empty_text_has_no_passage():
    assert passages.split("", ()) == []
    assert passages.split(" \n\n ", ()) == []


def assert_exact(text, drafts):
    place = 0
    for number, draft in enumerate(drafts):
        assert draft.ordinal == number
        assert place <= draft.start < draft.end <= len(text)
        assert text[draft.start : draft.end].strip()
        place = draft.end


@given(st.one_of(st.text(st.characters(), max_size=300), st.text("aA. \n-:", max_size=300)))
def test_plain_text_loses_nothing_but_blanks(text):
    drafts = passages.split(text, ())
    assert_exact(text, drafts)
    kept = "".join(text[draft.start : draft.end] for draft in drafts)
    assert "".join(kept.split()) == "".join(text.split())


KINDS = ["heading", "paragraph", "item", "quote", "table", "code", "note", "metadata"]


@given(
    st.lists(st.tuples(st.sampled_from(KINDS), st.text("ab. \n:1", min_size=1), st.integers(0, 3)))
)
def test_blocks_keep_their_text_order_and_exclusions(pieces):
    text, blocks = laid_out(*pieces)
    drafts = passages.split(text, blocks)
    assert_exact(text, drafts)
    inside = {place for draft in drafts for place in range(draft.start, draft.end)}
    for block in blocks:
        places = {n for n in range(block.start, block.end) if not text[n].isspace()}
        if block.kind in ("note", "metadata"):
            assert not places & inside
        elif block.kind != "heading":
            assert places <= inside
