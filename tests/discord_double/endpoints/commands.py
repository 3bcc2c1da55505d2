"""Application commands."""

from __future__ import annotations

import copy
from typing import Any

from tests.discord_double import validate as v
from tests.discord_double.model import (
    snowflake,
)
from tests.discord_double.wire import (
    ApiError,
    Req,
    route,
)


def _scope(d: Any, aid: int, gid: int | None) -> dict[int, dict]:
    if aid != d.app_id:
        raise ApiError(
            403, 20012, "You are not authorized to perform this action on this application"
        )
    if gid is not None and (gid not in d.guilds or d.bot.id not in d.guilds[gid].members):
        raise ApiError(403, 50001, "Missing Access")
    return d.commands.setdefault(gid, {})


def _store_command(d: Any, scope: dict, c: dict, gid: int | None) -> dict:
    old = next(
        (x for x in scope.values() if x["name"] == c["name"] and x["type"] == c.get("type", 1)),
        None,
    )
    out = {
        "id": old["id"] if old else str(snowflake()),
        "application_id": str(d.app_id),
        "version": str(snowflake()),
        "type": 1,
        "description": "",
        "default_member_permissions": None,
        "nsfw": False,
        "dm_permission": True,
        "contexts": None,
        "integration_types": [0],
        "name_localizations": None,
        "description_localizations": None,
    }
    out.update({k: x for k, x in copy.deepcopy(c).items() if k != "id"})
    if out["integration_types"] is None:
        out["integration_types"] = [0]
    if out["default_member_permissions"] is not None:
        out["default_member_permissions"] = str(out["default_member_permissions"])
    if gid is not None:
        out["guild_id"] = str(gid)
    return out


def _commands(prefix: str, guild: bool):
    async def put(d: Any, r: Req, aid, gid=None):
        scope = _scope(d, aid, gid)
        e = v.Errors()
        v.check_commands(e, r.body)
        if e:
            raise ApiError(400, 50035, "Invalid Form Body", e.tree())
        new = [_store_command(d, scope, c, gid) for c in r.body]
        scope.clear()
        scope.update({int(c["id"]): c for c in new})
        d.command_syncs.append((gid, new))
        return new

    async def get(d: Any, r: Req, aid, gid=None):
        return list(_scope(d, aid, gid).values())

    async def post(d: Any, r: Req, aid, gid=None):
        scope = _scope(d, aid, gid)
        e = v.Errors()
        v.check_command(e, r.body, "0")
        if e:
            raise ApiError(400, 50035, "Invalid Form Body", e.tree()["0"])
        c = _store_command(d, scope, r.body, gid)
        scope[int(c["id"])] = c
        return c

    async def one(d: Any, r: Req, aid, cid, gid=None):
        scope = _scope(d, aid, gid)
        if cid not in scope:
            raise ApiError(404, 10063, "Unknown application command")
        if r.call.method == "DELETE":
            del scope[cid]
            return None
        if r.call.method == "PATCH":
            c = {**scope[cid], **r.body}
            e = v.Errors()
            v.check_command(e, c, "0")
            if e:
                raise ApiError(400, 50035, "Invalid Form Body", e.tree()["0"])
            scope[cid] = c
        return scope[cid]

    base = "/applications/{aid}" + ("/guilds/{gid}" if guild else "") + "/commands"
    route("PUT", base)(put)
    route("GET", base)(get)
    route("POST", base)(post)
    for m in ("GET", "PATCH", "DELETE"):
        route(m, base + "/{cid}")(one)


_commands("", False)


_commands("", True)
