"""A venue's own mail server: looked up once, refused where it is not of the open internet, and reached at the
very address that was checked, with its name in TLS; a breaker for each.
"""

from __future__ import annotations

import smtplib
import socket
import threading
from collections import OrderedDict
from dataclasses import dataclass, field

from boom.core.breaker import Breaker
from boom.core.providers.outbound import open_address
from notifications.providers import smtp

# As many servers' breakers as a worker remembers.
MOST_REMEMBERED = 500

_breakers: OrderedDict[str, Breaker] = OrderedDict()
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class OwnServer:
    """Where it is and how one logs in. `key` tells servers apart; `is_plain` is for loopback alone."""

    key: str
    host: str
    port: int
    is_tls_at_once: bool
    user: str
    password: str = field(repr=False)
    is_plain: bool = False


def breaker_of(server: OwnServer) -> Breaker:
    """The server's own breaker: one that is away keeps nobody else's mails waiting."""
    with _lock:
        found = _breakers.pop(server.key, None) or Breaker()
        _breakers[server.key] = found
        while len(_breakers) > MOST_REMEMBERED:
            _breakers.popitem(last=False)
    return found


def connection_to(server: OwnServer) -> smtp.EmailBackend:
    """What sends by it. Raises AddressRefused, NoAnswer (boom.core.providers.outbound)."""
    return _Pinned(server, open_address(server.host, server.port))


class _Pinned(smtp.EmailBackend):
    """SMTP to one address, whatever the name would resolve to by now."""

    def __init__(self, server: OwnServer, address: str) -> None:
        super().__init__(
            host=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            use_tls=not server.is_tls_at_once and not server.is_plain,
            use_ssl=server.is_tls_at_once,
        )
        self._address = address

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        usual, address = super().connection_class, self._address

        class Pinned(usual):  # type: ignore[misc, valid-type]
            def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
                made: socket.socket = super()._get_socket(address, port, timeout)
                return made

        return Pinned


def forget_breakers() -> None:
    """Try every server anew."""
    with _lock:
        _breakers.clear()
