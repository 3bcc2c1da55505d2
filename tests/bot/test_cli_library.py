"""The commands that fill, list, move and check a library, and what they say about bad input."""

import asyncio
import json
import zipfile

import pytest

from bot import metrics
from bot.cli import health
from bot.cli.health import EXTRAS
from tests.bot.command_line import ROOT
from tests.knowledge.test_store_files import run_without_rights

MOON = "When does the moon door open?"


@pytest.fixture
def moon(quoth):
    path = quoth.folder / "moon.txt"
    path.write_text("The moon door opens at ten.\n")
    return path


def titles(quoth):
    return [each["metadata"]["title"] for each in json.loads(quoth("sources", "--json").out)]


def identifier(quoth, part):
    documents = json.loads(quoth("sources", "--json").out)
    return next(each["id"] for each in documents if part in each["origin"])


def test_what_was_added_is_listed_asked_and_removed(quoth, moon):
    assert quoth("add", moon, "--title", "The moon").out.startswith("added")
    assert "The moon" in quoth("sources").out
    assert "opens at ten" in quoth("ask", MOON).out
    assert quoth("remove", "The moon", "--yes").code == 0
    assert "opens at ten" not in quoth("ask", MOON).out


def test_adding_again_changes_nothing(quoth, moon):
    quoth("add", moon)
    assert quoth("add", moon).out.startswith("unchanged")


def test_standard_input_is_a_source(quoth):
    ran = quoth("add", "-", "--title", "A letter", given="The moon door opens at ten.\n")
    assert ran.code == 0
    assert "A letter" in titles(quoth)


def test_a_bad_file_does_not_stop_the_rest(quoth, moon):
    bad = quoth.folder / "bad.pdf"
    bad.write_bytes(b"%PDF-1.7 but nothing more")
    ran = quoth("add", bad, moon)
    assert ran.code == 2
    assert "1 added, 0 replaced, 0 unchanged, 1 failed" in ran.out
    assert "bad.pdf" in ran.out


def test_folders_are_filtered_by_patterns(quoth):
    notes = quoth.folder / "notes"
    (notes / "drafts").mkdir(parents=True)
    for name in ("a.md", "b.txt", "drafts/c.md", ".hidden.md"):
        notes.joinpath(name).write_text(f"# Note {name}\n\nThe word of {name} is ready.\n")
    ran = quoth("add", notes, "--glob", "*.md", "--exclude", "drafts/*", "--json")
    assert [receipt["source"].rpartition("/")[2] for receipt in json.loads(ran.out)] == ["a.md"]


ADD = """
import sys
from bot.cli import main
print(main(["add", "--library", sys.argv[1], sys.argv[2]]))
"""


@pytest.mark.parametrize("rights", [0o000, 0o444], ids=["closed", "names only"])
def test_a_folder_inside_that_cannot_be_read_does_not_stop_the_rest(tmp_path, rights):
    closed = tmp_path / "notes" / "closed"
    closed.mkdir(parents=True)
    (closed / "secret.txt").write_text("Nobody may read this.")
    (tmp_path / "notes" / "z.txt").write_text("The moon door opens at ten.")
    (tmp_path / "notes" / "link.txt").symlink_to(closed / "secret.txt")
    closed.chmod(rights)
    try:
        printed = run_without_rights(ADD, str(tmp_path / "library.db"), str(tmp_path / "notes"))
    finally:
        closed.chmod(0o755)
    *lines, code = printed
    assert code == "2"
    assert any(line.startswith("failed") and "closed may not be read" in line for line in lines)
    assert "1 added, 0 replaced, 0 unchanged, 1 failed" in lines[-1]


def test_a_title_for_two_sources_is_refused(quoth, moon):
    ran = quoth("add", moon, moon, "--title", "Both")
    assert ran.code == 2
    assert "--title fits one source" in ran.err


def test_a_wrong_date_is_refused_before_anything_is_read(quoth, moon):
    ran = quoth("add", moon, "--published", "3 May")
    assert ran.code == 2
    assert "2024-05-03" in ran.err


def test_removing_asks_and_takes_no_for_an_answer(quoth):
    ran = quoth("remove", "nato", given="n\n")
    assert "Nothing was removed." in ran.out
    assert len(titles(quoth)) == 1


def test_a_removed_article_stays_away(quoth):
    quoth("remove", "nato", "--yes")
    assert "no document in this library" in quoth("sources").out


def test_a_misspelt_second_name_removes_nothing(quoth, moon):
    quoth("add", moon)
    assert quoth("remove", "moon", "nothing", "--yes").code == 2
    assert len(titles(quoth)) == 2


def test_show_has_metadata_outline_and_numbered_text(quoth):
    out = quoth("show", "nato").out
    assert "Author: Christine Karelska" in out
    assert "Outline" in out
    assert "¶1" in out
    assert "passage 1 begins" in out


