"""Who may open a live socket, what they hear, and when it is closed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from websockets.exceptions import ConnectionClosed, InvalidStatus

from accounts.models import User
from billing.services import standing
from boom.core import outbox
from boom.core.actor import acting
from tenants.context import public_scope, tenant_scope
from tenants.models import Business
from tenants.services import resume_business, suspend_business
from tenants.sockets import is_own_page
from tests.committed import founded
from tests.conftest import client_of
from tests.factories import make_user
from tests.live.conftest import Door, session_of

NIGHT = "2026-11-21"


@pytest.fixture(scope="module")
def founded_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[Business]:
    """One business for the whole file: founding one for each of fifty tests takes longer than the tests."""
    with django_db_blocker.unblock(), founded() as business:
        yield business


@pytest.fixture
def live_business(founded_once: Business, committing: None) -> Iterator[Business]:
    with tenant_scope(founded_once):
        yield founded_once


def publish(kind: str = "booking.moved", *, rooms: tuple[int, ...] = (7, 9), day: str = NIGHT) -> None:
    with transaction.atomic():
        outbox.publish(kind, booking=1, rooms=list(rooms), days=[day])


def test_a_change_reaches_staff_with_its_rooms_and_nothing_personal(
    live_business: Business, owner: User, door: Door, relay
):
    board = door.calendar(live_business, owner)

    with acting(client="page-4711"):
        publish()

    heard = board.next()
    assert heard.pop("v").isdigit()
    assert heard == {"t": "rows", "day": NIGHT, "rooms": [7, 9], "by": "page-4711"}


def test_the_bell_reaches_those_who_have_one(live_business: Business, owner: User, door: Door, relay):
    viewer = make_user(role="viewer")
    boards = [door.calendar(live_business, person) for person in (owner, viewer)]

    with transaction.atomic():
        outbox.publish("alert.raised", alert=7)

    assert boards[0].next() == {"t": "alert", "n": 7}
    assert boards[1].says_nothing()


def test_customers_hear_only_which_days_changed(live_business: Business, door: Door, relay):
    page = door.availability(live_business)

    publish("booking.held")

    assert page.next() == {"t": "availability", "days": [NIGHT]}


def test_customers_do_not_hear_of_changes_that_leave_the_free_times_alone(
    live_business: Business, door: Door, relay
):
    page = door.availability(live_business)

    publish("booking.edited")

    assert page.says_nothing()


def test_a_burst_in_one_transaction_is_one_message_a_night(
    live_business: Business, owner: User, door: Door, relay
):
    board = door.calendar(live_business, owner)

    with transaction.atomic():
        for room in range(50):
            outbox.publish("booking.created", booking=room, rooms=[room], days=[NIGHT])

    assert board.next()["rooms"] == list(range(50))
    assert board.says_nothing()


def test_changed_rules_concern_every_night(live_business: Business, owner: User, door: Door, relay):
    board, page = door.calendar(live_business, owner), door.availability(live_business)

    with transaction.atomic():
        outbox.publish("setup.changed", venue=1)

    assert board.next()["t"] == "setup"
    assert page.next() == {"t": "availability", "days": [], "all": True}


def test_another_business_hears_nothing(live_business: Business, door: Door, relay):
    with founded() as neighbour:
        boards = [door.availability(neighbour), door.availability(live_business)]

        publish("booking.held")

        assert boards[1].next()["days"] == [NIGHT]
        assert boards[0].says_nothing()


def test_a_session_opens_no_other_business(live_business: Business, owner: User, door: Door):
    with founded() as neighbour:
        board = door.open(neighbour.host, "/ws/calendar/", session=session_of(live_business, owner))

        assert board.close_code() == 4401


@pytest.mark.parametrize("session", ["", "made-up", "'; DROP TABLE x; --"])
def test_the_board_is_closed_to_whoever_is_not_signed_in(live_business: Business, door: Door, session: str):
    board = door.open(live_business.host, "/ws/calendar/", session=session)

    assert board.close_code() == 4401


def test_an_unknown_host_is_told_so(committing: None, door: Door):
    assert door.open("nobody-here.localhost", "/ws/availability/").close_code() == 4404


def test_a_suspended_host_is_told_so(committing: None, door: Door, now: datetime):
    with founded() as closed:
        with public_scope():
            suspend_business(business_id=closed.pk, reason="unpaid", now=now)

        assert door.availability(closed).close_code() == 4403


def test_the_platform_has_no_sockets(committing: None, door: Door):
    assert door.open("localhost", "/ws/availability/").close_code() == 4404


def test_a_page_of_a_sibling_venue_is_refused(live_business: Business, owner: User, door: Door):
    with pytest.raises(InvalidStatus, match="403"):
        door.open(live_business.host, "/ws/availability/", origin=f"http://twin-b.localhost:{door.port}")


@pytest.mark.parametrize("path", ["/", "/ws/", "/ws/calendar", "/ws/elsewhere/"])
def test_there_are_no_other_sockets(live_business: Business, door: Door, path: str):
    with pytest.raises(InvalidStatus, match="403"):
        door.open(live_business.host, path)


def test_signing_out_closes_that_log_ins_sockets_only(
    live_business: Business, owner: User, door: Door, relay
):
    leaving = client_of(live_business, owner)
    closed = door.open(live_business.host, "/ws/calendar/", session=leaving.cookies["boom"].value)
    stays = door.calendar(live_business, owner)

    leaving.logout()

    assert closed.close_code() == 4401
    publish()
    assert stays.next()["t"] == "rows"


def test_a_changed_role_closes_that_persons_sockets(live_business: Business, owner: User, door: Door, relay):
    demoted = make_user(role="manager")
    closed, stays = door.calendar(live_business, demoted), door.calendar(live_business, owner)

    with transaction.atomic():
        outbox.publish("accounts.access_changed", user=demoted.pk)

    assert closed.close_code() == 4401
    publish()
    assert stays.next()["t"] == "rows"


def test_suspension_closes_every_socket_and_the_door(
    live_business: Business, owner: User, door: Door, relay, now
):
    sockets = [door.calendar(live_business, owner), door.availability(live_business)]

    with public_scope():
        suspend_business(business_id=live_business.pk, reason="unpaid", now=now)

    assert [socket.close_code() for socket in sockets] == [4403, 4403]
    with public_scope():
        resume_business(business_id=live_business.pk)


def test_a_business_that_closes_unpaid_loses_its_sockets(committing: None, door: Door, relay, now):
    with founded() as unpaid:
        with tenant_scope(unpaid):
            sockets = [door.calendar(unpaid, User.objects.get(role="owner")), door.availability(unpaid)]

        with public_scope():
            standing.set_dates(business_id=unpaid.pk, now=now, trial_ends_at=now - timedelta(days=60))

        assert [socket.close_code() for socket in sockets] == [4403, 4403]


def test_a_ping_is_answered(live_business: Business, door: Door):
    page = door.availability(live_business)

    page.connection.send('{"t": "ping"}')

    assert page.next() == {"t": "pong"}


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ("x" * 257, 1009),
        (b"\x00" * 300, 1009),
        ("subscribe t.other.calendar", 1003),
        ('{"type": "live", "group": "t.other.calendar"}', 1003),
        ("[" * 200, 1003),
        (b"\xff\xfe", 1003),
        ("", 1003),
    ],
)
def test_whatever_else_a_client_says_ends_the_socket(
    live_business: Business, door: Door, frame: str | bytes, code: int
):
    page = door.availability(live_business)

    page.connection.send(frame)

    assert page.close_code() == code


def test_a_client_that_talks_too_much_is_hung_up_on(live_business: Business, door: Door):
    page = door.availability(live_business)

    # It may hang up before the last is sent.
    with suppress(ConnectionClosed):
        for _ in range(40):
            page.connection.send('{"t":"ping"}')

    assert page.close_code() == 1008


def test_an_address_gets_so_many_sockets_and_another_venue_is_not_touched(
    live_business: Business, door: Door
):
    pages = [door.availability(live_business) for _ in range(40)]

    one_more = door.availability(live_business)

    assert one_more.close_code() == 4429
    pages[0].connection.close()
    with founded() as neighbour:
        assert door.availability(neighbour).says_nothing()


def test_a_person_gets_so_many_sockets(live_business: Business, owner: User, door: Door):
    boards = [door.calendar(live_business, owner) for _ in range(20)]

    one_more = door.calendar(live_business, owner)

    assert one_more.close_code() == 4429
    assert len(boards) == 20


@pytest.mark.parametrize(
    ("origin", "host", "live_port", "fits"),
    [
        ("http://venue.localhost:8000", "venue.localhost:8000", 0, True),
        ("http://Venue.localhost:8000", "venue.localhost:8000", 0, True),
        ("http://venue.localhost:8001", "venue.localhost:8000", 0, False),
        ("http://other.localhost:8000", "venue.localhost:8000", 0, False),
        ("http://venue.localhost.evil.example:8000", "venue.localhost:8000", 0, False),
        ("http://user@venue.localhost:8000", "venue.localhost:8000", 0, False),
        ("https://venue.localhost:8000", "venue.localhost:8000", 0, False),
        ("null", "venue.localhost:8000", 0, False),
        ("", "venue.localhost:8000", 0, False),
        ("http://", "", 0, False),
        ("http://venue.localhost:8000/path", "venue.localhost:8000", 0, False),
        ("http://venue.localhost:x", "venue.localhost:x", 0, False),
        ("http://venue.localhost", "venue.localhost:80", 0, True),
        ("http://venue.localhost:8000", "venue.localhost:8777", 8777, True),
        ("http://venue.localhost:8777", "venue.localhost:8777", 8777, False),
        ("http://other.localhost:8000", "venue.localhost:8777", 8777, False),
    ],
)
def test_a_socket_is_for_pages_of_its_own_host(settings, origin: str, host: str, live_port: int, fits: bool):
    settings.LIVE_PORT, settings.PUBLIC_PORT = live_port, 8000

    assert is_own_page(origin=origin, host=host) is fits


def test_random_frames_end_sockets_and_nothing_else(live_business: Business, owner: User, door: Door, relay):
    chance = random.Random(20261121)
    stays = door.calendar(live_business, owner)

    for _ in range(60):
        page = door.availability(live_business)
        frame = chance.randbytes(chance.randint(0, 400))
        page.connection.send(frame if chance.random() < 0.5 else frame.decode("latin-1"))
        assert page.close_code() in {1003, 1009}

    publish()
    assert stays.next()["t"] == "rows"
