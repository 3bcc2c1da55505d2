"""Naming a document: id, beginning of an id, part of a title."""

from datetime import UTC, datetime

import pytest

from knowledge import AmbiguousDocument, DocumentInfo, DocumentNotFound, Metadata
from knowledge.library.references import find

WHEN = datetime(2024, 5, 1, tzinfo=UTC)


def info(document_id: str, title: str | None, origin: str = "/notes/x.txt") -> DocumentInfo:
    return DocumentInfo(
        id=document_id,
        collection="main",
        metadata=Metadata(title=title),
        origin=origin,
        media_type="text/plain",
        content_hash="",
        version=1,
        added=WHEN,
        updated=WHEN,
        passages=1,
        characters=1,
    )


SHELF = (
    info("abcdef", "Über die Brücke — “Ein Essay”"),
    info("abx222", "NATO vs CSTO"),
    info("qqqqqq", "NATO vs CSTO — Who Will Gain the Upper Hand?"),
    info("zzzzzz", None, "/notes/minutes of may.txt"),
)


@pytest.mark.parametrize(
    ("reference", "found"),
    [
        ("abcdef", "abcdef"),
        ("ABC", "abcdef"),
        ("uber die BRUCKE", "abcdef"),
        ('"ein  essay"', "abcdef"),
        ("upper hand", "qqqqqq"),
        ("nato vs csto", "abx222"),
        ("minutes of", "zzzzzz"),
        ("csto - who", "qqqqqq"),
    ],
)
def test_one_document_is_meant(reference, found):
    assert find(reference, SHELF).id == found


@pytest.mark.parametrize("reference", ["ab", "nato", "CSTO"])
def test_several_documents_fit(reference):
    with pytest.raises(AmbiguousDocument) as caught:
        find(reference, SHELF)
    assert len(caught.value.candidates) == 2
    assert caught.value.reference == reference


@pytest.mark.parametrize("reference", ["", "   ", "nothing like it"])
def test_no_document_fits(reference):
    with pytest.raises(DocumentNotFound, match="No document has the id or title"):
        find(reference, SHELF)


def test_close_titles_are_suggested():
    with pytest.raises(DocumentNotFound, match="Did you mean “Über die Brücke"):
        find("brukce", SHELF)


def test_a_long_list_is_cut_short():
    shelf = [info(f"doc{n:03}", f"Report {n}") for n in range(40)]
    with pytest.raises(AmbiguousDocument, match="and 35 more"):
        find("report", shelf)
