"""Reminders and thanks: once each, at their time, never after a cancellation or a move."""

from __future__ import annotations

import threading
from datetime import datetime, time, timedelta

import pytest
from django.db import connection

from bookings.models import Booking, Consent, Customer, Venue
from bookings.selectors.consents import asked_now
from bookings.services.consents import record_consent
from boom.core.errors import Invalid
from boom.core.models import OutboxMessage
from boom.dispatch import businesses_with
from notifications.handlers import mail_visit
from notifications.models import Message, MessageTimes
from notifications.services.timing import FOLLOW_UP, REMINDER, change_times, plan_due
from notifications.tasks import LOOK_AHEAD, LOOK_BACK, NEAR
from notifications.unsubscribing import unsubscribe_token
from tenants.context import public_scope, tenant_scope
from tenants.models import Business
from tests.conftest import HostClient
from tests.factories import at, make_booking, make_customer, make_room
from tests.notifications.conftest import Postbox

PAGE = "/dashboard/settings/messages/times/"
START = "2026-11-27 21:00"
DUE = at("2026-11-26 21:01")
HOUR = timedelta(hours=1)


def booked(starts: str = START, **given: object) -> Booking:
    """A booking of the venue's, taken long before."""
    booking = make_booking(room=make_room(Venue.objects.get()), starts_at=at(starts), **given)
    Booking.objects.filter(pk=booking.pk).update(created_at=at("2026-11-01 12:00"))
    return booking


def sent(postbox: Postbox) -> list[str]:
    return [each for recipients in postbox.recipients for each in recipients]


def carry_out(now: datetime, kind: str = REMINDER) -> None:
    for fact in OutboxMessage.objects.filter(kind=kind).order_by("id"):
        mail_visit(fact, now)


def choose(**given: object) -> MessageTimes:
    usual = {"reminders": [1440], "follow_up_after": None, "quiet_from": None, "quiet_until": None}
    return change_times(venue_id=Venue.objects.get().pk, **(usual | given))  # type: ignore[arg-type]


def test_a_guest_is_reminded_a_day_before_once_though_the_job_runs_twice(
    business: Business, postbox: Postbox
):
    booked(customer=make_customer(email="ann@example.com"))

    planned = [plan_due(now=DUE - HOUR), plan_due(now=DUE), plan_due(now=DUE), plan_due(now=DUE + HOUR)]
    carry_out(DUE)
    carry_out(DUE + HOUR)

    (mail,) = postbox.mails
    assert planned == [0, 1, 0, 0]
    assert sent(postbox) == ["ann@example.com"]
    assert "See you soon" in mail["Subject"]
    assert "text/calendar" not in [part.get_content_type() for part in mail.walk()]
    assert mail["List-Unsubscribe"] is None


def test_of_jobs_at_once_one_writes_it_down(live_business: Business):
    booking = make_booking(room=make_room(), starts_at=at(START))
    Booking.objects.filter(pk=booking.pk).update(created_at=at("2026-11-01 12:00"))
    together, planned = threading.Barrier(4), []

    def work() -> None:
        with tenant_scope(live_business):
            together.wait()
            try:
                planned.append(plan_due(now=DUE))
            finally:
                connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(planned) == [0, 0, 0, 1]
    assert OutboxMessage.objects.filter(kind=REMINDER).count() == 1
    booking.messages.all().delete()
    OutboxMessage.objects.filter(kind=REMINDER).delete()


@pytest.mark.parametrize("status", ["cancelled", "pending", "no_show", "checked_in", "expired"])
def test_whoever_is_not_expected_is_not_reminded(business: Business, status: str):
    booked(status=status)

    assert plan_due(now=DUE) == 0


