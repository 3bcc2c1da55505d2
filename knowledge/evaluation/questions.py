"""Question sets from files: lines of JSON, or SQuAD 2.0."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.errors import QuothError
from knowledge.models import Block, Draft, Metadata


class QuestionFileError(QuothError):
    """A file of questions could not be read; the message names the line or the field."""


class Question(BaseModel):
    """A question with what counts as its answer.

    `gold` holds exact parts of the source, each of which alone answers; `source` the document that
    it was written for, where the file says so; `conversation` the one that it is a turn of.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    question: str
    kind: str = "other"
    answerable: bool = True
    gold: tuple[str, ...] = ()
    source: str | None = None
    conversation: str | None = None
    spans: tuple[tuple[int, int], ...] = ()
    """Where the answers stand in the text of `source`, if that is known."""


@dataclass(frozen=True)
class Squad:
    """A SQuAD 2.0 file: its articles as documents of one paragraph a block, and its questions.

    A question's `source` is its article; `paragraphs` says in which paragraph (counted from 1 in
    the article) it stands.
    """

    drafts: dict[str, Draft]
    questions: tuple[Question, ...]
    paragraphs: dict[str, int]
    answers: dict[str, tuple[tuple[int, int], ...]]
    """Of each answerable question: where its answers stand in the article's text."""


def read_questions(path: Path) -> tuple[Question, ...]:
    """Return the questions of a file of JSON lines; raises QuestionFileError."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip():
            try:
                found.append(Question.model_validate_json(line))
            except ValidationError as error:
                problem = error.errors()[0]
                where = ".".join(str(part) for part in problem["loc"]) or "line"
                message = f"{path.name}, line {number}: {where}: {problem['msg']}"
                raise QuestionFileError(message) from None
    if not found:
        raise QuestionFileError(f"{path.name} holds no question.")
    return tuple(found)


def read_squad(path: Path) -> Squad:
    """Return the articles and questions of a SQuAD 2.0 file; raises QuestionFileError."""
    squad = Squad({}, (), {}, {})
    questions: list[Question] = []
    try:
        for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
            questions += _read_article(article, squad)
    except (ValueError, KeyError, TypeError) as error:
        raise QuestionFileError(f"{path.name} is not a SQuAD 2.0 file ({error!r}).") from None
    return Squad(squad.drafts, tuple(questions), squad.paragraphs, squad.answers)


def _read_article(article: dict[str, Any], squad: Squad) -> list[Question]:
    name = article["title"]
    text, blocks, questions = "", [], []
    for number, paragraph in enumerate(article["paragraphs"], start=1):
        start = len(text)
        text += paragraph["context"].rstrip() + "\n\n"
        blocks.append(Block(kind="paragraph", start=start, end=len(text) - 2))
        for asked in paragraph["qas"]:
            spans = tuple(
                (start + a["answer_start"], start + a["answer_start"] + len(a["text"]))
                for a in asked["answers"]
            )
            questions.append(_question(asked, name, spans))
            squad.paragraphs[asked["id"]] = number
            squad.answers[asked["id"]] = spans
    metadata = Metadata(title=name.replace("_", " "), language="en")
    squad.drafts[name] = Draft(
        text=text, blocks=tuple(blocks), metadata=metadata, media_type="text/plain"
    )
    return questions


def _question(asked: dict[str, Any], source: str, spans: tuple[tuple[int, int], ...]) -> Question:
    return Question(
        id=asked["id"],
        question=asked["question"],
        kind="adversarial" if asked.get("is_impossible") else "answerable",
        answerable=not asked.get("is_impossible", False),
        gold=tuple(dict.fromkeys(answer["text"] for answer in asked["answers"])),
        source=source,
        spans=spans,
    )
