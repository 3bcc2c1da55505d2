"""Guilds, channels, roles, users, and their wire payloads."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.discord_double.basics import ALL_PERMS, PERMS, iso, snowflake

if TYPE_CHECKING:
    from tests.discord_double.records import Message


@dataclass(eq=False)
class User:
    name: str
    bot: bool = False
    id: int = field(default_factory=snowflake)
    global_name: str | None = None
    locale: str = "en-US"

    def payload(self) -> dict:
        return {
            "id": str(self.id),
            "username": self.name,
            "discriminator": "0000" if self.bot else "0",
            "global_name": self.global_name or (None if self.bot else self.name),
            "avatar": None,
            "bot": self.bot,
            "system": False,
            "public_flags": 0,
            "banner": None,
            "accent_color": None,
            "avatar_decoration_data": None,
            "clan": None,
            "primary_guild": None,
            "collectibles": None,
        }

    @property
    def mention(self) -> str:
        return f"<@{self.id}>"


@dataclass(eq=False)
class Role:
    name: str
    permissions: int = 0
    id: int = field(default_factory=snowflake)
    position: int = 1
    managed: bool = False
    mentionable: bool = False
    tags: dict | None = None

    def payload(self) -> dict:
        d = {
            "id": str(self.id),
            "name": self.name,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "icon": None,
            "unicode_emoji": None,
            "position": self.position,
            "permissions": str(self.permissions),
            "managed": self.managed,
            "mentionable": self.mentionable,
            "flags": 0,
        }
        if self.tags:
            d["tags"] = self.tags
        return d


@dataclass(eq=False)
class Member:
    user: User
    roles: list[Role] = field(default_factory=list)
    nick: str | None = None
    joined_at: str = field(default_factory=iso)

    def payload(self, with_user: bool = True) -> dict:
        d = {
            "roles": [str(r.id) for r in self.roles],
            "nick": self.nick,
            "avatar": None,
            "banner": None,
            "joined_at": self.joined_at,
            "premium_since": None,
            "deaf": False,
            "mute": False,
            "flags": 0,
            "pending": False,
            "communication_disabled_until": None,
            "avatar_decoration_data": None,
        }
        if with_user:
            d["user"] = self.user.payload()
        return d


TEXT, DM, VOICE, CATEGORY, NEWS, NEWS_THREAD, PUBLIC_THREAD, PRIVATE_THREAD, FORUM = (
    0,
    1,
    2,
    4,
    5,
    10,
    11,
    12,
    15,
)


THREAD_TYPES = (NEWS_THREAD, PUBLIC_THREAD, PRIVATE_THREAD)


@dataclass(eq=False)
class Channel:
    name: str
    type: int = TEXT
    id: int = field(default_factory=snowflake)
    guild: Guild | None = None
    parent: Channel | None = None
    position: int = 0
    topic: str | None = None
    nsfw: bool = False
    overwrites: dict[int, tuple[int, int, int]] = field(
        default_factory=dict
    )  # id -> (type, allow, deny)
    recipients: list[User] = field(default_factory=list)
    messages: dict[int, Message] = field(default_factory=dict)
    owner_id: int | None = None  # threads
    archived: bool = False
    locked: bool = False
    auto_archive: int = 1440
    slowmode: int = 0
    created: str = field(default_factory=iso)
    thread_members: set[int] = field(default_factory=set)
    tags: list[dict] = field(default_factory=list)

    @property
    def mention(self) -> str:
        return f"<#{self.id}>"

    @property
    def is_thread(self) -> bool:
        return self.type in THREAD_TYPES

    def payload(self) -> dict:
        last = next(reversed(self.messages), None) if self.messages else None
        d: dict[str, Any] = {
            "id": str(self.id),
            "type": self.type,
            "flags": 0,
            "last_message_id": str(last) if last else None,
        }
        if self.type == DM:
            d["recipients"] = [u.payload() for u in self.recipients]
            return d
        d.update(
            guild_id=str(self.guild.id),
            name=self.name,
            rate_limit_per_user=self.slowmode,
            parent_id=str(self.parent.id) if self.parent else None,
        )
        if self.is_thread:
            d.update(
                owner_id=str(self.owner_id),
                message_count=len(self.messages),
                total_message_sent=len(self.messages),
                member_count=len(self.thread_members),
                applied_tags=[],
                thread_metadata={
                    "archived": self.archived,
                    "auto_archive_duration": self.auto_archive,
                    "archive_timestamp": self.created,
                    "locked": self.locked,
                    "create_timestamp": self.created,
                },
            )
        else:
            d.update(
                position=self.position,
                topic=self.topic,
                nsfw=self.nsfw,
                permission_overwrites=[
                    {"id": str(i), "type": t, "allow": str(a), "deny": str(n)}
                    for i, (t, a, n) in self.overwrites.items()
                ],
            )
            if self.type == FORUM:
                d.update(
                    available_tags=self.tags,
                    default_reaction_emoji=None,
                    default_sort_order=None,
                    default_forum_layout=0,
                    default_thread_rate_limit_per_user=0,
                )
            if self.type == VOICE:
                d.update(bitrate=64000, user_limit=0, rtc_region=None)
        return d


@dataclass(eq=False)
class Guild:
    name: str
    owner: User
    id: int = field(default_factory=snowflake)
    roles: dict[int, Role] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    locale: str = "en-US"
    joined_at: str = field(default_factory=iso)
    bot_present: bool = True

    @property
    def everyone(self) -> Role:
        return self.roles[self.id]

    def channel(self, name: str) -> Channel:
        return next(c for c in self.channels.values() if c.name == name)

    def role(self, name: str) -> Role:
        return next(r for r in self.roles.values() if r.name == name)

    def permissions(self, user: User, channel: Channel | None = None) -> int:
        """Discord's algorithm: base roles, then @everyone, role and member overwrites."""
        m = self.members.get(user.id)
        if m is None:
            return 0
        if user.id == self.owner.id:
            return ALL_PERMS
        p = self.everyone.permissions
        for r in m.roles:
            p |= r.permissions
        if p & PERMS["administrator"]:
            return ALL_PERMS
        if channel is None:
            return p
        base = channel.parent if channel.is_thread and channel.parent else channel
        ow = base.overwrites
        if self.id in ow:
            _, allow, deny = ow[self.id]
            p = (p & ~deny) | allow
        allow = deny = 0
        for r in m.roles:
            if r.id in ow:
                allow |= ow[r.id][1]
                deny |= ow[r.id][2]
        p = (p & ~deny) | allow
        if user.id in ow:
            _, allow, deny = ow[user.id]
            p = (p & ~deny) | allow
        if not p & PERMS["view_channel"]:
            return 0
        if (
            channel.type == PRIVATE_THREAD
            and user.id not in channel.thread_members
            and not p & PERMS["manage_threads"]
        ):
            return 0
        return p

    def payload(self, full: bool = True, me: User | None = None) -> dict:
        d = {
            "id": str(self.id),
            "name": self.name,
            "icon": None,
            "splash": None,
            "discovery_splash": None,
            "owner_id": str(self.owner.id),
            "region": "deprecated",
            "afk_channel_id": None,
            "afk_timeout": 300,
            "verification_level": 0,
            "default_message_notifications": 0,
            "explicit_content_filter": 0,
            "roles": [r.payload() for r in self.roles.values()],
            "emojis": [],
            "stickers": [],
            "features": [],
            "mfa_level": 0,
            "application_id": None,
            "system_channel_id": None,
            "system_channel_flags": 0,
            "rules_channel_id": None,
            "vanity_url_code": None,
            "description": None,
            "banner": None,
            "premium_tier": 0,
            "premium_subscription_count": 0,
            "preferred_locale": self.locale,
            "public_updates_channel_id": None,
            "nsfw_level": 0,
            "premium_progress_bar_enabled": False,
            "safety_alerts_channel_id": None,
            "max_members": 500000,
            "max_video_channel_users": 25,
        }
        if full:
            chans = [c for c in self.channels.values() if not c.is_thread]
            threads = [c for c in self.channels.values() if c.is_thread and not c.archived]
            members = list(self.members.values())
            d.update(
                joined_at=self.joined_at,
                large=len(members) > 250,
                unavailable=False,
                member_count=len(members),
                voice_states=[],
                presences=[],
                stage_instances=[],
                guild_scheduled_events=[],
                soundboard_sounds=[],
                members=[m.payload() for m in members[:250]],
                channels=[c.payload() for c in chans],
                threads=[
                    c.payload()
                    for c in threads
                    if me is None or self.permissions(me, c) & PERMS["view_channel"]
                ],
            )
        return d