@pytest.mark.parametrize(
    ("change", "reason"),
    [({"status": "cancelled"}, "cancelled"), ({"starts_at": at("2026-11-27 21:30")}, "moved")],
)
def test_nothing_goes_out_after_it_was_cancelled_or_moved_meanwhile(
    business: Business, postbox: Postbox, change: dict[str, object], reason: str
):
    booking = booked()
    plan_due(now=DUE)
    Booking.objects.filter(pk=booking.pk).update(**change)

    carry_out(DUE)

    message = Message.objects.get()
    assert (postbox.mails, message.state) == ([], "skipped")
    assert reason in message.last_error


def test_a_moved_booking_is_reminded_of_at_its_new_time(business: Business, postbox: Postbox):
    booking = booked()
    plan_due(now=DUE)
    carry_out(DUE)
    later = {name: getattr(booking, name) + timedelta(days=7) for name in
             ("starts_at", "ends_at", "hold_from", "hold_until")}  # fmt: skip
    Booking.objects.filter(pk=booking.pk).update(**later)

    planned = [plan_due(now=DUE + HOUR), plan_due(now=DUE + timedelta(days=7))]
    carry_out(DUE + timedelta(days=7))

    assert planned == [0, 1]
    assert len(postbox.mails) == 2


def test_whoever_was_just_written_to_is_not_reminded_of_the_same(business: Business):
    told = booked()
    message = Message.objects.create(
        kind="booking.moved",
        dedupe_key="fact.1.customer",
        to_address="a@b.example",
        booking=told,
        message_id="<1>",
    )
    Message.objects.filter(pk=message.pk).update(created_at=DUE - timedelta(minutes=1))
    of_today = booked("2026-11-27 22:30")
    Booking.objects.filter(pk=of_today.pk).update(created_at=at("2026-11-27 10:00"))

    assert plan_due(now=at("2026-11-27 11:00")) == 0


def test_several_reminders_each_come_once(business: Business, postbox: Postbox):
    choose(reminders=[120, 1440])
    booked()

    for minutes in range(0, 1440, 60):
        plan_due(now=DUE + timedelta(minutes=minutes))
        carry_out(DUE + timedelta(minutes=minutes))

    keys = sorted(key.rpartition(".")[2] for key in Message.objects.values_list("dedupe_key", flat=True))
    assert keys == ["120", "1440"]
    assert len(postbox.mails) == 2


def test_rooms_booked_together_are_one_reminder(business: Business):
    first = booked(group_reference="C4DH7X")
    booked(group_reference="C4DH7X", customer=first.customer)

    assert plan_due(now=DUE) == 1


@pytest.mark.parametrize("left", [{"email": "", "phone": "+442079460000"}, {"contact_by": "nobody"}])
def test_whoever_left_no_address_or_wants_no_word_is_left_alone(business: Business, left: dict[str, str]):
    booked(customer=make_customer(**left))

    assert plan_due(now=DUE) == 0


def test_a_venue_without_reminders_sends_none(business: Business):
    choose(reminders=[])
    booked()

    assert plan_due(now=DUE) == 0


def agreed(customer: Customer, *, is_given: bool = True) -> None:
    now = at("2026-11-01 12:00")
    record_consent(
        customer_id=customer.pk, asked=asked_now("news"), is_given=is_given, source="online", now=now
    )


def test_thanks_go_to_those_who_came_and_agreed_with_a_way_to_end_them(business: Business, postbox: Postbox):
    choose(reminders=[], follow_up_after=60)
    ann, bob = make_customer(email="ann@example.com"), make_customer(email="bob@example.com")
    agreed(ann)
    for customer in (ann, bob):
        booked(customer=customer, status="completed")
    booked(customer=ann, status="no_show")
    later = at("2026-11-27 23:30")

    planned = [plan_due(now=later), plan_due(now=later)]
    carry_out(later, FOLLOW_UP)

    (mail,) = postbox.mails
    link = f"<{business.url(f'/unsubscribe/{unsubscribe_token(ann.pk)}/')}>"
    assert (planned, sent(postbox)) == ([1, 0], ["ann@example.com"])
    assert mail["List-Unsubscribe"].replace("\n ", "").replace(" ", "") == link
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link[1:-1] in mail.get_body(("plain",)).get_content().replace("=\n", "")


