"""The routes of subscriptions and their items."""

from __future__ import annotations

from standins.stripe import discounts, invoice_lines, invoices, subscription_changes, subscriptions
from standins.stripe.books import Books
from standins.stripe.errors import Refusal, invalid, missing
from standins.stripe.lists import listing
from standins.stripe.params import Params
from standins.stripe.periods import DAY_S
from standins.stripe.routing import job, route, when
from standins.stripe.store import Obj

URL = subscriptions.URL
KIND = subscriptions.KIND
BEHAVIOURS = ("allow_incomplete", "default_incomplete", "error_if_incomplete", "pending_if_incomplete")
LONGEST_TRIAL_DAYS = 730


def trial_end_from(books: Books, params: Params) -> int | None:
    """When the trial ends that a request asks for; now for `now`."""
    days = params.integer("trial_period_days", least=1, most=LONGEST_TRIAL_DAYS)
    if params.raw("trial_end") == "now":
        return books.now
    end = params.instant("trial_end")
    if end is not None and end <= books.now:
        raise invalid(
            "Invalid timestamp: must be an integer Unix timestamp in the future.", params.full("trial_end")
        )
    return end if end is not None else books.now + days * DAY_S if days else None


def settings_from(books: Books, params: Params, subscription: Obj) -> None:
    """What may be said of a subscription at any time, its prices and dates apart."""
    for name in ("description", "on_behalf_of"):
        subscription[name] = params.text(name, subscription[name])
    subscription["metadata"] = params.metadata(subscription["metadata"])
    if "application_fee_percent" in params:
        subscription["application_fee_percent"] = params.decimal("application_fee_percent")
    if "default_payment_method" in params:
        key = params.text("default_payment_method")
        if (
            key
            and books.get("payment_method", key, param="default_payment_method")["customer"]
            != subscription["customer"]
        ):
            raise invalid(
                "The customer does not have a payment method with that ID attached.", "default_payment_method"
            )
        subscription["default_payment_method"] = key
    if "payment_settings" in params:
        given = params.inner("payment_settings")
        subscription["payment_settings"]["save_default_payment_method"] = given.text(
            "save_default_payment_method",
            subscription["payment_settings"]["save_default_payment_method"],
            among=("off", "on_subscription"),
        )
        given.unchanging("payment_method_options", "payment_method_types")
    if "trial_settings" in params:
        given = params.inner("trial_settings").inner("end_behavior")
        wish = given.needed("missing_payment_method", among=("cancel", "create_invoice", "pause"))
        subscription["trial_settings"] = {"end_behavior": {"missing_payment_method": wish}}
    if "automatic_tax" in params:
        subscription["automatic_tax"]["enabled"] = bool(params.inner("automatic_tax").boolean("enabled"))
    if "collection_method" in params:
        subscription["collection_method"] = params.needed(
            "collection_method", among=("charge_automatically", "send_invoice")
        )
        subscription["days_until_due"] = params.integer("days_until_due")


@route("POST", URL)
def create(books: Books, params: Params) -> Obj:
    customer = books.get("customer", params.needed("customer"), param="customer")
    books.follow(customer)
    if not params.each("items"):
        raise missing("items")
    items = subscription_changes.items_from(books, params, [])
    subscription = subscriptions.shape(books, customer, items, trial_end=trial_end_from(books, params))
    settings_from(books, params, subscription)
    params.text("currency")
    params.unchanging("billing_mode", "proration_behavior")
    chosen = discounts.chosen(books, params.each("discounts"), customer=customer)
    for given in params.each("add_invoice_items"):
        _add_invoice_item(books, customer, given)
    behaviour = params.text("payment_behavior", "allow_incomplete", among=BEHAVIOURS) or "allow_incomplete"
    off_session = bool(params.boolean("off_session"))
    subscription["discounts"] = [
        discounts.redeem(books, coupon, code, customer=customer["id"])["id"] for coupon, code in chosen
    ]
    has_card = (
        subscription["default_payment_method"] or customer["invoice_settings"]["default_payment_method"]
    )
    is_automatic = subscription["collection_method"] == "charge_automatically"
    is_trial = subscription["trial_end"] is not None
    if is_automatic and not has_card and not is_trial and behaviour != "default_incomplete":
        raise Refusal(
            "This customer has no attached payment source or default payment method. Please consider adding a default "
            "payment method.",
            code="resource_missing",
        )
    made = subscriptions.start(books, customer, subscription, behaviour=behaviour, off_session=off_session)
    _own_discounts(books, made)
    _ending_from(books, params, made)
    return books.save(made)


