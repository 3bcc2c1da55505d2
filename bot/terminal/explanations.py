"""An Explanation as tables: why these words were found, and why this sentence was chosen.

What counts nothing is left out, so that the rest is seen; the sums are of everything.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from bot.terminal.blocks import paragraph, table
from bot.terminal.surface import Surface
from knowledge.models import Explanation, FeatureWeight, TermWeight

_TERMS = ("Term", "From", "As", "Weight", "Idf", "Passages", "Share")
_FEATURES = ("Feature", "Weight", "Chosen", "Counts", "Runner-up", "Counts")
_CONFIDENCE = ("Feature", "Weight", "Value", "Counts")


def render_explanation(explanation: Explanation, surface: Surface) -> str:
    """Return `explanation` as text: terms with their shares, then the sentence's features."""
    parts = [_terms(explanation, surface)]
    if explanation.features:
        parts.append(_features(explanation, surface))
    if explanation.confidence:
        parts.append(_confidence(explanation.confidence, surface))
    return "\n\n".join("\n".join(lines) for lines in parts)


def _terms(explanation: Explanation, surface: Surface) -> list[str]:
    lines = [surface.bold("Why this passage")]
    lines += table(_TERMS, [_term(term) for term in explanation.terms], surface)
    lines.append(
        f"The first passage scores {explanation.passage_score:.4f}, the sum of the shares."
    )
    if unknown := _unknown(explanation.terms):
        lines += paragraph(f"In no source: {', '.join(unknown)}", surface)
    return lines


def _unknown(terms: Sequence[TermWeight]) -> list[str]:
    """Return the words of the question that no passage has in any form."""
    words = dict.fromkeys(term.word for term in terms if term.origin != "pair")
    known = {term.word for term in terms if term.passages}
    return [word for word in words if word not in known]


def _term(term: TermWeight) -> tuple[str, ...]:
    numbers = (f"{term.weight:.2f}", f"{term.idf:.3f}", str(term.passages), f"{term.share:.4f}")
    return (term.term, term.word, term.origin, *numbers)


def _features(explanation: Explanation, surface: Surface) -> list[str]:
    chosen = sum(each.weight * each.chosen for each in explanation.features)
    counting = [each for each in explanation.features if _counts(each)]
    lines = [surface.bold("Why this sentence")]
    lines += table(_FEATURES, [_feature(each) for each in counting], surface)
    lines += _left_out(len(explanation.features) - len(counting))
    lines.append(f"Sum of what counts: {chosen:.4f}" + _runner_up_sum(explanation.features))
    for name, text in (("Chosen", explanation.chosen), ("Runner-up", explanation.runner_up)):
        if text is not None:
            lines += paragraph(f"{name}: {text}", surface)
    return lines


def _feature(each: FeatureWeight) -> tuple[str, ...]:
    other = each.runner_up
    return (
        each.feature,
        f"{each.weight:.4f}",
        f"{each.chosen:.4f}",
        f"{each.weight * each.chosen:.4f}",
        "" if other is None else f"{other:.4f}",
        "" if other is None else f"{each.weight * other:.4f}",
    )


def _runner_up_sum(features: Sequence[FeatureWeight]) -> str:
    values = [each.weight * each.runner_up for each in features if each.runner_up is not None]
    return f"; runner-up: {sum(values):.4f}" if values else ""


def _confidence(features: Sequence[FeatureWeight], surface: Surface) -> list[str]:
    counting = [each for each in features if _counts(each)]
    rows = [
        (
            each.feature,
            f"{each.weight:.4f}",
            f"{each.chosen:.4f}",
            f"{each.weight * each.chosen:.4f}",
        )
        for each in counting
    ]
    total = sum(each.weight * each.chosen for each in features)
    sure = 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
    lines = [surface.bold("How sure"), *table(_CONFIDENCE, rows, surface)]
    lines += _left_out(len(features) - len(counting))
    return [*lines, f"Sum of what counts: {total:.4f}; its logistic function: {sure:.4f}"]


def _counts(each: FeatureWeight) -> bool:
    return bool(each.weight and (each.chosen or each.runner_up))


def _left_out(count: int) -> list[str]:
    return [f"{count} more count nothing here."] if count else []
