"""Is the bot the same after half an hour of work? A row a minute, and a verdict with slopes.

    python -m benchmarks.soak [--minutes 30] [--rate 6] [--documents 60] [--stock 6000]

The bot runs as a process of its own with the real discord.py over real sockets; Discord is the
tests' double, in this process. People ask, press buttons, add, replace and remove sources, evenly
over time, with words that never come again: whatever is remembered without a bound shows as memory.
What is remembered with a bound (words, passages that were read) fills early, by questions about a
stock of passages that stays; only the second half of the run is judged. Exit code 1 where something
failed, or memory or open files grow.
"""

import argparse
import asyncio
import random
import re
import statistics
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.discord_latency import fill, memory
from knowledge import Library
from tests.discord_double import BotProcess, Driver, Expectation, File, NotPossible

PDF = Path(__file__).parent.parent / "tests" / "data" / "lighthouse.pdf"
LETTERS = "abcdefghiklmnoprtuvwxz"
PARAGRAPHS = 12
PEOPLE = 40
PATIENCE = 30.0
"""Seconds after which a reply counts as missing."""
ADD_EVERY, REMOVE_EVERY, REPLACE_EVERY = 5.0, 5.0, 60.0
SAMPLE_SECONDS = 2.0
WARM_UP = 1 / 2
"""Share of the run after which memory has to be flat: until then caches fill."""
MEMORY_GROWTH, HANDLE_GROWTH = 12.0, 6.0
"""MiB and open files an hour that still count as flat; half an hour cannot tell less from noise."""
FEWEST_SAMPLES = 30
VAIN_EVERY = 5
"""One question more after so many is about what no source knows."""
RECENT = 300
"""Messages that the double keeps; more than are written while somebody waits."""


@dataclass
class Work:
    """What was done in a minute, and what went wrong."""

    questions: int = 0
    adds: int = 0
    removes: int = 0
    times: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Topic:
    """A document of invented words, and a question that it alone answers."""

    title: str
    question: str
    answer: str
    text: str


