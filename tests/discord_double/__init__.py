"""A pretended Discord on one loopback port: HTTP interface, gateway, files.

It serves one application, the bot under test, over real sockets; checks what the bot sends as
Discord would; answers with Discord's error codes; keeps every failure in `Double.violations`. Limits
are those of Discord's published documentation; they were not compared with the live service.
Not covered: voice, audit log, automod, webhooks of channels, premium, interactions over HTTP only.
"""

from tests.discord_double.driver import Driver
from tests.discord_double.model import PERMS, Channel, Guild, Message, Role, User
from tests.discord_double.notions import Expectation, File, NotPossible
from tests.discord_double.process import BotProcess
from tests.discord_double.server import Double
from tests.discord_double.wire import Interaction

__all__ = [
    "PERMS",
    "BotProcess",
    "Channel",
    "Double",
    "Driver",
    "Expectation",
    "File",
    "Guild",
    "Interaction",
    "Message",
    "NotPossible",
    "Role",
    "User",
]
