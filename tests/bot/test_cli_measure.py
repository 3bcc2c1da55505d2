"""`quoth eval` and `quoth tune` on small question files with the bundled article."""

import json
import xml.etree.ElementTree as ElementTree

import pytest

ANSWERABLE = [
    {
        "id": "a1",
        "question": "Who wrote the article?",
        "kind": "meta",
        "gold": ["Christine Karelska"],
    },
    {
        "id": "a2",
        "question": "What drives Putin's decisions?",
        "kind": "direct",
        "gold": ["Aggressive realism and fear of losing power drive Putin’s decisions"],
    },
]
UNANSWERABLE = [
    {"id": "u1", "question": "How tall is Mont Blanc?", "kind": "offtopic", "answerable": False}
]
WRONG_GOLD = [{"id": "w1", "question": "Who wrote the article?", "gold": ["Leo Tolstoy"]}]

SQUAD = {
    "version": "v2.0",
    "data": [
        {
            "title": "Harbour",
            "paragraphs": [
                {
                    "context": "The harbour of Eastport opens at six. It was built in 1887.",
                    "qas": [
                        {
                            "id": "s1",
                            "question": "When was the harbour built?",
                            "is_impossible": False,
                            "answers": [{"text": "1887", "answer_start": 54}],
                        }
                    ],
                }
            ],
        }
    ],
}


@pytest.fixture
def questions(quoth):
    """Write a file of questions into the folder, and return its name."""

    def write(*lines, name="questions.jsonl"):
        text = "".join(json.dumps(line) + "\n" for line in lines)
        quoth.folder.joinpath(name).write_text(text, encoding="utf-8")
        return name

    return write


def test_figures_are_printed_overall_and_by_kind(quoth, questions):
    ran = quoth("eval", questions(*ANSWERABLE, *UNANSWERABLE))
    assert ran.code == 0
    lines = [" ".join(line.split()) for line in ran.out.splitlines()]
    assert "questions 3" in lines
    assert "hit@1 1.000" in lines
    assert "abstention recall 1.000" in lines
    assert {"direct", "meta", "offtopic"} <= {line.split(" ")[0] for line in lines}


def test_misses_show_what_was_said_and_what_was_wanted(quoth, questions):
    ran = quoth("eval", questions(*WRONG_GOLD, *ANSWERABLE), "--misses")
    missed = ran.out[ran.out.index("w1 [other]") :]
    assert "? Who wrote the article?" in missed
    assert "- Christine" in missed
    assert "+ Leo Tolstoy" in missed
    assert "a1" not in missed


def test_json_holds_figures_and_every_outcome(quoth, questions):
    run = json.loads(quoth("eval", questions(*ANSWERABLE), "--json").out)
    assert run["figures"]["hit_at_1"] == 1.0
    assert [outcome["question"]["id"] for outcome in run["outcomes"]] == ["a1", "a2"]


def test_a_run_is_compared_with_an_earlier_one(quoth, questions):
    file = questions(*ANSWERABLE)
    quoth.folder.joinpath("run.json").write_text(quoth("eval", file, "--json").out, "utf-8")
    ran = quoth("eval", file, "--compare", "run.json")
    assert "0 better, 0 worse of 2 questions." in ran.out


def test_runs_of_other_questions_cannot_be_compared(quoth, questions):
    earlier = quoth("eval", questions(*UNANSWERABLE), "--json").out
    quoth.folder.joinpath("run.json").write_text(earlier, "utf-8")
    ran = quoth("eval", questions(*ANSWERABLE), "--compare", "run.json")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "same questions" in ran.err


def test_a_file_that_is_no_run_is_refused(quoth, questions):
    ran = quoth("eval", questions(*ANSWERABLE), "--compare", questions({}, name="no.json"))
    assert ran.code == 2
    assert "quoth eval --json" in ran.err


def test_the_plot_is_an_svg(quoth, questions):
    assert quoth("eval", questions(*ANSWERABLE), "--plot", "plot.svg").code == 0
    drawn = ElementTree.parse(quoth.folder / "plot.svg").getroot()
    assert drawn.tag.endswith("svg")


def test_rankings_and_judgments_are_written_for_trec_eval(quoth, questions):
    quoth("eval", questions(*ANSWERABLE), "--run", "run.txt", "--qrels", "qrels.txt")
    run = [line.split() for line in quoth.folder.joinpath("run.txt").read_text().splitlines()]
    qrels = [line.split() for line in quoth.folder.joinpath("qrels.txt").read_text().splitlines()]
    assert {len(fields) for fields in run} == {6}
    judged = {(topic, passage) for topic, _, passage, _ in qrels}
    first = {topic: passage for topic, _, passage, rank, _, _ in run if rank == "1"}
    assert ("a2", first["a2"]) in judged


def test_a_squad_file_brings_its_own_texts(quoth):
    quoth.folder.joinpath("squad.json").write_text(json.dumps(SQUAD), encoding="utf-8")
    run = json.loads(quoth("eval", "squad.json", "--json").out)
    assert run["outcomes"][0]["hits"][0] is True
    assert not quoth.folder.joinpath("library.db").exists()


@pytest.mark.parametrize("text", ["", "{}\n", "no json\n", '{"data": 1}\n'])
def test_a_file_that_holds_no_questions_is_one_line(quoth, text):
    quoth.folder.joinpath("bad.jsonl").write_text(text, encoding="utf-8")
    ran = quoth("eval", "bad.jsonl")
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)


def test_tuned_thresholds_can_be_set_as_printed(quoth, questions):
    ran = quoth("tune", questions(*ANSWERABLE, *UNANSWERABLE), "--precision", "0.9")
    settings = dict(line.split("  #")[0].split("=") for line in ran.out.splitlines())
    assert set(settings) == {"QUOTH_ANSWERED_ABOVE", "QUOTH_UNSURE_ABOVE"}
    assert quoth("ask", ANSWERABLE[1]["question"], **settings).code == 0
    assert "few" in ran.err


def test_a_precision_that_cannot_be_reached_is_said(quoth, questions):
    ran = quoth("tune", questions(*WRONG_GOLD))
    assert ran.code == 0
    assert "no threshold" in ran.out
