"""Carries a planned import of a legacy file out: one transaction, safe to run again, nobody told.

Rows are known again by their legacy id. What is here already is left as it is, whatever the file says by
now: between two runs people have worked with it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any, NoReturn

from django.db import transaction

from accounts.models import User
from accounts.permissions import Role
from accounts.services import create_user
from billing.services.standing import begin_trial
from bookings.domain.interval import Interval
from bookings.domain.lifecycle import Status
from bookings.models import Occupancy, Room, RoomState, Venue
from bookings.models.venues import ClockFormat
from bookings.services.imported import (
    ImportedBooking,
    ImportedCustomer,
    import_bookings,
    import_customers,
    import_rooms,
    take_over_venue,
)
from bookings.services.onboarding import open_first_venue
from boom.core.actor import acting
from boom.core.db import service
from integrations.errors import CurrencyDiffers
from integrations.legacy.bookings import PlannedBooking
from integrations.legacy.findings import Finding
from integrations.legacy.outcome import Count, Outcome, SetUp
from integrations.legacy.people import read_email
from integrations.legacy.plan import Plan
from integrations.legacy.rooms import PlannedRoom, told_apart
from integrations.legacy.users import PlannedUser
from tenants.context import tenant_scope
from tenants.models import Business, VenueKind
from tenants.services import found_business

# Told what is being written, how many of it are done, and how many there are.
Progress = Callable[[str, int, int], None]

LONGEST_KEY = 64
# What a room gets whose file had no usable number of people; the report says so.
LEAST_CAPACITY = 1
DAY_MINUTES = 24 * 60


class _Undone(Exception):
    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        super().__init__()


def silent(what: str, done: int, total: int) -> None:
    """Progress for nobody."""


@service
def import_legacy(
    *, plan: Plan, now: datetime, owner_email: str = "", progress: Progress = silent
) -> Outcome:
    """Write everything `plan` holds into the business in whose scope this runs, or nothing at all.

    A venue without rooms takes over the file's details, rules and hours; another keeps its own. `owner_email`
    gets an owner's account without a password if the address has none here. Raises CurrencyDiffers when the
    venue's prices are in another currency, Busy when a room's lock cannot be had.
    """
    with acting(kind="system", label=f"Import of {plan.source.name}"[:200], source="import"):
        venue = Venue.objects.order_by("order", "id")[0]
        set_up = _set_up(venue, plan)
        venue.refresh_from_db()
        room_ids, rooms = _rooms(venue, plan)
        progress("rooms", len(plan.rooms), len(plan.rooms))
        users, warnings = _users(plan, owner_email)
        progress("accounts", len(plan.users), len(plan.users))
        known = _bookings_here()
        new = [booking for booking in plan.bookings if stored_key(booking.key) not in known]
        customer_ids, customers = _customers(plan, new)
        progress("customers", len(plan.customers), len(plan.customers))
        lost = import_bookings(
            bookings=[_imported(booking, room_ids, customer_ids, plan) for booking in new],
            now=now,
            progress=lambda done: progress("bookings", done, len(new)),
        )
    return Outcome(
        set_up=set_up,
        rooms=rooms,
        users=users,
        customers=customers,
        bookings=Count(created=len(new), unchanged=len(plan.bookings) - len(new)),
        lost={booking.key: lost[key] for booking in new if (key := stored_key(booking.key)) in lost},
        differing=tuple(_differing(plan, known)),
        warnings=tuple(warnings),
    )


def rehearse_import(*, plan: Plan, now: datetime, owner_email: str = "") -> Outcome:
    """What `import_legacy` would come to, found by doing it and undoing it all. Raises what that raises."""
    try:
        _rehearse(plan=plan, now=now, owner_email=owner_email)
    except _Undone as undone:
        return undone.outcome


def _rehearse(*, plan: Plan, now: datetime, owner_email: str) -> NoReturn:
    with transaction.atomic():
        raise _Undone(import_legacy(plan=plan, now=now, owner_email=owner_email))


@service
def found_and_import(
    *, subdomain: str, plan: Plan, now: datetime, owner_email: str = "", progress: Progress = silent
) -> tuple[Business, Outcome]:
    """Found a business for a legacy file and import it, in one transaction. Runs in the public scope.

    Its name, zone and currency are the file's. Raises what `found_business` and `import_legacy` raise.
    """
    business = found_business(
        name=plan.settings.name or subdomain,
        subdomain=subdomain,
        kind=VenueKind.KARAOKE,
        time_zone=plan.zone.key,
        currency=plan.currency,
        now=now,
    )
    begin_trial(business_id=business.pk, now=now)
    with (
        tenant_scope(business),
        acting(kind="system", label=f"Import of {plan.source.name}", source="import"),
    ):
        open_first_venue(business=business)
        outcome = import_legacy(plan=plan, now=now, owner_email=owner_email, progress=progress)
    return business, outcome


def stored_key(key: str) -> str:
    """A legacy id as it is stored: itself, or a digest where it is too long for its column."""
    if len(key) <= LONGEST_KEY:
        return key
    return "sha256-" + hashlib.sha256(key.encode()).hexdigest()[: LONGEST_KEY - len("sha256-")]


def customer_key(key: str) -> str:
    """A customer's key as it is stored: a digest, so that no address or number outlives its customer."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def _set_up(venue: Venue, plan: Plan) -> SetUp:
    imported_before = Room.objects.filter(venue=venue).exclude(legacy_id="").exists()
    if imported_before or venue.legacy_settings:
        return SetUp.UNCHANGED
    if Room.objects.filter(venue=venue).exists():
        if venue.currency != plan.currency:
            raise CurrencyDiffers(
                f"The file's prices are in {plan.currency}, those of {venue.name} in {venue.currency}."
            )
        return SetUp.LEFT
    changed = take_over_venue(
        venue_id=venue.pk,
        currency=plan.currency,
        legacy_settings=plan.settings.raw,
        hours=[(day.weekday, day.opens, day.closes) for day in plan.days if day.opens and day.closes],
        **_venue_values(venue, plan),
    )
    return SetUp.TAKEN_OVER if changed else SetUp.UNCHANGED


