"""The waiting list's pages: a guest joins, is offered something and takes it; staff keep the line."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.core import mail

from bookings.models import Booking, Venue, WaitlistEntry, WaitlistOffer
from bookings.services.bans import ban
from bookings.services.waitlist_offers import offer_by_hand, offer_what_is_free
from bookings.waitlist_links import token_of
from boom.core import clock
from boom.core.models import OutboxMessage
from notifications.handlers import mail_waiting
from notifications.models import Message
from tests.conftest import HostClient
from tests.factories import at, make_block, make_booking, make_room
from tests.factories.waitlist import SATURDAY, make_waiting

pytestmark = pytest.mark.django_db
LIST = f"/dashboard/waitlist/?day={SATURDAY}"
ANY = dict.fromkeys(("earliest", "latest", "where"), "any")
WISH = {"first_day": "2026-11-21", "minutes": "120", "people": "2", **ANY}
ANN = {**WISH, "name": "Ann Lee", "email": "ann@example.com", "phone": ""}


@pytest.fixture
def venue(business, now) -> Venue:
    """A venue whose one room is taken all night: by a booking from nine to eleven and closed otherwise."""
    venue = Venue.objects.get()
    alto = make_room(venue, name="Alto")
    venue.rooms.exclude(pk=alto.pk).update(state="archived")
    make_block(room=alto, starts_at=at("2026-11-21 18:00"), minutes=180)
    make_block(room=alto, starts_at=at("2026-11-21 23:00"), minutes=300)
    make_booking(room=alto, starts_at=at("2026-11-21 21:00"), minutes=120, guest_name="Taken")
    venue.refresh_from_db()
    return venue


def free_up(venue: Venue) -> None:
    """The booking goes, and whoever is first hears of it."""
    Booking.objects.filter(guest_name="Taken").update(status="cancelled")
    offer_what_is_free(venue_id=venue.pk, now=clock.now())


def words(answer) -> str:
    """What a page says, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


# ---- customers -----------------------------------------------------------------------------------


def test_a_full_night_leads_to_the_waiting_list_with_the_wish(venue, customer_client: HostClient):
    page = customer_client.get("/?day=2026-11-21&people=2&minutes=120").content.decode()

    assert "Full on" in page
    assert f"/waitlist/?venue={venue.slug}&amp;day=2026-11-21&amp;minutes=120&amp;people=2" in page


def test_a_night_with_room_for_everybody_has_no_waiting_list(venue, customer_client: HostClient):
    assert "/waitlist/" not in customer_client.get("/?day=2026-11-25&people=2").content.decode()


def test_a_guest_joins_and_sees_their_place(venue, customer_client: HostClient):
    make_waiting(venue, now=clock.now())

    answer = customer_client.post(f"/waitlist/?venue={venue.slug}", ANN)
    page = words(customer_client.get(answer["Location"]))

    entry = WaitlistEntry.objects.get(name="Ann Lee")
    assert answer["Location"] == f"/waitlist/{token_of(entry)}/"
    assert "1 person is asked before you." in page
    assert "starting any time for 2 h, 2 people, any room" in page
    assert "keeps your name" in entry.agreed_words


def test_what_is_wrong_with_a_wish_is_said_beside_it_and_nothing_is_lost(venue, customer_client: HostClient):
    wrong = {**ANN, "people": "99", "name": "Ann & Co", "earliest": "1320", "latest": "1200"}

    answer = customer_client.post("/waitlist/", wrong)
    later = customer_client.post("/waitlist/", {**ANN, "people": "99"})

    assert (answer.status_code, later.status_code) == (422, 422)
    assert "This is before the earliest start." in words(answer)
    assert "Ann &amp; Co" in answer.content.decode()
    assert "No room here is for that many people." in words(later)


def test_joining_too_often_is_held_up(venue, customer_client: HostClient):
    answers = [customer_client.post("/waitlist/", ANN).status_code for _ in range(11)]

    assert answers == [302] * 10 + [429]
    assert WaitlistEntry.objects.count() == 1


