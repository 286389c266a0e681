"""What becomes of the links that were mailed to somebody whose e-mail address changes."""

from __future__ import annotations

from django.db.models.functions import Now

from bookings.models import CustomerLink, ManageLink
from bookings.selectors.merging import family_of
from boom.core.db import service


@service
def end_links_to(*, customer_id: int, address: str, now_has: str) -> None:
    """End what opens a customer's page and bookings from `address`, once they have another: whoever reads the
    old mailbox is not them any more, perhaps never was.

    Nothing for who had none, or changes but its letter case. The new address gets links of its own: asked for
    on the page, or with the next letter.
    """
    if not address or address.lower() == now_has.lower():
        return
    family = family_of([customer_id])
    CustomerLink.objects.filter(customer_id__in=family, revoked_at=None).update(revoked_at=Now())
    ManageLink.objects.filter(booking__customer_id__in=family, revoked_at=None).update(revoked_at=Now())
