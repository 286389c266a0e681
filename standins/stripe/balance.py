"""What an account has: balance transactions, each with its fees, pending for two days, then available."""

from __future__ import annotations

from standins.stripe.books import Books
from standins.stripe.lists import listing
from standins.stripe.params import Params
from standins.stripe.periods import DAY_S
from standins.stripe.routing import job, route, tell
from standins.stripe.store import Obj

TRANSACTION = "balance_transaction"
URL = "/v1/balance_transactions"
PENDING_DAYS = 2
# https://docs.stripe.com/reports/reporting-categories
CATEGORIES = {
    "adjustment": "dispute", "application_fee": "platform_earning", "application_fee_refund": "platform_earning_refund",
    "charge": "charge", "payment": "charge", "payout": "payout", "payout_failure": "payout_reversal",
    "refund": "refund", "payment_refund": "refund", "refund_failure": "refund_failure", "stripe_fee": "fee",
    "transfer": "transfer", "transfer_refund": "transfer_reversal",
}  # fmt: skip


def note(
    books: Books,
    kind: str,
    amount: int,
    currency: str,
    source: str,
    *,
    fees: list[Obj] | None = None,
    at_once: bool = False,
    category: str | None = None,
    description: str | None = None,
) -> Obj:
    """Enter a movement; `fees` are taken off it."""
    fee = sum(entry["amount"] for entry in fees or [])
    available_on = books.now if at_once else (books.now // DAY_S + PENDING_DAYS) * DAY_S
    entered: Obj = {
        "id": "",
        "object": TRANSACTION,
        "amount": amount,
        "available_on": available_on,
        "balance_type": "payments",
        "created": None,
        "currency": currency,
        "description": description,
        "exchange_rate": None,
        "fee": fee,
        "fee_details": fees or [],
        "net": amount - fee,
        "reporting_category": category or CATEGORIES[kind],
        "source": source,
        "status": "available" if at_once else "pending",
        "type": kind,
        "_payout": None,
    }
    books.add(entered, "txn_")
    if not at_once:
        books.later(available_on, "balance.available", entered["id"])
    return entered


def fee_entry(kind: str, amount: int, currency: str, application: str | None = None) -> Obj:
    description = "Application fee" if kind == "application_fee" else "Stripe processing fees"
    return {
        "amount": amount,
        "application": application,
        "currency": currency,
        "description": description,
        "type": kind,
    }


@job("balance.available")
def become_available(books: Books, key: str) -> None:
    found = books.get(TRANSACTION, key)
    found["status"] = "available"
    books.save(found)
    books.emit("balance.available", balance_of(books))
    tell(books, "balance.available", found)


def balance_of(books: Books) -> Obj:
    """What is pending and what is available, a currency each."""
    sums: dict[str, dict[str, int]] = {"pending": {}, "available": {}}
    for entered in books.all(TRANSACTION):
        by_currency = sums[entered["status"]]
        by_currency[entered["currency"]] = by_currency.get(entered["currency"], 0) + entered["net"]

    def shown(state: str) -> list[Obj]:
        known = sums[state] or {"usd": 0}
        return [
            {"amount": known[currency], "currency": currency, "source_types": {"card": known[currency]}}
            for currency in sorted(known)
        ]

    reserved = [{"amount": 0, "currency": "usd"}]
    return {
        "object": "balance",
        "available": shown("available"),
        "connect_reserved": reserved,
        "livemode": False,
        "pending": shown("pending"),
    }


@route("GET", "/v1/balance")
def show_balance(books: Books, params: Params) -> Obj:
    return balance_of(books)


@route("GET", URL)
def index(books: Books, params: Params) -> Obj:
    payout = params.text("payout")
    return listing(
        books,
        params,
        TRANSACTION,
        URL,
        keep=(lambda entered: entered["_payout"] == payout) if payout else None,
        currency=params.text("currency"),
        source=params.text("source"),
        type=params.text("type"),
    )


@route("GET", URL + "/{transaction}")
def show(books: Books, params: Params, transaction: str) -> Obj:
    return books.here(TRANSACTION, transaction)
