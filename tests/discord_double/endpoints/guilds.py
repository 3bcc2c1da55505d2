"""Guilds and members."""

from __future__ import annotations

from typing import Any

from tests.discord_double.wire import (
    ApiError,
    Req,
    route,
)


@route("GET", "/guilds/{gid}")
async def get_guild(d: Any, r: Req, gid):
    return {
        **d.guild_of(gid).payload(full=False),
        "approximate_member_count": len(d.guild_of(gid).members),
        "approximate_presence_count": 1,
    }


@route("GET", "/guilds/{gid}/channels")
async def guild_channels(d: Any, r: Req, gid):
    return [c.payload() for c in d.guild_of(gid).channels.values() if not c.is_thread]


@route("GET", "/guilds/{gid}/roles")
async def guild_roles(d: Any, r: Req, gid):
    return [x.payload() for x in d.guild_of(gid).roles.values()]


@route("GET", "/guilds/{gid}/threads/active")
async def active_threads(d: Any, r: Req, gid):
    g = d.guild_of(gid)
    return {
        "threads": [
            c.payload()
            for c in g.channels.values()
            if c.is_thread and not c.archived and d.bot_sees(c)
        ],
        "members": [],
    }


@route("GET", "/guilds/{gid}/members/{uid}")
async def get_member(d: Any, r: Req, gid, uid):
    g = d.guild_of(gid)
    uid = d.bot.id if uid == "@me" else uid
    if uid not in g.members:
        raise ApiError(404, 10007, "Unknown Member")
    return g.members[uid].payload()
