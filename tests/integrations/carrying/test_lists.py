"""Rooms and bookings of another system: tried, brought in, brought in again, taken back; and their pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from accounts.models import User
from accounts.services import change_role
from accounts.services.roles import create_own_role
from audit.models import AuditEvent
from bookings.forms.imports import MappingForm
from bookings.models import Booking, Customer, CustomerImport, ImportFile, ImportKind, Occupancy, Room, Venue
from bookings.services.bookings import edit_booking
from bookings.services.customers import Contact
from bookings.services.imports import (
    forget_files,
    map_import,
    start_import,
    table_of_import,
    undo_import,
    upload_list,
    work_on_import,
)
from boom.core.errors import Invalid
from boom.core.models import OutboxMessage
from integrations.list_files import list_file
from tenants.models import Business
from tests.conftest import TONIGHT, HostClient, client_of
from tests.factories import at, make_booking, make_room, make_user, make_venue
from tests.factories.plans import make_plan, put_on

PAGE = "/dashboard/integrations/import/"
LIST = """Ref,Space,Date,From time,To time,Client,Mail,Guests,Amount,State
17,Echo,27/11/2026,21:00,23:00,Ann Olsen,ann@example.com,4,"1,240.50",Confirmed
18,echo ,27/11/2026,22:00,23:30,Bo,,2,30,Confirmed
19,Nowhere,27/11/2026,21:00,22:00,Cy,,2,30,Confirmed
20,Echo,28/11/2026,23:00,01:00,Dee,,,,Cancelled
21,Echo,13/11/2026,21:00,22:00,Eve,not an address,2,30,Confirmed
22,Echo,14/11/2026,21:00,22:00,Fay,,2,30,Confirmed
23,Echo,29/11/2026,21:00,22:00,Guy,,2,30,Dancing
"""
COLUMNS = {
    "legacy_id": 0, "room": 1, "day": 2, "start_time": 3, "end_time": 4, "name": 5, "email": 6, "people": 7,
    "total": 8, "status": 9,
}  # fmt: skip


@pytest.fixture
def venue(business: Business) -> Venue:
    Occupancy.objects.all().delete()
    return Venue.objects.get()


@pytest.fixture
def echo(venue: Venue) -> Room:
    return make_room(venue, name="Echo", buffer_after=15)


def work(found: CustomerImport, *, slices: int | None = None) -> None:
    """What workers do; a slice a delivery, and as many of them as are wanted."""
    is_over, done = False, 0
    while not is_over and (slices is None or done < slices):
        is_over, done = work_on_import(import_id=found.pk, now=TONIGHT, has_time=lambda: False), done + 1
    found.refresh_from_db()


def checked(
    venue: Venue,
    text: str = LIST,
    *,
    kind: str = "bookings",
    columns: dict[str, int] | None = None,
    **given: Any,
) -> CustomerImport:
    found = upload_list(
        kind=ImportKind(kind), venue_id=venue.pk, content=text.encode(), file_name="x.csv", country="GB"
    )
    said = {"when_known": "fill", "encoding": "", "delimiter": "", **given}
    map_import(import_id=found.pk, mapping=COLUMNS if columns is None else columns, **said)
    work(found)
    return found


def imported(venue: Venue, text: str = LIST, **given: Any) -> CustomerImport:
    found = checked(venue, text, **given)
    start_import(import_id=found.pk)
    work(found)
    return found


def outcomes(found: CustomerImport) -> dict[int, str]:
    return dict(found.lines.order_by("number").values_list("number", "outcome"))


def refusals(found: CustomerImport) -> dict[int, tuple[str, str]]:
    lines = found.lines.filter(outcome="refused").order_by("number")
    return {line.number: (line.problems[0]["field"], line.problems[0]["words"]) for line in lines}


def bookings() -> list[tuple[object, ...]]:
    rows = Booking.objects.order_by("starts_at")
    return list(rows.values_list("guest_name", "starts_at", "ends_at", "status", "party_size", "total_minor"))


BROUGHT = [
    ("Fay", at("2026-11-14 21:00"), at("2026-11-14 22:00"), "completed", 2, 3000),
    ("Ann Olsen", at("2026-11-27 21:00"), at("2026-11-27 23:00"), "confirmed", 4, 124050),
    ("Dee", at("2026-11-28 23:00"), at("2026-11-29 01:00"), "cancelled", None, None),
]
REFUSED = {
    3: ("starts", "Line 2 wants the room then as well."),
    4: ("room", "There is no room called “Nowhere”."),
    6: ("email", "“not an address” is no e-mail address."),
    8: ("status", "“Dancing” is no status that is known here."),
}


def test_the_dry_run_is_what_then_happens_and_writes_nothing(venue: Venue, echo: Room):
    found = checked(venue)
    tried = outcomes(found)

    assert refusals(found) == REFUSED
    assert tried == {
        2: "added",
        3: "refused",
        4: "refused",
        5: "added",
        6: "refused",
        7: "added",
        8: "refused",
    }
    assert (bookings(), Customer.objects.filter(email="ann@example.com").exists()) == ([], False)

    start_import(import_id=found.pk)
    work(found)

    assert outcomes(found) == tried
    assert bookings() == BROUGHT
    assert Booking.objects.get(guest_name="Ann Olsen").customer.email == "ann@example.com"
    assert {booking.source for booking in Booking.objects.all()} == {"import"}
    assert "Ann Olsen" not in bytes(ImportFile.objects.get().content).decode()


def test_nobody_is_told_and_pages_look_again(venue: Venue, echo: Room):
    imported(venue)

    kinds = set(OutboxMessage.objects.values_list("kind", flat=True))
    assert "bookings.recorded" in kinds
    assert not {kind for kind in kinds if kind.startswith("booking.")}


def test_the_same_list_again_changes_nothing(venue: Venue, echo: Room):
    imported(venue)
    before = AuditEvent.objects.filter(table="bookings_occupancy").count()

    again = imported(venue)

    assert Counter(outcomes(again).values()) == {"same": 3, "refused": 4}
    assert bookings() == BROUGHT
    assert AuditEvent.objects.filter(table="bookings_occupancy").count() == before


def test_lines_without_a_number_are_known_by_what_they_say(venue: Venue, echo: Room):
    columns = {name: place for name, place in COLUMNS.items() if name != "legacy_id"}
    imported(venue, columns=columns)

    assert Counter(outcomes(imported(venue, columns=columns)).values()) == {"same": 3, "refused": 4}


def test_a_later_list_may_change_what_is_here(venue: Venue, echo: Room):
    imported(venue)
    later = LIST.replace("17,Echo,27/11/2026,21:00,23:00", "17,Echo,30/11/2026,20:00,22:00").replace(
        "ann@example.com,4", "ann@example.com,6"
    )

    assert outcomes(checked(venue, later))[2] == "same"
    found = checked(venue, later, when_known="replace")
    line = found.lines.get(number=2)
    assert (line.outcome, line.before["starts"], line.after["starts"], line.after["people"]) == (
        "changed", "2026-11-27 21:00", "2026-11-30 20:00", 6
    )  # fmt: skip
    assert bookings() == BROUGHT

    start_import(import_id=found.pk)
    work(found)

    ann = Booking.objects.get(guest_name="Ann Olsen")
    assert (ann.starts_at, ann.party_size, ann.total_minor) == (at("2026-11-30 20:00"), 6, 124050)
    called_off = imported(venue, later.replace('6,"1,240.50",Confirmed', "6,,Canceled"), when_known="replace")
    assert outcomes(called_off)[2] == "changed"
    assert Booking.objects.get(guest_name="Ann Olsen").status == "cancelled"


def test_what_is_booked_here_keeps_its_room(venue: Venue, echo: Room):
    # Over at 20:50, and a quarter of an hour to clean up.
    make_booking(room=echo, starts_at=at("2026-11-27 20:00"), minutes=50, hold_until=at("2026-11-27 21:05"))

    found = imported(venue)

    assert refusals(found)[2] == ("starts", "The room is taken then.")
    # Nobody above it has the room now.
    assert outcomes(found)[3] == "added"


def test_it_stops_at_what_the_plan_has(venue: Venue, echo: Room, business: Business):
    put_on(business, make_plan(bookings_a_month=1))

    found = imported(venue)

    assert (outcomes(found)[2], outcomes(found)[7]) == ("added", "refused")
    assert "plan" in refusals(found)[7][1]


def test_a_worker_that_died_leaves_the_rest_to_another_and_nothing_comes_twice(
    venue: Venue, echo: Room, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("bookings.services.imports.SLICES", {ImportKind.BOOKINGS: 2})
    found = checked(venue)
    start_import(import_id=found.pk)

    work(found, slices=1)
    assert (found.state, found.lines_done, len(bookings())) == ("running", 2, 1)

    def killed(*args: object, **given: object) -> None:
        raise SystemExit

    with monkeypatch.context() as dying:
        dying.setattr("bookings.services.lists_of_bookings.Bookings.finish", killed)
        # The end of a connection ends its transaction.
        with pytest.raises(SystemExit), transaction.atomic():
            work(found, slices=1)
    assert (CustomerImport.objects.get(pk=found.pk).lines_done, len(bookings())) == (2, 1)

    work(found)
    assert (found.state, bookings()) == ("done", BROUGHT)


def test_it_is_taken_back_but_for_what_was_touched_since(venue: Venue, echo: Room):
    found = imported(venue)
    fay = Booking.objects.get(guest_name="Fay")
    edit_booking(
        booking_id=fay.pk, version=fay.version, contact=Contact("Fay"), party_size=2, note="Came late",
        staff_note="", now=TONIGHT,
    )  # fmt: skip

    undo_import(import_id=found.pk)
    work(found)

    assert found.state == "undone"
    stays = {
        line.number: line.problems[0]["words"]
        for line in found.lines.exclude(outcome="refused").exclude(problems=[])
    }
    assert stays == {7: "It was changed since, so it stays."}
    assert [row[0] for row in bookings()] == ["Fay"]
    assert not Customer.objects.filter(email="ann@example.com").exists()
    assert not AuditEvent.objects.filter(table="bookings_occupancy", new__guest_name="Ann Olsen").exists()


@pytest.mark.parametrize(
    ("text", "field"),
    [(re.sub(r"\d\d/11/", "07/11/", LIST), "order"), (LIST.replace('"1,240.50"', '"1,240"'), "decimal")],
)
def test_what_can_be_read_two_ways_is_asked_about(venue: Venue, echo: Room, text: str, field: str):
    with pytest.raises(Invalid) as refused:
        checked(venue, text)

    assert refused.value.fields.keys() == {field}
    said = {"order": "mdy", "decimal": ","}
    assert checked(venue, text, reading={field: said[field]}).state == "checked"


def test_a_calendar_comes_into_the_room_that_was_said(venue: Venue, echo: Room):
    event = "UID:a\nSUMMARY:Zoe\nDTSTART:20261127T210000\nDTEND:20261127T220000"
    content = f"BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\n{event}\nEND:VEVENT\nEND:VCALENDAR\n".encode()
    text = list_file(content, now=TONIGHT).content.decode()
    columns = {"legacy_id": 0, "room": 1, "starts": 2, "ends": 3, "name": 4}

    imported(venue, text, columns=columns, reading={"room_id": echo.pk, "zone": "Europe/Berlin"})

    assert bookings() == [("Zoe", at("2026-11-27 20:00"), at("2026-11-27 21:00"), "confirmed", None, None)]


ROOMS = """Name,Capacity,Hourly rate,Type
Echo,8,$30.00,Small
Duet,two,20,Small
Hall,40,,Large
hall,41,10,Large
"""
OF_ROOMS = {"name": 0, "capacity_max": 1, "price": 2, "category": 3}


def test_rooms_come_with_their_price_and_without_one_hidden(venue: Venue):
    found = checked(venue, ROOMS, kind="rooms", columns=OF_ROOMS)
    tried = outcomes(found)
    assert tried == {2: "added", 3: "refused", 4: "added", 5: "refused"}
    assert not Room.objects.filter(name__in=("Echo", "Hall")).exists()

    start_import(import_id=found.pk)
    work(found)

    rooms = Room.objects.filter(name__in=("Echo", "Hall", "hall")).order_by("name")
    assert outcomes(found) == tried
    assert list(rooms.values_list("name", "capacity_max", "price_per_hour_minor", "state")) == [
        ("Echo", 8, 3000, "active"),
        ("Hall", 40, 0, "hidden"),
    ]
    assert Counter(outcomes(imported(venue, ROOMS, kind="rooms", columns=OF_ROOMS)).values())["added"] == 0


def test_rooms_are_changed_and_taken_back_where_nobody_used_them(venue: Venue):
    first = imported(venue, ROOMS, kind="rooms", columns=OF_ROOMS)
    second = imported(
        venue, ROOMS.replace("8,$30", "9,$35"), kind="rooms", columns=OF_ROOMS, when_known="replace"
    )
    assert Room.objects.get(name="Echo").capacity_max == 9

    undo_import(import_id=second.pk)
    work(second)
    assert Room.objects.get(name="Echo").price_per_hour_minor == 3000
    make_booking(room=Room.objects.get(name="Hall"), starts_at=at("2026-11-27 21:00"))
    undo_import(import_id=first.pk)
    work(first)

    assert list(Room.objects.filter(name__in=("Echo", "Hall")).values_list("name", flat=True)) == ["Hall"]


FORM = {
    "encoding": "utf-8-sig",
    "delimiter": ",",
    "when_known": "fill",
    "zone": "Europe/London",
    "room_id": "",
}


def uploaded(client: HostClient, content: bytes, name: str = "list.csv", **given: str) -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(PAGE, {"kind": "bookings", "file": file, **given})


def test_from_file_to_bookings_over_pages_and_columns_are_remembered(
    venue: Venue, echo: Room, owner_client: HostClient
):
    page = owner_client.get(uploaded(owner_client, LIST.encode()).url).content.decode()
    for field in ("legacy_id", "room", "day", "start_time", "name", "people", "total", "status"):
        assert f'<option value="{field}" selected>' in page, field
    # Nobody knows "Mail", so it is said by hand.
    address = CustomerImport.objects.latest("id")
    choices = {f"column{place}": name for name, place in COLUMNS.items()}
    url = f"/dashboard/import/{address.pk}/"

    answer = owner_client.post(url, FORM | choices)
    work(address)
    preview = owner_client.get(url).content.decode()

    assert answer.status_code == 302
    assert "Line 2 wants the room then as well." in preview
    assert "Import 3 rows" in preview
    assert "Echo, 2026-11-27 21:00–23:00" in preview
    report = b"".join(owner_client.get(f"{url}report.csv").streaming_content).decode()
    assert "4,Cy,Not imported,Room,There is no room called “Nowhere”." in report
    refused = b"".join(owner_client.get(f"{url}refused.csv").streaming_content).decode().splitlines()
    assert refused[0] == f"{LIST.splitlines()[0]},line,what is wrong"
    assert refused[2] == f"{LIST.splitlines()[3]},4,Room: There is no room called “Nowhere”."
    start_import(import_id=address.pk)
    work(address)
    kept = b"".join(owner_client.get(f"{url}refused.csv").streaming_content).decode().splitlines()
    assert (len(kept), kept[2]) == (5, refused[2])
    again = owner_client.get(uploaded(owner_client, LIST.encode()).url).content.decode()
    assert '<option value="email" selected>' in again


def test_a_source_is_known_by_its_headings_and_what_was_left_out_there_stays_out(
    venue: Venue, echo: Room, owner_client: HostClient
):
    columns = {name: place for name, place in COLUMNS.items() if name != "status"}
    imported(venue, columns=columns)

    same = owner_client.get(uploaded(owner_client, LIST.encode()).url).content.decode()
    other = LIST.replace("Ref,", "Booking number,")
    another = owner_client.get(uploaded(owner_client, other.encode()).url).content.decode()

    mail, state = '<option value="email" selected>', '<option value="status" selected>'
    assert (mail in same, state in same, "as you said then" in same) == (True, False, True)
    assert (mail in another, state in another) == (True, True)


@pytest.mark.parametrize("name", ["bookings.csv", "bookings.xlsx", "rooms.xlsx", "customers.csv"])
def test_what_was_taken_out_comes_in_again_as_it_is_proposed(
    venue: Venue, echo: Room, owner_client: HostClient, name: str
):
    imported(venue)
    imported(venue, ROOMS, kind="rooms", columns=OF_ROOMS)
    content = b"".join(owner_client.get(f"/dashboard/integrations/exports/{name}").streaming_content)
    kind = name.partition(".")[0]
    url = uploaded(owner_client, content, name, kind=kind).url
    found = CustomerImport.objects.latest("id")
    form = MappingForm(table=table_of_import(found), found=found)
    proposed = {field.name: field.value() or "" for field in form if field.name.startswith("column")}
    how = {"encoding": found.encoding, "delimiter": found.delimiter, "when_known": "replace"}

    answer = owner_client.post(url, FORM | how | proposed)
    work(found)

    assert answer.status_code == 302
    assert set(outcomes(found).values()) == {"same"}, refusals(found)


def test_an_answer_that_could_mean_two_days_is_asked_for_beside_its_field(
    venue: Venue, echo: Room, owner_client: HostClient
):
    text = "room,start,end,name\nEcho,03/04/2027 21:00,03/04/2027 22:00,Ann\n"
    url = uploaded(owner_client, text.encode()).url
    chosen = {"column0": "room", "column1": "starts", "column2": "ends", "column3": "name"}

    answer = owner_client.post(url, FORM | chosen)

    assert answer.status_code == 422
    assert "Days such as 03/04 can be read two ways." in answer.content.decode()
    assert owner_client.post(url, FORM | chosen | {"order": "dmy"}).status_code == 302


@pytest.mark.parametrize(
    ("content", "given", "words"),
    [
        (b"", {}, "empty"),
        (b"\x00\x01\x02", {}, "no CSV file"),
        (b"PK\x03\x04broken", {}, "damaged"),
        (b"room,start\n", {}, "at least one row"),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", {"kind": "rooms"}, "A calendar holds bookings."),
        (b"a,b\n1,2\n", {"kind": "payments"}, "from the list"),
    ],
)
def test_what_is_no_list_is_refused_beside_its_field(
    venue: Venue, owner_client: HostClient, content: bytes, given: dict[str, str], words: str
):
    answer = uploaded(owner_client, content, **given)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not CustomerImport.objects.exists()


def test_who_may_bring_what_in(
    venue: Venue, business: Business, client_as: Callable[[str], HostClient], owner_client: HostClient
):
    own = owner_client.post(
        PAGE, {"kind": "bookings", "file": SimpleUploadedFile("x.csv", LIST.encode())}
    ).url
    role = create_own_role(name="Lists", permissions=["bookings.exchange_customers"])
    person = make_user()
    change_role(user_id=person.pk, role="viewer", own_role_id=role.pk)
    client = client_of(business, User.objects.get(pk=person.pk))

    assert client_as("front_desk").get(PAGE).status_code == 403
    assert client.get(PAGE).status_code == 200
    assert client.get(own).status_code == 403
    assert client.post(f"{own}start/").status_code == 403
    assert uploaded(client, LIST.encode()).status_code == 422


def test_a_list_that_is_not_brought_in_is_kept_for_a_week(venue: Venue, echo: Room):
    found = checked(venue)

    assert forget_files(now=found.created_at + timedelta(days=6)) == 0
    assert forget_files(now=found.created_at + timedelta(days=8)) == 1

    found.refresh_from_db()
    assert (found.must_be_uploaded_again, found.lines.count()) == (True, 0)


def test_rooms_of_another_venue_are_unknown(venue: Venue, business: Business):
    other = make_venue()
    make_room(other, name="Nowhere")
    make_user()

    assert refusals(checked(venue))[4] == REFUSED[4]
