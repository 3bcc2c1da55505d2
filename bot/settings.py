"""What the operator can set: QUOTH_* variables, or the same names in a .env file beside the start.

Built once in main, by the command line and by the Discord bot alike, never at import. It reads the
environment and nothing else: no library is opened here and nothing is written.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from knowledge import QuothError

MEBIBYTE = 1024 * 1024


class SettingsError(QuothError):
    """A QUOTH_* variable has a value that cannot be used; the message names it, never the value."""


def default_library() -> Path:
    """Return where the library is kept unless QUOTH_LIBRARY says otherwise."""
    return user_data_path("quoth", appauthor=False) / "library.db"


class Settings(BaseSettings):
    """Every setting with its default; `load` gives one clear line for a wrong value."""

    model_config = SettingsConfigDict(
        env_prefix="QUOTH_", env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    library: Path = Field(default_factory=default_library)
    """The library file; its index and the bot's own file stand beside it."""
    answered_above: float | None = Field(default=None, ge=0.0, le=1.0)
    """Confidence from which an excerpt counts as the answer; unset: the library's own."""
    unsure_above: float | None = Field(default=None, ge=0.0, le=1.0)
    """Confidence from which an excerpt is shown as unsure; unset: the library's own."""

    allow_private_addresses: bool = False
    """Whether sources may be fetched from addresses of private networks."""

    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    """DEBUG alone may name question texts and user ids."""
    log_json: bool = False

    discord_token: SecretStr | None = None
    discord_state: Path | None = None
    """The bot's own SQLite file; unset: discord.db beside the library."""
    discord_shards: int | None = Field(default=None, ge=1)
    """Number of shards in all; unset: as many as Discord recommends."""
    discord_shard_ids: tuple[int, ...] = ()
    """The shards that this process runs, as a JSON list; empty: all of them."""
    discord_shared_sources: bool = True
    """Whether servers, and direct messages, may search the operator's own collection."""
    discord_keep_questions: bool = True
    """Whether question texts are kept (without user ids) for gaps, statistics and follow-ups."""
    discord_retention_days: int = Field(default=30, ge=1)
    """How long question texts and shown answers are kept."""
    discord_forget_days: int = Field(default=30, ge=0)
    """How long a server's sources and settings are kept after the bot was removed from it."""
    discord_privacy_url: str | None = None
    """Where the operator has published the privacy text; shown by /privacy and /help."""

    discord_search_threads: int = Field(default=2, ge=1, le=64)
    discord_queue: int = Field(default=500, ge=1)
    """Questions that may wait for a search thread; more are asked to come back later."""
    discord_user_questions: int = Field(default=10, ge=1)
    """Questions a minute and user."""
    discord_server_questions: int = Field(default=120, ge=1)
    """Questions a minute and server."""
    discord_question_characters: int = Field(default=1000, ge=50, le=6000)

    discord_max_documents: int = Field(default=500, ge=1)
    """Documents a server may have."""
    discord_max_characters: int = Field(default=20_000_000, ge=1000)
    """Characters that a server's documents may have together."""
    discord_max_file: int = Field(default=8 * MEBIBYTE, ge=1024)
    """Bytes of one uploaded file."""
    discord_max_proposals: int = Field(default=20, ge=1)
    """Proposals of a server that may wait for a manager."""

    metrics_port: int | None = Field(default=None, ge=0, le=65535)
    """Port of the Prometheus and health page on loopback; unset: off, 0: any free one."""

    @property
    def state_path(self) -> Path:
        """Where the bot keeps what is Discord's own."""
        return self.discord_state or self.library.with_name("discord.db")

    @property
    def token(self) -> str | None:
        """The token in the clear, without surrounding blanks; `None` where there is none."""
        if self.discord_token is None:
            return None
        return self.discord_token.get_secret_value().strip() or None


def load(**overrides: object) -> Settings:
    """Return the settings of the environment and .env, with `overrides` in place of theirs.

    Raises:
        SettingsError: with the name of each wrong variable, one line in all.
    """
    given = {name: value for name, value in overrides.items() if value is not None}
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        problems = {
            f"QUOTH_{'_'.join(str(part) for part in item['loc'][:1]).upper()}: {item['msg']}"
            for item in error.errors(include_input=False, include_url=False)
        }
        raise SettingsError("; ".join(sorted(problems))) from None
