"""Coupons, promotion codes, and what they take off."""

from __future__ import annotations

from typing import Any

from standins.stripe.books import Books, blank
from standins.stripe.errors import Refusal, invalid
from standins.stripe.expand import included
from standins.stripe.lists import listing
from standins.stripe.money import currency_of, share
from standins.stripe.params import Params, only_one
from standins.stripe.periods import months_later
from standins.stripe.routing import route
from standins.stripe.store import Obj

COUPONS, CODES = "/v1/coupons", "/v1/promotion_codes"


@route("POST", COUPONS)
def create_coupon(books: Books, params: Params) -> Obj:
    percent, amount = params.decimal("percent_off"), params.integer("amount_off", least=1)
    if (percent is None) == (amount is None):
        raise invalid("You must pass exactly one of: percent_off, amount_off.", "percent_off")
    if percent is not None and not 0 < percent <= 100:
        raise invalid("Invalid percent_off: must be between 0 and 100.", "percent_off")
    wanted = params.text("id")
    if wanted and books.find(wanted):
        raise invalid("Coupon already exists.", "id", "resource_already_exists")
    duration = params.text("duration", "once", among=("once", "repeating", "forever"))
    months = params.integer("duration_in_months", least=1)
    if (duration == "repeating") != (months is not None):
        raise invalid("duration_in_months goes with duration=repeating.", "duration_in_months")
    coupon: Obj = {
        "id": wanted or "",
        "object": "coupon",
        "amount_off": amount,
        "created": None,
        "currency": currency_of(params) if amount is not None else None,
        "duration": duration,
        "duration_in_months": months,
        "livemode": False,
        "max_redemptions": params.integer("max_redemptions", least=1),
        "metadata": params.metadata(),
        "name": params.text("name", longest=40),
        "percent_off": percent,
        "redeem_by": params.instant("redeem_by"),
        "times_redeemed": 0,
        "valid": True,
        "_products": params.inner("applies_to").texts("products"),
    }
    return books.add(coupon, "", event="coupon.created", length=8)


@route("GET", COUPONS)
def index_coupons(books: Books, params: Params) -> Obj:
    return listing(books, params, "coupon", COUPONS)


@route("GET", COUPONS + "/{coupon}")
def show_coupon(books: Books, params: Params, coupon: str) -> Obj:
    found = books.here("coupon", coupon)
    return found | {"valid": is_valid(books, found)}


@route("POST", COUPONS + "/{coupon}")
def update_coupon(books: Books, params: Params, coupon: str) -> Obj:
    found = books.here("coupon", coupon)
    found["name"] = params.text("name", found["name"], longest=40)
    found["metadata"] = params.metadata(found["metadata"])
    return books.save(found, event="coupon.updated")


@route("DELETE", COUPONS + "/{coupon}")
def remove_coupon(books: Books, params: Params, coupon: str) -> Obj:
    """Those who have it keep it; nobody else gets it."""
    found = books.here("coupon", coupon)
    books.save(found | {"object": "_deleted_coupon"})
    books.emit("coupon.deleted", found)
    return {"id": coupon, "object": "coupon", "deleted": True}


@included("coupon", "applies_to")
def applies_to(books: Books, coupon: Obj) -> Obj:
    return {"products": coupon["_products"]}


def is_valid(books: Books, coupon: Obj) -> bool:
    """Whether it can still be redeemed."""
    return not (
        (coupon["redeem_by"] is not None and coupon["redeem_by"] <= books.now)
        or (coupon["max_redemptions"] is not None and coupon["times_redeemed"] >= coupon["max_redemptions"])
    )


# ---- promotion codes


@route("POST", CODES)
def create_code(books: Books, params: Params) -> Obj:
    promotion = params.inner("promotion")
    promotion.text("type", among=("coupon",))
    coupon = books.get("coupon", promotion.needed("coupon"), param="promotion[coupon]")
    limits = params.inner("restrictions")
    code = params.text("code", longest=500) or books.house.new_id("", 8).upper()
    if any(
        other["active"] and other["code"].lower() == code.lower() for other in books.all("promotion_code")
    ):
        raise invalid("An active promotion code with `code: " + code + "` already exists.", "code")
    made: Obj = {
        "id": "",
        "object": "promotion_code",
        "active": params.boolean("active", True),
        "code": code,
        "created": None,
        "customer": params.text("customer"),
        "customer_account": None,
        "expires_at": params.instant("expires_at"),
        "livemode": False,
        "max_redemptions": params.integer("max_redemptions", least=1),
        "metadata": params.metadata(),
        "promotion": {"coupon": coupon["id"], "type": "coupon"},
        "restrictions": {
            "first_time_transaction": limits.boolean("first_time_transaction", False),
            "minimum_amount": limits.integer("minimum_amount"),
            "minimum_amount_currency": limits.text("minimum_amount_currency"),
        },
        "times_redeemed": 0,
    }
    return books.add(made, "promo_", event="promotion_code.created")


