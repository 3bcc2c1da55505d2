"""Messages and files, and their wire payloads."""

from __future__ import annotations

import hashlib
import hmac
import time
from dataclasses import dataclass, field
from typing import Any

from tests.discord_double.basics import iso, snowflake
from tests.discord_double.world import Channel, Guild, Role, User


@dataclass(eq=False)
class StoredFile:
    filename: str
    data: bytes
    content_type: str
    channel_id: int
    ephemeral: bool = False
    description: str | None = None
    id: int = field(default_factory=snowflake)

    @property
    def path(self) -> str:
        kind = "ephemeral-attachments" if self.ephemeral else "attachments"
        return f"/{kind}/{self.channel_id}/{self.id}/{self.filename}"


class Cdn:
    """Signed attachment links, as Discord's: without a right ex/is/hm the file is 'no longer available'."""

    def __init__(self, base: str = "", lifetime: float = 86400.0):
        self.base = base
        self.key = hashlib.sha256(str(snowflake()).encode()).digest()
        self.files: dict[str, StoredFile] = {}
        self.lifetime = lifetime

    def add(self, f: StoredFile) -> StoredFile:
        self.files[f.path] = f
        return f

    def _sig(self, path: str, ex: str, is_: str) -> str:
        return hmac.new(self.key, f"{path}|{ex}|{is_}".encode(), hashlib.sha256).hexdigest()

    def url(self, f: StoredFile) -> str:
        now = time.time()
        ex, is_ = format(int(now + self.lifetime), "x"), format(int(now), "x")
        return f"{self.base}{f.path}?ex={ex}&is={is_}&hm={self._sig(f.path, ex, is_)}&"

    def get(self, path: str, query) -> StoredFile | None:
        f = self.files.get(path)
        ex, is_, hm = query.get("ex", ""), query.get("is", ""), query.get("hm", "")
        if (
            f is None
            or not hmac.compare_digest(hm, self._sig(path, ex, is_))
            or int(ex, 16) < time.time()
        ):
            return None
        return f

    def payload(self, f: StoredFile) -> dict:
        d = {
            "id": str(f.id),
            "filename": f.filename,
            "size": len(f.data),
            "url": self.url(f),
            "proxy_url": self.url(f),
            "content_type": f.content_type,
            "content_scan_version": 0,
        }
        if f.description is not None:
            d["description"] = f.description
        if f.ephemeral:
            d["ephemeral"] = True
        return d


