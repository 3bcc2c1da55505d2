"""The part of a library that reads: documents, passages, questions and their answers."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.answers import Thresholds, answer
from knowledge.answers.finding import languages
from knowledge.errors import DocumentNotFound
from knowledge.library.core import MAIN, Core
from knowledge.library.indexes import Progress
from knowledge.library.material import Material
from knowledge.library.references import find
from knowledge.models import Answer, Document, DocumentInfo, Excerpt, Hit, Passage, Turn
from knowledge.question import expand, read_question, with_languages
from knowledge.store import PassageRange


class Asking(Core):
    """Looks up and answers; changes nothing but the derived index."""

    def documents(self, collections: Sequence[str] = (MAIN,)) -> tuple[DocumentInfo, ...]:
        """Return the collections' documents, each collection's in the order of adding."""
        with self._store.reading() as view:
            return self._listing(view, collections)

    def find(self, reference: str, collections: Sequence[str] = (MAIN,)) -> DocumentInfo:
        """Return the document with that id, beginning of an id, or part of a title.

        Raises:
            DocumentNotFound: none fits; the message suggests close titles.
            AmbiguousDocument: several fit.
        """
        return find(reference, self.documents(collections))

    def document(self, reference: str, collections: Sequence[str] = (MAIN,)) -> Document:
        """Return a document with its text; raises as `find`."""
        with self._store.reading() as view:
            return view.whole(find(reference, self._listing(view, collections)).id)

    def passages(self, document_id: str) -> tuple[Passage, ...]:
        """Return a document's passages in order; raises DocumentNotFound."""
        with self._store.reading() as view:
            return view.passages_of(document_id)

    def generation(self, collections: Sequence[str] = (MAIN,)) -> int:
        """Return a number that differs whenever an answer from the collections might."""
        with self._store.reading() as view:
            return max((view.generation(name) for name in collections), default=0)

    def ask(
        self,
        question: str,
        *,
        collections: Sequence[str] = (MAIN,),
        sources: Sequence[str] = (),
        excerpts: int = 3,
        context: Sequence[Turn] = (),
        explain: bool = False,
        thresholds: Thresholds | None = None,
        progress: Progress | None = None,
    ) -> Answer:
        """Answer a question with the documents' own words, or say why not.

        Args:
            question: what the person typed.
            collections: whose documents may answer; no others are looked at.
            sources: references (see `find`) of the only documents that may answer; none: all.
            excerpts: the most quotations.
            context: the conversation before, oldest first.
            explain: whether the answer says how it was found.
            thresholds: other than the fitted ones between the statuses.
            progress: told when the index has to be built first.

        Raises:
            InvalidQuestion: the question is not a text or is too long.
            DocumentNotFound, AmbiguousDocument: a reference in `sources` names not one document.
            StoreError: the library could not be read.
        """

        def work(material: Material, within: Sequence[PassageRange] | None) -> Answer:
            return answer(
                question,
                material,
                excerpts=excerpts,
                context=context,
                explain=explain,
                within=_id_ranges(within),
                thresholds=thresholds,
            )

        return self._with_material(work, collections, sources, progress)

    def search(
        self,
        question: str,
        k: int = 10,
        *,
        collections: Sequence[str] = (MAIN,),
        sources: Sequence[str] = (),
    ) -> tuple[Hit, ...]:
        """Return the `k` passages that rank best for a question; raises as `ask`.

        Of several passages with the same words the best alone is given.
        """

        def work(material: Material, within: Sequence[PassageRange] | None) -> tuple[Hit, ...]:
            language, others = languages(question, material)
            asked = with_languages(read_question(question, language), language, others)
            query = expand(asked, material.searcher)
            return tuple(material.best(query.weights(), k, _id_ranges(within)))

        return self._with_material(work, collections, sources)

    def verify(self, excerpt: Excerpt) -> bool:
        """Say whether an excerpt's words stand where it says, in the document as it is now."""
        with self._store.reading() as view:
            try:
                text = view.text(excerpt.citation.document)
            except DocumentNotFound:
                return False
        return text[excerpt.start : excerpt.end] == excerpt.text and excerpt.passage in text


def _id_ranges(ranges: Sequence[PassageRange] | None) -> list[tuple[int, int]] | None:
    return None if ranges is None else [(part.first, part.end) for part in ranges]
