"""Every address of a venue, tried with the other twin's ids, links, session and cookies.

Both twins have the same keys, so what a query forgets to keep apart would show the other's words; and the
other has rows whose keys are nobody's here, so what is looked up elsewhere would be found. Nothing of the
other comes back (conftest.HostClient reads every answer), and nothing of it changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from accounts.models import Invitation, OwnRole, User
from accounts.permissions import Role
from accounts.services import invite
from accounts.services.roles import create_own_role
from accounts.tokens import HandOverTokens, ResetTokens, invitation_token
from audit.models import AuditEvent, Finding, Inspection
from bookings.display_links import token_from as token_of_display
from bookings.invitee_links import token_of as token_of_invitee
from bookings.models import (
    AddOn,
    Ban,
    Booking,
    Customer,
    CustomerImport,
    Display,
    FieldSubject,
    FormField,
    GiftVoucher,
    GuestMessage,
    Holiday,
    HourPack,
    HouseTerms,
    Invitee,
    Kiosk,
    PriceList,
    PrivateLink,
    Rate,
    Room,
    RoomCategory,
    RoomFeature,
    RoomPhoto,
    Series,
    SpecialDay,
    TermsVersion,
    Venue,
    WaitlistEntry,
)
from bookings.services.bans import ban
from bookings.services.customer_links import issue_customer_link
from bookings.services.displays import add_display
from bookings.services.fields import add_field
from bookings.services.guests import send_guest_message
from bookings.services.hour_packs import sell_hours
from bookings.services.imports import upload_list
from bookings.services.invitees import invite as invite_along
from bookings.services.kiosks import add_kiosk
from bookings.services.links import issue_manage_link
from bookings.services.photos import add_photo
from bookings.waitlist_links import token_of
from boom.core import clock
from boom.core.models import OutboxDelivery, OutboxMessage
from boom.core.outbox import publish
from integrations.models import (
    ApiKey,
    CalendarAccount,
    CalendarFeed,
    EmbedSite,
    ExternalCalendar,
    WebhookDelivery,
    WebhookEndpoint,
)
from notifications.models import Chat, Message, Suppression
from notifications.services.texting import suppress
from payments.models import Dispute, Document, Payment, PaymentLink, Payout, Till, VoucherSale
from payments.selectors.links import token_of as token_of_payment
from payments.selectors.vouchers import FOR_BUYER
from payments.selectors.vouchers import token_of as token_of_voucher
from payments.services.tills import open_till
from tenants.context import tenant_scope
from tenants.models import Business
from tenants.provisioning.schemas import owner_connection
from tests.conftest import TONIGHT, client_of, twin
from tests.drills import among
from tests.factories import make_booking, make_room, make_series, make_user
from tests.factories.api import make_api_key
from tests.factories.connections import made_connections
from tests.factories.house_terms import make_terms
from tests.factories.messages import make_chat, make_message
from tests.factories.payments import make_dispute, make_payment_link, make_payout, make_sale, take
from tests.factories.pictures import picture_file
from tests.factories.prices import make_add_on, make_price_list, make_voucher
from tests.factories.private_links import make_private_link
from tests.factories.waitlist import make_waiting
from tests.routes import TENANT, Route, routes_of
from tests.twins import CANARIES

ROUTES = [pytest.param(route, id=str(route)) for route in routes_of(TENANT)]
# A kind of rule or message is nobody's own.
PIECED = [
    each for each in ROUTES if any(name not in {"kind", "event", "table"} for name, _ in each.values[0].parts)
]
OF_ITS_OWN = (
    Room, RoomPhoto, Booking, Customer, Ban, GuestMessage, CustomerImport, User, SpecialDay, FormField,
    RoomFeature, RoomCategory,
    Invitation, OwnRole, OutboxMessage, OutboxDelivery, AuditEvent, Series, WaitlistEntry,
    AddOn, GiftVoucher, Holiday, HourPack, PriceList, Rate, Finding, Display, Payment, Document, Till,
    PaymentLink, Dispute, Payout, VoucherSale, Message, Suppression, ApiKey, WebhookEndpoint, WebhookDelivery,
    CalendarFeed, ExternalCalendar, EmbedSite, Invitee, CalendarAccount, Chat, HouseTerms, TermsVersion,
    PrivateLink, Kiosk,
)  # fmt: skip
ANYBODY = None
# Whoever may more also meets what others meet: all of them are asked where all drills are.
WHO = among([ANYBODY, Role.OWNER, *(role for role in Role if role is not Role.OWNER)], ordinary=2)


@dataclass(frozen=True)
class Theirs:
    """What belongs to the other twin: ids that are nobody's here, good links, a live session."""

    ids: dict[str, int]
    tokens: list[dict[str, str]]
    session: str
    hold: str
    digest: str
    reference: str


