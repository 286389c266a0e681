"""Erasing a person: nowhere in any table is left who they were, the books hold, and so does the chain."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import CharField, JSONField, TextField

from audit.acts import act_of
from audit.errors import CannotTakeBack
from audit.inspection import check_record
from audit.models import AuditEvent, Finding, Inspection, InspectionPart, Redaction
from audit.services.redacting import redact
from audit.services.sealing import seal_record
from audit.services.undo import take_back
from bookings.errors import (
    ChangedMeanwhile,
    CustomerChangedMeanwhile,
    CustomerErased,
    CustomerStillExpected,
    NothingToUndo,
)
from bookings.models import (
    Ban,
    Booking,
    Consent,
    Customer,
    CustomerImport,
    HourPack,
    ImportFile,
    ImportLine,
    Occupancy,
    PackUse,
    Purpose,
    Series,
    WaitlistEntry,
)
from bookings.personal import parts
from bookings.selectors.consents import asked_now
from bookings.selectors.past_of_persons import OF_BOOKINGS, OF_CUSTOMERS, OF_ENTRIES
from bookings.selectors.personal import data_of, person_of
from bookings.services.bans import ban
from bookings.services.bookings import edit_booking
from bookings.services.consents import record_consent
from bookings.services.customer_links import issue_customer_link
from bookings.services.customer_records import change_customer
from bookings.services.customers import Contact
from bookings.services.erasing import erase_customer
from bookings.services.guests import rate_booking, send_guest_message
from bookings.services.hour_packs import sell_hours
from bookings.services.imports import (
    _work_slice,
    map_import,
    start_import,
    table_of_import,
    undo_import,
    upload_customers,
    work_on_import,
)
from bookings.services.links import issue_manage_link
from bookings.services.merging import merge_customers
from bookings.services.undo import undo_change
from boom.core.actor import Actor, acting
from notifications.models import Message
from payments.models import KeptCard
from payments.services.giving_back import refund_booking
from payments.services.taking import take_back_payment
from tenants.models import Erasure
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_customer, make_room
from tests.factories.payments import make_dispute, make_payment_link, make_sale, take
from tests.factories.waitlist import make_waiting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("business", "now")]

# Of everything that could say who they were, something that stands nowhere else.
CANARIES = ("Quillfeather", "quill@feather.example", "2079461234", "wearsfeathers")


@pytest.fixture
def booking() -> Booking:
    """Somebody with something of theirs everywhere there is."""
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
    Message.objects.create(
        kind="booking.confirmed", dedupe_key="1", to_address="quill@feather.example", booking=booking,
        subject="Ann Quillfeather", message_id="1",
    )  # fmt: skip
    record_consent(
        customer_id=customer.pk, asked=asked_now(Purpose.NEWS), is_given=True, source="phone", now=TONIGHT
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


def whole(booking: Booking) -> Customer:
    return Customer.objects.get(pk=booking.customer_id)


def erase(customer: Customer) -> Customer:
    return erase_customer(customer_id=customer.pk, version=customer.version, now=TONIGHT)


def tables_that_say(*words: str) -> set[str]:
    """Tables of this business with any of these words in any column of any row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        tables = [name for (name,) in cursor.fetchall()]
        found = set()
        for table in tables:
            pattern = "|".join(word.replace(".", r"\.") for word in words)
            cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}" t WHERE t::text ~* %s)', [pattern])
            if cursor.fetchone() == (True,):
                found.add(table)
    return found


def test_control_the_person_is_in_every_table_that_holds_persons(booking):
    said = tables_that_say(*CANARIES)

    assert {"audit_event", "bookings_customer", "bookings_occupancy", "bookings_guestmessage"} <= said
    assert {"bookings_rating", "bookings_waitlistentry", "bookings_ban", "notifications_message"} <= said


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


def test_whoever_came_by_an_import_that_is_taken_back_is_forgotten_on_the_record():
    found = uploaded()
    work(found)
    start_import(import_id=found.pk)
    work(found)
    undo_import(import_id=found.pk)

    work(found)

    assert not Customer.objects.filter(email="bo@example.com").exists()
    assert tables_that_say(*CANARIES, "bo@example.com") == set()
    assert check_record().broken == ""


