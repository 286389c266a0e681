"""Charges: one attempt to take money from a card, with its fees, on the account it belongs to."""

from __future__ import annotations

from standins.stripe import balance, money
from standins.stripe.books import PLATFORM, Books, blank
from standins.stripe.cards import Card
from standins.stripe.expand import included
from standins.stripe.lists import listing, whole
from standins.stripe.params import Params
from standins.stripe.payment_methods import behaviour
from standins.stripe.routing import route, tell
from standins.stripe.store import Obj

URL = "/v1/charges"
APPLICATION = "ca_BoomStandInApplication"


def make(
    books: Books,
    intent: Obj,
    method: Obj,
    *,
    failure: tuple[str, str | None, str] | None,
    is_authenticated: bool,
) -> Obj:
    """Charge, or only authorise when the intent is captured by hand; with `failure`, an attempt that failed."""
    amount, is_captured = intent["amount"], failure is None and intent["capture_method"] != "manual"
    code, decline, sentence = failure or (None, None, None)
    charge = blank(
        "application_fee balance_transaction calculated_statement_descriptor failure_balance_transaction on_behalf_of "
        "receipt_number review source source_transfer statement_descriptor statement_descriptor_suffix",
        id="",
        object="charge",
        amount=amount,
        amount_captured=0,
        amount_refunded=0,
        application=APPLICATION if books.is_connected else None,
        application_fee_amount=intent["application_fee_amount"],
        billing_details=method["billing_details"],
        captured=is_captured,
        created=None,
        currency=intent["currency"],
        customer=intent["customer"],
        description=intent["description"],
        disputed=False,
        failure_code=code,
        failure_message=sentence,
        fraud_details={},
        livemode=False,
        metadata=intent["metadata"],
        outcome={
            "advice_code": "try_again_later" if failure else None,
            "network_advice_code": None,
            "network_decline_code": None,
            "network_status": "declined_by_network" if failure else "approved_by_network",
            "reason": decline,
            "risk_level": "normal",
            "seller_message": "The bank did not return any further details."
            if failure
            else "Payment complete.",
            "type": "issuer_declined" if failure else "authorized",
        },
        paid=failure is None,
        payment_intent=intent["id"],
        payment_method=method["id"],
        payment_method_details={
            "card": _card_details(amount, method, is_authenticated=is_authenticated),
            "type": "card",
        },
        receipt_email=intent["receipt_email"],
        receipt_url=None,
        refunded=False,
        shipping=intent["shipping"],
        status="failed" if failure else "succeeded",
        transfer_data=intent["transfer_data"],
        transfer_group=intent["transfer_group"],
    )
    books.add(charge, "ch_")
    charge["receipt_url"] = books.page(f"/receipt/{books.account}/{charge['id']}")
    books.save(charge, event="charge.failed" if failure else None)
    if failure is None:
        # The balance transaction comes a moment later, as with Stripe's automatic_async.
        books.emit("charge.succeeded", charge)
    if is_captured:
        take(books, charge, amount, intent["application_fee_amount"], behaviour(method))
    return charge


def take(books: Books, charge: Obj, amount: int, application_fee: int | None, card: Card) -> None:
    """Capture an amount: the money arrives, fees go off, the platform and a destination get their share."""
    charge["captured"] = True
    charge["amount_captured"] = amount
    currency, destination = charge["currency"], (charge["transfer_data"] or {}).get("destination")
    fees = [balance.fee_entry("stripe_fee", money.fee(amount, currency), currency)]
    if application_fee:
        fee = _application_fee(books, charge, application_fee, destination)
        charge["application_fee"] = fee["id"]
        charge["application_fee_amount"] = application_fee
        if not destination:
            fees.append(balance.fee_entry("application_fee", application_fee, currency, APPLICATION))
    entered = balance.note(
        books, "charge", amount, currency, charge["id"], fees=fees, at_once=card.is_available_at_once,
        description=charge["description"],
    )  # fmt: skip
    charge["balance_transaction"] = entered["id"]
    if destination:
        from standins.stripe import transfers

        transfers.from_charge(books, charge, destination, amount, application_fee or 0)
    books.save(charge, event="charge.updated")
    if card.disputed:
        tell(books, "charge.is_disputed", charge)


def _application_fee(books: Books, charge: Obj, amount: int, destination: str | None) -> Obj:
    """What the platform earns of a connected account's charge: an object of the platform's."""
    platform = books.of(PLATFORM)
    fee: Obj = {
        "id": "",
        "object": "application_fee",
        "account": destination or books.account,
        "amount": amount,
        "amount_refunded": 0,
        "application": APPLICATION,
        "balance_transaction": None,
        "charge": charge["id"],
        "created": None,
        "currency": charge["currency"],
        "fee_source": {"charge": charge["id"], "type": "charge"},
        "livemode": False,
        "originating_transaction": None,
        "refunded": False,
        "refunds": None,
    }
    platform.add(fee, "fee_")
    fee["refunds"] = whole(f"/v1/application_fees/{fee['id']}/refunds", [])
    entered = balance.note(platform, "application_fee", amount, charge["currency"], fee["id"])
    fee["balance_transaction"] = entered["id"]
    return platform.save(fee, event="application_fee.created")


def _card_details(amount: int, method: Obj, *, is_authenticated: bool) -> Obj:
    card = method["card"]
    unavailable = {"status": "unavailable"}
    secure = blank("electronic_commerce_indicator exemption_indicator result_reason") | {
        "authentication_flow": "challenge",
        "result": "authenticated",
        "transaction_id": f"ds_{method['id'][3:19]}",
        "version": "2.2.0",
    }
    return blank(
        "authorization_code installments mandate network_transaction_id transaction_link_id wallet",
        amount_authorized=amount,
        brand=card["brand"],
        checks=card["checks"],
        country=card["country"],
        exp_month=card["exp_month"],
        exp_year=card["exp_year"],
        extended_authorization={"status": "disabled"},
        fingerprint=card["fingerprint"],
        funding=card["funding"],
        incremental_authorization=unavailable,
        last4=card["last4"],
        multicapture=unavailable,
        network=card["brand"],
        network_token={"used": False},
        overcapture={"maximum_amount_capturable": amount, "status": "unavailable"},
        regulated_status="unregulated",
        three_d_secure=secure if is_authenticated else None,
    )


@route("GET", URL)
def index(books: Books, params: Params) -> Obj:
    return listing(
        books,
        params,
        "charge",
        URL,
        customer=params.text("customer"),
        payment_intent=params.text("payment_intent"),
        transfer_group=params.text("transfer_group"),
    )


@route("GET", URL + "/{charge}")
def show(books: Books, params: Params, charge: str) -> Obj:
    return books.here("charge", charge)


@route("POST", URL + "/{charge}")
def update(books: Books, params: Params, charge: str) -> Obj:
    found = books.here("charge", charge)
    found["description"] = params.text("description", found["description"])
    found["metadata"] = params.metadata(found["metadata"])
    return books.save(found, event="charge.updated")


@included("charge", "refunds")
def refunds_of(books: Books, charge: Obj) -> Obj:
    return whole(f"{URL}/{charge['id']}/refunds", books.all("refund", charge=charge["id"]))


@route("GET", "/v1/application_fees")
def index_fees(books: Books, params: Params) -> Obj:
    return listing(books, params, "application_fee", "/v1/application_fees", charge=params.text("charge"))


@route("GET", "/v1/application_fees/{fee}")
def show_fee(books: Books, params: Params, fee: str) -> Obj:
    return books.here("application_fee", fee)
