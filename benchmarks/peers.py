"""The engines that are compared: each builds an index of words, ranks, adds and opens again.

Durable ones keep it in a folder of their own. rank-bm25 and bm25s cannot add: they fit anew.
"""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import bm25s
import numpy as np
import tantivy

from knowledge.index import Index, Searcher
from knowledge.index.model import K1, B
from knowledge.index.okapi import Okapi

Passages = Sequence[Sequence[str]]
HITS = 10
WRITER_BYTES = 200_000_000


class Peer(Protocol):
    """An engine over one folder."""

    name: str
    every: int
    """It is asked every so many questions: slow engines are asked fewer."""

    def build(self, passages: Passages) -> None:
        """Index everything, durably where the engine can."""

    def add(self, passages: Passages) -> None:
        """Add passages so that the next search finds them."""

    def open(self) -> None:
        """Open what was built, as a new process would."""

    def prepare(self, words: Sequence[str]) -> object:
        """Make the engine's query, which is not timed."""

    def search(self, query: object) -> object:
        """Rank the ten best."""


class Quoth:
    """The index of this repository."""

    name, every = "Quoth", 1

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.count = 0

    def build(self, passages):
        self.add(passages)

    def add(self, passages):
        index = Index.open(self.folder)
        index.update(list(enumerate(passages, self.count)), [], index.generation + 1)
        self.count += len(passages)
        self.searcher = Searcher([index.snapshot()])

    def remove(self, count):
        """Remove the last passages."""
        index = Index.open(self.folder)
        index.update([], range(self.count - count, self.count), index.generation + 1)
        self.count -= count
        self.searcher = Searcher([index.snapshot()])

    def open(self):
        self.searcher = Searcher([Index.open(self.folder).snapshot()])

    def prepare(self, words):
        return {word: float(words.count(word)) for word in words}

    def search(self, query):
        return self.searcher.search(query, HITS)


class Tantivy:
    """Lucene's design in Rust; hits are counted only as far as needed."""

    name, every = "tantivy", 1

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        schema = tantivy.SchemaBuilder()
        schema.add_text_field("body", stored=False, index_option="freq")
        self.schema = schema.build()
        folder.mkdir()
        self.index = tantivy.Index(self.schema, path=str(folder))
        self.writer = self.index.writer(WRITER_BYTES, 1)

    def build(self, passages):
        self.add(passages)

    def add(self, passages):
        for words in passages:
            self.writer.add_document(tantivy.Document(body=" ".join(words)))
        self.writer.commit()
        self._look()

    def open(self):
        self.index = tantivy.Index(self.schema, path=str(self.folder))
        self._look()

    def _look(self):
        self.index.reload()
        self.searcher = self.index.searcher()

    def prepare(self, words):
        return self.index.parse_query(" ".join(words), ["body"])

    def search(self, query):
        return self.searcher.search(query, HITS, count=False)


class FullTextSearch:
    """SQLite's FTS5, without the text."""

    name, every = "SQLite FTS5", 10

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.file = folder / "fts.db"
        self.open()
        self.connection.execute("CREATE VIRTUAL TABLE t USING fts5(body, content='')")

    def build(self, passages):
        self.add(passages)

    def add(self, passages):
        rows = ((" ".join(words),) for words in passages)
        with self.connection:
            self.connection.executemany("INSERT INTO t(body) VALUES (?)", rows)

    def open(self):
        self.connection = sqlite3.connect(self.file)

    def prepare(self, words):
        return " OR ".join(words)

    def search(self, query):
        ranked = "SELECT rowid FROM t WHERE t MATCH ? ORDER BY rank LIMIT ?"
        return self.connection.execute(ranked, (query, HITS)).fetchall()


class RankBM25:
    """rank-bm25 itself, the definition of the scores."""

    name, every = "rank-bm25", 10

    def __init__(self, folder: Path) -> None:
        self.passages = []

    def build(self, passages):
        self.passages = list(passages)
        self.model = Okapi(self.passages)

    def add(self, passages):
        self.build([*self.passages, *passages])

    def open(self):
        """Nothing: it is in memory alone."""

    def prepare(self, words):
        return words

    def search(self, query):
        return np.argpartition(-self.model.get_scores(query), HITS)[:HITS]


class BM25S:
    """bm25s with its numpy backend."""

    name, every = "bm25s (numpy)", 1

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.passages = []

    def build(self, passages):
        self.passages = list(passages)
        self.model = bm25s.BM25(method="lucene", k1=K1, b=B, backend="numpy")
        self.model.index(self.passages, show_progress=False)
        self.model.save(str(self.folder))

    def add(self, passages):
        self.build([*self.passages, *passages])

    def open(self):
        self.model = bm25s.BM25.load(str(self.folder), mmap=True)

    def prepare(self, words):
        return [words]

    def search(self, query):
        return self.model.retrieve(query, k=HITS, show_progress=False)


ALL = (Quoth, Tantivy, BM25S, RankBM25, FullTextSearch)
