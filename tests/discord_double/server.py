"""The double itself: HTTP API, gateway and CDN of a pretended Discord on one loopback port.

It serves ONE application (the bot under test). It checks what the bot sends as Discord would, answers with
Discord's error codes and keeps every failure in `Double.violations`.
"""
from __future__ import annotations

import asyncio
import base64
import copy
import json
import mimetypes
import re
import secrets
import time
import zlib
from dataclasses import dataclass, field
from typing import Any, Callable

from aiohttp import WSCloseCode, WSMsgType, web

from tests.discord_double import validate as v
from tests.discord_double.model import (BOT_PERMS, DM, FORUM, MEMBER_PERMS, PERMS, PRIVATE_THREAD, PUBLIC_THREAD, TEXT, Cdn, Channel,
                    Guild, Member, Message, Role, StoredFile, User, iso, snowflake, walk_components)

try:
    import zstandard
except ImportError:
    zstandard = None

INTENTS = dict(guilds=1 << 0, members=1 << 1, presences=1 << 8, guild_messages=1 << 9, guild_reactions=1 << 10,
               guild_typing=1 << 11, dm_messages=1 << 12, dm_reactions=1 << 13, dm_typing=1 << 14,
               message_content=1 << 15)
ACK_SECONDS = 3.0
TOKEN_SECONDS = 15 * 60.0
MAX_FILE = 10 * 1024 * 1024


def short(path: str) -> str:
    """A path without the long interaction token."""
    return re.sub(r"aW50[\w-]{20,}", "<token>", path)


class ApiError(Exception):
    def __init__(self, status: int, code: int, message: str, errors: dict | None = None, quiet: bool = False):
        super().__init__(f"{status} {code} {message}")
        self.status, self.code, self.message, self.errors, self.quiet = status, code, message, errors, quiet

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
    by_user: bool = False                 # installed by the user, not by the guild
    id: int = field(default_factory=snowflake)
    token: str = field(default_factory=lambda: "aW50" + secrets.token_urlsafe(120))
    command_name: str | None = None
    option_type: int | None = None        # autocomplete: type of the focused option
    source: Message | None = None         # component: the message clicked on
    sent: float = 0.0                     # monotonic time of dispatch
    created: float = field(default_factory=time.monotonic)
    ack: int | None = None                # callback type
    ack_seconds: float | None = None
    failed: bool = False                  # the user saw "The application did not respond"
    response: Message | None = None       # @original
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
    conn: "Connection | None" = None
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
                    await self.ws.send_bytes(self.z.compress(raw.encode()) + self.z.flush(zlib.Z_SYNC_FLUSH))
                else:
                    await self.ws.send_bytes(self.z.compress(raw.encode())
                                             + self.z.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK))
            except (ConnectionError, RuntimeError):
                pass


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
    return web.Response(body=json.dumps(data).encode(), status=status, content_type="application/json", headers=headers)


