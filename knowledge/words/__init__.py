"""Words that a reader equates though they are not one word: countries, their people and capitals.

Data and look-up only. How much an equivalent counts beside the asker's own word is for the question
stage to decide; the weights here say how close two words are.
"""

from __future__ import annotations

from knowledge.words.places import Equivalent, equivalents

__all__ = ["Equivalent", "equivalents"]