def _own_discounts(books: Books, subscription: Obj) -> None:
    for key in subscription["discounts"]:
        books.save(books.get("discount", key) | {"subscription": subscription["id"]})


def _add_invoice_item(books: Books, customer: Obj, given: Params) -> None:
    price = books.get("price", given.needed("price"), param=given.full("price"))
    quantity = given.integer("quantity", 1) or 1
    line = invoice_lines.make(
        books, amount=price["unit_amount"] * quantity, currency=price["currency"], description=price["nickname"],
        period=(books.now, books.now), price=price, quantity=quantity,
    )  # fmt: skip
    subscription_changes.keep_for_later(books, customer, line, subscription=None)


def _ending_from(books: Books, params: Params, subscription: Obj) -> None:
    if subscription["schedule"] and {"cancel_at", "cancel_at_period_end"} & set(params.names()):
        raise Refusal(
            f"The subscription is managed by the subscription schedule `{subscription['schedule']}`, and updating any "
            "cancelation behavior directly is not allowed. Please update the schedule instead.",
            param="cancel_at_period_end",
        )
    if "cancel_at" in params:
        at = params.instant("cancel_at")
        subscription_changes.ask_to_end(books, subscription, at, at_period_end=False)
    if (wish := params.boolean("cancel_at_period_end")) is not None:
        end = subscriptions.ends_at(subscription)
        if wish != subscription["cancel_at_period_end"]:
            subscription_changes.ask_to_end(books, subscription, end if wish else None, at_period_end=wish)
    if "cancellation_details" in params:
        given = params.inner("cancellation_details")
        for name in ("comment", "feedback"):
            before = subscription["cancellation_details"][name]
            subscription["cancellation_details"][name] = given.text(name, before)


@route("GET", URL)
def index(books: Books, params: Params) -> Obj:
    status = params.text("status")
    price = params.text("price")

    def keep(subscription: Obj) -> bool:
        if price and price not in [item["price"]["id"] for item in subscription["items"]["data"]]:
            return False
        if status == "ended":
            return subscription["status"] in subscriptions.ENDED
        return (
            status == "all"
            or subscription["status"] == status
            or (not status and subscription["status"] != "canceled")
        )

    return listing(
        books,
        params,
        KIND,
        URL,
        keep=keep,
        customer=params.text("customer"),
        test_clock=params.text("test_clock"),
    )


@route("GET", URL + "/{subscription}")
def show(books: Books, params: Params, subscription: str) -> Obj:
    return books.here(KIND, subscription)


@route("POST", URL + "/{subscription}")
def update(books: Books, params: Params, subscription: str) -> Obj:
    found = books.here(KIND, subscription)
    books.follow(found)
    if found["status"] in subscriptions.ENDED:
        allowed = {"metadata", "cancellation_details", "expand"}
        if set(params.names()) - allowed:
            raise Refusal(
                "A canceled subscription can only update its cancellation_details and metadata.",
                param="status",
            )
    customer = books.get("customer", found["customer"])
    settings_from(books, params, found)
    _ending_from(books, params, found)
    _pause_from(params, found)
    if "discounts" in params:
        chosen = discounts.chosen(books, params.each("discounts"), customer=customer)
        found["discounts"] = [
            discounts.redeem(books, coupon, code, customer=customer["id"], subscription=found["id"])["id"]
            for coupon, code in chosen
        ]
    proration = params.text("proration_behavior", "create_prorations", among=subscription_changes.PRORATIONS)
    behaviour = params.text("payment_behavior", "allow_incomplete", among=BEHAVIOURS) or "allow_incomplete"
    at = params.instant("proration_date", books.now) or books.now
    params.boolean("off_session")
    anchor = params.text("billing_cycle_anchor", among=("now", "unchanged"))
    trial_end = trial_end_from(books, params) if "trial_end" in params else None
    if trial_end is not None:
        return _change_trial(books, customer, found, trial_end, behaviour)
    if "items" not in params and anchor != "now":
        return books.save(found, event="customer.subscription.updated")
    items = subscription_changes.items_from(books, params, found["items"]["data"])
    change = subscription_changes.weigh(
        books, found, items, at=at, proration=proration or "none", anchor_now=anchor == "now"
    )
    return subscription_changes.carry_out(
        books, found, change, proration=proration or "none", behaviour=behaviour
    )


def _pause_from(params: Params, subscription: Obj) -> None:
    if "pause_collection" in params:
        if params.raw("pause_collection") == "":
            subscription["pause_collection"] = None
            return
        given = params.inner("pause_collection")
        behaviour = given.needed("behavior", among=("keep_as_draft", "mark_uncollectible", "void"))
        subscription["pause_collection"] = {"behavior": behaviour, "resumes_at": given.instant("resumes_at")}