class Double:
    def __init__(self, host: str = "127.0.0.1", port: int = 0, *, token: str | None = None,
                 privileged: set[str] = frozenset({"message_content", "members", "presences"}),
                 heartbeat_ms: int = 41250, rate_limits: bool = True, real_urls: bool = False):
        self.host, self.port = host, port
        self.privileged = set(privileged)     # what is switched on in the developer portal
        self.heartbeat_ms = heartbeat_ms
        self.rate_limits = rate_limits
        self.real_urls = real_urls            # hand out https://cdn.discordapp.com links (the wrapper rewrites them)
        self.owner = User("owner")
        self.app_id = snowflake()
        self.bot = User("testbot", bot=True, id=self.app_id)
        self.token = token or ".".join((base64.b64encode(str(self.app_id).encode()).decode().rstrip("="),
                                        secrets.token_urlsafe(5)[:6], secrets.token_urlsafe(30)[:38]))
        self.users: dict[int, User] = {self.owner.id: self.owner, self.bot.id: self.bot}
        self.guilds: dict[int, Guild] = {}
        self.dms: dict[int, Channel] = {}
        self.closed_dms: set[int] = set()
        self.cdn = Cdn()
        self.commands: dict[int | None, dict[int, dict]] = {None: {}}
        self.command_syncs: list[tuple[int | None, list]] = []
        self.interactions: dict[int, Interaction] = {}
        self.messages: list[Message] = []
        self.calls: list[Call] = []
        self.typing: list[tuple[float, int]] = []
        self.violations: list[Violation] = []
        self.unimplemented: list[str] = []
        self.faults: list[Fault] = []
        self.sessions: dict[str, Session] = {}
        self.identifies = 0
        self.resumes = 0
        self.rate_limited = 0
        self._buckets: dict[str, list[float]] = {}
        self._global: list[float] = []
        self._runner: web.AppRunner | None = None
        self._tasks: set[asyncio.Task] = set()

    # ------------------------------------------------------------------------------------------ life cycle
    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    @property
    def gateway_url(self) -> str:
        return f"ws://{self.host}:{self.port}/gateway"

    async def start(self) -> "Double":
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_get("/gateway", self._gateway)
        app.router.add_get("/gateway/", self._gateway)
        app.router.add_route("*", "/api/{tail:.*}", self._api)
        app.router.add_get("/cdn/{tail:.*}", self._cdn)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self.host, self.port)
        await site.start()
        self.port = site._server.sockets[0].getsockname()[1]
        self.cdn.base = "https://cdn.discordapp.com" if self.real_urls else f"{self.url}/cdn"
        return self

    async def stop(self) -> None:
        for t in list(self._tasks):
            t.cancel()
        for s in self.sessions.values():
            if s.conn and not s.conn.ws.closed:
                await s.conn.ws.close(code=WSCloseCode.GOING_AWAY)
        if self._runner:
            await self._runner.cleanup()

    def spawn(self, coro) -> asyncio.Task:
        t = asyncio.ensure_future(coro)
        self._tasks.add(t)
        t.add_done_callback(self._tasks.discard)
        return t

    def violate(self, kind: str, detail: str) -> None:
        self.violations.append(Violation(kind, detail))

    # ------------------------------------------------------------------------------------------ the world
    def new_user(self, name: str, **kw) -> User:
        u = User(name, **kw)
        self.users[u.id] = u
        return u

    def new_guild(self, name: str, *, bot_permissions: int = BOT_PERMS, bot_present: bool = True) -> Guild:
        g = Guild(name, self.owner)
        g.roles[g.id] = Role("@everyone", MEMBER_PERMS, id=g.id, position=0)
        mod = Role("Moderator", PERMS["manage_guild"] | PERMS["manage_messages"] | PERMS["manage_threads"], position=2)
        botrole = Role(self.bot.name, bot_permissions, position=3, managed=True,
                       tags={"bot_id": str(self.bot.id)})
        g.roles[mod.id] = mod
        g.roles[botrole.id] = botrole
        g.members[self.owner.id] = Member(self.owner)
        g.bot_present = bot_present
        if bot_present:
            g.members[self.bot.id] = Member(self.bot, [botrole])
        self.guilds[g.id] = g
        return g

    def new_channel(self, guild: Guild, name: str, type: int = TEXT, **kw) -> Channel:
        c = Channel(name, type, guild=guild, position=len(guild.channels), **kw)
        guild.channels[c.id] = c
        return c

    def find_channel(self, cid: int) -> Channel | None:
        for g in self.guilds.values():
            if cid in g.channels:
                return g.channels[cid]
        return self.dms.get(cid)

    def dm(self, user: User) -> Channel:
        for c in self.dms.values():
            if user in c.recipients:
                return c
        c = Channel("", DM, recipients=[user])
        self.dms[c.id] = c
        return c

    def inject(self, status: int = 500, *, method: str = "*", path: str = ".*", times: int = 1,
               retry_after: float = 0.5, global_: bool = False, delay: float = 0.0,
               apply_first: bool = False, drop: bool = False) -> Fault:
        """The next `times` requests that match answer `status` (429 or 5xx) instead; `apply_first`: the request
        takes effect all the same (the answer was lost); `drop`: the connection is cut."""
        f = Fault(method, re.compile(path), status, times, retry_after, global_, delay, apply_first, drop)
        self.faults.append(f)
        return f

    # ------------------------------------------------------------------------------------------ gateway
    def bot_sees(self, channel: Channel | None) -> bool:
        if channel is None or channel.guild is None:
            return True
        return bool(channel.guild.permissions(self.bot, channel) & PERMS["view_channel"])

    async def dispatch(self, event: str, data: dict, *, guild: Guild | None = None, channel: Channel | None = None,
                       intent: int = 0) -> bool:
        """Sends an event to every session entitled to it. False if nobody is connected to get it now."""
        if channel is not None and not self.bot_sees(channel):
            return False
        if guild is not None and self.bot.id not in guild.members and event not in ("GUILD_DELETE",):
            return False
        live = False
        for s in list(self.sessions.values()):
            if not s.valid or (intent and not s.intents & intent):
                continue
            if s.shard:
                home = (guild.id >> 22) % s.shard[1] if guild else 0
                if home != s.shard[0]:
                    continue
            d = data
            if event in ("MESSAGE_CREATE", "MESSAGE_UPDATE"):
                d = self._hide_content(data, s.intents)
            s.seq += 1
            payload = {"op": 0, "t": event, "s": s.seq, "d": d}
            s.log.append((s.seq, payload))
            if s.conn and not s.conn.ws.closed:
                live = True
                await s.conn.send(payload)
        return live

    def _hide_content(self, d: dict, intents: int) -> dict:
        """Without the message content intent: no text, unless own, a DM, or mentioning the bot."""
        if intents & INTENTS["message_content"] or "guild_id" not in d:
            return d
        me = str(self.bot.id)
        if d["author"]["id"] == me or any(u["id"] == me for u in d["mentions"]):
            return d
        return {**d, "content": "", "embeds": [], "attachments": [], "components": []}

    async def message_event(self, m: Message, event: str = "MESSAGE_CREATE") -> None:
        if m.ephemeral:
            return
        intent = INTENTS["guild_messages"] if m.guild else INTENTS["dm_messages"]
        await self.dispatch(event, m.payload(self.cdn, self.bot), guild=m.guild, channel=m.channel, intent=intent)

    async def drop_gateway(self, *, resumable: bool = True, how: str = "close") -> None:
        """Cuts the bot's websocket(s). how: close (4000), reconnect (op 7), invalidate (op 9), abort (no close frame)."""
        for s in list(self.sessions.values()):
            if not resumable:
                s.valid = False
            c = s.conn
            if c is None or c.ws.closed:
                continue
            if how == "reconnect":
                await c.send({"op": 7, "d": None, "s": None, "t": None})
            elif how == "invalidate":
                await c.send({"op": 9, "d": resumable, "s": None, "t": None})
            elif how == "abort":
                tr = c.ws._req.transport if c.ws._req else None
                if tr:
                    tr.abort()
            else:
                await c.ws.close(code=4000)

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        q = request.query
        ws = web.WebSocketResponse(max_msg_size=0)
        await ws.prepare(request)
        if q.get("v") not in ("9", "10") or q.get("encoding") != "json":
            self.violate("gateway", f"gateway asked for v={q.get('v')} encoding={q.get('encoding')}")
            await ws.close(code=4012)
            return ws
        c = Connection(ws, q.get("compress"))
        await c.send({"op": 10, "t": None, "s": None, "d": {"heartbeat_interval": self.heartbeat_ms, "_trace": []}})
        session: Session | None = None
        beat = time.monotonic()
        sent: list[float] = []

        async def watchdog():
            while not ws.closed:
                await asyncio.sleep(0.2)
                if time.monotonic() - beat > self.heartbeat_ms / 1000 * 1.5 + 1:
                    self.violate("gateway", "no heartbeat for 1.5 intervals")
                    await ws.close(code=4009)
        dog = self.spawn(watchdog())
        try:
            async for msg in ws:
                if msg.type is not WSMsgType.TEXT:
                    self.violate("gateway", f"unexpected frame {msg.type}")
                    continue
                if len(msg.data) > 4096:
                    self.violate("gateway", f"payload of {len(msg.data)} bytes (4096 at most)")
                    await ws.close(code=4002)
                    break
                now = time.monotonic()
                sent = [t for t in sent if now - t < 60] + [now]
                if len(sent) > 120:
                    self.violate("gateway", "more than 120 payloads in 60 s")
                    await ws.close(code=4008)
                    break
                try:
                    p = json.loads(msg.data)
                    op, d = p["op"], p.get("d")
                except (ValueError, KeyError, TypeError):
                    self.violate("gateway", f"undecodable payload {msg.data[:80]!r}")
                    await ws.close(code=4002)
                    break
                if op == 1:
                    beat = now
                    await c.send({"op": 11, "d": None, "s": None, "t": None})
                elif op == 2:
                    session = await self._identify(c, d, session)
                elif op == 6:
                    session = await self._resume(c, d)
                elif session is None:
                    self.violate("gateway", f"op {op} before IDENTIFY")
                    await ws.close(code=4003)
                elif op == 8:
                    await self._chunk(session, d)
                elif op not in (3, 4, 31, 43):
                    self.violate("gateway", f"unknown op {op}")
                    await ws.close(code=4001)
        finally:
            dog.cancel()
            if session is not None and session.conn is c:
                session.conn = None
        return ws

    async def _identify(self, c: Connection, d: dict, old: Session | None) -> Session | None:
        if old is not None:
            self.violate("gateway", "IDENTIFY twice on one connection")
            await c.ws.close(code=4005)
            return None
        self.identifies += 1
        if str(d.get("token", "")).removeprefix("Bot ") != self.token:
            self.violate("gateway", "IDENTIFY with a wrong token")
            await c.ws.close(code=4004)
            return None
        intents = d.get("intents")
        if not isinstance(intents, int) or intents < 0:
            await c.ws.close(code=4013)
            return None
        for name in ("members", "presences", "message_content"):
            if intents & INTENTS[name] and name not in self.privileged:
                self.violate("gateway", f"privileged intent {name} asked for but not switched on in the portal")
                await c.ws.close(code=4014)
                return None
        shard = d.get("shard")
        s = Session(intents, tuple(shard) if shard else None, conn=c)
        for o in self.sessions.values():                 # the earlier session of this shard is dead
            if o.shard == s.shard:
                o.valid = False
        self.sessions[s.id] = s
        mine = [g for g in self.guilds.values() if self.bot.id in g.members
                and (not s.shard or (g.id >> 22) % s.shard[1] == s.shard[0])]
        s.seq = 1
        ready = {"v": 10, "user": {**self.bot.payload(), "verified": True, "mfa_enabled": True, "email": None,
                                   "flags": 0}, "user_settings": {}, "session_type": "normal",
                 "session_id": s.id, "resume_gateway_url": self.gateway_url, "relationships": [],
                 "private_channels": [], "presences": [], "guilds": [{"id": str(g.id), "unavailable": True} for g in mine],
                 "guild_join_requests": [], "geo_ordered_rtc_regions": [], "auth": {},
                 "application": {"id": str(self.app_id), "flags": 1 << 15 | 1 << 19}, "_trace": []}
        if s.shard:
            ready["shard"] = list(s.shard)
        payload = {"op": 0, "t": "READY", "s": 1, "d": ready}
        s.log.append((1, payload))
        await c.send(payload)
        for g in mine:
            await self._guild_create(s, g)
        return s

    async def _guild_create(self, s: Session, g: Guild) -> None:
        d = g.payload(me=self.bot)
        if not s.intents & INTENTS["members"]:
            d["members"] = [m for m in d["members"] if m["user"]["id"] == str(self.bot.id)]
        s.seq += 1
        payload = {"op": 0, "t": "GUILD_CREATE", "s": s.seq, "d": d}
        s.log.append((s.seq, payload))
        if s.conn:
            await s.conn.send(payload)

    async def _resume(self, c: Connection, d: dict) -> Session | None:
        s = self.sessions.get(d.get("session_id", ""))
        if s is None or not s.valid or d.get("token", "").removeprefix("Bot ") != self.token:
            await c.send({"op": 9, "d": False, "s": None, "t": None})
            return None
        self.resumes += 1
        s.conn = c
        for seq, p in [x for x in s.log if x[0] > (d.get("seq") or 0)]:
            await c.send(p)
        s.seq += 1
        payload = {"op": 0, "t": "RESUMED", "s": s.seq, "d": {"_trace": []}}
        s.log.append((s.seq, payload))
        await c.send(payload)
        return s

    async def _chunk(self, s: Session, d: dict) -> None:
        g = self.guilds.get(int(d["guild_id"] if not isinstance(d["guild_id"], list) else d["guild_id"][0]))
        if g is None:
            return
        ids = d.get("user_ids")
        ids = [ids] if isinstance(ids, (str, int)) else ids
        if ids:
            ms = [g.members[int(i)] for i in ids if int(i) in g.members]
        else:
            q = (d.get("query") or "").lower()
            ms = [m for m in g.members.values() if m.user.name.lower().startswith(q)]
            ms = ms[:d.get("limit") or None]
        chunks = [ms[i:i + 1000] for i in range(0, len(ms), 1000)] or [[]]
        for i, ch in enumerate(chunks):
            out = {"guild_id": str(g.id), "members": [m.payload() for m in ch], "chunk_index": i,
                   "chunk_count": len(chunks), "not_found": []}
            if d.get("nonce"):
                out["nonce"] = d["nonce"]
            s.seq += 1
            p = {"op": 0, "t": "GUILD_MEMBERS_CHUNK", "s": s.seq, "d": out}
            s.log.append((s.seq, p))
            if s.conn:
                await s.conn.send(p)

    # ------------------------------------------------------------------------------------------ CDN
    async def _cdn(self, request: web.Request) -> web.Response:
        path = "/" + request.match_info["tail"]
        for f in self.faults:
            if f.hits < f.times and f.method in ("*", "GET") and f.pattern.search("/cdn" + path) and f.pattern.pattern != ".*":
                f.hits += 1
                await asyncio.sleep(f.delay)
                return web.Response(status=f.status, text="injected")
        self.calls.append(call := Call("GET", "/cdn" + path, None, [], dict(request.query)))
        if path.startswith(("/attachments/", "/ephemeral-attachments/")):
            try:
                f = self.cdn.get(path, request.query)
            except ValueError:
                f = None
            if f is None:
                call.status = 404
                self.violate("cdn", f"GET {path}: unknown, expired or unsigned attachment link")
                return web.Response(status=404, text="This content is no longer available.")
            call.status = 200
            return web.Response(body=f.data, headers={"Content-Type": f.content_type,
                                                      "Content-Disposition": f'attachment; filename="{f.filename}"'})
        call.status = 200
        png = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
        return web.Response(body=png, content_type="image/png")

    # ------------------------------------------------------------------------------------------ HTTP API
    async def _read(self, request: web.Request) -> tuple[Any, dict[int, tuple[str, bytes, str]]]:
        ct = request.content_type
        files: dict[int, tuple[str, bytes, str]] = {}
        if ct.startswith("multipart/"):
            body = None
            reader = await request.multipart()
            async for part in reader:
                if part.name == "payload_json":
                    body = json.loads(await part.text())
                else:
                    m = re.match(r"files?\[(\d+)\]$", part.name or "")
                    data = bytes(await part.read(decode=False))
                    name = (part.filename or "file").replace(" ", "_")
                    mime = part.headers.get("Content-Type") or "application/octet-stream"
                    if mime == "application/octet-stream":
                        mime = mimetypes.guess_type(name)[0] or mime
                    files[int(m.group(1)) if m else len(files)] = (name, data, mime)
            return body, files
        raw = await request.read()
        if not raw:
            return None, files
        if ct != "application/json":
            raise ApiError(400, 50035, f"Expected \"Content-Type\" header to be one of {{'application/json'}}. ({ct})")
        try:
            return json.loads(raw), files
        except ValueError:
            raise ApiError(400, 50109, "The request body contains invalid JSON.") from None

    LIMITS = [("POST", r"/channels/\d+/messages$", 5, 5.0), ("PATCH", r"/channels/\d+/messages/\d+$", 5, 5.0),
              ("DELETE", r"/channels/\d+/messages/\d+$", 5, 1.0), ("POST", r"/channels/\d+/typing$", 5, 5.0),
              ("PUT", r"/reactions/", 1, 0.25), ("POST", r"/webhooks/\d+/", 5, 2.0),
              ("PATCH", r"/webhooks/\d+/", 5, 2.0), ("POST", r"/threads$", 50, 300.0)]

    def _bucket(self, method: str, path: str) -> tuple[dict, float]:
        """Rate-limit headers, and seconds to wait (0: go on)."""
        if not self.rate_limits:
            return {"Via": "1.1 google"}, 0.0
        limit, window, key = 50, 1.0, f"{method} " + re.sub(r"\d{15,}", "x", path)
        for m, rx, n, w in self.LIMITS:
            if m == method and re.search(rx, path):
                limit, window, key = n, w, f"{method} {rx} " + "/".join(path.split("/")[:4])
        now = time.monotonic()
        used = self._buckets.setdefault(key, [])
        if used and now - used[0] >= window:
            used.clear()
        wait = 0.0
        if len(used) >= limit:
            wait = window - (now - used[0])
        else:
            used.append(now)
        reset = max(window - (now - used[0]), 0.001)
        return {"X-RateLimit-Limit": str(limit), "X-RateLimit-Remaining": str(max(limit - len(used), 0)),
                "X-RateLimit-Reset": f"{time.time() + reset:.3f}", "X-RateLimit-Reset-After": f"{reset:.3f}",
                "X-RateLimit-Bucket": format(zlib.crc32(key.encode()), "08x") * 4, "Via": "1.1 google"}, wait

    async def _api(self, request: web.Request) -> web.StreamResponse:
        t0 = time.monotonic()
        tail = "/" + request.match_info["tail"]
        m = re.match(r"^/v(\d+)(/.*)$", tail)
        path = m.group(2) if m else tail
        call = Call(request.method, path, None, [], dict(request.query))
        self.calls.append(call)
        headers: dict[str, str] = {"Via": "1.1 google"}

        def finish(resp: web.Response, payload: Any = None) -> web.Response:
            call.status, call.response, call.seconds = resp.status, payload, time.monotonic() - t0
            return resp

        if m and m.group(1) not in ("9", "10"):
            self.violate("rejected", f"API version {m.group(1)}")
            return finish(jresp({"message": "Invalid API version", "code": 50041}, 400))
        fault = next((f for f in self.faults if f.hits < f.times and f.method in ("*", request.method)
                      and f.pattern.search(path)), None)
        if fault is not None:
            fault.hits += 1
            call.injected = True
            if fault.delay:
                await asyncio.sleep(fault.delay)
            if not fault.apply_first:
                await request.read()
                return finish(self._fault_answer(fault, request))
        headers, wait = self._bucket(request.method, path)
        exempt = path.startswith("/interactions/")
        if self.rate_limits and not exempt:
            now = time.monotonic()
            self._global = [t for t in self._global if now - t < 1.0]
            if len(self._global) >= 50 and not path.startswith("/webhooks/"):
                wait = max(wait, 1.0 - (now - self._global[0]))
                headers["X-RateLimit-Global"] = "true"
            self._global.append(now)
            if wait > 0:
                self.rate_limited += 1
                headers |= {"Retry-After": str(int(wait) + 1), "X-RateLimit-Scope": "user"}
                await request.read()
                return finish(jresp({"message": "You are being rate limited.", "retry_after": round(wait, 3),
                                     "global": "X-RateLimit-Global" in headers}, 429, headers))
        try:
            body, files = await self._read(request)
            call.body = body
            for meth, rx, fn, auth in ROUTES:
                mm = rx.match(path) if meth == request.method else None
                if not mm:
                    continue
                if auth and request.headers.get("Authorization") != f"Bot {self.token}":
                    raise ApiError(401, 0, "401: Unauthorized")
                args = {k: int(x) if x.isdigit() else x for k, x in mm.groupdict().items()}
                out = await fn(self, Req(body, files, dict(request.query), call), **args)
                if fault is not None:
                    return finish(self._fault_answer(fault, request), out)
                return finish(jresp(out, headers=headers), out)
            if any(rx.match(path) for _, rx, _, _ in ROUTES):
                raise ApiError(405, 0, "405: Method Not Allowed")
            self.unimplemented.append(f"{request.method} {path}")
            return finish(jresp({"message": "404: Not Found (the double does not implement this)", "code": 0}, 404, headers))
        except ApiError as e:
            if not e.quiet:
                det = f" {json.dumps(e.errors)[:600]}" if e.errors else ""
                self.violate("rejected", f"{request.method} {short(path)} -> {e.status} {e.code} {e.message}{det}")
            return finish(jresp(e.body(), e.status, headers), e.body())

    def _fault_answer(self, f: Fault, request: web.Request) -> web.Response:
        if f.drop:
            if request.transport:
                request.transport.abort()
            return web.Response(status=500)
        if f.status == 429:
            h = {"Retry-After": str(int(f.retry_after) + 1), "X-RateLimit-Scope": "global" if f.global_ else "shared",
                 "Via": "1.1 google"}
            if f.global_:
                h["X-RateLimit-Global"] = "true"
            return jresp({"message": "You are being rate limited.", "retry_after": f.retry_after, "global": f.global_}, 429, h)
        if f.status in (502, 503, 504, 520):
            return web.Response(status=f.status, content_type="text/html", text=f"<html><title>{f.status}</title>cloudflare</html>")
        return jresp({"message": f"{f.status}: Internal Server Error", "code": 0}, f.status, {"Via": "1.1 google"})

    # --- helpers of the handlers
    def chan(self, cid: int, *needs: str) -> Channel:
        c = self.find_channel(cid)
        if c is None or (c.guild and self.bot.id not in c.guild.members):
            raise ApiError(404, 10003, "Unknown Channel")
        if c.guild:
            p = c.guild.permissions(self.bot, c)
            if not p & PERMS["view_channel"]:
                raise ApiError(403, 50001, "Missing Access")
            for n in needs:
                if n == "send_messages" and c.is_thread:
                    n = "send_messages_in_threads"
                if not p & PERMS[n]:
                    raise ApiError(403, 50013, f"Missing Permissions ({n} in #{c.name})")
        return c

    def in_guild(self, guild: Guild | None) -> bool:
        return guild is not None and self.bot.id in guild.members

    def guild_of(self, gid: int) -> Guild:
        g = self.guilds.get(gid)
        if g is None or self.bot.id not in g.members:
            raise ApiError(404, 10004, "Unknown Guild")
        return g

    def msg_of(self, c: Channel, mid: int) -> Message:
        m = c.messages.get(mid)
        if m is None or m.deleted or m.ephemeral:
            raise ApiError(404, 10008, "Unknown Message")
        return m

    def store_files(self, files: dict, channel_id: int, body: dict, ephemeral: bool = False) -> list[StoredFile]:
        if len(files) > 10:
            raise ApiError(400, 50035, "Invalid Form Body (more than 10 files)")
        if sum(len(d) for _, d, _ in files.values()) > MAX_FILE * 2.5 or any(len(d) > MAX_FILE for _, d, _ in files.values()):
            raise ApiError(413, 40005, "Request entity too large")
        meta = {}
        for a in body.get("attachments") or []:
            if isinstance(a, dict) and str(a.get("id", "")).isdigit():
                meta[int(a["id"])] = a
        out = []
        for n, (name, data, mime) in sorted(files.items()):
            a = meta.get(n, {})
            out.append(self.cdn.add(StoredFile((a.get("filename") or name).replace(" ", "_"), data, mime, channel_id,
                                               ephemeral, a.get("description"))))
        return out

    def prepare(self, body: Any, files: dict, *, path: str = "", editing: Message | None = None) -> dict:
        body = {} if body is None else body
        e = v.Errors()
        names = {n for n, _, _ in files.values()}
        if isinstance(body, dict):
            names |= {str(a.get("filename")).replace(" ", "_") for a in body.get("attachments") or []
                      if isinstance(a, dict) and a.get("filename")}
        if editing is not None:
            names |= {f.filename for f in editing.files}
        v.check_message(e, body, names, path)
        if e:
            raise ApiError(400, 50035, "Invalid Form Body", e.tree())
        return body

    def fill(self, m: Message, body: dict, files: list[StoredFile], editing: bool = False) -> None:
        """Puts the fields of a create/edit body into a message; refuses an empty result."""
        was_loading = m.loading
        trial = copy.copy(m)
        if "content" in body:
            trial.content = (body["content"] or "").strip()
        if "embeds" in body:
            trial.embeds = [{"type": "rich", "content_scan_version": 0, **copy.deepcopy(x)} for x in body["embeds"] or []]
        if "components" in body:
            trial.components = copy.deepcopy(body["components"] or [])
            for i, c in enumerate(walk_components(trial.components), 1):
                c.setdefault("id", i)
        if "attachments" in body and editing:
            keep = {str(a.get("id")) for a in body["attachments"] or [] if isinstance(a, dict)}
            trial.files = [f for f in m.files if str(f.id) in keep]
        trial.files = list(trial.files) + files
        if body.get("poll"):
            trial.poll = body["poll"]
        if not (trial.content or trial.embeds or trial.components or trial.files or trial.poll):
            raise ApiError(400, 50006, "Cannot send an empty message")
        for em in trial.embeds:
            for spot in (em.get("image"), em.get("thumbnail"), em.get("footer"), em.get("author")):
                if not isinstance(spot, dict):
                    continue
                for k in ("url", "icon_url"):
                    if str(spot.get(k, "")).startswith("attachment://"):
                        f = next((f for f in trial.files if f.filename == spot[k][13:]), None)
                        if f:
                            spot[k] = self.cdn.url(f)
        m.content, m.embeds, m.components, m.files, m.poll = trial.content, trial.embeds, trial.components, trial.files, trial.poll
        if "flags" in body and isinstance(body["flags"], int):
            keepable = (1 << 2) | (1 << 12) | (1 << 15) | (0 if editing else 64)
            m.flags = (m.flags & (64 | 32 | (1 << 15))) | (body["flags"] & keepable)
        m.flags &= ~128
        if editing and not was_loading:
            m.edited = time.time()
        if not editing or "allowed_mentions" in body:
            m.allowed_mentions = body.get("allowed_mentions")
        self.mentions(m)
        m.snapshot()

    def mentions(self, m: Message) -> None:
        """Who is pinged: what the text names, cut down by allowed_mentions and the author's permission."""
        g, am, text = m.guild, m.allowed_mentions, m.content
        parse = {"users", "roles", "everyone"} if am is None else set(am.get("parse") or [])
        ids = {int(x) for x in re.findall(r"<@!?(\d+)>", text)}
        ok = ids if "users" in parse else ids & {int(x) for x in (am or {}).get("users") or []}
        users = [self.users[i] for i in ok if i in self.users]
        if m.reference is not None and m.reference.author not in users and m.type == 19:
            if am is None or am.get("replied_user"):
                users.append(m.reference.author)
        m.mentions = users
        m.mention_roles, m.mention_everyone = [], False
        if g is not None:
            can = bool(g.permissions(m.author, m.channel) & PERMS["mention_everyone"])
            rids = {int(x) for x in re.findall(r"<@&(\d+)>", text)}
            if "roles" not in parse:
                rids &= {int(x) for x in (am or {}).get("roles") or []}
            m.mention_roles = [g.roles[i] for i in rids if i in g.roles and (can or g.roles[i].mentionable)]
            m.mention_everyone = bool(re.search(r"@(everyone|here)\b", text)) and "everyone" in parse and can
            if re.search(r"@(everyone|here)\b", text) and "everyone" in parse and m.author.bot:
                self.violate("mention", f"bot message in #{m.channel.name} contains @everyone/@here with allowed_mentions "
                                        f"that let it ping (pings {'ALL' if can else 'only if the bot had the permission'})")

    def add(self, m: Message) -> Message:
        m.channel.messages[m.id] = m
        self.messages.append(m)
        return m

    async def bot_message(self, c: Channel, body: dict, files: dict, **kw) -> Message:
        m = Message(c, self.bot, **kw)
        self.fill(m, body, self.store_files(files, c.id, body, ephemeral=m.ephemeral or bool((body.get("flags") or 0) & 64)))
        return self.add(m)


