"""The venue's public page: what is shown, what is free, and what odd addresses do."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta

import pytest

from audit.models import AuditEvent
from bookings.models import Room, SpecialDay, Venue
from bookings.selectors.setup import forget_setups
from bookings.services.setup import change_venue
from bookings.views.availability import GATE
from boom.core import clock
from tests.conftest import client_of
from tests.factories import at, make_block, make_booking, make_room, make_venue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


@pytest.fixture
def venue(business):
    """The only venue here: three rooms of 2, 6 and 12 at 20, 30 and 50 an hour, open 18:00 to 04:00."""
    Venue.objects.update(is_published=False)
    venue = make_venue(
        name="Velvet Rooms", slug="velvet", address="1 Mare Street, Hackney", email="hi@velvet.example"
    )
    make_room(venue, name="Duet", capacity_max=2, price_per_hour_minor=2000, order=3)
    make_room(venue, name="Echo", capacity_max=6, price_per_hour_minor=3000, order=1, features=["step-free"])
    make_room(venue, name="Grand", capacity_min=4, capacity_max=12, price_per_hour_minor=5000, order=2)
    return venue


@pytest.fixture
def look(customer_client, venue):
    def get(**query: object):
        return customer_client.get("/", query)

    return get


def room(name) -> Room:
    return Room.objects.get(name=name)


def times(response) -> dict[str, str]:
    """Each start on the page with what is written under it."""
    chips = re.findall(r'class="slot[^>]*>.*?<b>(.*?)</b><small>(.*?)</small>', response.content.decode())
    return {time: re.sub("<.*?>", "", words) for time, words in chips}


def test_the_page_says_where_one_is_and_until_when_it_is_open(look):
    html = look().content.decode()

    assert "Velvet Rooms" in html
    assert "1 Mare Street, Hackney" in html
    assert "Open tonight until 04:00." in html
    assert "Times are London time." in html
    assert "Free to change or cancel until 1 day before." in html


def test_rooms_are_listed_with_size_features_price_and_the_next_free_time(look):
    make_booking(room=room("Echo"), starts_at=at("2026-11-21 18:00"), minutes=180)

    html = look().content.decode()

    listed = re.sub(r"\s+", " ", re.sub("<.*?>", " ", html[html.index("room-list") :]))
    assert "Echo Up to 6, step-free Next free Sat 21 Nov, 21:00 £30 an hour" in listed
    assert "Duet Up to 2 Next free Sat 21 Nov, 19:00 £20 an hour" in listed


def test_times_come_with_the_price_of_the_smallest_room_that_fits(look):
    found = times(look(people=2, minutes=60, day="2026-11-21"))

    assert found["19:00"] == "£20"
    assert found["03:00"] == "£20"
    assert "18:30" not in found
    assert "03:30" not in found


def test_a_bigger_party_sees_the_price_of_the_room_it_needs(look):
    assert times(look(people=8, minutes=60, day="2026-11-21"))["19:00"] == "£50"


def test_the_last_room_is_said_to_be_the_last_and_a_full_time_stays_visible(look):
    make_booking(room=room("Echo"), starts_at=at("2026-11-21 21:00"), minutes=60)
    make_booking(room=room("Duet"), starts_at=at("2026-11-21 22:00"), minutes=60)
    make_booking(room=room("Echo"), starts_at=at("2026-11-21 22:00"), minutes=60)

    found = times(look(people=2, minutes=60, day="2026-11-21"))

    assert (found["20:00"], found["21:00"], found["22:00"]) == ("£20", "1 left", "Full")


def test_a_venue_with_one_room_alarms_nobody(customer_client, business):
    Venue.objects.update(is_published=False)
    make_room(make_venue(), price_per_hour_minor=3000)

    assert set(times(customer_client.get("/", {"minutes": 60})).values()) == {"£30"}


def test_times_after_midnight_stand_under_their_own_date(look):
    html = look(day="2026-11-21", minutes=60).content.decode()

    assert re.findall(r"<legend>(Saturday.*?|After.*?)</legend>", html) == [
        "Saturday evening",
        'After midnight <span class="muted">early Sun 22 Nov</span>',
    ]


def test_the_chosen_time_shows_its_free_rooms_any_first_then_smallest_first(look):
    html = look(people=2, minutes=120, day="2026-11-21", start="20261121T2100Z").content.decode()

    cards = re.findall(
        r'name="room" value="(\w+)".*?(checked)?>.*?<bdi>(.*?)</bdi>.*?class="price">(.*?)<', html
    )
    assert [(name, price, bool(checked)) for _, checked, name, price in cards] == [
        ("Any room", "£40", True),
        ("Duet", "£40", False),
        ("Echo", "£60", False),
    ]
    assert "Sat 21 Nov, 21:00 for 2 h" in html
    assert "2 people, Duet. £40 total" in html


def test_htmx_gets_the_form_and_nothing_around_it(customer_client, venue):
    response = customer_client.htmx("get", "/", {"people": 2, "minutes": 60})

    html = response.content.decode()
    assert html.strip().startswith('<form id="slots"')
    assert "<html" not in html
    assert "HX-Request" in response["Vary"]


def test_the_day_strip_shows_how_full_nights_are(look):
    for hour in range(18, 24):
        for name in ("Duet", "Echo"):
            make_booking(room=room(name), starts_at=at(f"2026-11-22 {hour}:00"), minutes=60)

    html = look(people=2).content.decode()

    sunday = re.search(r'value="2026-11-22".*?</label>', html).group()
    assert 'class="fullness p-60"' in sunday
    assert "November, filling up" in sunday


def test_a_month_of_dates_can_be_opened(look):
    html = look(day="2026-11-21", dates="2026-12").content.decode()

    assert "December 2026" in html
    assert re.search(r'value="2026-12-31"', html)
    assert "dates=2027-01" in html


def test_a_closed_day_says_why_and_when_it_opens_again(look, venue):
    SpecialDay.objects.create(
        venue=venue,
        starts_on=date(2026, 11, 24),
        ends_on=date(2026, 11, 25),
        is_closed=True,
        reason="Redecorating",
    )

    html = look(day="2026-11-24").content.decode()

    assert "Closed on Tue 24 Nov" in html
    assert "Redecorating" in html
    assert re.search(r'day=2026-11-26[^"]*"[^>]*>Go to Thu 26 Nov', html)


def test_a_party_for_which_no_room_is_large_enough_is_told_what_there_is(look):
    html = look(people=40).content.decode()

    assert "No room for 40 people" in html
    assert "Our rooms take 1 to 12 people. For other parties, get in touch." in html
    assert "Show rooms for 12 people" in html
    assert "hi@velvet.example" in html


def test_nobody_is_asked_to_get_in_touch_who_cannot(look, venue):
    change_venue(venue_id=venue.pk, phone="", email="")

    html = look(people=40).content.decode()

    assert "Our rooms take 1 to 12 people." in html
    assert "get in touch" not in html


def test_a_venue_without_rooms_says_so_and_shows_no_empty_form(customer_client, business):
    Venue.objects.update(phone="+442079460123")

    html = customer_client.get("/", {"people": 40, "dates": "2026-12"}).content.decode()

    assert "No rooms to book online yet" in html
    assert "+44 20 7946 0123" in html
    assert 'name="people"' not in html


def test_a_full_night_offers_a_shorter_time_and_the_next_day(look):
    for name in ("Duet", "Echo"):
        for hour in (18, 20, 22):
            make_booking(room=room(name), starts_at=at(f"2026-11-23 {hour}:00"), minutes=90)
        make_booking(room=room(name), starts_at=at("2026-11-24 00:00"), minutes=210)
    make_block(room=room("Grand"), starts_at=at("2026-11-23 18:00"), minutes=600)

    html = look(people=2, minutes=120, day="2026-11-23").content.decode()

    assert "Full on Mon 23 Nov" in html
    assert "Show 30 min instead" not in html
    assert "Go to Tue 24 Nov" in html


def test_an_unpublished_venue_says_it_is_coming(customer_client, business):
    Venue.objects.update(is_published=False, phone="+442079460123")

    html = customer_client.get("/").content.decode()

    assert "does not take bookings online yet" in html
    assert "+44 20 7946 0123" in html
    assert 'id="slots"' not in html


def test_several_venues_are_offered_to_choose_from(customer_client, venue):
    other = make_venue(name="Second Stage", slug="second")
    make_room(other)

    chooser = customer_client.get("/").content.decode()
    one = customer_client.get("/v/second/")

    assert "Velvet Rooms" in chooser
    assert 'href="/v/second/"' in chooser
    assert one.status_code == 200
    assert customer_client.get("/v/nowhere/").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        {"day": "yesterday"},
        {"day": "2026-02-30"},
        {"day": "0001-01-01"},
        {"day": "9999-12-31"},
        {"day": "2026-11-21\x00"},
        {"minutes": "-1"},
        {"minutes": "99999999999999999999"},
        {"minutes": "1.5"},
        {"people": "0"},
        {"people": "-3"},
        {"people": "10" * 40},
        {"people": "٣"},
        {"start": "20269999T9999Z"},
        {"start": "'; DROP TABLE"},
        {"start": "20261121T2100Z", "minutes": "420"},
        {"room": "9223372036854775808"},
        {"room": "1 OR 1=1"},
        {"dates": "2026-13"},
        {"dates": "2999-01"},
        {"dates": "2026-11", "day": "2027-06-01"},
        {"x" * 500: "y" * 2000},
        {"day": "2026-11-20"},
        {"day": "2027-11-20"},
        {"start": "20261120T2100Z"},
    ],
)
def test_no_address_breaks_the_page(look, query):
    response = look(**query)

    assert response.status_code == 200
    assert 'id="slots"' in response.content.decode()


def test_what_was_put_right_is_said(look):
    assert "Part of that address made no sense" in look(day="soon").content.decode()
    assert "That day is over" in look(day="2026-11-01").content.decode()
    assert (
        "Bookings open 90 days ahead: Fri 19 Feb is the last one" in look(day="2027-04-01").content.decode()
    )
    assert "Bookings cannot last 17 h here, so these are for 8 h." in look(minutes=1020).content.decode()


def test_a_time_that_was_taken_meanwhile_is_named(look):
    for name in ("Duet", "Echo"):
        make_booking(room=room(name), starts_at=at("2026-11-21 21:00"), minutes=60)

    html = look(people=2, minutes=60, day="2026-11-21", start="20261121T2100Z").content.decode()

    assert "21:00 has just been taken. Pick another time." in html
    assert 'name="room"' not in html


def test_another_day_keeps_the_time_of_day(look):
    html = look(people=2, minutes=60, day="2026-11-22", start="20261121T2100Z").content.decode()

    assert "Sun 22 Nov, 21:00 for 1 h" in html


def test_a_night_with_a_clock_change_offers_the_repeated_hour_under_both_names(customer_client, venue):
    with clock.set_to(at("2026-10-24 17:00")):
        found = times(customer_client.get("/", {"people": 2, "minutes": 60, "day": "2026-10-24"}))

    assert [time for time in found if time.startswith("01:")] == [
        "01:00 BST",
        "01:30 BST",
        "01:00 GMT",
        "01:30 GMT",
    ]


def test_twelve_hour_clocks_are_the_venues_choice(customer_client, venue):
    Venue.objects.filter(pk=venue.pk).update(clock_format="12")

    assert "9:00 pm" in times(customer_client.get("/", {"people": 2, "minutes": 60}))


def bookings_everywhere(venue, count):
    rooms = list(venue.rooms.all())
    for number in range(count):
        day, rest = divmod(number, 15)
        night = at("2026-11-21 18:00") + timedelta(days=day)
        make_booking(room=rooms[rest % 3], starts_at=night + timedelta(hours=2 * (rest // 3)), minutes=60)


@pytest.fixture
def queries(customer_client, venue, count_queries):
    """How many statements an address takes, host and set-up being known."""

    def of(path: str) -> int:
        assert customer_client.get(path).status_code == 200
        with count_queries() as count:
            customer_client.get(path)
        return count()

    return of


def test_the_page_takes_six_queries_however_many_bookings_there_are(queries, venue):
    few = queries("/?people=2&minutes=60&day=2026-11-22")
    bookings_everywhere(venue, 300)

    many = queries("/?people=2&minutes=60&day=2026-11-22")

    # The sites, the night, how full nights are, when each room is free next, whether gift vouchers are sold,
    # what measures visits.
    assert few == many == 6
    assert queries("/availability.json?day=2026-11-22&minutes=60") == 2


def test_a_night_without_anything_free_takes_one_query_more(queries, venue):
    for room in venue.rooms.all():
        make_block(room=room, starts_at=at("2026-11-22 18:00"), minutes=600)

    assert queries("/?people=2&minutes=60&day=2026-11-22") == 7


def test_the_setup_is_read_anew_in_eleven_queries(customer_client, venue, queries, count_queries):
    queries("/")
    forget_setups()

    with count_queries() as count:
        customer_client.get("/?day=2026-11-22")

    # Beside the page's own: the venue, its rooms, their photos, weekly hours, special days, prices, own
    # fields and their rooms, what rooms may have, which rooms share their space, which kinds are taken as
    # they come.
    assert count() == 6 + 11


def test_reading_changes_nothing(customer_client, venue):
    before = AuditEvent.objects.count()

    customer_client.get("/", {"people": 2, "day": "2026-11-21", "start": "20261121T2100Z"})
    customer_client.get("/availability.json", {"day": "2026-11-21", "minutes": 60})

    assert AuditEvent.objects.count() == before


def test_programs_get_the_same_starts_as_the_page(customer_client, venue):
    make_booking(room=room("Echo"), starts_at=at("2026-11-21 21:00"), minutes=60)

    response = customer_client.get("/availability.json", {"day": "2026-11-21", "minutes": 60, "people": 2})

    answer = json.loads(response.content)
    rooms = {found["name"]: found for found in answer["rooms"]}
    assert response["Cache-Control"] == "no-store"
    assert list(rooms) == ["Duet", "Echo", "Grand"]
    assert rooms["Duet"]["starts"][:2] == ["2026-11-21T19:00Z", "2026-11-21T19:30Z"]
    assert "2026-11-21T21:00Z" not in rooms["Echo"]["starts"]
    assert rooms["Grand"]["starts"] == []
    assert rooms["Echo"]["price_minor"] == 3000


@pytest.mark.parametrize("query", [{}, {"day": "x", "minutes": 60}, {"day": "2026-11-21", "minutes": "1e9"}])
def test_a_question_that_makes_no_sense_is_refused_with_its_fields(customer_client, venue, query):
    response = customer_client.get("/availability.json", query)

    assert response.status_code == 422
    assert response["Content-Type"] == "application/problem+json"
    assert set(json.loads(response.content)["fields"]) <= {"day", "minutes"}


def test_a_flood_of_questions_is_dammed(customer_client, venue, settings):
    settings.AVAILABILITY_PER_MINUTE = 2
    GATE.open_again()

    answers = [
        customer_client.get("/availability.json", {"day": "2026-11-21", "minutes": 60}).status_code
        for _ in range(3)
    ]

    assert answers == [200, 200, 429]
    GATE.open_again()


def test_the_theme_is_the_venues_colour_and_kept_for_good(customer_client, venue):
    Venue.objects.filter(pk=venue.pk).update(brand_colour="#0b6b63")
    url = re.search(r'href="(/theme\.\w+\.css)"', customer_client.get("/").content.decode()).group(1)

    response = customer_client.get(url)

    assert "--brand:" in response.content.decode()
    assert "immutable" in response["Cache-Control"]
    assert customer_client.get("/theme.000000000000.css").status_code == 404


def test_another_business_shows_its_own_page(venue, other_business):
    html = client_of(other_business).get("/").content.decode()

    assert "Velvet Rooms" not in html
