"""The Discord client: what it listens to, the command tree with its error handler, start and stop.

No privileged intent is asked for. Nothing that is sent can ping anyone, but for the one role of
"ask a human". A stop signal ends new work at once and waits for what is under way.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import signal
from collections.abc import Mapping, Set
from datetime import UTC, datetime
from typing import Any

import discord
from aiohttp import ClientError, web
from discord import app_commands

from bot import metrics
from bot.checking import check
from bot.commands import ALL, messages
from bot.commands.translation import WordingTranslator
from bot.desk import Desk, Told
from bot.logs import configure
from bot.needs import quoth_intents
from bot.server_state import ServerState
from bot.settings import Settings
from bot.views import LASTING
from bot.views.forms import is_open
from bot.visit import Interaction, noted, report
from knowledge import MAIN, Library, QuothError

__all__ = ["QuothClient", "check", "run"]

log = logging.getLogger(__name__)

FINISH_SECONDS = 22.0
"""How long a stop waits for what is under way; a container is killed after 30 s by default."""
TELLING_SECONDS = 3.0
"""How long it then takes to tell those who are still waiting."""
HOUSEKEEPING_SECONDS = 3600.0
PROBE = "What is this about?"


class QuothTree(app_commands.CommandTree[Any]):
    """The commands, with the one error handler."""

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError) -> None:
        """Tell the person what went wrong."""
        await report(interaction, error)


class QuothClient(discord.AutoShardedClient):
    """Quoth in Discord. The library and the state are the caller's to open and close."""

    def __init__(self, settings: Settings, library: Library, state: ServerState) -> None:
        super().__init__(
            intents=quoth_intents(),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
            shard_count=settings.discord_shards,
            shard_ids=list(settings.discord_shard_ids) or None,  # type: ignore[arg-type]
        )
        self.desk = Desk(settings, library, state)
        self.tree = QuothTree(self)
        self._housekeeping: asyncio.Task[None] | None = None
        self._pages: web.AppRunner | None = None

    # -- start

    async def setup_hook(self) -> None:
        """Register commands and buttons, and start what runs beside."""
        await self.tree.set_translator(WordingTranslator())
        for command in ALL:
            self.tree.add_command(command)
        self.add_dynamic_items(*LASTING)
        await self.register_commands()
        self._housekeeping = asyncio.create_task(self._housekeep())
        port = self.desk.settings.metrics_port
        if port is not None:
            self._pages = await metrics.serve(port, self.desk.metrics, self.gauges, self.health)

    async def register_commands(self) -> bool:
        """Register the commands with Discord if they are others than last time; return whether."""
        found = await self.commands_hash()
        fact = f"commands:{self.application_id}"
        if await self.desk.quick(lambda: self.desk.state.fact(fact)) == found:
            return False
        await self.tree.sync()
        await self.desk.quick(lambda: self.desk.state.remember(fact, found))
        log.info("registered the commands")
        return True

    async def commands_hash(self) -> str:
        """Return a hash of all that Discord is told about the commands."""
        translator = self.tree.translator
        payload = [
            await command.get_translated_payload(self.tree, translator)
            if translator
            else command.to_dict(self.tree)
            for command in self.tree.get_commands()
        ]
        return hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()

    async def _housekeep(self) -> None:
        while True:
            try:
                await self.desk.housekeep()
            except Exception as error:  # noqa: BLE001 - tried again in an hour
                noted(error, "housekeeping")
            await asyncio.sleep(HOUSEKEEPING_SECONDS)

    # -- events

    async def on_ready(self) -> None:
        """Note the servers that were joined or left while the bot was away."""
        log.info("ready", extra={"fields": {"servers": len(self.guilds)}})
        present = {guild.id for guild in self.guilds}
        every_server = not self.desk.settings.discord_shard_ids
        await self.desk.quick(lambda: self._note_servers(present, every_server=every_server))

    def _note_servers(self, present: Set[int], *, every_server: bool) -> None:
        """Note who is there; if `every_server` is known, the others have removed Quoth."""
        servers, now = self.desk.state.servers, datetime.now(UTC)
        servers.present(present)
        for server in servers.known() if every_server else ():
            if server not in present:
                servers.removed(server, now)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Keep what a server had if Quoth is added again in time."""
        await self.desk.quick(lambda: self.desk.state.servers.present([guild.id]))

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Start the time after which a server's data are deleted."""
        now = datetime.now(UTC)
        await self.desk.quick(lambda: self.desk.state.servers.removed(guild.id, now))
        log.info("removed from a server", extra={"fields": {"server": guild.id}})

    async def on_message(self, message: discord.Message) -> None:
        """Answer messages that ask."""
        await messages.handle(self, message)

    async def on_interaction(self, interaction: Interaction) -> None:
        """Tell who submits a form from before a restart, which discord.py drops in silence."""
        if interaction.type is discord.InteractionType.modal_submit:
            data: Mapping[str, Any] = interaction.data or {}
            if not is_open(str(data.get("custom_id")), self.desk):
                await report(interaction, Told("error.expired"))

    async def on_error(self, event_method: str, /, *args: object, **kwargs: object) -> None:
        """Log a failed event with an id; there is nobody to tell."""
        import sys

        error = sys.exc_info()[1]
        if error is not None:
            self.desk.metrics.errors += 1
            noted(error, event_method)

    # -- insight

    async def gauges(self) -> Mapping[str, float]:
        """Return the numbers of now for the metrics page."""
        latency = self.latency if self.is_ready() else 0.0
        return {
            "queue_length": self.desk.searching.waiting,
            "searches_running": self.desk.searching.running,
            "gateway_connected": float(self._connected()),
            "gateway_latency_seconds": latency if latency == latency else 0.0,
            "servers": len(self.guilds),
            "shared_passages": await self.desk.quick(self._shared_passages),
        }

    def _shared_passages(self) -> int:
        documents = self.desk.library.documents((MAIN,))
        return sum(info.passages for info in documents)

    def _connected(self) -> bool:
        shards = self.shards.values()
        return self.is_ready() and not any(shard.is_closed() for shard in shards)

    async def health(self) -> Mapping[str, bool]:
        """Return whether the gateway is connected and a probe question can be asked."""
        library = self.desk.library
        try:
            await self.desk.quick(lambda: library.ask(PROBE, excerpts=1))
            answers = True
        except QuothError as error:
            log.error("unhealthy", extra={"fields": {"reason": str(error)}})
            answers = False
        return {"gateway": self._connected(), "library": answers, "running": not self.desk.stopping}

    # -- stop

    async def finish(self) -> bool:
        """Take nothing new, wait for what is under way, close; return whether all of it ended."""
        ended = await self.desk.finish(FINISH_SECONDS)
        if not ended:  # who is still in line hears it before the connection is gone
            self.desk.give_up()
            await self.desk.finish(TELLING_SECONDS)
        await self.close()
        return ended

    async def close(self) -> None:
        """Close the connection and the threads."""
        if self._housekeeping is not None:
            self._housekeeping.cancel()
        if self._pages is not None:
            await self._pages.cleanup()
        await super().close()
        await asyncio.to_thread(self.desk.close)


