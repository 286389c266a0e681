"""The rest by link, payments asked for by link, and a bill split into several."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import LazySettings
from django.utils.html import strip_tags

from billing.domain.features import Feature
from bookings.models import Booking, Venue
from bookings.pay_links import pay_link
from bookings.services.links import issue_manage_link
from boom.core import clock
from boom.core.models import OutboxMessage
from notifications.handlers import mail_pay_link
from notifications.models import Message
from notifications.text_handlers import text_pay_link
from payments.domain.shares import shares_of
from payments.errors import CardsNotTaken, MoreThanDue
from payments.models import Payment, PaymentLink, Refund
from payments.selectors.links import links_of, token_of
from payments.services.links import ask_by_link, revoke_link, split_bill
from tenants.models import Business
from tests.conftest import HostClient
from tests.factories import make_booking, make_customer, make_room
from tests.factories.payments import take
from tests.factories.plans import make_plan, put_on
from tests.notifications.conftest import Postbox, postbox
from tests.payments.house import House

__all__ = ["postbox"]


@pytest.fixture
def booking(house: House) -> Booking:
    """A confirmed booking over 60.00 of Ada's, of which 10.00 is paid; cards are charged to an account."""
    house.connect()
    room = make_room(Venue.objects.get())
    ada = make_customer(name="Ada", email="ada@example.com")
    made = make_booking(room=room, starts_at=house.now, total_minor=6000, customer=ada)
    take(made, 1000)
    return made


def words(client: HostClient, url: str) -> str:
    parts = urlsplit(url)
    answer = client.get(f"{parts.path}?{parts.query}", follow=True)
    return " ".join(strip_tags(answer.content.decode()).split())


def asked(booking: Booking, minor: int, now: datetime, **given: object) -> str:
    """The path of a link over so much."""
    link = ask_by_link(booking_id=booking.pk, amount_minor=minor, now=now, **given)  # type: ignore[arg-type]
    return f"/pay/{token_of(link.nonce)}/"


def pay(client: HostClient, house: House, path: str) -> str:
    """Pay by a link; the words of the page it ends at."""
    return words(client, house.stripe.pay(client.post(path)["Location"]))


def paid(booking: Booking) -> list[int]:
    rows = Payment.objects.filter(booking=booking, method="card", state="taken")
    return list(rows.order_by("id").values_list("amount_minor", flat=True))


def test_the_rest_is_paid_from_the_guests_own_page(
    customer_client: HostClient, house: House, booking: Booking
):
    token = issue_manage_link(booking_id=booking.pk, now=house.now)

    own = words(customer_client, f"/booked/{token}/")
    before = words(customer_client, f"/booked/{token}/pay/")
    after = pay(customer_client, house, f"/booked/{token}/pay/")

    assert ("Pay £50.00 by card" in own, "That is what is still due" in before) == (True, True)
    assert "Thank you. Your payment has arrived." in after
    assert paid(booking) == [5000]


def test_a_link_says_what_it_is_for_and_nothing_of_the_guest_and_takes_the_money(
    customer_client: HostClient, house: House, booking: Booking
):
    path = asked(booking, 2000, house.now, words="For the drinks")

    before = words(customer_client, path)
    after = pay(customer_client, house, path)

    assert ("Pay £20" in before, "For the drinks" in before, "Ada" in before) == (True, True, False)
    assert "Paid, thank you" in after
    assert paid(booking) == [2000]


def test_a_link_is_paid_once(customer_client: HostClient, house: House, booking: Booking):
    path = asked(booking, 2000, house.now)

    pay(customer_client, house, path)
    again = customer_client.post(path)

    assert (again.status_code, "Paid, thank you" in again.content.decode()) == (200, True)
    assert paid(booking) == [2000]


def test_the_event_alone_pays_a_link(customer_client: HostClient, house: House, booking: Booking):
    path = asked(booking, 2000, house.now)

    house.stripe.pay(customer_client.post(path)["Location"])
    house.hear("checkout.session.completed")

    assert "Paid, thank you" in words(customer_client, path)


