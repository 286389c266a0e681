"""What the platform has at Stripe, in the platform's books: every movement of its balance, once.

Stripe lists all that moves our balance, plans that are paid and given back, disputes, its own fees, payouts,
and never changes a line. Each is an entry under the line's id, so reading the list twice changes nothing.
What the platform keeps of guests' payments comes with its events (`platform_fees`). In the public scope.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from billing.domain.subscriptions import moment
from billing.models import BillingCustomer, KeptBooks
from boom.core.db import service
from boom.core.money import Money
from boom.core.providers import stripe
from boom.core.providers.stripe import Object
from ledger.domain.entries import Account, AccountKind, credit, debit
from ledger.models import Entry
from ledger.selectors import balance
from ledger.services import post

HELD, FEES_OF_STRIPE = "platform/stripe", "platform/stripe_fees"
# What stands against a movement, by Stripe's word for why it was
# (https://docs.stripe.com/reports/reporting-categories).
PLANS = ("platform/plans", AccountKind.INCOME)
DISPUTED = ("platform/disputes", AccountKind.EXPENSE)
BANK = ("platform/bank", AccountKind.ASSET)
AGAINST = {
    "charge": PLANS,
    "charge_failure": PLANS,
    "refund": PLANS,
    "refund_failure": PLANS,
    "dispute": DISPUTED,
    "dispute_reversal": DISPUTED,
    "payout": BANK,
    "payout_reversal": BANK,
    "topup": BANK,
    "fee": (FEES_OF_STRIPE, AccountKind.EXPENSE),
}
ELSE = ("platform/other", AccountKind.EXPENSE)
# In the books by the events of fees.
BY_EVENTS = {"platform_earning", "platform_earning_refund"}
# A line may be listed a while after it was made.
OVERLAP = timedelta(days=3)
AT_ONCE, MOST_LINES = 200, 1_000_000


def keep_books(*, now: datetime) -> int:
    """Post what moved our balance since the last look. Returns how many movements. As `stripe.read`."""
    is_live = stripe.is_live()
    known = KeptBooks.objects.filter(is_live=is_live).first()
    params: dict[str, Any] = {"expand": ["data.source"]}
    if known is not None:
        params["created"] = {"gte": int((known.kept_until - OVERLAP).timestamp())}
    listed = stripe.read_all("/v1/balance_transactions", params, most=MOST_LINES)
    posted = 0
    # Newest first: only a list that was read to its end is kept.
    while some := list(islice(listed, AT_ONCE)):
        posted += _post_new(some, is_live=is_live)
    _note_kept(is_live=is_live, until=now)
    return posted


def differences() -> Mapping[str, tuple[Money, Money]]:
    """By currency what Stripe has of ours and what the books say, where the two differ. As `stripe.read`."""
    there: dict[str, int] = {}
    has = stripe.read("/v1/balance")
    for part in [*has["available"], *has["pending"]]:
        currency = part["currency"].upper()
        there[currency] = there.get(currency, 0) + part["amount"]
    pairs = {
        currency: (Money(minor, currency), balance(f"{_before(stripe.is_live())}{HELD}", currency))
        for currency, minor in there.items()
    }
    return {currency: pair for currency, pair in pairs.items() if pair[0] != pair[1]}


@service
def _post_new(moved: Sequence[Object], *, is_live: bool) -> int:
    keys = [f"stripe/{each['id']}" for each in moved]
    before = set(Entry.objects.filter(key__in=keys).values_list("key", flat=True))
    new = [
        each
        for key, each in zip(keys, moved, strict=True)
        if key not in before and each["reporting_category"] not in BY_EVENTS and (each["net"] or each["fee"])
    ]
    whose = _businesses_of(new)
    for each in new:
        _post(each, whose.get(_customer_of(each)), is_live=is_live)
    return len(new)


def _post(moved: Object, business_id: int | None, *, is_live: bool) -> None:
    """An entry for one movement: what came in or went out, less what Stripe kept of it."""
    currency, category = moved["currency"].upper(), moved["reporting_category"]
    name, kind = AGAINST.get(category, ELSE)
    before = _before(is_live)
    held, fees = Account(f"{before}{HELD}", AccountKind.ASSET), _fees(before)
    against = Account(f"{before}{name}", kind)
    post(
        key=f"stripe/{moved['id']}",
        kind=f"stripe.{category}"[:40],
        at=moment(moved["created"]),
        about=f"business/{business_id}" if business_id else "",
        words=_source_of(moved),
        lines=[
            debit(held, Money(moved["net"], currency)),
            debit(fees, Money(moved["fee"], currency)),
            credit(against, Money(moved["amount"], currency)),
        ],
    )


def _fees(before: str) -> Account:
    return Account(f"{before}{FEES_OF_STRIPE}", AccountKind.EXPENSE)


def _before(is_live: bool) -> str:
    # What is tried out has books of its own.
    return "" if is_live else "test/"


def _source_of(moved: Object) -> str:
    """The id of what moved it, where Stripe names one."""
    source = moved.get("source")
    return str((source.get("id") if isinstance(source, dict) else source) or "")[:300]


def _customer_of(moved: Object) -> str:
    source = moved.get("source")
    found = source.get("customer") if isinstance(source, dict) else None
    return str((found.get("id") if isinstance(found, dict) else found) or "")


def _businesses_of(moved: Sequence[Object]) -> Mapping[str, int]:
    customers = {_customer_of(each) for each in moved} - {""}
    known = BillingCustomer.objects.filter(stripe_id__in=customers)
    return dict(known.values_list("stripe_id", "business_id"))


@service
def _note_kept(*, is_live: bool, until: datetime) -> None:
    KeptBooks.objects.update_or_create(is_live=is_live, defaults={"kept_until": until})
