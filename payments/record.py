"""How the record's events about money read. Found by `boom.apps` when Django starts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as word

from audit.columns import names
from audit.models import Action, AuditEvent
from audit.wording import Told, plain, tells
from boom.core.money import Money
from payments import columns  # noqa: F401 - registers words of columns
from payments.models import (
    Dispute,
    Document,
    Payment,
    PaymentLink,
    PaymentSettings,
    Refund,
    Till,
    VoucherSale,
    VoucherShop,
)


@names("payments_document")
def name_documents(ids: set[int]) -> Mapping[int, str]:
    return dict(Document.objects.filter(pk__in=ids).values_list("id", "name"))


def _rows(model: Any, events: Sequence[AuditEvent], *also: str) -> Mapping[int, Any]:
    keys = [int(event.entity_id) for event in events]
    rows = model.objects.filter(pk__in=keys).select_related("booking__customer", *also)
    return {row.pk: row for row in rows}


def _amount(row: Any) -> str:
    return Money(row.amount_minor, row.currency).format()


def _drawer(row: Any) -> str:
    if row.booking_id is None:
        return reverse("payments:voucher-sale", args=[row.voucher_sale_id])
    return reverse("dashboard:booking", args=[row.booking_id])


def _thing(row: Any) -> str:
    """Whose booking it is of, or whose gift voucher."""
    return str(row.booking.title if row.booking is not None else row.voucher_sale.title)


@tells({"payments_payment": word("Payments")})
def tell_payments(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """What was taken from whom, and what was taken back of it."""
    rows, told = _rows(Payment, events, "voucher_sale"), {}
    for event in events:
        row = rows.get(int(event.entity_id))
        if row is None:
            told[event.pk] = plain(event, gettext("a payment"))
            continue
        values = {"amount": _amount(row), "method": row.get_method_display()}
        words = gettext("changed the payment of %(amount)s") % values
        state = (event.new or {}).get("state")
        if event.action == Action.INSERT and state == "pending":
            words = gettext("began to pay %(amount)s, %(method)s") % values
        elif event.action == Action.INSERT:
            words = gettext("noted a payment of %(amount)s, %(method)s") % values
        elif state == "taken":
            words = gettext("the payment of %(amount)s arrived") % values
        elif state == "failed":
            words = gettext("the payment of %(amount)s did not come about") % values
        elif state == "reversed":
            words = gettext("took the payment of %(amount)s back: it was never made") % values
        elif "refunded_minor" in (event.new or {}):
            words = gettext("gave some of the payment of %(amount)s back") % values
        told[event.pk] = Told(words, thing=_thing(row), path=_drawer(row))
    return told


@tells({"payments_refund": word("Refunds")})
def tell_refunds(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """What was given back to whom."""
    rows, told = _rows(Refund, events, "voucher_sale"), {}
    for event in events:
        row = rows.get(int(event.entity_id))
        if row is None:
            told[event.pk] = plain(event, gettext("a refund"))
            continue
        state = (event.new or {}).get("state")
        way = gettext("gave %(amount)s back as credit") if row.to_credit else gettext("gave %(amount)s back")
        if row.voucher_id is not None:
            way = gettext("gave %(amount)s back as a gift voucher")
        if state == "pending":
            way = gettext("asked for %(amount)s to go back to the card")
        elif state == "failed":
            way = gettext("%(amount)s did not go back to the card")
        elif state == "returned":
            way = gettext("the card’s bank sent %(amount)s back: it is owed again")
        told[event.pk] = Told(way % {"amount": _amount(row)}, thing=_thing(row), path=_drawer(row))
    return told


@tells({"payments_paymentlink": word("Links to pay by")})
def tell_links(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """Who was asked for how much by a link."""
    rows, told = _rows(PaymentLink, events), {}
    for event in events:
        row = rows.get(int(event.entity_id))
        if row is None:
            told[event.pk] = plain(event, gettext("a link to pay by"))
            continue
        words = gettext("took a link for %(amount)s back")
        if event.action == Action.INSERT:
            words = gettext("asked for %(amount)s by a link")
        told[event.pk] = Told(words % {"amount": _amount(row)}, thing=row.booking.title, path=_drawer(row))
    return told


@tells({"payments_dispute": word("Disputes")})
def tell_disputes(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """What a cardholder's bank took back, and how it went on."""
    keys = [int(event.entity_id) for event in events]
    rows = Dispute.objects.select_related("payment__booking__customer", "payment__voucher_sale").in_bulk(keys)
    told = {}
    for event in events:
        row = rows.get(int(event.entity_id))
        if row is None:
            told[event.pk] = plain(event, gettext("a dispute"))
            continue
        words = gettext("changed the dispute of %(amount)s")
        if event.action == Action.INSERT:
            words = gettext("disputed a payment of %(amount)s")
        elif (event.new or {}).get("gave_in_at"):
            words = gettext("gave in to the dispute of %(amount)s")
        elif (event.new or {}).get("answered_at"):
            words = gettext("answered the dispute of %(amount)s")
        path = reverse("payments:dispute", args=[row.pk])
        told[event.pk] = Told(words % {"amount": _amount(row)}, thing=row.payment.title, path=path)
    return told


