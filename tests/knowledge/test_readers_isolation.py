"""The processes in which risky formats are parsed: replaced when they end, shared by threads."""

from concurrent.futures import ThreadPoolExecutor

from knowledge.fetch import Limits
from knowledge.readers import isolation
from knowledge.readers.isolation import _broken_down, _Worker
from tests.knowledge.reading import draft_from, texts


def test_process_that_ended_for_want_of_work_is_replaced():
    isolation._idle.end_all()
    ended = _Worker()
    ended._process.terminate()
    ended._process.wait()
    isolation._idle.give_back(ended)
    assert texts(draft_from("<html><p>Words", "a.html")) == ["Words"]


def test_threads_read_at_the_same_time_without_mixing_sources():
    def read_one(number: int) -> list[str]:
        return texts(draft_from(f"<html><p>Source number {number}", "a.html"))

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(read_one, range(40)))
    assert found == [[f"Source number {number}"] for number in range(40)]


def test_at_most_two_processes_wait_for_work():
    isolation._idle.end_all()
    workers = [_Worker() for _ in range(3)]
    for worker in workers:
        isolation._idle.give_back(worker)
    waiting = [isolation._idle.take() for _ in range(3)]
    assert waiting == [workers[1], workers[0], None]
    for worker in workers:
        worker.end()


def test_way_of_ending_is_put_into_words():
    lines = [str(_broken_down(code, Limits(parse_seconds=3))) for code in (-9, -24, -11, 1)]
    assert lines[0] == lines[1] == "Reading it takes longer than the limit of 3 seconds."
    assert lines[2] == "Its parser broke down on it; the file is damaged."
    assert lines[3] == "Reading it needs more than the limit of 1024 MB of memory."
