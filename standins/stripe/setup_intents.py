"""Setup intents: keep a card for later, asking for 3-D Secure once, now."""

from __future__ import annotations

from typing import Any

from standins.stripe import cards, payment_methods
from standins.stripe.books import Books, blank, shown
from standins.stripe.charges import APPLICATION
from standins.stripe.errors import Refusal, unexpected_state
from standins.stripe.lists import listing
from standins.stripe.params import Params
from standins.stripe.payment_intents import AUTHENTICATE
from standins.stripe.routing import route, tell
from standins.stripe.store import Obj

URL = "/v1/setup_intents"
KIND = "setup_intent"
OPEN = ("requires_payment_method", "requires_confirmation", "requires_action")


def make(books: Books, **more: Any) -> Obj:
    intent = blank(
        "automatic_payment_methods cancellation_reason customer description "
        "excluded_payment_method_types flow_directions last_setup_error latest_attempt mandate next_action on_behalf_of "
        "payment_method payment_method_configuration_details single_use_mandate",
        id="",
        object=KIND,
        application=APPLICATION if books.is_connected else None,
        client_secret=None,
        created=None,
        livemode=False,
        metadata={},
        payment_method_options={},
        payment_method_types=["card"],
        status="requires_payment_method",
        usage="off_session",
        _return_url=None,
    )
    intent |= more
    intent["id"] = books.house.new_id("seti_")
    intent["client_secret"] = books.house.new_id(f"{intent['id']}_secret_", 25)
    if intent["payment_method"]:
        intent["status"] = "requires_confirmation"
    return books.add(intent, "seti_", event="setup_intent.created")


def confirm(books: Books, intent: Obj, method: Obj) -> Obj:
    """Set a card up. Raises a kept card_error when it cannot be saved."""
    intent |= {"payment_method": method["id"], "next_action": None, "last_setup_error": None}
    card = payment_methods.behaviour(method)
    if card.declines and not card.can_be_saved:
        raise _failed(books, intent, method, card.declines)
    if card.asks != "never":
        intent["status"] = "requires_action"
        intent["next_action"] = {
            "type": "redirect_to_url",
            "redirect_to_url": {
                "return_url": intent["_return_url"],
                "url": books.page(f"/authenticate/{books.account}/{intent['id']}"),
            },
        }
        return books.save(intent, event="setup_intent.requires_action")
    return _succeed(books, intent, method)


def _succeed(books: Books, intent: Obj, method: Obj) -> Obj:
    method["_is_set_up"] = True
    books.save(method)
    if intent["customer"]:
        payment_methods.attach(books, method, books.get("customer", intent["customer"]))
    intent |= {"status": "succeeded", "next_action": None}
    books.save(intent, event="setup_intent.succeeded")
    tell(books, "setup_intent.succeeded", intent)
    return intent


def _failed(books: Books, intent: Obj, method: Obj, failure: tuple[str, str | None, str]) -> Refusal:
    code, decline, sentence = failure
    intent |= {
        "status": "requires_payment_method",
        "payment_method": None,
        "next_action": None,
        "last_setup_error": {
            "code": code,
            "decline_code": decline,
            "message": sentence,
            "payment_method": shown(method),
            "type": "card_error",
        },
    }
    books.save(intent, event="setup_intent.setup_failed")
    return cards.refused(code, decline, sentence, setup_intent=shown(intent))


def answer_authentication(books: Books, intent: Obj, *, is_passed: bool) -> Obj:
    """What the person said on the 3-D Secure page. Raises a kept refusal when they failed it."""
    if intent["status"] != "requires_action":
        return intent
    method = books.get("payment_method", intent["payment_method"])
    if is_passed:
        return _succeed(books, intent, method)
    raise _failed(books, intent, method, ("setup_intent_authentication_failure", None, AUTHENTICATE[1]))


def _confirm_from(books: Books, params: Params, intent: Obj) -> Obj:
    intent["_return_url"] = params.text("return_url", intent["_return_url"])
    params.unchanging("mandate_data", "use_stripe_sdk")
    if "payment_method_data" in params:
        method = payment_methods.from_data(books, params.inner("payment_method_data"))
    elif key := params.text("payment_method") or intent["payment_method"]:
        method = payment_methods.given(books, key)
    else:
        raise unexpected_state(
            KIND, "You cannot confirm this SetupIntent because it's missing a payment method."
        )
    return confirm(books, intent, method)


@route("POST", URL)
def create(books: Books, params: Params) -> Obj:
    key = params.text("customer")
    customer = books.get("customer", key, param="customer") if key else None
    if customer:
        books.follow(customer)
    automatic = params.inner("automatic_payment_methods")
    enabled = automatic.boolean("enabled")
    automatic.text("allow_redirects")
    params.unchanging("payment_method_options")
    intent = make(
        books,
        automatic_payment_methods={"allow_redirects": "always", "enabled": enabled} if enabled else None,
        customer=customer["id"] if customer else None,
        description=params.text("description"),
        metadata=params.metadata(),
        on_behalf_of=params.text("on_behalf_of"),
        payment_method_types=params.texts("payment_method_types") or ["card"],
        usage=params.text("usage", "off_session", among=("off_session", "on_session")),
    )
    if params.boolean("confirm"):
        return _confirm_from(books, params, intent)
    if key := params.text("payment_method"):
        intent |= {
            "payment_method": payment_methods.given(books, key)["id"],
            "status": "requires_confirmation",
        }
        books.save(intent)
    return intent


@route("GET", URL)
def index(books: Books, params: Params) -> Obj:
    return listing(
        books,
        params,
        KIND,
        URL,
        customer=params.text("customer"),
        payment_method=params.text("payment_method"),
    )


@route("GET", URL + "/{intent}")
def show(books: Books, params: Params, intent: str) -> Obj:
    params.unchanging("client_secret")
    return books.here(KIND, intent)


@route("POST", URL + "/{intent}")
def update(books: Books, params: Params, intent: str) -> Obj:
    found = books.here(KIND, intent)
    found["description"] = params.text("description", found["description"])
    found["metadata"] = params.metadata(found["metadata"])
    return books.save(found)


@route("POST", URL + "/{intent}/confirm")
def confirm_it(books: Books, params: Params, intent: str) -> Obj:
    found = books.here(KIND, intent)
    if found["status"] not in OPEN:
        raise unexpected_state(
            KIND, f"You cannot confirm this SetupIntent because it has a status of {found['status']}."
        )
    return _confirm_from(books, params, found)


@route("POST", URL + "/{intent}/cancel")
def cancel(books: Books, params: Params, intent: str) -> Obj:
    found = books.here(KIND, intent)
    if found["status"] not in OPEN:
        raise unexpected_state(
            KIND, f"You cannot cancel this SetupIntent because it has a status of {found['status']}."
        )
    found |= {
        "status": "canceled",
        "cancellation_reason": params.text("cancellation_reason"),
        "next_action": None,
    }
    return books.save(found, event="setup_intent.canceled")
