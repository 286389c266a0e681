"""What happens when somebody pays on a checkout page: customer, payment or subscription, then the session is done."""

from __future__ import annotations

from standins.stripe import (
    customers,
    discounts,
    payment_intents,
    payment_methods,
    setup_intents,
    subscription_changes,
    subscriptions,
)
from standins.stripe.books import Books, blank
from standins.stripe.errors import Refusal
from standins.stripe.money import spread
from standins.stripe.routing import when
from standins.stripe.store import Obj

KIND = "checkout.session"


def _discount_parts(books: Books, session: Obj) -> list[int]:
    """What comes off each line."""
    totals = [line["price"]["unit_amount"] * line["quantity"] for line in session["_lines"]]
    parts = [0] * len(totals)
    for key, _ in session["_coupons"]:
        coupon = books.get("coupon", key)
        rest = [total - part for total, part in zip(totals, parts, strict=True)]
        off = discounts.taken_off(
            books, coupon, sum(rest), [line["price"]["product"] for line in session["_lines"]]
        )
        more = spread(off, rest) if sum(rest) else [0] * len(rest)
        parts = [part + extra for part, extra in zip(parts, more, strict=True)]
    return parts


def is_trial(session: Obj) -> bool:
    return session["mode"] == "subscription" and session["_data"].get("trial_end") is not None


def add_up(books: Books, session: Obj) -> None:
    """The amounts of a session; a trial's recurring lines cost nothing today."""
    if session["mode"] == "setup":
        return
    subtotal = sum(
        0
        if is_trial(session) and line["price"]["recurring"]
        else line["price"]["unit_amount"] * line["quantity"]
        for line in session["_lines"]
    )
    off = 0 if is_trial(session) else sum(_discount_parts(books, session))
    session |= {
        "amount_subtotal": subtotal,
        "amount_total": max(0, subtotal - off),
        "total_details": {"amount_discount": off, "amount_shipping": 0, "amount_tax": 0},
        "discounts": [{"coupon": coupon, "promotion_code": code} for coupon, code in session["_coupons"]]
        or None,
    }


def lines(books: Books, session: Obj) -> list[Obj]:
    """The lines as `line_items` shows them."""
    shown = []
    for line, off in zip(session["_lines"], _discount_parts(books, session), strict=True):
        price, quantity = line["price"], line["quantity"]
        free = is_trial(session) and price["recurring"]
        amount = 0 if free else price["unit_amount"] * quantity
        off = 0 if free else off
        product = books.find(price["product"]) or {"name": price["nickname"]}
        shown.append(
            {
                "id": line["id"],
                "object": "item",
                "adjustable_quantity": None,
                "amount_discount": off,
                "amount_subtotal": amount,
                "amount_tax": 0,
                "amount_total": amount - off,
                "currency": price["currency"],
                "description": product["name"],
                "metadata": line["metadata"],
                "price": price,
                "quantity": quantity,
            }
        )
    return shown


def needs_card(session: Obj) -> bool:
    """Whether the page asks for a card."""
    if session["mode"] == "setup" or session["amount_total"]:
        return True
    return bool(session["payment_method_collection"] == "always")


def submit(
    books: Books,
    session: Obj,
    method: Obj | None,
    *,
    email: str | None,
    name: str | None,
    tax_id: tuple[str, str] | None = None,
) -> Obj:
    """Pay. Gives back the session, complete, or open with an intent that waits for 3-D Secure.

    Raises a kept card_error when the card says no; the session stays open.
    """
    if session["status"] != "open":
        raise Refusal(f"This session is {session['status']}.")
    session["_says"] = None
    email = email or session["customer_email"]
    customer = _customer(books, session, email, name)
    session["customer_details"] = blank(
        "address business_name individual_name phone",
        email=customer["email"] if customer else email,
        name=name or (customer["name"] if customer else None),
        tax_exempt="none",
        tax_ids=[{"type": tax_id[0], "value": tax_id[1]}] if tax_id else [],
    )
    if tax_id and customer:
        customers.make_tax_id(books, customer, *tax_id)
        if name and customer["name"] != name:
            customer["name"] = name
            books.save(customer, event="customer.updated")
    books.save(session)
    if session["mode"] == "payment":
        return _pay(books, session, customer, method)
    if session["mode"] == "setup":
        return _set_up(books, session, customer, method)
    assert customer is not None
    return _subscribe(books, session, customer, method)


def _customer(books: Books, session: Obj, email: str | None, name: str | None) -> Obj | None:
    if session["customer"]:
        customer = books.get("customer", session["customer"])
        books.follow(customer)
        if email and not customer["email"]:
            customer["email"] = email
            books.save(customer, event="customer.updated")
        return customer
    is_needed = (
        session["mode"] == "subscription"
        or session["customer_creation"] == "always"
        or (session["mode"] == "payment" and session["_data"].get("setup_future_usage"))
    )
    if not is_needed:
        return None
    customer = customers.make(books, email=email, name=name)
    session["customer"] = customer["id"]
    return customer


