"""Every route has a row in the matrix, its view says the same, and requests are answered by it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.http import HttpResponse

from accounts.models import User
from accounts.permissions import MATRIX, Role, role_has
from accounts.services.roles import create_own_role
from audit.models import AuditEvent, Inspection
from bookings.models import (
    Booking,
    Customer,
    FieldSubject,
    FormField,
    GuestMessage,
    RoomCategory,
    RoomFeature,
    SpecialDay,
    Venue,
)
from bookings.services.bans import ban
from bookings.services.displays import add_display
from bookings.services.fields import add_field
from bookings.services.imports import upload_list
from bookings.services.kiosks import add_kiosk
from boom.access import ANYONE, SIGNED_IN, TOKEN
from boom.core import clock
from boom.core.actor import acting
from boom.core.ids import new_request_id
from boom.core.models import OutboxMessage
from notifications.services.texting import suppress
from payments.services.tills import open_till
from tenants.context import tenant_scope
from tenants.models import Business
from tests.access.matrix import NOT_FOR_THE_PUBLIC, OF_A_VENUE, OF_THE_PLATFORM, Row
from tests.conftest import TONIGHT, HostClient, client_of, twin
from tests.factories import make_customer, make_room, make_series
from tests.factories.api import make_api_key
from tests.factories.connections import made_connections
from tests.factories.house_terms import make_terms
from tests.factories.messages import make_chat, make_message
from tests.factories.payments import make_dispute, make_payment_link, make_payout, make_sale, take
from tests.factories.private_links import make_private_link
from tests.routes import PLATFORM, TENANT, Route, routes_of

OPEN = {ANYONE, TOKEN}
# What the mightier do in a test (dismissing the viewer) must not change what the others are tried with.
LEAST_FIRST = list(reversed(Role))
ROUTES = [pytest.param(route, id=str(route)) for route in routes_of(TENANT)]
GUARDED = [each for each in ROUTES if each.values[0].access not in OPEN]


def of_platform() -> list[Route]:
    return [route for route in routes_of(PLATFORM) if not route.name.startswith(NOT_FOR_THE_PUBLIC)]


@pytest.fixture(scope="module")
def own_values(kept: None) -> dict[str, object]:
    """Things of one's own that are there, for every route to be filled with."""
    with tenant_scope(twin("twin-a")), clock.set_to(TONIGHT):
        return made_values(TONIGHT)


