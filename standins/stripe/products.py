"""Products and prices."""

from __future__ import annotations

from typing import Any

from standins.stripe.books import Books, blank
from standins.stripe.errors import invalid, missing
from standins.stripe.lists import listing
from standins.stripe.money import currency_of
from standins.stripe.params import Params
from standins.stripe.routing import route
from standins.stripe.store import Obj

PRODUCTS, PRICES = "/v1/products", "/v1/prices"
INTERVALS = ("day", "week", "month", "year")


def make_product(books: Books, *, name: str, **more: Any) -> Obj:
    product = blank(
        "default_price description package_dimensions shippable statement_descriptor tax_code unit_label url",
        id="",
        object="product",
        active=True,
        created=None,
        images=[],
        livemode=False,
        marketing_features=[],
        metadata={},
        name=name,
        type="service",
        updated=books.now,
    )
    return books.add(product | more, "prod_", event="product.created", length=14)


@route("POST", PRODUCTS)
def create_product(books: Books, params: Params) -> Obj:
    wanted = params.text("id")
    if wanted and books.find(wanted):
        raise invalid("Product already exists.", "id", "resource_already_exists")
    price = params.inner("default_price_data") if "default_price_data" in params else None
    product = make_product(
        books,
        id=wanted or "",
        name=params.needed("name"),
        active=params.boolean("active", True),
        description=params.text("description"),
        metadata=params.metadata(),
        images=params.texts("images"),
        marketing_features=params.raw("marketing_features") or [],
        statement_descriptor=params.text("statement_descriptor"),
        tax_code=params.text("tax_code"),
        unit_label=params.text("unit_label"),
        url=params.text("url"),
    )
    params.unchanging("shippable", "type")
    if price is not None:
        product["default_price"] = price_from(books, price, product["id"])["id"]
        books.save(product)
    return product


@route("GET", PRODUCTS)
def index_products(books: Books, params: Params) -> Obj:
    ids = params.texts("ids")
    return listing(
        books,
        params,
        "product",
        PRODUCTS,
        keep=(lambda product: product["id"] in ids) if ids else None,
        active=params.boolean("active"),
    )


@route("GET", PRODUCTS + "/{product}")
def show_product(books: Books, params: Params, product: str) -> Obj:
    return books.here("product", product)


@route("POST", PRODUCTS + "/{product}")
def update_product(books: Books, params: Params, product: str) -> Obj:
    found = books.here("product", product)
    found["name"] = params.text("name") or found["name"]
    for name in ("description", "statement_descriptor", "tax_code", "unit_label", "url"):
        found[name] = params.text(name, found[name])
    if "active" in params:
        found["active"] = params.boolean("active")
    if "marketing_features" in params:
        found["marketing_features"] = params.raw("marketing_features") or []
    if default := params.text("default_price"):
        found["default_price"] = books.get("price", default, param="default_price")["id"]
    found["metadata"] = params.metadata(found["metadata"])
    found["updated"] = books.now
    return books.save(found, event="product.updated")


@route("DELETE", PRODUCTS + "/{product}")
def remove_product(books: Books, params: Params, product: str) -> Obj:
    found = books.here("product", product)
    if books.all("price", product=product):
        raise invalid("This product cannot be deleted because it has one or more user-created prices.")
    return books.remove(found, event="product.deleted")


# ---- prices


