"""Customers' pages: the list that is searched, a profile, and what staff keep of them."""

from __future__ import annotations

import re

import pytest

from bookings.models import Ban, Consent, Customer
from bookings.services.bans import ban
from bookings.services.customer_records import change_customer
from tests.factories import at, make_booking, make_customer, make_room

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("business", "now")]

LIST = "/dashboard/customers/"


def text_of(response) -> str:
    return response.content.decode()


def names_in(response) -> list[str]:
    return re.findall(r'class="rowlink"[^>]*><bdi>([^<]+)</bdi>', text_of(response))


def visit(customer: Customer, when: str, **given: object):
    return make_booking(room=make_room(), starts_at=at(when), customer=customer, **given)


@pytest.fixture
def ann() -> Customer:
    return make_customer(
        name="Ann Olsen",
        email="ann@example.com",
        phone="+442079460812",
        tags=["regular"],
        notes="Tips well",
        wishes="Booth by the wall",
        price_class="member",
    )


# ---- the list


def test_the_list_is_in_order_of_names_with_what_they_came_to(ann, owner_client):
    make_customer(name="Bo", phone="")
    visit(ann, "2026-11-14 20:00", status="completed", total_minor=6000)
    visit(ann, "2026-11-15 20:00", status="no_show")

    page = owner_client.get(LIST)

    assert names_in(page)[:2] == ["Ann Olsen", "Bo"]
    row = text_of(page).split("Ann Olsen", 1)[1].split("</tr>", 1)[0]
    assert re.search(r'hide">1</td>.*£60.*hide">1</td>', row, re.DOTALL)


def test_typing_asks_for_the_list_alone(ann, owner_client):
    page = owner_client.get(LIST)

    found = owner_client.htmx("get", f"{LIST}?q=olsne")

    assert f'hx-get="{LIST}"' in text_of(page)
    assert names_in(found) == ["Ann Olsen"]


def test_nobody_found_says_what_can_be_typed(ann, owner_client):
    assert "Nobody found" in text_of(owner_client.get(f"{LIST}?q=xyzzy"))


def test_a_tag_narrows_the_list(ann, owner_client):
    make_customer(name="Bo")

    assert names_in(owner_client.get(f"{LIST}?tag=regular")) == ["Ann Olsen"]


def test_the_newest_come_first_when_asked_for(ann, owner_client):
    make_customer(name="Zed")

    assert names_in(owner_client.get(f"{LIST}?order=new"))[:2] == ["Zed", "Ann Olsen"]


def test_banned_ones_are_marked(ann, owner_client):
    ban(reason="Broke a door", email="ann@example.com")

    assert "Blocked online" in text_of(owner_client.get(LIST))


@pytest.mark.parametrize("query", ["", "?q=Guest", "?order=new"])
def test_a_longer_list_costs_no_more_queries(query, owner_client, count_queries):
    def few_more(count: int) -> int:
        for number in range(count):
            customer = make_customer(name=f"Guest {number}", tags=["a"])
            visit(customer, "2026-11-14 20:00", status="completed")
        with count_queries() as asked:
            owner_client.get(f"{LIST}{query}")
        return asked()

    few_more(3)

    assert few_more(1) == few_more(5) <= 15


# ---- one customer


def test_the_profile_tells_who_they_are_and_what_they_did(ann, owner_client):
    visit(ann, "2026-11-14 20:00", status="completed", total_minor=6000)
    visit(ann, "2026-11-28 20:00", total_minor=3000)
    visit(ann, "2026-11-15 20:00", status="cancelled")

    page = text_of(owner_client.get(f"{LIST}{ann.pk}/"))

    for words in (
        "Ann Olsen",
        'href="tel:+442079460812"',
        "Tips well",
        "Booth by the wall",
        "member",
        "regular",
        "1 to come",
        "£60",
        "Sat 14 Nov",
        "Sat 28 Nov, 20:00",
        f"/dashboard/bookings/new/?customer={ann.pk}",
    ):
        assert words in page


def test_the_profile_tells_what_was_changed_of_them_and_of_nobody_else(ann, owner_client):
    for customer in (ann, make_customer(name="Bo")):
        change_customer(customer_id=customer.pk, version=customer.version, notes=f"Note on {customer.name}")

    page = text_of(owner_client.get(f"{LIST}{ann.pk}/"))
    history = page[page.index("History</h2>") :]

    assert "Note on Ann Olsen" in history
    assert "Note on Bo" not in history


