"""Plots of what `benchmarks.search --record` measured, against the number of passages.

    python -m benchmarks.plots figures.jsonl [--into benchmarks/pictures]

Writes latency.svg (ordinary and nasty questions, and those of one rare word) and cost.svg
(building, disk, adding). Needs the `bench` extra.
"""

import argparse
import json
from collections import defaultdict
from pathlib import Path

import matplotlib as mpl

mpl.use("svg")
mpl.rcParams["svg.hashsalt"] = "quoth"  # the same picture from the same figures

import matplotlib.pyplot as plt  # noqa: E402

LATENCY = (
    "ordinary, all words",
    "ordinary, no stop words",
    "nasty, all words",
    "nasty, no stop words",
    "one rare word",
)
COST = (
    ("build", "seconds", "build, s"),
    ("build", "bytes", "disk, B a passage"),
    ("add", "p50", "add ten passages, ms"),
    ("remove", "p50", "remove ten passages, ms"),
)
COLOURS = ("tab:blue", "tab:orange", "tab:green", "tab:red", "tab:purple")

Lines = dict[str, list[tuple[int, float]]]


def lines(figures: list[dict], measure: str, value: str) -> Lines:
    """Return one measure by engine: (passages, value), ascending."""
    found: Lines = defaultdict(list)
    for figure in figures:
        if figure["measure"] == measure:
            found[figure["engine"]].append((figure["passages"], figure[value]))
    return {engine: sorted(points) for engine, points in sorted(found.items())}


def plots(count: int, **options):
    return plt.subplots(1, count, figsize=(4 * count + 2, 4), layout="constrained", **options)


def finish(figure, panels, path: Path) -> None:
    """Put the legend beside the panels, and save."""
    figure.legend(*panels[0].get_legend_handles_labels(), loc="outside right", fontsize="small")
    figure.savefig(path, metadata={"Date": None})


def draw(axes, drawn: Lines, colours: dict[str, str], style: str, suffix: str) -> None:
    for engine, points in drawn.items():
        axes.plot(*zip(*points, strict=True), style, color=colours[engine], label=engine + suffix)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.grid(visible=True, which="major", alpha=0.3)
    axes.set_xlabel("passages")


def latency(figures: list[dict], colours: dict[str, str], path: Path) -> None:
    figure, panels = plots(len(LATENCY), sharey=True)
    for axes, measure in zip(panels, LATENCY, strict=True):
        draw(axes, lines(figures, measure, "p50"), colours, "o-", ", p50")
        draw(axes, lines(figures, measure, "p99"), colours, "x:", ", p99")
        axes.set_title(measure)
    panels[0].set_ylabel("milliseconds")
    finish(figure, panels, path)


def cost(figures: list[dict], colours: dict[str, str], path: Path) -> None:
    figure, panels = plots(len(COST))
    for axes, (measure, value, title) in zip(panels, COST, strict=True):
        draw(axes, lines(figures, measure, value), colours, "o-", "")
        axes.set_title(title)
    finish(figure, panels, path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("figures", type=Path)
    parser.add_argument("--into", type=Path, default=Path(__file__).parent / "pictures")
    options = parser.parse_args()
    figures = [json.loads(line) for line in options.figures.read_text().splitlines()]
    engines = sorted({figure["engine"] for figure in figures})
    colours = dict(zip(engines, COLOURS, strict=False))
    options.into.mkdir(exist_ok=True)
    latency(figures, colours, options.into / "latency.svg")
    cost(figures, colours, options.into / "cost.svg")


if __name__ == "__main__":
    main()
