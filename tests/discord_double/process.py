"""The bot as a process of its own, for what only a process shows: signals, restarts, power cuts."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from pathlib import Path

from tests.discord_double.driver import Driver
from tests.discord_double.notions import Expectation

ROOT = Path(__file__).resolve().parents[2]


class BotProcess:
    """The bot under test, started through tests.discord_double.run."""

    def __init__(
        self, driver: Driver, folder: Path, *, under: tuple[str, ...] = (), **env: str
    ) -> None:
        """`under` is a command that starts the bot's, such as one that takes rights away."""
        self.driver = driver
        self.under = under
        self.log_path = folder / "bot.log"
        self.env = {
            **os.environ,
            "PYTHONUNBUFFERED": "1",
            "DISCORD_DOUBLE_URL": driver.double.url,
            "QUOTH_DISCORD_TOKEN": driver.double.token,
            "QUOTH_LIBRARY": str(folder / "library.db"),
            **env,
        }
        self.proc: asyncio.subprocess.Process | None = None

    async def start(self) -> BotProcess:
        before = self.driver.double.identifies
        with self.log_path.open("ab") as log:
            self.proc = await asyncio.create_subprocess_exec(
                *self.under, sys.executable, "-m", "tests.discord_double.run",
                env=self.env, cwd=ROOT, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

        def connected() -> bool:
            if self.proc is None or self.proc.returncode is not None:
                raise Expectation(f"the bot ended:\n{self.log_text()[-3000:]}")
            return self.driver.double.identifies > before and self.driver.connected

        await self.driver.wait(connected, 30.0, "the bot connects")
        return self

    async def stop(self, number: int = signal.SIGTERM, timeout: float = 30.0) -> int:
        assert self.proc is not None
        if self.proc.returncode is None:
            self.proc.send_signal(number)
            await asyncio.wait_for(self.proc.wait(), timeout)
        assert self.proc.returncode is not None
        return self.proc.returncode

    def log_text(self) -> str:
        return self.log_path.read_text(errors="replace")

    def complaints(self) -> list[str]:
        """Return what a careful maintainer would not accept in a log."""
        return re.findall(r"^Traceback.*|.*never awaited.*|.*never retrieved.*|^Unclosed.*",
                          self.log_text(), re.MULTILINE)  # fmt: skip
