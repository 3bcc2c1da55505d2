"""The process in which risky formats are parsed: requests on standard input, answers on output.

It limits its own memory and processor time before it touches a source. Nothing but JSON goes back,
so a parser that was taken over can hand the parent nothing that runs.
"""

from __future__ import annotations

import json
import os
import select
import struct
import sys
from typing import Any, BinaryIO

from knowledge.errors import MissingExtra, SourceError, SourceTooLarge, UnreadableSource
from knowledge.fetch import Limits
from knowledge.models import Draft
from knowledge.readers.reading import read_content
from knowledge.readers.registry import Content

_IDLE_SECONDS = 30
"""After so long without a request the process ends; the parent starts another when needed."""
LENGTHS = struct.Struct(">QQ")
"""Before each request: bytes of its JSON header, then of the content."""
LENGTH = struct.Struct(">Q")
"""Before each answer: bytes of its JSON."""


def main() -> None:
    """Answer requests until standard input ends or nothing comes for a while."""
    requests, answers = sys.stdin.buffer, _only_answers()
    while _is_ready(requests):
        sizes = requests.read(LENGTHS.size)
        if len(sizes) < LENGTHS.size:
            return
        header_size, content_size = LENGTHS.unpack(sizes)
        header = json.loads(requests.read(header_size))
        answer = _answer(header, requests.read(content_size))
        answers.write(LENGTH.pack(len(answer)) + answer)
        answers.flush()
        if _has_swollen(header):
            return  # memory once taken is hardly given back: the next source gets a new process


def _has_swollen(header: dict[str, Any]) -> bool:
    """Whether this process has ever taken a quarter of what a source may take."""
    if sys.platform == "win32":
        return False
    import resource

    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return kilobytes * 1024 > int(header["limits"]["parse_memory"]) // 4


def _only_answers() -> BinaryIO:
    """The real standard output; whatever a library prints goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    return answers


def _is_ready(requests: BinaryIO) -> bool:
    if sys.platform == "win32":  # its select knows no pipes; the parent's end still ends this loop
        return True
    return bool(select.select([requests], [], [], _IDLE_SECONDS)[0])


def _answer(header: dict[str, Any], data: bytes) -> bytes:
    limits = Limits(**header["limits"])
    content = Content(data, data.decode() if header["is_text"] else "", header["url"])
    try:
        _limit_this_process(limits)
        return _packed_draft(read_content(header["media_type"], content, limits))
    except SourceError as error:
        return _packed_error(error)
    except MemoryError:
        return _packed_error(out_of_memory(limits))
    except Exception:  # noqa: BLE001 - a parser's own errors cannot be listed; the source is at fault
        return _packed_error(UnreadableSource("It is damaged and could not be read."))


def _limit_this_process(limits: Limits) -> None:
    if sys.platform == "win32":  # no such limits there: time is kept by the parent alone
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    memory = (
        limits.parse_memory if hard == resource.RLIM_INFINITY else min(hard, limits.parse_memory)
    )
    resource.setrlimit(resource.RLIMIT_AS, (memory, hard))
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime + limits.parse_seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def out_of_memory(limits: Limits) -> SourceTooLarge:
    """The error for a source whose parsing needs too much memory."""
    megabytes = limits.parse_memory // (1024 * 1024)
    return SourceTooLarge(f"Reading it needs more than the limit of {megabytes} MB of memory.")


def _packed_draft(draft: Draft) -> bytes:
    return b'{"draft":' + draft.model_dump_json().encode() + b"}"


def _packed_error(error: SourceError) -> bytes:
    extra = error.extra if isinstance(error, MissingExtra) else None
    facts = {"type": type(error).__name__, "message": str(error), "extra": extra}
    return json.dumps({"error": facts}).encode()


if __name__ == "__main__":
    main()
