"""The stored contract: the document programs were written for, and the client that is made of it."""

from __future__ import annotations

import copy
import filecmp
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from boom.api import api
from tools.api import CLIENT, DOCUMENT, as_text, breaking_changes, is_client_current, make_client

IS_LONG = os.environ.get("BOOM_DRILL") == "all"


def stored() -> dict[str, Any]:
    return json.loads(DOCUMENT.read_text())


def present() -> dict[str, Any]:
    return json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/")))


def test_the_api_is_what_its_stored_document_says():
    assert breaking_changes(stored(), present()) == [], "this breaks programs that were written for it"
    assert as_text(present()) == DOCUMENT.read_text(), "python -m tools.api writes it anew"


BREAKS = [
    (lambda doc: doc["paths"].pop("/api/v1/rooms"), "GET /api/v1/rooms is gone"),
    (
        lambda doc: doc["components"]["schemas"]["BookingShape"]["properties"].pop("reference"),
        "BookingShape.reference is gone",
    ),
    (
        lambda doc: doc["components"]["schemas"]["NewBooking"]["required"].append("party_size"),
        "NewBooking.party_size has to be sent",
    ),
    (
        lambda doc: doc["components"]["schemas"]["BookingShape"]["properties"]["version"].update(
            type="string"
        ),
        "BookingShape.version is string and was integer",
    ),
    (
        lambda doc: doc["components"]["schemas"]["Status"]["enum"].remove("confirmed"),
        "Status knows no 'confirmed' any more",
    ),
    (
        lambda doc: doc["paths"]["/api/v1/bookings"]["get"]["parameters"].append(
            {"name": "why", "in": "query", "required": True}
        ),
        "GET /api/v1/bookings asks for why",
    ),
    (
        lambda doc: doc["components"]["schemas"]["TokenPair"]["required"].remove("access_token"),
        "TokenPair.access_token is not always there any more",
    ),
]


@pytest.mark.parametrize(("change", "words"), BREAKS, ids=[words for _, words in BREAKS])
def test_what_breaks_programs_is_named(change, words):
    changed = copy.deepcopy(stored())
    change(changed)

    assert words in breaking_changes(stored(), changed)


def test_what_is_added_breaks_nobody():
    changed = copy.deepcopy(stored())
    changed["paths"]["/api/v1/new"] = {"get": {"responses": {"200": {}}}}
    changed["components"]["schemas"]["BookingShape"]["properties"]["new"] = {"type": "string"}

    assert breaking_changes(stored(), changed) == []


def test_the_client_is_made_of_the_stored_document():
    assert is_client_current(), "python -m tools.api makes it anew"


@pytest.mark.skipif(not IS_LONG, reason="generates a hundred files: BOOM_DRILL=all")
def test_nobody_wrote_into_the_client_by_hand(tmp_path: Path):
    make_client(tmp_path / "boom_client")

    assert differences(filecmp.dircmp(CLIENT, tmp_path / "boom_client", ignore=["__pycache__"])) == []


def differences(compared: filecmp.dircmp[str]) -> list[str]:
    found = [*compared.left_only, *compared.right_only, *compared.diff_files]
    return found + [name for each in compared.subdirs.values() for name in differences(each)]


@pytest.mark.django_db
def test_a_booking_is_taken_read_and_called_off_by_the_client(business, now, kept_open):
    import httpx

    sys.path.insert(0, str(CLIENT.parent))
    from boom_client import AuthenticatedClient
    from boom_client.api.bookings import create_booking, delete_booking, list_bookings
    from boom_client.models import NewBooking

    from accounts.models import User
    from boom.wsgi import application
    from integrations.tokens import access_token
    from tests.conftest import TONIGHT
    from tests.factories import make_room

    room = make_room()
    client = AuthenticatedClient(
        base_url=f"http://{business.host}",
        token=access_token(User.objects.get(role="owner"), now=now),
        httpx_args={"transport": httpx.WSGITransport(app=application)},
        raise_on_unexpected_status=True,
    )
    wanted = NewBooking(
        room_id=room.pk,
        starts_at=TONIGHT.replace(day=23),
        ends_at=TONIGHT.replace(day=23, hour=21),
        name="Priya Nair",
        party_size=2,
    )

    made = create_booking.sync(client=client, body=wanted)
    listed = list_bookings.sync(client=client, room_id=room.pk)
    gone = delete_booking.sync(client=client, booking_id=made.id)

    assert (made.status, made.total.amount_minor) == ("confirmed", 6000)
    assert [each.id for each in listed.data] == [made.id]
    assert gone.status == "cancelled"
