"""Two linear models fitted with numpy: a softmax over sentences, and a logistic regression."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
Objective = Callable[[Vector], tuple[float, Vector]]

_STEPS = 200
_MEMORY = 10


def fit_softmax(groups: Sequence[Vector], right: Sequence[NDArray[np.bool_]], l2: float) -> Vector:
    """Return the weights that make the right rows of each group likeliest.

    Args:
        groups: one matrix a question, rows sentences, columns features.
        right: which rows answer; a group without one must be left out.
        l2: strength of the ridge penalty, on features scaled to unit deviation.
    """
    rows = np.vstack(groups)
    scale = _scale(rows)
    scaled, marked = rows / scale, np.concatenate(right)
    sizes = np.array([len(group) for group in groups])
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    owner = np.repeat(np.arange(len(groups)), sizes)

    def objective(weights: Vector) -> tuple[float, Vector]:
        logits = scaled @ weights
        power = np.exp(logits - np.maximum.reduceat(logits, starts)[owner])
        total = np.add.reduceat(power, starts)
        answering = np.add.reduceat(np.where(marked, power, 0.0), starts) + 1e-300
        loss = float(np.log(total).sum() - np.log(answering).sum())
        slope = power / total[owner] - np.where(marked, power, 0.0) / answering[owner]
        return loss + l2 / 2 * float(weights @ weights), scaled.T @ slope + l2 * weights

    return minimise(objective, np.zeros(rows.shape[1])) / scale


def fit_logistic(
    rows: Vector, right: NDArray[np.bool_], weights: Vector, l2: float
) -> tuple[Vector, float]:
    """Return coefficients and constant of the probability of `right`; rows count by `weights`."""
    scale = _scale(rows)
    scaled = np.hstack([rows / scale, np.ones((len(rows), 1))])
    penalty = np.full(scaled.shape[1], l2)
    penalty[-1] = 0.0

    def objective(found: Vector) -> tuple[float, Vector]:
        logits = scaled @ found
        chance = 1 / (1 + np.exp(-logits))
        loss = float((weights * (np.logaddexp(0, logits) - right * logits)).sum())
        slope = scaled.T @ (weights * (chance - right)) + penalty * found
        return loss + float((penalty * found * found).sum()) / 2, slope

    found = minimise(objective, np.zeros(scaled.shape[1]))
    return found[:-1] / scale, float(found[-1])


def minimise(objective: Objective, start: Vector) -> Vector:
    """Return where a smooth convex function is least, by L-BFGS (Liu and Nocedal 1989)."""
    at = start
    value, slope = objective(at)
    moves: list[tuple[Vector, Vector]] = []
    for _ in range(_STEPS):
        direction = -_inverse_hessian(slope, moves)
        if slope @ direction >= 0:
            direction = -slope
        step = _line_search(objective, at, direction, value, float(slope @ direction))
        new_value, new_slope = objective(at + step)
        change = new_slope - slope
        if change @ step > 1e-10:
            moves = [*moves, (step, change)][-_MEMORY:]
        done = abs(value - new_value) < 1e-8 * max(1.0, abs(value))
        at, value, slope = at + step, new_value, new_slope
        if done:
            break
    return at


def _inverse_hessian(slope: Vector, moves: Sequence[tuple[Vector, Vector]]) -> Vector:
    """Return the slope times the approximate inverse Hessian (the two-loop recursion)."""
    result, factors = slope.copy(), []
    for step, change in reversed(moves):
        factor = step @ result / (change @ step)
        factors.append(factor)
        result -= factor * change
    if moves:
        step, change = moves[-1]
        result *= step @ change / (change @ change)
    else:
        result /= max(1.0, float(np.linalg.norm(slope)))
    for (step, change), factor in zip(moves, reversed(factors), strict=True):
        result += (factor - change @ result / (change @ step)) * step
    return result


def _line_search(
    objective: Objective, at: Vector, direction: Vector, value: float, slope: float
) -> Vector:
    """Return a step along `direction` that lowers the value enough (Armijo 1966)."""
    length = 1.0
    while length > 1e-8 and objective(at + length * direction)[0] > value + 1e-4 * length * slope:
        length /= 2
    return length * direction


def _scale(rows: Vector) -> Vector:
    deviation = rows.std(axis=0)
    deviation[deviation < 1e-9] = 1.0
    return np.asarray(deviation)
