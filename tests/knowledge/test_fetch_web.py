"""Fetching from a real local server: redirects, limits, and addresses that are refused."""

import gzip
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from knowledge.errors import (
    FetchFailed,
    SourceError,
    SourceNotFound,
    SourceTooLarge,
    UnsupportedFormat,
)
from knowledge.fetch import Limits, read_url
from knowledge.fetch.addresses import is_public
from knowledge.readers import read

SMALL = Limits(source_bytes=100_000, fetch_seconds=5)
PAGE = "<html><head><title>Reef</title></head><body><p>Über die Brücke.</p></body></html>"


class Pages(BaseHTTPRequestHandler):
    """What each path answers; a path's name says it."""

    def log_message(self, format, *args):
        """Say nothing."""

    def do_GET(self):
        getattr(
            self, "_" + self.path.strip("/").partition("/")[0].partition("?")[0], self._missing
        )()

    def _send(self, body: bytes, status: int = 200, **headers: str):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def _missing(self):
        self._send(b"", 404)

    def _page(self):
        self._send(PAGE.encode("cp1252"), Content_Type="text/html; charset=windows-1252")

    def _agent(self):
        self._send((self.headers["User-Agent"] + "|" + self.headers["Host"]).encode())

    def _hop(self):
        left = int(self.path.rpartition("/")[2])
        self._send(b"", 302, Location=f"/hop/{left - 1}" if left else "/page")

    def _loopback(self):
        self._send(b"", 301, Location="http://127.0.0.1:9/")

    def _file(self):
        self._send(b"", 302, Location="file:///etc/passwd")

    def _broken(self):
        self._send(b"", 503)

    def _large(self):
        self._send(b"x" * 200_000)

    def _liar(self):
        self._send(b"x", Content_Length="999999999")

    def _bomb(self):
        self._send(gzip.compress(bytes(20_000_000)), Content_Encoding="gzip")

    def _packed(self):
        self._send(gzip.compress(b"Unpacked words."), Content_Encoding="gzip")

    def _garbled(self):
        self._send(b"not gzip at all", Content_Encoding="gzip")

    def _brotli(self):
        self._send(b"xx", Content_Encoding="br")

    def _picture(self):
        self._send(b"", Content_Type="image/png")

    def _mislabelled(self):
        self._send(PAGE.encode(), Content_Type="application/octet-stream")

    def _drip(self):
        self.send_response(200)
        self.end_headers()
        while not self.server.stopping.wait(0.02):
            try:
                self.wfile.write(b"a")
            except OSError:
                return

    def _silent(self):
        self.server.stopping.wait(10)


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    server.stopping = threading.Event()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.stopping.set()
    server.shutdown()
    thread.join()
    server.server_close()


def fetched(url: str, limits: Limits = SMALL):
    return read_url(url, limits, allow_private=True)


def test_page_with_its_declared_encoding(site):
    source = fetched(f"{site}/page?x=1#part")
    assert (source.origin, source.url) == (f"{site}/page?x=1", f"{site}/page?x=1")
    assert source.media_type == "text/html; charset=windows-1252"
    draft = read(source)
    assert "Über die Brücke." in draft.text
    assert draft.metadata.url == f"{site}/page?x=1"


def test_quoth_says_who_it_is(site):
    agent, _, host = fetched(f"{site}/agent").data.decode().partition("|")
    assert agent.startswith("Quoth")
    assert f"http://{host}" == site


def test_five_redirects_are_followed_and_the_end_is_the_address(site):
    source = fetched(f"{site}/hop/4")
    assert (source.origin, source.url) == (f"{site}/hop/4", f"{site}/page")


def test_six_redirects_are_too_many(site):
    with pytest.raises(FetchFailed, match="more than 5 redirects"):
        fetched(f"{site}/hop/5")


def test_content_wins_over_its_label(site):
    assert read(fetched(f"{site}/mislabelled")).media_type == "text/html"


def test_compressed_page_is_unpacked(site):
    assert fetched(f"{site}/packed").data == b"Unpacked words."


