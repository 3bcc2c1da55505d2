"""The contracts of a library, for any text: verbatim, derived, the same every time."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import Library

VOCABULARY = """nato csto russia ukraine georgia summit alliance treaty war peace member Putin’s the
of a in 2008 1,5 U.S. „Bündnis“ 北约 組織 حلف café CAFÉ 🦜 e-mail"""
WORDS = st.sampled_from(VOCABULARY.split())
SENTENCES = st.lists(WORDS, min_size=1, max_size=12).map(lambda words: " ".join(words) + ". ")
PARAGRAPHS = st.lists(SENTENCES, min_size=1, max_size=5).map("".join)
TEXTS = st.lists(st.one_of(PARAGRAPHS, st.text(max_size=60)), min_size=1, max_size=6).map(
    "\n\n".join
)
QUESTIONS = st.lists(WORDS, min_size=1, max_size=6).map(lambda words: " ".join(words) + "?")
SHELVES = st.lists(TEXTS.filter(str.strip), min_size=1, max_size=4)

QUICK = settings(max_examples=30, deadline=None)


def filled(path: Path, texts: list[str]) -> Library:
    """Open a library with these documents, as far as they have anything to read."""
    library = Library.open(path, bundled=False)
    files = path.parent / "files"
    files.mkdir(exist_ok=True)
    for number, text in enumerate(texts):
        (files / f"{number}.txt").write_text(text, "utf-8", newline="")
    list(library.add_many([files]))
    return library


@QUICK
@given(SHELVES, QUESTIONS)
def test_every_excerpt_and_passage_is_verbatim(texts, question):
    with tempfile.TemporaryDirectory() as name, filled(Path(name) / "l.db", texts) as library:
        for excerpt in library.ask(question).excerpts:
            text = library.document(excerpt.citation.document).text
            assert text[excerpt.start : excerpt.end] == excerpt.text
            assert excerpt.passage in text
            assert library.verify(excerpt)
        for info in library.documents():
            text = library.document(info.id).text
            for passage in library.passages(info.id):
                assert text[passage.start : passage.end] == passage.text


@QUICK
@given(SHELVES, QUESTIONS)
def test_the_same_question_has_the_same_answer_also_tomorrow(texts, question):
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "l.db"
        with filled(path, texts) as library:
            first = library.ask(question, explain=True).model_dump_json()
            assert library.ask(question, explain=True).model_dump_json() == first
        with Library.open(path, bundled=False) as library:
            assert library.ask(question, explain=True).model_dump_json() == first


@QUICK
@given(SHELVES, QUESTIONS, st.integers(0, 3))
def test_an_index_built_anew_gives_the_same_answers(texts, question, removed):
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "l.db"
        with filled(path, texts) as library:
            for info in library.documents()[:removed]:  # so that the index has seen removals
                library.remove(info.id)
            kept = library.ask(question, explain=True)
            hits = library.search(question, 50)
        shutil.rmtree(path.with_name("l.db.index"), ignore_errors=True)
        with Library.open(path, bundled=False) as library:
            assert library.ask(question, explain=True) == kept
            assert library.search(question, 50) == hits
