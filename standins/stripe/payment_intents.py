"""Payment intents: from what is to be paid, through card and 3-D Secure, to the charge.

requires_payment_method -> requires_confirmation -> requires_action -> requires_capture -> succeeded; or canceled.
https://docs.stripe.com/payments/paymentintents/lifecycle
"""

from __future__ import annotations

from typing import Any

from standins.stripe import cards, charges, payment_methods
from standins.stripe.books import PLATFORM, Books, blank, shown
from standins.stripe.customers import contact_of
from standins.stripe.errors import Refusal, invalid, unexpected_state, unknown_object
from standins.stripe.params import Params
from standins.stripe.periods import DAY_S
from standins.stripe.routing import job, tell
from standins.stripe.store import Obj

URL = "/v1/payment_intents"
KIND = "payment_intent"
CAPTURE_WITHIN_S = 7 * DAY_S
CONFIRMABLE = ("requires_payment_method", "requires_confirmation", "requires_action")
CANCELLABLE = (*CONFIRMABLE, "requires_capture", "processing")
REASONS = ("abandoned", "duplicate", "fraudulent", "requested_by_customer")
AUTHENTICATE = (
    "Your card was declined. This transaction requires authentication.",
    (
        "The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new PaymentMethod "
        "to attempt to fulfill this PaymentIntent again."
    ),
)


def make(
    books: Books, *, amount: int, currency: str, event: str | None = "payment_intent.created", **more: Any
) -> Obj:
    """A new intent. `_marks` of `more` (names with an underscore) say whose payment it is."""
    intent = blank(
        "application_fee_amount automatic_payment_methods canceled_at cancellation_reason customer customer_account "
        "description excluded_payment_method_types last_payment_error latest_charge next_action on_behalf_of "
        "payment_method payment_method_configuration_details processing receipt_email review setup_future_usage "
        "shipping source statement_descriptor statement_descriptor_suffix transfer_data transfer_group",
        id="",
        object=KIND,
        amount=amount,
        amount_capturable=0,
        amount_details={"tip": {}},
        amount_received=0,
        application=charges.APPLICATION if books.is_connected else None,
        capture_method="automatic_async",
        client_secret=None,
        confirmation_method="automatic",
        created=None,
        currency=currency,
        livemode=False,
        metadata={},
        payment_method_options={},
        payment_method_types=["card"],
        status="requires_payment_method",
        _return_url=None,
    )
    intent |= more
    intent["id"] = books.house.new_id("pi_")
    intent["client_secret"] = books.house.new_id(f"{intent['id']}_secret_", 25)
    if intent["payment_method"]:
        intent["status"] = "requires_confirmation"
    return books.add(intent, "pi_", event=event)


def confirm(
    books: Books, intent: Obj, method: Obj, *, off_session: bool = False, may_ask: bool | None = None
) -> Obj:
    """Try to pay with a method. Raises a kept card_error when the card says no.

    `may_ask`: wait for 3-D Secure instead of failing for want of it; invoices do so although nobody is there.
    """
    intent["payment_method"] = method["id"]
    intent["next_action"] = None
    intent["last_payment_error"] = None
    card = payment_methods.behaviour(method)
    if _has_to_ask(card, method, off_session=off_session):
        if not (not off_session if may_ask is None else may_ask):
            code = "authentication_required"
            raise fail(books, intent, method, (code, code, AUTHENTICATE[0]))
        intent["status"] = "requires_action"
        intent["next_action"] = {
            "type": "redirect_to_url",
            "redirect_to_url": {
                "return_url": intent["_return_url"],
                "url": books.page(f"/authenticate/{books.account}/{intent['id']}"),
            },
        }
        return books.save(intent, event="payment_intent.requires_action")
    return pay(books, intent, method, is_authenticated=False)


def _has_to_ask(card: cards.Card, method: Obj, *, off_session: bool) -> bool:
    if card.asks == "unless_saved":
        return not method["_is_set_up"]
    if card.asks == "on_session":
        return not off_session
    return card.asks == "always"


