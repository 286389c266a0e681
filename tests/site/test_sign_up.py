"""From the platform's page to the dashboard of a new venue."""

from __future__ import annotations

import threading
from datetime import timedelta
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from accounts.models import User
from bookings.models import OpeningHours, Venue
from boom.core import clock
from boom.core.actor import NOBODY, acting
from tenants.context import public_scope, tenant_scope
from tenants.models import Business, SpareSchema
from tenants.provisioning.schemas import drop_schema
from tests.conftest import HostClient

PASSWORD = "a long password"
FORM = {
    "business_name": "Luna Karaoké",
    "kind": "karaoke",
    "subdomain": "luna",
    "owner_name": "Priya Nair",
    "email": "Priya@Luna.example",
    "password": PASSWORD,
    "time_zone": "Europe/London",
    "currency": "GBP",
}


def sign_up(client, **changes: str):
    return client.post("/signup/", FORM | changes)


def errors_on(answer) -> set[str]:
    return set(answer.context["form"].errors)


def arrive(answer) -> tuple[HostClient, object]:
    """Follow the redirect as a browser would: to another host, so with other cookies."""
    where = urlsplit(answer["Location"])
    client = HostClient(where.hostname)
    return client, client.get(where.path)


def test_it_ends_signed_in_at_the_new_venue(platform_client, now):
    answer = sign_up(platform_client)

    client, arrived = arrive(answer)
    profile = client.get("/accounts/profile/")

    assert (answer.status_code, urlsplit(answer["Location"]).hostname) == (302, "luna.localhost")
    assert (arrived.status_code, arrived["Location"]) == (302, "/dashboard/")
    assert "priya@luna.example" in profile.content.decode()


def test_the_venue_is_ready_to_use(platform_client, now):
    sign_up(platform_client)

    business = Business.objects.get(subdomain="luna")
    with tenant_scope(business):
        owner, venue, hours = User.objects.get(), Venue.objects.get(), OpeningHours.objects.count()

    assert (business.name, business.kind, business.time_zone, business.currency) == (
        "Luna Karaoké",
        "karaoke",
        "Europe/London",
        "GBP",
    )
    assert (owner.role, owner.name, owner.check_password(PASSWORD)) == ("owner", "Priya Nair", True)
    assert (venue.name, venue.time_zone, hours) == ("Luna Karaoké", "Europe/London", 7)


def test_a_hand_over_address_works_once_and_for_a_minute(platform_client, now):
    answer = sign_up(platform_client)
    path = urlsplit(answer["Location"]).path

    with clock.set_to(now + timedelta(seconds=61)):
        late = HostClient("luna.localhost").get(path)
    first, second = HostClient("luna.localhost").get(path), HostClient("luna.localhost").get(path)

    assert [each.status_code for each in (late, first, second)] == [404, 302, 404]


def test_a_hand_over_address_is_nothing_at_another_venue(platform_client, now):
    path = urlsplit(sign_up(platform_client)["Location"]).path

    assert HostClient("twin-b.localhost").get(path).status_code == 404


def test_an_empty_form_names_every_field_it_needs(platform_client):
    answer = platform_client.post("/signup/", {})

    assert answer.status_code == 422
    assert errors_on(answer) == set(FORM)
    assert b"Check 8 things" in answer.content


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("business_name", "x" * 10_000),
        ("business_name", " \t "),
        ("business_name", "\u202eenul"),
        ("business_name", "Lu\x00na"),
        ("business_name", "Lu\x07na"),
        ("business_name", "!!!"),
        ("subdomain", "ad"),
        ("subdomain", "admin"),
        ("subdomain", "sign-up"),
        ("subdomain", "-luna"),
        ("subdomain", "lu na"),
        ("subdomain", "lünä"),
        ("subdomain", "xn--luna"),
        ("subdomain", "x" * 41),
        ("subdomain", "x" * 10_000),
        ("subdomain", "luna.evil"),
        ("subdomain", "http://[::1"),
        ("subdomain", "lu\x00na"),
        ("owner_name", "x" * 121),
        ("owner_name", "\u200b"),
        ("email", "priya"),
        ("email", "priya@luna.example\r\nBcc: x@evil.example"),
        ("email", f"{'x' * 300}@luna.example"),
        ("password", "short"),
        ("password", "password12"),
        ("password", "priya@luna.example"),
        ("password", "x" * 10_000),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../../etc/passwd"),
        ("currency", "XXX"),
        ("kind", "casino"),
    ],
)
def test_what_cannot_be_is_refused_with_the_field_named(platform_client, field, value):
    answer = sign_up(platform_client, **{field: value})

    assert answer.status_code == 422
    assert errors_on(answer) == {field}
    assert not Business.objects.filter(subdomain="luna").exists()