def test_whoever_types_the_address_of_somebody_in_line_does_not_get_their_place(
    venue, customer_client: HostClient
):
    entry = make_waiting(venue, now=clock.now(), name="Ann Lee", email="ann@example.com", minutes=120)
    before = WaitlistEntry.objects.values().get(pk=entry.pk)

    answer = customer_client.post("/waitlist/", {**ANN, "name": "Eve", "people": "3"})
    page = customer_client.get(answer["Location"]).content.decode()

    assert token_of(entry) not in answer["Location"] + page
    assert "We have sent you the link to your place." in page
    assert WaitlistEntry.objects.values().get() == before


def test_the_link_to_a_place_that_was_asked_for_again_goes_to_the_address_on_the_list(
    venue, customer_client: HostClient
):
    make_waiting(venue, now=clock.now(), name="Ann Lee", email="ann@example.com", minutes=120)
    before = OutboxMessage.objects.filter(kind="waitlist.joined").count()

    customer_client.post("/waitlist/", {**ANN, "email": "ANN@example.com"})

    told = OutboxMessage.objects.filter(kind="waitlist.joined").order_by("id")
    assert told.count() == before + 1
    assert told.last().payload["tell_customer"] is True


def test_an_offer_shows_until_when_it_stands(venue, customer_client: HostClient):
    entry = make_waiting(venue, now=clock.now(), minutes=120)
    free_up(venue)

    page = words(customer_client.get(f"/waitlist/{token_of(entry)}/"))

    assert "A room is free for you" in page
    assert "We keep it for you alone until 19:30 . 30 minutes left" in page


def test_an_offer_is_taken_by_the_usual_form_which_knows_them(venue, customer_client: HostClient):
    entry = make_waiting(venue, now=clock.now(), name="Ann Lee", minutes=120)
    free_up(venue)

    to_details = customer_client.post(f"/waitlist/{token_of(entry)}/accept/")
    details = customer_client.get(to_details["Location"]).content.decode()
    booked = customer_client.post(
        to_details["Location"], {"name": "Ann Lee", "email": entry.email, "note": ""}
    )

    entry.refresh_from_db()
    assert f'value="{entry.email}"' in details
    assert f"/waitlist/{token_of(entry)}/" in details
    assert booked["Location"].startswith("/booked/")
    assert (entry.state, WaitlistOffer.objects.get().state) == ("accepted", "accepted")
    assert "You got a room" in words(customer_client.get(f"/waitlist/{token_of(entry)}/"))


def test_looking_for_another_time_does_not_give_the_offer_away(venue, customer_client: HostClient):
    entry = make_waiting(venue, now=clock.now(), minutes=120)
    free_up(venue)
    to_details = customer_client.post(f"/waitlist/{token_of(entry)}/accept/")

    customer_client.get(to_details["Location"])

    assert not customer_client.cookies.keys() & {"hold"}


def test_saying_no_keeps_the_place(venue, customer_client: HostClient):
    entry = make_waiting(venue, now=clock.now(), minutes=120)
    free_up(venue)
    link = f"/waitlist/{token_of(entry)}/"

    customer_client.post(f"{link}decline/")
    accepted_late = customer_client.post(f"{link}accept/")

    assert WaitlistOffer.objects.get().state == "declined"
    assert accepted_late["Location"] == link
    assert "on the waiting list" in words(customer_client.get(link))


def test_a_wish_is_changed_and_the_place_kept(venue, customer_client: HostClient):
    entry = make_waiting(venue, now=clock.now())
    make_waiting(venue, now=clock.now())
    link = f"/waitlist/{token_of(entry)}/"

    answer = customer_client.post(f"{link}change/", {**WISH, "people": "4", "earliest": "1200"})
    page = words(customer_client.get(link))

    assert answer["Location"] == link
    assert "You are first in line." in page
    assert "starting 20:00 or later for 2 h, 4 people, any room" in page


def test_leaving_says_so_and_offers_the_way_back(venue, customer_client: HostClient):
    entry = make_waiting(venue, now=clock.now())
    link = f"/waitlist/{token_of(entry)}/"

    customer_client.post(f"{link}leave/")

    assert "You left the waiting list" in words(customer_client.get(link))


def test_an_open_page_asks_for_its_part_only(venue, customer_client: HostClient):
    entry = make_waiting(venue, now=clock.now())

    part = customer_client.htmx("get", f"/waitlist/{token_of(entry)}/").content.decode()

    assert part.lstrip().startswith('<div id="wait"')


def test_a_link_that_leads_nowhere_says_so(venue, customer_client: HostClient):
    assert customer_client.get(f"/waitlist/{'x' * 43}/").status_code == 404


