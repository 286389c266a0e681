"""Gift vouchers whose money goes back to whoever paid it: emptied, and filled again where it did not."""

from __future__ import annotations

from django.db.models import F

from bookings.models import GiftVoucher, RuleState
from bookings.services.prices import RuleUnknown
from bookings.services.setup import setup_changed
from boom.core.db import service


@service
def empty_voucher(*, voucher_id: int) -> int:
    """Take off a voucher what is left on it, and put it out of use; gives what that was, in minor units.

    What comes back on it later (a booking paid with it is cancelled) can be taken off again. Raises
    RuleUnknown.
    """
    voucher = GiftVoucher.objects.select_for_update().filter(pk=voucher_id).first()
    if voucher is None:
        raise RuleUnknown
    left = voucher.balance_minor
    voucher.balance_minor, voucher.state = 0, RuleState.ARCHIVED
    voucher.save(update_fields=["balance_minor", "state"])
    setup_changed(voucher.venue_id)
    return left


@service
def withhold_voucher(*, voucher_id: int) -> None:
    """Let a voucher pay for nothing while a bank has what was paid for it; what is on it stays there.

    Raises RuleUnknown.
    """
    _set_state(voucher_id, RuleState.ARCHIVED)


@service
def release_voucher(*, voucher_id: int) -> None:
    """Let a voucher pay again that was withheld. Raises RuleUnknown."""
    _set_state(voucher_id, RuleState.ACTIVE)


@service
def refill_voucher(*, voucher_id: int, amount_minor: int) -> None:
    """Put on a voucher again what was taken off it, and let it pay again. Raises RuleUnknown."""
    rows = GiftVoucher.objects.filter(pk=voucher_id)
    if not rows.update(balance_minor=F("balance_minor") + amount_minor, state=RuleState.ACTIVE):
        raise RuleUnknown
    setup_changed(rows.values_list("venue_id", flat=True).get())


def _set_state(voucher_id: int, state: RuleState) -> None:
    rows = GiftVoucher.objects.filter(pk=voucher_id)
    if not rows.update(state=state):
        raise RuleUnknown
    setup_changed(rows.values_list("venue_id", flat=True).get())
