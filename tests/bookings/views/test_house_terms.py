"""Terms and waivers: published as versions, agreed to at booking, kept as proof, read again later."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from bookings.domain.interval import Interval
from bookings.errors import TermsNotAgreed
from bookings.models import Agreement, Booking, HouseTerms, Room, TermsVersion, Venue
from bookings.services.customers import Contact
from bookings.services.erasing import erase_customer
from bookings.services.holds import confirm_hold, hold_slot
from bookings.services.house_terms import archive_terms, change_terms
from bookings.services.links import issue_manage_link
from bookings.services.paid_holds import Details, keep_for_payment
from boom.core import clock
from tests.factories import make_booking, make_room
from tests.factories.house_terms import make_terms

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("business", "now")]
TERMS = "/dashboard/settings/terms/"
WHO = {"name": "Priya Nair", "email": "priya@example.com"}
HOUR = timedelta(hours=1)


def publish(title: str = "House rules", *, rooms: tuple[Room, ...] = (), **values: str) -> TermsVersion:
    return make_terms(title=title, room_ids=[room.pk for room in rooms], **values)


def held(room: Room, *, beside: int | None = None) -> tuple[Booking, str]:
    now = clock.now()
    hold = hold_slot(
        room_id=room.pk, span=Interval.lasting(now + HOUR, HOUR), party_size=2, now=now, beside=beside
    )
    return hold, f"/book/{issue_manage_link(booking_id=hold.pk, now=now)}/"


@pytest.fixture
def room(business) -> Room:
    return make_room(Venue.objects.get(), name="Duet")


def said(hold: Booking) -> list[str]:
    return [str(yes.version) for yes in Agreement.objects.filter(booking=hold).order_by("version_id")]


# ---- writing them ---------------------------------------------------------------------------------------


def test_another_text_is_another_version_and_the_same_one_is_none(owner_client, room):
    new = {"title": "House rules", "words": "No glass.\r\n\r\nNo smoke.", "room_ids": [room.pk]}

    owner_client.post(f"{TERMS}new/", new)
    terms = HouseTerms.objects.get()
    owner_client.post(f"{TERMS}{terms.pk}/", new)
    owner_client.post(f"{TERMS}{terms.pk}/", {**new, "words": "No glass at all.", "room_ids": []})

    terms.refresh_from_db()
    texts = list(TermsVersion.objects.order_by("number").values_list("number", "words"))
    assert (texts, terms.room_ids) == ([(1, "No glass.\n\nNo smoke."), (2, "No glass at all.")], [])
    assert "2, Sat 21 Nov" in owner_client.get(TERMS).content.decode()


def test_nobody_changes_or_removes_what_was_published(room):
    version = publish()

    for query in (lambda rows: rows.update(words="Anything goes."), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
            query(TermsVersion.objects.filter(pk=version.pk))


def test_a_text_is_read_by_anybody_and_says_that_it_has_a_newer_one(customer_client, room):
    first = publish(words="No <b>glass</b>.\n\nNo smoke.")
    second = change_terms(
        terms_id=first.terms_id, title=first.title, words="Enjoy.", room_ids=[], now=clock.now()
    )

    old = customer_client.get(f"/terms/{first.pk}/").content.decode()
    newest = customer_client.get(f"/terms/{second.pk}/").content.decode()

    assert "<p>No &lt;b&gt;glass&lt;/b&gt;.</p>" in old
    assert f'href="/terms/{second.pk}/"' in old
    assert "There is a newer text" not in newest
    assert customer_client.get("/terms/999999/").status_code == 404


# ---- agreeing -------------------------------------------------------------------------------------------


def test_a_booking_needs_the_yes_and_keeps_version_time_and_address(customer_client, owner_client, room):
    rules, _ = publish(), publish("Waiver for the stage", rooms=(make_room(room.venue, name="Stage"),))
    hold, path = held(room)

    page = customer_client.get(path).content.decode()
    without = customer_client.post(path, WHO)
    booked = customer_client.post(path, {**WHO, f"agree_{rules.pk}": "on"}, REMOTE_ADDR="203.0.113.5")

    yes = Agreement.objects.get()
    own_page = customer_client.get(booked.url).content.decode()
    drawer = owner_client.get(f"/dashboard/bookings/{hold.pk}/").content.decode()
    assert f'href="/terms/{rules.pk}/"' in page
    assert "Waiver for the stage" not in page
    assert (without.status_code, "Read and agree to: House rules" in without.content.decode()) == (422, True)
    assert (yes.booking_id, yes.version, yes.at, yes.address) == (hold.pk, rules, clock.now(), "203.0.113.5")
    assert f'<a href="/terms/{rules.pk}/"><bdi>House rules</bdi></a>, version 1' in own_page
    assert "House rules, version 1: Sat 21 Nov, 19:00, from 203.0.113.5" in drawer


def test_a_text_published_while_somebody_types_is_asked_for_before_they_book(customer_client, room):
    first = publish()
    hold, path = held(room)
    change_terms(terms_id=first.terms_id, title="House rules", words="New.", room_ids=[], now=clock.now())

    answer = customer_client.post(path, {**WHO, f"agree_{first.pk}": "on"})

    assert (answer.status_code, said(hold)) == (422, [])
    assert f'name="agree_{first.pk + 1}"' in answer.content.decode()


def test_of_a_cart_each_booking_keeps_what_its_own_room_asks_for(customer_client, room):
    stage = make_room(room.venue, name="Stage")
    rules, waiver = publish(), publish("Waiver", rooms=(stage,))
    first, path = held(room)
    second, _ = held(stage, beside=first.pk)

    customer_client.post(path, {**WHO, f"agree_{rules.pk}": "on"})
    refused = Agreement.objects.count()
    customer_client.post(path, {**WHO, f"agree_{rules.pk}": "on", f"agree_{waiver.pk}": "on"})

    assert refused == 0
    assert said(first) == ["House rules, version 1"]
    assert said(second) == ["House rules, version 1", "Waiver, version 1"]


def test_no_way_to_a_customers_booking_goes_round_it(room):
    publish()
    hold, _ = held(room)
    details = Details(Contact(name="Ann", email="ann@example.com"))

    with pytest.raises(TermsNotAgreed):
        confirm_hold(booking_id=hold.pk, contact=details.contact, now=clock.now())
    with pytest.raises(TermsNotAgreed):
        keep_for_payment(booking_id=hold.pk, details=details, now=clock.now())


def test_what_is_archived_is_not_asked_for(customer_client, room):
    archive_terms(terms_id=publish().terms_id, is_archived=True, now=clock.now())
    hold, path = held(room)

    customer_client.post(path, WHO)

    hold.refresh_from_db()
    assert (hold.status, said(hold)) == ("confirmed", [])


def test_of_a_booking_by_staff_it_says_that_nobody_was_asked(owner_client, room):
    booking = make_booking(room=room, starts_at=clock.now() + HOUR)
    before = owner_client.get(f"/dashboard/bookings/{booking.pk}/").content.decode()
    publish()

    after = owner_client.get(f"/dashboard/bookings/{booking.pk}/").content.decode()

    assert ("Not asked" in before, "Not asked" in after) == (False, True)


# ---- kept -----------------------------------------------------------------------------------------------


def test_a_yes_stays_as_it_is_and_outlives_the_person(customer_client, room):
    rules = publish()
    hold, path = held(room)
    customer_client.post(path, {**WHO, f"agree_{rules.pk}": "on"}, REMOTE_ADDR="203.0.113.5")
    hold.refresh_from_db()
    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
        Agreement.objects.update(at=clock.now() - HOUR)
    Booking.objects.filter(pk=hold.pk).update(status="completed")

    erase_customer(customer_id=hold.customer_id, version=hold.customer.version, now=clock.now())

    yes = Agreement.objects.get()
    assert (yes.booking_id, yes.version, yes.at, yes.address) == (hold.pk, rules, clock.now(), "")
