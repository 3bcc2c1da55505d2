"""How an interaction reaches the bot, and who may begin one."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from tests.discord_double.model import (
    PERMS,
    Channel,
    Guild,
    Message,
    User,
)
from tests.discord_double.notions import NotPossible
from tests.discord_double.wire import ACK_SECONDS, Interaction


class Interacting:
    """What commands, buttons and forms have in common."""

    def visible(self, m: Message, user: User) -> bool:
        if m.ephemeral:
            return bool(m.interaction and m.interaction.user is user)
        g = m.guild
        return not m.deleted and (
            g is None or bool(g.permissions(user, m.channel) & PERMS["view_channel"])
        )

    def command(self, name: str, type: int = 1, guild: Guild | None = None) -> dict:
        for scope in ((guild.id if guild else None), None):
            for c in self.double.commands.get(scope, {}).values():
                if c["name"] == name and c["type"] == type:
                    return c
        raise NotPossible(f"no such command: {name!r} (type {type})")

    async def _send(
        self, i: Interaction, data: dict | None, *, check_ack: bool = True
    ) -> Interaction:
        d, g, c = self.double, i.guild, i.channel
        p: dict[str, Any] = {
            "id": str(i.id),
            "application_id": str(d.app_id),
            "type": i.type,
            "token": i.token,
            "version": 1,
            "channel_id": str(c.id),
            "channel": c.payload(),
            "entitlements": [],
            "locale": i.user.locale,
            "attachment_size_limit": 10485760,
            "data": data,
        }
        if g is not None:
            p["channel"]["permissions"] = str(g.permissions(i.user, c))
            p.update(
                guild_id=str(g.id),
                guild_locale=g.locale,
                context=0,
                guild={"id": str(g.id), "locale": g.locale, "features": []},
                app_permissions=str(g.permissions(d.bot, c)),
                authorizing_integration_owners={"0": str(g.id)},
                member={
                    **g.members[i.user.id].payload(),
                    "permissions": str(g.permissions(i.user, c)),
                },
            )
        else:
            p.update(
                user=i.user.payload(),
                context=1,
                app_permissions=str((1 << 53) - 1),
                authorizing_integration_owners={"0": "0"},
            )
        if i.source is not None:
            p["message"] = i.source.payload(d.cdn, d.bot)
        d.interactions[i.id] = i
        i.sent = i.created = time.monotonic()
        if i.by_user:
            p["authorizing_integration_owners"] = {"1": str(i.user.id)}
            p["context"] = 0 if g else (1 if d.bot in c.recipients or c in d.dms.values() else 2)
        if not await self._deliver(p, None if i.by_user else g):
            i.failed = True
            d.violate(
                "unacknowledged",
                f"interaction {i.command_name or i.type}: the bot is not connected",
            )
            return i
        if check_ack:
            d.spawn(self._watch(i))
        return i

    async def _deliver(self, p: dict, g: Guild | None) -> bool:
        # Interactions reach the bot even in a channel it cannot see.
        return await self.double.dispatch("INTERACTION_CREATE", p, guild=g)

    async def _watch(self, i: Interaction) -> None:
        await asyncio.sleep(ACK_SECONDS)
        if i.ack is None:
            i.failed = True
            what = {
                2: f"command /{i.command_name}",
                3: "component",
                4: f"autocomplete of /{i.command_name}",
                5: "modal",
            }[i.type]
            self.double.violate("unacknowledged", f"{what}: no response within {ACK_SECONDS:g} s")

    def _place(
        self, user: User | None, channel: Channel | None
    ) -> tuple[User, Channel, Guild | None]:
        user, channel = user or self.alice, channel or self.general
        g = channel.guild
        if g is not None and not g.permissions(user, channel) & PERMS["view_channel"]:
            raise NotPossible(f"{user.name} cannot see #{channel.name}")
        return user, channel, g

    def _allowed(self, cmd: dict, user: User, channel: Channel, g: Guild | None) -> None:
        if g is None:
            ctx = cmd.get("contexts")
            if (
                cmd.get("guild_id")
                or cmd.get("dm_permission") is False
                or (ctx is not None and 1 not in ctx)
            ):
                raise NotPossible(f"/{cmd['name']} is not offered in direct messages")
            return
        if cmd.get("contexts") is not None and 0 not in cmd["contexts"]:
            raise NotPossible(f"/{cmd['name']} is not offered in guilds")
        p = g.permissions(user, channel)
        if not p & PERMS["use_application_commands"]:
            raise NotPossible(f"{user.name} may not use application commands here")
        need = cmd.get("default_member_permissions")
        if (
            need is not None
            and not p & PERMS["administrator"]
            and (int(need) == 0 or p & int(need) != int(need))
        ):
            raise NotPossible(
                f"/{cmd['name']} is not shown to {user.name} (needs permissions {need})"
            )

    def _by_user(self, cmd: dict, user: User, g: Guild | None) -> bool:
        """Whether the command is there because the user, and not the guild, has installed the app."""
        if g is not None and self.double.in_guild(g):
            return False
        if user.id not in self.installed:
            if g is None:
                return False  # a direct message with a bot that shares a guild
            raise NotPossible(f"{user.name} has not installed the app, and it is not in {g.name}")
        if 1 not in (cmd.get("integration_types") or [0]):
            raise NotPossible(f"/{cmd['name']} is not offered to people who installed the app")
        return True
