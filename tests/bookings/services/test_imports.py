"""Bringing a list of customers in: dry run, import, the same again, and taking it back."""

from __future__ import annotations

from collections import Counter

import pytest

from audit.models import AuditEvent
from bookings.errors import ImportUnknown, NotPossibleNow
from bookings.models import Consent, Customer, CustomerImport, ImportFile, Outcome
from bookings.selectors.customer_export import HEADINGS, customer_rows
from bookings.selectors.customers import Wanted
from bookings.services.customer_records import change_customer
from bookings.services.imports import (
    MOST_BYTES,
    SLICE,
    map_import,
    start_import,
    undo_import,
    upload_list,
    work_on_import,
)
from boom.core.errors import Invalid
from boom.core.models import OutboxMessage
from boom.core.spreadsheets import csv_line
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_customer, make_room

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("business")]

LIST = """name,email,phone,tags,notes,news
Ann Olsen,Ann@Example.com,020 7946 0812,"regular, VIP",Tips well,yes
Bo,,+442079460813,,,
Cy,not an address,123,,,
,nobody@example.com,,,,
Dee,,,,,
"""
COLUMNS = {"name": 0, "email": 1, "phone": 2, "tags": 3, "notes": 4, "news": 5}


def work(found: CustomerImport, *, at_once: bool = True) -> None:
    """What a worker does; not `at_once`: a slice a delivery."""
    while not work_on_import(import_id=found.pk, now=TONIGHT, has_time=lambda: at_once):
        pass


def checked(
    text: str = LIST, *, columns: dict[str, int] = COLUMNS, when_known: str = "fill"
) -> CustomerImport:
    found = upload_list(content=text.encode(), file_name="list.csv", country="GB")
    map_import(import_id=found.pk, mapping=columns, when_known=when_known, encoding="", delimiter="")
    work(found)
    found.refresh_from_db()
    return found


def imported(text: str = LIST, **given: object) -> CustomerImport:
    found = checked(text, **given)  # type: ignore[arg-type]
    start_import(import_id=found.pk)
    work(found)
    found.refresh_from_db()
    return found


def outcomes(found: CustomerImport) -> dict[str, int]:
    return dict(Counter(found.lines.values_list("outcome", flat=True)))


def people() -> list[tuple[object, ...]]:
    rows = Customer.objects.exclude(name__contains="canary").order_by("id")
    return list(rows.values_list("name", "email", "phone", "tags", "notes"))


def test_the_dry_run_says_what_would_happen_and_changes_nothing():
    make_customer(name="Bo", email="", phone="+442079460813")
    before = people()

    found = checked()

    assert found.state == "checked"
    assert outcomes(found) == {Outcome.ADDED: 1, Outcome.SAME: 1, Outcome.REFUSED: 3}
    assert people() == before


def test_errors_are_by_row_and_field():
    found = checked()

    problems = [
        (line.number, problem["field"])
        for line in found.lines.order_by("number")
        for problem in line.problems
    ]
    assert problems == [(4, "email"), (4, "phone"), (5, "name"), (6, "email")]


def test_the_lines_that_are_right_are_brought_in():
    found = imported()

    assert found.state == "done"
    assert people() == [
        ("Ann Olsen", "ann@example.com", "+442079460812", ["regular", "VIP"], "Tips well"),
        ("Bo", "", "+442079460813", [], ""),
    ]
    consent = Consent.objects.get()
    assert (consent.customer.name, consent.is_given, consent.source) == ("Ann Olsen", True, "import")
    # What was refused is kept to be mended, on its lines, and nobody else.
    kept = bytes(ImportFile.objects.get().content).decode("utf-8-sig").splitlines()
    assert (kept[0], kept[1:3]) == (LIST.splitlines()[0], ["", ""])
    assert kept[3:] == LIST.splitlines()[3:]


def test_a_second_run_changes_nothing():
    imported()
    before = (people(), AuditEvent.objects.filter(table="bookings_customer").count())

    again = imported()

    assert outcomes(again) == {Outcome.SAME: 2, Outcome.REFUSED: 3}
    assert (people(), AuditEvent.objects.filter(table="bookings_customer").count()) == before


def test_who_is_here_already_is_filled_in_or_replaced():
    make_customer(name="Annie", email="ann@example.com", phone="", notes="Loud", tags=["vip"])

    imported()
    filled = people()[0]
    imported(when_known="replace")

    assert filled == ("Annie", "ann@example.com", "+442079460812", ["vip", "regular"], "Loud\nTips well")
    assert people()[0] == ("Ann Olsen", "ann@example.com", "+442079460812", ["vip", "regular"], "Tips well")


