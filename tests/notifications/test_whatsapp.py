"""WhatsApp through Twilio: approved templates, to those who said yes; text messages where it fails."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from io import StringIO
from urllib.parse import parse_qs

import pytest
from django.conf import LazySettings
from django.core.management import call_command

from bookings.models import Booking, ConsentSource, Customer, Purpose
from bookings.selectors.consents import asked_now
from bookings.services.consents import record_consent
from boom.core.models import OutboxMessage
from notifications.models import Message
from notifications.providers import sms, templates
from notifications.text_handlers import text_again, text_customer
from notifications.whatsapp import WORDS, body_of
from tenants.models import Business
from tests.answering import answering
from tests.notifications.test_sending import publish
from tests.notifications.test_text_messages import NUMBER, booked

pytestmark = pytest.mark.django_db
SID = "HX" + "a" * 32
BY_WHATSAPP = f"whatsapp:{NUMBER}"


class TwilioLike:
    """Twilio's Messages and Content as far as we use them."""

    def __init__(self) -> None:
        self.sent: list[dict[str, str]] = []
        self.made: dict[str, dict[str, object]] = {}
        self.approval = "approved"
        self.refuses = ""
        self.dies_after_taking = False

    def answer(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        if path.startswith("/v1/Content"):
            return 200, json.dumps(self._content(method, path, body)).encode()
        if method == "GET":
            return 200, json.dumps({"messages": self.sent}).encode()
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        if self.refuses and form["To"].startswith(self.refuses):
            return 400, b'{"code": 63003, "message": "no such"}'
        words = form.get("Body", "")
        if not words:
            words = body_of("booking.confirmed")
            for place, value in json.loads(form["ContentVariables"]).items():
                words = words.replace(f"{{{{{place}}}}}", value)
        made = {"date_created": "Sat, 21 Nov 2099 20:00:00 +0000", "body": words}
        self.sent.append(form | made | {"sid": f"SM{len(self.sent)}"})
        if self.dies_after_taking:
            return 503, b"{}"
        return 201, json.dumps({"sid": self.sent[-1]["sid"]}).encode()

    def _content(self, method: str, path: str, body: bytes) -> dict[str, object]:
        if method == "GET":
            return {"whatsapp": {"type": "whatsapp", "status": self.approval}}
        given = json.loads(body)
        if path == "/v1/Content":
            sid = f"HX{len(self.made):032x}"
            self.made[sid] = given
            return {"sid": sid}
        self.made[path.split("/")[3]] |= given
        return {"status": "received"}


@pytest.fixture
def twilio(settings: LazySettings) -> Iterator[TwilioLike]:
    twilio = TwilioLike()
    templates.forget()
    sms.breaker.succeeded()
    with answering(twilio.answer) as url:
        settings.TWILIO_API_BASE = settings.TWILIO_CONTENT_BASE = url
        settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN = "AC1", "secret"
        settings.TWILIO_FROM, settings.TWILIO_WHATSAPP_FROM = "+15005550006", "+15005550007"
        settings.WHATSAPP_TEMPLATES = {"booking.confirmed": SID}
        settings.SMS_IS_STANDIN, settings.WHATSAPP_IS_ON = False, True
        yield twilio
    templates.forget()
    sms.breaker.succeeded()


def says(customer: Customer | None, now: datetime, *, is_given: bool = True) -> None:
    assert customer is not None
    record_consent(
        customer_id=customer.pk,
        asked=asked_now(Purpose.WHATSAPP),
        is_given=is_given,
        source=ConsentSource.PHONE,
        now=now,
    )


@pytest.fixture
def booking(business: Business, now: datetime) -> Booking:
    booking = booked()
    says(booking.customer, now)
    return booking


def test_whoever_said_yes_hears_by_an_approved_template_once(
    booking: Booking, twilio: TwilioLike, now: datetime
):
    fact = publish(booking)
    twilio.dies_after_taking = True
    with pytest.raises(sms.TextServiceAway):
        text_customer(fact, now)
    text_customer(fact, now)
    text_customer(fact, now)

    (sent,) = twilio.sent
    values = json.loads(sent["ContentVariables"])
    message = Message.objects.get()
    assert (sent["To"], sent["From"], sent["ContentSid"]) == (BY_WHATSAPP, "whatsapp:+15005550007", SID)
    assert (values["3"], "/booked/" in values["4"]) == ("Ruby", True)
    assert (message.state, message.by_whatsapp, message.provider_id) == ("sent", True, "SM0")


@pytest.mark.parametrize("why", ["took it back", "not approved", "no template", "reads German"])
def test_all_others_get_a_text_message(
    booking: Booking, twilio: TwilioLike, settings: LazySettings, why: str, now: datetime
):
    if why == "took it back":
        says(booking.customer, now, is_given=False)
    elif why == "not approved":
        twilio.approval = "pending"
    elif why == "no template":
        settings.WHATSAPP_TEMPLATES = {"booking.moved": SID}
    else:
        Customer.objects.update(locale="de-at")

    text_customer(publish(booking), now)

    (sent,) = twilio.sent
    assert (sent["To"], "Ruby" in sent["Body"]) == (NUMBER, True)
    assert not Message.objects.get().by_whatsapp


def test_what_whatsapp_refuses_goes_by_text_message_at_once(
    booking: Booking, twilio: TwilioLike, now: datetime
):
    twilio.refuses = "whatsapp:"

    text_customer(publish(booking), now)

    assert [sent["To"] for sent in twilio.sent] == [NUMBER]
    assert Message.objects.get().state == "sent"


def test_what_whatsapp_cannot_deliver_goes_by_text_message_once(
    booking: Booking, twilio: TwilioLike, signed, now: datetime
):
    text_customer(publish(booking), now)
    form = {"MessageSid": "SM0", "MessageStatus": "undelivered", "ErrorCode": "63024"}
    for _ in range(2):
        signed("/hooks/twilio/status/", form)

    (asked,) = OutboxMessage.objects.filter(kind="message.resend_asked")
    text_again(asked, now)
    text_again(asked, now)

    assert [sent["To"] for sent in twilio.sent] == [BY_WHATSAPP, NUMBER]
    assert Message.objects.order_by("id")[0].outcome == "bounced"


def test_an_answer_by_whatsapp_counts_as_one_by_text(
    booking: Booking, twilio: TwilioLike, signed, now: datetime
):
    text_customer(publish(booking), now)

    signed("/hooks/twilio/reply/", {"From": BY_WHATSAPP, "Body": "X", "MessageSid": "SM9"})

    booking.refresh_from_db()
    assert booking.status == "cancelled"


def test_templates_are_made_handed_in_and_looked_at(twilio: TwilioLike):
    twilio.approval = "received"
    told = StringIO()

    call_command("whatsapp_templates", "--make", stdout=told)

    named = json.loads(told.getvalue().split("'")[1])
    assert named.keys() == WORDS.keys()
    assert f"booking.confirmed {SID} received" in told.getvalue()
    moved = twilio.made[named["booking.moved"]]
    assert (moved["name"], moved["category"], moved["language"]) == ("boom_booking_moved", "UTILITY", "en")
    assert moved["types"]["twilio/text"]["body"].startswith("Your booking at {{1}} has changed to {{2}}")


@pytest.mark.parametrize("kind", sorted(WORDS))
def test_no_template_begins_or_ends_with_a_place_for_a_value(kind: str):
    assert not WORDS[kind].startswith("{{")
    assert not WORDS[kind].endswith("}}")
