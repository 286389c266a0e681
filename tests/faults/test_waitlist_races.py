"""Fifty at once want the one thing that has become free: the list's job, strangers, and the guest twice.

Whoever looks at the list first, the first in line is asked, once; and one of fifty presses takes it. The
control is the same storm without the list's own lock.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bookings.domain.interval import Interval
from bookings.models import Booking, Room, Venue, WaitlistEntry, WaitlistOffer
from bookings.services import waitlist_offers
from bookings.services.customers import Contact
from bookings.services.holds import confirm_hold, hold_slot
from bookings.services.waitlist import Wanted, join_waitlist
from bookings.services.waitlist_offers import decline_offer, offer_what_is_free
from boom.core import clock
from boom.core.errors import Busy
from tenants.models import Business
from tests.crowd import Crowd
from tests.drills import rounds
from tests.factories import make_block, make_room

CROWD, ROUNDS = 50, rounds(20, ordinary=4)
HOUR = timedelta(hours=1)


@pytest.fixture
def crowd(live_business: Business) -> Iterator[Crowd]:
    crowd = Crowd(live_business, CROWD)
    yield crowd
    crowd.close()


@pytest.fixture
def alto(live_business: Business) -> Room:
    """The one room of a venue that never closes."""
    venue = Venue.objects.get()
    venue.opening_hours.update(opens="00:00", closes="00:00")
    venue.rooms.update(state="archived")
    return make_room(venue, name="Alto")


def one_hour_free(alto: Room, number: int) -> Interval:
    """A night of its own for each round, taken but for one hour; three wait for it."""
    starts_at = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=3 + number)
    make_block(room=alto, starts_at=starts_at - 8 * HOUR, minutes=480)
    make_block(room=alto, starts_at=starts_at + HOUR, minutes=480)
    local = starts_at.astimezone(alto.venue.zone)
    day, minute = local.date(), local.hour * 60 + local.minute
    for name in ("first", "second", "third"):
        join_waitlist(
            venue_id=alto.venue_id,
            contact=Contact(name, f"{name}{number}@example.com"),
            wanted=Wanted(day, day, 60, 2, earliest=minute, latest=minute, room_id=alto.pk),
            now=clock.now(),
        )
    return Interval.lasting(starts_at, HOUR)


def look(alto: Room, span: Interval) -> Any:
    """Look at the list; whoever cannot have its lock in time is told to come again, and does."""
    days = [span.start.date() - timedelta(days=1), span.start.date()]
    for _ in range(10):
        try:
            return offer_what_is_free(venue_id=alto.venue_id, days=days, now=clock.now())
        except Busy:
            continue
    return []


def grab(alto: Room, span: Interval) -> Any:
    return hold_slot(room_id=alto.pk, span=span, party_size=2, now=clock.now())


def who_has(alto: Room, span: Interval) -> list[Booking]:
    return list(
        Booking.objects.filter(room=alto, kind="booking", starts_at=span.start).exclude(status="expired")
    )


def test_of_fifty_one_gets_what_is_free_and_if_it_is_the_list_the_first_in_line(crowd: Crowd, alto: Room):
    for number in range(ROUNDS):
        span = one_hour_free(alto, number)

        crowd.at_once(
            *[partial(look, alto, span)] * (CROWD - 10),
            *[partial(grab, alto, span)] * 10,
        )

        (kept,) = who_has(alto, span)
        made = list(WaitlistOffer.objects.filter(starts_at=span.start).select_related("entry"))
        assert [offer.booking_id for offer in made] in ([kept.pk], [])
        assert [offer.entry.name for offer in made] in (["first"], [])
        WaitlistEntry.objects.waiting().update(state="expired")


def test_of_fifty_presses_on_one_offer_one_takes_it_or_gives_it_back(crowd: Crowd, alto: Room):
    for number in range(ROUNDS):
        span = one_hour_free(alto, number)
        look(alto, span)
        offer = WaitlistOffer.objects.select_related("entry").get(starts_at=span.start)
        take = partial(
            confirm_hold,
            booking_id=offer.booking_id,
            contact=Contact("first", offer.entry.email),
            now=clock.now(),
        )

        crowd.at_once(
            *[take] * (CROWD - 20),
            *[partial(decline_offer, offer_id=offer.pk, now=clock.now())] * 10,
            *[partial(look, alto, span)] * 10,
        )

        (kept,) = who_has(alto, span)
        states = dict(WaitlistOffer.objects.filter(starts_at=span.start).values_list("entry__name", "state"))
        live = [name for name, state in states.items() if state == "live"]
        taken = [name for name, state in states.items() if state == "accepted"]
        assert (taken, live) in ((["first"], []), ([], ["second"]))
        assert kept.status == ("confirmed" if taken else "held")
        WaitlistEntry.objects.waiting().update(state="expired")


LOOK = """
import sys
import django
django.setup()
from bookings.services.waitlist_offers import offer_what_is_free
from boom.core import clock
from tenants.context import public_scope, tenant_scope
from tenants.models import Business

with public_scope():
    business = Business.objects.get(pk=int(sys.argv[1]))
with tenant_scope(business):
    offer_what_is_free(venue_id=int(sys.argv[2]), now=clock.now())
"""


def test_a_worker_killed_in_the_middle_of_an_offer_leaves_nothing_and_the_next_makes_it_once(
    alto: Room, live_business: Business, tmp_path: Path
):
    span = one_hour_free(alto, 0)
    fault = {"BOOM_FAULT": "waitlist.offered:kill", "BOOM_FAULT_DIR": str(tmp_path)}
    armed = {"DJANGO_SETTINGS_MODULE": "tests.faults.settings", "BOOM_DRILL_SMTP_PORT": "1"}

    killed = subprocess.run(
        [sys.executable, "-c", LOOK, str(live_business.pk), str(alto.venue_id)],
        env=os.environ | fault | armed,
        check=False,
    )
    left = (who_has(alto, span), WaitlistOffer.objects.count())
    for _ in range(2):
        look(alto, span)

    (kept,) = who_has(alto, span)
    offer = WaitlistOffer.objects.select_related("entry").get()
    assert (killed.returncode, left) == (-9, ([], 0))
    assert (offer.entry.name, offer.booking_id, offer.state) == ("first", kept.pk, "live")


def test_control_without_the_lists_lock_whoever_is_faster_decides_who_is_first(
    crowd: Crowd, alto: Room, monkeypatch: pytest.MonkeyPatch
):
    """Two hours free, two ahead: without the lock both looks give the first hour away, and one is refused."""
    refused = threading.Event()
    make = waitlist_offers._offer

    def noticing(*args: Any, **options: Any) -> Any:
        try:
            return make(*args, **options)
        except waitlist_offers.SlotTaken:
            refused.set()
            raise

    monkeypatch.setattr(waitlist_offers, "lock_waitlist", lambda venue_id: None)
    monkeypatch.setattr(waitlist_offers, "_offer", noticing)
    for number in range(ROUNDS):
        span = one_hour_free(alto, number)
        crowd.at_once(*[partial(look, alto, span)] * CROWD)
        WaitlistEntry.objects.waiting().update(state="expired")
        if refused.is_set():
            break

    assert refused.is_set()
