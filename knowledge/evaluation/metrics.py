"""Outcomes to figures. Pure: nothing is asked, read or printed here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, median

from knowledge.evaluation.outcomes import Outcome

RECALL_DEPTHS = (1, 3, 10)
BINS = 10
"""Bands of confidence in a reliability table."""


@dataclass(frozen=True)
class Band:
    """One line of a reliability table: the outcomes whose confidence is in [low, high)."""

    low: float
    high: float
    count: int
    confidence: float
    """Mean confidence."""
    right: float
    """Share of first excerpts that are right."""


@dataclass(frozen=True)
class Figures:
    """What a run reaches; a figure is None where no question of its sort was asked.

    Shares are of the answerable questions, but for the two of abstaining: precision is the share
    of unanswerable ones among those abstained from, recall that of the unanswerable abstained from.
    """

    questions: int
    answerable: int
    hit_at_1: float | None
    hit_at_3: float | None
    answered_right: float | None
    """Answered, not merely unsure, and right."""
    answered_precision: float | None
    """Share of right ones among all that were answered."""
    abstention_precision: float | None
    abstention_recall: float | None
    recall: Mapping[int, float]
    """Recall@k of a passage with a gold answer, where passages were searched."""
    reciprocal_rank: float | None
    auroc: float | None
    calibration_error: float | None
    """Expected calibration error over `BINS` bands (Naeini, Cooper and Hauskrecht, AAAI 2015)."""
    seconds_mean: float | None
    seconds_median: float | None


def measure(outcomes: Sequence[Outcome], *, searched: bool = True) -> Figures:
    """Return the figures of a run; `searched` says whether the outcomes' ranks are known."""
    could = [o for o in outcomes if o.question.answerable]
    could_not = [o for o in outcomes if not o.question.answerable]
    abstained = [o for o in outcomes if o.abstained]
    ranked = could if searched else []
    return Figures(
        questions=len(outcomes),
        answerable=len(could),
        hit_at_1=_share(could, lambda o: o.hit_within(1)),
        hit_at_3=_share(could, lambda o: o.hit_within(3)),
        answered_right=_share(could, lambda o: o.right and not o.abstained),
        answered_precision=_share([o for o in outcomes if not o.abstained], lambda o: o.right),
        abstention_precision=_share(abstained, lambda o: not o.question.answerable),
        abstention_recall=_share(could_not, lambda o: o.abstained),
        recall={k: mean(min(o.ranks, default=k + 1) <= k for o in ranked) for k in RECALL_DEPTHS}
        if ranked
        else {},
        reciprocal_rank=mean(_reciprocal_rank(o) for o in ranked) if ranked else None,
        auroc=auroc([o.confidence for o in outcomes], [o.right for o in outcomes]),
        calibration_error=calibration_error(outcomes),
        seconds_mean=mean(o.seconds for o in outcomes) if outcomes else None,
        seconds_median=median(o.seconds for o in outcomes) if outcomes else None,
    )


def by_kind(outcomes: Sequence[Outcome], *, searched: bool = True) -> dict[str, Figures]:
    """Return the figures of each kind of question, kinds in alphabetical order."""
    kinds: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        kinds[outcome.question.kind].append(outcome)
    return {kind: measure(kinds[kind], searched=searched) for kind in sorted(kinds)}


def misses(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Return what went wrong: answerable without a right first excerpt, unanswerable answered."""
    return [o for o in outcomes if (not o.right if o.question.answerable else not o.abstained)]


def auroc(scores: Sequence[float], labels: Sequence[bool]) -> float | None:
    """Return the area under the ROC curve: how often a right one scores above a wrong one.

    Ties count half (Hanley and McNeil, Radiology 1982). None unless both sorts occur.
    """
    positive = sum(labels)
    negative = len(labels) - positive
    if not positive or not negative:
        return None
    ranks = _mean_ranks(scores)
    total = sum(rank for rank, label in zip(ranks, labels, strict=True) if label)
    return (total - positive * (positive + 1) / 2) / (positive * negative)


def reliability(outcomes: Sequence[Outcome], bins: int = BINS) -> list[Band]:
    """Return the bands of confidence that occur, lowest first."""
    held: dict[int, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        held[min(int(outcome.confidence * bins), bins - 1)].append(outcome)
    return [
        Band(
            low=number / bins,
            high=(number + 1) / bins,
            count=len(held[number]),
            confidence=mean(o.confidence for o in held[number]),
            right=mean(o.right for o in held[number]),
        )
        for number in sorted(held)
    ]


def calibration_error(outcomes: Sequence[Outcome]) -> float | None:
    """Return how far confidence is from the share of right ones, on average over outcomes."""
    if not outcomes:
        return None
    gaps = (band.count * abs(band.confidence - band.right) for band in reliability(outcomes))
    return sum(gaps) / len(outcomes)


def precision_by_coverage(outcomes: Sequence[Outcome]) -> list[tuple[float, float]]:
    """Return (share of questions answered, share of those right) as the threshold falls.

    Questions of equal confidence are answered together: one point for each confidence.
    """
    ordered = sorted(outcomes, key=lambda o: -o.confidence)
    points, right = [], 0
    for count, outcome in enumerate(ordered, start=1):
        right += outcome.right
        if count == len(ordered) or ordered[count].confidence != outcome.confidence:
            points.append((count / len(ordered), right / count))
    return points


def threshold_for(outcomes: Sequence[Outcome], precision: float) -> float | None:
    """Return the least confidence from which `precision` of the answers are right, or None."""
    ordered = sorted(outcomes, key=lambda o: -o.confidence)
    best, right = None, 0
    for count, outcome in enumerate(ordered, start=1):
        right += outcome.right
        last = count == len(ordered) or ordered[count].confidence != outcome.confidence
        if last and right / count >= precision:
            best = outcome.confidence
    return best


def _share(outcomes: Sequence[Outcome], holds: Callable[[Outcome], bool]) -> float | None:
    return mean(holds(o) for o in outcomes) if outcomes else None


def _reciprocal_rank(outcome: Outcome, depth: int = max(RECALL_DEPTHS)) -> float:
    first = min(outcome.ranks, default=depth + 1)
    return 1 / first if first <= depth else 0.0


def _mean_ranks(scores: Sequence[float]) -> list[float]:
    """Return each score's rank from below, from 1; equal scores share the mean of theirs."""
    order = sorted(range(len(scores)), key=scores.__getitem__)
    ranks = [0.0] * len(scores)
    start = 0
    while start < len(order):
        stop = start
        while stop < len(order) and scores[order[stop]] == scores[order[start]]:
            stop += 1
        for position in order[start:stop]:
            ranks[position] = (start + 1 + stop) / 2
        start = stop
    return ranks