def run(settings: Settings) -> int:
    """Run the bot until a signal ends it; return the exit code (0, or 2 with one line logged).

    Raises:
        QuothError: the library or the bot's own file cannot be opened.
    """
    configure(settings.log_level, as_json=settings.log_json, secret=settings.token)
    # Quoth never speaks; discord.py would warn at every start that it cannot.
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    if settings.token is None:
        log.error("QUOTH_DISCORD_TOKEN is not set; docs/discord.md tells how to get a token")
        return 2
    with Library.open(settings.library) as library, ServerState(settings.state_path) as state:
        return asyncio.run(_serve(settings, library, state))


async def _serve(settings: Settings, library: Library, state: ServerState) -> int:
    client = QuothClient(settings, library, state)
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    running = asyncio.create_task(client.start(settings.token or ""))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait((running, stopping), return_when=asyncio.FIRST_COMPLETED)
    if running.done():
        stopping.cancel()
        code = _ended(running.exception())
        await client.close()
        return code
    log.info("stopping")
    ended = await client.finish()
    await asyncio.wait((running,), timeout=FINISH_SECONDS)
    log.info("stopped", extra={"fields": {"all_done": ended}})
    return 0


def _ended(error: BaseException | None) -> int:
    """Log in one line why the connection could not be kept, and return the exit code."""
    if error is None:
        return 0
    if isinstance(error, discord.LoginFailure):
        log.error("Discord does not accept QUOTH_DISCORD_TOKEN; make a new one in the portal")
    elif isinstance(error, discord.HTTPException | discord.GatewayNotFound | ClientError | OSError):
        log.error("Discord cannot be reached", extra={"fields": {"reason": str(error)}})
    else:
        noted(error, "the connection")
    return 2
