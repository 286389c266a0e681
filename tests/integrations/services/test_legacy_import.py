"""Carrying out an import: the sample into an empty business, twice, and other files into busy ones."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db.models import Count, Sum

from accounts.models import User
from accounts.permissions import Role
from audit.models import AuditEvent
from bookings.domain.lifecycle import OCCUPYING
from bookings.models import Customer, Occupancy, Room, Venue
from bookings.models.occupancy import LONGEST_LENGTH
from boom.core.models import OutboxMessage
from integrations.errors import CurrencyDiffers
from integrations.legacy.bookings import LONGEST
from integrations.legacy.outcome import Count as Rows
from integrations.legacy.outcome import Outcome, SetUp, full_report
from integrations.legacy.plan import Plan
from integrations.services.legacy_import import rehearse_import, stored_key
from tenants.models import Business
from tests.conftest import TONIGHT
from tests.factories import make_block, make_booking, make_room, make_user
from tests.integrations.legacy.files import TABLES, booking, plan_of, room, user
from tests.integrations.services.importing import contents, run, sample

# ---- again, and not at all ---------------------------------------------------------------------------


def test_a_second_run_changes_nothing_at_all(new_business: Business):
    run(sample())
    before = contents()

    outcome = run(sample())

    assert contents() == before
    assert outcome == Outcome(
        set_up=SetUp.UNCHANGED,
        rooms=Rows(unchanged=11),
        users=Rows(unchanged=6),
        customers=Rows(unchanged=340),
        bookings=Rows(unchanged=398),
        warnings=outcome.warnings,
    )


def test_a_second_run_leaves_what_people_changed_since(new_business: Business):
    run(sample())
    Room.objects.filter(legacy_id="1").update(name="The Red Room")
    Occupancy.objects.filter(legacy_id="50").update(status="completed")
    User.objects.filter(email="tom@example.org").update(role=Role.MANAGER)
    Venue.objects.update(slot_step=60)
    before = contents()

    outcome = run(sample())

    assert contents() == before
    assert [(row.id, row.reason) for row in outcome.differing] == [
        (50, "its status here is not the file's; left as it is here")
    ]


def test_an_untouched_file_without_rooms_or_settings_changes_nothing_the_second_time(
    new_business: Business, tmp_path: Path
):
    plan = plan_of(tmp_path, rooms=[], settings=[])
    run(plan)
    before = contents()

    run(plan)

    assert contents() == before


def test_a_later_copy_of_the_file_adds_what_is_new(new_business: Business, tmp_path: Path):
    first = plan_of(tmp_path, bookings=[booking(id=1, customer_email="ada@example.com")])
    run(first)
    (tmp_path / "legacy.sqlite3").unlink()
    later = plan_of(
        tmp_path,
        rooms=[room(), room(id=2, name="B")],
        bookings=[
            booking(id=1, customer_email="ada@example.com"),
            booking(id=2, room_id=2, customer_email="Ada@example.com"),
            # The rejected become importable once somebody has put them right.
            booking(id=3, start_time="2026-12-09T19:00", end_time="2026-12-09T20:00"),
        ],
    )

    outcome = run(later)

    assert (outcome.rooms, outcome.customers, outcome.bookings) == (
        Rows(created=1, unchanged=1),
        Rows(unchanged=1),
        Rows(created=2, unchanged=1),
    )
    assert Customer.objects.annotate(visits=Count("bookings")).values_list("email", "visits").get() == (
        "ada@example.com",
        2,
    )


def test_a_rehearsal_tells_the_outcome_and_leaves_nothing(new_business: Business):
    before = contents()

    rehearsed = rehearse_import(plan=sample(), now=TONIGHT)

    assert contents() == before
    assert rehearsed == run(sample())


class PowerCutError(Exception):
    """The process ends here."""


def test_a_crash_in_the_middle_leaves_nothing(live_business: Business):
    before = contents()

    def pull_the_plug(what: str, done: int, total: int) -> None:
        if what == "bookings":
            raise PowerCutError

    with pytest.raises(PowerCutError):
        run(sample(), progress=pull_the_plug)

    assert contents() == before


# ---- nobody hears of it; everybody can look it up ----------------------------------------------------


def test_nobody_is_told_but_open_boards(new_business: Business):
    run(sample())

    assert set(OutboxMessage.objects.values_list("kind", flat=True)) == {"setup.changed"}
    assert mail.outbox == []


def test_every_row_is_on_record_as_imported(new_business: Business):
    run(sample())

    recorded = Counter(
        AuditEvent.objects.filter(source="import", action="insert").values_list("table", flat=True)
    )
    assert recorded == {
        "bookings_openinghours": 6,
        "bookings_room": 11,
        "accounts_user": 6,
        "bookings_customer": 340,
        "bookings_occupancy": 398,
    }
    assert set(AuditEvent.objects.filter(source="import").values_list("actor_label", flat=True)) == {
        "Import of boom_legacy.sqlite3"
    }


def test_progress_is_told_to_the_end(new_business: Business):
    told: list[tuple[str, int, int]] = []

    run(sample(), progress=lambda *step: told.append(step))

    assert told == [("rooms", 11, 11), ("accounts", 6, 6), ("customers", 340, 340), ("bookings", 398, 398)]


# ---- into a business at work -------------------------------------------------------------------------


@pytest.fixture
def busy_venue(new_business: Business) -> Venue:
    """It has a room of its own, so details, rules and hours stay its own."""
    venue = Venue.objects.get()
    make_room(venue, name="Room A")
    return venue


def plan_in_pounds(path: Path, **contents: Any) -> Plan:
    settings = [{"key": "currency", "value": "GBP"}, {"key": "timezone", "value": "Europe/London"}]
    return plan_of(path, settings=settings, **contents)


def test_a_business_at_work_keeps_its_own_set_up(busy_venue: Venue, tmp_path: Path):
    before = Venue.objects.values().get()

    outcome = run(plan_in_pounds(tmp_path))

    after = Venue.objects.values().get()
    assert outcome.set_up is SetUp.LEFT
    assert after | {"setup_version": 0} == before | {"setup_version": 0}
    assert [each.name for each in Room.objects.in_order()] == ["Room A", "Room A (2)"]


def test_amounts_of_another_currency_are_refused(busy_venue: Venue, tmp_path: Path):
    before = contents()

    with pytest.raises(CurrencyDiffers):
        run(plan_of(tmp_path))

    assert contents() == before


def test_a_new_row_of_a_later_file_gives_way_to_who_has_the_room_here(new_business: Business, tmp_path: Path):
    run(plan_in_pounds(tmp_path))
    (tmp_path / "legacy.sqlite3").unlink()
    only = Room.objects.get()
    make_booking(
        room=only,
        starts_at=datetime(2026, 12, 7, 18, 30, tzinfo=UTC),
        reference="C4DH7K",
        hold_until=datetime(2026, 12, 7, 19, 45, tzinfo=UTC),
    )
    make_block(room=only, starts_at=datetime(2026, 12, 8, 19, tzinfo=UTC), reason="Painters")
    day = "2026-12-0{}T{}"
    later = plan_in_pounds(
        tmp_path,
        bookings=[
            booking(id=1, start_time=day.format(7, "19:00"), end_time=day.format(7, "20:00")),
            # Within the other's time for cleaning up.
            booking(id=2, start_time=day.format(7, "20:00"), end_time=day.format(7, "21:00")),
            booking(id=3, start_time=day.format(8, "19:30"), end_time=day.format(8, "20:30")),
            booking(id=4, start_time=day.format(8, "20:30"), end_time=day.format(8, "21:30")),
            booking(
                id=5, start_time=day.format(7, "19:00"), end_time=day.format(7, "20:00"), status="cancelled"
            ),
            booking(id=6, start_time=day.format(7, "19:30"), end_time=day.format(7, "19:45")),
        ],
    )

    outcome = run(later)

    assert outcome.lost == {"1": ["C4DH7K"], "3": ["Painters"]}
    kept = dict(Occupancy.objects.exclude(legacy_id="").values_list("legacy_id", "clashes_with"))
    assert kept == {"1": ["C4DH7K"], "2": [], "3": ["Painters"], "4": [], "5": [], "6": [1]}
    report = full_report(later, outcome)
    assert (report["placed"], [row["id"] for row in report["conflicts"]]) == (2, [6, 1, 3])


def test_people_who_are_here_already_keep_their_account(new_business: Business, tmp_path: Path):
    mine = make_user(email="Ada@Example.com", role=Role.OWNER)

    outcome = run(
        plan_of(tmp_path, users=[user(id=1, email="ada@example.com", role="user"), user(id=2, email="b@c.d")])
    )

    mine.refresh_from_db()
    assert (mine.role, mine.legacy_id) == (Role.OWNER, "")
    assert [(warning.code, warning.id) for warning in outcome.warnings] == [("account-here", 1)]
    assert outcome.users == Rows(created=1, unchanged=1)


@pytest.mark.parametrize("typed", ["olive@example.com", "ADA@example.com"])
def test_an_owner_is_named_where_the_file_has_none(new_business: Business, tmp_path: Path, typed: str):
    outcome = run(plan_of(tmp_path, users=[user(id=1)]), owner_email=typed)

    owner = User.objects.get(role=Role.OWNER)
    assert (owner.email, owner.has_usable_password()) == (typed.lower(), False)
    assert outcome.warnings == ()


def test_the_public_demo_account_cannot_be_named_owner(new_business: Business):
    outcome = run(sample(), owner_email="demo@example.com")

    assert User.objects.get(email="demo@example.com").role == Role.VIEWER
    assert [warning.code for warning in outcome.warnings] == ["no-owner"]


# ---- odd files ---------------------------------------------------------------------------------------


def test_a_room_without_a_usable_price_is_not_sold_online(new_business: Business, tmp_path: Path):
    run(plan_of(tmp_path, rooms=[room(price_per_hour="ask", capacity=None)]))

    only = Room.objects.get()
    assert (only.state, only.price_per_hour_minor, only.capacity_max) == ("hidden", 0, 1)


def test_who_could_not_cancel_before_cannot_here(new_business: Business, tmp_path: Path):
    rows = [{"key": "allowCancellation", "value": "0"}, {"key": "maxAdvanceBooking", "value": "30"}]
    run(plan_of(tmp_path, settings=rows))

    assert Venue.objects.get().cancel_until == 31 * 24 * 60


def test_wild_texts_and_extra_columns_arrive_whole(new_business: Business, tmp_path: Path):
    wild = "<script>alert(1)</script>\n=1+1 " + "مريم 🎤" * 300
    run(
        plan_of(
            tmp_path,
            tables={"bookings": TABLES["bookings"] + ", party_size INTEGER, priority TEXT"},
            bookings=[
                booking(
                    customer_name=wild, notes=wild, customer_email="no address", party_size=3, priority="high"
                )
            ],
        )
    )

    row = Occupancy.objects.get()
    assert (row.guest_name, row.customer, row.party_size) == (wild, None, 3)
    assert row.staff_note == f"{wild}\nE-mail as typed: no address\npriority: high"


def test_ids_longer_than_their_column_are_known_again(new_business: Business, tmp_path: Path):
    long_id = "booking-" * 20
    plan = plan_of(
        tmp_path,
        tables={"bookings": TABLES["bookings"].replace("id INTEGER PRIMARY KEY", "id TEXT", 1)},
        bookings=[booking(id=long_id)],
    )
    run(plan)

    assert run(plan).bookings == Rows(unchanged=1)
    assert Occupancy.objects.get().legacy_id == stored_key(long_id)


def test_a_year_is_as_long_here_as_in_the_plan():
    assert LONGEST == LONGEST_LENGTH


def test_nothing_placed_overlaps_and_the_reports_total_is_the_tables(new_business: Business):
    plan = sample()

    report = full_report(plan, run(plan))

    placed = Occupancy.objects.filter(status__in=OCCUPYING, placed=True)
    assert (
        Decimal(report["totals"]["placed_confirmed_and_completed"]) * 100
        == placed.aggregate(all=Sum("total_minor"))["all"]
    )
    assert report["result"] == {
        "set_up": "taken over from the file",
        "rooms": {"created": 11, "unchanged": 0},
        "users": {"created": 6, "unchanged": 0},
        "customers": {"created": 340, "unchanged": 0},
        "bookings": {"created": 398, "unchanged": 0},
        "differing": [],
    }
