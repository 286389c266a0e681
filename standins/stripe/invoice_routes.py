"""The routes of invoices, their items, lines and payments, and the preview of what a change would cost."""

from __future__ import annotations

from copy import deepcopy

from standins.stripe import (
    discounts,
    invoice_lines,
    invoices,
    payment_methods,
    subscription_changes,
    subscriptions,
)
from standins.stripe.books import Books
from standins.stripe.errors import Refusal, invalid, missing
from standins.stripe.lists import listing, whole
from standins.stripe.money import currency_of
from standins.stripe.params import Params
from standins.stripe.periods import period_end
from standins.stripe.routing import route
from standins.stripe.store import Obj

URL, KIND = invoices.URL, invoices.KIND
ITEMS = "/v1/invoiceitems"


@route("POST", ITEMS)
def create_item(books: Books, params: Params) -> Obj:
    customer = books.get("customer", params.needed("customer"), param="customer")
    books.follow(customer)
    quantity = params.integer("quantity", 1) or 1
    amount, unit = params.integer("amount", least=-99_999_999), params.integer("unit_amount_decimal")
    price = None
    pricing = params.inner("pricing")
    if key := pricing.text("price"):
        price = books.get("price", key, param="pricing[price]")
        amount = price["unit_amount"] * quantity
    elif amount is None and unit is not None:
        amount = unit * quantity
    if amount is None:
        raise missing("amount")
    currency = price["currency"] if price else currency_of(params)
    params.unchanging("currency")
    period = params.inner("period")
    subscription = params.text("subscription")
    if subscription:
        books.get("subscription", subscription, param="subscription")
    line = invoice_lines.make(
        books,
        amount=amount,
        currency=currency,
        description=params.text("description"),
        period=(period.instant("start", books.now) or 0, period.instant("end", books.now) or 0),
        price=price,
        quantity=quantity,
        subscription=subscription,
        is_discountable=bool(params.boolean("discountable", amount >= 0)),
        metadata=params.metadata(),
    )
    entry = subscription_changes.keep_for_later(books, customer, line, subscription=subscription)
    if key := params.text("invoice"):
        _put_into(books, books.get(KIND, key, param="invoice"), entry, customer)
    return entry


def _put_into(books: Books, invoice: Obj, entry: Obj, customer: Obj) -> None:
    if invoice["status"] != "draft":
        raise invalid("This invoice is no longer editable.", "invoice", "invoice_not_editable")
    entry["invoice"] = invoice["id"]
    books.save(entry)
    invoice["lines"]["data"].append(entry["_line"] | {"invoice": invoice["id"]})
    invoices.add_up(books, invoice, customer)
    books.save(invoice, event="invoice.updated")


@route("GET", ITEMS)
def index_items(books: Books, params: Params) -> Obj:
    pending = params.boolean("pending")
    return listing(
        books,
        params,
        "invoiceitem",
        ITEMS,
        keep=None if pending is None else lambda entry: (entry["invoice"] is None) == pending,
        customer=params.text("customer"),
        invoice=params.text("invoice"),
    )


@route("GET", ITEMS + "/{entry}")
def show_item(books: Books, params: Params, entry: str) -> Obj:
    return books.here("invoiceitem", entry)


@route("DELETE", ITEMS + "/{entry}")
def remove_item(books: Books, params: Params, entry: str) -> Obj:
    found = books.here("invoiceitem", entry)
    if found["invoice"] is not None:
        raise invalid("This invoice item is already part of an invoice.", code="invoice_not_editable")
    return books.remove(found, event="invoiceitem.deleted")


# ---- the preview


@route("POST", URL + "/create_preview")
def preview(books: Books, params: Params) -> Obj:
    """What an invoice would look like; nothing is kept."""
    key = params.text("subscription")
    found = books.get("subscription", key, param="subscription") if key else None
    customer_key = params.text("customer") or (found or {}).get("customer")
    if customer_key is None:
        raise missing("customer")
    customer = books.get("customer", customer_key, param="customer")
    books.follow(customer)
    given = params.inner("subscription_details")
    chosen = discounts.chosen(books, params.each("discounts"), customer=customer)
    params.unchanging("preview_mode", "currency", "automatic_tax", "customer_details")
    # Redeeming is part of a change; here it only shows what would come off, and is undone below.
    with books.store.undone():
        off = (
            [discounts.redeem(books, coupon, code) for coupon, code in chosen]
            if "discounts" in params
            else None
        )
        if found is None:
            return _preview_of_new(books, customer, given, off)
        return _preview_of_change(books, customer, found, given, off)


