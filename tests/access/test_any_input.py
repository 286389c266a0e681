"""Whatever is sent to whatever address by whomever: never a 5xx, nothing told of our insides, faults named.

The fields are not listed here: what a view asks its request for is written down while it answers, and each
of those names is then sent with values that nobody would type.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.conf import settings
from django.contrib import admin
from django.db import transaction
from django.http import HttpResponse, QueryDict

from accounts.models import User
from accounts.permissions import Role
from accounts.services import create_super_admin
from bookings.models import Venue
from boom.access import ANYONE, SIGNED_IN, TOKEN
from boom.core import clock
from tenants.context import tenant_scope
from tenants.models import Business
from tests.access.hostile import HEADERS, METHODS, PIECES, RAW, TYPES, VALUES
from tests.access.matrix import NOT_FOR_THE_PUBLIC
from tests.conftest import TONIGHT, HostClient, _forget_limits, twin
from tests.isolation.test_walk import first_of, somebodys
from tests.routes import PLATFORM, TENANT, Route, routes_of
from tests.twins import CANARIES, PASSWORD

# How much of it each route gets; `BOOM_FUZZ=all` sends everything, for an hour. What is chosen differs from
# route to route, so that a short run, too, meets every value somewhere.
IS_LONG = os.environ.get("BOOM_FUZZ") == "all"
EACH, ALL_OVER = (len(VALUES), len(VALUES)) if IS_LONG else (1, 1)
FIELDS, TWICE = (1000, 1000) if IS_LONG else (2, 1)
BODIES, QUERIES = (len(RAW) * len(TYPES), len(RAW)) if IS_LONG else (2, 1)
HEADS, SHAPES = (len(HEADERS), len(PIECES)) if IS_LONG else (1, 2)

OF_A_VENUE = [pytest.param(route, id=str(route)) for route in routes_of(TENANT)]
OF_THE_PLATFORM = [
    pytest.param(route, id=str(route))
    for route in routes_of(PLATFORM)
    if not route.name.startswith(NOT_FOR_THE_PUBLIC)
]
# What would tell a stranger about our insides.
INSIDES = ("Traceback", "psycopg", "django.db", "site-packages", str(settings.BASE_DIR), "SELECT ", "UPDATE ")
# What a person would send under a name, wherever it is asked for; anything else gets "1".
SENSIBLE = {
    "day": "2026-11-25", "until_day": "2026-11-25", "start": "20:00", "until": "21:00", "length": "60",
    "name": "Kept as typed", "names": "Kept as typed", "email": "kept@example.com", "party_size": "2",
    "people": "2", "minutes": "60", "source": "phone", "role": "viewer", "reason": "Kept as typed",
    "version": "1", "note": "Kept as typed", "staff_note": "Kept as typed", "direction": "up",
    "password": PASSWORD, "phone": "", "country": "GB", "venue": "", "instead": "",
    "repeats": "", "every": "", "ends": "", "times": "", "last_night": "", "agreed": "",
    "off_percent": "", "price_reason": "", "promo": "", "voucher": "", "customer_class": "", "add_on_1": "0",
    "amount": "1", "method": "cash", "float": "1", "counted_cash": "1", "due_rule": "at_visit",
    "due_days": "1", "left_over": "staff", "answer": "yes", "homepage": "", "proof": "",
}  # fmt: skip
TYPED = "Kept as typed"
# A customer's page writes a start as an instant.
OF_CUSTOMERS = {"start": "20261125T2000Z", "room": "any"}
TOKENS = {
    "accounts:invitation": 1, "accounts:reset-link": 3, "accounts:hand-over": 4, "public:display": 7,
    "public:invited": 6, "public:invited-calendar": 6,
}  # fmt: skip


@dataclass
class Probe:
    """A client that sends and undoes, so that every request finds things as they were."""

    client: HostClient
    cookies: dict[str, str] = field(init=False)
    asked: set[str] = field(default_factory=set)
    sent: int = 0

    def __post_init__(self) -> None:
        self.cookies = {name: morsel.value for name, morsel in self.client.cookies.items()}

    def send(self, method: str, *args: Any, **options: Any) -> HttpResponse:
        """The answer, looked at as a stranger would."""
        self.client.cookies.clear()
        for name, value in self.cookies.items():
            self.client.cookies[name] = value
        _forget_limits()
        self.sent += 1
        with undone():
            answer = getattr(self.client, method)(*args, **options)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        text = body.decode(errors="replace")
        assert answer.status_code < 500, f"{method} {str(args)[:500]} {options}"
        assert [inside for inside in INSIDES if inside in text] == []
        return answer

    def fields_of(self, method: str, path: str, sensible: dict[str, str]) -> dict[str, str]:
        """What the view asks for, with a sensible value each; with those it may go on to ask for more."""
        found: dict[str, str] = {}
        for _ in range(3):
            self.asked.clear()
            self.send(method, path, found)
            if self.asked <= found.keys():
                break
            found = {name: sensible.get(name, "1") for name in {*found, *self.asked}}
        return dict(sorted(found.items()))


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Names that views have asked queries and forms for."""
    names: set[str] = set()

    def listening(method: Any) -> Any:
        def asking(data: QueryDict, name: Any, *more: Any) -> Any:
            if isinstance(name, str) and name not in {"csrfmiddlewaretoken", "_method"}:
                names.add(name)
            return method(data, name, *more)

        return asking

    for method in ("__getitem__", "getlist"):
        monkeypatch.setattr(QueryDict, method, listening(getattr(QueryDict, method)))
    return names


