"""When and where: a room, a day, a start and a length, as staff choose them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bookings.domain.interval import Interval
from bookings.domain.opening import Night, NoSuchDay
from bookings.domain.policy import Policy
from bookings.domain.pricing.terms import Price
from bookings.domain.walls import instant_on, steps, wall_value
from bookings.models import Room
from bookings.selectors.setup import Setup
from boom.core import text
from boom.core.time import SkippedTime

STEP = timedelta(minutes=15)
# Choices reach this far beyond opening and closing: staff may go there, with a reason.
AROUND = timedelta(hours=2)
MOST_MINUTES = 31 * 24 * 60
# Beyond these a date is a slip of the finger.
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2200, 1, 1)

Choices = list[tuple[str, str]]


def start_choices(night: Night, *, twelve_hours: bool, also: Iterable[datetime] = ()) -> Choices:
    """Times of a night a quarter of an hour apart, those past midnight with their weekday."""
    stretches = night.stretches or (night.span,)
    around = Interval(stretches[0].start - AROUND, stretches[-1].end + AROUND)
    within = around.intersection(night.span)
    assert within is not None, "a night's stretches lie within it"
    instants = sorted({*steps(within, STEP), *(instant for instant in also if instant in night.span)})
    return [
        (wall_value(instant, night.date, night.zone), _start_label(instant, night, twelve_hours))
        for instant in instants
    ]


def end_choices(night: Night, *, twelve_hours: bool) -> Choices:
    """The same for what ends then: a quarter of an hour later each, closing time included."""
    starts = start_choices(night, twelve_hours=twelve_hours)
    last = night.span.end
    value = wall_value(last, night.date, night.zone)
    closing = [] if value in dict(starts) else [(value, _start_label(last, night, twelve_hours))]
    return [*starts[1:], *closing]


def _start_label(instant: datetime, night: Night, twelve_hours: bool) -> str:
    shown = text.clock(instant, night.zone, twelve_hours=twelve_hours)
    if instant.astimezone(night.zone).date() == night.date:
        return shown
    return f"{text.day(instant, night.zone, style='weekday')} {shown}"


def length_choices(policy: Policy, *, also: Iterable[timedelta] = ()) -> Choices:
    """Lengths from a quarter of an hour to an hour more than is usual, and those of `also`."""
    longest = policy.max_duration + timedelta(hours=1)
    step = min(policy.duration_step, timedelta(minutes=30))
    usual = (number * step for number in range(1, longest // step + 1))
    lengths = sorted({*usual, *also})
    return [(str(length // timedelta(minutes=1)), text.duration(length)) for length in lengths]


def room_choices(rooms: Iterable[Room]) -> Choices:
    """Rooms with how many people they take."""
    return [
        (str(room.pk), gettext("%(room)s, up to %(count)s") % {"room": room.name, "count": room.capacity_max})
        for room in rooms
    ]


class NightForm(forms.Form):
    """A day and a time of its night. `span_start` is the instant once the form is valid."""

    day = forms.DateField(
        label=_("Night of"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    start = forms.CharField(label=_("Starts"), max_length=6, widget=forms.Select)

    def __init__(self, *args: Any, setup: Setup, shown_day: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.setup = setup
        self.shown_day = shown_day

    @property
    def twelve_hours(self) -> bool:
        return self.setup.venue.clock_format == "12"

    def clean_day(self) -> date:
        return self._night(self.cleaned_data["day"])

    def _night(self, day: date) -> date:
        """A day that has a night. Raises ValidationError for any other."""
        if not FIRST_DAY <= day <= LAST_DAY:
            raise ValidationError(gettext("Choose a day in this century."))
        try:
            self.setup.night(day)
        except NoSuchDay as error:
            raise ValidationError(str(error)) from error
        return day

    def instant(self, day_field: str, time_field: str) -> datetime | None:
        """The instant of two cleaned fields; None, and an error, when the night has no such time."""
        day, wall = self.cleaned_data.get(day_field), self.cleaned_data.get(time_field)
        if day is None or not wall:
            return None
        try:
            instant = self.instant_on(day, wall)
        except ValueError:
            self.add_error(time_field, gettext("Choose a time such as 21:30."))
            return None
        if instant is None:
            self.add_error(time_field, gettext("The clocks jump over that time. Choose another."))
        return instant

    def instant_on(self, day: date, wall: str) -> datetime | None:
        """The instant of a time on a night; None when the night has no such time. Raises ValueError."""
        try:
            return instant_on(wall, day, self.setup.venue.zone)
        except SkippedTime:
            return None


class SpanForm(NightForm):
    """A stretch in a room: `span` and `room_id` once the form is valid."""

    room = forms.IntegerField(label=_("Room"), min_value=1, max_value=2**63 - 1, widget=forms.Select)
    length = forms.IntegerField(label=_("Length"), min_value=5, max_value=MOST_MINUTES, widget=forms.Select)

    field_order = ["room", "day", "start", "length"]

    def __init__(
        self,
        *args: Any,
        rooms: Iterable[Room],
        policy: Policy,
        also: Iterable[Interval] = (),
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        also = list(also)
        night = self.setup.night(self.shown_day)
        self.fields["room"].widget.choices = room_choices(rooms)
        self.fields["start"].widget.choices = start_choices(
            night, twelve_hours=self.twelve_hours, also=[span.start for span in also]
        )
        self.fields["length"].widget.choices = length_choices(policy, also=[span.duration for span in also])
        self.span: Interval | None = None

    def clean(self) -> dict[str, Any]:
        start = self.instant("day", "start")
        minutes = self.cleaned_data.get("length")
        if start is not None and minutes is not None:
            self.span = Interval.lasting(start, timedelta(minutes=minutes))
        return self.cleaned_data

    @property
    def wanted(self) -> tuple[int, Interval]:
        """Room and stretch of a valid form."""
        assert self.span is not None, "only of a valid form"
        return self.cleaned_data["room"], self.span


class MoveForm(SpanForm):
    """Another room, time or length for a booking or block; `version` is the one the page showed."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    override_reason = forms.CharField(
        label=_("Reason"), max_length=300, required=False, help_text=_("It stays on the record.")
    )
    price = forms.ChoiceField(
        label=_("Price"),
        choices=[
            (Price.USUAL, _("As agreed; a new length is paid for")),
            (Price.KEEP, _("As agreed, whatever changes")),
            (Price.NEW, _("What it costs there by now")),
        ],
        required=False,
        initial=Price.USUAL,
    )
    # The sum that was shown and said yes to, where a move makes a difference to it.
    shown_minor = forms.IntegerField(
        min_value=0, max_value=2**31 - 1, required=False, widget=forms.HiddenInput
    )
