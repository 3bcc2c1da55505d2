"""Structured logs on standard error: one line an event, JSON where the operator wants it.

Fields come as `extra={"fields": {...}}`. The token is replaced wherever it would appear. Question
texts and user ids are logged at DEBUG alone; no caller may put them into an event above it.
"""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime

HIDDEN = "[token]"


class _Formatter(logging.Formatter):
    def __init__(self, secret: str | None) -> None:
        super().__init__()
        self._secret = secret

    def format(self, record: logging.LogRecord) -> str:
        text = self.render(record)
        return text.replace(self._secret, HIDDEN) if self._secret else text

    def render(self, record: logging.LogRecord) -> str:
        when = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        fields = " ".join(f"{key}={value!r}" for key, value in _fields(record).items())
        text = f"{when} {record.levelname} {record.name}: {record.getMessage()} {fields}".rstrip()
        return f"{text}\n{self.formatException(record.exc_info)}" if record.exc_info else text


class _JsonFormatter(_Formatter):
    def render(self, record: logging.LogRecord) -> str:
        when = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        entry: dict[str, object] = {
            "time": when,
            "level": record.levelname,
            "logger": record.name,
            "event": record.getMessage(),
            **_fields(record),
        }
        if record.exc_info:
            entry["exception"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False, default=str)


def _fields(record: logging.LogRecord) -> dict[str, object]:
    fields = getattr(record, "fields", {})
    return fields if isinstance(fields, dict) else {}


def configure(level: str, *, as_json: bool, secret: str | None = None) -> None:
    """Send every log of the process to standard error; `secret` never appears in it."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonFormatter(secret) if as_json else _Formatter(secret))
    root = logging.getLogger()
    for old in list(root.handlers):
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    # discord.py tells every packet at DEBUG, message texts included.
    logging.getLogger("discord").setLevel(max(logging.INFO, root.level))
