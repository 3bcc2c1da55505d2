"""Dates, bylines, file properties, overrides, and extras that are not installed."""

import sys

import pytest

from knowledge.errors import MissingExtra
from knowledge.fetch import Limits
from knowledge.models import Metadata
from knowledge.readers import FORMATS, override
from knowledge.readers.dates import parse_date
from knowledge.readers.isolation import _Failure, _unpacked
from knowledge.readers.masthead import looks_like_names
from knowledge.readers.properties import file_properties
from knowledge.readers.reading import read_content
from knowledge.readers.registry import Content
from tests.knowledge.reading import DATA, assert_well_formed, draft_from, draft_of, texts

BODY = (
    "The harbour board had refused the money twice, because it held all wrecks to be the pilots’ "
    "fault, who knew no better."
)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3 August 2022", "2022-08-03"),
        ("3rd of August, 2022", "2022-08-03"),
        ("August 3, 2022", "2022-08-03"),
        ("Wednesday, 3 August 2022", "2022-08-03"),
        ("Published: Aug. 3, 2022", "2022-08-03"),
        ("2022-08-03T10:00:00+02:00", "2022-08-03"),
        ("20220803", "2022-08-03"),
        ("2022/8/3", "2022-08-03"),
        ("03.08.2022", "2022-08-03"),
        ("23/08/2022", "2022-08-23"),
        ("08/23/2022", "2022-08-23"),
        ("03/08/2022", "2022"),  # third of August or eighth of March: only the year is certain
        ("3. August 2022", "2022-08-03"),
        ("3 août 2022", "2022-08-03"),
        ("3 de agosto de 2022", "2022-08-03"),
        ("3 sierpnia 2022", "2022-08-03"),
        ("3 серпня 2022 року", "2022-08-03"),
        ("2022年8月3日", "2022-08-03"),
        ("August 2022", "2022-08"),
        ("2022", "2022"),
        ("31 February 2022", None),
        ("The year 2022 was cold", None),
        ("3 Mordor 2022", None),
        ("", None),
    ],
)
def test_date_is_read_as_far_as_it_is_certain(text, day):
    assert parse_date(text) == day


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("By Ada Holm", "Ada Holm"),
        ("by Ada Holm and Per Lund", "Ada Holm and Per Lund"),
        ("Von Annette von Droste-Hülshoff", "Annette von Droste-Hülshoff"),
        ("Written by J. R. O’Neill", "J. R. O’Neill"),
        ("Author: the editors", "the editors"),
        ("Ada Holm | 3 May 2021", "Ada Holm"),
        ("By the light of the moon", None),
        ("By Monday", None),
    ],
)
def test_byline_names_the_author(line, author):
    assert draft_from(f"The reef\n\n{line}\n\n{BODY}").metadata.author == author


@pytest.mark.parametrize("text", ["The New Era", "Why Ships Sink", "ada holm", "Ada", "Part 2 Oil"])
def test_titles_are_not_taken_for_names(text):
    assert not looks_like_names(text)


def test_placeholders_in_properties_are_not_believed():
    known = file_properties(
        title="Microsoft Word - Document1", author="admin", published="2021-05-03"
    )
    assert (known.title, known.author, known.published) == (None, None, "2021-05-03")


def test_override_replaces_what_was_appended_and_keeps_the_text():
    draft = draft_of("lighthouse.pdf")
    changed = override(draft, Metadata(author="Per Lund", url="https://papers.example/1"))
    assert_well_formed(changed)
    assert changed.metadata.author == "Per Lund"
    assert texts(changed, "metadata")[1:] == [
        "Author: Per Lund",
        "Published: 2000-01-01",
        "URL: https://papers.example/1",
    ]
    assert texts(changed, "paragraph") == texts(draft, "paragraph")


def test_override_that_states_nothing_changes_nothing():
    draft = draft_of("lighthouse.md")
    assert override(draft, Metadata()) is draft


@pytest.mark.parametrize(
    ("ending", "library", "extra"),
    [
        ("pdf", "pypdfium2", "pdf"),
        ("docx", "docx", "office"),
        ("odt", "odfdo", "office"),
        ("rst", "docutils", "rst"),
    ],
)
def test_missing_library_names_the_extra(monkeypatch, ending, library, extra):
    for name in [name for name in sys.modules if name.partition(".")[0] == library]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, library, None)
    media_type = next(kind for kind, form in FORMATS.items() if ending in form.endings)
    data = (DATA / f"lighthouse.{ending}").read_bytes()
    content = Content(data, data.decode() if ending == "rst" else "")
    with pytest.raises(MissingExtra, match=rf"pip install 'quoth\[{extra}\]'") as caught:
        read_content(media_type, content, Limits())
    assert caught.value.extra == extra


def test_missing_extra_survives_the_way_from_another_process():
    failure = _Failure(type="MissingExtra", message="Install it.", extra="pdf")
    error = _unpacked(failure)
    assert isinstance(error, MissingExtra)
    assert (str(error), error.extra) == ("Install it.", "pdf")
