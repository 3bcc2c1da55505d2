"""A web address to bytes: http(s) only, checked at every redirect, bounded in time and size."""

from __future__ import annotations

import re
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit, urlunsplit

from knowledge.errors import FetchFailed, SourceNotFound, SourceTooLarge, UnsupportedFormat
from knowledge.fetch.addresses import Resolver, addresses_of, resolve
from knowledge.fetch.files import Source, check_size, safe_name, safe_text, size_in_words
from knowledge.fetch.limits import DEFAULT_LIMITS, Limits

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse

    from knowledge.fetch.connection import Deadline

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ENCODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})
_CHUNK = 64 * 1024
_LONGEST_URL = 4_000
_NEVER_TEXT = re.compile(r"(?:image|audio|video|font)/(?!svg)", re.IGNORECASE)
_HEADERS = {
    "User-Agent": "Quoth (question answering with citations; fetches a page when a person adds it)",
    "Accept": "text/html,application/xhtml+xml,text/markdown,text/plain,*/*;q=0.5",
    "Accept-Encoding": "gzip, deflate",
}


@dataclass(frozen=True, slots=True)
class _Request:
    """What stays the same over all redirects of one download."""

    limits: Limits
    deadline: Deadline
    allow_private: bool | Collection[str]
    resolver: Resolver


def read_url(
    url: str,
    limits: Limits = DEFAULT_LIMITS,
    *,
    allow_private: bool | Collection[str] = False,
    resolver: Resolver = resolve,
) -> Source:
    """The page or file at an http(s) address.

    Its `origin` is the address as given, its `url` where redirects ended. `allow_private` lets it
    reach the operator's own network: wholly, or the named hosts only.

    Raises:
        FetchFailed: the address is refused, does not answer in time, or answers with an error.
        SourceNotFound: the server says that there is no such page.
        SourceTooLarge: it is larger than `limits.source_bytes`, decompressed.
        UnsupportedFormat: it is a picture, a sound or a video.
    """
    # imported here: questions never need the network
    from knowledge.fetch.connection import Deadline

    deadline = Deadline(limits.fetch_seconds)
    try:
        return _follow(url, _Request(limits, deadline, allow_private, resolver))
    finally:
        deadline.cancel()


def _follow(url: str, request: _Request) -> Source:
    first = parts = _checked_url(url)
    for _ in range(request.limits.redirects + 1):
        result = _fetch_once(parts, request)
        if isinstance(result, Source):
            return replace(result, origin=urlunsplit(first))
        parts = result
    raise FetchFailed(
        f"{_shown(parts)}: more than {request.limits.redirects} redirects.", source=_shown(parts)
    )


def _checked_url(url: str) -> SplitResult:
    """The parts of an address that may be fetched, its path and query in ASCII.

    Raises:
        FetchFailed: it is not an http(s) address, or it carries a password.
    """
    shown = safe_text(url)[:200]
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise FetchFailed(f"{shown} is not a web address.", source=shown) from error
    if parts.scheme not in {"http", "https"}:
        raise FetchFailed(f"{shown}: only http and https addresses are fetched.", source=shown)
    if not host or len(url) > _LONGEST_URL:
        raise FetchFailed(f"{shown} is not a web address.", source=shown)
    if parts.username is not None or parts.password is not None:
        raise FetchFailed("A web address with a user name or password is not fetched.", source=host)
    name = _ascii_host(host, shown)
    place = f"[{name}]" if ":" in name else name
    return SplitResult(
        parts.scheme,
        place if port is None else f"{place}:{port}",
        quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._"),
        quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]|"),
        "",
    )


def _ascii_host(host: str, shown: str) -> str:
    try:
        name = host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError as error:
        raise FetchFailed(f"{shown} is not a web address.", source=shown) from error
    if not re.fullmatch(r"[a-z0-9._:%-]+", name):
        raise FetchFailed(f"{shown} is not a web address.", source=shown)
    return name


