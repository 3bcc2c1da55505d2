"""What is shipped: pinned dependencies, the container's promises, the article's own licence."""

import re
import tomllib

import pytest
import yaml

from tests.documentation import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CONSTRAINTS = ["constraints.txt", ".ci/build-constraints.txt"]


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def plain(requirement: str) -> str:
    """Return a requirement's name as indexes compare names (PEP 503)."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=~! ]", requirement)[0]).lower()


def pinned(name: str) -> set[str]:
    return {plain(line) for line in text(name).splitlines() if "==" in line}


def instructions() -> list[str]:
    return re.sub(r"\\\n\s*", " ", re.sub(r"(?m)^\s*#.*\n", "", text("Dockerfile"))).splitlines()


def test_every_dependency_of_the_container_is_pinned():
    extras = PROJECT["optional-dependencies"]
    wanted = PROJECT["dependencies"] + [
        each for name in ("office", "pdf", "rst") for each in extras[name]
    ]
    assert {plain(each) for each in wanted} <= pinned("constraints.txt")


def test_the_build_backend_is_pinned():
    backend = tomllib.loads(text("pyproject.toml"))["build-system"]["requires"]
    assert {plain(each) for each in backend} <= pinned(".ci/build-constraints.txt")


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_every_pin_has_hashes_and_no_host(name):
    found = text(name)
    assert "://" not in found
    entries = re.split(r"(?m)^(?=[a-z])", re.sub(r"(?m)^#.*\n", "", found))
    assert [each for each in entries if each.strip() and "--hash=sha256:" not in each] == []


def test_the_image_does_not_run_as_root():
    assert [line for line in instructions() if line.startswith("USER ")] == ["USER 10001:10001"]


def test_the_image_is_slim_and_built_in_stages():
    bases = [line.split()[1] for line in instructions() if line.startswith("FROM ")]
    assert len(bases) > 1
    assert all(base.endswith("-slim") for base in bases)


def test_the_image_starts_the_bot_and_checks_it():
    found = "\n".join(instructions())
    assert 'ENTRYPOINT ["quoth"]' in found
    assert 'CMD ["discord"]' in found
    assert 'CMD ["quoth", "doctor", "--bot"]' in found


def test_what_the_image_copies_is_let_through_and_there():
    rules = text(".dockerignore").splitlines()
    for line in instructions():
        if line.startswith("COPY ") and "--from" not in line:
            for source in line.split()[1:-1]:
                assert (ROOT / source).exists()
                assert f"!{source}" in rules


def test_the_service_may_write_only_its_volume():
    service = yaml.safe_load(text("compose.yaml"))["services"]["quoth"]
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert service["volumes"] == ["library:/data"]
    assert "no-new-privileges:true" in service["security_opt"]


def test_the_licence_leaves_the_article_out():
    licence = text("LICENSE")
    article = "knowledge/articles/nato-vs-csto.md"
    assert (ROOT / article).is_file()
    assert article in licence
    assert "© Visegrad Insight and Christine Karelska" in licence


def test_the_changelog_has_the_version_or_what_comes_next():
    headings = re.findall(r"(?m)^## \[(.+?)\]", text("CHANGELOG.md"))
    assert headings[0] in {"Unreleased", PROJECT["version"]}
