"""Adding a source looks which open questions it answers, and does not look at all of them."""

from datetime import UTC, datetime

import pytest

from bot.desk.place import place_of
from bot.desk.sourcing import ASKED_AGAIN, Offer, add
from bot.server_state import ServerState
from bot.settings import Settings
from knowledge import Library

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
QUESTION = "Who keeps the blue key in Lisbon?"
TEXT = b"The blue key is kept in Lisbon by the harbour master."


class Counting(Library):
    """A library that knows what it was asked."""

    asked: tuple[str, ...] = ()

    def ask(self, question, **options):
        self.asked = (*self.asked, question)
        return super().ask(question, **options)


@pytest.fixture
def library(tmp_path):
    with Counting.open(tmp_path / "library.db", bundled=False) as opened:
        yield opened


@pytest.fixture
def state(tmp_path):
    with ServerState(tmp_path / "discord.db") as opened:
        yield opened


def added(library, state, *questions):
    """Add the text where these questions are open."""
    settings = Settings(_env_file=None)
    place = place_of(state, settings, server=1, user=2, channel=3)
    for question in questions:
        state.questions.record(question, "no_answer", place.scope, when=NOW, keep_text=True)
    return add(Offer("key.txt", TEXT), place, library, state, settings)


def test_of_many_open_questions_the_likely_ones_are_asked_again(library, state):
    others = [f"Where is the key to room{n}?" for n in range(2 * ASKED_AGAIN)] * 2  # asked oftener
    assert added(library, state, *others, QUESTION).answers_now == (QUESTION,)
    assert len(library.asked) == ASKED_AGAIN


def test_questions_about_something_else_are_not_asked_again(library, state):
    assert added(library, state, "When does the moon door in Lisbon open?").answers_now == ()
    assert library.asked == ()
