"""Receipts, invoices and credit notes, frozen as they were issued."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from bookings.models import Occupancy, Venue
from payments.models.payments import Payment
from payments.models.refunds import Refund
from payments.models.voucher_sales import VoucherSale


class DocumentKind(models.TextChoices):
    """A receipt for each payment, an invoice where one is wanted, a credit note for what is given back.

    A reversal takes a credit note back whose money never arrived.
    """

    RECEIPT = "receipt", "Receipt"
    INVOICE = "invoice", "Invoice"
    CREDIT_NOTE = "credit_note", "Credit note"
    REVERSAL = "reversal", "Reversal"


class NumberSeries(models.Model):
    """The last number of one kind at one venue. Raised last in a transaction, under the row's lock."""

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=11, choices=DocumentKind)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["venue", "kind"], name="number_series_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.last} of {self.venue_id}"


class Document(models.Model):
    """A document with a number, and all it says: printed again it is the same, whatever changed since.

    `body` holds words and sums (payments.documents); `buyer` is apart from it, because it is all that may
    ever change: a person who is erased goes from their documents (sql/payments_documents.sql). `corrects` is
    the document that a credit note takes back, `credited_minor` how much of an invoice. A reversal corrects a
    credit note, and its `credited_minor` of the invoice stands again.
    """

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=11, choices=DocumentKind)
    number = models.PositiveIntegerField()
    # As people read it: prefix, letter and number.
    name = models.CharField(max_length=40)
    issued_at = models.DateTimeField()
    booking = models.ForeignKey(Occupancy, models.PROTECT, null=True, blank=True, related_name="documents")
    voucher_sale = models.ForeignKey(
        VoucherSale, models.PROTECT, null=True, blank=True, related_name="documents"
    )
    payment = models.ForeignKey(Payment, models.PROTECT, null=True, blank=True, related_name="documents")
    refund = models.ForeignKey(Refund, models.PROTECT, null=True, blank=True, related_name="documents")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrected_by")
    credited_minor = models.BigIntegerField(default=0)
    total_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    buyer = models.CharField(max_length=300, blank=True, default="")
    body = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["venue", "kind", "number"], name="document_number_once"),
            models.CheckConstraint(
                condition=Q(booking__isnull=False, voucher_sale__isnull=True)
                | Q(booking__isnull=True, voucher_sale__isnull=False),
                name="document_for_one_thing",
            ),
            models.CheckConstraint(condition=Q(number__gt=0), name="document_numbers_from_one"),
            models.CheckConstraint(condition=Q(total_minor__gte=0), name="document_total_not_negative"),
            models.CheckConstraint(condition=Q(kind__in=DocumentKind.values), name="document_kind_known"),
            models.CheckConstraint(
                condition=Q(credited_minor=0)
                | Q(kind__in=["credit_note", "reversal"], corrects__isnull=False),
                name="document_credits_an_invoice",
            ),
            models.UniqueConstraint(
                fields=["corrects"], condition=Q(kind="reversal"), name="document_reversed_once"
            ),
        ]
        indexes = [models.Index("venue", "issued_at", name="document_by_time")]

    def __str__(self) -> str:
        return self.name
