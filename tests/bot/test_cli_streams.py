"""What a terminal is taken to be able to do, and long work on it."""

import io
import signal

import pytest

from bot.cli.progress import stopping, with_bar
from bot.cli.streams import WIDEST, clean_argument, surface
from bot.terminal import PLAIN


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch):
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return Terminal()


def test_a_terminal_has_width_colours_and_links(terminal):
    shown = surface(terminal)
    assert (shown.width, shown.colour, shown.links) == (80, True, True)


def test_a_pipe_has_nothing_of_it():
    assert surface(io.StringIO()) == PLAIN


def test_no_color_is_honoured(terminal, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    shown = surface(terminal)
    assert (shown.width, shown.colour, shown.links) == (80, False, False)


def test_an_empty_no_color_means_nothing(terminal, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "")
    assert surface(terminal).colour


def test_a_dumb_terminal_gets_no_escape_sequence(terminal, monkeypatch):
    monkeypatch.setenv("TERM", "dumb")
    assert not surface(terminal).colour


def test_the_console_without_hyperlinks_gets_none(terminal, monkeypatch):
    monkeypatch.setenv("TERM", "linux")
    assert surface(terminal).colour
    assert not surface(terminal).links


def test_lines_are_no_longer_than_can_be_read(terminal, monkeypatch):
    monkeypatch.setenv("COLUMNS", "300")
    assert surface(terminal).width == WIDEST


def test_bytes_that_are_no_text_become_replacements():
    assert clean_argument(b"caf\xe9".decode("utf-8", "surrogateescape")) == "caf\ufffd"


def test_the_first_ctrl_c_lets_the_step_end():
    with stopping() as stopped:
        assert not stopped()
        signal.raise_signal(signal.SIGINT)
        assert stopped()


def test_the_second_ctrl_c_interrupts():
    with stopping():
        signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_ctrl_c_is_as_before_afterwards():
    before = signal.getsignal(signal.SIGINT)
    with stopping():
        pass
    assert signal.getsignal(signal.SIGINT) is before


def test_a_bar_leaves_the_items_alone(monkeypatch):
    monkeypatch.setattr("sys.stderr", Terminal())
    assert list(with_bar(["a", "b"], 2, "Adding")) == ["a", "b"]


def test_without_a_terminal_there_is_no_bar(capsys):
    assert list(with_bar(["a"], 1, "Adding")) == ["a"]
    assert capsys.readouterr().err == ""
