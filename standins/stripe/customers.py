"""Customers, their tax ids and their balance."""

from __future__ import annotations

import re
from typing import Any

from standins.stripe.books import Books, blank
from standins.stripe.errors import invalid
from standins.stripe.expand import included
from standins.stripe.lists import listing, whole
from standins.stripe.params import Params
from standins.stripe.routing import route
from standins.stripe.store import Obj

URL = "/v1/customers"
ADDRESS = ("city", "country", "line1", "line2", "postal_code", "state")


def address_of(params: Params, name: str = "address", before: Obj | None = None) -> Obj | None:
    if name not in params:
        return before
    if params.raw(name) == "":
        return None
    given = params.inner(name)
    return {part: given.text(part, (before or {}).get(part)) for part in ADDRESS}


def contact_of(params: Params, name: str, before: Obj | None = None) -> Obj | None:
    """A shipping address with name and phone."""
    if name not in params:
        return before
    if params.raw(name) == "":
        return None
    given = params.inner(name)
    return {"address": address_of(given), "name": given.text("name"), "phone": given.text("phone")}


def make(books: Books, *, email: str | None = None, name: str | None = None, **more: Any) -> Obj:
    """A new customer, announced."""
    customer = blank(
        "address currency default_source description discount phone shipping test_clock",
        id="",
        object="customer",
        balance=0,
        created=None,
        delinquent=False,
        email=email,
        invoice_prefix=books.house.new_id("", 8).upper(),
        invoice_settings=blank("custom_fields default_payment_method footer rendering_options"),
        livemode=False,
        metadata={},
        name=name,
        next_invoice_sequence=1,
        preferred_locales=[],
        tax_exempt="none",
    )
    customer |= more
    return books.add(customer, "cus_", event="customer.created", length=14)


def update_from(books: Books, customer: Obj, params: Params, *, about_to_have: str | None = None) -> None:
    """Take over what a request says of a customer; for making and changing alike.

    `about_to_have` is a payment method that the same request attaches.
    """
    for name in ("description", "email", "name", "phone"):
        customer[name] = params.text(name, customer[name], longest=512 if name == "email" else 5000)
    customer["address"] = address_of(params, before=customer["address"])
    customer["shipping"] = contact_of(params, "shipping", customer["shipping"])
    customer["metadata"] = params.metadata(customer["metadata"])
    customer["preferred_locales"] = (
        params.texts("preferred_locales") if "preferred_locales" in params else customer["preferred_locales"]
    )
    customer["tax_exempt"] = (
        params.text("tax_exempt", among=("none", "exempt", "reverse")) or customer["tax_exempt"]
    )
    customer["balance"] = params.integer("balance", customer["balance"], least=-99_999_999)
    params.unchanging("invoice_prefix", "next_invoice_sequence", "tax")
    settings = params.inner("invoice_settings")
    if "default_payment_method" in settings:
        method = settings.text("default_payment_method")
        where = "invoice_settings[default_payment_method]"
        if (
            method
            and method != about_to_have
            and books.get("payment_method", method, param=where)["customer"] != customer.get("id")
        ):
            raise invalid(
                "The customer does not have a payment method with that ID attached. The payment method must be "
                "attached to the customer to be used as the default.",
                where,
                "resource_missing",
            )
        customer["invoice_settings"] = customer["invoice_settings"] | {"default_payment_method": method}
    if "footer" in settings:
        customer["invoice_settings"] = customer["invoice_settings"] | {"footer": settings.text("footer")}


@route("POST", URL)
def create(books: Books, params: Params) -> Obj:
    from standins.stripe import payment_methods

    clock = params.text("test_clock")
    if clock:
        books.follow({"test_clock": books.get("test_helpers.test_clock", clock, param="test_clock")["id"]})
    method = params.text("payment_method")
    customer: Obj = blank(
        "address description email name phone shipping",
        balance=0,
        invoice_settings=blank("custom_fields default_payment_method footer rendering_options"),
        metadata={},
        preferred_locales=[],
        tax_exempt="none",
    )
    update_from(books, customer, params, about_to_have=method)
    is_default = method is not None and customer["invoice_settings"]["default_payment_method"] == method
    if is_default:
        customer["invoice_settings"]["default_payment_method"] = None
    made = make(books, test_clock=clock, **customer)
    for given in params.each("tax_id_data"):
        add_tax_id(books, made, given)
    if method:
        attached = payment_methods.attach(books, payment_methods.given(books, method), made)
        if is_default:
            made["invoice_settings"]["default_payment_method"] = attached["id"]
            books.save(made)
    return made


@route("GET", URL)
def index(books: Books, params: Params) -> Obj:
    return listing(
        books, params, "customer", URL, email=params.text("email"), test_clock=params.text("test_clock")
    )


@route("GET", URL + "/{customer}")
def show(books: Books, params: Params, customer: str) -> Obj:
    gone = books.find(f"deleted:{customer}")
    return gone["answer"] if gone else books.here("customer", customer)


@route("POST", URL + "/{customer}")
def update(books: Books, params: Params, customer: str) -> Obj:

    found = books.here("customer", customer)
    books.follow(found)
    update_from(books, found, params)
    return books.save(found, event="customer.updated")


