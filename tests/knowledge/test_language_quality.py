"""Questions in eight languages to a page each keep their quality, all pages in one library."""

from functools import cache
from pathlib import Path

from knowledge.evaluation import (
    MemoryLibrary,
    Outcome,
    by_kind,
    measure,
    read_questions,
    run_questions,
)
from knowledge.fetch import Source
from knowledge.readers import read

DATA = Path(__file__).parent.parent / "data" / "questions"


@cache
def outcomes() -> tuple[Outcome, ...]:
    pages = sorted((DATA / "languages").iterdir())
    drafts = {page.name: read(Source(page.read_bytes(), page.name, page.name)) for page in pages}
    library = MemoryLibrary(drafts)
    questions = read_questions(DATA / "languages.jsonl")
    return tuple(run_questions(questions, library.ask, library.search))


def test_every_language_is_answered() -> None:
    figures = by_kind(outcomes())

    assert list(figures) == ["de", "es", "fr", "ja", "pl", "th", "uk", "zh"]
    for language, reached in figures.items():
        assert (reached.hit_at_1 or 0) >= 0.7, language
        assert (reached.hit_at_3 or 0) >= 0.9, language


def test_languages_together_find_their_answers() -> None:
    figures = measure(outcomes())

    assert (figures.hit_at_1 or 0) >= 0.9
    assert (figures.auroc or 0) >= 0.75
