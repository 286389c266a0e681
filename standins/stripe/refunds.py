"""Refunds: never above what was captured; at once, later, or failing later, as the card says."""

from __future__ import annotations

from standins.stripe import balance, transfers
from standins.stripe.books import PLATFORM, Books, blank
from standins.stripe.errors import Refusal, invalid, missing
from standins.stripe.lists import listing
from standins.stripe.money import share, spoken
from standins.stripe.params import Params, only_one
from standins.stripe.payment_methods import behaviour
from standins.stripe.routing import job, route
from standins.stripe.store import Obj

URL = "/v1/refunds"
REASONS = ("duplicate", "fraudulent", "requested_by_customer")
TAKES_S = 3600


@route("POST", URL)
def create(books: Books, params: Params) -> Obj:
    only_one(params, ("charge", "payment_intent"))
    charge = _charge_from(books, params)
    amount = params.integer("amount", least=1)
    reason = params.text("reason", among=REASONS)
    metadata = params.metadata()
    return_fee, reverse = params.boolean("refund_application_fee"), params.boolean("reverse_transfer")
    params.unchanging("instructions_email", "currency")
    left = charge["amount_captured"] - charge["amount_refunded"]
    if not charge["captured"]:
        raise invalid(
            "This charge was not captured; cancel its PaymentIntent instead.", code="charge_not_captured"
        )
    if charge["disputed"] and not _is_refundable(books, charge):
        raise Refusal(
            f"Charge {charge['id']} has been charged back; cannot issue a refund.", code="charge_disputed"
        )
    if charge["refunded"] or left <= 0:
        raise Refusal(
            f"Charge {charge['id']} has already been refunded.",
            code="charge_already_refunded",
            param="charge",
        )
    if amount is not None and amount > left:
        raise Refusal(
            f"Refund amount ({spoken(amount, charge['currency'])}) is greater than unrefunded amount on charge "
            f"({spoken(left, charge['currency'])})",
            param="amount",
        )
    return make(
        books, charge, left if amount is None else amount, reason=reason, metadata=metadata,
        return_fee=bool(return_fee), reverse=bool(reverse),
    )  # fmt: skip


def _charge_from(books: Books, params: Params) -> Obj:
    if key := params.text("charge"):
        return books.get("charge", key, param="charge")
    intent = books.get("payment_intent", params.needed("payment_intent"), param="payment_intent")
    if intent["status"] == "requires_capture" or not intent["latest_charge"]:
        raise Refusal(
            f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund.",
            code="payment_intent_unexpected_state" if intent["latest_charge"] else None,
            param="payment_intent",
        )
    return books.get("charge", intent["latest_charge"])


def _is_refundable(books: Books, charge: Obj) -> bool:
    return all(dispute["is_charge_refundable"] for dispute in books.all("dispute", charge=charge["id"]))


def make(
    books: Books,
    charge: Obj,
    amount: int,
    *,
    reason: str | None = None,
    metadata: dict[str, str] | None = None,
    return_fee: bool = False,
    reverse: bool = False,
) -> Obj:
    """Give back an amount that is known to be there."""
    if charge["payment_method"] is None:
        raise missing("payment_method")
    card = behaviour(books.get("payment_method", charge["payment_method"]))
    refund = blank(
        "customer customer_account receipt_number source_transfer_reversal transfer_reversal",
        id="",
        object="refund",
        amount=amount,
        balance_transaction=None,
        charge=charge["id"],
        created=None,
        currency=charge["currency"],
        destination_details={
            "card": {
                "reference_status": "pending",
                "reference_type": "acquirer_reference_number",
                "type": "refund",
            },
            "type": "card",
        },
        metadata=metadata or {},
        payment_intent=charge["payment_intent"],
        payment_method=charge["payment_method"],
        reason=reason,
        status="pending" if card.refunds == "pending" else "succeeded",
    )
    books.add(refund, "re_")
    entered = balance.note(books, "refund", -amount, charge["currency"], refund["id"])
    refund["balance_transaction"] = entered["id"]
    if reverse:
        refund["transfer_reversal"] = _reverse_transfer(books, charge, amount)
    books.save(refund, event="refund.created")
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] >= charge["amount"]
    books.save(charge, event="charge.refunded")
    if return_fee and charge["application_fee"]:
        _return_fee(books, charge, amount)
    if card.refunds != "succeeded":
        books.later(
            books.now + TAKES_S, f"refund.{'settle' if card.refunds == 'pending' else 'fail'}", refund["id"]
        )
    return refund


