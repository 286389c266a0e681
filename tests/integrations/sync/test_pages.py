"""An account is connected by a person's yes at the company, in the session that asked."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from django.conf import LazySettings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import AuditEvent
from bookings.models import Room
from boom.core.sealing import SealBroken, unseal
from integrations.models import CalendarAccount, LinkedCalendar
from integrations.models.sync import REFRESH
from standins.calendars.books import Books
from tenants.context import public_scope, tenant_scope
from tenants.models import Business
from tests.conftest import HostClient
from tests.integrations.sync.conftest import OWNER, add_there, make_account

HOME = "/dashboard/integrations/sync/"


def asked(client: HostClient, company: str) -> str:
    """Where the person is sent."""
    answer = client.post(f"{HOME}connect/", {"company": company})
    assert answer.status_code == 302
    return str(answer["Location"])


def brought_back(url: str, **said: str) -> str:
    """What the person comes back with, once they have answered at the company."""
    form = {"email": OWNER, "answer": "allow", **said}
    answer = httpx.post(url, data=form, timeout=10, trust_env=False)
    assert answer.status_code == 302, answer.text
    assert "Allow" in httpx.get(url, timeout=10, trust_env=False).text
    return str(answer.headers["Location"])


def come_back(client: HostClient, platform_client: HostClient, url: str) -> object:
    """Through the one address that companies know, to the business that sent them."""
    with public_scope():
        on = platform_client.get("/calendars/connected/?" + urlsplit(url).query)
    assert on.status_code == 302
    return client.get(urlsplit(on["Location"]).path + "?" + urlsplit(on["Location"]).query)


def test_an_account_is_connected_and_a_room_put_in_step(
    *,
    books: Books,
    company: str,
    room: Room,
    business: Business,
    other_business: Business,
    owner_client: HostClient,
    platform_client: HostClient,
):
    url = asked(owner_client, company)
    said = parse_qs(urlsplit(url).query)
    assert said["code_challenge_method"] == ["S256"]
    assert said["redirect_uri"][0].endswith("/calendars/connected/")

    answer = come_back(owner_client, platform_client, brought_back(url))

    account = CalendarAccount.objects.get()
    assert answer["Location"] == f"{HOME}accounts/{account.pk}/room/"  # type: ignore[index]
    assert (account.company, account.address) == (company, OWNER)
    assert unseal(account.refresh_token, purpose=REFRESH) in books.grants
    with tenant_scope(other_business), pytest.raises(SealBroken):
        unseal(account.refresh_token, purpose=REFRESH)
    told = [event.new for event in AuditEvent.objects.filter(table="integrations_calendaraccount")]
    assert told
    assert account.refresh_token not in str(told)

    form = owner_client.get(answer["Location"])  # type: ignore[index]
    assert "Rooms" in form.content.decode()
    calendar = list(books.calendars_of(company, OWNER))[1]
    typed = {"room": room.pk, "calendar": calendar, "shows": "names"}
    assert owner_client.post(answer["Location"], typed).status_code == 302  # type: ignore[index]
    assert LinkedCalendar.objects.get().remote_id == calendar
    twice = owner_client.post(answer["Location"], typed)  # type: ignore[index]
    assert (twice.status_code, LinkedCalendar.objects.count()) == (422, 1)


def test_an_answer_is_good_once_and_in_the_session_that_asked(
    books: Books, business: Business, owner_client: HostClient, client_as, platform_client: HostClient
):
    back = brought_back(asked(owner_client, "google"))

    come_back(client_as("owner"), platform_client, back)
    assert not CalendarAccount.objects.exists()
    come_back(owner_client, platform_client, back)
    assert CalendarAccount.objects.count() == 1
    tokens = len(books.tokens)
    come_back(owner_client, platform_client, back)
    assert len(books.tokens) == tokens


def test_a_state_that_nobody_here_signed_leads_nowhere(
    books: Books, business: Business, owner_client: HostClient, platform_client: HostClient
):
    asked(owner_client, "google")
    with public_scope():
        assert platform_client.get("/calendars/connected/?state=made:up&code=x").status_code == 404
    owner_client.get(f"{HOME}connected/?state=made:up&code=x")
    assert not CalendarAccount.objects.exists()


@pytest.mark.parametrize(
    "said", [{"answer": "deny"}, {"scope": "https://www.googleapis.com/auth/calendar.events"}]
)
def test_a_no_or_half_a_yes_connects_nothing(
    books: Books,
    business: Business,
    owner_client: HostClient,
    platform_client: HostClient,
    said: dict[str, str],
):
    come_back(owner_client, platform_client, brought_back(asked(owner_client, "google"), **said))

    assert not CalendarAccount.objects.exists()


def test_without_ids_and_without_a_stand_in_nothing_is_offered(
    business: Business, owner_client: HostClient, settings: LazySettings
):
    settings.CALENDAR_STANDIN_BASE = ""
    page = owner_client.get(HOME).content.decode()

    assert "neither Google nor Microsoft" in page
    assert owner_client.post(f"{HOME}connect/", {"company": "google"}).status_code == 404


def test_with_an_id_the_company_itself_is_asked(
    business: Business, owner_client: HostClient, settings: LazySettings
):
    google = {**settings.CALENDAR_COMPANIES["google"], "client_id": "boom.apps", "client_secret": "s"}
    settings.CALENDAR_COMPANIES = {**settings.CALENDAR_COMPANIES, "google": google}

    url = asked(owner_client, "google")
    page = owner_client.get(HOME)

    assert url.startswith("https://accounts.google.com/o/oauth2/v2/auth?client_id=boom.apps&")
    assert "https://accounts.google.com" in page["Content-Security-Policy"]
    assert "stand-in" not in page.content.decode()


def test_a_room_is_read_ended_and_the_account_left_on_its_page(
    books: Books, linked: LinkedCalendar, owner_client: HostClient, now: datetime
):
    add_there(books, linked, now, now.replace(hour=23))
    with CaptureQueriesContext(connection) as few:
        page = owner_client.get(HOME).content.decode()
    assert "Echo" in page
    assert owner_client.post(f"{HOME}calendars/{linked.calendar_id}/read/").status_code == 302
    assert owner_client.post(f"{HOME}calendars/{linked.calendar_id}/end/", {"clears": "1"}).status_code == 302
    assert owner_client.post(f"{HOME}calendars/{linked.calendar_id}/end/").status_code == 404
    assert owner_client.post(f"{HOME}accounts/{linked.account_id}/leave/").status_code == 302
    assert owner_client.get(f"{HOME}accounts/{linked.account_id}/room/").status_code == 404
    assert len(few) <= 16


def test_an_account_connected_again_is_the_same_one(
    books: Books, company: str, business: Business, now: datetime
):
    first = make_account(books, company, now)

    assert make_account(books, company, now).pk == first.pk