def _venue_values(venue: Venue, plan: Plan) -> dict[str, Any]:
    settings = plan.settings
    shortest = settings.min_duration or venue.min_duration
    longest = settings.max_duration or venue.max_duration
    if settings.max_duration is None:
        longest = max(longest, shortest)
    values: dict[str, Any] = {
        "name": settings.name,
        "phone": settings.phone,
        "email": settings.email,
        "address": settings.address,
        "time_zone": plan.zone.key,
        "country": plan.country or None,
        "clock_format": settings.time_format and ClockFormat(settings.time_format.removesuffix("h")),
        "slot_step": settings.slot_step,
        "lead_time": settings.lead_time,
        "horizon_days": settings.horizon_days,
        "min_duration": min(shortest, longest),
        "max_duration": longest,
        "cancel_until": settings.cancel_until,
    }
    if settings.can_cancel is False:
        # Nobody can book far enough ahead to be in time for this.
        values["cancel_until"] = ((settings.horizon_days or venue.horizon_days) + 1) * DAY_MINUTES
    return {column: value for column, value in values.items() if value is not None}


def _rooms(venue: Venue, plan: Plan) -> tuple[dict[str, int], Count]:
    """Room ids by the plan's key, and how many are new."""
    known = dict(Room.objects.filter(venue=venue).exclude(legacy_id="").values_list("legacy_id", "id"))
    names = list(Room.objects.filter(venue=venue).values_list("name", flat=True))
    new: list[dict[str, Any]] = []
    for room in plan.rooms:
        if stored_key(room.key) not in known:
            name = told_apart(room.name, names)
            names.append(name)
            new.append(_room_values(room, name))
    ids = known | import_rooms(venue_id=venue.pk, rooms=new)
    by_key = {room.key: ids[stored_key(room.key)] for room in plan.rooms}
    return by_key, Count(created=len(new), unchanged=len(plan.rooms) - len(new))


def _room_values(room: PlannedRoom, name: str) -> dict[str, Any]:
    state = RoomState.ACTIVE
    if not room.is_active:
        state = RoomState.ARCHIVED
    elif room.price_minor is None:
        # Nobody shall book for nothing because the file's price could not be read.
        state = RoomState.HIDDEN
    return {
        "name": name,
        "category": room.category,
        "description": room.description,
        "capacity_max": room.capacity or LEAST_CAPACITY,
        "price_per_hour_minor": room.price_minor or 0,
        "state": state,
        "legacy_id": stored_key(room.key),
    }


