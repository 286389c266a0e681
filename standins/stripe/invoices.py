"""Invoices: draft -> open -> paid, void or uncollectible; what is due is taken from the customer's card.

https://docs.stripe.com/invoicing/integration/workflow-transitions
"""

from __future__ import annotations

from typing import Any

from standins.stripe import customers, invoice_lines, payment_intents
from standins.stripe.books import Books, blank
from standins.stripe.charges import APPLICATION
from standins.stripe.errors import Refusal, invalid
from standins.stripe.expand import included
from standins.stripe.lists import whole
from standins.stripe.periods import DAY_S
from standins.stripe.routing import job, tell, when
from standins.stripe.store import Obj

KIND = "invoice"
URL = "/v1/invoices"
DRAFT_FOR_S = 3600
# Days from an attempt to the next; after the last one the subscription ends, or as it is set (`/_control/settings`).
RETRY_DAYS = (3, 5, 7)
NO_METHOD = "This invoice can no longer be paid: the customer has no default payment method. Add one, or pass payment_method."


def draft(
    books: Books,
    customer: Obj,
    *,
    lines: list[Obj],
    reason: str,
    subscription: Obj | None = None,
    period: tuple[int, int] | None = None,
    is_preview: bool = False,
    given: list[Obj] | None = None,
    **more: Any,
) -> Obj:
    """A new invoice. A preview is shaped alike and kept nowhere."""
    currency = (lines[0]["currency"] if lines else None) or customer["currency"] or "usd"
    start, end = period or (books.now, books.now)
    invoice = blank(
        "account_tax_ids application automatically_finalizes_at custom_fields customer_account customer_shipping "
        "default_source description due_date effective_at ending_balance footer from_invoice hosted_invoice_url "
        "invoice_pdf last_finalization_error latest_revision next_payment_attempt number on_behalf_of receipt_number "
        "rendering shipping_cost shipping_details statement_descriptor total_pretax_credit_amounts total_taxes "
        "webhooks_delivered_at",
        id=books.house.new_id("upcoming_in_" if is_preview else "in_"),
        object=KIND,
        account_country="US",
        account_name="Boom (test)",
        amount_due=0,
        amount_overpaid=0,
        amount_paid=0,
        amount_remaining=0,
        amount_shipping=0,
        attempt_count=0,
        attempted=False,
        auto_advance=True,
        automatic_tax={
            "enabled": False,
            "disabled_reason": None,
            "liability": None,
            "provider": None,
            "status": None,
        },
        billing_reason=reason,
        collection_method=(subscription or {}).get("collection_method") or "charge_automatically",
        created=books.now,
        currency=currency,
        customer=customer["id"],
        customer_address=customer["address"],
        customer_email=customer["email"],
        customer_name=customer["name"],
        customer_phone=customer["phone"],
        customer_tax_exempt=customer["tax_exempt"],
        customer_tax_ids=[
            {"type": tax_id["type"], "value": tax_id["value"]}
            for tax_id in books.all("tax_id", customer=customer["id"])
        ],
        default_payment_method=None,
        default_tax_rates=[],
        discounts=[],
        issuer={"type": "self"},
        lines=None,
        livemode=False,
        metadata={},
        parent=_parent(subscription),
        payment_settings=blank("default_mandate payment_method_options payment_method_types"),
        period_end=end,
        period_start=start,
        post_payment_credit_notes_amount=0,
        pre_payment_credit_notes_amount=0,
        starting_balance=0,
        status="draft",
        status_transitions=blank("finalized_at marked_uncollectible_at paid_at voided_at"),
        subscription=None,
        subtotal=0,
        subtotal_excluding_tax=0,
        test_clock=customer["test_clock"],
        total=0,
        total_discount_amounts=[],
        total_excluding_tax=0,
        _subscription=subscription["id"] if subscription else None,
        _intent=None,
        _discounts=given if given is not None else discounts_of(books, customer, subscription),
    )
    if books.is_connected:
        invoice["application"] = APPLICATION
    invoice |= more
    for line in lines:
        line["invoice"] = invoice["id"]
    invoice["lines"] = whole(f"{URL}/{invoice['id']}/lines", lines)
    add_up(books, invoice, customer)
    if is_preview:
        return invoice
    for line in lines:
        if waiting := books.find(line["_invoice_item"]):
            books.save(waiting | {"invoice": invoice["id"]})
    return books.add(invoice, "in_", event="invoice.created")


def _parent(subscription: Obj | None) -> Obj | None:
    if subscription is None:
        return None
    details = {"metadata": subscription["metadata"], "subscription": subscription["id"] or None}
    return {"quote_details": None, "subscription_details": details, "type": "subscription_details"}


def discounts_of(books: Books, customer: Obj, subscription: Obj | None) -> list[Obj]:
    """The subscription's own discounts, else the customer's."""
    keys = (subscription or {}).get("discounts") or (
        [customer["discount"]["id"]] if customer["discount"] else []
    )
    return [found for key in keys if (found := books.find(key))]