@tells({"payments_document": word("Documents")})
def tell_documents(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """Which document was issued."""
    rows, told = _rows(Document, events, "voucher_sale"), {}
    for event in events:
        row = rows.get(int(event.entity_id))
        if row is None:
            told[event.pk] = plain(event, gettext("a document"))
            continue
        words = gettext("issued %(name)s") if event.action == Action.INSERT else gettext("blanked %(name)s")
        told[event.pk] = Told(words % {"name": row.name}, thing=_thing(row), path=_drawer(row), change="")
    return told


@tells({"payments_till": word("Tills")})
def tell_tills(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """That a till was opened or closed, and what was missing."""
    rows = Till.objects.select_related("venue").in_bulk([int(event.entity_id) for event in events])
    told = {}
    for event in events:
        row = rows.get(int(event.entity_id))
        if row is None:
            told[event.pk] = plain(event, gettext("a till"))
            continue
        words = gettext("opened the till") if event.action == Action.INSERT else gettext("closed the till")
        path = reverse("payments:till-of", args=[row.pk])
        told[event.pk] = Told(words, thing=row.venue.name, path=path)
    return told


@tells({"payments_paymentsettings": word("Payment settings")})
def tell_settings(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """Whose settings were changed."""
    rows = PaymentSettings.objects.select_related("venue").in_bulk([int(event.entity_id) for event in events])
    told = {}
    for event in events:
        row = rows.get(int(event.entity_id))
        name = row.venue.name if row is not None else ""
        told[event.pk] = plain(event, gettext("how payments work at"), name=name)
    return told


@tells({"payments_vouchershop": word("Gift vouchers online")})
def tell_shops(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """Whose gift vouchers are sold otherwise."""
    rows = VoucherShop.objects.select_related("venue").in_bulk([int(event.entity_id) for event in events])
    told = {}
    for event in events:
        row = rows.get(int(event.entity_id))
        name = row.venue.name if row is not None else ""
        told[event.pk] = plain(event, gettext("how gift vouchers are sold at"), name=name)
    return told


@tells({"payments_vouchersale": word("Gift vouchers sold")})
def tell_sales(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """Who began to buy a gift voucher, and who has one."""
    rows, told = VoucherSale.objects.in_bulk([int(event.entity_id) for event in events]), {}
    for event in events:
        row = rows.get(int(event.entity_id))
        if row is None:
            told[event.pk] = plain(event, gettext("the sale of a gift voucher"))
            continue
        words = gettext("changed the gift voucher over %(amount)s")
        if event.action == Action.INSERT:
            words = gettext("began to buy a gift voucher over %(amount)s")
        elif (event.new or {}).get("sold_at"):
            words = gettext("sold a gift voucher over %(amount)s")
        path = reverse("payments:voucher-sale", args=[row.pk])
        told[event.pk] = Told(words % {"amount": _amount(row)}, thing=row.title, path=path)
    return told


@tells(
    {
        "payments_refundline": word("Parts of refunds"),
        "payments_creditmovement": word("Credit"),
        "payments_numberseries": word("Numbers of documents"),
        "payments_keptcard": word("Cards left for a fee"),
        "payments_payout": word("Payouts"),
        "payments_payoutline": word("Parts of payouts"),
    }
)
def tell_the_rest(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """What follows from the others, by its columns."""
    nouns = {
        "payments_refundline": gettext("a part of a refund"),
        "payments_creditmovement": gettext("a guest’s credit"),
        "payments_numberseries": gettext("the numbers of documents"),
        "payments_keptcard": gettext("a card left for a fee"),
        "payments_payout": gettext("a payout"),
        "payments_payoutline": gettext("a part of a payout"),
    }
    return {event.pk: plain(event, nouns[event.table]) for event in events}
