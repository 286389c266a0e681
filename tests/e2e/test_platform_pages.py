"""The platform's pages and those about accounts in a real browser; axe and the console stay silent."""

from __future__ import annotations

import itertools
import os
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts import services
from accounts.models import User
from boom.core import clock
from tenants.context import public_scope
from tenants.services import suspend_business
from tests.e2e.conftest import DESKTOP, PHONE, Browsing, LiveBoom, LiveVenue, picture

pytestmark = pytest.mark.browser

WAYS_TO_LOOK = [
    {"size": size, "color_scheme": scheme}
    for size, scheme in itertools.product((DESKTOP, PHONE), ("light", "dark"))
]
LOOK_NAMES = ["desktop-light", "desktop-dark", "phone-light", "phone-dark"]
each_look = pytest.mark.parametrize("look", WAYS_TO_LOOK, ids=LOOK_NAMES)
# Each size and each scheme once.
two_looks = pytest.mark.parametrize(
    "look", [WAYS_TO_LOOK[0], WAYS_TO_LOOK[-1]], ids=[LOOK_NAMES[0], LOOK_NAMES[-1]]
)


def sign_in(page: Page, email: str, password: str) -> None:
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "sign-in" not in url and "login" not in url)


@each_look
@pytest.mark.parametrize("path", ["/", "/signup/", "/sign-in/"])
def test_the_platforms_pages_are_fit_for_everybody(browse: Browsing, live_boom: LiveBoom, look, path):
    page = browse(live_boom.url("localhost", path), **look)

    name = path.strip("/") or "landing"
    picture(page, f"{name}-{LOOK_NAMES[WAYS_TO_LOOK.index(look)]}")
    browse.check(page)


@two_looks
def test_so_are_a_venues_sign_in_pages(browse: Browsing, venue: LiveVenue, look):
    for path in ("/accounts/sign-in/", "/accounts/reset/", "/accounts/reset/sent/"):
        browse.check(browse(venue.url(path), **look))


@two_looks
def test_so_are_the_team_and_ones_own_account(browse: Browsing, venue: LiveVenue, look):
    with venue.scope():
        owner = User.objects.get(role="owner")
        services.create_user(name="Max Braun", email="max@example.com", role="manager")
        services.invite(
            email="noor.with.a.very.long.address.indeed@example.com",
            role="front_desk",
            invited_by_id=owner.pk,
            now=clock.now(),
        )
    page = browse(venue.url("/accounts/sign-in/"), **look)
    sign_in(page, venue.owner_email, venue.password)
    for path in ("/dashboard/staff/", "/accounts/profile/"):
        page.goto(venue.url(path))
        picture(page, f"{path.strip('/').replace('/', '-')}-{LOOK_NAMES[WAYS_TO_LOOK.index(look)]}")
        browse.check(page)


@pytest.mark.parametrize("width", [320, 360])
def test_the_landings_head_keeps_to_one_line_on_a_phone(browse: Browsing, live_boom: LiveBoom, width):
    page = browse(live_boom.url("localhost"), size={**PHONE, "viewport": {"width": width, "height": 740}})
    head = page.get_by_role("banner")

    boxes = [
        head.get_by_role("link", name=name).bounding_box() for name in ("Boom, home", "Sign in", "Start free")
    ]

    middles = [box["y"] + box["height"] / 2 for box in boxes if box]
    assert len(middles) == 3
    assert max(middles) - min(middles) < 4


def test_an_empty_sign_up_says_what_is_missing_and_takes_the_focus(browse: Browsing, live_boom: LiveBoom):
    page = browse(live_boom.url("localhost", "/signup/"), size=PHONE)

    page.get_by_role("button", name="Open my venue").click()

    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Type the name of your venue.")
    summary.get_by_role("link", name="Choose a password.").click()
    expect(page.get_by_label("Password")).to_be_focused()
    assert page.title().startswith("Error:")
    browse.takes_back("422")
    browse.check(page)


def test_sign_up_fills_in_what_the_browser_knows(browse: Browsing, live_boom: LiveBoom):
    page = browse(live_boom.url("localhost", "/signup/"))

    page.get_by_label("Name of your venue").press_sequentially("Café Luna")

    expect(page.get_by_label("Address of your booking page")).to_have_value("cafe-luna")
    expect(page.get_by_text("cafe-luna.localhost is free.")).to_be_visible()
    expect(page.get_by_label("Time zone")).to_have_value("Europe/London")
    expect(page.get_by_label("Currency")).to_have_value("GBP")


def test_what_a_person_typed_is_not_overwritten_by_the_name(browse: Browsing, live_boom: LiveBoom):
    page = browse(live_boom.url("localhost", "/signup/"))
    address = page.get_by_label("Address of your booking page")

    address.press_sequentially("my-own")
    page.get_by_label("Name of your venue").press_sequentially("Luna")

    expect(address).to_have_value("my-own")


