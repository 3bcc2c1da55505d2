"""One running bot a module: the real discord.py client over real sockets against the double.

Tests are `async def` and run on the module's event loop, where the double and the client live too.
"""

import asyncio
import inspect
from collections.abc import Iterator

import pytest

from tests.bot.online.bed import Bed
from tests.discord_double import Driver


@pytest.fixture(scope="module")
def options() -> dict[str, object]:
    """Settings other than the defaults; a module overrides this fixture."""
    return {}


@pytest.fixture(scope="module")
def bed(tmp_path_factory: pytest.TempPathFactory, options: dict[str, object]) -> Iterator[Bed]:
    with asyncio.Runner() as runner:
        bed = Bed(tmp_path_factory.mktemp("bed"), runner, **options)
        runner.run(bed.start())
        try:
            yield bed
        finally:
            runner.run(bed.stop())


@pytest.fixture
def d(bed: Bed, caplog: pytest.LogCaptureFixture) -> Iterator[Driver]:
    """The people of the double; nothing may have been refused, late or logged as failed."""
    before = len(bed.driver.double.violations)
    yield bed.driver
    assert [str(one) for one in bed.driver.double.violations[before:]] == []
    assert not bed.driver.double.unimplemented
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run a coroutine test on the loop of its bed."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    names = pyfuncitem._fixtureinfo.argnames
    arguments = {name: pyfuncitem.funcargs[name] for name in names}
    pyfuncitem.funcargs["bed"].runner.run(pyfuncitem.obj(**arguments))
    return True
