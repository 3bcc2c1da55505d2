"""`quoth ask`: one question, or one a line of standard input, to answers on standard output.

What `--help` does not need is imported in the functions: the models alone take a tenth of a second.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli import streams
from bot.cli.common import complete_document, json_option, library_option, open_library, thresholds
from bot.cli.documented import Documented
from bot.cli.quick import uncollected

if TYPE_CHECKING:
    from bot.terminal.surface import Surface
    from knowledge import Answer, Library, Thresholds

MOST_EXCERPTS = 20

_ALWAYS = {"question", "status", "confidence", "excerpts", "suggestion", "reason"}
"""What `--json` always prints; the other fields only where they hold something."""


@dataclass(frozen=True)
class Wish:
    """How the answers are wanted."""

    excerpts: int
    context: bool
    as_json: bool
    explain: bool
    sources: tuple[str, ...]
    thresholds: Thresholds | None


excerpts_option = click.option(
    "-n",
    "--excerpts",
    type=click.IntRange(1, MOST_EXCERPTS),
    default=3,
    show_default=True,
    help="How many excerpts at most.",
)

sources_option = click.option(
    "--source",
    "sources",
    multiple=True,
    metavar="DOC",
    shell_complete=complete_document,
    help="Search only this document (its id or part of its title); may be repeated.",
)


@click.command(
    cls=Documented,
    examples=(
        "quoth ask Which countries belong to the CSTO",
        'quoth ask "Who wrote the article?" --json',
        "quoth ask --source nato -n 1 --context What happened in Madrid",
        "quoth ask --json - < questions.txt",
        "quoth ask -- --what does this flag do",
    ),
)
@click.argument("words", nargs=-1, required=True, metavar="QUESTION...")
@excerpts_option
@click.option("--context", is_flag=True, help="Show the passage around each excerpt.")
@json_option
@click.option("--explain", is_flag=True, help="Show terms, their weights, and why this sentence.")
@sources_option
@library_option
@click.pass_context
def ask(
    ctx: click.Context,
    /,
    *,
    words: tuple[str, ...],
    excerpts: int,
    context: bool,
    as_json: bool,
    explain: bool,
    sources: tuple[str, ...],
    library: Path | None,
) -> None:
    """Answer a question with the sources' own words.

    The words need no quotes. `-` as the question reads one question a line from standard input.
    With --json each answer is one line of JSON.

    Exit codes: 0 answered or unsure, 1 no answer (to none of the questions), 2 misuse or failure.
    """
    wish = Wish(excerpts, context, as_json, explain, sources, thresholds())
    if words == ("-",):
        with open_library(library) as opened:
            found = _answer_lines(opened, wish)
    else:
        question = streams.clean_argument(" ".join(words))
        with uncollected(), open_library(library) as opened:
            found = _print(_ask(opened, question, wish), wish, streams.surface())
    ctx.exit(0 if found else 1)


def answer_as_json(answer: Answer) -> str:
    """Return `answer` as one line of JSON of the documented shape."""
    from bot.terminal.safe import escape_json

    absent = {
        name
        for name in type(answer).model_fields
        if name not in _ALWAYS and getattr(answer, name) is None
    }
    return escape_json(answer.model_dump_json(exclude=absent))


def _ask(library: Library, question: str, wish: Wish) -> Answer:
    return library.ask(
        question,
        sources=wish.sources,
        excerpts=wish.excerpts,
        explain=wish.explain,
        thresholds=wish.thresholds,
    )


def _print(answer: Answer, wish: Wish, surface: Surface) -> bool:
    """Print `answer` as wished and return whether there was one."""
    if wish.as_json:
        streams.show(answer_as_json(answer))
    else:
        from bot.terminal.answers import render_answer

        streams.show(render_answer(answer, surface, context=wish.context))
        if answer.explanation is not None:
            from bot.terminal.explanations import render_explanation

            streams.show("\n" + render_explanation(answer.explanation, surface))
    return answer.status != "no_answer"


def _answer_lines(library: Library, wish: Wish) -> bool:
    """Answer every line of standard input, blank ones too: output lines match input lines."""
    from bot.terminal.safe import one_line

    surface = streams.surface()
    found = asked = False
    for line in sys.stdin:
        question = line.strip()
        if not wish.as_json:
            streams.show(("\n" if asked else "") + surface.bold(f"? {one_line(question)}") + "\n")
        asked = True
        found |= _print(_ask_leniently(library, question, wish), wish, surface)
    if not asked:
        raise click.UsageError("There is no question on standard input.")
    return found


def _ask_leniently(library: Library, question: str, wish: Wish) -> Answer:
    """Answer one of many questions: a bad one gets its reason and does not stop the rest."""
    from knowledge import Answer, InvalidQuestion

    try:
        return _ask(library, question, wish)
    except InvalidQuestion as error:
        return Answer(question=question, status="no_answer", confidence=0.0, reason=str(error))
