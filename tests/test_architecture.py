"""The law of the layout, read from the imports: what stands lower may use what stands above it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import knowledge
from knowledge import evaluation

ROOT = Path(__file__).parent.parent

ORDER = (
    "errors",
    "models",
    "analysis",
    "words",
    "sentences",
    "fetch",
    "readers",
    "passages",
    "store",
    "index",
    "question",
    "selection",
    "answers",
    "library",
    "evaluation",
    "fitting",
)
"""knowledge's modules, each of which may import those before it."""

DOORS = ("knowledge", "knowledge.errors", "knowledge.models", "knowledge.library")
"""Where front ends may take the public names from: the package, or the public name's own module."""

FOREIGN = {
    "discord": "bot",
    "rich": "bot",
    "click": "bot",
    "prompt_toolkit": "bot",
    "platformdirs": "bot",
    "pydantic_settings": "bot",
    "rank_bm25": "knowledge/index",
    "sqlite3": "knowledge/store",
}
"""Libraries that belong to one part of the product."""

EXCEPTIONS = {
    ("knowledge/library/indexes.py", "sqlite3"): "an empty SQLite file is the lock of an index",
    ("knowledge/library/exchange.py", "sqlite3"): "an export saves what a damaged file still has",
    ("knowledge/library/checking.py", "sqlite3"): "a damaged row must not end the whole check",
}


def modules(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    """Yield every name that a file imports, also inside functions, with the module it is from."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def home(path: Path) -> str:
    """Return the module of knowledge that a file belongs to: the folder or file below knowledge."""
    return path.relative_to(ROOT / "knowledge").parts[0].removesuffix(".py")


def is_in(path: Path, place: str) -> bool:
    return path.relative_to(ROOT).as_posix().startswith((f"{place}/", f"{place}.py"))


def test_every_module_of_knowledge_has_its_place():
    homes = {home(path) for path in modules("knowledge")} - {"__init__"}
    assert homes <= set(ORDER)


@pytest.mark.parametrize("path", modules("knowledge"), ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_imports_only_what_stands_above_it(path):
    if home(path) == "__init__":
        return
    allowed = ORDER[: ORDER.index(home(path)) + 1]
    used = {name.split(".")[1] for name in imports(path) if name.startswith("knowledge.")}
    # `from knowledge import readers` names a module, too
    assert used <= set(allowed), f"{path} imports {used - set(allowed)}"


def test_knowledge_knows_nothing_of_its_front_ends():
    users = [
        path
        for path in modules("knowledge")
        if any(name.partition(".")[0] == "bot" for name in imports(path))
    ]
    assert users == []


@pytest.mark.parametrize("path", modules("bot"), ids=lambda p: str(p.relative_to(ROOT)))
def test_front_ends_use_only_the_public_names(path):
    used = {name for name in imports(path) if name.partition(".")[0] == "knowledge"}
    public = {f"{door}.{name}" for door in DOORS for name in knowledge.__all__}
    public |= {f"knowledge.evaluation.{name}" for name in evaluation.__all__}
    assert used <= public, f"{path} reaches behind the door: {used - public}"


@pytest.mark.parametrize(("library", "place"), FOREIGN.items(), ids=FOREIGN)
def test_a_library_is_used_in_one_place(library, place):
    users = {
        path.relative_to(ROOT).as_posix()
        for path in modules("knowledge") + modules("bot")
        if any(name.partition(".")[0] == library for name in imports(path))
        and not is_in(path, place)
        and (path.relative_to(ROOT).as_posix(), library) not in EXCEPTIONS
    }
    # the bot keeps its own state in SQLite
    assert {
        user for user in users if not (library == "sqlite3" and user.startswith("bot/"))
    } == set()


@pytest.mark.parametrize("path", modules("knowledge"), ids=lambda p: str(p.relative_to(ROOT)))
def test_knowledge_neither_prints_nor_reads_the_environment(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)} | {
        ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)
    }
    assert calls.isdisjoint({"print", "input", "os.getenv", "os.environ", "sys.stdout"})
