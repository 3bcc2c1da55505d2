"""Question sets to figures: how good are the answers, measured on anyone's questions.

It asks through functions that are given to it and judges what comes back. It prints nothing, and
answering never imports it.
"""

from __future__ import annotations

from knowledge.evaluation.asking import MemoryLibrary
from knowledge.evaluation.metrics import (
    Band,
    Figures,
    by_kind,
    measure,
    misses,
    precision_by_coverage,
    reliability,
    threshold_for,
)
from knowledge.evaluation.outcomes import Ask, Outcome, Search, judge, run_questions
from knowledge.evaluation.plots import plot
from knowledge.evaluation.questions import (
    Question,
    QuestionFileError,
    Squad,
    read_questions,
    read_squad,
)
from knowledge.evaluation.significance import Comparison, RunsDiffer, compare
from knowledge.evaluation.trec import qrels_lines, run_lines

__all__ = [
    "Ask",
    "Band",
    "Comparison",
    "Figures",
    "MemoryLibrary",
    "Outcome",
    "Question",
    "QuestionFileError",
    "RunsDiffer",
    "Search",
    "Squad",
    "by_kind",
    "compare",
    "judge",
    "measure",
    "misses",
    "plot",
    "precision_by_coverage",
    "qrels_lines",
    "read_questions",
    "read_squad",
    "reliability",
    "run_lines",
    "run_questions",
    "threshold_for",
]
