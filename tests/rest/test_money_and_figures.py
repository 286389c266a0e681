"""Payments, figures, the business and its plan by program."""

from __future__ import annotations

from datetime import timedelta

import pytest

from billing.domain.features import Feature
from ledger.models import Entry
from payments.models import Payment
from tests.conftest import TONIGHT
from tests.factories import make_booking, make_room, make_venue
from tests.factories.payments import take
from tests.factories.plans import make_plan, put_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(business):
    return make_room(make_venue(hours=("18:00", "23:00")))


@pytest.fixture
def booking(room):
    return make_booking(room=room, starts_at=TONIGHT, total_minor=3000, currency="GBP")


def test_money_is_taken_told_of_and_given_back(program, booking):
    path = f"/bookings/{booking.pk}"
    owed = program.get(f"{path}/standing").json()["due_minor"]
    taken = program.post("/payments", {"booking_id": booking.pk, "method": "cash", "amount_minor": 3000})
    twice = program.post("/payments", {"booking_id": booking.pk, "method": "cash", "amount_minor": 1})
    back = program.post(f"{path}/refunds", {"amount_minor": 500, "reason": "Microphone broke"})

    assert owed == 3000
    assert (taken.status_code, taken.json()["amount"]["amount_minor"]) == (201, 3000)
    assert twice.status_code in {409, 422}
    assert (back.status_code, back.json()["amount"]["amount_minor"]) == (201, 500)
    assert program.get(f"/payments?booking_id={booking.pk}").json()["data"][0]["refunded_minor"] == 500
    assert Entry.objects.count() >= 2


def test_the_same_payment_is_taken_once(program, booking):
    body = {"booking_id": booking.pk, "method": "cash", "amount_minor": 1000}

    answers = [program.post("/payments", body, key="till-1-slip-7") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert Payment.objects.filter(booking=booking).count() == 1


def test_giving_back_more_than_is_owed_takes_the_permission(program_as, booking):
    take(booking, 3000, now=TONIGHT)

    refused = program_as("front_desk").post(
        f"/bookings/{booking.pk}/refunds", {"amount_minor": 500, "reason": "Nice"}
    )

    assert refused.status_code == 403


def test_figures_are_counted_from_the_bookings(program, room):
    venue = room.venue_id
    make_booking(room=room, starts_at=TONIGHT, minutes=120, total_minor=6000, currency="GBP", party_size=3)
    make_booking(
        room=room,
        starts_at=TONIGHT + timedelta(hours=3),
        status="cancelled",
        fee_minor=700,
        currency="GBP",
        total_minor=3000,
    )
    make_booking(room=room, starts_at=TONIGHT - timedelta(days=1), total_minor=3000, currency="GBP")
    query = f"venue_id={venue}&first=2026-11-21&last=2026-11-21"

    told = program.get(f"/analytics/dashboard?{query}").json()
    by_status = program.get(f"/analytics/reports?{query}&by=status").json()
    nights = program.get(f"/analytics/trends?venue_id={venue}&first=2026-11-20&last=2026-11-21").json()[
        "nights"
    ]

    assert told["present"] == {
        "bookings": 2, "sold": 1, "cancelled": 1, "no_shows": 0, "guests": 3,
        "sold_minutes": 120, "open_minutes": 300, "utilisation": 0.4,
        "revenue_minor": 6000, "kept_minor": 700, "revpah_minor": 1200,
    }  # fmt: skip
    assert told["before"]["sold"] == 1
    assert {line["group"]: line["bookings"] for line in by_status["lines"]} == {
        "confirmed": 1,
        "cancelled": 1,
    }
    assert [night["revenue_minor"] for night in nights] == [3000, 6000]


def test_figures_take_a_plan_that_has_them(business, program, room):
    put_on(business, make_plan(features=[]))
    without = program.get("/analytics/dashboard")
    put_on(business, make_plan(features=[Feature.ANALYTICS.value]))

    assert (without.status_code, without.json()["code"]) == (403, "feature-not-in-plan")
    assert program.get(f"/analytics/dashboard?venue_id={room.venue_id}").status_code == 200


def test_a_year_of_figures_is_the_most(program, room):
    answer = program.get(f"/analytics/trends?venue_id={room.venue_id}&first=2020-01-01&last=2026-01-01")

    assert (answer.status_code, set(answer.json()["fields"])) == (422, {"last"})


def test_the_business_its_settings_and_its_usage(business, program, room):
    put_on(business, make_plan(rooms=50))

    told = program.get("/tenants/current").json()
    changed = program.call("PATCH", "/tenants/settings", {"venue_id": room.venue_id, "name": "Velvet"})
    usage = program.get("/tenants/usage").json()["meters"]

    assert (told["subdomain"], told["open"]) == ("twin-a", "full")
    assert "Velvet" in [venue["name"] for venue in changed.json()["venues"]]
    assert {meter["metric"]: meter["limit"] for meter in usage} == {"rooms": 50, "bookings": None}


def test_the_plan_and_what_may_be_chosen(business, program):
    own = put_on(business, make_plan())

    plans = program.get("/billing/plans").json()["plans"]
    standing = program.get("/billing/subscription").json()

    assert [plan["code"] for plan in plans] == ["starter", "professional", "enterprise"]
    assert [plan["api_calls_a_minute"] for plan in plans] == [60, 300, 1200]
    assert (standing["plan"], standing["is_subscribed"]) == (own.plan.code, False)


def test_an_upgrade_without_a_subscription_leads_to_stripes_page(business, program, stripe_standin, settings):
    settings.STRIPE_API_BASE = stripe_standin.url
    put_on(business, make_plan())
    price = program.get("/billing/plans").json()["plans"][1]["prices"][0]["id"]

    answer = program.post("/billing/upgrade", {"price_id": price})

    assert answer.status_code == 200, answer.content
    assert answer.json()["state"] == "to_pay"
    assert answer.json()["pay_url"].startswith(stripe_standin.url)
