"""Messages."""

from __future__ import annotations

from typing import Any

from tests.discord_double.model import (
    DM,
    FORUM,
    PERMS,
    Message,
)
from tests.discord_double.wire import (
    INTENTS,
    ApiError,
    Req,
    route,
)


def _hide(d: Any, p: dict) -> dict:
    return d._hide_content(
        p, INTENTS["message_content"] if "message_content" in d.privileged else 0
    )


@route("POST", "/channels/{cid}/messages")
async def send_message(d: Any, r: Req, cid):
    c = d.chan(cid, "send_messages")
    if c.type in (4, FORUM):
        raise ApiError(400, 50008, "Cannot send messages in a non-text channel")
    if c.type == DM and c.recipients[0].id in d.closed_dms:
        raise ApiError(403, 50007, "Cannot send messages to this user", quiet=True)
    body = d.prepare(r.body, r.files)
    if body.get("embeds"):
        d.chan(cid, "embed_links")
    if r.files:
        d.chan(cid, "attach_files")
    if c.is_thread and c.locked:
        raise ApiError(400, 50083, "Thread is archived")
    c.archived = False
    kw: dict[str, Any] = {"nonce": body.get("nonce"), "tts": bool(body.get("tts"))}
    ref = body.get("message_reference")
    if ref:
        d.chan(cid, "read_message_history")
        target = c.messages.get(int(ref["message_id"]))
        if target is None or target.deleted:
            if ref.get("fail_if_not_exists", True):
                raise ApiError(
                    400,
                    50035,
                    "Invalid Form Body",
                    {
                        "message_reference": {
                            "_errors": [
                                {"code": "REPLIES_UNKNOWN_MESSAGE", "message": "Unknown message"}
                            ]
                        }
                    },
                )
        else:
            kw.update(reference=target, type=19)
    m = await d.bot_message(c, body, r.files, **kw)
    m.flags &= ~64
    await d.message_event(m)
    return m.payload(d.cdn, d.bot)


@route("GET", "/channels/{cid}/messages")
async def history(d: Any, r: Req, cid):
    c = d.chan(cid)
    if c.guild and not c.guild.permissions(d.bot, c) & PERMS["read_message_history"]:
        return []
    limit = int(r.query.get("limit", 50))
    if not 1 <= limit <= 100:
        raise ApiError(
            400,
            50035,
            "Invalid Form Body",
            {
                "limit": {
                    "_errors": [
                        {
                            "code": "NUMBER_TYPE_MAX",
                            "message": "int value should be between 1 and 100.",
                        }
                    ]
                }
            },
        )
    ms = [
        m
        for m in sorted(c.messages.values(), key=lambda m: m.id, reverse=True)
        if not m.deleted and not m.ephemeral
    ]
    if "before" in r.query:
        ms = [m for m in ms if m.id < int(r.query["before"])][:limit]
    elif "after" in r.query:
        ms = [m for m in ms if m.id > int(r.query["after"])][-limit:]
    elif "around" in r.query:
        a = int(r.query["around"])
        ms = sorted(sorted(ms, key=lambda m: abs(m.id - a))[:limit], key=lambda m: -m.id)
    else:
        ms = ms[:limit]
    return [_hide(d, m.payload(d.cdn, d.bot)) for m in ms]


@route("GET", "/channels/{cid}/messages/{mid}")
async def get_message(d: Any, r: Req, cid, mid):
    c = d.chan(cid, "read_message_history")
    return _hide(d, d.msg_of(c, mid).payload(d.cdn, d.bot))


@route("PATCH", "/channels/{cid}/messages/{mid}")
async def edit_message(d: Any, r: Req, cid, mid):
    c = d.chan(cid)
    m = d.msg_of(c, mid)
    if m.author is not d.bot:
        raise ApiError(403, 50005, "Cannot edit a message authored by another user")
    body = d.prepare(r.body, r.files, editing=m)
    d.fill(m, body, d.store_files(r.files, c.id, body), editing=True)
    await d.message_event(m, "MESSAGE_UPDATE")
    return m.payload(d.cdn, d.bot)


async def remove_message(d: Any, m: Message) -> None:
    m.deleted = True
    await d.dispatch(
        "MESSAGE_DELETE",
        {
            "id": str(m.id),
            "channel_id": str(m.channel.id),
            **({"guild_id": str(m.guild.id)} if m.guild else {}),
        },
        guild=m.guild,
        channel=m.channel,
        intent=INTENTS["guild_messages"] if m.guild else INTENTS["dm_messages"],
    )


@route("DELETE", "/channels/{cid}/messages/{mid}")
async def delete_message(d: Any, r: Req, cid, mid):
    c = d.chan(cid)
    m = d.msg_of(c, mid)
    if m.author is not d.bot:
        d.chan(cid, "manage_messages")
    await remove_message(d, m)
