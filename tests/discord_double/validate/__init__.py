"""Discord's published limits, as checks; each gathers (path, code, message) into an Errors."""

from tests.discord_double.validate.basics import Errors, _string
from tests.discord_double.validate.commands import check_choices, check_command, check_commands
from tests.discord_double.validate.components import check_modal
from tests.discord_double.validate.messages import check_message

__all__ = [
    "Errors",
    "_string",
    "check_choices",
    "check_command",
    "check_commands",
    "check_message",
    "check_modal",
]