@dataclass
class Req:
    body: Any
    files: dict
    query: dict
    call: Call


# ------------------------------------------------------------------------------------------------ endpoints

@route("GET", "/gateway", auth=False)
async def gateway(d: Double, r: Req):
    return {"url": d.gateway_url}


@route("GET", "/gateway/bot")
async def gateway_bot(d: Double, r: Req):
    return {"url": d.gateway_url, "shards": 1, "session_start_limit":
            {"total": 1000, "remaining": 1000 - d.identifies, "reset_after": 86400000, "max_concurrency": 1}}


@route("GET", "/users/@me")
async def me(d: Double, r: Req):
    return {**d.bot.payload(), "verified": True, "mfa_enabled": True, "email": None, "flags": 0, "locale": "en-US"}


@route("PATCH", "/users/@me")
async def edit_me(d: Double, r: Req):
    if r.body.get("username"):
        d.bot.name = r.body["username"]
    return await me(d, r)


@route("GET", "/users/@me/guilds")
async def my_guilds(d: Double, r: Req):
    return [{"id": str(g.id), "name": g.name, "icon": None, "owner": False, "features": [],
             "permissions": str(g.permissions(d.bot))} for g in d.guilds.values() if d.bot.id in g.members]


@route("GET", "/users/{uid}")
async def user(d: Double, r: Req, uid):
    if uid not in d.users:
        raise ApiError(404, 10013, "Unknown User")
    return d.users[uid].payload()


