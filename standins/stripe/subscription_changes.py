"""Changing a subscription: other prices at once with proration, another date, an end."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field

from standins.stripe import invoice_lines, invoices, subscriptions
from standins.stripe.books import Books, blank
from standins.stripe.errors import Refusal, invalid, missing
from standins.stripe.params import Params
from standins.stripe.periods import period_end
from standins.stripe.products import plan_of, price_from
from standins.stripe.store import Obj

PRORATIONS = ("always_invoice", "create_prorations", "none")


@dataclass(slots=True)
class Change:
    """What becomes of the items, and what the rest of the period therefore costs or gives back."""

    items: list[Obj]
    lines: list[Obj] = field(default_factory=list)
    # A new interval, or a new anchor, begins a new period at once, and with it an invoice.
    begins_anew: bool = False


def items_from(books: Books, params: Params, before: list[Obj]) -> list[Obj]:
    """The items after `items[]` of a request; those it does not name stay."""
    after = {item["id"]: deepcopy(item) for item in before}
    for entry in params.each("items"):
        key = entry.text("id")
        if key and key not in after:
            raise invalid(f"No such subscription item: '{key}'", entry.full("id"), "resource_missing")
        if key and entry.boolean("deleted"):
            entry.unchanging("clear_usage")
            del after[key]
            continue
        price = _price_from(books, entry)
        if key is None and price is None:
            raise missing(entry.full("price"))
        quantity = entry.integer("quantity", after[key]["quantity"] if key else 1)
        if key:
            item = after[key]
            if price is not None:
                item |= {"price": price, "plan": plan_of(price)}
            item["quantity"] = quantity
            item["metadata"] = entry.metadata(item["metadata"])
        elif price is not None:
            made = subscriptions.make_item(books, price, quantity or 0, metadata=entry.metadata())
            after[made["id"]] = made
        entry.unchanging("tax_rates", "discounts")
    if not after:
        raise invalid("A subscription must have at least one active plan.", "items")
    if len({item["price"]["currency"] for item in after.values()}) > 1:
        raise invalid("All prices of a subscription must have the same currency.", "items")
    return list(after.values())


def _price_from(books: Books, entry: Params) -> Obj | None:
    if "price_data" in entry:
        price = price_from(books, entry.inner("price_data"))
    elif key := entry.text("price"):
        price = books.get("price", key, param=entry.full("price"))
        if not price["active"]:
            raise invalid(
                "The price specified is inactive. This field only accepts active prices.", entry.full("price")
            )
    else:
        return None
    if price["recurring"] is None:
        raise invalid("The price specified is set to `type=one_time` but this field only accepts prices with "
                      "`type=recurring`.", entry.full("price"))  # fmt: skip
    return price


def weigh(
    books: Books, subscription: Obj, items: list[Obj], *, at: int, proration: str, anchor_now: bool = False
) -> Change:
    """What a change of items costs or gives back when it happens at `at`; changes nothing yet."""
    before = {item["id"]: item for item in subscription["items"]["data"]}
    after = {item["id"]: item for item in items}
    change = Change(items, begins_anew=anchor_now or _has_other_interval(before, items))
    is_free = subscription["status"] in ("trialing", "incomplete") or proration == "none"
    any_period = next(iter(before.values()))
    period = (any_period["current_period_start"], any_period["current_period_end"])
    for item in items:
        if item["id"] not in before:
            item |= {"current_period_start": period[0], "current_period_end": period[1]}
            item["subscription"] = subscription["id"]
    for key in sorted({*before, *after}, key=list({**before, **after}).index):
        old, new = before.get(key), after.get(key)
        if old and new and _is_same(old, new) and not change.begins_anew:
            continue
        if not is_free:
            rest = None if change.begins_anew else new
            change.lines += invoice_lines.prorations(books, subscription, old, rest, at=at, period=period)
    if change.begins_anew and subscription["status"] != "trialing":
        for item in items:
            item["current_period_start"] = at
            item["current_period_end"] = period_end(at, item["price"]["recurring"], anchor=at)
            change.lines.append(
                invoice_lines.of_item(books, subscription, item, (at, item["current_period_end"]))
            )
    return change


def _has_other_interval(before: dict[str, Obj], items: list[Obj]) -> bool:
    def interval(item: Obj) -> tuple[str, int]:
        recurring = item["price"]["recurring"]
        return recurring["interval"], recurring["interval_count"]

    known = {interval(item) for item in before.values()}
    return any(interval(item) not in known for item in items)


def _is_same(old: Obj, new: Obj) -> bool:
    return (old["price"]["id"], old["quantity"]) == (new["price"]["id"], new["quantity"])


def carry_out(books: Books, subscription: Obj, change: Change, *, proration: str, behaviour: str) -> Obj:
    """Make a change that was weighed. Raises a kept card_error with `error_if_incomplete`."""
    customer = books.get("customer", subscription["customer"])
    before = deepcopy(subscription["items"]["data"])
    subscription["items"]["data"] = change.items
    if change.begins_anew and subscription["status"] != "trialing":
        subscription["billing_cycle_anchor"] = books.now
    subscriptions.plan_next(books, subscription)
    books.save(subscription, event="customer.subscription.updated")
    if not change.lines:
        return subscription
    if not change.begins_anew and proration != "always_invoice":
        for line in change.lines:
            keep_for_later(books, customer, line, subscription=subscription["id"])
        return subscription
    lines = change.lines + subscriptions.pending_lines(books, customer, subscription)
    invoice = invoices.draft(
        books, customer, lines=lines, reason="subscription_update", subscription=subscription
    )
    subscription["latest_invoice"] = invoice["id"]
    books.save(subscription, event="customer.subscription.updated")
    invoice = invoices.finalize(books, invoice)
    if invoice["status"] == "open":
        _collect(books, subscription["id"], invoice, before, behaviour)
    return books.get(subscriptions.KIND, subscription["id"])


def _collect(books: Books, key: str, invoice: Obj, before: list[Obj], behaviour: str) -> None:
    if behaviour == "default_incomplete":
        return
    if behaviour == "error_if_incomplete":
        try:
            invoices.collect(books, invoice, off_session=False)
        except Refusal as refusal:
            # Nothing of the change stays: the subscription is as it was.
            refusal.keeps = False
            raise
        return
    if invoices.collect_quietly(books, invoice, off_session=False) or behaviour != "pending_if_incomplete":
        return
    subscription = books.get(subscriptions.KIND, key)
    wanted = subscription["items"]["data"]
    subscription["items"]["data"] = before
    subscription["status"] = "active"
    subscription["pending_update"] = blank(
        "billing_cycle_anchor discount metadata trial_end trial_from_plan",
        discounts=None,
        expires_at=books.now + subscriptions.COMPLETE_WITHIN_S,
        subscription_items=wanted,
    )
    subscriptions.plan_next(books, subscription)
    books.later(books.now + subscriptions.COMPLETE_WITHIN_S, "subscription.forget_update", key)
    books.save(subscription, event="customer.subscription.updated")


def keep_for_later(
    books: Books, customer: Obj, line: Obj, *, subscription: str | None, event: str = "invoiceitem.created"
) -> Obj:
    """An invoice item: a line that waits for the next invoice."""
    off = line["_is_proration"]
    entry = blank(
        "customer_account invoice quantity_decimal",
        id=books.house.new_id("ii_"),
        object="invoiceitem",
        amount=line["amount"],
        currency=line["currency"],
        customer=customer["id"],
        date=books.now,
        description=line["description"],
        discountable=line["discountable"],
        discounts=[],
        livemode=False,
        metadata=line["metadata"],
        net_amount=line["amount"],
        parent={
            "subscription_details": {"subscription": subscription, "subscription_item": None},
            "type": "subscription_details",
        }
        if subscription
        else None,
        period=line["period"],
        pricing=line["pricing"],
        proration=off,
        quantity=line["quantity"],
        tax_rates=[],
        test_clock=customer["test_clock"],
        _subscription=subscription,
    )
    line["_invoice_item"] = entry["id"]
    details = line["parent"]["subscription_item_details"] or line["parent"]["invoice_item_details"]
    details["invoice_item"] = entry["id"]
    entry["_line"] = line
    return books.add(entry, "ii_", event=event)


def ask_to_end(books: Books, subscription: Obj, at: int | None, *, at_period_end: bool) -> None:
    """Plan an end, or take it back with None."""
    if at is None:
        subscription |= {"cancel_at": None, "cancel_at_period_end": False, "canceled_at": None}
        subscription["cancellation_details"]["reason"] = None
    else:
        subscription |= {"cancel_at": at, "cancel_at_period_end": at_period_end, "canceled_at": books.now}
        subscription["cancellation_details"]["reason"] = "cancellation_requested"
    subscriptions.plan_end(books, subscription)
