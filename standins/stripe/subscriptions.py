"""Subscriptions: what is paid again each period, from trial to end.

incomplete -> active | incomplete_expired; trialing -> active; active <-> past_due -> canceled | unpaid.
https://docs.stripe.com/billing/subscriptions/overview
"""

from __future__ import annotations

from typing import Any

from standins.stripe import invoice_lines, invoices
from standins.stripe.books import Books, blank
from standins.stripe.charges import APPLICATION
from standins.stripe.lists import whole
from standins.stripe.periods import DAY_S, period_end
from standins.stripe.products import plan_of
from standins.stripe.routing import job, tell, when
from standins.stripe.store import Obj

KIND = "subscription"
URL = "/v1/subscriptions"
ENDED = ("canceled", "incomplete_expired")
COMPLETE_WITHIN_S = 23 * 3600
TRIAL_ENDS_SOON_S = 3 * DAY_S
# What becomes of a subscription after the last attempt to take an invoice.
AFTER_LAST_RETRY = "cancel"


def make_item(books: Books, price: Obj, quantity: int, *, metadata: dict[str, str] | None = None) -> Obj:
    return {
        "id": books.house.new_id("si_", 14),
        "object": "subscription_item",
        "billing_thresholds": None,
        "created": books.now,
        "current_period_end": 0,
        "current_period_start": 0,
        "discounts": [],
        "metadata": metadata or {},
        "plan": plan_of(price),
        "price": price,
        "quantity": quantity,
        "subscription": None,
        "tax_rates": [],
    }


def shape(books: Books, customer: Obj, items: list[Obj], **more: Any) -> Obj:
    """A subscription as it is before anything was billed."""
    subscription = blank(
        "application application_fee_percent billing_cycle_anchor_config billing_schedules billing_thresholds cancel_at "
        "canceled_at customer_account days_until_due default_payment_method default_source description ended_at "
        "latest_invoice next_pending_invoice_item_invoice on_behalf_of pause_collection pending_invoice_item_interval "
        "pending_setup_intent pending_update schedule transfer_data trial_end trial_start",
        id="",
        object=KIND,
        automatic_tax={"disabled_reason": None, "enabled": False, "liability": None},
        billing_cycle_anchor=books.now,
        billing_mode={"flexible": {"proration_discounts": "included"}, "type": "flexible"},
        cancel_at_period_end=False,
        cancellation_details=blank("comment feedback reason"),
        collection_method="charge_automatically",
        created=books.now,
        currency=items[0]["price"]["currency"],
        customer=customer["id"],
        default_tax_rates=[],
        discounts=[],
        invoice_settings={"account_tax_ids": None, "issuer": {"type": "self"}},
        items=whole("/v1/subscription_items", items),
        livemode=False,
        metadata={},
        payment_settings=blank(
            "payment_method_options payment_method_types", save_default_payment_method="off"
        ),
        start_date=books.now,
        status="active",
        test_clock=customer["test_clock"],
        trial_settings={"end_behavior": {"missing_payment_method": "create_invoice"}},
    )
    if books.is_connected:
        subscription["application"] = APPLICATION
    return subscription | more


def start(
    books: Books,
    customer: Obj,
    subscription: Obj,
    *,
    behaviour: str = "allow_incomplete",
    off_session: bool = False,
    method: Obj | None = None,
) -> Obj:
    """Begin a subscription: a trial, or the first invoice, taken at once.

    Raises a kept card_error only with `error_if_incomplete`; otherwise a card that says no leaves it incomplete.
    """
    subscription["id"] = books.house.new_id("sub_")
    items = subscription["items"]["data"]
    subscription["items"]["url"] = f"/v1/subscription_items?subscription={subscription['id']}"
    is_trial = subscription["trial_end"] is not None and subscription["trial_end"] > books.now
    if is_trial:
        subscription |= {
            "status": "trialing",
            "trial_start": books.now,
            "billing_cycle_anchor": subscription["trial_end"],
        }
    else:
        subscription |= {"trial_end": None, "status": "incomplete"}
    for item in items:
        item["subscription"] = subscription["id"]
        item["current_period_start"] = books.now
        item["current_period_end"] = (
            subscription["trial_end"]
            if is_trial
            else period_end(
                books.now, item["price"]["recurring"], anchor=subscription["billing_cycle_anchor"]
            )
        )
    books.add(subscription, "sub_", event="customer.subscription.created")
    _bill_start(books, customer, subscription, items, is_trial=is_trial)
    if is_trial:
        ends = subscription["trial_end"]
        books.later(
            max(books.now, ends - TRIAL_ENDS_SOON_S), "subscription.trial_will_end", subscription["id"]
        )
        plan_next(books, subscription)
        return books.get(KIND, subscription["id"])
    invoice = books.get("invoice", books.get(KIND, subscription["id"])["latest_invoice"])
    if invoice["status"] == "open" and behaviour != "default_incomplete":
        if behaviour == "error_if_incomplete":
            invoices.collect(books, invoice, method, off_session=off_session)
        else:
            invoices.collect_quietly(books, invoice, method, off_session=off_session)
    subscription = books.get(KIND, subscription["id"])
    if subscription["status"] == "incomplete":
        books.later(books.now + COMPLETE_WITHIN_S, "subscription.lapse", subscription["id"])
    return subscription


