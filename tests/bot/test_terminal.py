"""What a terminal shows of an answer, compared whole with golden files at a fixed width."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.terminal import (
    PLAIN,
    Surface,
    render_answer,
    render_document,
    render_documents,
    render_explanation,
    render_findings,
    render_passages,
    render_receipt,
    render_summary,
    render_sync,
)
from knowledge.models import Answer, Citation, SyncReport
from tests.bot.terminal_examples import (
    CHINESE,
    DOCUMENT,
    EXPLANATION,
    FINDINGS,
    HOSTILE,
    INFO,
    MEMBERS,
    PASSAGES,
    QUESTION,
    RECEIPTS,
    answered,
)

COLOURED = Surface(width=60, colour=True, links=True)
COLOURLESS = Surface(width=60)

Check = Callable[[str, str], None]


@pytest.mark.parametrize(
    ("name", "surface"), [("coloured", COLOURED), ("colourless", COLOURLESS), ("pipe", PLAIN)]
)
def test_answer_is_shown_as_in_the_golden_file(
    name: str, surface: Surface, check_golden: Check
) -> None:
    answer = answered(MEMBERS, CHINESE, HOSTILE)
    check_golden(f"terminal/answer_{name}.txt", render_answer(answer, surface, context=True))


def test_pipe_gets_the_excerpts_words_unchanged_with_one_blank_line_between() -> None:
    text = render_answer(answered(MEMBERS, CHINESE), PLAIN)
    assert text == (
        f"{MEMBERS.text}\n— {MEMBERS.citation.text}\n\n{CHINESE.text}\n— {CHINESE.citation.text}"
    )


def test_unsure_answer_says_so_before_its_excerpts() -> None:
    answer = answered(MEMBERS).model_copy(update={"status": "unsure"})
    first, rest = render_answer(answer, PLAIN).split("\n\n", 1)
    assert first.startswith("Not sure")
    assert rest.startswith(MEMBERS.text)


def test_refusal_shows_reason_and_suggestion() -> None:
    answer = Answer(
        question=QUESTION,
        status="no_answer",
        confidence=0.0,
        reason="No source has the word “zebra”.",
        suggestion="Which countries belong to NATO?",
    )
    assert render_answer(answer, PLAIN) == (
        "No source has the word “zebra”.\n\nDid you mean: Which countries belong to NATO?"
    )


def test_follow_up_says_what_was_searched() -> None:
    answer = answered(MEMBERS).model_copy(update={"searched": "belarus csto"})
    assert render_answer(answer, PLAIN).startswith("Searched: belarus csto\n\n")


def test_other_places_with_the_same_words_are_named() -> None:
    also = Citation(document="b", text="“Another report”, p. 3")
    excerpt = MEMBERS.model_copy(update={"also_in": (also,)})
    assert render_answer(answered(excerpt), PLAIN).endswith("Also in: “Another report”, p. 3")


def test_passages_emphasise_the_excerpt() -> None:
    text = render_passages([MEMBERS], Surface(width=400, colour=True))
    assert f"\x1b[1;33m{MEMBERS.text}\x1b[0m None left." in text


@pytest.mark.parametrize("surface", [COLOURED, COLOURLESS, PLAIN])
def test_every_line_of_an_excerpt_is_followed_by_its_citation(surface: Surface) -> None:
    text = render_answer(answered(MEMBERS, MEMBERS), surface)
    assert text.count("— Christine Karelska") == 2


def test_documents_as_a_table(check_golden: Check) -> None:
    other = INFO.model_copy(update={"id": "x", "metadata": CHINESE_METADATA, "passages": 120})
    check_golden("terminal/documents.txt", render_documents([INFO, other], Surface(width=72)))


CHINESE_METADATA = INFO.metadata.model_copy(
    update={"title": "集体安全条约组织的成员国", "author": None}
)


def test_empty_library_says_how_to_add() -> None:
    assert "quoth add" in render_documents([], PLAIN)


def test_document_with_outline_and_numbers(check_golden: Check) -> None:
    text = render_document(DOCUMENT, INFO, PASSAGES, COLOURLESS)
    check_golden("terminal/document.txt", text)


def test_explanation_adds_up_before_the_readers_eyes(check_golden: Check) -> None:
    check_golden("terminal/explanation.txt", render_explanation(EXPLANATION, COLOURLESS))


def test_findings_come_with_their_remedies(check_golden: Check) -> None:
    check_golden("terminal/findings.txt", render_findings(FINDINGS, COLOURLESS) + "\n")


def test_receipts_name_every_reason(check_golden: Check) -> None:
    lines = [render_receipt(receipt, PLAIN) for receipt in RECEIPTS]
    lines.append(render_summary(RECEIPTS, stopped=True))
    check_golden("terminal/receipts.txt", "\n".join(lines) + "\n")


def test_dry_run_says_that_nothing_was_changed() -> None:
    report = SyncReport(receipts=RECEIPTS[:1], removed=(INFO,), dry_run=True)
    text = render_sync(report, PLAIN)
    assert "Nothing was changed (dry run): 1 added" in text
    assert "removed    nato" in text
