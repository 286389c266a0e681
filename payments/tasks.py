"""Background work of payments: pages of Stripe's of which nothing was heard, buyers who never paid."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import structlog

from boom.celery import PlatformTask, TenantTask, app
from boom.core import clock
from boom.core.errors import DomainError
from boom.dispatch import businesses_with
from payments.models import KeptCard, KeptCardState, Method, Payment, PaymentState
from payments.services import card_outcomes, card_pages, charges, kept_cards, unpaid_sales

log = structlog.get_logger(__name__)

MOST_PAGES = 200


@app.task(base=PlatformTask, name="payments.settle_pages")
def settle_pages() -> int:
    """Send every business with pages open for too long to ask about them. Returns how many."""
    since = [clock.now() - card_pages.OPEN_FOR]
    paid = "state = 'pending' AND method = 'card' AND taken_at <= %s"
    due = {
        *businesses_with("payments_payment", paid, since),
        *businesses_with("payments_keptcard", "state = 'pending' AND begun_at <= %s", since),
    }
    for business_id in sorted(due):
        settle_pages_of_business.apply_async(kwargs={"business_id": business_id})
    return len(due)


@app.task(base=PlatformTask, name="payments.forget_unpaid_sales")
def forget_unpaid_sales() -> int:
    """Send every business whose vouchers somebody began to buy long ago to forget them. Returns how many."""
    unpaid = "voucher_id IS NULL AND begun_at <= %s AND buyer_email <> ''"
    due = businesses_with("payments_vouchersale", unpaid, [clock.now() - unpaid_sales.KEPT_UNPAID])
    for business_id in due:
        forget_unpaid_sales_of_business.apply_async(kwargs={"business_id": business_id})
    return len(due)


@app.task(base=TenantTask, name="payments.forget_unpaid_sales_of_business")
def forget_unpaid_sales_of_business() -> int:
    """Forget who began to buy one business's vouchers and never paid. Returns how many sales."""
    return unpaid_sales.forget_unpaid_sales(now=clock.now())


@app.task(base=TenantTask, name="payments.settle_pages_of_business")
def settle_pages_of_business() -> int:
    """Ask Stripe about one business's pages whose events never came. Returns how many were asked about."""
    since = clock.now() - card_pages.OPEN_FOR
    payments = Payment.objects.filter(
        state=PaymentState.PENDING, method=Method.CARD, taken_at__lte=since
    ).order_by("taken_at", "id")
    cards = KeptCard.objects.filter(state=KeptCardState.PENDING, begun_at__lte=since).order_by(
        "begun_at", "id"
    )
    due = list(payments.values_list("pk", flat=True)[:MOST_PAGES])
    left = list(cards.values_list("pk", flat=True)[:MOST_PAGES])
    for payment_id in due:
        _try(partial(_settle_payment, payment_id))
    for card_id in left:
        _try(partial(kept_cards.settle_card, card_id=card_id, now=clock.now()))
    return len(due) + len(left)


def _settle_payment(payment_id: int) -> None:
    card_outcomes.settle_page(payment_id=payment_id, now=clock.now())
    charges.settle_charge(payment_id=payment_id, now=clock.now())


def _try(settle: Callable[[], object]) -> None:
    """One that cannot be asked about leaves the others their turn."""
    try:
        settle()
    except DomainError as error:
        log.warning("a page could not be asked about", why=error.message)
