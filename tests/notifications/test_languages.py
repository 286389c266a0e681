"""Guests are written to in their language: words, table, days and sums; the team's pages stay as they are."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.utils.translation import gettext

from bookings.models import Booking, Customer, Venue
from bookings.services.customers import Contact, match_customer
from boom.core import text
from boom.core.money import Money
from notifications.events import worded
from notifications.languages import SPOKEN, speaking, spoken
from notifications.letters import write_letter, write_text
from notifications.services.texting import take_reply
from notifications.services.texts import check_text, save_text
from notifications.words import usual
from tenants.models import Business
from tests.conftest import HostClient
from tests.factories import at, make_booking, make_customer, make_room
from tests.factories.messages import make_message

pytestmark = pytest.mark.django_db
NUMBER = "+442079460000"


def booked(locale: str, **given: object) -> Booking:
    ann = make_customer(name="Ann", email="ann@example.com", phone=NUMBER, locale=locale)
    room = make_room(Venue.objects.get(), name="Ruby")
    return make_booking(
        room=room, starts_at=at("2026-11-27 21:00"), customer=ann, total_minor=123450, currency="GBP", **given
    )


def test_a_german_guest_reads_german_throughout(business: Business, now: datetime):
    letter = write_letter("booking.confirmed", booked("de-at"), business, now=now)

    assert letter.subject.startswith("Ihre Buchung bei ")
    assert letter.subject.endswith(": Freitag, 27. November 2026, 21:00 bis 22:00")
    assert letter.text.startswith("Hallo Ann,\n\nIhre Buchung bei ")
    assert "Preis: 1.234,50\u00a0£" in letter.text
    assert '<html lang="de">' in letter.html
    assert not {"Reference", "When:", "Price", "See your booking", "Questions"} & set(letter.text.split())
    assert gettext("Hello,") == "Hello,"


@pytest.mark.parametrize(
    ("locale", "when"),
    [
        ("fr", "vendredi 27 novembre 2026, de 21:00 à 22:00"),
        ("es", "viernes 27 de noviembre de 2026, de 21:00 a 22:00"),
        ("nl", "Friday 27 November 2026, 21:00 to 22:00"),
        ("", "Friday 27 November 2026, 21:00 to 22:00"),
    ],
)
def test_days_and_times_are_written_as_the_guest_does(
    business: Business, now: datetime, locale: str, when: str
):
    booking = booked(locale)

    assert write_letter("booking.moved", booking, business, now=now).subject.endswith(f": {when}")
    assert when in write_text("booking.confirmed", booking, business, now=now)


def test_own_words_from_right_to_left_stand_so(business: Business, now: datetime):
    save_text(kind="booking.confirmed", channel="email", language="ar", subject="مرحبا", body="مرحبا")

    html = write_letter("booking.confirmed", booked("ar"), business, now=now).html

    assert '<html lang="ar" dir="rtl">' in html


def test_an_answer_by_text_comes_in_the_guests_language(business: Business, now: datetime):
    booking = booked("fr", status="confirmed")
    make_message(booking=booking, channel="sms", to_address=NUMBER, state="sent", now=now)

    answer = take_reply(provider_id="SM1", from_number=NUMBER, words="C", now=now)

    assert answer.words == "Merci, à bientôt."


@pytest.mark.parametrize("language", [each for each in SPOKEN if each != "en"])
def test_every_translated_text_can_be_used_as_own_words(business: Business, language: str):
    for event in worded():
        said = usual(event.kind, "email", language)
        check_text(kind=event.kind, channel="email", language=language, subject=said.subject, body=said.body)
        assert said != usual(event.kind, "email")


@pytest.mark.parametrize(
    ("amount", "language", "shown"),
    [
        (Money(123450, "EUR"), "de", "1.234,50\u00a0€"),
        (Money(-123450, "EUR"), "fr", "−1\u202f234,50\u00a0€"),
        (Money(120000, "JPY"), "es", "120.000\u00a0¥"),
        (Money(1200, "CHF"), "de", "12,00\u00a0CHF"),
        (Money(123450, "GBP"), "en", "£1,234.50"),
    ],
)
def test_sums_are_written_as_the_language_has_them(amount: Money, language: str, shown: str):
    with speaking(language):
        assert text.money(amount) == shown


@pytest.mark.parametrize(
    ("minor", "language", "shown"),
    [(7200, "en", "£72"), (7250, "en", "£72.50"), (7200, "de", "72\u00a0£"), (700000, "de", "7.000\u00a0£")],
)
def test_a_short_price_leaves_noughts_out(minor: int, language: str, shown: str):
    with speaking(language):
        assert text.price(Money(minor, "GBP")) == shown


def test_a_language_that_boom_does_not_speak_is_answered_in_english():
    assert [spoken(each) for each in ("de_AT", "pt-br", "", "zh")] == ["de", "en", "en", "en"]


def test_what_a_guests_browser_asks_for_is_kept_once(business: Business):
    known = make_customer(email="max@example.com", locale="es")

    found = [
        match_customer(Contact("Max", "max@example.com", locale="fr")),
        match_customer(Contact("Eva", "eva@example.com", locale="fr")),
        match_customer(Contact("Eva", "eva@example.com")),
    ]

    assert [each.locale for each in found if each] == ["es", "fr", "fr"]
    assert Customer.objects.get(pk=known.pk).locale == "es"


def test_a_text_is_looked_at_in_the_language_it_is_for(
    business: Business, owner_client: HostClient, now: datetime
):
    booked("")

    page = owner_client.get("/dashboard/settings/messages/booking.confirmed/?language=de").content.decode()

    assert "Hallo Ann," in page
    assert "Freitag, 27. November 2026" in page