def test_what_they_did_elsewhere_in_time_and_place_is_not_theirs(ann, owner_client):
    visit(ann, "2026-11-14 20:00", status="held", held_until=at("2026-11-14 20:10"))

    assert "No bookings yet" in text_of(owner_client.get(f"{LIST}{ann.pk}/"))


def test_a_long_history_costs_no_more_queries(ann, owner_client, count_queries):
    def with_more(count: int) -> int:
        for day in range(count):
            visit(ann, f"2026-10-{10 + day} 20:00", status="completed")
        with count_queries() as asked:
            owner_client.get(f"{LIST}{ann.pk}/")
        return asked()

    with_more(1)

    # One of them for the rooms of several venues, to note prepaid hours for.
    assert with_more(1) == with_more(4) <= 18


def test_a_merged_record_leads_to_what_it_became(ann, owner_client):
    former = make_customer(merged_into=ann)

    assert owner_client.get(f"{LIST}{former.pk}/").url == f"{LIST}{ann.pk}/"


def test_details_are_changed_and_the_change_taken_back(ann, owner_client):
    form = {
        "name": "Ann O",
        "email": "ann@example.com",
        "phone": "020 7946 0812",
        "tags": "VIP, regular; vip",
    }

    saved = owner_client.post(f"{LIST}{ann.pk}/edit/", form | {"version": 1})

    after = Customer.objects.get(name="Ann O")
    assert saved.status_code == 302
    assert (after.name, after.phone, after.tags, after.notes) == (
        "Ann O",
        "+442079460812",
        ["VIP", "regular"],
        "",
    )
    owner_client.post(f"{LIST}{ann.pk}/undo/?version=2")
    after.refresh_from_db()
    assert (after.name, after.tags, after.notes) == ("Ann Olsen", ["regular"], "Tips well")


def test_an_edit_of_what_another_changed_is_not_saved(ann, owner_client):
    Customer.objects.filter(pk=ann.pk).update(version=2)

    again = owner_client.post(f"{LIST}{ann.pk}/edit/", {"name": "Ann O", "version": 1})

    assert again.status_code == 409
    assert "Somebody else changed" in text_of(again)
    assert 'value="Ann O"' in text_of(again)


def test_an_address_of_another_is_refused_beside_the_field(ann, owner_client):
    make_customer(email="bo@example.com")

    again = owner_client.post(
        f"{LIST}{ann.pk}/edit/", {"name": "Ann", "email": "BO@example.com", "version": 1}
    )

    assert again.status_code == 409
    assert "Another customer has that e-mail address." in text_of(again)


def test_a_customer_is_added_by_hand(owner_client):
    added = owner_client.post(f"{LIST}new/", {"name": "Cy", "phone": "+442079460999"})

    customer = Customer.objects.get(name="Cy")
    assert added.url == f"{LIST}{customer.pk}/"
    assert customer.phone == "+442079460999"


def test_a_ban_stands_on_the_profile_with_its_reason_and_is_lifted(ann, owner_client):
    owner_client.post(f"{LIST}{ann.pk}/block/", {"by": "customer", "reason": "Broke a door"})
    banned = text_of(owner_client.get(f"{LIST}{ann.pk}/"))

    owner_client.post(f"{LIST}blocked/{Ban.objects.get().pk}/lift/")

    assert "Broke a door" in banned
    assert "Broke a door" not in text_of(owner_client.get(f"{LIST}{ann.pk}/")).split("History")[0]


def test_the_front_desk_sees_why_but_bans_nobody(ann, client_as):
    ban(reason="Broke a door", customer_id=ann.pk)
    desk = client_as("front_desk")

    page = text_of(desk.get(f"{LIST}{ann.pk}/"))

    assert "Broke a door" in page
    assert "Let them book again" not in page
    assert "Block from booking online" not in page


def test_a_number_that_is_nobodys_is_banned(owner_client):
    owner_client.post(f"{LIST}blocked/", {"phone": "020 7946 0812", "reason": "Pranks"})

    assert [(each.phone, each.reason) for each in Ban.objects.all()] == [("+442079460812", "Pranks")]
    assert "+442079460812" in text_of(owner_client.get(f"{LIST}blocked/"))


