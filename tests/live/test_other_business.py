"""Every socket, tried with another business's log-in, page and names: it hears its own host's news only."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from websockets.exceptions import InvalidStatus

from accounts.models import User
from bookings.routing import websocket_urlpatterns
from boom.core import outbox
from tenants.context import tenant_scope
from tenants.models import Business
from tests.committed import founded
from tests.live.conftest import Door, Socket, session_of

PATHS = [f"/{pattern.pattern}" for pattern in websocket_urlpatterns]
# Opened by somebody of the house; the others are for anybody.
FOR_STAFF = "/ws/calendar/"
# Days far apart, so that each message shows whose it is.
OURS, THEIRS = "2031-01-01", "2032-02-02"


@pytest.fixture(scope="module")
def both(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Business, Business]]:
    with django_db_blocker.unblock(), founded() as ours, founded() as theirs:
        yield ours, theirs


@pytest.fixture
def ours(both: tuple[Business, Business], committing: None) -> Business:
    return both[0]


@pytest.fixture
def theirs(both: tuple[Business, Business], committing: None) -> Business:
    return both[1]


def log_in(business: Business) -> str:
    with tenant_scope(business):
        return session_of(business, User.objects.get(role="owner"))


def publish(business: Business, day: str) -> None:
    with tenant_scope(business), transaction.atomic():
        outbox.publish("booking.moved", booking=1, rooms=[1], days=[day])


def heard_until(socket: Socket, day: str) -> list[dict[str, Any]]:
    """All that came, up to the message about `day`."""
    heard = [socket.next()]
    while day not in json.dumps(heard[-1]):
        heard.append(socket.next())
    return heard


def tell_theirs_then_ours(theirs: Business, ours: Business, door: Door) -> None:
    """News of both. Only once theirs has gone out, heard by a page of theirs, is ours published."""
    witness = door.open(theirs.host, FOR_STAFF, session=log_in(theirs))
    publish(theirs, THEIRS)
    heard_until(witness, THEIRS)
    publish(ours, OURS)


def test_there_are_sockets_to_try():
    assert FOR_STAFF in PATHS
    assert len(PATHS) >= 2


@pytest.mark.parametrize("path", PATHS)
def test_the_others_news_are_not_heard(path: str, ours: Business, theirs: Business, door: Door, relay):
    sockets = [
        door.open(ours.host, path, session=log_in(ours)),
        door.open(
            ours.host, f"{path}?business={theirs.pk}&schema={theirs.schema_name}", session=log_in(ours)
        ),
    ]

    tell_theirs_then_ours(theirs, ours, door)

    for socket in sockets:
        heard = json.dumps(heard_until(socket, OURS))
        assert THEIRS not in heard
        assert theirs.schema_name not in heard


@pytest.mark.parametrize("path", PATHS)
def test_the_others_log_in_is_none_here(path: str, ours: Business, theirs: Business, door: Door, relay):
    with_theirs = door.open(ours.host, path, session=log_in(theirs))
    as_nobody = door.open(ours.host, path)

    if path == FOR_STAFF:
        assert [with_theirs.close_code(), as_nobody.close_code()] == [4401, 4401]
        return
    tell_theirs_then_ours(theirs, ours, door)
    for socket in (with_theirs, as_nobody):
        assert THEIRS not in json.dumps(heard_until(socket, OURS))


@pytest.mark.parametrize("path", PATHS)
def test_a_page_of_the_others_opens_none(path: str, ours: Business, theirs: Business, door: Door):
    """Sibling venues are same-site: the browser would send the log-in along."""
    with pytest.raises(InvalidStatus, match="403"):
        door.open(ours.host, path, session=log_in(ours), origin=f"http://{theirs.host}:{door.port}")


@pytest.mark.parametrize("path", PATHS)
def test_asking_for_the_others_group_ends_the_socket(path: str, ours: Business, theirs: Business, door: Door):
    for wish in (
        {"t": "join", "group": f"t.{theirs.schema_name}.calendar"},
        {"t": "ping", "schema": theirs.schema_name},
        f"t.{theirs.schema_name}.availability",
    ):
        socket = door.open(ours.host, path, session=log_in(ours))
        socket.connection.send(json.dumps(wish))
        assert socket.close_code() == 1003
