"""Figures of a run of questions as tables: overall, by kind, how true the confidence is, misses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.terminal.blocks import paragraph, table
from bot.terminal.safe import one_line
from bot.terminal.surface import Surface
from knowledge.evaluation import Band, Comparison, Figures, Outcome

MILLISECONDS = 1000

_BY_KIND = ("Kind", "Questions", "Hit@1", "Hit@3", "Answered+right", "Abstained rightly")
_RELIABILITY = ("Confidence", "Questions", "Mean", "Right")


def render_figures(
    overall: Figures, kinds: Mapping[str, Figures], bands: Sequence[Band], surface: Surface
) -> str:
    """Return the figures as text: a line each, then by kind, then the reliability table."""
    parts = [table(("Figure", "Value"), _overall(overall), surface)]
    if len(kinds) > 1:
        parts.append(table(_BY_KIND, [_kind(*each) for each in kinds.items()], surface))
    parts.append(table(_RELIABILITY, [_band(band) for band in bands], surface))
    return "\n\n".join("\n".join(lines) for lines in parts)


def render_misses(missed: Sequence[Outcome], surface: Surface) -> str:
    """Return each question that went wrong, with what was said and what had to be."""
    parts = []
    for outcome in missed:
        question = outcome.question
        head = f"{question.id} [{question.kind}] {outcome.status} {outcome.confidence:.2f}"
        lines = [surface.bold(one_line(head)), *paragraph(f"? {question.question}", surface)]
        if outcome.searched:
            lines += paragraph(f"= {outcome.searched}", surface)
        if outcome.first:
            lines += paragraph(f"- {outcome.first}", surface)
        wanted = question.gold[0] if question.gold else "(the sources do not answer this)"
        parts.append([*lines, *paragraph(f"+ {wanted}", surface)])
    return "\n\n".join("\n".join(lines) for lines in parts) or "Nothing went wrong."


def render_comparison(compared: Comparison) -> str:
    """Return what changed between two runs, and whether it is more than chance."""
    return (
        f"Right first or rightly left: {compared.first:.3f} before, {compared.second:.3f} now "
        f"({compared.difference:+.3f}; 95% interval {compared.low:+.3f} to {compared.high:+.3f}; "
        f"p = {compared.p_value:.4f}); {compared.better} better, {compared.worse} worse "
        f"of {compared.questions} questions."
    )


def _overall(figures: Figures) -> list[tuple[str, str]]:
    seconds = figures.seconds_mean, figures.seconds_median
    mean, median = ("-" if each is None else f"{each * MILLISECONDS:.2f}" for each in seconds)
    return [
        ("questions", str(figures.questions)),
        ("answerable", str(figures.answerable)),
        ("hit@1", _share(figures.hit_at_1)),
        ("hit@3", _share(figures.hit_at_3)),
        *((f"passage recall@{k}", _share(share)) for k, share in figures.recall.items()),
        ("passage MRR@10", _share(figures.reciprocal_rank)),
        ("answered and right, of the answerable", _share(figures.answered_right)),
        ("right, of the answered", _share(figures.answered_precision)),
        ("abstention precision", _share(figures.abstention_precision)),
        ("abstention recall", _share(figures.abstention_recall)),
        ("AUROC of confidence", _share(figures.auroc)),
        ("calibration error", _share(figures.calibration_error)),
        ("milliseconds a question, mean", mean),
        ("milliseconds a question, median", median),
    ]


def _kind(kind: str, figures: Figures) -> tuple[str, ...]:
    shares = (figures.hit_at_1, figures.hit_at_3, figures.answered_right, figures.abstention_recall)
    return (kind, str(figures.questions), *map(_share, shares))


def _band(band: Band) -> tuple[str, ...]:
    span = f"{band.low:.1f} to {band.high:.1f}"
    return (span, str(band.count), f"{band.confidence:.3f}", f"{band.right:.3f}")


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