@pytest.mark.parametrize("typed", [{}, {"email": "a@example.com", "phone": "020 7946 0812"}])
def test_a_ban_needs_one_thing(typed, owner_client):
    answer = owner_client.post(f"{LIST}blocked/", {"reason": "Pranks", **typed})

    assert answer.status_code == 422
    assert not Ban.objects.exists()


def test_what_somebody_said_on_the_phone_is_noted(ann, owner_client):
    owner_client.post(f"{LIST}{ann.pk}/consent/", {"purpose": "news", "answer": "yes", "source": "phone"})

    page = text_of(owner_client.get(f"{LIST}{ann.pk}/"))

    assert Consent.objects.get().is_given
    assert "By phone" in page
    assert "text version 0" in page


def test_the_words_customers_are_asked_are_the_owners(owner_client):
    owner_client.post(f"{LIST}asked/", {"purpose": "news", "words": "Shall we write?"})

    page = text_of(owner_client.get(f"{LIST}asked/"))

    assert "Shall we write?" in page
    assert "Version 1" in page


# ---- elsewhere


def test_a_booking_from_the_profile_knows_who_it_is_for(ann, owner_client):
    ban(reason="Broke a door", customer_id=ann.pk)

    form = text_of(owner_client.get(f"/dashboard/bookings/new/?customer={ann.pk}"))

    assert 'value="Ann Olsen"' in form
    assert 'value="ann@example.com"' in form
    assert "Broke a door" in form


def test_the_drawer_leads_to_the_profile_and_says_who_is_banned(ann, owner_client, client_as):
    booking = visit(ann, "2026-11-21 21:00")
    ban(reason="Broke a door", phone=ann.phone)
    path = f"/dashboard/bookings/{booking.pk}/"

    drawer = text_of(owner_client.htmx("get", path))

    assert f'href="{LIST}{ann.pk}/"' in drawer
    assert "Broke a door" in drawer
    assert f'href="{LIST}{ann.pk}/"' not in text_of(client_as("viewer").htmx("get", path))


# ---- two who are one


@pytest.fixture
def anne() -> Customer:
    return make_customer(name="Anne Olsen", email="", phone="+442079460812", notes="Loud")


def test_a_merge_is_shown_then_done_then_undone(ann, anne, owner_client):
    theirs = visit(anne, "2026-11-14 20:00", status="completed")
    suggested = text_of(owner_client.get(f"{LIST}{ann.pk}/"))
    preview = text_of(owner_client.get(f"{LIST}{ann.pk}/merge/{anne.pk}/"))
    assert f"{LIST}{ann.pk}/merge/{anne.pk}/" in suggested
    assert "Tips well" in preview
    assert "Loud" in preview

    owner_client.post(f"{LIST}{ann.pk}/merge/{anne.pk}/", {"kept_version": 1, "gone_version": 1})
    theirs.refresh_from_db()
    merged = text_of(owner_client.get(f"{LIST}{ann.pk}/"))
    owner_client.post(f"{LIST}{anne.pk}/unmerge/")

    assert theirs.customer == ann
    assert "Also known as" in merged
    theirs.refresh_from_db()
    assert theirs.customer == anne


def test_a_stale_preview_merges_nothing_and_says_so(ann, anne, owner_client):
    answer = owner_client.post(f"{LIST}{ann.pk}/merge/{anne.pk}/", {"kept_version": 1, "gone_version": 9})

    assert answer.status_code == 409
    assert "changed meanwhile" in text_of(answer)


def test_two_who_are_not_the_same_are_said_to_be(ann, anne, owner_client):
    owner_client.post(f"{LIST}{ann.pk}/not/{anne.pk}/", {"list": "1"})

    assert "No duplicates" in text_of(owner_client.get(f"{LIST}duplicates/"))


def test_an_undo_that_cannot_be_says_why(ann, anne, owner_client):
    owner_client.post(f"{LIST}{ann.pk}/merge/{anne.pk}/", {"kept_version": 1, "gone_version": 1})
    form = {"name": "Ann Olsen", "email": "ann@example.com", "phone": "", "notes": "New", "version": 2}
    owner_client.post(f"{LIST}{ann.pk}/edit/", form)

    answer = owner_client.post(f"{LIST}{anne.pk}/unmerge/", follow=True)

    assert "was changed again since" in text_of(answer)