def test_a_link_runs_out_and_can_be_taken_back(customer_client: HostClient, house: House, booking: Booking):
    path, other = asked(booking, 2000, house.now, days=2), asked(booking, 1000, house.now)
    revoke_link(link_id=PaymentLink.objects.latest("id").pk, now=house.now)

    with clock.set_to(house.now + timedelta(days=2)):
        over = customer_client.post(path)

    assert (over.status_code, customer_client.post(other).status_code) == (410, 410)
    assert Payment.objects.filter(method="card").count() == 0


def test_what_is_paid_meanwhile_is_not_asked_for_again(
    customer_client: HostClient, house: House, booking: Booking
):
    path = asked(booking, 5000, house.now)
    take(booking, 4500)

    some = words(customer_client, path)
    take(booking, 500)

    assert "Pay £5" in some
    assert "Nothing is due any more" in words(customer_client, path)


def test_two_who_pay_the_same_at_once_the_second_has_it_back(
    customer_client: HostClient, house: House, booking: Booking
):
    first, second = asked(booking, 5000, house.now), asked(booking, 5000, house.now)
    pages = [customer_client.post(path)["Location"] for path in (first, second)]

    for page in pages:
        words(customer_client, house.stripe.pay(page))

    assert paid(booking) == [5000, 5000]
    assert [row.amount_minor for row in Refund.objects.all()] == [5000]
    assert OutboxMessage.objects.filter(kind="payment.sent_back").count() == 1


def test_a_link_is_mailed_to_whom_it_is_for(
    customer_client: HostClient, house: House, booking: Booking, postbox: Postbox
):
    path = asked(booking, 2000, house.now, email="bob@example.com", words="See you")
    (fact,) = OutboxMessage.objects.filter(kind="payment.link_asked")

    mail_pay_link(fact, house.now)
    mail_pay_link(fact, house.now)

    (mail,) = postbox.mails
    body = mail.get_body(("plain",))
    text = str(body.get_content()) if body is not None else ""
    assert postbox.recipients == [["bob@example.com"]]
    assert (path in text, "£20.00" in text, "See you" in text, "Ada" in text) == (True, True, True, False)
    token = path.split("/")[2]
    kept = [PaymentLink.objects.values(), Message.objects.values(), OutboxMessage.objects.values()]
    assert token not in str([list(rows) for rows in kept])


def test_a_link_is_sent_by_text_message_where_the_plan_has_them(
    business: Business, house: House, booking: Booking, settings: LazySettings, tmp_path: Path
):
    settings.SMS_FILE_PATH = tmp_path / "sms"
    path = asked(booking, 2000, house.now, phone="+442079460812", words="See you")
    (fact,) = OutboxMessage.objects.filter(kind="payment.link_asked")

    put_on(business, make_plan(features=[]))
    text_pay_link(fact, house.now)
    before = list((tmp_path / "sms").glob("*"))
    put_on(business, make_plan(features=[Feature.SMS.value]))
    for _ in range(2):
        text_pay_link(fact, house.now)

    (file,) = (tmp_path / "sms").iterdir()
    sent = file.read_text()
    assert before == []
    assert sent.startswith("To: +442079460812\n")
    assert ("£20.00" in sent, "See you" in sent, path in sent, "Ada" in sent) == (True, True, True, False)


def test_a_number_is_asked_for_where_the_plan_has_text_messages(
    business: Business, client_as: Callable[[str], HostClient], house: House, booking: Booking
):
    desk, ask = client_as("front_desk"), f"/dashboard/bookings/{booking.pk}/payment-links/"
    drawer = f"/dashboard/bookings/{booking.pk}/"

    shown = "And by text message to" in desk.get(drawer).content.decode()
    wrong = desk.post(ask, {"amount": "20", "days": "7", "phone": "12"})
    made = desk.post(ask, {"amount": "20", "days": "7", "phone": "020 7946 0812"})
    put_on(business, make_plan(features=[]))
    without = "And by text message to" in desk.get(drawer).content.decode()

    assert (shown, wrong.status_code, made.status_code, without) == (True, 422, 302, False)
    assert "not a whole phone number" in wrong.content.decode()
    assert PaymentLink.objects.get().phone == "+442079460812"


