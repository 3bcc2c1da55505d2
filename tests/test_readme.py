"""The documentation is true: commands exist, links lead somewhere, made parts are current."""

import re
import shlex

import click
import pytest

from bot.cli.root import EXAMPLES, cli
from tests import documentation
from tests.documentation import REFERENCE, ROOT, commands, help_of, reference

README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
NAMES = [page.name for page in PAGES]


def command_lines(text: str) -> list[str]:
    """Return the `quoth …` lines of code blocks, and the `quoth …` spans of running text."""
    blocks = re.findall(r"```(?:sh)?\n(.*?)```", text, flags=re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    spans = re.findall(r"`(quoth [^`]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    return [line for line in [*lines, *spans] if line.startswith("quoth ")]


def check_command_line(line: str) -> None:
    """Parse a documented command line as the program would, without running it."""
    words = shlex.split(re.split(r" [<|>] ", line)[0], comments=True)[1:]
    words = [word for word in words if word != "…"]
    if words[0].startswith("-") or words[0] == "COMMAND":
        return
    command = commands()[words[0]]
    context = click.Context(command, info_name=words[0], resilient_parsing=True)
    command.make_parser(context).parse_args(words[1:])


def test_the_reference_is_what_help_says():
    message = "run python -m tests.documentation"
    assert REFERENCE.read_text(encoding="utf-8") == reference(), message


def test_the_two_lines_of_the_start():
    assert (
        "python3 -m venv .venv && .venv/bin/pip install . && "
        '.venv/bin/quoth ask "Which countries belong to the CSTO?"'
    ) in README
    assert ".venv/bin/pip install '.[test]' && .venv/bin/python -m pytest" in README


def test_the_readme_is_short():
    assert len(README.splitlines()) <= 150


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_documented_command_line_is_understood(page):
    for line in command_lines(page.read_text(encoding="utf-8")):
        check_command_line(line)


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_link_in_the_repository_leads_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")):
        assert "://" in target or (page.parent / target).exists(), target


@pytest.mark.parametrize("name", commands())
def test_every_command_has_help_with_examples_that_work(name):
    command = commands()[name]
    assert "Examples:" in help_of(command, name)
    assert command.examples
    for example in command.examples:
        line = example[example.index("quoth ") :]
        check_command_line(line)


@pytest.mark.parametrize("name", commands())
def test_every_option_of_a_command_says_what_it_does(name):
    options = [each for each in commands()[name].params if isinstance(each, click.Option)]
    assert [each.name for each in options if not each.help] == []


def test_no_summary_is_cut_off():
    assert "..." not in re.sub(r"\[ARGS\]\.\.\.", "", help_of(cli, "quoth"))


@pytest.mark.parametrize("example", [line for line in EXAMPLES if "COMMAND" not in line])
def test_the_examples_of_the_root_work(example):
    check_command_line(example)


def test_the_picture_needs_nothing_from_elsewhere():
    drawn = documentation.PICTURE.read_text(encoding="utf-8")
    assert "http" not in drawn.replace("http://www.w3.org/2000/svg", "")
    assert "CSTO" in drawn
