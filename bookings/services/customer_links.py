"""Links that open a customer's own page: asked for by e-mail, followed, taken back."""

from __future__ import annotations

from datetime import datetime, timedelta

from bookings.errors import LinkNotGood
from bookings.models import Customer, CustomerLink
from bookings.selectors.customer_search import holder_of_email, root_of
from bookings.selectors.merging import family_of
from boom.core import outbox
from boom.core.db import service
from boom.core.ids import new_token, token_hash

# Long enough for a mail that is read in the evening; whoever comes back later asks again.
GOOD_FOR = timedelta(hours=24)
PURPOSE = "customer-page"


@service
def ask_for_link(*, email: str) -> None:
    """Have a link to their page sent to a customer; the same way through for an address that is nobody's."""
    holder = holder_of_email(email)
    outbox.publish("customers.link_asked", customer=holder.pk if holder else None)


@service
def issue_customer_link(*, customer_id: int, now: datetime) -> str:
    """A new token for a customer's own page. Only its hash is kept; the token itself is given back once."""
    token = new_token()
    CustomerLink.objects.create(
        customer_id=customer_id, token_hash=token_hash(token, purpose=PURPOSE), expires_at=now + GOOD_FOR
    )
    return token


@service
def end_customer_links(*, customer_id: int, now: datetime) -> int:
    """Make every link to a customer's page useless, those too that records had which are part of them by now.

    Returns how many were good.
    """
    good = CustomerLink.objects.filter(customer_id__in=family_of([customer_id]), revoked_at=None)
    return good.update(revoked_at=now)


def customer_of_link(token: str, *, now: datetime) -> Customer:
    """The customer whose page a link opens, merges followed. Raises LinkNotGood, which says what to do."""
    link = (
        CustomerLink.objects.select_related("customer__merged_into")
        .filter(token_hash=token_hash(token, purpose=PURPOSE))
        .first()
    )
    if link is None or not link.is_good(now):
        raise LinkNotGood("This link has run out. Ask for a new one.")
    return root_of(link.customer)
