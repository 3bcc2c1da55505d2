"""Discord's published limits, as checks. Each function collects (path, code, message) into an Errors."""
from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from tests.discord_double.model import walk_components

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


def _string(e: Errors, obj: dict, key: str, path: str, lo: int, hi: int, required: bool = False) -> str | None:
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
        e.add(p, "BASE_TYPE_REQUIRED" if n == 0 or not v.strip() else "BASE_TYPE_BAD_LENGTH",
              "This field is required" if n == 0 or not v.strip() else f"Must be between {lo} and {hi} in length.")
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
        e.add(p, "NUMBER_TYPE_MAX" if v > hi else "NUMBER_TYPE_MIN", f"int value should be between {lo} and {hi}.")
    return v


def _bool(e: Errors, obj: dict, key: str, path: str) -> None:
    v = obj.get(key)
    if v is not None and not isinstance(v, bool):
        e.add(f"{path}.{key}" if path else key, "BOOLEAN_TYPE_CONVERT", 'Must be either true or false.')


def _url(e: Errors, obj: dict, key: str, path: str, filenames: set[str], attach: bool = True) -> None:
    v = _string(e, obj, key, path, 0, 2048)
    if not v:
        return
    p = f"{path}.{key}"
    s = urlsplit(v)
    if s.scheme == "attachment" and attach:
        name = s.netloc or s.path
        if name not in filenames:
            e.add(p, "URL_TYPE_INVALID_URL", f"attachment://{name} is not among the uploaded files {sorted(filenames)}")
    elif s.scheme not in ("http", "https") or not s.netloc:
        e.add(p, "URL_TYPE_INVALID_SCHEME" if s.scheme else "URL_TYPE_INVALID_URL",
              f"Not a well formed URL or scheme {s.scheme!r} not allowed.")


