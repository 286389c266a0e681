"""Founding a business for whoever asks on the platform's host: the page and the API go this one way."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import structlog
from django.contrib.auth import authenticate

from accounts.models import User
from bookings.services.onboarding import sign_up
from boom.core import throttle
from tenants import selectors
from tenants.context import tenant_scope
from tenants.errors import SubdomainTaken
from tenants.models import Business

log = structlog.get_logger(__name__)

# A form sent twice (an impatient finger, a reload) is the same sign-up, not a name taken by somebody else.
SAME_SIGN_UP = timedelta(minutes=10)


def found(values: dict[str, Any], *, address: str, now: datetime) -> tuple[Business, User]:
    """Found what a good `SignUpForm` says; the same again within SAME_SIGN_UP gives what it founded.

    `address` is the caller's, for the limit. Raises TooOften and what `bookings.services.onboarding.sign_up`
    raises.
    """
    throttle.take(throttle.SIGN_UP, address, now=now)
    try:
        business, owner = sign_up(**values, now=now)
    except SubdomainTaken:
        if known := _same_sign_up(values, now):
            return known
        raise
    log.info("signed up", business=business.pk)
    return business, owner


def _same_sign_up(values: dict[str, Any], now: datetime) -> tuple[Business, User] | None:
    """What this very form founded a moment ago, shown by the owner's password."""
    business = selectors.just_founded(values["subdomain"], now=now, within=SAME_SIGN_UP)
    if business is None:
        return None
    with tenant_scope(business):
        throttle.take(throttle.SIGN_IN_PER_ACCOUNT, values["email"], now=now)
        owner = authenticate(username=values["email"], password=values["password"])
    return (business, owner) if isinstance(owner, User) else None
