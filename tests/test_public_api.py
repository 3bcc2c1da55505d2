"""What `knowledge` shows to the front ends, and what importing it costs."""

import subprocess
import sys

import pytest

import knowledge
from knowledge import errors


def loaded_after(code: str) -> set[str]:
    """Return the modules that a fresh interpreter holds after running `code`."""
    shown = f"{code}\nimport sys\nprint('\\n'.join(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", shown], capture_output=True, text=True, check=True)
    return set(ran.stdout.split())


def test_the_names_are_sorted_and_named_once():
    assert list(knowledge.__all__) == sorted(set(knowledge.__all__), key=sort_key)


def sort_key(name: str) -> tuple[int, str]:
    """Order as isort and ruff do: constants, classes, functions."""
    return (0 if name.isupper() else 1 if name[0].isupper() else 2, name)


@pytest.mark.parametrize("name", knowledge.__all__)
def test_every_name_is_there(name):
    assert getattr(knowledge, name) is not None
    assert name in dir(knowledge)


def test_every_error_is_public():
    tree = {
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, Exception)
    }
    assert tree <= set(knowledge.__all__)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = knowledge.nothing


def test_importing_the_package_loads_nothing_heavy():
    assert loaded_after("import knowledge").isdisjoint({"numpy", "pydantic", "sqlite3"})


def test_the_errors_cost_nothing_more():
    assert loaded_after("from knowledge import QuothError").isdisjoint({"numpy", "pydantic"})


def test_asking_a_known_library_loads_no_reader_and_no_front_end(tmp_path):
    with knowledge.Library.open(tmp_path / "library.db") as library:
        library.ask("Who leads the CSTO?")
    code = (
        "from pathlib import Path\n"
        "from knowledge import Library\n"
        f"with Library.open(Path({str(tmp_path / 'library.db')!r})) as library:\n"
        "    library.ask('Who leads the CSTO?')\n"
    )
    unwanted = {"discord", "aiohttp", "rich", "prompt_toolkit", "markdown_it", "yaml", "urllib3"}
    assert loaded_after(code).isdisjoint(unwanted | {"knowledge.readers", "charset_normalizer"})
