"""A collection's postings: what is indexed, in memory or in a folder."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_FILE = "index.json"


@dataclass(frozen=True)
class Snapshot:
    """An immutable view of a collection: term counts by passage id."""

    generation: int = 0
    passages: Mapping[int, Mapping[str, int]] = field(default_factory=dict)


class Index:
    """A collection's postings; `folder` None keeps them in memory."""

    def __init__(self, folder: Path | None, snapshot: Snapshot, damaged: str | None = None) -> None:
        self._folder = folder
        self._snapshot = snapshot
        self.damaged = damaged

    @classmethod
    def open(cls, folder: Path | None) -> Index:
        """Open the index in `folder`; a missing or damaged one is empty, of generation 0."""
        if folder is None or not (folder / _FILE).exists():
            return cls(folder, Snapshot())
        try:
            held = json.loads((folder / _FILE).read_text(encoding="utf-8"))
            passages = {int(key): counts for key, counts in held["passages"].items()}
            return cls(folder, Snapshot(int(held["generation"]), passages))
        except (ValueError, KeyError, TypeError, OSError) as error:
            return cls(folder, Snapshot(), damaged=str(error))

    @property
    def generation(self) -> int:
        """The store's generation that is held; 0 when nothing is."""
        return self._snapshot.generation

    def update(
        self,
        added: Iterable[tuple[int, Sequence[str]]],
        removed: Collection[int],
        generation: int,
    ) -> None:
        """Remove, then add passages (id and terms, ids ascending), durably and all at once."""
        gone = frozenset(removed)
        passages = {k: v for k, v in self._snapshot.passages.items() if k not in gone}
        passages.update((passage_id, Counter(terms)) for passage_id, terms in added)
        self._write(Snapshot(generation, passages))

    def snapshot(self) -> Snapshot:
        """Return an immutable view of what is held now."""
        return self._snapshot

    def _write(self, snapshot: Snapshot) -> None:
        if self._folder is not None:
            self._folder.mkdir(parents=True, exist_ok=True)
            partial = self._folder / (_FILE + ".partial")
            held = {"generation": snapshot.generation, "passages": snapshot.passages}
            partial.write_text(json.dumps(held), encoding="utf-8")
            os.replace(partial, self._folder / _FILE)
        self._snapshot = snapshot
        self.damaged = None
