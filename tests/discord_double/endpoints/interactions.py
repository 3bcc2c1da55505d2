"""First responses to interactions, and what follows them."""

from __future__ import annotations

import time
from typing import Any

from tests.discord_double import validate as v
from tests.discord_double.endpoints.messages import remove_message
from tests.discord_double.model import (
    Message,
)
from tests.discord_double.wire import (
    ACK_SECONDS,
    TOKEN_SECONDS,
    ApiError,
    Interaction,
    Req,
    route,
)

ALLOWED_CALLBACKS = {2: {4, 5, 9, 12}, 3: {4, 5, 6, 7, 9, 12}, 4: {8}, 5: {4, 5, 6, 7, 12}}


@route("POST", "/interactions/{iid}/{token}/callback", auth=False)
async def callback(d: Any, r: Req, iid, token):
    i = d.interactions.get(iid)
    if i is None or i.token != token:
        raise ApiError(404, 10062, "Unknown interaction")
    took = time.monotonic() - i.sent
    if i.failed or took > ACK_SECONDS or time.monotonic() - i.created > TOKEN_SECONDS:
        d.violate(
            "late_response",
            f"interaction {i.command_name or i.type}: first response after {took:.2f} s (3 s allowed)",
        )
        raise ApiError(404, 10062, "Unknown interaction", quiet=True)
    if i.ack is not None:
        d.violate("double_ack", f"interaction {i.command_name or i.type} answered twice")
        raise ApiError(400, 40060, "Interaction has already been acknowledged.", quiet=True)
    body = r.body if isinstance(r.body, dict) else {}
    t, data = body.get("type"), body.get("data") or {}
    if t not in ALLOWED_CALLBACKS.get(i.type, set()) or (t in (6, 7) and i.source is None):
        raise ApiError(
            400,
            50035,
            "Invalid Form Body",
            {
                "type": {
                    "_errors": [
                        {
                            "code": "INTERACTION_CALLBACK_TYPE_INVALID",
                            "message": f"callback type {t} is not allowed for interaction type {i.type}",
                        }
                    ]
                }
            },
        )
    event = None
    if t == 8:
        e = v.Errors()
        v.check_choices(e, data.get("choices"), i.option_type)
        if e:
            raise ApiError(400, 50035, "Invalid Form Body", e.tree())
        i.choices = data["choices"]
    elif t == 9:
        e = v.Errors()
        v.check_modal(e, data)
        if e:
            raise ApiError(400, 50035, "Invalid Form Body", e.tree())
        i.modal = data
    elif t == 4:
        prepared = d.prepare(data, r.files, path="data")
        i.response = await d.bot_message(
            i.channel,
            prepared,
            r.files,
            interaction=i,
            webhook_id=d.app_id,
            type=20 if i.type == 2 else 0,
            reference=i.source,
        )
        event = "MESSAGE_CREATE"
    elif t == 5:
        m = Message(
            i.channel,
            d.bot,
            interaction=i,
            webhook_id=d.app_id,
            type=20 if i.type == 2 else 0,
            flags=128 | ((data.get("flags") or 0) & 64),
            reference=i.source,
        )
        m.snapshot()
        i.response = d.add(m)
        event = "MESSAGE_CREATE"
    elif t == 6:
        i.response = i.source
    elif t == 7:
        prepared = d.prepare(data, r.files, path="data", editing=i.source)
        d.fill(
            i.source,
            prepared,
            d.store_files(r.files, i.channel.id, prepared, i.source.ephemeral),
            editing=True,
        )
        i.response = i.source
        event = "MESSAGE_UPDATE"
    i.ack, i.ack_seconds = t, took
    if event and i.response:
        await d.message_event(i.response, event)
    if r.query.get("with_response", "").lower() in ("1", "true"):
        m = i.response
        out: dict[str, Any] = {
            "interaction": {"id": str(i.id), "type": i.type, "channel_id": str(i.channel.id)}
        }
        if m is not None:
            out["interaction"].update(
                response_message_id=str(m.id),
                response_message_loading=m.loading,
                response_message_ephemeral=m.ephemeral,
            )
            out["resource"] = {"type": t, "message": m.payload(d.cdn, d.bot)}
        else:
            out["resource"] = {"type": t}
        return out
    return None


def _by_token(d: Any, aid: int, token: str) -> Interaction:
    i = next((x for x in d.interactions.values() if x.token == token), None)
    if aid != d.app_id or i is None:
        raise ApiError(404, 10015, "Unknown Webhook")
    if time.monotonic() - i.created > TOKEN_SECONDS:
        d.violate(
            "token_expired",
            f"interaction token of {i.command_name or i.type} used after 15 minutes",
        )
        raise ApiError(401, 50027, "Invalid Webhook Token", quiet=True)
    if i.ack is None:
        raise ApiError(404, 10015, "Unknown Webhook (the interaction has no response yet)")
    return i


@route("POST", "/webhooks/{aid}/{token}", auth=False)
async def followup(d: Any, r: Req, aid, token):
    i = _by_token(d, aid, token)
    body = d.prepare(r.body, r.files)
    if i.by_user and not i.pending_defer and len(i.followups) >= 5 and not d.in_guild(i.guild):
        raise ApiError(
            400, 40094, "This interaction has reached its maximum number of follow up messages"
        )
    if i.pending_defer:  # the first follow-up takes the place of "is thinking..."
        m = i.response
        d.fill(
            m,
            {**body, "flags": (body.get("flags") or 0) & ~64},
            d.store_files(r.files, i.channel.id, body, m.ephemeral),
            editing=True,
        )
        await d.message_event(m, "MESSAGE_UPDATE")
    else:
        m = await d.bot_message(
            i.channel, body, r.files, interaction=i, webhook_id=d.app_id, reference=i.response
        )
        i.followups.append(m)
        await d.message_event(m)
    return m.payload(d.cdn, d.bot)


async def _webhook_message(d: Any, r: Req, aid, token, mid):
    i = _by_token(d, aid, token)
    pool = [x for x in [i.response, *i.followups] if x is not None and not x.deleted]
    m = i.response if mid == "@original" else next((x for x in pool if x.id == mid), None)
    if m is None or m.deleted:
        raise ApiError(404, 10008, "Unknown Message")
    if r.call.method == "GET":
        return m.payload(d.cdn, d.bot)
    if r.call.method == "DELETE":
        m.deleted = True
        if not m.ephemeral:
            await remove_message(d, m)
        return None
    body = d.prepare(r.body, r.files, editing=m)
    d.fill(m, body, d.store_files(r.files, i.channel.id, body, m.ephemeral), editing=True)
    await d.message_event(m, "MESSAGE_UPDATE")
    return m.payload(d.cdn, d.bot)


for _m in ("GET", "PATCH", "DELETE"):
    route(_m, "/webhooks/{aid}/{token}/messages/{mid}", auth=False)(_webhook_message)
