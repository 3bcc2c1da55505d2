"""Limits of application commands."""

from __future__ import annotations

import unicodedata
from typing import Any

from tests.discord_double.validate.basics import Errors, _bool, _int, _string


def _is_name_char(ch: str) -> bool:
    if ch in "-_'":
        return True
    cat = unicodedata.category(ch)
    if cat[0] in "LN":
        return True
    return cat[0] == "M" and any(s in unicodedata.name(ch, "") for s in ("DEVANAGARI", "THAI"))


def name_ok(name: Any) -> bool:
    return (
        isinstance(name, str)
        and 1 <= len(name) <= 32
        and all(map(_is_name_char, name))
        and name == name.lower()
    )


LOCALES = {
    "id",
    "da",
    "de",
    "en-GB",
    "en-US",
    "es-ES",
    "es-419",
    "fr",
    "hr",
    "it",
    "lt",
    "hu",
    "nl",
    "no",
    "pl",
    "pt-BR",
    "ro",
    "fi",
    "sv-SE",
    "vi",
    "tr",
    "cs",
    "el",
    "bg",
    "ru",
    "uk",
    "hi",
    "th",
    "zh-CN",
    "ja",
    "zh-TW",
    "ko",
}


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
            e.add(
                f"{path}.{key}.{k}",
                "BASE_TYPE_BAD_LENGTH",
                f"Localized value {v!r} breaks the limits",
            )


def _command_name(e: Errors, obj: dict, path: str) -> None:
    if not name_ok(obj.get("name")):
        e.add(
            f"{path}.name",
            "APPLICATION_COMMAND_INVALID_NAME",
            f"Name {obj.get('name')!r}: 1-32 lower-case letters, digits, - _ '",
        )
    _localized(e, obj, "name_localizations", path, name_ok)
    _string(e, obj, "description", path, 1, 100, required=True)
    _localized(
        e,
        obj,
        "description_localizations",
        path,
        lambda v: isinstance(v, str) and 1 <= len(v) <= 100,
    )


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
        e.add(
            path,
            "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
            "Sub-command and sub-command group option types are mutually exclusive to all other types",
        )
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
            e.add(
                f"{p}.name",
                "APPLICATION_COMMAND_OPTIONS_NAME_INVALID",
                "Option name must be unique",
            )
        names.add(o.get("name"))
        if t in (1, 2):
            if depth > (0 if t == 2 else 1):
                e.add(
                    f"{p}.type",
                    "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
                    "Sub-commands nest one group deep at most",
                )
            if t == 2 and any(
                isinstance(x, dict) and x.get("type") != 1 for x in o.get("options") or []
            ):
                e.add(
                    f"{p}.options",
                    "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
                    "A group holds sub-commands only",
                )
            _check_options(e, o.get("options"), f"{p}.options", depth + 1)
            continue
        _bool(e, o, "required", p)
        if o.get("required"):
            if optional_seen:
                e.add(
                    f"{p}.required",
                    "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                    "Required options must be placed before non-required options",
                )
        else:
            optional_seen = True
        _bool(e, o, "autocomplete", p)
        ch = o.get("choices")
        if ch:
            if not isinstance(ch, list) or len(ch) > 25:
                e.add(
                    f"{p}.choices",
                    "BASE_TYPE_MAX_LENGTH",
                    f"Must be 25 or fewer in length. (is {len(ch)})",
                )
            if t not in (3, 4, 10):
                e.add(
                    f"{p}.choices",
                    "APPLICATION_COMMAND_OPTIONS_CHOICES_INVALID",
                    "choices only for string, integer, number",
                )
            if o.get("autocomplete"):
                e.add(
                    f"{p}.autocomplete",
                    "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID",
                    "autocomplete and choices exclude each other",
                )
            check_choices(e, ch, t, f"{p}.choices")
        if o.get("autocomplete") and t not in (3, 4, 10):
            e.add(
                f"{p}.autocomplete",
                "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID",
                "autocomplete only for string, integer, number",
            )
        if t == 3:
            _int(e, o, "min_length", p, 0, 6000)
            _int(e, o, "max_length", p, 1, 6000)


def check_choices(
    e: Errors, choices: Any, option_type: int | None, path: str = "data.choices"
) -> None:
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
            e.add(
                f"{p}.name",
                "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_EXISTS",
                f"Choice name {n!r} already exists",
            )
        names.add(n)
        v = c.get("value")
        if option_type == 3:
            _string(e, c, "value", p, 1, 100, required=True)
        elif option_type in (4, 10):
            bad = isinstance(v, bool) or not isinstance(
                v, int if option_type == 4 else (int, float)
            )
            if bad or abs(v) > 2**53:
                e.add(
                    f"{p}.value", "NUMBER_TYPE_COERCE", f"Value {v!r} does not fit the option type"
                )


def command_size(c: dict) -> int:
    def longest(o: dict, key: str) -> int:
        vals = [o.get(key), *list((o.get(f"{key}_localizations") or {}).values())]
        return max((len(v) for v in vals if isinstance(v, str)), default=0)

    n = longest(c, "name") + longest(c, "description")
    for o in c.get("options") or []:
        if isinstance(o, dict):
            n += command_size(o)
            for ch in o.get("choices") or []:
                if isinstance(ch, dict):
                    n += longest(ch, "name") + (
                        len(ch["value"]) if isinstance(ch.get("value"), str) else 0
                    )
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
            e.add(
                f"{path}.description",
                "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION",
                "Context menu commands cannot have description",
            )
        if c.get("options"):
            e.add(
                f"{path}.options",
                "APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS",
                "Context menu commands cannot have options",
            )
    else:
        e.add(f"{path}.type", "BASE_TYPE_CHOICES", f"Unknown command type {t!r}")
    dmp = c.get("default_member_permissions")
    if dmp is not None and not (isinstance(dmp, (str, int)) and str(dmp).isdigit()):
        e.add(
            f"{path}.default_member_permissions",
            "NUMBER_TYPE_COERCE",
            "A bit set as a string, or null",
        )
    _bool(e, c, "nsfw", path)
    _bool(e, c, "dm_permission", path)
    for key in ("contexts", "integration_types"):
        v = c.get(key)
        if v is not None and not (
            isinstance(v, list) and all(isinstance(x, int) and 0 <= x <= 2 for x in v)
        ):
            e.add(f"{path}.{key}", "LIST_TYPE_CONVERT", "A list of small integers")
    n = command_size(c)
    if n > 8000:
        e.add(
            path, "APPLICATION_COMMAND_TOO_LARGE", f"Command exceeds maximum size of 8000 (is {n})"
        )


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
                e.add(
                    f"{i}.name",
                    "APPLICATION_COMMANDS_DUPLICATE_NAME",
                    "Application command names must be unique",
                )
            seen.add(key)
            count[c.get("type", 1)] = count.get(c.get("type", 1), 0) + 1
    for t, lim in ((1, 100), (2, 15), (3, 15)):
        if count.get(t, 0) > lim:
            e.add(
                "_",
                "MAX_APPLICATION_COMMANDS",
                f"Maximum number of application commands of type {t} reached ({lim}).",
            )
