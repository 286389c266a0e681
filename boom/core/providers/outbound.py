"""Calls to addresses that a business typed in: webhooks, calendars of others. Nothing internal is reached.

Whoever may type an address may try to make us call our own database, a cloud's metadata or a neighbour
(server-side request forgery). So: HTTPS on the usual port alone; the name is resolved once, and refused where
any of its addresses is not one of the open internet; the connection goes to the very address that was
checked, with the name in TLS and in the Host header, so that a name that answers differently the second time
(DNS rebinding) gains nothing; no redirect is followed; connecting, the whole call and the answer are bounded.
`settings.OUTBOUND_ALLOWS_LOOPBACK`, for tests and the demo, opens this machine's own loopback and no more.
"""

from __future__ import annotations

import contextlib
import ipaddress
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from http.client import HTTPConnection, HTTPException, IncompleteRead
from string import punctuation
from urllib.parse import SplitResult, quote, urlsplit

import certifi
from django.conf import settings
from django.db import connection

from boom.core.errors import Invalid, ProviderDown
from boom.core.providers.ends import cut_off_after

CONNECT_S = 3.0
TOTAL_S = 10.0
LONGEST_ANSWER = 64 * 1024
LONGEST_URL = 500
PORT = 443
AGENT = "Boom-Outbound/1"

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
# Ways to write an IPv4 address into one of IPv6, through which a gateway may lead inside.
_EMBEDDED = tuple(
    ipaddress.IPv6Network(network) for network in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "::/96")
)
# Of IPv6 all of the internet is in here (RFC 4291, 2.4); site-local addresses, for one, are not.
_INTERNET = ipaddress.IPv6Network("2000::/3")


class AddressRefused(Invalid):
    """No address that Boom calls; the message says why."""

    code = "address-refused"
    message = "Boom does not call this address."
    field = "url"


class NoAnswer(ProviderDown):
    """The other side could not be reached, took too long, or broke off. The message says which."""

    code = "no-answer"
    message = "There was no answer."


class InTransaction(RuntimeError):
    """A call over the internet within a transaction would hold its locks for as long. A bug."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `body` is at most as long as was asked for; `is_cut` where there was more of it."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    is_cut: bool = False


Resolve = Callable[[str, int], Sequence[str]]


def check_url(url: str, *, may_be_loopback: bool = False, longest_url: int = LONGEST_URL) -> SplitResult:
    """The parts of an address that may be called. Raises AddressRefused; asks no name server.

    `user:password@` is refused, as it would stand in logs; so is any port but HTTPS's own.
    """
    if len(url) > longest_url:
        raise AddressRefused(f"An address has at most {longest_url} characters.")
    if any(not character.isprintable() or character in " \\" for character in url):
        raise AddressRefused("An address has no spaces or line breaks in it.")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        host.encode("ascii")
    except (ValueError, UnicodeError) as error:
        raise AddressRefused("That does not look like an address.") from error
    is_let_in = may_be_loopback or settings.OUTBOUND_ALLOWS_LOOPBACK
    if is_let_in and parts.scheme in {"http", "https"} and _is_loopback_name(host):
        return parts
    if parts.scheme != "https":
        raise AddressRefused("The address has to begin with https://")
    if not host or ("." not in host.strip(".") and ":" not in host):
        raise AddressRefused("The address needs the full name of a host, such as hooks.example.com.")
    if parts.username is not None or parts.password is not None:
        raise AddressRefused("The address may not hold a name or password.")
    if port not in {None, PORT}:
        raise AddressRefused("The address has to use the usual port of https, 443.")
    if (literal := _literal(host)) is not None and not is_open(literal):
        raise AddressRefused("The address leads to a network of its own, not to the internet.")
    return parts


def check_host(host: str) -> None:
    """Raises AddressRefused for what is no full name of a host, or an address within; asks no name server."""
    literal = _literal(host)
    is_name = host.isascii() and all(part.replace("-", "").isalnum() for part in host.split("."))
    if settings.OUTBOUND_ALLOWS_LOOPBACK and _is_loopback_name(host):
        return
    if literal is None and not (is_name and "." in host):
        raise AddressRefused("Enter the full name of a host, such as mail.example.com.")
    if literal is not None and not is_open(literal):
        raise AddressRefused("The address leads to a network of its own, not to the internet.")


def open_address(host: str, port: int, *, resolver: Resolve | None = None) -> str:
    """The address to connect to for a host: looked up once, and only where all it has are open.

    For what is not HTTP. Connect to it and to nothing else, with the host's name in TLS. Raises
    AddressRefused, NoAnswer.
    """
    check_host(host)
    return _checked(host, (resolver or resolve)(host, port))


def is_open(address: IPAddress) -> bool:
    """Whether an address is of the open internet: not loopback, private, link-local, shared or reserved."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_open(address.ipv4_mapped)
        if address.teredo is not None or any(address in network for network in _EMBEDDED):
            return False
        if address not in _INTERNET:
            return False
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified or address.is_link_local
    )