def test_who_did_it_and_what_stays_readable(booking):
    erase(whole(booking))

    events = AuditEvent.objects.filter(table="bookings_customer", entity_id=str(booking.customer_id))
    assert {event.new.get("name") for event in events if "name" in (event.new or {})} <= {
        "***",
        "",
    }
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
    }
    assert len(given) == len(parts())


# ---- lists on their way in ------------------------------------------------------------------------------

LIST = """name,email,phone,notes
Ann Quillfeather,QUILL@feather.example,,"one
two"
Bo Olsen,bo@example.com,020 7946 0999,
A. Q.,,020 7946 1234,wearsfeathers

Ann Quillfeather,ann@another.example,,namesake
Ann Quillfeather,,020 7946 0555,
"""
COLUMNS = {"name": 0, "email": 1, "phone": 2, "notes": 3}


def uploaded(*, encoding: str = "utf-8") -> CustomerImport:
    found = upload_customers(content=LIST.encode(encoding), file_name="list.csv", country="GB")
    map_import(import_id=found.pk, mapping=COLUMNS, when_known="fill", encoding="", delimiter="")
    return found


def work(found: CustomerImport) -> None:
    while not work_on_import(import_id=found.pk, now=TONIGHT, has_time=lambda: True):
        pass


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_they_go_from_a_file_that_is_not_brought_in_yet_and_others_stay_on_their_lines(booking, encoding):
    found = uploaded(encoding=encoding)
    before = table_of_import(found)

    erase(whole(booking))

    left = table_of_import(CustomerImport.objects.get(pk=found.pk))
    assert [row[0] for row in left.rows] == ["***", "Bo Olsen", "***", "Ann Quillfeather", "Ann Quillfeather"]
    assert left.numbers == before.numbers
    assert "quill@" not in str(left.rows).lower()


def test_such_a_file_makes_nobody_of_them_again(booking):
    found = uploaded()
    work(found)

    erase(whole(booking))
    start_import(import_id=found.pk)
    work(found)

    made = Customer.objects.filter(pk__gt=booking.customer_id, erased_at=None)
    assert sorted(made.values_list("email", flat=True)) == ["", "ann@another.example", "bo@example.com"]


def test_a_worker_that_has_read_the_file_before_reads_it_anew(booking):
    found = uploaded()
    work(found)
    start_import(import_id=found.pk)
    table = table_of_import(found)

    erase(whole(booking))

    assert _work_slice(import_id=found.pk, table=table, mark="as it was", now=TONIGHT) is None
    assert not Customer.objects.filter(email="bo@example.com").exists()


def test_a_file_read_in_another_encoding_than_it_has_keeps_everybody_else(booking):
    found = uploaded(encoding="cp1252")
    CustomerImport.objects.filter(pk=found.pk).update(encoding="utf-16", delimiter="|")

    erase(whole(booking))

    left = bytes(ImportFile.objects.get(customer_import=found).content).decode("cp1252")
    assert "Bo Olsen,bo@example.com,020 7946 0999" in left
    assert "quill@" not in left.lower()


def test_a_file_that_is_no_table_is_not_kept_and_is_asked_for_again(booking, owner_client):
    found = uploaded()
    ImportFile.objects.update(content=b"name,email\nQuillfeather," + b"x" * 200_000)

    erase(whole(booking))

    assert not ImportFile.objects.filter(customer_import=found).exists()
    page = owner_client.get(f"/dashboard/customers/import/{found.pk}/")
    assert "Upload this file again" in page.content.decode()


# ---- people who are like them ---------------------------------------------------------------------------


def imported(name: str, **of: Any) -> ImportLine:
    """A line of a list that was brought in."""
    found = CustomerImport.objects.create(file_name="x.csv", encoding="utf-8", delimiter=",", state="done")
    return ImportLine.objects.create(customer_import=found, number=2, name=name, outcome="added", **of)


