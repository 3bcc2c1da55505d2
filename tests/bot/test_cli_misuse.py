"""Whatever goes wrong is one clear line on standard error, and exit code 2."""

import pytest

CASES = {
    "no command of that name": (["askk"], "Did you mean 'ask'?"),
    "an option that is not there": (["ask", "--jsn", "x"], "quoth ask --help"),
    "no question": (["ask"], "quoth ask --help"),
    "too many excerpts": (["ask", "-n", "99", "x"], "quoth ask --help"),
    "no such file": (["add", "nowhere.pdf"], "nowhere.pdf"),
    "no such document": (["show", "nowhere"], "nowhere"),
    "no such folder": (["sync", "nowhere"], "nowhere"),
    "no export": (["import", "nowhere.zip"], "nowhere.zip"),
    "no backup": (["restore", "nowhere.db"], "nowhere.db"),
    "a shell that is not there": (["completion", "csh"], "csh"),
    "a library that is a folder": (["sources", "--library", "."], "."),
    "control characters": (["show", "a\x1b[31mb\nc"], "No document"),
}


@pytest.mark.parametrize(("arguments", "hint"), CASES.values(), ids=CASES)
def test_misuse_is_one_line_that_helps_on(quoth, arguments, hint):
    ran = quoth(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 1
    assert hint in ran.err
    assert "\x1b" not in ran.err
    assert "Traceback" not in ran.err


def test_a_damaged_library_is_one_line(quoth):
    quoth.folder.joinpath("library.db").write_bytes(b"no library at all " * 100)
    ran = quoth("ask", "Who wrote it?")
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)


def test_debug_prints_the_trace(quoth):
    ran = quoth("--debug", "show", "nowhere")
    assert ran.code == 2
    assert "Traceback" in ran.err


def test_the_version_is_printed(quoth):
    ran = quoth("--version")
    assert ran.code == 0
    assert ran.out.startswith("quoth ")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_call_quoth(quoth, shell):
    assert "_QUOTH_COMPLETE" in quoth("completion", shell).out


def test_documents_are_completed(quoth):
    quoth("sources")
    ran = quoth.process(
        _QUOTH_COMPLETE="bash_complete", COMP_WORDS="quoth show nato", COMP_CWORD="2"
    )
    assert ran.out.startswith("plain,")
