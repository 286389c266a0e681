"""Private rooms: nobody finds them but by a link or a code, and the server holds to it."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from bookings.domain.interval import Interval
from bookings.domain.private_rooms import opening
from bookings.errors import RulesBroken
from bookings.models import Booking, PrivateLink, PrivateUse, Room, Venue
from bookings.private_addresses import private_token
from bookings.services.customers import Contact
from bookings.services.holds import confirm_hold, expire_holds, hold_slot, release_hold
from bookings.services.private_links import revoke_private_link
from boom.core import clock, throttle
from boom.core.errors import Invalid
from tests.factories import make_room, make_venue
from tests.factories.private_links import make_private_link

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
HOUR = timedelta(hours=1)
NINE = "20261121T2100Z"
ANN = Contact(name="Ann", email="ann@example.com")
WHO = {"name": "Ann", "email": "ann@example.com", "country": "GB"}
PAGE, HERE = "/dashboard/settings/private/", "?venue=velvet"


@pytest.fixture
def venue(business) -> Venue:
    Venue.objects.update(is_published=False)
    venue = make_venue(name="Velvet Rooms", slug="velvet", cancel_until=0)
    make_room(venue, name="Duet", capacity_max=4, order=1)
    return venue


@pytest.fixture
def attic(venue) -> Room:
    return make_room(venue, name="Attic", capacity_max=4, order=2, is_private=True)


def path_of(link: PrivateLink) -> str:
    return f"/private/{private_token(link.link_nonce)}/"


def text_of(response) -> str:
    return response.content.decode()


def held(room: Room, link: PrivateLink | None, *, hours: int = 1, **more: object) -> Booking:
    now = clock.now()
    with opening({room.pk: link.pk if link else None}):
        span = Interval.lasting(now + hours * HOUR, HOUR)
        return hold_slot(room_id=room.pk, span=span, party_size=2, now=now, **more)


# ---- nobody finds it ------------------------------------------------------------------------------------


def test_it_is_nowhere_for_who_has_no_link(customer_client, attic):
    wish = "?minutes=60&people=2&day=2026-11-21"
    asked = f"/{wish}&room={attic.pk}&start={NINE}"

    pages = [
        text_of(customer_client.get(path))
        for path in (f"/{wish}", f"/availability.json{wish}", asked, "/waitlist/")
    ]

    assert "Duet" in pages[0]
    assert ["Attic" in page for page in pages] == [False] * 4


@pytest.mark.parametrize("key", ["", "x" * 43, "x" * 500])
def test_its_number_alone_does_not_hold_it(customer_client, attic, key):
    wish = {"start": NINE, "minutes": 60, "people": 2, "room": attic.pk, "key": key}

    answer = customer_client.post("/book/hold/", wish)

    assert (answer.status_code, Booking.objects.filter(room=attic).count()) == (422, 0)
    with pytest.raises(RulesBroken, match="only be booked by the venue"):
        hold_slot(
            room_id=attic.pk, span=Interval.lasting(clock.now() + HOUR, HOUR), party_size=2, now=clock.now()
        )


def test_staff_book_it_as_any_other(owner_client, attic):
    page = text_of(owner_client.get("/dashboard/bookings/new/?venue=velvet&day=2026-11-21"))

    assert "Attic" in page


# ---- who has the link -----------------------------------------------------------------------------------


def test_by_the_link_it_is_found_held_booked_and_changed_without_cookies(
    customer_client, owner_client, attic
):
    link = make_private_link(attic)

    arrived = customer_client.get(path_of(link))
    page = customer_client.get(f"{arrived.url}&minutes=60&people=2&day=2026-11-21&start={NINE}")
    key = re.search(r'name="key" value="([^"]+)"', text_of(page)).group(1)
    customer_client.cookies.clear()
    wish = {"start": NINE, "minutes": 60, "people": 2, "room": attic.pk, "key": key}
    details = customer_client.post("/book/hold/", wish).url
    booked = customer_client.post(details, WHO).url
    change = text_of(customer_client.get(f"{booked}change/"))
    drawer = text_of(owner_client.get(f"/dashboard/bookings/{Booking.objects.get(room=attic).pk}/"))

    hold = Booking.objects.get(room=attic)
    assert arrived.url == f"/?key={key}"
    assert "Attic" in text_of(page)
    assert (page["Referrer-Policy"], "no-store" in page["Cache-Control"]) == ("same-origin", True)
    assert (hold.status, PrivateUse.objects.get().link, hold.came_from.get("key")) == (
        "confirmed",
        link,
        None,
    )
    assert "Attic" in change
    assert "Members" in drawer


def test_a_code_opens_it_however_it_is_written_and_a_wrong_one_says_nothing(customer_client, attic):
    make_private_link(attic, code="Open Sesame")
    over = make_room(attic.venue, name="Cellar", is_private=True)
    make_private_link(over, code="yesterday", ends_on=date(2026, 11, 20))

    good = customer_client.post("/private/", {"code": " opensesame"})
    wrong = [customer_client.post("/private/", {"code": code}) for code in ("nonsense", "yesterday", "")]
    shown = [text_of(customer_client.get(answer.url)) for answer in wrong]

    assert "Attic" in text_of(customer_client.get(good.url))
    assert [answer.url for answer in wrong] == ["/"] * 3
    assert ["This code opens nothing." in page and "Cellar" not in page for page in shown[:1]] == [True]
    assert "Have a code?" in shown[0]


def test_codes_are_not_guessed(customer_client, attic):
    guesses = [f"guess-{number}" for number in range(throttle.CODES.most + 1)]

    answers = [customer_client.post("/private/", {"code": guess}) for guess in guesses]

    assert [answers[0].status_code, answers[-1].status_code] == [302, 429]


def test_what_was_ended_or_is_over_opens_nothing(customer_client, attic):
    ended = make_private_link(attic)
    good = customer_client.get(path_of(ended)).url
    revoke_private_link(private_id=ended.pk, now=clock.now())
    last = make_private_link(attic, ends_on=date(2026, 11, 21))
    over = make_private_link(attic, ends_on=date(2026, 11, 20))

    codes = [customer_client.get(path_of(link)).status_code for link in (ended, over, last)]

    assert codes == [404, 404, 302]
    assert "Attic" not in text_of(customer_client.get(good))


def test_a_link_is_of_its_own_venue_and_rooms(customer_client, attic):
    cellar = make_room(attic.venue, name="Cellar", is_private=True)
    elsewhere = make_venue(name="Other", slug="other", is_published=False)
    loft = make_room(elsewhere, name="Loft", is_private=True)

    page = text_of(customer_client.get(customer_client.get(path_of(make_private_link(attic))).url))

    assert ("Attic" in page, "Cellar" in page, "Loft" in page) == (True, False, False)
    for rooms in ([loft.pk], [Room.objects.get(name="Duet").pk], []):
        with pytest.raises(Invalid):
            make_private_link(cellar, room_ids=rooms)


# ---- so many times --------------------------------------------------------------------------------------


def test_it_is_good_for_so_many_bookings_and_what_is_let_go_counts_no_more(attic):
    link = make_private_link(attic, most_uses=2)
    first, second = held(attic, link), held(attic, link, hours=2)
    confirm_hold(booking_id=first.pk, contact=ANN, now=clock.now())

    with pytest.raises(RulesBroken, match="as often"):
        held(attic, link, hours=3)
    release_hold(booking_id=second.pk, now=clock.now())
    third = held(attic, link, hours=3)

    # The second's time is not taken, but the link's uses are.
    with pytest.raises(RulesBroken, match="as often"):
        held(attic, link, hours=4)
    assert list(PrivateUse.objects.values_list("booking_id", flat=True).order_by("id"))[-1] == third.pk


def test_a_hold_that_ran_out_is_not_booked_once_others_used_the_link_up(attic):
    link = make_private_link(attic, most_uses=1)
    first = held(attic, link, until=clock.now() + timedelta(minutes=1))
    later = clock.now() + timedelta(minutes=2)
    expire_holds(now=later)
    held(attic, link, hours=2)

    with pytest.raises(RulesBroken, match="as often"):
        confirm_hold(booking_id=first.pk, contact=ANN, now=later)


# ---- giving them out ------------------------------------------------------------------------------------


def test_the_owner_makes_copies_and_ends_a_link(owner_client, attic):
    wish = {"name": "Members", "room_ids": [attic.pk], "code": "members24", "most_uses": 5}

    owner_client.post(PAGE + HERE, wish)
    link = PrivateLink.objects.get()
    again = owner_client.post(PAGE + HERE, {**wish, "name": "Others", "code": "MEMBERS 24"})
    page = text_of(owner_client.get(PAGE + HERE))
    owner_client.post(f"{PAGE}{link.pk}/end/")

    link.refresh_from_db()
    assert path_of(link) in page
    assert "Booked 0 of 5 times." in page
    assert "members24" not in page + link.code_hash
    assert (again.status_code, list(again.context["form"].errors)) == (422, ["code"])
    assert link.revoked_at is not None