def test_a_namesake_s_imported_line_is_neither_shown_nor_touched():
    ann, namesake = (make_customer(name="Anna Lee", email=f"{name}@example.com") for name in ("ann", "other"))
    line = imported("Anna Lee", customer=namesake, after={"name": "Anna Lee", "email": "other@example.com"})
    gone = imported("Anna Lee", after={"name": "Anna Lee", "email": "third@example.com"})
    before = list(ImportLine.objects.order_by("pk").values())

    given = json.dumps(data_of(person_of(ann.pk)), default=str)
    erase(ann)

    assert "other@example.com" not in given
    assert "third@example.com" not in given
    assert {line.pk, gone.pk} == {row["id"] for row in before}
    assert list(ImportLine.objects.order_by("pk").values()) == before


def test_a_line_with_nothing_but_their_name_goes_and_is_shown_to_nobody():
    ann = make_customer(name="Anna Lee", email="ann@example.com")
    line = imported("Anna Lee", after={"name": "Anna Lee", "notes": "Likes the booth"})

    given = json.dumps(data_of(person_of(ann.pk)), default=str)
    erase(ann)

    assert "booth" not in given
    line.refresh_from_db()
    assert (line.name, line.after) == ("", None)


def test_who_waits_with_a_shared_number_and_an_address_of_their_own_stays_in_line():
    ann = make_customer(name="Ann", email="ann@example.com", phone="+442079461234")
    make_waiting(make_room().venue, now=TONIGHT, name="Bo", email="bo@example.com")
    WaitlistEntry.objects.update(phone="+442079461234")

    erase(ann)

    assert WaitlistEntry.objects.get().name == "Bo"


def test_what_they_left_under_a_former_address_goes_with_them():
    ann = make_customer(name="Ann", email="quill@feather.example")
    make_waiting(make_room().venue, now=TONIGHT, name="A. Q.", email="quill@feather.example")
    ban(reason="wearsfeathers", email="quill@feather.example")
    ann = change_customer(customer_id=ann.pk, version=ann.version, email="new@example.com")

    erase(ann)

    assert tables_that_say(*CANARIES) == set()


def test_an_address_that_was_theirs_by_mistake_is_left_to_whose_it_is():
    ann = make_customer(name="Ann", email="bo@example.com")
    ann = change_customer(customer_id=ann.pk, version=ann.version, email="ann@example.com")
    make_customer(name="Bo", email="bo@example.com")
    make_waiting(make_room().venue, now=TONIGHT, name="Bo", email="bo@example.com")

    erase(ann)

    assert WaitlistEntry.objects.get().email == "bo@example.com"


# ---- pages and changes from before ----------------------------------------------------------------------


def test_a_form_opened_before_does_not_bring_them_back(booking):
    opened = Booking.objects.get(pk=booking.pk).version
    erase(whole(booking))

    with pytest.raises(ChangedMeanwhile):
        edit_booking(
            booking_id=booking.pk,
            version=opened,
            contact=Contact("Ann Quillfeather", "quill@feather.example"),
            party_size=2,
            note="",
            staff_note="",
            now=TONIGHT,
        )

    assert tables_that_say(*CANARIES) == set()


def test_a_change_from_before_is_not_undone_into_its_blanks(booking):
    edited = edit_booking(
        booking_id=booking.pk,
        version=Booking.objects.get(pk=booking.pk).version,
        contact=Contact("Ann Quillfeather", "quill@feather.example"),
        party_size=2,
        note="",
        staff_note="",
        now=TONIGHT,
    )
    event = AuditEvent.objects.filter(table="bookings_occupancy").latest("id")
    erase(whole(booking))

    with pytest.raises(ChangedMeanwhile):
        undo_change(booking_id=booking.pk, version=edited.version, now=TONIGHT)
    with pytest.raises(NothingToUndo):
        undo_change(booking_id=booking.pk, version=edited.version + 1, now=TONIGHT)
    with pytest.raises(CannotTakeBack):
        take_back(event_id=event.pk, now=TONIGHT)

    assert Booking.objects.get(pk=booking.pk).note == ""


def test_whoever_is_erased_is_erased_again_for_what_was_written_since(booking):
    erase(whole(booking))
    Booking.objects.filter(pk=booking.pk).update(staff_note="Quillfeather came back")

    erase(whole(booking))

    assert tables_that_say(*CANARIES) == set()


