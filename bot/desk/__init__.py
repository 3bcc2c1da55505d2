"""The desk: a question or source from Discord, taken to the library in worker threads and back.

It decides what may be searched from where, keeps what is kept, and verifies words before they
leave. It sends nothing and knows no interaction; `views` and `commands` do.
"""

from __future__ import annotations

from bot.desk.asking import Request, Withheld
from bot.desk.desk import Desk
from bot.desk.place import Place
from bot.desk.sourcing import Offer
from bot.desk.told import Told

__all__ = ["Desk", "Offer", "Place", "Request", "Told", "Withheld"]
