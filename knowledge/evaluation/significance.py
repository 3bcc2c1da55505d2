"""Is the difference between two runs on the same questions more than chance?"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from knowledge.errors import QuothError
from knowledge.evaluation.outcomes import Outcome

ROUNDS = 10_000
SEED = 7
"""Fixed, so that a comparison made twice says the same."""


class RunsDiffer(QuothError):
    """Two runs cannot be compared: they are not of the same questions."""


@dataclass(frozen=True)
class Comparison:
    """A measure of two runs, their difference (second less first) and how sure it is."""

    questions: int
    first: float
    second: float
    better: int
    """Questions on which the second run is better."""
    worse: int
    p_value: float
    """Two-sided, of a paired randomisation test (Smucker, Allan and Carterette, CIKM 2007)."""
    low: float
    """Lower end of the 95% bootstrap interval of the difference."""
    high: float

    @property
    def difference(self) -> float:
        """The second run's measure less the first's."""
        return self.second - self.first


def hit_at_1(outcome: Outcome) -> float:
    """Score an outcome: 1 where an answerable question was hit, or an unanswerable one left."""
    return float(outcome.right if outcome.question.answerable else outcome.abstained)


def compare(
    first: Sequence[Outcome],
    second: Sequence[Outcome],
    score: Callable[[Outcome], float] = hit_at_1,
    *,
    rounds: int = ROUNDS,
) -> Comparison:
    """Compare two runs question by question; raises RunsDiffer unless they have the same ids."""
    other = {o.question.id: score(o) for o in second}
    if len(first) != len(second) or {o.question.id for o in first} != other.keys() or not first:
        raise RunsDiffer("The two runs are not of the same questions, so they cannot be compared.")
    pairs = [(score(o), other[o.question.id]) for o in first]
    differences = [b - a for a, b in pairs]
    low, high = _interval(differences, rounds)
    return Comparison(
        questions=len(pairs),
        first=sum(a for a, _ in pairs) / len(pairs),
        second=sum(b for _, b in pairs) / len(pairs),
        better=sum(d > 0 for d in differences),
        worse=sum(d < 0 for d in differences),
        p_value=_p_value(differences, rounds),
        low=low,
        high=high,
    )


def _p_value(differences: Sequence[float], rounds: int) -> float:
    """Return how often random signs give a difference as large; the real one counts as a round."""
    chance = random.Random(SEED)  # noqa: S311 - statistics, no secret
    changed = [d for d in differences if d]
    seen = abs(sum(changed))
    as_large = sum(
        abs(sum(d if chance.random() < 0.5 else -d for d in changed)) >= seen - 1e-12
        for _ in range(rounds)
    )
    return (as_large + 1) / (rounds + 1)


def _interval(differences: Sequence[float], rounds: int) -> tuple[float, float]:
    chance = random.Random(SEED)  # noqa: S311 - statistics, no secret
    count = len(differences)
    means = sorted(sum(chance.choices(differences, k=count)) / count for _ in range(rounds))
    return means[int(0.025 * rounds)], means[min(rounds - 1, int(0.975 * rounds))]