def _bill_start(books: Books, customer: Obj, subscription: Obj, items: list[Obj], *, is_trial: bool) -> None:
    lines = [
        invoice_lines.of_item(
            books,
            subscription,
            item,
            (item["current_period_start"], item["current_period_end"]),
            is_trial=is_trial,
        )
        for item in items
    ]
    lines += pending_lines(books, customer, subscription)
    invoice = invoices.draft(
        books, customer, lines=lines, reason="subscription_create", subscription=subscription
    )
    subscription["latest_invoice"] = invoice["id"]
    books.save(subscription)
    invoices.finalize(books, invoice)


def pending_lines(books: Books, customer: Obj, subscription: Obj) -> list[Obj]:
    """Invoice items that wait for the next invoice; taken by the one they go into."""
    return [
        entry["_line"]
        for entry in reversed(books.all("invoiceitem", customer=customer["id"], invoice=None))
        if entry["_subscription"] in (None, subscription["id"])
    ]


def ends_at(subscription: Obj) -> int:
    """The end of the present period, the earliest of the items'."""
    return min(int(item["current_period_end"]) for item in subscription["items"]["data"])


def plan_next(books: Books, subscription: Obj) -> None:
    """Have the present period's end happen once, and an end that was asked for before it."""
    books.not_later(subscription["id"], "subscription.period_end")
    books.later(ends_at(subscription), "subscription.period_end", subscription["id"])
    plan_end(books, subscription)


def plan_end(books: Books, subscription: Obj) -> None:
    books.not_later(subscription["id"], "subscription.end")
    if subscription["cancel_at"] is not None and subscription["cancel_at"] < ends_at(subscription):
        books.later(subscription["cancel_at"], "subscription.end", subscription["id"])


def end(books: Books, subscription: Obj, *, reason: str | None = None) -> Obj:
    """End it now."""
    subscription |= {
        "status": "canceled",
        "ended_at": books.now,
        "canceled_at": subscription["canceled_at"] or books.now,
    }
    if reason:
        subscription["cancellation_details"]["reason"] = reason
    books.not_later(subscription["id"])
    for invoice in books.all("invoice", _subscription=subscription["id"], status="open"):
        books.not_later(invoice["id"])
        books.save(invoice | {"auto_advance": False, "next_payment_attempt": None}, event="invoice.updated")
    books.save(subscription)
    books.emit("customer.subscription.deleted", subscription)
    tell(books, "subscription.ended", subscription)
    return subscription


@job("subscription.trial_will_end")
def trial_will_end(books: Books, key: str) -> None:
    subscription = books.get(KIND, key)
    if subscription["status"] == "trialing":
        books.emit("customer.subscription.trial_will_end", subscription)


@job("subscription.end")
def end_now(books: Books, key: str) -> None:
    subscription = books.get(KIND, key)
    if subscription["status"] not in ENDED:
        end(books, subscription, reason="cancellation_requested")


@job("subscription.lapse")
def lapse(books: Books, key: str) -> None:
    """A first payment that did not come within 23 hours."""
    subscription = books.get(KIND, key)
    if subscription["status"] == "incomplete":
        give_up_incomplete(books, subscription)


def give_up_incomplete(books: Books, subscription: Obj) -> None:
    subscription |= {"status": "incomplete_expired", "ended_at": books.now, "canceled_at": books.now}
    books.not_later(subscription["id"])
    books.save(subscription, event="customer.subscription.updated")
    for invoice in books.all("invoice", _subscription=subscription["id"], status="open"):
        invoices.void(books, invoice)
    tell(books, "subscription.ended", subscription)


