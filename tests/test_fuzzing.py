"""Every nasty input, and any text, keeps every promise that fuzzing watches over."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS

NASTY = sorted(path for path in (Path(__file__).parent / "data" / "nasty").iterdir())


@pytest.mark.parametrize("path", NASTY, ids=lambda path: path.name)
@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS.keys())
def test_no_nasty_input_breaks_a_promise(target, path: Path) -> None:
    target(path.read_bytes())


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS.keys())
@given(text=st.text(max_size=300))
def test_no_text_breaks_a_promise(target, text: str) -> None:
    target(text.encode("utf-8", "surrogatepass"))
