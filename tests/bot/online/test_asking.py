"""Questions and answers, as people in Discord see them."""

import pytest

from tests.discord_double import NotPossible

ZEBRA = """# The zebra protocol

The zebra protocol needs a blue key. The blue key is kept in Lisbon by the harbour master.

Nobody may copy the blue key of the zebra protocol. Copies of the key are destroyed on sight.

The zebra protocol was signed in Lisbon in 1987. It replaced the giraffe protocol.
"""
QUESTION = "Who keeps the blue key in Lisbon?"


@pytest.fixture(scope="module", autouse=True)
def _sources(bed):
    url = "https://zebra.example/protocol"
    text = f"---\ntitle: The zebra protocol\nauthor: Ada Stripe\nurl: {url}\n---\n{ZEBRA}"
    collection = f"discord-{bed.driver.guild.id}"
    bed.library.add_bytes(text.encode(), name="zebra.md", collection=collection)


async def ask(d, question=QUESTION, **options):
    asked = await d.user_slash("ask", {"question": question, **options})
    return asked, await d.expect_reply(asked)


async def test_an_answer_is_a_quote_in_bold_with_a_link_to_its_words(d):
    asked, shown = await ask(d)
    embed = shown.embeds[0]
    assert embed["description"].startswith("> ")
    assert "Lisbon" in embed["description"]
    assert "**" in embed["description"]
    assert "https://zebra.example/protocol#:~:text=" in embed["description"]
    assert "Ada Stripe" in embed["description"]
    assert "ure · " in embed["footer"]["text"]
    assert asked.ack_seconds < 1
    assert not shown.ephemeral


async def test_a_private_answer_can_be_shown_to_everyone_once(d):
    _, shown = await ask(d, private=True)
    assert shown.ephemeral
    pressed = await d.user_click(shown, "Show everyone")
    await d.wait(lambda: pressed.followups, what="the public copy")
    (public,) = pressed.followups
    assert not public.ephemeral
    assert public.embeds[0]["description"] == shown.embeds[0]["description"]
    with pytest.raises(NotPossible):
        d.component(shown, label="Show everyone")


async def test_the_source_option_is_completed_and_searched_alone(d):
    choices = await d.user_autocomplete("ask", "source", "zeb", {"question": "x"})
    assert {choice["name"] for choice in choices} >= {"The zebra protocol"}
    _, shown = await ask(d, source=choices[0]["value"])
    assert "Lisbon" in shown.text


async def test_an_unknown_source_is_named_kindly(d):
    asked = await d.user_slash("ask", question=QUESTION, source="no such thing")
    shown = await d.expect_reply(asked, contains="no such thing")
    assert "Traceback" not in shown.text


async def test_turning_to_the_next_quote_in_place_and_for_others_in_private(d):
    _, shown = await ask(d)
    first = shown.embeds[0]["description"]
    await d.expect_ack(await d.user_click(shown, "Next quote"))
    await d.expect_edit(shown, check=lambda m: m.embeds[0]["description"] != first)
    assert "quote 2 of" in shown.embeds[0]["footer"]["text"]
    pressed = await d.user_click(shown, "Next quote", user=d.bob)
    await d.expect_reply(pressed, ephemeral=True)
    assert "quote 2 of" in shown.embeds[0]["footer"]["text"]


async def test_context_shows_the_passages_around(d):
    _, shown = await ask(d)
    context = await d.expect_reply(await d.user_click(shown, "Context", user=d.bob), ephemeral=True)
    assert "Nobody may copy" in context.text
    assert "**" in context.text


async def test_the_whole_passage_comes_as_a_file_to_the_letter(bed, d):
    _, shown = await ask(d)
    sent = await d.expect_reply(await d.user_click(shown, "Whole passage"), ephemeral=True)
    passage = sent.files[0].data.decode()
    documents = bed.library.documents((f"discord-{d.guild.id}",))
    assert passage in bed.library.document(documents[0].id, (documents[0].collection,)).text


async def test_votes_are_thanked_for_and_counted(bed, d):
    _, shown = await ask(d)
    await d.expect_reply(await d.user_click(shown, "Helpful"), contains="noted", ephemeral=True)
    pressed = await d.user_click(shown, "Not helpful", user=d.bob)
    await d.expect_reply(pressed, contains="not helpful")
    stats = await d.expect_reply(await d.user_slash("quoth stats", user=d.mod), contains="1 / 1")
    assert stats.ephemeral


async def test_only_the_asker_and_moderators_dismiss(d):
    _, shown = await ask(d)
    refused = await d.user_click(shown, "Dismiss", user=d.bob)
    await d.expect_reply(refused, contains="moderator", ephemeral=True)
    await d.user_click(shown, "Dismiss")
    await d.wait(lambda: shown.deleted, what="dismissed by the asker")
    _, other = await ask(d)
    await d.user_click(other, "Dismiss", user=d.mod)
    await d.wait(lambda: other.deleted, what="dismissed by a moderator")