def _change_trial(books: Books, customer: Obj, subscription: Obj, end: int, behaviour: str) -> Obj:
    """Another end of the trial; one that is now begins the first paid period."""
    books.not_later(subscription["id"], "subscription.trial_will_end")
    if end > books.now:
        subscription |= {"trial_end": end, "status": "trialing", "billing_cycle_anchor": end}
        subscription["trial_start"] = subscription["trial_start"] or books.now
        for item in subscription["items"]["data"]:
            item["current_period_end"] = end
        subscriptions.plan_next(books, subscription)
        soon = max(books.now, end - subscriptions.TRIAL_ENDS_SOON_S)
        books.later(soon, "subscription.trial_will_end", subscription["id"])
        return books.save(subscription, event="customer.subscription.updated")
    if subscription["status"] != "trialing":
        raise invalid("The subscription is not in a trial.", "trial_end")
    subscription |= {"trial_end": books.now, "status": "active"}
    change = subscription_changes.weigh(
        books, subscription, subscription["items"]["data"], at=books.now, proration="none", anchor_now=True
    )
    return subscription_changes.carry_out(books, subscription, change, proration="none", behaviour=behaviour)


@route("DELETE", URL + "/{subscription}")
def cancel(books: Books, params: Params, subscription: str) -> Obj:
    found = books.here(KIND, subscription)
    books.follow(found)
    if found["status"] in subscriptions.ENDED:
        raise Refusal(
            f"No such subscription: '{subscription}'", status=404, code="resource_missing", param="id"
        )
    _ending_from(books, params, found)
    customer = books.get("customer", found["customer"])
    wants_invoice, wants_proration = params.boolean("invoice_now"), params.boolean("prorate")
    if wants_proration and found["status"] != "trialing":
        for item in found["items"]["data"]:
            period = (item["current_period_start"], item["current_period_end"])
            for line in invoice_lines.prorations(books, found, item, None, at=books.now, period=period):
                subscription_changes.keep_for_later(books, customer, line, subscription=found["id"])
    ended = subscriptions.end(books, found, reason="cancellation_requested")
    if wants_invoice and (lines := subscriptions.pending_lines(books, customer, ended)):
        invoice = invoices.finalize(
            books,
            invoices.draft(books, customer, lines=lines, reason="subscription_update", subscription=ended),
        )
        ended["latest_invoice"] = invoice["id"]
        if invoice["status"] == "open":
            invoices.collect_quietly(books, invoice)
        books.save(ended)
    return ended


@route("POST", URL + "/{subscription}/resume")
def resume(books: Books, params: Params, subscription: str) -> Obj:
    found = books.here(KIND, subscription)
    books.follow(found)
    if found["status"] != "paused":
        raise Refusal("Only paused subscriptions can be resumed.")
    params.unchanging("billing_cycle_anchor", "proration_behavior")
    found["status"] = "active"
    change = subscription_changes.weigh(
        books, found, found["items"]["data"], at=books.now, proration="none", anchor_now=True
    )
    after = subscription_changes.carry_out(
        books, found, change, proration="none", behaviour="allow_incomplete"
    )
    books.emit("customer.subscription.resumed", after)
    return after


@route("GET", "/v1/subscription_items")
def index_items(books: Books, params: Params) -> Obj:
    found = books.get(KIND, params.needed("subscription"), param="subscription")
    params.unchanging("limit")
    items: Obj = found["items"]
    return items


@when("invoice.paid")
def apply_pending_update(books: Books, invoice: Obj) -> None:
    """A change that waited for its payment happens now."""
    subscription = books.find(invoice["_subscription"])
    pending = (subscription or {}).get("pending_update")
    if subscription and pending and invoice["id"] == subscription["latest_invoice"]:
        subscription["items"]["data"] = pending["subscription_items"]
        subscription["pending_update"] = None
        subscriptions.plan_next(books, subscription)
        books.save(subscription, event="customer.subscription.updated")
        books.emit("customer.subscription.pending_update_applied", subscription)


@job("subscription.forget_update")
def forget_update(books: Books, key: str) -> None:
    subscription = books.get(KIND, key)
    if subscription["pending_update"]:
        subscription["pending_update"] = None
        books.save(subscription, event="customer.subscription.updated")
        books.emit("customer.subscription.pending_update_expired", subscription)
        for invoice in books.all("invoice", _subscription=key, status="open"):
            invoices.void(books, invoice)
