"""A business is founded whole or not at all; a suspended one is closed on every door."""

from __future__ import annotations

import itertools
import re

import pytest
from django.conf import settings
from django.db import DataError, IntegrityError, connection, transaction
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.models import User
from bookings.models import Venue
from boom.core.errors import Invalid
from boom.core.models import OutboxMessage
from tenants import resolution, services
from tenants.context import public_scope, tenant_scope
from tenants.errors import BusinessUnknown, SubdomainTaken, SubdomainUnusable
from tenants.models import Business, Domain, ReleasedSubdomain, SpareSchema
from tenants.provisioning.schemas import stock_spares
from tenants.resolution import PLATFORM, business_by_id, host_name, resolve_host
from tests.conftest import TONIGHT, HostClient, client_of

VALUES = {"name": "Luna", "kind": "karaoke", "time_zone": "Europe/London", "currency": "GBP", "now": TONIGHT}


def found(subdomain: str = "luna", **changes: object) -> Business:
    return services.found_business(subdomain=subdomain, **VALUES | changes)


class TestFounding:
    @pytest.fixture(autouse=True)
    def _a_spare_in_stock(self, public: None) -> None:
        stock_spares(wanted=1)

    def test_it_claims_a_spare_and_says_so(self, public):
        spares = set(SpareSchema.objects.values_list("schema_name", flat=True))

        business = found()

        assert business.schema_name in spares
        assert not SpareSchema.objects.filter(schema_name=business.schema_name).exists()
        assert OutboxMessage.objects.filter(kind="business.founded").latest("id").payload["business"] == (
            business.pk
        )

    def test_its_schema_is_empty_and_its_own(self, public):
        business = found()

        with tenant_scope(business):
            assert (User.objects.count(), Venue.objects.count()) == (0, 0)
        assert re.fullmatch(r"t_[a-z2-7]{16}", business.schema_name)

    @pytest.mark.parametrize(
        ("changes", "refusal", "field"),
        [
            ({"subdomain": "twin-a"}, SubdomainTaken, "subdomain"),
            ({"subdomain": "admin"}, SubdomainUnusable, "subdomain"),
            ({"subdomain": "x" * 41}, SubdomainUnusable, "subdomain"),
            ({"time_zone": "Mars/Olympus"}, Invalid, "time_zone"),
            ({"time_zone": "../../etc/passwd"}, Invalid, "time_zone"),
            ({"currency": "XXX"}, Invalid, "currency"),
            ({"kind": "casino"}, Invalid, "kind"),
        ],
    )
    def test_what_cannot_be_names_the_field_and_leaves_nothing(self, public, changes, refusal, field):
        before = (Business.objects.count(), SpareSchema.objects.count(), OutboxMessage.objects.count())

        with pytest.raises(refusal) as raised:
            found(**changes)

        assert set(raised.value.fields) == {field}
        after = (Business.objects.count(), SpareSchema.objects.count(), OutboxMessage.objects.count())
        assert after == before

    def test_a_founding_that_fails_late_puts_the_spare_back(self, public):
        spares = SpareSchema.objects.count()

        with pytest.raises(DataError), transaction.atomic():
            found(name="x" * 121)

        assert SpareSchema.objects.count() == spares
        assert not Business.objects.filter(subdomain="luna").exists()

    def test_a_name_that_has_rested_is_free_again_and_no_longer_listed(self, public):
        ReleasedSubdomain.objects.create(subdomain="luna", free_from=TONIGHT)

        found()

        assert not ReleasedSubdomain.objects.exists()

    @pytest.mark.parametrize("name", ["public", "t_short", "t_" + "A" * 16, 'x"; DROP SCHEMA public; --'])
    def test_a_schema_is_never_named_by_hand(self, public, name):
        with pytest.raises(IntegrityError, match="business_schema_name_is_random"), transaction.atomic():
            Business.objects.create(
                name="X", subdomain="xyz", schema_name=name, time_zone="UTC", currency="GBP", schema_head=""
            )


