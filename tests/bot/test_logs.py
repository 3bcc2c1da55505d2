"""Logs are structured and never hold the token."""

import json
import logging

import pytest

from bot.logs import configure


@pytest.fixture(autouse=True)
def _root_logger():
    root = logging.getLogger()
    kept, level = list(root.handlers), root.level
    yield
    root.handlers[:] = kept
    root.setLevel(level)


def test_an_event_is_one_line_of_json(capsys):
    configure("INFO", as_json=True)
    logging.getLogger("bot.x").info("asked", extra={"fields": {"seconds": 0.1}})
    (line,) = capsys.readouterr().err.splitlines()
    entry = json.loads(line)
    assert (entry["event"], entry["level"], entry["seconds"]) == ("asked", "INFO", 0.1)


@pytest.mark.parametrize("as_json", [True, False])
def test_the_token_is_hidden_even_in_a_traceback(capsys, as_json):
    configure("DEBUG", as_json=as_json, secret="s3cret")
    try:
        raise ValueError("Authorization: Bot s3cret")
    except ValueError:
        logging.getLogger("bot.x").exception("failed with %s", "s3cret")
    shown = capsys.readouterr().err
    assert "ValueError" in shown
    assert "s3cret" not in shown


def test_discord_does_not_tell_its_packets(capsys):
    configure("DEBUG", as_json=False)
    logging.getLogger("discord.gateway").debug("a message text")
    assert capsys.readouterr().err == ""