def somebodys(business: Business, now: datetime, canary: str) -> Theirs:
    """Rows of every kind, and every kind of capability, in the present scope."""
    venue = Venue.objects.get()
    room = make_room(venue, name=f"Room {canary}", description=f"Words {canary}")
    booking = make_booking(
        room=room, starts_at=now + timedelta(hours=2), note=f"note {canary}", guest_name=f"Guest {canary}"
    )
    person = make_user(name=f"Person {canary}", email=f"person@{canary}.example", role="manager")
    special = SpecialDay.objects.create(
        venue=venue, starts_on="2026-12-24", ends_on="2026-12-24", is_closed=True, reason=f"Party {canary}"
    )
    photo = add_photo(room_id=room.pk, content=picture_file(), words=f"Stage {canary}")
    waits = make_waiting(venue, now=now, name=f"Waits {canary}", first_day=now.date())
    field = add_field(
        venue_id=venue.pk, subject=FieldSubject.BOOKING, label=f"Question {canary}", kind="text"
    )
    word = send_guest_message(booking_id=booking.pk, words=f"Hello {canary}")
    asked = invite_along(booking_id=booking.pk, name=f"Ben {canary}", email=f"ben@{canary}.example", now=now)
    file = f"name,email\n{canary},new@{canary}.example".encode()
    brought = upload_list(content=file, file_name=f"{canary}.csv", country="")
    barred = ban(reason=f"Broke a door {canary}", customer_id=booking.customer_id)
    role = create_own_role(name=f"Host {canary}", permissions=["bookings.view_calendar"])
    invitation = invite(email=f"new@{canary}.example", role="viewer", invited_by_id=person.pk, now=now)
    message = publish("test.happened", words=canary)
    delivery = OutboxDelivery.objects.create(message=message, handler="test", state="dead", last_error=canary)
    series = make_series(room, [now + timedelta(days=9)], guest_name=f"Every week {canary}")
    prices = make_price_list(venue, {"name": f"Rate {canary}", "price_minor": 100}, name=f"List {canary}")
    add_on = make_add_on(venue, name=f"Platter {canary}")
    holiday = Holiday.objects.create(venue=venue, day="2026-12-25", name=f"Feast {canary}")
    hours = sell_hours(
        customer_id=booking.customer_id or 0,
        venue_id=venue.pk,
        name=f"Ten hours {canary}",
        minutes=600,
        price_minor=25000,
    )
    part = Inspection.objects.create(started_at=now).parts.create(check_name="holds", problems=1)
    found = part.findings.create(key=str(booking.pk), words=f"Held too long {canary}")
    screen = add_display(venue_id=venue.pk, room_id=room.pk)
    kiosk, _carried = add_kiosk(venue_id=venue.pk, name=f"Door {canary}", seats_walk_ins=True)
    till = open_till(venue_id=venue.pk, float_minor=0, now=now)
    payment = take(booking, 100, now=now, note=f"Slip {canary}")
    link = make_payment_link(booking, words=f"Drinks {canary}")
    sale = make_sale(venue, buyer_name=f"Giver {canary}", message=f"Enjoy {canary}")
    terms = make_terms(venue, title=f"Rules {canary}")
    private = make_private_link(make_room(venue, is_private=True), name=f"For {canary}")
    manage = issue_manage_link(booking_id=booking.pk, now=now)
    key = urlsafe_base64_encode(force_bytes(person.pk))
    return Theirs(
        ids={
            "booking_id": booking.pk,
            "part_id": booking.pk,
            "room_id": room.pk,
            "photo_id": photo.pk,
            "entry_id": waits.pk,
            "customer_id": booking.customer_id or 0,
            "other_id": booking.customer_id or 0,
            "ban_id": barred.pk,
            "import_id": brought.pk,
            "message_id": word.pk,
            "invitee_id": asked.pk,
            "user_id": person.pk,
            "role_id": role.pk,
            "special_day_id": special.pk,
            "field_id": field.pk,
            "feature_id": RoomFeature.objects.create(venue=venue, name=f"Stage {canary}").pk,
            "category_id": RoomCategory.objects.create(venue=venue, name=f"Kind {canary}").pk,
            "list_id": prices.pk,
            "rate_id": prices.rates.get().pk,
            "rule_id": add_on.pk,
            "voucher_id": make_voucher(venue, note=f"For {canary}").pk,
            "holiday_id": holiday.pk,
            "pack_id": hours.pk,
            "invitation_id": invitation.pk,
            "event_id": AuditEvent.objects.latest("id").pk,
            "delivery_id": delivery.pk,
            "series_id": series.pk,
            "finding_id": found.pk,
            "display_id": screen.pk,
            "kiosk_id": kiosk.pk,
            "payment_id": payment.pk,
            "document_id": payment.documents.get().pk,
            "till_id": till.pk,
            "link_id": link.pk,
            "suppression_id": suppress(channel="email", address=f"x@{canary}.example", reason="Stop").pk,
            "chat_id": make_chat(name=f"Chat {canary}").pk,
            "letter_id": make_message(booking, now=now, to_address=f"ann@{canary}.example").pk,
            "dispute_id": make_dispute(payment, evidence={"customer_name": canary}).pk,
            "payout_id": make_payout(payment, failure=f"Closed {canary}").pk,
            "sale_id": sale.pk,
            "terms_id": terms.terms_id,
            "version_id": terms.pk,
            "private_id": private.pk,
            "key_id": make_api_key(made_by=person, now=now, name=f"Till {canary}")[0].pk,
            **made_connections(now, canary),
        },
        digest=photo.photo_id,
        reference=booking.reference,
        tokens=[
            {"token": manage, "user_key": key},
            {"token": invitation_token(invitation), "user_key": key},
            {"token": token_of(waits), "user_key": key},
            {"token": ResetTokens(now=now).make_token(person), "user_key": key},
            {"token": HandOverTokens(now=now).make_token(person), "user_key": key},
            {
                "token": issue_customer_link(customer_id=booking.customer_id or 0, now=now),
                "user_key": key,
            },
            {"token": token_of_invitee(asked), "user_key": key},
            {"token": token_of_display(screen.link_nonce), "user_key": key},
            {"token": token_of_payment(link.nonce), "user_key": key},
            {"token": token_of_voucher(sale.nonce), "user_key": key},
            {"token": token_of_voucher(sale.nonce, purpose=FOR_BUYER), "user_key": key},
        ],
        session=client_of(business, person).cookies["boom"].value,
        hold=manage,
    )


