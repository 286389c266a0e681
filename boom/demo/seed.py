"""Making the sample businesses, each once."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from accounts.models import User
from accounts.services import create_user
from billing.models import PlanPrice
from billing.services.standing import change_plan, comp
from bookings.display_links import token_of
from bookings.models import Display, Occupancy, Venue
from bookings.selectors.setup import setup_of
from bookings.services.bulk import record_bookings, record_customers
from bookings.services.onboarding import sign_up
from bookings.services.setup import add_room, change_venue, set_opening_hours
from boom.core.actor import Actor, acting
from boom.core.db import service
from boom.demo import (
    keyhole,
    stand_in,
    velvet_guests,
    velvet_house,
    velvet_money,
    velvet_nights,
    velvet_prices,
    velvet_vouchers,
)
from boom.demo.history import make_bookings, make_customers
from boom.demo.plans import PLANS, BusinessPlan
from integrations import legacy
from integrations.legacy.plan import make_plan
from integrations.legacy.source import read_source
from integrations.services.legacy_import import found_and_import
from tenants.context import public_scope, tenant_scope
from tenants.models import Business

# Printed by `make demo`; the command refuses to run where strangers could use it.
PASSWORD = "boom-demo-2026"  # noqa: S105
IMPORTED = "encore"
SELLS_VOUCHERS = {"velvet"}
SAMPLE = Path(legacy.__file__).parent / "sample" / "boom_legacy.sqlite3"
SUPER_ADMIN = "admin@example.com"
SEEDER = Actor(kind="system", label="Sample data", source="command")


@dataclass(frozen=True, slots=True)
class LogIn:
    """One line of what the demo prints."""

    label: str
    url: str
    email: str
    password: str


def seed(*, now: datetime, say: Callable[[str], None]) -> list[LogIn]:
    """Make what is missing of the sample businesses; what is there stays as it is. Gives every log-in."""
    log_ins = []
    with acting(SEEDER):
        for plan in PLANS:
            log_ins += _seed_business(plan, now=now, say=say)
        log_ins.append(_seed_imported(now=now, say=say))
        log_ins.append(_seed_super_admin())
    return log_ins


def write_log_ins(log_ins: list[LogIn]) -> None:
    """Leave the log-ins where whoever starts the demo finds them."""
    path = settings.BOOM_HOME / "run" / "demo.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(log_in) for log_in in log_ins], indent=1))


def _seed_business(plan: BusinessPlan, *, now: datetime, say: Callable[[str], None]) -> list[LogIn]:
    with public_scope():
        business = Business.objects.filter(subdomain=plan.subdomain).first()
        if business is None:
            say(f"{plan.name}: 120 days of history and two weeks ahead")
            business = _make_business(plan, now=now)
    if plan.subdomain in SELLS_VOUCHERS and stand_in.is_there():
        # Asks the stand-in, so it stands in no transaction; what is sold already stays.
        velvet_vouchers.sell_vouchers(business, now=now)
    staff = [
        ("owner", f"owner@{plan.subdomain}.example.com"),
        ("front desk", f"desk@{plan.subdomain}.example.com"),
    ]
    return [
        LogIn(f"{plan.name}, {role}", business.url("/dashboard/"), email, PASSWORD) for role, email in staff
    ] + [
        LogIn(f"{plan.name}, what customers see", business.url("/"), "", ""),
        *_screens(plan, business),
    ]


def _screens(plan: BusinessPlan, business: Business) -> list[LogIn]:
    """Screens in the lobby: whoever has the address sees them."""
    with tenant_scope(business):
        screens = Display.objects.standing().filter(room=None).order_by("id")
        paths = [f"/display/{token_of(screen)}/" for screen in screens[:1]]
    return [LogIn(f"{plan.name}, screen in the lobby", business.url(path), "", "") for path in paths]


@service
def _make_business(plan: BusinessPlan, *, now: datetime) -> Business:
    business, _ = sign_up(
        business_name=plan.name,
        subdomain=plan.subdomain,
        kind=plan.kind,
        owner_name=plan.owner,
        email=f"owner@{plan.subdomain}.example.com",
        password=PASSWORD,
        time_zone=plan.time_zone,
        currency=plan.currency,
        now=now,
    )
    with tenant_scope(business):
        create_user(
            name="Sam Rivers",
            email=f"desk@{plan.subdomain}.example.com",
            password=PASSWORD,
            role="front_desk",
        )
        venue = Venue.objects.get()
        change_venue(
            venue_id=venue.pk,
            address=plan.address,
            phone=plan.phone,
            email=f"hello@{plan.subdomain}.example.com",
            country=plan.country,
            description=plan.description,
            brand_colour=plan.brand_colour,
        )
        set_opening_hours(venue_id=venue.pk, rows=plan.hours)
        FILLED[plan.subdomain](plan, venue, now)
    return business


def _give_plan(business: Business, *, now: datetime) -> None:
    """The one that was imported has a plan with limits, for nothing; the others are on their trial."""
    price = PlanPrice.objects.offered().get(plan__code="professional", period="month")
    change_plan(business_id=business.pk, price_id=price.pk, now=now)
    comp(business_id=business.pk, until=None, reason="Sample data", now=now)


def _fill_velvet(plan: BusinessPlan, venue: Venue, now: datetime) -> None:
    """All that Boom can do, in one house. First what is taken down one by one; the many fill up around it."""
    today = setup_of(venue).hours.business_day(now)
    velvet_house.open_house(venue)
    _add_rooms(plan, venue)
    question = velvet_house.furnish(venue)
    offers = velvet_prices.set_prices(venue, today=today)
    customers = record_customers(make_customers(plan))
    velvet_guests.note_down(customers)
    venue = Venue.objects.get()
    velvet_nights.arrange(velvet_nights.Nights(venue, today, now), offers, question, customers)
    velvet_house.plan_ahead(venue, today=today)
    rows = make_bookings(
        plan,
        setup_of(Venue.objects.get()),
        customers,
        now=now,
        taken=velvet_nights.taken(venue),
        given=Occupancy.objects.values_list("reference", flat=True),
        question=question,
    )
    record_bookings(rows)
    velvet_nights.look_back(venue, now=now)
    velvet_money.take_money(Venue.objects.get(), now=now)


def _fill_keyhole(plan: BusinessPlan, venue: Venue, now: datetime) -> None:
    _add_rooms(plan, venue)
    keyhole.charge_by_head(venue, today=setup_of(venue).hours.business_day(now))
    customers = record_customers(make_customers(plan))
    record_bookings(make_bookings(plan, setup_of(Venue.objects.get()), customers, now=now))
    keyhole.open_second_venue(venue)


FILLED = {"velvet": _fill_velvet, "keyhole": _fill_keyhole}


def _add_rooms(plan: BusinessPlan, venue: Venue) -> None:
    for room in plan.rooms:
        add_room(venue_id=venue.pk, **room.columns)


def _seed_imported(*, now: datetime, say: Callable[[str], None]) -> LogIn:
    """A venue that moved in from Boom Karaoke, with the old app's oddities: clashes to settle, odd prices."""
    email = f"owner@{IMPORTED}.example.com"
    with public_scope():
        business = Business.objects.filter(subdomain=IMPORTED).first()
        if business is None:
            say("Moved in from Boom Karaoke: a database of the old app, imported")
            business = _import_sample(email, now=now)
    return LogIn(f"{business.name}, imported, owner", business.url("/dashboard/"), email, PASSWORD)


@service
def _import_sample(email: str, *, now: datetime) -> Business:
    plan = make_plan(read_source(SAMPLE))
    business, _ = found_and_import(subdomain=IMPORTED, plan=plan, now=now)
    _give_plan(business, now=now)
    with tenant_scope(business):
        create_user(name="Moved-in owner", email=email, password=PASSWORD, role="owner")
    return business


def _seed_super_admin() -> LogIn:
    with public_scope():
        if not User.objects.filter(email=SUPER_ADMIN).exists():
            _make_super_admin()
    scheme = "https" if settings.HTTPS else "http"
    url = f"{scheme}://{settings.BASE_DOMAIN}:{settings.PUBLIC_PORT}/admin/"
    return LogIn("The platform, super admin", url, SUPER_ADMIN, PASSWORD)


@service
def _make_super_admin() -> None:
    User.objects.create_superuser(email=SUPER_ADMIN, password=PASSWORD, name="Super admin")
