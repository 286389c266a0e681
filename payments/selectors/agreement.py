"""Where a business's account at Stripe and our rows disagree: what was paid, given back, disputed, paid out.

Reads the account's lists of the last weeks, and compares each object with the row that we have of it. Changes
nothing; asks Stripe, so never from within a transaction.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext

from billing.models import ConnectedAccount
from boom.core.money import Money
from boom.core.providers import stripe
from boom.core.providers.stripe import Object
from payments.models import (
    Dispute,
    DisputeState,
    Payment,
    PaymentState,
    Payout,
    PayoutState,
    RefundLine,
    RefundState,
)
from payments.models.refunds import GAVE_NOTHING
from payments.selectors.payouts import report_of
from tenants.context import current_business

# As far back as Stripe lists its events, by which a repair goes.
LOOKS_BACK = timedelta(days=30)
# What is on its way at this moment is no disagreement yet.
SETTLES_WITHIN = timedelta(minutes=15)
MOST = 5000


@dataclass(frozen=True, slots=True)
class Difference:
    """One object that is not the same there and here. `key` is what it is and its id at Stripe."""

    key: str
    words: str
    booking_id: int | None = None
    payout_id: int | None = None
    dispute_id: int | None = None


def own_account() -> str:
    """The account that the present business's customers pay to; empty where it has none."""
    business = current_business()
    of_it = ConnectedAccount.objects.filter(business_id=business.pk if business else 0)
    return of_it.values_list("account", flat=True).first() or ""


def differences(account: str, now: datetime) -> list[Difference]:
    """All of them. Raises as `stripe.read`."""
    since = now - LOOKS_BACK
    until = now - SETTLES_WITHIN
    created = {"created": {"gte": int(since.timestamp()), "lte": int(until.timestamp())}}

    def listed(path: str) -> list[Object]:
        return list(stripe.read_all(path, created, account=account, most=MOST))

    pages = listed("/v1/checkout/sessions")
    found = list(_of_payments(account, listed("/v1/payment_intents"), pages, since, until))
    found += _of_refunds(account, listed("/v1/refunds"))
    found += _of_disputes(account, listed("/v1/disputes"))
    found += _of_payouts(account, listed("/v1/payouts"))
    return found


def _of_payments(
    account: str, intents: list[Object], pages: list[Object], since: datetime, until: datetime
) -> Iterator[Difference]:
    by_id = {intent["id"]: intent for intent in intents}
    # A payment that is under way is known by its page, until it is paid.
    names = by_id | {
        page["id"]: by_id[page["payment_intent"]] for page in pages if page["payment_intent"] in by_id
    }
    names |= {intent["latest_charge"]: intent for intent in intents if intent.get("latest_charge")}
    ours = Payment.objects.filter(external_account=account).exclude(external_id="")
    ours = ours.filter(Q(external_id__in=names) | Q(taken_at__gte=since, taken_at__lte=until))
    known: set[str] = set()
    for payment in ours.order_by("id"):
        intent = names.get(payment.external_id)
        if intent is None:
            # Made before the first day that is looked at.
            continue
        known.add(intent["id"])
        paid, here = _money(intent["amount_received"], intent), Money(payment.charged_minor, payment.currency)
        is_paid, is_taken = intent["status"] == "succeeded", payment.state == PaymentState.TAKEN
        words = ""
        if is_paid and not is_taken:
            words = gettext(
                "%(amount)s is paid at Stripe; here the payment is “%(state)s”. Its event was missed."
            )
        elif is_taken and not is_paid:
            words = gettext("%(here)s is noted as paid here; at Stripe it was not taken.")
        elif is_paid and paid != here:
            words = gettext("%(amount)s is paid at Stripe; here it says %(here)s.")
        if words:
            values = {"amount": paid.format(), "here": here.format(), "state": payment.get_state_display()}
            yield Difference(f"payment/{payment.external_id}", words % values, booking_id=payment.booking_id)
    for intent in intents:
        if intent["status"] == "succeeded" and intent["id"] not in known:
            words = gettext(
                "%(amount)s is paid at Stripe and stands at no booking: it was made there by hand, or its "
                "event was missed."
            )
            yield Difference(
                f"payment/{intent['id']}",
                words % {"amount": _money(intent["amount_received"], intent).format()},
            )