@job("subscription.period_end")
def turn_period(books: Books, key: str) -> None:
    """The next period begins, or the subscription ends."""
    subscription = books.get(KIND, key)
    if subscription["status"] in (*ENDED, "incomplete", "paused"):
        return
    if subscription["cancel_at"] is not None and subscription["cancel_at"] <= books.now:
        end(books, subscription, reason="cancellation_requested")
        return
    customer = books.get("customer", subscription["customer"])
    if subscription["status"] == "trialing" and _ends_for_want_of_a_card(books, subscription, customer):
        return
    tell(books, "subscription.period_turns", subscription)
    subscription = books.get(KIND, key)
    if subscription["status"] in ENDED:
        return
    if subscription["status"] == "trialing":
        subscription["status"] = "active"
    for item in subscription["items"]["data"]:
        if item["current_period_end"] <= books.now:
            item["current_period_start"] = item["current_period_end"]
            item["current_period_end"] = period_end(
                item["current_period_end"],
                item["price"]["recurring"],
                anchor=subscription["billing_cycle_anchor"],
            )
    plan_next(books, subscription)
    invoice = bill_period(books, customer, subscription)
    subscription["latest_invoice"] = invoice["id"]
    books.save(subscription, event="customer.subscription.updated")


def _ends_for_want_of_a_card(books: Books, subscription: Obj, customer: Obj) -> bool:
    """Whether a trial that ran out without a card ends or pauses it, as its settings say."""
    has_card = (
        subscription["default_payment_method"] or customer["invoice_settings"]["default_payment_method"]
    )
    wish = subscription["trial_settings"]["end_behavior"]["missing_payment_method"]
    if has_card or wish == "create_invoice":
        return False
    if wish == "cancel":
        end(books, subscription)
    else:
        subscription["status"] = "paused"
        books.save(subscription, event="customer.subscription.updated")
        books.emit("customer.subscription.paused", subscription)
    return True


def bill_period(books: Books, customer: Obj, subscription: Obj) -> Obj:
    """The draft of a period's invoice; it becomes due an hour later, as at Stripe."""
    lines = [
        invoice_lines.of_item(
            books, subscription, item, (item["current_period_start"], item["current_period_end"])
        )
        for item in subscription["items"]["data"]
    ]
    lines += pending_lines(books, customer, subscription)
    is_unpaid = subscription["status"] == "unpaid"
    start = min(item["current_period_start"] for item in subscription["items"]["data"])
    invoice = invoices.draft(
        books,
        customer,
        lines=lines,
        reason="subscription_cycle",
        subscription=subscription,
        period=(start, ends_at(subscription)),
        auto_advance=not is_unpaid,
        automatically_finalizes_at=None if is_unpaid else books.now + invoices.DRAFT_FOR_S,
    )
    if not is_unpaid:
        books.later(books.now + invoices.DRAFT_FOR_S, "invoice.finalize", invoice["id"])
    return invoice


@when("invoice.paid")
def hear_of_payment(books: Books, invoice: Obj) -> None:
    subscription = books.find(invoice["_subscription"])
    if subscription is None:
        return
    if subscription["status"] == "incomplete":
        subscription["status"] = "active"
        books.not_later(subscription["id"], "subscription.lapse")
        plan_next(books, subscription)
        intent = books.find(invoice["_intent"])
        keeps = subscription["payment_settings"]["save_default_payment_method"] == "on_subscription"
        if intent and keeps and not subscription["default_payment_method"]:
            subscription["default_payment_method"] = intent["payment_method"]
        books.save(subscription, event="customer.subscription.updated")
    elif subscription["status"] in ("past_due", "unpaid") and invoice["id"] == subscription["latest_invoice"]:
        subscription["status"] = "active"
        books.save(subscription, event="customer.subscription.updated")
    customer = books.get("customer", subscription["customer"])
    if customer["delinquent"]:
        customer["delinquent"] = False
        books.save(customer, event="customer.updated")


@when("invoice.payment_failed")
def hear_of_failure(books: Books, invoice: Obj) -> None:
    subscription = books.find(invoice["_subscription"])
    if subscription is None or subscription["status"] in (*ENDED, "incomplete"):
        return
    customer = books.get("customer", subscription["customer"])
    customer["delinquent"] = True
    books.save(customer, event="customer.updated")
    if not invoice["_is_last"]:
        subscription["status"] = "past_due"
        books.save(subscription, event="customer.subscription.updated")
        return
    wish = books.store.setting("dunning.after_last_retry", AFTER_LAST_RETRY)
    if wish == "cancel":
        end(books, subscription, reason="payment_failed")
    else:
        subscription["status"] = wish
        books.save(subscription, event="customer.subscription.updated")


@when("invoice.voided")
def hear_of_voiding(books: Books, invoice: Obj) -> None:
    subscription = books.find(invoice["_subscription"])
    if (
        subscription
        and subscription["status"] == "past_due"
        and subscription["latest_invoice"] == invoice["id"]
    ):
        subscription["status"] = "active"
        books.save(subscription, event="customer.subscription.updated")
