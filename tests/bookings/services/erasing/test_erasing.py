"""Erasing a person: nowhere in any table is left who they were, the books hold, and so does the chain."""

from __future__ import annotations

import json

import pytest
from django.db import DatabaseError, connection, transaction

from audit.acts import act_of
from audit.errors import CannotTakeBack
from audit.inspection import check_record
from audit.models import AuditEvent, Redaction
from audit.services.redacting import redact
from audit.services.sealing import seal_record
from audit.services.undo import take_back
from bookings.errors import CustomerChangedMeanwhile, CustomerErased, CustomerStillExpected
from bookings.models import Ban, Booking, Consent, Customer, HourPack, PackUse, Purpose, WaitlistEntry
from bookings.personal import parts
from bookings.selectors.consents import asked_now
from bookings.selectors.past_of_persons import OF_BOOKINGS, OF_CUSTOMERS, OF_ENTRIES
from bookings.selectors.personal import data_of, person_of
from bookings.services.bookings import edit_booking
from bookings.services.consents import record_consent
from bookings.services.customer_links import issue_customer_link
from bookings.services.customer_records import change_customer
from bookings.services.customers import Contact
from bookings.services.erasing import erase_customer
from bookings.services.links import issue_manage_link
from boom.core.actor import Actor, acting
from tests.bookings.services.erasing.person import CANARIES, erase, tables_that_say, whole
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_customer, make_room

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("business", "now")]


def test_control_the_person_is_in_every_table_that_holds_persons(booking):
    said = tables_that_say(*CANARIES)

    assert {"audit_event", "bookings_customer", "bookings_occupancy", "bookings_guestmessage"} <= said
    assert {
        "bookings_invitee",
        "bookings_rating",
        "bookings_waitlistentry",
        "bookings_ban",
        "notifications_message",
    } <= said


def test_nothing_of_them_is_left_in_any_table(booking):
    change_customer(
        customer_id=booking.customer_id, version=whole(booking).version, notes="Quillfeather was here"
    )

    erased = erase(whole(booking))

    assert tables_that_say(*CANARIES) == set()
    assert (erased.name, erased.erased_at) == (f"Erased guest {erased.pk}", TONIGHT)


def test_the_books_keep_what_they_need(booking):
    before = Booking.objects.get(pk=booking.pk)
    columns = ("reference", "room_id", "customer_id", "starts_at", "ends_at", "status", "party_size")

    erase(whole(booking))

    after = Booking.objects.get(pk=booking.pk)
    assert [getattr(after, name) for name in columns] == [getattr(before, name) for name in columns]
    assert (after.total_minor, after.currency, after.quote) == (6000, "GBP", before.quote)
    assert Consent.objects.filter(customer_id=booking.customer_id).count() == 1
    assert not Ban.objects.exists()
    assert WaitlistEntry.objects.get().state == "removed"


@pytest.mark.parametrize("is_sealed", [True, False])
def test_the_chain_holds_and_says_that_something_was_erased(booking, is_sealed):
    if is_sealed:
        seal_record()

    erase(whole(booking))
    seal_record()

    assert check_record().broken == ""
    redaction = Redaction.objects.get()
    noted = AuditEvent.objects.get(table="audit_redaction")
    assert noted.new["events"] == redaction.events
    assert len(redaction.events) >= 8


def test_what_can_be_blanked_on_the_record_is_what_the_apps_say_is_personal():
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.boom_redactable()")
        listed = json.loads(cursor.fetchone()[0])

    said = {part.table: set(part.columns) for part in parts()}
    said["bookings_customer"] |= {"search_words"}
    said |= {table: set() for table in (*OF_CUSTOMERS, *OF_BOOKINGS, *OF_ENTRIES)}
    assert {table: set(columns) for table, columns in listed.items()} == said


def test_in_no_business_nothing_can_be_blanked(public):
    with pytest.raises(DatabaseError, match="no business has the schema"), transaction.atomic():
        redact(about="somebody", keys={"bookings_customer": [1]})


def test_from_where_and_with_what_they_used_their_links_is_forgotten(booking):
    guest = Actor(kind="customer", id="", label="", request_id="r", address="203.0.113.77", agent="Quill/1")
    staff = Actor(kind="person", id="1", label="Owner", request_id="s", address="203.0.113.9", agent="Desk/1")
    with acting(guest):
        issue_customer_link(customer_id=booking.customer_id, now=TONIGHT)
        issue_manage_link(booking_id=booking.pk, now=TONIGHT)
        record_consent(
            customer_id=booking.customer_id, asked=asked_now(Purpose.NEWS), is_given=True, source="own_page",
            now=TONIGHT,
        )  # fmt: skip
    with acting(staff):
        change_customer(customer_id=booking.customer_id, version=whole(booking).version, notes="Quillfeather")
    seal_record()

    erase(whole(booking))

    assert not AuditEvent.objects.filter(address="203.0.113.77").exists()
    assert not AuditEvent.objects.filter(agent="Quill/1").exists()
    assert AuditEvent.objects.filter(address="203.0.113.9").exists()
    assert check_record().broken == ""