def _shown(parts: SplitResult) -> str:
    return safe_text(urlunsplit(parts))[:200]


def _fetch_once(parts: SplitResult, request: _Request) -> Source | SplitResult:
    """The source, or where it redirects to; errors of the network are translated here."""
    from urllib3.exceptions import HTTPError

    from knowledge.fetch.connection import pool_for

    host, shown = parts.hostname or "", _shown(parts)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    addresses = addresses_of(
        host,
        port,
        seconds=request.deadline.remaining,
        allow_private=_may_be_private(host, request.allow_private),
        resolver=request.resolver,
    )
    try:
        with pool_for(
            parts.scheme, host, port, addresses=addresses, deadline=request.deadline
        ) as pool:
            response = pool.urlopen(
                "GET",
                urlunsplit(("", "", parts.path, parts.query, "")),
                headers=_HEADERS,
                redirect=False,
                retries=False,
                timeout=request.deadline.remaining or 0.001,
                preload_content=False,
                decode_content=True,
            )
            with closing(response):
                return _answer(response, parts, request)
    except (HTTPError, OSError, ValueError) as error:
        raise _network_error(error, shown, request) from error


def _may_be_private(host: str, allowed: bool | Collection[str]) -> bool:
    return allowed if isinstance(allowed, bool) else host in allowed


def _network_error(error: Exception, shown: str, request: _Request) -> FetchFailed:
    from urllib3.exceptions import DecodeError, NewConnectionError, SSLError

    seconds = f"{request.limits.fetch_seconds:g}"
    if request.deadline.is_over:
        reason = f"it did not answer within {seconds} seconds"
    elif isinstance(error, SSLError):
        reason = "its certificate could not be verified"
    elif isinstance(error, NewConnectionError):
        reason = "no connection could be made"
    elif isinstance(error, DecodeError):
        reason = "its compressed answer is damaged"
    else:
        reason = "the connection broke off"
    return FetchFailed(f"{shown}: {reason}.", source=shown)


def _answer(
    response: BaseHTTPResponse, parts: SplitResult, request: _Request
) -> Source | SplitResult:
    """What the server's answer comes to."""
    shown = _shown(parts)
    location = response.headers.get("Location")
    if response.status in _REDIRECTS and location:
        return _checked_url(urljoin(urlunsplit(parts), location))
    if response.status in {404, 410}:
        raise SourceNotFound(f"{shown}: there is no such page.", source=shown)
    if response.status != 200:
        raise FetchFailed(f"{shown}: the server answered {response.status}.", source=shown)
    content_type = safe_text(response.headers.get("Content-Type", ""))[:200]
    if _NEVER_TEXT.match(content_type):
        kind = content_type.partition("/")[0].lower()
        raise UnsupportedFormat(f"{shown}: it is {kind} content, not text.", source=shown)
    data = _body(response, shown, request)
    last = unquote(parts.path.rstrip("/").rpartition("/")[2])
    name = safe_name(last) if last else safe_name(parts.hostname or "")
    return Source(data, name, urlunsplit(parts), content_type or None, url=urlunsplit(parts))


def _body(response: BaseHTTPResponse, shown: str, request: _Request) -> bytes:
    """The decompressed content, never more than one chunk over the limit in memory."""
    limits = request.limits
    coding = response.headers.get("Content-Encoding", "").strip().lower()
    if coding not in _ENCODINGS:
        raise FetchFailed(f"{shown}: it is compressed in a way that is not known.", source=shown)
    length = response.headers.get("Content-Length", "")
    check_size(int(length) if length.isdecimal() else 0, shown, limits)
    body = bytearray()
    while chunk := response.read(_CHUNK):
        body += chunk
        if len(body) > limits.source_bytes:
            raise SourceTooLarge(
                f"{shown} is larger than the limit of {size_in_words(limits.source_bytes)}.",
                source=shown,
            )
    if request.deadline.is_over:
        # a socket that was shut reads like the end of the page
        raise TimeoutError
    return bytes(body)