# ---- every column ---------------------------------------------------------------------------------------

# Tables that lead to a person or their bookings, and have no word of anybody.
OF_KEYS = {
    "bookings_bookedaddon", "bookings_customerlink", "bookings_doorcode", "bookings_managelink",
    "bookings_notthesame", "bookings_packuse", "bookings_promouse", "bookings_takenpart",
    "bookings_voucheruse", "bookings_waitlistoffer", "payments_creditmovement",
}  # fmt: skip
WORDY = (CharField, TextField, JSONField, ArrayField)


@pytest.mark.parametrize("part", parts(), ids=lambda part: part.table)
def test_every_column_with_words_of_a_table_of_persons_is_said_to_be_personal_or_plain(part):
    wordy = {field.attname for field in part.model._meta.concrete_fields if isinstance(field, WORDY)}
    wordy |= {field.attname for field in part.model._meta.concrete_fields if field.generated}

    assert wordy - set(part.blank) - set(part.plain) == set()
    assert set(part.blank) & set(part.plain) == set()


def test_every_table_that_leads_to_a_person_is_one_of_theirs_or_has_no_words():
    leading = {
        model._meta.db_table
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model in {Customer, Occupancy, Booking, Series, HourPack} and not model._meta.proxy
    }

    assert leading - {part.table for part in parts()} == OF_KEYS


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


# ---- after a restore ------------------------------------------------------------------------------------


def brought_back(customer: Customer) -> None:
    """As a backup from before would have them."""
    Customer.objects.filter(pk=customer.pk).update(
        name="Ann Quillfeather", email="quill@feather.example", erased_at=None
    )


def command(*arguments: str) -> str:
    out = StringIO()
    call_command("erase_again", *arguments, stdout=out)
    return out.getvalue()


def test_whoever_a_backup_brings_back_is_erased_again(booking, business):
    customer = erase(whole(booking))
    brought_back(customer)
    make_booking(room=booking.room, starts_at=at("2026-11-28 20:00"), customer=customer)

    said = command("--business", business.subdomain)

    assert "1 erased again" in said
    assert Customer.objects.get(pk=customer.pk).name == f"Erased guest {customer.pk}"
    assert tables_that_say("quill@feather.example") == set()
    assert "0 erased again" in command("--business", business.subdomain)


def test_a_key_that_is_somebody_elses_by_now_is_left_alone(booking, business):
    customer = erase(whole(booking))
    brought_back(customer)
    Customer.objects.filter(pk=customer.pk).update(created_at=TONIGHT)

    command("--business", business.subdomain)

    assert Customer.objects.get(pk=customer.pk).name == "Ann Quillfeather"


def test_the_ledger_is_written_out_and_taken_in_again(booking, business, tmp_path):
    customer = erase(whole(booking))
    ledger = tmp_path / "ledger"
    ledger.write_text(command("--business", business.subdomain, "--list"))
    Erasure.objects.all().delete()
    brought_back(customer)

    said = command("--business", business.subdomain, "--from", str(ledger))

    assert "Quillfeather" not in ledger.read_text()
    assert "1 erased again" in said


def test_a_backup_in_a_schema_of_another_name_says_whose_it_was(booking, business):
    customer = erase(whole(booking))
    Erasure.objects.update(schema_name="t_before2222222222")
    brought_back(customer)

    assert "0 erased again" in command("--business", business.subdomain)
    assert "1 erased again" in command("--business", business.subdomain, "--was", "t_before2222222222")


def test_who_is_merged_into_somebody_that_stands_is_said_to_be_there_still(booking, business):
    customer = erase(whole(booking))
    brought_back(customer)
    Customer.objects.filter(pk=customer.pk).update(merged_into=make_customer())

    with pytest.raises(CommandError, match=f"customers {customer.pk}"):
        command("--business", business.subdomain)


@pytest.mark.parametrize("line", ["no json", "{}", '{"schema": "t", "customer": "x"}', "[]"])
def test_a_file_that_is_no_ledger_is_refused(business, tmp_path, line: str):
    ledger = tmp_path / "ledger"
    ledger.write_text(line)

    with pytest.raises(CommandError, match="Line 1"):
        command("--from", str(ledger))
