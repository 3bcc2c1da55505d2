"""The bot as a process: started, stopped by a signal, started again; its old buttons still work."""

import asyncio
import json
import os
import signal
import socket

import aiohttp
import pytest

from knowledge import Library
from tests.discord_double import BotProcess, Driver

QUESTION = "Who keeps the blue key in Lisbon?"
TEXT = """# The zebra protocol

The zebra protocol needs a blue key. The blue key is kept in Lisbon by the harbour master.

Nobody may copy the blue key of the zebra protocol. Copies of the key are destroyed on sight.

The zebra protocol was signed in Lisbon in 1987. It replaced the giraffe protocol.
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


async def page(port: int, path: str) -> tuple[int, str]:
    url = f"http://127.0.0.1:{port}{path}"
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        return response.status, await response.text()


async def healthy(port: int) -> dict[str, bool]:
    """Wait until the health page says that all is well, and return what it says."""
    for _ in range(100):
        status, text = await page(port, "/health")
        if status == 200:
            return json.loads(text)
        await asyncio.sleep(0.05)
    raise AssertionError(text)


async def life_of_a_bot(folder) -> None:
    port = free_port()
    async with Driver(privileged=set(), rate_limits=True) as d:
        with Library.open(folder / "library.db") as library:
            collection = f"discord-{d.guild.id}"
            library.add_bytes(TEXT.encode(), name="key.txt", collection=collection)
        bot = BotProcess(d, folder, QUOTH_METRICS_PORT=str(port), QUOTH_LOG_JSON="true")
        await bot.start()
        await d.wait_commands("ask")
        shown = await d.expect_reply(await d.user_slash("ask", question=QUESTION), timeout=15)
        panel = await d.expect_reply(await d.user_slash("quoth settings", user=d.mod))
        await d.wait(lambda: d.connected, what="connected")

        # another process adds a source: the running bot finds it without a restart
        with Library.open(folder / "library.db") as library:
            library.add_bytes(b"The moon door opens at ten.", name="moon.txt")
        asked = await d.user_slash("ask", question="When does the moon door open?")
        await d.expect_reply(asked, contains="ten")

        assert await healthy(port) == {"gateway": True, "library": True, "running": True}
        assert "quoth_answer_seconds_count 2" in (await page(port, "/metrics"))[1]

        # a signal: what is under way is finished, and the end is a clean one
        last = await d.user_slash("ask", question=QUESTION)
        await d.expect_ack(last)
        assert await bot.stop(signal.SIGTERM) == 0
        await d.expect_reply(last, contains="Lisbon")

        syncs = len(d.double.command_syncs)
        await bot.start()
        first = shown.embeds[0]["description"]
        await d.expect_ack(await d.user_click(shown, "Next quote"))
        await d.expect_edit(shown, check=lambda m: m.embeds[0]["description"] != first)
        await d.expect_ack(await d.user_click(panel, custom_id="s:private"))
        await d.expect_edit(panel, contains="only to the person")
        assert len(d.double.command_syncs) == syncs == 1  # the same commands are not sent again

        # a power cut: the next start answers as before
        os.kill(bot.proc.pid, signal.SIGKILL)
        await bot.proc.wait()
        await bot.start()
        await d.expect_reply(await d.user_slash("ask", question=QUESTION), contains="Lisbon")
        assert await bot.stop(signal.SIGINT) == 0

        d.expect_clean()
        assert bot.complaints() == []
        log = bot.log_text()
        assert d.double.token not in log
        assert "blue key" not in log
        assert str(d.alice.id) not in log
        assert all(json.loads(line)["event"] for line in log.splitlines())


def test_a_bot_survives_restarts_signals_and_power_cuts(tmp_path):
    asyncio.run(life_of_a_bot(tmp_path))


async def refused_start(folder, **env) -> tuple[int, str]:
    async with Driver() as d:
        bot = BotProcess(d, folder, **env)
        with pytest.raises(AssertionError, match="the bot ended"):
            await bot.start()
        return bot.proc.returncode, bot.log_text()


def test_a_wrong_token_ends_with_one_line(tmp_path):
    code, log = asyncio.run(refused_start(tmp_path, QUOTH_DISCORD_TOKEN="wrong.to.ken"))
    assert code == 2
    assert "does not accept QUOTH_DISCORD_TOKEN" in log
    assert "Traceback" not in log
    assert "wrong.to.ken" not in log


def test_no_token_ends_with_one_line(tmp_path):
    code, log = asyncio.run(refused_start(tmp_path, QUOTH_DISCORD_TOKEN=""))
    assert code == 2
    assert "QUOTH_DISCORD_TOKEN is not set" in log
