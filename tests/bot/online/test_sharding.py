"""Two shards in one process: each server on its own, direct messages on the first."""

import pytest

QUESTION = "Who keeps the blue key in Lisbon?"


@pytest.fixture(scope="module")
def options():
    return {"discord_shards": 2}


async def test_servers_of_both_shards_are_answered(bed, d):
    guilds = [d.guild, d.other]
    while len({(guild.id >> 22) % 2 for guild in guilds}) < 2:
        guilds.append(d.double.new_guild("One more"))
    for guild in guilds[2:]:
        d.double.new_channel(guild, "room")
        d.add_member(guild, "alice", user=d.alice)
        await d.add_bot_to(guild)
    assert {one.shard for one in d.double.sessions.values()} == {(0, 2), (1, 2)}
    text = b"The blue key is kept in Lisbon by the harbour master."
    for guild in guilds:
        bed.library.add_bytes(text, name="k.txt", collection=f"discord-{guild.id}")
        person = next(m.user for m in guild.members.values() if m.user.name in ("alice", "carol"))
        room = next(one for one in guild.channels.values() if one.type == 0)
        asked = await d.user_slash("ask", question=QUESTION, user=person, channel=room)
        await d.expect_reply(asked, contains="Lisbon")
    bed.library.add_bytes(text, name="k.txt")
    await d.expect_reply(await d.user_dm(QUESTION), contains="Lisbon")
