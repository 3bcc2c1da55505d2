"""How long from an interaction to its answer, at 1 and at 50 concurrent questions; memory at rest.

    python -m benchmarks.discord_latency [--passages 10000] [--questions 300]

The bot runs as a process of its own with the real discord.py over real sockets; Discord is the
tests' double, in this process, on the same machine. What Discord and the network add is not in it.
"""

import argparse
import asyncio
import random
import statistics
import tempfile
import time
from pathlib import Path

from knowledge import Library
from tests.discord_double import BotProcess, Driver

WORDS = 20_000
WORDS_IN_A_PASSAGE = 60
PASSAGES_IN_A_DOCUMENT = 100


def vocabulary(chance: random.Random) -> list[str]:
    letters = "abcdefghijklmnoprstuvw"
    return ["".join(chance.choices(letters, k=chance.randint(4, 9))) for _ in range(WORDS)]


def fill(library: Library, collection: str, passages: int, chance: random.Random) -> list[str]:
    """Add documents of random words with Zipf's frequencies; return questions about them."""
    words = vocabulary(chance)
    weights = [1 / rank for rank in range(1, WORDS + 1)]
    questions = []
    for number in range(passages // PASSAGES_IN_A_DOCUMENT):
        paragraphs = []
        for _ in range(PASSAGES_IN_A_DOCUMENT):
            chosen = chance.choices(words, weights, k=WORDS_IN_A_PASSAGE)
            half = WORDS_IN_A_PASSAGE // 2
            sentences = (" ".join(chosen[:half]), " ".join(chosen[half:]))
            paragraphs.append(" ".join(f"{one.capitalize()}." for one in sentences))
            questions.append(f"What about {' '.join(chance.sample(chosen, 4))}?")
        data = "\n\n".join(paragraphs).encode()
        library.add_bytes(data, name=f"d{number}.txt", collection=collection)
    chance.shuffle(questions)
    return questions


async def ask(d: Driver, question: str, person) -> float:
    started = time.perf_counter()
    asked = await d.user_slash("ask", question=question, user=person)
    await d.expect_reply(asked, timeout=60)
    return time.perf_counter() - started


async def measure(d: Driver, questions: list[str], people: list, concurrent: int) -> list[float]:
    """Ask with so many people at once; each asks anew when answered."""
    waiting = list(questions)
    times: list[float] = []

    async def person_asks(person) -> None:
        while waiting:
            times.append(await ask(d, waiting.pop(), person))

    await asyncio.gather(*(person_asks(person) for person in people[:concurrent]))
    return times


def memory(process_id: int) -> float:
    """Return the resident memory of a process in MiB (Linux)."""
    status = Path(f"/proc/{process_id}/status").read_text()
    kilobytes = next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]
    return int(kilobytes) / 1024


def summary(name: str, times: list[float]) -> str:
    cuts = statistics.quantiles(times, n=100)
    return f"{name}: p50 {cuts[49] * 1000:.0f} ms, p99 {cuts[98] * 1000:.0f} ms (n={len(times)})"


async def run(folder: Path, passages: int, count: int) -> None:
    chance = random.Random(1)
    async with Driver(privileged=set(), rate_limits=False) as d:
        with Library.open(folder / "library.db") as library:
            questions = fill(library, f"discord-{d.guild.id}", passages, chance)
        limits = {
            "QUOTH_DISCORD_USER_QUESTIONS": "100000",
            "QUOTH_DISCORD_SERVER_QUESTIONS": "100000",
        }
        bot = BotProcess(d, folder, **limits)
        await bot.start()
        await d.wait_commands("ask")
        await asyncio.sleep(3.0)
        print(f"memory at rest, before the first question: {memory(bot.proc.pid):.0f} MiB")
        people = [d.add_member(d.guild, f"person{number}") for number in range(50)]
        await ask(d, questions.pop(), people[0])
        print(f"memory at rest, index open: {memory(bot.proc.pid):.0f} MiB")
        for concurrent in (1, 50):
            asked = [questions.pop() for _ in range(count)]
            times = await measure(d, asked, people, concurrent)
            print(summary(f"{concurrent} at a time", times))
        slowest = max(one.ack_seconds or 0 for one in d.double.interactions.values())
        print(f"slowest first response: {slowest * 1000:.0f} ms")
        print(f"memory afterwards: {memory(bot.proc.pid):.0f} MiB")
        await bot.stop()
        d.expect_clean()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=10_000)
    parser.add_argument("--questions", type=int, default=300)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(run(Path(folder), options.passages, options.questions))


if __name__ == "__main__":
    main()