@pytest.fixture(scope="session")
def keys_of_its_own(django_db_setup: None) -> None:
    """From now on the other twin's new rows have keys that nobody has here."""
    with owner_connection() as owner:
        [schema] = owner.execute(
            "SELECT schema_name FROM public.tenants_business WHERE subdomain = 'twin-b'"
        ).fetchone() or [""]
        for model in OF_ITS_OWN:
            owner.execute(
                "SELECT setval(pg_get_serial_sequence(%s, 'id'), 90000)", [f"{schema}.{model._meta.db_table}"]
            )


@pytest.fixture(scope="module")
def made_there(keys_of_its_own: None, kept: None) -> Theirs:
    """The other twin's things; none of their ids means anything here."""
    other = twin("twin-b")
    with tenant_scope(other), clock.set_to(TONIGHT):
        found = somebodys(other, TONIGHT, CANARIES["twin-b"])
    assert min(found.ids.values()) > 90_000
    return found


@pytest.fixture(scope="module")
def is_untouched(made_there: Theirs) -> Callable[[], bool]:
    """Whether the other twin is as it was before the first test; each test is undone."""
    other = twin("twin-b")
    before = state_of(other)
    return lambda: state_of(other) == before


@pytest.fixture
def theirs(made_there: Theirs, business: Business, now: datetime) -> Theirs:
    return made_there


