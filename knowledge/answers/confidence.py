"""How sure an answer is: a calibrated probability, and the thresholds that make a status of it."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.models import Status


@dataclass(frozen=True)
class Thresholds:
    """From which confidence an excerpt counts as the answer, and from which it is worth showing."""

    answered: float = 0.45
    unsure: float = 0.2

    def status(self, confidence: float) -> Status:
        """Return the status that `confidence` earns."""
        if confidence >= self.answered:
            return "answered"
        return "unsure" if confidence >= self.unsure else "no_answer"
