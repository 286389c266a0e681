"""Whoever began to buy a gift voucher and never paid is forgotten, by itself after a while or when asked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from audit.inspection import check_record
from audit.services.sealing import seal_record
from bookings.models import Venue
from bookings.services.erasing import erase_customer
from boom.celery import app
from boom.core import clock
from payments.models import Payment, VoucherSale
from payments.services.unpaid_sales import KEPT_UNPAID, PERSONAL, forget_unpaid_sales
from payments.tasks import forget_unpaid_sales as hand_out
from tenants.context import public_scope
from tests.bookings.services.erasing.person import tables_that_say
from tests.conftest import TONIGHT
from tests.factories import make_customer
from tests.factories.payments import make_sale

pytestmark = pytest.mark.usefixtures("business", "now")

LATER = TONIGHT + KEPT_UNPAID


def unpaid(**given: object) -> VoucherSale:
    """Begun tonight, and not paid."""
    values = {
        "voucher": None, "sold_at": None, "buyer_name": "Quillfeather",
        "buyer_email": "quill@feather.example",
        "for_name": "Carl Quillfeather", "message": "From Quillfeather",
    }  # fmt: skip
    return make_sale(Venue.objects.get(), **values | given)


def payment(sale: VoucherSale, state: str) -> Payment:
    return Payment.objects.create(
        venue=sale.venue, voucher_sale=sale, method="card", amount_minor=5000, currency="GBP", state=state,
        taken_at=TONIGHT, external_account="acct_1", external_id="cs_1",
    )  # fmt: skip


def said(sale: VoucherSale) -> list[str]:
    sale.refresh_from_db()
    return [getattr(sale, column) for column in PERSONAL if getattr(sale, column)]


def test_after_a_while_nobody_stands_in_it_nor_on_the_record():
    sale = unpaid()
    payment(sale, "failed")
    before = tables_that_say("Quillfeather", "quill@feather.example")

    counted = [forget_unpaid_sales(now=LATER - timedelta(seconds=1)), forget_unpaid_sales(now=LATER)]

    assert {"payments_vouchersale", "audit_event"} <= before
    assert tables_that_say("Quillfeather", "quill@feather.example") == set()
    assert (counted, sale.amount_minor) == ([0, 1], 5000)


def test_the_record_still_holds():
    unpaid()
    seal_record()
    forget_unpaid_sales(now=LATER)

    assert not check_record().broken


def test_once_is_enough():
    unpaid()

    assert (forget_unpaid_sales(now=LATER), forget_unpaid_sales(now=LATER)) == (1, 0)


def test_what_was_sold_or_may_still_be_paid_is_kept():
    sold, waits = make_sale(Venue.objects.get()), unpaid()
    payment(waits, "pending")

    assert forget_unpaid_sales(now=LATER) == 0
    assert (said(sold)[0], said(waits)[0]) == ("Bea", "Quillfeather")


def test_erasing_a_guest_takes_what_they_never_paid_for_along():
    sale, guest = unpaid(), make_customer(name="Q", email="quill@feather.example")

    erase_customer(customer_id=guest.pk, version=guest.version, now=TONIGHT)

    assert said(sale) == []
    assert tables_that_say("quill@feather.example") == set()


def test_every_business_that_has_such_is_told_of_them_at_night(business):
    sale = unpaid()
    app.conf.task_always_eager = True
    try:
        with clock.set_to(LATER), public_scope():
            told = hand_out()
    finally:
        app.conf.task_always_eager = False

    assert (told, said(sale)) == (1, [])
