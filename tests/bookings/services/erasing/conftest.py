"""A person with something in every table that holds persons."""

from __future__ import annotations

import pytest

from audit.models import Finding, Inspection, InspectionPart
from bookings.models import Agreement, Booking, Purpose
from bookings.selectors.consents import asked_now
from bookings.services.bans import ban
from bookings.services.consents import record_consent
from bookings.services.customer_links import issue_customer_link
from bookings.services.guests import rate_booking, send_guest_message
from bookings.services.hour_packs import sell_hours
from bookings.services.invitees import invite
from bookings.services.merging import merge_customers
from notifications.models import MailReport, Message, TextReply
from notifications.services.alerts import raise_alert
from notifications.services.texting import suppress
from payments.models import KeptCard
from payments.services.giving_back import refund_booking
from payments.services.taking import take_back_payment
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_customer, make_room
from tests.factories.house_terms import make_terms
from tests.factories.payments import make_dispute, make_payment_link, make_sale, take
from tests.factories.waitlist import make_waiting


@pytest.fixture
def booking() -> Booking:
    """Somebody with something of theirs everywhere there is."""
    anothers = make_booking(room=make_room(), starts_at=at("2026-11-22 20:00"))
    invite(booking_id=anothers.pk, name="Ann Quillfeather", email="quill@feather.example", now=TONIGHT)
    customer = make_customer(
        name="Ann Quillfeather",
        email="quill@feather.example",
        phone="+442079461234",
        notes="wearsfeathers",
        tags=["wearsfeathers"],
        wishes="wearsfeathers",
    )
    other = make_customer(name="A. Quillfeather", email="old.quill@feather.example")
    merge_customers(kept_id=customer.pk, gone_id=other.pk, kept_version=1, gone_version=1)
    booking = make_booking(
        room=make_room(),
        starts_at=at("2026-11-14 20:00"),
        customer=customer,
        guest_name="Ann Quillfeather",
        note="wearsfeathers",
        staff_note="Quillfeather again",
        status="completed",
        total_minor=6000,
        currency="GBP",
    )
    send_guest_message(booking_id=booking.pk, words="wearsfeathers")
    rate_booking(booking_id=booking.pk, stars=5, words="wearsfeathers", now=TONIGHT)
    make_waiting(booking.room.venue, now=TONIGHT, name="Ann Quillfeather", email="quill@feather.example")
    ban(reason="wearsfeathers", email="quill@feather.example")
    message = Message.objects.create(
        kind="booking.confirmed", dedupe_key="1", to_address="quill@feather.example", booking=booking,
        subject="Ann Quillfeather", message_id="1",
    )  # fmt: skip
    MailReport.objects.create(
        key="1",
        service="mailgun",
        kind="bounced",
        message=message,
        body='{"recipient": "quill@feather.example"}',
    )
    TextReply.objects.create(
        provider_id="1", from_number="1", words="wearsfeathers", booking=booking, did="nothing"
    )
    suppress(channel="email", address="quill@feather.example", reason="wearsfeathers")
    raise_alert(fact_id=1, kind="booking.late", venue_id=booking.room.venue_id, booking_id=booking.pk)
    record_consent(
        customer_id=customer.pk, asked=asked_now(Purpose.NEWS), is_given=True, source="phone", now=TONIGHT
    )
    Agreement.objects.create(
        booking=booking,
        version=make_terms(booking.room.venue),
        at=TONIGHT,
        address="203.0.113.5",
        source="online",
    )
    issue_customer_link(customer_id=customer.pk, now=TONIGHT)
    look = Inspection.objects.create(started_at=TONIGHT)
    part = InspectionPart.objects.create(inspection=look, check_name="capacity", problems=1)
    Finding.objects.create(
        part=part,
        key=str(booking.pk),
        words="Ann Quillfeather (ABC-DEF): more people than fit",
        path=f"/dashboard/bookings/{booking.pk}/",
    )
    sell_hours(
        customer_id=customer.pk,
        venue_id=booking.room.venue_id,
        name="Ten hours",
        minutes=600,
        price_minor=25000,
        note="wearsfeathers",
    )
    paid = take(booking, 1000, note="wearsfeathers")
    make_dispute(paid, evidence={"customer_name": "Ann Quillfeather"})
    make_payment_link(booking, name="Quillfeather", email="quill@feather.example", words="wearsfeathers")
    make_sale(
        booking.room.venue,
        buyer_name="Quillfeather",
        buyer_email="quill@feather.example",
        message="wearsfeathers",
    )  # fmt: skip
    KeptCard.objects.create(
        venue=booking.room.venue, booking=booking, external_account="acct_1", brand="Visa", last_four="4242",
        expires="12/34", begun_at=TONIGHT,
    )  # fmt: skip
    back = take(booking, 500)
    take_back_payment(payment_id=back.pk, reason="Quillfeather paid otherwise", now=TONIGHT)
    refund_booking(
        booking_id=booking.pk, amount_minor=300, reason="wearsfeathers", may_exceed=True, now=TONIGHT
    )
    return booking
