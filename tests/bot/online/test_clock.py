"""A bot whose wall clock is set back by a day and forward by a year while it runs."""

import asyncio
import json
from datetime import datetime

import pytest

from knowledge import Library
from tests.bot.online.shifted_clock import ShiftedClock
from tests.discord_double import BotProcess, Driver, File

QUESTION = "Who keeps the blue key in Lisbon?"
TEXT = b"The blue key is kept in Lisbon by the harbour master."
LIMIT = 3


async def asked_until_refused(d, person):
    """Ask until the cooldown says no; return how often there was an answer."""
    for count in range(LIMIT + 1):
        asked = await d.user_slash("ask", question=QUESTION, user=person)
        shown = await d.expect_reply(asked, timeout=20)
        if "Please wait" in shown.text:
            seconds = int("".join(filter(str.isdigit, shown.text)))
            assert 0 < seconds <= 60
            return count
    raise AssertionError("nobody was asked to wait")


async def life_with_a_jumping_clock(folder):
    clock = ShiftedClock(folder)
    async with Driver(privileged=set(), rate_limits=False) as d:
        with Library.open(folder / "library.db") as library:
            collection = f"discord-{d.guild.id}"
            library.add_bytes(TEXT, name="key.txt", collection=collection)
        limits = {"QUOTH_DISCORD_USER_QUESTIONS": str(LIMIT), "QUOTH_LOG_JSON": "true"}
        bot = BotProcess(d, folder, **limits, **clock.environment)
        await bot.start()
        await d.wait_commands("ask")
        identifies = d.double.identifies
        for number, days in enumerate((0, -1, 365, 0)):
            clock.jump(days=days)
            greedy, modest = (d.add_member(d.guild, f"{who}{number}") for who in ("a", "b"))
            assert await asked_until_refused(d, greedy) == LIMIT
            file = File("door.txt", f"The moon door{number} opens at ten.".encode())
            added = await d.user_slash("sources add", file=file, user=d.mod)
            await d.expect_reply(added, contains="Replaced" if number else "Added")
            question = f"When does the moon door{number} open?"
            asked = await d.user_slash("ask", question=question, user=modest)
            await d.expect_reply(asked, contains="ten")
        assert d.double.identifies == identifies  # the connection was kept
        assert await bot.stop() == 0
        d.expect_clean()
        assert bot.complaints() == []
        return [json.loads(line) for line in bot.log_text().splitlines()]


@pytest.mark.skipif(not ShiftedClock.is_possible(), reason="needs Linux and a C compiler")
def test_a_bot_answers_and_limits_and_adds_whatever_the_clock_does(tmp_path):
    entries = asyncio.run(life_with_a_jumping_clock(tmp_path))
    times = [datetime.fromisoformat(entry["time"]) for entry in entries]
    assert (max(times) - min(times)).days >= 365  # the process did see another clock
    assert not [entry for entry in entries if entry["level"] in ("WARNING", "ERROR")]
    with Library.open(tmp_path / "library.db", create=False) as library:
        assert {finding.status for finding in library.check()} == {"ok"}
