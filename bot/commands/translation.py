"""Descriptions of commands in every language of `bot.wording`, through discord.py's translator."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.wording import DEFAULT, languages, speaker

LONGEST = {
    app_commands.TranslationContextLocation.command_description: 100,
    app_commands.TranslationContextLocation.group_description: 100,
    app_commands.TranslationContextLocation.parameter_description: 100,
    app_commands.TranslationContextLocation.command_name: 32,
}


def words(key: str) -> app_commands.locale_str:
    """Return the English sentence `key`, which the translator knows by its key."""
    return app_commands.locale_str(languages()[DEFAULT][key], key=key)


class WordingTranslator(app_commands.Translator):
    """Looks sentences up by key; languages without a file keep the English ones."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContext[Any, Any],
    ) -> str | None:
        """Return the sentence in `locale`, or `None` where it is not translated."""
        key = string.extras.get("key")
        spoken = speaker(locale.value)
        if key is None or spoken.locale == DEFAULT or not spoken.has(key):
            return None
        return spoken.say(key)[: LONGEST.get(context.location, 100)]
