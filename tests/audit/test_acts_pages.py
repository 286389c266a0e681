"""One act's page, undoing it from there or by one press, and the record narrowed in more ways."""

from __future__ import annotations

import html
import io
import re
import zipfile
from datetime import timedelta
from xml.etree import ElementTree

import pytest

from audit import selectors
from audit.models import AuditEvent
from audit.selectors import Filter, activity
from bookings.models import Occupancy, Room, Venue
from bookings.services import setup
from bookings.services.bookings import move_booking
from boom.core.workbooks import workbook
from tests.audit.test_activity import text_of
from tests.audit.test_taking_back import move_all, newest_act, pressing
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_room
from tests.factories.prices import make_adjustment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

PAGE = "/dashboard/activity/"


@pytest.fixture
def venue(business) -> Venue:
    return Venue.objects.get()


@pytest.fixture
def alto(venue) -> Room:
    return make_room(venue, name="Alto")


@pytest.fixture
def echo(venue) -> Room:
    return make_room(venue, name="Echo")


def cells_in(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_an_act_shows_every_column_before_and_after_and_what_an_undo_would_do(alto, owner_client):
    with pressing():
        setup.change_room(room_id=alto.pk, capacity_max=8, price_per_hour_minor=4500)

    page = cells_in(owner_client.get(f"{PAGE}{newest_act().id}/"))

    assert "What Dana changed" in page
    assert "most people 6 8" in page
    assert "price an hour £30.00 £45.00" in page
    assert "most people 8 6" in page


def test_looking_at_it_changes_nothing(alto, owner_client):
    with pressing():
        setup.change_room(room_id=alto.pk, capacity_max=8)
    events = AuditEvent.objects.count()

    owner_client.get(f"{PAGE}{newest_act().id}/")

    assert (AuditEvent.objects.count(), Room.objects.get(pk=alto.pk).capacity_max) == (events, 8)


def test_it_says_why_it_cannot_be_taken_back(alto, owner_client):
    with pressing():
        setup.change_room(room_id=alto.pk, capacity_max=8)
    act = newest_act()
    with pressing("Olive", 2):
        setup.change_room(room_id=alto.pk, capacity_max=9)

    page = owner_client.get(f"{PAGE}{act.id}/")

    assert "changed again since, by Olive" in text_of(page)
    assert "Undo all of it" not in text_of(page)


def test_a_bulk_move_is_undone_by_one_press_and_redone_by_the_next(alto, echo, owner_client):
    rows = [make_booking(room=alto, starts_at=at(f"2026-11-21 {hour}:00")) for hour in (20, 21)]
    with pressing():
        move_all(rows, echo)
    act = newest_act()

    undone = owner_client.post(f"{PAGE}{act.id}/undo/", follow=True)
    after_undo = {Occupancy.objects.get(pk=row.pk).room_id for row in rows}
    redo = re.search(
        r'action="(/dashboard/activity/\d+/undo/)"[^>]*>(?:(?!</form>).)*data-undo', undone.content.decode()
    )
    owner_client.post(redo[1])

    assert "Undone: moved it from Alto to Echo" in text_of(undone)
    assert "and 1 more." in text_of(undone)
    assert after_undo == {alto.pk}
    assert {Occupancy.objects.get(pk=row.pk).room_id for row in rows} == {echo.pk}


def test_from_an_open_page_it_loads_anew(alto, owner_client):
    with pressing():
        setup.change_room(room_id=alto.pk, capacity_max=8)

    answer = owner_client.htmx("post", f"{PAGE}{newest_act().id}/undo/")

    assert (answer.status_code, answer["HX-Refresh"]) == (200, "true")


def test_a_refusal_is_a_sentence_and_nothing_changes(alto, owner_client):
    with pressing():
        setup.change_room(room_id=alto.pk, capacity_max=8)
    act = newest_act()
    owner_client.post(f"{PAGE}{act.id}/undo/")

    again = owner_client.post(f"{PAGE}{act.id}/undo/", follow=True)

    assert "That has been taken back already." in text_of(again)


def test_saving_set_up_offers_to_undo_it(venue, owner_client):
    form = {"name": "Gran", "capacity_min": 1, "capacity_max": 5, "price": "30", "state": "active"}
    saved = owner_client.post("/dashboard/rooms/new/", form, follow=True)
    undo = re.search(r'action="(/dashboard/activity/\d+/undo/)"', saved.content.decode())

    owner_client.post(undo[1])

    assert "Added Gran." in text_of(saved)
    assert not Room.objects.filter(name="Gran").exists()


def test_the_desk_undoes_its_own_last_change_whatever_came_after(alto, echo, client_as):
    booking = make_booking(room=alto, starts_at=at("2026-11-21 21:00"))
    desk = client_as("front_desk")
    desk.post(
        f"/dashboard/bookings/{booking.pk}/move/",
        {"version": 1, "room": echo.pk, "day": "2026-11-21", "start": "21:00", "length": 60},
    )
    assert Occupancy.objects.get(pk=booking.pk).room_id == echo.pk
    with pressing("Olive", 99):
        setup.change_room(room_id=alto.pk, name="Tenor")

    desk.post(f"{PAGE}undo-last/")

    assert Occupancy.objects.get(pk=booking.pk).room_id == alto.pk
    assert Room.objects.get(pk=alto.pk).name == "Tenor"


def test_the_desk_does_not_undo_what_others_did_nor_what_it_may_not_do(alto, echo, client_as):
    booking = make_booking(room=alto, starts_at=at("2026-11-21 21:00"))
    with pressing("Olive", 99):
        move_booking(booking_id=booking.pk, room_id=echo.pk, span=booking.span, version=1, now=TONIGHT)
    others = newest_act()

    assert client_as("front_desk").post(f"{PAGE}{others.id}/undo/").status_code == 403
    assert Occupancy.objects.get(pk=booking.pk).room_id == echo.pk


def test_nothing_to_undo_is_said(client_as):
    page = client_as("front_desk").post(f"{PAGE}undo-last/", follow=True)

    assert "nothing lately that could be undone" in text_of(page)


def test_nobody_is_sent_elsewhere_by_the_page_they_came_from(alto, owner_client):
    with pressing():
        setup.change_room(room_id=alto.pk, capacity_max=8)

    answer = owner_client.post(f"{PAGE}{newest_act().id}/undo/", {"next": "https://evil.example/"})

    assert answer["Location"] == PAGE


# ---- narrowing -------------------------------------------------------------------------------------


def test_one_rooms_history_is_its_own(alto, echo, owner_client):
    with pressing():
        setup.change_room(room_id=alto.pk, capacity_max=8)
        setup.change_room(room_id=echo.pk, capacity_max=9)

    page = text_of(owner_client.get(PAGE, {"thing": "bookings_room", "key": alto.pk}))

    assert "History of the room Alto" in page
    assert "most people: 6 → 8" in page
    assert "most people: 6 → 9" not in page


@pytest.mark.parametrize("page", ["settings/venue", "visits", "rules", "prices/changes/{rule}"])
def test_what_is_set_leads_to_its_own_history(page, alto, owner_client):
    rule = make_adjustment(alto.venue)

    [there] = re.findall(
        r'href="(/dashboard/activity/[^"]+)"[^>]*>.*?History',
        owner_client.get(f"/dashboard/{page.format(rule=rule.pk)}/").content.decode(),
    )

    assert "History of" in text_of(owner_client.get(html.unescape(there)))


def test_by_how_from_where_and_by_whom_without_an_account(alto, owner_client):
    with pressing():
        setup.change_room(room_id=alto.pk, capacity_max=8)
    owner_client.post("/dashboard/rules/", {}, REMOTE_ADDR="203.0.113.7")
    by_action = activity(Filter(table="bookings_room", action="insert")).entries
    by_kind = activity(Filter(kind="person", table="bookings_room")).entries

    assert {entry.words.split()[0] for entry in by_action} == {"added"}
    assert {entry.actor for entry in by_kind} == {"Dana"}
    assert owner_client.get(PAGE, {"person": "kind:customer", "address": "203.0.113.7"}).status_code == 200


def test_several_days_are_their_first_to_their_last(alto):
    at_last = AuditEvent.objects.latest("id").at
    inside = Filter(
        table="bookings_room", since=at_last - timedelta(days=1), until=at_last + timedelta(days=1)
    )
    before = Filter(table="bookings_room", until=at_last - timedelta(days=1))
    after = Filter(table="bookings_room", since=at_last + timedelta(days=1))

    assert activity(inside).entries
    assert all(entry.at < at_last - timedelta(days=1) for entry in activity(before).entries)
    assert list(activity(after).entries) == []


def test_where_no_index_fits_a_page_says_how_far_it_looked(alto, echo, owner_client, monkeypatch):
    monkeypatch.setattr(selectors, "MOST_LOOKED_AT", 3)
    with pressing():
        setup.change_room(room_id=alto.pk, capacity_max=8)
    for _ in range(6):
        with pressing():
            setup.change_venue(venue_id=alto.venue_id, lead_time=30)
            setup.change_venue(venue_id=alto.venue_id, lead_time=60)
    wanted = {"thing": "bookings_room", "action": "update"}

    page = owner_client.get(PAGE, wanted)
    before, pages = None, 1
    while not (found := activity(Filter(table="bookings_room", action="update"), before=before)).entries:
        before, pages = found.older, pages + 1

    assert "Nothing more that fits back to" in text_of(page)
    assert "Look further back" in text_of(page)
    assert pages > 2
    assert found.entries[0].change == "most people: 6 → 8"


# ---- as a workbook -----------------------------------------------------------------------------------


def cells_of(content: bytes, sheet: str = "xl/worksheets/sheet1.xml") -> list[list[str]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        tree = ElementTree.fromstring(archive.read(sheet))  # noqa: S314 - our own file
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    return [["".join(cell.itertext()) for cell in row] for row in tree.iter(f"{space}row")]


def test_the_record_comes_as_a_workbook_narrowed_like_the_page(alto, client_as):
    response = client_as("manager").get("/dashboard/activity.xlsx", {"thing": "bookings_room"})

    rows = cells_of(b"".join(response.streaming_content))

    assert rows[0][:4] == ["when", "who", "what", "thing"]
    assert {row[9] for row in rows[1:]} == {"bookings_room"}
    assert len(rows) - 1 == AuditEvent.objects.filter(table="bookings_room").count()


def test_a_formula_is_text_in_a_workbook_and_what_xml_cannot_hold_is_left_out():
    content = b"".join(workbook(["a"], [["=1+1"], ["<b>&\x00"], [3], [None]], title="x[y]/z"))

    assert cells_of(content) == [["a"], ["=1+1"], ["<b>&"], ["3"], [""]]
    assert b'<c t="inlineStr"><is><t xml:space="preserve">=1+1' in zipfile.ZipFile(io.BytesIO(content)).read(
        "xl/worksheets/sheet1.xml"
    )


def test_a_workbook_goes_on_on_another_sheet(monkeypatch):
    monkeypatch.setattr("boom.core.workbooks.MOST_ROWS", 3)

    content = b"".join(workbook(["a"], ([str(n)] for n in range(5)), title="Long"))

    assert cells_of(content) == [["a"], ["0"], ["1"]]
    assert cells_of(content, "xl/worksheets/sheet3.xml") == [["a"], ["4"]]
