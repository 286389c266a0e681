"""Documents are frozen as issued and numbered without a gap; their taxes and the books agree."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from bookings.models import Booking
from bookings.services.cancelling import cancel_booking
from ledger.selectors import balance
from payments.errors import NothingToInvoice
from payments.models import Document, PaymentSettings
from payments.paper_file import paper_file, table_of
from payments.services.documents import issue_invoice
from payments.services.giving_back import refund_booking
from tenants.models import Business
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_room
from tests.factories.payments import take
from tests.payments.services.test_taking import ask_the_constraints

QUOTE = [
    {
        "code": "room",
        "quantity": "2",
        "unit": "hour",
        "unit_price_minor": 3000,
        "amount_minor": 6000,
        "starts_at": None,
        "ends_at": None,
        "taxes": [["VAT", "20", 1000, True]],
    }
]


@pytest.fixture
def booking(business: Business) -> Booking:
    """Two hours of tomorrow, for 60.00, of which 10.00 are VAT."""
    room = make_room()
    PaymentSettings.objects.create(
        venue=room.venue,
        legal_name="Velvet Ltd",
        legal_address="1 High St\nLondon",
        tax_id="GB1",
        prefix="VV",
    )
    return make_booking(room=room, starts_at=at("2026-11-22 20:00"), total_minor=6000, quote=QUOTE)


def of_kind(kind: str) -> list[Document]:
    return list(Document.objects.filter(kind=kind).order_by("number"))


def account(booking: Booking, name: str) -> int:
    return balance(f"venues/{booking.room.venue_id}/{name}", "GBP").minor


def accounts(booking: Booking) -> tuple[int, int, int]:
    return account(booking, "sales"), account(booking, "tax"), account(booking, "guests")


def invoice(booking: Booking, **given: str) -> Document:
    return issue_invoice(booking_id=booking.pk, now=TONIGHT, **given)


def taxes(documents: list[Document]) -> int:
    return sum(line[2] for each in documents for line in each.body["tax_lines"])


def test_each_payment_has_its_receipt_by_number(booking: Booking):
    take(booking, 1999)
    take(booking, 4001)

    assert [each.name for each in of_kind("receipt")] == ["VV-R00001", "VV-R00002"]
    assert of_kind("receipt")[0].body["sums"] == [
        ["Price", "£60.00"],
        ["Paid now", "£19.99"],
        ["Still due", "£40.01"],
    ]
    assert of_kind("receipt")[0].body["seller"] == [
        "Velvet Ltd", booking.room.venue.name, "1 High St", "London", "Tax number GB1",
    ]  # fmt: skip


def test_the_parts_carry_the_tax_of_the_whole_exactly(booking: Booking):
    for minor in (1, 1999, 37, 3963):
        take(booking, minor)

    assert taxes(of_kind("receipt")) == 1000


def test_so_do_the_credit_notes_when_all_of_it_goes_back(booking: Booking):
    take(booking, 2000)
    take(booking, 4000)
    cancel_booking(booking_id=booking.pk, now=TONIGHT)
    for minor in (1, 3332, 2667):
        refund_booking(booking_id=booking.pk, amount_minor=minor, now=TONIGHT)

    assert taxes(of_kind("credit_note")) == 1000


def test_a_document_says_the_same_for_good(booking: Booking):
    take(booking, 1000)
    document = of_kind("receipt")[0]
    before = document.body

    PaymentSettings.objects.update(legal_name="Somebody else")
    Booking.objects.filter(pk=booking.pk).update(total_minor=1)

    document.refresh_from_db()
    assert document.body == before
    assert paper_file(document).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("note", "headings", "cells"),
    [
        ("", ["Item", "Amount"], ["The room", "£10.00"]),
        ("2 h at £5", ["Item", "How it adds up", "Amount"], ["The room", "2 h at £5", "£10.00"]),
    ],
)
def test_a_paper_says_how_it_adds_up_only_where_something_is_to_be_said(
    note: str, headings: list[str], cells: list[str]
):
    columns, lines = table_of([["The room", note, 1000]], "GBP")

    assert ([column.heading for column in columns], lines) == (headings, [cells])
    assert sum(column.width for column in columns) == 100


def test_an_invoice_earns_what_it_says_and_parts_out_the_tax(booking: Booking):
    take(booking, 6000)

    issued = invoice(booking, buyer="ACME Ltd\n2 Low St")

    ask_the_constraints()
    assert (issued.name, issued.total_minor, issued.buyer) == ("VV-I00001", 6000, "ACME Ltd\n2 Low St")
    assert (account(booking, "sales"), account(booking, "tax"), account(booking, "guests")) == (
        -5000,
        -1000,
        0,
    )
    assert ["Due", "£0.00"] in issued.body["sums"]


def test_one_invoice_is_enough_as_long_as_it_fits(booking: Booking):
    assert invoice(booking).pk == invoice(booking).pk


def test_one_that_does_not_fit_any_more_is_taken_back_first(booking: Booking):
    first = invoice(booking)
    Booking.objects.filter(pk=booking.pk).update(total_minor=4500, quote=[])

    second = invoice(booking)

    note = of_kind("credit_note")[0]
    assert (note.corrects, note.credited_minor) == (first, 6000)
    assert (second.total_minor, second.number) == (4500, 2)
    assert (account(booking, "sales"), account(booking, "tax")) == (-4500, 0)


def test_a_refund_takes_back_what_of_the_invoice_is_too_much(booking: Booking):
    take(booking, 6000)
    first = invoice(booking)

    refund_booking(booking_id=booking.pk, amount_minor=1500, reason="Cold", may_exceed=True, now=TONIGHT)

    note = of_kind("credit_note")[0]
    assert (note.corrects, note.credited_minor, taxes([note])) == (first, 1500, 250)
    assert (account(booking, "sales"), account(booking, "tax"), account(booking, "guests")) == (
        -3750,
        -750,
        0,
    )
    assert invoice(booking).pk == first.pk


def test_an_overpayment_that_goes_back_is_no_business_of_the_invoice(booking: Booking):
    take(booking, 6000)
    Booking.objects.filter(pk=booking.pk).update(total_minor=4500, quote=[])
    issued = invoice(booking)

    refund_booking(booking_id=booking.pk, amount_minor=1500, now=TONIGHT)

    note = of_kind("credit_note")[0]
    assert (note.credited_minor, note.corrects.kind) == (0, "receipt")
    assert invoice(booking).pk == issued.pk


def test_what_a_voucher_paid_is_earned_out_of_vouchers(booking: Booking):
    Booking.objects.filter(pk=booking.pk).update(price_terms={"voucher_minor": 2000})
    take(booking, 4000)

    invoice(booking)

    assert (account(booking, "vouchers"), account(booking, "guests")) == (2000, 0)


def test_what_costs_nothing_is_not_invoiced(booking: Booking):
    Booking.objects.filter(pk=booking.pk).update(total_minor=0, quote=[])

    with pytest.raises(NothingToInvoice):
        invoice(booking)


def test_the_fee_of_a_cancelled_booking_can_be_invoiced(booking: Booking):
    cancel_booking(booking_id=booking.pk, now=TONIGHT, fee_minor=1200, override_reason="x")

    issued = invoice(booking)

    assert (issued.total_minor, issued.body["tax_lines"]) == (1200, [])


def test_what_is_rolled_back_leaves_no_gap(booking: Booking):
    take(booking, 100)
    with transaction.atomic():
        take(booking, 100)
        transaction.set_rollback(True)

    take(booking, 100)

    assert [each.number for each in of_kind("receipt")] == [1, 2]


def test_each_venue_counts_for_itself(booking: Booking):
    other = make_booking(room=make_room(), starts_at=at("2026-11-22 20:00"), total_minor=6000)

    take(booking, 100)
    take(other, 100)

    assert {each.name for each in of_kind("receipt")} == {"VV-R00001", "R00001"}


def test_the_database_takes_no_number_before_its_time(booking: Booking):
    take(booking, 100)
    copy = of_kind("receipt")[0]
    copy.pk, copy.number, copy.name = None, 3, "VV-R00003"

    with pytest.raises(IntegrityError, match="before its time"), transaction.atomic():
        copy.save(force_insert=True)


def test_nobody_is_named_any_more_once_they_are_erased(booking: Booking):
    take(booking, 100)

    with connection.cursor() as cursor:
        cursor.execute("UPDATE payments_document SET buyer = ''")

    assert of_kind("receipt")[0].buyer == ""
    assert booking.title not in str(of_kind("receipt")[0].body)


def test_a_group_has_one_invoice_with_all_its_rooms(booking: Booking):
    Booking.objects.filter(pk=booking.pk).update(group_reference=booking.reference)
    make_booking(
        room=make_room(booking.room.venue, name="Second room"),
        starts_at=booking.starts_at + timedelta(hours=1),
        total_minor=4000,
        group_reference=booking.reference,
    )

    issued = invoice(booking)

    assert (issued.total_minor, len(issued.body["parts"])) == (10_000, 2)
    assert sum(row[2] for part in issued.body["parts"] for row in part[1]) == 10_000
