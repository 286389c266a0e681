"""Forms of the hours: the week, special days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from itertools import pairwise
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.forms.setup_fields import WEEKDAYS
from bookings.models import Room, RoomState, Venue

# How many stretches of a day the week's form shows; enough for lunch, afternoon and night.
STRETCHES = 3


class WeekForm(forms.Form):
    """The weekly hours: for each weekday up to three stretches; a stretch that ends earlier than it begins
    ends on the next day.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for weekday, name in enumerate(WEEKDAYS):
            for number in range(STRETCHES):
                for edge, word in (("opens", _("opens")), ("closes", _("closes"))):
                    self.fields[f"{edge}-{weekday}-{number}"] = forms.TimeField(
                        label=f"{name} {word}",
                        required=False,
                        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
                    )

    @classmethod
    def of(cls, rows: list[tuple[int, time, time]]) -> WeekForm:
        """A form that shows these hours: (weekday, opens, closes)."""
        initial: dict[str, time] = {}
        for weekday in range(7):
            of_day = sorted((opens, closes) for day, opens, closes in rows if day == weekday)
            for number, (opens, closes) in enumerate(of_day[:STRETCHES]):
                initial[f"opens-{weekday}-{number}"] = opens
                initial[f"closes-{weekday}-{number}"] = closes
        return cls(initial=initial)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for weekday in range(7):
            for number in range(STRETCHES):
                opens, closes = (cleaned.get(f"{edge}-{weekday}-{number}") for edge in ("opens", "closes"))
                if (opens is None) != (closes is None):
                    missing = "opens" if opens is None else "closes"
                    if f"{missing}-{weekday}-{number}" not in self.errors:
                        self.add_error(f"{missing}-{weekday}-{number}", _("Enter both times, or neither."))
            self._refuse_overlaps(weekday, cleaned)
        return cleaned

    def rows(self) -> list[tuple[int, time, time]]:
        """The hours as the services want them."""
        return [
            (
                weekday,
                self.cleaned_data[f"opens-{weekday}-{number}"],
                self.cleaned_data[f"closes-{weekday}-{number}"],
            )
            for weekday in range(7)
            for number in range(STRETCHES)
            if self.cleaned_data[f"opens-{weekday}-{number}"] is not None
        ]

    def days(self) -> Iterator[dict[str, Any]]:
        """The page's rows: a weekday's name with its pairs of fields."""
        for weekday, name in enumerate(WEEKDAYS):
            pairs = [
                {"opens": self[f"opens-{weekday}-{number}"], "closes": self[f"closes-{weekday}-{number}"]}
                for number in range(STRETCHES)
            ]
            yield {
                "name": name,
                "number": str(weekday),
                "first": pairs[0],
                "others": pairs[1:],
                "has_more": any(
                    pair[edge].value() or pair[edge].errors for pair in pairs[1:] for edge in pair
                ),
            }

    def _refuse_overlaps(self, weekday: int, cleaned: dict[str, Any]) -> None:
        stretches = sorted(
            (opens, closes, number)
            for number in range(STRETCHES)
            if (opens := cleaned.get(f"opens-{weekday}-{number}")) is not None
            and (closes := cleaned.get(f"closes-{weekday}-{number}")) is not None
        )
        for (opens, closes, _number), (following, _closes, number) in pairwise(stretches):
            if opens == following or closes <= opens or closes > following:
                self.add_error(f"opens-{weekday}-{number}", _("This overlaps the stretch before."))


class SpecialDayForm(forms.Form):
    """Dates with other hours than the week's, or none, for a whole venue or one of its rooms."""

    starts_on = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    ends_on = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty for a single day."),
    )
    reason = forms.CharField(
        label=_("What customers read"),
        max_length=200,
        required=False,
        help_text=_("Such as: Closed for Christmas"),
    )
    opens = forms.TimeField(
        label=_("Opens"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    closes = forms.TimeField(
        label=_("Closes"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        help_text=_("Leave both empty to close. Before the opening: on the next day."),
    )

    def __init__(self, *args: Any, venue: Venue, **options: Any) -> None:
        super().__init__(*args, **options)
        rooms = Room.objects.filter(venue=venue).exclude(state=RoomState.ARCHIVED).in_order()
        self.fields["room"] = forms.TypedChoiceField(
            label=_("For"),
            choices=[("", _("The whole venue")), *rooms.values_list("id", "name")],
            coerce=int,
            empty_value=None,
            required=False,
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The last day comes before the first."))
        if starts and not date(2000, 1, 1) <= starts <= date(2100, 1, 1):
            self.add_error("starts_on", _("Choose a day of this century."))
        if ends and ends > date(2100, 1, 1):
            self.add_error("ends_on", _("Choose a day of this century."))
        if (cleaned.get("opens") is None) != (cleaned.get("closes") is None):
            self.add_error("closes", _("Enter both times, or neither."))
        return cleaned

    def columns(self) -> dict[str, Any]:
        """What the service wants."""
        values = self.cleaned_data
        hours = [(values["opens"], values["closes"])] if values["opens"] is not None else []
        return {
            "starts_on": values["starts_on"],
            "ends_on": values["ends_on"] or values["starts_on"],
            "reason": values["reason"],
            "hours": hours,
            "room_id": values["room"],
        }
