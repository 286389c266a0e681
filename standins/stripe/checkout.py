"""Checkout sessions: what a customer is asked to pay, save or subscribe to on the hosted page.

open -> complete | expired; paid, unpaid or no_payment_required (https://docs.stripe.com/api/checkout/sessions).
"""

from __future__ import annotations

from typing import Any

from standins.stripe import (
    checkout_payment,
    discounts,
    money,
    payment_intents,
    products,
    subscription_routes,
)
from standins.stripe.books import Books, blank
from standins.stripe.errors import Refusal, invalid, missing
from standins.stripe.expand import included
from standins.stripe.lists import listing, whole
from standins.stripe.params import Params
from standins.stripe.routing import job, route
from standins.stripe.store import Obj

URL = "/v1/checkout/sessions"
KIND = checkout_payment.KIND
LIVES_S, SHORTEST_S = 24 * 3600, 30 * 60
SHORTEST_TRIAL_S = 48 * 3600
MODES = ("payment", "setup", "subscription")
# Stripe's names of the hosted form, before and since the one this stand-in keeps.
HOSTED = ("hosted", "hosted_page")
ONLY_SHOWN = (
    "adaptive_pricing", "after_expiration", "automatic_tax", "billing_address_collection", "branding_settings",
    "consent_collection", "custom_text", "locale", "name_collection", "origin_context",
    "payment_method_options", "phone_number_collection", "saved_payment_method_options", "submit_type",
    "wallet_options",
)  # fmt: skip


@route("POST", URL)
def create(books: Books, params: Params) -> Obj:
    mode = params.needed("mode", among=MODES)
    if (form := params.text("ui_mode")) and form not in HOSTED:
        raise invalid(f"This stand-in has the hosted page only, not ui_mode={form}.", "ui_mode")
    success = params.needed("success_url")
    customer = _customer_from(books, params)
    session = _shape(books, mode, success, params.text("cancel_url"), customer)
    _lines_from(books, params, session)
    chosen = discounts.chosen(books, params.each("discounts"), customer=customer)
    session["_coupons"] = [[coupon["id"], code["id"] if code else None] for coupon, code in chosen]
    session["allow_promotion_codes"] = params.boolean("allow_promotion_codes")
    if chosen and session["allow_promotion_codes"]:
        raise invalid(
            "You may only specify one of these parameters: allow_promotion_codes, discounts.", "discounts"
        )
    _words_from(books, params, session)
    _data_from(books, params, session)
    params.unchanging(*ONLY_SHOWN)
    checkout_payment.add_up(books, session)
    if mode == "payment" and session["amount_total"]:
        money.check_amount(session["amount_total"], session["currency"], "line_items")
    session["id"] = books.house.new_id("cs_test_a1", 56)
    session["url"] = books.page(f"/pay/{books.account}/{session['id']}")
    books.add(session, "cs_test_")
    books.later(session["expires_at"], "checkout.expire", session["id"])
    return session


def _shape(books: Books, mode: str, success: str, cancel: str | None, customer: Obj | None) -> Obj:
    return blank(
        "after_expiration allow_promotion_codes amount_subtotal amount_total billing_address_collection "
        "client_reference_id client_secret collected_information consent consent_collection currency "
        "currency_conversion customer_account customer_creation customer_details customer_email discounts "
        "integration_identifier invoice invoice_creation locale origin_context payment_intent payment_link "
        "payment_method_collection payment_method_configuration_details permissions recovered_from "
        "saved_payment_method_options setup_intent shipping_address_collection shipping_cost submit_type subscription "
        "total_details wallet_options",
        id="",
        object=KIND,
        adaptive_pricing={"enabled": False},
        automatic_tax={"enabled": False, "liability": None, "provider": None, "status": None},
        cancel_url=cancel,
        created=books.now,
        custom_fields=[],
        custom_text=blank("after_submit shipping_address submit terms_of_service_acceptance"),
        customer=customer["id"] if customer else None,
        expires_at=books.now + LIVES_S,
        livemode=False,
        managed_payments={"enabled": False},
        metadata={},
        mode=mode,
        payment_method_options={},
        payment_method_types=["card"],
        payment_status="no_payment_required" if mode == "setup" else "unpaid",
        phone_number_collection={"enabled": False},
        shipping_options=[],
        status="open",
        success_url=success,
        ui_mode="hosted_page",
        url=None,
        _lines=[],
        _coupons=[],
        _data={},
        _says=None,
    )