@route("POST", "/users/@me/channels")
async def open_dm(d: Double, r: Req):
    u = d.users.get(int(r.body["recipient_id"]))
    if u is None:
        raise ApiError(404, 10013, "Unknown User")
    return d.dm(u).payload()


async def _appinfo(d: Double, r: Req):
    return {"id": str(d.app_id), "name": d.bot.name, "icon": None, "description": "", "summary": "", "type": None,
            "bot_public": True, "bot_require_code_grant": False, "verify_key": "0" * 64, "flags": 1 << 15 | 1 << 19,
            "hook": True, "storefront_available": False, "is_monetized": False, "rpc_origins": [], "team": None,
            "terms_of_service_url": None, "privacy_policy_url": None, "custom_install_url": None, "tags": [],
            "install_params": {"scopes": ["bot", "applications.commands"], "permissions": str(BOT_PERMS)},
            "integration_types_config": {"0": {}}, "redirect_uris": [], "interactions_endpoint_url": None,
            "role_connections_verification_url": None, "approximate_guild_count": len(d.guilds),
            "approximate_user_install_count": 0, "owner": d.owner.payload(), "bot": d.bot.payload()}

route("GET", "/oauth2/applications/@me")(_appinfo)
route("GET", "/applications/@me")(_appinfo)


