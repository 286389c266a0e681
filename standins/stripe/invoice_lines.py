"""Lines of invoices, and the discounts that go over them."""

from __future__ import annotations

from standins.stripe import discounts, money
from standins.stripe.books import Books, blank
from standins.stripe.periods import date_of
from standins.stripe.store import Obj


def make(
    books: Books,
    *,
    amount: int,
    currency: str,
    description: str | None,
    period: tuple[int, int],
    price: Obj | None = None,
    quantity: int = 1,
    subscription: str | None = None,
    item: str | None = None,
    invoice_item: str | None = None,
    is_proration: bool = False,
    is_discountable: bool = True,
    metadata: dict[str, str] | None = None,
) -> Obj:
    """One line; below nought it is a credit."""
    proration = {"credited_items": None}
    if item and not invoice_item:
        parent: Obj = {
            "invoice_item_details": None,
            "subscription_item_details": {
                "invoice_item": None,
                "proration": is_proration,
                "proration_details": proration,
                "subscription": subscription,
                "subscription_item": item,
            },
            "type": "subscription_item_details",
        }
    else:
        parent = {
            "invoice_item_details": {
                "invoice_item": invoice_item,
                "proration": is_proration,
                "proration_details": proration,
                "subscription": subscription,
            },
            "subscription_item_details": None,
            "type": "invoice_item_details",
        }
    pricing: Obj = {
        "type": "price_details",
        "unit_amount_decimal": str(amount // quantity if quantity else amount),
    }
    if price is not None:
        pricing["price_details"] = {"price": price["id"], "product": price["product"]}
        pricing["unit_amount_decimal"] = price["unit_amount_decimal"]
    return blank(
        "invoice pretax_credit_amounts quantity_decimal taxes",
        id=books.house.new_id("il_"),
        object="line_item",
        amount=amount,
        currency=currency,
        description=description,
        discount_amounts=[],
        discountable=is_discountable,
        discounts=[],
        livemode=False,
        metadata=metadata or {},
        parent=parent,
        period={"start": period[0], "end": period[1]},
        pricing=pricing,
        quantity=quantity,
        subscription=subscription,
        subtotal=amount,
        _product=price["product"] if price else None,
        _is_proration=is_proration,
        _invoice_item=invoice_item,
    )


def of_item(
    books: Books, subscription: Obj, item: Obj, period: tuple[int, int], *, is_trial: bool = False
) -> Obj:
    """What an item of a subscription costs for a whole period."""
    price, quantity = item["price"], item["quantity"]
    product = books.find(price["product"]) or {"name": "Subscription"}
    unit = f"{money.spoken(price['unit_amount'], price['currency'])} / {price['recurring']['interval']}"
    return make(
        books,
        amount=0 if is_trial else price["unit_amount"] * quantity,
        currency=price["currency"],
        description=f"Trial period for {product['name']}"
        if is_trial
        else f"{quantity} × {product['name']} (at {unit})",
        period=period,
        price=price,
        quantity=quantity,
        subscription=subscription["id"] or None,
        item=item["id"],
        metadata=subscription["metadata"],
    )


def prorations(
    books: Books,
    subscription: Obj,
    before: Obj | None,
    after: Obj | None,
    *,
    at: int,
    period: tuple[int, int],
) -> list[Obj]:
    """The rest of a period: credited at the price before, charged at the price after.

    By the second: https://docs.stripe.com/billing/subscriptions/prorations
    """
    lines = []
    for item, sign, words in ((before, -1, "Unused time on"), (after, 1, "Remaining time on")):
        if item is None:
            continue
        price, quantity = item["price"], item["quantity"]
        amount = money.share(price["unit_amount"] * quantity, period[1] - at, period[1] - period[0])
        if not amount:
            continue
        product = books.find(price["product"]) or {"name": "Subscription"}
        many = f"{quantity} × " if quantity > 1 else ""
        lines.append(
            make(
                books,
                amount=sign * amount,
                currency=price["currency"],
                description=f"{words} {many}{product['name']} after {date_of(at)}",
                period=(at, period[1]),
                price=price,
                quantity=quantity,
                subscription=subscription["id"] or None,
                item=item["id"],
                is_proration=True,
            )
        )
    return lines


def apply_discounts(books: Books, lines: list[Obj], given: list[Obj]) -> list[Obj]:
    """Take discounts off the lines, one after the other; gives back what each took off in all.

    A share goes off every line, credits for unused time too; an amount goes off once, over what is charged.
    """
    for line in lines:
        line["discount_amounts"], line["discounts"] = [], []
    totals = []
    for discount in given:
        coupon = books.store.get(books.account, discount["source"]["coupon"])
        if coupon is None or not discounts.holds(books, discount):
            continue
        open_lines = [
            line
            for line in lines
            if line["discountable"]
            and (not coupon["_products"] or line["_product"] in coupon["_products"])
            and (coupon["percent_off"] is not None or line["amount"] > 0)
        ]
        rest = [
            line["amount"] - sum(entry["amount"] for entry in line["discount_amounts"]) for line in open_lines
        ]
        if coupon["percent_off"] is not None:
            parts = [money.share(amount, round(coupon["percent_off"] * 100), 10_000) for amount in rest]
        else:
            parts = money.spread(min(coupon["amount_off"], sum(rest)), rest) if sum(rest) else []
        for line, part in zip(open_lines, parts, strict=False):
            line["discounts"].append(discount["id"])
            line["discount_amounts"].append({"amount": part, "discount": discount["id"]})
        totals.append({"amount": sum(parts), "discount": discount["id"]})
    return totals