def _customer_from(books: Books, params: Params) -> Obj | None:
    key = params.text("customer")
    if key and params.text("customer_email"):
        raise invalid("You may only specify one of these parameters: customer, customer_email.", "customer")
    customer = books.get("customer", key, param="customer") if key else None
    if customer:
        books.follow(customer)
    return customer


def _lines_from(books: Books, params: Params, session: Obj) -> None:
    for given in params.each("line_items"):
        quantity = given.integer("quantity", 1, least=1) or 1
        if "price_data" in given:
            price = products.price_from(books, given.inner("price_data"))
        else:
            price = books.get("price", given.needed("price"), param=given.full("price"))
        given.unchanging("tax_rates", "adjustable_quantity", "dynamic_tax_rates")
        session["_lines"].append(
            {
                "id": books.house.new_id("li_"),
                "price": price,
                "quantity": quantity,
                "metadata": given.metadata(),
            }
        )
    mode, lines = session["mode"], session["_lines"]
    if mode == "setup":
        session["currency"] = money.currency_of(params) if "currency" in params else None
        if lines:
            raise invalid("line_items cannot be given in setup mode.", "line_items")
        return
    if not lines:
        raise missing("line_items")
    recurring = [line for line in lines if line["price"]["recurring"]]
    if mode == "subscription" and not recurring:
        raise invalid("You must provide at least one recurring price in `subscription` mode.", "line_items")
    if mode == "payment" and recurring:
        raise invalid(
            "You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use "
            "only one-time prices.",
            "line_items",
        )
    currencies = {line["price"]["currency"] for line in lines}
    if len(currencies) > 1:
        raise invalid("All prices of a session must have the same currency.", "line_items")
    session["currency"] = currencies.pop()
    params.text("currency")


def _words_from(books: Books, params: Params, session: Obj) -> None:
    session["client_reference_id"] = params.text("client_reference_id", longest=200)
    session["customer_email"] = params.text("customer_email")
    session["metadata"] = params.metadata()
    types = params.texts("payment_method_types")
    if types and "card" not in types:
        raise invalid("This stand-in takes cards only.", "payment_method_types")
    expires = params.instant("expires_at")
    if expires is not None and not SHORTEST_S <= expires - books.now <= LIVES_S:
        raise invalid(
            "The `expires_at` timestamp must be at least 30 minutes and less than 24 hours from Checkout Session "
            "creation.",
            "expires_at",
        )
    session["expires_at"] = expires or session["expires_at"]
    session["customer_creation"] = params.text("customer_creation", among=("always", "if_required"))
    if session["mode"] == "payment" and not session["customer"]:
        session["customer_creation"] = session["customer_creation"] or "if_required"
    session["payment_method_collection"] = params.text(
        "payment_method_collection", among=("always", "if_required")
    ) or (
        "always"
        if session["mode"] == "subscription"
        else "if_required"
        if session["mode"] == "payment"
        else None
    )
    collection, kept = params.inner("tax_id_collection"), params.inner("customer_update")
    kept.unchanging("address", "shipping")
    keeps_name = kept.text("name", among=("auto", "never")) == "auto"
    if "tax_id_collection" in params:
        enabled = bool(collection.boolean("enabled"))
        session["tax_id_collection"] = {"enabled": enabled, "required": collection.text("required", "never")}
        if enabled and session["customer"] and not keeps_name:
            raise invalid(
                "Tax ID collection requires updating business name on the customer. To enable tax ID collection for "
                "an existing customer, please set `customer_update[name]` to `auto`.",
                "customer_update[name]",
            )
    if "invoice_creation" in params:
        raise invalid("This stand-in makes invoices of subscriptions only.", "invoice_creation")