def _preview_of_new(books: Books, customer: Obj, given: Params, off: list[Obj] | None) -> Obj:
    if "items" not in given:
        raise missing("subscription_details[items]")
    items = subscription_changes.items_from(books, given, [])
    given.unchanging("trial_end", "billing_mode", "proration_behavior")
    subscription = subscriptions.shape(books, customer, items)
    lines = []
    for item in items:
        end = period_end(books.now, item["price"]["recurring"], anchor=books.now)
        lines.append(invoice_lines.of_item(books, subscription, item, (books.now, end)))
    return invoices.draft(
        books, customer, lines=lines, reason="upcoming", subscription=subscription, is_preview=True, given=off
    )


def _preview_of_change(books: Books, customer: Obj, found: Obj, given: Params, off: list[Obj] | None) -> Obj:
    subscription = deepcopy(found)
    proration = given.text("proration_behavior", "create_prorations", among=subscription_changes.PRORATIONS)
    at = given.instant("proration_date", books.now) or books.now
    anchor = given.text("billing_cycle_anchor", among=("now", "unchanged"))
    given.unchanging("billing_mode")
    is_ending = given.boolean("cancel_at_period_end", found["cancel_at_period_end"])
    lines: list[Obj] = []
    if trial_end := given.raw("trial_end"):
        subscription["status"] = "active" if trial_end == "now" else "trialing"
        anchor = "now" if trial_end == "now" else anchor
    is_at_once = False
    if "items" in given or anchor == "now":
        items = subscription_changes.items_from(books, given, subscription["items"]["data"])
        change = subscription_changes.weigh(
            books, subscription, items, at=at, proration=proration or "none", anchor_now=anchor == "now"
        )
        subscription["items"]["data"] = change.items
        lines += change.lines
        is_at_once = change.begins_anew or proration == "always_invoice"
    if given.boolean("cancel_now"):
        is_at_once = True
        for item in subscription["items"]["data"]:
            period = (item["current_period_start"], item["current_period_end"])
            lines += invoice_lines.prorations(books, subscription, item, None, at=at, period=period)
    lines += subscriptions.pending_lines(books, customer, subscription)
    end = subscriptions.ends_at(subscription)
    if not is_at_once and not is_ending:
        for item in subscription["items"]["data"]:
            after = period_end(end, item["price"]["recurring"], anchor=subscription["billing_cycle_anchor"])
            lines.append(invoice_lines.of_item(books, subscription, item, (end, after)))
    elif is_ending and not lines:
        raise Refusal("No upcoming invoices for customer", status=404, code="invoice_upcoming_none")
    return invoices.draft(
        books, customer, lines=lines, reason="subscription_update" if is_at_once else "upcoming",
        subscription=subscription, is_preview=True, given=off,
        next_payment_attempt=None if is_at_once else end + invoices.DRAFT_FOR_S,
    )  # fmt: skip


# ---- invoices


@route("POST", URL)
def create(books: Books, params: Params) -> Obj:
    customer = books.get("customer", params.needed("customer"), param="customer")
    books.follow(customer)
    key = params.text("subscription")
    subscription = books.get("subscription", key, param="subscription") if key else None
    takes = params.text("pending_invoice_items_behavior", "exclude", among=("exclude", "include"))
    waiting = books.all("invoiceitem", customer=customer["id"], invoice=None) if takes == "include" else []
    lines = [entry["_line"] for entry in reversed(waiting) if entry["_subscription"] == key]
    more: Obj = {
        "auto_advance": bool(params.boolean("auto_advance", False)),
        "collection_method": params.text("collection_method", "charge_automatically"),
        "description": params.text("description"),
        "metadata": params.metadata(),
        "default_payment_method": params.text("default_payment_method"),
        "footer": params.text("footer"),
    }
    if "currency" in params:
        more["currency"] = currency_of(params)
    if (days := params.integer("days_until_due")) is not None:
        more["due_date"] = books.now + days * 86400
    invoice = invoices.draft(books, customer, lines=lines, reason="manual", subscription=subscription, **more)
    if more["auto_advance"]:
        books.later(books.now + invoices.DRAFT_FOR_S, "invoice.finalize", invoice["id"])
    return invoice


