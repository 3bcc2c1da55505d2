"""The settings of a server on one panel: menus for channels and roles, buttons for the rest.

Components V2, because a panel needs text beside each control and more controls than five rows hold;
it quotes no source, so the limits that speak against V2 for answers do not matter here.
"""

from __future__ import annotations

import re
from typing import Any, Self

import discord
from discord import ui

from bot.server_state import ServerSettings
from bot.views.dynamic import Dynamic
from bot.visit import Visit
from bot.wording import Speaker, languages

CHANNEL_MENUS = ("channels", "forums", "review_channel")
ROLE_MENUS = ("manager_roles", "human_role")
SINGLE = frozenset({"review_channel", "human_role"})
SWITCHES = ("private", "shared", "keep_questions", "language")
TEXTS = {
    "channels": "settings.channels",
    "forums": "settings.forums",
    "review_channel": "settings.review",
    "manager_roles": "settings.managers",
    "human_role": "settings.human",
    "private": "settings.private",
    "shared": "settings.shared",
    "keep_questions": "settings.keep",
    "language": "settings.language",
}
MOST = 25
TEXT_CHANNELS = [
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.voice,
    discord.ChannelType.forum,
]


def _chosen(name: str, settings: ServerSettings) -> list[int]:
    value = getattr(settings, name)
    if value is None:
        return []
    return [value] if name in SINGLE else list(value)


async def _changed(here: Visit, name: str, value: object) -> None:
    """Store a setting and draw the panel anew."""
    server = here.require_settings()
    servers = here.desk.state.servers
    settings = await here.desk.quick(lambda: servers.change(server, **{name: value}))
    if name == "keep_questions" and not value:
        state, scope = here.desk.state, here.place.scope
        await here.desk.quick(lambda: state.questions.delete_texts(scope))
    days = here.desk.settings.discord_retention_days
    view = settings_panel(settings, here.speaker, days)
    await here.interaction.response.edit_message(view=view)


def _picked(name: str, values: list[Any]) -> object:
    ids = [int(getattr(value, "id", value)) for value in values]
    if name in SINGLE:
        return ids[0] if ids else None
    return tuple(ids)


class ChannelMenu(
    Dynamic[ui.ChannelSelect[ui.LayoutView]],
    template=rf"c:(?P<name>{'|'.join(CHANNEL_MENUS)})",
):
    """Chooses channels."""

    def __init__(self, name: str, chosen: list[int], placeholder: str | None) -> None:
        kinds = {
            "forums": [discord.ChannelType.forum],
            "review_channel": [discord.ChannelType.text],
        }
        super().__init__(
            ui.ChannelSelect(
                custom_id=f"c:{name}",
                channel_types=kinds.get(name, TEXT_CHANNELS),
                placeholder=placeholder,
                min_values=0,
                max_values=1 if name in SINGLE else MOST,
                default_values=[
                    discord.SelectDefaultValue.from_channel(discord.Object(one))
                    for one in chosen[:MOST]
                ],
            )
        )
        self.name = name

    @classmethod
    def revived(cls, item: ui.Item[Any], match: re.Match[str]) -> Self:
        """Return the menu of a panel that was opened earlier."""
        return cls(match["name"], [], getattr(item, "placeholder", None))

    async def pressed(self, here: Visit) -> None:
        """Store the choice."""
        await _changed(here, self.name, _picked(self.name, list(self.item.values)))


class RoleMenu(
    Dynamic[ui.RoleSelect[ui.LayoutView]], template=rf"r:(?P<name>{'|'.join(ROLE_MENUS)})"
):
    """Chooses roles."""

    def __init__(self, name: str, chosen: list[int], placeholder: str | None) -> None:
        super().__init__(
            ui.RoleSelect(
                custom_id=f"r:{name}",
                placeholder=placeholder,
                min_values=0,
                max_values=1 if name in SINGLE else MOST,
                default_values=[
                    discord.SelectDefaultValue(id=one, type=discord.SelectDefaultValueType.role)
                    for one in chosen[:MOST]
                ],
            )
        )
        self.name = name

    @classmethod
    def revived(cls, item: ui.Item[Any], match: re.Match[str]) -> Self:
        """Return the menu of a panel that was opened earlier."""
        return cls(match["name"], [], getattr(item, "placeholder", None))

    async def pressed(self, here: Visit) -> None:
        """Store the choice."""
        await _changed(here, self.name, _picked(self.name, list(self.item.values)))


class SwitchButton(
    Dynamic[ui.Button[ui.LayoutView]], template=rf"s:(?P<name>{'|'.join(SWITCHES)})"
):
    """Changes a setting to its next value."""

    def __init__(self, name: str, label: str) -> None:
        super().__init__(ui.Button(label=label[:80], custom_id=f"s:{name}"))
        self.name = name

    @classmethod
    def revived(cls, item: ui.Item[Any], match: re.Match[str]) -> Self:
        """Return the button of a panel that was opened earlier."""
        return cls(match["name"], getattr(item, "label", None) or "…")

    async def pressed(self, here: Visit) -> None:
        """Store the next value."""
        await _changed(here, self.name, next_value(self.name, here.place.settings))


def next_value(name: str, settings: ServerSettings) -> object:
    """Return what a switch changes its setting to: the opposite, or the next language."""
    if name != "language":
        return not getattr(settings, name)
    choices = [None, *sorted(languages())]
    position = choices.index(settings.language) if settings.language in choices else 0
    return choices[(position + 1) % len(choices)]


def value_text(name: str, settings: ServerSettings, speaker: Speaker) -> str:
    """Return a switch's value in words."""
    value = getattr(settings, name)
    if name == "language":
        known = languages().get(value or "")
        return known["language"] if known else speaker.say("settings.auto")
    if name == "private":
        return speaker.say("settings.private_value" if value else "settings.public_value")
    return speaker.say("settings.on" if value else "settings.off")


def settings_panel(settings: ServerSettings, speaker: Speaker, days: int) -> ui.LayoutView:
    """Return the panel that shows `settings`; `days` is how long question texts are kept."""
    box: ui.Container[ui.LayoutView] = ui.Container(accent_colour=discord.Colour(0x4F6BED))
    box.add_item(ui.TextDisplay(f"## {speaker.say('settings.title')}"))
    choose = speaker.say("settings.choose")
    for name in CHANNEL_MENUS + ROLE_MENUS:
        menu = ChannelMenu if name in CHANNEL_MENUS else RoleMenu
        box.add_item(ui.TextDisplay(speaker.say(TEXTS[name])))
        box.add_item(ui.ActionRow(menu(name, _chosen(name, settings), choose)))
    box.add_item(ui.Separator())
    for name in SWITCHES:
        text = speaker.say(TEXTS[name], value=value_text(name, settings, speaker), days=days)
        change = SwitchButton(name, speaker.say("settings.change"))
        box.add_item(ui.Section(text, accessory=change))
    view = ui.LayoutView(timeout=None)
    view.add_item(box)
    return view
