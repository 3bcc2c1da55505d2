"""Quoth's library: documents in, verbatim cited answers out.

These names are the public ones; front ends import nothing else of `knowledge`. Each is loaded when
it is first used, so that `quoth --help` does not pay for the index and asking not for the readers.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.analysis import analyse
    from knowledge.answers import Thresholds
    from knowledge.errors import (
        AmbiguousDocument,
        DocumentNotFound,
        FetchFailed,
        InvalidQuestion,
        MissingExtra,
        QuotaExceeded,
        QuothError,
        SourceError,
        SourceNotFound,
        SourceTooLarge,
        StoreCorrupt,
        StoreError,
        StoreLocked,
        StoreReadOnly,
        StoreVersion,
        UnreadableSource,
        UnsupportedFormat,
    )
    from knowledge.fetch import Limits
    from knowledge.library import MAIN, Library, Progress
    from knowledge.models import (
        AddReceipt,
        Answer,
        Block,
        Citation,
        Document,
        DocumentInfo,
        Draft,
        Excerpt,
        Explanation,
        FeatureWeight,
        Finding,
        Gap,
        Hit,
        Metadata,
        Passage,
        Refusal,
        RefusalCode,
        Status,
        SyncReport,
        TermWeight,
        Turn,
    )
    from knowledge.store import Quota

__all__ = [
    "MAIN",
    "AddReceipt",
    "AmbiguousDocument",
    "Answer",
    "Block",
    "Citation",
    "Document",
    "DocumentInfo",
    "DocumentNotFound",
    "Draft",
    "Excerpt",
    "Explanation",
    "FeatureWeight",
    "FetchFailed",
    "Finding",
    "Gap",
    "Hit",
    "InvalidQuestion",
    "Library",
    "Limits",
    "Metadata",
    "MissingExtra",
    "Passage",
    "Progress",
    "Quota",
    "QuotaExceeded",
    "QuothError",
    "Refusal",
    "RefusalCode",
    "SourceError",
    "SourceNotFound",
    "SourceTooLarge",
    "Status",
    "StoreCorrupt",
    "StoreError",
    "StoreLocked",
    "StoreReadOnly",
    "StoreVersion",
    "SyncReport",
    "TermWeight",
    "Thresholds",
    "Turn",
    "UnreadableSource",
    "UnsupportedFormat",
    "analyse",
]

_HOMES = {
    "analyse": "analysis",
    "Library": "library",
    "MAIN": "library",
    "Progress": "library",
    "Limits": "fetch",
    "Quota": "store",
    "Thresholds": "answers",
}


def __getattr__(name: str) -> object:
    """Load a public name from the module where it lives."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = _HOMES.get(name)
    if home is None:
        errors = import_module("knowledge.errors")
        home = "errors" if hasattr(errors, name) else "models"
    value: object = getattr(import_module(f"knowledge.{home}"), name)
    globals()[name] = value  # the next use finds it without coming here
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
