"""The checklist of a new business above its board, each step with the page where it is done."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

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


def _venue_query(setup: Setup) -> dict[str, str]:
    """What keeps links on this venue; nothing for the owner's first one."""
    return {} if setup.venue.pk == venues_in_order()[0].pk else {"venue": setup.venue.slug}
