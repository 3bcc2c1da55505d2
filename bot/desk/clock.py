"""Whether the wall clock may be believed when something is to be deleted for good.

A clock that jumps forward by a year makes everything look old enough to be deleted. Nothing can
tell that from a bot that was switched off for a year; so after either, deleting waits for one
round: an hour in which a wrong clock is set right.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.server_state import ServerState

JUMP = timedelta(days=1)
"""Time between two rounds that may have been a wrong clock."""
_LAST, _WAITED = "housekeeping:last", "housekeeping:waited"


def may_delete(state: ServerState, now: datetime) -> bool:
    """Note a round of housekeeping, and say whether it may delete what is old."""
    last, waited = state.fact(_LAST), state.fact(_WAITED) == "yes"
    has_jumped = last is not None and now - datetime.fromisoformat(last) > JUMP
    state.remember(_LAST, now.isoformat())
    state.remember(_WAITED, "yes" if has_jumped and not waited else "no")
    return waited or not has_jumped
