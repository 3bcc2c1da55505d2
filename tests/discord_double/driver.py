"""The test's side: people who type, press and fill in forms, and what a test expects of the bot."""

from __future__ import annotations

from tests.discord_double.commanding import Commanding
from tests.discord_double.expecting import Expecting
from tests.discord_double.model import (
    CATEGORY,
    FORUM,
    PERMS,
    TEXT,
    Guild,
    User,
)
from tests.discord_double.people import People
from tests.discord_double.pressing import Pressing
from tests.discord_double.server import Double


class Driver(Commanding, Pressing, People, Expecting):
    """The double with its world of two guilds; see `standard_world`."""

    def __init__(self, double: Double | None = None, **double_options):
        self.double = double or Double(**double_options)
        self.guild: Guild = None
        self.alice: User = None
        self.installed: set[int] = set()  # ids of users who have installed the app for themselves

    async def __aenter__(self) -> Driver:
        await self.double.start()
        if not self.double.guilds:
            self.standard_world()
        return self

    async def __aexit__(self, *exc) -> None:
        await self.double.stop()

    def standard_world(self) -> None:
        """Guild 'Test Guild': #general #support #help-forum, #staff (hidden from members and bot); owner, mod
        (manage_guild), alice and bob (plain). A second guild, 'Other Guild', with carol and #lobby."""
        d = self.double
        g = self.guild = d.new_guild("Test Guild")
        cat = d.new_channel(g, "Text", CATEGORY)
        self.general = d.new_channel(g, "general", TEXT, parent=cat)
        self.support = d.new_channel(g, "support", TEXT, parent=cat)
        self.forum = d.new_channel(g, "help-forum", FORUM, parent=cat)
        self.staff = d.new_channel(g, "staff", TEXT, parent=cat)
        mod_role = g.role("Moderator")
        self.staff.overwrites = {
            g.id: (0, 0, PERMS["view_channel"]),
            mod_role.id: (0, PERMS["view_channel"], 0),
        }
        self.owner = d.owner
        self.mod = self.add_member(g, "mod", [mod_role])
        self.alice = self.add_member(g, "alice")
        self.bob = self.add_member(g, "bob")
        o = self.other = d.new_guild("Other Guild")
        self.lobby = d.new_channel(o, "lobby", TEXT)
        self.carol = self.add_member(o, "carol")
        self.other_mod = self.add_member(o, "othermod", [o.role("Moderator")])
