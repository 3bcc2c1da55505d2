"""`python -m tests.fuzz TARGET [seconds] [corpus]`: feed one target with inputs grown by coverage.

Needs `pip install 'quoth[fuzz]'`. Stops at the first broken promise and writes the input that broke
it; such an input then belongs into tests/data/nasty.
"""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import atheris

NASTY = Path(__file__).parent.parent / "data" / "nasty"


def main() -> None:
    with atheris.instrument_imports(include=["knowledge", "bot"]):
        from tests.fuzz.targets import TARGETS
    name, seconds, corpus = [*sys.argv[1:], *("", "60", "")[len(sys.argv) - 1 :]][:3]
    if name not in TARGETS:
        sys.exit(f"usage: python -m tests.fuzz {{{','.join(TARGETS)}}} [seconds] [corpus folder]")
    with tempfile.TemporaryDirectory() as scratch:  # libFuzzer writes into its first folder
        feed(TARGETS[name], seconds, corpus or scratch)


def feed(target: Callable[[bytes], None], seconds: str, corpus: str) -> None:
    limits = [f"-max_total_time={seconds}", "-max_len=4096", "-timeout=20", "-rss_limit_mb=1024"]
    atheris.Setup([sys.argv[0], *limits, corpus, str(NASTY)], target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
