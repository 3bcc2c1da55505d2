"""What Discord's side keeps: found in its own place only, expired in time, deleted when asked."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.desk.place import place_of
from bot.server_state import Proposal, ServerState
from bot.settings import Settings
from knowledge import MAIN, Metadata, StoreCorrupt, StoreVersion
from tests.bot.answer_examples import answered, excerpt, refused

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
HERE = "server:1"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "discord.db"


@pytest.fixture
def state(path):
    with ServerState(path) as state:
        yield state


def stored(state, answer=None, *, scope=HERE, when=NOW, **fields):
    return state.answers.add(answer or answered(), scope=scope, channel=7, when=when, **fields)


def test_an_answer_is_found_by_its_id_after_a_restart(state, path):
    kept = stored(state, versions={"doc1": 2})
    with ServerState(path) as later:
        assert later.answers.get(kept.id.upper(), HERE) == kept


def test_an_answer_is_not_found_from_another_server(state):
    assert state.answers.get(stored(state).id, "server:2") is None


def test_a_chain_of_follow_ups_is_oldest_first(state):
    first = stored(state)
    second = stored(state, parent=first.id)
    third = stored(state, parent=second.id)
    assert state.answers.chain(third.id, HERE, 2) == (second, third)


def test_the_latest_answers_of_a_conversation(state):
    stored(state, when=NOW - timedelta(hours=2))
    recent = [stored(state, when=NOW - timedelta(seconds=number)) for number in (1, 0)]
    assert state.answers.latest(HERE, 7, NOW - timedelta(minutes=30), NOW, 5) == recent


def test_an_answer_from_before_the_clock_was_set_back_is_no_conversation(state):
    stored(state, when=NOW + timedelta(hours=5))
    assert state.answers.latest(HERE, 7, NOW - timedelta(minutes=30), NOW, 5) == []


def test_answers_and_questions_expire(state):
    old = stored(state)
    state.questions.record("why?", "no_answer", HERE, when=NOW, keep_text=True)
    new = stored(state, when=NOW + timedelta(days=40))
    assert state.expire(NOW + timedelta(days=30)) == 2
    assert state.answers.get(old.id, HERE) is None
    assert state.answers.get(new.id, HERE) == new


def test_settings_survive_a_restart(state, path):
    state.servers.change(1, private=True, channels=(5,))
    with ServerState(path) as later:
        assert later.servers.get(1).channels == (5,)
        assert later.servers.get(2).private is False


def test_a_removed_server_is_due_after_its_time(state):
    state.servers.removed(1, NOW)
    state.servers.removed(1, NOW + timedelta(days=9))  # the first time counts
    assert state.servers.removed_before(NOW - timedelta(days=1)) == ()
    assert state.servers.removed_before(NOW) == (1,)
    state.servers.present([1])
    assert state.servers.removed_before(NOW) == ()


def test_a_server_is_known_before_it_sets_anything(state):
    state.servers.present([1, 2])
    assert state.servers.known() == (1, 2)
    state.servers.change(1, private=True)
    state.servers.present([1])
    assert state.servers.get(1).private


def test_forgetting_a_server_leaves_the_others_alone(state):
    mine, other = stored(state), stored(state, scope="server:2")
    state.pins.add(1, 9, "why?", excerpt(), NOW)
    state.servers.change(1, private=True)
    state.servers.forget(1, HERE)
    assert state.answers.get(mine.id, HERE) is None
    assert state.pins.all(1) == ()
    assert state.servers.get(1).private is False
    assert state.answers.get(other.id, "server:2") == other


def test_one_vote_a_person(state):
    kept = stored(state)
    for helpful in (True, False):
        state.feedback.vote(kept.id, 9, HERE, helpful=helpful, when=NOW)
    state.feedback.vote(kept.id, 8, HERE, helpful=True, when=NOW)
    assert state.feedback.votes(HERE, NOW) == (1, 1)


def test_a_thing_happens_once_unless_undone(state):
    assert state.feedback.first_time("human", "a", HERE, NOW)
    assert not state.feedback.first_time("human", "a", HERE, NOW)
    state.feedback.undo("human", "a")
    assert state.feedback.first_time("human", "a", HERE, NOW)


def test_unanswered_questions_are_counted_whatever_their_case(state):
    for text in ("What is x?", "what is x", "Why y?"):
        state.questions.record(text, "no_answer", HERE, when=NOW, keep_text=True)
    state.questions.record("How z?", "answered", HERE, when=NOW, keep_text=True)
    found = state.questions.unanswered(HERE, 10)
    assert [(question.text, question.count) for question in found] == [
        ("What is x?", 2),
        ("Why y?", 1),
    ]
    state.questions.answered_now(HERE, ["what is X"])
    assert [question.text for question in state.questions.unanswered(HERE, 10)] == ["Why y?"]


def test_counts_need_no_texts(state):
    state.questions.record("secret", "answered", HERE, when=NOW, keep_text=False)
    assert state.questions.tally(HERE, NOW).asked == 1
    assert state.questions.unanswered(HERE, 10) == ()


def test_texts_can_be_deleted_at_once(state):
    kept = stored(state, refused())
    state.questions.record("why?", "no_answer", HERE, when=NOW, keep_text=True)
    state.questions.delete_texts(HERE)
    assert state.questions.unanswered(HERE, 10) == ()
    assert state.answers.get(kept.id, HERE).answer.question == ""


def test_a_pin_of_the_same_question_replaces_the_earlier(state):
    state.pins.add(1, 9, "Why?", excerpt("Old words."), NOW)
    state.pins.add(1, 9, "why?", excerpt("New words."), NOW)
    (pin,) = state.pins.all(1)
    assert pin.excerpt.text == "New words."
    assert state.pins.remove(1, pin.id)
    assert not state.pins.remove(1, pin.id)


def proposal(server=1, user=9):
    return Proposal(server, user, "T", "t.txt", b"x", "hash", "x", Metadata(title="T"), NOW)


def test_a_proposal_is_decided_once(state):
    number = state.proposals.add(proposal(), 5)
    assert state.proposals.take(2, number) is None  # another server's managers
    assert state.proposals.take(1, number).data == b"x"
    assert state.proposals.take(1, number) is None


def test_no_more_proposals_than_allowed(state):
    assert state.proposals.add(proposal(), 1) is not None
    assert state.proposals.add(proposal(), 1) is None


def test_everything_about_a_person_is_shown_and_deleted(state):
    scope = state.person_scope(9)
    stored(state, scope=scope)
    state.feedback.vote("abc", 9, HERE, helpful=True, when=NOW)
    state.proposals.add(proposal(user=9), 5)
    state.pins.add(1, 9, "why?", excerpt(), NOW)
    assert state.people.show(9, scope).count == 4
    assert state.people.delete(9, scope) == 4
    assert state.people.show(9, scope).count == 0
    assert len(state.pins.all(1)) == 1  # the server's pin stays, nobody's now


def test_a_person_is_not_named_in_the_scope_of_direct_messages(state, tmp_path):
    scope = state.person_scope(123456789012345678)
    assert "123456789012345678" not in scope
    assert scope == state.person_scope(123456789012345678)
    with ServerState(tmp_path / "other.db") as other:
        assert other.person_scope(123456789012345678) != scope


def test_a_place_searches_its_own_collection_and_the_shared_one(state):
    settings = Settings(_env_file=None)
    place = place_of(state, settings, server=1, user=9, channel=7)
    assert place.collections == ("discord-1", MAIN)
    state.servers.change(1, shared=False)
    place = place_of(state, settings, server=1, user=9, channel=7)
    assert place.collections == ("discord-1",)
    assert place_of(state, settings, server=None, user=9, channel=7).collections == (MAIN,)


def test_a_damaged_file_is_told_in_one_line(path):
    path.write_bytes(b"not a database, but long enough to look at " * 100)
    with pytest.raises(StoreCorrupt, match="damaged"):
        ServerState(path)


def test_a_newer_file_is_left_alone(state, path):
    state._database.change("PRAGMA user_version = 99")
    with pytest.raises(StoreVersion):
        ServerState(path)