def _pay(books: Books, session: Obj, customer: Obj | None, method: Obj | None) -> Obj:
    if not session["amount_total"] or method is None:
        return _complete(books, session, payment_status="no_payment_required")
    intent = books.find(session["payment_intent"])
    if intent is None:
        intent = payment_intents.make(
            books,
            amount=session["amount_total"],
            currency=session["currency"],
            customer=customer["id"] if customer else None,
            **session["_data"],
            _session=session["id"],
        )
        session["payment_intent"] = intent["id"]
        books.save(session)
    intent |= {"_session": session["id"], "_return_url": books.page(f"/pay/{books.account}/{session['id']}")}
    payment_intents.confirm(books, intent, method)
    return books.get(KIND, session["id"])


def _set_up(books: Books, session: Obj, customer: Obj | None, method: Obj | None) -> Obj:
    assert method is not None
    intent = books.find(session["setup_intent"])
    if intent is None:
        intent = setup_intents.make(
            books,
            customer=customer["id"] if customer else None,
            **session["_data"],
            _session=session["id"],
        )
        session["setup_intent"] = intent["id"]
        books.save(session)
    intent["_return_url"] = books.page(f"/pay/{books.account}/{session['id']}")
    setup_intents.confirm(books, intent, method)
    return books.get(KIND, session["id"])


def _subscribe(books: Books, session: Obj, customer: Obj, method: Obj | None) -> Obj:
    data = session["_data"]
    if method is not None:
        method = payment_methods.attach(books, method, customer)
        # Whoever subscribes agrees to be charged without being there.
        method["_is_set_up"] = method["_is_set_up"] or data.get("trial_end") is not None
        books.save(method)
    recurring = [line for line in session["_lines"] if line["price"]["recurring"]]
    items = [subscriptions.make_item(books, line["price"], line["quantity"]) for line in recurring]
    subscription = subscriptions.shape(
        books, customer, items, default_payment_method=method and method["id"], **data
    )
    for line in session["_lines"]:
        if not line["price"]["recurring"]:
            _add_once(books, customer, line)
    given = [
        discounts.redeem(
            books,
            books.get("coupon", coupon),
            books.find(code),
            customer=customer["id"],
            checkout_session=session["id"],
        )
        for coupon, code in session["_coupons"]
    ]
    subscription["discounts"] = [discount["id"] for discount in given]
    made = subscriptions.start(books, customer, subscription, behaviour="default_incomplete", method=method)
    for discount in given:
        books.save(discount | {"subscription": made["id"]})
    session |= {"subscription": made["id"], "invoice": made["latest_invoice"]}
    books.save(session)
    if made["status"] != "incomplete":
        paid = "no_payment_required" if not session["amount_total"] else "paid"
        return _complete(books, session, payment_status=paid)
    invoice = books.get("invoice", made["latest_invoice"])
    intent = books.get("payment_intent", invoice["_intent"])
    intent |= {"_session": session["id"], "_return_url": books.page(f"/pay/{books.account}/{session['id']}")}
    books.save(intent)
    assert method is not None
    payment_intents.confirm(books, intent, method)
    return books.get(KIND, session["id"])


def _add_once(books: Books, customer: Obj, line: Obj) -> None:
    from standins.stripe import invoice_lines

    price = line["price"]
    entry = invoice_lines.make(
        books, amount=price["unit_amount"] * line["quantity"], currency=price["currency"],
        description=(books.find(price["product"]) or {}).get("name"), period=(books.now, books.now), price=price,
        quantity=line["quantity"],
    )  # fmt: skip
    subscription_changes.keep_for_later(books, customer, entry, subscription=None)


def _complete(books: Books, session: Obj, *, payment_status: str) -> Obj:
    books.not_later(session["id"])
    session |= {"status": "complete", "payment_status": payment_status, "url": None, "_says": None}
    if session["mode"] != "subscription":
        for coupon, code in session["_coupons"]:
            discounts.redeem(
                books, books.get("coupon", coupon), books.find(code), checkout_session=session["id"]
            )
    books.save(session)
    books.emit("checkout.session.completed", session)
    return session


def _session_of(books: Books, intent: Obj) -> Obj | None:
    session = books.find(intent.get("_session"))
    return session if session and session["status"] == "open" else None


@when("payment_intent.succeeded")
def hear_of_payment(books: Books, intent: Obj) -> None:
    if session := _session_of(books, intent):
        _complete(books, session, payment_status="paid")


@when("payment_intent.authorised")
def hear_of_authorisation(books: Books, intent: Obj) -> None:
    """Captured by hand later: complete, and not paid yet."""
    if session := _session_of(books, intent):
        _complete(books, session, payment_status="unpaid")


@when("setup_intent.succeeded")
def hear_of_set_up(books: Books, intent: Obj) -> None:
    if session := _session_of(books, intent):
        _complete(books, session, payment_status="no_payment_required")


@when("payment_intent.failed")
def hear_of_failure(books: Books, intent: Obj) -> None:
    """The page says why and asks again; a subscription that was begun is given up."""
    session = _session_of(books, intent)
    if session is None:
        return
    session["_says"] = intent["last_payment_error"]["message"]
    if session["mode"] == "subscription" and (begun := books.find(session["subscription"])):
        session |= {"subscription": None, "invoice": None}
        books.save(session)
        if begun["status"] == "incomplete":
            subscriptions.give_up_incomplete(books, begun)
        return
    books.save(session)