@route("DELETE", URL + "/{customer}")
def remove(books: Books, params: Params, customer: str) -> Obj:
    from standins.stripe import subscriptions

    found = books.here("customer", customer)
    for subscription in books.all("subscription", customer=customer):
        if subscription["status"] not in subscriptions.ENDED:
            subscriptions.end(books, subscription)
    for method in books.all("payment_method", customer=customer):
        books.save(method | {"customer": None})
    answer = books.remove(found, event="customer.deleted")
    # Stripe still shows what was deleted, as deleted.
    books.store.put(books.account, {"id": f"deleted:{customer}", "object": "_deleted", "answer": answer})
    return answer


@included("customer", "subscriptions")
def subscriptions_of(books: Books, customer: Obj) -> Obj:
    alive = [
        subscription
        for subscription in books.all("subscription", customer=customer["id"])
        if subscription["status"] not in ("canceled", "incomplete_expired")
    ]
    return whole(f"{URL}/{customer['id']}/subscriptions", alive)


# ---- tax ids


# Those of the places Boom is likely to be in: https://docs.stripe.com/billing/customer/tax-ids
TAX_IDS = {
    "eu_vat": r"[A-Z]{2}[0-9A-Z]{8,12}", "gb_vat": r"GB(\d{9}|\d{12})", "us_ein": r"\d{2}-?\d{7}", "jp_cn": r"\d{13}",
    "jp_trn": r"T\d{13}", "ch_vat": r"CHE-?[\d.]{9,11} ?(MWST|TVA|IVA)", "au_abn": r"\d{11}", "ca_bn": r"\d{9}",
    "nz_gst": r"\d{8,9}", "no_vat": r"\d{9}(MVA)?", "sg_gst": r"[0-9A-Z]{9,10}",
}  # fmt: skip


def add_tax_id(books: Books, customer: Obj, params: Params) -> Obj:
    kind = params.needed("type", among=TAX_IDS)
    return make_tax_id(books, customer, kind, params.needed("value"))


def make_tax_id(books: Books, customer: Obj, kind: str, value: str) -> Obj:
    """Note a tax id. Raises tax_id_invalid for one that does not look like its kind."""
    value = value.strip().upper()
    if kind not in TAX_IDS or not re.fullmatch(TAX_IDS[kind], value):
        raise invalid(f"Invalid value for {kind}.", "value", "tax_id_invalid")
    return books.add(
        {
            "id": "",
            "object": "tax_id",
            "country": value[:2].upper() if kind == "eu_vat" else kind[:2].upper(),
            "created": None,
            "customer": customer["id"],
            "customer_account": None,
            "livemode": False,
            "owner": {"customer": customer["id"], "customer_account": None, "type": "customer"},
            "type": kind,
            "value": value,
            "verification": {"status": "pending", "verified_address": None, "verified_name": None},
        },
        "txi_",
        event="customer.tax_id.created",
    )


@route("POST", URL + "/{customer}/tax_ids")
def create_tax_id(books: Books, params: Params, customer: str) -> Obj:
    return add_tax_id(books, books.here("customer", customer), params)


@route("GET", URL + "/{customer}/tax_ids")
def index_tax_ids(books: Books, params: Params, customer: str) -> Obj:
    books.here("customer", customer)
    return listing(books, params, "tax_id", f"{URL}/{customer}/tax_ids", customer=customer)


@route("GET", URL + "/{customer}/tax_ids/{tax_id}")
def show_tax_id(books: Books, params: Params, customer: str, tax_id: str) -> Obj:
    return books.here("tax_id", tax_id)


@route("DELETE", URL + "/{customer}/tax_ids/{tax_id}")
def remove_tax_id(books: Books, params: Params, customer: str, tax_id: str) -> Obj:
    return books.remove(books.here("tax_id", tax_id), event="customer.tax_id.deleted")


@included("customer", "tax_ids")
def tax_ids_of(books: Books, customer: Obj) -> Obj:
    return whole(f"{URL}/{customer['id']}/tax_ids", books.all("tax_id", customer=customer["id"]))


# ---- balance: what the customer has to their credit (below nought) or owes with the next invoice


def change_balance(
    books: Books, customer: Obj, amount: int, *, kind: str, invoice: str | None = None
) -> None:
    """Add `amount` to the balance and note why."""
    customer["balance"] += amount
    books.save(customer, event="customer.updated")
    books.add(
        blank(
            "checkout_session credit_note customer_account description",
            id="",
            object="customer_balance_transaction",
            amount=amount,
            created=None,
            currency=customer["currency"] or "usd",
            customer=customer["id"],
            ending_balance=customer["balance"],
            invoice=invoice,
            livemode=False,
            metadata={},
            type=kind,
        ),
        "cbtxn_",
    )


@route("POST", URL + "/{customer}/balance_transactions")
def create_balance_transaction(books: Books, params: Params, customer: str) -> Obj:
    found = books.here("customer", customer)
    amount = params.integer("amount", least=-99_999_999)
    found["currency"] = found["currency"] or params.needed("currency")
    params.unchanging("currency", "description", "metadata")
    change_balance(books, found, amount or 0, kind="adjustment")
    return books.all("customer_balance_transaction", customer=customer)[0]


@route("GET", URL + "/{customer}/balance_transactions")
def index_balance_transactions(books: Books, params: Params, customer: str) -> Obj:
    books.here("customer", customer)
    url = f"{URL}/{customer}/balance_transactions"
    return listing(books, params, "customer_balance_transaction", url, customer=customer)
