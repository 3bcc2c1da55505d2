"""Points discord.py (tried with 2.7.1) at the double, in this process; `guard` keeps it off the network."""

from __future__ import annotations

import ipaddress
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import discord
import discord.gateway
import discord.http
import yarl


@contextmanager
def redirected(url: str) -> Iterator[None]:
    """Send REST calls, the gateway and pictures to the double at `url`."""
    route, socket = discord.http.Route, discord.gateway.DiscordWebSocket
    kept = route.BASE, socket.DEFAULT_GATEWAY, discord.Asset.BASE
    route.BASE = f"{url}/api/v{discord.http.INTERNAL_API_VERSION}"
    socket.DEFAULT_GATEWAY = yarl.URL(f"ws{url[4:]}/gateway")
    discord.Asset.BASE = f"{url}/cdn"
    try:
        yield
    finally:
        route.BASE, socket.DEFAULT_GATEWAY, discord.Asset.BASE = kept


def guard() -> None:
    """Refuse every connection of this process but to loopback; an audit hook, so it is for good."""

    def hook(event: str, args: tuple) -> None:
        if event == "socket.getaddrinfo" and not _is_local(args[0]):
            raise OSError(101, f"the tests look up no host: {args[0]!r}")
        if event == "socket.connect" and isinstance(args[1], tuple) and not _is_local(args[1][0]):
            raise OSError(101, f"the tests connect to no host: {args[1][0]!r}")

    sys.addaudithook(hook)


def _is_local(host: str | bytes | None) -> bool:
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
    if name in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(str(name).split("%")[0]).is_loopback
    except ValueError:
        return False
