"""Bookings of a room stand in its calendar at Google or Outlook: each once, as it stands here."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bookings.models import Room
from bookings.services.cancelling import cancel_booking
from boom.core import outbox
from integrations.external_reading import read_external
from integrations.models import CalendarAccount, LinkedCalendar, SyncedEvent
from integrations.services.external import Applied, read_soon
from integrations.services.sync_accounts import disconnect_account, unlink_room
from integrations.services.sync_events import note_bookings
from integrations.sync_writing import leave_account, write_event
from standins.calendars import pages
from standins.calendars.books import Books
from tenants.models import Business
from tests.factories import make_booking, make_room
from tests.integrations.sync.conftest import HOUR, Relay, make_account, there


def title_of(body: dict) -> str:
    return str(body.get("summary") or body.get("subject"))


def writes(books: Books) -> list[str]:
    return [method for method, path in books.calls if method != "GET" and "/events" in path]


def changed(booking: object, now: datetime) -> None:
    note_bookings(booking_ids=[booking.pk], now=now)  # type: ignore[attr-defined]


def test_a_booking_appears_changes_moves_away_and_goes(
    books: Books, linked: LinkedCalendar, room: Room, relay: Relay, now: datetime
):
    booking = make_booking(room=room, starts_at=now + HOUR, guest_name="Ann Alto", party_size=4)
    changed(booking, now)
    assert relay() == []
    assert [title_of(body) for body in there(books, linked)] == ["Ann Alto (4)"]

    booking.guest_name = "Bo Bass"
    booking.save()
    changed(booking, now)
    relay()
    assert [title_of(body) for body in there(books, linked)] == ["Bo Bass (4)"]

    booking.room = make_room(room.venue, name="Other")
    booking.save()
    changed(booking, now)
    relay()
    assert there(books, linked) == []

    booking.room = room
    booking.save()
    changed(booking, now)
    relay()
    assert [title_of(body) for body in there(books, linked)] == ["Bo Bass (4)"]

    cancel_booking(booking_id=booking.pk, version=None, reason="", now=now)
    relay()
    assert there(books, linked) == []


def test_what_is_booked_already_is_written_when_a_room_is_linked(
    books: Books, company: str, room: Room, relay: Relay, now: datetime
):
    from integrations.providers import PROVIDERS
    from integrations.services.sync_accounts import link_room

    make_booking(room=room, starts_at=now + HOUR, guest_name="Ann Alto")
    account = make_account(books, company, now)
    remote = PROVIDERS[company].calendars(next(iter(books.tokens)))[0]
    linked = link_room(account_id=account.pk, room_id=room.pk, remote=remote, shows="busy", now=now)

    relay()

    assert [title_of(body) for body in there(books, linked)] == ["Booked"]
    assert "Ann" not in str(books.events)


def test_told_twice_it_is_written_once(
    books: Books, linked: LinkedCalendar, room: Room, relay: Relay, now: datetime
):
    booking = make_booking(room=room, starts_at=now + HOUR)
    changed(booking, now)
    changed(booking, now)
    relay()

    assert writes(books) == ["POST"]


def test_an_answer_that_was_lost_makes_no_second_event(
    *,
    books: Books,
    linked: LinkedCalendar,
    room: Room,
    relay: Relay,
    business: Business,
    now: datetime,
):
    booking = make_booking(room=room, starts_at=now + HOUR)
    changed(booking, now)
    books.fail("POST", status=503, after_effect=True)
    assert [word[:6] for word in relay()] == ["Later:"]
    assert (len(there(books, linked)), SyncedEvent.objects.get().remote_id) == (1, "")

    write_event(SyncedEvent.objects.get().pk, business, now=now + HOUR)

    assert len(there(books, linked)) == 1
    assert SyncedEvent.objects.get().remote_id != ""


def test_while_one_worker_writes_another_waits(
    *, books: Books, linked: LinkedCalendar, room: Room, relay: Relay, business: Business, now: datetime
):
    booking = make_booking(room=room, starts_at=now + HOUR)
    SyncedEvent.objects.create(linked=linked, booking_id=booking.pk, busy_until=now + HOUR)

    with pytest.raises(outbox.Later):
        write_event(SyncedEvent.objects.get().pk, business, now=now)

    assert there(books, linked) == []


def test_who_asks_too_much_is_left_alone_for_as_long_as_the_company_says(
    *, books: Books, linked: LinkedCalendar, room: Room, business: Business, now: datetime
):
    note_bookings(booking_ids=[make_booking(room=room, starts_at=now + HOUR).pk], now=now)
    books.fail("POST", status=429, wait_s=1234)

    with pytest.raises(outbox.Later) as later:
        write_event(SyncedEvent.objects.get().pk, business, now=now)

    assert later.value.after >= timedelta(seconds=1234)
    assert there(books, linked) == []


def test_changed_on_both_sides_it_stands_there_as_it_stands_here(
    *, books: Books, linked: LinkedCalendar, room: Room, business: Business, relay: Relay, now: datetime
):
    moved = make_booking(room=room, starts_at=now + HOUR, guest_name="Ann")
    deleted = make_booking(room=room, starts_at=now + 9 * HOUR, guest_name="Bo")
    note_bookings(booking_ids=[moved.pk, deleted.pk], now=now)
    relay()
    company = linked.account.company
    for booking, is_gone in ((moved, False), (deleted, True)):
        event = SyncedEvent.objects.get(booking=booking)
        body = books.all_events(company, linked.remote_id)[event.remote_id]["body"]
        elsewhere = pages.times(company, now + 20 * HOUR, now + 21 * HOUR)
        books.put(company, linked.remote_id, event.remote_id, {**body, **elsewhere}, is_gone=is_gone)
        booking.guest_name += " Changed"
        booking.save()
        changed(booking, now)

    read_soon(calendar_id=linked.calendar_id, now=now)
    assert read_external(linked.calendar_id, business, now=now) == Applied(blocked=0, opened=0, conflicts=0)
    assert relay() == []

    assert sorted(title_of(body) for body in there(books, linked)) == ["Ann Changed (2)", "Bo Changed (2)"]
    assert not [body for body in there(books, linked) if body["start"] == elsewhere["start"]]


def test_what_the_company_refuses_is_given_up_and_shown(
    *, books: Books, linked: LinkedCalendar, room: Room, relay: Relay, owner_client, now: datetime
):
    changed(make_booking(room=room, starts_at=now + HOUR), now)
    books.fail("POST", status=400)

    assert [word[:7] for word in relay()] == ["GiveUp:"]
    assert "It answered 400" in owner_client.get("/dashboard/integrations/sync/").content.decode()


def test_an_access_token_that_ran_out_is_renewed(
    books: Books, linked: LinkedCalendar, room: Room, relay: Relay, now: datetime
):
    books.expire_tokens()
    changed(make_booking(room=room, starts_at=now + HOUR), now)

    assert relay() == []
    assert len(there(books, linked)) == 1
    assert CalendarAccount.objects.get().renewing_until is None


def test_a_grant_that_is_gone_asks_to_connect_again_and_then_all_is_told(
    *,
    books: Books,
    linked: LinkedCalendar,
    room: Room,
    relay: Relay,
    owner_client,
    company: str,
    now: datetime,
):
    books.revoke_everything()
    changed(make_booking(room=room, starts_at=now + HOUR), now)
    assert relay() == []
    assert CalendarAccount.objects.get().refused_since is not None
    assert "Connect again" in owner_client.get("/dashboard/attention/").content.decode()
    calls = len(books.calls)
    changed(make_booking(room=room, starts_at=now + 5 * HOUR), now)
    relay()
    assert len(books.calls) == calls

    make_account(books, company, now)
    relay()

    assert CalendarAccount.objects.get().refused_since is None
    assert len(there(books, linked)) == 2


@pytest.mark.parametrize("clears", [True, False])
def test_ended_it_leaves_what_was_written_or_takes_it_away(
    *, books: Books, linked: LinkedCalendar, room: Room, relay: Relay, now: datetime, clears: bool
):
    changed(make_booking(room=room, starts_at=now + HOUR), now)
    relay()

    unlink_room(calendar_id=linked.calendar_id, clears=clears, now=now)
    relay()

    assert len(there(books, linked)) == (0 if clears else 1)
    assert not SyncedEvent.objects.exists()
    changed(make_booking(room=room, starts_at=now + 5 * HOUR), now)
    relay()
    assert len(there(books, linked)) == (0 if clears else 1)


def test_an_account_that_is_left_is_cleared_given_back_and_its_secrets_forgotten(
    *, books: Books, linked: LinkedCalendar, room: Room, relay: Relay, company: str, now: datetime
):
    changed(make_booking(room=room, starts_at=now + HOUR), now)
    relay()
    account = CalendarAccount.objects.get()
    assert account.refresh_token not in books.grants

    disconnect_account(account_id=account.pk, clears=True, now=now)
    with pytest.raises(outbox.Later):
        leave_account(account.pk, now=now)
    relay()
    leave_account(account.pk, now=now)

    account.refresh_from_db()
    assert (account.refresh_token, account.access_token) == ("", "")
    assert there(books, linked) == []
    assert bool(books.grants) is (company == "microsoft")