def add_up(books: Books, invoice: Obj, customer: Obj) -> None:
    """Sum the lines, less discounts, less what the customer has to their credit."""
    lines = invoice["lines"]["data"]
    off = invoice_lines.apply_discounts(books, lines, invoice["_discounts"])
    subtotal = sum(line["amount"] for line in lines)
    total = subtotal - sum(entry["amount"] for entry in off)
    invoice |= {
        "discounts": [entry["discount"] for entry in off],
        "total_discount_amounts": off,
        "subtotal": subtotal,
        "subtotal_excluding_tax": subtotal,
        "total": total,
        "total_excluding_tax": total,
        "starting_balance": customer["balance"],
        "amount_due": max(0, total + customer["balance"]) if total > 0 else 0,
    }
    invoice["amount_remaining"] = invoice["amount_due"] - invoice["amount_paid"]


def finalize(books: Books, invoice: Obj) -> Obj:
    """No more changes from here on: it has a number, the balance is used up, and what is due is due."""
    if invoice["status"] != "draft":
        raise invalid(
            f"This invoice is already finalized: its status is {invoice['status']}.",
            code="invoice_not_editable",
        )
    customer = books.get("customer", invoice["customer"])
    add_up(books, invoice, customer)
    customer["currency"] = customer["currency"] or invoice["currency"]
    invoice["number"] = f"{customer['invoice_prefix']}-{customer['next_invoice_sequence']:04d}"
    customer["next_invoice_sequence"] += 1
    books.save(customer)
    used = invoice["total"] - invoice["amount_due"] if invoice["total"] >= 0 else invoice["total"]
    if used:
        # A credit uses balance up (towards nought), a negative invoice adds to it (below nought).
        customers.change_balance(books, customer, used, kind="applied_to_invoice", invoice=invoice["id"])
    invoice |= {
        "status": "open",
        "ending_balance": customer["balance"],
        "effective_at": books.now,
        "automatically_finalizes_at": None,
        "hosted_invoice_url": books.page(f"/invoice/{books.account}/{invoice['id']}"),
        "invoice_pdf": books.page(f"/invoice/{books.account}/{invoice['id']}/pdf"),
    }
    invoice["status_transitions"]["finalized_at"] = books.now
    for discount in invoice["_discounts"]:
        books.save(discount | {"_is_used": True})
    books.save(invoice, event="invoice.finalized")
    if invoice["amount_due"] == 0:
        return mark_paid(books, invoice)
    intent = payment_intents.make(
        books,
        amount=invoice["amount_due"],
        currency=invoice["currency"],
        customer=customer["id"],
        description=f"Subscription {'creation' if invoice['billing_reason'] == 'subscription_create' else 'update'}"
        if invoice["_subscription"]
        else f"Payment for Invoice {invoice['number']}",
        receipt_email=None,
        capture_method="automatic",
        setup_future_usage="off_session" if invoice["_subscription"] else None,
        application_fee_amount=_application_fee(books, invoice),
        _invoice=invoice["id"],
    )
    invoice["_intent"] = intent["id"]
    _add_payment(books, invoice, intent)
    return books.save(invoice)


def _application_fee(books: Books, invoice: Obj) -> int | None:
    subscription = books.find(invoice["_subscription"])
    percent = (subscription or {}).get("application_fee_percent")
    return round(invoice["amount_due"] * percent / 100) if percent and books.is_connected else None


def _add_payment(books: Books, invoice: Obj, intent: Obj) -> None:
    books.add(
        {
            "id": "",
            "object": "invoice_payment",
            "amount_paid": None,
            "amount_requested": invoice["amount_due"],
            "created": None,
            "currency": invoice["currency"],
            "invoice": invoice["id"],
            "is_default": True,
            "livemode": False,
            "payment": {"payment_intent": intent["id"], "type": "payment_intent"},
            "status": "open",
            "status_transitions": {"canceled_at": None, "paid_at": None},
        },
        "inpay_",
    )


def method_for(books: Books, invoice: Obj) -> Obj | None:
    """The card an invoice is taken from: its own, the subscription's, the customer's."""
    subscription = books.find(invoice["_subscription"]) or {}
    customer = books.get("customer", invoice["customer"])
    key = (
        invoice["default_payment_method"]
        or subscription.get("default_payment_method")
        or customer["invoice_settings"]["default_payment_method"]
    )
    return books.find(key)


def collect(books: Books, invoice: Obj, method: Obj | None = None, *, off_session: bool = True) -> Obj:
    """Try to take what is due. Raises a kept card_error when the card says no; then it is tried again later."""
    if invoice["status"] not in ("open", "uncollectible"):
        raise invalid(f"Invoice is already {invoice['status']}.", code="invoice_already_paid")
    method = method or method_for(books, invoice)
    invoice["attempted"] = True
    invoice["attempt_count"] += 1
    books.not_later(invoice["id"], "invoice.retry")
    books.save(invoice)
    intent = books.get("payment_intent", invoice["_intent"])
    if method is None:
        failed(books, invoice)
        raise Refusal(NO_METHOD, code="resource_missing", keeps=True)
    after = payment_intents.confirm(books, intent, method, off_session=off_session, may_ask=True)
    invoice = books.get(KIND, invoice["id"])
    if after["status"] == "requires_action":
        books.emit("invoice.payment_action_required", invoice)
        failed(books, invoice)
        raise Refusal(
            "This invoice's payment requires additional user action before it can be completed.",
            status=402,
            kind="card_error",
            code="invoice_payment_intent_requires_action",
            keeps=True,
        )
    return invoice


