"""Fees of guests' payments: what they are, and what Stripe took, in the platform's books. In public scope."""

from __future__ import annotations

from datetime import UTC, datetime

from billing.models import ConnectedAccount, FeeTaken, PlatformFee
from boom.core.db import service
from boom.core.money import Money
from boom.core.providers import stripe
from boom.core.providers.stripe import Object
from ledger.domain.entries import Account, AccountKind, credit, debit
from ledger.services import post

HELD, EARNED = "platform/stripe", "platform/fees"


@service
def set_fee(
    *, plan_id: int, currency: str, basis_points: int, fixed_minor: int, is_returned: bool, was_in: str = ""
) -> PlatformFee:
    """Say what the platform keeps of payments in a currency from now on, for who has the plan.

    `was_in` is the currency that it was said for before, where that is another.
    """
    fee, _ = PlatformFee.objects.update_or_create(
        plan_id=plan_id,
        currency=was_in or currency,
        defaults={
            "currency": currency,
            "basis_points": basis_points,
            "fixed_minor": fixed_minor,
            "is_returned": is_returned,
        },
    )
    return fee


@service
def drop_fee(*, plan_id: int, currency: str) -> None:
    """Keep nothing any more of payments that begin after this."""
    PlatformFee.objects.filter(plan_id=plan_id, currency=currency).delete()


@service
def fold_fee(*, present: Object, connected: ConnectedAccount, now: datetime) -> FeeTaken:
    """Make our row say what Stripe has of a fee, and the platform's books with it. Twice changes nothing."""
    fee, _ = FeeTaken.objects.select_for_update().get_or_create(
        stripe_id=present["id"],
        defaults={
            "business_id": connected.business_id,
            "is_live": stripe.is_live(),
            "amount_minor": present["amount"],
            "currency": str(present["currency"]).upper(),
            "taken_at": datetime.fromtimestamp(present["created"], UTC),
        },
    )
    _post(fee, f"fee/{fee.stripe_id}", Money(fee.amount_minor, fee.currency), fee.taken_at)
    returned = int(present["amount_refunded"])
    if returned > fee.returned_minor:
        more = Money(returned - fee.returned_minor, fee.currency)
        _post(fee, f"fee/{fee.stripe_id}/back/{returned}", -more, now)
        fee.returned_minor = returned
        fee.save(update_fields=["returned_minor"])
    return fee


def _post(fee: FeeTaken, key: str, amount: Money, at: datetime) -> None:
    # What is tried out has books of its own.
    before = "" if fee.is_live else "test/"
    held = Account(f"{before}{HELD}", AccountKind.ASSET)
    earned = Account(f"{before}{EARNED}", AccountKind.INCOME)
    kind = "fee" if amount.minor > 0 else "fee.back"
    about = f"business/{fee.business_id}"
    post(key=key, kind=kind, at=at, about=about, lines=[debit(held, amount), credit(earned, amount)])
