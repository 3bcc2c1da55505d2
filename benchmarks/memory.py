"""Peak memory of building an index, in a process that does nothing else.

    python -m benchmarks.memory [--passages 1000000]

The passages are made while they are indexed, so that none but those in work are in memory. The peak
is the process's greatest resident size, libraries, the making of the passages and mapped files
included; the size before the first passage is given beside it.
"""

import argparse
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks import synthetic
from benchmarks.spelling import spelled
from knowledge.index import Index

_UNIT = 1 if sys.platform == "darwin" else 1024


def peak_mib() -> float:
    """Return the greatest resident size of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _UNIT / 2**20


def passages(count: int) -> Iterator[tuple[int, list[str]]]:
    words: dict[int, str] = {}
    for number, terms in enumerate(synthetic.passages(count)):
        yield number, spelled([terms.tolist()], words)[0]


def build(count: int) -> None:
    before, begun = peak_mib(), time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        Index.open(Path(folder)).update(passages(count), [], 1)
        size = sum(file.stat().st_size for file in Path(folder).iterdir())
    print(f"{count:,} passages: peak {peak_mib():.0f} MiB, before {before:.0f} MiB, ", end="")
    print(f"{time.perf_counter() - begun:.0f} s, {size / count:.0f} B a passage on disk")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=1_000_000)
    count = parser.parse_args().passages
    process = multiprocessing.get_context("spawn").Process(target=build, args=(count,))
    process.start()
    process.join()
    raise SystemExit(process.exitcode)


if __name__ == "__main__":
    main()
