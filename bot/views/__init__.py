"""Buttons, menus and forms; what lasts beyond a restart is listed for the client to register."""

from __future__ import annotations

from typing import Any

from discord import ui

from bot.views import actions
from bot.views.answer import AnswerButton
from bot.views.decisions import DecisionButton
from bot.views.forgetting import ForgetButton
from bot.views.paging import PageButton
from bot.views.panel import ChannelMenu, RoleMenu, SwitchButton
from bot.views.pinning import PinMenu
from bot.views.trying import TryButton

LASTING: tuple[type[ui.DynamicItem[Any]], ...] = (
    AnswerButton,
    ChannelMenu,
    DecisionButton,
    ForgetButton,
    PageButton,
    PinMenu,
    RoleMenu,
    SwitchButton,
    TryButton,
)

__all__ = ["LASTING", "actions"]
