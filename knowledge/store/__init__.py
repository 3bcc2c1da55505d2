"""The library file: documents, passages, collections and the questions asked, in SQLite.

The store is the truth that the index is derived from. It knows no analysis and no ranking. Reading
happens through a `View` (one unchanging state), writing through a `Transaction` (all or nothing).
"""

from __future__ import annotations

from knowledge.store.questions import AskedQuestion
from knowledge.store.store import Store
from knowledge.store.transaction import Transaction
from knowledge.store.values import Changes, NewDocument, PassageRange, Quota
from knowledge.store.view import View

__all__ = [
    "AskedQuestion",
    "Changes",
    "NewDocument",
    "PassageRange",
    "Quota",
    "Store",
    "Transaction",
    "View",
]
