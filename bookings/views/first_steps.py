"""The checklist of a new business above its board, each step with the page where it is done."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from accounts.venue_scope import Place, may_see_place
from bookings.selectors.examples import has_examples
from bookings.selectors.first_steps import first_steps
from bookings.selectors.setup import Setup
from bookings.selectors.venues import venues_in_order
from bookings.views.pages import address

SET_UP = "bookings.change_setup"


def steps_for(request: HttpRequest, setup: Setup) -> list[dict[str, Any]]:
    """What is left to do, as the checklist prints it; nothing for whoever may not do it."""
    if not request.user.has_perm(SET_UP):
        return []
    steps = first_steps(setup)
    query = _venue_query(setup) if steps else {}
    return [
        {
            "title": step.title,
            "text": step.text,
            "url": "/" if step.page == "public" else address(step.page, **query),
            "action": step.action,
            "is_done": step.is_done,
            "is_next": step.is_next,
        }
        for step in steps
    ]


def may_change_examples(request: HttpRequest, setup: Setup) -> bool:
    """Whether whoever asks may show examples and take them away: they are of the whole venue."""
    return request.user.has_perm(SET_UP) and may_see_place(Place(setup.venue.pk))


def examples_address(request: HttpRequest, setup: Setup) -> str:
    """Where the button beside the steps shows examples; empty where some are shown, or for who may not."""
    if not may_change_examples(request, setup) or has_examples(setup.venue.pk):
        return ""
    return address("examples-show", **_venue_query(setup))


def _venue_query(setup: Setup) -> dict[str, str]:
    """What keeps links on this venue; nothing for the owner's first one."""
    return {} if setup.venue.pk == venues_in_order()[0].pk else {"venue": setup.venue.slug}
