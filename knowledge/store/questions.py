"""Questions that were asked, without who asked them: what managers learn from about gaps."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime
from typing import NamedTuple

from knowledge.models import Status
from knowledge.store.values import moment_text


class AskedQuestion(NamedTuple):
    """One question as it was kept; `missing` are its words that no source had."""

    question: str
    status: Status
    asked: datetime
    missing: tuple[str, ...]


def record(connection: sqlite3.Connection, collection: int, asked: AskedQuestion) -> None:
    """Keep a question."""
    connection.execute(
        "INSERT INTO questions (collection, asked, status, question, missing)"
        " VALUES (?, ?, ?, ?, ?)",
        (
            collection,
            moment_text(asked.asked),
            asked.status,
            asked.question,
            json.dumps(asked.missing, ensure_ascii=False),
        ),
    )


def asked_since(
    connection: sqlite3.Connection, collection: int, statuses: tuple[Status, ...], most: int
) -> list[AskedQuestion]:
    """Return the newest `most` questions that had one of the statuses, newest first."""
    rows = connection.execute(
        """SELECT question, status, asked, missing FROM questions
        WHERE collection = ? AND status IN (SELECT value FROM json_each(?))
        ORDER BY asked DESC, id DESC LIMIT ?""",
        (collection, json.dumps(statuses), most),
    )
    return [
        AskedQuestion(question, status, datetime.fromisoformat(asked), tuple(json.loads(missing)))
        for question, status, asked, missing in rows
    ]


def forget(connection: sqlite3.Connection, collection: int | None, before: datetime | None) -> int:
    """Delete the questions of one or every collection, asked before a moment or all; count."""
    limit = None if before is None else moment_text(before)
    return connection.execute(
        """DELETE FROM questions
        WHERE (:collection IS NULL OR collection = :collection)
            AND (:limit IS NULL OR asked < :limit)""",
        {"collection": collection, "limit": limit},
    ).rowcount
