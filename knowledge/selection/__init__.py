"""Passages that the index found to the sentences worth quoting; knows no document beyond them."""

from __future__ import annotations

from knowledge.selection.choice import LONGEST, Run, Selection, select
from knowledge.selection.features import FEATURES, Reading, read_hits
from knowledge.selection.model import Model, fitted_model

__all__ = [
    "FEATURES",
    "LONGEST",
    "Model",
    "Reading",
    "Run",
    "Selection",
    "fitted_model",
    "read_hits",
    "select",
]
