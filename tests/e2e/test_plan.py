"""An owner subscribes on Stripe's page, hits the limit, goes up, wants to go down, ends and goes on."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from billing.models import BusinessPlan
from boom.core import clock
from tenants.context import public_scope
from tests.drills import among
from tests.e2e.conftest import DESKTOP, PHONE, Browsing, LiveVenue, picture
from tests.e2e.people import said, sign_in
from tests.stripe import StandIn

pytestmark = pytest.mark.browser

SIZES = among([pytest.param(DESKTOP, id="1440"), pytest.param(PHONE, id="360")])
# As many as the smallest plan has.
ROOMS = [{"name": f"Room {name}", "capacity_max": 4, "price_per_hour_minor": 3000} for name in "ABCDE"]


@pytest.fixture
def bar(found_venue: Callable[..., LiveVenue], live_stripe: StandIn) -> LiveVenue:
    """On the last day of its trial, so that what is subscribed to is paid at once."""
    bar = found_venue(rooms=ROOMS)
    with public_scope():
        BusinessPlan.objects.filter(business=bar.business).update(
            trial_ends_at=clock.now() + timedelta(days=1)
        )
    return bar


def plan_named(page: Page, name: str) -> Locator:
    """One of the plans to compare."""
    return page.get_by_role("article", name=name)


def add_room(page: Page, bar: LiveVenue, name: str) -> None:
    page.goto(bar.url("/dashboard/rooms/"))
    page.get_by_label("Names").fill(name)
    page.get_by_label("Price per hour").fill("30")
    page.get_by_role("button", name="Add rooms").click()


@pytest.mark.parametrize("size", SIZES)
def test_an_owner_subscribes_outgrows_the_plan_and_thinks_again(
    bar: LiveVenue, browse: Browsing, size: dict[str, object], request: pytest.FixtureRequest
) -> None:
    look = request.node.callspec.id
    page = browse(size=size)
    sign_in(page, bar)

    # The trial ends tomorrow: Stripe's page says what is due, and leads back.
    page.goto(bar.url("/dashboard/plan/"))
    picture(page, f"plan-trial-{look}")
    browse.check(page)
    plan_named(page, "Starter").get_by_role("button", name="Subscribe to Starter").click()
    expect(page.get_by_role("heading", name="Subscribe")).to_be_visible()
    picture(page, f"plan-pay-{look}")
    page.get_by_role("button", name="Subscribe 29.00 USD").click()
    said(page, "Thank you. Your plan is in order.")
    expect(plan_named(page, "Starter")).to_contain_text("This is what you pay.")
    picture(page, f"plan-paid-{look}")
    browse.check(page)

    # A sixth room is one too many, and the way out is one press away.
    add_room(page, bar, "Room F")
    expect(page.get_by_text("Your plan has 5 rooms, and all of them are in use.")).to_be_visible()
    browse.takes_back("402")
    picture(page, f"plan-limit-{look}")
    browse.check(page)
    page.get_by_role("link", name="See the plan").click()

    # What it costs is shown before it is confirmed, and exactly that is paid.
    plan_named(page, "Professional").get_by_role("link", name="Change to Professional").click()
    due = page.get_by_role("row", name="Charged now").get_by_role("cell").inner_text()
    picture(page, f"plan-larger-{look}")
    browse.check(page)
    page.get_by_role("button", name=f"Pay {due} and change").click()
    said(page, "You have Professional now.")
    expect(page.get_by_role("cell", name=due, exact=True)).to_be_visible()
    add_room(page, bar, "Room F")
    said(page, "Rooms added.")

    # Back down only after archiving what would not fit, and when what is paid for is over.
    page.goto(bar.url("/dashboard/plan/"))
    starter = plan_named(page, "Starter")
    expect(starter.get_by_text("First archive this room, or another:")).to_be_visible()
    expect(starter.get_by_role("link", name="Change to Starter")).to_have_count(0)
    picture(page, f"plan-too-small-{look}")
    browse.check(page)
    starter.get_by_role("button", name="Archive these").click()
    said(page, "1 room is archived")
    starter.get_by_role("link", name="Change to Starter").click()
    expect(page.get_by_text("nothing is charged now")).to_be_visible()
    picture(page, f"plan-smaller-{look}")
    browse.check(page)
    page.get_by_role("button", name="Change then").click()
    expect(page.get_by_text(re.compile(r"^You change to Starter on "))).to_be_visible()
    picture(page, f"plan-planned-{look}")
    browse.check(page)
    page.get_by_role("button", name="Keep Professional").click()
    said(page, "You keep your plan.")

    # And an end that is taken back.
    page.get_by_role("link", name="End the subscription").click()
    picture(page, f"plan-end-{look}")
    browse.check(page)
    page.get_by_role("button", name=re.compile("^End on ")).click()
    expect(page.get_by_text(re.compile("^Your subscription ends on "))).to_be_visible()
    picture(page, f"plan-ending-{look}")
    browse.check(page)
    page.get_by_role("button", name="Go on after all").click()
    said(page, "Your subscription goes on.")
    expect(page.get_by_text(re.compile("^The next payment is on "))).to_be_visible()
