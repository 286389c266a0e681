"""Transfers: the platform's money moved to a connected account, and back."""

from __future__ import annotations

from standins.stripe import balance
from standins.stripe.books import PLATFORM, Books, blank
from standins.stripe.errors import Refusal, invalid, missing, unknown_object
from standins.stripe.lists import listing, whole
from standins.stripe.money import currency_of
from standins.stripe.params import Params
from standins.stripe.routing import route
from standins.stripe.store import Obj

URL = "/v1/transfers"


def from_charge(books: Books, charge: Obj, destination: str, amount: int, application_fee: int) -> Obj:
    """A destination charge: all of it goes on, the application fee comes back."""
    return make(
        books,
        amount=amount,
        currency=charge["currency"],
        destination=destination,
        source_transaction=charge["id"],
        transfer_group=charge["transfer_group"],
        application_fee=application_fee,
    )


def make(
    books: Books,
    *,
    amount: int,
    currency: str,
    destination: str,
    application_fee: int = 0,
    **more: object,
) -> Obj:
    """Raises resource_missing for an account that is not connected."""
    if books.store.get(PLATFORM, destination) is None:
        raise unknown_object("destination", destination, "destination")
    transfer = blank(
        "balance_transaction description destination_payment source_transaction transfer_group",
        id="",
        object="transfer",
        amount=amount,
        amount_reversed=0,
        created=None,
        currency=currency,
        destination=destination,
        livemode=False,
        metadata={},
        reversals=None,
        reversed=False,
        source_type="card",
    )
    transfer |= more
    books.add(transfer, "tr_")
    transfer["reversals"] = whole(f"{URL}/{transfer['id']}/reversals", [])
    transfer["balance_transaction"] = balance.note(
        books, "transfer", -amount, currency, transfer["id"], at_once=True
    )["id"]
    receiving = books.of(destination)
    fees = [balance.fee_entry("application_fee", application_fee, currency)] if application_fee else []
    payment = receiving.house.new_id("py_")
    balance.note(receiving, "payment", amount, currency, payment, fees=fees)
    transfer["destination_payment"] = payment
    return books.save(transfer, event="transfer.created")


def reverse(books: Books, transfer: Obj, amount: int) -> Obj:
    """Bring some of a transfer back. Raises for more than is left of it."""
    if amount > transfer["amount"] - transfer["amount_reversed"]:
        raise Refusal(
            f"Reversal amount ({amount}) is greater than unreversed amount on transfer "
            f"({transfer['amount'] - transfer['amount_reversed']})",
            param="amount",
        )
    reversal: Obj = {
        "id": "",
        "object": "transfer_reversal",
        "amount": amount,
        "balance_transaction": None,
        "created": None,
        "currency": transfer["currency"],
        "destination_payment_refund": None,
        "metadata": {},
        "source_refund": None,
        "transfer": transfer["id"],
    }
    books.add(reversal, "trr_")
    entered = balance.note(
        books, "transfer_refund", amount, transfer["currency"], reversal["id"], at_once=True
    )
    reversal["balance_transaction"] = entered["id"]
    books.save(reversal)
    balance.note(
        books.of(transfer["destination"]),
        "payment_refund",
        -amount,
        transfer["currency"],
        reversal["id"],
        at_once=True,
    )
    transfer["amount_reversed"] += amount
    transfer["reversed"] = transfer["amount_reversed"] == transfer["amount"]
    transfer["reversals"]["data"].insert(0, reversal)
    books.save(transfer, event="transfer.reversed")
    return reversal


@route("POST", URL)
def create(books: Books, params: Params) -> Obj:
    amount = params.integer("amount", least=1)
    if amount is None:
        raise missing("amount")
    currency = currency_of(params)
    group = params.text("transfer_group")
    source = params.text("source_transaction")
    if source:
        books.get("charge", source, param="source_transaction")
    else:
        has = {entry["currency"]: entry["amount"] for entry in balance.balance_of(books)["available"]}
        if has.get(currency, 0) < amount:
            raise Refusal(
                "You have insufficient available funds in your Stripe account. Try adding funds directly to your "
                "available balance by creating Charges using the 4000000000000077 test card.",
                code="balance_insufficient",
            )
    return make(
        books,
        amount=amount,
        currency=currency,
        destination=params.needed("destination"),
        description=params.text("description"),
        metadata=params.metadata(),
        source_transaction=source,
        transfer_group=group,
    )


@route("GET", URL)
def index(books: Books, params: Params) -> Obj:
    return listing(
        books,
        params,
        "transfer",
        URL,
        destination=params.text("destination"),
        transfer_group=params.text("transfer_group"),
    )


@route("GET", URL + "/{transfer}")
def show(books: Books, params: Params, transfer: str) -> Obj:
    return books.here("transfer", transfer)


@route("POST", URL + "/{transfer}/reversals")
def create_reversal(books: Books, params: Params, transfer: str) -> Obj:
    found = books.here("transfer", transfer)
    left = found["amount"] - found["amount_reversed"]
    amount = params.integer("amount", left, least=1)
    params.unchanging("description", "metadata", "refund_application_fee")
    if not left:
        raise invalid("This transfer has already been fully reversed.")
    return reverse(books, found, amount or left)
