"""An Explanation as tables: why these words were found, and why this sentence was chosen."""

from __future__ import annotations

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
    unknown = [term.word for term in explanation.terms if not term.passages]
    if unknown:
        words = ", ".join(dict.fromkeys(unknown))
        lines += paragraph(f"In no source: {words}", surface)
    return lines


def _term(term: TermWeight) -> tuple[str, ...]:
    numbers = (f"{term.weight:.2f}", f"{term.idf:.3f}", str(term.passages), f"{term.share:.4f}")
    return (term.term, term.word, term.origin, *numbers)


def _features(explanation: Explanation, surface: Surface) -> list[str]:
    chosen = sum(each.weight * each.chosen for each in explanation.features)
    lines = [surface.bold("Why this sentence")]
    lines += table(_FEATURES, [_feature(each) for each in explanation.features], surface)
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
    rows = [
        (
            each.feature,
            f"{each.weight:.4f}",
            f"{each.chosen:.4f}",
            f"{each.weight * each.chosen:.4f}",
        )
        for each in features
    ]
    return [surface.bold("How sure"), *table(_CONFIDENCE, rows, surface)]
