"""People who use commands."""

from __future__ import annotations

from tests.discord_double.interacting import Interacting
from tests.discord_double.model import (
    Channel,
    Guild,
    Message,
    StoredFile,
    User,
)
from tests.discord_double.notions import Expectation, NotPossible
from tests.discord_double.wire import ACK_SECONDS, Interaction


class Commanding(Interacting):
    """Slash commands, their completion, context menus."""

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

    def _options(
        self, specs: list[dict], given: dict, channel: Channel, *, focused: str | None = None
    ) -> tuple[list[dict], dict]:
        d, g = self.double, channel.guild
        unknown = set(given) - {o["name"] for o in specs}
        if unknown:
            raise NotPossible(
                f"no such options: {sorted(unknown)}; there are {[o['name'] for o in specs]}"
            )
        out: list[dict] = []
        res: dict[str, dict] = {}

        def add_user(u: User) -> None:
            res.setdefault("users", {})[str(u.id)] = u.payload()
            if g and u.id in g.members:
                res.setdefault("members", {})[str(u.id)] = {
                    **g.members[u.id].payload(with_user=False),
                    "permissions": str(g.permissions(u, channel)),
                }

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
                res.setdefault("channels", {})[str(val.id)] = {
                    **val.payload(),
                    "permissions": str(g.permissions(d.bot, val)),
                }
                val = str(val.id)
            elif t in (8, 9):
                res.setdefault("roles", {})[str(val.id)] = val.payload()
                val = str(val.id)
            elif t == 11:
                f = d.cdn.add(
                    StoredFile(
                        val.name.replace(" ", "_"), val.data, val.mime, channel.id, ephemeral=True
                    )
                )
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

    async def user_slash(
        self,
        path: str,
        options: dict | None = None,
        *,
        user: User | None = None,
        channel: Channel | None = None,
        force: bool = False,
        **more,
    ) -> Interaction:
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

    async def user_autocomplete(
        self,
        path: str,
        option: str,
        partial: str,
        options: dict | None = None,
        *,
        user: User | None = None,
        channel: Channel | None = None,
        timeout: float = ACK_SECONDS + 0.5,
    ) -> list[dict]:
        """Types `partial` into an option (others already filled in: `options`); gives the choices offered."""
        user, channel, g = self._place(user, channel)
        cmd, subs, specs = self._resolve(path, g)
        self._allowed(cmd, user, channel, g)
        spec = next((o for o in specs if o["name"] == option), None)
        if spec is None or not spec.get("autocomplete"):
            raise NotPossible(f"option {option!r} of /{path} has no autocomplete")
        opts, _res = self._options(
            specs, {**(options or {}), option: partial}, channel, focused=option
        )
        i = Interaction(4, user, channel, g, command_name=path, option_type=spec["type"])
        await self._send(
            i, {"id": cmd["id"], "name": cmd["name"], "type": 1, "options": self._nest(subs, opts)}
        )
        await self.wait(
            lambda: i.choices is not None or i.failed, timeout, f"autocomplete of /{path} {option}"
        )
        if i.choices is None:
            raise Expectation(f"autocomplete of /{path} {option}: failed{self._context()}")
        return i.choices

    async def user_context_menu(
        self,
        name: str,
        target: Message | User,
        *,
        user: User | None = None,
        channel: Channel | None = None,
        force: bool = False,
    ) -> Interaction:
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
                res["members"] = {
                    str(target.id): {
                        **g.members[target.id].payload(False),
                        "permissions": str(g.permissions(target, channel)),
                    }
                }
        by_user = self._by_user(cmd, user, g)
        return await self._send(
            Interaction(2, user, channel, g, by_user, command_name=name),
            {
                "id": cmd["id"],
                "name": name,
                "type": cmd["type"],
                "target_id": str(target.id),
                "resolved": res,
            },
        )
