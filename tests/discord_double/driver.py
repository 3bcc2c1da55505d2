"""The test's side: people who type, click and fill in forms, and expectations on what the bot does.

    async with Driver() as d:                     # a double with one guild, see Driver.standard_world
        async with d.bot_process("-m", "bot"):    # the bot under test, its entry point unchanged
            msg = await d.user_message("hello")
            reply = await d.expect_reply(msg, contains="hi")
"""
from __future__ import annotations

import asyncio
import mimetypes
import os
import re
import signal
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Iterable

from tests.discord_double.model import (CATEGORY, DM, FORUM, PERMS, PUBLIC_THREAD, TEXT, Channel, Guild, Member, Message, StoredFile, User,
                    iso, snowflake, walk_components)
from tests.discord_double.server import ACK_SECONDS, INTENTS, Double, Interaction, _make_thread, remove_message



class Expectation(AssertionError):
    """The bot did not do what was expected of it."""


class NotPossible(Exception):
    """A real user could not do this: command not shown, button disabled, message invisible, option invalid."""


@dataclass
class File:
    """A file a user uploads."""
    name: str
    data: bytes
    content_type: str | None = None

    @classmethod
    def from_path(cls, path: str | os.PathLike) -> "File":
        p = Path(path)
        return cls(p.name, p.read_bytes())

    @property
    def mime(self) -> str:
        return self.content_type or mimetypes.guess_type(self.name)[0] or "application/octet-stream"