class People:
    """Everything that people do, and what they expect of the bot for it."""

    def __init__(self, d: Driver, chance: random.Random, most: int, stock: Sequence[str]) -> None:
        """`most` documents are there in the end; `stock` are questions about what stays."""
        self.d = d
        self._stock = stock
        self.work = Work()
        self.tasks: set[asyncio.Task[None]] = set()
        self.topics: deque[Topic] = deque()
        self._chance = chance
        self._most = most
        self._asking = [d.add_member(d.guild, f"person{number}") for number in range(PEOPLE)]

    def begin(self, doing: Callable[[], Coroutine[None, None, None]]) -> None:
        """Let somebody do something, whatever others are still waiting for."""
        task = asyncio.create_task(self._noting_failure(doing))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _noting_failure(self, doing: Callable[[], Coroutine[None, None, None]]) -> None:
        try:
            await doing()
        except (Expectation, NotPossible) as error:
            self.work.errors.append(f"{doing.__name__}: {error}")
            print(self.work.errors[-1], file=sys.stderr, flush=True)

    async def ask(self) -> None:
        """Ask by command or by mention; press a button under every fifth answer."""
        topic, person = self._known_topic(), self._chance.choice(self._asking)
        started = time.perf_counter()
        if self._chance.random() < 0.8:
            asked = await self.d.user_slash("ask", question=topic.question, user=person)
        else:
            asked = await self.d.user_message(f"@bot {topic.question}", user=person)
        shown = await self.d.expect_reply(asked, PATIENCE, contains=topic.answer)
        self.work.times.append(time.perf_counter() - started)
        self.work.questions += 1
        if self._chance.random() < 0.2:
            await self.d.expect_ack(await self.d.user_click(shown, "Context", user=person))

    async def ask_the_stock(self) -> None:
        """Ask about some of the passages that stay."""
        started = time.perf_counter()
        question, person = self._chance.choice(self._stock), self._chance.choice(self._asking)
        asked = await self.d.user_slash("ask", question=question, user=person)
        await self.d.expect_reply(asked, PATIENCE)
        self.work.times.append(time.perf_counter() - started)
        self.work.questions += 1

    async def ask_in_vain(self) -> None:
        """Ask what no source knows."""
        started = time.perf_counter()
        question = f"Where does the {self._word()} of {self._word()} stand?"
        asked = await self.d.user_slash("ask", question=question, user=self._asking[0])
        await self.d.expect_reply(asked, PATIENCE)
        self.work.times.append(time.perf_counter() - started)
        self.work.questions += 1

    async def add(self) -> None:
        """Add a document of new words."""
        topic = self._new_topic()
        file = File(f"{topic.title}.txt", topic.text.encode())
        added = await self.d.user_slash("sources add", file=file, user=self.d.mod)
        await self.d.expect_reply(added, PATIENCE, contains=f"Added: {topic.title}")
        self.topics.append(topic)
        self.work.adds += 1

    async def replace(self) -> None:
        """Replace a PDF, which a process of its own reads."""
        data = PDF.read_bytes() + f"\n% {self._word()}\n".encode()
        added = await self.d.user_slash(
            "sources add", file=File("tower.pdf", data), user=self.d.mod
        )
        await self.d.expect_reply(added, PATIENCE, check=lambda m: re.search("Added|Repl", m.text))
        self.work.adds += 1

    async def remove(self) -> None:
        """Remove the oldest document, when there are as many as there should be."""
        if len(self.topics) < self._most:
            return
        topic = self.topics.popleft()
        removed = await self.d.user_slash("sources remove", source=topic.title, user=self.d.mod)
        await self.d.expect_reply(removed, PATIENCE, contains=f"Removed: {topic.title}")
        self.work.removes += 1

    def _known_topic(self) -> Topic:
        """Return one that is not among the next to be removed, while others wait for replies."""
        return self._chance.choice(list(self.topics)[len(self.topics) // 2 :])

    def _new_topic(self) -> Topic:
        title, thing, owner, place = (self._word() for _ in range(4))
        said = f"The {thing} of {owner} stands in {place}."
        rest = "\n\n".join(self._paragraph() for _ in range(PARAGRAPHS))
        return Topic(title, f"Where does the {thing} of {owner} stand?", place, f"{said}\n\n{rest}")

    def _paragraph(self) -> str:
        sentences = (" ".join(self._word() for _ in range(12)) for _ in range(4))
        return " ".join(f"{each.capitalize()}." for each in sentences)

    def _word(self) -> str:
        return "".join(self._chance.choices(LETTERS, k=self._chance.randint(7, 10)))


@dataclass
class Watch:
    """What the bot's process takes, sample by sample; each with the hour of the run."""

    process_id: int
    started: float = field(default_factory=time.monotonic)
    memory: list[tuple[float, float]] = field(default_factory=list)
    handles: list[tuple[float, float]] = field(default_factory=list)

    def sample(self) -> None:
        """Note the memory in MiB and the number of open files (Linux)."""
        hour = (time.monotonic() - self.started) / 3600
        self.memory.append((hour, memory(self.process_id)))
        opened = len(list(Path(f"/proc/{self.process_id}/fd").iterdir()))
        self.handles.append((hour, float(opened)))


def slope(points: list[tuple[float, float]]) -> tuple[float, float]:
    """Return the least squares slope of y over x, and its standard error."""
    xs, ys = zip(*points, strict=True)
    fit = statistics.linear_regression(xs, ys)
    left = sum((y - fit.slope * x - fit.intercept) ** 2 for x, y in points)
    spread = sum((x - statistics.fmean(xs)) ** 2 for x in xs)
    return fit.slope, (left / (len(points) - 2) / spread) ** 0.5


def growth(what: str, points: list[tuple[float, float]], flat: float) -> tuple[str, bool]:
    """Return a line about the growth after the warm-up, and whether it counts as flat."""
    kept = points[int(len(points) * WARM_UP) :]
    if len(kept) < FEWEST_SAMPLES:
        return f"{what}: too short a run for a slope", True
    rise, error = slope(kept)
    is_flat = rise - 2 * error <= flat
    first, last = kept[0][1], kept[-1][1]
    judged = "flat" if is_flat else "GROWS"
    return (
        f"{what}: {judged}, {rise:+.2f} ± {2 * error:.2f} an hour "
        f"(from {first:.1f} to {last:.1f}; up to {flat:g} an hour counts as flat)",
        is_flat,
    )


def percentile(times: list[float], share: float) -> float:
    """Return the time in milliseconds that `share` of them do not exceed; 0 without any."""
    ordered = sorted(times) or [0.0]
    return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def forget_history(d: Driver) -> None:
    """Let the double forget what is over: it keeps all of it, and would look through it."""
    double, over = d.double, time.monotonic() - PATIENCE
    double.calls.clear()
    for path in list(double.cdn.files)[:-RECENT]:
        del double.cdn.files[path]
    for session in double.sessions.values():
        session.log.clear()
    for number in [key for key, one in double.interactions.items() if one.created < over]:
        del double.interactions[number]
    del double.messages[:-RECENT]
    for channel in d.guild.channels.values():
        for number in list(channel.messages)[:-RECENT]:
            del channel.messages[number]


def logged_problems(log: str) -> list[str]:
    """Return what a careful operator would look into."""
    return re.findall(r'^.*"level": "(?:ERROR|WARNING|CRITICAL)".*$|^[^{].*$', log, re.MULTILINE)


async def every(seconds: float, until: float, do: Callable[[], None]) -> None:
    """Do something at even distances, however long it takes the others."""
    due = time.monotonic()
    while (due := due + seconds) < until:
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        do()


HEAD = "| minute | questions | adds | removes | RSS, MiB | fds | p50, ms | p99, ms | errors |"


def row(minute: float, work: Work, watch: Watch) -> str:
    """Return a line of the table."""
    return (
        f"| {minute:g} | {work.questions} | {work.adds} | {work.removes} "
        f"| {watch.memory[-1][1]:.1f} | {watch.handles[-1][1]:.0f} "
        f"| {percentile(work.times, 0.5):.0f} | {percentile(work.times, 0.99):.0f} "
        f"| {len(work.errors)} |"
    )


async def soak(
    d: Driver, bot: BotProcess, stock: Sequence[str], options: argparse.Namespace
) -> bool:
    """Work for so many minutes, print the table and the verdict; return whether all is well."""
    people = People(d, random.Random(options.seed), options.documents, stock)
    for _ in range(max(2, options.documents // 2)):
        await people.add()
    done = [people.work]
    people.work = Work()
    watch = Watch(bot.proc.pid)
    watch.sample()
    until = time.monotonic() + options.minutes * 60
    print(HEAD + "\n" + "|-" * HEAD.count(" | ") + "|-|", flush=True)

    def end_of_row() -> None:
        watch.sample()
        print(row(len(done) * options.row_seconds / 60, people.work, watch), flush=True)
        done.append(people.work)
        people.work = Work()

    async def rows() -> None:
        while (left := until - time.monotonic()) > 0:
            await asyncio.sleep(min(left, options.row_seconds))
            end_of_row()
            forget_history(d)

    await asyncio.gather(
        every(2 / options.rate, until, lambda: people.begin(people.ask)),
        every(2 / options.rate, until, lambda: people.begin(people.ask_the_stock)),
        every(VAIN_EVERY / options.rate, until, lambda: people.begin(people.ask_in_vain)),
        every(ADD_EVERY / options.haste, until, lambda: people.begin(people.add)),
        every(REMOVE_EVERY / options.haste, until, lambda: people.begin(people.remove)),
        every(REPLACE_EVERY / options.haste, until, lambda: people.begin(people.replace)),
        every(SAMPLE_SECONDS / options.haste, until, watch.sample),
        rows(),
    )
    await asyncio.gather(*people.tasks)
    done.append(people.work)
    return verdict(done, watch, [*map(str, d.double.violations), *logged_problems(bot.log_text())])


def verdict(done: list[Work], watch: Watch, problems: list[str]) -> bool:
    """Print what the run shows; return whether nothing failed and nothing grew."""
    times = [each for work in done for each in work.times]
    problems = [*problems, *(error for work in done for error in work.errors)]
    in_memory, memory_flat = growth("memory, MiB", watch.memory, MEMORY_GROWTH)
    in_handles, handles_flat = growth("open files", watch.handles, HANDLE_GROWTH)
    print(f"\n{in_memory}\n{in_handles}")
    print(
        f"answers: {len(times)}, p50 {percentile(times, 0.5):.0f} ms, "
        f"p99 {percentile(times, 0.99):.0f} ms, slowest {percentile(times, 1):.0f} ms"
    )
    print(f"errors, in the log as well: {len(problems)}")
    print("".join(f"  {problem[:500]}\n" for problem in problems[:20]), end="")
    return memory_flat and handles_flat and not problems


async def run(options: argparse.Namespace) -> bool:
    """Start Discord's double and the bot, and let people at it."""
    limits = dict.fromkeys(
        ("QUOTH_DISCORD_USER_QUESTIONS", "QUOTH_DISCORD_SERVER_QUESTIONS"), "100000"
    )
    with tempfile.TemporaryDirectory() as folder:
        async with Driver(privileged=set(), rate_limits=False) as d:
            with Library.open(Path(folder) / "library.db") as library:
                chance = random.Random(options.seed)
                stock = fill(library, f"discord-{d.guild.id}", options.stock, chance)
            bot = BotProcess(d, Path(folder), QUOTH_LOG_JSON="true", **limits)
            await bot.start()
            await d.wait_commands("ask")
            try:
                return await soak(d, bot, stock, options)
            finally:
                print(f"the bot's exit code: {await bot.stop()}")


def main() -> int:
    """Read the options and soak."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--rate", type=float, default=6.0, help="questions a second")
    parser.add_argument("--documents", type=int, default=60, help="how many there are in the end")
    parser.add_argument("--stock", type=int, default=6000, help="passages that stay")
    parser.add_argument("--row-seconds", type=float, default=60.0)
    parser.add_argument("--haste", type=float, default=3.0, help="add and remove so much oftener")
    parser.add_argument("--seed", type=int, default=1)
    return 0 if asyncio.run(run(parser.parse_args())) else 1


if __name__ == "__main__":
    sys.exit(main())
