"""A bot that runs in this process: the real discord.py client, connected to the double."""

import asyncio
from pathlib import Path

from bot.client import QuothClient
from bot.server_state import ServerState
from bot.settings import Settings
from knowledge import Library
from tests.discord_double import Driver
from tests.discord_double.redirect import redirected


class Bed:
    """The double with its world, and the bot that is connected to it."""

    def __init__(self, folder: Path, runner: asyncio.Runner, **settings: object) -> None:
        self.folder = folder
        self.runner = runner
        self.driver = Driver(privileged=set(), rate_limits=False)
        self.options = settings

    async def start(self) -> None:
        await self.driver.double.start()
        self.driver.standard_world()
        self.redirection = redirected(self.driver.double.url)
        self.redirection.__enter__()
        await self.connect()

    async def connect(self) -> None:
        """Start a bot on the library of this bed, as a process would."""
        settings = Settings(
            _env_file=None,
            library=self.folder / "library.db",
            discord_token=self.driver.double.token,
            **{"discord_user_questions": 1000, "discord_server_questions": 5000, **self.options},
        )
        self.library = Library.open(settings.library)
        self.state = ServerState(settings.state_path)
        self.client = QuothClient(settings, self.library, self.state)
        self.running = asyncio.create_task(self.client.start(settings.token or ""))
        await self.driver.wait_commands("ask")
        await self.driver.wait(lambda: self.client.is_ready() or self.running.done(), 15, "ready")

    async def disconnect(self) -> None:
        await self.client.finish()
        await asyncio.wait((self.running,))
        self.state.close()
        self.library.close()

    async def stop(self) -> None:
        await self.disconnect()
        self.redirection.__exit__(None, None, None)
        await self.driver.double.stop()
        await asyncio.sleep(0.05)  # aiohttp closes its transports on the next turns of the loop