class Driver:
    def __init__(self, double: Double | None = None, **double_options):
        self.double = double or Double(**double_options)
        self.guild: Guild = None
        self.alice: User = None
        self.installed: set[int] = set()      # ids of users who have installed the app for themselves

    # ------------------------------------------------------------------------------------------ life cycle
    async def __aenter__(self) -> "Driver":
        await self.double.start()
        if not self.double.guilds:
            self.standard_world()
        return self

    async def __aexit__(self, *exc) -> None:
        await self.double.stop()

    def standard_world(self) -> None:
        """Guild 'Test Guild': #general #support #help-forum, #staff (hidden from members and bot); owner, mod
        (manage_guild), alice and bob (plain). A second guild, 'Other Guild', with carol and #lobby."""
        d = self.double
        g = self.guild = d.new_guild("Test Guild")
        cat = d.new_channel(g, "Text", CATEGORY)
        self.general = d.new_channel(g, "general", TEXT, parent=cat)
        self.support = d.new_channel(g, "support", TEXT, parent=cat)
        self.forum = d.new_channel(g, "help-forum", FORUM, parent=cat)
        self.staff = d.new_channel(g, "staff", TEXT, parent=cat)
        mod_role = g.role("Moderator")
        self.staff.overwrites = {g.id: (0, 0, PERMS["view_channel"]), mod_role.id: (0, PERMS["view_channel"], 0)}
        self.owner = d.owner
        self.mod = self.add_member(g, "mod", [mod_role])
        self.alice = self.add_member(g, "alice")
        self.bob = self.add_member(g, "bob")
        o = self.other = d.new_guild("Other Guild")
        self.lobby = d.new_channel(o, "lobby", TEXT)
        self.carol = self.add_member(o, "carol")
        self.other_mod = self.add_member(o, "othermod", [o.role("Moderator")])

    def add_member(self, guild: Guild, name: str, roles: list = (), user: User | None = None) -> User:
        u = user or self.double.new_user(name)
        guild.members[u.id] = Member(u, list(roles))
        return u

    @property
    def connected(self) -> bool:
        return any(s.valid and s.conn and not s.conn.ws.closed for s in self.double.sessions.values())

    async def wait(self, predicate: Callable[[], Any], timeout: float = 5.0, what: str = "condition") -> Any:
        end = time.monotonic() + timeout
        while True:
            r = predicate()
            if r:
                return r
            if time.monotonic() > end:
                raise Expectation(f"{what}: not within {timeout} s{self._context()}")
            await asyncio.sleep(0.02)

    def _context(self) -> str:
        d = self.double
        out = "".join(f"\n    {v}" for v in d.violations[-4:])
        last = "".join(f"\n    {c}" for c in d.calls[-4:])
        return (f"\n  last violations:{out}" if out else "") + f"\n  last calls:{last}"

    async def wait_connected(self, timeout: float = 20.0) -> None:
        await self.wait(lambda: self.connected, timeout, "bot connected")

    async def wait_commands(self, *names: str, guild: Guild | None = None, timeout: float = 15.0) -> list[dict]:
        """Until the bot has registered these commands (globally or for the guild)."""
        def have():
            all_ = [c["name"] for s in (None, (guild or self.guild).id) for c in self.double.commands.get(s, {}).values()]
            return all_ if all_ and set(names) <= set(all_) else None
        return await self.wait(have, timeout, f"commands {names or ''} registered")

    # ------------------------------------------------------------------------------------------ messages
    async def user_message(self, content: str = "", *, user: User | None = None, channel: Channel | None = None,
                           reply_to: Message | None = None, files: Iterable[File] = (), ping_reply: bool = True,
                           type: int | None = None) -> Message:
        """A user writes. '@bot' in the text becomes the bot's mention."""
        d = self.double
        user, channel = user or self.alice, channel or self.general
        if channel.guild and not channel.guild.permissions(user, channel) & PERMS["view_channel"]:
            raise NotPossible(f"{user.name} cannot see #{channel.name}")
        if len(content) > 4000:
            raise NotPossible("not even Nitro users write more than 4000 characters")
        m = Message(channel, user, content.replace("@bot", d.bot.mention), reference=reply_to,
                    type=type if type is not None else (19 if reply_to else 0))
        if reply_to is not None and not ping_reply:
            m.allowed_mentions = {"parse": ["users", "roles", "everyone"], "replied_user": False}
        m.files = [d.cdn.add(StoredFile(f.name.replace(" ", "_"), f.data, f.mime, channel.id)) for f in files]
        d.mentions(m)
        m.snapshot()
        d.add(m)
        await d.message_event(m)
        return m

    async def user_dm(self, content: str, *, user: User | None = None, **kw) -> Message:
        return await self.user_message(content, user=user, channel=self.double.dm(user or self.alice), **kw)

    async def user_edit(self, m: Message, content: str) -> None:
        m.content, m.edited = content.replace("@bot", self.double.bot.mention), time.time()
        self.double.mentions(m)
        m.snapshot()
        await self.double.message_event(m, "MESSAGE_UPDATE")

    async def user_delete(self, m: Message) -> None:
        await remove_message(self.double, m)

    async def user_react(self, m: Message, emoji: str, user: User | None = None) -> None:
        u = user or self.alice
        m.reactions.setdefault(emoji, set()).add(u.id)
        g = m.guild
        await self.double.dispatch("MESSAGE_REACTION_ADD", {
            "user_id": str(u.id), "channel_id": str(m.channel.id), "message_id": str(m.id), "type": 0, "burst": False,
            "message_author_id": str(m.author.id), "emoji": {"id": None, "name": emoji},
            **({"guild_id": str(g.id), "member": g.members[u.id].payload()} if g else {})}, guild=g, channel=m.channel,
            intent=INTENTS["guild_reactions"] if g else INTENTS["dm_reactions"])

    async def user_thread(self, name: str, *, channel: Channel | None = None, user: User | None = None,
                          message: Message | None = None) -> Channel:
        return await _make_thread(self.double, channel or self.general, {"name": name}, PUBLIC_THREAD, message, user or self.alice)

    async def user_forum_post(self, title: str, content: str, *, user: User | None = None,
                              forum: Channel | None = None) -> Message:
        t = await _make_thread(self.double, forum or self.forum, {"name": title}, PUBLIC_THREAD, None, user or self.alice)
        m = Message(t, user or self.alice, content.replace("@bot", self.double.bot.mention), id=t.id)
        self.double.mentions(m)
        m.snapshot()
        self.double.add(m)
        await self.double.message_event(m)
        return m

    async def add_bot_to(self, guild: Guild) -> None:
        role = next(r for r in guild.roles.values() if r.managed)
        guild.members[self.double.bot.id] = Member(self.double.bot, [role])
        for s in self.double.sessions.values():
            if s.valid:
                await self.double._guild_create(s, guild)

    async def deny_bot(self, channel: Channel, *permissions: str) -> None:
        """Take permissions from the bot in a channel (none: give them all back), as an administrator would."""
        denied = sum(PERMS[name] for name in permissions)
        channel.overwrites[self.double.bot.id] = (1, 0, denied)
        await self.double.dispatch("CHANNEL_UPDATE", channel.payload(), guild=channel.guild, intent=1)

    async def make_mentionable(self, role: Any, guild: Guild) -> None:
        """Let everyone mention a role, as an administrator would."""
        role.mentionable = True
        event = {"guild_id": str(guild.id), "role": role.payload()}
        await self.double.dispatch("GUILD_ROLE_UPDATE", event, guild=guild, intent=1)

    async def remove_bot_from(self, guild: Guild) -> None:
        guild.members.pop(self.double.bot.id, None)
        await self.double.dispatch("GUILD_DELETE", {"id": str(guild.id)}, guild=guild)

    # ------------------------------------------------------------------------------------------ interactions
    def visible(self, m: Message, user: User) -> bool:
        if m.ephemeral:
            return bool(m.interaction and m.interaction.user is user)
        g = m.guild
        return not m.deleted and (g is None or bool(g.permissions(user, m.channel) & PERMS["view_channel"]))

    def command(self, name: str, type: int = 1, guild: Guild | None = None) -> dict:
        for scope in ((guild.id if guild else None), None):
            for c in self.double.commands.get(scope, {}).values():
                if c["name"] == name and c["type"] == type:
                    return c
        raise NotPossible(f"no such command: {name!r} (type {type})")

    async def _send(self, i: Interaction, data: dict | None, *, check_ack: bool = True) -> Interaction:
        d, g, c = self.double, i.guild, i.channel
        p: dict[str, Any] = {
            "id": str(i.id), "application_id": str(d.app_id), "type": i.type, "token": i.token, "version": 1,
            "channel_id": str(c.id), "channel": c.payload(), "entitlements": [], "locale": i.user.locale,
            "attachment_size_limit": 10485760, "data": data}
        if g is not None:
            p["channel"]["permissions"] = str(g.permissions(i.user, c))
            p.update(guild_id=str(g.id), guild_locale=g.locale, context=0,
                     guild={"id": str(g.id), "locale": g.locale, "features": []},
                     app_permissions=str(g.permissions(d.bot, c)), authorizing_integration_owners={"0": str(g.id)},
                     member={**g.members[i.user.id].payload(), "permissions": str(g.permissions(i.user, c))})
        else:
            p.update(user=i.user.payload(), context=1, app_permissions=str((1 << 53) - 1),
                     authorizing_integration_owners={"0": "0"})
        if i.source is not None:
            p["message"] = i.source.payload(d.cdn, d.bot)
        d.interactions[i.id] = i
        i.sent = i.created = time.monotonic()
        if i.by_user:
            p["authorizing_integration_owners"] = {"1": str(i.user.id)}
            p["context"] = 0 if g else (1 if d.bot in c.recipients or c in d.dms.values() else 2)
        if not await self._deliver(p, None if i.by_user else g):
            i.failed = True
            d.violate("unacknowledged", f"interaction {i.command_name or i.type}: the bot is not connected")
            return i
        if check_ack:
            d.spawn(self._watch(i))
        return i

    async def _deliver(self, p: dict, g: Guild | None) -> bool:
        # Interactions reach the bot even in a channel it cannot see.
        return await self.double.dispatch("INTERACTION_CREATE", p, guild=g)

    async def _watch(self, i: Interaction) -> None:
        await asyncio.sleep(ACK_SECONDS)
        if i.ack is None:
            i.failed = True
            what = {2: f"command /{i.command_name}", 3: "component", 4: f"autocomplete of /{i.command_name}", 5: "modal"}[i.type]
            self.double.violate("unacknowledged", f"{what}: no response within {ACK_SECONDS:g} s")

    def _place(self, user: User | None, channel: Channel | None) -> tuple[User, Channel, Guild | None]:
        user, channel = user or self.alice, channel or self.general
        g = channel.guild
        if g is not None and not g.permissions(user, channel) & PERMS["view_channel"]:
            raise NotPossible(f"{user.name} cannot see #{channel.name}")
        return user, channel, g

    def _allowed(self, cmd: dict, user: User, channel: Channel, g: Guild | None) -> None:
        if g is None:
            ctx = cmd.get("contexts")
            if cmd.get("guild_id") or cmd.get("dm_permission") is False or (ctx is not None and 1 not in ctx):
                raise NotPossible(f"/{cmd['name']} is not offered in direct messages")
            return
        if cmd.get("contexts") is not None and 0 not in cmd["contexts"]:
            raise NotPossible(f"/{cmd['name']} is not offered in guilds")
        p = g.permissions(user, channel)
        if not p & PERMS["use_application_commands"]:
            raise NotPossible(f"{user.name} may not use application commands here")
        need = cmd.get("default_member_permissions")
        if need is not None and not p & PERMS["administrator"] and (int(need) == 0 or p & int(need) != int(need)):
            raise NotPossible(f"/{cmd['name']} is not shown to {user.name} (needs permissions {need})")

    def _resolve(self, path: str, guild: Guild | None) -> tuple[dict, list[str], list[dict]]:
        parts = path.split()
        cmd = self.command(parts[0], 1, guild)
        opts, subs = cmd.get("options") or [], parts[1:]
        for s in subs:
            sub = next((o for o in opts if o["name"] == s and o["type"] in (1, 2)), None)
            if sub is None:
                raise NotPossible(f"/{cmd['name']} has no sub-command {s!r}")
            opts = sub.get("options") or []
        if any(o["type"] in (1, 2) for o in opts):
            raise NotPossible(f"/{path} is a group, not a command")
        return cmd, subs, opts

    def _options(self, specs: list[dict], given: dict, channel: Channel, *, focused: str | None = None) -> tuple[list[dict], dict]:
        d, g = self.double, channel.guild
        unknown = set(given) - {o["name"] for o in specs}
        if unknown:
            raise NotPossible(f"no such options: {sorted(unknown)}; there are {[o['name'] for o in specs]}")
        out: list[dict] = []
        res: dict[str, dict] = {}

        def add_user(u: User) -> None:
            res.setdefault("users", {})[str(u.id)] = u.payload()
            if g and u.id in g.members:
                res.setdefault("members", {})[str(u.id)] = {**g.members[u.id].payload(with_user=False),
                                                             "permissions": str(g.permissions(u, channel))}
        for o in specs:
            n, t = o["name"], o["type"]
            if n not in given:
                if o.get("required") and focused is None:
                    raise NotPossible(f"option {n!r} is required")
                continue
            val = given[n]
            if n == focused:
                out.append({"name": n, "type": t, "value": str(val), "focused": True})
                continue
            if t == 3:
                val = str(val)
                if not (o.get("min_length") or 0) <= len(val) <= (o.get("max_length") or 6000):
                    raise NotPossible(f"option {n!r}: {len(val)} characters")
            elif t in (4, 10):
                val = int(val) if t == 4 else float(val)
                lo, hi = o.get("min_value"), o.get("max_value")
                if (lo is not None and val < lo) or (hi is not None and val > hi):
                    raise NotPossible(f"option {n!r}: {val} outside {lo}..{hi}")
            elif t == 5:
                val = bool(val)
            elif t == 6 or (t == 9 and isinstance(val, User)):
                add_user(val)
                val = str(val.id)
            elif t == 7:
                types = o.get("channel_types")
                if types and val.type not in types:
                    raise NotPossible(f"option {n!r}: channel type {val.type} not among {types}")
                res.setdefault("channels", {})[str(val.id)] = {**val.payload(), "permissions": str(g.permissions(d.bot, val))}
                val = str(val.id)
            elif t in (8, 9):
                res.setdefault("roles", {})[str(val.id)] = val.payload()
                val = str(val.id)
            elif t == 11:
                f = d.cdn.add(StoredFile(val.name.replace(" ", "_"), val.data, val.mime, channel.id, ephemeral=True))
                res.setdefault("attachments", {})[str(f.id)] = d.cdn.payload(f)
                val = str(f.id)
            if o.get("choices") and val not in [c["value"] for c in o["choices"]]:
                raise NotPossible(f"option {n!r}: {val!r} is not one of the choices")
            out.append({"name": n, "type": t, "value": val})
        return out, res

    @staticmethod
    def _nest(subs: list[str], options: list[dict]) -> list[dict]:
        for depth, s in enumerate(reversed(subs)):
            options = [{"name": s, "type": 1 if depth == 0 else 2, "options": options}]
        return options

    def _by_user(self, cmd: dict, user: User, g: Guild | None) -> bool:
        """Whether the command is there because the user, and not the guild, has installed the app."""
        if g is not None and self.double.in_guild(g):
            return False
        if user.id not in self.installed:
            if g is None:
                return False                  # a direct message with a bot that shares a guild
            raise NotPossible(f"{user.name} has not installed the app, and it is not in {g.name}")
        if 1 not in (cmd.get("integration_types") or [0]):
            raise NotPossible(f"/{cmd['name']} is not offered to people who installed the app")
        return True

    async def user_slash(self, path: str, options: dict | None = None, *, user: User | None = None,
                         channel: Channel | None = None, force: bool = False, **more) -> Interaction:
        """A user runs '/path sub' with options (a dict, or keywords where no name clashes with user, channel,
        force); User, Role, Channel and File values are resolved. NotPossible where Discord would not even offer it; force=True sends it all the same."""
        user, channel, g = self._place(user, channel)
        cmd, subs, specs = self._resolve(path, g)
        if not force:
            self._allowed(cmd, user, channel, g)
        opts, res = self._options(specs, {**(options or {}), **more}, channel)
        data = {"id": cmd["id"], "name": cmd["name"], "type": 1, "options": self._nest(subs, opts)}
        if res:
            data["resolved"] = res
        if cmd.get("guild_id"):
            data["guild_id"] = cmd["guild_id"]
        by_user = self._by_user(cmd, user, g)
        return await self._send(Interaction(2, user, channel, g, by_user, command_name=path), data)

    async def user_autocomplete(self, path: str, option: str, partial: str, options: dict | None = None, *,
                                user: User | None = None, channel: Channel | None = None,
                                timeout: float = ACK_SECONDS + 0.5) -> list[dict]:
        """Types `partial` into an option (others already filled in: `options`); gives the choices offered."""
        user, channel, g = self._place(user, channel)
        cmd, subs, specs = self._resolve(path, g)
        self._allowed(cmd, user, channel, g)
        spec = next((o for o in specs if o["name"] == option), None)
        if spec is None or not spec.get("autocomplete"):
            raise NotPossible(f"option {option!r} of /{path} has no autocomplete")
        opts, res = self._options(specs, {**(options or {}), option: partial}, channel, focused=option)
        i = Interaction(4, user, channel, g, command_name=path, option_type=spec["type"])
        await self._send(i, {"id": cmd["id"], "name": cmd["name"], "type": 1, "options": self._nest(subs, opts)})
        await self.wait(lambda: i.choices is not None or i.failed, timeout, f"autocomplete of /{path} {option}")
        if i.choices is None:
            raise Expectation(f"autocomplete of /{path} {option}: failed{self._context()}")
        return i.choices

    async def user_context_menu(self, name: str, target: Message | User, *, user: User | None = None,
                                channel: Channel | None = None, force: bool = False) -> Interaction:
        """Apps > name on a message or a user."""
        is_msg = isinstance(target, Message)
        user, channel, g = self._place(user, target.channel if is_msg else channel)
        cmd = self.command(name, 3 if is_msg else 2, g)
        if not force:
            self._allowed(cmd, user, channel, g)
        d = self.double
        if is_msg:
            if not self.visible(target, user):
                raise NotPossible("the user does not see this message")
            res = {"messages": {str(target.id): target.payload(d.cdn, d.bot)}}
        else:
            res = {"users": {str(target.id): target.payload()}}
            if g:
                res["members"] = {str(target.id): {**g.members[target.id].payload(False), "permissions": str(g.permissions(target, channel))}}
        by_user = self._by_user(cmd, user, g)
        return await self._send(Interaction(2, user, channel, g, by_user, command_name=name),
                                {"id": cmd["id"], "name": name, "type": cmd["type"], "target_id": str(target.id), "resolved": res})

    @staticmethod
    def _mine(m: Message) -> bool:
        return bool(m.interaction and m.interaction.by_user)

    def component(self, m: Message, *, label: str | None = None, custom_id: str | None = None, index: int | None = None,
                  types: tuple = (2,)) -> dict:
        cs = [c for c in walk_components(m.components) if c["type"] in types]
        for k, c in enumerate(cs):
            if (label is None or c.get("label") == label or c.get("placeholder") == label) \
                    and (custom_id is None or c.get("custom_id") == custom_id) and (index is None or k == index):
                return c
        raise NotPossible(f"no such component (label={label!r}, custom_id={custom_id!r}, index={index!r}) among "
                          f"{[(c.get('label') or c.get('placeholder'), c.get('custom_id')) for c in cs]}")

    async def user_click(self, m: Message, label: str | None = None, *, custom_id: str | None = None,
                         index: int | None = None, user: User | None = None) -> Interaction:
        """Clicks a button of a message, found by label, custom_id or position."""
        user, channel, g = self._place(user or (m.interaction.user if m.ephemeral and m.interaction else None), m.channel)
        if not self.visible(m, user):
            raise NotPossible("the user does not see this message")
        c = self.component(m, label=label, custom_id=custom_id, index=index)
        if c.get("disabled") or c.get("style") in (5, 6):
            raise NotPossible(f"button {c.get('label')!r} is disabled or a link")
        return await self._send(Interaction(3, user, channel, g, self._mine(m), source=m),
                                {"custom_id": c["custom_id"], "component_type": 2, "id": c.get("id")})

    async def user_select(self, m: Message, values: Iterable, label: str | None = None, *, custom_id: str | None = None,
                          index: int | None = None, user: User | None = None) -> Interaction:
        """Chooses in a menu: option values or labels; User/Role/Channel objects for those menus."""
        user, channel, g = self._place(user or (m.interaction.user if m.ephemeral and m.interaction else None), m.channel)
        if not self.visible(m, user):
            raise NotPossible("the user does not see this message")
        c = self.component(m, label=label, custom_id=custom_id, index=index, types=(3, 5, 6, 7, 8))
        if c.get("disabled"):
            raise NotPossible("the menu is disabled")
        data: dict[str, Any] = {"custom_id": c["custom_id"], "component_type": c["type"], "id": c.get("id"), "values": []}
        for val in values:
            if c["type"] == 3:
                o = next((o for o in c["options"] if val in (o["value"], o["label"])), None)
                if o is None:
                    raise NotPossible(f"{val!r} is not among {[o['label'] for o in c['options']]}")
                data["values"].append(o["value"])
            else:
                kind = {User: "users", Channel: "channels"}.get(type(val), "roles")
                data.setdefault("resolved", {}).setdefault(kind, {})[str(val.id)] = {
                    **val.payload(), **({"permissions": str(g.permissions(user, val))} if kind == "channels" else {})}
                if kind == "users" and g and val.id in g.members:
                    data["resolved"].setdefault("members", {})[str(val.id)] = {**g.members[val.id].payload(False),
                                                                               "permissions": str(g.permissions(val, channel))}
                data["values"].append(str(val.id))
        lo, hi = c.get("min_values", 1), c.get("max_values", 1)
        if not (1 if lo is None else lo) <= len(data["values"]) <= (hi or 1):
            raise NotPossible(f"{len(data['values'])} values, {lo}..{hi} allowed")
        return await self._send(Interaction(3, user, channel, g, self._mine(m), source=m), data)

    async def user_submit_modal(self, opened_by: Interaction, values: dict[str, Any]) -> Interaction:
        """Fills in the form that `opened_by` was answered with. Keys: custom_id or label of the inputs."""
        modal = opened_by.modal
        if modal is None:
            raise NotPossible("no modal was opened by this interaction")
        d, left, comps, res = self.double, dict(values), [], {}

        def take(c: dict, label: str | None) -> dict | None:
            key = next((k for k in (c.get("custom_id"), label, c.get("label")) if k in left), None)
            val = left.pop(key) if key is not None else c.get("value", "" if c["type"] == 4 else [])
            out = {"type": c["type"], "custom_id": c["custom_id"], "id": c.get("id", 0)}
            if c["type"] == 4:
                need = c.get("required", True)
                lo, hi = c.get("min_length") or 0, c.get("max_length") or 4000
                if (need and not val) or (val and not lo <= len(val) <= hi):
                    raise NotPossible(f"input {label or c.get('label')!r}: required={need}, {lo}..{hi} characters, got {len(val)}")
                out["value"] = val
            elif c["type"] == 19:
                out["values"] = []
                for f in val:
                    sf = d.cdn.add(StoredFile(f.name, f.data, f.mime, opened_by.channel.id, ephemeral=True))
                    res.setdefault("attachments", {})[str(sf.id)] = d.cdn.payload(sf)
                    out["values"].append(str(sf.id))
            else:
                out["values"] = [x if isinstance(x, str) else str(x.id) for x in val]
            return out

        for c in modal["components"]:
            if c["type"] == 1:
                comps.append({"type": 1, "id": c.get("id", 0), "components": [take(k, None) for k in c["components"]]})
            elif c["type"] == 18:
                comps.append({"type": 18, "id": c.get("id", 0), "component": take(c["component"], c["label"])})
            else:
                comps.append({"type": c["type"], "id": c.get("id", 0)})
        if left:
            raise NotPossible(f"the form has no inputs {sorted(left)}")
        data = {"custom_id": modal["custom_id"], "components": comps}
        if res:
            data["resolved"] = res
        return await self._send(Interaction(5, opened_by.user, opened_by.channel, opened_by.guild,
                                            opened_by.by_user, source=opened_by.source), data)

    def expire_token(self, i: Interaction) -> None:
        """As if 15 minutes had gone by."""
        i.created -= 15 * 60 + 1

    # ------------------------------------------------------------------------------------------ expectations
    def bot_messages(self, channel: Channel | None = None, after: Message | None = None) -> list[Message]:
        return [m for m in self.double.messages if m.author is self.double.bot and not m.deleted
                and (channel is None or m.channel is channel) and (after is None or m.id > after.id)]

    def replies(self, to: Message | Interaction) -> list[Message]:
        """What answers a message (a reply to it, in its thread, or later in its channel) or an interaction."""
        if isinstance(to, Interaction):
            return [m for m in [to.response, *to.followups] if m is not None and not m.deleted and not m.loading]
        ms = self.bot_messages()
        direct = [m for m in ms if m.reference is to or (to.thread is not None and m.channel is to.thread)]
        later = [m for m in ms if m not in direct and m.channel is to.channel and m.id > to.id
                 and m.interaction is None and m.reference is None]
        return direct + later

    async def expect_reply(self, to: Message | Interaction, timeout: float = 6.0, *, contains: str | None = None,
                           ephemeral: bool | None = None, check: Callable[[Message], bool] | None = None,
                           settle: float = 0.0) -> Message:
        """The first answer that fits. settle: wait until it has not been edited for so many seconds (streaming)."""
        def fits(m: Message) -> bool:
            return (contains is None or contains.lower() in m.text.lower()) and \
                (ephemeral is None or m.ephemeral is ephemeral) and (check is None or check(m))

        def find():
            return next((m for m in self.replies(to) if fits(m)), None)
        try:
            m = await self.wait(find, timeout, "reply")
        except Expectation as e:
            seen = "".join(f"\n    {m.text[:300]!r}" for m in self.replies(to))
            failed = " (the user saw: the application did not respond)" if isinstance(to, Interaction) and to.failed else ""
            raise Expectation(f"no reply that fits{failed}; replies seen:{seen or ' none'}\n  {e}") from None
        while settle:
            n = len(m.history)
            await asyncio.sleep(settle)
            if len(m.history) == n:
                break
        return m

    async def expect_no_reply(self, to: Message | Interaction, within: float = 2.0) -> None:
        await asyncio.sleep(within)
        r = self.replies(to)
        if r:
            raise Expectation(f"unexpected reply: {r[0].text[:300]!r}")

    async def expect_modal(self, i: Interaction, timeout: float = 3.5) -> dict:
        await self.wait(lambda: i.modal is not None or i.failed, timeout, "modal")
        if i.modal is None:
            raise Expectation(f"no modal was opened{self._context()}")
        return i.modal

    async def expect_ack(self, i: Interaction, timeout: float = ACK_SECONDS + 0.5) -> int:
        await self.wait(lambda: i.ack is not None or i.failed, timeout, "first response")
        if i.ack is None:
            raise Expectation(f"the interaction was not acknowledged{self._context()}")
        return i.ack

    async def expect_edit(self, m: Message, timeout: float = 5.0, *, contains: str | None = None,
                          check: Callable[[Message], bool] | None = None) -> Message:
        def fits():
            return (contains is None or contains.lower() in m.text.lower()) and (check is None or check(m))
        await self.wait(fits, timeout, f"edit of the message to {contains or 'fit'} (now {m.text[:200]!r})")
        return m

    def expect_clean(self, *ignore: str) -> None:
        """No violations (but for the kinds named) and nothing asked for that the double lacks."""
        bad = [v for v in self.double.violations if v.kind not in ignore]
        if bad:
            raise Expectation("violations:" + "".join(f"\n  {v}" for v in bad))
        if self.double.unimplemented and "unimplemented" not in ignore:
            raise Expectation(f"endpoints the double lacks: {sorted(set(self.double.unimplemented))}")
