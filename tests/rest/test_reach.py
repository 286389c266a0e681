"""What the dashboard can change, programs can too, or it is said why not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from boom.access import ANYONE, SIGNED_IN, TOKEN
from tests.rest.reach import BY_HAND, DONE_BY
from tests.rest.tree import ENDPOINTS
from tests.routes import TENANT, routes_of


def takes_posts(view: Callable[..., Any]) -> bool:
    """Whether one of the view's decorators lets POST through."""
    layer: Any = view
    while layer is not None:
        kept = dict(zip(layer.__code__.co_freevars, layer.__closure__ or (), strict=True))
        if "request_method_list" in kept:
            return "POST" in kept["request_method_list"].cell_contents
        layer = getattr(layer, "__wrapped__", None)
    raise AssertionError(f"{view!r} does not say what methods it takes")


def changed_by_staff() -> set[str]:
    """The routes of the dashboard by which something is changed."""
    return {
        route.name
        for route in routes_of(TENANT)
        if route.access not in {ANYONE, SIGNED_IN, TOKEN} and takes_posts(route.view)
    }


def test_each_change_by_a_page_has_an_endpoint_or_a_reason():
    by_hand = [name for names in BY_HAND.values() for name in names.split()]

    assert len(by_hand) == len(set(by_hand))
    assert not DONE_BY.keys() & set(by_hand)
    assert DONE_BY.keys() | set(by_hand) == changed_by_staff()


def test_what_is_named_is_an_endpoint():
    assert {name for names in DONE_BY.values() for name in names} <= ENDPOINTS.keys()


def test_control_a_page_that_only_shows_is_told_from_one_that_changes():
    views = {route.name: route.view for route in routes_of(TENANT)}

    assert takes_posts(views["dashboard:booking-cancel"])
    assert not takes_posts(views["dashboard:bookings"])
