"""From nothing to a working dashboard: a business, its owner, its first venue, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils.text import slugify

from accounts.models import User
from accounts.permissions import Role
from accounts.services import create_user
from billing.services.standing import begin_trial
from bookings.models import OpeningHours, Venue
from boom.core.actor import acting
from boom.core.db import service
from tenants.context import tenant_scope
from tenants.models import Business, VenueKind
from tenants.services import found_business

FRIDAY, SATURDAY = 4, 5


@dataclass(frozen=True, slots=True)
class FirstSettings:
    """Sensible first rules for a kind of venue; the owner changes them. Minutes, and hours on the clock."""

    opens: time
    closes: time
    weekend_closes: time
    min_duration: int
    max_duration: int
    duration_step: int
    slot_step: int
    buffer_after: int


FIRST_SETTINGS = {
    VenueKind.KARAOKE: FirstSettings(time(18), time(2), time(4), 60, 360, 30, 30, 0),
    VenueKind.ESCAPE: FirstSettings(time(10), time(22), time(23), 60, 60, 60, 30, 15),
    VenueKind.STUDIO: FirstSettings(time(10), time(23), time(23), 60, 480, 60, 60, 0),
    VenueKind.LANES: FirstSettings(time(12), time(0), time(2), 60, 240, 30, 30, 0),
    VenueKind.MEETING: FirstSettings(time(8), time(20), time(20), 30, 600, 30, 30, 0),
    VenueKind.OTHER: FirstSettings(time(10), time(22), time(22), 60, 480, 30, 30, 0),
}


def sign_up(
    *,
    business_name: str,
    subdomain: str,
    kind: str,
    owner_name: str,
    email: str,
    password: str,
    time_zone: str,
    currency: str,
    now: datetime,
) -> tuple[Business, User]:
    """Found a business with its owner's account, a first venue and a trial. Runs in the public scope.

    Raises what `tenants.services.found_business` raises. Never runs migrations: the schema is a spare.
    """
    # Hashing is slow by design. Before the transaction, so that nobody waits for it behind our locks.
    password_hash = make_password(password)
    return _found_with_owner(
        owner_name=owner_name,
        email=email,
        password_hash=password_hash,
        name=business_name,
        subdomain=subdomain,
        kind=kind,
        time_zone=time_zone,
        currency=currency,
        now=now,
    )


@service
def _found_with_owner(
    *, owner_name: str, email: str, password_hash: str, **of_business: Any
) -> tuple[Business, User]:
    with acting(label=owner_name, kind="person"):
        business = found_business(**of_business)
        begin_trial(business_id=business.pk, now=of_business["now"])
        with tenant_scope(business):
            owner = create_user(name=owner_name, email=email, password_hash=password_hash, role=Role.OWNER)
            open_first_venue(business=business)
    return business, owner


@service
def open_first_venue(*, business: Business) -> Venue:
    """A venue with hours and rules usual for the kind of business. Runs in the business's scope."""
    venue = Venue(
        name=business.name,
        slug=slugify(business.name)[:60] or "venue",
        time_zone=business.time_zone,
        currency=business.currency,
    )
    save_with_usual(venue, kind=business.kind)
    return venue


def save_with_usual(venue: Venue, *, kind: str) -> None:
    """Save a new venue with the rules and hours usual for a kind of business."""
    first = FIRST_SETTINGS[VenueKind(kind)]
    venue.min_duration, venue.max_duration = first.min_duration, first.max_duration
    venue.duration_step, venue.slot_step = first.duration_step, first.slot_step
    venue.buffer_after = first.buffer_after
    venue.save(force_insert=True)
    OpeningHours.objects.bulk_create(
        OpeningHours(
            venue=venue,
            weekday=weekday,
            opens=first.opens,
            closes=first.weekend_closes if weekday in {FRIDAY, SATURDAY} else first.closes,
        )
        for weekday in range(7)
    )
