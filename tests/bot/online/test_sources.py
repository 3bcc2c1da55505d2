"""Sources in, sources out: by those who may, within limits, with a receipt."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bot.views import forms
from tests.discord_double import File, NotPossible

PENGUIN = "The penguin choir sings in Oslo every March. It rehearses barefoot in the snow.\n"


@pytest.fixture(scope="module")
def options():
    return {
        "discord_max_file": 20_000,
        "discord_max_documents": 12,
        "discord_max_proposals": 3,
        "allow_private_addresses": True,
    }


@pytest.fixture(scope="module", autouse=True)
def _own_sources_only(bed):
    """So that no test here depends on how well other questions fit the article."""
    bed.state.servers.change(bed.driver.guild.id, shared=False)


@pytest.fixture(scope="module")
def website():
    """A page on this machine; its text can be changed."""

    class Page(BaseHTTPRequestHandler):
        text = "The otter bridge opens at nine in the morning. It closes at dusk on Sundays."

        def do_GET(self):
            body = f"<html><title>Otters</title><body><main><p>{self.text}</p></main></body></html>"
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Page, f"http://127.0.0.1:{server.server_port}/otters"
    server.shutdown()
    server.server_close()


def own(bed):
    return bed.library.documents((f"discord-{bed.driver.guild.id}",))


async def test_a_file_becomes_a_source_with_a_receipt(bed, d):
    question = "Where does the penguin choir sing?"
    await d.expect_reply(await d.user_slash("ask", question=question), contains="No answer")
    added = await d.user_slash(
        "sources add", user=d.mod, file=File("penguins.txt", PENGUIN.encode())
    )
    receipt = await d.expect_reply(added, contains="Added", ephemeral=True)
    assert "penguin choir" in receipt.text
    assert question in receipt.text.replace("\\", "")
    assert any("Reading" in content for _, content, _, _ in receipt.history)
    asked = await d.user_slash("ask", question=question)
    await d.expect_reply(asked, contains="Oslo")


async def test_a_receipt_invites_to_ask(d):
    file = File("foxes.txt", b"The fox parade starts at noon in Bergen.")
    added = await d.user_slash("sources add", user=d.mod, file=file)
    receipt = await d.expect_reply(added, contains="Added")
    pressed = await d.user_click(receipt, "Ask it something")
    await d.expect_modal(pressed)
    asked = await d.user_submit_modal(pressed, {"Your question": "When does the fox parade start?"})
    await d.expect_reply(asked, contains="noon", ephemeral=True)


async def test_a_file_uploaded_again_replaces_its_earlier_version(bed, d):
    before = len(own(bed))
    file = File("penguins.txt", PENGUIN.replace("Oslo", "Tromsø").encode())
    added = await d.user_slash("sources add", user=d.mod, file=file)
    await d.expect_reply(added, contains="Replaced")
    assert len(own(bed)) == before


async def test_a_form_takes_text_and_files(bed, d):
    opened = await d.user_slash("sources add", user=d.mod)
    modal = await d.expect_modal(opened)
    assert len(modal["components"]) == 4
    filled = {
        "Title": "Badger rules",
        "Text": "Badgers may dig only on Tuesdays.",
        "Files": [File("b.txt", b"Badger holes are two metres deep.")],
    }
    added = await d.user_submit_modal(opened, filled)
    receipt = await d.expect_reply(added, contains="Added")
    assert "Badger rules" in receipt.text
    assert receipt.text.count("Added") == 2
    asked = await d.user_slash("ask", question="How deep are badger holes?")
    await d.expect_reply(asked, contains="two metres")


async def test_a_form_from_before_a_restart_is_told_to_begin_anew(bed, d):
    opened = await d.user_slash("sources add", user=d.mod)
    await d.expect_modal(opened)
    await bed.disconnect()
    await bed.connect()
    submitted = await d.user_submit_modal(opened, {"Text": "Badgers dig."})
    await d.expect_reply(submitted, contains="too old", ephemeral=True)


async def test_a_form_that_nobody_submits_is_forgotten_in_time(bed, d, monkeypatch):
    monkeypatch.setattr(forms, "FORM_SECONDS", 0.01)
    opened = await d.user_slash("sources add", user=d.mod)
    form = await d.expect_modal(opened)
    desk, number = bed.client.desk, form["custom_id"]
    await d.wait(lambda: not forms.is_open(number, desk), what="the form is forgotten")
    submitted = await d.user_submit_modal(opened, {"Text": "Badgers dig."})
    await d.expect_reply(submitted, contains="too old", ephemeral=True)


async def test_an_empty_form_is_told(d):
    opened = await d.user_slash("sources add", user=d.mod)
    await d.expect_modal(opened)
    await d.expect_reply(await d.user_submit_modal(opened, {}), contains="nothing to add")


async def test_a_web_page_becomes_a_source(d, website):
    _, address = website
    added = await d.user_slash("sources add", user=d.mod, url=address)
    await d.expect_reply(added, contains="Added")
    asked = await d.user_slash("ask", question="When does the otter bridge open?")
    shown = await d.expect_reply(asked, contains="nine in the morning")
    assert address in shown.text


@pytest.mark.parametrize("address", ["/etc/passwd", "file:///etc/passwd", "pyproject.toml"])
async def test_a_path_of_the_bots_machine_is_no_address(bed, d, address):
    before = own(bed)
    added = await d.user_slash("sources add", user=d.mod, url=address)
    await d.expect_reply(added, contains="no web address")
    assert own(bed) == before


async def test_limits_are_told_kindly(d):
    both = await d.user_slash("sources add", user=d.mod, url="https://a.b", file=File("a", b"x"))
    await d.expect_reply(both, contains="not both")
    large = await d.user_slash("sources add", user=d.mod, file=File("a.txt", b"x" * 20_001))
    await d.expect_reply(large, contains="too large")
    broken = await d.user_slash("sources add", user=d.mod, file=File("a.bin", bytes(range(256))))
    shown = await d.expect_reply(broken)
    assert "Added" not in shown.text


async def test_a_message_becomes_a_source_with_credit_and_link(d):
    message = await d.user_message("The llama ferry leaves from pier four.", user=d.bob)
    with pytest.raises(NotPossible):
        await d.user_context_menu("Add to sources", message)
    refused = await d.user_context_menu("Add to sources", message, force=True)
    await d.expect_reply(refused, contains="Manage Server", ephemeral=True)
    added = await d.user_context_menu("Add to sources", message, user=d.mod)
    await d.expect_reply(added, contains="Added")
    asked = await d.user_slash("ask", question="Where does the llama ferry leave from?")
    shown = await d.expect_reply(asked, contains="pier four")
    assert "bob" in shown.text
    assert f"https://discord.com/channels/{d.guild.id}/{d.general.id}/{message.id}" in shown.text


async def test_sources_are_listed_page_by_page_and_shown(bed, d):
    for number in range(12 - len(own(bed))):
        bed.library.add_bytes(
            f"Filler number {number}.".encode(),
            name=f"f{number}.txt",
            collection=f"discord-{d.guild.id}",
        )
    listed = await d.expect_reply(await d.user_slash("sources list"), contains="Page 1 of 2")
    await d.expect_ack(await d.user_click(listed, "Next"))
    await d.expect_edit(listed, contains="Page 2 of 2")
    choices = await d.user_autocomplete("sources show", "source", "badger")
    shown = await d.expect_reply(await d.user_slash("sources show", source=choices[0]["value"]))
    assert "Badgers may dig" in shown.text


async def test_the_quota_is_told_and_nothing_is_added(bed, d):
    before = own(bed)
    assert len(before) == 12
    added = await d.user_slash("sources add", user=d.mod, file=File("more.txt", b"One more."))
    await d.expect_reply(added, contains="12")
    assert own(bed) == before


async def test_a_proposal_that_the_quota_refuses_waits_on(bed, d):
    file = File("owl.txt", b"The owl clock strikes thirteen.")
    await d.expect_reply(await d.user_slash("sources add", file=file), contains="managers")
    listed = await d.user_slash("quoth proposals", user=d.mod)
    shown = await d.expect_reply(listed, contains="strikes thirteen")
    await d.expect_reply(await d.user_click(shown, "Add it", user=d.mod), contains="12")
    room = next(info for info in own(bed) if info.origin.endswith("b.txt"))
    bed.library.remove(room.id, collection=f"discord-{d.guild.id}")
    await d.user_click(shown, "Add it", user=d.mod)
    await d.expect_edit(shown, contains="Added by")


async def test_removing_is_for_those_who_may(bed, d):
    victim = next(info for info in own(bed) if info.origin.endswith("foxes.txt"))
    refused = await d.user_slash("sources remove", source=victim.id)
    await d.expect_reply(refused, contains="Manage Server", ephemeral=True)
    assert victim in own(bed)
    removed = await d.user_slash("sources remove", source=victim.id, user=d.mod)
    await d.expect_reply(removed, contains="Removed")
    assert victim not in own(bed)


async def test_the_operators_sources_cannot_be_removed_here(bed, d):
    (shared, *_) = bed.library.documents()
    bed.state.servers.change(d.guild.id, shared=True)
    refused = await d.user_slash("sources remove", source=shared.id, user=d.mod)
    await d.expect_reply(refused, contains="operator")
    bed.state.servers.change(d.guild.id, shared=False)
    assert shared in bed.library.documents()


async def test_members_propose_and_a_manager_approves_with_a_preview(bed, d):
    file = File("heron.txt", b"The heron tower has ninety steps.")
    proposed = await d.user_slash("sources add", file=file)
    await d.expect_reply(proposed, contains="managers", ephemeral=True)
    assert not any(info.origin.endswith("heron.txt") for info in own(bed))
    listed = await d.user_slash("quoth proposals", user=d.mod)
    shown = await d.expect_reply(listed, contains="ninety steps")
    refused = await d.user_click(shown, "Add it", user=d.mod)
    await d.expect_edit(shown, contains="Added by")
    assert refused.ack == 6
    asked = await d.user_slash("ask", question="How many steps has the heron tower?")
    await d.expect_reply(asked, contains="ninety")
    previews = bed.library.documents((f"discord-{d.guild.id}-preview",))
    assert previews == ()


async def test_a_proposal_is_posted_in_the_chosen_channel_and_declined_once(bed, d):
    bed.state.servers.change(d.guild.id, review_channel=d.support.id)
    file = File("spam.txt", b"Buy spam @everyone <@&1> now.")
    await d.expect_reply(await d.user_slash("sources add", file=file), contains="managers")
    await d.wait(lambda: d.bot_messages(d.support), what="the proposal is posted")
    posted = d.bot_messages(d.support)[-1]
    refused = await d.user_click(posted, "Add it", user=d.bob)
    await d.expect_reply(refused, contains="Manage Server", ephemeral=True)
    await d.user_click(posted, "Decline", user=d.mod)
    await d.expect_edit(posted, contains="Declined by mod")
    bed.state.servers.change(d.guild.id, review_channel=None)


async def test_a_page_that_changed_since_it_was_proposed_is_not_added(bed, d, website):
    page, address = website
    proposed = await d.user_slash("sources add", url=f"{address}?other")
    await d.expect_reply(proposed, contains="managers")
    shown = await d.expect_reply(
        await d.user_slash("quoth proposals", user=d.mod), contains="otter bridge"
    )
    page.text = "Something else entirely, that nobody has looked at."
    before = own(bed)
    await d.user_click(shown, "Add it", user=d.mod)
    await d.expect_edit(shown, contains="no longer what was proposed")
    assert own(bed) == before


async def test_a_broken_proposal_is_told_its_proposer(d):
    proposed = await d.user_slash("sources add", file=File("a.bin", bytes(range(256))))
    shown = await d.expect_reply(proposed, ephemeral=True)
    assert "managers" not in shown.text


async def test_no_more_proposals_than_may_wait(bed, d):
    for number in range(3):
        file = File(f"p{number}.txt", f"Proposal number {number}.".encode())
        await d.expect_reply(await d.user_slash("sources add", file=file, user=d.bob))
    file = File("p9.txt", b"One too many.")
    refused = await d.user_slash("sources add", file=file, user=d.bob)
    await d.expect_reply(refused, contains="Too many proposals")


async def test_a_member_suggests_a_source_under_an_unanswered_question(d):
    asked = await d.user_slash("ask", question="Does kubernetes tessellate?")
    shown = await d.expect_reply(asked, contains="No answer")
    pressed = await d.user_click(shown, "Suggest a source", user=d.bob)
    assert (await d.expect_modal(pressed))["title"] == "Add a source"
