"""Payment methods: cards, by number, by the library's test tokens (`pm_card_visa`), attached to customers."""

from __future__ import annotations

from typing import Any

from standins.stripe.books import Books, blank
from standins.stripe.cards import BY_NUMBER, TOKENS, Card, card_of, fingerprint, refused
from standins.stripe.errors import Refusal, invalid, missing, unknown_object
from standins.stripe.lists import listing
from standins.stripe.params import Params
from standins.stripe.routing import route
from standins.stripe.store import Obj

URL = "/v1/payment_methods"
TOKEN_PREFIXES = ("pm_card_", "tok_")
BILLING = "address email name phone tax_id"
EXPIRES = (12, 2034)


def make(books: Books, card: Card, *, expires: tuple[int, int] = EXPIRES, **more: Any) -> Obj:
    """A card, attached to nobody yet."""
    month, year = expires
    method: Obj = {
        "id": "",
        "object": "payment_method",
        "allow_redisplay": "unspecified",
        "billing_details": {**blank(BILLING), "address": blank("city country line1 line2 postal_code state")},
        "card": {
            "brand": card.brand,
            "checks": {
                "address_line1_check": None,
                "address_postal_code_check": None,
                "cvc_check": "pass" if more.pop("has_cvc", True) else None,
            },
            "country": card.country,
            "display_brand": card.brand,
            "exp_month": month,
            "exp_year": year,
            "fingerprint": fingerprint(card.number),
            "funding": card.funding,
            "generated_from": None,
            "last4": card.number[-4:],
            "networks": {"available": [card.brand], "preferred": None},
            "regulated_status": "unregulated",
            "three_d_secure_usage": {"supported": True},
            "wallet": None,
        },
        "created": None,
        "customer": None,
        "customer_account": None,
        "livemode": False,
        "metadata": {},
        "type": "card",
        # What the number does is the stand-in's own business; only the last digits are shown.
        "_card": card.number,
        "_is_set_up": False,
    }
    return books.add(method | more, "pm_")


def behaviour(method: Obj) -> Card:
    """What the card behind a payment method does."""
    return BY_NUMBER[method["_card"]]


def given(books: Books, key: str, param: str = "payment_method") -> Obj:
    """The payment method of that id; a test token makes a new one."""
    for prefix in TOKEN_PREFIXES:
        if key.startswith(prefix) and (number := TOKENS.get(key.removeprefix(prefix))):
            return make(books, BY_NUMBER[number])
    found = books.find(key)
    if found is None or found["object"] != "payment_method":
        raise unknown_object("PaymentMethod", key, param)
    return found


def from_data(books: Books, params: Params) -> Obj:
    """A card as a request says it, by number or by token."""
    params.text("type", among=("card",))
    card = params.inner("card")
    if token := card.text("token"):
        method = given(books, token, "card[token]")
    else:
        number = card.needed("number")
        month, year = card.integer("exp_month", 12, least=1, most=12), card.integer("exp_year", 2034)
        has_cvc = card.text("cvc") is not None
        method = make(books, card_of(number), expires=(month or 12, year or 2034), has_cvc=has_cvc)
    _bill_to(method, params)
    method["metadata"] = params.metadata(method["metadata"])
    method["allow_redisplay"] = params.text("allow_redisplay", method["allow_redisplay"])
    return books.save(method)


def _bill_to(method: Obj, params: Params) -> None:
    from standins.stripe.customers import address_of

    if "billing_details" in params:
        details = params.inner("billing_details")
        before = method["billing_details"]
        method["billing_details"] = {
            **{name: details.text(name, before[name]) for name in ("email", "name", "phone", "tax_id")},
            "address": address_of(details, before=before["address"]) or before["address"],
        }


def attach(books: Books, method: Obj, customer: Obj) -> Obj:
    """Give a method to a customer. Raises for a card that cannot be saved, and for somebody else's."""
    if method["customer"] == customer["id"]:
        return method
    if method["customer"]:
        raise invalid("The payment method you provided has already been attached to a customer.", "customer")
    card = behaviour(method)
    if card.declines and not card.can_be_saved:
        code, decline, sentence = card.declines
        raise refused(code, decline, sentence)
    method["customer"] = customer["id"]
    return books.save(method, event="payment_method.attached")


@route("POST", URL)
def create(books: Books, params: Params) -> Obj:
    if params.text("payment_method"):
        raise invalid("Cloning a payment method is not part of this stand-in.", "payment_method")
    if not params.text("type"):
        raise missing("type")
    return from_data(books, params)


@route("GET", URL)
def index(books: Books, params: Params) -> Obj:
    return listing(
        books, params, "payment_method", URL, customer=params.text("customer"), type=params.text("type"),
        keep=lambda method: method["customer"] is not None,
    )  # fmt: skip


@route("GET", URL + "/{method}")
def show(books: Books, params: Params, method: str) -> Obj:
    return books.here("payment_method", method)


@route("POST", URL + "/{method}")
def update(books: Books, params: Params, method: str) -> Obj:
    found = books.here("payment_method", method)
    if "card" in params:
        card = params.inner("card")
        found["card"]["exp_month"] = card.integer("exp_month", found["card"]["exp_month"], least=1, most=12)
        found["card"]["exp_year"] = card.integer("exp_year", found["card"]["exp_year"])
    _bill_to(found, params)
    found["metadata"] = params.metadata(found["metadata"])
    return books.save(found, event="payment_method.updated")


@route("POST", URL + "/{method}/attach")
def attach_to(books: Books, params: Params, method: str) -> Obj:
    customer = books.get("customer", params.needed("customer"), param="customer")
    books.follow(customer)
    return attach(books, given(books, method), customer)


@route("POST", URL + "/{method}/detach")
def detach(books: Books, params: Params, method: str) -> Obj:
    found = books.here("payment_method", method)
    if not found["customer"]:
        raise Refusal(
            "The payment method you provided is not attached to a customer so detachment is impossible."
        )
    customer = books.find(found["customer"])
    if customer and customer["invoice_settings"]["default_payment_method"] == method:
        customer["invoice_settings"]["default_payment_method"] = None
        books.save(customer, event="customer.updated")
    for subscription in books.all("subscription", default_payment_method=method):
        books.save(subscription | {"default_payment_method": None}, event="customer.subscription.updated")
    found["customer"] = None
    return books.save(found, event="payment_method.detached")


@route("GET", "/v1/customers/{customer}/payment_methods")
def index_of_customer(books: Books, params: Params, customer: str) -> Obj:
    books.here("customer", customer)
    url = f"/v1/customers/{customer}/payment_methods"
    return listing(books, params, "payment_method", url, customer=customer, type=params.text("type"))


@route("GET", "/v1/customers/{customer}/payment_methods/{method}")
def show_of_customer(books: Books, params: Params, customer: str, method: str) -> Obj:
    found = books.here("payment_method", method)
    if found["customer"] != customer:
        raise unknown_object("PaymentMethod", method, "payment_method", in_path=True)
    return found
