"""Tablets at the door: a device becomes a kiosk, and is one no more."""

from __future__ import annotations

from datetime import datetime

from bookings.errors import KioskUnknown
from bookings.models import Kiosk
from bookings.selectors.kiosks import hash_of
from boom.core.db import service
from boom.core.errors import Invalid, LimitReached
from boom.core.ids import new_token

MOST_KIOSKS = 20


@service
def add_kiosk(*, venue_id: int, name: str, seats_walk_ins: bool) -> tuple[Kiosk, str]:
    """Make a kiosk of a venue, and the token its device carries: it is given this once.

    Raises Invalid without a name, LimitReached.
    """
    if not name.strip():
        raise Invalid(fields={"name": "Give it a name."})
    if Kiosk.objects.standing().filter(venue_id=venue_id).count() >= MOST_KIOSKS:
        raise LimitReached("These are more kiosks than a venue has doors. End one first.")
    token = new_token()
    kiosk = Kiosk.objects.create(
        venue_id=venue_id, name=name.strip(), seats_walk_ins=seats_walk_ins, token_hash=hash_of(token)
    )
    return kiosk, token


@service
def revoke_kiosk(*, kiosk_id: int, now: datetime) -> Kiosk:
    """End a kiosk: its device opens nothing from now on. Raises KioskUnknown."""
    kiosk = Kiosk.objects.select_for_update().filter(pk=kiosk_id).first()
    if kiosk is None:
        raise KioskUnknown
    if kiosk.revoked_at is None:
        kiosk.revoked_at = now
        kiosk.save(update_fields=["revoked_at"])
    return kiosk