# ---- letters -------------------------------------------------------------------------------------


def letters_of(kind: str) -> list[str]:
    """Let the worker write what such facts ask for, twice; the text of every mail."""
    for _ in range(2):
        for message in OutboxMessage.objects.filter(kind=kind):
            mail_waiting(message, clock.now())
    return [str(each.body) for each in mail.outbox]


def test_an_offer_comes_by_mail_once_with_its_deadline_and_link(venue, settings):
    entry = make_waiting(venue, now=clock.now(), name="Ann Lee", minutes=120)
    free_up(venue)

    (letter,) = letters_of("waitlist.offered")

    assert mail.outbox[0].subject.startswith(
        "Free for you until Sat 21 Nov, 19:30: Saturday 21 November 2026"
    )
    assert f"/waitlist/{token_of(entry)}/" in letter
    assert "Room: Alto" in letter


def test_an_offer_that_is_over_is_not_written_about(venue):
    make_waiting(venue, now=clock.now(), minutes=120)
    free_up(venue)
    message = OutboxMessage.objects.get(kind="waitlist.offered")

    mail_waiting(message, clock.now() + timedelta(hours=1))

    assert Message.objects.get().state == "skipped"
    assert mail.outbox == []


def test_who_joins_is_told_where_they_stand(venue):
    entry = make_waiting(venue, now=clock.now())

    (letter,) = letters_of("waitlist.joined")

    assert f"/waitlist/{token_of(entry)}/" in letter


# ---- staff ---------------------------------------------------------------------------------------


def test_staff_see_the_line_and_how_it_stands_with_each(venue, client_as):
    make_waiting(venue, now=clock.now(), name="Ann", minutes=120)
    make_waiting(venue, now=clock.now(), name="Ben")
    free_up(venue)

    page = words(client_as("front_desk").get(LIST))

    assert re.search(r"1 Ann Offered until 19:30 .* 2 Ben Waiting", page)


def test_who_may_not_see_customers_sees_no_addresses(venue, client_as):
    entry = make_waiting(venue, now=clock.now(), name="Ann")

    shown = client_as("owner").get(LIST).content.decode()
    hidden = client_as("viewer").get(LIST).content.decode()

    assert (entry.email in shown, entry.email in hidden) == (True, False)


def test_staff_write_somebody_down_who_calls(venue, client_as):
    client = client_as("front_desk")
    caller = {**WISH, "name": "Cal Ler", "phone": "020 7946 0812", "email": ""}

    refused = client.post(f"/dashboard/waitlist/new/?day={SATURDAY}", {**caller, "phone": ""})
    answer = client.post(f"/dashboard/waitlist/new/?day={SATURDAY}", caller)

    assert refused.status_code == 422
    assert answer["Location"] == LIST
    assert WaitlistEntry.objects.get().phone == "+442079460812"


def test_staff_reorder_by_button_and_take_it_back(venue, client_as):
    ann, _, cleo = (make_waiting(venue, now=clock.now(), name=name) for name in ("Ann", "Ben", "Cleo"))
    client = client_as("front_desk")

    answer = client.htmx("post", f"/dashboard/waitlist/{cleo.pk}/move/?day={SATURDAY}", {"before": ann.pk})
    moved = [entry.name for entry in WaitlistEntry.objects.in_line()]
    undo = re.findall(r'hx-post="([^"]*before=[^"]*)"', answer.content.decode())[-1]
    client.htmx("post", html.unescape(undo))

    assert moved == ["Cleo", "Ann", "Ben"]
    assert [entry.name for entry in WaitlistEntry.objects.in_line()] == ["Ann", "Ben", "Cleo"]


def test_staff_offer_by_hand_and_hear_why_not(venue, client_as):
    ann = make_waiting(venue, now=clock.now(), name="Ann", minutes=120)
    client = client_as("front_desk")
    path = f"/dashboard/waitlist/{ann.pk}/offer/?day={SATURDAY}"

    refused = words(client.htmx("post", path))
    Booking.objects.filter(guest_name="Taken").update(status="cancelled")
    done = words(client.htmx("post", path))

    assert "Nothing that they asked for is free." in refused
    assert "Offered Alto, Sat 21 Nov, 21:00–23:00 to Ann until 19:30" in done


