"""The business's own words: kept, checked, tried with a real booking, given up; in the guest's language."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import LazySettings

from bookings.models import Booking
from bookings.pay_links import PayLink
from bookings.services.customer_links import ask_for_link
from boom.core.errors import Invalid, NotFound
from boom.core.models import OutboxMessage
from boom.core.money import Money
from boom.core.outbox import registered_handlers
from notifications.composing import Block, compose
from notifications.customer_letters import text_of_pay_link
from notifications.events import EVENTS, Event, worded
from notifications.handlers import mail_customer, mail_customer_link, mail_trial
from notifications.letters import write_letter, write_text
from notifications.models import Message, MessageText
from notifications.services.texts import check_text, check_words, save_text
from notifications.text_handlers import text_trial
from notifications.words import usual
from tenants.models import Business
from tests.conftest import HostClient
from tests.factories import at, make_booking, make_customer, make_room, make_venue
from tests.notifications.conftest import Postbox
from tests.notifications.test_sending import publish

pytestmark = pytest.mark.django_db
LIST = "/dashboard/settings/messages/"
PAGE = f"{LIST}booking.confirmed/"


def make_told(**given: object) -> Booking:
    room = make_room(make_venue(name="Echo"), name="Ruby")
    return make_booking(room=room, starts_at=at("2026-11-27 21:00"), **given)


def own(body: str, *, language: str = "", subject: str = "At {{businessName}}") -> MessageText:
    return save_text(kind="booking.confirmed", channel="email", language=language, subject=subject, body=body)


@pytest.mark.parametrize("event", list(worded()), ids=lambda event: event.kind)
def test_booms_own_words_can_be_used_and_kept(business: Business, event: Event):
    text = usual(event.kind, "email")

    check_text(kind=event.kind, channel="email", language="", subject=text.subject, body=text.body)


def test_every_fact_somebody_is_written_to_about_is_in_the_register():
    written = {
        each.pattern for each in registered_handlers().values() if each.name.startswith("notifications.mail_")
    }

    facts = {event.fact or event.kind for event in EVENTS.values()}
    to_whoever_asks = {
        "message.trial_asked",
        "message.resend_asked",
        "sender.code_asked",
        "sender.trial_asked",
    }
    assert written - to_whoever_asks == facts


def test_own_words_are_what_the_guest_reads(business: Business, postbox: Postbox, now: datetime):
    own("Dear {{customerName}}, {{roomName}} is yours.\n\n{{details}}")

    mail_customer(publish(make_told(customer=make_customer(name="Ann", email="ann@example.com"))), now)

    (mail,) = postbox.mails
    assert mail["Subject"] == "At Echo"
    assert mail.get_body(("plain",)).get_content().startswith("Dear Ann, Ruby is yours.\r\n\r\nRef")
    assert "<p" in mail.get_body(("html",)).get_content()


@pytest.mark.parametrize(
    ("reads", "said"),
    [("de", "Hallo"), ("de-at", "Hallo"), ("fr", "Hello"), ("", "Hello")],
)
def test_a_guest_reads_their_own_language_where_there_is_a_text_in_it(
    business: Business, now: datetime, reads: str, said: str
):
    own("Hello")
    own("Hallo", language="de")
    booking = make_told(customer=make_customer(locale=reads, email="ann@example.com"))

    assert write_letter("booking.confirmed", booking, business, now=now).text == f"{said}\n"


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"body": "Hello {{nobody}}"}, "body", "there is no placeholder called “nobody”"),
        ({"body": "{{customer.password}}"}, "body", "there is no placeholder called “customer.password”"),
        ({"body": "{{#if fee}}x"}, "body", "never closed"),
        ({"body": "  "}, "body", "Enter a text"),
        ({"subject": "{{details}}"}, "subject", "there is no placeholder called “details”"),
        ({"subject": ""}, "subject", "Enter a subject"),
        ({"language": "xx"}, "language", "Choose a language"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(
    business: Business, given: dict[str, str], field: str, words: str
):
    text = {"language": "", "subject": "Hello", "body": "Hello"} | given

    with pytest.raises(Invalid) as refused:
        save_text(kind="booking.confirmed", channel="email", **text)

    assert words in refused.value.fields[field]
    assert not MessageText.objects.exists()


def test_an_event_without_own_words_has_no_page(business: Business, owner_client: HostClient, now: datetime):
    with pytest.raises(NotFound):
        save_text(kind="dispute.opened", channel="email", language="", subject="x", body="x")

    assert owner_client.get(f"{LIST}dispute.opened/").status_code == 404


def test_values_cannot_pose_as_blocks_and_are_escaped():
    block = Block("TABLE", "<table></table>")  # type: ignore[arg-type]

    made = compose("{{name}}\nsecond\n\n{{details}}", {"name": "<b>\ue000details\ue001"}, {"details": block})

    assert made.text == "<b>details\nsecond\n\nTABLE"
    assert made.html == "<p>&lt;b&gt;details<br>second</p>\n<table></table>"


def test_the_page_has_its_styles_in_the_tags_and_the_venues_colour(business: Business, now: datetime):
    venue = make_venue(brand_colour="#0b6e4f")
    booking = make_booking(room=make_room(venue), starts_at=at("2026-11-27 21:00"))

    html = write_letter("booking.confirmed", booking, business, now=now).html

    # What no tag can say is the one thing that stays in a stylesheet: the colours in the dark.
    (style,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    assert style.strip().startswith("@media (prefers-color-scheme: dark)")
    assert 'content="light dark"' in html
    assert 'class="button"' in html
    assert "border-top: 4px solid #0b6e4f" in html
    assert html.count("background: #0b6e4f") == 1


def test_the_list_names_every_event(business: Business, owner_client: HostClient, now: datetime):
    own("Hello")

    page = owner_client.get(LIST).content.decode()

    assert all(str(event.title).replace("’", "’") in page for event in EVENTS.values())
    assert page.count("Your own") == 1


def test_words_are_written_looked_at_and_given_up(
    business: Business, owner_client: HostClient, now: datetime
):
    make_told(guest_name="Priya")
    typed = {"subject": "For {{customerName}}", "body": "In {{roomName}}"}

    live = owner_client.htmx("post", PAGE, typed).content.decode()
    kept_by_looking = MessageText.objects.exists()
    saved = owner_client.post(PAGE, typed)

    assert ("For Priya" in live, "In Ruby" in live, kept_by_looking) == (True, True, False)
    assert (saved.status_code, MessageText.objects.get().body) == (302, "In {{roomName}}")
    owner_client.post(PAGE, {"do": "reset"})
    assert not MessageText.objects.exists()


def test_a_mistake_is_named_and_what_was_typed_stays(
    business: Business, owner_client: HostClient, now: datetime
):
    answer = owner_client.post(PAGE, {"subject": "Hello", "body": "Hello {{nobody}}"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "there is no placeholder called “nobody”" in page
    assert "Hello {{nobody}}" in page


def test_the_mails_page_may_have_its_styles_and_nothing_else(
    business: Business, owner_client: HostClient, now: datetime
):
    make_told(guest_name="<script>")

    answer = owner_client.post(f"{PAGE}look/", {"subject": "Hello", "body": "{{customerName}}{{greeting}}"})

    assert "style-src 'self' 'unsafe-inline'" in answer["Content-Security-Policy"]
    assert "script-src 'self';" in answer["Content-Security-Policy"] + ";"
    assert "<script>" not in answer.content.decode()


def test_a_trial_goes_to_whoever_writes_and_opens_nobodys_booking(
    business: Business, owner_client: HostClient, postbox: Postbox, now: datetime
):
    make_told(guest_name="Priya")

    owner_client.post(PAGE, {"subject": "Trial", "body": "{{bookingLink}}", "do": "try"})
    fact = OutboxMessage.objects.get(kind="message.trial_asked")
    mail_trial(fact, now)
    mail_trial(fact, now)

    (mail,) = postbox.mails
    assert postbox.recipients == [[fact.payload["to"]]]
    assert mail["Subject"] == "Trial"
    assert "/booked/" not in mail.get_body(("plain",)).get_content()
    assert Message.objects.get().booking is None
    assert not MessageText.objects.exists()


@pytest.mark.parametrize("language", ["", "de"])
def test_every_message_is_shown_and_tried_about_a_real_booking(
    business: Business, owner_client: HostClient, postbox: Postbox, now: datetime, language: str
):
    make_told(guest_name="Priya", total_minor=12000, currency="GBP")
    greeting = "Hallo Priya," if language else "Hello Priya,"

    for event in worded():
        said = usual(event.kind, "email", language)
        page = owner_client.get(f"{LIST}{event.kind}/?language={language}").content.decode()
        owner_client.post(
            f"{LIST}{event.kind}/?language={language}",
            {"subject": said.subject, "body": said.body, "do": "try"},
        )
        mail_trial(OutboxMessage.objects.filter(kind="message.trial_asked").latest("id"), now)
        body = postbox.mails[-1].get_body(("plain",)).get_content()
        assert greeting in page, event.kind
        assert body.startswith(greeting), event.kind
        assert not [each for each in ("/booked/", "/my/", "/invited/", "{{") if each in body], event.kind

    assert len(postbox.mails) == len(list(worded()))


def test_own_words_for_other_mails_are_what_is_sent(business: Business, postbox: Postbox, now: datetime):
    ann = make_customer(name="Ann", email="ann@example.com", locale="de")
    save_text(
        kind="customers.link_asked",
        channel="email",
        language="de",
        subject="Für {{customerName}}",
        body="Bitte:\n\n{{button}}",
    )
    ask_for_link(email=ann.email)

    mail_customer_link(OutboxMessage.objects.get(kind="customers.link_asked"), now)

    (mail,) = postbox.mails
    assert mail["Subject"] == "Für Ann"
    body = mail.get_body(("plain",)).get_content()
    assert body.startswith("Bitte:\r\n\r\nIhre Buchungen ansehen:")
    assert "/my/" in body


def test_what_one_message_knows_another_does_not():
    with pytest.raises(Invalid) as refused:
        check_words(kind="waitlist.joined", channel="email", subject="Hello", body="{{code}}")

    assert "there is no placeholder called “code”" in refused.value.fields["body"]
    check_words(kind="voucher.sold", channel="email", subject="Hello", body="{{code}}")


def test_a_text_message_is_worded_shown_tried_and_given_up(
    business: Business, owner_client: HostClient, settings: LazySettings, tmp_path: Path, now: datetime
):
    settings.SMS_FILE_PATH = tmp_path
    make_told(guest_name="Priya")
    page, typed = f"{PAGE}?channel=sms", {"body": "Yours: {{roomName}},\r\nsee {{link}}"}

    live = owner_client.htmx("post", page, typed).content.decode()
    untold = owner_client.post(page, typed | {"do": "try"})
    owner_client.post(page, typed | {"do": "try", "to": "+44 20 7946 0000"})
    fact = OutboxMessage.objects.get(kind="message.trial_asked")
    for _ in range(2):
        text_trial(fact, now)
    owner_client.post(page, typed)

    assert "Yours: Ruby, see " in live
    assert (untold.status_code, "Enter the number" in untold.content.decode()) == (422, True)
    (file,) = tmp_path.iterdir()
    assert file.read_text().startswith("To: +442079460000\n\nYours: Ruby, see http")
    assert "/booked/" not in file.read_text()
    kept = MessageText.objects.get()
    assert (kept.channel, kept.body) == ("sms", "Yours: {{roomName}}, see {{link}}")
    assert "Yours" in write_text("booking.confirmed", Booking.objects.latest("id"), business, now=now)
    owner_client.post(page, {"do": "reset"})
    assert not MessageText.objects.exists()


def test_own_words_ask_for_money_by_text(business: Business, now: datetime):
    booking = make_told(total_minor=12000, currency="GBP")
    body = "Pay {{amount}}: {{link}}"
    save_text(kind="payment.link_asked", channel="sms", language="", subject="", body=body)
    asked = PayLink(booking, "", "+442079460000", "Ann", "", Money(3000, "GBP"), "/pay/x/", now)

    assert text_of_pay_link(asked, business) == f"Pay £30.00: {business.url('/pay/x/')}"


def test_without_a_booking_there_is_nothing_to_try_it_with(
    business: Business, owner_client: HostClient, now: datetime
):
    Booking.objects.update(customer=None)

    answer = owner_client.post(PAGE, {"subject": "Trial", "body": "Hello", "do": "try"})

    assert answer.status_code == 422
    assert "There is no booking yet to try it with." in answer.content.decode()