@pytest.mark.parametrize(
    "name",
    ["カラオケ館", "Кафе «Луна»", "🎤 Luna 🎤", "O’Hara & Söhne", "ال قمر", "Luna\u00a0Bar", "é" * 120],
)
def test_names_in_every_script_are_welcome(platform_client, name):
    answer = sign_up(platform_client, business_name=name)

    assert answer.status_code == 302


def test_a_whole_address_is_cut_to_its_first_part(platform_client):
    sign_up(platform_client, subdomain=" https://Luna.localhost:8000/ ")

    assert Business.objects.filter(subdomain="luna").exists()


def test_what_was_typed_stays_but_the_password(platform_client):
    page = sign_up(platform_client, subdomain="admin").content.decode()

    assert 'value="Luna Karaoké"' in page
    assert 'value="admin"' in page
    assert '<option value="Europe/London" selected>' in page
    assert PASSWORD not in page


def test_a_taken_address_is_a_conflict_with_free_ones_near(platform_client):
    answer = sign_up(platform_client, subdomain="twin-a")

    assert answer.status_code == 409
    assert errors_on(answer) == {"subdomain"}
    assert 'data-take="twin-a-2"' in answer.content.decode()


def test_the_same_form_sent_twice_is_one_sign_up(platform_client, now):
    first = sign_up(platform_client)
    with clock.set_to(clock.now() + timedelta(seconds=5)):
        second = sign_up(platform_client)
        _, arrived = arrive(second)

    assert [first.status_code, second.status_code, arrived.status_code] == [302, 302, 302]
    assert Business.objects.filter(name="Luna Karaoké").count() == 1


def test_somebody_elses_form_for_the_name_is_refused(platform_client):
    sign_up(platform_client)

    answers = [
        sign_up(platform_client, password="another long one"),
        sign_up(platform_client, email="other@luna.example"),
    ]

    assert [each.status_code for each in answers] == [409, 409]


def test_guessing_the_owners_password_there_is_limited(platform_client):
    sign_up(platform_client)

    answers = [sign_up(platform_client, password=f"a long guess {number}").status_code for number in range(6)]

    assert answers == [409] * 5 + [429]


def test_one_address_cannot_found_without_end_nor_without_proof_for_long(platform_client, now):
    answers = [
        sign_up(platform_client, subdomain="twin-a", email=f"n{number}@luna.example").status_code
        for number in range(11)
    ]

    assert answers == [409] * 10 + [429]


def test_the_form_may_lead_to_venues_and_nowhere_else(platform_client):
    policy = platform_client.get("/signup/")["Content-Security-Policy"]

    assert f"form-action 'self' http://*.localhost:{settings.PUBLIC_PORT}" in policy


