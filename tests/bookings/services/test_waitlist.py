"""The waiting list's life: joining, being offered what frees up, taking it, passing it on."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from audit.models import AuditEvent
from audit.services.undo import take_back
from bookings.errors import (
    HasOffer,
    NothingFits,
    NotTakenOnline,
    OfferOver,
    WaitlistClosed,
    WaitlistFull,
    WaitOver,
    WaitsAlready,
)
from bookings.handlers import ANY_NIGHT, FREEING, offer_anything, offer_freed
from bookings.models import Booking, OfferState, Venue, WaitlistEntry, WaitlistOffer, WaitState
from bookings.selectors.setup import setup_of
from bookings.selectors.waitlist import entry_of_token, next_in_line, place_in_line
from bookings.services import arrivals, waitlist
from bookings.services.bans import ban
from bookings.services.blocks import release_block
from bookings.services.bookings import move_booking
from bookings.services.cancelling import cancel_booking
from bookings.services.customers import Contact
from bookings.services.holds import confirm_hold, expire_holds, release_hold
from bookings.services.setup import change_room, change_venue
from bookings.services.waitlist import Wanted, join_waitlist
from bookings.services.waitlist_offers import (
    decline_offer,
    offer_by_hand,
    offer_what_is_free,
    withdraw_offer,
)
from bookings.services.waitlist_outcomes import settle_offers
from bookings.waitlist_links import token_of
from boom.core import outbox
from boom.core.actor import acting
from boom.core.errors import Invalid
from boom.core.models import OutboxMessage
from tests.factories import at, make_block, make_booking, make_room
from tests.factories.waitlist import SATURDAY, make_waiting

pytestmark = pytest.mark.django_db
HALF_PAST = timedelta(minutes=30)
EIGHT = at("2026-11-21 20:00")


@pytest.fixture
def venue(business, now) -> Venue:
    return Venue.objects.get()


@pytest.fixture
def taken(venue: Venue) -> Booking:
    """The booking from nine to eleven; the rest of the night is closed off."""
    alto = make_room(venue, name="Alto")
    venue.rooms.exclude(pk=alto.pk).update(state="archived")
    make_block(room=alto, starts_at=at("2026-11-21 18:00"), minutes=180)
    make_block(room=alto, starts_at=at("2026-11-21 23:00"), minutes=300)
    booking = make_booking(room=alto, starts_at=at("2026-11-21 21:00"), minutes=120)
    venue.refresh_from_db()
    return booking


def cancel(booking: Booking, now: datetime) -> None:
    booking.refresh_from_db()
    cancel_booking(booking_id=booking.pk, version=booking.version, now=now, override_reason="They called")


def react(now: datetime) -> None:
    """Do for every fact so far what the worker would do."""
    for message in list(OutboxMessage.objects.order_by("id")):
        for registration in outbox.handlers_for(message.kind, message.payload):
            if registration.name.startswith("bookings.waitlist"):
                registration.handler(message, now)


def offers() -> list[tuple[str, str, str]]:
    """Every offer: whose, from when, its state."""
    return [
        (offer.entry.name, offer.starts_at.astimezone(EIGHT.tzinfo).strftime("%H:%M"), offer.state)
        for offer in WaitlistOffer.objects.select_related("entry").order_by("id")
    ]


# ---- offers --------------------------------------------------------------------------------------


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


# ---- the line ------------------------------------------------------------------------------------


def test_whom_staff_write_down_again_for_the_same_night_keeps_the_place_with_the_new_wish(venue, taken, now):
    first = make_waiting(venue, now=now, name="Ann")
    make_waiting(venue, now=now, name="Ben")
    contact = Contact("Ann", first.email.upper())

    again = join_waitlist(
        venue_id=venue.pk, contact=contact, wanted=Wanted(SATURDAY, SATURDAY, 120, 4), now=now, by_staff=True
    )

    assert (again.pk, again.minutes, again.party_size, place_in_line(again)) == (first.pk, 120, 4, 1)
    assert WaitlistEntry.objects.count() == 2


def test_an_address_that_anybody_can_type_changes_nobodys_wish(venue, taken, now):
    first = make_waiting(venue, now=now, name="Ann")
    contact = Contact("Eve", first.email.upper())

    with pytest.raises(WaitsAlready):
        join_waitlist(venue_id=venue.pk, contact=contact, wanted=Wanted(SATURDAY, SATURDAY, 120, 4), now=now)

    first.refresh_from_db()
    assert (first.name, first.minutes, first.party_size) == ("Ann", 60, 2)


def test_one_person_cannot_fill_the_list(venue, taken, now):
    contact = Contact("Ann", "ann@example.com")
    for offset in range(waitlist.MOST_OF_ONE):
        day = SATURDAY + timedelta(days=offset)
        join_waitlist(venue_id=venue.pk, contact=contact, wanted=Wanted(day, day, 60, 2), now=now)

    later = SATURDAY + timedelta(days=20)
    with pytest.raises(WaitlistFull):
        join_waitlist(venue_id=venue.pk, contact=contact, wanted=Wanted(later, later, 60, 2), now=now)


WRONG = [
    ({"last_day": SATURDAY + timedelta(days=14)}, "last_day"),
    ({"first_day": date(2026, 11, 20), "last_day": date(2026, 11, 20)}, "first_day"),
    ({"party_size": 99}, "people"),
    ({"minutes": 65}, "minutes"),
    ({"latest": 18 * 60}, "latest"),
    ({"first_day": date(2027, 11, 20), "last_day": date(2027, 11, 20)}, "first_day"),
]


@pytest.mark.parametrize(("changes", "field"), WRONG)
def test_a_wish_that_nobody_could_fill_is_refused_with_its_field(venue, taken, now, changes, field):
    with pytest.raises(Invalid) as refusal:
        make_waiting(venue, now=now, **changes)

    assert list(refusal.value.fields) == [field]


def test_who_may_not_book_online_may_not_join(venue, taken, now):
    ban(reason="Broke a door", email="ann@example.com")

    with pytest.raises(NotTakenOnline):
        join_waitlist(
            venue_id=venue.pk,
            contact=Contact("Ann", "ann@example.com"),
            wanted=Wanted(SATURDAY, SATURDAY, 60, 2),
            now=now,
        )


def test_a_venue_may_keep_no_list_but_its_staff_may_write_people_down(venue, taken, now):
    change_venue(venue_id=venue.pk, waitlist_is_open=False)

    with pytest.raises(WaitlistClosed):
        make_waiting(venue, now=now)
    by_staff = join_waitlist(
        venue_id=venue.pk,
        contact=Contact("Ann", phone="+442079460812"),
        wanted=Wanted(SATURDAY, SATURDAY, 60, 2),
        now=now,
        by_staff=True,
    )

    assert by_staff.by_staff


def test_staff_decide_the_order(venue, taken, now):
    ann, ben, cleo = (make_waiting(venue, now=now, name=name) for name in ("Ann", "Ben", "Cleo"))

    waitlist.move_in_line(entry_id=cleo.pk, before_id=ann.pk)
    waitlist.move_in_line(entry_id=ann.pk, before_id=None)

    line = WaitlistEntry.objects.waiting().in_line()
    assert [entry.name for entry in line] == ["Cleo", "Ben", "Ann"]
    assert place_in_line(ben) == 2


def test_neighbours_without_a_place_between_are_numbered_anew(venue, taken, now):
    ann, ben, cleo = (make_waiting(venue, now=now, name=name) for name in ("Ann", "Ben", "Cleo"))
    WaitlistEntry.objects.filter(pk=ann.pk).update(rank=1)
    WaitlistEntry.objects.filter(pk=ben.pk).update(rank=2)

    waitlist.move_in_line(entry_id=cleo.pk, before_id=ben.pk)

    assert [entry.name for entry in WaitlistEntry.objects.in_line()] == ["Ann", "Cleo", "Ben"]


def test_leaving_gives_the_offer_to_the_next(venue, taken, now):
    ann = make_waiting(venue, now=now, name="Ann", minutes=120)
    make_waiting(venue, now=now, name="Ben", minutes=120)
    cancel(taken, now)
    react(now)

    waitlist.leave_waitlist(entry_id=ann.pk, now=now)
    waitlist.leave_waitlist(entry_id=ann.pk, now=now)
    react(now)

    ann.refresh_from_db()
    assert ann.state == WaitState.LEFT
    assert offers() == [("Ann", "21:00", "declined"), ("Ben", "21:00", "live")]


def test_who_was_removed_can_be_put_back_where_they_stood(venue, taken, now):
    ann, ben = (make_waiting(venue, now=now, name=name) for name in ("Ann", "Ben"))

    waitlist.remove_from_waitlist(entry_id=ann.pk, now=now)
    ahead = place_in_line(ben)
    back = waitlist.put_back_in_line(entry_id=ann.pk, now=now)

    assert (ahead, place_in_line(back), place_in_line(ben)) == (1, 1, 2)
    with pytest.raises(WaitOver):
        waitlist.put_back_in_line(entry_id=ann.pk, now=now)


def test_nobody_is_put_back_beside_themselves(venue, taken, now):
    ann = make_waiting(venue, now=now, name="Ann")
    waitlist.leave_waitlist(entry_id=ann.pk, now=now)
    join_waitlist(
        venue_id=venue.pk,
        contact=Contact("Ann", ann.email),
        wanted=Wanted(SATURDAY, SATURDAY, 60, 2),
        now=now,
    )

    with pytest.raises(WaitsAlready):
        waitlist.put_back_in_line(entry_id=ann.pk, now=now)


def test_a_removal_is_taken_back_from_the_record(venue, taken, now):
    ann = make_waiting(venue, now=now, name="Ann")
    with acting(kind="person", id="1", label="Dana", source="dashboard", request_id="removal"):
        waitlist.remove_from_waitlist(entry_id=ann.pk, now=now)
    removal = AuditEvent.objects.filter(table="bookings_waitlistentry", request_id="removal").latest("id")

    take_back(event_id=removal.pk, now=now)

    ann.refresh_from_db()
    assert (ann.state, ann.ended_at) == (WaitState.WAITING, None)
    assert OutboxMessage.objects.latest("id").kind == "waitlist.changed"


# ---- by hand -------------------------------------------------------------------------------------


def test_staff_offer_to_whom_they_like(venue, taken, now):
    make_waiting(venue, now=now, name="Ann", minutes=120)
    ben = make_waiting(venue, now=now, name="Ben", minutes=120)
    cancel(taken, now)

    offer = offer_by_hand(entry_id=ben.pk, now=now)
    react(now)

    assert offer.by_staff
    assert offers() == [("Ben", "21:00", "live")]
    with pytest.raises(HasOffer):
        offer_by_hand(entry_id=ben.pk, now=now)


def test_staff_cannot_offer_what_is_taken(venue, taken, now):
    ann = make_waiting(venue, now=now)

    with pytest.raises(NothingFits):
        offer_by_hand(entry_id=ann.pk, now=now)


def test_an_offer_that_was_taken_back_leaves_them_in_line(venue, taken, now):
    ann = make_waiting(venue, now=now, name="Ann", minutes=120)
    cancel(taken, now)
    offer = offer_by_hand(entry_id=ann.pk, now=now)

    withdraw_offer(offer_id=offer.pk, now=now)

    ann.refresh_from_db()
    assert (ann.state, WaitlistOffer.objects.get().state) == (WaitState.WAITING, OfferState.WITHDRAWN)


def test_an_offer_that_was_taken_cannot_be_taken_back(venue, taken, now):
    ann = make_waiting(venue, now=now, minutes=120)
    cancel(taken, now)
    offer = offer_by_hand(entry_id=ann.pk, now=now)
    confirm_hold(booking_id=offer.booking_id, contact=Contact("Ann", "ann@example.com"), now=now)

    with pytest.raises(OfferOver):
        withdraw_offer(offer_id=offer.pk, now=now)

    assert Booking.objects.get(pk=offer.booking_id).status == "confirmed"


def test_staff_hear_who_is_next_for_what_they_freed(venue, taken, now):
    make_waiting(venue, now=now, name="Ann", minutes=240)
    ben = make_waiting(venue, now=now, name="Ben", minutes=120)

    before = next_in_line(setup_of(venue), room_id=taken.room_id, span=taken.span, now=now)
    cancel(taken, now)

    assert before is None
    assert next_in_line(setup_of(venue), room_id=taken.room_id, span=taken.span, now=now) == ben


def test_a_link_opens_ones_own_place_for_a_while(venue, taken, now):
    ann = make_waiting(venue, now=now)

    assert entry_of_token(token_of(ann), now=now) == ann


def test_who_has_to_answer_is_on_record(venue, taken, now):
    make_waiting(venue, now=now, minutes=120)
    cancel(taken, now)
    react(now)

    tables = set(AuditEvent.objects.values_list("table", flat=True))
    told = OutboxMessage.objects.filter(kind__startswith="waitlist.").values_list("kind", flat=True)

    assert {"bookings_waitlistentry", "bookings_waitlistoffer"} <= tables
    assert list(told.order_by("id")) == ["waitlist.joined", "waitlist.offered"]
