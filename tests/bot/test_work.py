"""A line that is bounded, keeps its order and tells positions; and cooldowns that fill up again."""

import asyncio
import threading

import pytest

from bot import work
from bot.cooldown import Cooldown
from bot.work import Busy, Workers


def test_work_is_done_in_the_order_of_coming():
    async def scenario():
        workers, done = Workers("t", threads=1, waiting=10), []
        await asyncio.gather(*(workers.run(lambda n=n: done.append(n)) for n in range(8)))
        workers.close()
        return done

    assert asyncio.run(scenario()) == list(range(8))


def test_no_more_threads_than_allowed():
    running, most = 0, 0
    lock = threading.Lock()

    def job():
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        threading.Event().wait(0.01)
        with lock:
            running -= 1

    async def scenario():
        workers = Workers("t", threads=2, waiting=50)
        await asyncio.gather(*(workers.run(job) for _ in range(10)))
        workers.close()

    asyncio.run(scenario())
    assert most == 2


def test_a_full_line_says_so_and_the_rest_is_served():
    async def scenario():
        workers, gate = Workers("t", threads=1, waiting=1), threading.Event()
        tasks = [asyncio.create_task(workers.run(gate.wait)) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(Busy):
            await workers.run(gate.wait)
        gate.set()
        await asyncio.gather(*tasks)
        workers.close()
        return workers.waiting, workers.running

    assert asyncio.run(scenario()) == (0, 0)


def test_who_waits_is_sent_away_when_the_line_is_given_up():
    async def scenario():
        workers, gate, late = Workers("t", threads=1, waiting=5), threading.Event(), []
        running = asyncio.create_task(workers.run(gate.wait))
        waiting = [asyncio.create_task(workers.run(lambda: late.append(1))) for _ in range(3)]
        await asyncio.sleep(0)
        workers.give_up()
        ended = await asyncio.gather(*waiting, return_exceptions=True)
        gate.set()
        await running
        with pytest.raises(Busy):
            await workers.run(gate.wait)
        workers.close()
        return [type(each) for each in ended], late

    assert asyncio.run(scenario()) == ([Busy] * 3, [])


def test_the_position_in_line_is_told(monkeypatch):
    monkeypatch.setattr(work, "POSITION_EVERY", 0.01)

    async def scenario():
        workers, gate, told = Workers("t", threads=1, waiting=5), threading.Event(), []
        enough = asyncio.Event()

        async def on_wait(position):
            told.append(position)
            enough.set()

        first = asyncio.create_task(workers.run(gate.wait))
        second = asyncio.create_task(workers.run(gate.wait))
        third = asyncio.create_task(workers.run(gate.wait, on_wait))
        await enough.wait()
        gate.set()
        await asyncio.gather(first, second, third)
        workers.close()
        return told[0]

    assert asyncio.run(scenario()) == 2


def test_who_gives_up_leaves_the_line():
    async def scenario():
        workers, gate = Workers("t", threads=1, waiting=5), threading.Event()
        first = asyncio.create_task(workers.run(gate.wait))
        second = asyncio.create_task(workers.run(gate.wait))
        await asyncio.sleep(0)
        second.cancel()
        await asyncio.wait((second,))
        waiting = workers.waiting
        gate.set()
        await first
        assert await workers.run(lambda: "served") == "served"
        workers.close()
        return waiting

    assert asyncio.run(scenario()) == 0


def test_an_error_frees_the_thread():
    async def scenario():
        workers = Workers("t", threads=1, waiting=1)
        with pytest.raises(ZeroDivisionError):
            await workers.run(lambda: 1 / 0)
        assert await workers.run(lambda: "served") == "served"
        workers.close()

    asyncio.run(scenario())


def test_a_cooldown_refuses_and_fills_up_again():
    now = 0.0
    cooldown = Cooldown(6, clock=lambda: now)
    assert [cooldown.wait("alice") for _ in range(7)] == [0] * 6 + [10]
    assert cooldown.wait("bob") == 0
    now = 10.0
    assert cooldown.wait("alice") == 0
    assert cooldown.wait("alice") == 10
