"""Web pages: the main text alone, with what the head says."""

from knowledge.fetch import Source
from knowledge.readers import read
from tests.knowledge.reading import assert_well_formed, draft_from, draft_of, headings, texts


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"


def test_only_the_main_text_is_left():
    draft = draft_of("lighthouse.html")
    assert_well_formed(draft)
    assert texts(draft) == [
        "The Lighthouse at Skerry Point",
        "By Ada Holm · 17 May 2023",
        "The lighthouse at Skerry Point was lit for the first time on 12\xa0October\xa01871. "
        "Its keeper, Hanna Brandt, had rowed the last barrels of rape oil across the sound "
        "by\xa0herself.",
        "The reef",
        "Before the tower stood, nine ships were lost on the reef within twenty years.",
        "The harbour board had refused the money twice.",
        "Editor’s Pick: The drowned bell",
        "Daily work",
        "1. Wind the clockwork.",
        "2. Trim the wicks.",
        "- With the small scissors.",
        "Lights of the tower",
        "Year | Light\n1871 | Oil\n1934 | Electric",
        "We had no Sundays.",
        "wind(clockwork)\n    every = 4  # hours",
        "Author’s role: Town archivist",
        "Publisher: Harbour Papers",
        "URL: https://papers.example/lighthouse",
    ]


def test_head_and_json_ld_are_metadata():
    known = draft_of("lighthouse.html").metadata
    assert known.title == "The Lighthouse at Skerry Point"
    assert (known.author, known.author_role) == ("Ada Holm", "Town archivist")
    assert (known.publisher, known.published) == ("Harbour Papers", "2023-05-17")
    assert (known.language, known.url) == ("en", "https://papers.example/lighthouse")


def test_kinds_are_kept():
    draft = draft_of("lighthouse.html")
    assert headings(draft) == [(1, "The reef"), (1, "Daily work")]
    assert texts(draft, "note") == ["Editor’s Pick: The drowned bell"]
    assert texts(draft, "quote") == ["We had no Sundays."]
    assert len(texts(draft, "table")) == len(texts(draft, "code")) == 1


def test_meta_elements_are_metadata_where_there_is_no_json_ld():
    head = (
        '<title>Reef - The Site</title><meta property="og:site_name" content="The Site">'
        '<meta name="author" content="Ada Holm"><meta name="author" content="Per Lund">'
        '<meta property="article:published_time" content="2021-05-03T10:00:00Z">'
    )
    known = draft_from(page("<p>Some words.</p>", head)).metadata
    assert (known.title, known.publisher) == ("Reef", "The Site")
    assert (known.author, known.published) == ("Ada Holm and Per Lund", "2021-05-03")


def test_menu_without_any_role_is_known_by_its_links():
    links = "".join(f"<li><a href='/{n}'>Section number {n}</a></li>" for n in range(9))
    words = (
        "<p>The harbour board had refused the money twice, because it blamed the pilots.</p>" * 4
    )
    draft = draft_from(page(f"<div><ul>{links}</ul></div><div>{words}</div>"))
    assert "Section number" not in draft.text


def test_page_of_nothing_but_one_suspicious_box_keeps_it():
    draft = draft_from(
        page("<div class='newsletter'><p>The first letter of news, from 1871.</p></div>")
    )
    assert "first letter" in draft.text


def test_layout_table_is_no_table():
    long = "The harbour board had refused the money twice. " * 12
    draft = draft_from(page(f"<table><tr><td>{long}</td><td><p>Side</p></td></tr></table>"))
    assert texts(draft, "table") == []
    assert "refused the money" in draft.text


def test_canonical_address_of_another_host_is_not_believed():
    html = page("<p>Words.</p>", '<link rel="canonical" href="https://bank.example/x">')
    source = Source(html.encode(), "x.html", "u", url="https://evil.example/page")
    assert read(source).metadata.url == "https://evil.example/page"


def test_broken_json_ld_and_unclosed_elements_are_survived():
    head = '<script type="application/ld+json">{"@type": [</script>'
    assert "Words" in draft_from(page("<div><p>Words <b>and more", head)).text


def test_page_without_a_body_element():
    assert texts(draft_from("<html><p>One<p>Two"), "paragraph") == ["One", "Two"]


def test_encoding_is_taken_from_the_page():
    html = page("<p>Über die Brücke</p>", '<meta charset="windows-1252">').encode("cp1252")
    assert "Über die Brücke" in draft_from(html).text


def test_html_in_a_text_file_is_read_as_html():
    assert draft_from(page("<p>Words.</p>"), "notes.txt").media_type == "text/html"


def test_index_page_that_is_all_links_keeps_them():
    links = "".join(f"<li><a href='/{n}'>Report number {n}</a></li>" for n in range(9))
    assert len(texts(draft_from(page(f"<h1>Reports</h1><ul>{links}</ul>")), "item")) == 9
