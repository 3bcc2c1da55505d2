"""Limits of embeds."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.discord_double.validate.basics import Errors, _bool, _int, _string, _url


def embed_size(em: dict) -> int:
    n = 0
    for v in (
        em.get("title"),
        em.get("description"),
        (em.get("footer") or {}).get("text"),
        (em.get("author") or {}).get("name"),
    ):
        n += len(v) if isinstance(v, str) else 0
    for f in em.get("fields") or []:
        if isinstance(f, dict):
            n += sum(len(f[k]) for k in ("name", "value") if isinstance(f.get(k), str))
    return n


def check_embeds(e: Errors, embeds: Any, filenames: set[str], path: str = "embeds") -> None:
    if not isinstance(embeds, list):
        e.add(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        return
    if len(embeds) > 10:
        e.add(path, "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.")
    total = 0
    for i, em in enumerate(embeds):
        p = f"{path}.{i}"
        if not isinstance(em, dict):
            e.add(p, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
            continue
        _string(e, em, "title", p, 0, 256)
        _string(e, em, "description", p, 0, 4096)
        _url(e, em, "url", p, filenames, attach=False)
        _int(e, em, "color", p, 0, 0xFFFFFF)
        if em.get("timestamp") is not None:
            try:
                datetime.fromisoformat(str(em["timestamp"]).replace("Z", "+00:00"))
            except ValueError:
                e.add(
                    f"{p}.timestamp", "DATE_TIME_TYPE_PARSE", "Could not parse. Should be ISO8601."
                )
        for key, sub, lim in (("footer", "text", 2048), ("author", "name", 256)):
            if em.get(key) is not None:
                if not isinstance(em[key], dict):
                    e.add(
                        f"{p}.{key}",
                        "DICT_TYPE_CONVERT",
                        "Only dictionaries may be used in a DictType",
                    )
                    continue
                _string(
                    e,
                    em[key],
                    sub,
                    f"{p}.{key}",
                    0 if key == "footer" else 1,
                    lim,
                    required=key == "author",
                )
                _url(e, em[key], "icon_url", f"{p}.{key}", filenames)
                if key == "author":
                    _url(e, em[key], "url", f"{p}.{key}", filenames, attach=False)
        for key in ("image", "thumbnail"):
            if isinstance(em.get(key), dict):
                _url(e, em[key], "url", f"{p}.{key}", filenames)
        fields = em.get("fields") or []
        if not isinstance(fields, list):
            e.add(f"{p}.fields", "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
            fields = []
        if len(fields) > 25:
            e.add(
                f"{p}.fields",
                "BASE_TYPE_MAX_LENGTH",
                f"Must be 25 or fewer in length. (is {len(fields)})",
            )
        for j, f in enumerate(fields):
            fp = f"{p}.fields.{j}"
            if not isinstance(f, dict):
                e.add(fp, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
                continue
            _string(e, f, "name", fp, 1, 256, required=True)
            _string(e, f, "value", fp, 1, 1024, required=True)
            _bool(e, f, "inline", fp)
        total += embed_size(em)
        content = [
            em.get(k)
            for k in ("title", "description", "fields", "image", "thumbnail", "footer", "author")
        ]
        if not any(content):
            e.add(p, "BASE_TYPE_REQUIRED", "Embed is empty")
    if total > 6000:
        e.add(
            path, "MAX_EMBED_SIZE_EXCEEDED", f"Embed size exceeds maximum size of 6000 (is {total})"
        )