def test_it_needs_no_migration_and_few_statements(platform_client, count_queries, now):
    with count_queries() as count:
        sign_up(platform_client)

    # The business, its owner and venue, their facts and the question whether the name is free.
    assert count() <= 30


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("subdomain=luna", "luna.localhost</bdi> is free."),
        ("subdomain=LUNA", "luna.localhost</bdi> is free."),
        ("subdomain=&name=Luna+Bar", "luna-bar.localhost</bdi> is free."),
        ("subdomain=twin-a", "That address is taken. Try another."),
        ("subdomain=admin", "This name is reserved."),
        ("subdomain=x", "Use at least 3 characters."),
        ("subdomain=%00%00%00", "Use small letters a to z"),
        ("subdomain=" + "x" * 5000, "Use at most 40 characters."),
        ("subdomain=http://[::1", "Use at least 3 characters."),
    ],
)
def test_an_address_is_checked_while_it_is_typed(platform_client, query, words):
    answer = platform_client.get(f"/signup/subdomain/?{query}", headers={"hx-request": "true"})

    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert "<html" not in answer.content.decode()


@pytest.mark.parametrize("query", ["", "subdomain=", "subdomain=&name=カラオケ"])
def test_with_nothing_to_check_nothing_is_said(platform_client, query):
    answer = platform_client.get(f"/signup/subdomain/?{query}", headers={"hx-request": "true"})

    assert (answer.status_code, answer.content.strip()) == (200, b"")


def test_without_javascript_the_check_is_a_page(platform_client):
    assert "<h1>" in platform_client.get("/signup/subdomain/?subdomain=luna").content.decode()


class Race:
    """Several threads of sign-ups that really commit, and what they left behind."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, set[str]]] = []

    def run(self, forms: list[dict[str, str]]) -> None:
        start = threading.Barrier(len(forms))
        threads = [threading.Thread(target=self._one, args=(form, start)) for form in forms]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _one(self, form: dict[str, str], start: threading.Barrier) -> None:
        client = HostClient(settings.BASE_DOMAIN)
        start.wait()
        answer = client.post("/signup/", FORM | form)
        named = errors_on(answer) if answer.context else set()
        self.answers.append((answer.status_code, named))
        connection.close()


def schemas() -> set[str]:
    with psycopg.connect(settings.ENDPOINTS.database_owner_url) as owner:
        rows = owner.execute(r"SELECT nspname FROM pg_namespace WHERE nspname LIKE 't\_%'").fetchall()
    return {name for (name,) in rows}


def owned() -> set[str]:
    """Schemas that somebody answers for: a business's, or in stock."""
    with public_scope():
        return {
            *Business.objects.values_list("schema_name", flat=True),
            *SpareSchema.objects.values_list("schema_name", flat=True),
        }


@pytest.fixture
def race(committing):
    yield Race()
    with public_scope(), acting(NOBODY):
        for business in Business.objects.filter(subdomain__startswith="race"):
            business.delete()
            drop_schema(business.schema_name)


@pytest.mark.parametrize("in_stock", [True, False], ids=["spares in stock", "no spare"])
def test_two_who_want_one_name_at_once_get_one_venue(race, in_stock):
    if not in_stock:
        with public_scope():
            for spare in SpareSchema.objects.all():
                spare.delete()
                drop_schema(spare.schema_name)
    forms = [{"subdomain": "race", "email": f"owner{number}@race.example"} for number in range(4)]

    race.run(forms)

    assert sorted(status for status, _ in race.answers) == [302, 409, 409, 409]
    assert [named for status, named in race.answers if status == 409] == [{"subdomain"}] * 3
    assert schemas() == owned()


def test_different_names_at_once_each_get_a_schema_of_their_own(race):
    forms = [{"subdomain": f"race-{number}"} for number in range(4)]

    race.run(forms)

    assert [status for status, _ in race.answers] == [302] * 4
    assert schemas() == owned()
    with public_scope():
        assert len({each.schema_name for each in Business.objects.filter(subdomain__startswith="race-")}) == 4


def test_control_two_businesses_cannot_hold_one_name_only_because_of_the_constraint(platform_client):
    """What the race leans on: the check before the insert would let both through."""
    assert "tenants_business_subdomain_key" in _constraints("tenants_business")


def _constraints(table: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass", [table])
        return {name for (name,) in cursor.fetchall()}
