"""Channels and threads."""

from __future__ import annotations

import time
from typing import Any

from tests.discord_double import validate as v
from tests.discord_double.model import (
    FORUM,
    PRIVATE_THREAD,
    PUBLIC_THREAD,
    Channel,
    Message,
    User,
)
from tests.discord_double.wire import (
    ApiError,
    Req,
    route,
)


@route("GET", "/channels/{cid}")
async def get_channel(d: Any, r: Req, cid):
    return d.chan(cid).payload()


@route("POST", "/channels/{cid}/typing")
async def typing(d: Any, r: Req, cid):
    c = d.chan(cid, "send_messages")
    d.typing.append((time.time(), c.id))


def _thread_name(b: dict) -> None:
    e = v.Errors()
    v._string(e, b, "name", "", 1, 100, required=True)
    if b.get("auto_archive_duration") not in (None, 60, 1440, 4320, 10080):
        e.add(
            "auto_archive_duration",
            "BASE_TYPE_CHOICES",
            "Value must be one of {60, 1440, 4320, 10080}.",
        )
    if e:
        raise ApiError(400, 50035, "Invalid Form Body", e.tree())


async def _make_thread(
    d: Any,
    c: Channel,
    b: dict,
    type_: int,
    from_message: Message | None = None,
    owner: User | None = None,
) -> Channel:
    owner = owner or d.bot
    t = Channel(
        b["name"],
        type_,
        guild=c.guild,
        parent=c,
        owner_id=owner.id,
        auto_archive=b.get("auto_archive_duration") or 1440,
    )
    if from_message is not None:
        t.id = from_message.id
        from_message.thread = t
        from_message.flags |= 32
    t.thread_members.add(owner.id)
    c.guild.channels[t.id] = t
    await d.dispatch(
        "THREAD_CREATE", {**t.payload(), "newly_created": True}, guild=c.guild, channel=t, intent=1
    )
    return t


@route("POST", "/channels/{cid}/messages/{mid}/threads")
async def thread_from_message(d: Any, r: Req, cid, mid):
    c = d.chan(cid, "create_public_threads")
    if c.guild is None or c.is_thread:
        raise ApiError(400, 50024, "Cannot execute action on this channel type")
    m = d.msg_of(c, mid)
    _thread_name(r.body)
    if m.thread is not None:
        raise ApiError(400, 160004, "A thread has already been created for this message")
    return (await _make_thread(d, c, r.body, PUBLIC_THREAD, m)).payload()


@route("POST", "/channels/{cid}/threads")
async def thread(d: Any, r: Req, cid):
    c = d.chan(cid)
    _thread_name(r.body)
    if c.type == FORUM:
        d.chan(cid, "send_messages")
        body = d.prepare(r.body.get("message"), r.files, path="message")
        t = await _make_thread(d, c, r.body, PUBLIC_THREAD)
        m = Message(t, d.bot, id=t.id)
        d.fill(m, body, d.store_files(r.files, t.id, body))
        d.add(m)
        await d.message_event(m)
        return {**t.payload(), "message": m.payload(d.cdn, d.bot)}
    type_ = r.body.get("type", PRIVATE_THREAD)
    d.chan(cid, "create_private_threads" if type_ == PRIVATE_THREAD else "create_public_threads")
    return (await _make_thread(d, c, r.body, type_)).payload()