def test_an_entry_shows_what_could_be_offered(venue, client_as):
    ann = make_waiting(venue, now=clock.now(), name="Ann")
    Booking.objects.filter(guest_name="Taken").update(status="cancelled")

    page = client_as("front_desk").htmx("get", f"/dashboard/waitlist/{ann.pk}/?day={SATURDAY}")

    assert re.findall(r"<option value=\"[^\"]+\">(Sat[^<]+)</option>", page.content.decode()) == [
        "Sat 21 Nov, 21:00–22:00, Alto",
        "Sat 21 Nov, 21:30–22:30, Alto",
        "Sat 21 Nov, 22:00–23:00, Alto",
    ]


def test_removing_takes_the_offer_along_and_can_be_undone(venue, client_as):
    ann = make_waiting(venue, now=clock.now(), name="Ann", minutes=120)
    Booking.objects.filter(guest_name="Taken").update(status="cancelled")
    offer_by_hand(entry_id=ann.pk, now=clock.now())
    client = client_as("front_desk")

    client.post(f"/dashboard/waitlist/{ann.pk}/remove/?day={SATURDAY}")
    removed = WaitlistEntry.objects.get().state
    client.post(f"/dashboard/waitlist/{ann.pk}/put-back/?day={SATURDAY}")

    assert (removed, WaitlistEntry.objects.get().state) == ("removed", "waiting")
    assert WaitlistOffer.objects.get().state == "withdrawn"


def test_the_owner_decides_how_long_offers_stand(venue, owner_client):
    refused = owner_client.post(f"/dashboard/waitlist/rules/?day={SATURDAY}", {"waitlist_offer_for": "2"})
    owner_client.post(f"/dashboard/waitlist/rules/?day={SATURDAY}", {"waitlist_offer_for": "45"})

    venue.refresh_from_db()
    assert refused.status_code == 422
    assert (venue.waitlist_offer_for, venue.waitlist_is_open) == (45, False)


def test_the_list_costs_the_same_however_long_it_is(venue, client_as, count_queries):
    client = client_as("front_desk")
    client.get(LIST)
    counts = []
    for _ in range(2):
        make_waiting(venue, now=clock.now())
        with count_queries() as count:
            client.get(LIST)
        counts.append(count())

    assert counts[0] == counts[1] <= 16


def test_cancelling_says_who_is_next_for_it(venue, client_as):
    make_waiting(venue, now=clock.now(), name="Ann", minutes=120)
    taken = Booking.objects.get(guest_name="Taken")

    answer = client_as("manager").htmx(
        "post", f"/dashboard/bookings/{taken.pk}/cancel/", {"version": taken.version, "reason": "They called"}
    )

    assert "Cancelled Taken, Alto, 21:00–23:00. Ann, 2 people, is next on the waiting list" in words(answer)


def test_opening_a_closed_room_says_who_is_next_for_it(venue, client_as):
    make_waiting(venue, now=clock.now(), name="Ann")
    block = venue.rooms.get(name="Alto").occupancies.get(kind="block", starts_at=at("2026-11-21 18:00"))

    answer = client_as("manager").htmx(
        "post", f"/dashboard/bookings/{block.pk}/release/", {"version": block.version}
    )

    assert "Ann, 2 people, is next on the waiting list" in words(answer)


def test_the_calendar_says_how_many_wait_for_the_night(venue, client_as):
    client = client_as("front_desk")

    before = words(client.get(f"/dashboard/?day={SATURDAY}"))
    for _ in range(3):
        make_waiting(venue, now=clock.now())
    after = client.get(f"/dashboard/?day={SATURDAY}")

    assert "waiting list" not in before.replace("Waiting list", "")
    assert "3 waiting" in words(after)
    assert LIST in after.content.decode()


def test_staff_read_why_somebody_in_line_gets_no_offers(venue, owner_client: HostClient):
    entry = make_waiting(venue, now=clock.now(), name="Ann", email="ann@example.com", minutes=120)
    ban(reason="Broke a microphone", email="ann@example.com")
    free_up(venue)

    line = words(owner_client.get(LIST))
    drawer = words(owner_client.get(f"/dashboard/waitlist/{entry.pk}/"))

    assert "Blocked: gets no offers" in line
    assert "Blocked from booking online: they get no offers. Broke a microphone" in drawer
    assert "Offer it" not in drawer
    assert not WaitlistOffer.objects.exists()
