"""Bot processes on a library that others use as well, or that they may not write."""

import asyncio
import os
import shutil
import subprocess
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from knowledge import Library
from tests.discord_double import BotProcess, Driver, File

ROOT = Path(__file__).parents[3]
QUESTION = "Who keeps the blue key in Lisbon?"
TEXT = b"The blue key is kept in Lisbon by the harbour master."
WITHOUT_RIGHTS = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
"""Lets even root obey the rights of files."""


@asynccontextmanager
async def running_bot(folder, name, **options):
    """A bot with a Discord and a state of its own, on the library of the folder."""
    (folder / name).mkdir(exist_ok=True)
    async with Driver(privileged=set(), rate_limits=False) as d:
        bot = BotProcess(
            d,
            folder / name,
            QUOTH_LIBRARY=str(folder / "library" / "library.db"),
            QUOTH_DISCORD_STATE=str(folder / name / "discord.db"),
            **options,
        )
        await bot.start()
        await d.wait_commands("ask")
        try:
            yield d
        finally:
            assert await bot.stop() == 0
            assert bot.complaints() == []
        d.expect_clean()


async def ask(d, question, answer):
    await d.expect_reply(await d.user_slash("ask", question=question), 20, contains=answer)


async def add(d, number):
    file = File(f"{number}.txt", f"The gate{number} opens at ten.".encode())
    added = await d.user_slash("sources add", file=file, user=d.mod)
    await d.expect_reply(added, 20, contains="Added")


def add_by_command(folder):
    (folder / "moon.txt").write_text("The moon door opens at noon.")
    library = str(folder / "library" / "library.db")
    command = [sys.executable, "-m", "bot", "add", "--library", library, str(folder / "moon.txt")]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)


async def two_bots(folder):
    async with running_bot(folder, "one") as one, running_bot(folder, "two") as two:
        await asyncio.gather(*(add(d, number) for number in range(3) for d in (one, two)))
        for d in (one, two):
            await ask(d, "When does the gate2 open?", "ten")
        await asyncio.to_thread(add_by_command, folder)
        for d in (one, two):
            await ask(d, "When does the moon door open?", "noon")
        return [f"discord-{d.guild.id}" for d in (one, two)]


def test_two_bots_and_a_command_share_a_library(tmp_path):
    collections = asyncio.run(two_bots(tmp_path))
    with Library.open(tmp_path / "library" / "library.db", create=False) as library:
        assert [len(library.documents((name,))) for name in collections] == [3, 3]
        assert {finding.status for finding in library.check()} == {"ok"}


async def bot_without_rights(folder):
    under = WITHOUT_RIGHTS if os.geteuid() == 0 else ()
    async with running_bot(folder, "bot", under=under) as d:
        await ask(d, QUESTION, "Lisbon")
        file = File("more.txt", b"One more.")
        refused = await d.user_slash("sources add", file=file, user=d.mod)
        await d.expect_reply(refused, 20, contains="cannot be written")
        await ask(d, QUESTION, "Lisbon")


@pytest.mark.skipif(
    os.geteuid() == 0 and shutil.which(WITHOUT_RIGHTS[0]) is None, reason="root may write anything"
)
def test_a_bot_answers_from_a_library_that_it_may_not_write(tmp_path):
    path = tmp_path / "library" / "library.db"
    with Library.open(path) as library:
        library.add_bytes(TEXT, name="key.txt")
    written = [path.parent, *path.parent.rglob("*")]
    for each in written:
        each.chmod(0o555 if each.is_dir() else 0o444)
    try:
        asyncio.run(bot_without_rights(tmp_path))
    finally:
        for each in written:
            each.chmod(0o755)
