"""Forgetting who began to buy a gift voucher and never paid: nobody needs their names after a while."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from audit.services.redacting import redact
from boom.core.db import service
from payments.models import PaymentState, VoucherSale

# Long after Stripe's page has closed and every event about it has come.
KEPT_UNPAID = timedelta(days=14)
MOST_AT_A_TIME = 500
# What names anybody in a sale.
PERSONAL = ("buyer_name", "buyer_email", "for_name", "for_email", "message")


@service
def forget_unpaid_sales(*, now: datetime) -> int:
    """Blank whoever stands in sales that were begun KEPT_UNPAID ago and not paid, on the record too.

    What may still be paid (nobody knows yet what came of a payment) waits. Returns how many sales.
    """
    named = Q()
    for column in PERSONAL:
        named |= ~Q(**{column: ""})
    due = VoucherSale.objects.filter(named, voucher=None, begun_at__lte=now - KEPT_UNPAID)
    due = due.exclude(payments__state=PaymentState.PENDING)
    keys = list(
        due.order_by("id").select_for_update(of=("self",)).values_list("pk", flat=True)[:MOST_AT_A_TIME]
    )
    if keys:
        VoucherSale.objects.filter(pk__in=keys).update(**dict.fromkeys(PERSONAL, ""))
        redact(about="gift vouchers that nobody paid for", keys={"payments_vouchersale": keys})
    return len(keys)
