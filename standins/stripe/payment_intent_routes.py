"""The routes of payment intents."""

from __future__ import annotations

from standins.stripe import cards, money, payment_methods
from standins.stripe.books import Books, shown
from standins.stripe.errors import invalid, missing, unexpected_state
from standins.stripe.lists import listing
from standins.stripe.params import Params
from standins.stripe.payment_intents import (
    AUTHENTICATE,
    CONFIRMABLE,
    KIND,
    REASONS,
    URL,
    cancel,
    capture,
    confirm,
    details_from,
    make,
)
from standins.stripe.routing import route
from standins.stripe.store import Obj


def _customer_from(books: Books, params: Params, intent: Obj) -> None:
    if "customer" in params:
        key = params.text("customer")
        customer = books.get("customer", key, param="customer") if key else None
        if customer:
            books.follow(customer)
        intent["customer"] = customer["id"] if customer else None


def _method_from(books: Books, params: Params, intent: Obj) -> Obj | None:
    if "payment_method_data" in params:
        return payment_methods.from_data(books, params.inner("payment_method_data"))
    if key := params.text("payment_method"):
        method = payment_methods.given(books, key)
        if method["customer"] and method["customer"] != intent.get("customer"):
            raise invalid(
                "The provided PaymentMethod cannot be attached. To reuse a PaymentMethod, you must attach it to a "
                "Customer first; pass that customer, too.",
                "payment_method",
            )
        return method
    return None


def _confirm_from(books: Books, params: Params, intent: Obj, method: Obj | None) -> Obj:
    off_session = bool(params.boolean("off_session"))
    intent["_return_url"] = params.text("return_url", intent["_return_url"])
    params.unchanging("mandate_data", "use_stripe_sdk")
    error_on_action = bool(params.boolean("error_on_requires_action"))
    if method is None and intent["payment_method"]:
        method = books.get("payment_method", intent["payment_method"])
    if method is None:
        raise unexpected_state(
            KIND,
            "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the "
            "PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a "
            "payment method.",
            payment_intent=shown(intent),
        )
    after = confirm(books, intent, method, off_session=off_session)
    if error_on_action and after["status"] == "requires_action":
        after |= {"status": "requires_payment_method", "next_action": None, "payment_method": None}
        books.save(after)
        raise cards.refused("authentication_required", "authentication_required", AUTHENTICATE[0])
    return after


@route("POST", URL)
def create(books: Books, params: Params) -> Obj:
    amount = params.integer("amount", least=1)
    if amount is None:
        raise missing("amount")
    currency = money.currency_of(params)
    money.check_amount(amount, currency)
    fields: Obj = {}
    _customer_from(books, params, fields)
    details_from(books, params, fields)
    if fields["application_fee_amount"] and fields["application_fee_amount"] > amount:
        raise invalid("The application fee cannot be greater than the amount.", "application_fee_amount")
    among = ("automatic", "automatic_async", "manual")
    fields["capture_method"] = params.text("capture_method", among=among) or "automatic_async"
    if "automatic_payment_methods" in params:
        given = params.inner("automatic_payment_methods")
        fields["automatic_payment_methods"] = {
            "allow_redirects": given.text("allow_redirects", "always"),
            "enabled": given.boolean("enabled"),
        }
    fields["payment_method_types"] = params.texts("payment_method_types") or ["card"]
    params.unchanging("confirmation_method", "payment_method_options")
    method = _method_from(books, params, fields)
    fields["payment_method"] = method["id"] if method else None
    intent = make(books, amount=amount, currency=currency, **fields)
    if params.boolean("confirm"):
        return _confirm_from(books, params, intent, method)
    if "off_session" in params or "return_url" in params:
        raise invalid(
            "You may only use these parameters with confirm=true: off_session, return_url.", "off_session"
        )
    return intent


@route("GET", URL)
def index(books: Books, params: Params) -> Obj:
    return listing(books, params, KIND, URL, customer=params.text("customer"))


@route("GET", URL + "/{intent}")
def show(books: Books, params: Params, intent: str) -> Obj:
    params.unchanging("client_secret")
    return books.here(KIND, intent)


@route("POST", URL + "/{intent}")
def update(books: Books, params: Params, intent: str) -> Obj:
    found = books.here(KIND, intent)
    if found["status"] not in CONFIRMABLE and set(params.names()) - {"metadata", "description", "expand"}:
        raise unexpected_state(
            KIND,
            "This PaymentIntent could not be updated because it has a status of " + found["status"] + ".",
            payment_intent=shown(found),
        )
    amount = params.integer("amount", found["amount"], least=1) or found["amount"]
    money.check_amount(amount, found["currency"])
    found["amount"] = amount
    _customer_from(books, params, found)
    details_from(books, params, found)
    if method := _method_from(books, params, found):
        found["payment_method"] = method["id"]
        found["status"] = "requires_confirmation"
    return books.save(found)


@route("POST", URL + "/{intent}/confirm")
def confirm_it(books: Books, params: Params, intent: str) -> Obj:
    found = books.here(KIND, intent)
    if found["status"] not in CONFIRMABLE:
        raise unexpected_state(
            KIND,
            f"You cannot confirm this PaymentIntent because it has already {found['status']} after being previously "
            "confirmed.",
            payment_intent=shown(found),
        )
    for name in ("receipt_email", "setup_future_usage"):
        found[name] = params.text(name, found[name])
    return _confirm_from(books, params, found, _method_from(books, params, found))


@route("POST", URL + "/{intent}/capture")
def capture_it(books: Books, params: Params, intent: str) -> Obj:
    found = books.here(KIND, intent)
    found["metadata"] = params.metadata(found["metadata"])
    params.unchanging("final_capture", "statement_descriptor", "statement_descriptor_suffix")
    amount = params.integer("amount_to_capture", least=1)
    return capture(books, found, amount, params.integer("application_fee_amount"))


@route("POST", URL + "/{intent}/cancel")
def cancel_it(books: Books, params: Params, intent: str) -> Obj:
    return cancel(books, books.here(KIND, intent), params.text("cancellation_reason", among=REASONS))
