"""A refund that a card's bank sends back: owed again, its credit note taken back, given in another way."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.utils.html import strip_tags

from accounts.services import create_user
from bookings.models import Booking
from bookings.takings import standings_of
from boom.core.models import OutboxMessage
from ledger.selectors import trial_balance
from notifications.dispute_handlers import mail_managers
from notifications.models import Message
from payments.checks import look_at_books, look_at_refunds
from payments.errors import NotByHand
from payments.models import Document, Payment, Refund
from payments.paper_file import paper_file
from payments.selectors.accounts import owed_back
from payments.services.card_refunds import send_refund
from payments.services.documents import issue_invoice, left_of
from payments.services.giving_back import refund_booking
from tests.conftest import HostClient
from tests.factories.payments import make_dispute
from tests.payments import test_card_refunds as refunds
from tests.payments.house import House
from tests.payments.services.test_taking import ask_the_constraints
from tests.payments.test_paying import balance

booking = refunds.booking
SENDS_BACK = "4000000000005126"
TWO_HOURS_S = 7200
As = Callable[[str], HostClient]


def sent_back(house: House, booking: Booking, minor: int = 2500, *, invoice: bool = False) -> Refund:
    """60.00 paid, some of it given back for a reason, there, and two hours later with us again."""
    refunds.pay(house, booking, 6000, SENDS_BACK)
    if invoice:
        issue_invoice(booking_id=booking.pk, now=house.now)
    refund = refunds.give_back(booking, minor, house.now)
    send_refund(refund_id=refund.pk, now=house.now)
    house.stripe.advance(TWO_HOURS_S)
    return refund


def hear(house: House) -> None:
    house.hear("refund.updated", "refund.failed", "charge.refund.updated")


def standing(booking: Booking) -> tuple[int, int, int]:
    """What was given back, is owed back, and due."""
    now = standings_of([booking.pk])[booking.pk]
    return now.refunded, now.to_give_back.minor, now.due.minor


def papers() -> list[tuple[str, int, int]]:
    rows = Document.objects.order_by("id")
    return list(rows.values_list("name", "total_minor", "credited_minor"))


def test_what_was_decided_stands_and_is_owed_again(house: House, booking: Booking):
    refund = sent_back(house, booking)
    before = standing(booking)
    for _ in range(2):
        hear(house)

    refund.refresh_from_db()
    ask_the_constraints()
    assert (before, standing(booking)) == ((2500, 0, 0), (0, 2500, 0))
    assert (refund.state, Payment.objects.get().refunded_minor) == ("returned", 0)
    assert (balance("card"), sum(trial_balance().values())) == (6000, 0)
    assert papers() == [("R00001", 6000, 0), ("C00001", 2500, 0), ("X00001", 2500, 0)]
    assert [each.booking.pk for each in owed_back(booking.room.venue)] == [booking.pk]
    assert not look_at_books(house.now).problems
    assert not look_at_refunds(house.now).problems


def test_its_credit_note_is_taken_back_by_a_document_that_says_so(house: House, booking: Booking):
    sent_back(house, booking)
    hear(house)

    reversal = Document.objects.get(kind="reversal")
    assert reversal.corrects == Document.objects.get(kind="credit_note")
    assert ["Takes back", "C00001"] in reversal.body["facts"]
    assert paper_file(reversal).startswith(b"%PDF")


def test_what_it_took_off_an_invoice_stands_until_it_is_given_again(house: House, booking: Booking):
    sent_back(house, booking, invoice=True)
    invoice = Document.objects.get(kind="invoice")
    taken_back = (left_of(invoice), balance("sales"))
    hear(house)
    again = (left_of(invoice), balance("sales"))

    refund_booking(booking_id=booking.pk, amount_minor=2500, by="cash", now=house.now)

    ask_the_constraints()
    assert (taken_back, again) == ((3500, -3500), (6000, -6000))
    assert (left_of(invoice), balance("sales"), balance("guests")) == (3500, -3500, 0)
    assert (standing(booking), balance("cash")) == ((2500, 0, 0), -2500)


def test_an_invoice_issued_meanwhile_says_what_it_costs(house: House, booking: Booking):
    sent_back(house, booking, invoice=True)
    first = Document.objects.get(kind="invoice")
    issue_invoice(booking_id=booking.pk, now=house.now, buyer="ACME Ltd")
    hear(house)

    second = Document.objects.get(kind="invoice", buyer="ACME Ltd")
    ask_the_constraints()
    assert (left_of(first), left_of(second), balance("sales")) == (0, 3500, -3500)


def test_only_what_came_back_is_given_by_hand(house: House, booking: Booking):
    refunds.pay(house, booking, 6000)

    with pytest.raises(NotByHand):
        refunds.give_back(booking, 1000, house.now, by="cash")


def test_staff_see_it_and_give_it_in_another_way(house: House, booking: Booking, client_as: As):
    sent_back(house, booking)
    hear(house)
    client = client_as("manager")
    path = f"/dashboard/bookings/{booking.pk}/give-back/"
    form = {"amount": "25", "by": "cash", "key": "a" * 32}

    drawer = strip_tags(client.get(f"/dashboard/bookings/{booking.pk}/").content.decode())
    asked = client.post(path, form).content.decode()
    client.post(path, form | {"sure": "on"})

    assert ("sent it back: owed again" in drawer, "To give back" in drawer) == (True, True)
    assert '<b class="num">£25.00</b> Cash' in asked
    assert standing(booking) == (2500, 0, 0)


def test_whoever_looks_after_the_money_gets_a_mail(house: House, booking: Booking):
    manager = create_user(name="Max", email="max@example.com", role="manager")
    create_user(name="Dee", email="dee@example.com", role="front_desk")
    sent_back(house, booking)
    hear(house)
    (fact,) = OutboxMessage.objects.filter(kind="payment.refund_returned")

    mail_managers(fact, house.now)

    told = Message.objects.filter(kind="payment.refund_returned")
    assert manager.email in [each.to_address for each in told]
    assert "dee@example.com" not in [each.to_address for each in told]
    assert told.get(to_address=manager.email).subject.startswith("A refund of £25.00 came back")


def test_the_database_keeps_it_as_it_came_back(house: House, booking: Booking):
    refund = sent_back(house, booking)
    hear(house)

    with pytest.raises(IntegrityError, match="kept as it was"), transaction.atomic():
        Refund.objects.filter(pk=refund.pk).update(state="done")
    note, reversal = Document.objects.get(kind="credit_note"), Document.objects.get(kind="reversal")
    with pytest.raises(IntegrityError, match="document_reversed_once"), transaction.atomic():
        Document.objects.create(
            venue=note.venue, kind="reversal", number=2, name="X00002", issued_at=house.now,
            booking=booking, corrects=note, total_minor=1, currency="GBP", body=reversal.body,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("needs_response", "they would have it twice"),
        ("warning_needs_response", "ends its question"),
        ("lost", "It is not owed again"),
    ],
)
def test_the_form_warns_of_a_dispute(house: House, booking: Booking, client_as: As, state: str, words: str):
    make_dispute(refunds.pay(house, booking, 6000), state=state)
    form = {"amount": "25", "reason": "Sorry", "key": "a" * 32}

    drawer = client_as("manager").get(f"/dashboard/bookings/{booking.pk}/").content.decode()
    asked = client_as("manager").post(f"/dashboard/bookings/{booking.pk}/give-back/", form).content.decode()

    assert (words in drawer, words in asked) == (True, True)
