"""Whether the engines find the same passages: how many of Quoth's ten best each of them has.

    python -m benchmarks.agreement [--passages 20000] [--questions 200]

Engines with parameters of their own are compared with Quoth at theirs. rank-bm25 is the definition
and has to agree wholly; bm25s rounds scores to four bytes, tantivy lengths to one byte. Passages
whose scores are equal within a thousandth at the tenth place count as agreeing: their order is
a matter of rounding. Needs the `bench` extra.
"""

import argparse
import tempfile
from pathlib import Path

import numpy as np

from benchmarks import synthetic
from benchmarks.peers import BM25S, HITS, Quoth, RankBM25, Tantivy
from benchmarks.spelling import spelled
from knowledge.index import Index, Searcher

TANTIVY_PARAMETERS = {"k1": 1.2, "b": 0.75}
CLOSE = 1e-3


def ids(peer, words: list[str]) -> list[int]:
    """Return the numbers of the passages that an engine ranks highest and that match at all."""
    found = peer.search(peer.prepare(words))
    if isinstance(peer, BM25S):
        ranked = zip(found.documents[0], found.scores[0], strict=True)
        return [int(number) for number, score in ranked if score > 0]
    if isinstance(peer, Tantivy):
        return [address.doc for _, address in found.hits]
    scores = peer.model.get_scores(words)
    return [int(number) for number in found if scores[number] > 0]


def shared(searcher: Searcher, query: dict[str, float], theirs: list[int]) -> float:
    """Return the share of an engine's hits that are Quoth's, or score as its tenth does."""
    own = dict(searcher.search(query, 10 * HITS))
    least = sorted(own.values(), reverse=True)[:HITS][-1] if own else 0.0
    agreeing = [number for number in theirs if own.get(number, -1.0) >= least * (1 - CLOSE)]
    return len(agreeing) / max(1, min(HITS, len(theirs)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=20_000)
    parser.add_argument("--questions", type=int, default=200)
    options = parser.parse_args()
    words: dict[int, str] = {}
    numbers = list(synthetic.passages(options.passages))
    passages = spelled((passage.tolist() for passage in numbers), words)
    asked = synthetic.questions(numbers, options.questions, options.questions // 5)
    questions = spelled([*asked.ordinary, *asked.nasty], words)
    print("| engine | questions | of ten hits shared, mean | questions with all ten shared |")
    print("|-|-|-|-|")
    # tantivy may still be merging when its folder goes
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        quoth = Quoth(Path(folder, "quoth"))
        quoth.build(passages)
        snapshot = Index.open(quoth.folder).snapshot()
        for make, parameters in ((RankBM25, {}), (BM25S, {}), (Tantivy, TANTIVY_PARAMETERS)):
            peer = make(Path(folder, make.__name__))
            peer.build(passages)
            searcher = Searcher([snapshot], **parameters)
            shares = [shared(searcher, quoth.prepare(q), ids(peer, q)) for q in questions]
            whole = np.mean([share == 1 for share in shares])
            print(f"| {make.name} | {len(shares)} | {np.mean(shares):.1%} | {whole:.1%} |")


if __name__ == "__main__":
    main()
