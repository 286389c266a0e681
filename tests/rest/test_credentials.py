"""Who calls: keys and access tokens, at one business, as long as they are good. Never a cookie."""

from __future__ import annotations

from datetime import timedelta

import jwt
import pytest
from django.test import override_settings

from accounts.models import User
from accounts.services import change_password, deactivate
from audit.models import AuditEvent
from boom.core import clock
from boom.core.errors import Invalid
from integrations.models import ApiKey, ApiLogIn
from integrations.services.api_keys import revoke_key
from integrations.tokens import access_token
from tenants.context import tenant_scope
from tests.conftest import TONIGHT, client_of
from tests.factories import make_booking, make_room
from tests.factories.api import V1, Program, make_api_key, program_of
from tests.twins import CANARIES, PASSWORD

pytestmark = pytest.mark.django_db
OWNER = f"owner@{CANARIES['twin-a']}.example"


def code(answer) -> tuple[int, str]:
    assert answer["Content-Type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"]


def test_a_key_opens_what_it_was_given_and_nothing_else(with_key):
    program = with_key("bookings.view_calendar")

    assert program.get("/bookings").status_code == 200
    assert code(program.get("/customers")) == (403, "forbidden")


def test_of_a_key_only_the_beginning_and_a_hash_are_kept(business, now):
    key, secret = make_api_key(made_by=User.objects.get(role="owner"), now=now)
    kept = ApiKey.objects.get()
    on_record = AuditEvent.objects.get(table="integrations_apikey")

    assert secret.startswith(f"{key.prefix}_")
    hidden = secret.removeprefix(f"{key.prefix}_")
    assert hidden not in str(kept.__dict__)
    assert kept.secret_hash not in str(on_record.new)
    assert on_record.new["name"] == "Till"


def test_a_revoked_or_lapsed_key_opens_nothing(business, now):
    owner = User.objects.get(role="owner")
    key, secret = make_api_key(made_by=owner, now=now)
    _, short = make_api_key(made_by=owner, now=now, expires_at=now + timedelta(days=1))
    revoke_key(key_id=key.pk, now=now)

    with clock.set_to(now + timedelta(days=2)):
        answers = [Program(business, each).get("/bookings") for each in (secret, short)]

    assert [code(answer) for answer in answers] == [(401, "unauthenticated")] * 2
    assert answers[0]["WWW-Authenticate"].startswith("Bearer")


def test_a_key_knows_when_it_was_last_used_about(business, now):
    key, secret = make_api_key(made_by=User.objects.get(role="owner"), now=now)
    program = Program(business, secret)
    on_record = AuditEvent.objects.count()

    program.get("/auth/me")
    with clock.set_to(now + timedelta(minutes=1)):
        program.get("/auth/me")

    assert ApiKey.objects.get(pk=key.pk).last_used_at == now
    assert AuditEvent.objects.count() == on_record


@pytest.mark.parametrize("permission", ["accounts.manage_staff", "integrations.manage_keys"])
def test_no_key_makes_keys_or_people(business, now, permission: str):
    with pytest.raises(Invalid) as refused:
        make_api_key(made_by=User.objects.get(role="owner"), now=now, permissions=[permission])

    assert refused.value.fields == {"permissions": "A key cannot be given that."}


def test_a_log_in_gives_a_token_that_calls(nobody, business, now):
    answer = nobody.post("/auth/login", {"email": OWNER, "password": PASSWORD})

    assert answer.status_code == 200
    me = Program(business, answer.json()["access_token"]).get("/auth/me").json()
    assert (me["kind"], me["email"]) == ("person", OWNER)


@pytest.mark.parametrize(
    "body", [{"email": OWNER, "password": "wrong"}, {"email": "no@x.example", "password": "x"}]
)
def test_a_wrong_log_in_says_the_same_whoever_it_is(nobody, now, body):
    answer = nobody.post("/auth/login", body)

    assert code(answer) == (401, "unauthenticated")
    assert answer.json()["detail"] == "That e-mail and password do not go together."


