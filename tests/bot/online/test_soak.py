"""The soak benchmark works; that nothing grows takes its half hour."""

import subprocess
import sys
from pathlib import Path

from benchmarks.soak import growth

ROOT = Path(__file__).parents[3]
SHORT = (
    "--minutes",
    "0.05",
    "--row-seconds",
    "1",
    "--haste",
    "12",
    "--documents",
    "4",
    "--stock",
    "100",
)


def test_a_bot_at_work_for_a_few_seconds_does_everything_without_an_error():
    command = [sys.executable, "-m", "benchmarks.soak", *SHORT]
    ran = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    rows = [line for line in ran.stdout.splitlines() if line.startswith("| 0.")]
    questions, adds, removes = (
        sum(int(row.split("|")[column]) for row in rows) for column in (2, 3, 4)
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "errors, in the log as well: 0" in ran.stdout
    assert min(questions, adds, removes) > 1


def test_steady_growth_is_told_from_noise():
    noisy = [(hour / 120, 100 + hour % 3) for hour in range(60)]
    growing = [(hour, level + 50 * hour) for hour, level in noisy]
    assert growth("memory", noisy, flat=12)[1]
    assert not growth("memory", growing, flat=12)[1]