def test_what_is_paid_by_then_is_not_mailed(house: House, booking: Booking, postbox: Postbox):
    asked(booking, 2000, house.now, email="bob@example.com")
    take(booking, 5000)

    mail_pay_link(OutboxMessage.objects.get(kind="payment.link_asked"), house.now)

    assert postbox.mails == []
    assert pay_link(PaymentLink.objects.get().pk, now=house.now) is None


def test_staff_ask_from_the_drawer_and_take_it_back(
    client_as: Callable[[str], HostClient], house: House, booking: Booking
):
    desk, form = client_as("front_desk"), {"amount": "20", "days": "3", "email": "", "words": ""}

    answer = desk.post(f"/dashboard/bookings/{booking.pk}/payment-links/", form, follow=True)
    shown = desk.get(f"/dashboard/bookings/{booking.pk}/").content.decode()
    link = PaymentLink.objects.get()
    desk.post(f"/dashboard/payment-links/{link.pk}/revoke/")

    assert "The link is made: pass it on." in answer.content.decode()
    assert f"/pay/{token_of(link.nonce)}/" in shown
    link.refresh_from_db()
    assert (link.amount_minor, link.revoked_at is not None) == (2000, True)


@pytest.mark.parametrize(
    "form", [{"amount": "50.01"}, {"amount": "0"}, {"amount": "x"}, {"days": "91"}, {"email": "nobody"}]
)
def test_what_makes_no_sense_is_refused_with_the_form(
    client_as: Callable[[str], HostClient], house: House, booking: Booking, form: dict[str, str]
):
    good = {"amount": "20", "days": "3", "email": "", "words": ""}

    answer = client_as("front_desk").post(f"/dashboard/bookings/{booking.pk}/payment-links/", good | form)

    assert (answer.status_code, PaymentLink.objects.count()) == (422, 0)


def test_without_an_account_that_may_charge_no_link_is_made(house: House, booking: Booking):
    house.stripe.client().v1.accounts.delete(house.refresh().account)
    house.refresh()

    with pytest.raises(CardsNotTaken):
        ask_by_link(booking_id=booking.pk, amount_minor=100, now=house.now)


def test_no_link_is_over_more_than_is_due(house: House, booking: Booking):
    with pytest.raises(MoreThanDue):
        ask_by_link(booking_id=booking.pk, amount_minor=5001, now=house.now)


def test_a_bill_is_split_and_paid_by_each_to_the_cent(
    customer_client: HostClient, house: House, booking: Booking
):
    token = issue_manage_link(booking_id=booking.pk, now=house.now)
    customer_client.post(f"/booked/{token}/split/", {"count": "3"})
    paths = [each.path for each in links_of([booking.pk], now=house.now)]

    pay(customer_client, house, paths[0])
    some = words(customer_client, f"/booked/{token}/split/")
    for path in paths[1:]:
        pay(customer_client, house, path)
    whole = words(customer_client, f"/booked/{token}/split/")

    assert paid(booking) == [1667, 1667, 1666]
    assert ("£33.33 is still due" in some, "All of it is paid." in whole) == (True, True)


def test_splitting_anew_takes_back_what_nobody_paid_by(
    customer_client: HostClient, house: House, booking: Booking
):
    first = split_bill(booking_id=booking.pk, count=2, now=house.now)
    pay(customer_client, house, f"/pay/{token_of(first[0].nonce)}/")

    split_bill(booking_id=booking.pk, count=5, now=house.now)

    assert customer_client.post(f"/pay/{token_of(first[1].nonce)}/").status_code == 410
    assert [each.amount.minor for each in links_of([booking.pk], now=house.now)] == [2500, *([500] * 5)]


@pytest.mark.parametrize(("total", "count", "shares"), [(100, 3, [34, 33, 33]), (2, 3, [1, 1, 0])])
def test_shares_sum_to_the_total(total: int, count: int, shares: list[int]):
    assert shares_of(total, count) == shares