def collect_quietly(
    books: Books, invoice: Obj, method: Obj | None = None, *, off_session: bool = True
) -> bool:
    """As `collect`, for what runs by itself: whether it worked."""
    try:
        collect(books, invoice, method, off_session=off_session)
    except Refusal as refusal:
        if not refusal.keeps:
            raise
        return False
    return True


def failed(books: Books, invoice: Obj) -> None:
    """Plan the next attempt, if there is one, and tell."""
    days = books.store.setting("dunning.retry_days", RETRY_DAYS)
    subscription = books.find(invoice["_subscription"]) or {}
    is_retried = (
        invoice["auto_advance"]
        and subscription.get("status") not in ("incomplete", "canceled", "incomplete_expired")
        and invoice["attempt_count"] <= len(days)
    )
    if is_retried and not books.store.has_job(books.account, invoice["id"], "invoice.retry"):
        invoice["next_payment_attempt"] = books.now + int(days[max(0, invoice["attempt_count"] - 1)] * DAY_S)
        books.later(invoice["next_payment_attempt"], "invoice.retry", invoice["id"])
    elif not is_retried:
        invoice["next_payment_attempt"] = None
    books.save(invoice)
    books.emit("invoice.payment_failed", invoice)
    books.emit("invoice.updated", invoice)
    tell(books, "invoice.payment_failed", invoice | {"_is_last": not is_retried})


def mark_paid(books: Books, invoice: Obj, *, out_of_band: bool = False) -> Obj:
    invoice |= {
        "status": "paid",
        "amount_paid": invoice["amount_due"],
        "amount_remaining": 0,
        "attempted": True,
        "auto_advance": False,
        "next_payment_attempt": None,
    }
    invoice["status_transitions"]["paid_at"] = books.now
    books.not_later(invoice["id"])
    for payment in books.all("invoice_payment", invoice=invoice["id"]):
        payment |= {"status": "paid", "amount_paid": payment["amount_requested"]}
        payment["status_transitions"]["paid_at"] = books.now
        books.save(payment, event="invoice_payment.paid")
    books.save(invoice, event="invoice.paid")
    books.emit("invoice.payment_succeeded", invoice)
    tell(books, "invoice.paid", invoice)
    return invoice


def void(books: Books, invoice: Obj) -> Obj:
    """Give an invoice up as if it had never been."""
    if invoice["status"] not in ("open", "uncollectible"):
        raise invalid(f"You can only void open or uncollectible invoices; this one is {invoice['status']}.")
    invoice |= {"status": "void", "auto_advance": False, "next_payment_attempt": None}
    invoice["status_transitions"]["voided_at"] = books.now
    books.not_later(invoice["id"])
    books.save(invoice, event="invoice.voided")
    intent = books.find(invoice["_intent"])
    if intent and intent["status"] in payment_intents.CANCELLABLE:
        payment_intents.cancel(books, intent, "void_invoice")
    tell(books, "invoice.voided", invoice)
    return invoice


@when("payment_intent.succeeded")
def hear_of_payment(books: Books, intent: Obj) -> None:
    invoice = books.find(intent.get("_invoice"))
    if invoice and invoice["status"] in ("open", "uncollectible"):
        mark_paid(books, invoice)


@when("payment_intent.failed")
def hear_of_failure(books: Books, intent: Obj) -> None:
    invoice = books.find(intent.get("_invoice"))
    if invoice and invoice["status"] == "open":
        failed(books, invoice)


@job("invoice.finalize")
def finalize_later(books: Books, key: str) -> None:
    invoice = books.get(KIND, key)
    if invoice["status"] == "draft" and invoice["auto_advance"]:
        invoice = finalize(books, invoice)
        if invoice["status"] == "open" and invoice["collection_method"] == "charge_automatically":
            collect_quietly(books, invoice)


@job("invoice.retry")
def retry(books: Books, key: str) -> None:
    invoice = books.get(KIND, key)
    if invoice["status"] == "open" and invoice["auto_advance"]:
        collect_quietly(books, invoice)


@included(KIND, "payments")
def payments_of(books: Books, invoice: Obj) -> Obj:
    return whole(
        f"/v1/invoice_payments?invoice={invoice['id']}", books.all("invoice_payment", invoice=invoice["id"])
    )


@included(KIND, "confirmation_secret")
def secret_of(books: Books, invoice: Obj) -> Obj | None:
    intent = books.find(invoice.get("_intent"))
    return {"client_secret": intent["client_secret"], "type": "payment_intent"} if intent else None
