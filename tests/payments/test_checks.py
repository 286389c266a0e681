"""A look finds money that does not add up, and what can be put right without guessing is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection

from audit.integrity import fix_called, registered_checks
from bookings.models import Booking
from ledger.models import Entry
from ledger.selectors import balance
from payments.errors import NothingToRepair
from payments.services.giving_back import refund_booking
from payments.services.repairs import mend_books
from payments.services.taking import take_back_payment
from tenants.context import tenant_scope
from tenants.models import Business
from tenants.provisioning.schemas import owner_connection
from tests.committed import founded
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_room
from tests.factories.payments import take

GUARDED = ("ledger_entry", "ledger_entryline", "payments_payment", "payments_document")


@pytest.fixture(scope="module")
def damaged(django_db_setup: None, django_db_blocker: Any) -> Iterator[Business]:
    """One business for the file: what is done to it by hand stays, so each test has a venue of its own."""
    with django_db_blocker.unblock(), founded() as business:
        yield business
        connection.close()


@pytest.fixture
def booking(damaged: Business) -> Iterator[Booking]:
    """With a payment, one taken back, and a refund, for good: the owner's hand has to reach them."""
    with tenant_scope(damaged):
        booking = make_booking(room=make_room(), starts_at=at("2026-11-22 20:00"), total_minor=6000)
        take(booking, 2000)
        back = take(booking, 1000)
        take_back_payment(payment_id=back.pk, reason="x", now=TONIGHT)
        refund_booking(booking_id=booking.pk, amount_minor=500, reason="x", may_exceed=True, now=TONIGHT)
        yield booking


@pytest.fixture
def by_hand(damaged: Business) -> Callable[[str], None]:
    """Run a statement as somebody who owns the database and has switched its guards off."""

    def run(statement: str) -> None:
        with owner_connection() as owner:
            owner.execute(f"SET search_path TO {damaged.schema_name}")
            for table in GUARDED:
                owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            owner.execute(statement)
            owner.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in GUARDED:
                owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")

    return run


def found_by(name: str, booking: Booking) -> list[tuple[str, str]]:
    """What a look finds about this booking's money, and its venue's numbers."""
    payments = booking.payments.values_list("pk", flat=True)
    own = {f"{kind}/{key}" for key in payments for kind in ("payment", "back")}
    own |= {f"refund/{key}" for key in booking.refunds.values_list("pk", flat=True)}
    own |= {str(key) for key in payments}
    venue = f"{booking.room.venue_id}/"
    return [
        (each.key, each.words)
        for each in registered_checks()[name].look(TONIGHT).problems
        if each.key in own or each.key.startswith(venue)
    ]


def test_money_that_adds_up_is_no_finding(booking: Booking):
    assert found_by("books", booking) == found_by("refunds", booking) == found_by("numbers", booking) == []


@pytest.mark.parametrize(
    ("entry", "key", "words"),
    [
        ("payment/1", "payment/{0}", "a payment of £20.00 is not in the books"),
        ("back", "back/{1}", "a payment of £10.00 was taken back, and the books do not know"),
        ("refund", "refund/{2}", "a refund of £5.00 is not in the books"),
    ],
)
def test_what_is_not_in_the_books_is_found_and_written(
    booking: Booking, by_hand: Callable[[str], None], entry: str, key: str, words: str
):
    first, second = booking.payments.order_by("id")
    keys = (first.pk, second.pk, booking.refunds.get().pk)
    lost = {"payment/1": f"payment/{first.pk}", "back": f"payment/{second.pk}/back"}.get(
        entry, f"refund/{keys[2]}"
    )
    before = balance(f"venues/{booking.room.venue_id}/guests", "GBP")
    by_hand(
        f"DELETE FROM ledger_entryline WHERE entry_id = (SELECT id FROM ledger_entry WHERE key = '{lost}')"
    )
    by_hand(f"DELETE FROM ledger_entry WHERE key = '{lost}'")

    assert found_by("books", booking) == [(key.format(*keys), words)]
    fix_called("books", "post").apply(key.format(*keys), {}, TONIGHT)

    assert found_by("books", booking) == []
    assert balance(f"venues/{booking.room.venue_id}/guests", "GBP") == before


def test_an_entry_over_another_amount_is_found_and_never_rewritten(
    booking: Booking, by_hand: Callable[[str], None]
):
    payment = booking.payments.earliest("id")
    entry = Entry.objects.get(key=f"payment/{payment.pk}")
    by_hand(
        f"UPDATE ledger_entryline SET amount_minor = sign(amount_minor) * 1900 WHERE entry_id = {entry.pk}"
    )

    assert found_by("books", booking) == [(f"payment/{payment.pk}", "£20.00 moved, the books say £19.00")]
    with pytest.raises(NothingToRepair):
        mend_books(key=f"payment/{payment.pk}", now=TONIGHT)


def test_books_that_do_not_balance_are_found(booking: Booking, by_hand: Callable[[str], None]):
    line = "(SELECT max(id) FROM ledger_entryline)"
    by_hand(f"UPDATE ledger_entryline SET amount_minor = amount_minor + 1 WHERE id = {line}")

    words = [each.words for each in registered_checks()["books"].look(TONIGHT).problems]
    by_hand(f"UPDATE ledger_entryline SET amount_minor = amount_minor - 1 WHERE id = {line}")

    assert "the books in GBP are £0.01 away from balance" in words


def test_a_counter_that_is_off_is_found_and_counted_again(booking: Booking, by_hand: Callable[[str], None]):
    payment = booking.payments.earliest("id")
    by_hand(f"UPDATE payments_payment SET refunded_minor = 700 WHERE id = {payment.pk}")

    assert found_by("refunds", booking) == [
        (str(payment.pk), "it counts £7.00 given back, its refunds sum to £5.00")
    ]
    fix_called("refunds", "count").apply(str(payment.pk), {}, TONIGHT)

    assert found_by("refunds", booking) == []


def test_a_missing_number_is_found(booking: Booking, by_hand: Callable[[str], None]):
    venue = booking.room.venue_id
    by_hand(f"DELETE FROM payments_document WHERE venue_id = {venue} AND kind = 'credit_note' AND number = 1")

    assert [words for _, words in found_by("numbers", booking)] == [
        "credit_note: 1 documents, the last number drawn is 2"
    ]
