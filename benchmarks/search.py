"""How fast the index ranks, adds and opens beside its peers, on a collection from a fixed seed.

    python -m benchmarks.search --passages 100000 [--without rank-bm25]

Prints tables in Markdown: milliseconds, and each peer's p50 and p99 as multiples of Quoth's on the
same questions. The peers take turns question by question, so that what else the machine does
meets all of them. Needs the `bench` extra.
"""

import argparse
import datetime
import os
import platform
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from benchmarks import synthetic
from benchmarks.peers import ALL, Peer, Quoth

ADDED = 10
ROUNDS = 15
REFITS = ("rank-bm25", "bm25s (numpy)")

Seconds = dict[str, list[tuple[int, float]]]


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def spelled(passages, words: dict[int, str]) -> list[list[str]]:
    """Spell passages of term numbers."""
    return [
        [words.setdefault(term, "") or _spell(term, words) for term in passage]
        for passage in passages
    ]


def _spell(term: int, words: dict[int, str]) -> str:
    words[term] = synthetic.word(term)
    return words[term]


def built(peers: list[Peer], passages: list[list[str]], folder: Path) -> list[str]:
    """Build every index; return the table of what it cost."""
    rows = ["| engine | build, s | disk, B a passage | open and first answer, ms |", "|-|-|-|-|"]
    for peer in peers:
        seconds = timed(lambda peer=peer: peer.build(passages)) / 1000
        files = [f for f in (folder / peer.name).rglob("*") if f.is_file()]
        disk = sum(file.stat().st_size for file in files) / len(passages)
        first = "-"
        if files:
            query = peer.prepare(passages[0][:5])
            first = f"{timed(lambda p=peer, q=query: (p.open(), p.search(q))):.1f}"
        rows.append(f"| {peer.name} | {seconds:.1f} | {disk:.0f} | {first} |")
    return rows


def asked(peers: list[Peer], questions: list[list[str]]) -> Seconds:
    """Ask every question of every peer in turn, twice, and keep the second time."""
    times: Seconds = {peer.name: [] for peer in peers}
    for number, words in enumerate(questions):
        for peer in peers:
            if words and number % peer.every == 0:
                query = peer.prepare(words)
                took = [timed(lambda p=peer, q=query: p.search(q)) for _ in range(2)]
                times[peer.name].append((number, took[1]))
    return times


def compared(title: str, times: Seconds) -> list[str]:
    """Return a table of medians and 99th percentiles, and their ratios to Quoth's."""
    own = dict(times[Quoth.name])
    rows = [f"| {title} | questions | p50, ms | p99, ms | p50 / Quoth's | p99 / Quoth's |"]
    rows.append("|-|-|-|-|-|-|")
    for name, taken in times.items():
        p50, p99 = np.percentile([took for _, took in taken], [50, 99])
        same50, same99 = np.percentile([own[number] for number, _ in taken], [50, 99])
        ratios = f"{p50 / same50:.2f} | {p99 / same99:.2f}"
        rows.append(f"| {name} | {len(taken)} | {p50:.2f} | {p99:.2f} | {ratios} |")
    return rows


def changed(peers: list[Peer], extra: list[list[str]]) -> list[str]:
    """Return a table of adding and removing ten passages until a search can find them."""
    rows = ["| ten passages | median, ms |", "|-|-|"]
    for peer in peers:
        rounds = 1 if peer.name in REFITS else ROUNDS
        parts = [extra[ADDED * n : ADDED * (n + 1)] for n in range(rounds)]
        took = [timed(lambda p=peer, part=part: p.add(part)) for part in parts]
        rows.append(f"| {peer.name}, add | {np.median(took):.1f} |")
        if isinstance(peer, Quoth):
            took = [timed(lambda p=peer: p.remove(ADDED)) for _ in range(ROUNDS)]
            rows.append(f"| {peer.name}, remove | {np.median(took):.1f} |")
    return rows


def run(count: int, without: list[str], folder: Path) -> Iterator[str]:
    """Measure everything for a collection of `count` passages, yielding row by row."""
    words: dict[int, str] = {}
    numbers = list(synthetic.passages(count + ADDED * ROUNDS))
    passages = spelled((passage.tolist() for passage in numbers), words)
    peers = [make(folder / make.name) for make in ALL if make.name not in without]
    yield from (*built(peers, passages[:count], folder), "")
    questions = synthetic.questions(numbers[:count])
    for kind, chosen in (("ordinary", questions.ordinary), ("nasty", questions.nasty)):
        whole = spelled(chosen, words)
        yield from (*compared(f"{kind}, all words", asked(peers, whole)), "")
        content = [[t for t in q if t >= synthetic.STOP_WORDS] for q in chosen]
        found = asked(peers, spelled(content, words))
        yield from (*compared(f"{kind}, no stop words", found), "")
    yield from changed(peers, passages[count:])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--without", action="append", default=[], help="a peer to leave out")
    options = parser.parse_args()
    today = datetime.datetime.now(tz=datetime.UTC).date()
    print(f"### {options.passages:,} passages, {today}\n")
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"numpy {np.__version__}, load before the run {os.getloadavg()[0]:.1f}\n")
    with tempfile.TemporaryDirectory() as folder:
        for row in run(options.passages, options.without, Path(folder)):
            print(row, flush=True)


if __name__ == "__main__":
    main()
