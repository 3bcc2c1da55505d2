"""Time of a cold `quoth ask` beside that of importing its unavoidable libraries, run in turn.

    python benchmarks/cold_start.py [--runs 15]

Both run in fresh processes, one after the other, so that a busy machine slows both alike. The
library is made before the first measured run; the first run of each kind is not counted.
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
from pathlib import Path

QUESTION = "Which countries belong to the CSTO?"
IMPORTS = "import numpy, rank_bm25, pydantic, Stemmer, sqlite3, click"
BARE = "import rank_bm25, pydantic"
KINDS = {
    "quoth ask --json": [sys.executable, "-m", "bot", "ask", "--json", QUESTION],
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
    begun, used = time.perf_counter(), processor_seconds()
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    taken = time.perf_counter() - begun, processor_seconds() - used
    if ran.returncode not in {0, 1}:
        raise SystemExit(ran.stderr)
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in KINDS}
    with tempfile.TemporaryDirectory() as folder:
        for run in range(runs + 1):
            for name, command in KINDS.items():
                taken = seconds(command, Path(folder, "library.db"))
                if run:
                    times[name].append(taken)
    print(f"{'milliseconds':60} {'least':>6} {'median':>6} {'processor, least':>16}")
    for name, taken in times.items():
        wall, used = zip(*taken, strict=True)
        least, middle = min(wall) * 1000, statistics.median(wall) * 1000
        print(f"{name:60} {least:6.0f} {middle:6.0f} {min(used) * 1000:16.0f}")


if __name__ == "__main__":
    main()
