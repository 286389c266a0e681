"""What pages ask about businesses and their addresses. All in the public scope."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from tenants.errors import SubdomainTaken
from tenants.models import Business, Erasure, ReleasedSubdomain
from tenants.subdomains import subdomain_problem

LONGEST_LABEL = 40


def why_subdomain_unusable(subdomain: str, *, now: datetime) -> str | None:
    """Why a business cannot take this address now, in words, or None when it can."""
    problem = subdomain_problem(subdomain)
    if problem:
        return problem
    return SubdomainTaken.message if _taken([subdomain], now) else None


def free_subdomains_like(wanted: str, *, now: datetime, most: int = 3) -> list[str]:
    """Addresses near a taken one that can be had: numbered from 2; none when `wanted` is no address."""
    stem = wanted[: LONGEST_LABEL - 3].rstrip("-")
    candidates = [f"{stem}-{number}" for number in range(2, 12)]
    usable = [name for name in candidates if subdomain_problem(name) is None]
    taken = _taken(usable, now)
    return [name for name in usable if name not in taken][:most]


def business_at(subdomain: str) -> Business | None:
    """The business at an address, suspended ones too."""
    found: Business | None = Business.objects.filter(subdomain=subdomain).first()
    return found


def just_founded(subdomain: str, *, now: datetime, within: timedelta) -> Business | None:
    """The business at an address if it was founded no longer ago than that."""
    recent = Business.objects.filter(subdomain=subdomain, created_at__gte=now - within)
    found: Business | None = recent.first()
    return found


def _taken(names: Sequence[str], now: datetime) -> set[str]:
    in_use = Business.objects.filter(subdomain__in=names).values_list("subdomain", flat=True)
    resting = ReleasedSubdomain.objects.filter(subdomain__in=names, free_from__gt=now).values_list(
        "subdomain", flat=True
    )
    return set(in_use.union(resting))


def erasures_of(schema_name: str) -> list[Erasure]:
    """Everybody who was erased from a business, in the order in which it was done."""
    return list(Erasure.objects.filter(schema_name=schema_name).order_by("id"))