def _reverse_transfer(books: Books, charge: Obj, amount: int) -> str:
    [transfer] = books.all("transfer", source_transaction=charge["id"])
    part = share(transfer["amount"], amount, charge["amount_captured"])
    return str(transfers.reverse(books, transfer, part)["id"])


def _return_fee(books: Books, charge: Obj, amount: int) -> None:
    """The platform gives back its part of what is refunded."""
    platform = books.of(PLATFORM)
    fee = platform.get("application_fee", charge["application_fee"])
    part = min(
        share(fee["amount"], amount, charge["amount_captured"]), fee["amount"] - fee["amount_refunded"]
    )
    back: Obj = {
        "id": "",
        "object": "fee_refund",
        "amount": part,
        "balance_transaction": None,
        "created": None,
        "currency": fee["currency"],
        "fee": fee["id"],
        "metadata": {},
    }
    platform.add(back, "fr_")
    entered = balance.note(platform, "application_fee_refund", -part, fee["currency"], back["id"])
    back["balance_transaction"] = entered["id"]
    platform.save(back)
    balance.note(books, "application_fee_refund", part, fee["currency"], back["id"])
    fee["amount_refunded"] += part
    fee["refunded"] = fee["amount_refunded"] == fee["amount"]
    fee["refunds"]["data"].insert(0, back)
    platform.save(fee, event="application_fee.refunded")


@job("refund.settle")
def settle(books: Books, key: str) -> None:
    refund = books.get("refund", key)
    if refund["status"] == "pending":
        refund["status"] = "succeeded"
        books.save(refund, event="refund.updated")
        books.emit("charge.refund.updated", refund)


@job("refund.fail")
def fail(books: Books, key: str) -> None:
    """The bank could not take it: the money is back with the account."""
    refund = books.get("refund", key)
    if refund["status"] not in ("pending", "succeeded"):
        return
    entered = balance.note(books, "refund_failure", refund["amount"], refund["currency"], refund["id"])
    refund |= {
        "status": "failed",
        "failure_reason": "expired_or_canceled_card",
        "failure_balance_transaction": entered["id"],
    }
    charge = books.get("charge", refund["charge"])
    charge["amount_refunded"] -= refund["amount"]
    charge["refunded"] = False
    books.save(charge)
    books.save(refund, event="refund.updated")
    books.emit("refund.failed", refund)
    books.emit("charge.refund.updated", refund)


@route("GET", URL)
def index(books: Books, params: Params) -> Obj:
    return listing(
        books,
        params,
        "refund",
        URL,
        charge=params.text("charge"),
        payment_intent=params.text("payment_intent"),
    )


@route("GET", URL + "/{refund}")
def show(books: Books, params: Params, refund: str) -> Obj:
    return books.here("refund", refund)


@route("POST", URL + "/{refund}")
def update(books: Books, params: Params, refund: str) -> Obj:
    found = books.here("refund", refund)
    found["metadata"] = params.metadata(found["metadata"])
    return books.save(found, event="refund.updated")


@route("POST", URL + "/{refund}/cancel")
def cancel(books: Books, params: Params, refund: str) -> Obj:
    books.here("refund", refund)
    raise Refusal("Only refunds that require action by the customer can be canceled; card refunds never do.")
