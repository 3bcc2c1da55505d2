"""Documents for the tests of answering: the bundled article, and texts given in the test."""

from functools import cache
from importlib import resources

from knowledge.evaluation.memory import MemorySources
from knowledge.fetch import Source
from knowledge.models import Draft
from knowledge.readers import read


def draft(text: str, name: str = "text.md") -> Draft:
    return read(Source(text.encode(), name, name))


@cache
def article() -> MemorySources:
    name = "nato-vs-csto.md"
    data = (resources.files("knowledge") / "articles" / name).read_bytes()
    return MemorySources({"article": read(Source(data, name, name))})


def sources(**texts: str) -> MemorySources:
    return MemorySources({name: draft(text, f"{name}.md") for name, text in texts.items()})
