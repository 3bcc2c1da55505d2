"""Measures what each group of features buys: fits without it, on other questions than it measures.

    python -m benchmarks.ablation SQUAD.json SET.jsonl[=WEIGHT] ...

Takes what `knowledge.fitting.model` takes. SQuAD's articles are fitted on one half and measured on
the other, both ways; a set is measured with weights fitted on SQuAD and the other sets. Printed is
how often the likeliest sentence answers, of the questions whose answer the search found at all.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from knowledge.evaluation.questions import read_squad
from knowledge.fitting.model import (
    Example,
    fit_examples,
    read_set,
    set_examples,
    squad_examples,
)
from knowledge.fitting.regression import Vector
from knowledge.selection import FEATURES
from knowledge.selection.features import PASSAGE_FEATURES
from knowledge.selection.meaning import MEANING_FEATURES
from knowledge.selection.types import TYPE_FEATURES

GROUPS: Mapping[str, Sequence[str]] = {
    "nothing": (),
    "word vectors": MEANING_FEATURES,
    "likeness of form": ("form",),
    "coverage by rarity in the passage": ("coverage_local",),
    "coverage by rarity in English": ("coverage_general", "passage_general"),
    "neighbouring sentences": (
        "before", "after", "elsewhere", "points_back_before", "previous_coverage",
        "next_coverage", "follows_up",
    ),
    "pairs and runs": ("pair", "near", "run"),
    "shape of the answer": TYPE_FEATURES,
    "stop words": ("stop_words",),
    "title and heading": ("title", "heading", "passage_title"),
    "the passage": PASSAGE_FEATURES,
}  # fmt: skip
"""What is left out in turn, by name."""


def folds(
    squad: Mapping[str, Sequence[Example]], sets: Sequence[Sequence[Example]]
) -> Iterator[tuple[list[Example], list[Example]]]:
    """Yield what to fit on and what to measure with it: SQuAD's halves, then the sets."""
    names = list(squad)
    for measured, fitted in ((names[0::2], names[1::2]), (names[1::2], names[0::2])):
        yield [e for n in fitted for e in squad[n]], [e for n in measured for e in squad[n]]
    everything = [example for name in names for example in squad[name]]
    for number, examples in enumerate(sets):
        others = [e for i, known in enumerate(sets) if i != number for e in known]
        yield [*everything, *others], list(examples)


def answers_first(weights: Vector, columns: Sequence[int], example: Example) -> bool:
    """Say whether the likeliest of the example's sentences answers."""
    return bool(example.right[int(np.argmax(example.rows[:, columns] @ weights))])


def measure(
    columns: Sequence[int],
    squad: Mapping[str, Sequence[Example]],
    sets: Sequence[Sequence[Example]],
) -> Mapping[str, float]:
    """Return the share of first sentences that answer, by kind of question, with these features."""
    hits: dict[str, list[bool]] = {"SQuAD": [], "sets": [], "paraphrases": []}
    for number, (fitted, measured) in enumerate(folds(squad, sets)):
        weights = fit_examples(fitted, columns)
        for example in measured:
            hit = answers_first(weights, columns, example)
            hits["sets" if number > 1 else "SQuAD"].append(hit)
            if example.kind == "paraphrase":
                hits["paraphrases"].append(hit)
    return {name: sum(each) / max(1, len(each)) for name, each in hits.items()}


def main() -> None:
    """Print a line for each group of features left out."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("squad", type=Path)
    parser.add_argument("sets", nargs="+")
    arguments = parser.parse_args()
    squad = squad_examples(read_squad(arguments.squad))
    sets = [set_examples(read_set(name)) for name in arguments.sets]
    for name, left_out in GROUPS.items():
        columns = [i for i, feature in enumerate(FEATURES) if feature not in left_out]
        reached = measure(columns, squad, sets)
        cells = "  ".join(f"{kind} {value:.3f}" for kind, value in reached.items())
        print(f"without {name:35} {cells}", flush=True)


if __name__ == "__main__":
    main()