def pay(books: Books, intent: Obj, method: Obj, *, is_authenticated: bool) -> Obj:
    """Charge the card after all questions are answered."""
    card = payment_methods.behaviour(method)
    intent["next_action"] = None
    if card.declines:
        raise fail(books, intent, method, card.declines, is_authenticated=is_authenticated)
    charge = charges.make(books, intent, method, failure=None, is_authenticated=is_authenticated)
    intent["latest_charge"] = charge["id"]
    if intent["setup_future_usage"] and intent["customer"]:
        method = books.get("payment_method", method["id"])
        method["_is_set_up"] = method["_is_set_up"] or intent["setup_future_usage"] == "off_session"
        books.save(method)
        payment_methods.attach(books, method, books.get("customer", intent["customer"]))
    if intent["capture_method"] == "manual":
        intent["status"] = "requires_capture"
        intent["amount_capturable"] = intent["amount"]
        books.later(books.now + CAPTURE_WITHIN_S, "payment_intent.lapse", intent["id"])
        books.save(intent, event="payment_intent.amount_capturable_updated")
        tell(books, "payment_intent.authorised", intent)
        return intent
    intent["status"] = "succeeded"
    intent["amount_received"] = intent["amount"]
    books.save(intent, event="payment_intent.succeeded")
    tell(books, "payment_intent.succeeded", intent)
    return books.get(KIND, intent["id"])


def fail(
    books: Books,
    intent: Obj,
    method: Obj,
    failure: tuple[str, str | None, str],
    *,
    is_authenticated: bool = False,
) -> Refusal:
    """Note a failed attempt; gives back the refusal to raise."""
    charge = charges.make(books, intent, method, failure=failure, is_authenticated=is_authenticated)
    code, decline, sentence = failure
    error: Obj = {
        "advice_code": "try_again_later",
        "charge": charge["id"],
        "code": code,
        "decline_code": decline,
        "doc_url": f"https://docs.stripe.com/error-codes#{code.replace('_', '-')}",
        "message": sentence,
        "payment_method": shown(method),
        "type": "card_error",
    }
    intent |= {
        "latest_charge": charge["id"],
        "last_payment_error": error,
        "payment_method": None,
        "next_action": None,
        "status": "requires_payment_method",
    }
    books.save(intent, event="payment_intent.payment_failed")
    tell(books, "payment_intent.failed", intent)
    return cards.refused(
        code,
        decline,
        sentence,
        charge=charge["id"],
        payment_intent=shown(intent),
        payment_method=shown(method),
    )


def answer_authentication(books: Books, intent: Obj, *, is_passed: bool) -> Obj:
    """What the person said on the 3-D Secure page. Raises a kept refusal when the payment fails."""
    if intent["status"] != "requires_action":
        return intent
    method = books.get("payment_method", intent["payment_method"])
    if is_passed:
        return pay(books, intent, method, is_authenticated=True)
    intent |= {
        "status": "requires_payment_method",
        "payment_method": None,
        "next_action": None,
        "last_payment_error": {
            "code": "payment_intent_authentication_failure",
            "doc_url": "https://docs.stripe.com/error-codes#payment-intent-authentication-failure",
            "message": AUTHENTICATE[1],
            "payment_method": shown(method),
            "type": "invalid_request_error",
        },
    }
    books.save(intent, event="payment_intent.payment_failed")
    tell(books, "payment_intent.failed", intent)
    raise Refusal(AUTHENTICATE[1], code="payment_intent_authentication_failure", keeps=True)


