"""Time of a cold `quoth ask` beside that of importing its unavoidable libraries, run in turn.

    python -m benchmarks.cold_start [--runs 15] [--passages 100000]

All run in fresh processes, one after the other, so that a busy machine slows all alike. The library
is made before the first measured run; the first run of each kind is not counted. With `--passages`
it holds so many passages of the synthetic collection besides the bundled article.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks import synthetic
from knowledge import Library

MEASURED = "quoth ask --json"
QUESTION = "Which countries belong to the CSTO?"
IMPORTS = "import numpy, rank_bm25, pydantic, Stemmer, sqlite3, click"
BARE = (
    "import numpy, rank_bm25, pydantic\n"
    "class Five(pydantic.BaseModel): a: int; b: int; c: str; d: str; e: float"
)
ALLOWED_RATIO, ALLOWED_MORE = 1.3, 30
"""`quoth ask --json` may take so many times the bare imports, and so many milliseconds more."""

PASSAGES_A_DOCUMENT = 2_500
KINDS = {
    MEASURED: [sys.executable, "-m", "bot", "ask", "--json", QUESTION],
    "quoth ask": [sys.executable, "-m", "bot", "ask", QUESTION],
    "quoth --help": [sys.executable, "-m", "bot", "--help"],
    IMPORTS: [sys.executable, "-c", IMPORTS],
    BARE: [sys.executable, "-c", BARE],
}


def processor_seconds() -> float:
    """Return what all ended child processes have used: it barely depends on what else runs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def seconds(command: list[str], library: Path) -> tuple[float, float]:
    """Return wall time and processor time of a command."""
    environment = {**os.environ, "QUOTH_LIBRARY": str(library)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed package is compiled
    begun, used = time.perf_counter(), processor_seconds()
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    taken = time.perf_counter() - begun, processor_seconds() - used
    if ran.returncode not in {0, 1}:
        raise SystemExit(ran.stderr)
    return taken


def documents(passages: int) -> Iterator[bytes]:
    """Yield plain texts that hold so many passages, one paragraph each."""
    words: dict[int, str] = {}
    paragraphs: list[str] = []
    for terms in synthetic.passages(passages):
        for term in terms.tolist():
            if term not in words:
                words[term] = synthetic.word(term)
        paragraphs.append(" ".join(words[term] for term in terms.tolist()).capitalize() + ".")
        if len(paragraphs) == PASSAGES_A_DOCUMENT:
            yield "\n\n".join(paragraphs).encode()
            paragraphs = []
    if paragraphs:
        yield "\n\n".join(paragraphs).encode()


def filled(library: Path, passages: int) -> None:
    """Make the library, and print how long that took."""
    begun = time.perf_counter()
    with Library.open(library) as opened:
        for number, text in enumerate(documents(passages)):
            opened.add_bytes(text, name=f"synthetic {number}.txt")
    if passages:
        print(f"{passages:,} passages added in {time.perf_counter() - begun:.0f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--passages", type=int, default=0)
    options = parser.parse_args()
    runs = options.runs
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in KINDS}
    print(f"load before the run {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        filled(Path(folder, "library.db"), options.passages)
        for run in range(runs + 1):
            for name, command in KINDS.items():
                taken = seconds(command, Path(folder, "library.db"))
                if run:
                    times[name].append(taken)
    print(f"{'milliseconds':60} {'least':>6} {'median':>6} {'processor, least':>16}")
    for name, taken in times.items():
        wall, used = zip(*taken, strict=True)
        least, middle = min(wall) * 1000, statistics.median(wall) * 1000
        print(f"{name.splitlines()[0]:60} {least:6.0f} {middle:6.0f} {min(used) * 1000:16.0f}")
    own, bare = (statistics.median(wall for wall, _ in times[name]) for name in (MEASURED, BARE))
    allowed = ALLOWED_RATIO * bare * 1000 + ALLOWED_MORE
    print(f"{MEASURED}: median {own * 1000:.0f} ms, allowed {allowed:.0f} ms")


if __name__ == "__main__":
    main()