@dataclass(frozen=True)
class House:
    """A venue with a thing of each kind, and where everything is."""

    signed_in: Callable[[User | None], HostClient]
    ids: dict[str, object]
    tokens: list[dict[str, str]]

    def path(self, route: Route) -> str:
        return route.path({**route.values(), **self.ids, **self.tokens[TOKENS.get(route.name, 0)]})

    def sensible(self, route: Route) -> dict[str, str]:
        room = str(self.ids["room_id"])
        of_customers = OF_CUSTOMERS if route.name.startswith("public:") else {}
        return SENSIBLE | {"room": room, "rooms": room} | of_customers

    def probe(self, role: Role | None, asked: set[str]) -> Probe:
        return Probe(self.signed_in(first_of(role)), asked)


@pytest.fixture(scope="module")
def furnished(signed_in: Callable[[User | None], HostClient]) -> House:
    business = twin("twin-a")
    with tenant_scope(business), clock.set_to(TONIGHT):
        mine = somebodys(business, TONIGHT + timedelta(days=4), CANARIES["twin-a"])
        slug = Venue.objects.order_by("id")[0].slug
    return House(
        signed_in,
        {"slug": slug, "mark": "abc", "digest": mine.digest, "reference": mine.reference, **mine.ids},
        mine.tokens,
    )


@pytest.fixture
def house(furnished: House, business: Business, now: datetime) -> House:
    return furnished


def chance(route: Route, method: str = "") -> Random:
    """The same choice at each run, another for each route."""
    return Random(f"{route.name} {method}")


def who_comes_in(route: Route) -> Role | None:
    return None if route.access in {ANYONE, TOKEN} else Role.OWNER


@pytest.mark.parametrize("route", OF_A_VENUE)
def test_no_value_of_any_field_breaks_a_page(route: Route, house: House, asked: set[str]):
    probe = house.probe(who_comes_in(route), asked)

    for method in ("get", "post"):
        try_fields(probe, method, house.path(route), house.sensible(route), chance(route, method))


def try_fields(probe: Probe, method: str, path: str, sensible: dict[str, str], random: Random) -> None:
    """All fields at once, then each by itself among good ones, then each more than once."""
    fields = probe.fields_of(method, path, sensible)
    good = probe.send(method, path, fields).status_code
    for value in random.sample(VALUES, ALL_OVER):
        probe.send(method, path, dict.fromkeys(fields, value))
    for name in random.sample(list(fields), min(FIELDS, len(fields))):
        for value in random.sample(VALUES, EACH):
            answer = probe.send(method, path, {**fields, name: value})
            if answer.status_code == 422 and good != 422:
                assert faults_are_named(answer, name), f"{name}={value[:50]!r}"
                assert what_was_typed_is_kept(answer, fields, but=name), f"{name}={value[:50]!r}"
    for name in random.sample(list(fields), min(TWICE, len(fields))):
        probe.send(method, path, {**fields, name: [fields[name], random.choice(VALUES), ""]})


def faults_are_named(answer: HttpResponse, name: str) -> bool:
    """Beside an input, at the form's head, under its name for programs, or in words where no form is."""
    if "json" in answer["Content-Type"]:
        return bool(answer.json()["fields"])
    page = answer.content.decode()
    is_form = any(sign in page for sign in ('_error"', "data-error-summary", 'role="alert"', "toast--error"))
    return is_form or ('class="problem"' in page and name in page)


def what_was_typed_is_kept(answer: HttpResponse, fields: dict[str, str], *, but: str) -> bool:
    """Of the words of this form, all that have an input on the page again stand in it."""
    page = answer.content.decode()
    words = [name for name, value in fields.items() if value == TYPED and name != but]
    return all(TYPED in page for name in words if f'name="{name}"' in page)