@route("GET", CODES)
def index_codes(books: Books, params: Params) -> Obj:
    return listing(
        books,
        params,
        "promotion_code",
        CODES,
        active=params.boolean("active"),
        code=params.text("code"),
        customer=params.text("customer"),
        promotion__coupon=params.text("coupon"),
    )


@route("GET", CODES + "/{code}")
def show_code(books: Books, params: Params, code: str) -> Obj:
    return books.here("promotion_code", code)


@route("POST", CODES + "/{code}")
def update_code(books: Books, params: Params, code: str) -> Obj:
    found = books.here("promotion_code", code)
    if "active" in params:
        found["active"] = params.boolean("active")
    found["metadata"] = params.metadata(found["metadata"])
    return books.save(found, event="promotion_code.updated")


def find_code(books: Books, typed: str, *, amount: int, customer: Obj | None) -> Obj:
    """The promotion code a customer typed, if it holds for them. Raises with what to tell them."""
    for found in books.all("promotion_code"):
        if found["code"].lower() == typed.strip().lower():
            check_code(books, found, amount=amount, customer=customer)
            return found
    raise invalid("This code is invalid.", "promotion_code", "resource_missing")


def check_code(books: Books, code: Obj, *, amount: int | None, customer: Obj | None) -> None:
    coupon = books.get("coupon", code["promotion"]["coupon"])
    is_over = code["expires_at"] is not None and code["expires_at"] <= books.now
    is_used = code["max_redemptions"] is not None and code["times_redeemed"] >= code["max_redemptions"]
    if not code["active"] or is_over or is_used or not is_valid(books, coupon):
        raise invalid("This promotion code has expired or is no longer active.", "promotion_code")
    if code["customer"] and code["customer"] != (customer or {}).get("id"):
        raise invalid("This promotion code is for another customer.", "promotion_code")
    least = code["restrictions"]["minimum_amount"]
    if least is not None and amount is not None and amount < least:
        raise invalid("This promotion code asks for a larger amount.", "promotion_code")


# ---- discounts: a coupon given to a subscription or a customer


def chosen(books: Books, given: list[Params], *, customer: Obj | None) -> list[tuple[Obj, Obj | None]]:
    """The coupons that `discounts[]` of a request name, each with its promotion code if it came by one."""
    found: list[tuple[Obj, Obj | None]] = []
    for entry in given:
        only_one(entry, ("coupon", "promotion_code"))
        if key := entry.text("promotion_code"):
            code = books.get("promotion_code", key, param=entry.full("promotion_code"))
            check_code(books, code, amount=None, customer=customer)
            found.append((books.get("coupon", code["promotion"]["coupon"]), code))
        elif key := entry.text("coupon"):
            coupon = books.get("coupon", key, param=entry.full("coupon"))
            if not is_valid(books, coupon):
                raise Refusal(f"Coupon expired: {key}", code="coupon_expired", param=entry.full("coupon"))
            found.append((coupon, None))
    return found


def redeem(books: Books, coupon: Obj, code: Obj | None, **owner: Any) -> Obj:
    """Give a coupon; `owner` says to whom (customer, subscription, checkout_session)."""
    for counted in (coupon, code):
        if counted is not None:
            counted["times_redeemed"] += 1
            books.save(counted)
    end = months_later(books.now, coupon["duration_in_months"]) if coupon["duration_in_months"] else None
    discount = blank(
        "checkout_session customer customer_account invoice invoice_item subscription subscription_item",
        id="",
        object="discount",
        end=end,
        promotion_code=code["id"] if code else None,
        source={"coupon": coupon["id"], "type": "coupon"},
        start=books.now,
        _is_used=False,
    )
    return books.add(
        discount | owner, "di_", event="customer.discount.created" if owner.get("customer") else None
    )


def holds(books: Books, discount: Obj) -> bool:
    """Whether a discount still takes something off."""
    coupon = books.store.get(books.account, discount["source"]["coupon"])
    if coupon is None or (discount["end"] is not None and discount["end"] <= books.now):
        return False
    return not (coupon["duration"] == "once" and discount["_is_used"])


def taken_off(books: Books, coupon: Obj, amount: int, products: list[str | None]) -> int:
    """What a coupon takes off an amount, never more than it."""
    if coupon["_products"] and not set(coupon["_products"]) & set(products):
        return 0
    if coupon["percent_off"] is not None:
        return share(amount, round(coupon["percent_off"] * 100), 10_000)
    return min(amount, int(coupon["amount_off"]))