def test_a_taken_address_offers_free_ones_to_press(browse: Browsing, venue: LiveVenue):
    page = browse(venue.boom.url("localhost", "/signup/"))
    address = page.get_by_label("Address of your booking page")

    address.press_sequentially(venue.business.subdomain)
    page.get_by_role("button", name=f"{venue.business.subdomain}-2").click()

    expect(address).to_have_value(f"{venue.business.subdomain}-2")
    expect(page.get_by_text("is free.")).to_be_visible()


def test_the_address_check_sends_nothing_else_of_the_form(browse: Browsing, live_boom: LiveBoom):
    """A password in an address would lie in every log."""
    page = browse(live_boom.url("localhost", "/signup/"))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_label("Password").fill("secret words here")

    page.get_by_label("Address of your booking page").press_sequentially("luna")
    expect(page.get_by_text("luna.localhost is free.")).to_be_visible()

    checks = [url for url in asked if "/signup/subdomain/" in url]
    assert checks
    assert all(url.partition("?")[2].startswith("subdomain=") and "&" not in url for url in checks)


def test_choosing_ones_venue_leads_to_its_own_sign_in(browse: Browsing, venue: LiveVenue):
    """Another origin than the form's: the page's policy has to let it through."""
    page = browse(venue.boom.url("localhost", "/sign-in/"))

    page.get_by_label("Address of your venue").fill(venue.business.subdomain)
    page.get_by_role("button", name="Go to sign-in").click()

    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert page.url == venue.url("/accounts/sign-in/")


def test_an_owner_runs_the_team_without_reloading(browse: Browsing, venue: LiveVenue):
    with venue.scope():
        services.create_user(name="Max Braun", email="max@example.com", role="manager")
    page = browse(venue.url("/accounts/sign-in/?next=/dashboard/staff/"))
    sign_in(page, venue.owner_email, venue.password)
    page.evaluate("() => { window.sameDocument = true }")
    row = page.get_by_role("row", name="Max Braun")

    row.get_by_role("combobox").select_option("viewer")
    row.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Max Braun is now viewer.")).to_be_visible()
    row.get_by_role("button", name="Take access away").click()
    expect(row.get_by_text("No access")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(row.get_by_role("button", name="Take access away")).to_be_visible()
    page.get_by_label("E-mail").fill("noor@example.com")
    page.get_by_role("button", name="Send invitation").click()
    expect(page.get_by_role("row", name="noor@example.com")).to_be_visible()
    expect(page.get_by_label("E-mail")).to_have_value("")

    assert page.evaluate("() => window.sameDocument")
    with venue.scope():
        assert User.objects.get(email="max@example.com").role == "viewer"


def test_the_last_owner_stays_and_the_choice_goes_back(browse: Browsing, venue: LiveVenue):
    page = browse(venue.url("/accounts/sign-in/?next=/dashboard/staff/"))
    sign_in(page, venue.owner_email, venue.password)
    row = page.get_by_role("row", name="Olive Owner")

    row.get_by_role("combobox").select_option("viewer")
    row.get_by_role("button", name="Save").click()

    expect(page.get_by_text("Somebody has to own the place.")).to_be_visible()
    expect(row.get_by_role("combobox")).to_have_value("owner")
    browse.takes_back("409")


def test_strangers_hosts_and_closed_venues_are_fit_too(browse: Browsing, found_venue: Any):
    venue = found_venue(details={"phone": "+442079460123"})
    with public_scope():
        suspend_business(business_id=venue.business.pk, reason="Unpaid", now=clock.now())

    for url in (venue.boom.url("nobody-here.localhost"), venue.url("/dashboard/")):
        page = browse(url, size=PHONE)
        browse.takes_back("404")
        browse.takes_back("503")
        browse.check(page)


def test_the_super_admins_pages_have_nothing_for_our_policy_to_refuse(browse: Browsing, venue: LiveVenue):
    email = f"root-{os.getpid()}@boom.example"
    with public_scope():
        services.create_super_admin(name="Root", email=email, password=venue.password)
    try:
        page = browse(venue.boom.url("localhost", "/admin/"))
        sign_in(page, email, venue.password)
        for path in (
            "tenants/business/",
            f"tenants/business/{venue.business.pk}/change/",
            "audit/auditevent/",
        ):
            page.goto(venue.boom.url("localhost", f"/admin/{path}"))
            expect(page.locator("#content h1")).to_be_visible()
        picture(page, "admin-record")
    finally:
        with public_scope():
            User.objects.filter(email=email).delete()
