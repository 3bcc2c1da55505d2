"""Host name -> network addresses that a stranger's link may lead to: public ones only.

A link posted in a chat must not reach the operator's own network. The caller connects to the very
addresses that were checked here, so that a second look-up cannot answer otherwise (DNS rebinding).
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from knowledge.errors import FetchFailed

Resolver = Callable[[str, int], list[str]]
"""Host and port -> addresses as text, the preferred one first; raises OSError."""

_GLOBAL_UNICAST = IPv6Network("2000::/3")  # RFC 4291, section 2.4; all else is local or translated
_EMBEDDING = (IPv6Network("2002::/16"), IPv6Network("2001::/32"))  # 6to4, Teredo: hide an IPv4 one


def resolve(host: str, port: int) -> list[str]:
    """The addresses that the system's resolver gives for a host."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Whether the address is in the open internet: not private, loopback, link-local and so on."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, IPv6Address):
        return _is_public_v6(parsed)
    return _is_public_v4(parsed)


def _is_public_v4(address: IPv4Address) -> bool:
    return address.is_global and not address.is_multicast and not address.is_reserved


def _is_public_v6(address: IPv6Address) -> bool:
    if address not in _GLOBAL_UNICAST or any(address in network for network in _EMBEDDING):
        return False
    return address.is_global and not address.is_multicast


def addresses_of(
    host: str, port: int, *, seconds: float, allow_private: bool, resolver: Resolver = resolve
) -> list[str]:
    """The addresses to connect to, looked up once.

    Raises:
        FetchFailed: the name is unknown, slow to resolve, or leads to a private address.
    """
    found = _resolved_in_time(host, port, seconds, resolver)
    if not found:
        raise FetchFailed(f"The address of {host} could not be found.", source=host)
    # one refused address refuses all: a name that leads both ways is an attempt, not an accident
    if not allow_private and not all(map(is_public, found)):
        raise FetchFailed(
            f"{host} leads to a private or reserved network address, which is not fetched.",
            source=host,
        )
    return found


def _resolved_in_time(host: str, port: int, seconds: float, resolver: Resolver) -> list[str]:
    """The resolver's answer; empty where it has none, or none in time."""
    answer: list[str] = []

    def look_up() -> None:
        try:
            answer.extend(resolver(host, port))
        except (OSError, UnicodeError):
            return

    # a system look-up cannot be interrupted; a thread that is left behind ends with its answer
    thread = threading.Thread(target=look_up, name="quoth-resolve", daemon=True)
    thread.start()
    thread.join(max(0.0, seconds))
    return list(answer) if not thread.is_alive() else []