def state_of(business: Business) -> list[tuple[str, str]]:
    """A digest of every row of a business, log-ins and their times apart."""
    with tenant_scope(business), connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables"
            " WHERE schemaname = current_schema() AND tablename <> 'django_session'"
        )
        row = "(to_jsonb(t) - 'last_seen_at' - 'last_login')::text"
        question = " UNION ALL ".join(
            f"SELECT '{name}', md5(coalesce(string_agg({row}, '' ORDER BY {row}), '')) FROM {name} t"
            for (name,) in cursor.fetchall()
        )
        cursor.execute(question)
        return sorted(cursor.fetchall())


def values_with(theirs: Theirs) -> Iterator[dict[str, object]]:
    """Every way to fill a route with what is theirs."""
    for tokens in theirs.tokens:
        yield {
            "slug": "no-such-venue",
            "mark": "abcdef",
            "kind": "add-ons",
            "table": "bookings",
            "event": "booking.confirmed",
            "fix_name": "let-go",
            "digest": theirs.digest,
            "reference": theirs.reference,
            **theirs.ids,
            **tokens,
        }


def body_with(theirs: Theirs) -> dict[str, Any]:
    """What forms may be filled with: their rooms and people by id, everything else in order."""
    ids = theirs.ids
    return {
        "room": ids["room_id"],
        "rooms": [ids["room_id"]],
        "booking": ids["booking_id"],
        "user": ids["user_id"],
        "version": 1,
        "day": "2026-11-21",
        "until_day": "2026-11-21",
        "start": "20:00",
        "until": "21:00",
        "length": 60,
        "at": 12,
        "name": "Ann",
        "email": "ann@example.com",
        "party_size": 2,
        "source": "phone",
        "role": "viewer",
        "reason": "Paint",
        "instead": f"20261121T2000Z {ids['room_id']}",
        "minutes": 60,
        "people": 2,
        "direction": "up",
        "amount": "1",
        "method": "cash",
        "float": "1",
        "counted_cash": "1",
    }


def first_of(who: Role | None) -> User | None:
    return User.objects.filter(role=who).order_by("id").first() if who else None


@pytest.mark.parametrize("route", PIECED)
def test_what_is_the_others_is_not_there(route: Route, theirs: Theirs, is_untouched, signed_in):
    for who in WHO:
        client = signed_in(first_of(who))
        for values in values_with(theirs):
            for answer in (
                client.get(route.path(values)),
                client.post(route.path(values), body_with(theirs)),
            ):
                to_sign_in = answer.status_code == 302 and "/accounts/sign-in/" in answer["Location"]
                assert answer.status_code in {403, 404, 405} or to_sign_in or is_a_dead_link(route, answer)
            if "token" not in route.pattern:
                break

    assert is_untouched()


def is_a_dead_link(route: Route, answer: Any) -> bool:
    """Links that come by mail are taken out of the address first; what they lead to says they are no good."""
    return route.name in {"accounts:reset-link", "accounts:invitation", "accounts:hand-over"} and (
        answer.status_code in {302, 410}
    )


@pytest.mark.parametrize("name", ["accounts:reset-link", "accounts:invitation", "accounts:hand-over"])
def test_the_others_mailed_links_lead_to_nothing(name: str, business: Business, theirs: Theirs):
    route = next(route for route in routes_of(TENANT) if route.name == name)

    for values in values_with(theirs):
        client = client_of(business)
        first = client.get(route.path(values))
        last = client.get(first["Location"]) if first.status_code == 302 else first
        posted = client.post(first.get("Location", route.path(values)), {"password": "a long new password"})

        assert last.status_code in {404, 410} or "/accounts/sign-in/" in first.get("Location", "")
        assert posted.status_code in {302, 403, 404, 405, 410, 422}
        assert client.session.get("_auth_user_id") is None


