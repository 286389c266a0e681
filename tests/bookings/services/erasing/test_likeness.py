"""Erasing somebody, with people beside them who are like them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bookings.models import CustomerImport, ImportLine, WaitlistEntry
from bookings.selectors.personal import data_of, person_of
from bookings.services.bans import ban
from bookings.services.customer_records import change_customer
from tests.bookings.services.erasing.person import CANARIES, erase, tables_that_say
from tests.conftest import TONIGHT
from tests.factories import make_customer, make_room
from tests.factories.waitlist import make_waiting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("business", "now")]


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
