"""`quoth discord --check`: what has to be right before the bot can run, with its remedy.

It logs in, opens the gateway once with the bot's own intents and closes it again; it registers no
command, sends no message and changes nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import discord
from aiohttp import ClientError

from bot.needs import LEAST, quoth_intents
from bot.server_state import ServerState
from bot.settings import Settings
from knowledge import Finding, Library, QuothError

GATEWAY_SECONDS = 20.0
NEW_TOKEN = "Make a new token in the developer portal (Bot, Reset Token); see docs/discord.md."  # noqa: S105
FEW_STARTS = 20
NAMED = 5


class _Probe(discord.Client):
    """A client that only notes that Discord has let it in."""

    def __init__(self) -> None:
        super().__init__(intents=quoth_intents(), max_messages=None)
        self.opened = asyncio.Event()

    async def on_connect(self) -> None:
        self.opened.set()


def check(settings: Settings) -> tuple[Finding, ...]:
    """Return the findings in the order in which they matter; the invite links come last."""
    return (*_library(settings), *asyncio.run(_discord(settings)))


def _ok(name: str, detail: str) -> Finding:
    return Finding(check=name, status="ok", detail=detail)


def _wrong(name: str, detail: str, remedy: str) -> Finding:
    return Finding(check=name, status="error", detail=detail, remedy=remedy)


def _library(settings: Settings) -> Iterator[Finding]:
    try:
        with Library.open(settings.library) as library:
            count = len(library.documents())
            library.ask("What is this about?", excerpts=1)
        with ServerState(settings.state_path):
            yield _ok("library", f"{settings.library}: {count} shared sources")
    except QuothError as error:
        yield _wrong("library", str(error), "Run `quoth doctor` for the details.")


async def _discord(settings: Settings) -> list[Finding]:
    if settings.token is None:
        return [_wrong("token", "QUOTH_DISCORD_TOKEN is not set", NEW_TOKEN)]
    client = _Probe()
    try:
        async with client:
            return await _with_client(client, settings.token)
    except discord.LoginFailure:
        return [_wrong("token", "Discord does not accept the token", NEW_TOKEN)]
    except (discord.HTTPException, ClientError, OSError) as error:
        reason = f"Discord cannot be reached: {type(error).__name__}"
        return [_wrong("connection", reason, "Check the network, and status.discord.com.")]


async def _with_client(client: _Probe, token: str) -> list[Finding]:
    await client.login(token)
    application = await client.application_info()
    servers = await client.http.get_guilds(limit=200)
    shards, _, limits = await client.http.get_bot_gateway()
    left = limits["remaining"]
    return [
        _ok("token", f"logged in as {client.user}, application {application.id}"),
        _starts(left, shards),
        await _gateway(client),
        _permissions(servers),
        *_invites(application.id),
    ]


def _starts(left: int, shards: int) -> Finding:
    detail = f"{left} connections left today, {shards} recommended shards"
    if left >= FEW_STARTS:
        return _ok("connections", detail)
    remedy = "Something restarts the bot again and again: look into its log."
    return Finding(check="connections", status="warning", detail=detail, remedy=remedy)


async def _gateway(client: _Probe) -> Finding:
    """Return whether Discord opens the gateway for the intents of the bot."""
    running = asyncio.create_task(client.connect(reconnect=False))
    waiting = asyncio.create_task(client.opened.wait())
    await asyncio.wait(
        (running, waiting), timeout=GATEWAY_SECONDS, return_when=asyncio.FIRST_COMPLETED
    )
    waiting.cancel()
    await client.close()
    if not running.done():
        running.cancel()
    error = (await asyncio.gather(running, return_exceptions=True))[0]
    if client.opened.is_set():
        return _ok("intents", "the gateway opens; no privileged intent is asked for")
    detail = f"the gateway does not open: {type(error).__name__ if error else 'no answer'}"
    return _wrong("intents", detail, "Wait a minute and try again; see status.discord.com.")


def _permissions(servers: Iterable[Mapping[str, Any]]) -> Finding:
    """Return the servers whose role for the bot lacks something; channels may still differ."""
    every = list(servers)
    lacking = [
        str(one["name"])
        for one in every
        if not discord.Permissions(int(one["permissions"])).is_superset(LEAST)
    ]
    if not lacking:
        return _ok("permissions", f"all that is needed in {len(every)} servers")
    names = ", ".join(lacking[:NAMED])
    detail = f"something is lacking in {len(lacking)} of {len(every)} servers: {names}"
    remedy = "Open the invite link below once more, or change the bot's role."
    return Finding(check="permissions", status="warning", detail=detail, remedy=remedy)


def _invites(application: int) -> list[Finding]:
    """Return the links that add Quoth to a server and to a person."""
    scopes = ("bot", "applications.commands")
    server = discord.utils.oauth_url(application, permissions=LEAST, scopes=scopes)
    person = discord.utils.oauth_url(application, scopes=("applications.commands",))
    return [
        _ok("invite", server),
        _ok("install for yourself", f"{person}&integration_type=1"),
    ]
