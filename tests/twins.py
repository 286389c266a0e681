"""Two businesses with equal keys and different words: `python -m tests.twins` makes them, for good."""

from __future__ import annotations

import os
from datetime import UTC, datetime

CANARIES = {"twin-a": "canary-amber-7f3", "twin-b": "canary-birch-9c1"}
PASSWORD = "correct horse battery"
PEOPLE = {
    "owner": "owner",
    "manager": "manager",
    "front_desk": "desk",
    "viewer": "viewer",
}
MADE_AT = datetime(2026, 1, 1, tzinfo=UTC)


def make_twins() -> None:
    """Sign both up in the ordinary way, then give them rooms, a customer and a booking to leak."""
    from accounts.services import create_user
    from bookings.models import Booking, Customer, Room, Venue
    from bookings.services.onboarding import sign_up
    from tenants.context import public_scope, tenant_scope

    for subdomain, canary in CANARIES.items():
        with public_scope():
            business, _ = sign_up(
                business_name=f"Twin {canary}",
                subdomain=subdomain,
                kind="karaoke",
                owner_name=f"Owner {canary}",
                email=f"owner@{canary}.example",
                password=PASSWORD,
                time_zone="Europe/London",
                currency="GBP",
                now=MADE_AT,
            )
        with tenant_scope(business):
            for role, person in PEOPLE.items():
                if role != "owner":
                    create_user(
                        name=f"{person} {canary}",
                        email=f"{person}@{canary}.example",
                        password=PASSWORD,
                        role=role,
                    )
            venue = Venue.objects.get()
            rooms = [
                Room.objects.create(
                    venue=venue, name=f"Leak room {number} {canary}", order=100 + number, state="archived"
                )
                for number in (1, 2)
            ]
            customer = Customer.objects.create(
                name=f"Customer {canary}", email=f"customer@{canary}.example", notes=f"notes {canary}"
            )
            starts, ends = datetime(2026, 1, 10, 20, tzinfo=UTC), datetime(2026, 1, 10, 22, tzinfo=UTC)
            Booking.objects.create(
                reference="C4DH7K",
                room=rooms[0],
                customer=customer,
                starts_at=starts,
                ends_at=ends,
                hold_from=starts,
                hold_until=ends,
                status="confirmed",
                party_size=4,
                note=f"note {canary}",
                staff_note=f"staff note {canary}",
                currency="GBP",
                total_minor=5000,
            )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "boom.settings.test")
    import django

    django.setup()
    make_twins()
