"""Everything as files: what is in them, who may have them, and that nothing in them runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import datetime, timedelta

import openpyxl
import pytest

from accounts.services import limit_to_venues
from audit.models import Access
from bookings.exporting import exports
from bookings.models import Booking, OpeningHours, Venue
from tenants.models import Business
from tests.conftest import HostClient, client_of
from tests.factories import make_block, make_booking, make_room, make_series, make_user, make_venue
from tests.factories.payments import take
from tests.factories.prices import make_add_on, make_price_list, make_voucher
from tests.factories.waitlist import make_waiting

PAGE = "/dashboard/integrations/exports/"


def body_of(client: HostClient, name: str, **query: str) -> bytes:
    answer = client.get(f"{PAGE}{name}", query)
    assert answer.status_code == 200, answer.content
    return b"".join(answer.streaming_content)


def rows_of(client: HostClient, name: str, **query: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body_of(client, f"{name}.csv", **query).decode())))


@pytest.fixture
def venue(business: object, now: datetime) -> Venue:
    Booking.objects.all().delete()
    return Venue.objects.get()


@pytest.fixture
def full(venue: Venue, now: datetime) -> Venue:
    """A venue with something in every table."""
    room = make_room(venue, name="=Echo", features=["Stage"])
    booking = make_booking(
        room=room, starts_at=now, guest_name="=cmd|' /C calc'!A0", total_minor=4050, currency="GBP"
    )
    make_block(room=room, starts_at=now + timedelta(days=1), reason="+Painting")
    make_series(room, [now + timedelta(days=2)])
    make_waiting(venue, now=now, name="@Waits", first_day=now.date())
    make_price_list(venue)
    make_add_on(venue)
    make_voucher(venue)
    OpeningHours.objects.get_or_create(venue=venue, weekday=0, opens="18:00", closes="02:00")
    take(booking, 1000, now=now)
    return venue


def test_every_table_comes_as_both_kinds_and_runs_nothing(full: Venue, owner_client: HostClient):
    empty = {"customers", "ratings", "prepaid-hours", "codes", "refunds"}

    for export in exports():
        rows = rows_of(owner_client, export.name)
        book = openpyxl.load_workbook(io.BytesIO(body_of(owner_client, f"{export.name}.xlsx")))
        cells = [cell for row in book.active.iter_rows() for cell in row]

        assert len(rows) >= (0 if export.name in empty else 1), export.name
        assert book.active.max_row == len(rows) + 1, export.name
        assert not [each for row in rows for each in row.values() if each.startswith(("=", "+", "@"))]
        assert not [cell for cell in cells if cell.data_type == "f"]


def test_bookings_have_their_offset_and_their_price_in_major_units(full: Venue, owner_client: HostClient):
    (row,) = [each for each in rows_of(owner_client, "bookings") if each["guest"].startswith("'=cmd")]
    book = openpyxl.load_workbook(io.BytesIO(body_of(owner_client, "bookings.xlsx")))
    headings = [cell.value for cell in book.active[1]]
    typed = dict(zip(headings, [cell.value for cell in book.active[2]], strict=True))

    assert (row["starts"], row["total"], row["currency"]) == ("2026-11-21T19:00:00+00:00", "40.50", "GBP")
    assert row["guest"] == "'=cmd|' /C calc'!A0"
    assert typed["starts"] == datetime(2026, 11, 21, 19)
    assert (typed["starts, from UTC"], typed["total"]) == ("+00:00", 40.5)


def test_days_are_the_venues_and_both_count(venue: Venue, owner_client: HostClient):
    abroad = make_venue(slug="abroad", name="Abroad", time_zone="Asia/Kathmandu")
    # Half past midnight of the 22nd there, the evening of the 21st in London.
    starts = datetime.fromisoformat("2026-11-21T18:45:00+00:00")
    make_booking(room=make_room(abroad), starts_at=starts, guest_name="There")
    make_booking(room=make_room(venue), starts_at=starts, guest_name="Here")

    def guests(**query: str) -> list[str]:
        return [row["guest"] for row in rows_of(owner_client, "bookings", **query)]

    assert guests(first="2026-11-21", last="2026-11-21") == ["Here"]
    assert guests(first="2026-11-22", last="2026-11-22") == ["There"]
    assert guests(venue="abroad") == ["There"]
    (row,) = rows_of(owner_client, "bookings", venue="abroad")
    assert (row["venue"], row["starts"]) == ("Abroad", "2026-11-22T00:30:00+05:45")


def test_each_table_asks_for_its_own_permission(full: Venue, client_as: Callable[[str], HostClient]):
    desk, viewer = client_as("front_desk"), client_as("viewer")

    listed = desk.get(PAGE).content.decode()

    assert "bookings.csv" in listed
    assert "payments.csv" not in listed
    assert desk.get(f"{PAGE}payments.csv").status_code == 403
    assert desk.get(f"{PAGE}customers.xlsx").status_code == 403
    assert viewer.get(PAGE).status_code == 403


def test_whoever_has_one_room_takes_out_that_room_alone(venue: Venue, now: datetime, business: Business):
    theirs, other = make_room(venue, name="Theirs"), make_room(venue, name="Other")
    make_booking(room=theirs, starts_at=now)
    make_booking(room=other, starts_at=now)
    make_block(room=other, starts_at=now + timedelta(days=1))
    make_series(other, [now + timedelta(days=2)])
    make_waiting(venue, now=now, first_day=now.date())
    desk = make_user(role="front_desk")
    client = client_of(business, limit_to_venues(user_id=desk.pk, venue_ids=[], room_ids=[theirs.pk]))

    assert {row["room"] for row in rows_of(client, "bookings")} == {"Theirs"}
    for name in ("blocks", "series", "waiting-list"):
        assert rows_of(client, name) == []


def test_taking_out_is_noted(full: Venue, owner_client: HostClient):
    before = Access.objects.count()

    rows_of(owner_client, "payments")

    assert list(Access.objects.order_by("id").values_list("kind", "table"))[before:] == [
        ("exported", "payments_payment")
    ]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("none.csv", 404),
        ("bookings.pdf", 404),
        ("bookings.csv?first=2026-13-01", 422),
        ("bookings.csv?first=2026-02-02&last=2026-01-01", 422),
        ("bookings.csv?last=9999-12-31", 422),
        ("bookings.csv?venue=nowhere", 422),
    ],
)
def test_what_makes_no_sense_is_refused(venue: Venue, owner_client: HostClient, path: str, status: int):
    assert owner_client.get(f"{PAGE}{path}").status_code == status


def test_the_page_asks_the_same_number_of_queries_for_any_number_of_rows(
    venue: Venue, now: datetime, owner_client: HostClient, count_queries: Callable[[], object]
):
    room = make_room(venue)
    counts = []
    for number in range(2):
        make_booking(room=room, starts_at=now + timedelta(hours=3 * number))
        rows_of(owner_client, "bookings")
        with count_queries() as asked:
            rows_of(owner_client, "bookings")
        counts.append(asked())

    assert counts[0] == counts[1]
