"""Orders about money: what Stripe or a bank would do by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from standins.stripe.control import BadOrder, Control, order

WISHES = ("cancel", "unpaid", "past_due")


@order("POST", "/settings")
def settings(control: Control, said: Mapping[str, Any]) -> Any:
    """`retry_days`: days from each failed attempt to the next; `after_last_retry`: cancel, unpaid or past_due."""
    if unknown := set(said) - {"retry_days", "after_last_retry"}:
        raise BadOrder(f"unknown: {', '.join(sorted(unknown))}")
    if said.get("after_last_retry", "cancel") not in WISHES:
        raise BadOrder(f"after_last_retry must be one of {', '.join(WISHES)}")
    with control.house.store.transaction():
        for name, value in said.items():
            control.house.store.set(f"dunning.{name}", value)
    return {}