def _users(plan: Plan, owner_email: str) -> tuple[Count, list[Finding]]:
    """Add the accounts that are not here yet; says who was here under the same address."""
    imported = set(User.objects.exclude(legacy_id="").values_list("legacy_id", flat=True))
    addresses = {email.lower() for email in User.objects.values_list("email", flat=True)}
    owner = (read_email(owner_email) or "") if owner_email else ""
    warnings: list[Finding] = []
    created = 0
    for user in plan.users:
        if stored_key(user.key) in imported:
            continue
        if user.email in addresses:
            said = f"{user.email} has an account here already, which stays as it is"
            warnings.append(Finding("users", user.id, "account-here", said))
            continue
        _add_user(user, is_owner=user.email == owner and not user.has_public_password)
        addresses.add(user.email)
        created += 1
    if owner and owner not in addresses:
        create_user(name=owner.partition("@")[0], email=owner, password=None, role=Role.OWNER)
    if not User.objects.filter(role=Role.OWNER, is_active=True).exists():
        said = "nobody owns this business; run again with --owner and an address to give one an account"
        warnings.append(Finding("users", None, "no-owner", said))
    return Count(created=created, unchanged=len(plan.users) - created), warnings


def _add_user(user: PlannedUser, *, is_owner: bool) -> None:
    create_user(
        name=user.name,
        email=user.email,
        password_hash=f"bcrypt${user.password_hash}" if user.password_hash else "",
        role=Role.OWNER if is_owner else user.role,
        legacy_id=stored_key(user.key),
    )


def _customers(plan: Plan, new: list[PlannedBooking]) -> tuple[dict[str, int], Count]:
    """Customer ids by the plan's key, for those whose bookings are new."""
    wanted = {plan.customer_key_of[booking.id] for booking in new if booking.id in plan.customer_key_of}
    customers = [
        ImportedCustomer(
            legacy_id=customer_key(customer.key),
            name=customer.name,
            email=customer.email or "",
            phone=customer.phone,
            notes=f"Also booked as {', '.join(customer.other_names)}" if customer.other_names else "",
        )
        for customer in plan.customers
        if customer.key in wanted
    ]
    ids, created = import_customers(customers=customers)
    by_key = {key: ids[customer_key(key)] for key in wanted}
    return by_key, Count(created=created, unchanged=len(plan.customers) - created)


def _imported(
    booking: PlannedBooking, room_ids: dict[str, int], customer_ids: dict[str, int], plan: Plan
) -> ImportedBooking:
    status = Status(booking.status.value)
    further = [f"{column}: {text}" for column, text in booking.extra.items()]
    return ImportedBooking(
        legacy_id=stored_key(booking.key),
        room_id=room_ids[booking.room_key],
        customer_id=customer_ids.get(plan.customer_key_of.get(booking.id, "")),
        guest_name=booking.contact.name,
        span=Interval(booking.starts_at, booking.ends_at),
        status=status,
        placed=booking.is_placed,
        clashes_with=booking.clashes_with,
        party_size=booking.party_size,
        total_minor=booking.total_minor,
        currency=plan.currency,
        # Only staff wrote notes in the old app, about customers as well as for them.
        note="",
        staff_note="\n".join([*([booking.note] if booking.note else []), *booking.contact.unfit, *further]),
        created_at=booking.created_at,
        cancelled_at=(booking.updated_at or booking.created_at) if status is Status.CANCELLED else None,
    )


def _bookings_here() -> dict[str, tuple[datetime, datetime, str, str]]:
    """What was imported before: start, end, status and the room's legacy id, by legacy id."""
    rows = Occupancy.objects.exclude(legacy_id="").values_list(
        "legacy_id", "starts_at", "ends_at", "status", "room__legacy_id"
    )
    return {key: rest for key, *rest in rows}  # type: ignore[misc]


def _differing(plan: Plan, known: dict[str, tuple[datetime, datetime, str, str]]) -> list[Finding]:
    """Bookings imported before that the file has otherwise now, or that were changed here since."""
    found = []
    for booking in plan.bookings:
        here = known.get(stored_key(booking.key))
        if here is None:
            continue
        there = (booking.starts_at, booking.ends_at, booking.status.value, stored_key(booking.room_key))
        names = [
            name
            for name, one, other in zip(("start", "end", "status", "room"), here, there, strict=True)
            if one != other
        ]
        if names:
            said = f"its {', '.join(names)} here is not the file's; left as it is here"
            found.append(Finding("bookings", booking.id, "differs", said))
    return found