def _of_refunds(account: str, refunds: list[Object]) -> Iterator[Difference]:
    lines = {
        line.external_id: line
        for line in RefundLine.objects.filter(
            payment__external_account=account, external_id__in=[refund["id"] for refund in refunds]
        ).select_related("refund", "payment")
    }
    gone = RefundState.RETURNED
    states = {"succeeded": RefundState.DONE, "failed": gone, "canceled": gone}
    for refund in refunds:
        line, there = lines.get(refund["id"]), states.get(refund["status"], RefundState.PENDING)
        amount = _money(refund["amount"], refund)
        values: dict[str, str] = {"amount": amount.format(), "there": str(there.label)}
        if line is None:
            if there == gone:
                continue
            words = gettext("%(amount)s was given back at Stripe by hand, and stands at no booking here.")
            yield Difference(f"refund/{refund['id']}", words % values)
            continue
        values["here"] = line.refund.get_state_display()
        values["noted"] = Money(line.charged_minor, line.payment.currency).format()
        words = ""
        is_same = line.refund.state in GAVE_NOTHING if there == gone else line.refund.state == there
        if not is_same:
            words = gettext("A refund of %(amount)s: “%(there)s” at Stripe, “%(here)s” here.")
        elif line.charged_minor != refund["amount"]:
            words = gettext("%(amount)s was given back at Stripe; here it says %(noted)s.")
        if words:
            yield Difference(f"refund/{refund['id']}", words % values, booking_id=line.payment.booking_id)


def _of_disputes(account: str, disputes: list[Object]) -> Iterator[Difference]:
    rows = {
        row.external_id: row
        for row in Dispute.objects.filter(
            external_account=account, external_id__in=[dispute["id"] for dispute in disputes]
        )
    }
    for dispute in disputes:
        row, key = rows.get(dispute["id"]), f"dispute/{dispute['id']}"
        amount = _money(dispute["amount"], dispute).format()
        if row is None:
            words = gettext("A dispute of %(amount)s at Stripe is not known here: its event was missed.")
            yield Difference(key, words % {"amount": amount})
        elif row.state != dispute["status"]:
            words = gettext("A dispute of %(amount)s: here “%(here)s”, at Stripe “%(there)s”.")
            values = {
                "amount": amount,
                "here": row.get_state_display(),
                "there": str(dict(DisputeState.choices).get(dispute["status"], dispute["status"])),
            }
            yield Difference(key, words % values, dispute_id=row.pk)


def _of_payouts(account: str, payouts: list[Object]) -> Iterator[Difference]:
    rows: Mapping[str, Payout] = {
        row.external_id: row
        for row in Payout.objects.filter(
            external_account=account, external_id__in=[payout["id"] for payout in payouts]
        ).prefetch_related("lines")
    }
    for payout in payouts:
        row, key = rows.get(payout["id"]), f"payout/{payout['id']}"
        values = {"amount": _money(payout["amount"], payout).format()}
        if row is None:
            words = gettext("A payout of %(amount)s is not known here: its event was missed.")
            yield Difference(key, words % values)
        elif row.state != payout["status"]:
            values |= {
                "here": row.get_state_display(),
                "there": str(dict(PayoutState.choices).get(payout["status"], payout["status"])),
            }
            words = gettext("A payout of %(amount)s: here “%(here)s”, at Stripe “%(there)s”.")
            yield Difference(key, words % values, payout_id=row.pk)
        elif row.is_automatic and not report_of(row).ties:
            words = gettext("A payout of %(amount)s holds what is not on record here, or not so.")
            yield Difference(key, words % values, payout_id=row.pk)


def _money(minor: int, thing: Object) -> Money:
    return Money(minor, str(thing["currency"]).upper())
