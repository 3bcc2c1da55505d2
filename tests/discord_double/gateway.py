"""The websocket side of the double."""

from __future__ import annotations

import asyncio
import json
import time

from aiohttp import WSMsgType, web

from tests.discord_double.model import (
    PERMS,
    Channel,
    Guild,
    Message,
)
from tests.discord_double.wire import (
    INTENTS,
    Connection,
    Session,
)

ACK_DELAY = 0.02
"""Seconds until a heartbeat is answered."""


class Gateway:
    """The gateway: events to the bot, and the sessions that it opens and resumes."""

    def bot_sees(self, channel: Channel | None) -> bool:
        if channel is None or channel.guild is None:
            return True
        return bool(channel.guild.permissions(self.bot, channel) & PERMS["view_channel"])

    async def dispatch(
        self,
        event: str,
        data: dict,
        *,
        guild: Guild | None = None,
        channel: Channel | None = None,
        intent: int = 0,
    ) -> bool:
        """Sends an event to every session entitled to it. False if nobody is connected to get it now."""
        if channel is not None and not self.bot_sees(channel):
            return False
        if (
            guild is not None
            and self.bot.id not in guild.members
            and event not in ("GUILD_DELETE",)
        ):
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
        await self.dispatch(
            event, m.payload(self.cdn, self.bot), guild=m.guild, channel=m.channel, intent=intent
        )

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
            self.violate(
                "gateway", f"gateway asked for v={q.get('v')} encoding={q.get('encoding')}"
            )
            await ws.close(code=4012)
            return ws
        c = Connection(ws, q.get("compress"))
        await c.send(
            {
                "op": 10,
                "t": None,
                "s": None,
                "d": {"heartbeat_interval": self.heartbeat_ms, "_trace": []},
            }
        )
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
                    # sooner than any network answers, discord.py takes it for the last one's answer
                    await asyncio.sleep(ACK_DELAY)
                    await c.send({"op": 11, "d": None, "s": None, "t": None})
                elif op == 2:
                    session = await self._identify(c, d, session)
                elif op == 6:
                    session = await self._resume(c, d)
                elif session is None:
                    self.violate("gateway", f"op {op} before IDENTIFY")
                    await ws.close(code=4003)
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
                self.violate(
                    "gateway",
                    f"privileged intent {name} asked for but not switched on in the portal",
                )
                await c.ws.close(code=4014)
                return None
        shard = d.get("shard")
        s = Session(intents, tuple(shard) if shard else None, conn=c)
        for o in self.sessions.values():  # the earlier session of this shard is dead
            if o.shard == s.shard:
                o.valid = False
        self.sessions[s.id] = s
        mine = [
            g
            for g in self.guilds.values()
            if self.bot.id in g.members and (not s.shard or (g.id >> 22) % s.shard[1] == s.shard[0])
        ]
        s.seq = 1
        ready = {
            "v": 10,
            "user": {
                **self.bot.payload(),
                "verified": True,
                "mfa_enabled": True,
                "email": None,
                "flags": 0,
            },
            "user_settings": {},
            "session_type": "normal",
            "session_id": s.id,
            "resume_gateway_url": self.gateway_url,
            "relationships": [],
            "private_channels": [],
            "presences": [],
            "guilds": [{"id": str(g.id), "unavailable": True} for g in mine],
            "guild_join_requests": [],
            "geo_ordered_rtc_regions": [],
            "auth": {},
            "application": {"id": str(self.app_id), "flags": 1 << 15 | 1 << 19},
            "_trace": [],
        }
        if s.shard:
            ready["shard"] = list(s.shard)
        payload = {"op": 0, "t": "READY", "s": 1, "d": ready}
        s.log.append((1, payload))
        await c.send(payload)
        for g in mine:
            await self._guild_create(s, g)
        return s

    async def _guild_create(self, s: Session, g: Guild, *, joined: bool = False) -> None:
        d = g.payload(me=self.bot)
        if joined:
            del d["unavailable"]  # which tells a new guild from one that came back
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
        for _seq, p in [x for x in s.log if x[0] > (d.get("seq") or 0)]:
            await c.send(p)
        s.seq += 1
        payload = {"op": 0, "t": "RESUMED", "s": s.seq, "d": {"_trace": []}}
        s.log.append((s.seq, payload))
        await c.send(payload)
        return s