@route("GET", "/applications/{aid}/emojis")
async def app_emojis(d: Double, r: Req, aid):
    return {"items": []}


# --- application commands
def _scope(d: Double, aid: int, gid: int | None) -> dict[int, dict]:
    if aid != d.app_id:
        raise ApiError(403, 20012, "You are not authorized to perform this action on this application")
    if gid is not None:
        if gid not in d.guilds or d.bot.id not in d.guilds[gid].members:
            raise ApiError(403, 50001, "Missing Access")
    return d.commands.setdefault(gid, {})


def _store_command(d: Double, scope: dict, c: dict, gid: int | None) -> dict:
    old = next((x for x in scope.values() if x["name"] == c["name"] and x["type"] == c.get("type", 1)), None)
    out = {"id": old["id"] if old else str(snowflake()), "application_id": str(d.app_id), "version": str(snowflake()),
           "type": 1, "description": "", "default_member_permissions": None, "nsfw": False, "dm_permission": True,
           "contexts": None, "integration_types": [0], "name_localizations": None, "description_localizations": None}
    out.update({k: x for k, x in copy.deepcopy(c).items() if k != "id"})
    if out["integration_types"] is None:
        out["integration_types"] = [0]
    if out["default_member_permissions"] is not None:
        out["default_member_permissions"] = str(out["default_member_permissions"])
    if gid is not None:
        out["guild_id"] = str(gid)
    return out