def made_values(now: datetime) -> dict[str, object]:
    SpecialDay.objects.create(
        venue=Venue.objects.get(), starts_on="2026-12-24", ends_on="2026-12-26", is_closed=True
    )
    booking = Booking.objects.get()
    add_field(venue_id=Venue.objects.get().pk, subject=FieldSubject.BOOKING, label="Song list", kind="text")
    # A request of its own: its undo takes nothing else back that is made here.
    with acting(request_id=new_request_id()):
        barred = ban(email="ann@example.com", reason="Broke a door")
    till = open_till(venue_id=Venue.objects.get().pk, float_minor=0, now=now)
    payment = take(booking, 100, now=now)
    part = Inspection.objects.create(started_at=now).parts.create(check_name="holds", problems=1)
    return {
        "slug": Venue.objects.get().slug,
        "booking_id": booking.pk,
        "part_id": booking.pk,
        "room_id": booking.room_id,
        "special_day_id": SpecialDay.objects.get().pk,
        "feature_id": RoomFeature.objects.create(venue=Venue.objects.get(), name="Stage").pk,
        "category_id": RoomCategory.objects.create(venue=Venue.objects.get(), name="Lounge").pk,
        "field_id": FormField.objects.get().pk,
        "terms_id": (text := make_terms()).terms_id,
        "version_id": text.pk,
        "private_id": make_private_link(make_room(Venue.objects.get(), is_private=True)).pk,
        "kind": "add-ons",
        "table": "bookings",
        "list_id": 1,
        "rate_id": 1,
        "rule_id": 1,
        "voucher_id": 1,
        "pack_id": 1,
        "holiday_id": 1,
        "display_id": add_display(venue_id=Venue.objects.get().pk, room_id=None).pk,
        "kiosk_id": add_kiosk(venue_id=Venue.objects.get().pk, name="Door", seats_walk_ins=True)[0].pk,
        "reference": booking.reference,
        "customer_id": Customer.objects.get().pk,
        "other_id": make_customer().pk,
        "message_id": GuestMessage.objects.create(booking_id=Booking.objects.get().pk, words="Hello").pk,
        "import_id": upload_list(content=b"name,email\nAnn,a@b.example", file_name="a.csv", country="").pk,
        "ban_id": barred.pk,
        "user_id": User.objects.get(role="viewer").pk,
        "role_id": create_own_role(name="Host", permissions=["bookings.view_calendar"]).pk,
        "invitation_id": 1,
        "invitee_id": 1,
        "event_id": AuditEvent.objects.filter(table="bookings_ban").latest("id").pk,
        "finding_id": part.findings.create(key="1", words="Held too long").pk,
        "fix_name": "let-go",
        "delivery_id": 1,
        "suppression_id": suppress(channel="sms", address="+4420", reason="Stop").pk,
        "chat_id": make_chat().pk,
        "letter_id": make_message(booking, now=now).pk,
        "event": "booking.confirmed",
        "series_id": make_series(booking.room, [now + timedelta(days=1), now + timedelta(days=8)]).pk,
        "photo_id": 1,
        "payment_id": payment.pk,
        "document_id": payment.documents.get().pk,
        "till_id": till.pk,
        "link_id": make_payment_link(booking).pk,
        "dispute_id": make_dispute(payment).pk,
        "payout_id": make_payout(payment).pk,
        "sale_id": make_sale(Venue.objects.get()).pk,
        **made_connections(now),
        "entry_id": 1,
        "key_id": make_api_key(made_by=User.objects.get(role="owner"), now=now)[0].pk,
        "digest": "0",
        "token": "x" * 43,
        "user_key": "MQ",
        "mark": "abc",
    }


@pytest.fixture
def own_path(own_values: dict[str, object], business: Business, now: datetime) -> Callable[[Route], str]:
    """Fills a route with things of one's own that are there."""
    return lambda route: route.path(own_values)


def asked_to_sign_in(answer: HttpResponse) -> bool:
    return answer.status_code == 302 and answer["Location"].startswith("/accounts/sign-in/")


# ---- the matrix is whole -----------------------------------------------------------------------------


def test_every_route_of_a_venue_has_a_row_and_every_row_a_route():
    assert {route.name for route in routes_of(TENANT)} == OF_A_VENUE.keys()


def test_every_route_of_the_platform_has_a_row_and_every_row_a_route():
    assert {route.name for route in of_platform()} == OF_THE_PLATFORM.keys()


@pytest.mark.parametrize(
    ("route", "row"),
    [pytest.param(route, OF_A_VENUE.get(route.name), id=str(route)) for route in routes_of(TENANT)]
    + [
        pytest.param(route, OF_THE_PLATFORM.get(route.name), id=f"platform {route}")
        for route in of_platform()
    ],
)
def test_a_view_says_what_its_row_says(route: Route, row: Row):
    assert route.access == row.needs
    assert route.permissions == (() if row.needs in {ANYONE, TOKEN, SIGNED_IN} else (row.needs,))


def test_rows_name_permissions_that_there_are():
    named = {name for row in OF_A_VENUE.values() for name in (row.needs, row.to_change) if "." in name}

    assert named <= MATRIX.keys()


def test_every_permission_guards_something_or_is_asked_for_within_a_page():
    guarded = {name for row in OF_A_VENUE.values() for name in (row.needs, row.to_change)}

    # Setting prices aside is a reason on the forms of booking and moving, for those who may.
    assert MATRIX.keys() - guarded == {"bookings.override_price"}


