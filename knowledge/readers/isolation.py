"""Parsing in a separate process that may be killed: the parent's side.

A process is kept for the next source, since starting one takes longer than reading most pages.
It is replaced after any overrun and after a number of sources.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import asdict
from typing import BinaryIO

from knowledge import errors
from knowledge.errors import MissingExtra, SourceError, SourceTooLarge, UnreadableSource
from knowledge.fetch import Limits
from knowledge.models import Draft, Model
from knowledge.readers.registry import Content
from knowledge.readers.worker import LENGTH, LENGTHS, out_of_memory

_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]);"
    "from knowledge.readers.worker import main; main()"
)
_SOURCES_PER_PROCESS = 200
_MOST_IDLE = 2


class _Failure(Model):
    type: str
    message: str
    extra: str | None = None


class _Reply(Model):
    draft: Draft | None = None
    error: _Failure | None = None


class _Worker:
    """One process; used by one thread at a time."""

    def __init__(self) -> None:
        self.served = 0
        # -I and an empty environment: the source's parser sees no token and no setting of the bot.
        # A session of its own: Ctrl-C ends the caller between sources, not a parser in the middle.
        self._process = subprocess.Popen(  # noqa: S603 - this very interpreter, arguments of our own
            [sys.executable, "-I", "-c", _START, json.dumps(sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=None if sys.platform == "win32" else {},
            start_new_session=True,
        )

    def ask(self, header: bytes, data: bytes, seconds: float) -> bytes | None:
        """The answer; None where the process ended or was killed for lack of time first."""
        timer = threading.Timer(seconds, self._process.kill)
        timer.daemon = True
        timer.start()
        try:
            return self._exchange(header, data)
        except OSError:
            return None
        finally:
            timer.cancel()

    def _exchange(self, header: bytes, data: bytes) -> bytes | None:
        requests, answers = self._pipes()
        requests.write(LENGTHS.pack(len(header), len(data)) + header)
        requests.write(data)
        requests.flush()
        self.served += 1
        size = answers.read(LENGTH.size)
        if len(size) < LENGTH.size:
            return None
        answer = answers.read(LENGTH.unpack(size)[0])
        return answer if len(answer) == LENGTH.unpack(size)[0] else None

    def _pipes(self) -> tuple[BinaryIO, BinaryIO]:
        requests, answers = self._process.stdin, self._process.stdout
        if requests is None or answers is None:
            raise BrokenPipeError
        return requests, answers  # type: ignore[return-value]

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def end(self) -> int:
        """Stop the process; its exit code, negative for the signal that killed it."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        try:
            return self._process.wait(timeout=0.5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()


class _Idle:
    """Processes that wait for their next source."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._workers: list[_Worker] = []
        self._owner = os.getpid()

    def take(self) -> _Worker | None:
        with self._lock:
            if self._owner != os.getpid():  # after a fork the pipes are the parent's
                self._workers, self._owner = [], os.getpid()
            while self._workers:
                worker = self._workers.pop()
                if worker.is_alive:
                    return worker
                worker.end()
        return None

    def give_back(self, worker: _Worker) -> None:
        with self._lock:
            if len(self._workers) < _MOST_IDLE and worker.served < _SOURCES_PER_PROCESS:
                self._workers.append(worker)
                return
        worker.end()

    def end_all(self) -> None:
        while worker := self.take():
            worker.end()


_idle = _Idle()
atexit.register(_idle.end_all)


def read_isolated(media_type: str, content: Content, limits: Limits) -> Draft:
    """The draft, parsed elsewhere within the limits of time and memory.

    Raises:
        SourceError: as the reader raises it, or because a limit was met or the parser broke down.
    """
    header = {
        "media_type": media_type,
        "is_text": bool(content.text),
        "url": content.url,
        "limits": asdict(limits),
    }
    data = content.text.encode("utf-8", "replace") if content.text else content.data
    answer = _answer_from_a_worker(json.dumps(header).encode(), data, limits)
    reply = _Reply.model_validate_json(answer)
    if reply.draft is not None:
        return reply.draft
    raise _unpacked(reply.error)


def _answer_from_a_worker(header: bytes, data: bytes, limits: Limits) -> bytes:
    waiting = _idle.take()
    if waiting is not None:
        if (answer := waiting.ask(header, data, limits.parse_seconds)) is not None:
            _idle.give_back(waiting)
            return answer
        if waiting.end() != 0:
            raise _broken_down(waiting.end(), limits)
        # it had just ended for want of work: ask a new one
    worker = _Worker()
    answer = worker.ask(header, data, limits.parse_seconds)
    if answer is None:
        raise _broken_down(worker.end(), limits)
    _idle.give_back(worker)
    return answer


def _broken_down(code: int, limits: Limits) -> SourceError:
    if code in {-9, -24}:  # killed by the timer or by the system; processor time used up
        return SourceTooLarge(
            f"Reading it takes longer than the limit of {limits.parse_seconds:g} seconds."
        )
    if code in {-6, -11}:  # aborted or out of bounds, as native code ends without memory
        return UnreadableSource("Its parser broke down on it; the file is damaged.")
    return out_of_memory(limits)


def _unpacked(failure: _Failure | None) -> SourceError:
    """The reader's error, rebuilt from its name among ours only."""
    if failure is None:
        return UnreadableSource("It could not be read.")
    if failure.extra is not None:
        return MissingExtra(failure.message, extra=failure.extra)
    kind = getattr(errors, failure.type, UnreadableSource)
    is_ours = isinstance(kind, type) and issubclass(kind, SourceError) and kind is not MissingExtra
    return kind(failure.message) if is_ours else UnreadableSource(failure.message)
