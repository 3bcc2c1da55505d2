"""How fast the index ranks, adds and opens beside its peers, on a collection from a fixed seed.

    python -m benchmarks.search --passages 100000 [--without rank-bm25] [--record figures.jsonl]

Prints tables in Markdown: milliseconds, and each peer's p50 and p99 as multiples of Quoth's on the
same questions. The peers take turns question by question, so that what else the machine does
meets all of them. A question's time is the processor time of the thread that asks, which waiting
for other programs does not lengthen; all other times are by the clock. Each question is asked twice
in a row: the second time counts, and the median of the first is given beside it, since Quoth keeps
the scores of terms that were asked. Needs the `bench` extra.
"""

import argparse
import datetime
import json
import os
import platform
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from benchmarks import synthetic
from benchmarks.peers import ALL, Peer, Quoth
from benchmarks.spelling import spelled

ADDED = 10
ROUNDS = 15
REFITS = ("rank-bm25", "bm25s (numpy)")
NASTY_KINDS = 4
RARE_KIND = 2  # of the nasty questions, those of one rare word

Times = dict[str, list[tuple[int, float, float]]]
"""By engine: the question's number, milliseconds the first time and the second."""


class Figures(list[dict[str, object]]):
    """What was measured, one figure a line, for `benchmarks.plots`."""

    def __init__(self, passages: int) -> None:
        self.passages = passages

    def note(self, engine: str, measure: str, **values: float) -> None:
        rounded = {name: round(float(value), 4) for name, value in values.items()}
        self.append({"passages": self.passages, "engine": engine, "measure": measure, **rounded})


def timed(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """Return how many milliseconds the work took by the clock."""
    started = clock()
    work()
    return (clock() - started) * 1000


def built(
    peers: list[Peer], passages: list[list[str]], folder: Path, figures: Figures
) -> Iterator[str]:
    """Build every index, yielding the table of what it cost."""
    yield "| engine | build, s | disk, B a passage | open and first answer, ms |"
    yield "|-|-|-|-|"
    for peer in peers:
        seconds = timed(lambda peer=peer: peer.build(passages)) / 1000
        files = [f for f in (folder / peer.name).rglob("*") if f.is_file()]
        disk = sum(file.stat().st_size for file in files) / len(passages)
        first = "-"
        if files:
            query = peer.prepare(passages[0][:5])
            first = f"{timed(lambda p=peer, q=query: (p.open(), p.search(q))):.1f}"
        figures.note(peer.name, "build", seconds=seconds, bytes=disk)
        yield f"| {peer.name} | {seconds:.1f} | {disk:.0f} | {first} |"


def asked(peers: list[Peer], questions: list[list[str]]) -> Times:
    """Ask every question of every peer in turn, twice in a row, from indexes opened anew."""
    times: Times = {peer.name: [] for peer in peers}
    for peer in peers:
        peer.open()
        peer.search(peer.prepare(["warm"]))
    for number, words in enumerate(questions):
        for peer in peers:
            if words and number % peer.every == 0:
                query = peer.prepare(words)
                work = lambda p=peer, q=query: p.search(q)  # noqa: E731
                first, second = timed(work, time.thread_time), timed(work, time.thread_time)
                times[peer.name].append((number, first, second))
    return times


def compared(title: str, times: Times, figures: Figures) -> list[str]:
    """Return a table of medians and 99th percentiles, and their ratios to Quoth's."""
    own = {number: second for number, _, second in times[Quoth.name]}
    columns = "questions | p50, ms | p99, ms | p50 / Quoth's | p99 / Quoth's | p50 the first time"
    rows = [f"| {title} | {columns} |", "|-|-|-|-|-|-|-|"]
    for name, taken in times.items():
        p50, p99 = np.percentile([second for _, _, second in taken], [50, 99])
        same50, same99 = np.percentile([own[number] for number, _, _ in taken], [50, 99])
        first = float(np.median([first for _, first, _ in taken]))
        figures.note(name, title, p50=p50, p99=p99, first=first)
        ratios = f"{p50 / same50:.2f} | {p99 / same99:.2f}"
        rows.append(f"| {name} | {len(taken)} | {p50:.3f} | {p99:.2f} | {ratios} | {first:.3f} |")
    return rows


def changed(peers: list[Peer], extra: list[list[str]], figures: Figures) -> Iterator[str]:
    """Yield a table of adding and removing ten passages until a search can find them."""
    yield from ("| ten passages | median, ms |", "|-|-|")
    for peer in peers:
        rounds = 1 if peer.name in REFITS else ROUNDS
        parts = [extra[ADDED * n : ADDED * (n + 1)] for n in range(rounds)]
        took = {"add": [timed(lambda p=peer, part=part: p.add(part)) for part in parts]}
        if isinstance(peer, Quoth):
            took["remove"] = [timed(lambda p=peer: p.remove(ADDED)) for _ in range(ROUNDS)]
        for change, all_took in took.items():
            figures.note(peer.name, change, p50=np.median(all_took))
            yield f"| {peer.name}, {change} | {np.median(all_took):.1f} |"


def run(count: int, without: list[str], folder: Path, figures: Figures) -> Iterator[str]:
    """Measure everything for a collection of `count` passages, yielding row by row."""
    words: dict[int, str] = {}
    numbers = list(synthetic.passages(count + ADDED * ROUNDS))
    passages = spelled((passage.tolist() for passage in numbers), words)
    questions = synthetic.questions(numbers[:count])
    del numbers
    peers = [make(folder / make.name) for make in ALL if make.name not in without]
    yield from (*built(peers, passages[:count], folder, figures), "")
    extra = passages[count:]
    del passages
    for kind, chosen in (("ordinary", questions.ordinary), ("nasty", questions.nasty)):
        content = [[t for t in q if t >= synthetic.STOP_WORDS] for q in chosen]
        for title, some in ((f"{kind}, all words", chosen), (f"{kind}, no stop words", content)):
            yield from (*compared(title, asked(peers, spelled(some, words)), figures), "")
    rare = spelled(questions.nasty[RARE_KIND::NASTY_KINDS], words)
    yield from (*compared("one rare word", asked(peers, rare), figures), "")
    yield from changed(peers, extra, figures)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--without", action="append", default=[], help="a peer to leave out")
    parser.add_argument("--record", type=Path, help="append the figures to this file")
    options = parser.parse_args()
    today = datetime.datetime.now(tz=datetime.UTC).date()
    print(f"### {options.passages:,} passages, {today}\n")
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"numpy {np.__version__}, load before the run {os.getloadavg()[0]:.1f}\n")
    figures = Figures(options.passages)
    # tantivy may still be merging when its folder goes
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        for row in run(options.passages, options.without, Path(folder), figures):
            print(row, flush=True)
    if options.record:
        with options.record.open("a") as file:
            file.writelines(json.dumps(figure) + "\n" for figure in figures)


if __name__ == "__main__":
    main()