@pytest.mark.parametrize("route", ROUTES)
def test_the_others_log_in_is_none_here(route: Route, business: Business, theirs: Theirs):
    with_theirs, as_nobody = client_of(business), client_of(business)
    with_theirs.cookies["boom"] = theirs.session
    with_theirs.cookies["hold"] = theirs.hold
    path = route.path({**route.values(), "slug": "none", "mark": "abcdef", **own_ids(), "user_key": "MQ"})

    for method in ("get", "post"):
        answers = [getattr(client, method)(path) for client in (with_theirs, as_nobody)]
        assert {answer.status_code for answer in answers} == {answers[0].status_code}
        assert len({answer.get("Location") for answer in answers}) == 1


def own_ids() -> dict[str, int]:
    booking = Booking.objects.order_by("id").first()
    person = User.objects.order_by("id").first()
    assert booking is not None
    assert person is not None
    return {
        "booking_id": booking.pk,
        "part_id": booking.pk,
        "room_id": booking.room_id,
        "customer_id": booking.customer_id or 0,
        "user_id": person.pk,
        "event_id": AuditEvent.objects.filter(table="bookings_occupancy").latest("id").pk,
    }


@pytest.mark.parametrize("route", ROUTES)
def test_equal_keys_show_ones_own_words_only(route: Route, business: Business, signed_in):
    """The twins' keys are the same: whatever is read by key alone would be the other's as well as ours."""
    slug = Venue.objects.get().slug
    path = route.path({**route.values(), "slug": slug, "mark": "a", **own_ids(), "user_key": "MQ"})

    for who in WHO:
        client = signed_in(first_of(who))
        for answer in (client.get(path), client.get(path, headers={"hx-request": "true"}), client.post(path)):
            assert answer.status_code < 500


FORMS = [
    ("/dashboard/bookings/new/", "manager"),
    ("/dashboard/blocks/new/", "manager"),
    ("/book/hold/", None),
]


@pytest.mark.parametrize(("path", "who"), FORMS)
def test_the_others_ids_in_a_form_choose_nothing(
    path: str, who: Role | None, theirs: Theirs, is_untouched, signed_in
):
    rows = Booking.objects.count()

    answer = signed_in(first_of(who)).post(path, body_with(theirs))

    assert answer.status_code in {404, 422}
    assert Booking.objects.count() == rows
    assert is_untouched()


QUERIES = ["booking={booking_id}", "room={room_id}", "rooms={room_id}", "q=Guest", "person={user_id}"]


@pytest.mark.parametrize(
    "path",
    [
        "/dashboard/",
        "/dashboard/agenda/",
        "/dashboard/bookings/",
        "/dashboard/customers/",
        "/dashboard/activity/",
        "/",
    ],
)
def test_the_others_ids_in_an_address_find_nothing(path: str, theirs: Theirs, signed_in):
    client = signed_in(first_of(Role.OWNER))

    for query in QUERIES:
        assert client.get(f"{path}?{query.format(**theirs.ids)}").status_code in {200, 404}


@pytest.mark.parametrize(
    "headers",
    [
        {"x-forwarded-host": "twin-b.localhost"},
        {"forwarded": "host=twin-b.localhost"},
        {"x-original-host": "twin-b.localhost"},
        {"x-tenant": "twin-b"},
        {"referer": "http://twin-b.localhost/dashboard/"},
        {"origin": "http://twin-b.localhost"},
    ],
)
def test_no_header_but_the_host_says_whose_page_it_is(headers: dict[str, str], business, signed_in):
    client = signed_in(first_of(Role.OWNER))

    plain, dressed = (client.get("/dashboard/rooms/", headers=given) for given in ({}, headers))

    assert dressed.status_code == plain.status_code == 200
    assert CANARIES["twin-a"] in dressed.content.decode()


def test_control_a_lookup_that_forgets_the_scope_is_caught(
    other_business: Business, theirs: Theirs, is_untouched, signed_in, monkeypatch: pytest.MonkeyPatch
):
    """The same walk over a view that finds things wherever they are."""
    from bookings.views import booking as views

    find = views.booking_called

    def anywhere(booking_id: int) -> object:
        with tenant_scope(other_business):
            return find(booking_id)

    monkeypatch.setattr(views, "booking_called", anywhere)
    route = next(route for route in routes_of(TENANT) if route.name == "dashboard:booking")

    with pytest.raises(AssertionError, match=CANARIES["twin-b"]):
        test_what_is_the_others_is_not_there(route, theirs, is_untouched, signed_in)