class TestHosts:
    @pytest.mark.parametrize(
        "raw", ["localhost", "LOCALHOST:8000", "www.localhost", "127.0.0.1:99", "localhost."]
    )
    def test_our_own_names_are_the_platform(self, public, raw):
        assert resolve_host(raw) is PLATFORM

    @pytest.mark.parametrize("raw", ["twin-a.localhost", "Twin-A.LocalHost:8000", "twin-a.localhost."])
    def test_a_subdomain_is_its_business(self, twin_a, raw):
        assert resolve_host(raw) == twin_a

    @pytest.mark.parametrize(
        "raw",
        ["nobody.localhost", "x.twin-a.localhost", "twin-a.localhost.evil.example", "twin-a", "", "[::1]"],
    )
    def test_anything_else_is_nobody(self, public, raw):
        assert resolve_host(raw) is None

    def test_a_domain_of_its_own_is_looked_up_exactly(self, twin_a):
        with public_scope():
            Domain.objects.create(domain="rooms.example", tenant=twin_a)

        assert resolve_host("Rooms.example:443") == twin_a
        assert resolve_host("www.rooms.example") is None

    @pytest.mark.parametrize(
        ("raw", "name"), [(" A.b:1 ", "a.b"), ("[::1]:80", "[::1]"), ("a.b.", "a.b"), ("", "")]
    )
    def test_a_host_headers_name(self, raw, name):
        assert host_name(raw) == name

    def test_strangers_cannot_fill_the_memory(self, public):
        for number in range(resolution.MOST_REMEMBERED + 10):
            resolution._remembered[f"stranger-{number}"] = (0.0, None)
            if number == resolution.MOST_REMEMBERED:
                resolve_host("one-more.localhost")

        assert len(resolution._remembered) <= resolution.MOST_REMEMBERED


def all_paths() -> list[str]:
    """Every address of a venue's host, its parts filled with something that fits."""
    fill = {"int": "1", "str": "x", "slug": "x", "uuid": "0" * 8 + "-0000-4000-8000-" + "0" * 12, "path": "x"}

    def walk(resolver: URLResolver, prefix: str) -> list[str]:
        found_here = []
        for pattern in resolver.url_patterns:
            path = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                found_here += walk(pattern, path)
            elif isinstance(pattern, URLPattern):
                found_here.append(path)
        return found_here

    def filled(path: str) -> str:
        return "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda match: fill.get(match[1] or "str", "x"), path)

    return sorted({filled(path) for path in walk(get_resolver(settings.ROOT_URLCONF), "")})


class TestSuspension:
    @pytest.fixture
    def closed(self, business: Business) -> Business:
        with public_scope():
            services.suspend_business(business_id=business.pk, reason="Unpaid", now=TONIGHT)
        return business

    def test_every_address_is_closed_to_everybody(self, business, closed):
        clients = [client_of(business), client_of(business, User.objects.get(role="owner"))]
        # Load balancers ask these at any host.
        paths = [path for path in all_paths() if path not in {"/healthz", "/readyz"}]

        answers = {
            (path, method): getattr(client, method)(path).status_code
            for path, client, method in itertools.product(paths, clients, ("get", "post"))
        }

        assert len(paths) > 20
        assert {where: status for where, status in answers.items() if status != 503} == {}

    def test_control_an_open_business_answers_otherwise(self, business):
        client = client_of(business)

        answers = {client.get(path).status_code for path in all_paths()}

        assert 200 in answers
        assert 503 not in answers

    def test_its_page_says_so_and_how_to_reach_the_venue(self, business, closed):
        with tenant_scope(business):
            Venue.objects.update(phone="+44 20 7946 0000", email="desk@venue.example")

        page = HostClient(business.host).get("/").content.decode()

        assert "takes no bookings online right now" in page
        assert 'href="tel:+44 20 7946 0000"' in page
        assert "Unpaid" not in page

    def test_tasks_stop_too(self, closed):
        with pytest.raises(BusinessUnknown):
            business_by_id(closed.pk)

    def test_its_data_stays_and_resuming_opens_every_door_at_once(self, business, closed):
        with tenant_scope(business):
            people = User.objects.count()
        with public_scope():
            services.resume_business(business_id=business.pk)

        answer = client_of(business).get("/accounts/sign-in/")

        assert (answer.status_code, people) == (200, 4)

    def test_twice_is_once(self, closed):
        with public_scope():
            before = OutboxMessage.objects.count()
            services.suspend_business(business_id=closed.pk, reason="Again", now=TONIGHT)
            again = Business.objects.get(pk=closed.pk)

            assert (again.suspension_reason, OutboxMessage.objects.count()) == ("Unpaid", before)

    def test_the_other_business_goes_on(self, closed, other_business):
        assert HostClient(other_business.host).get("/accounts/sign-in/").status_code == 200

    def test_another_process_hears_of_it_within_seconds(self, business, public):
        """What a process remembers of a host ends by itself: nobody has to tell it."""
        assert resolve_host(business.host).status == "active"
        with connection.cursor() as cursor:
            cursor.execute("UPDATE tenants_business SET status = 'suspended' WHERE id = %s", [business.pk])

        remembered_at, known = resolution._remembered[business.host]
        resolution._remembered[business.host] = (remembered_at - resolution.REMEMBER_S, known)

        assert resolve_host(business.host).status == "suspended"
