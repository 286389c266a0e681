"""Erasing a person: nowhere in any table is left who they were, the books hold, and so does the chain."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from audit.acts import act_of
from audit.errors import CannotTakeBack
from audit.inspection import check_record
from audit.models import AuditEvent, Finding, Inspection, InspectionPart, Redaction
from audit.services.sealing import seal_record
from audit.services.undo import take_back
from bookings.errors import CustomerChangedMeanwhile, CustomerErased, CustomerStillExpected
from bookings.models import (
    Ban,
    Booking,
    Consent,
    Customer,
    CustomerImport,
    HourPack,
    ImportFile,
    PackUse,
    Purpose,
    WaitlistEntry,
)
from bookings.personal import parts
from bookings.selectors.consents import asked_now
from bookings.selectors.personal import data_of, person_of
from bookings.services.bans import ban
from bookings.services.consents import record_consent
from bookings.services.customer_links import issue_customer_link
from bookings.services.customer_records import change_customer
from bookings.services.erasing import erase_customer
from bookings.services.guests import rate_booking, send_guest_message
from bookings.services.hour_packs import sell_hours
from bookings.services.imports import (
    _work_slice,
    map_import,
    start_import,
    table_of_import,
    upload_customers,
    work_on_import,
)
from bookings.services.merging import merge_customers
from notifications.models import Message
from tenants.models import Erasure
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_customer, make_room
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


def test_blanking_that_is_on_no_record_is_found(booking):
    seal_record()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT public.boom_redact(current_schema()::text, 'bookings_customer', %s, %s)",
            [[str(booking.customer_id)], ["name"]],
        )

    assert "was changed" in check_record().broken


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


def test_an_old_page_and_a_second_time_are_refused(booking):
    customer = whole(booking)
    with pytest.raises(CustomerChangedMeanwhile):
        erase_customer(customer_id=customer.pk, version=customer.version + 1, now=TONIGHT)
    erase(customer)

    with pytest.raises(CustomerErased):
        erase(whole(booking))
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
    assert [row[0] for row in left.rows] == ["***", "Bo Olsen", "***", "Ann Quillfeather", "***"]
    assert left.numbers == before.numbers
    assert "quill@" not in str(left.rows).lower()


def test_such_a_file_makes_nobody_of_them_again(booking):
    found = uploaded()
    work(found)

    erase(whole(booking))
    start_import(import_id=found.pk)
    work(found)

    made = Customer.objects.filter(pk__gt=booking.customer_id, erased_at=None)
    assert sorted(made.values_list("email", flat=True)) == ["ann@another.example", "bo@example.com"]


def test_a_worker_that_has_read_the_file_before_reads_it_anew(booking):
    found = uploaded()
    work(found)
    start_import(import_id=found.pk)
    table = table_of_import(found)

    erase(whole(booking))

    assert _work_slice(import_id=found.pk, table=table, mark="as it was", now=TONIGHT) is None
    assert not Customer.objects.filter(email="bo@example.com").exists()


def test_a_file_that_cannot_be_read_is_not_kept(booking):
    found = uploaded()
    ImportFile.objects.update(content=b"\xff\xfe\x00 Quillfeather")

    erase(whole(booking))

    assert not ImportFile.objects.filter(customer_import=found).exists()


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