def resolve(host: str, port: int) -> list[str]:
    """Every address a name has, asked of the system once, in bounded time. Raises NoAnswer."""
    found: queue.SimpleQueue[list[str] | OSError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.put(list(dict.fromkeys(str(row[4][0]) for row in rows)))
        except (OSError, UnicodeError) as error:
            found.put(error if isinstance(error, OSError) else OSError(str(error)))

    # The system's resolver has no time-out of its own; one that hangs is left behind.
    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = found.get(timeout=CONNECT_S)
    except queue.Empty as error:
        raise NoAnswer("The name could not be looked up in time.") from error
    if isinstance(answer, OSError) or not answer:
        raise NoAnswer("There is no host of this name.")
    return answer


def call(
    method: str,
    url: str,
    *,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    longest: int = LONGEST_ANSWER,
    total_s: float = TOTAL_S,
    resolver: Resolve = resolve,
    tls: ssl.SSLContext | None = None,
    may_be_loopback: bool = False,
    longest_url: int = LONGEST_URL,
) -> Answer:
    """Call an address and give back what it answers, a redirect as it is.

    `may_be_loopback` is for an address of the operator's own: a stand-in that runs beside a demo.
    Raises AddressRefused for what is not to be called, also by what its name resolves to; NoAnswer.
    """
    _refuse_in_transaction()
    ends_at = time.monotonic() + total_s
    parts = check_url(url, may_be_loopback=may_be_loopback, longest_url=longest_url)
    host = parts.hostname or ""
    port = parts.port or (PORT if parts.scheme == "https" else 80)
    address = _checked(host, resolver(host, port), may_be_loopback=may_be_loopback)
    line = _Pinned(host, port, address=address, tls=(tls or _tls()) if parts.scheme == "https" else None)
    # What is beyond ASCII goes as octets (RFC 3987, 3.1); what is there already stays as it was typed.
    target = quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), safe=punctuation)
    sent = {"User-Agent": AGENT, "Accept-Encoding": "identity", "Connection": "close"} | dict(headers or {})
    try:
        line.connect_within(min(CONNECT_S, ends_at - time.monotonic()))
        with cut_off_after(ends_at - time.monotonic(), line.sock, who="The other side"):
            line.request(method, target, body=body, headers=sent)
            with contextlib.closing(line.getresponse()) as answer:
                read = answer.read(longest + 1)
                if len(read) <= longest and answer.length:
                    raise IncompleteRead(read, answer.length)
                given = {name.lower(): value for name, value in answer.getheaders()}
                return Answer(answer.status, given, read[:longest], is_cut=len(read) > longest)
    except (OSError, HTTPException, ValueError) as error:
        raise NoAnswer(_in_words(error)) from error
    finally:
        line.close()


class _Pinned(HTTPConnection):
    """A connection to one address, whatever its name would resolve to by now."""

    def __init__(self, host: str, port: int, *, address: str, tls: ssl.SSLContext | None) -> None:
        super().__init__(host, port)
        self._address, self._tls = address, tls
        # What Host leaves out where it is the usual one.
        self.default_port = PORT if tls is not None else 80

    def connect_within(self, seconds: float) -> None:
        """Open the line, TLS included, with the host's own name."""
        self.sock = socket.create_connection((self._address, self.port), timeout=max(seconds, 0.001))
        if self._tls is not None:
            secure = self._tls.wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            self.sock = secure
            with cut_off_after(max(seconds, 0.001), secure, who="The other side"):
                secure.do_handshake()


def _checked(host: str, addresses: Sequence[str], *, may_be_loopback: bool = False) -> str:
    """The first of a name's addresses, when all of them are open. Raises AddressRefused."""
    is_let_in = (may_be_loopback or settings.OUTBOUND_ALLOWS_LOOPBACK) and _is_loopback_name(host)
    for each in addresses:
        address = _literal(each)
        if address is None or not (is_open(address) or (is_let_in and address.is_loopback)):
            raise AddressRefused("The address leads to a network of its own, not to the internet.")
    return addresses[0]


def _literal(host: str) -> IPAddress | None:
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None


def _is_loopback_name(host: str) -> bool:
    literal = _literal(host)
    return literal.is_loopback if literal is not None else host == "localhost" or host.endswith(".localhost")


def _in_words(error: Exception) -> str:
    """What went wrong, without anything that the other side said."""
    if isinstance(error, TimeoutError):
        return "The other side took too long."
    if isinstance(error, ssl.SSLError):
        return f"The secure connection failed: {getattr(error, 'verify_message', '') or error.reason}"[:200]
    if isinstance(error, ConnectionRefusedError):
        return "The other side refused the connection."
    return "The connection broke off."


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=certifi.where())


def _refuse_in_transaction() -> None:
    """Raises InTransaction within one, but for that which a test is undone by, as Django's `durable`."""
    if any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks):
        raise InTransaction("commit first, then call")
