"""Another process that writes an index: `python index_process.py FOLDER COUNT`."""

import sys
from pathlib import Path

from knowledge.index import Index


def main(folder: Path, count: int) -> None:
    """Add passage after passage, each with the words "ice" and its own, removing every third."""
    index = Index.open(folder)
    for number in range(1, count + 1):
        removed = [number - 1] if number % 3 == 0 else []
        index.update([(number, ["ice", f"w{number}"])], removed, number)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