def price_from(books: Books, params: Params, product: str | None = None) -> Obj:
    """A price as a request says it, of a product that is there or comes with it."""
    currency = currency_of(params)
    amount = params.integer("unit_amount")
    if amount is None and (text := params.text("unit_amount_decimal")):
        amount = int(text) if text.isdecimal() else None
    if amount is None:
        raise missing(params.full("unit_amount"))
    if product is None:
        product = params.text("product")
        if product is None and "product_data" in params:
            given = params.inner("product_data")
            product = make_product(
                books,
                name=given.needed("name"),
                description=given.text("description"),
                metadata=given.metadata(),
                images=given.texts("images"),
                tax_code=given.text("tax_code"),
                unit_label=given.text("unit_label"),
            )["id"]
        if product is None:
            raise missing(params.full("product"))
        books.get("product", product, param=params.full("product"))
    recurring = None
    if "recurring" in params:
        given = params.inner("recurring")
        recurring = {
            "interval": given.needed("interval", among=INTERVALS),
            "interval_count": given.integer("interval_count", 1, least=1),
            "meter": None,
            "trial_period_days": None,
            "usage_type": given.text("usage_type", "licensed", among=("licensed",)),
        }
    params.unchanging("billing_scheme", "tax_behavior", "unit_amount_decimal")
    lookup = params.text("lookup_key", longest=200)
    if lookup:
        _take_lookup_key(books, lookup, transfer=bool(params.boolean("transfer_lookup_key")))
    price = blank(
        "custom_unit_amount tiers_mode transform_quantity",
        id="",
        object="price",
        active=params.boolean("active", True),
        billing_scheme="per_unit",
        created=None,
        currency=currency,
        livemode=False,
        lookup_key=lookup,
        metadata=params.metadata(),
        nickname=params.text("nickname"),
        product=product,
        recurring=recurring,
        tax_behavior="unspecified",
        type="recurring" if recurring else "one_time",
        unit_amount=amount,
        unit_amount_decimal=str(amount),
    )
    return books.add(price, "price_", event="price.created")


def _take_lookup_key(books: Books, lookup: str, *, transfer: bool) -> None:
    for holder in books.all("price", lookup_key=lookup):
        if not transfer:
            raise invalid(
                f"A price (`{holder['id']}`) already uses that lookup key.",
                "lookup_key",
                "resource_already_exists",
            )
        books.save(holder | {"lookup_key": None}, event="price.updated")


@route("POST", PRICES)
def create_price(books: Books, params: Params) -> Obj:
    return price_from(books, params)


@route("GET", PRICES)
def index_prices(books: Books, params: Params) -> Obj:
    keys = params.texts("lookup_keys")
    recurring = params.inner("recurring")
    return listing(
        books,
        params,
        "price",
        PRICES,
        keep=(lambda price: price["lookup_key"] in keys) if keys else None,
        active=params.boolean("active"),
        currency=params.text("currency"),
        product=params.text("product"),
        type=params.text("type", among=("one_time", "recurring")),
        recurring__interval=recurring.text("interval"),
    )


@route("GET", PRICES + "/{price}")
def show_price(books: Books, params: Params, price: str) -> Obj:
    return books.here("price", price)


@route("POST", PRICES + "/{price}")
def update_price(books: Books, params: Params, price: str) -> Obj:
    found = books.here("price", price)
    if "active" in params:
        found["active"] = params.boolean("active")
    if "lookup_key" in params:
        lookup = params.text("lookup_key")
        if lookup and lookup != found["lookup_key"]:
            _take_lookup_key(books, lookup, transfer=bool(params.boolean("transfer_lookup_key")))
        found["lookup_key"] = lookup
    found["nickname"] = params.text("nickname", found["nickname"])
    found["metadata"] = params.metadata(found["metadata"])
    params.unchanging("transfer_lookup_key", "tax_behavior")
    return books.save(found, event="price.updated")


def plan_of(price: Obj) -> Obj:
    """The older name for a recurring price, which subscription items still carry."""
    return {
        "id": price["id"],
        "object": "plan",
        "active": price["active"],
        "amount": price["unit_amount"],
        "amount_decimal": price["unit_amount_decimal"],
        "billing_scheme": "per_unit",
        "created": price["created"],
        "currency": price["currency"],
        "interval": price["recurring"]["interval"],
        "interval_count": price["recurring"]["interval_count"],
        "livemode": False,
        "metadata": price["metadata"],
        "meter": None,
        "nickname": price["nickname"],
        "product": price["product"],
        "tiers_mode": None,
        "transform_usage": None,
        "trial_period_days": None,
        "usage_type": "licensed",
    }
