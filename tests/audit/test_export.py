"""The record as a file."""

from __future__ import annotations

import csv
import io

import pytest

from audit.models import AuditEvent
from boom.core.spreadsheets import csv_line, harmless
from tests.factories import make_customer, make_room

pytestmark = pytest.mark.django_db


def read(response) -> list[dict[str, str]]:
    text = b"".join(response.streaming_content).decode()
    return list(csv.DictReader(io.StringIO(text)))


def test_the_whole_record_comes_as_csv_newest_first(client_as):
    make_room(name="Alto")
    response = client_as("manager").get("/dashboard/activity.csv")

    lines = read(response)

    assert len(lines) == AuditEvent.objects.count()
    assert (lines[0]["table"], lines[0]["action"]) == ("bookings_venue", "update")
    assert response["Content-Type"].startswith("text/csv")


def test_the_file_is_narrowed_like_the_page(client_as):
    make_room(name="Alto")

    lines = read(client_as("owner").get("/dashboard/activity.csv", {"thing": "bookings_room"}))

    assert {line["table"] for line in lines} == {"bookings_room"}


def test_a_name_that_is_a_formula_stays_text(client_as):
    make_customer(name='=HYPERLINK("https://evil.example")')

    lines = read(client_as("owner").get("/dashboard/activity.csv", {"thing": "bookings_customer"}))

    assert not any(cell.startswith(("=", "+", "-", "@")) for line in lines for cell in line.values())


@pytest.mark.parametrize("role", ["front_desk", "viewer"])
def test_the_file_is_not_for_everybody(client_as, role):
    assert client_as(role).get("/dashboard/activity.csv").status_code == 403


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r", " =1+1", "\n@"])
def test_what_begins_like_a_formula_is_marked_as_text(start):
    assert harmless(f"{start}1").startswith("'")


def test_ordinary_cells_are_left_alone():
    assert csv_line(["Ann", None, 3, 'say "hi"']) == 'Ann,,3,"say ""hi"""\r\n'
