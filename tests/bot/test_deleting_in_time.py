"""What is old is deleted, but not because a clock went wrong for a while."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.desk.clock import may_delete
from bot.server_state import ServerState

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
HOUR, YEAR = timedelta(hours=1), timedelta(days=365)


@pytest.fixture
def state(tmp_path):
    with ServerState(tmp_path / "discord.db") as opened:
        yield opened


def rounds(state, *moments):
    """Return for each round of housekeeping whether it may delete."""
    return [may_delete(state, moment) for moment in moments]


def test_hour_by_hour_everything_is_deleted_in_time(state):
    assert rounds(state, NOW, NOW + HOUR, NOW + 2 * HOUR) == [True, True, True]


def test_a_clock_that_jumps_a_year_ahead_and_is_set_right_deletes_nothing(state):
    assert rounds(state, NOW, NOW + YEAR, NOW + 2 * HOUR) == [True, False, True]


def test_after_a_year_switched_off_deleting_waits_one_round(state):
    assert rounds(state, NOW, NOW + YEAR, NOW + YEAR + HOUR) == [True, False, True]


def test_a_bot_that_runs_a_little_every_week_deletes_all_the_same(state):
    weeks = [NOW + timedelta(days=7 * week) for week in range(5)]
    assert rounds(state, *weeks) == [True, False, True, False, True]


def test_a_clock_that_is_set_back_stops_nothing(state):
    back = NOW - timedelta(days=1)
    assert rounds(state, NOW, back, back + HOUR) == [True, True, True]
