"""The buttons under a proposal, for managers."""

from __future__ import annotations

import re
from typing import Any, Self

import discord
from discord import ui

from bot.cards.escaping import line
from bot.desk import Offer, Told
from bot.server_state import Proposal
from bot.views.dynamic import Dynamic, button, lasting_view
from bot.visit import Visit
from bot.wording import Speaker

NAME = 200
STYLES = {"approve": discord.ButtonStyle.success, "decline": discord.ButtonStyle.danger}


class DecisionButton(
    Dynamic[ui.Button[ui.View]], template=r"p:(?P<decision>approve|decline):(?P<proposal>\d+)"
):
    """Approves or declines one proposal."""

    def __init__(self, decision: str, proposal: int, label: str) -> None:
        super().__init__(button(label, f"p:{decision}:{proposal}", STYLES[decision]))
        self.decision = decision
        self.proposal = proposal

    @classmethod
    def revived(cls, item: ui.Item[Any], match: re.Match[str]) -> Self:
        """Return the button of a proposal that was posted earlier."""
        return cls(match["decision"], int(match["proposal"]), match["decision"])

    async def pressed(self, here: Visit) -> None:
        """Take the proposal, so that it is decided once, and do what was decided."""
        server = here.require_manager()
        await here.interaction.response.defer()
        proposals = here.desk.state.proposals
        taken = await here.desk.quick(lambda: proposals.take(server, self.proposal))
        if taken is None:
            raise Told("proposal.gone")
        key = "proposal.declined"
        if self.decision == "approve":
            try:
                key = await _approve(here, taken)
            except BaseException:
                await here.desk.quick(lambda: proposals.put_back(taken))
                raise
        user = line(here.interaction.user.display_name, NAME)
        text = here.say(key, user=user, title=line(taken.title, NAME))
        await here.interaction.edit_original_response(content=text, view=None)


async def _approve(here: Visit, proposal: Proposal) -> str:
    """Add the source if it still says what was proposed, and return the sentence that tells so."""
    origin = f"{here.place.own}/{proposal.name}" if proposal.data is not None else None
    offer = Offer(proposal.name, proposal.data, None, origin, proposal.overrides)
    if proposal.data is None:
        # read apart first: what nobody has looked at must not answer questions for a moment
        again = await here.desk.preview(offer, here.place, proposal.user)
        if again.content_hash != proposal.content_hash:
            return "proposal.changed"
    added = await here.desk.add(offer, here.place)
    document = added.receipt.document
    if document is not None and document.content_hash != proposal.content_hash:
        library, own = here.desk.library, here.place.own or ""
        await here.desk.quick(lambda: library.remove(document.id, collection=own))
        return "proposal.changed"
    return "proposal.approved"


def decision_view(proposal: int, speaker: Speaker) -> ui.View:
    """Return the two buttons."""
    return lasting_view(
        *(
            DecisionButton(decision, proposal, speaker.say(f"proposal.{decision}"))
            for decision in ("approve", "decline")
        )
    )
