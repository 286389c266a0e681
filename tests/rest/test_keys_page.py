"""The page on which owners make and revoke keys."""

from __future__ import annotations

import re

import pytest

from accounts.permissions import MATRIX, OWNERS_ONLY, offered_permissions
from integrations.models import ApiKey
from tests.factories import make_venue
from tests.factories.api import Program

pytestmark = pytest.mark.django_db
PATH = "/dashboard/integrations/keys/"
FORM = {"name": "Till at the bar", "permissions": ["bookings.view_calendar"], "lives": ""}


def secret_on(page: str) -> str:
    [found] = re.findall(r'value="(boom_[a-z2-7]{11}_[A-Za-z0-9_-]{43})"', page)
    return found


def test_a_key_is_shown_once_and_works(owner_client, business, now):
    made = owner_client.post(PATH, FORM)
    secret = secret_on(made.content.decode())
    again = owner_client.get(PATH).content.decode()

    assert made.status_code == 200
    assert "no-store" in made["Cache-Control"]
    assert Program(business, secret).get("/bookings").status_code == 200
    assert secret not in again
    assert "Till at the bar" in again


def test_a_revoked_key_opens_nothing_and_stays_on_the_list(owner_client, business, now):
    secret = secret_on(owner_client.post(PATH, FORM).content.decode())

    answer = owner_client.post(f"{PATH}{ApiKey.objects.get().pk}/revoke/", follow=True)

    assert "Revoked" in answer.content.decode()
    assert Program(business, secret).get("/bookings").status_code == 401


def test_what_is_missing_is_named_and_nothing_made(owner_client, now):
    answer = owner_client.post(PATH, {"name": "", "lives": ""})

    assert answer.status_code == 422
    assert "Choose what this key may do." in answer.content.decode()
    assert not ApiKey.objects.exists()


def test_a_key_is_made_for_one_venue_and_for_a_time(owner_client, business, now):
    venue = make_venue()

    owner_client.post(PATH, {**FORM, "venues": [str(venue.pk)], "lives": "30"})

    key = ApiKey.objects.get()
    assert key.venue_ids == [venue.pk]
    assert (key.expires_at - now).days == 30


def test_only_owners_open_it(client_as, now):
    assert client_as("manager").get(PATH).status_code == 403


def test_the_record_tells_of_keys_in_words(owner_client, now):
    owner_client.post(PATH, FORM)
    owner_client.post(f"{PATH}{ApiKey.objects.get().pk}/revoke/")

    page = owner_client.get("/dashboard/activity/").content.decode()

    assert "revoked the key Till at the bar" in page
    assert "added the key Till at the bar" in page


def test_what_a_key_may_do_stands_under_headings_and_nothing_is_left_out(owner_client):
    offered = [name for _, choices in offered_permissions() for name, _ in choices]

    page = owner_client.get(PATH).content.decode()

    assert sorted(offered) == sorted(MATRIX.keys() - OWNERS_ONLY)
    assert re.findall(r'role="group" aria-label="([^"]+)"', page) == [
        "Bookings",
        "Customers",
        "Money",
        "The business",
    ]
    assert all(f'value="{name}"' in page for name in offered)
