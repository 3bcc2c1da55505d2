"""`quoth chat` in a pipe: questions, follow-ups and slash commands."""

import pytest

from bot.cli.conversation import COMMANDS, HELP, Conversation, Wanted
from bot.terminal import PLAIN
from knowledge import Library


def test_each_line_is_answered_until_quit(quoth):
    ran = quoth("chat", given="Who wrote the article?\n/quit\nWho wrote it?\n")
    assert ran.code == 0
    assert ran.out.count("— Christine Karelska") == 1


def test_the_end_of_input_leaves(quoth):
    assert quoth("chat", given="").code == 0


@pytest.fixture
def conversation(tmp_path):
    with Library.open(tmp_path / "library.db") as library:
        yield Conversation(library, PLAIN, Wanted(excerpts=1))


@pytest.mark.parametrize("command", ["/help", "/sources", "/more", "/explain"])
def test_every_command_says_something(conversation, command):
    assert conversation.reply(command)
    assert command in HELP


def test_help_names_every_command_but_the_second_name_of_quit():
    assert {name for name in COMMANDS if name not in HELP} == {"/exit"}


def test_an_unknown_command_is_told_with_those_that_exist(conversation):
    assert HELP in conversation.reply("/nothing")


def test_more_shows_the_passage_around(conversation):
    excerpt = conversation.reply("What is the CSTO?").splitlines()[-2]
    assert excerpt in conversation.reply("/more")


def test_a_follow_up_says_what_was_searched(conversation):
    conversation.reply("What did the Madrid summit decide?")
    assert "Searched:" in conversation.reply("and Finland?")
