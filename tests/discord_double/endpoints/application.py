"""Who the bot is, and where it is."""

from __future__ import annotations

from typing import Any

from tests.discord_double.model import (
    BOT_PERMS,
)
from tests.discord_double.wire import (
    ApiError,
    Req,
    route,
)


@route("GET", "/gateway", auth=False)
async def gateway(d: Any, r: Req):
    return {"url": d.gateway_url}


@route("GET", "/gateway/bot")
async def gateway_bot(d: Any, r: Req):
    return {
        "url": d.gateway_url,
        "shards": 1,
        "session_start_limit": {
            "total": 1000,
            "remaining": 1000 - d.identifies,
            "reset_after": 86400000,
            "max_concurrency": 1,
        },
    }


@route("GET", "/users/@me")
async def me(d: Any, r: Req):
    return {
        **d.bot.payload(),
        "verified": True,
        "mfa_enabled": True,
        "email": None,
        "flags": 0,
        "locale": "en-US",
    }


@route("GET", "/users/@me/guilds")
async def my_guilds(d: Any, r: Req):
    return [
        {
            "id": str(g.id),
            "name": g.name,
            "icon": None,
            "owner": False,
            "features": [],
            "permissions": str(g.permissions(d.bot)),
        }
        for g in d.guilds.values()
        if d.bot.id in g.members
    ]


@route("GET", "/users/{uid}")
async def user(d: Any, r: Req, uid):
    if uid not in d.users:
        raise ApiError(404, 10013, "Unknown User")
    return d.users[uid].payload()


@route("POST", "/users/@me/channels")
async def open_dm(d: Any, r: Req):
    u = d.users.get(int(r.body["recipient_id"]))
    if u is None:
        raise ApiError(404, 10013, "Unknown User")
    return d.dm(u).payload()


async def _appinfo(d: Any, r: Req):
    return {
        "id": str(d.app_id),
        "name": d.bot.name,
        "icon": None,
        "description": "",
        "summary": "",
        "type": None,
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": 1 << 15 | 1 << 19,
        "hook": True,
        "storefront_available": False,
        "is_monetized": False,
        "rpc_origins": [],
        "team": None,
        "terms_of_service_url": None,
        "privacy_policy_url": None,
        "custom_install_url": None,
        "tags": [],
        "install_params": {
            "scopes": ["bot", "applications.commands"],
            "permissions": str(BOT_PERMS),
        },
        "integration_types_config": {"0": {}},
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "approximate_guild_count": len(d.guilds),
        "approximate_user_install_count": 0,
        "owner": d.owner.payload(),
        "bot": d.bot.payload(),
    }


route("GET", "/oauth2/applications/@me")(_appinfo)


route("GET", "/applications/@me")(_appinfo)