def test_sync_follows_a_folder(quoth):
    notes = quoth.folder / "notes"
    notes.mkdir()
    notes.joinpath("a.txt").write_text("The moon door opens at ten.\n")
    assert "dry run" in quoth("sync", notes, "--dry-run").out
    assert len(titles(quoth)) == 1
    assert "1 added" in quoth("sync", notes).out
    notes.joinpath("a.txt").unlink()
    assert "1 removed" in quoth("sync", notes).out


def test_an_export_is_imported_into_another_library(quoth, moon):
    quoth("add", moon)
    assert quoth("export", "all.zip").out == "Exported 2 documents to all.zip.\n"
    assert zipfile.is_zipfile("all.zip")
    ran = quoth("import", "all.zip", "--library", "other.db")
    assert ran.out == "1 added, 0 replaced, 1 unchanged, 0 failed.\n"
    assert "opens at ten" in quoth("ask", MOON, "--library", "other.db").out


def test_an_import_on_a_terminal_shows_how_far_it_is(quoth, moon):
    quoth("add", moon)
    quoth("export", "all.zip")
    ran = quoth.on_a_terminal("import", "all.zip", "--library", "other.db")
    assert ran.out == "1 added, 0 replaced, 1 unchanged, 0 failed.\n"
    assert "Indexing" in ran.err or "Reading" in ran.err


@pytest.mark.parametrize("command", ["export", "backup"])
def test_no_file_is_overwritten_unasked(quoth, moon, command):
    ran = quoth(command, moon)
    assert ran.code == 2
    assert "--force" in ran.err
    assert moon.read_text() == "The moon door opens at ten.\n"


def test_a_backup_is_restored(quoth, moon):
    quoth("add", moon)
    assert quoth("backup", "copy.db").code == 0
    quoth("remove", "moon", "--yes")
    assert quoth("restore", "copy.db", "--yes").code == 0
    assert "opens at ten" in quoth("ask", MOON).out


def test_restoring_asks_first(quoth):
    quoth("backup", "copy.db")
    assert "Nothing was changed." in quoth("restore", "copy.db", given="n\n").out


def test_a_sound_installation(quoth):
    quoth("sources")
    ran = quoth("doctor")
    assert (ran.code, ran.err) == (0, "")
    for name in ("Quoth", "Python", "formats", "disk", "file", "documents", "index", "discord"):
        assert name in ran.out


def test_a_library_that_is_not_there_yet_is_not_made(quoth):
    assert quoth("doctor").code == 0
    assert not quoth.folder.joinpath("library.db").exists()


def test_a_damaged_library_is_named_with_its_remedy(quoth):
    quoth.folder.joinpath("library.db").write_bytes(b"no library at all " * 100)
    ran = quoth("doctor", "--json")
    wrong = [finding for finding in json.loads(ran.out) if finding["status"] == "error"]
    assert ran.code == 1
    assert wrong
    assert all(finding["remedy"] for finding in wrong)


def test_a_wrong_setting_is_named_without_its_value(quoth):
    ran = quoth("doctor", QUOTH_DISCORD_QUEUE="secret words")
    assert ran.code == 1
    assert "QUOTH_DISCORD_QUEUE" in ran.out
    assert "secret words" not in ran.out


def test_without_a_running_bot_the_health_check_fails(quoth):
    assert quoth("doctor", "--bot").code == 1
    ran = quoth("doctor", "--bot", QUOTH_METRICS_PORT="1")
    assert ran.code == 1
    assert "port 1" in ran.out


def test_little_disk_is_a_warning_and_none_an_error(monkeypatch, tmp_path):
    def finding(free):
        monkeypatch.setattr(health.shutil, "disk_usage", lambda folder: Usage(free))
        return health.disk(tmp_path / "library.db").status

    class Usage:
        def __init__(self, free):
            self.free = free

    assert [finding(2**40), finding(2**28), finding(2**20)] == ["ok", "warning", "error"]


def test_the_extras_are_those_of_the_project():
    import tomllib

    project = tomllib.loads(ROOT.joinpath("pyproject.toml").read_text())["project"]
    assert project["optional-dependencies"]["all"] == [f"quoth[{','.join(sorted(EXTRAS))}]"]


def test_without_a_token_one_line_says_how_to_get_one(quoth):
    ran = quoth("discord")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 1
    assert "discord.com/developers" in ran.err


@pytest.mark.parametrize(("gateway", "code"), [(True, 0), (False, 1)])
def test_the_health_check_asks_the_running_bot(quoth, gateway, code):
    async def check():
        pages = await metrics.serve(0, metrics.Metrics(), gauges, health_of_bot)
        port = str(pages.addresses[0][1])
        try:
            return await asyncio.to_thread(quoth, "doctor", "--bot", QUOTH_METRICS_PORT=port)
        finally:
            await pages.cleanup()

    async def gauges():
        return {}

    async def health_of_bot():
        return {"gateway": gateway, "library": True}

    ran = asyncio.run(check())
    assert ran.code == code
    assert "gateway" in ran.out
