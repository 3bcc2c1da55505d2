"""What travels between the double and the bot, and what is noted of it."""

from __future__ import annotations

import asyncio
import json
import re
import secrets
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.discord_double.model import (
    Channel,
    Guild,
    Message,
    StoredFile,
    User,
    snowflake,
)

try:
    import zstandard
except ImportError:  # discord.py then asks for zlib
    zstandard = None

INTENTS = {
    "guilds": 1 << 0,
    "members": 1 << 1,
    "presences": 1 << 8,
    "guild_messages": 1 << 9,
    "guild_reactions": 1 << 10,
    "guild_typing": 1 << 11,
    "dm_messages": 1 << 12,
    "dm_reactions": 1 << 13,
    "dm_typing": 1 << 14,
    "message_content": 1 << 15,
}


ACK_SECONDS = 3.0


TOKEN_SECONDS = 15 * 60.0


MAX_FILE = 10 * 1024 * 1024


def short(path: str) -> str:
    """A path without the long interaction token."""
    return re.sub(r"aW50[\w-]{20,}", "<token>", path)


class ApiError(Exception):
    def __init__(
        self, status: int, code: int, message: str, errors: dict | None = None, quiet: bool = False
    ):
        super().__init__(f"{status} {code} {message}")
        self.status, self.code, self.message, self.errors, self.quiet = (
            status,
            code,
            message,
            errors,
            quiet,
        )

    def body(self) -> dict:
        d = {"message": self.message, "code": self.code}
        if self.errors:
            d["errors"] = self.errors
        return d


@dataclass
class Violation:
    """Something a real Discord would have refused, or that its user would have seen as a failure."""

    kind: str
    detail: str
    at: float = field(default_factory=time.time)

    def __str__(self) -> str:
        return f"[{self.kind}] {self.detail}"


@dataclass
class Call:
    method: str
    path: str
    body: Any
    files: list[StoredFile]
    query: dict
    at: float = field(default_factory=time.time)
    status: int = 0
    response: Any = None
    seconds: float = 0.0
    injected: bool = False

    def __str__(self) -> str:
        return f"{self.method} {short(self.path)} -> {self.status}"


@dataclass
class Fault:
    method: str
    pattern: re.Pattern
    status: int
    times: int
    retry_after: float
    global_: bool
    delay: float
    apply_first: bool
    drop: bool
    hits: int = 0


@dataclass(eq=False)
class Interaction:
    type: int
    user: User
    channel: Channel
    guild: Guild | None
    by_user: bool = False  # installed by the user, not by the guild
    id: int = field(default_factory=snowflake)
    token: str = field(default_factory=lambda: "aW50" + secrets.token_urlsafe(120))
    command_name: str | None = None
    option_type: int | None = None  # autocomplete: type of the focused option
    source: Message | None = None  # component: the message clicked on
    sent: float = 0.0  # monotonic time of dispatch
    created: float = field(default_factory=time.monotonic)
    ack: int | None = None  # callback type
    ack_seconds: float | None = None
    failed: bool = False  # the user saw "The application did not respond"
    response: Message | None = None  # @original
    followups: list[Message] = field(default_factory=list)
    modal: dict | None = None
    choices: list[dict] | None = None

    @property
    def pending_defer(self) -> bool:
        return self.response is not None and self.response.loading


@dataclass(eq=False)
class Session:
    intents: int
    shard: tuple[int, int] | None
    id: str = field(default_factory=lambda: secrets.token_hex(16))
    seq: int = 0
    log: list[tuple[int, dict]] = field(default_factory=list)
    conn: Connection | None = None
    valid: bool = True


class Connection:
    """One websocket, with its compression context."""

    def __init__(self, ws: web.WebSocketResponse, compress: str | None):
        self.ws, self.kind = ws, compress
        self.z = None
        if compress == "zlib-stream":
            self.z = zlib.compressobj()
        elif compress == "zstd-stream" and zstandard is not None:
            self.z = zstandard.ZstdCompressor().compressobj()
        self.lock = asyncio.Lock()

    async def send(self, payload: dict) -> None:
        raw = json.dumps(payload, separators=(",", ":"))
        async with self.lock:
            if self.ws.closed:
                return
            try:
                if self.z is None:
                    await self.ws.send_str(raw)
                elif self.kind == "zlib-stream":
                    await self.ws.send_bytes(
                        self.z.compress(raw.encode()) + self.z.flush(zlib.Z_SYNC_FLUSH)
                    )
                else:
                    await self.ws.send_bytes(
                        self.z.compress(raw.encode())
                        + self.z.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)
                    )
            except (ConnectionError, RuntimeError):
                pass


@dataclass
class Req:
    body: Any
    files: dict
    query: dict
    call: Call


ROUTES: list[tuple[str, re.Pattern, Callable, bool]] = []


def route(method: str, path: str, auth: bool = True):
    rx = re.compile("^" + re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path) + "$")

    def deco(fn):
        ROUTES.append((method, rx, fn, auth))
        return fn

    return deco


def jresp(data: Any, status: int = 200, headers: dict | None = None) -> web.Response:
    # Exactly "application/json": discord.py compares the header literally.
    if data is None:
        return web.Response(status=204, headers=headers)
    return web.Response(
        body=json.dumps(data).encode(),
        status=status,
        content_type="application/json",
        headers=headers,
    )