async def test_no_answer_names_the_words_that_no_source_has(d):
    _, shown = await ask(d, "Does quantum kubernetes tessellate?")
    assert "kubernetes" in shown.text
    assert "No answer" in shown.text
    assert d.component(shown, label="Ask a human")


async def test_the_question_that_was_meant_is_asked_at_a_click(d):
    slip = "Which brand of washing machine did the president of Brazil buy for zebbra hunters?"
    _, shown = await ask(d, slip)
    meant = await d.expect_reply(await d.user_click(shown, "Ask that instead"))
    assert "zebra hunters" in meant.text


async def test_a_greeting_is_a_line_without_a_card(d):
    _, shown = await ask(d, "Hello!")
    assert shown.content.startswith("Hello!")
    assert not shown.embeds
    assert not shown.components


async def test_an_answer_is_shown_again_by_its_id_but_not_elsewhere(d):
    _, shown = await ask(d)
    number = shown.embeds[0]["footer"]["text"].rsplit(" ", 1)[1]
    again = await d.expect_reply(
        await d.user_slash("answer", id=number, user=d.bob), ephemeral=True
    )
    assert again.embeds[0]["description"] == shown.embeds[0]["description"]
    elsewhere = await d.user_slash("answer", id=number, user=d.carol, channel=d.lobby)
    await d.expect_reply(elsewhere, contains="no answer with the id")


async def test_a_changed_source_is_told(bed, d):
    collection = f"discord-{d.guild.id}"
    origin = "changing"
    bed.library.add_bytes(
        b"The walrus eats forty clams.", name="w.txt", origin=origin, collection=collection
    )
    _, shown = await ask(d, "How many clams does the walrus eat?")
    number = shown.embeds[0]["footer"]["text"].rsplit(" ", 1)[1]
    assert "forty clams" in shown.text.replace("**", "")
    bed.library.add_bytes(
        b"The walrus eats fifty clams.", name="w.txt", origin=origin, collection=collection
    )
    again = await d.expect_reply(await d.user_slash("answer", id=number))
    assert "no longer has these words" in again.text
    refused = await d.user_slash(
        "ask", question="How many clams does the walrus eat?", private=True
    )
    await d.expect_reply(refused, contains="fifty")


async def test_a_long_question_is_refused_before_anything_is_searched(d):
    asked = await d.user_slash("ask", question="why " * 400)
    await d.expect_reply(asked, contains="too long", ephemeral=True)


async def test_german_people_are_answered_in_german(d):
    d.bob.locale = "de"
    asked = await d.user_slash("ask", question=QUESTION, user=d.bob)
    shown = await d.expect_reply(asked, contains="Kennung")
    assert d.component(shown, label="Nächstes Zitat")
    d.bob.locale = "en-US"


async def test_commands_are_described_in_german_too(d):
    described = d.command("ask")["description_localizations"]
    assert described["de"].startswith("Stell den Quellen")
    assert d.command("Find in sources", type=3)["name_localizations"]["de"]


async def test_finding_what_a_message_claims(d):
    message = await d.user_message("The blue key is kept by the harbour master", user=d.bob)
    asked = await d.user_context_menu("Find in sources", message)
    await d.expect_reply(asked, contains="Lisbon", ephemeral=True)
    empty = await d.user_message("", user=d.bob)
    await d.expect_reply(
        await d.user_context_menu("Find in sources", empty), contains="no text", ephemeral=True
    )


async def test_help_fits_one_message(d):
    shown = await d.expect_reply(await d.user_slash("help"), contains="/sources", ephemeral=True)
    assert len(shown.embeds) == 1


async def test_no_privileged_intent_is_asked_for(d):
    (session,) = [one for one in d.double.sessions.values() if one.valid]
    privileged = (1 << 1) | (1 << 8) | (1 << 15)
    assert session.intents & privileged == 0


async def test_nothing_that_was_sent_could_ping(d):
    bodies = [call.body for call in d.double.calls if call.method in ("POST", "PATCH")]
    messages = [body.get("data", body) for body in bodies if isinstance(body, dict)]
    spoken = [
        one for one in messages if isinstance(one, dict) and ("embeds" in one or "content" in one)
    ]
    assert spoken
    assert all(not (one.get("allowed_mentions") or {}).get("parse") for one in spoken)
    assert not any(message.mentions or message.mention_everyone for message in d.bot_messages())


async def test_a_channel_without_send_permission_is_left_alone(d):
    await d.deny_bot(d.support, "send_messages")
    message = await d.user_message(f"@bot {QUESTION}", channel=d.support)
    await ask(d)  # the earlier message has been looked at by now
    assert d.replies(message) == []
    await d.deny_bot(d.support)