def test_log_ins_are_limited_as_on_the_page(nobody, now):
    answers = [nobody.post("/auth/login", {"email": OWNER, "password": "wrong"}) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [401] * 5 + [429]
    assert int(answers[-1]["Retry-After"]) > 0


def test_an_access_token_lives_a_quarter_of_an_hour(program, now):
    with clock.set_to(now + timedelta(minutes=14, seconds=59)):
        assert program.get("/auth/me").status_code == 200
    with clock.set_to(now + timedelta(minutes=15)):
        assert program.get("/auth/me").status_code == 401


def test_a_token_ends_with_the_password_and_with_the_account(business, program_as, now):
    desk, viewer = program_as("front_desk"), program_as("viewer")
    change_password(user_id=User.objects.get(role="front_desk").pk, password="another long password")
    deactivate(user_id=User.objects.get(role="viewer").pk)

    assert [each.get("/auth/me").status_code for each in (desk, viewer)] == [401, 401]


def claims_of(token: str) -> dict:
    return jwt.decode(token, options={"verify_signature": False})


def test_a_token_says_who_where_and_until_when(business, now):
    owner = User.objects.get(role="owner")
    claims = claims_of(access_token(owner, now=now))

    assert claims["aud"] == business.schema_name
    assert claims["sub"] == str(owner.pk)
    assert claims["exp"] - claims["iat"] == 900
    assert claims["jti"] != claims_of(access_token(owner, now=now))["jti"]


@pytest.mark.parametrize("algorithm", ["none", "HS512"])
def test_a_token_of_another_making_is_none(business, now, algorithm: str):
    claims = claims_of(access_token(User.objects.get(role="owner"), now=now))
    forged = jwt.encode(claims, None if algorithm == "none" else "x" * 64, algorithm=algorithm)

    assert Program(business, forged).get("/auth/me").status_code == 401


def test_one_businesss_credentials_are_nothing_at_another(business, other_business, program, now):
    owner = User.objects.get(role="owner")
    _, key = make_api_key(made_by=owner, now=now)
    refresh = program.post("/auth/login", {"email": OWNER, "password": PASSWORD}).json()["refresh_token"]
    there = Program(other_business)

    for credential in (program.credential, key):
        there.credential = credential
        assert code(there.get("/auth/me")) == (401, "unauthenticated")
        assert code(there.get("/bookings")) == (401, "unauthenticated")
    assert there.post("/auth/refresh", {"refresh_token": refresh}).status_code == 401
    assert there.post("/auth/login", {"email": OWNER, "password": PASSWORD}).status_code == 401


def test_control_the_other_business_takes_its_own(other_business, now):
    with tenant_scope(other_business):
        owner = User.objects.get(role="owner")

    assert program_of(other_business, owner, now=now).get("/auth/me").status_code == 200


def test_a_cookie_is_no_credential(business, now):
    browser = client_of(business, User.objects.get(role="owner"))

    answer = browser.get(f"{V1}/bookings")

    assert browser.get("/dashboard/profile/", follow=True).status_code in {200, 404}
    assert code(answer) == (401, "unauthenticated")


def test_a_refresh_token_is_good_once_and_a_second_use_ends_the_log_in(nobody, business, now):
    first = nobody.post("/auth/login", {"email": OWNER, "password": PASSWORD}).json()["refresh_token"]
    second = nobody.post("/auth/refresh", {"refresh_token": first}).json()["refresh_token"]

    stolen = nobody.post("/auth/refresh", {"refresh_token": first})
    after = nobody.post("/auth/refresh", {"refresh_token": second})

    assert [code(each) for each in (stolen, after)] == [(401, "unauthenticated")] * 2
    assert ApiLogIn.objects.get().ended_at == now


def test_a_log_out_ends_the_refresh_token(nobody, now):
    token = nobody.post("/auth/login", {"email": OWNER, "password": PASSWORD}).json()["refresh_token"]

    assert nobody.post("/auth/logout", {"refresh_token": token}).status_code == 204
    assert nobody.post("/auth/refresh", {"refresh_token": token}).status_code == 401


def test_the_record_says_which_key_it_was(with_key, now):
    booking = make_booking(room=make_room(), starts_at=TONIGHT + timedelta(days=3))
    program = with_key("bookings.cancel_booking", "bookings.view_calendar", name="Website")

    program.post(f"/bookings/{booking.pk}/cancel")

    event = AuditEvent.objects.filter(table="bookings_occupancy").latest("id")
    assert (event.actor_kind, event.actor_label, event.source) == ("api_key", "Website", "api")


def test_strangers_are_held_back(business, now):
    stranger = Program(business, "boom_" + "a" * 11 + "_" + "b" * 43)

    answers = [stranger.get("/bookings").status_code for _ in range(61)]

    assert answers == [401] * 60 + [429]


@override_settings(SECURE_SSL_REDIRECT=True, SECURE_REDIRECT_EXEMPT=[r"^api/"])
def test_over_plain_http_a_program_is_refused_and_not_sent_on(program, now):
    assert code(program.get("/bookings")) == (403, "plain-http")
