"""What every answer says to the browser that gets it, whatever it is and whoever asked."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.http import HttpResponse

from accounts.models import User
from bookings.models import Venue
from boom.access import ANYONE
from boom.middleware import PERMISSIONS_POLICY
from tenants.context import public_scope
from tenants.models import Business
from tenants.services import suspend_business
from tests.access.matrix import NOT_FOR_THE_PUBLIC
from tests.conftest import TONIGHT, HostClient, client_of
from tests.database import ROOT
from tests.routes import PLATFORM, TENANT, Route, routes_of

OF_A_VENUE = [pytest.param(route, id=str(route)) for route in routes_of(TENANT)]
OF_THE_PLATFORM = [
    pytest.param(route, id=str(route))
    for route in routes_of(PLATFORM)
    if not route.name.startswith(NOT_FOR_THE_PUBLIC)
]
POLICY = {
    "base-uri 'none'", "connect-src 'self'", "default-src 'none'", "font-src 'self'", "form-action 'self'",
    "frame-ancestors 'none'", "img-src 'self' data:", "manifest-src 'self'", "script-src 'self'",
    "style-src 'self'", "worker-src 'self'",
}  # fmt: skip
# What a proxy or browser may keep is the same for everybody: it names nobody and sets no cookie.
KEPT = {"public:theme", "public:photo", "public:photo-small", "connections:embed-script"}


def faults_of(answer: HttpResponse) -> list[str]:
    """What an answer lacks, or says too much of."""
    headers = {name.lower(): value for name, value in answer.headers.items()}
    policy = {part.strip() for part in headers.get("content-security-policy", "").split(";") if part.strip()}
    wanted = {
        "x-content-type-options": {"nosniff"},
        "x-frame-options": {"DENY"},
        "referrer-policy": {"same-origin", "no-referrer"},
        "cross-origin-opener-policy": {"same-origin"},
        "permissions-policy": {PERMISSIONS_POLICY},
    }
    faults = [
        f"{name}: {headers.get(name)}" for name, good in wanted.items() if headers.get(name) not in good
    ]
    # The sign-up's form leads to the new venue's own host.
    loose = {part for part in policy - POLICY if not part.startswith("form-action 'self' ")}
    if loose or not policy >= POLICY - {"form-action 'self'"}:
        faults.append(f"content-security-policy: {policy ^ POLICY}")
    faults += [f"{name} tells what we run" for name in ("server", "x-powered-by") if name in headers]
    faults += [] if "x-request-id" in headers else ["no request id"]
    return faults + [fault for morsel in answer.cookies.values() for fault in faults_of_cookie(morsel)]


def faults_of_cookie(morsel: Any) -> list[str]:
    faults = []
    is_taken_away = morsel.value == ""
    if morsel["domain"]:
        faults.append(f"cookie {morsel.key} is for all of {morsel['domain']}")
    if morsel["samesite"] != "Lax":
        faults.append(f"cookie {morsel.key} is sent along from elsewhere")
    if morsel["path"] != "/":
        faults.append(f"cookie {morsel.key} has a path, which the __Host- prefix forbids")
    # Scripts send the token of the page itself; the cookie is none of their business, but holds no secret.
    if not morsel["httponly"] and not is_taken_away and morsel.key not in {"csrf", "messages"}:
        faults.append(f"cookie {morsel.key} can be read by scripts")
    return faults


def may_be_kept(answer: HttpResponse) -> bool:
    return "no-store" not in answer.headers.get("Cache-Control", "")


def path_of(route: Route) -> str:
    return route.path(route.values() | {"slug": Venue.objects.order_by("id")[0].slug})


@pytest.mark.parametrize("route", OF_A_VENUE)
def test_every_answer_of_a_venue_is_guarded_and_what_may_be_kept_for_all_is_nobodys(
    route: Route, business: Business, now, signed_in
):
    path, stranger, owner = path_of(route), signed_in(None), signed_in(User.objects.get(role="owner"))

    page = owner.get(path)
    others = [
        owner.get(path, headers={"hx-request": "true"}),
        owner.post(path),
        stranger.get(path),
        stranger.put(path),
    ]

    assert {fault for answer in [page, *others] for fault in faults_of(answer)} == set()
    if route.access != ANYONE:
        # Only "not with this method" is the same for everybody.
        assert {answer.status_code for answer in [page, *others] if may_be_kept(answer)} <= {405}
    is_for_all = "public" in page.headers.get("Cache-Control", "")
    assert not is_for_all or (route.name in KEPT and not page.cookies)


@pytest.mark.parametrize("route", OF_THE_PLATFORM)
def test_every_answer_of_the_platform_is_guarded(route: Route, platform_client: HostClient):
    path = route.path(route.values())

    answers = [platform_client.get(path), platform_client.post(path), platform_client.put(path)]

    assert {fault for answer in answers for fault in faults_of(answer)} == set()


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_probe_takes_no_log_in_away(path: str, business: Business):
    """A page of a sibling venue could make the browser ask for it."""
    client = client_of(business, User.objects.get(role="owner"))

    probed = client.get(path)

    assert probed.cookies == {}
    assert client.get("/dashboard/").status_code == 200


@pytest.mark.parametrize(
    "case", ["unknown host", "no host", "suspended", "nothing there", "forged form", "too much"]
)
def test_answers_that_no_view_gives_are_guarded_too(case: str, business: Business, now):
    client = client_of(business)
    if case == "suspended":
        with public_scope():
            suspend_business(business_id=business.pk, reason="Unpaid", now=TONIGHT)
    strict = HostClient(business.host)
    strict.handler.enforce_csrf_checks = True
    asked = {
        "unknown host": lambda: HostClient("nobody.localhost").get("/"),
        "no host": lambda: HostClient("no_host!").get("/"),
        "suspended": lambda: client.get("/"),
        "nothing there": lambda: client.get("/no/such/page"),
        "forged form": lambda: strict.post("/accounts/sign-in/", {"email": "a@b.example"}),
        "too much": lambda: client.post("/accounts/sign-in/", {f"k{n}": n for n in range(600)}),
    }

    answer = asked[case]()

    assert answer.status_code >= 400
    assert faults_of(answer) == []


def test_control_an_answer_without_its_guards_is_noticed(business: Business, settings):
    ours = {"csp.middleware.CSPMiddleware", "boom.middleware.PermissionsPolicyMiddleware"}
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if each not in ours]

    faults = faults_of(client_of(business).get("/accounts/sign-in/"))

    assert {fault.partition(":")[0] for fault in faults} == {"permissions-policy", "content-security-policy"}


def test_control_a_cookie_for_every_sibling_is_noticed(business: Business, settings):
    settings.SESSION_COOKIE_DOMAIN = ".localhost"
    settings.SESSION_COOKIE_HTTPONLY = False
    client = client_of(business)
    password = {"email": User.objects.get(role="owner").email, "password": "correct horse battery"}

    faults = faults_of(client.post("/accounts/sign-in/", password))

    assert "cookie boom is for all of .localhost" in faults
    assert "cookie boom can be read by scripts" in faults


PRODUCTION = """
import json, sys
from boom.settings import production as p
names = sys.argv[1:]
print(json.dumps({name: getattr(p, name, None) for name in names}))
"""
STRICT = {
    "DEBUG": False,
    "SESSION_COOKIE_NAME": "__Host-boom",
    "CSRF_COOKIE_NAME": "__Host-csrf",
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "CSRF_COOKIE_SAMESITE": "Lax",
    # Set by nobody, so that no cookie is for siblings and no sibling's form is trusted.
    "SESSION_COOKIE_DOMAIN": None,
    "CSRF_COOKIE_DOMAIN": None,
    "CSRF_TRUSTED_ORIGINS": None,
    "SHOW_PUBLIC_IF_NO_TENANT_FOUND": None,
    "USE_X_FORWARDED_HOST": None,
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_SECONDS": 31_536_000,
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
    "BOOM_GALLERY": False,
}


def test_on_a_public_host_cookies_and_transport_are_strict():
    env = {
        "PATH": os.environ["PATH"],
        "BOOM_SECRET_KEY": "x" * 50,
        "BOOM_SEALING_KEYS": Fernet.generate_key().decode(),
        "BOOM_BASE_DOMAIN": "boom.example",
        "DATABASE_URL": "postgresql://app@127.0.0.1/boom",
        "REDIS_URL": "redis://127.0.0.1/0",
    }

    told = subprocess.run(
        [sys.executable, "-c", PRODUCTION, *STRICT],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )

    assert json.loads(told.stdout) == STRICT
