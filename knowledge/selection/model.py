"""The fitted numbers: the weights of the sentence model and of the confidence, read once.

`python -m knowledge.fitting.model` fits them again; the file says on what data it was done.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

MODEL_FILE = Path(__file__).parent / "data" / "model.json"


@dataclass(frozen=True)
class Model:
    """Weights by feature; `bias` is the confidence's constant."""

    sentence: dict[str, float]
    confidence: dict[str, float]
    bias: float
    answered: float
    """The confidence from which an answer counts as given."""
    unsure: float
    """The confidence from which the nearest passages are worth showing."""


@lru_cache(maxsize=1)
def fitted_model() -> Model:
    """Return the shipped model."""
    stored = json.loads(MODEL_FILE.read_text(encoding="utf-8"))
    return Model(
        sentence=stored["sentence"],
        confidence=stored["confidence"],
        bias=stored["bias"],
        answered=stored["thresholds"]["answered"],
        unsure=stored["thresholds"]["unsure"],
    )
