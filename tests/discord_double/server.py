"""The double itself: its life, its world and the faults that tests inject."""

from __future__ import annotations

import asyncio
import base64
import re
import secrets

from aiohttp import WSCloseCode, web

from tests.discord_double.gateway import Gateway
from tests.discord_double.model import (
    BOT_PERMS,
    DM,
    MEMBER_PERMS,
    PERMS,
    TEXT,
    Cdn,
    Channel,
    Guild,
    Member,
    Message,
    Role,
    User,
    snowflake,
)
from tests.discord_double.posting import Posting
from tests.discord_double.serving import Serving
from tests.discord_double.wire import (
    Call,
    Fault,
    Interaction,
    Session,
    Violation,
)


class Double(Gateway, Serving, Posting):
    """A pretended Discord with its world; `violations` keeps what a real one would have refused."""

    def __init__(
        self,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        token: str | None = None,
        privileged: set[str] = frozenset({"message_content", "members", "presences"}),
        heartbeat_ms: int = 41250,
        rate_limits: bool = True,
        real_urls: bool = False,
    ):
        self.host, self.port = host, port
        self.privileged = set(privileged)  # what is switched on in the developer portal
        self.heartbeat_ms = heartbeat_ms
        self.rate_limits = rate_limits
        self.real_urls = (
            real_urls  # hand out https://cdn.discordapp.com links (the wrapper rewrites them)
        )
        self.owner = User("owner")
        self.app_id = snowflake()
        self.bot = User("testbot", bot=True, id=self.app_id)
        self.token = token or ".".join(
            (
                base64.b64encode(str(self.app_id).encode()).decode().rstrip("="),
                secrets.token_urlsafe(5)[:6],
                secrets.token_urlsafe(30)[:38],
            )
        )
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

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    @property
    def gateway_url(self) -> str:
        return f"ws://{self.host}:{self.port}/gateway"

    async def start(self) -> Double:
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

    def new_user(self, name: str, **kw) -> User:
        u = User(name, **kw)
        self.users[u.id] = u
        return u

    def new_guild(
        self, name: str, *, bot_permissions: int = BOT_PERMS, bot_present: bool = True
    ) -> Guild:
        g = Guild(name, self.owner)
        g.roles[g.id] = Role("@everyone", MEMBER_PERMS, id=g.id, position=0)
        mod = Role(
            "Moderator",
            PERMS["manage_guild"] | PERMS["manage_messages"] | PERMS["manage_threads"],
            position=2,
        )
        botrole = Role(
            self.bot.name,
            bot_permissions,
            position=3,
            managed=True,
            tags={"bot_id": str(self.bot.id)},
        )
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

    def inject(
        self,
        status: int = 500,
        *,
        method: str = "*",
        path: str = ".*",
        times: int = 1,
        retry_after: float = 0.5,
        global_: bool = False,
        delay: float = 0.0,
        apply_first: bool = False,
        drop: bool = False,
    ) -> Fault:
        """The next `times` requests that match answer `status` (429 or 5xx) instead; `apply_first`: the request
        takes effect all the same (the answer was lost); `drop`: the connection is cut."""
        f = Fault(
            method, re.compile(path), status, times, retry_after, global_, delay, apply_first, drop
        )
        self.faults.append(f)
        return f
