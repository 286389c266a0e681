"""Background work of payments: pages of Stripe's of which nothing was heard."""

from __future__ import annotations

import structlog

from boom.celery import PlatformTask, TenantTask, app
from boom.core import clock
from boom.core.errors import DomainError
from boom.dispatch import businesses_with
from payments.models import Method, Payment, PaymentState
from payments.services import checkouts

log = structlog.get_logger(__name__)

MOST_PAGES = 200


@app.task(base=PlatformTask, name="payments.settle_pages")
def settle_pages() -> int:
    """Send every business with payments under way for too long to ask about them. Returns how many."""
    due = businesses_with(
        "payments_payment",
        "state = 'pending' AND method = 'card' AND taken_at <= %s",
        [clock.now() - checkouts.OPEN_FOR],
    )
    for business_id in due:
        settle_pages_of_business.apply_async(kwargs={"business_id": business_id})
    return len(due)


@app.task(base=TenantTask, name="payments.settle_pages_of_business")
def settle_pages_of_business() -> int:
    """Ask Stripe about one business's payments whose events never came. Returns how many were asked about."""
    late = Payment.objects.filter(
        state=PaymentState.PENDING, method=Method.CARD, taken_at__lte=clock.now() - checkouts.OPEN_FOR
    )
    due = list(late.order_by("taken_at", "id").values_list("pk", flat=True)[:MOST_PAGES])
    for payment_id in due:
        try:
            checkouts.settle_page(payment_id=payment_id, now=clock.now())
        except DomainError as error:
            log.warning("a payment could not be asked about", payment=payment_id, why=error.message)
    return len(due)
