"""Where a caller is: the address our own proxies saw, never what the caller says."""

from __future__ import annotations

from django.conf import settings


def address_behind_proxies(forwarded_for: str, peer: str) -> str:
    """The caller's address from an X-Forwarded-For header and the connection's other end.

    As many of the header's entries are believed as we have proxies (`TRUSTED_PROXIES`), counted from the
    end; what a client claims beyond them is ignored.
    """
    hops = settings.TRUSTED_PROXIES
    forwarded = [part.strip() for part in forwarded_for.split(",") if part.strip()]
    if hops and len(forwarded) >= hops:
        return forwarded[-hops]
    return peer