def test_an_import_goes_on_where_a_worker_died_and_nothing_comes_twice():
    text = "name,email\n" + "".join(f"P{number},p{number}@example.com\n" for number in range(SLICE * 2 + 5))
    found = checked(text, columns={"name": 0, "email": 1})
    start_import(import_id=found.pk)

    over = work_on_import(import_id=found.pk, now=TONIGHT, has_time=lambda: False)
    found.refresh_from_db()
    halfway = (over, found.state, found.lines_done, len(people()))
    left = OutboxMessage.objects.filter(kind="customers.import_step").latest("id").payload
    work(found, at_once=False)
    work(found)

    assert halfway == (False, "running", SLICE, SLICE)
    assert left["customer_import"] == found.pk
    assert len(people()) == SLICE * 2 + 5


def test_pressed_twice_it_runs_once():
    found = checked()
    start_import(import_id=found.pk)
    start_import(import_id=found.pk)
    work(found)
    start_import(import_id=found.pk)

    assert OutboxMessage.objects.filter(kind="customers.import_step").count() == 2
    assert len(people()) == 2


def test_it_is_taken_back_but_for_what_was_used_since():
    here = make_customer(name="Annie", email="ann@example.com", phone="", notes="Loud")
    before = people()
    used = "name,email\nEve,eve@example.com\nFay,fay@example.com\nGil,gil@example.com\n"
    first = imported()
    second = imported(used, columns={"name": 0, "email": 1})
    make_booking(
        room=make_room(), starts_at=at("2026-11-28 20:00"), customer=Customer.objects.get(name="Eve")
    )
    change_customer(customer_id=Customer.objects.get(name="Fay").pk, version=1, notes="Ours now", name="Faye")

    for found in (second, first):
        undo_import(import_id=found.pk)
        work(found)

    here.refresh_from_db()
    assert here.notes == "Loud"
    assert [name for name, *_ in people()] == [before[0][0], "Eve", "Faye"]
    assert people()[0] == before[0]


def test_a_file_that_names_somebody_twice_is_taken_back_whole():
    before = people()
    found = imported(
        "name,email,tags\nAnn,ann@example.com,regular\nAnn,ann@example.com,VIP\n",
        columns={"name": 0, "email": 1, "tags": 2},
    )

    undo_import(import_id=found.pk)
    work(found)

    assert people() == before


def test_names_may_come_in_two_columns_and_another_systems_number_is_known_again():
    text = "First,Last,Id\nAnn,Olsen,77\n"
    columns = {"first_name": 0, "last_name": 1, "legacy_id": 2}

    imported(text, columns=columns)
    again = imported(text, columns=columns)

    assert [row[0] for row in people()] == ["Ann Olsen"]
    assert outcomes(again) == {Outcome.SAME: 1}


def test_a_line_that_is_two_people_is_refused():
    make_customer(name="Ann", email="ann@example.com")
    make_customer(name="Bo", email="bo@example.com", legacy_id="77")

    found = checked("name,email,id\nX,ann@example.com,77\n", columns={"name": 0, "email": 1, "legacy_id": 2})

    problem = {"field": "email", "words": "That e-mail is Ann’s."}
    assert [line.problems for line in found.lines.all()] == [[problem]]


@pytest.mark.parametrize(
    ("columns", "words"), [({"email": 1}, "holds the name"), ({"name": 0}, "e-mail or the phone")]
)
def test_what_is_needed_has_to_be_named(columns: dict[str, int], words: str):
    with pytest.raises(Invalid) as refusal:
        checked(columns=columns)

    assert words in refusal.value.fields["mapping"]


def test_files_that_are_too_large_or_none_are_refused():
    for content in (b"x" * (MOST_BYTES + 1), b"", b"name\n"):
        with pytest.raises(Invalid) as refusal:
            upload_list(content=content, file_name="x", country="")
        assert "file" in refusal.value.fields


def test_steps_come_in_their_order():
    found = upload_list(content=LIST.encode(), file_name="x", country="")

    with pytest.raises(NotPossibleNow):
        start_import(import_id=found.pk)
    with pytest.raises(NotPossibleNow):
        undo_import(import_id=found.pk)
    with pytest.raises(ImportUnknown):
        start_import(import_id=0)


def test_what_goes_out_comes_in_again_and_changes_nothing():
    make_customer(
        name="=1+1", email="x@example.com", phone="+442079460812", tags=["a", "b"], notes="-5\nlines"
    )
    make_customer(name="Zoë", email="", phone="+442079460813", wishes="@home")
    rows = list(customer_rows(Wanted(), now=TONIGHT))
    columns = {"name": 0, "email": 1, "phone": 2, "tags": 3, "wishes": 7, "notes": 8}

    file = "".join(csv_line(row) for row in (HEADINGS, *rows))

    again = imported(file, columns=columns, when_known="replace")

    assert outcomes(again) == {Outcome.SAME: len(rows)}


def test_the_list_goes_out_with_what_bookings_come_to():
    ann = make_customer(name="Ann", email="ann@example.com")
    make_booking(
        room=make_room(),
        starts_at=at("2026-11-14 20:00"),
        customer=ann,
        status="completed",
        total_minor=6000,
    )

    rows = {row[0]: row for row in customer_rows(Wanted(), now=TONIGHT)}

    assert rows["Ann"][11:16] == (1, "£60.00", 0, 0, "2026-11-14")
