"""The API of the platform's own host: a business is founded, and people log in at theirs."""

from __future__ import annotations

import pytest
import schemathesis
from django.conf import settings
from schemathesis.generation import GenerationMode

from accounts.models import User
from bookings.models import Venue
from boom.api import platform_api
from boom.site.api import EXAMPLE
from boom.wsgi import application
from tenants.context import public_scope, tenant_scope
from tenants.models import Business
from tenants.services import suspend_business
from tests.factories.api import Program
from tests.rest.test_fuzzing import try_endpoint
from tests.twins import CANARIES, PASSWORD

pytestmark = pytest.mark.django_db
OWNER = {"email": f"owner@{CANARIES['twin-a']}.example", "password": PASSWORD}


@pytest.fixture
def platform(now):
    """A program at the platform's host."""
    return Program(None)


def test_a_business_is_founded_and_its_owners_token_opens_it(platform):
    answer = platform.post("/auth/register", EXAMPLE)
    business = Business.objects.get(subdomain="luna")
    me = Program(business, answer.json()["tokens"]["access_token"]).get("/auth/me").json()
    with tenant_scope(business):
        owner, venue = User.objects.get(), Venue.objects.get()

    assert answer.status_code == 201
    assert answer["Location"] == business.url("/api/v1/tenants/current")
    assert answer.json()["tokens"]["api_url"] == business.url("/api/v1/")
    assert (me["email"], me["role"]) == ("priya@luna.example", "Owner")
    assert (owner.check_password(EXAMPLE["password"]), venue.name) == (True, "Luna Karaoke")


def test_the_same_again_is_the_same_business(platform):
    answers = [platform.post("/auth/register", EXAMPLE) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json()["id"] == answers[1].json()["id"]


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"subdomain": "admin"}, 422, "subdomain"),
        ({"password": "password12"}, 422, "password"),
        ({"time_zone": "Mars/Olympus"}, 422, "time_zone"),
        ({"currency": "XXX"}, 422, "currency"),
        ({"role": "owner"}, 422, "role"),
        ({"subdomain": "twin-a"}, 409, "subdomain"),
    ],
)
def test_what_the_page_refuses_is_refused_here(platform, change, status, field):
    answer = platform.post("/auth/register", EXAMPLE | change)

    assert (answer.status_code, set(answer.json()["fields"])) == (status, {field})
    assert not Business.objects.filter(subdomain="luna").exists()
    assert status == 422 or "twin-a-2" in answer.json()["near"]


def test_page_and_program_share_one_limit(platform, platform_client):
    for number in range(30):
        platform.post("/auth/register", EXAMPLE | {"subdomain": "twin-a", "email": f"n{number}@luna.example"})

    assert platform.post("/auth/register", EXAMPLE).status_code == 429
    assert platform_client.post("/signup/", EXAMPLE).status_code == 429


def test_a_businesss_own_address_founds_none(nobody):
    answer = nobody.post("/auth/register", EXAMPLE)

    assert answer.status_code == 404
    assert "/api/v1/auth/register" in answer.json()["detail"]


def test_a_log_in_names_the_business_and_is_good_there_alone(platform, business, other_business):
    pair = platform.post("/auth/login", OWNER | {"subdomain": "twin-a"}).json()
    renewed = platform.post("/auth/refresh", {"refresh_token": pair["refresh_token"], "subdomain": "twin-a"})
    token = renewed.json()["access_token"]

    assert pair["api_url"] == business.url("/api/v1/")
    assert Program(business, token).get("/auth/me").json()["email"] == OWNER["email"]
    assert Program(other_business, token).get("/auth/me").status_code == 401


def test_anothers_refresh_token_renews_nothing(platform):
    pair = platform.post("/auth/login", OWNER | {"subdomain": "twin-a"}).json()

    there = platform.post("/auth/refresh", {"refresh_token": pair["refresh_token"], "subdomain": "twin-b"})

    assert there.status_code == 401


@pytest.mark.parametrize("subdomain", [None, "nobody-here"])
def test_the_business_has_to_be_named(platform, subdomain):
    answer = platform.post("/auth/login", OWNER | ({"subdomain": subdomain} if subdomain else {}))

    assert (answer.status_code, set(answer.json()["fields"])) == (422, {"subdomain"})


def test_at_a_business_no_other_is_logged_in_to(nobody):
    assert nobody.post("/auth/login", OWNER | {"subdomain": "twin-b"}).status_code == 422


def test_guesses_at_both_hosts_are_counted_together(platform, nobody):
    wrong = OWNER | {"password": "wrong"}
    answers = [platform.post("/auth/login", wrong | {"subdomain": "twin-a"}) for _ in range(5)]

    assert [answer.status_code for answer in answers] == [401] * 5
    assert nobody.post("/auth/login", wrong).status_code == 429


def test_a_suspended_business_lets_nobody_in(platform, business, now):
    with public_scope():
        suspend_business(business_id=business.pk, reason="unpaid", now=now)

    assert platform.post("/auth/login", OWNER | {"subdomain": "twin-a"}).status_code == 503


def test_the_platforms_document_has_what_is_there_and_holds(platform, kept_open):
    document = schemathesis.openapi.from_wsgi(
        "/api/v1/openapi.json", application, headers={"Host": settings.BASE_DOMAIN}
    )
    paths = platform_api.get_openapi_schema(path_prefix="/api/v1/")["paths"]

    assert {path.removeprefix("/api/v1/auth/") for path in paths} == {
        "register",
        "login",
        "refresh",
        "logout",
    }
    for found in document.get_all_operations():
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            assert try_endpoint(found.ok(), mode, {"Host": settings.BASE_DOMAIN}) > 0
