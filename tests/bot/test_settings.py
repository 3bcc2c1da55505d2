"""Settings come from QUOTH_* and .env; a wrong one is named in one line without its value."""

import pytest
from pydantic import SecretStr

from bot.settings import SettingsError, load


def test_the_environment_wins_over_the_file(tmp_path, monkeypatch):
    (tmp_path / ".env").write_text("QUOTH_DISCORD_QUEUE=7\nQUOTH_LOG_LEVEL=WARNING\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QUOTH_DISCORD_QUEUE", "8")
    settings = load()
    assert (settings.discord_queue, settings.log_level) == (8, "WARNING")


def test_what_is_given_wins_over_everything(monkeypatch, tmp_path):
    monkeypatch.setenv("QUOTH_LIBRARY", "/elsewhere/library.db")
    assert load(library=tmp_path / "mine.db", log_level=None).state_path == tmp_path / "discord.db"


def test_a_wrong_value_is_named_and_not_repeated(monkeypatch):
    monkeypatch.setenv("QUOTH_DISCORD_QUEUE", "hunter2")
    with pytest.raises(SettingsError) as caught:
        load()
    assert "QUOTH_DISCORD_QUEUE" in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_the_token_is_not_shown_by_accident():
    settings = load(discord_token=SecretStr("very-secret"))
    assert settings.token == "very-secret"
    assert "very-secret" not in f"{settings!r} {settings}"


def test_a_blank_token_is_none(monkeypatch):
    monkeypatch.setenv("QUOTH_DISCORD_TOKEN", "  ")
    assert load().token is None
