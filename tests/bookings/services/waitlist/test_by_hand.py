"""What staff do with the line by hand, and what they are told."""

from __future__ import annotations

import pytest

from audit.models import AuditEvent
from bookings.errors import (
    HasOffer,
    NothingFits,
    OfferOver,
    WaitingBanned,
)
from bookings.models import Booking, OfferState, WaitlistEntry, WaitlistOffer, WaitState
from bookings.selectors.bans import banned_waiting
from bookings.selectors.setup import setup_of
from bookings.selectors.waitlist import entry_of_token, next_in_line
from bookings.services.bans import ban, lift_ban
from bookings.services.customers import Contact
from bookings.services.holds import confirm_hold
from bookings.services.waitlist_offers import (
    offer_by_hand,
    withdraw_offer,
)
from bookings.waitlist_links import token_of
from boom.core.models import OutboxMessage
from tests.bookings.services.waitlist.night import cancel, offers, react
from tests.factories import make_customer
from tests.factories.waitlist import make_waiting

pytestmark = pytest.mark.django_db


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


# ---- banned since they joined -----------------------------------------------------------------------------


def test_whoever_was_banned_since_they_joined_is_passed_over(venue, taken, now):
    make_waiting(venue, now=now, name="Ann", email="ann@example.com", minutes=120)
    make_waiting(venue, now=now, name="Ben", email="ben@example.com", minutes=120)
    ban(reason="Broke a microphone", email="ANN@example.com")

    cancel(taken, now)
    react(now)

    assert offers() == [("Ben", "21:00", "live")]
    assert WaitlistEntry.objects.get(name="Ann").state == WaitState.WAITING


def test_a_banned_person_is_known_by_any_address_and_number_of_theirs(venue, taken, now):
    guest = make_customer(name="Ann", email="ann@example.com", phone="+442079460812")
    by_mail = make_waiting(venue, now=now, name="Mail", email="ann@example.com")
    by_phone = make_waiting(venue, now=now, name="Phone")
    by_phone.phone = "+442079460812"
    other = make_waiting(venue, now=now, name="Ben", email="ben@example.com")

    ban(reason="Broke a microphone", customer_id=guest.pk)

    assert banned_waiting([by_mail, by_phone, other]) == {by_mail.pk, by_phone.pk}


def test_nothing_is_offered_to_them_by_hand_and_lifting_the_ban_ends_that(venue, taken, now):
    entry = make_waiting(venue, now=now, name="Ann", email="ann@example.com", minutes=120)
    held = ban(reason="Broke a microphone", email="ann@example.com")
    cancel(taken, now)

    with pytest.raises(WaitingBanned):
        offer_by_hand(entry_id=entry.pk, now=now)
    lift_ban(ban_id=held.pk, now=now)
    offer_by_hand(entry_id=entry.pk, now=now)

    assert offers() == [("Ann", "21:00", "live")]
