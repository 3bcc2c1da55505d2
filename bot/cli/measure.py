"""`quoth eval` and `quoth tune`: how good the answers are, on anyone's questions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli import streams
from bot.cli.ask import sources_option
from bot.cli.common import json_option, library_option, thresholds
from bot.cli.documented import Documented

if TYPE_CHECKING:
    from bot.cli.measuring import Bench
    from knowledge.evaluation import Outcome

FEW_QUESTIONS = 100
"""Below this many questions, a share is known to no better than ten points or so."""

_old_file = click.Path(exists=True, dir_okay=False, path_type=Path)
_new_file = click.Path(dir_okay=False, path_type=Path)

questions_argument = click.argument("file", metavar="QUESTIONS", type=_old_file)


@click.command(
    "eval",
    cls=Documented,
    examples=(
        "quoth eval questions.jsonl",
        "quoth eval questions.jsonl --misses --plot confidence.svg",
        "quoth eval questions.jsonl --json > before.json",
        "quoth eval questions.jsonl --compare before.json",
        "quoth eval dev-v2.0.json",
        "quoth eval questions.jsonl --qrels qrels.txt --run run.txt",
    ),
)
@questions_argument
@click.option("--misses", is_flag=True, help="Show every question that went wrong.")
@json_option
@click.option(
    "--plot", type=_new_file, metavar="FILE", help="Draw reliability and precision, as SVG."
)
@click.option("--compare", type=_old_file, metavar="RUN", help="Compare with an earlier --json.")
@click.option("--qrels", type=_new_file, metavar="FILE", help="Write the judgments for trec_eval.")
@click.option("--run", type=_new_file, metavar="FILE", help="Write the ranking for trec_eval.")
@sources_option
@library_option
def evaluate(
    *,
    file: Path,
    misses: bool,
    as_json: bool,
    sources: tuple[str, ...],
    library: Path | None,
    **files: Path | None,
) -> None:
    """Ask a file's questions and count the right answers.

    QUESTIONS holds lines of JSON: id, question, kind, answerable, and gold, a list of exact parts
    of the source that each answer alone. A SQuAD 2.0 file brings its own texts, which are asked
    instead of the library. docs/formats.md describes both.
    """
    from bot.cli.measuring import bench

    with bench(file, library, sources) as opened:
        outcomes = opened.outcomes(thresholds())
        _write(opened, outcomes, files)
    _print(outcomes, misses=misses, as_json=as_json, earlier=files["compare"])


@click.command(
    cls=Documented,
    examples=("quoth tune questions.jsonl", "quoth tune questions.jsonl --precision 0.95"),
)
@questions_argument
@click.option(
    "--precision",
    type=click.FloatRange(0, 1),
    default=0.9,
    show_default=True,
    help="Share of answers that are to be right.",
)
@click.option(
    "--unsure-precision",
    type=click.FloatRange(0, 1),
    default=0.5,
    show_default=True,
    help="The same where the unsure ones are counted in.",
)
@sources_option
@library_option
def tune(
    *,
    file: Path,
    precision: float,
    unsure_precision: float,
    sources: tuple[str, ...],
    library: Path | None,
) -> None:
    """Find the confidence that makes answers right often enough.

    It changes nothing: it prints the settings to put into the environment or a file .env.
    QUESTIONS is a file as for `quoth eval`.
    """
    from bot.cli.measuring import bench
    from knowledge import Thresholds

    with bench(file, library, sources) as opened:
        # whatever was found is to be judged, also what is refused at present
        outcomes = opened.outcomes(Thresholds(answered=0.0, unsure=0.0))
    wanted = {"QUOTH_ANSWERED_ABOVE": precision, "QUOTH_UNSURE_ABOVE": unsure_precision}
    for name, share in wanted.items():
        streams.show(_setting(name, share, outcomes))
    if len(outcomes) < FEW_QUESTIONS:
        click.echo(
            f"# {len(outcomes)} questions are few: on others, expect shares ten points off.",
            err=True,
        )


def _write(opened: Bench, outcomes: Sequence[Outcome], files: dict[str, Path | None]) -> None:
    from knowledge.evaluation import plot, qrels_lines, run_lines

    if (path := files["plot"]) is not None:
        path.write_text(plot(outcomes), encoding="utf-8")
    if (path := files["run"]) is not None:
        path.write_text(
            "".join(f"{line}\n" for line in run_lines(opened.rankings(outcomes))), "utf-8"
        )
    if (path := files["qrels"]) is not None:
        lines = qrels_lines(opened.questions, opened.passages())
        path.write_text("".join(f"{line}\n" for line in lines), "utf-8")


def _print(
    outcomes: Sequence[Outcome], *, misses: bool, as_json: bool, earlier: Path | None
) -> None:
    import json
    from dataclasses import asdict

    from bot.cli.measuring import read_run, report
    from bot.terminal.figures import render_comparison, render_figures, render_misses
    from bot.terminal.safe import escape_json
    from knowledge.evaluation import by_kind, compare, measure, reliability
    from knowledge.evaluation import misses as missed

    compared = compare(read_run(earlier), outcomes) if earlier is not None else None
    if as_json:
        found = report(outcomes) | ({"comparison": asdict(compared)} if compared else {})
        streams.show(escape_json(json.dumps(found, ensure_ascii=False)))
        return
    surface = streams.surface()
    parts = [
        render_figures(measure(outcomes), by_kind(outcomes), reliability(outcomes), surface),
        render_misses(missed(outcomes), surface) if misses else None,
        render_comparison(compared) if compared else None,
    ]
    streams.show("\n\n".join(part for part in parts if part is not None))


def _setting(name: str, precision: float, outcomes: Sequence[Outcome]) -> str:
    """Return a line for a shell or .env file, and in a comment what it brings."""
    from knowledge.evaluation import threshold_for

    found = threshold_for(outcomes, precision)
    if found is None:
        return f"# {name}: no threshold makes {precision:.0%} of the answers right"
    kept = [outcome for outcome in outcomes if outcome.confidence >= found]
    right = sum(outcome.right for outcome in kept) / len(kept)
    # rounded down, so that the questions at the threshold stay above it
    shown = int(found * 10_000) / 10_000
    return f"{name}={shown:.4f}  # {len(kept)} of {len(outcomes)} questions, {right:.1%} right"
