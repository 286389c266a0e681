"""The rules of visits: requests, arrivals, more time, what cancelling costs, how much one guest may have."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.forms.setup_fields import code_digits, minutes
from bookings.models import GapRule, Venue

STEPS = 3
HOUR = 60
MONTH_HOURS = 744


def _limit(label: Any, highest: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=highest, required=False)


class VisitRulesForm(forms.Form):
    """A venue's rules of visits. Steps of the cancellation rule are typed in hours before the start."""

    answer_within = minutes(
        _("A request waits, minutes"),
        highest=60 * 24 * 14,
        help_text=_("Then the room is free again. 0: until it would start."),
    )
    no_show_after = minutes(
        _("Grace for late parties, minutes"),
        highest=240,
        help_text=_("From then on staff may mark a no-show."),
    )
    release_after = minutes(
        _("Give the room up by itself after, minutes"),
        highest=480,
        help_text=_("0: never. Who said they are late has that much more."),
    )
    no_show_percent = forms.IntegerField(label=_("A no-show is charged, percent"), min_value=0, max_value=100)
    extend_step = minutes(_("More time goes up by, minutes"), lowest=5, highest=240)
    tracks_cleaning = forms.BooleanField(label=_("Rooms have to be made ready after a party"), required=False)
    door_code_digits = code_digits(
        _("A code for each door"),
        none=_("None"),
        help_text=_("Each booking gets one of its own, and another when it moves."),
    )
    door_code_hours = forms.IntegerField(
        label=_("Guests see their code from, hours before"),
        min_value=0,
        max_value=720,
        help_text=_("On the page of their booking, and in mails from then on."),
    )
    gap_rule = forms.ChoiceField(
        label=_("Starts that leave a hole nobody can book"),
        choices=[
            (GapRule.OFF.value, _("Are fine")),
            (GapRule.WARN.value, _("Are pointed out to staff")),
            (GapRule.REFUSE.value, _("Are not offered to customers where another start leaves none")),
        ],
    )
    most_bookings = _limit(_("Bookings ahead of one guest, at most"), 1000)
    most_hours_a_day = _limit(_("Hours a day of one guest, at most"), 24)
    most_hours_a_week = _limit(_("Hours a week of one guest, at most"), 168)
    most_hours_a_month = _limit(_("Hours a month of one guest, at most"), MONTH_HOURS)

    def __init__(self, *args: Any, venue: Venue, **options: Any) -> None:
        super().__init__(*args, **options)
        self.venue = venue
        for number in range(STEPS):
            self.fields[f"step_hours_{number}"] = forms.IntegerField(
                label=_("Until so many hours before"), min_value=0, max_value=24 * 90, required=False
            )
            self.fields[f"step_percent_{number}"] = forms.IntegerField(
                label=_("it costs, percent"), min_value=0, max_value=100, required=False
            )

    @classmethod
    def of(cls, venue: Venue) -> VisitRulesForm:
        """A form that shows a venue's rules as they are."""
        initial: dict[str, Any] = {name: getattr(venue, name) for name in cls.base_fields}
        for number, tier in enumerate(venue.cancellation_tiers[:STEPS]):
            initial[f"step_hours_{number}"] = tier["notice"] // HOUR
            initial[f"step_percent_{number}"] = tier["percent"]
        return cls(initial=initial, venue=venue)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for number in range(STEPS):
            hours, percent = (cleaned.get(f"step_{name}_{number}") for name in ("hours", "percent"))
            if (hours is None) != (percent is None):
                missing = "hours" if hours is None else "percent"
                if f"step_{missing}_{number}" not in self.errors:
                    self.add_error(f"step_{missing}_{number}", _("Enter both, or neither."))
        return cleaned

    def columns(self) -> dict[str, Any]:
        """What the service wants: a venue's columns."""
        values = {name: self.cleaned_data[name] for name in self.base_fields}
        values["cancellation_tiers"] = [
            {
                "notice": self.cleaned_data[f"step_hours_{number}"] * HOUR,
                "percent": self.cleaned_data[f"step_percent_{number}"],
            }
            for number in range(STEPS)
            if self.cleaned_data[f"step_hours_{number}"] is not None
        ]
        return values

    @property
    def arrivals(self) -> list[Any]:
        """The fields about requests and the door, for the page."""
        names = ("answer_within", "no_show_after", "release_after", "no_show_percent", "extend_step")
        return [self[name] for name in names]

    @property
    def doors(self) -> list[Any]:
        """The fields about codes for doors, for the page."""
        return [self["door_code_digits"], self["door_code_hours"]]

    @property
    def limits(self) -> list[Any]:
        """The fields about one guest, for the page."""
        return [self[name] for name in self.base_fields if name.startswith("most_")]

    @property
    def steps(self) -> list[dict[str, Any]]:
        """The rows of the cancellation rule, for the page."""
        return [
            {
                "number": number + 1,
                "hours": self[f"step_hours_{number}"],
                "percent": self[f"step_percent_{number}"],
            }
            for number in range(STEPS)
        ]