def _data_from(books: Books, params: Params, session: Obj) -> None:
    """What the payment, the subscription or the set-up is to carry."""
    name = {
        "payment": "payment_intent_data",
        "setup": "setup_intent_data",
        "subscription": "subscription_data",
    }
    given, data = params.inner(name[session["mode"]]), session["_data"]
    if session["mode"] == "payment":
        payment_intents.details_from(books, given, data)
        among = ("automatic", "automatic_async", "manual")
        data["capture_method"] = given.text("capture_method", "automatic_async", among=among)
        if (fee := data["application_fee_amount"]) and fee > sum(
            line["price"]["unit_amount"] * line["quantity"] for line in session["_lines"]
        ):
            raise invalid("The application fee cannot be greater than the amount.", "payment_intent_data")
    elif session["mode"] == "setup":
        data |= {"description": given.text("description"), "metadata": given.metadata()}
    else:
        data |= {
            "description": given.text("description"),
            "metadata": given.metadata(),
            "trial_end": subscription_routes.trial_end_from(books, given),
            "application_fee_percent": given.decimal("application_fee_percent"),
        }
        if "trial_settings" in given:
            wish = given.inner("trial_settings").inner("end_behavior")
            behaviour = wish.needed("missing_payment_method", among=("cancel", "create_invoice", "pause"))
            data["trial_settings"] = {"end_behavior": {"missing_payment_method": behaviour}}
        if "trial_end" in given and data["trial_end"] - books.now < SHORTEST_TRIAL_S:
            raise invalid(
                "The `trial_end` date has to be at least 2 days in the future.",
                "subscription_data[trial_end]",
            )
        given.unchanging("billing_mode", "proration_behavior", "invoice_settings")


@route("GET", URL)
def index(books: Books, params: Params) -> Obj:
    wanted: dict[str, Any] = {
        name: params.text(name) for name in ("customer", "payment_intent", "status", "subscription")
    }
    return listing(books, params, KIND, URL, **wanted)


@route("GET", URL + "/{session}")
def show(books: Books, params: Params, session: str) -> Obj:
    return books.here(KIND, session)


@route("POST", URL + "/{session}")
def update(books: Books, params: Params, session: str) -> Obj:
    found = books.here(KIND, session)
    found["metadata"] = params.metadata(found["metadata"])
    return books.save(found)


@route("POST", URL + "/{session}/expire")
def expire_it(books: Books, params: Params, session: str) -> Obj:
    found = books.here(KIND, session)
    if found["status"] != "open":
        raise Refusal(
            f'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status '
            f"of `{found['status']}`."
        )
    return _expire(books, found)


@job("checkout.expire")
def expire_later(books: Books, key: str) -> None:
    found = books.get(KIND, key)
    if found["status"] == "open":
        _expire(books, found)


def _expire(books: Books, session: Obj) -> Obj:
    books.not_later(session["id"])
    session |= {"status": "expired", "url": None}
    books.save(session, event="checkout.session.expired")
    intent = books.find(session["payment_intent"])
    if intent and intent["status"] in payment_intents.CONFIRMABLE:
        payment_intents.cancel(books, intent, "abandoned")
    return books.get(KIND, session["id"])


@route("GET", URL + "/{session}/line_items")
def index_lines(books: Books, params: Params, session: str) -> Obj:
    params.unchanging("limit")
    return lines_of(books, books.here(KIND, session))


@included(KIND, "line_items")
def lines_of(books: Books, session: Obj) -> Obj:
    return whole(f"{URL}/{session['id']}/line_items", checkout_payment.lines(books, session))
