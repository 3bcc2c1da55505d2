"""Paths to bytes, and names that strangers give."""

import os

import pytest

from knowledge.errors import SourceNotFound, SourceTooLarge, UnreadableSource
from knowledge.fetch import Limits, read_path, safe_name


def test_file_is_read_whole(tmp_path):
    path = tmp_path / "reef.txt"
    path.write_bytes(b"words\r\n")
    source = read_path(path)
    assert (source.data, source.name, source.origin) == (b"words\r\n", "reef.txt", str(path))


def test_missing_file(tmp_path):
    with pytest.raises(SourceNotFound, match=r"^There is no file .*reef\.txt\.$"):
        read_path(tmp_path / "reef.txt")


def test_folder_is_no_file(tmp_path):
    with pytest.raises(UnreadableSource, match="is a folder, not a file"):
        read_path(tmp_path)


def test_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UnreadableSource, match="is not an ordinary file"):
        read_path(tmp_path / "pipe")


def test_too_large_file_names_the_limit(tmp_path):
    path = tmp_path / "reef.txt"
    path.write_bytes(b"x" * 3000)
    with pytest.raises(SourceTooLarge, match=r"^reef\.txt is larger than the limit of 2 KB\.$"):
        read_path(path, Limits(source_bytes=2048))


@pytest.mark.parametrize("path", ["a\0b", "x" * 5000, "reef\nsecond line"])
def test_impossible_path_gets_one_line(path):
    with pytest.raises((SourceNotFound, UnreadableSource)) as caught:
        read_path(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("reef.txt", "reef.txt"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\reef.txt", "reef.txt"),
        ("re\x1b[31mef\n.txt", "re[31mef.txt"),
        ("exe\u202etxt.scr", "exetxt.scr"),
        ("..", "untitled"),
        ("", "untitled"),
        ("a/b/", "b"),
        ("灯台.md", "灯台.md"),
    ],
)
def test_name_from_a_stranger_is_made_safe(given, safe):
    assert safe_name(given) == safe


def test_long_name_keeps_its_ending():
    name = safe_name("x" * 500 + ".pdf")
    assert len(name) == 200
    assert name.endswith(".pdf")
