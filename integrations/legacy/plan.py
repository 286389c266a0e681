"""Turns a legacy file's rows into everything an import would do, before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from integrations.errors import LegacyFileUnreadable
from integrations.legacy.bookings import HOLDING, PlannedBooking, Setting, Status, plan_bookings
from integrations.legacy.cells import rising
from integrations.legacy.customers import PlannedCustomer, join_contacts
from integrations.legacy.findings import Findings, LegacyId
from integrations.legacy.hours import PlannedDay, plan_hours
from integrations.legacy.limits import note_broken_limits
from integrations.legacy.people import country_of
from integrations.legacy.rooms import PlannedRoom, plan_rooms
from integrations.legacy.rows import FIRST_TENANT, OwnRows, own_rows, tenants_in
from integrations.legacy.settings import PlannedSettings, plan_settings
from integrations.legacy.source import Source
from integrations.legacy.users import PlannedUser, plan_users

# What the old app itself took where its settings said nothing.
DEFAULT_ZONE = "America/New_York"
DEFAULT_CURRENCY = "USD"


@dataclass(frozen=True, slots=True)
class Plan:
    """What importing one legacy file comes to. `rows_read` counts each table's rows, whoever owns them."""

    source: Source
    zone: ZoneInfo
    currency: str
    country: str
    rooms: tuple[PlannedRoom, ...]
    days: tuple[PlannedDay, ...]
    settings: PlannedSettings
    users: tuple[PlannedUser, ...]
    customers: tuple[PlannedCustomer, ...]
    customer_key_of: Mapping[LegacyId, str]
    bookings: tuple[PlannedBooking, ...]
    findings: Findings
    rows_read: Mapping[str, int]

    @property
    def placed(self) -> tuple[PlannedBooking, ...]:
        """The bookings that hold their room."""
        return tuple(booking for booking in self.bookings if booking.is_placed)


def make_plan(
    source: Source,
    *,
    zone: ZoneInfo | None = None,
    business_zone: ZoneInfo | None = None,
    business_currency: str | None = None,
    tenant: str = FIRST_TENANT,
) -> Plan:
    """Plan the import of `source`.

    Times without a zone are read in `zone` if given, else in the zone the file's settings name, else in
    `business_zone` (the one of the business imported into), else in the old app's own default, with a
    warning. Raises LegacyFileUnreadable when the file holds only other tenants' rows.
    """
    _refuse_foreign(source, tenant)
    findings = Findings()
    own = {name: own_rows(rows, tenant, findings) for name, rows in source.tables.items()}
    settings = plan_settings(own["settings"].rows, findings)
    chosen_zone = zone or _zone(settings, business_zone, findings)
    currency = settings.currency or business_currency or _default_currency(findings)
    rooms = plan_rooms(own["rooms"].rows, currency, findings)
    days = plan_hours(own["business_hours"].rows, findings)
    users = plan_users(own["users"].rows, findings)
    setting = Setting(
        rooms={room.key: room for room in rooms},
        rooms_left_out=own["rooms"].left_out,
        zone=chosen_zone,
        currency=currency,
        country=country_of(chosen_zone.key),
    )
    bookings = plan_bookings(own["bookings"].rows, setting, findings)
    customers, customer_key_of = join_contacts(booking.contact for booking in bookings)
    _warn_of_bookings_in_closed_rooms(rooms, bookings, findings)
    _note_columns_without_meaning(own, findings)
    note_broken_limits(bookings, days, settings, chosen_zone, findings)
    plan = Plan(
        source=source,
        zone=chosen_zone,
        currency=currency,
        country=setting.country,
        rooms=rooms,
        days=days,
        settings=settings,
        users=users,
        customers=customers,
        customer_key_of=customer_key_of,
        bookings=bookings,
        findings=findings,
        rows_read={name: len(rows) for name, rows in source.tables.items()},
    )
    _account_for_every_row(plan)
    return plan


def _refuse_foreign(source: Source, tenant: str) -> None:
    """A file of other tenants only is a wrong choice of tenant, not a file of rejected rows."""
    owners = tenants_in(row for name in ("rooms", "bookings") for row in source.tables[name])
    if owners and tenant not in owners:
        named = ", ".join(sorted(owners, key=rising)[:20])
        raise LegacyFileUnreadable(
            f"{source.name} holds no rooms or bookings of tenant {tenant}, only of {named}. "
            "Choose one of these."
        )


def _zone(settings: PlannedSettings, business_zone: ZoneInfo | None, findings: Findings) -> ZoneInfo:
    if settings.zone:
        return ZoneInfo(settings.zone)
    zone = business_zone or ZoneInfo(DEFAULT_ZONE)
    whose = "the business's zone" if business_zone else "the old app's default"
    findings.warn(
        "settings",
        None,
        "no-time-zone",
        f"names no usable time zone; {whose} {zone.key} is taken for times without one",
    )
    return zone


def _default_currency(findings: Findings) -> str:
    findings.warn(
        "settings",
        None,
        "no-currency",
        f"names no usable currency; the old app's {DEFAULT_CURRENCY} is taken",
    )
    return DEFAULT_CURRENCY


def _note_columns_without_meaning(own: Mapping[str, OwnRows], findings: Findings) -> None:
    """Columns of other releases that Boom has no place for, named with how many rows filled them."""
    for table, rows in own.items():
        # A booking's further columns are kept in its staff note.
        filled_columns = Counter(column for row in rows.rows for column in row.extra() if table != "bookings")
        for column, count in sorted(filled_columns.items()):
            said = f"column {column} (filled in {count} rows) has no place in Boom and is not imported"
            findings.note(table, None, "column-without-meaning", said)


def _warn_of_bookings_in_closed_rooms(
    rooms: tuple[PlannedRoom, ...], bookings: tuple[PlannedBooking, ...], findings: Findings
) -> None:
    waiting = Counter(
        (booking.room_key, booking.status)
        for booking in bookings
        if booking.status in {Status.CONFIRMED, Status.PENDING}
    )
    for room in rooms:
        counts = [
            f"{waiting[room.key, status]} {status}"
            for status in (Status.CONFIRMED, Status.PENDING)
            if waiting[room.key, status]
        ]
        if counts and not room.is_active:
            findings.warn(
                "rooms",
                room.id,
                "bookings-in-closed-room",
                f"{room.name} is switched off, but {' and '.join(counts)} bookings lie in it",
            )


def _account_for_every_row(plan: Plan) -> None:
    """Importable, rejected and skipped rows are all rows read, in each table: nothing is dropped."""
    taken = {
        "bookings": len(plan.bookings),
        "rooms": len(plan.rooms),
        "users": len(plan.users),
        "business_hours": sum(1 for day in plan.days if day.has_row),
        "settings": len(plan.settings.raw),
    }
    for table, read in plan.rows_read.items():
        rejected = sum(1 for finding in plan.findings.rejected if finding.table == table)
        skipped = sum(1 for finding in plan.findings.skipped if finding.table == table)
        if taken[table] + rejected + skipped != read:
            raise AssertionError(
                f"{table}: {taken[table]} importable + {rejected} rejected + {skipped} skipped "
                f"is not {read} read"
            )
    placed = sum(1 for booking in plan.bookings if booking.is_placed)
    holding = sum(1 for booking in plan.bookings if booking.status in HOLDING)
    if placed + len(plan.findings.conflicts) != holding:
        raise AssertionError(
            f"{placed} placed + {len(plan.findings.conflicts)} conflicts is not {holding} holding"
        )
