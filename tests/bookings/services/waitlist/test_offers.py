"""What becomes free is offered to the first in line, to one at a time, until somebody takes it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from bookings.domain.room_plan import Step
from bookings.errors import NothingToUndo
from bookings.handlers import ANY_NIGHT, FREEING, offer_anything, offer_freed
from bookings.models import Booking, OfferState, WaitlistEntry, WaitlistOffer, WaitState
from bookings.services import arrivals
from bookings.services.blocks import release_block
from bookings.services.bookings import move_booking
from bookings.services.customers import Contact
from bookings.services.holds import confirm_hold, expire_holds, release_hold
from bookings.services.setup import change_room
from bookings.services.undo import undo_change
from bookings.services.waitlist_offers import (
    decline_offer,
    offer_what_is_free,
)
from bookings.services.waitlist_outcomes import settle_offers
from boom.core import outbox
from tests.bookings.services.waitlist.night import EIGHT, HALF_PAST, cancel, offers, react
from tests.factories import at, make_room
from tests.factories.waitlist import make_waiting

pytestmark = pytest.mark.django_db


def test_what_a_cancellation_frees_is_held_for_the_first_in_line(venue, taken, now):
    make_waiting(venue, now=now, name="Ann", minutes=120)
    make_waiting(venue, now=now, name="Ben", minutes=120)

    cancel(taken, now)
    react(now)

    offer = WaitlistOffer.objects.select_related("booking").get()
    assert offers() == [("Ann", "21:00", "live")]
    assert (offer.booking.status, offer.booking.held_until, offer.booking.guest_name) == (
        "held",
        now + HALF_PAST,
        "Ann",
    )


def test_nothing_is_offered_twice_however_often_the_list_is_looked_at(venue, taken, now):
    make_waiting(venue, now=now, name="Ann")
    make_waiting(venue, now=now, name="Ben")
    make_waiting(venue, now=now, name="Cleo")
    cancel(taken, now)

    for _ in range(3):
        react(now)
        offer_what_is_free(venue_id=venue.pk, now=now)

    assert offers() == [("Ann", "21:00", "live"), ("Ben", "22:00", "live")]


def test_what_nobody_answers_in_time_goes_to_the_next(venue, taken, now):
    make_waiting(venue, now=now, name="Ann", minutes=120)
    make_waiting(venue, now=now, name="Ben", minutes=120)
    cancel(taken, now)
    react(now)

    expire_holds(now=now + HALF_PAST)
    react(now + HALF_PAST)

    assert offers() == [("Ann", "21:00", "lapsed"), ("Ben", "21:00", "live")]
    assert WaitlistEntry.objects.get(name="Ann").state == WaitState.WAITING


@pytest.mark.parametrize(("opens_on", "offered"), [("2026-11-21", ["New"]), ("2026-11-22", [])])
def test_a_room_that_is_to_open_is_offered_from_its_first_night(venue, taken, now, opens_on, offered):
    make_room(
        venue, name="New", state="draft", planned=[Step("active", date.fromisoformat(opens_on)).as_json()]
    )
    make_waiting(venue, now=now, name="Ann")

    offer_what_is_free(venue_id=venue.pk, now=now)

    assert list(WaitlistOffer.objects.values_list("booking__room__name", flat=True)) == offered


def test_what_is_declined_goes_to_the_next_and_never_back_to_whoever_declined(venue, taken, now):
    make_waiting(venue, now=now, name="Ann", minutes=120)
    make_waiting(venue, now=now, name="Ben", minutes=120)
    cancel(taken, now)
    react(now)

    decline_offer(offer_id=WaitlistOffer.objects.get().pk, now=now)
    react(now)
    decline_offer(offer_id=WaitlistOffer.objects.get(state="live").pk, now=now)
    react(now)

    assert offers() == [("Ann", "21:00", "declined"), ("Ben", "21:00", "declined")]


def test_a_taken_offer_is_a_booking_like_any_other_and_ends_the_wait(venue, taken, now):
    entry = make_waiting(venue, now=now, name="Ann", minutes=120)
    cancel(taken, now)
    react(now)
    offer = WaitlistOffer.objects.get()

    confirm_hold(booking_id=offer.booking_id, contact=Contact("Ann", "ann@example.com"), now=now)

    entry.refresh_from_db()
    offer.refresh_from_db()
    assert Booking.objects.get(pk=offer.booking_id).status == "confirmed"
    assert (entry.state, offer.state) == (WaitState.ACCEPTED, OfferState.ACCEPTED)


def test_a_yes_that_comes_late_counts_while_nobody_else_was_asked(venue, taken, now):
    entry = make_waiting(venue, now=now, minutes=120)
    cancel(taken, now)
    react(now)
    late = now + timedelta(minutes=40)
    expire_holds(now=late)
    react(late)
    offer = WaitlistOffer.objects.get()

    confirm_hold(booking_id=offer.booking_id, contact=Contact("Ann", "ann@example.com"), now=late)

    entry.refresh_from_db()
    assert (entry.state, WaitlistOffer.objects.get().state) == (WaitState.ACCEPTED, OfferState.ACCEPTED)


def test_going_back_from_the_form_gives_the_offer_away(venue, taken, now):
    make_waiting(venue, now=now, name="Ann", minutes=120)
    cancel(taken, now)
    react(now)

    release_hold(booking_id=WaitlistOffer.objects.get().booking_id, now=now)
    react(now)

    assert offers() == [("Ann", "21:00", "declined")]


def shorten(booking: Booking, now: datetime, ends_at: datetime) -> None:
    booking.refresh_from_db()
    booking.ends_at = ends_at
    move_booking(
        booking_id=booking.pk,
        room_id=booking.room_id,
        span=booking.span,
        version=booking.version,
        now=now,
        override_reason="Asked for it",
    )


def leave_early(booking: Booking) -> datetime:
    """Half an hour after they came they are gone."""
    gone = at("2026-11-21 21:30")
    Booking.objects.filter(pk=booking.pk).update(status="checked_in", checked_in_at=booking.starts_at)
    arrivals.check_out(booking_id=booking.pk, version=booking.version, now=gone)
    return gone


def test_a_shortened_booking_makes_an_offer(venue, taken, now):
    make_waiting(venue, now=now, name="Ann")

    shorten(taken, now, at("2026-11-21 22:00"))
    react(now)

    assert offers() == [("Ann", "22:00", "live")]


def test_a_party_that_leaves_early_makes_an_offer_with_less_time_to_think(venue, taken, now):
    make_waiting(venue, now=now, name="Ann")

    gone = leave_early(taken)
    react(gone)

    assert offers() == [("Ann", "22:00", "live")]
    assert WaitlistOffer.objects.get().until == gone + timedelta(minutes=15)


def test_a_block_that_is_released_makes_an_offer(venue, taken, now):
    make_waiting(venue, now=now, name="Ann", earliest=18 * 60 + 30)
    block = taken.room.occupancies.get(kind="block", starts_at=at("2026-11-21 18:00"))

    release_block(block_id=block.pk, version=block.version, now=now)
    react(now)

    assert offers() == [("Ann", "19:30", "live")]


def test_a_room_that_is_opened_again_makes_an_offer(venue, taken, now):
    make_waiting(venue, now=now, name="Ann", earliest=21 * 60)
    echo = venue.rooms.filter(state="archived").first() or make_room(venue, state="archived")

    change_room(room_id=echo.pk, state="active")
    react(now)

    assert offers()[0][0] == "Ann"


def test_somebody_who_joins_while_something_is_free_is_offered_it(venue, taken, now):
    cancel(taken, now)

    make_waiting(venue, now=now, name="Ann")
    react(now)

    assert offers() == [("Ann", "21:00", "live")]


def test_the_sweep_finds_what_no_fact_told(venue, taken, now):
    make_waiting(venue, now=now, name="Ann")
    Booking.objects.filter(pk=taken.pk).update(status="cancelled")

    offer_what_is_free(venue_id=venue.pk, now=now)

    assert offers() == [("Ann", "21:00", "live")]


def test_a_wait_ends_with_the_last_start_that_would_do(venue, taken, now):
    entry = make_waiting(venue, now=now, latest=20 * 60)

    settle_offers(venue_id=venue.pk, now=at("2026-11-21 19:59"))
    entry.refresh_from_db()
    before = entry.state
    settle_offers(venue_id=venue.pk, now=EIGHT)
    entry.refresh_from_db()

    assert (before, entry.state, entry.ended_at) == (WaitState.WAITING, WaitState.EXPIRED, EIGHT)


def test_every_fact_that_frees_a_room_is_heard():
    heard = [each for each in outbox.registered_handlers().values() if "waitlist_after" in each.name]

    assert {each.handler for each in heard} == {offer_freed, offer_anything}
    assert {each.pattern for each in heard} == {*FREEING, *ANY_NIGHT}


def test_what_somebody_did_not_want_is_not_held_for_them_again_by_an_undo(venue, taken, now):
    make_waiting(venue, now=now, minutes=120)
    cancel(taken, now)
    react(now)
    offer = WaitlistOffer.objects.get()
    decline_offer(offer_id=offer.pk, now=now)
    hold = Booking.objects.get(pk=offer.booking_id)

    with pytest.raises(NothingToUndo):
        undo_change(booking_id=hold.pk, version=hold.version, now=now)

    hold.refresh_from_db()
    assert hold.status == "expired"