def capture(books: Books, intent: Obj, amount: int | None, application_fee: int | None) -> Obj:
    """Take what was authorised, or part of it; the rest is let go."""
    if intent["status"] != "requires_capture":
        raise unexpected_state(
            KIND,
            f"This PaymentIntent could not be captured because it has a status of {intent['status']}. Only a "
            "PaymentIntent with one of the following statuses may be captured: requires_capture.",
            payment_intent=shown(intent),
        )
    amount = intent["amount_capturable"] if amount is None else amount
    if amount > intent["amount_capturable"]:
        raise invalid(
            f"The amount to capture is greater than the amount you can capture: {intent['amount_capturable']}.",
            "amount_to_capture",
            "amount_too_large",
        )
    charge = books.get("charge", intent["latest_charge"])
    method = books.get("payment_method", charge["payment_method"])
    fee = intent["application_fee_amount"] if application_fee is None else application_fee
    charge["amount_refunded"] = charge["amount"] - amount
    books.emit("charge.captured", charge | {"captured": True, "amount_captured": amount})
    charges.take(books, charge, amount, fee, payment_methods.behaviour(method))
    books.not_later(intent["id"], "payment_intent.lapse")
    intent |= {"status": "succeeded", "amount_received": amount, "amount_capturable": 0}
    books.save(intent, event="payment_intent.succeeded")
    tell(books, "payment_intent.succeeded", intent)
    return intent


def cancel(books: Books, intent: Obj, reason: str | None) -> Obj:
    """Give up an intent; what was authorised is let go."""
    if intent["status"] not in CANCELLABLE:
        raise unexpected_state(
            KIND,
            f"You cannot cancel this PaymentIntent because it has a status of {intent['status']}. Only a PaymentIntent "
            f"with one of the following statuses may be canceled: {', '.join(CANCELLABLE)}.",
            payment_intent=shown(intent),
        )
    if intent["status"] == "requires_capture":
        charge = books.get("charge", intent["latest_charge"])
        charge |= {"refunded": True, "amount_refunded": charge["amount"]}
        books.save(charge, event="charge.refunded")
    books.not_later(intent["id"])
    intent |= {
        "status": "canceled",
        "canceled_at": books.now,
        "cancellation_reason": reason,
        "amount_capturable": 0,
        "next_action": None,
    }
    books.save(intent, event="payment_intent.canceled")
    tell(books, "payment_intent.canceled", intent)
    return intent


@job("payment_intent.lapse")
def lapse(books: Books, key: str) -> None:
    """Seven days after it was authorised the bank lets the money go."""
    intent = books.get(KIND, key)
    if intent["status"] == "requires_capture":
        charge = books.get("charge", intent["latest_charge"])
        books.emit("charge.expired", charge)
        cancel(books, intent, "automatic")


def details_from(books: Books, params: Params, intent: Obj) -> None:
    """What may be said of an intent when it is made and until it is paid."""
    for name in ("description", "receipt_email", "statement_descriptor", "transfer_group"):
        intent[name] = params.text(name, intent.get(name))
    intent["statement_descriptor_suffix"] = params.text(
        "statement_descriptor_suffix", intent.get("statement_descriptor_suffix"), longest=22
    )
    intent["setup_future_usage"] = params.text(
        "setup_future_usage", intent.get("setup_future_usage"), among=("off_session", "on_session")
    )
    intent["metadata"] = params.metadata(intent.get("metadata"))
    intent["shipping"] = contact_of(params, "shipping", intent.get("shipping"))
    fee = params.integer("application_fee_amount", intent.get("application_fee_amount"))
    if "transfer_data" in params:
        given = params.inner("transfer_data")
        destination = given.text("destination") or (intent.get("transfer_data") or {}).get("destination")
        if destination and books.store.get(PLATFORM, destination) is None:
            raise unknown_object("destination", destination, "transfer_data[destination]")
        intent["transfer_data"] = {"amount": given.integer("amount"), "destination": destination}
    if fee and not (books.is_connected or intent.get("transfer_data")):
        raise invalid(
            "Can only apply an application_fee_amount when the PaymentIntent is attempting a direct payment (using an "
            "OAuth key or Stripe-Account header) or destination payment (using `transfer_data[destination]`).",
            "application_fee_amount",
        )
    intent["application_fee_amount"] = fee
    intent["on_behalf_of"] = params.text("on_behalf_of", intent.get("on_behalf_of"))
