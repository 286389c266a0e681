"""Test mode and money, kept apart: what was paid with test keys is shown, and counts nowhere with live keys.

With test keys all that is paid by card is a test: it books and is given back as money would be, so that all
of it can be tried out. Takings leave it out even then, and the books have it on accounts of its own.
"""

from __future__ import annotations

from boom.core.providers import stripe


def counts_tests() -> bool:
    """Whether payments of test mode stand for what they say: as long as nothing else can be paid."""
    return not stripe.is_live()