def embed_size(em: dict) -> int:
    n = 0
    for v in (em.get("title"), em.get("description"), (em.get("footer") or {}).get("text"),
              (em.get("author") or {}).get("name")):
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
                e.add(f"{p}.timestamp", "DATE_TIME_TYPE_PARSE", "Could not parse. Should be ISO8601.")
        for key, sub, lim in (("footer", "text", 2048), ("author", "name", 256)):
            if em.get(key) is not None:
                if not isinstance(em[key], dict):
                    e.add(f"{p}.{key}", "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
                    continue
                _string(e, em[key], sub, f"{p}.{key}", 0 if key == "footer" else 1, lim, required=key == "author")
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
            e.add(f"{p}.fields", "BASE_TYPE_MAX_LENGTH", f"Must be 25 or fewer in length. (is {len(fields)})")
        for j, f in enumerate(fields):
            fp = f"{p}.fields.{j}"
            if not isinstance(f, dict):
                e.add(fp, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
                continue
            _string(e, f, "name", fp, 1, 256, required=True)
            _string(e, f, "value", fp, 1, 1024, required=True)
            _bool(e, f, "inline", fp)
        total += embed_size(em)
        content = [em.get(k) for k in ("title", "description", "fields", "image", "thumbnail", "footer", "author")]
        if not any(content):
            e.add(p, "BASE_TYPE_REQUIRED", "Embed is empty")
    if total > 6000:
        e.add(path, "MAX_EMBED_SIZE_EXCEEDED", f"Embed size exceeds maximum size of 6000 (is {total})")


# --------------------------------------------------------------------------------------------- components

def _custom_id(e: Errors, c: dict, p: str, seen: dict) -> None:
    v = _string(e, c, "custom_id", p, 1, 100, required=True)
    if v is not None:
        if v in seen:
            e.add(f"{p}.custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
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
        if not isinstance(u, str) or urlsplit(u).scheme not in ("http", "https", "discord") or len(u) > 512:
            e.add(f"{p}.url", "URL_TYPE_INVALID_URL", "A link button needs a http(s) url of at most 512 characters")
        if c.get("custom_id") is not None:
            e.add(f"{p}.custom_id", "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", "A custom id and url cannot both be specified")
    elif style == 6:
        if not c.get("sku_id"):
            e.add(f"{p}.sku_id", "BASE_TYPE_REQUIRED", "This field is required")
    else:
        _custom_id(e, c, p, seen)
        if c.get("url") is not None:
            e.add(f"{p}.url", "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", "A custom id and url cannot both be specified")
    if style != 6 and not _emoji_or_label(c):
        e.add(p, "BUTTON_COMPONENT_INVALID_EMOJI_OR_LABEL", "A button needs a label or an emoji")


def _check_select(e: Errors, c: dict, p: str, seen: dict, modal: bool = False) -> None:
    _custom_id(e, c, p, seen)
    _string(e, c, "placeholder", p, 0, 150)
    lo = _int(e, c, "min_values", p, 0, 25)
    hi = _int(e, c, "max_values", p, 1, 25)
    if lo is not None and hi is not None and lo > hi:
        e.add(f"{p}.min_values", "SELECT_COMPONENT_INVALID_VALUE_LENGTH", "min_values is larger than max_values")
    if c.get("disabled") and modal:
        e.add(f"{p}.disabled", "MODAL_COMPONENT_DISABLED", "disabled cannot be used in a modal")
    if c["type"] == 3:
        opts = c.get("options")
        if not isinstance(opts, list) or not 1 <= len(opts) <= 25:
            e.add(f"{p}.options", "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and 25 in length. (is {len(opts or [])})")
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
                e.add(f"{op}.value", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is already used")
            values.add(v)
        if hi is not None and opts and hi > len(opts):
            e.add(f"{p}.max_values", "SELECT_COMPONENT_INVALID_VALUE_LENGTH", "max_values is larger than the number of options")
        defaults = sum(1 for o in opts if isinstance(o, dict) and o.get("default"))
        if defaults > (hi or 1):
            e.add(f"{p}.options", "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES", "More defaults than max_values")


def _check_row(e: Errors, row: dict, p: str, seen: dict) -> None:
    kids = row.get("components")
    if not isinstance(kids, list) or not 1 <= len(kids) <= 5:
        e.add(f"{p}.components", "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and 5 in length. (is {len(kids or [])})")
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
            e.add(f"{kp}.type", "UNION_TYPE_CHOICES", f"Component type {types[i]!r} is not allowed in an action row of a message")


def check_components(e: Errors, comps: Any, filenames: set[str], v2: bool, path: str = "components") -> None:
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
            e.add(path, "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", f"At most 40 components in a message (is {n})")
        total = sum(len(c.get("content") or "") for c in walk_components(comps) if c.get("type") == 10)
        if total > 4000:
            e.add(path, "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", f"The total text is at most 4000 characters (is {total})")

    def one(c: Any, p: str, top: bool) -> None:
        if not isinstance(c, dict):
            e.add(p, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
            return
        t = c.get("type")
        if t == 1:
            _check_row(e, c, p, seen)
        elif not v2:
            e.add(f"{p}.type", "UNION_TYPE_CHOICES", "Value of field \"type\" must be one of (1,).")
        elif t == 10:
            _string(e, c, "content", p, 1, 4000, required=True)
        elif t == 9:
            kids = c.get("components") or []
            if not 1 <= len(kids) <= 3:
                e.add(f"{p}.components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 3 in length.")
            for i, k in enumerate(kids):
                if k.get("type") != 10:
                    e.add(f"{p}.components.{i}.type", "UNION_TYPE_CHOICES", "A section holds text displays")
                one(k, f"{p}.components.{i}", False)
            acc = c.get("accessory") or {}
            if acc.get("type") == 2:
                _check_button(e, acc, f"{p}.accessory", seen)
            elif acc.get("type") != 11:
                e.add(f"{p}.accessory", "BASE_TYPE_REQUIRED", "A section needs a button or a thumbnail")
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
        e.add("data.components", "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and 5 in length. (is {len(comps or [])})")
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
                e.add(f"{p}.components", "BASE_TYPE_BAD_LENGTH", "An action row of a modal holds one text input")
                continue
            k = kids[0]
            _string(e, k, "label", kp, 1, 45, required=True)
        elif t == 18:
            _string(e, c, "label", p, 1, 45, required=True)
            _string(e, c, "description", p, 0, 100)
            k, kp = c.get("component") or {}, f"{p}.component"
        else:
            e.add(f"{p}.type", "UNION_TYPE_CHOICES", f"Component type {t!r} is not allowed in a modal")
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
            e.add(f"{kp}.type", "UNION_TYPE_CHOICES", f"Component type {kt!r} is not allowed in a modal")


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
                e.add(f"{pre}{k}", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                      f"The '{k}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2")
    if isinstance(d.get("nonce"), str) and len(d["nonce"]) > 25:
        e.add(f"{pre}nonce", "NONCE_TYPE_TOO_LONG", "A nonce has at most 25 characters")
    am = d.get("allowed_mentions")
    if am is not None:
        if not isinstance(am, dict):
            e.add(f"{pre}allowed_mentions", "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
        else:
            parse = am.get("parse") or []
            for i, x in enumerate(parse):
                if x not in ("users", "roles", "everyone"):
                    e.add(f"{pre}allowed_mentions.parse.{i}", "BASE_TYPE_CHOICES", "Value must be one of users, roles, everyone")
            for k in ("users", "roles"):
                if am.get(k) and k in parse:
                    e.add(f"{pre}allowed_mentions.{k}", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", f"parse:[\"{k}\"] and {k}: [ids...] are mutually exclusive.")
                if len(am.get(k) or []) > 100:
                    e.add(f"{pre}allowed_mentions.{k}", "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length.")
    poll = d.get("poll")
    if isinstance(poll, dict):
        _string(e, poll.get("question") or {}, "text", f"{pre}poll.question", 1, 300, required=True)
        if not 1 <= len(poll.get("answers") or []) <= 10:
            e.add(f"{pre}poll.answers", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 10 in length.")


# --------------------------------------------------------------------------------- application commands

def _is_name_char(ch: str) -> bool:
    if ch in "-_'":
        return True
    cat = unicodedata.category(ch)
    if cat[0] in "LN":
        return True
    return cat[0] == "M" and any(s in unicodedata.name(ch, "") for s in ("DEVANAGARI", "THAI"))


def name_ok(name: Any) -> bool:
    return (isinstance(name, str) and 1 <= len(name) <= 32 and all(map(_is_name_char, name)) and name == name.lower())


LOCALES = set("id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi "
              "th zh-CN ja zh-TW ko".split())


def _localized(e: Errors, obj: dict, key: str, path: str, check) -> None:
    loc = obj.get(key)
    if loc is None:
        return
    if not isinstance(loc, dict):
        e.add(f"{path}.{key}", "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
        return
    for k, v in loc.items():
        if k not in LOCALES:
            e.add(f"{path}.{key}.{k}", "BASE_TYPE_CHOICES", f"Unknown locale {k}")
        elif not check(v):
            e.add(f"{path}.{key}.{k}", "BASE_TYPE_BAD_LENGTH", f"Localized value {v!r} breaks the limits")


def _command_name(e: Errors, obj: dict, path: str) -> None:
    if not name_ok(obj.get("name")):
        e.add(f"{path}.name", "APPLICATION_COMMAND_INVALID_NAME",
              f"Name {obj.get('name')!r}: 1-32 lower-case letters, digits, - _ '")
    _localized(e, obj, "name_localizations", path, name_ok)
    _string(e, obj, "description", path, 1, 100, required=True)
    _localized(e, obj, "description_localizations", path, lambda v: isinstance(v, str) and 1 <= len(v) <= 100)


def _check_options(e: Errors, options: Any, path: str, depth: int) -> None:
    if options is None:
        return
    if not isinstance(options, list):
        e.add(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        return
    if len(options) > 25:
        e.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be 25 or fewer in length. (is {len(options)})")
    names, optional_seen = set(), False
    kinds = {isinstance(o, dict) and o.get("type") in (1, 2) for o in options}
    if kinds == {True, False}:
        e.add(path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-command and sub-command group option types are mutually exclusive to all other types")
    for i, o in enumerate(options):
        p = f"{path}.{i}"
        if not isinstance(o, dict):
            e.add(p, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
            continue
        t = _int(e, o, "type", p, 1, 11)
        if t is None:
            e.add(f"{p}.type", "BASE_TYPE_REQUIRED", "This field is required")
        _command_name(e, o, p)
        if o.get("name") in names:
            e.add(f"{p}.name", "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", "Option name must be unique")
        names.add(o.get("name"))
        if t in (1, 2):
            if depth > (0 if t == 2 else 1):
                e.add(f"{p}.type", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-commands nest one group deep at most")
            if t == 2 and any(isinstance(x, dict) and x.get("type") != 1 for x in o.get("options") or []):
                e.add(f"{p}.options", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "A group holds sub-commands only")
            _check_options(e, o.get("options"), f"{p}.options", depth + 1)
            continue
        _bool(e, o, "required", p)
        if o.get("required"):
            if optional_seen:
                e.add(f"{p}.required", "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Required options must be placed before non-required options")
        else:
            optional_seen = True
        _bool(e, o, "autocomplete", p)
        ch = o.get("choices")
        if ch:
            if not isinstance(ch, list) or len(ch) > 25:
                e.add(f"{p}.choices", "BASE_TYPE_MAX_LENGTH", f"Must be 25 or fewer in length. (is {len(ch)})")
            if t not in (3, 4, 10):
                e.add(f"{p}.choices", "APPLICATION_COMMAND_OPTIONS_CHOICES_INVALID", "choices only for string, integer, number")
            if o.get("autocomplete"):
                e.add(f"{p}.autocomplete", "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID", "autocomplete and choices exclude each other")
            check_choices(e, ch, t, f"{p}.choices")
        if o.get("autocomplete") and t not in (3, 4, 10):
            e.add(f"{p}.autocomplete", "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID", "autocomplete only for string, integer, number")
        if t == 3:
            _int(e, o, "min_length", p, 0, 6000)
            _int(e, o, "max_length", p, 1, 6000)


def check_choices(e: Errors, choices: Any, option_type: int | None, path: str = "data.choices") -> None:
    if not isinstance(choices, list):
        e.add(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        return
    if len(choices) > 25:
        e.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be 25 or fewer in length. (is {len(choices)})")
    names = set()
    for i, c in enumerate(choices):
        p = f"{path}.{i}"
        if not isinstance(c, dict):
            e.add(p, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
            continue
        n = _string(e, c, "name", p, 1, 100, required=True)
        if n in names:
            e.add(f"{p}.name", "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_EXISTS", f"Choice name {n!r} already exists")
        names.add(n)
        v = c.get("value")
        if option_type == 3:
            _string(e, c, "value", p, 1, 100, required=True)
        elif option_type in (4, 10):
            bad = isinstance(v, bool) or not isinstance(v, int if option_type == 4 else (int, float))
            if bad or abs(v) > 2 ** 53:
                e.add(f"{p}.value", "NUMBER_TYPE_COERCE", f"Value {v!r} does not fit the option type")


def command_size(c: dict) -> int:
    def longest(o: dict, key: str) -> int:
        vals = [o.get(key)] + list((o.get(f"{key}_localizations") or {}).values())
        return max((len(v) for v in vals if isinstance(v, str)), default=0)
    n = longest(c, "name") + longest(c, "description")
    for o in c.get("options") or []:
        if isinstance(o, dict):
            n += command_size(o)
            for ch in o.get("choices") or []:
                if isinstance(ch, dict):
                    n += longest(ch, "name") + (len(ch["value"]) if isinstance(ch.get("value"), str) else 0)
    return n


def check_command(e: Errors, c: Any, path: str) -> None:
    if not isinstance(c, dict):
        e.add(path, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
        return
    t = c.get("type", 1)
    if t == 1:
        _command_name(e, c, path)
        _check_options(e, c.get("options"), f"{path}.options", 0)
    elif t in (2, 3):
        _string(e, c, "name", path, 1, 32, required=True)
        if c.get("description"):
            e.add(f"{path}.description", "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION", "Context menu commands cannot have description")
        if c.get("options"):
            e.add(f"{path}.options", "APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS", "Context menu commands cannot have options")
    else:
        e.add(f"{path}.type", "BASE_TYPE_CHOICES", f"Unknown command type {t!r}")
    dmp = c.get("default_member_permissions")
    if dmp is not None and not (isinstance(dmp, (str, int)) and str(dmp).isdigit()):
        e.add(f"{path}.default_member_permissions", "NUMBER_TYPE_COERCE", "A bit set as a string, or null")
    _bool(e, c, "nsfw", path)
    _bool(e, c, "dm_permission", path)
    for key in ("contexts", "integration_types"):
        v = c.get(key)
        if v is not None and not (isinstance(v, list) and all(isinstance(x, int) and 0 <= x <= 2 for x in v)):
            e.add(f"{path}.{key}", "LIST_TYPE_CONVERT", "A list of small integers")
    n = command_size(c)
    if n > 8000:
        e.add(path, "APPLICATION_COMMAND_TOO_LARGE", f"Command exceeds maximum size of 8000 (is {n})")


def check_commands(e: Errors, cmds: Any) -> None:
    if not isinstance(cmds, list):
        e.add("_", "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        return
    seen, count = set(), {1: 0, 2: 0, 3: 0}
    for i, c in enumerate(cmds):
        check_command(e, c, str(i))
        if isinstance(c, dict):
            key = (c.get("type", 1), c.get("name"))
            if key in seen:
                e.add(f"{i}.name", "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")
            seen.add(key)
            count[c.get("type", 1)] = count.get(c.get("type", 1), 0) + 1
    for t, lim in ((1, 100), (2, 15), (3, 15)):
        if count.get(t, 0) > lim:
            e.add("_", "MAX_APPLICATION_COMMANDS", f"Maximum number of application commands of type {t} reached ({lim}).")