@dataclass(eq=False)
class Message:
    channel: Channel
    author: User
    content: str = ""
    id: int = field(default_factory=snowflake)
    embeds: list[dict] = field(default_factory=list)
    components: list[dict] = field(default_factory=list)
    files: list[StoredFile] = field(default_factory=list)
    flags: int = 0
    type: int = 0
    tts: bool = False
    reference: Message | None = None
    reference_missing: int | None = None
    interaction: Any = None  # the Interaction it answers
    webhook_id: int | None = None
    thread: Channel | None = None
    created: float = field(default_factory=time.time)
    edited: float | None = None
    pinned: bool = False
    deleted: bool = False
    reactions: dict[str, set[int]] = field(default_factory=dict)
    mention_everyone: bool = False
    mentions: list[User] = field(default_factory=list)
    mention_roles: list[Role] = field(default_factory=list)
    allowed_mentions: dict | None = None
    poll: dict | None = None
    nonce: Any = None
    #: every version the user could have seen: (seconds since epoch, content, embeds, components)
    history: list[tuple[float, str, list, list]] = field(default_factory=list)

    @property
    def guild(self) -> Guild | None:
        return self.channel.guild

    @property
    def ephemeral(self) -> bool:
        return bool(self.flags & 64)

    @property
    def loading(self) -> bool:
        return bool(self.flags & 128)

    def snapshot(self) -> None:
        self.history.append((time.time(), self.content, self.embeds, self.components))

    @property
    def text(self) -> str:
        """All the text a person would see: content, embeds, text displays."""
        parts = [self.content]
        for e in self.embeds:
            parts += [
                e.get("author", {}).get("name", ""),
                e.get("title", ""),
                e.get("description", ""),
            ]
            for f in e.get("fields", []):
                parts += [f.get("name", ""), f.get("value", "")]
            parts.append(e.get("footer", {}).get("text", ""))
        for c in walk_components(self.components):
            if c.get("type") == 10:
                parts.append(c.get("content", ""))
        return "\n".join(p for p in parts if p)

    def buttons(self) -> list[dict]:
        return [c for c in walk_components(self.components) if c.get("type") == 2]

    def selects(self) -> list[dict]:
        return [c for c in walk_components(self.components) if c.get("type") in (3, 5, 6, 7, 8)]

    def payload(self, cdn: Cdn, me: User | None = None, member: bool = True) -> dict:
        d: dict[str, Any] = {
            "id": str(self.id),
            "channel_id": str(self.channel.id),
            "author": self.author.payload(),
            "content": self.content,
            "timestamp": iso(self.created),
            "edited_timestamp": iso(self.edited) if self.edited else None,
            "tts": self.tts,
            "mention_everyone": self.mention_everyone,
            "mentions": [u.payload() for u in self.mentions],
            "mention_roles": [str(r.id) for r in self.mention_roles],
            "attachments": [cdn.payload(f) for f in self.files],
            "embeds": self.embeds,
            "pinned": self.pinned,
            "type": self.type,
            "flags": self.flags,
            "components": self.components,
        }
        if self.reactions:
            d["reactions"] = [
                {
                    "emoji": {"id": None, "name": e},
                    "count": len(u),
                    "count_details": {"burst": 0, "normal": len(u)},
                    "burst_colors": [],
                    "me_burst": False,
                    "me": bool(me and me.id in u),
                }
                for e, u in self.reactions.items()
                if u
            ]
        if self.nonce is not None:
            d["nonce"] = self.nonce
        if self.webhook_id:
            d["webhook_id"] = str(self.webhook_id)
            d["application_id"] = str(self.webhook_id)
        if self.poll:
            d["poll"] = self.poll
        g = self.guild
        if g is not None and member:
            d["guild_id"] = str(g.id)
            m = g.members.get(self.author.id)
            if m and not self.webhook_id:
                d["member"] = m.payload(with_user=False)
            for u in d["mentions"]:
                mm = g.members.get(int(u["id"]))
                if mm:
                    u["member"] = mm.payload(with_user=False)
        if self.reference is not None or self.reference_missing:
            rid = self.reference.id if self.reference else self.reference_missing
            d["message_reference"] = {
                "type": 0,
                "message_id": str(rid),
                "channel_id": str(self.channel.id),
            }
            if g is not None:
                d["message_reference"]["guild_id"] = str(g.id)
            ref = self.reference
            d["referenced_message"] = (
                None
                if ref is None or ref.deleted
                else {
                    k: v
                    for k, v in ref.payload(cdn, me, member=False).items()
                    if k != "referenced_message"
                }
            )
        if self.thread is not None:
            d["thread"] = self.thread.payload()
        if self.interaction is not None:
            it = self.interaction
            d["interaction_metadata"] = {
                "id": str(it.id),
                "type": it.type,
                "user": it.user.payload(),
                "authorizing_integration_owners": {"0": str(g.id) if g else "0"},
            }
            if it.command_name:
                d["interaction_metadata"]["name"] = it.command_name
        return d


def walk_components(components: list) -> list[dict]:
    out = []
    for c in components or []:
        if not isinstance(c, dict):
            continue
        out.append(c)
        out += walk_components(c.get("components") or [])
        for k in ("component", "accessory"):
            if isinstance(c.get(k), dict):
                out += walk_components([c[k]])
    return out