def test_control_a_view_without_access_is_noticed():
    silent = Route("new", "new/", lambda request: HttpResponse(), ())

    with pytest.raises(AssertionError):
        test_a_view_says_what_its_row_says(silent, Row(ANYONE))


# ---- and it is kept ----------------------------------------------------------------------------------


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_gets_further_than_their_role(route: Route, method: str, own_path, signed_in):
    row, path = OF_A_VENUE[route.name], own_path(route)
    needed = {row.needs, row.to_change or row.needs} if method == "post" else {row.needs}

    for person in sorted(User.objects.all(), key=lambda person: LEAST_FIRST.index(person.role)):
        role = person.role
        answer = getattr(signed_in(person), method)(path)
        may = needed <= {*OPEN, SIGNED_IN} or all(role_has(role, permission) for permission in needed)
        refused = answer.status_code == 403
        assert answer.status_code < 500
        assert not (may and refused), f"{role} may {method} {path}"
        assert may or refused or answer.status_code == 405, f"{role} may not {method} {path}"
        assert row.needs in OPEN or not asked_to_sign_in(answer)


@pytest.mark.parametrize("route", ROUTES)
def test_whoever_is_not_signed_in_is_sent_to_do_so_and_back(route: Route, business: Business, own_path):
    path = own_path(route)

    for method in ("get", "post"):
        answer = getattr(client_of(business), method)(path)
        if OF_A_VENUE[route.name].needs in OPEN:
            assert "next=" not in answer.get("Location", "")
            assert answer.status_code < 500
        else:
            assert asked_to_sign_in(answer) or answer.status_code == 405
            assert answer.status_code == 405 or f"next={path}" in answer["Location"]


@pytest.mark.parametrize("route", GUARDED)
def test_a_piece_of_a_page_is_not_given_to_whoever_is_not_signed_in(
    route: Route, business: Business, own_path
):
    answer = client_of(business).htmx("get", own_path(route))

    assert answer.status_code in {401, 405}
    assert answer.content == b""


@pytest.mark.parametrize("route", ROUTES)
def test_looking_changes_nothing(route: Route, own_path, signed_in):
    path = own_path(route)
    clients = [signed_in(None), signed_in(User.objects.get(role="owner"))]
    before = (AuditEvent.objects.count(), OutboxMessage.objects.count())

    clients[0].get(path)
    clients[1].get(path)
    clients[1].get(path, headers={"hx-request": "true"})
    clients[1].head(path)
    clients[1].options(path)

    assert (AuditEvent.objects.count(), OutboxMessage.objects.count()) == before


@pytest.mark.parametrize("route", [pytest.param(route, id=str(route)) for route in of_platform()])
def test_looking_at_the_platform_changes_nothing(route: Route, platform_client: HostClient, public):
    before = (AuditEvent.objects.count(), OutboxMessage.objects.count())

    for method in (platform_client.get, platform_client.head, platform_client.options):
        assert method(route.path({})).status_code < 500

    assert (AuditEvent.objects.count(), OutboxMessage.objects.count()) == before


# ---- Django's admin: super admins only, by its own rule ----------------------------------------------


@pytest.mark.parametrize("path", ["/admin/", "/admin/tenants/business/", "/admin/tenants/business/1/change/"])
def test_the_admin_is_for_super_admins(path: str, public, platform_client: HostClient):
    anonymous = platform_client.get(path)
    clerk = User.objects.create(email="clerk@example.com", name="Clerk", role="owner")
    platform_client.force_login(clerk)
    signed_in = platform_client.get(path)

    assert (anonymous.status_code, signed_in.status_code) == (302, 302)
    assert "/admin/login/" in anonymous["Location"]
    assert "/admin/login/" in signed_in["Location"]


def test_a_venue_has_no_admin(owner_client: HostClient):
    assert owner_client.get("/admin/").status_code == 404
