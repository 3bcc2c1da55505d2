"""Mentions, replies, direct messages, threads and forum posts."""

import pytest

QUESTION = "Where is the blue key kept?"
TEXT = (
    "The blue key is kept in Lisbon by the harbour master.\n\n"
    "Belarus joined the zebra protocol in 1994. Armenia joined the zebra protocol in 1992."
)


@pytest.fixture(scope="module", autouse=True)
def _sources(bed):
    for collection in (f"discord-{bed.driver.guild.id}", "main"):
        bed.library.add_bytes(TEXT.encode(), name="key.txt", collection=collection)


async def test_a_mention_is_answered_with_a_reply_while_typing(d):
    typed = len(d.double.typing)
    message = await d.user_message(f"@bot {QUESTION}")
    shown = await d.expect_reply(message, contains="Lisbon")
    assert shown.reference is message
    assert shown.mentions == []
    assert len(d.double.typing) > typed


async def test_people_talking_among_themselves_are_left_alone(d):
    message = await d.user_message("nobody asked the bot")
    await d.expect_reply(await d.user_message(f"@bot {QUESTION}"), contains="Lisbon")
    assert [one for one in d.bot_messages() if one.reference is message] == []


async def test_a_direct_message_is_answered(d):
    await d.expect_reply(await d.user_dm(QUESTION), contains="Lisbon")


async def test_a_reply_to_an_answer_follows_up_on_it(bed, d):
    message = await d.user_message("@bot When did Armenia join the zebra protocol?")
    shown = await d.expect_reply(message, contains="1992")
    follow = await d.user_message("and Belarus?", reply_to=shown)
    again = await d.expect_reply(follow, contains="1994")
    stored = [
        bed.state.answers.get(
            one.embeds[0]["footer"]["text"].rsplit(" ", 1)[1], f"server:{d.guild.id}"
        )
        for one in (shown, again)
    ]
    assert stored[1].parent == stored[0].id
    assert "Searched" in again.text


async def test_a_thread_is_one_conversation(bed, d):
    thread = await d.user_thread("about the protocol")
    first = await d.user_message("@bot When did Armenia join the zebra protocol?", channel=thread)
    await d.expect_reply(first, contains="1992")
    second = await d.user_message("@bot and Belarus?", channel=thread)
    shown = await d.expect_reply(second, contains="1994")
    assert shown.channel is thread


async def test_a_bare_mention_gets_a_hint(d):
    await d.expect_reply(await d.user_message("@bot"), contains="after my name")


async def test_without_embeds_the_answer_is_text(d):
    await d.deny_bot(d.support, "embed_links")
    message = await d.user_message(f"@bot {QUESTION}", channel=d.support)
    shown = await d.expect_reply(message, contains="Lisbon")
    assert not shown.embeds
    await d.deny_bot(d.support)


async def test_without_the_history_the_answer_is_no_reply(d):
    await d.deny_bot(d.support, "read_message_history")
    message = await d.user_message(f"@bot {QUESTION}", channel=d.support)
    shown = await d.expect_reply(message, contains="Lisbon")
    assert shown.reference is None
    await d.deny_bot(d.support)


async def test_a_question_with_everyone_in_it_pings_nobody(d):
    message = await d.user_message("@bot where is the @everyone blue key kept?")
    shown = await d.expect_reply(message)
    assert not shown.mention_everyone


async def test_elsewhere_only_private_answers_are_given(bed, d):
    bed.state.servers.change(d.guild.id, channels=(d.support.id,))
    message = await d.user_message(f"@bot {QUESTION}", channel=d.general)
    await d.expect_reply(message, contains="/ask")
    asked = await d.user_slash("ask", question=QUESTION, channel=d.general)
    await d.expect_reply(asked, contains="Lisbon", ephemeral=True)
    asked = await d.user_slash("ask", question=QUESTION, channel=d.support)
    await d.expect_reply(asked, contains="Lisbon", ephemeral=False)
    bed.state.servers.change(d.guild.id, channels=())


async def test_a_forum_is_silent_until_it_is_chosen(bed, d):
    post = await d.user_forum_post(QUESTION, "Please help.")
    await d.expect_reply(await d.user_message(f"@bot {QUESTION}"), contains="Lisbon")
    assert d.bot_messages(post.channel) == []


async def test_a_chosen_forum_gets_one_answer_a_post_and_only_a_sure_one(bed, d):
    bed.state.servers.change(d.guild.id, forums=(d.forum.id,))
    sure = await d.user_forum_post(QUESTION, "Please help.")
    unsure = await d.user_forum_post("My printer is on fire", "What now?")
    await d.wait(lambda: d.bot_messages(sure.channel), what="an answer in the post")
    await d.double.message_event(sure)  # Discord may send an event twice
    await d.user_message("anyone?", channel=sure.channel)
    await d.expect_reply(await d.user_message(f"@bot {QUESTION}"), contains="Lisbon")
    assert len(d.bot_messages(sure.channel)) == 1
    assert d.bot_messages(unsure.channel) == []
    bed.state.servers.change(d.guild.id, forums=())
