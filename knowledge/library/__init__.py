"""The one door: open a library, add and remove sources, ask. Front ends need nothing else.

It joins the two flows (source to index, question to answer) and leaves their work to the modules
above it. It neither prints nor reads the environment.
"""

from __future__ import annotations

from knowledge.library.core import MAIN
from knowledge.library.indexes import Progress
from knowledge.library.library import Library

__all__ = ["MAIN", "Library", "Progress"]
