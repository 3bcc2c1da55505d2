"""Questions asked one after the other and judged: what `quoth eval` and `quoth tune` share.

A run can be written to a file as JSON and read again, to be compared with a later one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from bot.cli.common import open_library
from bot.cli.progress import with_bar
from knowledge import Hit, Library, Passage, QuothError, Thresholds
from knowledge.evaluation import (
    MemoryLibrary,
    Outcome,
    Question,
    by_kind,
    measure,
    read_questions,
    read_squad,
    reliability,
    run_questions,
)

if TYPE_CHECKING:
    from knowledge.evaluation import Ask, Search

RECALL_DEPTH = 10
"""Passages searched for a question: as deep as recall is measured."""

_OUTCOMES: TypeAdapter[tuple[Outcome, ...]] = TypeAdapter(tuple[Outcome, ...])


class RunFileError(QuothError):
    """A file is not the output of `quoth eval --json`."""


@dataclass(frozen=True)
class Bench:
    """Questions, and the documents that they are put to."""

    questions: tuple[Question, ...]
    library: Library | MemoryLibrary
    sources: tuple[str, ...]

    def outcomes(self, thresholds: Thresholds | None) -> tuple[Outcome, ...]:
        """Ask all questions, with a bar on a terminal, and return how each went."""
        ask: Ask = partial(self.library.ask, thresholds=thresholds, **self._within())
        asked = run_questions(self.questions, ask, self._search())
        return tuple(with_bar(asked, len(self.questions), "Asking"))

    def rankings(self, outcomes: Sequence[Outcome]) -> Iterator[tuple[Question, Sequence[Hit]]]:
        """Yield each question with the passages that rank best for it, or for what it stood for."""
        search = self._search()
        for each in outcomes:
            yield each.question, search(each.searched or each.question.question)

    def passages(self) -> list[Passage]:
        """Return all passages that can be found."""
        if isinstance(self.library, MemoryLibrary):
            return list(self.library.passages())
        ids = [info.id for info in self.library.documents()]
        return [passage for each in ids for passage in self.library.passages(each)]

    def _search(self) -> Search:
        return partial(self.library.search, k=RECALL_DEPTH, **self._within())

    def _within(self) -> dict[str, Any]:
        return {} if isinstance(self.library, MemoryLibrary) else {"sources": self.sources}


@contextmanager
def bench(file: Path, library: Path | None, sources: tuple[str, ...]) -> Iterator[Bench]:
    """Yield the questions of `file` with the library, or with the texts that the file brings."""
    with ExitStack() as closing:
        if is_squad(file):
            squad = read_squad(file)
            yield Bench(squad.questions, MemoryLibrary(squad.drafts), ())
        else:
            opened = closing.enter_context(open_library(library))
            yield Bench(read_questions(file), opened, sources)


def is_squad(file: Path) -> bool:
    """Return whether a file is one JSON object with SQuAD's `data`, and not lines of JSON."""
    with file.open(encoding="utf-8", errors="replace") as stream:
        first = stream.readline()
    try:
        return "data" in json.loads(first)
    except ValueError:  # an object over several lines
        return first.strip() == "{"


def report(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Return a run as plain values: figures, figures by kind, reliability, every outcome."""
    return {
        "figures": asdict(measure(outcomes)),
        "by_kind": {kind: asdict(figures) for kind, figures in by_kind(outcomes).items()},
        "reliability": [asdict(band) for band in reliability(outcomes)],
        "outcomes": _OUTCOMES.dump_python(tuple(outcomes), mode="json"),
    }


def read_run(file: Path) -> tuple[Outcome, ...]:
    """Return the outcomes of a run that `quoth eval --json` wrote; raises RunFileError."""
    try:
        return _OUTCOMES.validate_python(json.loads(file.read_text(encoding="utf-8"))["outcomes"])
    except (ValueError, KeyError, TypeError, ValidationError) as error:
        raise RunFileError(f"{file} is no output of `quoth eval --json`.") from error
