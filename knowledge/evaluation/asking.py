"""Questions to documents that are held in memory, for question files that bring their own texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from knowledge.answers import Thresholds, answer
from knowledge.answers.finding import languages
from knowledge.evaluation.memory import MemorySources
from knowledge.models import Answer, Draft, Hit, Passage, Turn
from knowledge.question import expand, read_question, with_languages


class MemoryLibrary:
    """Asks as `knowledge.Library` does, and like it answers; keeps nothing and writes nothing."""

    def __init__(self, drafts: Mapping[str, Draft]) -> None:
        self._sources = MemorySources(drafts)

    def ask(
        self,
        question: str,
        *,
        excerpts: int = 3,
        context: Sequence[Turn] = (),
        thresholds: Thresholds | None = None,
    ) -> Answer:
        """Answer a question from all documents; raises InvalidQuestion."""
        return answer(
            question, self._sources, excerpts=excerpts, context=context, thresholds=thresholds
        )

    def search(self, question: str, k: int = 10) -> tuple[Hit, ...]:
        """Return the `k` passages that rank best; raises InvalidQuestion."""
        language, others = languages(question, self._sources)
        asked = with_languages(read_question(question, language), language, others)
        return tuple(self._sources.best(expand(asked, self._sources.searcher).weights(), k))

    def passages(self) -> Sequence[Passage]:
        """Return the passages of all documents in order."""
        return self._sources.passages(range(self._sources.searcher.passage_count))
