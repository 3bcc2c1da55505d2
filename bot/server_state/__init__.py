"""What Discord's side of Quoth keeps, in its own SQLite file: settings, shown answers, votes, pins.

Synchronous; the bot calls it through worker threads. It holds pointers into the library and no
documents (but for the bytes of proposals that wait), no user id beside a question text, no token.
"""

from __future__ import annotations

from bot.server_state.answers import Answers, StoredAnswer
from bot.server_state.database import Database
from bot.server_state.feedback import Feedback
from bot.server_state.people import People, Record
from bot.server_state.pins import Pin, Pins
from bot.server_state.proposals import Proposal, Proposals
from bot.server_state.questions import Question, Questions, Tally
from bot.server_state.servers import Servers, ServerSettings
from bot.server_state.state import ServerState

__all__ = [
    "Answers",
    "Database",
    "Feedback",
    "People",
    "Pin",
    "Pins",
    "Proposal",
    "Proposals",
    "Question",
    "Questions",
    "Record",
    "ServerSettings",
    "ServerState",
    "Servers",
    "StoredAnswer",
    "Tally",
]
