"""Where Stripe and we disagree about a business's card payments. Registered when Django starts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as word

from audit.integrity import Fix, Found, Problem, checks
from boom.core import outbox
from boom.core.errors import ProviderDown
from boom.core.models import OutboxMessage
from payments.selectors.agreement import Difference, differences, own_account
from payments.services.agreement import FACT, ask_take_over, prepare_take_over, take_over


def _take_over(key: str, asked: Mapping[str, str], now: datetime) -> None:
    ask_take_over(key=key)


@checks(
    "stripe",
    word("Stripe and Boom agree about card payments"),
    fixes=[
        Fix(
            "take-over",
            word("Take over what Stripe has"),
            "payments.override_refund",
            _take_over,
            prepare=prepare_take_over,
        )
    ],
)
def look_at_stripe(now: datetime) -> Found:
    """Payments, refunds, disputes and payouts of thirty days that are not the same there and here."""
    account = own_account()
    if not account:
        return Found.of([], gettext("No account at Stripe is connected."))
    try:
        found = differences(account, now)
    except ProviderDown as away:
        return Found.of([Problem("away", away.message)], gettext("Nothing could be compared."))
    problems = [Problem(each.key, each.words, _path(each)) for each in found]
    return Found.of(problems, gettext("The last thirty days were compared."))


@outbox.handles(FACT, name="payments.take_over", label="Taking over what Stripe has")
def take_over_again(message: OutboxMessage, now: datetime) -> None:
    payload = message.payload
    take_over(kind=payload["what"], name=payload["name"], account=payload["account"], now=now)


def _path(found: Difference) -> str:
    if found.booking_id is not None:
        return reverse("dashboard:booking", args=[found.booking_id])
    if found.dispute_id is not None:
        return reverse("payments:dispute", args=[found.dispute_id])
    return reverse("payments:payout", args=[found.payout_id]) if found.payout_id is not None else ""