@route("GET", URL)
def index(books: Books, params: Params) -> Obj:
    subscription = params.text("subscription")
    return listing(
        books,
        params,
        KIND,
        URL,
        keep=(lambda invoice: invoice["_subscription"] == subscription) if subscription else None,
        customer=params.text("customer"),
        status=params.text("status"),
        collection_method=params.text("collection_method"),
    )


@route("GET", URL + "/{invoice}")
def show(books: Books, params: Params, invoice: str) -> Obj:
    return books.here(KIND, invoice)


@route("POST", URL + "/{invoice}")
def update(books: Books, params: Params, invoice: str) -> Obj:
    found = books.here(KIND, invoice)
    found["description"] = params.text("description", found["description"])
    found["metadata"] = params.metadata(found["metadata"])
    found["default_payment_method"] = params.text("default_payment_method", found["default_payment_method"])
    if "auto_advance" in params:
        found["auto_advance"] = bool(params.boolean("auto_advance"))
    return books.save(found, event="invoice.updated")


@route("DELETE", URL + "/{invoice}")
def remove(books: Books, params: Params, invoice: str) -> Obj:
    found = books.here(KIND, invoice)
    if found["status"] != "draft":
        raise invalid("You can only delete draft invoices.", code="invoice_not_editable")
    books.not_later(invoice)
    return books.remove(found, event="invoice.deleted")


@route("POST", URL + "/{invoice}/finalize")
def finalize(books: Books, params: Params, invoice: str) -> Obj:
    found = books.here(KIND, invoice)
    books.follow(found)
    if "auto_advance" in params:
        found["auto_advance"] = bool(params.boolean("auto_advance"))
    return invoices.finalize(books, found)


@route("POST", URL + "/{invoice}/pay")
def pay(books: Books, params: Params, invoice: str) -> Obj:
    found = books.here(KIND, invoice)
    books.follow(found)
    if found["status"] == "paid":
        raise invalid("Invoice is already paid", code="invoice_already_paid")
    if found["status"] == "draft":
        found = invoices.finalize(books, found)
    key = params.text("payment_method")
    off_session = bool(params.boolean("off_session", True))
    if params.boolean("paid_out_of_band"):
        return invoices.mark_paid(books, found)
    if found["status"] == "paid":
        return found
    method = payment_methods.given(books, key) if key else None
    return invoices.collect(books, found, method, off_session=off_session)


@route("POST", URL + "/{invoice}/void")
def void(books: Books, params: Params, invoice: str) -> Obj:
    return invoices.void(books, books.here(KIND, invoice))


@route("POST", URL + "/{invoice}/mark_uncollectible")
def mark_uncollectible(books: Books, params: Params, invoice: str) -> Obj:
    found = books.here(KIND, invoice)
    if found["status"] != "open":
        raise invalid(f"Only open invoices can be marked uncollectible; this one is {found['status']}.")
    found |= {"status": "uncollectible", "auto_advance": False, "next_payment_attempt": None}
    found["status_transitions"]["marked_uncollectible_at"] = books.now
    books.not_later(invoice)
    return books.save(found, event="invoice.marked_uncollectible")


@route("GET", URL + "/{invoice}/lines")
def index_lines(books: Books, params: Params, invoice: str) -> Obj:
    found = books.here(KIND, invoice)
    params.unchanging("limit")
    return whole(f"{URL}/{invoice}/lines", found["lines"]["data"])


@route("GET", "/v1/invoice_payments")
def index_payments(books: Books, params: Params) -> Obj:
    payment = params.inner("payment")
    payment.unchanging("type")
    return listing(
        books,
        params,
        "invoice_payment",
        "/v1/invoice_payments",
        invoice=params.text("invoice"),
        status=params.text("status"),
        payment__payment_intent=payment.text("payment_intent"),
    )
