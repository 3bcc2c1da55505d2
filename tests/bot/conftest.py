"""The command line as a fixture."""

import pytest

from tests.bot.command_line import Quoth


@pytest.fixture
def quoth(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # a .env file of whoever runs the tests must not count
    return Quoth(tmp_path)
