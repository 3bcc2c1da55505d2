"""Connections of urllib3 that go to an address checked before and end at a fixed moment.

Kept apart because it imports urllib3 at its top; `web` imports it when a page is fetched.
"""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import NewConnectionError


class Deadline:
    """Shuts the sockets that it watches when the time is over, whatever they are waiting for.

    A time limit for each read would let a server drip one byte at a time for hours.
    """

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._sockets: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._shut)
        self._timer.daemon = True
        self._timer.start()

    @property
    def remaining(self) -> float:
        """Seconds left, never negative."""
        return max(0.0, self._end - time.monotonic())

    @property
    def is_over(self) -> bool:
        """Whether the time is over."""
        return self.remaining == 0.0

    def watch(self, connection: socket.socket) -> None:
        """Shut this socket too when the time is over."""
        self._sockets.append(connection)

    def cancel(self) -> None:
        """Stop watching."""
        self._timer.cancel()

    def _shut(self) -> None:
        for connection in self._sockets:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


def pool_for(
    scheme: str, host: str, port: int, *, addresses: list[str], deadline: Deadline
) -> HTTPConnectionPool:
    """A pool for one host that connects to these addresses only; TLS proves the host's name."""
    pool_class = HTTPSConnectionPool if scheme == "https" else HTTPConnectionPool
    parent = HTTPSConnection if scheme == "https" else HTTPConnection

    class Pinned(parent):  # type: ignore[misc, valid-type]
        """Connects where it was told to; the name in the request and for TLS stays the host's."""

        def _new_conn(self) -> socket.socket:
            # urllib3 looks the name up again in this one method; there is no public hook before TLS
            return _connect(self, addresses, port, deadline)

    pool = pool_class(host, port, maxsize=1, retries=False)
    pool.ConnectionCls = Pinned
    return pool


def _connect(
    connection: HTTPConnection, addresses: list[str], port: int, deadline: Deadline
) -> socket.socket:
    failure: OSError = TimeoutError("no time left")
    for address in addresses:
        try:
            opened = socket.create_connection((address, port), timeout=deadline.remaining or 0.001)
        except OSError as error:
            failure = error
            continue
        deadline.watch(opened)
        return opened
    raise NewConnectionError(connection, str(failure))
