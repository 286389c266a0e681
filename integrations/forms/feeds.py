"""A calendar to subscribe to, as people ask for it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.models import Venue
from bookings.selectors.setup import setup_of
from boom.forms import PlainForm
from integrations.models import FeedShows


class FeedForm(PlainForm):
    """Which room it is of, without one all; and what it says of bookings."""

    room = forms.TypedChoiceField(label=_("Bookings of"), coerce=int, empty_value=None, required=False)
    shows = forms.ChoiceField(label=_("It shows"), choices=FeedShows.choices)

    def __init__(self, *args: Any, venue: Venue, **options: Any) -> None:
        super().__init__(*args, **options)
        rooms = [(str(room.pk), room.name) for room in setup_of(venue).rooms]
        self.fields["room"].choices = [("", _("All rooms")), *rooms]  # type: ignore[attr-defined]
