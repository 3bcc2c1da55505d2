"""People who press buttons, choose in menus and fill in forms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tests.discord_double.interacting import Interacting
from tests.discord_double.model import (
    Channel,
    Message,
    StoredFile,
    User,
    walk_components,
)
from tests.discord_double.notions import NotPossible
from tests.discord_double.wire import Interaction


class Pressing(Interacting):
    """Buttons, menus, forms."""

    @staticmethod
    def _mine(m: Message) -> bool:
        return bool(m.interaction and m.interaction.by_user)

    def component(
        self,
        m: Message,
        *,
        label: str | None = None,
        custom_id: str | None = None,
        index: int | None = None,
        types: tuple = (2,),
    ) -> dict:
        cs = [c for c in walk_components(m.components) if c["type"] in types]
        for k, c in enumerate(cs):
            if (
                (label is None or c.get("label") == label or c.get("placeholder") == label)
                and (custom_id is None or c.get("custom_id") == custom_id)
                and (index is None or k == index)
            ):
                return c
        raise NotPossible(
            f"no such component (label={label!r}, custom_id={custom_id!r}, index={index!r}) among "
            f"{[(c.get('label') or c.get('placeholder'), c.get('custom_id')) for c in cs]}"
        )

    async def user_click(
        self,
        m: Message,
        label: str | None = None,
        *,
        custom_id: str | None = None,
        index: int | None = None,
        user: User | None = None,
    ) -> Interaction:
        """Clicks a button of a message, found by label, custom_id or position."""
        user, channel, g = self._place(
            user or (m.interaction.user if m.ephemeral and m.interaction else None), m.channel
        )
        if not self.visible(m, user):
            raise NotPossible("the user does not see this message")
        c = self.component(m, label=label, custom_id=custom_id, index=index)
        if c.get("disabled") or c.get("style") in (5, 6):
            raise NotPossible(f"button {c.get('label')!r} is disabled or a link")
        return await self._send(
            Interaction(3, user, channel, g, self._mine(m), source=m),
            {"custom_id": c["custom_id"], "component_type": 2, "id": c.get("id")},
        )

    async def user_select(
        self,
        m: Message,
        values: Iterable,
        label: str | None = None,
        *,
        custom_id: str | None = None,
        index: int | None = None,
        user: User | None = None,
    ) -> Interaction:
        """Chooses in a menu: option values or labels; User/Role/Channel objects for those menus."""
        user, channel, g = self._place(
            user or (m.interaction.user if m.ephemeral and m.interaction else None), m.channel
        )
        if not self.visible(m, user):
            raise NotPossible("the user does not see this message")
        c = self.component(m, label=label, custom_id=custom_id, index=index, types=(3, 5, 6, 7, 8))
        if c.get("disabled"):
            raise NotPossible("the menu is disabled")
        data: dict[str, Any] = {
            "custom_id": c["custom_id"],
            "component_type": c["type"],
            "id": c.get("id"),
            "values": [],
        }
        for val in values:
            if c["type"] == 3:
                o = next((o for o in c["options"] if val in (o["value"], o["label"])), None)
                if o is None:
                    raise NotPossible(f"{val!r} is not among {[o['label'] for o in c['options']]}")
                data["values"].append(o["value"])
            else:
                kind = {User: "users", Channel: "channels"}.get(type(val), "roles")
                data.setdefault("resolved", {}).setdefault(kind, {})[str(val.id)] = {
                    **val.payload(),
                    **(
                        {"permissions": str(g.permissions(user, val))} if kind == "channels" else {}
                    ),
                }
                if kind == "users" and g and val.id in g.members:
                    data["resolved"].setdefault("members", {})[str(val.id)] = {
                        **g.members[val.id].payload(False),
                        "permissions": str(g.permissions(val, channel)),
                    }
                data["values"].append(str(val.id))
        lo, hi = c.get("min_values", 1), c.get("max_values", 1)
        if not (1 if lo is None else lo) <= len(data["values"]) <= (hi or 1):
            raise NotPossible(f"{len(data['values'])} values, {lo}..{hi} allowed")
        return await self._send(Interaction(3, user, channel, g, self._mine(m), source=m), data)

    async def user_submit_modal(
        self, opened_by: Interaction, values: dict[str, Any]
    ) -> Interaction:
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
                    raise NotPossible(
                        f"input {label or c.get('label')!r}: required={need}, {lo}..{hi} characters, got {len(val)}"
                    )
                out["value"] = val
            elif c["type"] == 19:
                out["values"] = []
                for f in val:
                    sf = d.cdn.add(
                        StoredFile(f.name, f.data, f.mime, opened_by.channel.id, ephemeral=True)
                    )
                    res.setdefault("attachments", {})[str(sf.id)] = d.cdn.payload(sf)
                    out["values"].append(str(sf.id))
            else:
                out["values"] = [x if isinstance(x, str) else str(x.id) for x in val]
            return out

        for c in modal["components"]:
            if c["type"] == 1:
                comps.append(
                    {
                        "type": 1,
                        "id": c.get("id", 0),
                        "components": [take(k, None) for k in c["components"]],
                    }
                )
            elif c["type"] == 18:
                comps.append(
                    {
                        "type": 18,
                        "id": c.get("id", 0),
                        "component": take(c["component"], c["label"]),
                    }
                )
            else:
                comps.append({"type": c["type"], "id": c.get("id", 0)})
        if left:
            raise NotPossible(f"the form has no inputs {sorted(left)}")
        data = {"custom_id": modal["custom_id"], "components": comps}
        if res:
            data["resolved"] = res
        return await self._send(
            Interaction(
                5,
                opened_by.user,
                opened_by.channel,
                opened_by.guild,
                opened_by.by_user,
                source=opened_by.source,
            ),
            data,
        )
