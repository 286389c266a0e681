"""The log-in page: one answer for every failure, limits, sessions that end when they should."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.hashers import identify_hasher
from django.urls import reverse

from accounts import services
from accounts.models import User
from accounts.tokens import HandOverTokens
from boom.core import clock
from tenants.context import tenant_scope
from tests.conftest import client_of
from tests.factories import make_user

pytestmark = pytest.mark.usefixtures("business", "now")

SIGN_IN = "/accounts/sign-in/"
PASSWORD = "a long password"
REFUSED = "That e-mail and password do not go together."


def sign_in(client, email="ann@example.com", password=PASSWORD, **data: str):
    return client.post(SIGN_IN, {"email": email, "password": password, **data})


@pytest.fixture
def ann() -> User:
    return make_user(name="Ann", email="ann@example.com", role="manager")


def test_the_right_password_leads_to_the_dashboard(ann, customer_client, now):
    answer = sign_in(customer_client, email=" Ann@Example.com")

    assert (answer.status_code, answer["Location"]) == (302, "/dashboard/")
    ann.refresh_from_db()
    assert (ann.last_login, ann.last_seen_at) == (now, now)


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("ann@example.com", "wrong"),
        ("nobody@example.com", PASSWORD),
        ("gone@example.com", PASSWORD),
        ("\u0000ann@example.com", PASSWORD),
        ("not an address", PASSWORD),
        ("ann@example.com", "🦄" * 50),
    ],
)
def test_every_failure_gets_the_same_answer(ann, customer_client, email, password):
    services.deactivate(user_id=make_user(email="gone@example.com").pk)

    answer = sign_in(customer_client, email=email, password=password)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert REFUSED in page or "Null characters" in page
    assert password not in page


def test_what_was_typed_stays_but_the_password(ann, customer_client):
    answer = sign_in(customer_client, password="wrong one", next="/dashboard/rooms/")

    assert 'value="ann@example.com"' in answer.content.decode()
    assert 'value="/dashboard/rooms/"' in answer.content.decode()
    assert "wrong one" not in answer.content.decode()


@pytest.mark.parametrize(
    ("wanted", "where"),
    [
        ("/dashboard/rooms/?day=2026-11-21", "/dashboard/rooms/?day=2026-11-21"),
        ("https://evil.example/", "/dashboard/"),
        ("//evil.example/", "/dashboard/"),
        ("/\\evil.example/", "/dashboard/"),
        ("javascript:alert(1)", "/dashboard/"),
        ("http://twin-b.localhost/dashboard/", "/dashboard/"),
        ("", "/dashboard/"),
    ],
)
def test_it_leads_on_within_this_host_only(ann, customer_client, wanted, where):
    assert sign_in(customer_client, next=wanted)["Location"] == where


def test_the_page_of_somebody_signed_in_leads_on(owner_client):
    assert owner_client.get(SIGN_IN)["Location"] == "/dashboard/"


def test_the_sixth_try_in_five_minutes_is_refused(ann, customer_client, now):
    tries = [sign_in(customer_client, password="wrong").status_code for _ in range(5)]

    answer = sign_in(customer_client)

    assert tries == [422] * 5
    assert (answer.status_code, answer["Retry-After"]) == (429, "300")
    assert "Try again in 5 minutes." in answer.content.decode()
    assert 'value="ann@example.com"' in answer.content.decode()
    with clock.set_to(now + timedelta(minutes=5)):
        assert sign_in(customer_client).status_code == 302


def test_an_account_that_does_not_exist_is_limited_alike(customer_client):
    answers = [sign_in(customer_client, email="nobody@example.com").status_code for _ in range(6)]

    assert answers == [422] * 5 + [429]


def test_a_good_log_in_forgives_the_slips_before_it(ann, customer_client):
    for _ in range(3):
        for _ in range(4):
            sign_in(customer_client, password="wrong")
        assert sign_in(customer_client).status_code == 302
        customer_client.post("/accounts/sign-out/")


def test_one_address_gets_thirty_tries_a_minute(customer_client):
    answers = [sign_in(customer_client, email=f"n{number}@example.com").status_code for number in range(31)]

    assert answers == [422] * 30 + [429]


def test_a_claimed_address_counts_for_nothing(customer_client):
    """Without proxies of ours in front, what the client says about its address is ignored."""
    answers = [
        customer_client.post(
            SIGN_IN,
            {"email": f"n{number}@example.com", "password": "x"},
            headers={"x-forwarded-for": f"10.0.0.{number}"},
        ).status_code
        for number in range(31)
    ]

    assert answers[-1] == 429


def test_the_limits_of_one_venue_are_not_anothers(ann, customer_client, other_business):
    for _ in range(6):
        sign_in(customer_client)
        sign_in(customer_client, password="wrong")

    answer = sign_in(client_of(other_business), email="ann@example.com")

    assert answer.status_code == 422


def test_an_unknown_account_costs_as_much_work_as_a_wrong_password(ann, customer_client, settings):
    """Work is counted, not timed: a clock on a busy machine would make this test a coin toss."""
    settings.PASSWORD_HASHERS = ["tests.accounts.counting_hasher.CountingHasher"]
    from tests.accounts.counting_hasher import CountingHasher

    ann.set_password(PASSWORD)
    User.objects.filter(pk=ann.pk).update(password=ann.password)
    assert identify_hasher(ann.password).algorithm == "counting"
    costs = []
    for email in ("ann@example.com", "nobody@example.com"):
        CountingHasher.runs = 0
        sign_in(customer_client, email=email, password="wrong")
        costs.append(CountingHasher.runs)

    assert costs == [1, 1]


def test_signing_out_ends_the_session(owner_client):
    cookie = owner_client.cookies[settings.SESSION_COOKIE_NAME].value

    answer = owner_client.post("/accounts/sign-out/")
    owner_client.cookies[settings.SESSION_COOKIE_NAME] = cookie

    assert answer["Location"] == SIGN_IN
    assert owner_client.get("/accounts/profile/").status_code == 302


def test_signing_out_takes_a_post(owner_client):
    assert owner_client.get("/accounts/sign-out/").status_code == 405
    assert owner_client.get("/accounts/profile/").status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        lambda user: services.change_role(user_id=user.pk, role="viewer"),
        lambda user: services.deactivate(user_id=user.pk),
        lambda user: services.change_password(user_id=user.pk, password="another long one"),
        lambda user: services.end_sessions(user_id=user.pk),
    ],
    ids=["role", "access taken", "password", "signed out elsewhere"],
)
def test_a_change_of_access_ends_every_session(ann, business, change):
    clients = [client_of(business, ann), client_of(business, ann)]
    before = [client.get("/accounts/profile/").status_code for client in clients]

    change(ann)

    assert before == [200, 200]
    assert [client.get("/accounts/profile/").status_code for client in clients] == [302, 302]


def test_control_without_the_access_version_a_session_would_go_on(ann, business):
    """What the test above watches: the role alone ends nothing."""
    client = client_of(business, ann)

    User.objects.filter(pk=ann.pk).update(role="viewer")

    assert client.get("/accounts/profile/").status_code == 200


def test_a_session_cookie_is_nothing_at_another_venue(ann, business, other_business):
    here, there = client_of(business, ann), client_of(other_business)
    there.cookies[settings.SESSION_COOKIE_NAME] = here.cookies[settings.SESSION_COOKIE_NAME].value

    assert there.get("/accounts/profile/").status_code == 302


def test_a_session_copied_into_another_schema_is_refused_too(ann, business, other_business):
    """Even with the row itself: what a session must know is bound to the schema."""
    here, there = client_of(business, ann), client_of(other_business)
    key = here.cookies[settings.SESSION_COOKIE_NAME].value
    from django.contrib.sessions.models import Session

    row = Session.objects.get(pk=key)
    with tenant_scope(other_business):
        twin = User.objects.create(
            pk=ann.pk, name="Twin", email=ann.email, password=ann.password, role="owner"
        )
        Session.objects.create(pk=key, session_data=row.session_data, expire_date=row.expire_date)
        assert (twin.pk, twin.access_version) == (ann.pk, ann.access_version)
    there.cookies[settings.SESSION_COOKIE_NAME] = key

    assert there.get("/accounts/profile/").status_code == 302


def test_the_session_key_is_new_after_signing_in(ann, customer_client):
    customer_client.get(SIGN_IN)
    session = customer_client.session
    session["planted"] = "by somebody else"
    session.save()
    planted = session.session_key

    sign_in(customer_client)

    assert customer_client.session.session_key != planted


def test_the_form_needs_its_token(ann, business):
    client = client_of(business)
    client.handler.enforce_csrf_checks = True

    assert sign_in(client).status_code == 403


def test_cookies_are_for_one_host_and_out_of_scripts_reach(ann, customer_client):
    cookie = sign_in(customer_client).cookies[settings.SESSION_COOKIE_NAME]

    assert (cookie["domain"], cookie["path"], cookie["httponly"], cookie["samesite"]) == (
        "",
        "/",
        True,
        "Lax",
    )


def hand_over_path(user: User) -> str:
    from django.utils.http import urlsafe_base64_encode

    return reverse(
        "accounts:hand-over",
        urlconf="boom.urls_tenant",
        kwargs={
            "user_key": urlsafe_base64_encode(str(user.pk).encode()),
            "token": HandOverTokens(now=clock.now()).make_token(user),
        },
    )


def test_a_hand_over_signs_in_once(ann, business, customer_client):
    path = hand_over_path(ann)

    first, second = customer_client.get(path), client_of(business).get(path)

    assert (first.status_code, first["Location"]) == (302, "/dashboard/")
    assert customer_client.get("/accounts/profile/").status_code == 200
    assert second.status_code == 404


def test_a_hand_over_is_good_for_a_minute(ann, customer_client, now):
    path = hand_over_path(ann)

    with clock.set_to(now + timedelta(seconds=61)):
        assert customer_client.get(path).status_code == 404


@pytest.mark.parametrize("key", ["x", "MQ", "LTE", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk", "%00", "é"])
def test_made_up_hand_overs_are_refused(customer_client, key):
    assert customer_client.get(f"/accounts/arrive/{key}/x-y/").status_code == 404
