"""Payouts: what is available goes to the bank account, with the movements it is made of."""

from __future__ import annotations

from standins.stripe import balance
from standins.stripe.books import PLATFORM, Books, blank
from standins.stripe.errors import Refusal, missing
from standins.stripe.lists import listing
from standins.stripe.money import currency_of
from standins.stripe.params import Params
from standins.stripe.periods import DAY_S
from standins.stripe.routing import job, route, when
from standins.stripe.store import Obj

URL = "/v1/payouts"
ARRIVES_AFTER_S = 2 * DAY_S
FAILURE = (
    "account_closed",
    "The bank account has been closed.",
)


def _bank_of(books: Books) -> Obj | None:
    account = books.store.get(PLATFORM, books.account) if books.is_connected else None
    if account is None:
        return None if books.is_connected else {"id": "ba_platform"}
    found = account["external_accounts"]["data"]
    return found[0] if found and account["payouts_enabled"] else None


def _open_movements(books: Books, currency: str) -> list[Obj]:
    """What is available and in no payout yet, the oldest first."""
    return [
        entered
        for entered in reversed(books.all(balance.TRANSACTION, currency=currency, status="available"))
        if entered["_payout"] is None
    ]


def pay_out_all(books: Books) -> list[Obj]:
    """An automatic payout a currency of all that is available; nothing where it comes to nothing."""
    currencies = sorted(
        {entered["currency"] for entered in books.all(balance.TRANSACTION, status="available")}
    )
    made = []
    for currency in currencies:
        movements = _open_movements(books, currency)
        amount = sum(entered["net"] for entered in movements)
        if amount > 0 and (bank := _bank_of(books)):
            made.append(_make(books, amount, currency, bank, movements, automatic=True))
    return made


@when("balance.available")
def plan(books: Books, entered: Obj) -> None:
    """Connected accounts are paid out daily unless they said otherwise; the platform's own has no bank."""
    account = books.store.get(PLATFORM, books.account) if books.is_connected else None
    is_daily = account is not None and account["settings"]["payouts"]["schedule"]["interval"] == "daily"
    if is_daily and not books.store.has_job(books.account, books.account, "payout.daily"):
        books.later(books.now, "payout.daily", books.account)


@job("payout.daily")
def pay_out_daily(books: Books, key: str) -> None:
    pay_out_all(books)


def _make(
    books: Books, amount: int, currency: str, bank: Obj, movements: list[Obj], *, automatic: bool
) -> Obj:
    payout = blank(
        "application_fee application_fee_amount failure_balance_transaction failure_code failure_message "
        "original_payout payout_method reversed_by statement_descriptor",
        id="",
        object="payout",
        amount=amount,
        arrival_date=(books.now + ARRIVES_AFTER_S) // DAY_S * DAY_S,
        automatic=automatic,
        balance_transaction=None,
        created=None,
        currency=currency,
        description="STRIPE PAYOUT",
        destination=bank["id"],
        livemode=False,
        metadata={},
        method="standard",
        reconciliation_status="completed" if automatic else "not_applicable",
        source_type="card",
        status="pending",
        trace_id={"status": "pending", "value": None},
        type="bank_account",
    )
    books.add(payout, "po_")
    entered = balance.note(books, "payout", -amount, currency, payout["id"], at_once=True)
    for movement in [*movements, entered]:
        books.save(books.get(balance.TRANSACTION, movement["id"]) | {"_payout": payout["id"]})
    payout["balance_transaction"] = entered["id"]
    books.save(payout)
    books.emit("payout.created", payout)
    payout["status"] = "in_transit"
    books.save(payout, event="payout.updated")
    books.later(payout["arrival_date"], "payout.arrive", payout["id"])
    return payout


@job("payout.arrive")
def arrive(books: Books, key: str) -> None:
    payout = books.get("payout", key)
    if payout["status"] == "in_transit":
        payout["status"] = "paid"
        books.save(payout)
        books.emit("payout.paid", payout)
        if payout["automatic"]:
            books.emit("payout.reconciliation_completed", payout)


def fail(books: Books, payout: Obj) -> Obj:
    """The bank sent it back: the money is available again, and payouts stop until there is another account."""
    if payout["status"] not in ("in_transit", "paid"):
        raise Refusal(f"This payout is {payout['status']}.")
    books.not_later(payout["id"])
    entered = balance.note(
        books, "payout_failure", payout["amount"], payout["currency"], payout["id"], at_once=True
    )
    payout |= {
        "status": "failed",
        "failure_balance_transaction": entered["id"],
        "failure_code": FAILURE[0],
        "failure_message": FAILURE[1],
    }
    books.save(payout)
    books.emit("payout.failed", payout)
    return payout


@route("POST", URL)
def create(books: Books, params: Params) -> Obj:
    amount = params.integer("amount", least=1)
    if amount is None:
        raise missing("amount")
    currency = currency_of(params)
    params.unchanging("method", "source_type")
    bank = _bank_of(books)
    if bank is None:
        raise Refusal("Sorry, you don't have any external accounts in that currency (" + currency + ").")
    has = {entry["currency"]: entry["amount"] for entry in balance.balance_of(books)["available"]}
    if has.get(currency, 0) < amount:
        raise Refusal(
            "You have insufficient funds in your Stripe account for this transfer. Your card balance is too low.",
            code="balance_insufficient",
        )
    payout = _make(books, amount, currency, bank, [], automatic=False)
    payout["description"] = params.text("description")
    payout["statement_descriptor"] = params.text("statement_descriptor", longest=22)
    payout["metadata"] = params.metadata()
    return books.save(payout)


@route("GET", URL)
def index(books: Books, params: Params) -> Obj:
    return listing(books, params, "payout", URL, status=params.text("status"))


@route("GET", URL + "/{payout}")
def show(books: Books, params: Params, payout: str) -> Obj:
    return books.here("payout", payout)


@route("POST", URL + "/{payout}")
def update(books: Books, params: Params, payout: str) -> Obj:
    found = books.here("payout", payout)
    found["metadata"] = params.metadata(found["metadata"])
    return books.save(found, event="payout.updated")


@route("POST", URL + "/{payout}/cancel")
def cancel(books: Books, params: Params, payout: str) -> Obj:
    books.here("payout", payout)
    raise Refusal("Only payouts that are still pending can be canceled; this one is on its way.")
