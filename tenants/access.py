"""What is open at a business: asked here by pages, sockets and tasks alike, whatever the reason.

Two things close it: the platform's own word (`Business.status`), and where it stands with its payments
(`Business.plan`, which `billing` keeps and which is read together with the business).
"""

from __future__ import annotations

from enum import StrEnum

from tenants.models import Business, BusinessStatus


class Open(StrEnum):
    """How far a business is open."""

    # Everything is.
    FULLY = "full"
    # People may look, and see to what is booked; nothing new is taken and nothing changed.
    FOR_READING = "read_only"
    # Customers reach what they booked, the owner the plan; all else is closed.
    FOR_OWNERS = "closed"
    # Nothing: the platform has suspended it.
    NOT_AT_ALL = "suspended"


def open_at(business: Business) -> Open:
    """How far a business is open. Costs no query where it came from `tenants.resolution`."""
    if business.status != BusinessStatus.ACTIVE:
        return Open.NOT_AT_ALL
    plan = getattr(business, "plan", None)
    return Open(plan.access) if plan is not None else Open.FULLY


def takes_bookings(business: Business | None) -> bool:
    """Whether anything new may be booked there."""
    return business is not None and open_at(business) == Open.FULLY
