"""A live socket's process for the module, and clients that open sockets as browsers do."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from accounts.models import User
from tenants.models import Business
from tests import servers
from tests.conftest import client_of

# A message comes within a few milliseconds; a loaded machine may take its time.
SOON_S = 10.0
# Long enough to be sure that nothing comes.
QUIET_S = 0.4


class Socket:
    """A browser's end."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    def next(self, timeout: float = SOON_S) -> dict[str, Any]:
        return json.loads(self.connection.recv(timeout=timeout))

    def says_nothing(self) -> bool:
        try:
            self.connection.recv(timeout=QUIET_S)
        except TimeoutError:
            return True
        return False

    def close_code(self) -> int:
        """Read to the end and give the code it was closed with."""
        try:
            while True:
                self.connection.recv(timeout=SOON_S)
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 0


class Door:
    """The live socket's port, and how to knock."""

    def __init__(self, port: int, stack: ExitStack) -> None:
        self.port = port
        self._stack = stack

    def open(
        self, host: str, path: str, *, origin: str | None = None, session: str = "", **headers: str
    ) -> Socket:
        """Open a socket as a page of `origin` (by default the host's own) would."""
        target = f"{host}:{self.port}"
        if session:
            headers["Cookie"] = f"boom={session}"
        connection = connect(
            f"ws://{target}{path}",
            sock=socket.create_connection(("127.0.0.1", self.port)),
            origin=f"http://{target}" if origin is None else origin or None,
            additional_headers=headers,
            proxy=None,
        )
        return Socket(self._stack.enter_context(connection))

    def calendar(self, business: Business, user: User) -> Socket:
        return self.open(business.host, "/ws/calendar/", session=session_of(business, user))

    def availability(self, business: Business) -> Socket:
        return self.open(business.host, "/ws/availability/")


def session_of(business: Business, user: User) -> str:
    """The cookie of a fresh log-in."""
    return client_of(business, user).cookies["boom"].value


@pytest.fixture(scope="module")
def live_port(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with servers.live_sockets(tmp_path_factory.mktemp("live")) as (_, port):
        yield port


@pytest.fixture
def door(live_port: int) -> Iterator[Door]:
    with ExitStack() as stack:
        yield Door(live_port, stack)


@pytest.fixture(scope="module")
def relay(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Server]:
    with servers.relay(tmp_path_factory.mktemp("relay")) as server:
        yield server


@pytest.fixture
def owner(live_business: Business) -> User:
    return User.objects.get(role="owner")
