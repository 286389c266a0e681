"""What customers agree to, kept with the words they saw."""

from __future__ import annotations

from datetime import datetime

from bookings.errors import CustomerUnknown
from bookings.models import Consent, ConsentText, Customer
from bookings.selectors.consents import Asked, asked_now
from boom.core.db import service
from boom.core.errors import Invalid


@service
def record_consent(
    *, customer_id: int, asked: Asked, is_given: bool, source: str, now: datetime
) -> Consent | None:
    """Keep a customer's yes or no to a text. None, and nothing kept, when that is what holds already.

    A no of somebody who never said yes is nothing to keep either. Raises CustomerUnknown.
    """
    if not Customer.objects.select_for_update().filter(pk=customer_id).exists():
        raise CustomerUnknown
    holding = Consent.objects.filter(customer_id=customer_id, purpose=asked.purpose).order_by("-at", "-id")
    present = holding.first()
    was_given = present is not None and present.is_given
    if was_given == is_given and (present is None or present.version == asked.version or not is_given):
        return None
    return Consent.objects.create(
        customer_id=customer_id,
        purpose=asked.purpose,
        is_given=is_given,
        version=asked.version,
        words=asked.words,
        source=source,
        at=now,
    )


@service
def change_consent_text(*, purpose: str, words: str) -> Asked:
    """Ask customers something else from now on: another version. Earlier answers keep the words they were to.

    The same words again change nothing. Raises Invalid for none.
    """
    words = words.strip()
    if not words:
        raise Invalid(fields={"words": "Type what customers are asked."})
    present = asked_now(purpose)
    if present.words == words:
        return present
    text = ConsentText.objects.create(purpose=purpose, version=present.version + 1, words=words)
    return Asked(purpose, text.version, text.words)