def _commands(prefix: str, guild: bool):
    async def put(d: Double, r: Req, aid, gid=None):
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

    async def get(d: Double, r: Req, aid, gid=None):
        return list(_scope(d, aid, gid).values())

    async def post(d: Double, r: Req, aid, gid=None):
        scope = _scope(d, aid, gid)
        e = v.Errors()
        v.check_command(e, r.body, "0")
        if e:
            raise ApiError(400, 50035, "Invalid Form Body", e.tree()["0"])
        c = _store_command(d, scope, r.body, gid)
        scope[int(c["id"])] = c
        return c

    async def one(d: Double, r: Req, aid, cid, gid=None):
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


@route("GET", "/applications/{aid}/guilds/{gid}/commands/permissions")
async def command_permissions(d: Double, r: Req, aid, gid):
    return []

_commands("", False)
_commands("", True)


# --- guilds
@route("GET", "/guilds/{gid}")
async def get_guild(d: Double, r: Req, gid):
    return {**d.guild_of(gid).payload(full=False), "approximate_member_count": len(d.guild_of(gid).members),
            "approximate_presence_count": 1}


@route("GET", "/guilds/{gid}/channels")
async def guild_channels(d: Double, r: Req, gid):
    return [c.payload() for c in d.guild_of(gid).channels.values() if not c.is_thread]


@route("GET", "/guilds/{gid}/roles")
async def guild_roles(d: Double, r: Req, gid):
    return [x.payload() for x in d.guild_of(gid).roles.values()]


@route("GET", "/guilds/{gid}/threads/active")
async def active_threads(d: Double, r: Req, gid):
    g = d.guild_of(gid)
    return {"threads": [c.payload() for c in g.channels.values() if c.is_thread and not c.archived and d.bot_sees(c)],
            "members": []}


@route("GET", "/guilds/{gid}/members/search")
async def search_members(d: Double, r: Req, gid):
    q = r.query.get("query", "").lower()
    return [m.payload() for m in d.guild_of(gid).members.values() if m.user.name.lower().startswith(q)][:int(r.query.get("limit", 1))]


@route("GET", "/guilds/{gid}/members")
async def list_members(d: Double, r: Req, gid):
    ms = sorted(d.guild_of(gid).members.values(), key=lambda m: m.user.id)
    after = int(r.query.get("after", 0))
    return [m.payload() for m in ms if m.user.id > after][:int(r.query.get("limit", 1))]


@route("GET", "/guilds/{gid}/members/{uid}")
async def get_member(d: Double, r: Req, gid, uid):
    g = d.guild_of(gid)
    uid = d.bot.id if uid == "@me" else uid
    if uid not in g.members:
        raise ApiError(404, 10007, "Unknown Member")
    return g.members[uid].payload()


@route("DELETE", "/users/@me/guilds/{gid}")
async def leave(d: Double, r: Req, gid):
    d.guild_of(gid).members.pop(d.bot.id)
    await d.dispatch("GUILD_DELETE", {"id": str(gid)})


# --- channels and threads
@route("GET", "/channels/{cid}")
async def get_channel(d: Double, r: Req, cid):
    return d.chan(cid).payload()


@route("PATCH", "/channels/{cid}")
async def edit_channel(d: Double, r: Req, cid):
    c = d.chan(cid)
    if not c.is_thread:
        c = d.chan(cid, "manage_channels")
    elif c.owner_id != d.bot.id:
        c = d.chan(cid, "manage_threads")
    b = r.body
    if "name" in b:
        _thread_name(b)
        c.name = b["name"]
    c.archived = b.get("archived", c.archived)
    c.locked = b.get("locked", c.locked)
    c.auto_archive = b.get("auto_archive_duration", c.auto_archive)
    c.topic = b.get("topic", c.topic)
    await d.dispatch("THREAD_UPDATE" if c.is_thread else "CHANNEL_UPDATE", c.payload(), guild=c.guild, channel=c, intent=1)
    return c.payload()


