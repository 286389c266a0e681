"""Proof of work in a real browser: found by itself, where an address has sent too much without."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from boom.core import clock, throttle
from boom.proof import UNPROVEN

pytestmark = pytest.mark.browser


def test_a_browser_finds_the_proof_by_itself(venue, browse):
    with venue.scope():
        for _ in range(UNPROVEN.most):
            throttle.take(UNPROVEN, "link 127.0.0.1", now=clock.now())
    page = browse(venue.url("/my/"))

    page.get_by_label("Email").fill("ann@example.com")
    page.get_by_role("button", name="Send me the link").click()

    expect(page).to_have_url(venue.url("/my/sent/"))
