"""Broken, mislabelled, huge and hostile sources: one clear line each, and never anything else."""

import gzip
import io
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.errors import SourceError, SourceTooLarge, UnreadableSource, UnsupportedFormat
from knowledge.fetch import Limits, Source
from knowledge.models import Draft
from knowledge.readers import read
from knowledge.readers.reading import open_source, read_content
from tests.knowledge.reading import DATA, assert_well_formed, draft_from, texts

DOCX = DATA / "lighthouse.docx"


def changed_container(name: str, part: str, content: bytes) -> bytes:
    """A container of tests/data with one part exchanged."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(DATA / name) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            data = content if entry.filename == part else old.read(entry)
            new.writestr(entry.filename, data)
    return packed.getvalue()


ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b"<d>&b;&b;&b;&b;</d>"
)
ENCRYPTED_EPUB = (
    b'<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    b'<EncryptionMethod xmlns="http://www.w3.org/2001/04/xmlenc#" Algorithm="urn:drm"/>'
    b"</encryption>"
)


def with_encryption(name: str) -> bytes:
    packed = io.BytesIO((DATA / name).read_bytes())
    with zipfile.ZipFile(packed, "a") as book:
        book.writestr("META-INF/encryption.xml", ENCRYPTED_EPUB)
    return packed.getvalue()


def zip_of(names: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as container:
        for name, data in names.items():
            container.writestr(name, data)
    return packed.getvalue()


BAD = {
    "empty": (b"", UnreadableSource, "It is empty."),
    "blank": (b" \n\t\r\n ", UnreadableSource, "It is empty."),
    "markup only": (b"<html><body></body></html>", UnreadableSource, "It has no text."),
    "damaged pdf": (b"%PDF-1.7\nnonsense", UnreadableSource, "It is a damaged PDF file."),
    "cut zip": (DOCX.read_bytes()[:5000], UnreadableSource, "It is a damaged zip container."),
    "cut pdf": (
        (DATA / "lighthouse.pdf").read_bytes()[:900],
        UnreadableSource,
        "It is a damaged PDF file.",
    ),
    "docx without a document": (
        zip_of({"[Content_Types].xml": b"", "word/document.xml": b"<x/>"}),
        UnreadableSource,
        "It is a damaged Word file.",
    ),
    "png": (b"\x89PNG\r\n\x1a\n\0\0", UnsupportedFormat, "It is a PNG picture."),
    "gzip": (gzip.compress(b"text"), UnsupportedFormat, "It is a gzip archive."),
    "old word": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(50),
        UnsupportedFormat,
        "It is an old or password-protected Office file; save it as an open .docx.",
    ),
    "workbook": (
        zip_of({"xl/workbook.xml": b"<x/>"}),
        UnsupportedFormat,
        "It is an Excel workbook.",
    ),
    "zip": (zip_of({"a.txt": b"a"}), UnsupportedFormat, "It is a zip archive."),
    "binary": (bytes(range(32)) * 50, UnsupportedFormat, "It is binary data, not text."),
    "xml": (
        b"<?xml version='1.0'?><feed/>",
        UnsupportedFormat,
        "It is an XML file that is no web page.",
    ),
    "rtf": (b"{\\rtf1 words}", UnsupportedFormat, "It is an RTF file; save it as .docx or .odt."),
    "entities in docx": (
        changed_container("lighthouse.docx", "word/document.xml", ENTITIES),
        UnreadableSource,
        "A part of it declares XML entities, which are refused.",
    ),
    "entities in odt": (
        changed_container("lighthouse.odt", "content.xml", ENTITIES),
        UnreadableSource,
        "A part of it declares XML entities, which are refused.",
    ),
    "entities in epub": (
        changed_container("lighthouse.epub", "OEBPS/book.opf", ENTITIES),
        UnreadableSource,
        "A part of it defines XML entities, which are refused.",
    ),
    "protected epub": (
        with_encryption("lighthouse.epub"),
        UnreadableSource,
        "It is protected by digital rights management (DRM).",
    ),
    "zip bomb": (
        changed_container("lighthouse.docx", "word/document.xml", b"<a/>" * 30_000_000),
        SourceTooLarge,
        "It unpacks to more than 200 times its size (a zip bomb).",
    ),
    "deep html": (
        b"<html>" + b"<div>" * 100_000 + b"x",
        SourceTooLarge,
        "Its elements are nested too deeply.",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_source_gets_one_clear_line(case):
    data, kind, line = BAD[case]
    with pytest.raises(kind) as caught:
        draft_from(data, "bad.file")
    assert str(caught.value) == f"bad.file: {line}"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("\ufeffWords of the day".encode(), "Words of the day"),
        ("Words of the day".encode("utf-16"), "Words of the day"),
        ("Words of the day".encode("utf-16-le"), "Words of the day"),
        ("Words of the day".encode("utf-32"), "Words of the day"),
        (
            "Die Straße über den Fluß führt nach Köln; später wird sie schöner.".encode("cp1252"),
            "Straße",
        ),
        ("Маяк был построен на скале, где раньше тонули корабли.".encode("cp1251"), "построен"),
        (
            "灯台は岬の上に建てられ、長い間、船を導いた。灯台守は一人で油を運んだ。".encode(
                "shift_jis"
            ),
            "灯台守は一人",
        ),
        (
            "Le phare fut allumé la première fois en été; ça ne dura guère.".encode("cp1252"),
            "été; ça",
        ),
        (b"one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"),
        (b"nul\x00 and bell\x07 go", "nul and bell go"),
        ("no\u00adhy\u00adphens \u202egone\u202c".encode(), "nohyphens gone"),
    ],
)
def test_encodings_line_ends_and_control_characters(data, words):
    draft = draft_from(data)
    assert_well_formed(draft)
    assert words in draft.text


def test_a_few_invalid_bytes_do_not_change_the_encoding():
    draft = draft_from("Über die Brücke für Fußgänger \xff nach Köln".encode()[:-1] + b"\xff")
    assert "Über die Brücke" in draft.text
    assert "could not be decoded" in draft.warnings[0]


def test_words_are_neither_composed_nor_decomposed():
    assert texts(draft_from("caf\u00e9 cafe\u0301")) == ["caf\u00e9 cafe\u0301"]


def test_five_megabytes_of_plain_text_in_reasonable_time():
    paragraph = "The lamp used forty litres of oil in a winter night, and no one paid for it. " * 8
    text = "\n\n".join(f"{number} {paragraph}" for number in range(8_500))
    started = time.monotonic()
    draft = draft_from(text)
    assert len(texts(draft, "paragraph")) == 8_500
    assert time.monotonic() - started < 20


def test_text_longer_than_the_limit_names_it():
    with pytest.raises(SourceTooLarge, match="longer than the limit of 100 characters"):
        read(Source(b"word " * 100, "a.txt", "a"), Limits(characters=100))


def test_more_pages_than_allowed_names_the_limit():
    data = (DATA / "lighthouse.pdf").read_bytes()
    with pytest.raises(SourceTooLarge, match="more than the limit of 2 pages"):
        read(Source(data, "a.pdf", "a"), Limits(pages=2))


def test_parser_that_takes_too_long_is_killed():
    html = b"<html><body>" + b"<div><a>x</a><a>x</a><a>y</a>" * 1_900
    started = time.monotonic()
    with pytest.raises(SourceTooLarge, match=r"longer than the limit of 0\.2 seconds"):
        read(Source(html, "slow.html", "a"), Limits(parse_seconds=0.2))
    assert time.monotonic() - started < 5


def test_parser_that_needs_too_much_memory_is_stopped_and_the_next_source_is_read():
    html = b"<html><body>" + b"<p>word</p>" * 400_000
    with pytest.raises(SourceTooLarge, match="limit of 200 MB of memory"):
        read(Source(html, "big.html", "a"), Limits(parse_memory=200 * 1024 * 1024))
    assert "Words" in draft_from("<html><p>Words", "a.html").text


def test_pathological_markdown_takes_linear_time_or_another_process():
    started = time.monotonic()
    for text in (
        "[" * 20_000,
        "*a " * 20_000,
        "|a" * 8_000 + "\n" + "|-" * 8_000,
        "<!--" * 50_000,
    ):
        with suppress(SourceError):
            draft_from(text, "a.md")
    assert time.monotonic() - started < 30


HTML_PARTS = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<div>",
        "<table><tr><td>",
        "<li>",
        "<ol start=x>",
        "<pre>",
        "<h1>",
        "</h1>",
        "<br>",
        "<blockquote>",
        "<article>",
        "<nav>",
        "&nbsp;",
        "&#0;",
        "<!--",
        "<a href=x>",
        "words ",
        "By Ada Holm",
        "\n",
    ]
)
MARKDOWN_PARTS = st.sampled_from(
    [
        "# ",
        "\n",
        "\n\n",
        "- ",
        "1. ",
        "> ",
        "`",
        "```\n",
        "|a|b|\n|-|-|\n",
        "[x](y)",
        "[^1]",
        "[^1]: note",
        "---\n",
        "title: x\n",
        "word ",
        "<b>",
        "    ",
        "\t",
        "By Ada Holm\n",
        "3 May 2021\n",
        "===\n",
    ]
)


def drafted_here(data: bytes, name: str) -> Draft:
    """Read in this process, where a fault of a reader is not hidden."""
    media_type, content, _ = open_source(Source(data, name, name))
    return read_content(media_type, content, Limits())


def drafted_elsewhere(data: bytes, name: str) -> Draft:
    return read(Source(data, name, name))


def assert_draft_or_one_line(
    data: bytes, name: str, drafted: Callable[[bytes, str], Draft] = drafted_here
) -> None:
    """The contract of all readers."""
    refused: SourceError | None = None
    try:
        assert_well_formed(drafted(data, name))
    except SourceError as error:
        refused = error
    assert refused is None or (str(refused) and "\n" not in str(refused))


@pytest.mark.parametrize("path", sorted(DATA.glob("*.*")), ids=lambda path: path.name)
def test_reading_here_and_in_another_process_comes_to_the_same(path):
    data = path.read_bytes()
    outcomes: list[Draft | str] = []
    for drafted in (drafted_here, drafted_elsewhere):
        try:
            outcomes.append(drafted(data, path.name))
        except SourceError as error:
            outcomes.append(str(error).removeprefix(f"{path.name}: "))
    here, elsewhere = outcomes
    if isinstance(here, Draft) and isinstance(elsewhere, Draft):
        assert (here.text, here.blocks) == (elsewhere.text, elsewhere.blocks)
    else:
        assert here == elsewhere


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.md", "a.html", "a.rst", "a.pdf", "-"]))
def test_any_bytes_give_a_draft_or_one_line(data, name):
    assert_draft_or_one_line(data, name)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300), st.sampled_from(["a.txt", "a.md", "a.rst"]))
def test_any_text_gives_a_draft_or_one_line(text, name):
    assert_draft_or_one_line(text.encode("utf-8", "surrogatepass"), name)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(MARKDOWN_PARTS, max_size=40).map("".join), st.sampled_from(["a.txt", "a.md", "a.rst"])
)
def test_any_light_markup_gives_a_draft_or_one_line(text, name):
    assert_draft_or_one_line(text.encode(), name)


@settings(max_examples=150, deadline=None)
@given(st.lists(HTML_PARTS, max_size=40).map("".join))
def test_any_page_gives_a_draft_or_one_line(text):
    assert_draft_or_one_line(b"<html>" + text.encode(), "a.html")


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["pdf", "docx", "odt", "epub"]), st.data())
def test_damaged_documents_give_a_draft_or_one_line(ending, data):
    """Bytes of a real file overwritten or cut off; read in a process of its own, as always."""
    content = bytearray((DATA / f"lighthouse.{ending}").read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    end = data.draw(st.one_of(st.just(len(content)), st.integers(10, len(content))))
    assert_draft_or_one_line(bytes(content[:end]), "a.bin", drafted_elsewhere)
