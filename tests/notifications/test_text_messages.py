"""Text messages: once each, through Twilio or into files; what comes back is signed, and does as it says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from django.conf import LazySettings

from bookings.models import Booking, Venue
from boom.core import outbox
from boom.core.models import OutboxMessage
from notifications.handlers import mail_visit
from notifications.letters import fitted
from notifications.models import Message, MessageTimes, Suppression, TextReply
from notifications.providers import sms
from notifications.services.texting import lift_suppression, take_reply
from notifications.services.timing import REMINDER, change_times, plan_due
from notifications.text_handlers import text_customer
from notifications.twilio_signing import signature
from tenants.models import Business
from tests.answering import answering
from tests.factories import at, make_booking, make_customer, make_room
from tests.factories.messages import make_message
from tests.notifications.test_sending import publish

pytestmark = pytest.mark.django_db
NUMBER = "+442079460000"


@pytest.fixture(autouse=True)
def closed_breaker() -> Iterator[None]:
    sms.breaker.succeeded()
    yield
    sms.breaker.succeeded()


@pytest.fixture
def files(settings: LazySettings, tmp_path: Path) -> Path:
    settings.SMS_FILE_PATH = tmp_path / "sms"
    return tmp_path / "sms"


def booked(**given: object) -> Booking:
    change_times(
        venue_id=Venue.objects.get().pk,
        reminders=[],
        follow_up_after=None,
        quiet_from=None,
        quiet_until=None,
        texts=["booking.confirmed"],
    )
    ann = make_customer(name="Ann", email="", phone=NUMBER)
    room = make_room(Venue.objects.get(), name="Ruby")
    return make_booking(room=room, starts_at=at("2026-11-27 21:00"), customer=ann, **given)


def test_a_guest_is_told_by_text_once_where_the_venue_chose_so(
    business: Business, files: Path, now: datetime
):
    fact = publish(booked())

    text_customer(fact, now)
    text_customer(fact, now)

    (file,) = files.iterdir()
    message = Message.objects.get()
    assert file.read_text().startswith(f"To: {NUMBER}\n")
    assert "Ruby" in file.read_text()
    assert "/booked/" in file.read_text()
    assert (message.channel, message.state, message.to_address) == ("sms", "sent", NUMBER)


def test_other_events_are_not_texted(business: Business, files: Path, now: datetime):
    text_customer(publish(booked(), "booking.moved"), now)

    assert not files.exists()
    assert not Message.objects.exists()


def test_who_left_a_number_alone_is_reminded_by_text_once(business: Business, files: Path, now: datetime):
    booking = booked()
    Booking.objects.filter(pk=booking.pk).update(created_at=at("2026-11-01 12:00"))
    MessageTimes.objects.update(reminders=[1440], texts=[REMINDER])
    due = at("2026-11-26 21:05")

    planned = [plan_due(now=due), plan_due(now=due)]
    fact = OutboxMessage.objects.get(kind=REMINDER)
    for _ in range(2):
        mail_visit(fact, due)
        text_customer(fact, due)

    (file,) = files.iterdir()
    assert planned == [1, 0]
    assert "Reply C to confirm" in file.read_text()
    assert Message.objects.get().state == "sent"


class TwilioLike:
    """Twilio's Messages as far as we use them: takes texts, lists them, and fails as told."""

    def __init__(self) -> None:
        self.texts: list[dict[str, str]] = []
        self.status = 201
        self.dies_after_taking = False

    def answer(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        if method == "GET":
            return 200, json.dumps({"messages": self.texts}).encode()
        if self.status >= 400:
            return self.status, json.dumps({"code": 21211, "message": "Invalid 'To'"}).encode()
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        sid = f"SM{len(self.texts)}"
        self.texts.append(
            {"sid": sid, "body": form["Body"], "date_created": "Sat, 21 Nov 2099 20:00:00 +0000"}
        )
        if self.dies_after_taking:
            return 503, b"{}"
        return 201, json.dumps({"sid": sid}).encode()


@pytest.fixture
def twilio(settings: LazySettings) -> Iterator[TwilioLike]:
    twilio = TwilioLike()
    with answering(twilio.answer) as url:
        settings.TWILIO_API_BASE = url
        settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN = "AC1", "secret"
        settings.TWILIO_FROM = "+15005550006"
        settings.SMS_IS_STANDIN = False
        yield twilio


def test_twilio_is_handed_the_text_and_its_key_is_kept(business: Business, twilio: TwilioLike, now: datetime):
    text_customer(publish(booked()), now)

    assert len(twilio.texts) == 1
    assert Message.objects.get().provider_id == "SM0"


def test_what_twilio_took_before_it_broke_off_is_not_sent_twice(
    business: Business, twilio: TwilioLike, now: datetime
):
    fact = publish(booked())
    twilio.dies_after_taking = True
    with pytest.raises(sms.TextServiceAway):
        text_customer(fact, now)

    text_customer(fact, now)

    assert len(twilio.texts) == 1
    assert Message.objects.get().state == "sent"


def test_a_number_twilio_refuses_is_given_up(business: Business, twilio: TwilioLike, now: datetime):
    twilio.status = 400

    with pytest.raises(outbox.GiveUp, match="Twilio refused it: 21211"):
        text_customer(publish(booked()), now)

    assert Message.objects.get().state == "dead"


def test_a_busy_twilio_is_asked_again(business: Business, twilio: TwilioLike, now: datetime):
    twilio.status = 429

    with pytest.raises(sms.TextServiceAway):
        text_customer(publish(booked()), now)

    assert Message.objects.get().state == "failed"


def test_a_text_too_long_is_cut_before_its_link():
    values = {"name": "x" * 400, "link": "https://a.example/1"}

    cut = fitted("Hello {{name}} {{link}}", values, longest=100)

    assert len(cut) == 100
    assert cut.endswith("x… https://a.example/1")
    assert fitted("Hello {{link}}", values, longest=100) == "Hello https://a.example/1"


# ---- what comes back -----------------------------------------------------------------------------------


def reply(signed, words: str, sid: str = "SM9"):
    return signed("/hooks/twilio/reply/", {"From": NUMBER, "Body": words, "MessageSid": sid})


@pytest.fixture
def texted(business: Business, now: datetime) -> Booking:
    booking = booked()
    make_message(booking, now=now, channel="sms", to_address=NUMBER, provider_id="SM1")
    return booking


def test_a_guest_confirms_by_text(texted: Booking, signed, now: datetime):
    answer = reply(signed, " C. ")

    assert (answer.status_code, "see you then" in answer.content.decode()) == (200, True)
    assert TextReply.objects.get().did == "confirmed"


def test_a_guest_cancels_by_text_once(texted: Booking, signed, now: datetime):
    first, again = reply(signed, "X"), reply(signed, "X")

    texted.refresh_from_db()
    assert texted.status == "cancelled"
    assert "Your booking is cancelled." in first.content.decode()
    assert "<Message>" not in again.content.decode()


def test_too_late_is_too_late_by_text_too(texted: Booking, signed, now: datetime):
    Venue.objects.update(cancel_until=60 * 24 * 30, cancellation_tiers=[])

    answer = reply(signed, "cancel")

    texted.refresh_from_db()
    assert (texted.status, TextReply.objects.get().did) == ("confirmed", "too_late")
    assert "too late" in answer.content.decode()


def test_other_words_wait_for_a_person_and_strangers_do_nothing(texted: Booking, signed, now: datetime):
    reply(signed, "Is there parking?")
    signed("/hooks/twilio/reply/", {"From": "+15550000000", "Body": "X", "MessageSid": "SM10"})

    assert [(each.did, each.booking_id) for each in TextReply.objects.order_by("id")] == [
        ("nothing", texted.pk),
        ("nothing", None),
    ]


def test_stop_ends_texts_until_somebody_lifts_it(texted: Booking, signed, files: Path, now: datetime):
    reply(signed, "STOP")

    with pytest.raises(outbox.GiveUp, match="no more texts"):
        text_customer(publish(texted), now)
    lift_suppression(suppression_id=Suppression.objects.get().pk)
    text_customer(publish(texted), now)

    assert len(list(files.iterdir())) == 1


@pytest.mark.parametrize(
    ("status", "outcome"), [("delivered", "delivered"), ("undelivered", "bounced"), ("queued", "")]
)
def test_what_became_of_a_text_is_on_the_booking(
    texted: Booking, signed, status: str, outcome: str, now: datetime
):
    form = {"MessageSid": "SM1", "MessageStatus": status, "ErrorCode": "30003"}

    assert signed("/hooks/twilio/status/", form).status_code == 204
    assert Message.objects.get().outcome == outcome


@pytest.mark.parametrize("path", ["/hooks/twilio/status/", "/hooks/twilio/reply/"])
def test_what_twilio_did_not_sign_is_not_listened_to(
    texted: Booking, signed, settings, path: str, now: datetime
):
    form = {"From": NUMBER, "Body": "X", "MessageSid": "SM1", "MessageStatus": "failed"}

    forged = signed(path, form, secret="other").status_code
    settings.TWILIO_AUTH_TOKEN = ""
    unset = signed(path, form, secret="").status_code

    texted.refresh_from_db()
    assert (forged, unset, texted.status) == (400, 400, "confirmed")


def test_the_signature_is_the_one_twilios_documentation_shows():
    form = {
        "CallSid": "CA1234567890ABCDE",
        "Caller": "+14158675310",
        "Digits": "1234",
        "From": "+14158675310",
        "To": "+18005551212",
    }

    assert (
        signature("https://mycompany.com/myapp.php?foo=1&bar=2", form, secret="12345")
        == "GvWf1cFY/Q7PnoempGyD5oXAezc="
    )


def test_the_same_answer_is_heard_once(texted: Booking, now: datetime):
    for _ in range(2):
        take_reply(provider_id="SM7", from_number=NUMBER, words="c", now=now)

    assert TextReply.objects.count() == 1
