"""Limits of components and forms."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from tests.discord_double.model import walk_components
from tests.discord_double.validate.basics import Errors, _bool, _int, _string, _url


def _custom_id(e: Errors, c: dict, p: str, seen: dict) -> None:
    v = _string(e, c, "custom_id", p, 1, 100, required=True)
    if v is not None:
        if v in seen:
            e.add(
                f"{p}.custom_id",
                "COMPONENT_CUSTOM_ID_DUPLICATED",
                "Component custom id cannot be duplicated",
            )
        seen[v] = p


def _emoji_or_label(c: dict) -> bool:
    return bool(c.get("label")) or bool(c.get("emoji"))


def _check_button(e: Errors, c: dict, p: str, seen: dict) -> None:
    style = _int(e, c, "style", p, 1, 6)
    if style is None:
        e.add(f"{p}.style", "BASE_TYPE_REQUIRED", "This field is required")
    _string(e, c, "label", p, 0, 80)
    _bool(e, c, "disabled", p)
    if style == 5:
        u = c.get("url")
        if (
            not isinstance(u, str)
            or urlsplit(u).scheme not in ("http", "https", "discord")
            or len(u) > 512
        ):
            e.add(
                f"{p}.url",
                "URL_TYPE_INVALID_URL",
                "A link button needs a http(s) url of at most 512 characters",
            )
        if c.get("custom_id") is not None:
            e.add(
                f"{p}.custom_id",
                "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
                "A custom id and url cannot both be specified",
            )
    elif style == 6:
        if not c.get("sku_id"):
            e.add(f"{p}.sku_id", "BASE_TYPE_REQUIRED", "This field is required")
    else:
        _custom_id(e, c, p, seen)
        if c.get("url") is not None:
            e.add(
                f"{p}.url",
                "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
                "A custom id and url cannot both be specified",
            )
    if style != 6 and not _emoji_or_label(c):
        e.add(p, "BUTTON_COMPONENT_INVALID_EMOJI_OR_LABEL", "A button needs a label or an emoji")


def _check_select(e: Errors, c: dict, p: str, seen: dict, modal: bool = False) -> None:
    _custom_id(e, c, p, seen)
    _string(e, c, "placeholder", p, 0, 150)
    lo = _int(e, c, "min_values", p, 0, 25)
    hi = _int(e, c, "max_values", p, 1, 25)
    if lo is not None and hi is not None and lo > hi:
        e.add(
            f"{p}.min_values",
            "SELECT_COMPONENT_INVALID_VALUE_LENGTH",
            "min_values is larger than max_values",
        )
    if c.get("disabled") and modal:
        e.add(f"{p}.disabled", "MODAL_COMPONENT_DISABLED", "disabled cannot be used in a modal")
    if c["type"] == 3:
        opts = c.get("options")
        if not isinstance(opts, list) or not 1 <= len(opts) <= 25:
            e.add(
                f"{p}.options",
                "BASE_TYPE_BAD_LENGTH",
                f"Must be between 1 and 25 in length. (is {len(opts or [])})",
            )
            opts = []
        values = set()
        for i, o in enumerate(opts):
            op = f"{p}.options.{i}"
            if not isinstance(o, dict):
                e.add(op, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
                continue
            _string(e, o, "label", op, 1, 100, required=True)
            v = _string(e, o, "value", op, 1, 100, required=True)
            _string(e, o, "description", op, 0, 100)
            if v in values:
                e.add(
                    f"{op}.value",
                    "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                    "The specified option value is already used",
                )
            values.add(v)
        if hi is not None and opts and hi > len(opts):
            e.add(
                f"{p}.max_values",
                "SELECT_COMPONENT_INVALID_VALUE_LENGTH",
                "max_values is larger than the number of options",
            )
        defaults = sum(1 for o in opts if isinstance(o, dict) and o.get("default"))
        if defaults > (hi or 1):
            e.add(
                f"{p}.options",
                "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES",
                "More defaults than max_values",
            )


def _check_row(e: Errors, row: dict, p: str, seen: dict) -> None:
    kids = row.get("components")
    if not isinstance(kids, list) or not 1 <= len(kids) <= 5:
        e.add(
            f"{p}.components",
            "BASE_TYPE_BAD_LENGTH",
            f"Must be between 1 and 5 in length. (is {len(kids or [])})",
        )
        kids = kids if isinstance(kids, list) else []
    types = [k.get("type") if isinstance(k, dict) else None for k in kids]
    if any(t in (3, 5, 6, 7, 8) for t in types) and len(types) > 1:
        e.add(f"{p}.components", "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "A select takes the whole row")
    for i, k in enumerate(kids):
        kp = f"{p}.components.{i}"
        if types[i] == 2:
            _check_button(e, k, kp, seen)
        elif types[i] in (3, 5, 6, 7, 8):
            _check_select(e, k, kp, seen)
        else:
            e.add(
                f"{kp}.type",
                "UNION_TYPE_CHOICES",
                f"Component type {types[i]!r} is not allowed in an action row of a message",
            )


def check_components(
    e: Errors, comps: Any, filenames: set[str], v2: bool, path: str = "components"
) -> None:
    if comps is None:
        return
    if not isinstance(comps, list):
        e.add(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        return
    seen: dict = {}
    if not v2 and len(comps) > 5:
        e.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and 5 in length. (is {len(comps)})")
    if v2:
        n = len(walk_components(comps))
        if n > 40:
            e.add(
                path,
                "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
                f"At most 40 components in a message (is {n})",
            )
        total = sum(
            len(c.get("content") or "") for c in walk_components(comps) if c.get("type") == 10
        )
        if total > 4000:
            e.add(
                path,
                "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
                f"The total text is at most 4000 characters (is {total})",
            )

    def one(c: Any, p: str, top: bool) -> None:
        if not isinstance(c, dict):
            e.add(p, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
            return
        t = c.get("type")
        if t == 1:
            _check_row(e, c, p, seen)
        elif not v2:
            e.add(f"{p}.type", "UNION_TYPE_CHOICES", 'Value of field "type" must be one of (1,).')
        elif t == 10:
            _string(e, c, "content", p, 1, 4000, required=True)
        elif t == 9:
            kids = c.get("components") or []
            if not 1 <= len(kids) <= 3:
                e.add(
                    f"{p}.components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 3 in length."
                )
            for i, k in enumerate(kids):
                if k.get("type") != 10:
                    e.add(
                        f"{p}.components.{i}.type",
                        "UNION_TYPE_CHOICES",
                        "A section holds text displays",
                    )
                one(k, f"{p}.components.{i}", False)
            acc = c.get("accessory") or {}
            if acc.get("type") == 2:
                _check_button(e, acc, f"{p}.accessory", seen)
            elif acc.get("type") != 11:
                e.add(
                    f"{p}.accessory",
                    "BASE_TYPE_REQUIRED",
                    "A section needs a button or a thumbnail",
                )
        elif t == 17:
            if not top:
                e.add(f"{p}.type", "UNION_TYPE_CHOICES", "A container may not be nested")
            for i, k in enumerate(c.get("components") or []):
                one(k, f"{p}.components.{i}", False)
        elif t == 12:
            items = c.get("items") or []
            if not 1 <= len(items) <= 10:
                e.add(f"{p}.items", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 10 in length.")
        elif t == 13:
            _url(e, c.get("file") or {}, "url", f"{p}.file", filenames)
        elif t != 14:
            e.add(f"{p}.type", "UNION_TYPE_CHOICES", f"Component type {t!r} is not allowed here")

    for i, c in enumerate(comps):
        one(c, f"{path}.{i}", True)


def check_modal(e: Errors, data: Any) -> None:
    if not isinstance(data, dict):
        e.add("data", "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
        return
    _string(e, data, "title", "data", 1, 45, required=True)
    _string(e, data, "custom_id", "data", 1, 100, required=True)
    comps = data.get("components")
    if not isinstance(comps, list) or not 1 <= len(comps) <= 5:
        e.add(
            "data.components",
            "BASE_TYPE_BAD_LENGTH",
            f"Must be between 1 and 5 in length. (is {len(comps or [])})",
        )
        return
    seen: dict = {}
    for i, c in enumerate(comps):
        p = f"data.components.{i}"
        t = c.get("type") if isinstance(c, dict) else None
        if t == 10:
            continue
        if t == 1:
            kids, kp = c.get("components") or [], f"{p}.components.0"
            if len(kids) != 1 or kids[0].get("type") != 4:
                e.add(
                    f"{p}.components",
                    "BASE_TYPE_BAD_LENGTH",
                    "An action row of a modal holds one text input",
                )
                continue
            k = kids[0]
            _string(e, k, "label", kp, 1, 45, required=True)
        elif t == 18:
            _string(e, c, "label", p, 1, 45, required=True)
            _string(e, c, "description", p, 0, 100)
            k, kp = c.get("component") or {}, f"{p}.component"
        else:
            e.add(
                f"{p}.type", "UNION_TYPE_CHOICES", f"Component type {t!r} is not allowed in a modal"
            )
            continue
        kt = k.get("type")
        if kt == 4:
            _custom_id(e, k, kp, seen)
            if _int(e, k, "style", kp, 1, 2) is None:
                e.add(f"{kp}.style", "BASE_TYPE_REQUIRED", "This field is required")
            _int(e, k, "min_length", kp, 0, 4000)
            _int(e, k, "max_length", kp, 1, 4000)
            _string(e, k, "placeholder", kp, 0, 100)
            _string(e, k, "value", kp, 0, 4000)
        elif kt in (3, 5, 6, 7, 8):
            _check_select(e, k, kp, seen, modal=True)
        elif kt in (19, 21, 22, 23):
            _custom_id(e, k, kp, seen)
        else:
            e.add(
                f"{kp}.type",
                "UNION_TYPE_CHOICES",
                f"Component type {kt!r} is not allowed in a modal",
            )
