"""Settings, pins, gaps, forgetting, privacy; and two servers that know nothing of each other."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from tests.discord_double import NotPossible

SECRET = "The vault code of the first server is swordfish."
QUESTION = "What is the vault code of the first server?"


@pytest.fixture(scope="module", autouse=True)
def _sources(bed):
    collection = f"discord-{bed.driver.guild.id}"
    bed.library.add_bytes(SECRET.encode(), name="vault.txt", collection=collection)


def settings(bed, guild=None):
    return bed.state.servers.get((guild or bed.driver.guild).id)


def answer_id(message):
    return message.embeds[0]["footer"]["text"].rsplit(" ", 1)[1]


async def test_one_server_never_sees_anothers_sources(d):
    asked = await d.user_slash("ask", question=QUESTION)
    shown = await d.expect_reply(asked, contains="swordfish")
    for place in ({"user": d.carol, "channel": d.lobby}, {"channel": d.double.dm(d.alice)}):
        elsewhere = await d.expect_reply(await d.user_slash("ask", question=QUESTION, **place))
        assert "swordfish" not in elsewhere.text
        assert "vault" not in str(await d.user_autocomplete("ask", "source", "", **place))
        listed = await d.expect_reply(await d.user_slash("sources list", **place))
        assert "vault" not in listed.text
        again = await d.user_slash("answer", id=answer_id(shown), **place)
        assert "swordfish" not in (await d.expect_reply(again)).text
    message = await d.user_message(f"@bot {QUESTION}", user=d.carol, channel=d.lobby)
    assert "swordfish" not in (await d.expect_reply(message)).text


async def test_a_server_that_only_a_person_brought_quoth_to_is_not_searched(bed, d):
    """Installed for oneself, in a server that had removed Quoth: its data stay shut."""
    foreign = d.double.new_guild("Foreign", bot_present=False)
    room = d.double.new_channel(foreign, "room")
    d.add_member(foreign, "alice", user=d.alice)
    with pytest.raises(NotPossible):
        await d.user_slash("ask", question=QUESTION, channel=room)
    d.installed.add(d.alice.id)
    collection = f"discord-{foreign.id}"
    bed.library.add_bytes(SECRET.encode(), name="old.txt", collection=collection)
    asked = await d.user_slash("ask", question=QUESTION, channel=room)
    shown = await d.expect_reply(asked)
    assert "swordfish" not in shown.text
    with pytest.raises(NotPossible):
        await d.user_slash("sources list", channel=room)
    message = await d.user_message("CSTO members", channel=room, user=d.alice)
    await d.expect_reply(await d.user_context_menu("Find in sources", message), ephemeral=True)


async def test_shared_sources_can_be_switched_off(bed, d):
    bed.state.servers.change(d.other.id, shared=False)
    place = {"user": d.carol, "channel": d.lobby}
    listed = await d.expect_reply(await d.user_slash("sources list", **place))
    assert "no sources yet" in listed.text
    asked = await d.user_slash("ask", question="What is NATO?", **place)
    await d.expect_reply(asked, contains="no sources here yet")
    bed.state.servers.change(d.other.id, shared=True)


async def test_the_panel_changes_every_setting(bed, d):
    with pytest.raises(NotPossible):
        await d.user_slash("quoth settings")
    refused = await d.user_slash("quoth settings", force=True)
    await d.expect_reply(refused, contains="Manage Server", ephemeral=True)
    panel = await d.expect_reply(await d.user_slash("quoth settings", user=d.mod), ephemeral=True)
    role = d.guild.role("Moderator")
    await d.expect_ack(await d.user_select(panel, [d.support], custom_id="c:channels"))
    await d.expect_ack(await d.user_select(panel, [d.forum], custom_id="c:forums"))
    await d.expect_ack(await d.user_select(panel, [d.support], custom_id="c:review_channel"))
    await d.expect_ack(await d.user_select(panel, [role], custom_id="r:manager_roles"))
    await d.expect_ack(await d.user_select(panel, [role], custom_id="r:human_role"))
    for name in ("private", "shared", "keep_questions", "language"):
        await d.expect_ack(await d.user_click(panel, custom_id=f"s:{name}"))
    found = settings(bed)
    assert (found.channels, found.forums, found.review_channel) == (
        (d.support.id,),
        (d.forum.id,),
        d.support.id,
    )
    assert (found.manager_roles, found.human_role) == ((role.id,), role.id)
    assert (found.private, found.shared, found.keep_questions, found.language) == (
        True, False, False, "de",
    )  # fmt: skip
    await d.expect_edit(panel, contains="Deutsch")
    for name in ("c:channels", "c:forums", "c:review_channel", "r:manager_roles", "r:human_role"):
        await d.expect_ack(await d.user_select(panel, [], custom_id=name))
    for name in ("private", "shared", "keep_questions", "language", "language"):
        await d.expect_ack(await d.user_click(panel, custom_id=f"s:{name}"))
    assert settings(bed) == type(found)()


async def test_a_role_of_the_settings_may_manage_sources(bed, d):
    role = d.guild.role("Moderator")
    helper = d.add_member(d.guild, "helper", [])
    refused = await d.user_slash("quoth gaps", user=helper, force=True)
    await d.expect_reply(refused, contains="Manage Server")
    plain = type(role)("Librarian")
    d.guild.roles[plain.id] = plain
    d.guild.members[helper.id].roles.append(plain)
    await d.double.dispatch(
        "GUILD_ROLE_CREATE", {"guild_id": str(d.guild.id), "role": plain.payload()}, guild=d.guild
    )
    bed.state.servers.change(d.guild.id, manager_roles=(plain.id,))
    listed = await d.user_slash("quoth gaps", user=helper, force=True)
    await d.expect_reply(listed, contains="Questions without an answer")
    settings_refused = await d.user_slash("quoth settings", user=helper, force=True)
    await d.expect_reply(settings_refused, contains="Manage Server")
    bed.state.servers.change(d.guild.id, manager_roles=())


async def test_a_human_is_pinged_once_with_a_link(bed, d):
    role = d.guild.role("Moderator")
    asked = await d.user_slash("ask", question="Who feeds the server hamster?")
    shown = await d.expect_reply(asked, contains="hamster")
    off = await d.user_click(shown, "Ask a human")
    await d.expect_reply(off, contains="No role", ephemeral=True)
    bed.state.servers.change(d.guild.id, human_role=role.id, review_channel=d.support.id)
    before = len(d.bot_messages(d.support))
    silent = await d.user_click(shown, "Ask a human")
    await d.expect_reply(silent, contains="lets nobody mention", ephemeral=True)
    await d.make_mentionable(role, d.guild)
    await d.expect_reply(await d.user_click(shown, "Ask a human"), contains="I have asked")
    again = await d.user_click(shown, "Ask a human", user=d.bob)
    await d.expect_reply(again, contains="already", ephemeral=True)
    (ping,) = d.bot_messages(d.support)[before:]
    assert ping.mention_roles == [role]
    assert "hamster" in ping.text
    assert f"/{d.general.id}/{shown.id}" in ping.text
    await d.deny_bot(d.support, "send_messages")
    other = await d.expect_reply(await d.user_slash("ask", question="Who feeds the newt?"))
    await d.expect_reply(await d.user_click(other, "Ask a human"), contains="may not write")
    await d.deny_bot(d.support)
    bed.state.servers.change(d.guild.id, human_role=None, review_channel=None)


async def test_gaps_are_grouped_by_the_words_that_no_source_has(bed, d):
    bed.state.servers.change(d.guild.id, shared=False)
    for question in (
        "How do I install kubernetes?",
        "Is kubernetes free?",
        "Which colour has the quokka?",
    ):
        await d.expect_reply(await d.user_slash("ask", question=question))
    await d.expect_reply(await d.user_slash("ask", question="Is kubernetes free?"))
    shown = await d.expect_reply(
        await d.user_slash("quoth gaps", user=d.mod), contains="kubernetes: 3×"
    )
    assert "quokka" in shown.text
    bed.state.servers.change(d.guild.id, shared=True)


async def test_a_pin_is_shown_first_for_similar_questions(d):
    question = "What is the vault code of the first server?"
    shown = await d.expect_reply(await d.user_slash("ask", question=question))
    pinned = await d.user_slash(
        "quoth pin", answer=answer_id(shown), question="How do I open the safe?", user=d.mod
    )
    await d.expect_reply(pinned, contains="Pinned")
    asked = await d.user_slash("ask", question="how can I open the safe")
    found = await d.expect_reply(asked, contains="Chosen by this server")
    assert "swordfish" in found.text
    listed = await d.expect_reply(await d.user_slash("quoth pins", user=d.mod), contains="safe")
    await d.expect_ack(await d.user_select(listed, ["How do I open the safe?"]))
    await d.expect_edit(listed, contains="removed")
    asked = await d.user_slash("ask", question="how can I open the safe")
    assert "Chosen" not in (await d.expect_reply(asked)).text


async def test_a_pin_needs_an_answer_of_this_server(d):
    refused = await d.user_slash("quoth pin", answer="nothere", user=d.mod)
    await d.expect_reply(refused, contains="no longer have", ephemeral=True)
    shown = await d.expect_reply(await d.user_slash("ask", question=QUESTION))
    refused = await d.user_slash("quoth pin", answer=answer_id(shown), excerpt=9, user=d.mod)
    await d.expect_reply(refused, contains="no quote number 9")


async def test_texts_of_questions_are_not_kept_where_the_server_says_so(bed, d):
    bed.state.servers.change(d.guild.id, keep_questions=False)
    asked = await d.user_slash("ask", question=f"{QUESTION} Please?")
    shown = await d.expect_reply(asked, contains="swordfish")
    stored = bed.state.answers.get(answer_id(shown), f"server:{d.guild.id}")
    assert stored.answer.question == ""
    refused = await d.user_slash("quoth gaps", user=d.mod)
    await d.expect_reply(refused, contains="not kept")
    again = await d.expect_reply(await d.user_slash("answer", id=stored.id))
    assert "swordfish" in again.text
    bed.state.servers.change(d.guild.id, keep_questions=True)


async def test_a_person_sees_exports_and_deletes_what_is_kept(d):
    shown = await d.expect_reply(await d.user_slash("ask", question=QUESTION, user=d.bob))
    await d.expect_reply(await d.user_click(shown, "Helpful", user=d.bob))
    await d.expect_reply(await d.user_dm("What is NATO?", user=d.bob))
    listed = await d.expect_reply(await d.user_slash("privacy show", user=d.bob), ephemeral=True)
    assert "1 votes" in listed.text
    assert "1 answers in direct messages" in listed.text
    exported = await d.expect_reply(await d.user_slash("privacy export", user=d.bob))
    record = json.loads(exported.files[0].data)
    assert record["direct_answers"][0]["question"] == "What is NATO?"
    await d.expect_reply(await d.user_slash("privacy delete", user=d.bob), contains="2 entries")
    listed = await d.expect_reply(await d.user_slash("privacy show", user=d.bob))
    assert "Nothing is kept about you" in listed.text


async def test_forgetting_asks_first_and_then_deletes_everything(bed, d):
    place = {"user": d.other_mod, "channel": d.lobby}
    collection = f"discord-{d.other.id}"
    bed.library.add_bytes(b"The lobby has a fern.", name="fern.txt", collection=collection)
    bed.state.servers.change(d.other.id, private=True)
    shown = await d.expect_reply(await d.user_slash("quoth forget", **place), ephemeral=True)
    await d.user_click(shown, "Keep it", user=d.other_mod)
    await d.expect_edit(shown, contains="Nothing was deleted")
    assert bed.library.documents((collection,))
    shown = await d.expect_reply(await d.user_slash("quoth forget", **place))
    await d.user_click(shown, "Delete everything", user=d.other_mod)
    await d.expect_edit(shown, contains="has been deleted")
    assert bed.library.documents((collection,)) == ()
    assert not settings(bed, d.other).private
    assert bed.library.documents((f"discord-{d.guild.id}",))


async def test_a_server_that_removed_quoth_is_forgotten_after_its_time(bed, d):
    left = d.double.new_guild("Left")
    await d.add_bot_to(left)
    collection = f"discord-{left.id}"
    bed.library.add_bytes(b"Left behind.", name="left.txt", collection=collection)
    await d.remove_bot_from(left)
    servers, due = bed.state.servers, datetime.now(UTC) + timedelta(days=1)
    await d.wait(lambda: left.id in servers.removed_before(due), what="the removal is noted")
    await bed.client.desk.housekeep()
    assert bed.library.documents((collection,))  # its time has not come
    servers.present([left.id])
    servers.removed(left.id, datetime.now(UTC) - timedelta(days=31))
    await bed.client.desk.housekeep()
    assert bed.library.documents((collection,)) == ()


async def test_a_server_that_was_left_while_the_bot_was_away_is_noted(bed, d):
    away = d.double.new_guild("Away")
    await d.add_bot_to(away)
    servers, due = bed.state.servers, datetime.now(UTC) + timedelta(days=1)
    await d.wait(lambda: away.id in servers.known(), what="the server is known")
    await bed.disconnect()
    away.members.pop(d.double.bot.id)
    await bed.connect()
    servers = bed.state.servers
    await d.wait(lambda: away.id in servers.removed_before(due), what="its leaving is noted")
    assert d.guild.id in servers.known()
