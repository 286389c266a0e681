"""The drawer takes money and gives it back; what is refused comes back as it was typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from accounts.models import User
from bookings.models import Booking, Venue
from bookings.takings import standings_of
from payments.models import Document, Payment, Refund
from tests.conftest import HostClient
from tests.factories import make_block, make_booking, make_room
from tests.factories.payments import take

pytestmark = pytest.mark.usefixtures("now")
As = Callable[[str], HostClient]


@pytest.fixture
def booking(business, now: datetime) -> Booking:
    """Tonight, for 60.00."""
    return make_booking(room=make_room(Venue.objects.get()), starts_at=now, total_minor=6000)


def path(booking: Booking, action: str) -> str:
    return f"/dashboard/bookings/{booking.pk}/{action}/"


def drawer(client: HostClient, booking: Booking) -> str:
    return client.get(f"/dashboard/bookings/{booking.pk}/").content.decode()


def pay(client: HostClient, booking: Booking, amount: str = "20", **given: str):
    data = {"amount": amount, "method": "cash", "from": "drawer", **given}
    return client.htmx("post", path(booking, "payments"), data)


def give(client: HostClient, booking: Booking, amount: str, **given: str):
    return client.htmx("post", path(booking, "give-back"), {"amount": amount, "from": "drawer", **given})


def due(booking: Booking) -> int:
    return standings_of([booking.pk])[booking.pk].due.minor


def test_the_form_is_filled_with_what_is_due(client_as: As, booking: Booking):
    take(booking, 2000)

    page = drawer(client_as("front_desk"), booking)

    assert 'name="amount" value="40.00"' in page
    assert "Part paid" in page


def test_what_is_taken_is_said_and_shown(client_as: As, booking: Booking):
    answer = pay(client_as("front_desk"), booking, "20", note="slip 44").content.decode()

    assert "Took £20.00, cash." in answer
    assert "slip 44" in answer
    assert 'name="amount" value="40.00"' in answer
    assert (due(booking), Payment.objects.get().taken_by) == (4000, User.objects.get(role="front_desk").name)


def test_a_plain_form_does_the_same_without_scripts(client_as: As, booking: Booking):
    answer = client_as("front_desk").post(path(booking, "payments"), {"amount": "60", "method": "bank"})

    assert (answer.status_code, due(booking)) == (302, 0)


def test_a_double_click_records_once(client_as: As, booking: Booking):
    client = client_as("front_desk")
    for _ in range(2):
        pay(client, booking, key="one-form")

    assert Payment.objects.count() == 1


def test_too_much_comes_back_with_the_reason_and_what_was_typed(client_as: As, booking: Booking):
    answer = pay(client_as("front_desk"), booking, "70.50")

    assert answer.status_code == 422
    assert "£60.00 is due; that is £10.50 more" in answer.content.decode()
    assert 'value="70.50"' in answer.content.decode()
    assert not Payment.objects.exists()


def test_unless_the_rest_is_to_stay_as_credit(client_as: As, booking: Booking):
    page = pay(client_as("front_desk"), booking, "70", keep_rest="on").content.decode()

    assert "The guest has £10.00 of credit here." in page
    assert due(booking) == 0


@pytest.mark.parametrize("amount", ["", "0", "-5", "ten", "1.234", "9" * 30])
def test_what_is_no_amount_is_refused(client_as: As, booking: Booking, amount: str):
    assert pay(client_as("front_desk"), booking, amount).status_code == 422
    assert not Payment.objects.exists()


def test_somebody_who_only_looks_sees_what_is_due_and_no_form(client_as: As, booking: Booking):
    page = drawer(client_as("viewer"), booking)

    assert "Nothing paid" in page
    assert path(booking, "payments") not in page
    assert pay(client_as("viewer"), booking).status_code == 403


def test_what_goes_back_is_shown_before_it_does(client_as: As, booking: Booking):
    take(booking, 6000)
    Booking.objects.filter(pk=booking.pk).update(total_minor=4000)
    client = client_as("front_desk")

    asked = give(client, booking, "20")

    assert "Give £20.00 back?" in asked.content.decode()
    assert not Refund.objects.exists()
    assert "Gave £20.00 back." in give(client, booking, "20", sure="on").content.decode()
    assert Refund.objects.get().amount_minor == 2000


def test_the_desk_gives_back_what_is_owed_and_no_more(client_as: As, booking: Booking):
    take(booking, 6000)
    Booking.objects.filter(pk=booking.pk).update(total_minor=4000)

    answer = give(client_as("front_desk"), booking, "20.01", sure="on", reason="I may")

    assert answer.status_code in {403, 422}
    assert not Refund.objects.exists()


def test_where_nothing_is_owed_the_desk_has_no_form(client_as: As, booking: Booking):
    take(booking, 6000)

    assert path(booking, "give-back") not in drawer(client_as("front_desk"), booking)
    assert path(booking, "give-back") in drawer(client_as("manager"), booking)


def test_a_manager_gives_more_with_a_reason(client_as: As, booking: Booking):
    take(booking, 6000)
    client = client_as("manager")

    without = give(client, booking, "10", sure="on")
    give(client, booking, "10", sure="on", reason="Cold pizza")

    assert without.status_code in {403, 422}
    assert Refund.objects.get().reason == "Cold pizza"


def test_lines_of_the_price_stand_for_the_amount(client_as: As, booking: Booking):
    line = {"quantity": "1", "unit": "piece", "starts_at": None, "ends_at": None}
    Booking.objects.filter(pk=booking.pk).update(
        quote=[
            {"code": "room", "unit_price_minor": 4800, "amount_minor": 4800, **line},
            {"code": "add-on", "rule": "Pizza", "unit_price_minor": 1200, "amount_minor": 1200, **line},
        ]
    )
    take(booking, 6000)
    client = client_as("manager")

    asked = give(client, booking, "", lines="1", reason="Never came")
    give(client, booking, "", lines="1", reason="Never came", sure="on")

    assert "Give £12.00 back?" in asked.content.decode()
    assert Refund.objects.get().items == [{"label": "Pizza", "amount_minor": 1200}]


def test_a_payment_noted_by_mistake_is_taken_back_by_a_manager(client_as: As, booking: Booking):
    payment = take(booking, 6000)
    where = f"/dashboard/payments/{payment.pk}/take-back/"

    refused = client_as("front_desk").htmx("post", where, {"reason": "Mistake"})
    empty = client_as("manager").htmx("post", where, {"reason": ""})
    done = client_as("manager").htmx("post", where, {"reason": "Mistake", "from": "drawer"})

    assert (refused.status_code, empty.status_code) == (403, 422)
    assert "Took the payment of £60.00 back." in done.content.decode()
    assert due(booking) == 6000


def test_an_invoice_is_issued_and_its_file_opens(client_as: As, booking: Booking):
    client = client_as("front_desk")

    client.htmx("post", path(booking, "invoice"), {"buyer": "ACME Ltd", "from": "drawer"})

    issued = Document.objects.get(kind="invoice")
    file = client.get(f"/dashboard/documents/{issued.pk}.pdf")
    assert issued.name in drawer(client, booking)
    assert (file["Content-Type"], file.content[:4]) == ("application/pdf", b"%PDF")


def test_an_invoice_that_does_not_fit_any_more_is_said(client_as: As, booking: Booking):
    client = client_as("front_desk")
    client.htmx("post", path(booking, "invoice"), {})
    Booking.objects.filter(pk=booking.pk).update(total_minor=4000)

    assert "says £60.00, which is not what the booking costs by now" in drawer(client, booking)


def test_what_a_cancellation_would_keep_and_give_back_stands_there_before(client_as: As, booking: Booking):
    take(booking, 6000)

    assert "would go back" in drawer(client_as("front_desk"), booking)


def test_a_cancelled_booking_says_what_is_to_give_back(client_as: As, booking: Booking):
    take(booking, 6000)
    client = client_as("front_desk")

    answer = client.htmx("post", path(booking, "cancel"), {"version": "1", "from": "drawer"})

    assert "£60.00 to give back" in answer.content.decode()
    assert "£60.00 is owed back." in drawer(client, booking)


def test_a_block_has_no_money(client_as: As, booking: Booking, now: datetime):
    block = make_block(room=booking.room, starts_at=now.replace(hour=23))

    assert 'id="money"' not in drawer(client_as("owner"), block)
    assert pay(client_as("owner"), block).status_code == 404