def test_control_the_fields_are_found_and_reached(house: House, asked: set[str]):
    """Else all of the above would send nothing to nobody."""
    probe = house.probe(Role.OWNER, asked)
    by_name = {route.name: route for route in routes_of(TENANT)}
    new = by_name["dashboard:new-booking"]

    fields = probe.fields_of("post", house.path(new), house.sensible(new))
    made = probe.send("post", house.path(new), fields)
    refused = probe.send("post", house.path(new), {**fields, "party_size": "9" * 30})

    assert {"room", "day", "start", "length", "name", "email", "party_size", "note"} <= fields.keys()
    assert (made.status_code, refused.status_code) == (302, 422)
    assert faults_are_named(refused, "party_size")
    assert what_was_typed_is_kept(refused, fields, but="party_size")


@pytest.mark.parametrize("route", OF_A_VENUE)
def test_no_body_header_method_or_address_breaks_a_page(route: Route, house: House, asked: set[str]):
    random, path = chance(route), house.path(route)
    roles = [None, Role.OWNER] if IS_LONG else [who_comes_in(route)]
    probes = [house.probe(role, asked) for role in roles]
    kinds = [(body, kind) for body in RAW for kind in TYPES]

    for probe in probes:
        for body, kind in random.sample(kinds, BODIES):
            probe.send("generic", "POST", path, body, content_type=kind)
        for body in random.sample(RAW, QUERIES):
            probe.send("get", path, QUERY_STRING=body.decode("latin-1"))
        for headers in random.sample(HEADERS, HEADS):
            probe.send("get", path, headers=headers)
            probe.send("post", path, headers=headers)
        for method in METHODS:
            probe.send(method, path)
        for name, _ in route.parts:
            for piece in random.sample(PIECES, SHAPES):
                probe.send("get", route.path({**route.values(), **house.ids, **house.tokens[0], name: piece}))


@pytest.mark.parametrize("role", [None, *Role])
def test_nobody_of_any_role_breaks_any_page(role: Role | None, house: House, asked: set[str]):
    random, probe = Random(str(role)), house.probe(role, asked)

    for route in routes_of(TENANT):
        if route.access in {SIGNED_IN, ANYONE, TOKEN} or role is not None:
            for method in ("get", "post"):
                data = dict.fromkeys(SENSIBLE, random.choice(VALUES))
                probe.send(method, house.path(route), data)

    assert probe.sent > 50


@pytest.mark.parametrize("route", OF_THE_PLATFORM)
def test_nothing_breaks_the_platforms_pages(route: Route, platform_client: HostClient, asked: set[str], now):
    random, path, probe = chance(route), route.path({}), Probe(platform_client, asked)

    for method in ("get", "post"):
        fields = probe.fields_of(method, path, SENSIBLE | {"subdomain": "kept", "kind": "karaoke"})
        for value in VALUES if IS_LONG else random.sample(VALUES, 10):
            probe.send(method, path, dict.fromkeys(fields, value))
        for name in fields:
            for value in random.sample(VALUES, EACH):
                probe.send(method, path, {**fields, name: value})
    for body in RAW:
        probe.send("generic", "POST", path, body, content_type=random.choice(TYPES))
        probe.send("get", path, QUERY_STRING=body.decode("latin-1"))
    for headers in HEADERS:
        probe.send("get", path, headers=headers)


ADMIN_NAMES = [
    "q",
    "p",
    "o",
    "e",
    "all",
    "_facets",
    "_to_field",
    "_popup",
    "status",
    "status__exact",
    "id__in",
]


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model.__name__)
def test_nothing_breaks_the_super_admins_pages(model: type, public: None, asked: set[str]):
    root = create_super_admin(name="Root", email="root@boom.example", password=PASSWORD)
    client = HostClient("localhost")
    client.force_login(root)
    probe, random = Probe(client, asked), Random(model.__name__)
    stem = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"

    for value in VALUES if IS_LONG else random.sample(VALUES, 4):
        for name in ADMIN_NAMES:
            probe.send("get", stem, {name: value})
        probe.send("post", stem, {"action": value, "_selected_action": [value, "1"], "index": value})
    for piece in PIECES:
        for page in ("change", "history", "delete"):
            probe.send("get", f"{stem}{piece}/{page}/")
    for value in random.sample(VALUES, 4):
        probe.send("post", f"{stem}1/change/", dict.fromkeys(["name", "status", "subdomain"], value))
