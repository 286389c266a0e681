"""Where somebody is signed in: listed for them alone, and ended one by one."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts import services
from accounts.errors import SessionUnknown
from accounts.models import User
from accounts.sessions import open_sessions
from boom.core.models import OutboxMessage
from tenants.models import Business
from tests.conftest import HostClient, client_of
from tests.factories import make_user

pytestmark = pytest.mark.django_db

PROFILE = "/accounts/profile/"
PASSWORD = "correct horse battery"


@pytest.fixture
def dana(business: Business) -> User:
    return make_user(name="Dana", email="dana@example.com", password=PASSWORD, role="manager")


def signed_in(business: Business, agent: str) -> HostClient:
    client = client_of(business)
    values = {"email": "dana@example.com", "password": PASSWORD}
    client.post("/accounts/sign-in/", values, headers={"user-agent": agent})
    return client


def ends(page: str) -> list[str]:
    return re.findall(r'action="(/accounts/profile/devices/[^"]+/end/)"', page)


def test_every_device_is_listed_with_what_it_is_and_this_one_has_no_button(business, dana):
    here, _there = signed_in(business, "Desk"), signed_in(business, "Tablet")

    page = here.get(PROFILE).content.decode()

    assert "This device" in page
    assert ("Desk" in page, "Tablet" in page) == (True, True)
    assert len(ends(page)) == 1


def test_one_device_is_signed_out_and_the_others_stay(business, dana):
    here, there, third = (signed_in(business, name) for name in ("Desk", "Tablet", "Phone"))
    tablet = next(
        each for each in open_sessions(dana, present_key=None, now=timezone.now()) if each.agent == "Tablet"
    )

    answer = here.post(f"/accounts/profile/devices/{tablet.mark}/end/")

    assert answer.url == PROFILE
    assert [client.get(PROFILE).status_code for client in (here, there, third)] == [200, 302, 200]
    told = OutboxMessage.objects.filter(kind="accounts.signed_out").latest("id")
    assert (told.payload["user"], told.payload["session"]) == (dana.pk, tablet.mark)


def test_what_names_a_device_in_an_address_does_not_sign_anybody_in(business, dana):
    signed_in(business, "Desk")
    (found,) = open_sessions(dana, present_key=None, now=timezone.now())

    assert found.mark not in (found.key, "")
    assert not Session.objects.filter(session_key=found.mark).exists()


def test_nobody_ends_or_sees_anothers_device(business, dana, client_as):
    there = signed_in(business, "Tablet")
    (found,) = open_sessions(dana, present_key=None, now=timezone.now())
    owner = client_as("owner")

    answer = owner.post(f"/accounts/profile/devices/{found.mark}/end/")

    assert answer.status_code == 404
    assert "Tablet" not in owner.get(PROFILE).content.decode()
    assert there.get(PROFILE).status_code == 200


def test_devices_that_a_new_password_signed_out_are_not_listed(business, dana):
    signed_in(business, "Desk")
    services.change_password(user_id=dana.pk, password="another long one")

    dana.refresh_from_db()
    assert open_sessions(dana, present_key=None, now=timezone.now()) == []


def test_what_has_ended_is_unknown(business, dana):
    signed_in(business, "Desk")
    (found,) = open_sessions(dana, present_key=None, now=timezone.now())
    later = timezone.now() + timedelta(days=30)

    with pytest.raises(SessionUnknown):
        services.end_session(user_id=dana.pk, mark=found.mark, present_key=None, now=later)
    with pytest.raises(SessionUnknown):
        services.end_session(user_id=dana.pk, mark="x", present_key=None, now=timezone.now())


def test_ending_this_device_leads_to_the_log_in_page(business, dana):
    here = signed_in(business, "Desk")
    (found,) = open_sessions(dana, present_key=None, now=timezone.now())

    answer = here.post(f"/accounts/profile/devices/{found.mark}/end/")

    assert answer.url == "/accounts/sign-in/"
    assert here.get(PROFILE).status_code == 302