@route("DELETE", "/channels/{cid}")
async def delete_channel(d: Double, r: Req, cid):
    c = d.chan(cid, "manage_threads" if d.chan(cid).is_thread else "manage_channels")
    c.guild.channels.pop(cid)
    await d.dispatch("THREAD_DELETE" if c.is_thread else "CHANNEL_DELETE", c.payload(), guild=c.guild, intent=1)
    return c.payload()


@route("POST", "/channels/{cid}/typing")
async def typing(d: Double, r: Req, cid):
    c = d.chan(cid, "send_messages")
    d.typing.append((time.time(), c.id))


def _thread_name(b: dict) -> None:
    e = v.Errors()
    v._string(e, b, "name", "", 1, 100, required=True)
    if b.get("auto_archive_duration") not in (None, 60, 1440, 4320, 10080):
        e.add("auto_archive_duration", "BASE_TYPE_CHOICES", "Value must be one of {60, 1440, 4320, 10080}.")
    if e:
        raise ApiError(400, 50035, "Invalid Form Body", e.tree())


async def _make_thread(d: Double, c: Channel, b: dict, type_: int, from_message: Message | None = None,
                       owner: User | None = None) -> Channel:
    owner = owner or d.bot
    t = Channel(b["name"], type_, guild=c.guild, parent=c, owner_id=owner.id,
                auto_archive=b.get("auto_archive_duration") or 1440)
    if from_message is not None:
        t.id = from_message.id
        from_message.thread = t
        from_message.flags |= 32
    t.thread_members.add(owner.id)
    c.guild.channels[t.id] = t
    await d.dispatch("THREAD_CREATE", {**t.payload(), "newly_created": True}, guild=c.guild, channel=t, intent=1)
    return t


@route("POST", "/channels/{cid}/messages/{mid}/threads")
async def thread_from_message(d: Double, r: Req, cid, mid):
    c = d.chan(cid, "create_public_threads")
    if c.guild is None or c.is_thread:
        raise ApiError(400, 50024, "Cannot execute action on this channel type")
    m = d.msg_of(c, mid)
    _thread_name(r.body)
    if m.thread is not None:
        raise ApiError(400, 160004, "A thread has already been created for this message")
    return (await _make_thread(d, c, r.body, PUBLIC_THREAD, m)).payload()


@route("POST", "/channels/{cid}/threads")
async def thread(d: Double, r: Req, cid):
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


@route("GET", "/channels/{cid}/threads/archived/public")
async def archived(d: Double, r: Req, cid):
    c = d.chan(cid, "read_message_history")
    return {"threads": [t.payload() for t in c.guild.channels.values() if t.parent is c and t.archived],
            "members": [], "has_more": False}


async def _thread_member(d: Double, r: Req, cid, uid):
    c = d.chan(cid)
    uid = d.bot.id if uid == "@me" else uid
    (c.thread_members.add if r.call.method == "PUT" else c.thread_members.discard)(uid)

route("PUT", "/channels/{cid}/thread-members/{uid}")(_thread_member)
route("DELETE", "/channels/{cid}/thread-members/{uid}")(_thread_member)


@route("GET", "/channels/{cid}/thread-members")
async def thread_members(d: Double, r: Req, cid):
    return [{"id": str(cid), "user_id": str(u), "join_timestamp": iso(), "flags": 0} for u in d.chan(cid).thread_members]


# --- messages
def _hide(d: Double, p: dict) -> dict:
    return d._hide_content(p, INTENTS["message_content"] if "message_content" in d.privileged else 0)


@route("POST", "/channels/{cid}/messages")
async def send_message(d: Double, r: Req, cid):
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
                raise ApiError(400, 50035, "Invalid Form Body", {"message_reference": {"_errors": [
                    {"code": "REPLIES_UNKNOWN_MESSAGE", "message": "Unknown message"}]}})
        else:
            kw.update(reference=target, type=19)
    m = await d.bot_message(c, body, r.files, **kw)
    m.flags &= ~64
    await d.message_event(m)
    return m.payload(d.cdn, d.bot)


@route("GET", "/channels/{cid}/messages")
async def history(d: Double, r: Req, cid):
    c = d.chan(cid)
    if c.guild and not c.guild.permissions(d.bot, c) & PERMS["read_message_history"]:
        return []
    limit = int(r.query.get("limit", 50))
    if not 1 <= limit <= 100:
        raise ApiError(400, 50035, "Invalid Form Body", {"limit": {"_errors": [
            {"code": "NUMBER_TYPE_MAX", "message": "int value should be between 1 and 100."}]}})
    ms = [m for m in sorted(c.messages.values(), key=lambda m: m.id, reverse=True) if not m.deleted and not m.ephemeral]
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


@route("POST", "/channels/{cid}/messages/bulk-delete")
async def bulk_delete(d: Double, r: Req, cid):
    c = d.chan(cid, "manage_messages")
    ids = [int(x) for x in r.body["messages"]]
    if not 2 <= len(ids) <= 100:
        raise ApiError(400, 50016, "Provided too few or too many messages to delete. Must provide at least 2 and fewer than 100 messages to delete")
    for i in ids:
        if i in c.messages:
            c.messages[i].deleted = True
    await d.dispatch("MESSAGE_DELETE_BULK", {"ids": [str(i) for i in ids], "channel_id": str(cid),
                                             "guild_id": str(c.guild.id)}, guild=c.guild, channel=c, intent=INTENTS["guild_messages"])


@route("GET", "/channels/{cid}/messages/{mid}")
async def get_message(d: Double, r: Req, cid, mid):
    c = d.chan(cid, "read_message_history")
    return _hide(d, d.msg_of(c, mid).payload(d.cdn, d.bot))


@route("PATCH", "/channels/{cid}/messages/{mid}")
async def edit_message(d: Double, r: Req, cid, mid):
    c = d.chan(cid)
    m = d.msg_of(c, mid)
    if m.author is not d.bot:
        raise ApiError(403, 50005, "Cannot edit a message authored by another user")
    body = d.prepare(r.body, r.files, editing=m)
    d.fill(m, body, d.store_files(r.files, c.id, body), editing=True)
    await d.message_event(m, "MESSAGE_UPDATE")
    return m.payload(d.cdn, d.bot)


async def remove_message(d: Double, m: Message) -> None:
    m.deleted = True
    await d.dispatch("MESSAGE_DELETE", {"id": str(m.id), "channel_id": str(m.channel.id),
                                        **({"guild_id": str(m.guild.id)} if m.guild else {})}, guild=m.guild,
                     channel=m.channel, intent=INTENTS["guild_messages"] if m.guild else INTENTS["dm_messages"])


