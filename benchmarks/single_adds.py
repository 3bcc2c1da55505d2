"""Latency after many single adds, beside that of the same collection built in one go.

    python -m benchmarks.single_adds [--passages 100000] [--adds 1000]

Both are asked the same questions in turn, each question twice, the second time counting. Prints the
medians and 99th percentiles, their ratios, the segments, and what one add took. Needs the `bench`
extra.
"""

import argparse
import os
import tempfile
from pathlib import Path

import numpy as np

from benchmarks import synthetic
from benchmarks.peers import Quoth
from benchmarks.search import asked, timed
from benchmarks.spelling import spelled


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--adds", type=int, default=1_000)
    options = parser.parse_args()
    words: dict[int, str] = {}
    numbers = list(synthetic.passages(options.passages))
    passages = spelled((passage.tolist() for passage in numbers), words)
    chosen = synthetic.questions(numbers)
    print(f"load before the run {os.getloadavg()[0]:.1f}\n")
    with tempfile.TemporaryDirectory() as folder:
        fresh, grown = Quoth(Path(folder, "fresh")), Quoth(Path(folder, "grown"))
        grown.name = "after single adds"
        fresh.build(passages)
        first = options.passages - options.adds
        grown.build(passages[:first])
        took = [timed(lambda one=one: grown.add([one])) for one in passages[first:]]
        print(f"one add: median {np.median(took):.1f} ms, 99th {np.percentile(took, 99):.1f} ms")
        print(f"segments: {len(list(grown.folder.glob('segment-*')))}\n")
        print("| questions | fresh p50 / p99, ms | after single adds p50 / p99, ms | ratios |")
        print("|-|-|-|-|")
        for kind, some in (("ordinary", chosen.ordinary), ("nasty", chosen.nasty)):
            for stops in (True, False):
                least = 0 if stops else synthetic.STOP_WORDS
                questions = spelled([[t for t in q if t >= least] for q in some], words)
                times = asked([fresh, grown], questions)
                one, many = (
                    np.percentile([second for *_, second in times[peer.name]], [50, 99])
                    for peer in (fresh, grown)
                )
                name = f"{kind}, {'all' if stops else 'no stop'} words"
                a, b = (f"{p50:.2f} / {p99:.2f}" for p50, p99 in (one, many))
                print(f"| {name} | {a} | {b} | {' / '.join(f'{r:.2f}' for r in many / one)} |")


if __name__ == "__main__":
    main()
