"""Strings, numbers and addresses, and errors in the shape of Discord's."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

SNOWFLAKE_RE = re.compile(r"^\d{15,21}$")


V2_FLAG = 1 << 15


class Errors:
    """Gathers errors in the shape of Discord's 50035 answers."""

    def __init__(self) -> None:
        self.items: list[tuple[str, str, str]] = []

    def add(self, path: str, code: str, message: str) -> None:
        self.items.append((path, code, message))

    def __bool__(self) -> bool:
        return bool(self.items)

    def __str__(self) -> str:
        return "; ".join(f"{p}: {m} [{c}]" for p, c, m in self.items)

    def tree(self) -> dict:
        root: dict[str, Any] = {}
        for path, code, msg in self.items:
            node = root
            for part in path.split("."):
                node = node.setdefault(part, {})
            node.setdefault("_errors", []).append({"code": code, "message": msg})
        return root


def _string(
    e: Errors, obj: dict, key: str, path: str, lo: int, hi: int, required: bool = False
) -> str | None:
    v = obj.get(key)
    p = f"{path}.{key}" if path else key
    if v is None:
        if required:
            e.add(p, "BASE_TYPE_REQUIRED", "This field is required")
        return None
    if not isinstance(v, str):
        e.add(p, "STRING_TYPE_CONVERT", f"Could not interpret {type(v).__name__} as string.")
        return None
    n = len(v)
    if n > hi:
        if lo:
            e.add(p, "BASE_TYPE_BAD_LENGTH", f"Must be between {lo} and {hi} in length. (is {n})")
        else:
            e.add(p, "BASE_TYPE_MAX_LENGTH", f"Must be {hi} or fewer in length. (is {n})")
    elif n < lo or (required and not v.strip()):
        e.add(
            p,
            "BASE_TYPE_REQUIRED" if n == 0 or not v.strip() else "BASE_TYPE_BAD_LENGTH",
            "This field is required"
            if n == 0 or not v.strip()
            else f"Must be between {lo} and {hi} in length.",
        )
    return v


def _int(e: Errors, obj: dict, key: str, path: str, lo: int, hi: int) -> int | None:
    v = obj.get(key)
    p = f"{path}.{key}" if path else key
    if v is None:
        return None
    if isinstance(v, bool) or not isinstance(v, int):
        e.add(p, "NUMBER_TYPE_COERCE", f"Value {v!r} is not int.")
        return None
    if not lo <= v <= hi:
        e.add(
            p,
            "NUMBER_TYPE_MAX" if v > hi else "NUMBER_TYPE_MIN",
            f"int value should be between {lo} and {hi}.",
        )
    return v


def _bool(e: Errors, obj: dict, key: str, path: str) -> None:
    v = obj.get(key)
    if v is not None and not isinstance(v, bool):
        e.add(
            f"{path}.{key}" if path else key,
            "BOOLEAN_TYPE_CONVERT",
            "Must be either true or false.",
        )


def _url(
    e: Errors, obj: dict, key: str, path: str, filenames: set[str], attach: bool = True
) -> None:
    v = _string(e, obj, key, path, 0, 2048)
    if not v:
        return
    p = f"{path}.{key}"
    s = urlsplit(v)
    if s.scheme == "attachment" and attach:
        name = s.netloc or s.path
        if name not in filenames:
            e.add(
                p,
                "URL_TYPE_INVALID_URL",
                f"attachment://{name} is not among the uploaded files {sorted(filenames)}",
            )
    elif s.scheme not in ("http", "https") or not s.netloc:
        e.add(
            p,
            "URL_TYPE_INVALID_SCHEME" if s.scheme else "URL_TYPE_INVALID_URL",
            f"Not a well formed URL or scheme {s.scheme!r} not allowed.",
        )
