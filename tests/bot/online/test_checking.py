"""`quoth discord --check`, against the double."""

import asyncio

import pytest
from pydantic import SecretStr

from bot.client import check
from bot.needs import LEAST
from bot.settings import Settings
from tests.discord_double import Driver
from tests.discord_double.redirect import redirected


async def checked(folder, *, token: str | None = None, **world):
    async with Driver(privileged=set()) as d:
        for name in ("@everyone", "testbot"):
            d.guild.role(name).permissions = world.get("permissions", LEAST.value)
        settings = Settings(
            _env_file=None,
            library=folder / "library.db",
            discord_token=SecretStr(d.double.token if token is None else token),
        )
        with redirected(d.double.url):
            found = await asyncio.to_thread(check, settings)
        return {one.check: one for one in found}, d


def test_all_is_well_and_the_invite_asks_for_the_least(tmp_path):
    found, d = asyncio.run(checked(tmp_path))
    assert {one.status for one in found.values()} == {"ok"}
    assert f"client_id={d.double.app_id}" in found["invite"].detail
    assert f"permissions={LEAST.value}" in found["invite"].detail
    assert "integration_type=1" in found["install for yourself"].detail
    assert d.double.command_syncs == []
    assert d.bot_messages() == []
    d.expect_clean()


def test_lacking_permissions_are_named_with_the_server(tmp_path):
    found, _ = asyncio.run(checked(tmp_path, permissions=1 << 10))
    assert found["permissions"].status == "warning"
    assert "Test Guild" in found["permissions"].detail


@pytest.mark.parametrize("token", ["wrong.to.ken", ""])
def test_a_wrong_or_missing_token_has_its_remedy(tmp_path, token):
    found, _ = asyncio.run(checked(tmp_path, token=token))
    assert found["token"].status == "error"
    assert "portal" in found["token"].remedy
    assert "wrong.to.ken" not in str(found)


def test_a_damaged_library_is_found(tmp_path):
    (tmp_path / "library.db").write_bytes(b"no library at all " * 100)
    found, _ = asyncio.run(checked(tmp_path))
    assert found["library"].status == "error"
    assert found["token"].status == "ok"