@route("DELETE", "/channels/{cid}/messages/{mid}")
async def delete_message(d: Double, r: Req, cid, mid):
    c = d.chan(cid)
    m = d.msg_of(c, mid)
    if m.author is not d.bot:
        d.chan(cid, "manage_messages")
    await remove_message(d, m)


async def _reaction(d: Double, r: Req, cid, mid, emoji, uid):
    from urllib.parse import unquote
    c = d.chan(cid, "read_message_history")
    m = d.msg_of(c, mid)
    uid = d.bot.id if uid == "@me" else uid
    if uid != d.bot.id:
        d.chan(cid, "manage_messages")
    who = m.reactions.setdefault(unquote(emoji), set())
    if r.call.method == "PUT":
        if not who:
            d.chan(cid, "add_reactions")
        who.add(uid)
    else:
        who.discard(uid)
    await d.dispatch(f"MESSAGE_REACTION_{'ADD' if r.call.method == 'PUT' else 'REMOVE'}",
                     {"user_id": str(uid), "channel_id": str(cid), "message_id": str(mid), "type": 0, "burst": False,
                      "emoji": {"id": None, "name": unquote(emoji)}, **({"guild_id": str(c.guild.id)} if c.guild else {})},
                     guild=c.guild, channel=c, intent=INTENTS["guild_reactions"] if c.guild else INTENTS["dm_reactions"])

route("PUT", "/channels/{cid}/messages/{mid}/reactions/{emoji}/{uid}")(_reaction)
route("DELETE", "/channels/{cid}/messages/{mid}/reactions/{emoji}/{uid}")(_reaction)


async def _pin(d: Double, r: Req, cid, mid):
    m = d.msg_of(d.chan(cid, "pin_messages"), mid)
    m.pinned = r.call.method == "PUT"

for _p in ("/channels/{cid}/pins/{mid}", "/channels/{cid}/messages/pins/{mid}"):
    route("PUT", _p)(_pin)
    route("DELETE", _p)(_pin)


@route("GET", "/channels/{cid}/messages/pins")
async def pins(d: Double, r: Req, cid):
    return {"items": [{"pinned_at": iso(m.created), "message": m.payload(d.cdn, d.bot)}
                      for m in d.chan(cid).messages.values() if m.pinned and not m.deleted], "has_more": False}


# --- interactions
ALLOWED_CALLBACKS = {2: {4, 5, 9, 12}, 3: {4, 5, 6, 7, 9, 12}, 4: {8}, 5: {4, 5, 6, 7, 12}}


@route("POST", "/interactions/{iid}/{token}/callback", auth=False)
async def callback(d: Double, r: Req, iid, token):
    i = d.interactions.get(iid)
    if i is None or i.token != token:
        raise ApiError(404, 10062, "Unknown interaction")
    took = time.monotonic() - i.sent
    if i.failed or took > ACK_SECONDS or time.monotonic() - i.created > TOKEN_SECONDS:
        d.violate("late_response", f"interaction {i.command_name or i.type}: first response after {took:.2f} s (3 s allowed)")
        raise ApiError(404, 10062, "Unknown interaction", quiet=True)
    if i.ack is not None:
        d.violate("double_ack", f"interaction {i.command_name or i.type} answered twice")
        raise ApiError(400, 40060, "Interaction has already been acknowledged.", quiet=True)
    body = r.body if isinstance(r.body, dict) else {}
    t, data = body.get("type"), body.get("data") or {}
    if t not in ALLOWED_CALLBACKS.get(i.type, set()) or (t in (6, 7) and i.source is None):
        raise ApiError(400, 50035, "Invalid Form Body", {"type": {"_errors": [
            {"code": "INTERACTION_CALLBACK_TYPE_INVALID", "message": f"callback type {t} is not allowed for interaction type {i.type}"}]}})
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
        i.response = await d.bot_message(i.channel, prepared, r.files, interaction=i, webhook_id=d.app_id,
                                         type=20 if i.type == 2 else 0, reference=i.source)
        event = "MESSAGE_CREATE"
    elif t == 5:
        m = Message(i.channel, d.bot, interaction=i, webhook_id=d.app_id, type=20 if i.type == 2 else 0,
                    flags=128 | ((data.get("flags") or 0) & 64), reference=i.source)
        m.snapshot()
        i.response = d.add(m)
        event = "MESSAGE_CREATE"
    elif t == 6:
        i.response = i.source
    elif t == 7:
        prepared = d.prepare(data, r.files, path="data", editing=i.source)
        d.fill(i.source, prepared, d.store_files(r.files, i.channel.id, prepared, i.source.ephemeral), editing=True)
        i.response = i.source
        event = "MESSAGE_UPDATE"
    i.ack, i.ack_seconds = t, took
    if event and i.response:
        await d.message_event(i.response, event)
    if r.query.get("with_response", "").lower() in ("1", "true"):
        m = i.response
        out: dict[str, Any] = {"interaction": {"id": str(i.id), "type": i.type, "channel_id": str(i.channel.id)}}
        if m is not None:
            out["interaction"].update(response_message_id=str(m.id), response_message_loading=m.loading,
                                      response_message_ephemeral=m.ephemeral)
            out["resource"] = {"type": t, "message": m.payload(d.cdn, d.bot)}
        else:
            out["resource"] = {"type": t}
        return out
    return None


def _by_token(d: Double, aid: int, token: str) -> Interaction:
    i = next((x for x in d.interactions.values() if x.token == token), None)
    if aid != d.app_id or i is None:
        raise ApiError(404, 10015, "Unknown Webhook")
    if time.monotonic() - i.created > TOKEN_SECONDS:
        d.violate("token_expired", f"interaction token of {i.command_name or i.type} used after 15 minutes")
        raise ApiError(401, 50027, "Invalid Webhook Token", quiet=True)
    if i.ack is None:
        raise ApiError(404, 10015, "Unknown Webhook (the interaction has no response yet)")
    return i


@route("POST", "/webhooks/{aid}/{token}", auth=False)
async def followup(d: Double, r: Req, aid, token):
    i = _by_token(d, aid, token)
    body = d.prepare(r.body, r.files)
    if i.by_user and not i.pending_defer and len(i.followups) >= 5 and not d.in_guild(i.guild):
        raise ApiError(400, 40094, "This interaction has reached its maximum number of follow up messages")
    if i.pending_defer:                                  # the first follow-up takes the place of "is thinking..."
        m = i.response
        d.fill(m, {**body, "flags": (body.get("flags") or 0) & ~64}, d.store_files(r.files, i.channel.id, body, m.ephemeral), editing=True)
        await d.message_event(m, "MESSAGE_UPDATE")
    else:
        m = await d.bot_message(i.channel, body, r.files, interaction=i, webhook_id=d.app_id, reference=i.response)
        i.followups.append(m)
        await d.message_event(m)
    return m.payload(d.cdn, d.bot)


async def _webhook_message(d: Double, r: Req, aid, token, mid):
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