def test_one_press_of_a_mail_program_ends_them_and_a_look_does_not(
    business: Business, customer_client: HostClient, postbox: Postbox, now: datetime
):
    choose(reminders=[], follow_up_after=60)
    ann = make_customer(email="ann@example.com")
    agreed(ann)
    booked(customer=ann, status="completed")
    plan_due(now=at("2026-11-27 23:30"))
    page = f"/unsubscribe/{unsubscribe_token(ann.pk)}/"

    looked = customer_client.get(page)
    after_a_look = Consent.objects.count()
    pressed = customer_client.post(page, {"List-Unsubscribe": "One-Click"})
    carry_out(at("2026-11-27 23:31"), FOLLOW_UP)

    assert (looked.status_code, pressed.status_code, after_a_look) == (200, 200, 1)
    assert not Consent.objects.latest("id").is_given
    assert (postbox.mails, Message.objects.get().state) == ([], "skipped")


@pytest.mark.parametrize("token", ["", "1-", "1-xxxx", "0-x", "-x", "x", "9" * 40, "１-x"])
def test_a_link_that_is_not_ours_ends_nothing(
    business: Business, customer_client: HostClient, now: datetime, token: str
):
    make_customer()

    assert customer_client.post(f"/unsubscribe/{token or 'x-'}/").status_code == 404
    assert not Consent.objects.exists()


def test_a_link_of_another_business_ends_nothing(
    business: Business, other_business: Business, customer_client: HostClient, now: datetime
):
    ann = make_customer()
    with tenant_scope(other_business):
        token = unsubscribe_token(ann.pk)

    assert customer_client.post(f"/unsubscribe/{token}/").status_code == 404


def test_the_job_finds_the_businesses_with_bookings_near(
    business: Business, other_business: Business, now: datetime
):
    booking = booked()
    Booking.objects.exclude(pk=booking.pk).update(customer=None)
    with tenant_scope(other_business):
        Booking.objects.update(customer=None)

    with public_scope():
        found = [
            businesses_with("bookings_occupancy", NEAR, [each - LOOK_BACK, each + LOOK_AHEAD])
            for each in (booking.starts_at, booking.starts_at - timedelta(days=30))
        ]

    assert found == [[business.pk], []]


def test_times_are_chosen_on_the_page(business: Business, owner_client: HostClient, now: datetime):
    typed = {"reminder_1": "120", "reminder_2": "1440", "reminder_3": "", "follow_up_after": "180",
             "quiet_from": "22:00", "quiet_until": "08:00"}  # fmt: skip

    saved = owner_client.post(PAGE, typed)

    times = MessageTimes.objects.get()
    assert saved.status_code == 302
    assert (times.reminders, times.follow_up_after) == ([1440, 120], 180)
    assert (times.quiet_from, times.quiet_until) == (time(22), time(8))
    assert 'value="22:00"' in owner_client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"quiet_from": "22:00"}, "Enter when quiet hours end"),
        ({"quiet_until": "22:00"}, "Enter when quiet hours begin"),
        ({"quiet_from": "22:00", "quiet_until": "22:00"}, "at another time than they begin"),
        ({"reminder_1": "77"}, "Choose first reminder from the list"),
    ],
)
def test_what_cannot_be_chosen_is_said_beside_it(
    business: Business, owner_client: HostClient, now: datetime, typed: dict[str, str], words: str
):
    answer = owner_client.post(PAGE, typed)

    assert answer.status_code == 422
    assert words in answer.content.decode()


@pytest.mark.parametrize(
    "wrong", [{"reminders": [1, 2, 3, 4]}, {"reminders": [10081]}, {"follow_up_after": -1}]
)
def test_the_service_has_bounds_of_its_own(business: Business, wrong: dict[str, object]):
    with pytest.raises(Invalid):
        choose(**wrong)
