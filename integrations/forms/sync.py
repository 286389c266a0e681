"""A room put in step with a calendar, as people choose it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.models import Venue
from bookings.selectors.setup import setup_of
from boom.forms import PlainForm
from integrations.models import FeedShows
from integrations.models.sync import LONGEST_ID
from integrations.providers.base import RemoteCalendar


class LinkForm(PlainForm):
    """Which room, which calendar, and how much the bookings there say."""

    room = forms.TypedChoiceField(label=_("Room"), coerce=int)
    calendar = forms.ChoiceField(label=_("Calendar"))
    shows = forms.ChoiceField(
        label=_("Bookings show there"), choices=FeedShows.choices, initial=FeedShows.NAMES
    )

    def __init__(self, *args: Any, venue: Venue, calendars: Sequence[RemoteCalendar], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["room"].choices = [  # type: ignore[attr-defined]
            (str(room.pk), room.name) for room in setup_of(venue).rooms
        ]
        self.fields["calendar"].choices = [  # type: ignore[attr-defined]
            (each.id[:LONGEST_ID], each.name) for each in calendars
        ]


class LeaveForm(PlainForm):
    """Whether what Boom wrote is taken away, too."""

    clears = forms.BooleanField(required=False)
