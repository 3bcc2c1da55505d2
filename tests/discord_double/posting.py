"""What endpoints do to messages: permissions, limits, mentions."""

from __future__ import annotations

import copy
import re
import time
from typing import Any

from tests.discord_double import validate as v
from tests.discord_double.model import (
    PERMS,
    Channel,
    Guild,
    Message,
    StoredFile,
    walk_components,
)
from tests.discord_double.wire import (
    MAX_FILE,
    ApiError,
)


class Posting:
    """Helpers of the endpoints."""

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

    def store_files(
        self, files: dict, channel_id: int, body: dict, ephemeral: bool = False
    ) -> list[StoredFile]:
        if len(files) > 10:
            raise ApiError(400, 50035, "Invalid Form Body (more than 10 files)")
        if sum(len(d) for _, d, _ in files.values()) > MAX_FILE * 2.5 or any(
            len(d) > MAX_FILE for _, d, _ in files.values()
        ):
            raise ApiError(413, 40005, "Request entity too large")
        meta = {}
        for a in body.get("attachments") or []:
            if isinstance(a, dict) and str(a.get("id", "")).isdigit():
                meta[int(a["id"])] = a
        out = []
        for n, (name, data, mime) in sorted(files.items()):
            a = meta.get(n, {})
            out.append(
                self.cdn.add(
                    StoredFile(
                        (a.get("filename") or name).replace(" ", "_"),
                        data,
                        mime,
                        channel_id,
                        ephemeral,
                        a.get("description"),
                    )
                )
            )
        return out

    def prepare(
        self, body: Any, files: dict, *, path: str = "", editing: Message | None = None
    ) -> dict:
        body = {} if body is None else body
        e = v.Errors()
        names = {n for n, _, _ in files.values()}
        if isinstance(body, dict):
            names |= {
                str(a.get("filename")).replace(" ", "_")
                for a in body.get("attachments") or []
                if isinstance(a, dict) and a.get("filename")
            }
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
            trial.embeds = [
                {"type": "rich", "content_scan_version": 0, **copy.deepcopy(x)}
                for x in body["embeds"] or []
            ]
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
        m.content, m.embeds, m.components, m.files, m.poll = (
            trial.content,
            trial.embeds,
            trial.components,
            trial.files,
            trial.poll,
        )
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
        pings_replied = am is None or am.get("replied_user")
        if m.reference is not None and m.type == 19 and pings_replied:
            users += [one for one in (m.reference.author,) if one not in users]
        m.mentions = users
        m.mention_roles, m.mention_everyone = [], False
        if g is not None:
            can = bool(g.permissions(m.author, m.channel) & PERMS["mention_everyone"])
            rids = {int(x) for x in re.findall(r"<@&(\d+)>", text)}
            if "roles" not in parse:
                rids &= {int(x) for x in (am or {}).get("roles") or []}
            m.mention_roles = [
                g.roles[i] for i in rids if i in g.roles and (can or g.roles[i].mentionable)
            ]
            m.mention_everyone = (
                bool(re.search(r"@(everyone|here)\b", text)) and "everyone" in parse and can
            )
            if re.search(r"@(everyone|here)\b", text) and "everyone" in parse and m.author.bot:
                self.violate(
                    "mention",
                    f"bot message in #{m.channel.name} contains @everyone/@here with allowed_mentions "
                    f"that let it ping (pings {'ALL' if can else 'only if the bot had the permission'})",
                )

    def add(self, m: Message) -> Message:
        m.channel.messages[m.id] = m
        self.messages.append(m)
        return m

    async def bot_message(self, c: Channel, body: dict, files: dict, **kw) -> Message:
        m = Message(c, self.bot, **kw)
        self.fill(
            m,
            body,
            self.store_files(
                files, c.id, body, ephemeral=m.ephemeral or bool((body.get("flags") or 0) & 64)
            ),
        )
        return self.add(m)
