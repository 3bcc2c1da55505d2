"""`quoth ask`: plain text in a pipe, JSON, questions from standard input, exit codes."""

import json
import os
import subprocess
import sys

import pytest

from tests.bot.command_line import ROOT

AUTHOR = "Who wrote the article?"


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


def test_an_answer_is_the_quote_and_its_citation(quoth):
    ran = quoth("ask", AUTHOR)
    quote, citation = ran.out.splitlines()[:2]
    assert quote == "Christine\N{NO-BREAK SPACE}Karelska"  # to the letter
    assert citation.startswith("— Christine Karelska, “NATO vs CSTO")
    assert (ran.code, ran.err) == (0, "")


def test_the_words_need_no_quotes(quoth):
    assert quoth("ask", *AUTHOR.split()).out == quoth("ask", AUTHOR).out


def test_no_answer_has_its_reason_and_exit_code_1(quoth):
    quoth("remove", "nato", "--yes")
    ran = quoth("ask", "How do I bake zebra-striped muffins?")
    assert (ran.code, ran.err) == (1, "")
    assert ran.out.strip()


def test_json_has_the_documented_fields(quoth):
    ran = quoth("ask", "--json", AUTHOR)
    (answer,) = lines(ran.out)
    assert {"question", "status", "confidence", "excerpts", "suggestion", "reason"} <= set(answer)
    excerpt = answer["excerpts"][0]
    assert {"text", "start", "end", "score", "highlights", "passage", "citation"} <= set(excerpt)
    assert set(excerpt["citation"]) == {
        "document", "title", "author", "publisher", "published", "url", "section", "paragraph",
        "page", "text",
    }  # fmt: skip


def test_the_quote_stands_in_the_shown_document_at_its_offsets(quoth):
    excerpt = lines(quoth("ask", "--json", "What is the CSTO?").out)[0]["excerpts"][0]
    document = json.loads(quoth("show", excerpt["citation"]["document"], "--json").out)
    assert document["text"][excerpt["start"] : excerpt["end"]] == excerpt["text"]


def test_standard_input_gives_an_answer_for_every_line(quoth):
    given = f"{AUTHOR}\n\nHow do zebras fly?\n"
    answers = lines(quoth("ask", "--json", "-", given=given).out)
    assert [answer["question"] for answer in answers] == [AUTHOR, "", "How do zebras fly?"]
    assert answers[0]["status"] == "answered"


def test_a_question_that_is_too_long_does_not_stop_the_next(quoth):
    given = "why " * 20_000 + f"\n{AUTHOR}\n"
    first, second = lines(quoth("ask", "--json", "-", given=given).out)
    assert first["status"] == "no_answer"
    assert first["reason"]
    assert second["status"] == "answered"


def test_exit_code_1_if_no_line_has_an_answer(quoth):
    assert quoth("ask", "--json", "-", given="Hello!\nThank you.\n").code == 1


def test_no_line_at_all_is_misuse(quoth):
    ran = quoth("ask", "-", given="")
    assert (ran.code, ran.out) == (2, "")
    assert "no question" in ran.err


def test_context_shows_the_passage(quoth):
    question = "What is the CSTO?"
    assert len(quoth("ask", "--context", question).out) > len(quoth("ask", question).out)


def test_explain_names_the_terms(quoth):
    ran = quoth("ask", "--explain", "What did the Madrid summit decide?")
    assert "Why this passage" in ran.out
    assert "madrid" in ran.out


def test_excerpts_are_at_most_as_many_as_wished(quoth):
    answer = lines(quoth("ask", "--json", "-n", "1", "What did the Madrid summit decide?").out)[0]
    assert len(answer["excerpts"]) <= 1


def test_only_the_named_source_is_searched(quoth):
    quoth.folder.joinpath("moon.txt").write_text("The moon door opens at ten.\n")
    quoth("add", "moon.txt")
    question = "When does the moon door open?"
    assert "opens at ten" in quoth("ask", "--source", "moon", question).out
    assert "opens at ten" not in quoth("ask", "--source", "nato", question).out


def test_an_unknown_source_is_one_line(quoth):
    ran = quoth("ask", "--source", "nothing like it", AUTHOR)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 1


def test_thresholds_of_the_operator_count(quoth):
    question = "What did the Madrid summit decide?"
    free = lines(quoth("ask", "--json", question).out)[0]
    strict = quoth("ask", "--json", question, QUOTH_ANSWERED_ABOVE="1.0", QUOTH_UNSURE_ABOVE="0.0")
    assert free["excerpts"]
    assert lines(strict.out)[0]["status"] == "unsure"


def test_settings_may_stand_in_a_file(quoth):
    other = quoth.folder / "other.db"
    quoth.folder.joinpath(".env").write_text(f"QUOTH_LIBRARY={other}\n")
    assert quoth.process("sources", QUOTH_LIBRARY="").code == 0
    assert other.exists()


def test_a_closed_pipe_is_no_error(quoth):
    asked = subprocess.Popen(
        [sys.executable, "-m", "bot", "ask", "--json", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"QUOTH_LIBRARY": str(quoth.folder / "l.db"), "PYTHONPATH": str(ROOT)},
        cwd=quoth.folder,
    )
    asked.stdin.write(f"{AUTHOR}\n".encode() * 3)
    asked.stdin.flush()
    assert asked.stdout.readline()
    asked.stdout.close()
    with asked.stdin:
        asked.stdin.write(f"{AUTHOR}\n".encode() * 200)
    with asked.stderr:
        assert asked.stderr.read() == b""
    assert asked.wait() == 141


def test_a_plain_locale_still_prints_every_letter(quoth):
    plain = {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    ran = quoth.process("ask", AUTHOR, **plain)
    assert "“NATO vs CSTO — Who Will Gain the Upper Hand?”" in ran.out
    assert ran.code == 0


@pytest.mark.parametrize(
    ("arguments", "unwanted"),
    [
        (["ask", "--json", AUTHOR], ["discord", "aiohttp", "prompt_toolkit", "rich", "markdown_it",
                                     "yaml", "lxml", "docutils", "knowledge.readers", "urllib3",
                                     "pydantic_settings"]),
        (["--help"], ["numpy", "pydantic", "discord"]),
        (["ask", "--help"], ["numpy", "pydantic", "discord"]),
    ],
    ids=["ask", "help", "help of a command"],
)  # fmt: skip
def test_a_cold_start_loads_only_what_it_needs(quoth, arguments, unwanted):
    library = quoth.folder / "library.db"
    quoth("sources")  # the first start makes the library
    code = (
        f"import sys\nfrom bot.cli import main\nmain({arguments!r})\n"
        "print(*sys.modules, sep='\\n', file=sys.stderr)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"QUOTH_LIBRARY": str(library), "PYTHONPATH": str(ROOT)},
        cwd=quoth.folder,
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(ran.stderr.split()).isdisjoint(unwanted)
