"""The till's page opens, counts and closes; documents are listed, narrowed and taken along."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from bookings.models import Booking, Venue
from payments.models import Document, PaymentSettings, Till
from tests.conftest import HostClient
from tests.factories import make_booking, make_room
from tests.factories.payments import take

pytestmark = pytest.mark.usefixtures("now")
As = Callable[[str], HostClient]
TILL = "/dashboard/till/"


@pytest.fixture
def booking(business, now: datetime) -> Booking:
    return make_booking(room=make_room(Venue.objects.get()), starts_at=now, total_minor=6000)


def page(client: HostClient, path: str = TILL) -> str:
    return client.get(path).content.decode()


def opened(client: HostClient, amount: str = "100") -> Till:
    client.post(f"{TILL}open/", {"float": amount})
    return Till.objects.get(closed_at=None)


def test_it_opens_with_a_float(client_as: As, booking: Booking):
    client = client_as("front_desk")

    till = opened(client)

    assert till.float_minor == 10_000
    assert "with £100.00 in it" in page(client)


def test_an_open_one_is_not_opened_again(client_as: As, booking: Booking):
    client = client_as("front_desk")
    opened(client)

    assert client.post(f"{TILL}open/", {"float": "5"}).status_code == 422


def test_what_should_be_there_is_not_said_before_it_is_counted(client_as: As, booking: Booking):
    client = client_as("front_desk")
    opened(client)
    take(booking, 5123)

    assert "151.23" not in page(client)


def test_a_difference_is_said_first_and_closed_with_a_reason(client_as: As, booking: Booking):
    client = client_as("front_desk")
    till = opened(client)
    take(booking, 5000)
    where = f"{TILL}{till.pk}/close/"

    asked = client.post(where, {"counted_cash": "148.00"})
    done = client.post(where, {"counted_cash": "148.00", "reason": "Change was wrong"}, follow=True)

    assert asked.status_code == 422
    assert "Cash: £2.00 short" in asked.content.decode()
    assert "Change was wrong" in done.content.decode()
    assert Till.objects.get().difference_minor == -200
    assert f"{TILL}{till.pk}/" in page(client)


def test_the_night_s_takings_are_for_those_who_may_see_them(client_as: As, booking: Booking):
    take(booking, 5123, "terminal")

    assert "£51.23" in page(client_as("manager"))
    assert "£51.23" not in page(client_as("front_desk"))


def test_earlier_nights_are_a_press_away(client_as: As, booking: Booking):
    take(booking, 5123, "terminal")
    client = client_as("manager")

    before = page(client, f"{TILL}?day=2026-11-20")

    assert f"{TILL}?day=2026-11-20" in page(client)
    assert "Nothing was taken." in before
    assert f"{TILL}?day=2026-11-21" in before


def test_what_is_to_give_back_stands_there(client_as: As, booking: Booking):
    take(booking, 6000)
    Booking.objects.filter(pk=booking.pk).update(status="cancelled")

    assert "£60.00" in page(client_as("front_desk"))


def test_documents_are_found_by_number_kind_and_day(client_as: As, booking: Booking):
    take(booking, 1000)
    take(booking, 2000)
    client = client_as("manager")

    def numbers(query: str) -> list[str]:
        text = page(client, f"/dashboard/documents/?{query}")
        return [name for name in ("R00001", "R00002") if name in text]

    assert numbers("") == ["R00001", "R00002"]
    assert numbers("q=r00002") == ["R00002"]
    assert numbers("kind=invoice") == []
    assert numbers("first=2026-11-22") == []
    assert numbers("first=2026-11-21&last=2026-11-21") == ["R00001", "R00002"]


def test_they_go_along_as_a_file(client_as: As, booking: Booking):
    take(booking, 1000)

    answer = client_as("manager").get("/dashboard/documents.csv")
    lines = b"".join(answer.streaming_content).decode().splitlines()

    assert lines[0].startswith("number,kind,issued")
    assert "R00001,Receipt,2026-11-21T19:00:00+00:00" in lines[1]


def test_the_list_asks_as_much_for_one_as_for_three(client_as: As, booking: Booking, count_queries):
    client = client_as("manager")
    counts = []
    for minor in (100, 200, 300):
        take(booking, minor)
        client.get("/dashboard/documents/")
        with count_queries() as count:
            client.get("/dashboard/documents/")
        counts.append(count())

    assert counts[0] == counts[2]


def test_settings_are_saved_and_refused_with_their_field(client_as: As, booking: Booking):
    client = client_as("owner")
    good = {
        "legal_name": "Velvet Ltd",
        "legal_address": "1 High St",
        "tax_id": "GB1",
        "number_prefix": "vv",
        "methods": ["cash", "bank"],
        "due_rule": "days_before",
        "due_days": "3",
        "left_over": "credit",
    }

    saved = client.post("/dashboard/settings/payments/", good)
    refused = client.post(
        "/dashboard/settings/payments/", good | {"number_prefix": "no spaces", "due_days": "999"}
    )

    row = PaymentSettings.objects.get()
    assert (saved.status_code, refused.status_code) == (302, 422)
    assert (row.prefix, row.methods, row.due_days, row.left_over) == ("VV", ["cash", "bank"], 3, "credit")
    assert "Velvet Ltd" in page(client, "/dashboard/settings/payments/")


def test_a_document_of_nobody_is_not_there(client_as: As, booking: Booking):
    assert client_as("owner").get("/dashboard/documents/99.pdf").status_code == 404
    assert not Document.objects.exists()
