"""Billing portal: sessions that lead a customer to their own page, and what that page offers."""

from __future__ import annotations

from standins.stripe.books import Books, blank
from standins.stripe.errors import invalid, missing
from standins.stripe.lists import listing
from standins.stripe.params import Params
from standins.stripe.routing import route
from standins.stripe.store import Obj

SESSIONS, CONFIGURATIONS = "/v1/billing_portal/sessions", "/v1/billing_portal/configurations"
CONFIGURATION = "billing_portal.configuration"
SESSION = "billing_portal.session"
SESSION_LIVES_S = 3600
FLOWS = ("payment_method_update", "subscription_cancel", "subscription_update", "subscription_update_confirm")


def _make_configuration(books: Books, params: Params, *, is_default: bool) -> Obj:
    features = params.inner("features")
    customer, invoices = features.inner("customer_update"), features.inner("invoice_history")
    method, cancel = features.inner("payment_method_update"), features.inner("subscription_cancel")
    update, profile = features.inner("subscription_update"), params.inner("business_profile")
    asked = bool(features.names())
    cancel.unchanging("cancellation_reason")
    update.unchanging("products", "default_allowed_updates", "proration_behavior", "schedule_at_period_end")
    params.inner("login_page").unchanging("enabled")
    method.unchanging("payment_method_configuration")
    configuration: Obj = {
        "id": "",
        "object": CONFIGURATION,
        "active": True,
        "application": None,
        "business_profile": {
            "headline": profile.text("headline"),
            "privacy_policy_url": profile.text("privacy_policy_url"),
            "terms_of_service_url": profile.text("terms_of_service_url"),
        },
        "created": None,
        "default_return_url": params.text("default_return_url"),
        "features": {
            "customer_update": {
                "allowed_updates": customer.texts("allowed_updates") or ["email", "name"],
                "enabled": customer.boolean("enabled", not asked),
            },
            "invoice_history": {"enabled": invoices.boolean("enabled", not asked)},
            "payment_method_update": {
                "enabled": method.boolean("enabled", not asked),
                "payment_method_configuration": None,
            },
            "subscription_cancel": {
                "cancellation_reason": {"enabled": False, "options": []},
                "enabled": cancel.boolean("enabled", not asked),
                "mode": cancel.text("mode", "at_period_end", among=("at_period_end", "immediately")),
                "proration_behavior": cancel.text("proration_behavior", "none"),
            },
            "subscription_update": {
                "billing_cycle_anchor": None,
                "default_allowed_updates": [],
                "enabled": update.boolean("enabled", False),
                "proration_behavior": "none",
                "schedule_at_period_end": {"conditions": []},
                "trial_update_behavior": "end_trial",
            },
        },
        "is_default": is_default,
        "livemode": False,
        "login_page": {"enabled": False, "url": None},
        "metadata": params.metadata(),
        "name": params.text("name"),
        "updated": books.now,
    }
    if configuration["features"]["subscription_update"]["enabled"]:
        raise invalid(
            "This stand-in's portal does not change plans; Boom does that itself.",
            "features[subscription_update][enabled]",
        )
    return books.add(configuration, "bpc_", event="billing_portal.configuration.created")


@route("POST", CONFIGURATIONS)
def create_configuration(books: Books, params: Params) -> Obj:
    if not params.inner("features").names():
        raise missing("features")
    return _make_configuration(books, params, is_default=False)


@route("GET", CONFIGURATIONS)
def index_configurations(books: Books, params: Params) -> Obj:
    return listing(
        books,
        params,
        CONFIGURATION,
        CONFIGURATIONS,
        active=params.boolean("active"),
        is_default=params.boolean("is_default"),
    )


@route("GET", CONFIGURATIONS + "/{configuration}")
def show_configuration(books: Books, params: Params, configuration: str) -> Obj:
    return books.here(CONFIGURATION, configuration)


def _configuration(books: Books, key: str | None) -> Obj:
    if key:
        return books.get(CONFIGURATION, key, param="configuration")
    found = books.all(CONFIGURATION, is_default=True)
    return found[0] if found else _make_configuration(books, Params(), is_default=True)


@route("POST", SESSIONS)
def create_session(books: Books, params: Params) -> Obj:
    customer = books.get("customer", params.needed("customer"), param="customer")
    configuration = _configuration(books, params.text("configuration"))
    flow = _flow_from(books, params.inner("flow_data"), customer) if "flow_data" in params else None
    return_url = params.text("return_url") or configuration["default_return_url"]
    token = books.house.new_id("", 40)
    session = blank(
        "customer_account",
        id=books.house.new_id("bps_"),
        object=SESSION,
        configuration=configuration["id"],
        created=None,
        customer=customer["id"],
        flow=flow,
        livemode=False,
        locale=params.text("locale"),
        on_behalf_of=params.text("on_behalf_of"),
        return_url=return_url,
        url=books.page(f"/portal/{books.account}/{token}"),
        _expires_at=books.now + SESSION_LIVES_S,
        _flow_is_done=False,
    )
    books.add(session, "bps_", event="billing_portal.session.created")
    # The address is a secret of its own: the session's id goes over the API and into events.
    books.store.put(books.account, {"id": f"portal:{token}", "object": "_portal", "session": session["id"]})
    return session


def _flow_from(books: Books, given: Params, customer: Obj) -> Obj:
    kind = given.needed("type", among=FLOWS)
    if kind.startswith("subscription_update"):
        raise invalid(
            "This stand-in's portal does not change plans; Boom does that itself.", "flow_data[type]"
        )
    after = given.inner("after_completion")
    redirect = after.inner("redirect").text("return_url")
    hosted = after.inner("hosted_confirmation").text("custom_message")
    cancel = None
    if kind == "subscription_cancel":
        key = given.inner("subscription_cancel").needed("subscription")
        found = books.get("subscription", key, param="flow_data[subscription_cancel][subscription]")
        if found["customer"] != customer["id"]:
            raise invalid(
                "The subscription is another customer's.", "flow_data[subscription_cancel][subscription]"
            )
        cancel = {"retention": None, "subscription": key}
    return {
        "after_completion": {
            "hosted_confirmation": {"custom_message": hosted} if hosted else None,
            "redirect": {"return_url": redirect} if redirect else None,
            "type": after.text("type", "portal_homepage"),
        },
        "subscription_cancel": cancel,
        "subscription_update": None,
        "subscription_update_confirm": None,
        "type": kind,
    }