def test_what_a_booking_said_while_it_was_theirs_goes_and_whose_it_is_by_now_stays():
    ann = make_customer(name="Ann Quillfeather", email="quill@feather.example")
    booking = make_booking(
        room=make_room(), starts_at=at("2026-11-14 20:00"), customer=ann, guest_name="Ann Quillfeather",
        status="completed", party_size=2,
    )  # fmt: skip
    edit_booking(
        booking_id=booking.pk, version=booking.version, contact=Contact("Bo", "bo@example.com"), party_size=2,
        note="Bo's own", staff_note="", now=TONIGHT,
    )  # fmt: skip
    Booking.objects.filter(pk=booking.pk).update(note="Bo's other")
    ann.refresh_from_db()

    erase(ann)

    assert tables_that_say(*CANARIES) == set()
    assert Booking.objects.get(pk=booking.pk).guest_name == "Bo"
    assert AuditEvent.objects.filter(table="bookings_occupancy", new__note="Bo's other").exists()


def test_who_was_removed_under_their_address_goes_with_them():
    gone = make_customer(name="Ann Quillfeather", email="quill@feather.example")
    Customer.objects.filter(pk=gone.pk).delete()
    ann = make_customer(name="Ann Quillfeather", email="quill@feather.example")

    erase(ann)

    assert tables_that_say(*CANARIES) == set()


def test_who_did_it_and_what_stays_readable(booking):
    erase(whole(booking))

    events = AuditEvent.objects.filter(table="bookings_customer", entity_id=str(booking.customer_id))
    assert {event.new.get("name") for event in events if "name" in (event.new or {})} <= {"***", ""}
    assert all(event.new for event in events if event.action == "update")


def test_it_is_not_taken_back(booking):
    erase(whole(booking))
    event = AuditEvent.objects.get(table="audit_redaction")

    with pytest.raises(CannotTakeBack):
        take_back(event_id=act_of(event.pk).id, now=TONIGHT)

    assert tables_that_say(*CANARIES) == set()


def test_whoever_is_expected_is_not_erased_yet(booking):
    make_booking(room=booking.room, starts_at=at("2026-11-28 20:00"), customer=whole(booking))

    with pytest.raises(CustomerStillExpected):
        erase(whole(booking))

    assert whole(booking).erased_at is None


def test_an_old_page_and_a_change_of_whoever_is_erased_are_refused(booking):
    customer = whole(booking)
    with pytest.raises(CustomerChangedMeanwhile):
        erase_customer(customer_id=customer.pk, version=customer.version + 1, now=TONIGHT)
    erase(customer)

    with pytest.raises(CustomerErased):
        change_customer(customer_id=customer.pk, version=whole(booking).version, name="Ann")


def test_whoever_was_erased_is_nobody_s_match_and_on_no_list(booking):
    erased = erase(whole(booking))

    assert erased not in Customer.objects.living()
    assert not Customer.objects.filter(email__iexact="quill@feather.example").exists()


def test_paid_hours_and_what_is_left_of_them_stay_in_the_books(booking):
    pack = HourPack.objects.get()
    terms = {"pack": pack.pk, "pack_minutes": 120}
    Booking.objects.filter(pk=booking.pk).update(price_terms=terms)

    erase(whole(booking))

    after = HourPack.objects.get()
    assert (after.minutes_bought, after.minutes_left, after.price_minor) == (600, 480, 25000)
    assert (after.customer_id, after.note) == (booking.customer_id, "")
    assert list(PackUse.objects.values_list("booking_id", "minutes")) == [(booking.pk, 120)]
    assert Booking.objects.get(pk=booking.pk).price_terms == terms


def test_others_are_not_touched(booking):
    other = make_customer(name="Bo Olsen", email="bo@example.com", notes="Tips")
    seal_record()
    before = Customer.objects.values().get(pk=other.pk)
    said = list(AuditEvent.objects.filter(entity_id=str(other.pk), table="bookings_customer").values())

    erase(whole(booking))

    assert Customer.objects.values().get(pk=other.pk) == before
    assert (
        list(AuditEvent.objects.filter(entity_id=str(other.pk), table="bookings_customer").values()) == said
    )


def test_their_own_copy_has_something_of_every_part(booking):
    given = data_of(person_of(booking.customer_id))

    text = json.dumps(given, default=str)
    assert all(canary in text for canary in CANARIES)
    assert {label for label, rows in given.items() if not rows} <= {
        "Bookings that repeat",
        "Lines of imported lists",
        "What other programs were told",
        "Answers to programs, kept for a day",
    }
    assert len(given) == len(parts())


def test_what_staff_and_guest_wrote_about_a_booking_s_life_and_price_goes_and_its_amounts_stay(booking):
    terms = {
        "agreed": [5000, "Quillfeather's friend"],
        "discount": ["percent", 10, "wearsfeathers"],
        "class": 3,
    }
    quote = [
        {"code": "agreed", "rule": "Quillfeather's friend", "amount_minor": 5000},
        {"code": "room", "rule": "Night"},
    ]
    Booking.objects.filter(pk=booking.pk).update(
        late_note="wearsfeathers", override_reason="wearsfeathers", legacy_id="wearsfeathers",
        came_from={"utm_term": "wearsfeathers"}, price_terms=terms, quote=quote,
    )  # fmt: skip
    HourPack.objects.update(name="Quillfeather's hours")

    erase(whole(booking))

    assert tables_that_say(*CANARIES) == set()
    after = Booking.objects.get(pk=booking.pk)
    assert after.price_terms == {"agreed": [5000, ""], "discount": ["percent", 10, ""], "class": 3}
    assert after.quote == [{"code": "agreed", "amount_minor": 5000}, {"code": "room", "rule": "Night"}]