@pytest.mark.parametrize(
    ("path", "kind", "line"),
    [
        ("nothing", SourceNotFound, "there is no such page"),
        ("broken", FetchFailed, "the server answered 503"),
        ("large", SourceTooLarge, "is larger than the limit of 97 KB"),
        ("liar", SourceTooLarge, "is larger than the limit of 97 KB"),
        ("bomb", SourceTooLarge, "is larger than the limit of 97 KB"),
        ("garbled", FetchFailed, "its compressed answer is damaged"),
        ("brotli", FetchFailed, "compressed in a way that is not known"),
        ("picture", UnsupportedFormat, "it is image content, not text"),
        ("file", FetchFailed, "only http and https addresses are fetched"),
    ],
)
def test_bad_answer_gets_one_clear_line(site, path, kind, line):
    with pytest.raises(kind, match=line) as caught:
        fetched(f"{site}/{path}")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("path", ["drip", "silent"])
def test_time_is_limited_as_a_whole(site, path):
    started = time.monotonic()
    with pytest.raises(FetchFailed, match=r"did not answer within 0\.3 seconds"):
        fetched(f"{site}/{path}", Limits(fetch_seconds=0.3))
    assert time.monotonic() - started < 3


def test_slow_name_look_up_counts_too():
    answered = threading.Event()

    def slow(host: str, port: int) -> list[str]:
        answered.wait(5)
        return ["127.0.0.1"]

    with pytest.raises(FetchFailed, match=r"The address of reef\.example could not be found"):
        read_url(
            "http://reef.example/", Limits(fetch_seconds=0.1), allow_private=True, resolver=slow
        )
    answered.set()


def test_connection_goes_to_the_address_that_was_checked(site):
    """A name server that answers differently the second time (DNS rebinding) is asked only once."""
    asked: list[str] = []

    def resolver(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["192.0.2.1"]

    url = f"http://reef.example:{site.rpartition(':')[2]}/agent"
    source = read_url(url, SMALL, allow_private=True, resolver=resolver)
    assert asked == ["reef.example"]
    assert source.data.decode().partition("|")[2].startswith("reef.example")


def test_redirect_into_the_own_network_is_refused(site):
    """The operator allows one host of the network; where it redirects to is another one."""
    url = f"http://reef.example:{site.rpartition(':')[2]}/loopback"
    with pytest.raises(
        FetchFailed, match=r"^127\.0\.0\.1 leads to a private or reserved network address"
    ):
        read_url(
            url,
            SMALL,
            allow_private={"reef.example"},
            resolver=lambda host, port: ["127.0.0.1"],
        )


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0",
        "100.64.0.1",
        "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1",
        "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1", "2001:db8::1",
        "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1",
        "2002:7f00:1::", "2001:0:7f00:1::", "nonsense",
    ],
)  # fmt: skip
def test_address_inside_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "2a00:1450::200e"]
)
def test_address_in_the_open_internet_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://[::ffff:10.0.0.1]/",
        "http://2130706433/", "http://0x7f.1/", "http://127.1/", "http://0/",
    ],
)  # fmt: skip
def test_link_into_the_own_network_is_refused(url):
    with pytest.raises(FetchFailed, match="private or reserved network address"):
        read_url(url, SMALL)


@pytest.mark.parametrize(
    ("url", "line"),
    [
        ("ftp://reef.example/", "only http and https"),
        ("file:///etc/passwd", "only http and https"),
        ("reef.example", "only http and https"),
        ("http://", "is not a web address"),
        ("http://[::1", "is not a web address"),
        ("http://reef.example:99999/", "is not a web address"),
        ("http://ree f.example/", "is not a web address"),
        ("http://u:p@reef.example/", "with a user name or password"),
        ("http://reef.example/\r\nHost: x", None),
    ],
)
def test_address_that_is_none_gets_one_clear_line(url, line):
    with pytest.raises(SourceError, match=line) as caught:
        read_url(url, SMALL, resolver=lambda host, port: [])
    assert "\n" not in str(caught.value)


def test_one_private_address_among_public_ones_refuses_the_name():
    with pytest.raises(FetchFailed, match="private or reserved"):
        read_url("http://reef.example/", SMALL, resolver=lambda host, port: ["8.8.8.8", "10.0.0.1"])


def test_nobody_listening_is_said_plainly():
    with pytest.raises(FetchFailed, match="no connection could be made"):
        fetched("http://127.0.0.1:9/")
