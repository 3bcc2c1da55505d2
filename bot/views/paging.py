"""The pages of /sources list."""

from __future__ import annotations

import re
from typing import Any, Self

from discord import ui

from bot.cards.sources import list_embed, page_count
from bot.views.dynamic import Dynamic, button, lasting_view
from bot.visit import Visit
from bot.wording import Speaker
from knowledge import DocumentInfo


class PageButton(Dynamic[ui.Button[ui.View]], template=r"l:(?P<page>\d{1,6})"):
    """Shows one page of the list of sources."""

    def __init__(self, page: int, label: str) -> None:
        super().__init__(button(label, f"l:{page}"))
        self.page = page

    @classmethod
    def revived(cls, item: ui.Item[Any], match: re.Match[str]) -> Self:
        """Return the button of a list that was shown earlier."""
        return cls(int(match["page"]), getattr(item, "label", None) or "…")

    async def pressed(self, here: Visit) -> None:
        """Turn the page of the list as it is now."""
        library, collections = here.desk.library, here.place.collections
        documents = await here.desk.quick(lambda: library.documents(collections))
        page = min(self.page, page_count(documents) - 1)
        embed = list_embed(documents, page, here.speaker, server=here.place.server is not None)
        view = page_view(documents, page, here.speaker)
        await here.interaction.response.edit_message(embed=embed, view=view)


def page_view(documents: tuple[DocumentInfo, ...], page: int, speaker: Speaker) -> ui.View | None:
    """Return the buttons to the pages beside this one, or `None` where there is one page."""
    buttons = []
    if page > 0:
        buttons.append(PageButton(page - 1, speaker.say("sources.previous")))
    if page + 1 < page_count(documents):
        buttons.append(PageButton(page + 1, speaker.say("sources.next")))
    return lasting_view(*buttons) if buttons else None
