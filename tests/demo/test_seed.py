"""The sample businesses: believable, repeatable, made once, and showing what Boom can do."""

from __future__ import annotations

from datetime import timedelta

import pytest

from audit.integrity import registered_checks
from bookings.domain.interval import Interval
from bookings.models import (
    Booking,
    Display,
    FormField,
    GuestMessage,
    HourPack,
    Occupancy,
    OfferState,
    PriceList,
    PromoUse,
    Rating,
    Room,
    RoomPart,
    Series,
    Venue,
    VoucherUse,
    WaitlistEntry,
    WaitlistOffer,
)
from bookings.selectors.duplicates import duplicate_pairs
from bookings.selectors.setup import setup_of
from bookings.services.setup import add_room
from boom.demo.history import make_bookings, make_customers
from boom.demo.plans import VELVET
from boom.demo.seed import seed
from payments.models import Document, Payment
from payments.selectors.accounts import owed_back
from payments.selectors.tills import past_tills
from tenants.context import public_scope, tenant_scope
from tenants.models import Business
from tests.conftest import TONIGHT

pytestmark = pytest.mark.django_db


def silence(line: str) -> None:
    """Nobody watches."""


def business_called(subdomain: str) -> Business:
    with public_scope():
        return Business.objects.get(subdomain=subdomain)


def test_the_samples_are_made_once_and_show_what_boom_can_do(public):
    log_ins = seed(now=TONIGHT, say=silence)
    again = seed(now=TONIGHT, say=silence)

    assert Business.objects.filter(subdomain__in=["velvet", "keyhole", "encore"]).count() == 3
    assert {log_in.email for log_in in log_ins} >= {"owner@velvet.example.com", "admin@example.com"}
    assert log_ins == again
    assert any("/display/" in log_in.url for log_in in log_ins)
    with tenant_scope(business_called("velvet")):
        assert sorted(PriceList.objects.values_list("state", flat=True)) == ["active", "draft"]
        assert PromoUse.objects.count() == VoucherUse.objects.count() == 1
        assert HourPack.objects.get().minutes_left == 600 - 120
        assert [len(series.missed) for series in Series.objects.filter(is_block=False)] == [1]
        assert WaitlistOffer.objects.get().state == OfferState.LIVE
        assert WaitlistEntry.objects.waiting().count() == 5
        assert Occupancy.objects.count() > 3000
        assert Occupancy.objects.filter(status="checked_in").exists()
        assert Rating.objects.count() > 50
        assert GuestMessage.objects.filter(answered_at=None).exists()
        assert {pair.reason for pair in duplicate_pairs()} >= {
            "the same phone number",
            "nearly the same e-mail",
        }
        assert FormField.objects.count() == 3
        assert Occupancy.objects.exclude(answers={}).count() > 100
        assert RoomPart.objects.count() == 2
        assert Room.objects.exclude(planned=[]).count() == 2
        assert Display.objects.count() == 2
        assert [till.difference_minor for till in past_tills(Venue.objects.get())] == [0, -400, 0, 0]
        assert Payment.objects.count() > 20
        assert [each.standing.to_give_back.minor > 0 for each in owed_back(Venue.objects.get())] == [True]
        assert Document.objects.filter(kind="invoice").exists()
        assert Booking.objects.filter(status="pending").exists()
        found = {name: check.look(TONIGHT).count for name, check in registered_checks().items()}
        assert {name: count for name, count in found.items() if count} == {
            "outside-hours": 1,
            "archived-rooms": 1,
            "no-contact": 1,
        }
    with tenant_scope(business_called("keyhole")):
        assert Venue.objects.filter(is_published=True).count() == 2


def test_the_history_is_the_same_for_the_same_day(business):
    venue = Venue.objects.get()
    for room in VELVET.rooms[:2]:
        add_room(venue_id=venue.pk, **room.columns)
    setup = setup_of(Venue.objects.get())
    customers = make_customers(VELVET)

    once, again = (
        [
            (row.reference, row.room_id, row.starts_at, row.status, row.total_minor)
            for row in make_bookings(VELVET, setup, customers, now=TONIGHT)
        ]
        for _ in range(2)
    )

    assert once == again
    assert len(once) > 300


def test_the_history_keeps_away_from_what_is_taken(business):
    venue = Venue.objects.get()
    alto = add_room(venue_id=venue.pk, **VELVET.rooms[0].columns)
    setup = setup_of(Venue.objects.get())
    always = Interval(TONIGHT - timedelta(days=400), TONIGHT + timedelta(days=400))

    rows = make_bookings(VELVET, setup, make_customers(VELVET), now=TONIGHT, taken={alto.pk: [always]})

    assert rows == []
