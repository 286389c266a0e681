"""What repeats, from the form over the step that shows each night to a page of its own."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from bookings.models import Block, Booking, Occupancy, Room, Series, Venue
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_room, make_series
from tests.factories.prices import make_add_on, make_promo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

NEW, BLOCK = "/dashboard/bookings/new/", "/dashboard/blocks/new/"
FIRST, SECOND, THIRD = "2026-11-27", "2026-12-04", "2026-12-11"


@pytest.fixture
def venue(business) -> Venue:
    Venue.objects.update(country="GB")
    return Venue.objects.get()


@pytest.fixture
def alto(venue: Venue) -> Room:
    return make_room(venue, name="Alto", capacity_max=4)


@pytest.fixture
def echo(venue: Venue) -> Room:
    return make_room(venue, name="Echo", capacity_max=5, price_per_hour_minor=5000)


def asking(room: Room, **given: Any) -> dict[str, Any]:
    values = {
        "day": FIRST,
        "start": "20:00",
        "length": "60",
        "party_size": "4",
        "room": room.pk,
        "name": "Priya Nair",
        "email": "priya@example.com",
        "phone": "",
        "source": "phone",
        "key": "one-form",
        "repeats": "week",
        "every": "1",
        "weekdays": ["4"],
        "ends": "until",
        "last_night": THIRD,
    }
    return values | given


def planned(room: Room, **given: Any) -> dict[str, Any]:
    return asking(room, planned="1") | given


def text_of(response: Any) -> str:
    return response.content.decode()


def nights(room: Room | None = None) -> list[str]:
    rows = Occupancy.objects.filter(series__isnull=False).order_by("starts_at")
    if room is not None:
        rows = rows.filter(room=room)
    return [f"{row.starts_at:%Y-%m-%d}" for row in rows]


def test_the_step_shows_every_night_and_saves_nothing_yet(owner_client, alto):
    response = owner_client.htmx("post", NEW, asking(alto))

    page = text_of(response)
    assert response.status_code == 200
    assert "Every Friday until 11 December 2026, 3 times" in page
    assert "3 nights, nothing is in the way." in page
    assert [day in page for day in ("Fri 27 Nov", "Fri 4 Dec", "Fri 11 Dec")] == [True] * 3
    assert "£90" in page
    assert not Series.objects.exists()


def test_what_was_seen_is_booked_and_its_toast_undoes_all_of_it(owner_client, alto):
    response = owner_client.htmx("post", NEW, planned(alto))

    assert nights(alto) == [FIRST, SECOND, THIRD]
    assert "Booked Priya Nair for 3 nights from Fri 27 Nov" in text_of(response)
    [undo] = re.findall(r'action="([^"]*/undo/[^"]*)"', text_of(response))
    owner_client.htmx("post", undo)
    assert set(Booking.objects.filter(room=alto).values_list("status", flat=True)) == {"cancelled"}


def test_a_night_that_is_taken_asks_what_to_do_and_names_who_is_there(owner_client, alto, echo):
    make_booking(room=alto, starts_at=at(f"{SECOND} 20:00"), guest_name="Jun Park")

    page = text_of(owner_client.htmx("post", NEW, asking(alto)))

    assert "Jun Park has it 20:00–21:00." in page
    assert "1 night needs a choice before anything is saved." in page
    assert f'<option value="{echo.pk}|20:00">Echo, 20:00–21:00, £50</option>' in page
    assert f'<option value="{alto.pk}|21:00">21:00–22:00, £30</option>' in page
    assert f'name="night-{alto.pk}-{SECOND}"' in page


@pytest.mark.parametrize(
    ("chosen", "rooms"),
    [
        ("skip", ([FIRST, THIRD], [])),
        ("{echo}|20:00", ([FIRST, THIRD], [SECOND])),
        ("{alto}|21:00", ([FIRST, SECOND, THIRD], [])),
    ],
)
def test_what_was_chosen_is_done(owner_client, alto, echo, chosen, rooms):
    make_booking(room=alto, starts_at=at(f"{SECOND} 20:00"))
    choice = chosen.format(alto=alto.pk, echo=echo.pk)

    owner_client.post(NEW, planned(alto, **{f"night-{alto.pk}-{SECOND}": choice}))

    assert (nights(alto), nights(echo)) == rooms


def test_somebody_who_came_between_is_a_conflict_with_the_list_as_it_is_now(owner_client, alto, echo):
    make_booking(room=alto, starts_at=at(f"{SECOND} 20:00"))
    owner_client.htmx("post", NEW, asking(alto))
    make_booking(room=alto, starts_at=at(f"{THIRD} 20:00"), guest_name="Mo Salah")
    seen = planned(alto, **{f"night-{alto.pk}-{SECOND}": "skip"})

    response = owner_client.htmx("post", NEW, seen)

    page = text_of(response)
    assert response.status_code == 409
    assert "Mo Salah has it 20:00–21:00." in page
    assert '<option value="skip" selected>' in page
    assert 'name="name" value="Priya Nair"' in page
    assert not Series.objects.exists()


@pytest.mark.parametrize(("button", "selected"), [("skip", "skip"), ("room", "{echo}|20:00")])
def test_one_press_answers_for_all_nights(owner_client, alto, echo, button, selected):
    for day in (SECOND, THIRD):
        make_booking(room=alto, starts_at=at(f"{day} 20:00"))

    page = text_of(owner_client.htmx("post", NEW, planned(alto, all=button)))

    assert page.count(f'<option value="{selected.format(echo=echo.pk)}" selected>') == 2
    assert not Series.objects.exists()


def test_back_leads_to_the_form_as_it_was_typed(owner_client, alto):
    response = owner_client.htmx("post", NEW, planned(alto, again="1", weekdays=["4", "5"]))

    page = text_of(response)
    assert response.status_code == 200
    assert 'value="Priya Nair"' in page
    assert '<option value="week" selected>' in page
    assert len(re.findall(r'name="weekdays" value="[45]"[^>]* checked', page)) == 2
    assert f'name="last_night" value="{THIRD}"' in page


def test_only_managers_set_rules_aside_for_a_night(owner_client, client_as, alto):
    asked = planned(alto, party_size="40", override_reason="Regulars")
    anyway = {f"night-{alto.pk}-{day}": "anyway" for day in (FIRST, SECOND, THIRD)}

    refused = client_as("front_desk").htmx("post", NEW, asked | anyway)
    assert refused.status_code == 409
    assert "Book it all the same" not in text_of(refused)
    assert "Book it all the same" in text_of(owner_client.htmx("post", NEW, asked | {"all": "x"}))
    owner_client.post(NEW, asked | anyway)

    assert set(Booking.objects.filter(room=alto).values_list("override_reason", flat=True)) == {"Regulars"}


def test_clocks_that_change_are_told(owner_client, alto):
    asked = asking(alto, day="2027-03-26", start="25:30", weekdays=["5"], last_night="2027-03-28")

    page = text_of(owner_client.htmx("post", NEW, asked))

    assert "The clocks go forward over that time: it begins at 02:30." in page


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"last_night": ""}, "Say which night is the last."),
        ({"last_night": "2026-11-01"}, "The last night comes before the first."),
        ({"ends": "times", "times": ""}, "Say how many times"),
        ({"ends": "times", "times": "999"}, "less than or equal to 200"),
        ({"every": "99"}, "less than or equal to 12"),
        ({"repeats": "day", "last_night": "2030-01-01"}, "more than 200 nights"),
        ({"repeats": "sometimes"}, "not one of the available choices"),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field_and_nothing_is_lost(owner_client, alto, given, words):
    response = owner_client.htmx("post", NEW, asking(alto, **given))

    assert response.status_code == 422
    assert words in text_of(response)
    assert 'value="Priya Nair"' in text_of(response)


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ({"repeats": "day", "every": "2", "ends": "times", "times": "5"}, "Every 2 days, 5 times"),
        ({"weekdays": ["0", "4"], "ends": "never"}, "Every Monday and Friday, until you end it"),
        ({"repeats": "month-date"}, "Every month on the 27th until 11 December 2026, 1 time"),
        ({"repeats": "month-nth", "last_night": "2027-01-31"}, "Every month on the fourth Friday until"),
        ({"repeats": "month-last", "ends": "times", "times": "2"}, "Every month on the last Friday, 2 times"),
        ({"repeats": ""}, '<p class="repeats-words" id="repeat-words" role="status"></p>'),
    ],
)
def test_the_form_says_in_words_what_was_chosen(owner_client, alto, chosen, words):
    response = owner_client.htmx("get", "/dashboard/series/words/", asking(alto, **chosen))

    assert words in text_of(response)


def test_without_an_end_it_is_booked_as_far_as_people_may_book(owner_client, alto, venue):
    owner_client.post(NEW, planned(alto, ends="never", last_night=""))

    series = Series.objects.get()
    assert series.rule == "FREQ=WEEKLY;BYDAY=FR"
    assert series.planned_until == TONIGHT.date() + timedelta(days=venue.horizon_days + 14)
    assert nights(alto)[-1] > (series.planned_until - timedelta(days=7)).isoformat()


# ---- blocks ------------------------------------------------------------------------------------------


def blocking(*rooms: Room, **given: Any) -> dict[str, Any]:
    values = {
        "rooms": [room.pk for room in rooms],
        "day": "2026-11-21",
        "start": "18:00",
        "until_day": "2026-11-21",
        "until": "20:00",
        "reason": "New speakers",
        "key": "block-form",
        "repeats": "week",
        "last_night": "2026-12-12",
        "planned": "1",
    }
    return values | given


def test_a_block_repeats_every_week_and_the_last_day_counts(owner_client, alto):
    response = owner_client.htmx("post", BLOCK, blocking(alto))

    days = [f"{block.starts_at:%d.%m.}" for block in Block.objects.order_by("starts_at")]
    assert days == ["21.11.", "28.11.", "05.12.", "12.12."]
    assert "Blocked 4 stretches" in text_of(response)


def test_a_repeat_keeps_its_wall_time_over_a_clock_change(owner_client, alto):
    given = {"day": "2026-03-21", "until_day": "2026-03-21", "last_night": "2026-04-04"}

    owner_client.post(BLOCK, blocking(alto, **given))

    starts = [block.starts_at for block in Block.objects.order_by("starts_at")]
    assert starts == [at("2026-03-21 18:00"), at("2026-03-28 18:00"), at("2026-04-04 18:00")]


def test_a_block_asks_for_the_nights_somebody_has_booked_in_each_room(owner_client, alto, echo):
    make_booking(room=echo, starts_at=at("2026-11-28 19:00"), guest_name="Jun Park")
    values = blocking(alto, echo)

    asked = owner_client.htmx("post", BLOCK, values)
    owner_client.post(BLOCK, values | {f"night-{echo.pk}-2026-11-28": "skip"})

    assert asked.status_code == 409
    assert "Jun Park has it 19:00–20:00." in text_of(asked)
    assert (len(nights(alto)), len(nights(echo))) == (4, 3)


# ---- the series itself -------------------------------------------------------------------------------


@pytest.fixture
def series(alto: Room) -> Series:
    return make_series(
        alto, [at(f"{day} 20:00") for day in ("2026-11-20", FIRST, SECOND)], guest_name="Ann Lee"
    )


def test_a_series_has_a_page_with_every_night(owner_client, series):
    page = text_of(owner_client.get(f"/dashboard/series/{series.pk}/"))

    assert "Every Friday from 20 November 2026 until 4 December 2026" in page
    assert "2 nights, £60" in page
    assert "1 night that has been" in page


def test_the_page_asks_as_often_for_many_nights_as_for_few(
    owner_client, alto, series, django_assert_max_num_queries
):
    many = make_series(alto, [at(f"2026-12-{day:02} 12:00") for day in range(1, 29)])

    # What is remembered of the set-up is read once.
    owner_client.get(f"/dashboard/series/{series.pk}/")
    with django_assert_max_num_queries(15):
        owner_client.get(f"/dashboard/series/{many.pk}/")


def test_the_drawer_and_the_ticket_say_that_it_is_one_of_a_series(owner_client, series):
    row = Booking.objects.get(series_on=FIRST)

    drawer = text_of(owner_client.htmx("get", f"/dashboard/bookings/{row.pk}/"))
    board = text_of(owner_client.get("/dashboard/", {"day": FIRST}))

    assert f'<a href="/dashboard/series/{series.pk}/">Every Friday from' in drawer
    assert "one of a series" in board


def test_this_and_following_nights_are_called_off_from_the_drawer(owner_client, series):
    answer = owner_client.post(
        f"/dashboard/series/{series.pk}/end/", {"version": 1, "scope": "following", "night": SECOND}
    )

    page = text_of(owner_client.get(answer["Location"]))
    statuses = Booking.objects.filter(series=series).order_by("starts_at").values_list("status", flat=True)
    assert list(statuses) == ["confirmed", "confirmed", "cancelled"]
    assert "Called off 1 night of Ann Lee" in page


def test_all_that_are_to_come_are_called_off_and_what_was_stays(owner_client, series):
    owner_client.htmx("post", f"/dashboard/series/{series.pk}/end/", {"version": 1, "scope": "all"})

    statuses = Booking.objects.filter(series=series).order_by("starts_at").values_list("status", flat=True)
    assert list(statuses) == ["confirmed", "cancelled", "cancelled"]


def test_an_old_page_is_told_that_somebody_was_faster(owner_client, series):
    Series.objects.update(version=2)

    answer = owner_client.post(f"/dashboard/series/{series.pk}/end/", {"version": 1, "scope": "all"})

    assert "Somebody else changed this series meanwhile." in text_of(owner_client.get(answer["Location"]))
    assert not Booking.objects.filter(series=series, status="cancelled").exists()


def test_there_is_no_page_of_a_series_that_is_none(owner_client, venue):
    assert owner_client.get("/dashboard/series/99/").status_code == 404


# ---- moving it, and what was missed ------------------------------------------------------------------


def moving(series: Series, room: Room, **given: Any) -> dict[str, Any]:
    values = {"version": 1, "room": room.pk, "by_days": "0", "start": "21:00", "length": "60"}
    return values | given


def test_moving_shows_each_night_first_and_then_moves_this_and_following(owner_client, series, echo):
    path = f"/dashboard/series/{series.pk}/change/"
    asked = moving(series, echo, scope="following", night=SECOND)

    shown = text_of(owner_client.htmx("post", path, asked))
    answer = owner_client.post(path, asked | {"planned": "1"})

    assert "1 night, nothing is in the way." in shown
    page = text_of(owner_client.get(answer["Location"]))
    assert "Moved 1 night of Ann Lee" in page
    assert nights(echo) == [SECOND]
    assert len(nights()) == 3


def test_who_is_in_the_way_of_a_move_is_named_and_the_night_may_stay(owner_client, series, echo):
    make_booking(room=echo, starts_at=at(f"{FIRST} 21:00"), guest_name="Jun Park")
    path = f"/dashboard/series/{series.pk}/change/"
    asked = moving(series, echo, scope="all", planned="1")

    refused = owner_client.htmx("post", path, asked)
    owner_client.post(path, asked | {f"night-{echo.pk}-{FIRST}": "skip"})

    assert refused.status_code == 409
    assert "Jun Park has it 21:00–22:00." in text_of(refused)
    assert "Leave this night where it is" in text_of(refused)
    assert nights(echo) == [SECOND]


@pytest.mark.parametrize("wrong", [{"start": "soon"}, {"room": "99999"}, {"by_days": "9"}, {"version": "7"}])
def test_what_no_page_of_ours_sends_moves_nothing(owner_client, series, echo, wrong):
    asked = moving(series, echo, scope="all", planned="1") | wrong

    answer = owner_client.post(f"/dashboard/series/{series.pk}/change/", asked)

    assert answer.status_code < 500
    assert nights(echo) == []


def test_a_missed_night_is_shown_where_things_need_attention_and_booked_from_its_page(
    owner_client, alto, series
):
    Series.objects.update(missed=[{"day": THIRD, "why": "Jun Park has it 20:00–21:00."}])

    attention = text_of(owner_client.get("/dashboard/attention/"))
    page = text_of(owner_client.get(f"/dashboard/series/{series.pk}/"))
    chosen = {f"night-{alto.pk}-{THIRD}": f"{alto.pk}|20:00", "version": 1}
    owner_client.htmx("post", f"/dashboard/series/{series.pk}/settle/", chosen)

    assert "1 night waits for you" in attention
    assert f'<option value="{alto.pk}|20:00">Alto, 20:00–21:00</option>' in page
    assert nights(alto)[-1] == THIRD
    assert Series.objects.get().missed == []


@pytest.mark.parametrize("path", ["end", "change"])
@pytest.mark.parametrize("night", ["", "tomorrow", "2026-13-01"])
def test_a_night_that_cannot_be_read_never_means_all_of_them(owner_client, alto, path, night):
    series = make_series(alto, [at(f"{day} 20:00") for day in (FIRST, SECOND, THIRD)])
    before = list(Occupancy.objects.order_by("id").values())

    answer = owner_client.post(
        f"/dashboard/series/{series.pk}/{path}/",
        {"version": series.version, "scope": "following", "night": night, "planned": "1", "room": alto.pk},
    )

    # Ending says so on the series' page, moving on a page of its own.
    assert answer.status_code == (302 if path == "end" else 422)
    assert list(Occupancy.objects.order_by("id").values()) == before


@pytest.mark.parametrize("more", [{"add_on": 1}, {"promo": True}, {"agreed": "50"}])
def test_extras_on_what_repeats_are_refused_in_words_and_nothing_is_booked(owner_client, alto, more):
    add_on, promo = make_add_on(alto.venue), make_promo(alto.venue)
    given = {
        "add_on": {f"add_on_{add_on.pk}": "1"},
        "promo": {"promo": promo.code},
        "agreed": {"agreed": "50", "price_reason": "A friend"},
    }
    [chosen] = [given[name] for name in more]

    response = owner_client.htmx("post", NEW, planned(alto, **chosen))

    assert response.status_code == 422
    assert "Extras and an agreed price are set on each night, once they are booked." in text_of(response)
    assert nights() == []
