"""What people do with messages, threads and servers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tests.discord_double.endpoints.channels import _make_thread
from tests.discord_double.model import (
    PERMS,
    PUBLIC_THREAD,
    Channel,
    Guild,
    Member,
    Message,
    StoredFile,
    User,
)
from tests.discord_double.notions import File, NotPossible


class People:
    """People who write, and administrators."""

    def add_member(
        self, guild: Guild, name: str, roles: list = (), user: User | None = None
    ) -> User:
        u = user or self.double.new_user(name)
        guild.members[u.id] = Member(u, list(roles))
        return u

    async def user_message(
        self,
        content: str = "",
        *,
        user: User | None = None,
        channel: Channel | None = None,
        reply_to: Message | None = None,
        files: Iterable[File] = (),
        ping_reply: bool = True,
        type: int | None = None,
    ) -> Message:
        """A user writes. '@bot' in the text becomes the bot's mention."""
        d = self.double
        user, channel = user or self.alice, channel or self.general
        if channel.guild and not channel.guild.permissions(user, channel) & PERMS["view_channel"]:
            raise NotPossible(f"{user.name} cannot see #{channel.name}")
        if len(content) > 4000:
            raise NotPossible("not even Nitro users write more than 4000 characters")
        m = Message(
            channel,
            user,
            content.replace("@bot", d.bot.mention),
            reference=reply_to,
            type=type if type is not None else (19 if reply_to else 0),
        )
        if reply_to is not None and not ping_reply:
            m.allowed_mentions = {"parse": ["users", "roles", "everyone"], "replied_user": False}
        m.files = [
            d.cdn.add(StoredFile(f.name.replace(" ", "_"), f.data, f.mime, channel.id))
            for f in files
        ]
        d.mentions(m)
        m.snapshot()
        d.add(m)
        await d.message_event(m)
        return m

    async def user_dm(self, content: str, *, user: User | None = None, **kw) -> Message:
        return await self.user_message(
            content, user=user, channel=self.double.dm(user or self.alice), **kw
        )

    async def user_thread(
        self,
        name: str,
        *,
        channel: Channel | None = None,
        user: User | None = None,
        message: Message | None = None,
    ) -> Channel:
        return await _make_thread(
            self.double,
            channel or self.general,
            {"name": name},
            PUBLIC_THREAD,
            message,
            user or self.alice,
        )

    async def user_forum_post(
        self, title: str, content: str, *, user: User | None = None, forum: Channel | None = None
    ) -> Message:
        t = await _make_thread(
            self.double,
            forum or self.forum,
            {"name": title},
            PUBLIC_THREAD,
            None,
            user or self.alice,
        )
        m = Message(
            t, user or self.alice, content.replace("@bot", self.double.bot.mention), id=t.id
        )
        self.double.mentions(m)
        m.snapshot()
        self.double.add(m)
        await self.double.message_event(m)
        return m

    async def add_bot_to(self, guild: Guild) -> None:
        role = next(r for r in guild.roles.values() if r.managed)
        guild.members[self.double.bot.id] = Member(self.double.bot, [role])
        for s in self.double.sessions.values():
            if s.valid:
                await self.double._guild_create(s, guild, joined=True)

    async def deny_bot(self, channel: Channel, *permissions: str) -> None:
        """Take permissions from the bot in a channel (none: give them all back), as an administrator would."""
        denied = sum(PERMS[name] for name in permissions)
        channel.overwrites[self.double.bot.id] = (1, 0, denied)
        await self.double.dispatch(
            "CHANNEL_UPDATE", channel.payload(), guild=channel.guild, intent=1
        )

    async def make_mentionable(self, role: Any, guild: Guild) -> None:
        """Let everyone mention a role, as an administrator would."""
        role.mentionable = True
        event = {"guild_id": str(guild.id), "role": role.payload()}
        await self.double.dispatch("GUILD_ROLE_UPDATE", event, guild=guild, intent=1)

    async def remove_bot_from(self, guild: Guild) -> None:
        guild.members.pop(self.double.bot.id, None)
        await self.double.dispatch("GUILD_DELETE", {"id": str(guild.id)}, guild=guild)
