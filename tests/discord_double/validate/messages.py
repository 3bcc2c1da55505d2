"""Limits of messages."""

from __future__ import annotations

from typing import Any

from tests.discord_double.validate.basics import V2_FLAG, Errors, _bool, _int, _string
from tests.discord_double.validate.components import check_components
from tests.discord_double.validate.embeds import check_embeds


def check_message(e: Errors, d: Any, filenames: set[str], path: str = "") -> None:
    """The fields of a message create or edit. Emptiness is judged by the server (it knows what is there)."""
    pre = f"{path}." if path else ""
    if not isinstance(d, dict):
        e.add(path or "_", "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
        return
    _string(e, d, "content", path, 0, 2000)
    _bool(e, d, "tts", path)
    flags = _int(e, d, "flags", path, 0, 1 << 31) or 0
    v2 = bool(flags & V2_FLAG)
    if d.get("embeds") is not None:
        check_embeds(e, d["embeds"], filenames, f"{pre}embeds")
    check_components(e, d.get("components"), filenames, v2, f"{pre}components")
    if v2:
        for k in ("content", "embeds", "poll", "sticker_ids"):
            if d.get(k):
                e.add(
                    f"{pre}{k}",
                    "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                    f"The '{k}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2",
                )
    if isinstance(d.get("nonce"), str) and len(d["nonce"]) > 25:
        e.add(f"{pre}nonce", "NONCE_TYPE_TOO_LONG", "A nonce has at most 25 characters")
    am = d.get("allowed_mentions")
    if am is not None:
        if not isinstance(am, dict):
            e.add(
                f"{pre}allowed_mentions",
                "DICT_TYPE_CONVERT",
                "Only dictionaries may be used in a DictType",
            )
        else:
            parse = am.get("parse") or []
            for i, x in enumerate(parse):
                if x not in ("users", "roles", "everyone"):
                    e.add(
                        f"{pre}allowed_mentions.parse.{i}",
                        "BASE_TYPE_CHOICES",
                        "Value must be one of users, roles, everyone",
                    )
            for k in ("users", "roles"):
                if am.get(k) and k in parse:
                    e.add(
                        f"{pre}allowed_mentions.{k}",
                        "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                        f'parse:["{k}"] and {k}: [ids...] are mutually exclusive.',
                    )
                if len(am.get(k) or []) > 100:
                    e.add(
                        f"{pre}allowed_mentions.{k}",
                        "BASE_TYPE_MAX_LENGTH",
                        "Must be 100 or fewer in length.",
                    )
    poll = d.get("poll")
    if isinstance(poll, dict):
        _string(e, poll.get("question") or {}, "text", f"{pre}poll.question", 1, 300, required=True)
        if not 1 <= len(poll.get("answers") or []) <= 10:
            e.add(
                f"{pre}poll.answers", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 10 in length."
            )
