"""Orders about money: what Stripe or a bank would do by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from standins.stripe import accounts, disputes, payouts
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


# ---- banks and cardholders


@order("POST", "/payouts")
def payout(control: Control, said: Mapping[str, Any]) -> Any:
    """Pay out all that is available in an `account` (the platform's own when not said)."""
    with control.house.store.transaction():
        return {"payouts": payouts.pay_out_all(control.books(said))}


@order("POST", "/payouts/fail")
def payout_failed(control: Control, said: Mapping[str, Any]) -> Any:
    """The bank sends `payout` of `account` back."""
    with control.house.store.transaction():
        books = control.books(said)
        return {"payout": payouts.fail(books, books.get("payout", said["payout"]))}


@order("POST", "/disputes")
def dispute_opened(control: Control, said: Mapping[str, Any]) -> Any:
    """The holder of the card disputes `charge` of `account` for a `reason` (`inquiry` only asks)."""
    with control.house.store.transaction():
        books = control.books(said)
        charge = books.get("charge", said["charge"])
        reason = str(said.get("reason", "fraudulent"))
        return {"dispute": disputes.open_dispute(books, charge, reason=reason, amount=said.get("amount"))}


@order("POST", "/disputes/decide")
def dispute_decided(control: Control, said: Mapping[str, Any]) -> Any:
    """The bank decides `dispute` of `account`: `won` or `lost`."""
    if said["outcome"] not in ("won", "lost"):
        raise BadOrder("outcome must be won or lost")
    with control.house.store.transaction():
        books = control.books(said)
        found = books.get("dispute", said["dispute"])
        return {"dispute": disputes.decide(books, found, is_won=said["outcome"] == "won")}


@order("POST", "/accounts")
def account_changed(control: Control, said: Mapping[str, Any]) -> Any:
    """Stripe asks `account` for a document (`ask`), or has all it asked for (`settle`)."""
    with control.house.store.transaction():
        books = control.books({})
        found = books.get("account", said["account"])
        if said.get("ask"):
            found["_asked"] = [*found["_asked"], accounts.DOCUMENT]
            found["_answered"] = [name for name in found["_answered"] if name != accounts.DOCUMENT]
            return {"account": accounts.save(books, found)}
        answers = dict.fromkeys(found["_asked"], "shown")
        return {"account": accounts.answer(books, found, answers=answers, bank="000123456789")}
